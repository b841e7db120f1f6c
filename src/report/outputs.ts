import fs from 'node:fs'
import { failedEnvironments, isGreen, messageOf, type Outcome, type Result } from '../outcome.ts'
import { annotateWarning } from './log.ts'
import { redact } from './secrets.ts'
import { logLine, outputJson, webAddress } from './untrusted.ts'

/** The most UTF-16 units of all outputs together; GitHub drops a job's outputs above 1 MB. */
const largestOutputs = 500_000

/** A worker pod without any text, in UTF-16 units. */
const shortestPod = 47

/** What the whole run came to. */
export interface Summing {
  outcomes: readonly Outcome[]
  result: Result
  message: string
}

/** How much of each outcome is written; each step down is taken only when the one before is too large. */
const levels: { pods: boolean; messageLength: number; most: number; lost: string }[] = [
  { pods: true, messageLength: 4_000, most: Infinity, lost: '' },
  { pods: false, messageLength: 4_000, most: Infinity, lost: 'the worker pods' },
  {
    pods: false,
    messageLength: 300,
    most: Infinity,
    lost: 'the worker pods and the ends of long messages'
  },
  { pods: false, messageLength: 0, most: Infinity, lost: 'the worker pods and all messages' },
  {
    pods: false,
    messageLength: 0,
    most: 300,
    lost: 'the worker pods, all messages, and all but the first 300 targets'
  }
]

/**
 * The seven outputs of action.yml by name, each in one line, together below 500,000 UTF-16 units.
 * When that takes leaving something out, `message` says what.
 */
export function outputsOf(summing: Summing): Record<string, string> {
  let outputs: Record<string, string> = {}
  // Below this many pods they may fit; to write out many more would take the memory first.
  const pods = summing.outcomes.reduce((count, outcome) => count + (outcome.pods?.length ?? 0), 0)
  for (const level of levels.slice(pods * shortestPod < largestOutputs ? 0 : 1)) {
    outputs = outputsAt(summing, level)
    if (Object.values(outputs).reduce((size, value) => size + value.length, 0) < largestOutputs)
      break
  }
  return outputs
}

function outputsAt(
  { outcomes, result, message }: Summing,
  level: (typeof levels)[number]
): Record<string, string> {
  const last = outcomes.findLast(outcome => outcome.status === 'succeeded')
  const note =
    level.lost === ''
      ? ''
      : ` (To keep within GitHub’s limits, environment-results leaves out ${level.lost}.)`
  return {
    success: String(result === 'success'),
    result,
    message: logLine(message) + note,
    'environment-results': outputJson(
      outcomes.slice(0, level.most).map(outcome => resultOf(outcome, level))
    ),
    'failed-environments': outputJson(failedEnvironments(outcomes).map(redact)),
    'environment-url':
      webAddress(
        outcomes.findLast(
          outcome =>
            outcome.status === 'succeeded' &&
            outcome.target.environment === last?.target.environment &&
            outcome.accessUrl !== undefined
        )?.accessUrl
      ) ?? '',
    revision: last?.revision === undefined ? '' : String(last.revision)
  }
}

/** An object of `environment-results`. */
function resultOf(outcome: Outcome, level: (typeof levels)[number]) {
  const { target, status, reason, durationMs, httpStatus, revision, pods } = outcome
  const accessUrl = webAddress(outcome.accessUrl)
  const text = (value: string) =>
    level.messageLength === 0 ? '' : logLine(value, level.messageLength)
  return {
    environmentName: redact(target.environment),
    success: isGreen(outcome),
    message: text(messageOf(outcome)),
    group: redact(target.group),
    status,
    reason,
    durationMs: Math.round(durationMs),
    ...(httpStatus !== undefined && { httpStatus }),
    ...(revision !== undefined && { revision }),
    ...(accessUrl !== undefined && { accessUrl }),
    ...(level.pods &&
      pods !== undefined &&
      pods.length > 0 && {
        pods: pods.map(pod => ({
          ...pod,
          name: logLine(pod.name),
          ip: logLine(pod.ip),
          message: text(pod.message)
        }))
      })
  }
}

/** Writes the outputs to the file that the runner gives; without one, as on very old servers, a warning. */
export function writeOutputs(summing: Summing): void {
  const file = process.env.GITHUB_OUTPUT
  if (!file) {
    annotateWarning(
      'Outputs were not written',
      'This runner gives no GITHUB_OUTPUT file, so later steps cannot read this step’s outputs. The step’s own result stands.'
    )
    return
  }
  // Each value is one line, so it needs no delimiter, nor the crypto module with which the toolkit makes one.
  fs.appendFileSync(
    file,
    Object.entries(outputsOf(summing))
      .map(([name, value]) => `${name}=${value}\n`)
      .join('')
  )
}
