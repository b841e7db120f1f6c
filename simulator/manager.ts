import type { Answer, Refusal } from './answers.ts'
import { empty, notFound, refusals, refused, text } from './answers.ts'
import type { Order } from './deployments.ts'
import {
  environmentsOfGroup,
  environmentsOfProject,
  hasProxy,
  historyOf,
  membersOf,
  routeHealthOf
} from './reads.ts'
import type { Route } from './routes.ts'
import type {
  Call,
  Deployment,
  Edition,
  Operation,
  RecordedRequest,
  Token,
  World
} from './types.ts'

/** What a Manager is and knows. */
export interface Manager {
  edition: Edition
  world: World
  history: boolean
  routeHealth: boolean
  wholeSecondDates: boolean
  deployMs: number
  deployments: Deployment[]
  /** The server's clock, in ms. */
  now: () => number
}

/** What the Manager makes of a request: an order to carry out, or an answer, final or still to be read. */
export type Decision = { order: Order } | { answer: () => Answer }

type Found<T> = { refusal: Refusal } | { found: T }

const deployPermissions: Record<Edition, string[]> = {
  first: ['ROLE_MANAGE_PROXY_GROUPS', 'ROLE_DEPLOY_UNDEPLOY_PROXIES'],
  current: ['MANAGE', 'DEPLOY_UNDEPLOY']
}
// The first edition names no permission for reading.
const readPermissions: Record<Edition, string[]> = { first: [], current: ['VIEW'] }

/** Decides on a request: unknown path, method, token, permission, names, body, in this order. */
export function decide(manager: Manager, route: Route, request: RecordedRequest): Decision {
  if (route.allowed) return final(empty(405, { allow: route.allowed.join(', ') }))
  if (!isKnown(manager, route.call)) return final(empty(404))
  if (route.call === 'health') return final(text('OK'))
  const token = tokenOf(manager, request)
  if ('refusal' in token) return final(refused(manager.edition, token.refusal))
  if (route.call === 'hello') return final(text(`Hello ${route.names.name}`))
  const decision = permitted(manager, route, request, token.found)
  return 'refusal' in decision ? final(refused(manager.edition, decision.refusal)) : decision.found
}

function final(answer: Answer): Decision {
  return { answer: () => answer }
}

function isKnown(manager: Manager, call: Call): boolean {
  if (call === 'history') return manager.history
  if (call === 'members' || call === 'route-health') return manager.routeHealth
  return call !== 'unknown'
}

function tokenOf(manager: Manager, request: RecordedRequest): Found<Token> {
  const given = /^Bearer (.+)$/.exec(String(request.headers['authorization'] ?? ''))?.[1]
  if (given === undefined) return { refusal: refusals.noToken }
  const token = own(manager.world.tokens, given)
  if (!token) return { refusal: refusals.wrongToken }
  return token.expired ? { refusal: refusals.expiredToken } : { found: token }
}

function permitted(
  manager: Manager,
  route: Route,
  request: RecordedRequest,
  token: Token
): Found<Decision> {
  const { call } = route
  const deploys = call === 'deploy' || call === 'undeploy'
  const needed = (deploys ? deployPermissions : readPermissions)[manager.edition]
  if (!needed.every(permission => token.permissions.includes(permission)))
    return { refusal: refusals.noPermission }
  return deploys ? orderOf(manager, route, request, token, call) : readingOf(manager, route)
}

function orderOf(
  manager: Manager,
  { names }: Route,
  request: RecordedRequest,
  token: Token,
  operation: Operation
): Found<Decision> {
  const project = own(manager.world.projects, names.project)
  if (!project) return { refusal: notFound('Project', names.project) }
  const group = own(project.groups, names.group)
  if (!group) return { refusal: notFound('API Proxy Group', names.group) }
  const environment = own(project.environments, names.environment)
  if (!environment) return { refusal: notFound('Environment', names.environment) }
  const note = noteIn(manager.edition, request)
  if ('refusal' in note) return note
  const { project: projectName, group: groupName, environment: environmentName } = names
  const where = { operation, project: projectName, group: groupName, environment: environmentName }
  return {
    found: {
      order: {
        ...where,
        ...note.found,
        username: token.user,
        target: { group, environment },
        faultyPods: {}
      }
    }
  }
}

function noteIn(
  edition: Edition,
  request: RecordedRequest
): Found<Pick<Order, 'description' | 'persistent'>> {
  const note = { description: 'Deployed by APIOPS Api', persistent: false }
  if (request.body === '') return { found: note }
  if (edition === 'first') return { refusal: refusals.bodyGiven }
  const value = objectIn(request)
  if (!value) return { refusal: refusals.bodyNotJson }
  const { description = note.description, persistent = note.persistent } = value
  if (typeof description !== 'string') return { refusal: refusals.wrongDescription }
  if (typeof persistent !== 'boolean') return { refusal: refusals.wrongPersistent }
  return { found: { description, persistent } }
}

function objectIn({ headers, body }: RecordedRequest): Record<string, unknown> | undefined {
  if (!/^application\/json *(;|$)/i.test(headers['content-type']?.toString() ?? ''))
    return undefined
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined
  } catch {
    return undefined
  }
}

function readingOf(manager: Manager, { call, names }: Route): Found<Decision> {
  const project = own(manager.world.projects, names.project)
  if (!project) return { refusal: notFound('Project', names.project) }
  if (call === 'project-environments') return reading(() => environmentsOfProject(manager, project))
  if (call === 'route-health') {
    const environment = own(project.environments, names.environment)
    if (!hasProxy(project, names.proxy)) return { refusal: notFound('API Proxy', names.proxy) }
    if (!environment) return { refusal: notFound('Environment', names.environment) }
    return reading(() =>
      routeHealthOf(manager, project, names.proxy, names.environment, environment)
    )
  }
  const group = own(project.groups, names.group)
  if (!group) return { refusal: notFound('API Proxy Group', names.group) }
  if (call === 'members') return reading(() => membersOf(group))
  return reading(() =>
    call === 'history' ? historyOf(manager, group) : environmentsOfGroup(manager, project, group)
  )
}

function reading(answer: () => Answer): Found<Decision> {
  return { found: { answer } }
}

// A name such as `constructor` is not there just because every object has one.
function own<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
