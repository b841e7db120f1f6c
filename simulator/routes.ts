import type { Call, RecordedRequest } from './types.ts'

/** The names in a path, decoded. A call has those that its template has, and '' for the others. */
export interface Names {
  project: string
  group: string
  environment: string
  proxy: string
}

export interface Route {
  call: Call
  names: Names
  /** When the path is known and the method is not: the methods that are. */
  allowed?: string[]
}

interface Template {
  call: Call
  method: string
  segments: string[]
}

const PROJECT = 'projects/{project}'
const GROUP = `${PROJECT}/apiProxyGroups/{group}`

// As documented, each with or without the trailing slash that it is written with.
const templates: Template[] = [
  template('deploy', 'POST', `${GROUP}/environments/{environment}/`),
  template('undeploy', 'DELETE', `${GROUP}/environments/{environment}/`),
  template('environments', 'GET', `${GROUP}/environments/`),
  template('project-environments', 'GET', `${PROJECT}/environments/`),
  template('older-project-environments', 'GET', 'environments/{project}'),
  template('projects', 'GET', 'projects/'),
  template('groups', 'GET', `${PROJECT}/apiProxyGroups/`),
  template('history', 'GET', `${GROUP}/deploy-histories/`),
  template('api-proxies', 'GET', `${GROUP}/proxies/forpromotion`),
  template(
    'route-health',
    'GET',
    `${PROJECT}/apiProxies/{proxy}/environments/{environment}/route-health/`
  ),
  template('health', 'GET', 'test/healthcheck')
]

/** The documented calls. */
export const calls: Call[] = templates.map(({ call }) => call)

/** Finds the documented call of a raw request target; names in it come out decoded. */
export function matchRoute(
  { method, path }: Pick<RecordedRequest, 'method' | 'path'>,
  pathPrefix: string
): Route {
  const segments = splitPath(path, `${pathPrefix}/apiops/`)
  const fitting = templates.filter(one => fits(one.segments, segments))
  const matched = fitting.find(one => one.method === method) ?? fitting[0]
  const names = extractNames(matched?.segments ?? [], segments)
  if (matched?.method === method) {
    return { call: matched.call, names }
  }
  const allowed = fitting.map(one => one.method)
  return { call: 'unknown', names, ...(allowed.length > 0 && { allowed }) }
}

function template(call: Call, method: string, path: string): Template {
  return { call, method, segments: path.split('/') }
}

/** The decoded segments below the base; none where the path is elsewhere or wrongly encoded. */
function splitPath(path: string, base: string): string[] {
  const [withoutQuery = ''] = path.split('?', 1)
  if (!withoutQuery.startsWith(base)) {
    return []
  }
  try {
    return withoutQuery.slice(base.length).split('/').map(decodeURIComponent)
  } catch {
    return []
  }
}

function fits(parts: string[], segments: string[]): boolean {
  return (
    parts.length === segments.length &&
    parts.every((part, index) => (isName(part) ? segments[index] !== '' : part === segments[index]))
  )
}

function extractNames(parts: string[], segments: string[]): Names {
  const none: Names = { project: '', group: '', environment: '', proxy: '' }
  const found = parts.flatMap((part, index) =>
    isName(part) ? [[part.slice(1, -1), segments[index]]] : []
  )
  return { ...none, ...(Object.fromEntries(found) as Partial<Names>) }
}

function isName(part: string): boolean {
  return part.startsWith('{')
}
