import type { WireResponse } from './responses.ts'
import type { Call } from './types.ts'

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

/** Optional fields of the items of a list, by call. */
const itemFields: Partial<Record<Call, string[]>> = {
  projects: ['description'],
  groups: ['description'],
  environments: ['type', 'accessUrl', 'redeployRequired', 'status'],
  'project-environments': ['type', 'accessUrl', 'status'],
  'older-project-environments': ['type', 'accessUrl', 'status'],
  'route-health': ['deployedInManager', 'inconsistent', 'error'],
  'deploy-status': ['lastDeployTime', 'revision']
}

/**
 * The same response with every optional field that it leaves out as null. An environment that a
 * group is not deployed on has `deployed: null`. A response that is not JSON is returned as it is.
 */
export function withNulls(call: Call, response: WireResponse): WireResponse {
  if (!String(response.headers['content-type']).startsWith('application/json')) {
    return response
  }
  const value = JSON.parse(response.body.toString()) as JsonObject
  const filled: JsonObject = { ...nullsFor(topFields), ...value }
  if (isObject(value['deploymentResult'])) {
    filled['deploymentResult'] = fillDeployment(value['deploymentResult'])
  }
  if (Array.isArray(value['resultList'])) {
    filled['resultList'] = value['resultList'].map(item => fillItem(call, item as JsonObject))
  }
  return { ...response, body: JSON.stringify(filled) }
}

function fillDeployment(value: JsonObject): JsonObject {
  // The first edition's result has one shape, without optional fields.
  if (Array.isArray(value['environmentResults'])) {
    return value
  }
  const filled: JsonObject = { ...nullsFor(deploymentFields), ...value }
  if (Array.isArray(value['detailList'])) {
    filled['detailList'] = value['detailList'].map(item => fillDeployment(item as JsonObject))
  }
  if (isObject(value['firstFromApiResultList'])) {
    filled['firstFromApiResultList'] = fillDeployment(value['firstFromApiResultList'])
  }
  return filled
}

function fillItem(call: Call, item: JsonObject): JsonObject {
  const filled: JsonObject = { ...nullsFor(itemFields[call] ?? []), ...item }
  if (call === 'environments' && item['deployed'] === false) {
    filled['deployed'] = null
  }
  if (Array.isArray(item['pods'])) {
    filled['pods'] = item['pods'].map(pod => ({ error: null, ...(pod as JsonObject) }))
  }
  return filled
}

function nullsFor(fields: string[]): JsonObject {
  return Object.fromEntries(fields.map(field => [field, null]))
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
