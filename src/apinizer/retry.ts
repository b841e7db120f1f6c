import { setTimeout as sleep } from 'node:timers/promises'
import { isGatewayError, type ApiResult, type Problem } from './failures.ts'
import type { HttpResponse } from './http.ts'
import { getField } from './json.ts'

const firstPauseMs = 500
const maxPauseMs = 10_000

/** A shorter pause that is asked for is ignored: `Retry-After: 0` would be a busy loop. */
const minAskedMs = 250

/** The longest `Retry-After` that is reported, s. */
const maxRetryAfter = 1e9

export interface RetryPolicy {
  /** How long further tries may begin, ms, counted from the first; 0 tries once. */
  retryTimeoutMs: number
  /** Once one of them is aborted, there is no further try. */
  signals: AbortSignal[]
  /** Whether trying again can help and do no harm; asked only while there is time for it. */
  mayRetry: (problem: Problem) => boolean | Promise<boolean>
  /** Called before each pause. */
  onRetry: (retry: { problem: Problem; pauseMs: number }) => void
}

/**
 * Makes a call again, until it succeeds, it may not be made again, or the time is up. The last try is
 * made at the end of that time, unless the server asks for a longer pause.
 * @param call makes the call once
 */
export async function retry<Value>(
  call: () => Promise<ApiResult<Value>>,
  { retryTimeoutMs, signals, mayRetry, onRetry }: RetryPolicy
): Promise<ApiResult<Value>> {
  const endsAt = performance.now() + retryTimeoutMs
  for (let backoffMs = firstPauseMs; ; backoffMs = Math.min(maxPauseMs, backoffMs * 2)) {
    const result = await call()
    if (result.ok) {
      return result
    }
    const { problem } = result
    const pauseMs = choosePause(problem, backoffMs, endsAt)
    if (pauseMs === undefined || !(await mayRetry(problem))) {
      return result
    }
    onRetry({ problem, pauseMs })
    if (!(await pause(pauseMs, signals))) {
      return result
    }
  }
}

/**
 * Waits before the next try for as long as `choosePause` says.
 * @returns false when no further try fits, or a signal is aborted
 */
export async function waitForNextTry(
  problem: Problem | undefined,
  backoffMs: number,
  { endsAt, signals }: { endsAt: number; signals: AbortSignal[] }
): Promise<boolean> {
  const pauseMs = choosePause(problem, backoffMs, endsAt)
  return pauseMs !== undefined && pause(pauseMs, signals)
}

function pause(pauseMs: number, signals: AbortSignal[]): Promise<boolean> {
  return sleep(pauseMs, true, { signal: AbortSignal.any(signals) }).catch(() => false)
}

/**
 * How long to wait before the next try.
 * @param backoffMs the pause when the server asks for none
 * @param endsAt when the last try may begin, by `performance.now()`
 * @returns milliseconds; undefined when no further try fits
 */
export function choosePause(
  problem: Problem | undefined,
  backoffMs: number,
  endsAt: number
): number | undefined {
  const remainingMs = endsAt - performance.now()
  const retryAfterMs = problem?.kind === 'response' ? problem.retryAfterMs : undefined
  const askedMs = (retryAfterMs ?? 0) < minAskedMs ? undefined : retryAfterMs
  // A timer may fire up to a millisecond early.
  if (remainingMs < 1 || (askedMs !== undefined && askedMs > remainingMs)) {
    return undefined
  }
  // The jitter keeps parallel targets from coming back all at once.
  const pauseMs = askedMs ?? backoffMs * (0.5 + Math.random() / 2)
  return Math.min(pauseMs, remainingMs)
}

/** Whether a request that changes nothing may succeed when it is sent again. */
export function mayReadAgain(problem: Problem): boolean {
  return problem.kind === 'response'
    ? [408, 429, 503].includes(problem.status) || isGatewayError(problem)
    : problem.kind === 'lost' || problem.kind === 'timeout' || isUnreachable(problem)
}

/** Whether no connection was made, by us or by a proxy or a load balancer, which may be possible later. */
export function isUnreachable(problem: Problem): boolean {
  const isProxyDown = problem.kind === 'proxy' && (problem.httpStatus ?? 500) >= 500
  // A load balancer whose server is down closes the connection in the handshake.
  const isClosed = problem.kind === 'tls' && problem.tlsProblem === 'closed'
  return problem.kind === 'connect' || isProxyDown || isClosed
}

/**
 * How long the server asked us to wait, from `Retry-After` (seconds or a date) or `retry_after` (seconds)
 * in the body.
 * @param json the body, parsed; undefined when it is not JSON
 * @returns milliseconds
 */
export function readRetryAfter({ headers }: HttpResponse, json: unknown): number | undefined {
  const header = headers['retry-after']?.trim()
  const until = parseHttpDate(header)
  if (until !== undefined) {
    // Against the server's own clock, where it sends one.
    return Math.max(0, until - (parseHttpDate(headers.date) ?? Date.now()))
  }
  const isCount = header !== undefined && /^\d+$/.test(header)
  const seconds = isCount ? Number(header) : getField(json, 'retry_after')
  return typeof seconds === 'number' && seconds >= 0
    ? Math.min(seconds, maxRetryAfter) * 1000
    : undefined
}

/** An HTTP header's date, in ms since the epoch; undefined for anything else, as `Date.parse` takes nearly all. */
function parseHttpDate(date = ''): number | undefined {
  const isHttpDate = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(date)
  const ms = isHttpDate ? Date.parse(date) : NaN
  return Number.isNaN(ms) ? undefined : ms
}
