import type { Edition } from './types.ts'

/** A response before it is put on the wire. */
export interface WireResponse {
  status: number
  headers: Record<string, string | string[]>
  body: string | Buffer
}

export const JSON_TYPE = 'application/json;charset=UTF-8'

/** Any value as a JSON response. */
export function jsonResponse(status: number, value: object): WireResponse {
  return { status, headers: { 'content-type': JSON_TYPE }, body: JSON.stringify(value) }
}

/** A list as the edition wraps it. */
export function listResponse(edition: Edition, resultList: object[]): WireResponse {
  const flag = edition === 'first' ? { success: true } : { status: 'SUCCESS' }
  return jsonResponse(200, { ...flag, resultList, resultCount: resultList.length })
}

/** A sentence as a plain-text response. */
export function textResponse(body: string): WireResponse {
  return { status: 200, headers: { 'content-type': 'text/plain;charset=UTF-8' }, body }
}

/** A response without a body. */
export function emptyResponse(status: number, headers: WireResponse['headers'] = {}): WireResponse {
  return { status, headers, body: '' }
}
