import { createApinizerClient } from '../src/apinizer/client.ts'
import type { ApiResult } from '../src/apinizer/failures.ts'
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../src/apinizer/http.ts'
import { parseBody, parseError } from '../src/apinizer/parse-error.ts'
import { parseListing, readName, type Listing } from '../src/apinizer/parse-lists.ts'
import { createRecorder, type Exchange } from './recorder.ts'

/** The user's own names. */
export interface Subject {
  project: string
  group: string
  environment: string | undefined
}

/** A call: what the action's client makes of it, and what was sent and received. */
export interface Reading<Value> {
  /** Undefined where the call could not be made, for lack of a name. */
  result: ApiResult<Value> | undefined
  exchanges: Exchange[]
}

/** Makes calls one after another. */
export type Caller = ReturnType<typeof createCaller>

/** Everything that is read without changing anything. */
export type Readings = Awaited<ReturnType<typeof readAll>>

/** The most time for one response, ms; a deployment has its own. */
const timeoutMs = 30_000

const { signal } = new AbortController()

export function createCaller(options: HttpClientOptions, project: string) {
  const recorder = createRecorder()
  const createHttp = (token: string) => recorder.wrap(createHttpClient({ ...options, token }))
  const createClient = (http: HttpClient) =>
    createApinizerClient(http, { project, timeoutMs, signal })
  const http = createHttp(options.token)
  return {
    http,
    client: createClient(http),
    /** The client of somebody whose token is not valid. */
    stranger: createClient(createHttp(createUnknownName())),
    call: async <Value>(
      make: () => Promise<ApiResult<Value>> | undefined
    ): Promise<Reading<Value>> => {
      const result = await make()
      return { result, exchanges: recorder.take() }
    }
  }
}

/** Asks for the health check, which shows whether there is a way to the Manager at all. */
export function readHealth({ http, call }: Caller): Promise<Reading<string>> {
  return call(async () => {
    const response = await get(http, 'test/healthcheck')
    const isHealthy =
      response.kind === 'complete' && response.status === 200 && response.body.trim() === 'OK'
    return isHealthy ? { ok: true, value: 'OK' } : toProblem(response)
  })
}

/** Asks for all else, the calls that should be refused last. */
export async function readAll(caller: Caller, { project, group, environment }: Subject) {
  const { client, http, stranger, call } = caller
  const unknown = createUnknownName()
  const lists = {
    projects: await call(() => client.listProjects()),
    groups: await call(() => client.listGroups()),
    environments: await call(() => client.listEnvironments()),
    groupEnvironments: await call(() => client.listGroupEnvironments(group)),
    history: await call(() => client.listDeployHistory(group)),
    apiProxies: await call(() => client.listApiProxies(group))
  }
  const [apiProxy] = listItems(lists.apiProxies)
  const [listed] = listItems(lists.groupEnvironments)
  const askHealth = (name = listed?.name) =>
    apiProxy === undefined || name === undefined
      ? undefined
      : client.listRouteHealth(apiProxy, name)
  return {
    ...lists,
    routeHealth: await call(() => askHealth(environment)),
    unknownGroup: await call(() => client.listGroupEnvironments(unknown)),
    unknownEnvironment: await call(() => askHealth(unknown)),
    wrongToken: await call(() => stranger.listProjects()),
    unknownPath: await call(async () => toProblem(await get(http, `${unknown}/`))),
    noSlash: await call(() => readWithoutSlash(http, project))
  }
}

/** The rows of a list that could be read; none of any other. */
export function listItems<Item>({ result }: Reading<Listing<Item>>): Item[] {
  return result?.ok === true ? result.value.items : []
}

/** A name, or a token, that no server knows. */
function createUnknownName(): string {
  return `survey-${Math.random().toString(16).slice(2)}`
}

async function readWithoutSlash(http: HttpClient, project: string) {
  const response = await get(http, `projects/${encodeURIComponent(project)}/apiProxyGroups`)
  const value = response.kind === 'complete' ? parseListing(response, readName) : undefined
  return value === undefined ? toProblem(response) : { ok: true as const, value }
}

function get(http: HttpClient, path: string) {
  return http.send({ method: 'GET', path: `/apiops/${path}`, timeoutMs, signal })
}

function toProblem(response: Awaited<ReturnType<typeof get>>) {
  const problem =
    response.kind === 'complete' ? parseError(response, parseBody(response)) : response
  return { ok: false as const, problem }
}
