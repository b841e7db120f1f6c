import type { Edition } from './failures.ts'
import { getHost } from './host.ts'
import type { HttpResponse } from './http.ts'
import { getBoolean, getField, getText, isObject } from './json.ts'
import { carriesError, isCached, isFailureStatus, parseBody } from './parse-error.ts'
import { hasDotSegment, maxNameLength } from './path-segment.ts'

/** A list as the server sent it. */
export interface Listing<Item> {
  items: Item[]
  /** Whether it is the whole list, and every row of it could be read. */
  isComplete: boolean
  /** The edition, by the response's shape. */
  edition: Edition
}

/** An environment in a group's list of environments. */
export interface ListedEnvironment {
  name: string
  /** Undefined where the server does not say. */
  deployed: boolean | undefined
  /** Undefined where the server does not say (first edition). */
  redeployRequired: boolean | undefined
  /** `PRODUCTION`, `SANDBOX`, `TEST` or `KUBERNETES`, where the server says so. */
  type: string | undefined
  accessUrl: string | undefined
}

/** A record of a group's deploy history. */
export interface HistoryRecord {
  revision: number | undefined
  environment: string | undefined
  /** False for an undeployment; undefined where the server does not say. */
  isDeployment: boolean | undefined
  description: string
}

/** What the Manager's probe of the worker pods found of one route of an API Proxy. */
export interface RouteHealth {
  /** Undefined where the server does not say. */
  deployedInManager: boolean | undefined
  isActive: boolean
  isInconsistent: boolean
  podsResponded: number
  pods: RoutePod[]
  /** Whether the counts of pods fit the pods that are listed. */
  isComplete: boolean
}

/** What the probe found of a worker pod that responded. */
export interface RoutePod {
  name: string
  /** Of its address, which may be a URL; empty where none is given. */
  host: string
  isServing: boolean
  error: string | undefined
}

/**
 * Reads the `resultList` of a 200 response that says that it succeeded.
 * @param readRow reads one row; undefined where it cannot be read
 * @returns undefined when there is no such list, its count is below its rows, or it comes from a cache
 */
export function parseListing<Item>(
  response: HttpResponse,
  readRow: (row: unknown) => Item | undefined
): Listing<Item> | undefined {
  const json = parseBody(response)
  if (response.status !== 200 || isCached(response) || !isObject(json)) {
    return undefined
  }
  const status = json['status'] ?? undefined
  const success = json['success'] ?? undefined
  const isSuccess =
    (status ?? 'SUCCESS') === 'SUCCESS' &&
    (success ?? true) === true &&
    (status ?? success) !== undefined &&
    !carriesError(json)
  const count = json['resultCount'] ?? undefined
  const list: unknown = json['resultList'] ?? (count === 0 ? [] : undefined)
  if (!isSuccess || !Array.isArray(list)) {
    return undefined
  }
  const total = count ?? list.length
  if (typeof total !== 'number' || !(total >= list.length)) {
    return undefined
  }
  const rows = list.map(row => (isMalformedRow(row) ? undefined : readRow(row)))
  const items = rows.filter(row => row !== undefined)
  const edition = status === undefined ? 'first' : 'current'
  return { items, isComplete: items.length === total, edition }
}

/** Whether a row is not an object, or reports a failure of its own. The `status` of an environment is none. */
function isMalformedRow(row: unknown): boolean {
  return !isObject(row) || (row['success'] ?? true) !== true || carriesError(row)
}

/** Reads a row of a group's environments, in either edition. Its `status` is the environment's own. */
export function readEnvironment(row: unknown): ListedEnvironment | undefined {
  const name = readName(row)
  return name === undefined
    ? undefined
    : {
        name,
        deployed: getBoolean(row, 'deployed'),
        redeployRequired: getBoolean(row, 'redeployRequired'),
        type: getText(row, 'type'),
        accessUrl: getText(row, 'accessUrl')
      }
}

/**
 * Reads a row's name, which the editions write under different keys; undefined when they disagree, and for a
 * name that could lead to another path, of which it becomes a segment.
 */
export function readName(row: unknown): string | undefined {
  const [name, ...others] = ['name', 'environmentName']
    .filter(key => getText(row, key) !== undefined)
    // As it is, with spaces around it, because it is sent back.
    .map(key => getField(row, key) as string)
  const isSegment =
    name?.isWellFormed() === true && name.length <= maxNameLength && !hasDotSegment(name)
  return isSegment && others.every(other => other === name) ? name : undefined
}

/** Reads a record of the deploy history. */
export function readHistoryRecord(row: unknown): HistoryRecord {
  const revision = getField(row, 'revision')
  return {
    revision: Number.isSafeInteger(revision) ? (revision as number) : undefined,
    environment: getText(row, 'environment'),
    isDeployment: getBoolean(row, 'deploy'),
    description: getText(row, 'description') ?? ''
  }
}

/** Reads a route of `route-health`; what is missing counts as not served. */
export function readRouteHealth(row: unknown): RouteHealth {
  const podsResponded = getField(row, 'podsResponded')
  const list = getField(row, 'pods')
  const pods = (Array.isArray(list) ? list : []).map(readRoutePod)
  const responded = typeof podsResponded === 'number' ? podsResponded : 0
  return {
    deployedInManager: getBoolean(row, 'deployedInManager'),
    isActive: getField(row, 'routeActive') === true,
    isInconsistent: (getField(row, 'inconsistent') ?? false) !== false,
    podsResponded: responded,
    pods,
    isComplete: getField(row, 'podsActive') === responded && pods.length >= responded
  }
}

function readRoutePod(pod: unknown): RoutePod {
  const error = getField(pod, 'error') ?? ''
  const host = readHost(getText(pod, 'workerPodIp') ?? '')
  return {
    name: getText(pod, 'podName') ?? (host || 'a worker pod'),
    host,
    isServing:
      getField(pod, 'routeActive') === true &&
      !isMalformedRow(pod) &&
      !isFailureStatus(getField(pod, 'status')),
    error: error === '' ? undefined : (getText(pod, 'error') ?? 'unknown error')
  }
}

/** The host of an address that may be a URL, a host with a port, or a host. */
function readHost(address: string): string {
  const url = address.includes('://') ? address : `http://${address}`
  return URL.canParse(url) ? getHost(new URL(url)) : address
}

/** An environment's row, by its very name; rows of the same name that disagree prove nothing. */
export function findEnvironment(
  { items }: Listing<ListedEnvironment>,
  environment: string
): ListedEnvironment | undefined {
  const [row, ...others] = items.filter(({ name }) => name === environment)
  const agrees = ({ deployed, redeployRequired }: ListedEnvironment) =>
    deployed === row?.deployed && redeployRequired === row?.redeployRequired
  if (row === undefined || others.every(agrees)) {
    return row
  }
  return { ...row, deployed: undefined, redeployRequired: undefined }
}
