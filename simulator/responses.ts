import type { Edition } from './types.ts'

/** A response before it is put on the wire. */
export interface WireResponse {
  status: number
  headers: Record<string, string | string[]>
  body: string | Buffer
}

export const JSON_TYPE = 'application/json;charset=UTF-8'

/** Any value as a JSON response. */
export function jsonResponse(
  status: number,
  value: object,
  headers: WireResponse['headers'] = {}
): WireResponse {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify(value) }
}

/** A list as the edition wraps it. */
export function listResponse(edition: Edition, resultList: object[]): WireResponse {
  const flag = edition === 'first' ? { success: true } : { status: 'SUCCESS' }
  return jsonResponse(200, { ...flag, resultList, resultCount: resultList.length })
}

/** A list that shows so many of its rows, under the `resultCount` of all. */
export function cutRows(response: WireResponse, rows: number): WireResponse {
  const list = JSON.parse(response.body.toString()) as { resultList: object[] }
  return {
    ...response,
    body: JSON.stringify({ ...list, resultList: list.resultList.slice(0, rows) })
  }
}

/** A response without a body. */
export function emptyResponse(status: number, headers: WireResponse['headers'] = {}): WireResponse {
  return { status, headers, body: '' }
}
