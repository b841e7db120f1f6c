import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse
} from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Ajv, type Options, type ValidateFunction } from 'ajv'

type Json = Record<string, unknown>

/** A request as it came in; `path` has the query, `body` is parsed where it is JSON. */
export type GitHubRequest = {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: unknown
}

/** A status and a JSON body. */
export type Answer = { status: number; body: object | null }

/** A deployment that was created, with the bodies of its statuses, oldest first. */
export type GitHubDeployment = { id: number; body: Json; statuses: Json[] }

/** How the server behaves; without options it does what it is asked. */
export type GitHubOptions = {
  /** Gives the answer to send instead of the usual one, or nothing. */
  fail?: (request: GitHubRequest) => Answer | undefined
  /** Takes requests and never answers. */
  silent?: boolean
}

/** A running server that plays GitHub's REST API for deployments. */
export type GitHub = {
  /** What GITHUB_API_URL should be. */
  url: string
  requests: GitHubRequest[]
  /** Everything that departs from GitHub's published description, one sentence each. */
  problems: string[]
  deployments: GitHubDeployment[]
  close(): Promise<void>
}

/**
 * Starts the server on a free port of 127.0.0.1.
 * @param options how it behaves
 * @returns its URL, its records and a way to stop it
 */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const records: Records = { requests: [], problems: [], deployments: [] }
  const server = createServer((request, response) => {
    take(request, response, records, options).catch((error: unknown) => {
      records.problems.push(
        `${request.method ?? ''} ${request.url ?? ''} broke off: ${String(error)}`
      )
      response.destroy()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...records,
    close: () =>
      new Promise(resolve => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      })
  }
}

type Records = Pick<GitHub, 'requests' | 'problems' | 'deployments'>

async function take(
  incoming: IncomingMessage,
  response: ServerResponse,
  records: Records,
  options: GitHubOptions
): Promise<void> {
  const { method = '', url: path = '', headers } = incoming
  const request = { method, path, headers, body: parse(await text(incoming)) }
  records.requests.push(request)
  const call = findCall(request)
  const problems =
    call === undefined ? ['is no call that this server plays'] : problemsOfRequest(call, request)
  const note = (problem: string) => records.problems.push(`${method} ${path}: ${problem}`)
  problems.forEach(note)
  if (options.silent === true) return
  const wanted = options.fail?.(request)
  const answer = wanted ?? usualAnswer(call, problems, request, records)
  if (wanted === undefined && call !== undefined) problemsOfAnswer(call, answer).forEach(note)
  response
    .writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(answer.body))
}

function usualAnswer(
  call: Call | undefined,
  problems: string[],
  request: GitHubRequest,
  records: Records
): Answer {
  if (call === undefined) return notFound
  return problems.length > 0 ? unprocessable(problems) : act(call, request, records)
}

function act({ operation, parameters }: Call, request: GitHubRequest, records: Records): Answer {
  const home = `http://${request.headers.host ?? ''}/repos/${parameters['owner'] ?? ''}/${parameters['repo'] ?? ''}`
  const body = request.body as Json
  const deployment = records.deployments.find(
    ({ id }) => String(id) === parameters['deployment_id']
  )
  switch (operation.operationId) {
    case 'repos/create-deployment':
      return { status: 201, body: describe(home, create(body, records.deployments)) }
    case 'repos/list-deployments':
      return { status: 200, body: newestFirst(records.deployments.map(one => describe(home, one))) }
    case 'repos/create-deployment-status':
      if (deployment === undefined) return notFound
      deployment.statuses.push(body)
      return { status: 201, body: describeStatus(home, deployment, deployment.statuses.length) }
    case 'repos/list-deployment-statuses':
      if (deployment === undefined) return notFound
      return {
        status: 200,
        body: newestFirst(
          deployment.statuses.map((_, index) => describeStatus(home, deployment, index + 1))
        )
      }
    default:
      return notFound
  }
}

const notFound: Answer = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' }
}

function unprocessable(problems: string[]): Answer {
  const errors = problems.map(message => ({ code: 'custom', message }))
  return {
    status: 422,
    body: {
      message: 'Validation Failed',
      errors,
      documentation_url: 'https://docs.github.com/rest'
    }
  }
}

function create(body: Json, deployments: GitHubDeployment[]): GitHubDeployment {
  const deployment = { id: deployments.length + 1, body, statuses: [] }
  deployments.push(deployment)
  return deployment
}

function describe(home: string, { id, body }: GitHubDeployment): Json {
  const {
    ref,
    task = 'deploy',
    environment = 'production',
    description = null,
    payload = {}
  } = body
  const { transient_environment = false, production_environment = environment === 'production' } =
    body
  return {
    url: `${home}/deployments/${id}`,
    id,
    node_id: `DE_${id}`,
    sha: commit,
    ref,
    task,
    payload,
    original_environment: environment,
    environment,
    description,
    creator: null,
    created_at: instant,
    updated_at: instant,
    statuses_url: `${home}/deployments/${id}/statuses`,
    repository_url: home,
    transient_environment,
    production_environment
  }
}

function describeStatus(
  home: string,
  { id, body, statuses }: GitHubDeployment,
  number: number
): Json {
  const {
    state,
    description = '',
    log_url,
    target_url,
    environment_url = '',
    environment
  } = statuses[number - 1] ?? {}
  const url = log_url ?? target_url ?? ''
  return {
    url: `${home}/deployments/${id}/statuses/${number}`,
    id: number,
    node_id: `DES_${number}`,
    state,
    creator: null,
    description,
    environment: environment ?? body['environment'] ?? 'production',
    target_url: url,
    log_url: url,
    environment_url,
    created_at: instant,
    updated_at: instant,
    deployment_url: `${home}/deployments/${id}`,
    repository_url: home
  }
}

const commit = 'a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d'
const instant = '2026-01-01T00:00:00Z'

function newestFirst<T>(items: T[]): T[] {
  return items.toReversed()
}

function parse(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body)
  } catch {
    return body
  }
}

type Content = { content?: Record<string, { schema: object }> }
type Parameter = { name: string; schema: object }
type Operation = {
  operationId: string
  parameters: (Parameter | { $ref: string })[]
  requestBody?: Content
  responses: Record<string, Content | { $ref: string }>
}
type Description = {
  paths: Record<string, Partial<Record<string, Operation>>>
  components: { schemas: object; parameters: object; responses: object }
}
type Call = { operation: Operation; parameters: Record<string, string> }

const description = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json'),
    'utf8'
  )
) as Description

const played = [
  '/repos/{owner}/{repo}/deployments',
  '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses'
]

function findCall({ method, path }: GitHubRequest): Call | undefined {
  const { pathname, searchParams } = new URL(path, 'http://localhost')
  for (const template of played) {
    // On GitHub Enterprise Server the API lives below /api/v3.
    const pattern = new RegExp(`^(?:/api/v3)?${template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
    const found = pattern.exec(pathname)
    const operation = description.paths[template]?.[method.toLowerCase()]
    if (found && operation)
      return { operation, parameters: { ...Object.fromEntries(searchParams), ...found.groups } }
  }
  return undefined
}

function problemsOfRequest(
  { operation, parameters }: Call,
  { headers, body }: GitHubRequest
): string[] {
  const specified = operation.parameters.map(parameter => resolve<Parameter>(parameter))
  const properties = Object.fromEntries(specified.map(({ name, schema }) => [name, schema]))
  const problems = check(
    'parameters',
    { type: 'object', properties, additionalProperties: false },
    { ...parameters }
  )
  const type = headers['content-type']?.split(';', 1)[0] ?? 'none'
  const schema = operation.requestBody?.content?.[type]?.schema
  if (schema !== undefined)
    return [...problems, ...check('body', { ...schema, additionalProperties: false }, body)]
  return operation.requestBody === undefined
    ? problems
    : [...problems, `content type ${type} is not described`]
}

function problemsOfAnswer({ operation }: Call, { status, body }: Answer): string[] {
  const response = resolve<Content>(operation.responses[status] ?? {})
  const schema = response.content?.['application/json']?.schema
  return schema === undefined ? [] : check('answer', schema, body)
}

function resolve<T>(value: T | { $ref: string }): T {
  if (!(value instanceof Object && '$ref' in value)) return value
  const keys = value.$ref.replace('#/', '').split('/')
  return keys.reduce<unknown>((node, key) => (node as Json)[key], description) as T
}

type Part = 'parameters' | 'body' | 'answer'

const parameterSchemas = makeAjv({ coerceTypes: true })
const bodySchemas = makeAjv({})
const compiled = new Map<string, ValidateFunction>()

function makeAjv(options: Options): Ajv {
  const formats = { uri: isUri, 'date-time': isInstant, int64: true as const }
  const { schemas } = description.components
  const ajv = new Ajv({ strict: false, allErrors: true, formats, ...options })
  ajv.addSchema({ $id: 'github', components: { schemas } })
  return ajv
}

function check(part: Part, schema: object, value: unknown): string[] {
  const validate = compile(part, schema)
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message = '', params }) =>
      `${part}${instancePath} ${message} ${JSON.stringify(params)}`
  )
}

function compile(part: Part, schema: object): ValidateFunction {
  const source = JSON.stringify(schema).replaceAll('"#/components/', '"github#/components/')
  const validate =
    compiled.get(source) ??
    (part === 'parameters' ? parameterSchemas : bodySchemas).compile(JSON.parse(source) as object)
  compiled.set(source, validate)
  return validate
}

// GitHub gives an empty string for an address that nobody set, and calls that a URI.
function isUri(value: string): boolean {
  return value === '' || URL.canParse(value)
}

function isInstant(value: string): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value))
  )
}
