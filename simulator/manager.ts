import { mayAccess, ownEntry } from './access.ts'
import type { Order } from './deployments.ts'
import {
  listApiProxies,
  listEnvironmentsOfGroup,
  listEnvironmentsOfProject,
  listGroups,
  listHistory,
  listProjects
} from './lists.ts'
import { notFound, refusals, refuse, springError, type Refusal } from './refusals.ts'
import { emptyResponse, type WireResponse } from './responses.ts'
import { getRouteHealth, hasApiProxy } from './route-health.ts'
import type { Names, Route } from './routes.ts'
import type { ManagerState } from './state.ts'
import type {
  Call,
  Edition,
  Environment,
  Group,
  Operation,
  Project,
  RecordedRequest,
  Token
} from './types.ts'

/** What the Manager makes of a request: an order to carry out, or a response. */
export type Decision = { order: Order } | { response: WireResponse }

/** Ends the decision on a request: it is refused. */
class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.sentence)
    this.refusal = refusal
  }
}

type Permissions = Record<Edition, string[]>

const deployPermissions: Permissions = {
  first: ['ROLE_MANAGE_PROXY_GROUPS', 'ROLE_DEPLOY_UNDEPLOY_PROXIES'],
  current: ['MANAGE', 'DEPLOY_UNDEPLOY']
}
// The first edition names no permission for reading.
const readPermissions: Permissions = { first: [], current: ['VIEW'] }

const defaultDescriptions: Record<Operation, string> = {
  deploy: 'Deployed by APIOPS Api',
  undeploy: 'Undeployed by APIOPS Api'
}

/** Calls that not every server knows. */
const knownCalls: Partial<Record<Call, (state: ManagerState) => boolean>> = {
  unknown: () => false,
  history: state => state.history,
  'api-proxies': state => state.routeHealth,
  'route-health': state => state.routeHealth,
  'project-environments': state => state.projectEnvironments === 'current',
  'older-project-environments': state => state.projectEnvironments === 'older'
}

/** What Spring Security's firewall refuses in a path. */
const refusedBySpring = /;|%2f|%5c|%25|\/\//i

/** Decides on a request: unknown path, method, token, permission, names, body, in this order. */
export function decide(state: ManagerState, route: Route, request: RecordedRequest): Decision {
  const isUnknown = route.allowed !== undefined || knownCalls[route.call]?.(state) === false
  if (state.springSecurity && (isUnknown || refusedBySpring.test(request.path))) {
    return { response: springError(state.edition, 403) }
  }
  if (route.allowed) {
    return { response: emptyResponse(405, { allow: route.allowed.join(', ') }) }
  }
  if (isUnknown) {
    return { response: emptyResponse(404) }
  }
  if (route.call === 'health') {
    return { response: { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' } }
  }
  try {
    const token = authenticate(state, request)
    checkPermissions(state, route, token)
    return answer(state, route, request, token)
  } catch (problem) {
    if (problem instanceof Refused) {
      return { response: refuse(state.edition, problem.refusal) }
    }
    throw problem
  }
}

function authenticate({ world }: ManagerState, { headers }: RecordedRequest): Token {
  const given = /^Bearer (.+)$/.exec(String(headers['authorization'] ?? ''))?.[1]
  if (given === undefined) {
    throw new Refused(refusals.noToken)
  }
  const token = ownEntry(world.tokens, given)
  if (!token || token.expired === true) {
    throw new Refused(token ? refusals.expiredToken : refusals.wrongToken)
  }
  return token
}

function checkPermissions({ edition }: ManagerState, { call }: Route, token: Token): void {
  const changes = call === 'deploy' || call === 'undeploy'
  const needed = (changes ? deployPermissions : readPermissions)[edition]
  const missing = needed.filter(permission => !token.permissions.includes(permission))
  if (missing.length > 0) {
    const onlyDeploy = missing.length === 1 && missing[0] === 'DEPLOY_UNDEPLOY'
    throw new Refused(onlyDeploy ? refusals.noDeployPermission : refusals.noPermission)
  }
}

function answer(
  state: ManagerState,
  { call, names }: Route,
  request: RecordedRequest,
  token: Token
): Decision {
  if (call === 'projects') {
    return { response: listProjects(state) }
  }
  const project = findProject(state, names)
  if (call === 'project-environments' || call === 'older-project-environments') {
    return { response: listEnvironmentsOfProject(state, project, token) }
  }
  if (call === 'groups') {
    return { response: listGroups(state, project) }
  }
  if (call === 'route-health') {
    return readRouteHealth(state, names, project, token)
  }
  const group = findGroup(state, names, project)
  if (call === 'api-proxies') {
    return { response: listApiProxies(state, project, group) }
  }
  if (call === 'history') {
    return { response: listHistory(group) }
  }
  if (call === 'environments') {
    return { response: listEnvironmentsOfGroup(state, project, group) }
  }
  const environment = findEnvironment(state, names, project, token)
  const operation = call === 'undeploy' ? 'undeploy' : 'deploy'
  const order: Order = {
    ...readNote(state, request, operation),
    operation,
    project: names.project,
    group: names.group,
    environment: names.environment,
    username: token.user,
    target: { group, environment },
    faultyPods: {},
    shape: 'default'
  }
  return { order }
}

function readRouteHealth(
  state: ManagerState,
  names: Names,
  project: Project,
  token: Token
): Decision {
  const { proxy, environment: environmentName } = names
  if (!hasApiProxy(project, proxy)) {
    throw new Refused(notFound(state.edition, 'API Proxy', proxy))
  }
  const environment = findEnvironment(state, names, project, token)
  return { response: getRouteHealth(state, { project, proxy, environmentName, environment }) }
}

/** What the request body says of the deployment; the first edition knows no body. */
function readNote(
  { edition }: ManagerState,
  { headers, body }: RecordedRequest,
  operation: Operation
): Pick<Order, 'description' | 'persistent'> {
  const defaults = { description: defaultDescriptions[operation], persistent: false }
  if (body === '') {
    return defaults
  }
  const isJson = /^application\/json *(;|$)/i.test(String(headers['content-type']))
  const given = isJson && edition === 'current' ? parseObject(body) : undefined
  const { description, persistent }: Record<string, unknown> = { ...defaults, ...given }
  if (!given || typeof description !== 'string' || typeof persistent !== 'boolean') {
    throw new Refused(refusals.invalidBody)
  }
  return { description, persistent }
}

function parseObject(json: string): object | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && !Array.isArray(value) ? (value ?? undefined) : undefined
  } catch {
    return undefined
  }
}

function findProject({ edition, world }: ManagerState, names: Names): Project {
  return demand(
    ownEntry(world.projects, names.project),
    notFound(edition, 'Project', names.project)
  )
}

function findGroup({ edition }: ManagerState, names: Names, project: Project): Group {
  return demand(
    ownEntry(project.groups, names.group),
    notFound(edition, 'API Proxy Group', names.group)
  )
}

function findEnvironment(
  { edition }: ManagerState,
  names: Names,
  project: Project,
  token: Token
): Environment {
  const visible = mayAccess(token.environments, names.environment)
  return demand(
    visible ? ownEntry(project.environments, names.environment) : undefined,
    notFound(edition, 'Environment', names.environment)
  )
}

function demand<T>(found: T | undefined, refusal: Refusal): T {
  if (found === undefined) {
    throw new Refused(refusal)
  }
  return found
}
