import { appendFileSync } from 'node:fs'
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

/** The most UTF-16 units of all outputs together; GitHub drops a job's outputs above 1 MB. */
const maxOutputs = 500_000

/** A worker pod without any text, in UTF-16 units. */
const minPod = 47

/** What the whole run came to. */
export interface RunTotals {
  outcomes: readonly Outcome[]
  result: Result
  /** Untrusted. */
  message: string
}

interface Level {
  pods: boolean
  messageLength: number
  maxOutcomes: number
  maxNames: number
  leftOut: string
}

const everything = {
  pods: true,
  messageLength: 4_000,
  maxOutcomes: Infinity,
  maxNames: Infinity,
  leftOut: ''
}
const noPods = { ...everything, pods: false, leftOut: 'the worker pods' }
const noMessages = {
  ...noPods,
  messageLength: 0,
  leftOut: 'the worker pods and all messages'
}

/** How much is written; each step down is taken only when the one before is too large. */
const levels: Level[] = [
  everything,
  noPods,
  { ...noPods, messageLength: 300, leftOut: 'the worker pods and the ends of long messages' },
  noMessages,
  {
    ...noMessages,
    maxOutcomes: 300,
    leftOut: 'the worker pods, all messages, and all but the first 300 targets'
  },
  {
    ...noMessages,
    maxOutcomes: 0,
    maxNames: 0,
    leftOut: 'everything, as do failed-environments and failed-groups'
  }
]

/**
 * Builds the outputs of action.yml, each in one line, together below 500,000 UTF-16 units. When that
 * takes leaving something out, `message` says what.
 * @returns values by name
 */
export function buildOutputs(totals: RunTotals): Record<string, string> {
  let outputs: Record<string, string> = {}
  // Below this many pods they can fit; writing out many more would take the memory first.
  const pods = totals.outcomes.reduce((count, outcome) => count + (outcome.pods?.length ?? 0), 0)
  for (const level of levels.slice(pods * minPod < maxOutputs ? 0 : 1)) {
    outputs = buildLevel(totals, level)
    if (Object.values(outputs).reduce((size, value) => size + value.length, 0) < maxOutputs) {
      break
    }
  }
  return outputs
}

function buildLevel(totals: RunTotals, level: Level): Record<string, string> {
  const { outcomes, result, message } = totals
  const last = outcomes.findLast(({ status }) => status === 'succeeded')
  const note = ` (To keep within GitHub’s limits, environment-results leaves out ${level.leftOut}.)`
  const toList = (names: string[]) => serializeOutput(names.slice(0, level.maxNames).map(redact))
  const results = outcomes.slice(0, level.maxOutcomes).map(outcome => buildResult(outcome, level))
  return {
    success: String(result === 'success'),
    result,
    message: escapeLogLine(message) + (level.leftOut === '' ? '' : note),
    'environment-results': serializeOutput(results),
    'failed-environments': toList(listFailedEnvironments(outcomes)),
    'failed-groups': toList(listFailedGroups(outcomes)),
    'environment-url': findEnvironmentUrl(outcomes, last?.target.environment),
    revision: last?.revision === undefined ? '' : String(last.revision)
  }
}

function findEnvironmentUrl(outcomes: readonly Outcome[], environment?: string): string {
  const served = outcomes.findLast(
    ({ status, target, accessUrl }) =>
      status === 'succeeded' && target.environment === environment && accessUrl !== undefined
  )
  return parseWebAddress(served?.accessUrl ?? '') ?? ''
}

/** An object of `environment-results`. */
function buildResult(outcome: Outcome, level: Level) {
  const { target, status, reason, durationMs, httpStatus, revision, previousRevision } = outcome
  const { pods = [] } = outcome
  const accessUrl = parseWebAddress(outcome.accessUrl ?? '')
  const toText = (text: string) =>
    level.messageLength === 0 ? '' : escapeLogLine(text, level.messageLength)
  return {
    environmentName: redact(target.environment),
    success: isGreen(outcome),
    message: toText(joinMessage(outcome)),
    group: redact(target.group),
    status,
    reason,
    durationMs: Math.round(durationMs),
    ...(httpStatus !== undefined && { httpStatus }),
    ...(revision !== undefined && { revision }),
    ...(previousRevision !== undefined && { previousRevision }),
    ...(accessUrl !== undefined && { accessUrl }),
    ...(level.pods &&
      pods.length > 0 && {
        pods: pods.map(pod => ({
          ...pod,
          name: escapeLogLine(pod.name),
          ip: escapeLogLine(pod.ip),
          message: toText(pod.message)
        }))
      })
  }
}

/** Writes the outputs to the runner's file; without one, as on very old servers, prints a warning. */
export function writeOutputs(totals: RunTotals): void {
  const file = process.env.GITHUB_OUTPUT
  if (!file) {
    annotateWarning(
      'Outputs were not written',
      'This runner provides no GITHUB_OUTPUT file, so later steps cannot read the outputs of ' +
        'this step. The result of the step is not affected.'
    )
    return
  }
  // Each value is one line, so it needs no delimiter, nor the crypto module that makes one.
  const lines = Object.entries(buildOutputs(totals)).map(([name, value]) => `${name}=${value}\n`)
  appendFileSync(file, lines.join(''))
}
