/** The cases that the laws judge: one for each target. */
import type { Outcome } from '../src/deploy/outcome.ts'
import { environmentNames, groupNames, isChange, listProxies } from './model.ts'
import type { Change, State } from './model.ts'
import type { Exchange } from './path.ts'
import type { Played } from './play.ts'
import { sayings, type Statement } from './sayings.ts'
import type { World } from './world.ts'

/** A target, what the gate said of it, and what is true. */
export interface Case {
  world: World
  played: Played
  outcome: Outcome
  /** What the gate said of it. */
  text: string
  /** The names as the Manager has them; empty where it has no such name. */
  group: string
  environment: string
  startedAt: number
  endedAt: number
  /** Our changes of which a byte left, and the first byte of none of the others. */
  sent: Exchange[]
  /** What of them arrived. */
  arrived: Change[]
  done: Change[]
}

/** What was said to a request, if it says anything of the change. */
export function statementOf({ answer }: Exchange): Statement | undefined {
  return sayings[answer?.saying ?? '']?.says
}

export function isSame(one: string, other: string): boolean {
  return one.normalize() === other.normalize()
}

export function listCases(world: World, played: Played): Case[] {
  const { outcomes, exchanges, manager } = played
  return outcomes.map((outcome, index) => {
    const { target } = outcome
    const sent = exchanges.filter(
      one =>
        isChange(one) &&
        one.left &&
        isSame(one.group, target.group) &&
        isSame(one.environment, target.environment)
    )
    const arrived = manager.changes.filter(({ by }) => sent.some(({ id }) => id === by))
    const endedAt = played.ends[index] ?? played.endedAt ?? 0
    return {
      world,
      played,
      outcome,
      text: played.texts[index] ?? '',
      group: groupNames.find(name => isSame(name, target.group)) ?? '',
      environment: environmentNames.find(name => isSame(name, target.environment)) ?? '',
      // All that is only verified is looked at from the start.
      startedAt: world.asked.operation === 'verify' ? 0 : endedAt - outcome.durationMs,
      endedAt,
      sent,
      arrived,
      done: arrived.filter(({ result }) => result === 'done')
    }
  })
}

/** Whether something was true of a target at any time that a reading could be of. */
export function wasEver(
  { world, played: { manager }, group, environment }: Case,
  from: number,
  to: number,
  isTrue: (state: State) => boolean
): boolean {
  return manager.statesOf(group, environment).some((state, index, all) => {
    const until = all[index + 1]?.at ?? Infinity
    return state.at <= to && until >= from - world.manager.lagMs && isTrue(state)
  })
}

/** An API Proxy on a pod at a time, by the books. */
export interface Route {
  pod: number
  /** Whether the Manager calls the API Proxy deployed by itself. */
  isOwn: boolean
  isServing: boolean
}

/** Every API Proxy of the group on every pod, at each time. */
export function listRoutes(one: Case, times: readonly number[], proxies = listProxies(one.group)) {
  const { world, played, environment } = one
  const { manager } = played
  return proxies.flatMap(proxy =>
    times.flatMap(at =>
      Array.from({ length: world.manager.pods }, (_, pod) => ({
        pod,
        isOwn: manager.isOwnAt(proxy, environment, at),
        isServing: manager.isServingAt(proxy, environment, pod, at)
      }))
    )
  )
}

/** How the routes were when each was read for the last time. */
export function lastRoutes(one: Case): Route[] {
  return listProxies(one.group).flatMap(proxy => {
    const read = listReads(one).findLast(exchange => exchange.proxy === proxy)
    return read === undefined ? [] : listRoutes(one, [read.at + 2], [proxy])
  })
}

/** How the routes were whenever one was read, by a replica that lags, too. */
export function everyRoute(one: Case): Route[] {
  const { lagMs } = one.world.manager
  return listRoutes(
    one,
    listReads(one).flatMap(({ at }) => [at + 2, at + 2 - lagMs])
  )
}

function listReads({ played, environment, startedAt, endedAt }: Case): Exchange[] {
  return played.exchanges.filter(
    ({ kind, at, environment: read }) =>
      kind === 'route health' && at >= startedAt && at <= endedAt && isSame(read, environment)
  )
}
