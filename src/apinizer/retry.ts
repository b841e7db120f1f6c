import { setTimeout as sleep } from 'node:timers/promises'
import { now } from './clock.ts'
import { isGatewayError, type Problem } from './failures.ts'
import { parseHttpDate, type HttpRequest, type HttpResponse } from './http.ts'
import { getField } from './json.ts'

const firstPauseMs = 500
const maxPauseMs = 10_000

/** A shorter pause that is asked for is ignored: `Retry-After: 0` would be a busy loop. */
const minAskedMs = 250

/** The longest `Retry-After` that is told, s. */
const maxRetryAfter = 1e9

export interface RetryPolicy {
  /** How long further tries may begin, ms, counted from the first; 0 tries once. */
  retryTimeoutMs: number
  /** Once one of them is aborted, there is no further try. */
  signals: AbortSignal[]
  /** Is told before each pause. */
  onRetry: (retry: { problem: Problem; pauseMs: number }) => void
}

/**
 * Makes a call again, until it succeeds, trying again could do harm or would be no use, or the time is
 * up. The last try is made at the end of that time, unless the server asks for a longer pause.
 * @param call makes the call once
 */
export async function retry<Value>(
  method: HttpRequest['method'],
  call: () => Promise<{ ok: true; value: Value } | { ok: false; problem: Problem }>,
  { retryTimeoutMs, signals, onRetry }: RetryPolicy
): Promise<{ ok: true; value: Value } | { ok: false; problem: Problem }> {
  const endsAt = now() + retryTimeoutMs
  for (let backoffMs = firstPauseMs; ; backoffMs = Math.min(maxPauseMs, backoffMs * 2)) {
    const result = await call()
    if (result.ok || !mayRetry(method, result.problem)) {
      return result
    }
    const { problem } = result
    const tellPause = (pauseMs: number) => {
      onRetry({ problem, pauseMs })
    }
    if (!(await waitForNextTry(problem, backoffMs, { endsAt, signals }, tellPause))) {
      return result
    }
  }
}

/**
 * Waits before the next try for as long as `choosePause` says.
 * @param onPause is told how long, ms, before the pause
 * @returns false when no further try fits, or a signal is aborted
 */
export async function waitForNextTry(
  problem: Problem | undefined,
  backoffMs: number,
  { endsAt, signals }: { endsAt: number; signals: AbortSignal[] },
  onPause?: (pauseMs: number) => void
): Promise<boolean> {
  const pauseMs = choosePause(problem, backoffMs, endsAt)
  if (pauseMs === undefined) {
    return false
  }
  onPause?.(pauseMs)
  return sleep(pauseMs, true, { signal: AbortSignal.any(signals) }).catch(() => false)
}

/**
 * How long to wait before the next try.
 * @param backoffMs the pause when the server asks for none
 * @param endsAt when the last try may begin, by `now()`
 * @returns milliseconds; undefined when no further try fits
 */
export function choosePause(
  problem: Problem | undefined,
  backoffMs: number,
  endsAt: number
): number | undefined {
  const remainingMs = endsAt - now()
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

/**
 * Whether a request may be sent again. A GET changes nothing. A POST or DELETE may be sent again only if not a byte of
 * it left, if the Manager itself refused it as busy (409, 423, 503), or on any 429; never after a cache's response.
 */
export function mayRetry(method: HttpRequest['method'], problem: Problem): boolean {
  if (problem.kind === 'response') {
    const { status, edition, defect } = problem
    if (method === 'GET') {
      return [408, 429, 503].includes(status) || isGatewayError(problem)
    }
    const isBusy = edition !== undefined && [409, 423, 503].includes(status)
    return isBusy || (status === 429 && defect !== 'cached')
  }
  const isTemporary = problem.kind === 'connect' || isProxyDown(problem)
  return method === 'GET' ? isTemporary || problem.kind === 'lost' : isTemporary && !problem.sent
}

/** A proxy that could not be reached, or could not reach the server, may be able to later. */
function isProxyDown({ kind, httpStatus }: { kind: string; httpStatus?: number }): boolean {
  return kind === 'proxy' && (httpStatus === undefined || httpStatus >= 500)
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
    // Against the server's own clock, where it tells.
    return Math.max(0, until - (parseHttpDate(headers.date) ?? Date.now()))
  }
  const isCount = header !== undefined && /^\d+$/.test(header)
  const seconds = isCount ? Number(header) : getField(json, 'retry_after')
  return typeof seconds === 'number' && seconds >= 0
    ? Math.min(seconds, maxRetryAfter) * 1000
    : undefined
}
