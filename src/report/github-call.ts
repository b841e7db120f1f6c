import type { ApiResult, ErrorResponse, Problem } from '../apinizer/failures.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../apinizer/http.ts'
import { getText, parseJson } from '../apinizer/json.ts'
import { readRetryAfter, retry } from '../apinizer/retry.ts'
import { formatDuration } from '../deploy/duration.ts'

/** The limit for one call, so that a cancelled run can still close what it opened, ms. */
const timeoutMs = 2_000

/** How long further tries may begin after an error of GitHub, and while it limits the rate, ms. */
const retryTimeoutMs = 8_000
const retryTimeoutWhenLimitedMs = 120_000
/** A cancelled run has 7.5 s for all of it, of which the creation that is in progress may take two. */
const retryTimeoutWhenCancelledMs = 2_500

/** The pause that GitHub documents for a rate limit that names none, ms. */
const pauseWhenLimitedMs = 60_000

/** Makes one call. @returns the response's JSON */
export async function callGitHub(
  http: HttpClient,
  method: HttpRequest['method'],
  path: string,
  body?: object
): Promise<ApiResult<unknown>> {
  const signal = AbortSignal.timeout(timeoutMs)
  const text = body && JSON.stringify(body)
  const result = await http.send({ method, path, body: text, timeoutMs, signal })
  if (result.kind !== 'complete') {
    return { ok: false, problem: result }
  }
  const { status } = result
  const value = parseJson(result.body)
  if (status < 300) {
    return { ok: true, value }
  }
  const serverMessage = getText(value, 'message') ?? 'no message'
  const retryAfterMs = findPause(result, serverMessage)
  return { ok: false, problem: { kind: 'response', status, serverMessage, retryAfterMs } }
}

/** How long a rate limit asks to wait, ms; undefined when a response is none, which 403 can be as well as 429. */
function findPause(response: HttpResponse, serverMessage: string): number | undefined {
  const { status, headers } = response
  const { 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset } = headers
  const retryAfterMs = readRetryAfter(response, undefined)
  const isNamed =
    retryAfterMs !== undefined || remaining === '0' || /rate limit/i.test(serverMessage)
  if (status !== 429 && !(status === 403 && isNamed)) {
    return undefined
  }
  const untilReset = Number(reset) * 1000 - Date.now()
  return retryAfterMs ?? (remaining === '0' && untilReset > 0 ? untilReset : pauseWhenLimitedMs)
}

/** Makes a call until it succeeds or trying again cannot help; a run that is cancelled meanwhile has less time. */
export async function persist<Value>(
  callOnce: () => Promise<ApiResult<Value>>,
  cancelled: AbortSignal
): Promise<ApiResult<Value>> {
  const onRetry = () => undefined
  const endsAt = performance.now() + retryTimeoutMs
  const result = await retry(callOnce, {
    retryTimeoutMs: retryTimeoutWhenLimitedMs,
    signals: [cancelled],
    mayRetry: problem =>
      isRateLimit(problem) || (isTemporary(problem) && performance.now() < endsAt),
    onRetry
  })
  return result.ok || !cancelled.aborted || !isTemporary(result.problem)
    ? result
    : retry(callOnce, {
        retryTimeoutMs: retryTimeoutWhenCancelledMs,
        signals: [],
        mayRetry: isTemporary,
        onRetry
      })
}

function isRateLimit(problem: Problem): boolean {
  return problem.kind === 'response' && problem.retryAfterMs !== undefined
}

function isTemporary(problem: Problem): boolean {
  return problem.kind !== 'response' || problem.status >= 500
}

/** Whether GitHub may have done what it was asked for, although it did not say so. */
export function mayBeCarriedOut(problem: Problem): boolean {
  return problem.kind === 'response' ? problem.status >= 500 : problem.sent
}

/**
 * Says what GitHub responded, and what to do about it, without a full stop.
 * @param server the address of the GitHub that runs the workflow
 */
export function describeProblem(problem: Problem, server: string): string {
  if (problem.kind !== 'response') {
    const isLate = problem.kind === 'timeout' || problem.kind === 'cancelled'
    return isLate ? 'GitHub did not respond within 2 s' : problem.detail
  }
  const response = `GitHub responded with ${problem.status}: ${problem.serverMessage}`
  return [response, findAdvice(problem, server)].filter(Boolean).join('. ')
}

function findAdvice({ status, serverMessage, retryAfterMs }: ErrorResponse, server: string) {
  if (retryAfterMs !== undefined) {
    return `It asks for a pause of ${formatDuration(retryAfterMs)}`
  }
  if (/resource not accessible/i.test(serverMessage)) {
    return 'Give the job `permissions: deployments: write`'
  }
  if (status !== 404) {
    return undefined
  }
  return server === 'https://github.com'
    ? 'Check that `github-token` has access to this repository'
    : 'Gitea and Forgejo have no deployments: remove `github-token`. On GitHub Enterprise ' +
        'Server, check that it has access to this repository'
}
