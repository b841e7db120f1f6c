import { createHash } from 'node:crypto'
import { listResponse, type WireResponse } from './responses.ts'
import type { ManagerState } from './state.ts'
import type { Group, HistoryRecord, Project, Token } from './types.ts'
import { mayAccess } from './access.ts'
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
  const items = entries.map(([name, { type, accessUrl, status }]) => {
    const deployed = Object.hasOwn(group.deployed, name)
    if (edition === 'first') {
      return { environmentName: name, deployed }
    }
    const redeployRequired = group.deployed[name]?.redeployRequired ?? false
    return { name, type, accessUrl, ...(status && { status }), deployed, redeployRequired }
  })
  return listResponse(edition, items)
}

/** The environments of the project that the user may access. */
export function listEnvironmentsOfProject(
  { edition }: ManagerState,
  project: Project,
  token: Token
): WireResponse {
  const entries = Object.entries(project.environments)
  const items = entries
    .filter(([name]) => mayAccess(token.environments, name))
    .map(([name, { type, accessUrl, status }]) => {
      return edition === 'first' ? { name } : { name, type, accessUrl, ...(status && { status }) }
    })
  return listResponse(edition, items)
}

/** The projects that the user may access. */
export function listProjects({ edition, world }: ManagerState, token: Token): WireResponse {
  const entries = Object.entries(world.projects)
  const items = entries
    .filter(([name]) => mayAccess(token.projects, name))
    .map(([name, { description }]) => describe('project', name, description))
  return listResponse(edition, items)
}

/** The groups of a project. */
export function listGroups({ edition }: ManagerState, project: Project): WireResponse {
  const entries = Object.entries(project.groups)
  const items = entries.map(([name, { description }]) => describe('group', name, description))
  return listResponse(edition, items)
}

// The remaining lists are younger than the first edition, so there is one shape only.

/** The deploy history of the group, newest first. */
export function listHistory({ wholeSecondDates }: ManagerState, group: Group): WireResponse {
  const newestFirst = group.history.toSorted((one, other) => other.revision - one.revision)
  const items = wholeSecondDates ? newestFirst.map(inWholeSeconds) : newestFirst
  return listResponse('current', items)
}

/** The API Proxies of the group, each with its whole routing and a password in clear text. */
export function listApiProxies(group: Group): WireResponse {
  return listResponse('current', group.proxies.map(describeApiProxy))
}

function describe(kind: string, name: string, description: string | undefined): object {
  const id = createHash('sha1').update(`${kind} ${name}`).digest('hex').slice(0, 24)
  return { id, name, ...(description !== undefined && { description }) }
}

function describeApiProxy(name: string): object {
  const host = `${encodeURIComponent(name)}.backend.example.com`
  const relativePath = `/api/v1/${encodeURIComponent(name)}`
  return {
    name,
    type: 'REST',
    description: `Backend of ${name}. ${'Promoted together with its routing. '.repeat(20)}`,
    clientRoute: {
      relativePathList: [relativePath],
      methodList: ['GET'],
      hostList: null,
      headerList: null
    },
    routing: {
      routingAddressList: Array.from({ length: 8 }, (_, index) => ({
        address: `https://node-${index + 1}.${host}/v1`,
        weight: 1,
        healthCheckEnabled: false
      })),
      proxyEnabled: true,
      proxyHost: 'proxy.example.com',
      proxyPort: 3128,
      proxyUsername: 'apinizer',
      proxyPassword: clearTextProxyPassword
    }
  }
}

function inWholeSeconds(record: HistoryRecord): HistoryRecord {
  return { ...record, date: record.date.replace(/\.\d+Z$/, 'Z') }
}
