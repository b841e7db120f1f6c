import { ownEntry } from './access.ts'
import { jsonResponse, listResponse, type WireResponse } from './responses.ts'
import type { ManagerState } from './state.ts'
import type { DeployState, Environment, Operation, Pod, Project } from './types.ts'

/** One API Proxy on one environment. */
export interface ProxyTarget {
  project: Project
  proxy: string
  environmentName: string
  environment: Environment
}

interface ManagerView {
  deployedAt?: number
  undeployedAt?: number
  redeployRequired: boolean
  revision: number
}

const ROOT_CONTEXT = '/apigateway'

/** Whether the project has this API Proxy, in a group or by itself. */
export function hasApiProxy(project: Project, proxy: string): boolean {
  const isMember = Object.values(project.groups).some(group => group.proxies.includes(proxy))
  return isMember || ownEntry(project.apiProxies ?? {}, proxy) !== undefined
}

/** Whether the pods of the environment serve this API Proxy, and what the Manager holds of it. */
export function getRouteHealth(state: ManagerState, target: ProxyTarget): WireResponse {
  const { proxy, environment } = target
  const route = { servedPath: `/api/v1/${encodeURIComponent(proxy)}`, methods: ['GET'] }
  const view = viewOf(target)
  const responding = environment.pods.filter(pod => pod.unresponsive !== true)
  const active = responding.filter(pod => isActive(pod, view, state.now()))
  const routeActive = responding.length > 0 && active.length === responding.length
  const deployedInManager = view.deployedAt !== undefined
  const pods = responding.map(pod => {
    const workerPodIp = `http://${pod.ip}:8091`
    if (pod.unreachable !== undefined) {
      return { routeActive: false, workerPodIp, error: pod.unreachable }
    }
    const podActive = active.includes(pod)
    return { routeActive: podActive, ...route, workerPodIp, apinizerRootContext: ROOT_CONTEXT }
  })
  const health = {
    routeActive,
    ...route,
    apinizerRootContext: ROOT_CONTEXT,
    podsResponded: responding.length,
    podsActive: active.length,
    deployedInManager,
    inconsistent: responding.length > 0 && deployedInManager !== routeActive,
    pods
  }
  return listResponse('current', [health])
}

/** Whether the Manager holds this API Proxy as deployed, by itself or through a group. */
export function getDeployStatus(target: ProxyTarget): WireResponse {
  const { deployedAt, redeployRequired, revision } = viewOf(target)
  if (deployedAt === undefined) {
    return listResponse('current', [{ deployed: false, redeployRequired: false }])
  }
  const lastDeployTime = new Date(deployedAt).toISOString()
  return listResponse('current', [{ deployed: true, lastDeployTime, revision, redeployRequired }])
}

/**
 * Deploys or undeploys one API Proxy by itself; the documentation has one response shape for both
 * editions.
 */
export function deployApiProxy(
  { now }: ManagerState,
  operation: Operation,
  { project, proxy, environmentName }: ProxyTarget
): WireResponse {
  project.apiProxies ??= {}
  const own = (project.apiProxies[proxy] ??= { deployed: {}, revision: 0 })
  setDeployed(own, operation, environmentName, now())
  own.revision += 1
  const message = operation === 'deploy' ? 'Deployment successful' : 'Undeployment successful'
  const result = { environmentName, success: true, message }
  return jsonResponse(200, {
    success: true,
    deploymentResult: { success: true, deploymentResults: [result] }
  })
}

/** Writes into the state that it is, or is no longer, deployed on the environment; `at` in ms. */
export function setDeployed(
  state: DeployState,
  operation: Operation,
  environment: string,
  at: number
): void {
  state.undeployed ??= {}
  if (operation === 'deploy') {
    state.deployed[environment] = { at, redeployRequired: false }
    Reflect.deleteProperty(state.undeployed, environment)
  } else {
    state.undeployed[environment] = at
    Reflect.deleteProperty(state.deployed, environment)
  }
}

function viewOf({ project, proxy, environmentName }: ProxyTarget): ManagerView {
  const states: DeployState[] = Object.values(project.groups).filter(group =>
    group.proxies.includes(proxy)
  )
  const own = ownEntry(project.apiProxies ?? {}, proxy)
  if (own) {
    states.push(own)
  }
  const live = states
    .map(({ deployed, revision }) => ({ entry: ownEntry(deployed, environmentName), revision }))
    .filter(({ entry }) => entry !== undefined)
    .sort((one, other) => (other.entry?.at ?? 0) - (one.entry?.at ?? 0))
  const [latest] = live
  if (latest?.entry) {
    const { at, redeployRequired } = latest.entry
    return { deployedAt: at, redeployRequired, revision: latest.revision }
  }
  const undeployments = states.map(
    ({ undeployed = {} }) => ownEntry(undeployed, environmentName) ?? 0
  )
  const undeployedAt = Math.max(0, ...undeployments)
  const nothing = { redeployRequired: false, revision: 0 }
  return undeployedAt > 0 ? { ...nothing, undeployedAt } : nothing
}

function isActive(pod: Pod, { deployedAt, undeployedAt }: ManagerView, now: number): boolean {
  if (pod.unreachable !== undefined || pod.failing !== undefined) {
    return false
  }
  if (pod.keepsServing === true) {
    return true
  }
  const staleMs = pod.staleMs ?? 0
  if (deployedAt !== undefined) {
    return now - deployedAt >= staleMs
  }
  return undeployedAt !== undefined && now - undeployedAt < staleMs
}
