import { setTimeout as sleep } from 'node:timers/promises'
import type { Manager } from './apinizer/client.ts'
import { readHistory } from './apinizer/lists.ts'
import {
  anyOffset,
  findOurs,
  narrow,
  newestRevision,
  untilNarrower,
  type Attempt,
  type Finding
} from './history.ts'

/** `untold`: the history cannot tell, or not for certain. `why` is for people. */
export type Lookup = Exclude<Finding, { kind: 'unsure' }> | { kind: 'untold'; why: string }

/** How long to look. */
export interface Patience {
  /** A record that does not show may still appear for this long. */
  absentMs: number
  /** The most time for anything else. */
  mostMs: number
}

const firstPauseMs = 250
const longestPauseMs = 2_000

/** Each unsure look halves what is not known of the server's clock, so more would not help. */
const mostUnsureLooks = 10

const unreadable: Lookup = { kind: 'untold', why: 'The deploy history could not be read.' }
const ambiguous: Lookup = {
  kind: 'untold',
  why: 'The deploy history holds a record of this very time, which may be this deployment or somebody else’s; with a `description` the two could be told apart.'
}

/**
 * Looks in the deploy history for what was sent until it is found, the history turns out to be of no
 * use, or patience ends. Each look also narrows down the server's clock.
 */
export async function lookUp(
  manager: Manager,
  group: string,
  attempt: Attempt,
  patience: Patience,
  signal: AbortSignal
): Promise<Lookup> {
  const startedAt = performance.now()
  let offset = anyOffset
  let unsureLooks = 0
  for (let backoffMs = firstPauseMs; ; backoffMs = Math.min(longestPauseMs, backoffMs * 1.3)) {
    const reply = await manager.deployHistory(group, {
      retries: 0,
      timeoutMs: Math.max(patience.mostMs - (performance.now() - startedAt), 1_000)
    })
    const receivedAt = reply.endedAt
    const records = readHistory(reply)
    if (reply.answered && records === undefined && reply.status < 500 && reply.status !== 429)
      return {
        kind: 'untold',
        why: `The deploy history cannot tell: the server answered ${reply.status}${reply.status === 404 ? ', as servers before 2026.04 do' : ''}.`
      }
    if (reply.answered && records !== undefined)
      offset = narrow(offset, reply.headers.date, reply.startedAt, receivedAt)
    const finding =
      records === undefined ? undefined : findOurs(records, attempt, offset, receivedAt)
    if (finding?.kind === 'ours') return finding
    const soFar =
      finding === undefined ? unreadable : finding.kind === 'unsure' ? ambiguous : finding
    let pauseMs = backoffMs
    let over: boolean
    if (finding?.kind === 'absent') {
      // It counts when it was not there late enough: an answer may be as old as its request.
      over = reply.startedAt - startedAt >= patience.absentMs
      pauseMs = Math.min(backoffMs, Math.max(startedAt + patience.absentMs - receivedAt, 0))
    } else {
      if (finding !== undefined) {
        pauseMs = untilNarrower(offset, receivedAt)
        unsureLooks += 1
      }
      over = unsureLooks > mostUnsureLooks || receivedAt + pauseMs - startedAt >= patience.mostMs
    }
    if (over || signal.aborted || (await sleep(pauseMs, false, { signal }).catch(() => true)))
      return soFar
  }
}

/** The revision of an attempt that is known to have succeeded, where one look in the history tells it. */
export async function revisionSince(
  manager: Manager,
  group: string,
  attempt: Attempt,
  limits: { timeoutMs: number; signal: AbortSignal }
): Promise<number | undefined> {
  const reply = await manager.deployHistory(group, { retries: 0, ...limits })
  return reply.answered
    ? newestRevision(
        readHistory(reply) ?? [],
        attempt,
        narrow(anyOffset, reply.headers.date, reply.startedAt, reply.endedAt)
      )
    : undefined
}
