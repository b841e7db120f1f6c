import type { Call, RecordedRequest } from './types.ts'

/** The names that a path holds, decoded. A call has those that its template has. */
export interface Names {
  project: string
  group: string
  environment: string
  proxy: string
  name: string
}

export interface Route {
  call: Call
  names: Names
  /** When the path is known and the method is not: the methods that are. */
  allowed?: string[]
}

interface Documented {
  call: Call
  method: string
  segments: string[]
}

const GROUP = 'projects/{project}/apiProxyGroups/{group}'

// As documented, each with the trailing slash that it is written with.
const documented: Documented[] = [
  row('deploy', 'POST', `${GROUP}/environments/{environment}/`),
  row('undeploy', 'DELETE', `${GROUP}/environments/{environment}/`),
  row('environments', 'GET', `${GROUP}/environments/`),
  row('project-environments', 'GET', 'projects/{project}/environments/'),
  row('history', 'GET', `${GROUP}/deploy-histories/`),
  row('members', 'GET', `${GROUP}/proxies/forpromotion`),
  row(
    'route-health',
    'GET',
    'projects/{project}/apiProxies/{proxy}/environments/{environment}/route-health/'
  ),
  row('health', 'GET', 'test/healthcheck'),
  row('hello', 'GET', 'test/hello/{name}')
]

/** Finds the documented call of a raw request target; names in it come out decoded. */
export function routeOf(
  { method, path }: Pick<RecordedRequest, 'method' | 'path'>,
  pathPrefix: string
): Route {
  const segments = segmentsOf(path, `${pathPrefix}/apiops/`)
  const fitting = segments ? documented.filter(one => fits(one.segments, segments)) : []
  const asked = fitting.find(one => one.method === method) ?? fitting[0]
  if (!segments || !asked) return { call: 'unknown', names: namesIn([], []) }
  const names = namesIn(asked.segments, segments)
  if (asked.method === method) return { call: asked.call, names }
  return { call: 'unknown', names, allowed: fitting.map(one => one.method) }
}

function row(call: Call, method: string, template: string): Documented {
  return { call, method, segments: template.split('/') }
}

function segmentsOf(path: string, base: string): string[] | undefined {
  const [withoutQuery = ''] = path.split('?', 1)
  if (!withoutQuery.startsWith(base)) return undefined
  try {
    return withoutQuery.slice(base.length).split('/').map(decodeURIComponent)
  } catch {
    return undefined
  }
}

function fits(template: string[], segments: string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) =>
      isName(part) ? segments[index] !== '' : part === segments[index]
    )
  )
}

function namesIn(template: string[], segments: string[]): Names {
  const names = { project: '', group: '', environment: '', proxy: '', name: '' }
  const found = template.flatMap((part, index) =>
    isName(part) ? [[part.slice(1, -1), segments[index]]] : []
  )
  return { ...names, ...(Object.fromEntries(found) as Partial<Names>) }
}

function isName(part: string): boolean {
  return part.startsWith('{')
}
