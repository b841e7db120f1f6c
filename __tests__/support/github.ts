import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import {
  checkFields,
  checkStatus,
  createDeploymentBody,
  createDeploymentParameters,
  createStatusBody,
  createStatusParameters,
  listDeploymentsParameters,
  listStatusesParameters,
  type Deployment,
  type DeploymentBody,
  type Described,
  type Status,
  type StatusBody
} from './github-fields.ts'

/** A request as it came in; `path` includes the query, `body` is parsed where it is JSON. */
type GitHubRequest = {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: unknown
}

/** A status and a JSON body. */
type Answer = { status: number; body: object | null }

/** A deployment that was created, with the bodies of its statuses, oldest first. */
type GitHubDeployment = { id: number; body: DeploymentBody; statuses: StatusBody[] }

/** How the server behaves; without options it does what it is asked. */
export type GitHubOptions = {
  /** Returns the response to send instead of the usual one, or nothing. */
  fail?: (request: GitHubRequest) => Answer | undefined
  /** Takes requests and never responds. */
  silent?: boolean
}

/** A running server that plays GitHub's REST API for deployments. */
export interface GitHub extends AsyncDisposable {
  /** What GITHUB_API_URL should be. */
  url: string
  requests: GitHubRequest[]
  /** Everything that departs from GitHub's published description, one sentence each. */
  problems: string[]
  deployments: GitHubDeployment[]
  close: () => Promise<void>
}

type Records = Pick<GitHub, 'requests' | 'problems' | 'deployments'>

/**
 * Starts the server on a free port of 127.0.0.1.
 * @param options how it behaves
 * @returns its URL, its records and a way to stop it
 */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const records: Records = { requests: [], problems: [], deployments: [] }
  const server = createServer((request, response) => {
    respond(request, response, records, options).catch((error: unknown) => {
      records.problems.push(`${request.method ?? ''} ${request.url ?? ''}: ${String(error)}`)
      response.destroy()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => {
        resolve()
      })
      server.closeAllConnections()
    })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, ...records, close, [Symbol.asyncDispose]: close }
}

async function respond(
  incoming: IncomingMessage,
  response: ServerResponse,
  records: Records,
  options: GitHubOptions
): Promise<void> {
  const { method = '', url: path = '', headers } = incoming
  const request = { method, path, headers, body: parseJson(await text(incoming)) }
  records.requests.push(request)
  const note = (problem: string) => records.problems.push(`${method} ${path}: ${problem}`)
  const call = findCall(request)
  const problems = call === undefined ? ['is no call that this server plays'] : checkRequest(call)
  problems.forEach(note)
  if (options.silent === true) {
    return
  }
  const { status, body } =
    options.fail?.(request) ?? usualResponse(call, problems, records.deployments, note)
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(body))
}

/** The calls that this server plays. */
const operations = {
  'GET deployments': { parameters: listDeploymentsParameters, body: undefined },
  'POST deployments': { parameters: createDeploymentParameters, body: createDeploymentBody },
  'GET statuses': { parameters: listStatusesParameters, body: undefined },
  'POST statuses': { parameters: createStatusParameters, body: createStatusBody }
} satisfies Record<string, { parameters: Described; body: Described | undefined }>

type Call = {
  operation: keyof typeof operations
  parameters: Record<string, string>
  request: GitHubRequest
}

// On GitHub Enterprise Server the API is below /api/v3.
const deploymentsPath =
  /^(?:\/api\/v3)?\/repos\/(?<owner>[^/]+)\/(?<repo>[^/]+)\/deployments(?:\/(?<deployment_id>[^/]+)\/statuses)?$/

function findCall(request: GitHubRequest): Call | undefined {
  const { pathname, searchParams } = new URL(request.path, 'http://localhost')
  const named = deploymentsPath.exec(pathname)?.groups
  if (named === undefined) {
    return undefined
  }
  const { deployment_id, ...repository } = named
  const operation = `${request.method} ${deployment_id === undefined ? 'deployments' : 'statuses'}`
  if (!(operation in operations)) {
    return undefined
  }
  const path = deployment_id === undefined ? repository : named
  return {
    operation: operation as Call['operation'],
    parameters: { ...Object.fromEntries(searchParams), ...path },
    request
  }
}

function checkRequest({ operation, parameters, request }: Call): string[] {
  const described = operations[operation]
  const problems = checkFields('parameters', described.parameters, parameters)
  if (described.body === undefined) {
    return problems
  }
  const type = request.headers['content-type']?.split(';', 1)[0] ?? 'none'
  if (type !== 'application/json') {
    return [...problems, `content type ${type} is not described`]
  }
  return [...problems, ...checkFields('body', described.body, request.body)]
}

/** What GitHub would send; `note` gets what departs from its description in that. */
function usualResponse(
  call: Call | undefined,
  problems: string[],
  deployments: GitHubDeployment[],
  note: (problem: string) => void
): Answer {
  if (call === undefined) {
    return notFound
  }
  if (problems.length > 0) {
    return unprocessable(problems)
  }
  const { operation, parameters, request } = call
  const { owner = '', repo = '', deployment_id } = parameters
  const repositoryUrl = `http://${request.headers.host ?? ''}/repos/${owner}/${repo}`
  if (operation === 'POST deployments') {
    const created = {
      id: deployments.length + 1,
      body: request.body as DeploymentBody,
      statuses: []
    }
    deployments.push(created)
    return { status: 201, body: describeDeployment(repositoryUrl, created) }
  }
  if (operation === 'GET deployments') {
    const listed = deployments.map(one => describeDeployment(repositoryUrl, one))
    return { status: 200, body: listed.toReversed() }
  }
  const deployment = deployments.find(({ id }) => String(id) === deployment_id)
  if (deployment === undefined) {
    return notFound
  }
  if (operation === 'POST statuses') {
    const count = deployment.statuses.push(request.body as StatusBody)
    const created = describeStatus(repositoryUrl, deployment, count)
    checkStatus(created).forEach(note)
    return { status: 201, body: created }
  }
  const listed = deployment.statuses.map((_, index) =>
    describeStatus(repositoryUrl, deployment, index + 1)
  )
  return { status: 200, body: listed.toReversed() }
}

const documentation_url = 'https://docs.github.com/rest'
const notFound = { status: 404, body: { message: 'Not Found', documentation_url, status: '404' } }

function unprocessable(problems: string[]): Answer {
  const errors = problems.map(message => ({ code: 'custom', message }))
  return { status: 422, body: { message: 'Validation Failed', errors, documentation_url } }
}

const commit = 'a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d'
const instant = '2026-01-01T00:00:00Z'

function describeDeployment(repositoryUrl: string, { id, body }: GitHubDeployment): Deployment {
  const { environment = 'production' } = body
  return {
    url: `${repositoryUrl}/deployments/${id}`,
    id,
    node_id: `DE_${id}`,
    sha: commit,
    ref: body.ref,
    task: body.task ?? 'deploy',
    payload: body.payload ?? {},
    original_environment: environment,
    environment,
    description: body.description ?? null,
    creator: null,
    created_at: instant,
    updated_at: instant,
    statuses_url: `${repositoryUrl}/deployments/${id}/statuses`,
    repository_url: repositoryUrl,
    transient_environment: body.transient_environment ?? false,
    production_environment: body.production_environment ?? environment === 'production'
  }
}

/** @param number of the status, counted from 1 */
function describeStatus(
  repositoryUrl: string,
  { id, body, statuses }: GitHubDeployment,
  number: number
): Status {
  const status = statuses[number - 1]
  if (status === undefined) {
    throw new Error(`Deployment ${id} has no status ${number}`)
  }
  const target_url = status.log_url ?? status.target_url ?? ''
  return {
    url: `${repositoryUrl}/deployments/${id}/statuses/${number}`,
    id: number,
    node_id: `DES_${number}`,
    state: status.state,
    creator: null,
    description: status.description ?? '',
    environment: status.environment ?? body.environment ?? 'production',
    target_url,
    log_url: target_url,
    environment_url: status.environment_url ?? '',
    created_at: instant,
    updated_at: instant,
    deployment_url: `${repositoryUrl}/deployments/${id}`,
    repository_url: repositoryUrl
  }
}

function parseJson(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body)
  } catch {
    return body
  }
}
