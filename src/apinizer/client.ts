import { describeProblem, type Edition, type Problem } from './failures.ts'
import type { HttpClient, HttpRequest, HttpResponse } from './http.ts'
import { isObject } from './json.ts'
import { parseDeployment, type DeploymentReport } from './parse-deployment.ts'
import { isCached, parseBody, parseError } from './parse-error.ts'
import {
  findEnvironment,
  parseListing,
  readEnvironment,
  readHistoryRecord,
  readName,
  readRouteHealth,
  type HistoryRecord,
  type ListedEnvironment,
  type Listing,
  type RouteHealth
} from './parse-lists.ts'
import { retry, type RetryPolicy } from './retry.ts'

/** What a call returned. */
export type ApiResult<Value> = { ok: true; value: Value } | { ok: false; problem: Problem }

/** What the current edition writes into the deploy history. */
export interface DeployOptions {
  description?: string | undefined
  persistent?: boolean | undefined
}

/** For one call: how long, and whether to try again. Everything else is as the client was created. */
export interface CallLimits {
  /** Wall clock of one request, ms. */
  timeoutMs?: number
  /** How long further tries may begin, ms; 0, the default of a GET, tries once. */
  retryTimeoutMs?: number
  /** Aborted: no further try. */
  ended?: AbortSignal
  onRetry?: RetryPolicy['onRetry']
}

export interface ApinizerClientOptions {
  project: string
  timeoutMs: number
  signal: AbortSignal
  /** Is given a line for each response: what was read of it, never its body, which may contain passwords. */
  onDebug?: ((line: string) => void) | undefined
}

/** The Management API of one project: a method for each endpoint, with what its response proves. */
export interface ApinizerClient {
  deploy: ChangeCall
  undeploy: ChangeCall
  /** The environments that the group has a deploy record for. */
  listGroupEnvironments: (group: string, limits?: CallLimits) => ListCall<ListedEnvironment>
  /** An environment in that list, if it is there, and whether the list could be read whole. */
  findEnvironment: (
    target: { group: string; environment: string },
    limits?: CallLimits
  ) => Promise<ApiResult<{ listed: ListedEnvironment | undefined; isWhole: boolean }>>
  /** Names of all environments of the project. */
  listEnvironments: (limits?: CallLimits) => ListCall<string>
  /** Names of all groups of the project. */
  listGroups: (limits?: CallLimits) => ListCall<string>
  /** Names of the projects that the token's user can see. */
  listProjects: (limits?: CallLimits) => ListCall<string>
  listDeployHistory: (group: string, limits?: CallLimits) => ListCall<HistoryRecord>
  /** Names of the group's API Proxies. */
  listApiProxies: (group: string, limits?: CallLimits) => ListCall<string>
  /** What the worker pods serve of an API Proxy, route by route. */
  listRouteHealth: (
    apiProxy: string,
    environment: string,
    limits?: CallLimits
  ) => ListCall<RouteHealth>
}

type ListCall<Item> = Promise<ApiResult<Listing<Item>>>
type ChangeCall = (
  target: { group: string; environment: string },
  options: DeployOptions,
  limits?: CallLimits
) => Promise<ApiResult<DeploymentReport>>

/** Creates the client. No method ever rejects. */
export function createApinizerClient(
  http: HttpClient,
  options: ApinizerClientOptions
): ApinizerClient {
  const { project, signal, onDebug } = options

  function call<Value>(
    request: Pick<HttpRequest, 'method' | 'path' | 'body'>,
    limits: CallLimits,
    parse: (response: HttpResponse) => ApiResult<Value>
  ): Promise<ApiResult<Value>> {
    const { timeoutMs = options.timeoutMs, retryTimeoutMs = 0, ended = signal } = limits
    const { onRetry = () => undefined } = limits
    const callOnce = async () => {
      const response = await http.send({ ...request, timeoutMs, signal })
      const result: ApiResult<Value> =
        response.kind === 'complete' ? parse(response) : { ok: false, problem: response }
      onDebug?.(`${request.method} ${request.path}: ${describeResult(result)}`)
      return result
    }
    return retry(request.method, callOnce, { retryTimeoutMs, signals: [signal, ended], onRetry })
  }

  function list<Item>(
    path: string,
    limits: CallLimits | undefined,
    readRow: (row: unknown) => Item | undefined
  ): ListCall<Item> {
    return call({ method: 'GET', path: `/apiops/${path}` }, limits ?? {}, response => {
      const listing = parseListing(response, readRow)
      return listing === undefined ? fail(response) : { ok: true, value: listing }
    })
  }

  function change(method: 'POST' | 'DELETE'): ChangeCall {
    return (target, deployOptions, limits = {}) => {
      const path = `/apiops/${groupPath(target.group)}/environments/${encodeURIComponent(target.environment)}/`
      // No body unless there is something to say: the first edition accepts none.
      const isEmpty = Object.values(deployOptions).every(value => value === undefined)
      const body = isEmpty ? undefined : JSON.stringify(deployOptions)
      return call({ method, path, body }, limits, response => {
        const json = parseBody(response)
        const isReport = response.status === 200 && isObject(json) && !isCached(response)
        return isReport ? { ok: true, value: parseDeployment(json, target) } : fail(response)
      })
    }
  }

  const projectPath = `projects/${encodeURIComponent(project)}`
  const groupPath = (group: string) => `${projectPath}/apiProxyGroups/${encodeURIComponent(group)}`

  const listGroupEnvironments: ApinizerClient['listGroupEnvironments'] = (group, limits) =>
    list(`${groupPath(group)}/environments/`, limits, readEnvironment)

  return {
    deploy: change('POST'),
    undeploy: change('DELETE'),
    listGroupEnvironments,
    findEnvironment: async ({ group, environment }, limits) => {
      const result = await listGroupEnvironments(group, limits)
      if (!result.ok) {
        return result
      }
      const listed = findEnvironment(result.value, environment)
      return { ok: true, value: { listed, isWhole: result.value.unreadable === 0 } }
    },
    listEnvironments: async limits => {
      const result = await list(`${projectPath}/environments/`, limits, readName)
      const isUnknownPath =
        !result.ok && result.problem.kind === 'response' && result.problem.status === 404
      // Older servers have this list elsewhere.
      return isUnknownPath
        ? list(`environments/${encodeURIComponent(project)}`, limits, readName)
        : result
    },
    listGroups: limits => list(`${projectPath}/apiProxyGroups/`, limits, readName),
    listProjects: limits => list('projects/', limits, readName),
    listDeployHistory: (group, limits) =>
      list(`${groupPath(group)}/deploy-histories/`, limits, readHistoryRecord),
    listApiProxies: (group, limits) =>
      list(`${groupPath(group)}/proxies/forpromotion`, limits, readName),
    listRouteHealth: (apiProxy, environment, limits) => {
      const place = `environments/${encodeURIComponent(environment)}/route-health/`
      const path = `${projectPath}/apiProxies/${encodeURIComponent(apiProxy)}/${place}`
      return list(path, limits, readRouteHealth)
    }
  }
}

function fail(response: HttpResponse): { ok: false; problem: Problem } {
  return { ok: false, problem: parseError(response, parseBody(response)) }
}

function describeResult(result: ApiResult<unknown>): string {
  return result.ok ? JSON.stringify(result.value) : describeProblem(result.problem)
}

/** The edition that a response is written in; undefined when it does not tell. */
export function detectEdition(result: ApiResult<Listing<unknown>>): Edition | undefined {
  if (result.ok) {
    return result.value.edition
  }
  return result.problem.kind === 'response' ? result.problem.edition : undefined
}
