import type { WireResponse } from './responses.ts'

type JsonObject = Record<string, unknown>

/** Optional fields at the top of a response, the flags of the other edition included. */
const topFields = ['status', 'success', 'resultMessage', 'resultList', 'resultCount']

/** Optional fields of `deploymentResult` and of the items of `detailList`, which have one type. */
const deploymentFields = [
  'envName',
  'podName',
  'podIp',
  'detail',
  'responseTime',
  'detailList',
  'firstFromApiResultList'
]

/**
 * The same response with every optional field that it leaves out as null, but for those of the rows
 * of a list. A response that is not JSON is returned as it is.
 */
export function withNulls(response: WireResponse): WireResponse {
  if (!String(response.headers['content-type']).startsWith('application/json')) {
    return response
  }
  const value: unknown = JSON.parse(response.body.toString(), fillDeployment)
  return { ...response, body: JSON.stringify({ ...nullsFor(topFields), ...(value as JsonObject) }) }
}

/** Fills in what is a deployment result of the current edition, which alone has optional fields. */
function fillDeployment(_: string, value: unknown): unknown {
  const isDeployment =
    typeof value === 'object' && value !== null && 'success' in value && 'responseTime' in value
  return isDeployment ? { ...nullsFor(deploymentFields), ...value } : value
}

function nullsFor(fields: string[]): JsonObject {
  return Object.fromEntries(fields.map(field => [field, null]))
}
