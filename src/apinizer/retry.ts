import { setTimeout as sleep } from 'node:timers/promises'
import { readHttpDate, type Answer, type Call, type Line, type Reply } from './http.ts'
import { fieldOf, parseJson } from './json.ts'
import { isGatewaysGuess } from './responses.ts'

const firstPauseMs = 500
const longestPauseMs = 30_000

export interface RetryPolicy {
  /** Further tries after the first. */
  retries: number
  /** Wall clock for all tries and pauses together. */
  timeoutMs: number
  signal: AbortSignal
  /** Told before each pause. */
  onPause: (pause: { reply: Reply; pauseMs: number; triesLeft: number }) => void
}

/**
 * Sends a call, again only after what by its meaning changed nothing: no connection came about, or the
 * server asked for a pause. A GET changes nothing anyhow, so it is also sent again when its answer was lost.
 * A pause that does not fit the deadline is not begun. Says how many of the tries are left.
 */
export async function sendWithRetries(
  line: Line,
  call: Pick<Call, 'method' | 'path' | 'body'>,
  policy: RetryPolicy
): Promise<Reply & { triesLeft: number }> {
  const endsAt = performance.now() + policy.timeoutMs
  let answer: Reply | undefined
  for (let tries = 0; ; tries += 1) {
    const reply = await line.request({
      ...call,
      timeoutMs: endsAt - performance.now(),
      signal: policy.signal
    })
    const triesLeft = policy.retries - tries
    if (reply.answered) answer = reply
    // What was answered before tells more than a try of which nothing left.
    const telling = reply.answered || reply.sent ? reply : (answer ?? reply)
    if (triesLeft <= 0 || !mayTryAgain(reply, call.method)) return { ...telling, triesLeft }
    const pauseMs = reply.answered
      ? (askedPauseMs(reply, Date.now()) ?? backoffMs(tries))
      : backoffMs(tries)
    if (performance.now() + pauseMs >= endsAt) return { ...telling, triesLeft }
    policy.onPause({ reply, pauseMs, triesLeft })
    try {
      await sleep(pauseMs, undefined, { signal: policy.signal })
    } catch {
      return { ...telling, triesLeft }
    }
  }
}

function mayTryAgain(reply: Reply, method: Call['method']): boolean {
  if (reply.answered) {
    if (method !== 'GET' && isGatewaysGuess(reply)) return false
    if (reply.status === 429) return true
    if (reply.status === 503 && askedPauseMs(reply, Date.now()) !== undefined) return true
    return method === 'GET' && [502, 503, 504].includes(reply.status)
  }
  if (reply.ending === 'refused' || (reply.ending === 'proxy' && reply.httpStatus === undefined))
    return true
  return method === 'GET' && ['reset', 'closed', 'cut'].includes(reply.ending)
}

/**
 * How long the server asked us to wait, from `Retry-After` (seconds or a date) or `retry_after` (seconds) in the body.
 * @param now our clock, ms since the epoch; a date is read against the server's own `Date` where it sends one
 */
export function askedPauseMs(
  answer: Pick<Answer, 'headers' | 'body'>,
  now: number
): number | undefined {
  const header = answer.headers['retry-after']?.trim()
  if (header !== undefined && /^\d+$/.test(header)) return Number(header) * 1000
  const until = readHttpDate(header)
  if (until !== undefined) return Math.max(0, until - (readHttpDate(answer.headers.date) ?? now))
  const seconds = fieldOf(parseJson(answer.body), 'retry_after')
  return typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : undefined
}

/** Doubles with each try; the jitter keeps parallel targets from coming back all at once. */
function backoffMs(tries: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** tries) * (0.5 + Math.random() / 2)
}
