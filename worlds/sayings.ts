/** Everything that may be answered to a request, and when. A new fault is a new line in `sayings`. */

/** The Manager's version: it decides the words, and which calls there are. */
export type Version = 'first' | '2025.12' | '2026.04.2' | '2026.09'

/** What reaches the client: a response, or how the connection ended without a whole one. */
export type Answer = { saying: string } & (
  | { broken: 'unreachable' | 'hangup' | 'cut' | 'silence' }
  | { status: number; headers?: Record<string, string>; body: string }
)
type Content = Record<string, unknown>

/**
 * How far a change has come when it is answered: it never arrived, the work has not begun, has failed, is done.
 * `read` is for requests that change nothing.
 */
export type Step = 'way' | 'before' | 'failed' | 'done' | 'read'

/** What the Manager itself says about a change. */
export type Statement = 'failed' | 'not processed' | 'permission' | 'token'

function say(when: readonly Step[], content: (version: Version) => Content, says?: Statement) {
  return { when, content, says }
}

export function json(status: number, value: unknown): Content {
  const headers = { 'content-type': 'application/json;charset=UTF-8' }
  return { status, headers, body: JSON.stringify(value) }
}

/** The Manager's own words: the first edition's, else the current one's. */
export const words = (status: number, code: string, sentence: string) => (version: Version) =>
  version === 'first'
    ? json(status, { error: code, error_description: sentence })
    : json(status, { status: 'FAILURE', resultMessage: sentence })

/** The report on a deployment, of an environment and its pods where they are named. */
export const report =
  (success: boolean, detail: string, environment?: string, pods: readonly number[] = [0]) =>
  (version: Version) => {
    const results = [{ environmentName: environment, success, message: detail }]
    const detailList = pods.map(pod => ({
      ...{ envName: environment, podName: `worker-${pod}`, podIp: `10.0.0.${pod}` },
      ...{ success, detail, responseTime: 150 }
    }))
    return version === 'first'
      ? json(200, { success, deploymentResult: { success, environmentResults: results } })
      : json(200, {
          status: success ? 'SUCCESS' : 'FAILURE',
          deploymentResult: { success, detailList }
        })
  }

const success = (rest: object) => () => json(200, { status: 'SUCCESS', ...rest })
const noFlag = { deploymentResult: { detailList: [{ podName: 'worker-0' }] } }
const broken = (how: string) => () => ({ broken: how })
const empty = (status: number) => () => ({ status, body: '' })
const page = (status: number, title: string, headers: object = {}) => {
  const body = `<html><head><title>${title}</title></head><body>${title}</body></html>`
  return () => ({ status, headers: { 'content-type': 'text/html', ...headers }, body })
}
const spring = (status: number, error: string) => () =>
  json(status, { timestamp: '2026-11-27T12:00:00Z', status, error, path: '/apiops/' })
const problem = (status: number, title: string) => () =>
  json(status, { type: 'about:blank', title, status, instance: '/apiops/' })

const anywhere: readonly Step[] = ['way', 'before', 'failed', 'done', 'read']
const inManager: readonly Step[] = ['before', 'failed', 'done', 'read']
const afterWork: readonly Step[] = ['failed', 'done']
const outside: readonly Step[] = ['way', 'read']
const refused: readonly Step[] = ['before', 'read']
const emptyKey = 'Empty Key! Client must be authenticated to access this resource.'
const lacking = 'User does not have required permission for this operation!'
const cached = { headers: { age: '17' } }
const contradiction = { resultMessage: 'Saved, but deployment failed: Connection refused' }

export const sayings: Record<string, ReturnType<typeof say>> = {
  // Of the network. After `crash` the Manager starts again.
  unreachable: say(outside, broken('unreachable')),
  hangup: say(anywhere, broken('hangup')),
  crash: say(['before', 'failed', 'done'], broken('hangup')),
  silence: say(anywhere, broken('silence')),
  cut: say([...afterWork, 'read'], broken('cut')),
  'cut as whole': say([...afterWork, 'read'], () => ({ status: 200, body: '{"status":"SUCC' })),

  // Of what stands between.
  'gateway 502': say(anywhere, page(502, 'Bad Gateway')),
  'gateway 503': say(anywhere, page(503, 'Unavailable', { 'retry-after': '5' })),
  'gateway 504': say(anywhere, page(504, 'Gateway Time-out')),
  'gateway 302': say(anywhere, page(302, 'Moved', { location: '/sorry.html' })),
  'gateway 200': say(anywhere, page(200, 'Sorry')),
  'gateway 429': say(outside, page(429, 'Slow down', { 'retry-after': '3' })),
  'gateway 404': say(outside, page(404, 'Not Found')),
  'firewall 403': say(anywhere, page(403, 'Forbidden')),
  'cached report': say(['way', 'done'], version => ({ ...report(true, '')(version), ...cached })),

  // Of Spring, in which the Manager is written.
  'Spring 500': say(inManager, spring(500, 'Internal Server Error')),
  'Spring 429': say(inManager, spring(429, 'Too Many Requests')),
  'Spring 400': say(refused, spring(400, 'Bad Request')),
  'Spring 404': say([], spring(404, 'Not Found')),
  'problem 500': say(inManager, problem(500, 'Internal Server Error')),
  'problem 409': say(['before', 'done'], problem(409, 'Conflict')),
  'empty 401': say(inManager, empty(401)),
  'empty 403': say(inManager, empty(403)),
  'empty 404': say(['before'], empty(404)),
  'empty 500': say(inManager, empty(500)),
  'Empty Key!': say(inManager, words(401, 'unauthorized_client', emptyKey)),

  // In the Manager's own words.
  'token expired': say(refused, words(401, 'token_expired', 'Token was expired!'), 'token'),
  'no permission 400': say(refused, words(400, 'bad_request', lacking), 'permission'),
  'no permission 403': say(refused, words(403, 'access_denied', lacking), 'permission'),
  'rate limit': say(refused, words(429, 'rate_limit_exceeded', 'Too many'), 'not processed'),
  starting: say(refused, words(503, 'server_error', 'The Manager is starting'), 'not processed'),
  duplicate: say(['before'], words(409, 'duplicate_name', 'Path already exists'), 'failed'),
  'own 500': say(inManager, words(500, 'internal_error', 'Unexpected error'), 'failed'),
  'own 400': say(['before', 'failed'], words(400, 'bad_request', 'Route is invalid'), 'failed'),
  denied: say(['failed'], report(false, 'Connection refused'), 'failed'),
  contradiction: say(['failed'], success(contradiction), 'failed'),
  'flag missing': say(afterWork, success(noFlag)),
  'other environment': say(afterWork, report(true, '', 'elsewhere')),
  'not the whole list': say(['read'], success({ resultList: [], resultCount: 7 })),
  'no list': say(['read'], success({}))
}

export function answer(saying: string, content: Content): Answer {
  return { saying, ...content } as Answer
}

export function sayAs(saying: string, version: Version): Answer {
  return answer(saying, sayings[saying]?.content(version) ?? {})
}
