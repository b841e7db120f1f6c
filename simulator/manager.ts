import { mayAccess, ownEntry } from './access.ts'
import {
  deployApiProxy,
  getDeployStatus,
  getRouteHealth,
  hasApiProxy,
  type ProxyTarget
} from './api-proxies.ts'
import type { Order } from './deployments.ts'
import {
  listApiProxies,
  listEnvironmentsOfGroup,
  listEnvironmentsOfProject,
  listGroups,
  listHistory,
  listProjects
} from './lists.ts'
import { notFound, refusals, refuse, type Refusal } from './refusals.ts'
import { emptyResponse, textResponse, type WireResponse } from './responses.ts'
import type { Names, Route } from './routes.ts'
import type { ManagerState } from './state.ts'
import type { Call, Edition, Group, Operation, Project, RecordedRequest, Token } from './types.ts'

/**
 * What the Manager makes of a request: an order to carry out, or a response, read when it is sent.
 */
export type Decision = { order: Order } | { respond: () => WireResponse }

type Result<T> = { refusal: Refusal } | { value: T }

type Permissions = Record<Edition, string[]>

const deployPermissions: Permissions = {
  first: ['ROLE_MANAGE_PROXY_GROUPS', 'ROLE_DEPLOY_UNDEPLOY_PROXIES'],
  current: ['MANAGE', 'DEPLOY_UNDEPLOY']
}
// The first edition names no permission for reading.
const readPermissions: Permissions = { first: [], current: ['VIEW'] }

const operations: Partial<Record<Call, Operation>> = {
  deploy: 'deploy',
  undeploy: 'undeploy',
  'deploy-api-proxy': 'deploy',
  'undeploy-api-proxy': 'undeploy'
}

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
  'deploy-status': state => state.routeHealth,
  'project-environments': state => state.projectEnvironments !== 'older',
  'older-project-environments': state => state.projectEnvironments !== 'current'
}

/** Decides on a request: unknown path, method, token, permission, names, body, in this order. */
export function decide(state: ManagerState, route: Route, request: RecordedRequest): Decision {
  if (route.allowed) {
    return always(emptyResponse(405, { allow: route.allowed.join(', ') }))
  }
  if (knownCalls[route.call]?.(state) === false) {
    return always(emptyResponse(404))
  }
  if (route.call === 'health') {
    return always(textResponse('OK'))
  }
  const token = authenticate(state, request)
  if ('refusal' in token) {
    return always(refuse(state.edition, token.refusal))
  }
  if (route.call === 'hello') {
    return always(textResponse(`Hello ${route.names.name}`))
  }
  const decision = authorize(state, route, request, token.value)
  return 'refusal' in decision ? always(refuse(state.edition, decision.refusal)) : decision.value
}

function always(response: WireResponse): Decision {
  return { respond: () => response }
}

function authenticate({ world }: ManagerState, { headers }: RecordedRequest): Result<Token> {
  const given = /^Bearer (.+)$/.exec(String(headers['authorization'] ?? ''))?.[1]
  if (given === undefined) {
    return { refusal: refusals.noToken }
  }
  const token = ownEntry(world.tokens, given)
  if (!token) {
    return { refusal: refusals.wrongToken }
  }
  return token.expired === true ? { refusal: refusals.expiredToken } : { value: token }
}

function authorize(
  state: ManagerState,
  route: Route,
  request: RecordedRequest,
  token: Token
): Result<Decision> {
  const operation = operations[route.call]
  const needed = (operation === undefined ? readPermissions : deployPermissions)[state.edition]
  const missing = needed.filter(permission => !token.permissions.includes(permission))
  if (missing.length > 0) {
    const onlyDeploy = missing.length === 1 && missing[0] === 'DEPLOY_UNDEPLOY'
    return { refusal: onlyDeploy ? refusals.noDeployPermission : refusals.noPermission }
  }
  if (route.call === 'deploy' || route.call === 'undeploy') {
    return createOrder(state, route.names, request, token, route.call)
  }
  if (route.call === 'projects') {
    return { value: { respond: () => listProjects(state, token) } }
  }
  const project = findProject(state, route.names, token)
  if ('refusal' in project) {
    return project
  }
  return route.names.proxy === ''
    ? readProject(state, route, token, project.value)
    : useApiProxy(state, route, token, project.value)
}

function createOrder(
  state: ManagerState,
  names: Names,
  request: RecordedRequest,
  token: Token,
  operation: Operation
): Result<Decision> {
  const project = findProject(state, names, token)
  if ('refusal' in project) {
    return project
  }
  const group = findGroup(state, names, project.value)
  if ('refusal' in group) {
    return group
  }
  const environment = findEnvironment(state, names, token, project.value)
  if ('refusal' in environment) {
    return environment
  }
  const note = readNote(state, request, operation)
  if ('refusal' in note) {
    return note
  }
  const order: Order = {
    ...note.value,
    operation,
    project: names.project,
    group: names.group,
    environment: names.environment,
    username: token.user,
    target: { group: group.value, environment: environment.value },
    faultyPods: {},
    shape: state.deploymentShape
  }
  return { value: { order } }
}

function readNote(
  { requestBody }: ManagerState,
  request: RecordedRequest,
  operation: Operation
): Result<Pick<Order, 'description' | 'persistent'>> {
  const defaults = { description: defaultDescriptions[operation], persistent: false }
  if (request.body === '' || requestBody === 'ignored') {
    return { value: defaults }
  }
  if (requestBody === 'refused') {
    return { refusal: refusals.unexpectedBody }
  }
  const body = parseObject(request)
  if (!body) {
    return { refusal: refusals.invalidJson }
  }
  const { description, persistent } = { ...defaults, ...body } as Record<string, unknown>
  if (typeof description !== 'string') {
    return { refusal: refusals.invalidDescription }
  }
  if (typeof persistent !== 'boolean') {
    return { refusal: refusals.invalidPersistent }
  }
  return { value: { description, persistent } }
}

function parseObject({ headers, body }: RecordedRequest): Record<string, unknown> | undefined {
  if (!/^application\/json *(;|$)/i.test(headers['content-type']?.toString() ?? '')) {
    return undefined
  }
  try {
    const value: unknown = JSON.parse(body)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function readProject(
  state: ManagerState,
  { call, names }: Route,
  token: Token,
  project: Project
): Result<Decision> {
  if (call === 'project-environments' || call === 'older-project-environments') {
    return { value: { respond: () => listEnvironmentsOfProject(state, project, token) } }
  }
  if (call === 'groups') {
    return { value: { respond: () => listGroups(state, project) } }
  }
  const found = findGroup(state, names, project)
  if ('refusal' in found) {
    return found
  }
  const group = found.value
  if (call === 'api-proxies') {
    return { value: { respond: () => listApiProxies(group) } }
  }
  if (call === 'history') {
    return { value: { respond: () => listHistory(state, group) } }
  }
  return { value: { respond: () => listEnvironmentsOfGroup(state, project, group) } }
}

function useApiProxy(
  state: ManagerState,
  { call, names }: Route,
  token: Token,
  project: Project
): Result<Decision> {
  if (!hasApiProxy(project, names.proxy)) {
    return { refusal: notFound(state, 'API Proxy', names.proxy) }
  }
  const environment = findEnvironment(state, names, token, project)
  if ('refusal' in environment) {
    return environment
  }
  const { proxy, environment: environmentName } = names
  const target: ProxyTarget = { project, proxy, environmentName, environment: environment.value }
  const operation = operations[call]
  if (operation !== undefined) {
    return { value: { respond: () => deployApiProxy(state, operation, target) } }
  }
  if (call === 'deploy-status') {
    return { value: { respond: () => getDeployStatus(target) } }
  }
  return { value: { respond: () => getRouteHealth(state, target) } }
}

function findProject(state: ManagerState, names: Names, token: Token): Result<Project> {
  const visible = mayAccess(token.projects, names.project)
  const project = visible ? ownEntry(state.world.projects, names.project) : undefined
  return project ? { value: project } : { refusal: notFound(state, 'Project', names.project) }
}

function findGroup(state: ManagerState, names: Names, project: Project): Result<Group> {
  const group = ownEntry(project.groups, names.group)
  return group ? { value: group } : { refusal: notFound(state, 'API Proxy Group', names.group) }
}

function findEnvironment(
  state: ManagerState,
  names: Names,
  token: Token,
  project: Project
): Result<Project['environments'][string]> {
  const visible = mayAccess(token.environments, names.environment)
  const environment = visible ? ownEntry(project.environments, names.environment) : undefined
  return environment
    ? { value: environment }
    : { refusal: notFound(state, 'Environment', names.environment) }
}
