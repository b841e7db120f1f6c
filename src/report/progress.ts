import type { Pod } from '../apinizer/parse-deployment.ts'
import { formatDuration } from '../deploy/duration.ts'
import {
  countByStatus,
  isGreen,
  isHealthy,
  sortFailedFirst,
  type Operation,
  type Outcome
} from '../deploy/outcome.ts'
import type { Observer } from '../deploy/run-plan.ts'
import { print, printGroup } from '../runner/log.ts'
import { findDocs } from './docs-link.ts'
import { announceWave, describeOutcome, describeRevision } from './sentences.ts'
import { labelOutcome } from './wording.ts'

const heartbeatMs = 30_000
/** The most worker pods that are logged of a target. */
const maxLoggedPods = 20

/** In a wave of more targets, a green one is a line; the summary and the outputs have the rest. */
const maxDetailed = 10

const logMarks: Record<Outcome['status'], string> = {
  succeeded: '✓',
  current: '✓',
  pending: '○',
  failed: '✗',
  unknown: '?',
  'not-attempted': '-'
}

/** Prints what happens while a plan is run: a group for each target, a count, and a heartbeat every 30 s. */
export function trackProgress(operation: Operation): Observer {
  let heartbeat: NodeJS.Timeout | undefined
  let ended = 0
  let counts = countByStatus([])
  return {
    waveStarts: wave => {
      ended = 0
      counts = countByStatus([])
      const startedAt = performance.now()
      print(announceWave(wave, operation))
      heartbeat = setInterval(() => {
        const waited = formatDuration(performance.now() - startedAt)
        print(`${wave.environment}: still waiting after ${waited}`)
      }, heartbeatMs).unref()
    },
    targetEnds: (outcome, { environment, targets }) => {
      ended += 1
      counts[outcome.status] += 1
      const count = [`${ended} of ${targets.length}`, ...listProblems(counts)].join(', ')
      if (isGreen(outcome) && targets.length > maxDetailed) {
        print(`${renderTitle(outcome)}, ${count}`)
        return
      }
      printGroup(renderTitle(outcome), renderLines(outcome, operation))
      if (targets.length > 1) {
        print(`${environment}: ${count}`)
      }
    },
    waveEnds: () => {
      clearInterval(heartbeat)
    }
  }
}

function listProblems(counts: Record<Outcome['status'], number>): string[] {
  const statuses = ['failed', 'unknown'] as const
  return statuses.filter(status => counts[status] > 0).map(one => `${counts[one]} ${one}`)
}

function renderTitle(outcome: Outcome): string {
  const { target, status, durationMs } = outcome
  const what = `${target.environment} / ${target.group}: ${labelOutcome(outcome)}`
  return `${logMarks[status]} ${what}${renderTime(durationMs)}`
}

function renderLines(outcome: Outcome, operation: Operation): string[] {
  const { pods = [], accessUrl } = outcome
  const docs = isGreen(outcome) ? undefined : findDocs(outcome)
  const revision = describeRevision(outcome)
  const shown = sortFailedFirst(pods).slice(0, maxLoggedPods)
  const lines = [
    describeOutcome(outcome, operation),
    docs && `More: ${docs}`,
    revision,
    accessUrl && `Served at ${accessUrl}`,
    ...shown.map(pod => renderPod(pod, outcome)),
    pods.length > shown.length && `… and ${pods.length - shown.length} more worker pods`
  ]
  return lines.filter(line => typeof line === 'string')
}

function renderPod(pod: Pod, { serverMessage }: Outcome): string {
  const { name, ip, success, served, message, durationMs } = pod
  const idle = success && served === false ? ': accepted, and does not serve it' : ''
  // The line about the target has said it already.
  const text = serverMessage.includes(message) ? '' : `: ${message}`
  const mark = isHealthy(pod) ? '✓' : '✗'
  return `${mark} worker pod ${name} ${ip}${renderTime(durationMs)}${idle}${text}`
}

/** Nothing for a time that rounds to 0 ms, such as that of a lookup in a list that is known. */
function renderTime(durationMs = 0): string {
  return durationMs < 0.5 ? '' : ` (${formatDuration(durationMs)})`
}
