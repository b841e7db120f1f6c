import type { Pod } from '../apinizer/parse-deployment.ts'
import { formatDuration } from '../deploy/duration.ts'
import { isGreen, sortFailedFirst, type Operation, type Outcome } from '../deploy/outcome.ts'
import { labelOutcome } from '../deploy/reasons.ts'
import type { Observer } from '../deploy/run-plan.ts'
import { batchWrites, print, printGroup } from '../runner/log.ts'
import { findDocs } from './docs-link.ts'
import { announceWave, describeOutcome, describeRevision } from './sentences.ts'

const heartbeatMs = 30_000
const maxPods = 50

/** In a wave of more targets, a green one is a line; the summary and the outputs have the rest. */
const maxDetailed = 10

const marks: Record<Outcome['status'], string> = {
  succeeded: '✓',
  current: '✓',
  pending: '✓',
  failed: '✗',
  unknown: '?',
  'not-attempted': '-'
}

/** Prints what happens while a plan is run: a group for each target, a count, and a heartbeat every 30 s. */
export function trackProgress(operation: Operation): Observer {
  let heartbeat: NodeJS.Timeout | undefined
  let ended: Outcome[] = []
  return {
    waveStarts: wave => {
      ended = []
      const startedAt = performance.now()
      print(announceWave(wave, operation))
      heartbeat = setInterval(() => {
        const waited = formatDuration(performance.now() - startedAt)
        print(`${wave.environment}: still waiting after ${waited}`)
      }, heartbeatMs).unref()
    },
    targetEnds: (outcome, wave) => {
      ended.push(outcome)
      if (isGreen(outcome) && wave.targets.length > maxDetailed) {
        print(`${renderTitle(outcome)}, ${countEnded(ended, wave.targets.length)}`)
        return
      }
      batchWrites(() => {
        printGroup(renderTitle(outcome), renderLines(outcome, operation))
        if (wave.targets.length > 1) {
          print(`${wave.environment}: ${countEnded(ended, wave.targets.length)}`)
        }
      })
    },
    waveEnds: () => {
      clearInterval(heartbeat)
    }
  }
}

function countEnded(ended: readonly Outcome[], total: number): string {
  const unknown = ended.filter(({ status }) => status === 'unknown').length
  const failed = ended.filter(outcome => !isGreen(outcome)).length - unknown
  return [
    `${ended.length} of ${total}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : [])
  ].join(', ')
}

function renderTitle(outcome: Outcome): string {
  const { target, status, durationMs } = outcome
  const what = `${target.environment} / ${target.group}: ${labelOutcome(outcome)}`
  return `${marks[status]} ${what} (${formatDuration(durationMs)})`
}

function renderLines(outcome: Outcome, operation: Operation): string[] {
  const { pods = [], accessUrl } = outcome
  const docs = isGreen(outcome) ? undefined : findDocs(outcome)
  const revision = describeRevision(outcome)
  const shown = sortFailedFirst(pods).slice(0, maxPods)
  return [
    describeOutcome(outcome, operation),
    ...(docs === undefined ? [] : [`More: ${docs}`]),
    ...(revision === undefined ? [] : [revision]),
    ...(accessUrl === undefined ? [] : [`Served at ${accessUrl}`]),
    ...shown.map(renderPod),
    ...(pods.length > shown.length ? [`… and ${pods.length - shown.length} more worker pods`] : [])
  ]
}

function renderPod({ name, ip, success, message, durationMs }: Pod): string {
  const time = durationMs === undefined ? '' : ` (${formatDuration(durationMs)})`
  const text = message === '' ? '' : `: ${message}`
  return `${success ? '✓' : '✗'} worker pod ${name} ${ip}${time}${text}`
}
