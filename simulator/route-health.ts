import { ownEntry } from './access.ts'
import { listResponse, type WireResponse } from './responses.ts'
import type { ManagerState } from './state.ts'
import type { DeployState, Environment, Pod, Project } from './types.ts'

/** One API Proxy on one environment. */
interface ProxyPlace {
  project: Project
  proxy: string
  environmentName: string
}

/** The last deployment or undeployment of an API Proxy; `at` in ms. */
interface DeployRecord {
  deploy: boolean
  redeployRequired: boolean
  at: number
}

const ROOT_CONTEXT = '/apigateway'

/** Whether the project has this API Proxy, in a group or by itself. */
export function hasApiProxy(project: Project, proxy: string): boolean {
  const isMember = Object.values(project.groups).some(group => group.proxies.includes(proxy))
  return isMember || Object.hasOwn(project.apiProxies ?? {}, proxy)
}

/**
 * Whether the pods of the environment serve this API Proxy at its own address, and whether the
 * Manager holds it as deployed.
 */
export function getRouteHealth(
  { records }: ManagerState,
  target: ProxyPlace & { environment: Environment }
): WireResponse {
  const { proxy, environment } = target
  const path = `/api/v1/${encodeURIComponent(proxy)}`
  const record = findRecord(records, target)
  const pods = environment.pods
    .filter(pod => pod.unresponsive !== true)
    .map(pod => probe(pod, record, path))
  const podsActive = pods.filter(pod => pod.routeActive).length
  const routeActive = pods.length > 0 && podsActive === pods.length
  const deployedInManager = record?.deploy ?? false
  const health = {
    routeActive,
    ...describeRoute(path, podsActive > 0),
    podsResponded: pods.length,
    podsActive,
    deployedInManager,
    inconsistent: pods.length > 0 && deployedInManager !== routeActive,
    pods
  }
  return listResponse('current', [health])
}

/** The Manager's last record of an API Proxy; where records are joined, of its groups as well. */
export function findRecord(
  records: ManagerState['records'],
  { project, proxy, environmentName: name }: ProxyPlace
): DeployRecord | undefined {
  const own = ownEntry(project.apiProxies ?? {}, proxy)
  const groups = Object.values(project.groups).filter(group => group.proxies.includes(proxy))
  const states: DeployState[] = [...(records === 'joined' ? groups : []), ...(own ? [own] : [])]
  const found = states.flatMap(({ deployed, undeployed = {} }) => {
    const entry = ownEntry(deployed, name)
    const at = ownEntry(undeployed, name)
    return [
      ...(entry ? [{ deploy: true, ...entry }] : []),
      ...(at === undefined ? [] : [{ deploy: false, redeployRequired: false, at }])
    ]
  })
  return found.toSorted((one, other) => other.at - one.at)[0]
}

function probe(pod: Pod, record: DeployRecord | undefined, path: string) {
  const workerPodIp = `http://${pod.ip}:8091`
  const routeActive = isActive(pod, record)
  const error = pod.unreachable
  return error === undefined
    ? { routeActive, ...describeRoute(path, routeActive), workerPodIp }
    : { routeActive, workerPodIp, error }
}

function describeRoute(path: string, isServed: boolean): object {
  const servedPath = isServed ? path : null
  return { servedPath, methods: isServed ? ['GET'] : [], apinizerRootContext: ROOT_CONTEXT }
}

function isActive(pod: Pod, record: DeployRecord | undefined): boolean {
  if (pod.unreachable !== undefined || pod.failing !== undefined) {
    return false
  }
  if (pod.keepsServing === true) {
    return true
  }
  const isStale = record !== undefined && Date.now() - record.at < (pod.staleMs ?? 0)
  return record?.deploy === true ? !isStale : isStale
}
