import type { Pod } from '../apinizer/parse-deployment.ts'
import { formatDuration } from '../deploy/duration.ts'
import {
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
/** The most worker pods that are logged of a target; fewer in a wave of more than `maxDetailed` targets. */
const maxLoggedPods = 50
const maxLoggedPodsOfMany = 5

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
  let counts = { ended: 0, failed: 0, unknown: 0 }
  return {
    waveStarts: wave => {
      counts = { ended: 0, failed: 0, unknown: 0 }
      const startedAt = performance.now()
      print(announceWave(wave, operation))
      heartbeat = setInterval(() => {
        const waited = formatDuration(performance.now() - startedAt)
        print(`${wave.environment}: still waiting after ${waited}`)
      }, heartbeatMs).unref()
    },
    targetEnds: (outcome, wave) => {
      counts.ended += 1
      if (outcome.status === 'unknown') {
        counts.unknown += 1
      } else if (!isGreen(outcome)) {
        counts.failed += 1
      }
      const isMany = wave.targets.length > maxDetailed
      if (isGreen(outcome) && isMany) {
        print(`${renderTitle(outcome)}, ${countEnded(counts, wave.targets.length)}`)
        return
      }
      const podLimit = isMany ? maxLoggedPodsOfMany : maxLoggedPods
      printGroup(renderTitle(outcome), renderLines(outcome, operation, podLimit))
      if (wave.targets.length > 1) {
        print(`${wave.environment}: ${countEnded(counts, wave.targets.length)}`)
      }
    },
    waveEnds: () => {
      clearInterval(heartbeat)
    }
  }
}

function countEnded(
  { ended, failed, unknown }: Record<'ended' | 'failed' | 'unknown', number>,
  total: number
): string {
  return [
    `${ended} of ${total}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : [])
  ].join(', ')
}

function renderTitle(outcome: Outcome): string {
  const { target, status, durationMs } = outcome
  const what = `${target.environment} / ${target.group}: ${labelOutcome(outcome)}`
  return `${logMarks[status]} ${what}${renderTime(durationMs)}`
}

function renderLines(outcome: Outcome, operation: Operation, podLimit: number): string[] {
  const { pods = [], accessUrl } = outcome
  const docs = isGreen(outcome) ? undefined : findDocs(outcome)
  const revision = describeRevision(outcome)
  const shown = sortFailedFirst(pods).slice(0, podLimit)
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
