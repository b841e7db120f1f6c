import { setTimeout as sleep } from 'node:timers/promises'
import type { Manager } from './apinizer/client.ts'
import { readHistory } from './apinizer/lists.ts'
import { anyOffset, findOurs, narrow, type Attempt, type Finding } from './history.ts'

/** `untold`: the history cannot tell, or not for certain. `why` is for people. */
export type Lookup = Exclude<Finding, { kind: 'unsure' }> | { kind: 'untold'; why: string }

const firstPauseMs = 130
const longestPauseMs = 2_000

/**
 * Looks in the deploy history for what was sent until it is found, the history turns out to be of no
 * use, or the time is up. Each look also narrows down the server's clock.
 * @param forMs how long a record may take to appear
 */
export async function lookUp(manager: Manager, group: string, attempt: Attempt, forMs: number, signal: AbortSignal): Promise<Lookup> {
  const endsAt = performance.now() + forMs
  let offset = anyOffset
  let last: Lookup
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 1.3)) {
    const sentAt = performance.now()
    const reply = await manager.deployHistory(group, { retries: 0, timeoutMs: Math.max(endsAt - sentAt, 1_000), signal })
    const records = readHistory(reply)
    if (records !== undefined && reply.answered) {
      offset = narrow(offset, reply.headers.date, sentAt, performance.now())
      const finding = findOurs(records, attempt, offset)
      if (finding.kind === 'ours') return finding
      last = finding.kind === 'absent' ? finding : { kind: 'untold', why: 'The deploy history holds a record of this time that may be this deployment or somebody else’s; with a `description` the two could be told apart.' }
    } else if (reply.answered && reply.status < 500) {
      return { kind: 'untold', why: `The deploy history cannot tell: the server answered ${reply.status}${reply.status === 404 ? ', as servers before 2026.04 do' : ''}.` }
    } else {
      last = { kind: 'untold', why: 'The deploy history could not be read.' }
    }
    if (signal.aborted || performance.now() + pauseMs >= endsAt) return last
    await sleep(pauseMs)
  }
}
