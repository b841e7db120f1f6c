import { STATUS_CODES } from 'node:http'
import { jsonResponse, type WireResponse } from './responses.ts'
import type { ManagerState } from './state.ts'
import type { CustomRefusal, Edition, Fault, RefusalStatus } from './types.ts'

/** Why a request is refused: the HTTP status, the first edition's code, the sentence of both. */
export interface Refusal {
  status: number
  code: string
  sentence: string
}

const noPermission = 'User does not have required permission for this operation!'
const noDeployPermission = 'User does not have required permission to deploy/undeploy API Proxy!'
const noKey = 'Empty Key! Client must be authenticated to access this resource.'

/** The refusals that the Manager decides on by itself. */
export const refusals = {
  noToken: refusal(401, 'unauthorized_client', noKey),
  wrongToken: refusal(401, 'invalid_token', 'Token is not valid!'),
  expiredToken: refusal(401, 'token_expired', 'Token was expired!'),
  noPermission: refusal(400, 'access_denied', noPermission),
  noDeployPermission: refusal(400, 'access_denied', noDeployPermission),
  unexpectedBody: refusal(400, 'bad_request', 'Request body is not expected!'),
  invalidJson: refusal(400, 'bad_request', 'Request body is not a JSON object!'),
  invalidDescription: refusal(400, 'validation_failed', 'Field (description) must be a string!'),
  invalidPersistent: refusal(400, 'validation_failed', 'Field (persistent) must be a boolean!')
}

/** The refusals that a fault asks for, by their status. */
const byStatus: Record<RefusalStatus, Refusal> = {
  400: refusal(400, 'bad_request', 'Request is not valid!'),
  401: refusal(401, 'invalid_token', 'Invalid or expired token'),
  403: refusal(403, 'forbidden', 'User does not have privilege to access this resource!'),
  404: refusal(404, 'resource_not_found', 'Resource is not found!'),
  409: refusal(409, 'conflict', 'Another deployment of this API Proxy Group is in progress!'),
  423: refusal(423, 'locked', 'API Proxy Group is locked by another user!'),
  429: refusal(429, 'rate_limit_exceeded', 'Too many requests!'),
  500: refusal(500, 'internal_error', 'An unexpected error occurred!'),
  503: refusal(503, 'server_error', 'Server is starting, try again later!')
}

/** The refusal of a name that does not exist, or that the user may not know. */
export function notFound(
  { edition, missingProject }: Pick<ManagerState, 'edition' | 'missingProject'>,
  kind: 'Project' | 'API Proxy Group' | 'API Proxy' | 'Environment',
  name: string
): Refusal {
  return refusal(400, 'bad_request', sentenceFor())

  function sentenceFor(): string {
    if (kind !== 'Project' || edition === 'first') {
      return `${kind} (${name}) is not found or user does not have privilege to access it!`
    }
    return missingProject === 'not-found'
      ? `Project (${name}) is not found!`
      : `Project(${name}) was not found or user does not have privilege to access it!`
  }
}

/** A refusal in the words of one edition; only the first has a 403 for a missing permission. */
export function refuse(edition: Edition, { status, code, sentence }: Refusal): WireResponse {
  if (edition === 'current') {
    return jsonResponse(status, { status: 'FAILURE', resultMessage: sentence })
  }
  const firstStatus = code === 'access_denied' ? 403 : status
  return jsonResponse(firstStatus, { error: code, error_description: sentence })
}

/** The refusal that a fault asks for. */
export function refuseByFault(
  { edition, now }: Pick<ManagerState, 'edition' | 'now'>,
  wanted: NonNullable<Fault['refusal']>,
  path: string
): WireResponse {
  const custom: CustomRefusal = typeof wanted === 'object' ? wanted : { status: wanted }
  const { status, message, retryAfterSeconds, format = 'manager' } = custom
  const headers: Record<string, string> = {}
  if (retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(retryAfterSeconds)
  }
  if (format === 'spring') {
    const timestamp = new Date(now()).toISOString()
    return withHeaders(
      jsonResponse(status, { timestamp, status, error: STATUS_CODES[status], path }),
      headers
    )
  }
  const known = byStatus[status]
  const { code, sentence } = { ...known, sentence: message ?? known.sentence }
  if (edition === 'first' && status === 429) {
    const value = { error: code, error_description: sentence, retry_after: retryAfterSeconds ?? 60 }
    return jsonResponse(status, value)
  }
  return withHeaders(refuse(edition, { status, code, sentence }), headers)
}

function withHeaders(response: WireResponse, headers: Record<string, string>): WireResponse {
  return { ...response, headers: { ...response.headers, ...headers } }
}

function refusal(status: number, code: string, sentence: string): Refusal {
  return { status, code, sentence }
}
