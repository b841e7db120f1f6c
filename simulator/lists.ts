import { createHash } from 'node:crypto'
import { listResponse, type WireResponse } from './responses.ts'
import type { ManagerState } from './state.ts'
import type { Group, Project, Token } from './types.ts'
import { mayAccess } from './access.ts'
import { findRecord } from './route-health.ts'
import { clearTextProxyPassword } from './world.ts'

/** The environments that the group has a deploy record for; another one may exist all the same. */
export function listEnvironmentsOfGroup(
  { edition }: ManagerState,
  project: Project,
  group: Group
): WireResponse {
  const recorded = new Set([
    ...group.history.map(record => record.environment),
    ...Object.keys(group.deployed),
    ...Object.keys(group.undeployed ?? {})
  ])
  const entries = Object.entries(project.environments).filter(([name]) => recorded.has(name))
  const items = entries.map(([name, { type, accessUrl }]) => {
    const deployed = Object.hasOwn(group.deployed, name)
    if (edition === 'first') {
      return { environmentName: name, deployed }
    }
    const redeployRequired = group.deployed[name]?.redeployRequired ?? false
    return { name, type, accessUrl, deployed, redeployRequired }
  })
  return listResponse(edition, items)
}

/** The environments of the project that the user may access. */
export function listEnvironmentsOfProject(
  { edition }: ManagerState,
  project: Project,
  token: Token
): WireResponse {
  const names = Object.keys(project.environments).filter(name =>
    mayAccess(token.environments, name)
  )
  return listResponse(
    edition,
    names.map(name => ({ name }))
  )
}

/** All projects. */
export function listProjects({ edition, world }: ManagerState): WireResponse {
  const items = Object.keys(world.projects).map(name => ({ id: createId('project', name), name }))
  return listResponse(edition, items)
}

/** The groups of a project. */
export function listGroups({ edition }: ManagerState, project: Project): WireResponse {
  const items = Object.keys(project.groups).map(name => {
    return { id: createId('group', name), name, description: '' }
  })
  return listResponse(edition, items)
}

// The remaining lists are younger than the first edition, so there is one shape only.

/** The deploy history of the group, newest first. */
export function listHistory(group: Group): WireResponse {
  const newestFirst = group.history.toSorted((one, other) => other.revision - one.revision)
  return listResponse('current', newestFirst)
}

/** The API Proxies of the group, each with its whole routing and a password in clear text. */
export function listApiProxies(
  { records }: ManagerState,
  project: Project,
  group: Group
): WireResponse {
  const items = group.proxies.map(proxy => {
    const apiProxyDeployList = Object.keys(project.environments).flatMap(environmentName => {
      const record = findRecord(records, { project, proxy, environmentName })
      const { deploy, redeployRequired } = record ?? {}
      return record ? [{ environmentName, deploy, redeployRequired }] : []
    })
    return { ...describeApiProxy(proxy), apiProxyDeployList }
  })
  return listResponse('current', items)
}

function createId(kind: string, name: string): string {
  return createHash('sha1').update(`${kind} ${name}`).digest('hex').slice(0, 24)
}

function describeApiProxy(name: string): object {
  const address = `https://${encodeURIComponent(name)}.backend.example.com/v1`
  return {
    name,
    type: 'REST',
    description: `Backend of ${name}. ${'Promoted together with its routing. '.repeat(40)}`,
    clientRoute: { relativePathList: [`/api/v1/${encodeURIComponent(name)}`], hostList: null },
    routing: {
      routingAddressList: [{ address, weight: 1, healthCheckEnabled: false }],
      proxyEnabled: true,
      proxyHost: 'proxy.example.com',
      proxyPort: 3128,
      proxyUsername: 'apinizer',
      proxyPassword: clearTextProxyPassword
    }
  }
}
