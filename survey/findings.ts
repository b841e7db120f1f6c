import { detectEdition } from '../src/apinizer/client.ts'
import { isSilentRefusal, type Edition } from '../src/apinizer/failures.ts'
import { getField } from '../src/apinizer/json.ts'
import { isCached, parseBody } from '../src/apinizer/parse-error.ts'
import type { Listing, RouteHealth } from '../src/apinizer/parse-lists.ts'
import { isRefused, type Deployment, type State } from './deployments.ts'
import { listItems, type Reading, type Readings, type Subject } from './readings.ts'
import type { Exchange } from './recorder.ts'
import { describeHeaders } from './shapes.ts'
import { describeListing, describeResult } from './words.ts'

/** What was found, in words of our own, with numbers in `detail`; undefined where it could not be asked. */
export type Finding = string | { found: string; detail: string } | undefined

/** What is read without a deployment. */
export interface Seen extends Readings {
  health: Reading<string>
  subject: Subject
}

/** What a deployment shows, with what was asked for. */
export interface Deployed extends Deployment {
  subject: Subject
}

/** The edition, as the action finds it. */
export function findEdition({ groupEnvironments: { result } }: Readings): Edition | undefined {
  return result && detectEdition(result)
}

/** The calls that should be accepted. */
function listExchanges({ health, routeHealth, ...seen }: Seen): Exchange[] {
  const { projects, groups, environments, groupEnvironments, history, apiProxies } = seen
  const lists: Reading<unknown>[] = [projects, groups, environments, groupEnvironments]
  const all = [health, ...lists, history, apiProxies, routeHealth]
  return all.flatMap(({ exchanges }) => exchanges)
}

function listResponses(seen: Seen) {
  return listExchanges(seen).flatMap(({ result }) => (result.kind === 'complete' ? [result] : []))
}

const join = (words: readonly string[], none: string) => [...new Set(words)].join(', ') || none

export function findHttpVersion(seen: Seen): Finding {
  const versions = listExchanges(seen).flatMap(({ httpVersion }) => httpVersion ?? [])
  return join(versions, 'no response')
}

export function findProducts(seen: Seen): Finding {
  const products = listResponses(seen).flatMap(({ headers }) => describeHeaders(headers).products)
  return join(products, 'no header says')
}

export function findCaches(seen: Seen): Finding {
  return listResponses(seen).some(isCached) ? 'responses with an age' : 'none'
}

export function findSize(seen: Seen): Finding {
  const largest = Math.max(0, ...listResponses(seen).map(({ body }) => Buffer.byteLength(body)))
  const slowest = Math.max(...listExchanges(seen).map(({ ms }) => ms))
  return `${Math.ceil(largest / 1024)} KB, ${seconds(slowest)}`
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/**
 * Whether a list can be read.
 * @param name a name that should be in it
 */
export function findList(reading: Reading<Listing<unknown>>, name?: string): Finding {
  const listed = describeListing(reading.result)
  if (reading.result?.ok !== true) {
    return listed
  }
  const { items } = reading.result.value
  const place = name === undefined || items.includes(name) ? '' : `, ${findSpelling(items, name)}`
  const rows = items.length === 1 ? '1 row' : `${items.length} rows`
  const older = reading.exchanges.length === 2 ? ', at the older path' : ''
  return { found: `${listed ?? ''}${place}`, detail: rows + older }
}

function findSpelling(names: unknown[], name: string): string {
  const fold = (text: unknown) => String(text).normalize().toLowerCase().trim()
  return names.some(one => fold(one) === fold(name)) ? 'in another spelling' : 'without this one'
}

export function findUnicode({ projects, groups, environments, apiProxies }: Readings): Finding {
  const names = [projects, groups, environments, apiProxies].flatMap(listItems)
  if (names.length === 0) {
    return undefined
  }
  if (names.every(name => /^[ -~]*$/.test(name))) {
    return 'ASCII alone'
  }
  return names.every(name => name === name.normalize()) ? 'NFC' : 'not NFC'
}

/** What the rows of the group's environments say. */
export function findFlags({ groupEnvironments }: Readings): Finding {
  const rows = listItems(groupEnvironments)
  const flags = (['deployed', 'redeployRequired'] as const).filter(flag =>
    rows.every(row => row[flag] !== undefined)
  )
  return rows.length === 0 ? undefined : flags.join(' and ') || 'neither'
}

/** Whether `resultCount` is the number of rows, in all lists. */
export function findCounts(seen: Seen): Finding {
  const counts = listResponses(seen).flatMap(response => {
    const json = parseBody(response)
    const rows = getField(json, 'resultList')
    return Array.isArray(rows) ? [compareCount(getField(json, 'resultCount'), rows.length)] : []
  })
  return counts.length === 0 ? undefined : join(counts, '')
}

function compareCount(count: unknown, rows: number): string {
  if (typeof count !== 'number') {
    return 'not given'
  }
  return count === rows ? 'the number of rows' : 'another number than that of the rows'
}

/** Which reads the token's user is refused. */
export function findPermissions(seen: Readings): Finding {
  const { projects, groups, environments, groupEnvironments, history, apiProxies } = seen
  const reads = { projects, groups, environments, groupEnvironments, history, apiProxies }
  const refused = Object.entries(reads).filter(([, { result }]) => {
    const isPermission = /permission|token|empty key/i.test(describeResult(result) ?? '')
    return isPermission || (result?.ok === false && isSilentRefusal(result.problem))
  })
  if (refused.length > 0) {
    return { found: 'not everything', detail: refused.map(([name]) => name).join(', ') }
  }
  return Object.values(reads).some(({ result }) => result?.ok) ? 'all that was asked' : undefined
}

export function findReport({ response: { result } }: Deployment): Finding {
  return result?.ok === true ? result.value.state : describeResult(result)
}

export function findDuration({ response: { exchanges } }: Deployment): Finding {
  const ms = exchanges.at(-1)?.ms ?? 0
  return { found: ms < 60_000 ? 'less than a minute' : 'a minute or more', detail: seconds(ms) }
}

const isDenied = ({ response: { result } }: Deployment) =>
  result?.ok === true && result.value.state === 'denied'

export function findRecord(deployment: Deployment): Finding {
  const { description, response, history, record, looks, afterMs } = deployment
  if (description === undefined) {
    return 'not signed'
  }
  const detail = `after ${seconds(afterMs)}`
  if (record !== undefined) {
    return looks === 1 ? 'at once' : { found: 'later', detail }
  }
  if (isRefused(response)) {
    return undefined
  }
  if (history.result?.ok !== true) {
    return describeListing(history.result)
  }
  return { found: isDenied(deployment) ? 'never, as it failed' : 'never', detail }
}

export function findDescription({ description = '', record }: Deployment): Finding {
  if (record === undefined || record.description === description) {
    return record && 'whole'
  }
  const found = description.startsWith(record.description) ? 'cut' : 'changed'
  const detail = `${description.length} characters sent, ${record.description.length} found`
  return { found, detail }
}

export function findPlace({ record, subject }: Deployed): Finding {
  if (record === undefined) {
    return undefined
  }
  if (record.environment !== subject.environment || record.isDeployment !== true) {
    return 'not marked as a deployment to this environment'
  }
  const row = record.row === 0 ? 'first row' : 'another row'
  return `${row}, ${record.isNewest ? 'highest revision' : 'not the highest revision'}`
}

/** A flag of the group’s environment after a deployment, and before. */
export function findFlag(deployment: Deployment, flag: 'deployed' | 'redeployRequired'): Finding {
  if (isRefused(deployment.response) || isDenied(deployment)) {
    return undefined
  }
  const { before, after } = deployment
  const read = ({ environment }: State) => {
    const value = environment?.[flag] ?? (environment && 'not told') ?? 'not listed'
    return String(value)
  }
  return { found: read(after), detail: `before: ${read(before)}` }
}

const countTrue = (routes: readonly RouteHealth[], flag: 'deployedInManager' | 'isActive') =>
  routes.filter(route => route[flag] === true).length

/** Whether the deployment of a group is one of its API Proxies: only those that were not deployed can tell. */
export function findMembers({ before, after }: Deployment): Finding {
  const were = before.routeHealth.flatMap(listItems)
  const are = after.routeHealth.flatMap(listItems)
  if (are.length === 0 || were.length !== are.length) {
    return undefined
  }
  const telling = are.filter((_, index) => were[index]?.deployedInManager === false)
  const changed = countTrue(telling, 'deployedInManager')
  const describe = (routes: RouteHealth[]) =>
    `${countTrue(routes, 'deployedInManager')} deployed, ${countTrue(routes, 'isActive')} active`
  return {
    found: describeChange(changed, telling.length),
    detail: `of ${are.length} routes; before: ${describe(were)}; after: ${describe(are)}`
  }
}

function describeChange(changed: number, telling: number): string {
  if (telling === 0) {
    return 'cannot be told'
  }
  if (changed === 0) {
    return 'no'
  }
  return changed === telling ? 'yes' : 'some of them'
}

/** Whether route health lists the pods of the deployment, by their names or addresses. */
export function findPods({ response: { result }, after }: Deployment): Finding {
  const routes = after.routeHealth.flatMap(listItems)
  const pods = result?.ok === true ? result.value.pods : []
  if (routes.length === 0 || pods.length === 0) {
    return undefined
  }
  const listed = new Set(
    routes.flatMap(route => route.pods.flatMap(({ name, host }) => [name, host]))
  )
  const missing = pods.filter(({ name, ip }) => !listed.has(name) && !listed.has(ip)).length
  const detail = `${missing} of ${pods.length} missing`
  return missing === 0 ? 'all' : { found: 'not all', detail }
}
