import type { ApiResult } from '../apinizer/failures.ts'
import { findEnvironment, type ListedEnvironment, type Listing } from '../apinizer/parse-lists.ts'
import { sanitize } from '../runner/sanitize.ts'
import { inBatches } from './concurrency.ts'
import { join, type Target } from './outcome.ts'
import {
  confirmed,
  contradicted,
  failLook,
  inconclusive,
  isSettled,
  type Poll,
  type PollResult
} from './poll.ts'
import { noRouteHealth } from './reasons.ts'
import { classifyRoutes, type Expectation, type RouteFinding } from './route-findings.ts'

const maxListedNames = 20

/** There may be hundreds of API Proxies, and each finding quotes the server. */
const maxFindingLength = 1_000

/** Polls the Manager's list of the group's environments until it shows the target as it should be. */
export function verifyEnvironment(
  { group, environment }: Target,
  poll: Poll,
  expectation: Expectation
): Promise<PollResult> {
  return poll.untilConfirmed(async () => {
    const listing = await poll.client.listGroupEnvironments(group, poll.limits)
    return judgeEnvironment(listing, environment, expectation)
  })
}

/**
 * Polls the Manager's lists of environments until they show all targets as deployed; a look requests the list of a
 * group once.
 * @returns for each target what the last look saw, as soon as that is settled
 */
export function verifyEnvironments(
  targets: readonly Target[],
  poll: Poll
): Map<Target, Promise<PollResult>> {
  let open = targets.map(target => ({
    target,
    seen: inconclusive('there was no look yet'),
    ...Promise.withResolvers<PollResult>()
  }))
  const results = new Map(open.map(({ target, promise }) => [target, promise]))
  const look = async () => {
    const byGroup = Map.groupBy(open, ({ target }) => target.group)
    await inBatches([...byGroup], async ([group, waiting]) => {
      const listing = await poll.client.listGroupEnvironments(group, poll.limits)
      for (const one of waiting) {
        one.seen = judgeEnvironment(listing, one.target.environment, { isDeployed: true })
        if (isSettled(one.seen)) {
          one.resolve(one.seen)
        }
      }
    })
    open = open.filter(({ seen }) => !isSettled(seen))
    // One of them stands for all: none waits for longer than another needs.
    const [first] = open
    return (open.find(({ seen }) => seen.problem === undefined) ?? first)?.seen ?? confirmed('')
  }
  void poll.untilConfirmed(look).then(() => {
    for (const { resolve, seen } of open) {
      resolve(seen)
    }
  })
  return results
}

/** What a list of a group's environments shows of a target. */
export function judgeEnvironment(
  response: ApiResult<Listing<ListedEnvironment>>,
  environment: string,
  { isDeployed, isProof = false }: Expectation
): PollResult {
  if (!response.ok) {
    return failLook('the Manager did not list the group’s environments', response.problem)
  }
  const listed = findEnvironment(response.value, environment)
  // An environment that a complete list does not contain is not deployed.
  const isListed = listed === undefined && response.value.isComplete ? false : listed?.deployed
  if (isListed === undefined) {
    return inconclusive('the Manager does not tell whether the environment is deployed')
  }
  if (isListed !== isDeployed) {
    const verb = isDeployed ? 'does not list' : 'still lists'
    return contradicted(`the Manager ${verb} the environment as deployed`)
  }
  if (!isDeployed) {
    return confirmed('The Manager no longer lists the environment as deployed.')
  }
  const { accessUrl, redeployRequired } = listed ?? {}
  if (isProof && redeployRequired !== false) {
    return inconclusive('the Manager does not say that all changes of the group are deployed')
  }
  const changes = redeployRequired === true ? ' It also lists changes that are not deployed.' : ''
  return {
    ...confirmed(`The Manager lists the environment as deployed.${changes}`),
    ...(accessUrl !== undefined && { accessUrl })
  }
}

/**
 * Polls the route health of each API Proxy of the group. It is about the API Proxies' own deployments, which a group's
 * deployment need not touch: those that the Manager lists as deployed must be served by every worker pod, and none that
 * it lists as undeployed may be served.
 * @returns `unsupported` as well where no API Proxy is deployed by itself, so that nothing shows the group's routes
 */
export async function verifyRoutes(
  target: Target,
  poll: Poll,
  expectation: Expectation
): Promise<PollResult> {
  let apiProxies: readonly string[] | undefined
  const look = async () => {
    if (apiProxies === undefined) {
      const listed = await poll.client.listApiProxies(target.group, poll.limits)
      if (!listed.ok) {
        return failLook('the Manager did not list the group’s API Proxies', listed.problem)
      }
      if (!listed.value.isComplete) {
        return inconclusive('the Manager’s list of the group’s API Proxies is not complete')
      }
      apiProxies = listed.value.items
    }
    if (apiProxies.length === 0) {
      return cannotSee('the group has no API Proxies')
    }
    // All of them each time, so that all are seen at one time.
    const probes = await probeRoutes(apiProxies, target, poll, expectation)
    return mergeProbes(probes, expectation)
  }
  // These calls came with Apinizer 2026.09.
  const last = await poll.untilConfirmed(async () => ({ ...(await look()), isOptionalCall: true }))
  return last.state === 'unsupported' ? { remedy: noRouteHealth, ...last } : last
}

type Probe = RouteFinding & { apiProxy: string }

/** Requests the route health of API Proxies, a few at once. */
async function probeRoutes(
  apiProxies: readonly string[],
  target: Target,
  poll: Poll,
  expectation: Expectation
): Promise<Probe[]> {
  return inBatches(apiProxies, async apiProxy => {
    const finding = poll.isTimeUp()
      ? inconclusive('there was no time left to probe it')
      : await probeRoute(apiProxy, target, poll, expectation)
    const text = sanitize(finding.finding, maxFindingLength)
    return { ...finding, finding: text, apiProxy }
  })
}

async function probeRoute(
  apiProxy: string,
  { environment }: Target,
  poll: Poll,
  expectation: Expectation
): Promise<RouteFinding> {
  const health = await poll.client.listRouteHealth(apiProxy, environment, poll.limits)
  if (!health.ok) {
    return failLook('the Manager did not report what its worker pods serve', health.problem)
  }
  if (!health.value.isComplete) {
    return inconclusive('the Manager’s list of routes is not complete')
  }
  return classifyRoutes(health.value.items, expectation)
}

/** The findings, each once with the API Proxies that it concerns. */
function mergeProbes(probes: readonly Probe[], { isDeployed }: Expectation): PollResult {
  const failed = (['contradicted', 'inconclusive', 'unsupported'] as const).flatMap(state =>
    probes.filter(one => one.state === state).map(one => ({ ...one, state }))
  )
  const [worst] = failed
  if (worst === undefined) {
    return isDeployed
      ? describeServed(probes)
      : confirmed(
          `No worker pod that responded serves an undeployed API Proxy of the group (${probes.length} probed).`
        )
  }
  const findings = [...Map.groupBy(failed, ({ finding }) => finding)].map(
    ([finding, concerned]) => {
      const names = concerned.slice(0, maxListedNames).map(({ apiProxy }) => apiProxy)
      const rest = concerned.length - names.length
      return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}: ${finding}`
    }
  )
  // A server that reports the routes of some API Proxies knows the call.
  const isKnown = failed.length < probes.length
  return {
    ...worst,
    state: worst.state === 'unsupported' && isKnown ? 'inconclusive' : worst.state,
    finding: findings.join('; '),
    idleHosts: failed.flatMap(({ idleHosts = [] }) => idleHosts)
  }
}

function describeServed(probes: readonly Probe[]): PollResult {
  const served = probes.filter(({ state }) => state === 'confirmed')
  if (served.length === 0) {
    return cannotSee('none of the group’s API Proxies is deployed by itself')
  }
  const what =
    served.length === 1
      ? 'API Proxy of the group that is deployed by itself'
      : `${served.length} API Proxies of the group that are deployed by themselves`
  const notes = new Set(served.map(({ proof }) => proof))
  return confirmed(join(`${describeServing(served)} the ${what}.`, ...notes))
}

function describeServing(served: readonly Probe[]): string {
  const counts = [...new Set(served.map(({ pods }) => pods))]
  if (counts.length > 1) {
    return 'All worker pods that responded serve'
  }
  return counts[0] === 1
    ? 'The worker pod that responded serves'
    : `All ${counts[0] ?? 0} worker pods that responded serve`
}

/** A look that shows nothing about the group. @param finding why */
function cannotSee(finding: string): PollResult {
  const remedy = 'Route health cannot see this group. Use `verify: environment`.'
  return { state: 'unsupported', finding, proof: '', remedy }
}
