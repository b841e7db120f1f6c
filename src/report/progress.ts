import type { Observer } from '../deploy.ts'
import { announcementOf, inWords, sentenceFor, type Operation } from '../headline.ts'
import { failedFirst, isGreen, type Outcome, type Target } from '../outcome.ts'
import { labelOf } from '../reasons.ts'
import { docsLink } from './docs-link.ts'
import { inOneWrite, print, printGroup } from './log.ts'

const signOfLifeMs = 30_000
const mostPods = 50

/** Prints what happens while a plan is carried out: a group a target, a line of progress, a sign of life. */
export function progressOf(operation: Operation): Observer {
  let heartbeat: NodeJS.Timeout | undefined
  let ended = 0
  let failed = 0
  let unknown = 0
  return {
    waveStarts: wave => {
      ended = failed = unknown = 0
      const startedAt = performance.now()
      print(announcementOf(wave, operation))
      heartbeat = setInterval(() => {
        print(`${wave.environment}: still waiting after ${inWords(performance.now() - startedAt)}`)
      }, signOfLifeMs).unref()
    },
    targetEnded: (outcome, wave) => {
      ended += 1
      if (outcome.status === 'unknown') unknown += 1
      else if (!isGreen(outcome)) failed += 1
      inOneWrite(() => {
        printGroup(titleOf(outcome), linesOf(outcome, operation))
        if (wave.targets.length > 1)
          print(
            `${wave.environment}: ${ended} of ${wave.targets.length}${failed > 0 ? `, ${failed} failed` : ''}${unknown > 0 ? `, ${unknown} unknown` : ''}`
          )
      })
    },
    waveEnded: () => {
      clearInterval(heartbeat)
    }
  }
}

/** Prints one line about a target that is under way. */
export function printNews(target: Target, line: string): void {
  print(`${target.environment} / ${target.group}: ${line}`)
}

const marks: Record<Outcome['status'], string> = {
  succeeded: '✓',
  current: '✓',
  pending: '✓',
  failed: '✗',
  unknown: '?',
  'not-attempted': '-'
}

function titleOf(outcome: Outcome): string {
  const { target, status, durationMs } = outcome
  return `${marks[status]} ${target.environment} / ${target.group}: ${labelOf(outcome)} (${inWords(durationMs)})`
}

function linesOf(outcome: Outcome, operation: Operation): string[] {
  const { pods = [], accessUrl, revision } = outcome
  const more = docsLink(outcome.reason)
  const shown = failedFirst(pods).slice(0, mostPods)
  return [
    sentenceFor(outcome, operation),
    ...(more === undefined || isGreen(outcome) ? [] : [`More: ${more}`]),
    ...(revision === undefined ? [] : [`Revision ${revision}`]),
    ...(accessUrl === undefined ? [] : [`Served at ${accessUrl}`]),
    ...shown.map(
      pod =>
        `${pod.success ? '✓' : '✗'} worker pod ${pod.name} ${pod.ip}${pod.durationMs === undefined ? '' : ` (${inWords(pod.durationMs)})`}${pod.message === '' ? '' : `: ${pod.message}`}`
    ),
    ...(pods.length > shown.length ? [`… and ${pods.length - shown.length} more worker pods`] : [])
  ]
}
