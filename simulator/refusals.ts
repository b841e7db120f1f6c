import { STATUS_CODES } from 'node:http'
import { emptyResponse, jsonResponse, type WireResponse } from './responses.ts'
import type { CustomRefusal, Edition, RefusalStatus } from './types.ts'

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
  invalidBody: refusal(400, 'bad_request', 'Request body is not valid!')
}

/**
 * The refusals that a fault asks for, by their status. Where the vendor documents no sentence it is
 * HTTP's own, which claims nothing.
 */
export const refusalsByStatus: Record<RefusalStatus, Refusal> = {
  400: refusal(400, 'bad_request'),
  401: refusal(401, 'invalid_token', 'Invalid or expired token'),
  403: refusal(403, 'forbidden', noPermission),
  404: refusal(404, 'resource_not_found'),
  409: refusal(409, 'conflict'),
  423: refusal(423, 'conflict'),
  429: refusal(429, 'rate_limit_exceeded'),
  500: refusal(500, 'internal_error'),
  503: refusal(503, 'server_error')
}

/** The headers of every response that Spring Security writes. */
const springSecurityHeaders = {
  'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
  pragma: 'no-cache',
  expires: '0',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY'
}

/** How an error leaves a server with Spring Security's defaults. */
export function springError(edition: Edition, status: 403 | 401): WireResponse {
  return status === 403
    ? emptyResponse(403, springSecurityHeaders)
    : refuse(edition, refusals.noToken, springSecurityHeaders)
}

/** The refusal of a name that does not exist, or that the user may not know. */
export function notFound(
  edition: Edition,
  kind: 'Project' | 'API Proxy Group' | 'API Proxy' | 'Environment',
  name: string
): Refusal {
  if (kind === 'API Proxy') {
    return refusal(404, 'not_found', `ApiProxy (name: ${name}) was not found!`)
  }
  const sentence =
    kind === 'Project' && edition === 'current'
      ? `Project (${name}) is not found!`
      : `${kind} (${name}) is not found or user does not have privilege to access it!`
  return refusal(400, 'bad_request', sentence)
}

/** A refusal in the words of one edition; only the first has a 403 for a missing permission. */
export function refuse(
  edition: Edition,
  { status, code, sentence }: Refusal,
  headers: WireResponse['headers'] = {}
): WireResponse {
  if (edition === 'current') {
    return jsonResponse(status, { status: 'FAILURE', resultMessage: sentence }, headers)
  }
  const firstStatus = code === 'access_denied' ? 403 : status
  return jsonResponse(firstStatus, { error: code, error_description: sentence }, headers)
}

/** The refusal that a fault asks for. */
export function refuseByFault(
  edition: Edition,
  wanted: RefusalStatus | CustomRefusal
): WireResponse {
  const custom: CustomRefusal = typeof wanted === 'object' ? wanted : { status: wanted }
  const { status, message, retryAfterSeconds } = custom
  const headers: WireResponse['headers'] =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  const { code, sentence } = refusalsByStatus[status]
  const error_description = message ?? sentence
  if (edition === 'first' && status === 429) {
    const retry_after = retryAfterSeconds ?? 60
    return jsonResponse(status, { error: code, error_description, retry_after })
  }
  return refuse(edition, { status, code, sentence: error_description }, headers)
}

function refusal(status: number, code: string, sentence = STATUS_CODES[status] ?? ''): Refusal {
  return { status, code, sentence }
}
