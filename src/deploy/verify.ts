import type { ListedEnvironment, RouteHealth } from '../apinizer/parse-lists.ts'
import type { Target } from './outcome.ts'
import type { PollContext, PollResult } from './poll.ts'

const maxParallelProbes = 8
const maxNames = 20

/** There may be hundreds of API Proxies, and each finding quotes the server. */
const maxFindingLength = 1_000

/**
 * Polls the Manager's list of the group's environments until it shows the target as it should be.
 * @param isDeployed what the list should say; an environment that a complete list does not contain is not deployed
 * @param mustBeCurrent whether changes of the group that are not deployed yet leave it undecided
 */
export async function verifyEnvironment(
  target: Target,
  isDeployed: boolean,
  poll: PollContext,
  mustBeCurrent = false
): Promise<PollResult & { accessUrl?: string; isCurrent: boolean }> {
  let listed: ListedEnvironment | undefined
  const result = await poll.untilConfirmed(async () => {
    const response = await poll.client.findEnvironment(target, poll.limit())
    if (!response.ok) {
      return poll.toResult('the Manager did not list the group’s environments', response.problem)
    }
    const { isWhole } = response.value
    listed = response.value.listed
    const isMissing = listed === undefined && isWhole
    const seen = isMissing ? false : listed?.deployed
    if (seen === undefined) {
      return inconclusive('the Manager does not tell whether the environment is deployed')
    }
    if (seen !== isDeployed) {
      const verb = isDeployed ? 'does not list' : 'still lists'
      return contradicted(`the Manager ${verb} the environment as deployed`)
    }
    if (isDeployed && mustBeCurrent && listed?.redeployRequired === true) {
      return inconclusive('the Manager lists changes of the group that are not deployed')
    }
    const verb = isDeployed ? 'lists' : 'no longer lists'
    return confirmed(`The Manager ${verb} the environment as deployed.`)
  })
  const accessUrl = listed?.deployed === true ? listed.accessUrl : undefined
  const isCurrent = listed?.redeployRequired === false
  return { ...result, isCurrent, ...(accessUrl !== undefined && { accessUrl }) }
}

/**
 * Polls the route health of each API Proxy of the group: after a deployment until every worker pod serves
 * every one, after an undeployment until no worker pod serves one that the Manager does not list as deployed.
 */
export async function verifyRoutes(
  target: Target,
  isDeployed: boolean,
  poll: PollContext
): Promise<PollResult> {
  let apiProxies: string[] | undefined
  let pending: readonly string[] = []
  return poll.untilConfirmed(async () => {
    if (apiProxies === undefined) {
      const listed = await poll.client.listApiProxies(target.group, poll.limit())
      if (!listed.ok) {
        return poll.toResult('the Manager did not list the group’s API Proxies', listed.problem)
      }
      const { items, unreadable } = listed.value
      if (unreadable > 0) {
        return inconclusive('the Manager’s list of the group’s API Proxies cannot be read whole')
      }
      apiProxies = items
      pending = items
    }
    if (apiProxies.length === 0) {
      const finding = 'the group has no API Proxies, so nothing shows what is served'
      return { ...inconclusive(finding), remedy: 'Use `verify: environment`.' }
    }
    let probes = await probeRoutes(pending, target, isDeployed, poll)
    const arePendingConfirmed = probes.every(({ state }) => state === 'confirmed')
    // Those that were right at an earlier look are asked again, so that all are seen at one time.
    if (arePendingConfirmed && pending.length < apiProxies.length) {
      probes = await probeRoutes(apiProxies, target, isDeployed, poll)
    }
    pending = probes.filter(({ state }) => state !== 'confirmed').map(({ apiProxy }) => apiProxy)
    return mergeProbes(probes, isDeployed, apiProxies.length)
  })
}

type Probe = PollResult & { apiProxy: string }

/** Requests the route health of API Proxies, a few at once. */
async function probeRoutes(
  apiProxies: readonly string[],
  target: Target,
  isDeployed: boolean,
  poll: PollContext
): Promise<Probe[]> {
  const probes: Probe[] = []
  for (let from = 0; from < apiProxies.length; from += maxParallelProbes) {
    const rest = apiProxies.slice(from)
    if (poll.isTimeUp()) {
      const late = inconclusive('there was no time left to probe it')
      return [...probes, ...rest.map(apiProxy => ({ ...late, apiProxy }))]
    }
    const batch = rest.slice(0, maxParallelProbes).map(async apiProxy => {
      const result = await probeRoute(apiProxy, target, isDeployed, poll)
      return { ...result, finding: poll.sanitize(result.finding, maxFindingLength), apiProxy }
    })
    probes.push(...(await Promise.all(batch)))
  }
  return probes
}

async function probeRoute(
  apiProxy: string,
  { environment }: Target,
  isDeployed: boolean,
  poll: PollContext
): Promise<PollResult> {
  const health = await poll.client.listRouteHealth(apiProxy, environment, poll.limit())
  if (!health.ok) {
    return poll.toResult('the Manager did not report what its worker pods serve', health.problem)
  }
  const { items, unreadable } = health.value
  if (unreadable > 0) {
    return inconclusive('the Manager’s list of routes cannot be read whole')
  }
  if (items.length === 0) {
    return inconclusive('the Manager reports no route')
  }
  const results = items.map(isDeployed ? classifyServedRoute : classifyRemovedRoute)
  return (
    results.find(({ state }) => state === 'contradicted') ??
    results.find(({ state }) => state === 'inconclusive') ??
    confirmed('')
  )
}

/** After a deployment: every worker pod serves the route, and the Manager agrees. */
function classifyServedRoute(route: RouteHealth): PollResult {
  const { pods, podsResponded, deployedInManager, isActive, isInconsistent, isComplete } = route
  if (podsResponded < 1 || pods.length === 0) {
    return inconclusive('no worker pod responded')
  }
  const idle = pods.filter(({ isServing, error }) => !isServing && error === undefined)
  if (idle.length > 0) {
    const verb = idle.length === 1 ? 'does' : 'do'
    return contradicted(`${idle.map(({ name }) => name).join(', ')} ${verb} not serve it yet`)
  }
  const failed = pods.filter(({ error }) => error !== undefined)
  if (failed.length > 0) {
    return inconclusive(
      failed.map(({ name, error = '' }) => `${name} could not be probed: ${error}`).join(', ')
    )
  }
  if (isInconsistent) {
    return contradicted('the Manager and its worker pods disagree')
  }
  if (deployedInManager === false) {
    return contradicted('the Manager does not list it as deployed')
  }
  if (!isActive || !isComplete) {
    return contradicted('not every worker pod serves it')
  }
  return confirmed('')
}

/**
 * After an undeployment: no worker pod serves an orphan, a route that the Manager does not list as deployed.
 * An API Proxy that was deployed by itself is not an orphan.
 */
function classifyRemovedRoute(route: RouteHealth): PollResult {
  const { pods, podsResponded, deployedInManager, isActive } = route
  if (deployedInManager === true) {
    return confirmed('')
  }
  const serving = pods.filter(({ isServing }) => isServing).map(({ name }) => name)
  if (serving.length > 0 || isActive) {
    const names = serving.join(', ') || 'a worker pod'
    const verb = serving.length > 1 ? 'serve' : 'serves'
    return deployedInManager === false
      ? contradicted(`${names} still ${verb} it, although it is undeployed (orphan deployment)`)
      : inconclusive(`${names} still ${verb} it, and the Manager does not tell whether it should`)
  }
  if (podsResponded < 1 || pods.some(({ error }) => error !== undefined)) {
    return inconclusive('not every worker pod could be probed')
  }
  return confirmed('')
}

/** The findings, each once with the API Proxies that it concerns. */
function mergeProbes(probes: readonly Probe[], isDeployed: boolean, total: number): PollResult {
  const failed = probes.filter(({ state }) => state !== 'confirmed')
  const worst =
    failed.find(({ state }) => state === 'contradicted') ??
    failed.find(({ state }) => state === 'inconclusive') ??
    failed[0]
  if (worst === undefined) {
    return confirmed(
      isDeployed
        ? `Every worker pod serves all API Proxies of the group (${probes.length}).`
        : `No worker pod serves an undeployed API Proxy of the group (${probes.length} probed).`
    )
  }
  const findings = [...new Set(failed.map(({ finding }) => finding))].map(finding => {
    const concerned = failed.filter(probe => probe.finding === finding)
    const names = concerned.slice(0, maxNames).map(({ apiProxy }) => apiProxy)
    const rest = concerned.length - names.length
    return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}: ${finding}`
  })
  const { problem } = worst
  // A server that reports the routes of some API Proxies knows the call.
  const isMixed = worst.state === 'unsupported' && failed.length < total
  const state = isMixed ? 'inconclusive' : worst.state
  return { state, proof: '', finding: findings.join('; '), ...(problem && { problem }) }
}

/** A look that saw all as it should be. @param proof what it saw, as a sentence in our words */
function confirmed(proof: string): PollResult {
  return { state: 'confirmed', finding: '', proof }
}

/** A look that saw something else. @param finding quotes the server */
function contradicted(finding: string): PollResult {
  return { state: 'contradicted', finding, proof: '' }
}

/** A look that the server left undecided. @param finding quotes the server */
function inconclusive(finding: string): PollResult {
  return { state: 'inconclusive', finding, proof: '' }
}
