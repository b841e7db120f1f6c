import { fieldOf, isObject, parseJson, textOf } from './json.ts'
import type { Reply } from './http.ts'

/** An environment in the group's list of environments. */
export interface ListedEnvironment {
  name: string
  deployed: boolean
  /** Undefined where the server does not tell (first edition). */
  redeployRequired: boolean | undefined
  /** `PRODUCTION`, `SANDBOX` or `TEST`, where the server tells. */
  type: string | undefined
  accessUrl: string | undefined
}

/** A record of a group's deploy history. */
export interface HistoryRecord {
  revision: number
  environment: string
  /** False for an undeployment. */
  deploy: boolean
  description: string
  /** The server's clock, ms since the epoch, and how exact it is. */
  date: { from: number; to: number }
}

/** Whether an API Proxy of the group is served, as far as one answer tells. */
export interface RouteHealth {
  healthy: boolean
  /** What is not as it should be, with the pods' names; the server's words among ours. */
  problems: string[]
}

/** The `resultList` of a 200 answer that says that it succeeded, or undefined when there is none. */
function resultList(reply: Reply): unknown[] | undefined {
  if (!reply.answered || reply.status !== 200) return undefined
  const answer = parseJson(reply.body)
  const list = fieldOf(answer, 'resultList')
  const succeeded = fieldOf(answer, 'status') === 'SUCCESS' || fieldOf(answer, 'success') === true
  const failed = fieldOf(answer, 'status') === 'FAILURE' || fieldOf(answer, 'success') === false
  return succeeded && !failed && Array.isArray(list) ? list : undefined
}

/** The items of a list, each read by `read`; undefined when the list is none or an item cannot be read. */
function readAll<Item>(reply: Reply, read: (item: unknown) => Item | undefined): Item[] | undefined {
  const items = resultList(reply)?.map(read)
  return items?.every(item => item !== undefined) === true ? items : undefined
}

/** The environments the group has a deploy record for, in either edition; undefined when the answer does not tell. */
export function readListedEnvironments(reply: Reply): ListedEnvironment[] | undefined {
  return readAll(reply, item => {
    const name = textOf(item, 'name') ?? textOf(item, 'environmentName')
    const deployed = fieldOf(item, 'deployed')
    const redeploy = fieldOf(item, 'redeployRequired')
    if (name === undefined || typeof deployed !== 'boolean') return undefined
    return { name, deployed, redeployRequired: typeof redeploy === 'boolean' ? redeploy : undefined, type: textOf(item, 'type'), accessUrl: textOf(item, 'accessUrl') }
  })
}

/** The `name` of each item: a project's environments, a group's API Proxies. Undefined when the answer does not tell. */
export function readNames(reply: Reply): string[] | undefined {
  return readAll(reply, item => textOf(item, 'name') ?? textOf(item, 'environmentName'))
}

/** The records of the deploy history; undefined when the server keeps none or its answer does not tell. */
export function readHistory(reply: Reply): HistoryRecord[] | undefined {
  return readAll(reply, item => {
    const revision = fieldOf(item, 'revision')
    const environment = textOf(item, 'environment')
    const deploy = fieldOf(item, 'deploy')
    const date = textOf(item, 'date') ?? ''
    const from = Date.parse(date)
    if (typeof revision !== 'number' || environment === undefined || typeof deploy !== 'boolean' || Number.isNaN(from)) return undefined
    // A date without a fraction stands for its whole second.
    const span = /:\d\d[.,]\d+/.test(date) ? 1 : 1000
    return { revision, environment, deploy, description: textOf(item, 'description') ?? '', date: { from, to: from + span } }
  })
}

/** Reads `route-health`: healthy only when every pod answered and every one of them serves every route. */
export function readRouteHealth(reply: Reply): RouteHealth | undefined {
  const routes = resultList(reply)
  if (routes === undefined) return undefined
  if (routes.length === 0) return { healthy: false, problems: ['the server lists no route'] }
  const problems = routes.flatMap(problemsOfRoute)
  return { healthy: problems.length === 0, problems }
}

function problemsOfRoute(route: unknown): string[] {
  const problems: string[] = []
  const responded = fieldOf(route, 'podsResponded')
  const pods = fieldOf(route, 'pods')
  if (typeof responded !== 'number' || responded < 1 || !Array.isArray(pods) || pods.length === 0) return ['no worker pod answered']
  for (const pod of pods) {
    const name = textOf(pod, 'podName') ?? textOf(pod, 'workerPodIp') ?? 'a worker pod'
    const error = isObject(pod) ? textOf(pod, 'error') : undefined
    if (error !== undefined) problems.push(`${name} could not be asked: ${error}`)
    else if (fieldOf(pod, 'routeActive') !== true) problems.push(`${name} does not serve it yet`)
  }
  if (problems.length > 0) return problems
  if (fieldOf(route, 'podsActive') !== responded) problems.push('not every worker pod that answered serves it')
  if (fieldOf(route, 'routeActive') !== true) problems.push('its route is not active')
  if (fieldOf(route, 'inconsistent') === true) problems.push('the worker pods disagree')
  if (fieldOf(route, 'deployedInManager') === false) problems.push('the Manager does not list it as deployed')
  return problems
}
