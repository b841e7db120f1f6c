import type { ApiResult, Problem } from '../apinizer/failures.ts'
import type { Pod } from '../apinizer/parse-deployment.ts'
import { findEnvironment, type ListedEnvironment, type Listing } from '../apinizer/parse-lists.ts'
import { sanitize } from '../runner/sanitize.ts'
import { inBatches } from './concurrency.ts'
import type { Target } from './outcome.ts'
import {
  confirmed,
  contradicted,
  failLook,
  inconclusive,
  isSettled,
  type Poll,
  type PollResult
} from './poll.ts'
import { classifyRoutes, type RouteFinding } from './route-findings.ts'

const maxListedNames = 20

/** There may be hundreds of API Proxies, and each finding quotes the server. */
const maxFindingLength = 1_000

export interface Expectation {
  /** Whether the target should be deployed, or not. */
  isDeployed: boolean
  /** Whether a lost request is to be proven: the environment must be listed as current, too. */
  isProof?: boolean
  /** The worker pods that the deployment itself reported. */
  reportedPods?: readonly Pod[]
}

/** What the Manager's list says of an environment. */
export type EnvironmentResult = PollResult & { accessUrl?: string }

/** Polls the Manager's list of the group's environments until it shows the target as it should be. */
export async function verifyEnvironment(
  target: Target,
  poll: Poll,
  expectation: Expectation
): Promise<EnvironmentResult> {
  const results = verifyEnvironments([target], poll, expectation)
  const result = await results.get(target)
  if (result === undefined) {
    throw new Error('the target was not verified')
  }
  return result
}

/**
 * Polls the Manager's lists of environments for many targets at once; a look requests the list of a group once.
 * @returns for each target what the last look saw, as soon as that is settled
 */
export function verifyEnvironments(
  targets: readonly Target[],
  poll: Poll,
  expectation: Expectation
): Map<Target, Promise<EnvironmentResult>> {
  const last = new Map<Target, EnvironmentResult>()
  const waiting = new Map<Target, (result: EnvironmentResult) => void>()
  const results = new Map(
    targets.map(target => [
      target,
      new Promise<EnvironmentResult>(resolve => waiting.set(target, resolve))
    ])
  )
  const look = async () => {
    const open = [...waiting.keys()]
    await inBatches([...new Set(open.map(({ group }) => group))], async group => {
      const response = await poll.client.listGroupEnvironments(group, poll.limits)
      for (const target of open.filter(one => one.group === group)) {
        const result = judgeEnvironment(response, target.environment, expectation)
        last.set(target, result)
        if (isSettled(result)) {
          waiting.get(target)?.(result)
          waiting.delete(target)
        }
      }
    })
    return mergeLooks([...waiting.keys()].flatMap(target => last.get(target) ?? []))
  }
  void poll.untilConfirmed(look).then(({ state }) => {
    for (const [target, resolve] of waiting) {
      const seen = last.get(target) ?? inconclusive('there was no time left to look')
      resolve(state === 'unsupported' ? { ...seen, state } : seen)
    }
  })
  return results
}

/** One of the looks that are not settled stands for all: none waits for longer than another needs. */
function mergeLooks(open: readonly PollResult[]): PollResult {
  return open.find(({ problem }) => problem === undefined) ?? open[0] ?? confirmed('')
}

/** What a list of a group's environments shows of a target. */
export function judgeEnvironment(
  response: ApiResult<Listing<ListedEnvironment>>,
  environment: string,
  { isDeployed, isProof = false }: Expectation
): EnvironmentResult {
  if (!response.ok) {
    return failLook('the Manager did not list the group’s environments', response.problem)
  }
  const listed = findEnvironment(response.value, environment)
  const accessUrl = listed?.deployed === true ? listed.accessUrl : undefined
  const result = judgeListed(listed, response.value.isComplete, isDeployed, isProof)
  return { ...result, ...(accessUrl !== undefined && { accessUrl }) }
}

function judgeListed(
  listed: ListedEnvironment | undefined,
  isComplete: boolean,
  isDeployed: boolean,
  isProof: boolean
): PollResult {
  // An environment that a complete list does not contain is not deployed.
  const seen = listed === undefined && isComplete ? false : listed?.deployed
  if (seen === undefined) {
    return inconclusive('the Manager does not tell whether the environment is deployed')
  }
  if (seen !== isDeployed) {
    const verb = isDeployed ? 'does not list' : 'still lists'
    return contradicted(`the Manager ${verb} the environment as deployed`)
  }
  if (!isDeployed) {
    return confirmed('The Manager no longer lists the environment as deployed.')
  }
  const isCurrent = listed?.redeployRequired === false
  if (isProof && !isCurrent) {
    return inconclusive(
      listed?.redeployRequired === true
        ? 'the Manager lists changes of the group that are not deployed'
        : 'the Manager does not tell whether all changes of the group are deployed'
    )
  }
  const changes =
    listed?.redeployRequired === true ? ' It also lists changes that are not deployed.' : ''
  return confirmed(`The Manager lists the environment as deployed.${changes}`)
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
  let apiProxies: string[] | undefined
  return poll.untilConfirmed(async () => {
    if (apiProxies === undefined) {
      const listed = await poll.client.listApiProxies(target.group, poll.limits)
      if (!listed.ok) {
        return failOptional('the Manager did not list the group’s API Proxies', listed.problem)
      }
      if (!listed.value.isComplete) {
        return inconclusive('the Manager’s list of the group’s API Proxies is not complete')
      }
      apiProxies = listed.value.items
    }
    if (apiProxies.length === 0) {
      return { ...cannotSee('the group has no API Proxies'), remedy: useEnvironment }
    }
    // All of them each time, so that all are seen at one time.
    const probes = await probeRoutes(apiProxies, target, poll, expectation)
    return mergeProbes(probes, apiProxies.length, expectation)
  })
}

const useEnvironment = 'Use `verify: environment`.'

type Probe = RouteFinding & { apiProxy: string }

function isFine({ state }: RouteFinding): boolean {
  return state === 'confirmed' || state === 'neutral'
}

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
    return failOptional('the Manager did not report what its worker pods serve', health.problem)
  }
  if (!health.value.isComplete) {
    return inconclusive('the Manager’s list of routes is not complete')
  }
  return classifyRoutes(health.value.items, expectation)
}

/** The findings, each once with the API Proxies that it concerns. */
function mergeProbes(
  probes: readonly Probe[],
  total: number,
  { isDeployed }: Expectation
): PollResult {
  const failed = probes.filter(probe => !isFine(probe))
  const worst =
    failed.find(({ state }) => state === 'contradicted') ??
    failed.find(({ state }) => state === 'inconclusive') ??
    failed[0]
  if (worst === undefined) {
    return isDeployed ? describeServed(probes) : describeRemoved(probes)
  }
  const findings = [...new Set(failed.map(({ finding }) => finding))].map(finding => {
    const concerned = failed.filter(probe => probe.finding === finding)
    const names = concerned.slice(0, maxListedNames).map(({ apiProxy }) => apiProxy)
    const rest = concerned.length - names.length
    return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}: ${finding}`
  })
  const { problem, isOrphan = false, isOptionalCall = false } = worst
  const idleHosts = failed.flatMap(({ idleHosts: hosts = [] }) => hosts)
  // A server that reports the routes of some API Proxies knows the call.
  const isMixed = worst.state === 'unsupported' && failed.length < total
  const state = isMixed || worst.state === 'neutral' ? 'inconclusive' : worst.state
  const finding = findings.join('; ')
  return {
    state,
    proof: '',
    finding,
    isOrphan,
    isOptionalCall,
    idleHosts,
    ...(problem && { problem })
  }
}

function describeServed(probes: readonly Probe[]): PollResult {
  const served = probes.filter(({ state }) => state === 'confirmed')
  if (served.length === 0) {
    const finding = 'none of the group’s API Proxies is deployed by itself'
    return {
      ...cannotSee(finding),
      remedy: `Route health shows only API Proxies that are, so it cannot see this group. ${useEnvironment}`
    }
  }
  const notes = [...new Set(served.map(({ proof }) => proof))].filter(note => note !== '')
  const one = served.length === 1
  return confirmed(
    [
      `${describeServing(served)} the ${one ? 'API Proxy' : `${served.length} API Proxies`} of the group that ` +
        `${one ? 'is deployed by itself' : 'are deployed by themselves'}.`,
      ...notes
    ].join(' ')
  )
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

function describeRemoved(probes: readonly Probe[]): PollResult {
  const count = probes.length === 1 ? '1 API Proxy' : `${probes.length} API Proxies`
  return confirmed(
    `No worker pod that responded serves an undeployed API Proxy of the group (${count} probed).`
  )
}

/** A failed request of a call that came with Apinizer 2026.09. */
function failOptional(what: string, problem: Problem): PollResult {
  return { ...failLook(what, problem), isOptionalCall: true }
}

/** A look that shows nothing about the group. @param finding why */
function cannotSee(finding: string): PollResult {
  return { state: 'unsupported', finding, proof: '' }
}
