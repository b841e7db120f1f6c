import type { Reply } from './http.ts'
import { fieldOf, isObject, parseJson, textOf } from './json.ts'
import { isContradicted } from './responses.ts'

/** A longer one is none that anybody calls, and there may be thousands. */
const longestAddress = 2_000

/** An environment in the group's list of environments. */
export interface ListedEnvironment {
  name: string
  /** Undefined where the server contradicts itself, or names a state that is not known. */
  deployed: boolean | undefined
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
  /** The server's clock, ms since the epoch: from when until when it may have been; everything where the date does not tell. */
  date: { from: number; to: number }
}

/** The `resultList` of a 200 answer that says that it succeeded; undefined when there is none, not the whole of it, it is old, or anything in it says otherwise. */
function resultList(reply: Reply): unknown[] | undefined {
  // With an age it is a cache's, and tells how things were.
  if (!reply.answered || reply.status !== 200 || Number(reply.headers.age ?? 0) !== 0)
    return undefined
  const answer = parseJson(reply.body)
  const list = fieldOf(answer, 'resultList')
  const { status = 'SUCCESS', success = true } = isObject(answer) ? answer : {}
  const succeeded =
    status === 'SUCCESS' &&
    success === true &&
    (fieldOf(answer, 'status') ?? fieldOf(answer, 'success')) !== undefined
  if (!succeeded || !Array.isArray(list) || [answer, ...(list as unknown[])].some(isContradicted))
    return undefined
  return (fieldOf(answer, 'resultCount') ?? list.length) === list.length ? list : undefined
}

/** The items of a list, each read by `read`; undefined when the list is none or an item cannot be read. */
function readAll<Item>(
  reply: Reply,
  read: (item: unknown) => Item | undefined
): Item[] | undefined {
  const items = resultList(reply)?.map(read)
  return items?.every(item => item !== undefined) === true ? items : undefined
}

/** The environments the group has a deploy record for, in either edition; undefined when the answer does not tell. */
export function readListedEnvironments(reply: Reply): ListedEnvironment[] | undefined {
  const environments = readAll(reply, item => {
    const name = nameOf(item)
    const deployed = fieldOf(item, 'deployed')
    const redeploy = fieldOf(item, 'redeployRequired')
    const status = fieldOf(item, 'status')
    const accessUrl = textOf(item, 'accessUrl')
    const agreeing: unknown[] =
      deployed === true
        ? [undefined, 'PUBLISHED', 'REPUBLISH_REQUIRED']
        : [undefined, 'UNPUBLISHED']
    if (name === undefined || typeof deployed !== 'boolean') return undefined
    return {
      name,
      deployed: agreeing.includes(status) ? deployed : undefined,
      redeployRequired:
        status === 'REPUBLISH_REQUIRED'
          ? true
          : typeof redeploy === 'boolean'
            ? redeploy
            : undefined,
      type: textOf(item, 'type'),
      accessUrl:
        accessUrl === undefined || accessUrl.length > longestAddress ? undefined : accessUrl
    }
  })
  return new Set(environments?.map(({ name }) => name)).size === environments?.length
    ? environments
    : undefined
}

/** The `name` of each item: a project's environments, a group's API Proxies. Undefined when the answer does not tell. */
export function readNames(reply: Reply): string[] | undefined {
  return readAll(reply, item => {
    const name = nameOf(item)
    // It becomes part of a path.
    return name?.isWellFormed() === true && name !== '.' && name !== '..' ? name : undefined
  })
}

/** The name of an item, which the editions write under different keys; undefined when they disagree. */
function nameOf(item: unknown): string | undefined {
  const names = [textOf(item, 'name'), textOf(item, 'environmentName')].filter(
    name => name !== undefined
  )
  return new Set(names).size === 1 ? names[0] : undefined
}

/** The records of the deploy history; undefined when the server keeps none or its answer does not tell. */
export function readHistory(reply: Reply): HistoryRecord[] | undefined {
  return readAll(reply, item => {
    const revision = fieldOf(item, 'revision')
    const environment = textOf(item, 'environment')
    const deploy = fieldOf(item, 'deploy')
    if (!Number.isSafeInteger(revision) || environment === undefined || typeof deploy !== 'boolean')
      return undefined
    return {
      revision: revision as number,
      environment,
      deploy,
      description: textOf(item, 'description') ?? '',
      date: spanOf(textOf(item, 'date') ?? '')
    }
  })
}

/** When a date may have been: servers leave out seconds and fractions, or fill them with zeros; without a zone it could be any. */
function spanOf(date: string): HistoryRecord['date'] {
  const parts =
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(?<seconds>:\d\d(?:\.(?<fraction>\d+))?)?(?:Z|[+-]\d\d:?\d\d)$/.exec(
      date
    )?.groups
  const from = Date.parse(date)
  if (parts === undefined || Number.isNaN(from)) return { from: -Infinity, to: Infinity }
  const digits = (parts.fraction ?? '').replace(/0+$/, '').length
  return {
    from,
    to: from + (parts.seconds === undefined ? 60_000 : Math.max(1, 1_000 / 10 ** digits))
  }
}

/**
 * What `route-health` finds wrong, with the pods' names, the server's words among ours: nothing only when
 * every pod answered and every one of them serves every route. Undefined when the answer does not tell.
 */
export function readRouteProblems(reply: Reply): string[] | undefined {
  const routes = resultList(reply)
  return routes?.length === 0 ? ['the server lists no route'] : routes?.flatMap(problemsOfRoute)
}

function problemsOfRoute(route: unknown): string[] {
  const problems: string[] = []
  const responded = fieldOf(route, 'podsResponded')
  const pods = fieldOf(route, 'pods')
  if (typeof responded !== 'number' || responded < 1 || !Array.isArray(pods) || pods.length === 0)
    return ['no worker pod answered']
  for (const pod of pods) {
    const name = textOf(pod, 'podName') ?? textOf(pod, 'workerPodIp') ?? 'a worker pod'
    const error = fieldOf(pod, 'error') ?? ''
    if (error !== '')
      problems.push(`${name} could not be asked${typeof error === 'string' ? `: ${error}` : ''}`)
    else if (fieldOf(pod, 'routeActive') !== true || isContradicted(pod))
      problems.push(`${name} does not serve it yet`)
  }
  if (problems.length > 0) return problems
  if (fieldOf(route, 'podsActive') !== responded || pods.length < responded)
    problems.push('not every worker pod that answered serves it')
  if (fieldOf(route, 'routeActive') !== true) problems.push('its route is not active')
  if ((fieldOf(route, 'inconsistent') ?? false) !== false) problems.push('the worker pods disagree')
  if ((fieldOf(route, 'deployedInManager') ?? true) !== true)
    problems.push('the Manager does not list it as deployed')
  return problems
}
