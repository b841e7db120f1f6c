/** What readings could tell of a target, by the books: the laws ask for no more. */
import { isSame, listRoutes, wasEver, type Case } from './cases.ts'
import { hasHistory, type Change, type State } from './model.ts'
import type { Exchange } from './path.ts'
import type { Played } from './play.ts'
import { sayings, type Answer } from './sayings.ts'
import type { World } from './world.ts'

/** Whether reads of these kinds are sure to be answered well, and by the truth, all the while. */
export function isReadable({ world, played }: Case, from: number, to: number): boolean {
  const isTroubled = world.troubles.some(one => one.from < to && one.from + one.lasts > from)
  const maySee = ['all', 'view'].includes(world.manager.permission)
  return !isTroubled && maySee && world.path.cachesMs <= 4_000 && played.manager.downUntil() < from
}

/** How long before the end of the time things have to have been so for a poll to see them. */
export const settledMs = 20_000
/** How long after it, because the last look may take a while. */
export const restMs = 5_000

/** Whether any look near the end of the time shows a target as it should be. */
export function isVisible(one: Case, end: number, mustBeCurrent: boolean): boolean {
  const isDeploy = one.world.asked.operation !== 'undeploy'
  const { target } = one.outcome
  const from = end - settledMs
  return (
    target.group === one.group &&
    target.environment === one.environment &&
    isReadable(one, from, end + restMs) &&
    !wasEver(
      one,
      from,
      end,
      ({ deployed, current }) => deployed !== isDeploy || (mustBeCurrent && isDeploy && !current)
    )
  )
}

/** What the worker pods show at the end of the time; `neutral` where the group has no route that could be seen. */
export function readPods(one: Case, end: number): 'confirmed' | 'neutral' | 'other' {
  const { silentPods, podError, lagMs } = one.world.manager
  const times = [end - settledMs - lagMs, end - lagMs, end]
  const routes = listRoutes(one, times)
  const isClean = routes.every(({ isOwn, isServing }) => isOwn || !isServing)
  if (one.world.asked.operation === 'undeploy') {
    return isClean && silentPods === 0 && podError !== 'network failure' ? 'confirmed' : 'other'
  }
  if (isClean && !routes.some(({ isOwn }) => isOwn)) {
    return 'neutral'
  }
  const areServed = routes.every(({ isOwn, isServing }) => isOwn === isServing)
  return areServed && silentPods === 0 && podError === undefined ? 'confirmed' : 'other'
}

export const isCurrent = ({ deployed, current }: State) => deployed && current

/** Whether the gate looked for the record between two times, and a whole history did not contain it. */
export function lookedInVain(one: Case, from: number, to: number): boolean {
  return one.played.exchanges.some(
    ({ kind, group, at, endedAt = Infinity, answer }) =>
      kind === 'history' &&
      isSame(group, one.group) &&
      at >= from &&
      endedAt <= to &&
      answer?.saying === 'whole' &&
      !(isRecognisable(one.world) && contains(one, readRecords(answer)))
  )
}

/** Whether a record's description still says whose it is. */
export function isRecognisable({ manager: { description } }: World): boolean {
  return description !== 'cut' && description !== 'dropped'
}

/** Whether this server has a history that our token may read. */
export function hasReadableHistory({ manager: { version, permission }, troubles }: World): boolean {
  const isRefused = troubles.some(
    one =>
      sayings[one.saying]?.says === 'permission' && ['all', 'reads', 'history'].includes(one.of)
  )
  return hasHistory(version) && ['all', 'view'].includes(permission) && !isRefused
}

function readRecords(answer: Answer): Pick<Change, 'by'>[] {
  const body = 'body' in answer ? answer.body : '{}'
  const { resultList = [] } = JSON.parse(body) as { resultList?: Pick<Change, 'by'>[] }
  return resultList
}

/** Whether a record is of a request of ours. */
export function contains(one: Case, records: readonly Pick<Change, 'by'>[]): boolean {
  return records.some(({ by }) => one.sent.some(({ id }) => id === by))
}

/** The first request that was answered well: from then on time is given for what was asked. */
export function findStart({ exchanges }: Pick<Played, 'exchanges'>): Exchange | undefined {
  return exchanges.find(({ answer }) => answer?.saying === 'whole')
}

/** A lost request is looked up for so long at least. */
export const minLookupMs = 60_000

/** When the last look for a lost request may begin. */
export function endOfLookup({ sent, world }: Case): number {
  const { at = 0, endedAt = 0 } = sent.at(-1) ?? {}
  return Math.max(at + world.asked.timeoutMs, endedAt + minLookupMs)
}
