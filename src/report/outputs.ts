import { randomUUID } from 'node:crypto'
import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Pod } from '../apinizer/parse-deployment.ts'
import {
  isGreen,
  joinMessage,
  listFailedEnvironments,
  listFailedGroups,
  type Outcome,
  type Result
} from '../deploy/outcome.ts'
import { annotateWarning } from '../runner/log.ts'
import { escapeLogLine, parseWebAddress, serializeOutput } from '../runner/sanitize.ts'
import { redact } from '../runner/secrets.ts'

/** The most bytes of one output: Linux passes 131,072 in one variable, and Windows some 32,000 characters. */
const maxOutputBytes = 100_000

/** What the whole run came to. */
export interface RunTotals {
  outcomes: readonly Outcome[]
  result: Result
  /** Untrusted. */
  message: string
  /** The input `group`: such a name is never redacted, unlike one that a pattern has found on the server. */
  groups: readonly string[]
}

/**
 * Builds the outputs of action.yml, each in one line and of at most 100,000 bytes. What would be longer is left
 * empty, after `environment-results` has been tried without worker pods and messages; `message` says so.
 * @param resultsFile the path of the file with every result; empty without one
 * @returns values by name
 */
export function buildOutputs(totals: RunTotals, resultsFile: string): Record<string, string> {
  const { outcomes, result, message } = totals
  const last = outcomes.findLast(({ status }) => status === 'succeeded')
  const results = describeResults(totals)
  const whole = serializeList(results)
  const lists = {
    'environment-results':
      whole || serializeList(results.map(one => ({ ...one, message: '', pods: undefined }))),
    'failed-environments': serializeList(listFailedEnvironments(outcomes)),
    'failed-groups': serializeList(listFailedGroups(outcomes).map(name => showGroup(name, totals)))
  }
  const isCut = whole === '' || Object.values(lists).includes('')
  return {
    success: String(result === 'success'),
    result,
    message: escapeLogLine(message) + (isCut ? explainLimit(lists, resultsFile) : ''),
    'environment-results': lists['environment-results'],
    'results-file': resultsFile,
    'failed-environments': lists['failed-environments'],
    'failed-groups': lists['failed-groups'],
    'environment-url': findEnvironmentUrl(outcomes, last?.target.environment),
    revision: last?.revision === undefined ? '' : String(last.revision)
  }
}

function explainLimit(lists: Readonly<Record<string, string>>, resultsFile: string): string {
  const emptied = Object.keys(lists).filter(name => lists[name] === '')
  const what =
    emptied.length > 0
      ? emptied.map(name => `${name} is empty`).join(', ')
      : 'environment-results is without worker pods and messages'
  const where =
    resultsFile === ''
      ? 'No file with every result could be written.'
      : `The file ${resultsFile} has every result.`
  return ` (An output has at most 100,000 bytes: ${what}. ${where})`
}

/** A JSON array; an empty text, which is no list, when it is too long for an output. */
function serializeList(values: readonly unknown[]): string {
  const items: string[] = []
  let bytes = 1
  for (const value of values) {
    const item = serializeOutput(value)
    bytes += Buffer.byteLength(item) + 1
    // At once, because all together can be longer than a string can be.
    if (bytes > maxOutputBytes) {
      return ''
    }
    items.push(item)
  }
  return `[${items.join()}]`
}

function findEnvironmentUrl(outcomes: readonly Outcome[], environment?: string): string {
  const served = outcomes.findLast(
    ({ status, target, accessUrl }) =>
      status === 'succeeded' && target.environment === environment && accessUrl !== undefined
  )
  return parseWebAddress(served?.accessUrl ?? '') ?? ''
}

/** The objects of `environment-results`. */
function describeResults(totals: RunTotals) {
  return totals.outcomes.map(outcome => {
    const { target, status, reason, durationMs, httpStatus, revision, previousRevision } = outcome
    const { pods = [] } = outcome
    return {
      environmentName: target.environment,
      success: isGreen(outcome),
      message: escapeLogLine(joinMessage(outcome)),
      group: showGroup(target.group, totals),
      status,
      reason,
      durationMs: Math.round(durationMs),
      httpStatus,
      revision,
      previousRevision,
      accessUrl: parseWebAddress(outcome.accessUrl ?? ''),
      pods: pods.length === 0 ? undefined : pods.map(escapePod)
    }
  })
}

function escapePod(pod: Pod): Pod {
  return {
    ...pod,
    name: escapeLogLine(pod.name),
    ip: escapeLogLine(pod.ip),
    message: escapeLogLine(pod.message)
  }
}

/** A retry that is given `***` for a name would be refused, so only a name from the server is redacted. */
function showGroup(name: string, { groups }: RunTotals): string {
  return groups.includes(name) ? name : redact(name)
}

/**
 * Writes every result, whatever its size, into a new file of the runner's folder for temporary files.
 * @returns its path; empty on a runner without that folder
 */
export function writeResultsFile(totals: RunTotals): string {
  const folder = process.env.RUNNER_TEMP
  if (!folder) {
    return ''
  }
  const path = join(folder, `deploy-api-proxy-group-${randomUUID()}.json`)
  const file = openSync(path, 'wx')
  writeSync(file, '[')
  for (const [index, result] of describeResults(totals).entries()) {
    writeSync(file, `${index === 0 ? '' : ','}\n${serializeOutput(result)}`)
  }
  writeSync(file, '\n]\n')
  closeSync(file)
  return path
}

/** Writes the outputs to the runner's file; without one, as on very old servers, prints a warning. */
export function writeOutputs(totals: RunTotals, resultsFile: string): void {
  const file = process.env.GITHUB_OUTPUT
  if (!file) {
    annotateWarning(
      'Outputs were not written',
      'This runner provides no GITHUB_OUTPUT file, so later steps cannot read the outputs of ' +
        'this step. The result of the step is not affected.'
    )
    return
  }
  // Each value is one line, so it needs no delimiter.
  const outputs = Object.entries(buildOutputs(totals, resultsFile))
  appendFileSync(file, outputs.map(([name, value]) => `${name}=${value}\n`).join(''))
}
