import type { Edition } from './types.ts'

/** An answer before it is put on the wire. */
export interface Answer {
  status: number
  headers: Record<string, string | string[]>
  body: string | Buffer
}

/** Why a request is refused: the HTTP status, the first edition's code, the sentence of both. */
export interface Refusal {
  status: number
  code: string
  sentence: string
}

export const JSON_TYPE = 'application/json;charset=UTF-8'

/** Every refusal that the Manager knows, by its reason. */
export const refusals = {
  noToken: refusal(
    401,
    'unauthorized_client',
    'Empty Key! Client must be authenticated to access this resource.'
  ),
  wrongToken: refusal(401, 'invalid_token', 'Token is not valid!'),
  expiredToken: refusal(401, 'token_expired', 'Token was expired!'),
  noPermission: refusal(
    400,
    'access_denied',
    'User does not have required permission for this operation!'
  ),
  bodyGiven: refusal(400, 'bad_request', 'Request body is not expected!'),
  bodyNotJson: refusal(400, 'bad_request', 'Request body is not a JSON object!'),
  wrongDescription: refusal(400, 'validation_failed', 'Field (description) must be a string!'),
  wrongPersistent: refusal(400, 'validation_failed', 'Field (persistent) must be a boolean!')
}

/** The refusal of a name that is not there, as in `Environment (production) is not found or ...`. */
export function notFound(
  kind: 'Project' | 'API Proxy Group' | 'API Proxy' | 'Environment',
  name: string
): Refusal {
  return refusal(
    400,
    'bad_request',
    `${kind} (${name}) is not found or user does not have privilege to access it!`
  )
}

/** A refusal in the words of one edition; only the first has a 403 for a missing permission. */
export function refused(edition: Edition, { status, code, sentence }: Refusal): Answer {
  if (edition === 'current') return json(status, { status: 'FAILURE', resultMessage: sentence })
  return json(code === 'access_denied' ? 403 : status, { error: code, error_description: sentence })
}

/** A list as the edition wraps it. */
export function listed(edition: Edition, resultList: object[]): Answer {
  const flag = edition === 'first' ? { success: true } : { status: 'SUCCESS' }
  return json(200, { ...flag, resultList, resultCount: resultList.length })
}

/** Any value as a JSON answer. */
export function json(status: number, value: object): Answer {
  return { status, headers: { 'content-type': JSON_TYPE }, body: JSON.stringify(value) }
}

/** A sentence as a plain-text answer. */
export function text(body: string): Answer {
  return { status: 200, headers: { 'content-type': 'text/plain;charset=UTF-8' }, body }
}

/** An answer without a body. */
export function empty(status: number, headers: Answer['headers'] = {}): Answer {
  return { status, headers, body: '' }
}

function refusal(status: number, code: string, sentence: string): Refusal {
  return { status, code, sentence }
}
