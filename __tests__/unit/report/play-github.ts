import type { HttpClient, HttpRequest, RequestResult } from '../../../src/apinizer/http.ts'

type Body = Record<string, unknown>

/** A deployment that was created, with the bodies of its statuses, oldest first. */
interface PlayedDeployment {
  id: number
  body: Body
  statuses: Body[]
}

export interface PlayedGitHub {
  http: HttpClient
  deployments: PlayedDeployment[]
  /** `POST state` or the like for each request; the state of a status, else `deployments`. */
  calls: string[]
}

/** A response with a JSON body. */
export function respond(
  status: number,
  body: object,
  headers: Record<string, string> = {}
): RequestResult {
  return { kind: 'complete', status, headers, body: JSON.stringify(body) }
}

/**
 * Plays the four calls of GitHub's API for deployments in memory; the scenarios run the same against a server.
 * @param fail what a call gets instead, by its name in `calls`; `deployments` has what was carried out all the same
 */
export function playGitHub(
  fail: (call: string) => RequestResult | undefined = () => undefined
): PlayedGitHub {
  const deployments: PlayedDeployment[] = []
  const calls: string[] = []
  const send = ({ method, path, body: text = '{}' }: HttpRequest): Promise<RequestResult> => {
    const body = JSON.parse(text) as Body
    const { state = 'deployments' } = body as { state?: string }
    const call = `${method} ${state}`
    calls.push(call)
    const failure = fail(call)
    const isRefused = failure?.kind === 'complete' || (failure !== undefined && !failure.sent)
    const response = isRefused ? failure : carryOut(deployments, { method, path, body })
    return Promise.resolve(failure ?? response)
  }
  return { http: { send }, deployments, calls }
}

function carryOut(
  deployments: PlayedDeployment[],
  { method, path, body }: { method: string; path: string; body: Body }
): RequestResult {
  const id = Number(/deployments\/(\d+)\/statuses/.exec(path)?.[1])
  const { statuses = [] } = deployments.find(one => one.id === id) ?? {}
  if (method === 'POST') {
    if (Number.isNaN(id)) {
      deployments.push({ id: deployments.length + 1, body, statuses: [] })
      return respond(201, { id: deployments.length })
    }
    statuses.push(body)
    return respond(201, {})
  }
  const environment = new URL(path, 'https://host').searchParams.get('environment')
  const listed = deployments
    .filter(one => one.body.environment === environment)
    .map(one => ({ id: one.id, payload: one.body.payload }))
  return respond(200, (Number.isNaN(id) ? listed : statuses).toReversed())
}
