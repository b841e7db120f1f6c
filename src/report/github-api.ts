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

/** The variables that the runner sets. */
export type Variables = Readonly<Record<string, string | undefined>>

/** GitHub's REST API for the deployments of this repository. */
export interface GitHubApi {
  /** Makes one call. @param path what follows `/deployments` @returns the response's JSON */
  call: (method: HttpRequest['method'], path: string, body?: object) => Promise<ApiResult<unknown>>
  /**
   * Makes a call until it succeeds or trying again cannot help; a run that is cancelled has less time.
   * @throws what GitHub responded, and what to do about it, without a full stop
   */
  persist: <Value>(callOnce: () => Promise<ApiResult<Value>>) => Promise<Value>
  /** The address of this workflow run. */
  runUrl: string
}

/**
 * Creates a client for GitHub's REST API. It is no octokit, which would bring 1 MB of code that runs with the
 * user's tokens, and knows neither the runner's proxy nor further CAs.
 * @param http sends requests to the API's address, with the `github-token`
 * @param cancelled aborted when the runner ends the step within seconds
 * @throws when this is no workflow run of a repository
 */
export function createGitHubApi(
  http: HttpClient,
  env: Variables,
  cancelled: AbortSignal
): GitHubApi {
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: runId = '' } = env
  if (!repository) {
    throw new Error('the variable GITHUB_REPOSITORY is not set')
  }
  const server = env.GITHUB_SERVER_URL || 'https://github.com'
  const persist: GitHubApi['persist'] = async callOnce => {
    const wasCancelled = cancelled.aborted
    const endsAt = performance.now() + retryTimeoutMs
    const result = await retry(callOnce, {
      retryTimeoutMs: wasCancelled ? retryTimeoutWhenCancelledMs : retryTimeoutWhenLimitedMs,
      signals: wasCancelled ? [] : [cancelled],
      mayRetry: problem =>
        isRateLimit(problem) || (isTemporary(problem) && performance.now() < endsAt),
      onRetry: () => undefined
    })
    if (result.ok) {
      return result.value
    }
    // What was opened is closed all the same, in the time that is left.
    if (cancelled.aborted && !wasCancelled && isTemporary(result.problem)) {
      return persist(callOnce)
    }
    throw new Error(explainProblem(result.problem, server))
  }
  return {
    call: (method, path, body) =>
      callOnce(http, {
        method,
        path: `/repos/${repository}/deployments${path}`,
        body: body && JSON.stringify(body)
      }),
    persist,
    runUrl: `${server}/${repository}/actions/runs/${runId}`
  }
}

async function callOnce(
  http: HttpClient,
  request: Pick<HttpRequest, 'method' | 'path' | 'body'>
): Promise<ApiResult<unknown>> {
  const signal = AbortSignal.timeout(timeoutMs)
  const result = await http.send({ ...request, timeoutMs, signal })
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
  const askedMs = readRetryAfter(response, undefined)
  const isUsedUp = headers['x-ratelimit-remaining'] === '0'
  const isNamed = askedMs !== undefined || isUsedUp || /rate limit/i.test(serverMessage)
  if (status !== 429 && !(status === 403 && isNamed)) {
    return undefined
  }
  const untilReset = Number(headers['x-ratelimit-reset']) * 1000 - Date.now()
  return askedMs ?? (isUsedUp && untilReset > 0 ? untilReset : pauseWhenLimitedMs)
}

function isRateLimit(problem: Problem): boolean {
  return problem.kind === 'response' && problem.retryAfterMs !== undefined
}

function isTemporary(problem: Problem): boolean {
  return problem.kind !== 'response' || problem.status >= 500
}

function explainProblem(problem: Problem, server: string): string {
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
