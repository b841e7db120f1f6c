import { setTimeout as sleep } from 'node:timers/promises'
import type { Manager } from './apinizer/client.ts'
import {
  readListedEnvironments,
  readNames,
  readRouteProblems,
  type ListedEnvironment
} from './apinizer/lists.ts'
import type { Reply } from './apinizer/http.ts'
import { describeReply } from './apinizer/responses.ts'
import type { Target } from './outcome.ts'

/** What a verification may use. */
export interface Watch {
  manager: Manager
  /** When it has to be done, by `performance.now()`. */
  endsAt: number
  signal: AbortSignal
  /** Takes a line of progress, untrusted. */
  tell: (line: string) => void
}

/** What was seen last: all as it should be, or not. */
export interface Sighting {
  verified: boolean
  /** What is not as it should be; quotes the server. */
  problem: string
  /** Waiting longer will not help. */
  final?: boolean
}

const firstPauseMs = 500
const longestPauseMs = 5_000
const probesAtOnce = 4
const shortestCallMs = 100
const mostNamed = 20

/** There may be hundreds of API Proxies, and each problem quotes the server. */
const longestProblem = 1_000

/** Looks until all is as it should be, the time is up or the run is cancelled. A line a change. */
async function pollUntilVerified(look: () => Promise<Sighting>, watch: Watch): Promise<Sighting> {
  let before = ''
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 1.5)) {
    const sighting = await look()
    if (sighting.verified) return sighting
    if (sighting.problem !== before) watch.tell(`not yet: ${sighting.problem}`)
    before = sighting.problem
    if (
      sighting.final === true ||
      watch.signal.aborted ||
      performance.now() + pauseMs >= watch.endsAt
    )
      return sighting
    await sleep(pauseMs, undefined, { signal: watch.signal }).catch(() => undefined)
  }
}

function limitsOf(watch: Watch) {
  return {
    retries: 0,
    timeoutMs: Math.max(watch.endsAt - performance.now(), shortestCallMs),
    signal: watch.signal
  }
}

function isOver({ endsAt, signal }: Watch): boolean {
  return signal.aborted || performance.now() >= endsAt
}

/**
 * Polls the Manager's list of the group's environments until it shows the target as it should be.
 * @param deployed what the list should say; an environment that is not listed is not deployed
 */
export async function verifyEnvironment(
  target: Target,
  deployed: boolean,
  watch: Watch
): Promise<Sighting & { listed?: ListedEnvironment | undefined }> {
  let listed: ListedEnvironment | undefined
  const sighting = await pollUntilVerified(async () => {
    const reply = await watch.manager.environmentsOf(target.group, limitsOf(watch))
    const environments = readListedEnvironments(reply)
    if (environments === undefined)
      return {
        verified: false,
        problem: `the Manager does not tell which environments the group is deployed to (${describeReply(reply)})`,
        final: isFinal(reply)
      }
    listed = environments.find(({ name }) => name === target.environment)
    const seen = listed === undefined ? false : listed.deployed
    if (seen === undefined)
      return {
        verified: false,
        problem: 'the Manager lists the environment in a state that is not known'
      }
    return seen === deployed
      ? { verified: true, problem: '' }
      : {
          verified: false,
          problem: `the Manager ${deployed ? 'does not list' : 'still lists'} the environment as deployed`
        }
  }, watch)
  return { ...sighting, listed }
}

/** Polls the route health of each API Proxy of the group until every worker pod serves every one. */
export async function verifyRoutes(
  target: Target,
  watch: Watch
): Promise<Sighting & { members: number }> {
  let proxies: string[] | undefined
  let waiting: string[] = []
  const sighting = await pollUntilVerified(async () => {
    if (proxies === undefined) {
      const reply = await watch.manager.members(target.group, limitsOf(watch))
      proxies = readNames(reply)
      if (proxies === undefined)
        return {
          verified: false,
          problem: `the Manager does not tell which API Proxies the group has (${describeReply(reply)})`,
          final: isFinal(reply)
        }
      if (proxies.length === 0)
        return {
          verified: false,
          problem: 'the group has no API Proxies, so nothing shows that it is served',
          final: true
        }
      waiting = proxies
    }
    let probes = await probe(waiting, target, watch)
    // Those that were well at an earlier look are asked again, so that all are seen at one time.
    if (waiting.length < proxies.length && probes.every(({ problem }) => problem === ''))
      probes = await probe(proxies, target, watch)
    waiting = probes.filter(({ problem }) => problem !== '').map(({ proxy }) => proxy)
    return {
      verified: waiting.length === 0,
      problem: grouped(probes),
      final: probes.some(({ final }) => final)
    }
  }, watch)
  return { ...sighting, members: proxies?.length ?? 0 }
}

/** For each API Proxy what is wrong with it, empty when nothing is; asked for a few at a time. */
async function probe(
  proxies: readonly string[],
  target: Target,
  watch: Watch
): Promise<{ proxy: string; problem: string; final: boolean }[]> {
  const probes: { proxy: string; problem: string; final: boolean }[] = []
  for (let from = 0; from < proxies.length; from += probesAtOnce) {
    if (isOver(watch))
      return [
        ...probes,
        ...proxies
          .slice(from)
          .map(proxy => ({ proxy, problem: 'there was no time to ask', final: true }))
      ]
    probes.push(
      ...(await Promise.all(
        proxies.slice(from, from + probesAtOnce).map(async proxy => {
          const reply = await watch.manager.routeHealth(proxy, target.environment, limitsOf(watch))
          const problems = readRouteProblems(reply)
          if (problems === undefined)
            return {
              proxy,
              problem: `the server does not tell which pods serve it (${describeReply(reply)})`,
              final: isFinal(reply)
            }
          return { proxy, problem: problems.join(', ').slice(0, longestProblem), final: false }
        })
      ))
    )
  }
  return probes
}

/** The problems, each once with the API Proxies that have it. */
function grouped(probes: { proxy: string; problem: string }[]): string {
  const proxiesOf = new Map<string, string[]>()
  for (const { proxy, problem } of probes)
    if (problem !== '')
      proxiesOf.set(problem, [...(proxiesOf.get(problem) ?? []), proxy].slice(0, mostNamed))
  return Array.from(
    proxiesOf,
    ([problem, proxies]) =>
      `${proxies.join(', ')}${proxies.length === mostNamed ? ' and maybe others' : ''}: ${problem}`
  ).join('; ')
}

/** A server without these calls, or one that does not permit them, will not change its mind. */
function isFinal(reply: Reply): boolean {
  return reply.answered && reply.status >= 400 && reply.status < 500 && reply.status !== 429
}
