import {
  describeProblem,
  isSilentRefusal,
  type ApiResult,
  type Edition,
  type ErrorResponse,
  type Problem
} from './failures.ts'
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
  type Listing
} from './parse-lists.ts'
import { mayReadAgain, retry, type RetryPolicy } from './retry.ts'

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
  /** After which problems; by default those that a GET may overcome, and none for `deploy` and `undeploy`. */
  mayRetry?: RetryPolicy['mayRetry']
  /** Aborted: no further try. */
  stopRetrying?: AbortSignal
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
export type ApinizerClient = ReturnType<typeof createApinizerClient>

/** What is deployed or undeployed, and where. */
interface Target {
  group: string
  environment: string
}

type ListCall<Item> = Promise<ApiResult<Listing<Item>>>

/** Creates the client. No method ever rejects. */
export function createApinizerClient(http: HttpClient, options: ApinizerClientOptions) {
  const { project, signal, onDebug } = options

  function call<Value>(
    request: Pick<HttpRequest, 'method' | 'path' | 'body'>,
    limits: CallLimits,
    parse: (response: HttpResponse) => ApiResult<Value>
  ): Promise<ApiResult<Value>> {
    const { timeoutMs = options.timeoutMs, retryTimeoutMs = 0, stopRetrying = signal } = limits
    const { onRetry = () => undefined } = limits
    const { mayRetry = request.method === 'GET' ? mayReadAgain : () => false } = limits
    const callOnce = async () => {
      const response = await http.send({ ...request, timeoutMs, signal })
      const result: ApiResult<Value> =
        response.kind === 'complete' ? parse(response) : { ok: false, problem: response }
      onDebug?.(`${request.method} ${request.path}: ${describeResult(result)}`)
      return result
    }
    const signals = [signal, stopRetrying]
    return retry(callOnce, { retryTimeoutMs, signals, mayRetry, onRetry })
  }

  /** The lists that have been read in this run: a server that sent one knows the call, whatever a later 404 says. */
  const knownLists = new Set<string>()

  function list<Item>(
    name: string,
    path: string,
    readRow: (row: unknown) => Item | undefined,
    limits: CallLimits = {}
  ): ListCall<Item> {
    return call({ method: 'GET', path: `/apiops/${path}` }, limits, response => {
      const listing = parseListing(response, readRow)
      if (listing === undefined) {
        const problem = { ...readProblem(response), isKnownCall: knownLists.has(name) }
        return { ok: false, problem }
      }
      knownLists.add(name)
      return { ok: true, value: listing }
    })
  }

  function change(
    method: 'POST' | 'DELETE',
    target: Target,
    deployOptions: DeployOptions,
    limits: CallLimits = {}
  ): Promise<ApiResult<DeploymentReport>> {
    const environment = encodeURIComponent(target.environment)
    const path = `/apiops/${groupPath(target.group)}/environments/${environment}/`
    // No body unless there is something to say: the first edition accepts none.
    const isEmpty = Object.values(deployOptions).every(value => value === undefined)
    const body = isEmpty ? undefined : JSON.stringify(deployOptions)
    return call({ method, path, body }, limits, response => {
      const json = parseBody(response)
      const isReport = response.status === 200 && isObject(json) && !isCached(response)
      return isReport
        ? { ok: true, value: parseDeployment(json, target) }
        : { ok: false, problem: readProblem(response) }
    })
  }

  const projectPath = `projects/${encodeURIComponent(project)}`
  const groupPath = (group: string) => `${projectPath}/apiProxyGroups/${encodeURIComponent(group)}`
  const listGroupEnvironments = (group: string, limits?: CallLimits) =>
    list('group environments', `${groupPath(group)}/environments/`, readEnvironment, limits)

  return {
    deploy: (target: Target, deployOptions: DeployOptions, limits?: CallLimits) =>
      change('POST', target, deployOptions, limits),
    undeploy: (target: Target, deployOptions: DeployOptions, limits?: CallLimits) =>
      change('DELETE', target, deployOptions, limits),
    /** The environments that the group has a deploy record for. */
    listGroupEnvironments,
    /** An environment in that list, if it is there, and whether the list could be read completely. */
    findEnvironment: async ({ group, environment }: Target, limits?: CallLimits) => {
      const result = await listGroupEnvironments(group, limits)
      if (!result.ok) {
        return result
      }
      const listed = findEnvironment(result.value, environment)
      return { ok: true as const, value: { listed, isComplete: result.value.isComplete } }
    },
    /** Names of all environments of the project. */
    listEnvironments: async (limits?: CallLimits) => {
      const listNewer = (more: CallLimits = {}) =>
        list('environments', `${projectPath}/environments/`, readName, { ...limits, ...more })
      const { mayRetry = mayReadAgain } = limits ?? {}
      const result = await listNewer({
        mayRetry: problem => !mayBeElsewhere(problem) && mayRetry(problem)
      })
      if (result.ok || !mayBeElsewhere(result.problem)) {
        return result
      }
      // Older servers have this list elsewhere.
      const path = `environments/${encodeURIComponent(project)}`
      const older = await list('older environments', path, readName, {
        ...limits,
        retryTimeoutMs: 0
      })
      return older.ok ? older : listNewer()
    },
    /** Names of all groups of the project. */
    listGroups: (limits?: CallLimits) =>
      list('groups', `${projectPath}/apiProxyGroups/`, readName, limits),
    /** Names of the projects that the token's user can see. */
    listProjects: (limits?: CallLimits) => list('projects', 'projects/', readName, limits),
    listDeployHistory: (group: string, limits?: CallLimits) =>
      list('history', `${groupPath(group)}/deploy-histories/`, readHistoryRecord, limits),
    /** Names of the group's API Proxies. */
    listApiProxies: (group: string, limits?: CallLimits) =>
      list('API Proxies', `${groupPath(group)}/proxies/forpromotion`, readName, limits),
    /** What the worker pods serve of an API Proxy, route by route. */
    listRouteHealth: (apiProxy: string, environment: string, limits?: CallLimits) => {
      const place = `environments/${encodeURIComponent(environment)}/route-health/`
      const path = `${projectPath}/apiProxies/${encodeURIComponent(apiProxy)}/${place}`
      return list('route health', path, readRouteHealth, limits)
    }
  }
}

function readProblem(response: HttpResponse): ErrorResponse {
  return parseError(response, parseBody(response))
}

/** Whether a server may have a list at another path. */
function mayBeElsewhere(problem: Problem): boolean {
  const isNotFound = problem.kind === 'response' && problem.status === 404
  return isNotFound || isSilentRefusal(problem)
}

function describeResult(result: ApiResult<unknown>): string {
  return result.ok ? JSON.stringify(result.value) : describeProblem(result.problem)
}

/** The edition that a response is written in; undefined when that is not clear. */
export function detectEdition(result: ApiResult<Listing<unknown>>): Edition | undefined {
  if (result.ok) {
    return result.value.edition
  }
  return result.problem.kind === 'response' ? result.problem.edition : undefined
}
