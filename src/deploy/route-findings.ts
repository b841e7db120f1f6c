import type { Pod } from '../apinizer/parse-deployment.ts'
import type { RouteHealth, RoutePod } from '../apinizer/parse-lists.ts'
import { confirmed, contradicted, inconclusive, type PollResult } from './poll.ts'

/** What the route health of one API Proxy shows. */
export type RouteFinding = Omit<PollResult, 'state'> & {
  /** `neutral`: the API Proxy has no deployment of its own, which says nothing about the group. */
  state: PollResult['state'] | 'neutral'
  /** How many worker pods responded. */
  pods?: number
}

/** What a verification is to show. */
export interface Expectation {
  /** Whether the target should be deployed, or not. */
  isDeployed: boolean
  /** Whether a lost request is to be proven: the environment must be listed as current, too. */
  isProof?: boolean
  /** The worker pods that the deployment itself reported. */
  reportedPods?: readonly Pod[]
}

/**
 * What the routes of one API Proxy show; the worst counts.
 * @param routes what the Manager's probe of its worker pods found
 */
export function classifyRoutes(
  routes: readonly RouteHealth[],
  expectation: Expectation
): RouteFinding {
  const results = routes.map(route => classifyRoute(route, expectation))
  const order = ['contradicted', 'inconclusive', 'confirmed', 'neutral'] as const
  const worst = order.map(state => results.find(one => one.state === state)).find(Boolean)
  return worst ?? inconclusive('the Manager reports no route')
}

function classifyRoute(
  route: RouteHealth,
  { isDeployed, isProof = false, reportedPods = [] }: Expectation
): RouteFinding {
  const { pods, deployedInManager, isActive } = route
  const serving = pods.filter(({ isServing }) => isServing)
  const isServed = serving.length > 0 || isActive
  if (deployedInManager === undefined && isServed !== isDeployed) {
    return inconclusive('the Manager does not tell whether it is deployed by itself')
  }
  const isOwn = deployedInManager ?? isServed
  if (isOwn) {
    // Deployed by itself, it has a right to be served when its group is undeployed.
    return isDeployed ? classifyServed(route, reportedPods) : confirmed('')
  }
  // Of a group's lost request, an orphan proves nothing.
  if (isServed && !isProof) {
    const names = serving.map(({ name }) => name).join(', ') || 'a worker pod'
    const verb = serving.length > 1 ? 'serve' : 'serves'
    const text = `${names} still ${verb} it, although it is undeployed (orphan deployment)`
    return { ...contradicted(text), isOrphan: true }
  }
  if (isDeployed) {
    return { ...confirmed(''), state: 'neutral' }
  }
  const isOpen = route.podsResponded < 1 || pods.some(({ error }) => leavesOpen(error))
  return isOpen ? inconclusive(describeUnprobed(pods)) : confirmed('')
}

/** Every worker pod that responded serves it, and every one that the deployment reported has responded. */
function classifyServed(route: RouteHealth, reportedPods: readonly Pod[]): RouteFinding {
  const { pods, podsResponded, isActive, isInconsistent, isComplete } = route
  if (podsResponded < 1 || pods.length === 0) {
    return inconclusive('no worker pod responded')
  }
  const idle = pods.filter(({ isServing, error }) => !isServing && !leavesOpen(error))
  if (idle.length > 0) {
    const names = idle.map(pod => nameReported(pod, reportedPods)).join(', ')
    const text = `${names} ${idle.length === 1 ? 'does' : 'do'} not serve it yet`
    return { ...contradicted(text), idleHosts: idle.map(({ host }) => host) }
  }
  if (pods.some(({ error }) => error !== undefined)) {
    return inconclusive(describeUnprobed(pods))
  }
  if (isInconsistent || !isActive || !isComplete) {
    return contradicted('the Manager does not confirm that every worker pod serves it')
  }
  return comparePods(pods, reportedPods)
}

/** A worker pod that responded, with the name under which the deployment reported its address. */
function nameReported({ name, host }: RoutePod, reportedPods: readonly Pod[]): string {
  const reported = reportedPods.find(({ ip }) => ip !== '' && ip === host)
  return reported === undefined || name !== host ? name : `${reported.name} ${host}`.trim()
}

/** Compares the worker pods that responded with those that the deployment reported, by address. */
function comparePods(responded: readonly RoutePod[], reportedPods: readonly Pod[]): RouteFinding {
  const reported = [...new Map(reportedPods.map(pod => [pod.ip || pod.name, pod])).values()]
  const hosts = new Set(responded.flatMap(({ name, host }) => [name, host]))
  const silent = reported.filter(({ ip, name }) => !hosts.has(ip) && !hosts.has(name))
  const pods = responded.length
  if (silent.length === 0) {
    return { ...confirmed(''), pods }
  }
  if (silent.length < reported.length) {
    const names = silent.map(({ name, ip }) => [name, ip].filter(Boolean).join(' ')).join(', ')
    return inconclusive(`${names} did not respond`)
  }
  const numbers = `${pods} worker pods responded, and the deployment reported ${reported.length}`
  return pods < reported.length
    ? inconclusive(numbers)
    : { ...confirmed(`${numbers}; their addresses cannot be compared.`), pods }
}

/** Whether a pod's error leaves open what it serves: a pod that has not loaded the API Proxy serves nothing. */
function leavesOpen(error: string | undefined): boolean {
  return error !== undefined && !/\bnot (loaded|deployed|found)\b/i.test(error)
}

function describeUnprobed(pods: readonly RoutePod[]): string {
  const open = pods.filter(({ error }) => leavesOpen(error))
  return open.length === 0
    ? 'no worker pod responded'
    : open.map(({ name, error = '' }) => `${name} could not be probed: ${error}`).join(', ')
}
