import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { components, paths } from '@octokit/openapi-types'

type Deployments = paths['/repos/{owner}/{repo}/deployments']
type Statuses = paths['/repos/{owner}/{repo}/deployments/{deployment_id}/statuses']
type JsonBody<Call extends { requestBody: { content: { 'application/json': object } } }> =
  Call['requestBody']['content']['application/json']
type Query<Call extends { parameters: { query?: object } }> = NonNullable<
  Call['parameters']['query']
>
type DeploymentBody = JsonBody<Deployments['post']>
type StatusBody = JsonBody<Statuses['post']>

/** A request as it came in; `path` includes the query, `body` is parsed where it is JSON. */
interface GitHubRequest {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: unknown
}

/** A deployment that was created, with the bodies of its statuses, oldest first. */
interface GitHubDeployment {
  id: number
  body: DeploymentBody
  statuses: StatusBody[]
}

interface Reply {
  status: number
  body: object
}

/** How the server behaves; without options it does what it is asked. */
export interface GitHubOptions {
  /** Returns the response to send instead of the usual one, or nothing. */
  fail?: (request: GitHubRequest) => Reply | undefined
  /** Takes requests and never responds. */
  silent?: boolean
}

/** A running server that plays GitHub's REST API for deployments. */
export interface GitHub extends AsyncDisposable {
  /** What GITHUB_API_URL should be. */
  url: string
  requests: GitHubRequest[]
  /** Every request that departs from GitHub's published description, one sentence each. */
  problems: string[]
  deployments: GitHubDeployment[]
  close: () => Promise<void>
}

/** Starts the server on a free port of 127.0.0.1. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const records = {
    requests: [] as GitHubRequest[],
    problems: [] as string[],
    deployments: [] as GitHubDeployment[]
  }
  const respond = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '', headers } = incoming
    const request = { method, path, headers, body: parseJson(await text(incoming)) }
    records.requests.push(request)
    if (options.silent === true) {
      return
    }
    const found = findProblems(request)
    records.problems.push(...found.map(problem => `${method} ${path}: ${problem}`))
    const usual = () =>
      found.length > 0
        ? { status: 422, body: { message: found.join() } }
        : reply(request, records.deployments)
    const { status, body } = options.fail?.(request) ?? usual()
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const server = createServer((incoming, response) => {
    void respond(incoming, response)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, ...records, close, [Symbol.asyncDispose]: close }
}

/** What may be in a part of a request, and what `typeof` may say of it; the compiler wants every name. */
type Description<Fields> = Record<keyof Fields, string[]>

const deploymentBody: Description<DeploymentBody> = {
  ref: ['string'],
  task: ['string'],
  auto_merge: ['boolean'],
  required_contexts: ['object'],
  payload: ['object', 'string'],
  environment: ['string'],
  description: ['string'],
  transient_environment: ['boolean'],
  production_environment: ['boolean']
}

const statusBody: Description<StatusBody> = {
  state: ['string'],
  target_url: ['string'],
  log_url: ['string'],
  description: ['string'],
  environment: ['string'],
  environment_url: ['string'],
  auto_inactive: ['boolean']
}

const pages: Description<Query<Statuses['get']>> = { per_page: ['string'], page: ['string'] }

const filters: Description<Query<Deployments['get']>> = {
  ...pages,
  sha: ['string'],
  ref: ['string'],
  task: ['string'],
  environment: ['string']
}

const described: Record<string, { fields: Record<string, string[]>; required?: string }> = {
  'GET deployments': { fields: filters },
  'POST deployments': { fields: deploymentBody, required: 'ref' },
  'GET statuses': { fields: pages },
  'POST statuses': { fields: statusBody, required: 'state' }
}

/** GitHub's limit for the description of a status, characters. */
const maxDescription = 140

function findProblems(request: GitHubRequest): string[] {
  const { call } = readCall(request)
  const description = described[call]
  if (description === undefined) {
    return ['is no call that this server plays']
  }
  const { fields, required } = description
  const query = new URL(request.path, 'http://localhost').searchParams
  const given = Object(required === undefined ? Object.fromEntries(query) : request.body) as object
  const wrong = Object.entries(given).filter(
    ([name, value]) => fields[name]?.includes(typeof value) !== true
  )
  const { description: text = '' } = given as StatusBody
  return [
    ...(required !== undefined && !(required in given) ? [`${required} is missing`] : []),
    ...wrong.map(([name]) => `${name} is not as described`),
    ...(call === 'POST statuses' && text.length > maxDescription ? ['description is too long'] : [])
  ]
}

/** @returns the call's name in `described`, and the id in its path */
function readCall({ method, path }: GitHubRequest): { call: string; id: number | undefined } {
  // On GitHub Enterprise Server the API is below /api/v3.
  const parts =
    /^(?:\/api\/v3)?\/repos\/[^/]+\/[^/]+\/deployments(?:\/(?<id>\d+)\/statuses)?(?:\?|$)/.exec(
      path
    )
  const id = parts?.groups?.id
  const kind = id === undefined ? 'deployments' : 'statuses'
  return {
    call: parts === null ? path : `${method} ${kind}`,
    id: id === undefined ? undefined : Number(id)
  }
}

/** What of GitHub's responses matters here. */
type Deployment = Pick<components['schemas']['deployment'], 'id' | 'payload'>
type Status = Pick<components['schemas']['deployment-status'], 'id' | 'state'>

function reply(request: GitHubRequest, deployments: GitHubDeployment[]): Reply {
  const { call, id } = readCall(request)
  if (call === 'POST deployments') {
    const body = request.body as DeploymentBody
    const created = { id: deployments.length + 1, body, statuses: [] }
    deployments.push(created)
    return { status: 201, body: describeDeployment(created) }
  }
  if (call === 'GET deployments') {
    return { status: 200, body: deployments.map(describeDeployment).toReversed() }
  }
  const deployment = deployments.find(one => one.id === id)
  if (deployment === undefined) {
    return { status: 404, body: { message: 'Not Found' } }
  }
  const { statuses } = deployment
  if (call === 'POST statuses') {
    statuses.push(request.body as StatusBody)
    return { status: 201, body: {} }
  }
  const listed = statuses.map(({ state }, index): Status => ({ id: index + 1, state }))
  return { status: 200, body: listed.toReversed() }
}

function describeDeployment({ id, body }: GitHubDeployment): Deployment {
  return { id, payload: body.payload ?? {} }
}

function parseJson(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body)
  } catch {
    return body
  }
}
