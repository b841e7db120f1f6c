import type { Answer } from './answers.ts'
import { listed } from './answers.ts'
import type { Manager } from './manager.ts'
import type { Environment, Group, HistoryRecord, Pod, Project } from './types.ts'

/** The environments that the group has a deploy record for; another one may exist all the same. */
export function environmentsOfGroup(manager: Manager, project: Project, group: Group): Answer {
  const recorded = new Set([
    ...group.history.map(record => record.environment),
    ...Object.keys(group.deployed)
  ])
  const entries = Object.entries(project.environments).filter(([name]) => recorded.has(name))
  return listed(
    manager.edition,
    entries.map(([name, environment]) => {
      const deployed = Object.hasOwn(group.deployed, name)
      if (manager.edition === 'first') return { environmentName: name, deployed }
      const redeployRequired = group.deployed[name]?.redeployRequired ?? false
      return {
        name,
        type: environment.type,
        accessUrl: environment.accessUrl,
        deployed,
        redeployRequired
      }
    })
  )
}

/** All environments of the project. */
export function environmentsOfProject(manager: Manager, project: Project): Answer {
  return listed(
    manager.edition,
    Object.entries(project.environments).map(([name, { type, accessUrl }]) => {
      return manager.edition === 'first' ? { name } : { name, type, accessUrl }
    })
  )
}

// The remaining calls are younger than the first edition, so there is one shape only.

/** The deploy history of the group, newest first. */
export function historyOf(manager: Manager, group: Group): Answer {
  const newestFirst = group.history.toSorted((one, other) => other.revision - one.revision)
  return listed(
    'current',
    newestFirst.map(record => (manager.wholeSecondDates ? inWholeSeconds(record) : record))
  )
}

/** The API Proxies of the group. */
export function membersOf(group: Group): Answer {
  return listed(
    'current',
    group.proxies.map(name => ({ name }))
  )
}

/** Whether the pods of the environment serve this API Proxy yet. */
export function routeHealthOf(
  manager: Manager,
  project: Project,
  proxy: string,
  name: string,
  environment: Environment
): Answer {
  const route = { servedPath: `/api/v1/${encodeURIComponent(proxy)}`, methods: ['GET'] }
  const deployedAt = lastDeployment(project, proxy, name)
  const answering = environment.pods.filter(pod => pod.unreachable === undefined)
  const active = answering.filter(pod => isActive(pod, deployedAt, manager.now()))
  return listed('current', [
    {
      routeActive: answering.length > 0 && active.length === answering.length,
      ...route,
      apinizerRootContext: '/apigateway',
      podsResponded: answering.length,
      podsActive: active.length,
      deployedInManager: deployedAt !== undefined,
      inconsistent: active.length > 0 && active.length < answering.length,
      pods: environment.pods.map(pod => {
        const workerPodIp = `http://${pod.ip}:8091`
        if (pod.unreachable !== undefined)
          return { routeActive: false, workerPodIp, error: pod.unreachable }
        return { routeActive: active.includes(pod), ...route, workerPodIp }
      })
    }
  ])
}

/** Whether any group of the project holds this API Proxy. */
export function hasProxy(project: Project, proxy: string): boolean {
  return Object.values(project.groups).some(group => group.proxies.includes(proxy))
}

function lastDeployment(project: Project, proxy: string, environment: string): number | undefined {
  const holding = Object.values(project.groups).filter(group => group.proxies.includes(proxy))
  const times = holding.flatMap(group =>
    Object.hasOwn(group.deployed, environment) ? [group.deployed[environment]?.at ?? 0] : []
  )
  return times.length > 0 ? Math.max(...times) : undefined
}

function isActive(pod: Pod, deployedAt: number | undefined, now: number): boolean {
  return deployedAt !== undefined && now - deployedAt >= (pod.staleMs ?? 0)
}

function inWholeSeconds(record: HistoryRecord): HistoryRecord {
  return { ...record, date: record.date.replace(/\.\d+Z$/, 'Z') }
}
