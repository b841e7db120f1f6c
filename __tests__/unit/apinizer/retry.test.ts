import { describe, expect, test } from '@jest/globals'
import type { ApiResult, ErrorResponse, Problem } from '../../../src/apinizer/failures.ts'
import { parseJson } from '../../../src/apinizer/json.ts'
import {
  choosePause,
  isUnreachable,
  mayReadAgain,
  readRetryAfter,
  retry,
  waitForNextTry,
  type RetryPolicy
} from '../../../src/apinizer/retry.ts'
import { createErrorResponse, createFailure, createResponse } from '../../support/responses.ts'

const unreachable = createFailure('connect', { sent: false })
const busyFor = (retryAfterMs: number) => createErrorResponse(429, { retryAfterMs })
const aMinute = 60_000

/** Makes a call that meets these problems, one after the other, and then succeeds. */
async function run(problems: Problem[], policy: Partial<RetryPolicy> = {}) {
  const startedAt = performance.now()
  const calledAfterMs: number[] = []
  const retries: Parameters<RetryPolicy['onRetry']>[0][] = []
  const call = (): Promise<ApiResult<string>> => {
    const problem = problems[calledAfterMs.length]
    calledAfterMs.push(performance.now() - startedAt)
    return Promise.resolve(problem ? { ok: false, problem } : { ok: true, value: 'fine' })
  }
  const result = await retry(call, {
    retryTimeoutMs: aMinute,
    signals: [new AbortController().signal],
    mayRetry: () => true,
    onRetry: found => retries.push(found),
    ...policy
  })
  return { result, calledAfterMs, retries }
}

describe('retry', () => {
  test('makes a call again until it succeeds, and says before each pause how long it is', async () => {
    const problems = [busyFor(250), busyFor(300)]

    const { result, retries } = await run(problems)

    expect(result).toEqual({ ok: true, value: 'fine' })
    expect(retries).toEqual(problems.map(problem => ({ problem, pauseMs: problem.retryAfterMs })))
  })

  test('doubles the pause that the server does not ask for', async () => {
    const { retries } = await run([unreachable, unreachable])

    const [first = 0, second = 0] = retries.map(({ pauseMs }) => pauseMs)
    expect(first).toBeGreaterThanOrEqual(250)
    expect(first).toBeLessThanOrEqual(500)
    expect(second).toBeGreaterThanOrEqual(500)
    expect(second).toBeLessThanOrEqual(1_000)
  })

  test('makes the last call at the end of the time', async () => {
    const { result, calledAfterMs } = await run(Array(9).fill(unreachable) as Problem[], {
      retryTimeoutMs: 600
    })

    expect(result).toEqual({ ok: false, problem: unreachable })
    expect(calledAfterMs.at(-1)).toBeGreaterThanOrEqual(599)
  })

  test.each([
    { name: 'a success', problems: [], retryTimeoutMs: aMinute },
    { name: 'no time for another call', problems: [unreachable], retryTimeoutMs: 0 },
    { name: 'a pause that is too long', problems: [busyFor(aMinute)], retryTimeoutMs: 5_000 }
  ])('makes one call and asks nothing after $name', async ({ problems, retryTimeoutMs }) => {
    let asked = 0
    const mayRetry = () => {
      asked += 1
      return true
    }

    const { calledAfterMs, retries } = await run(problems, { retryTimeoutMs, mayRetry })

    expect([calledAfterMs.length, retries.length, asked]).toEqual([1, 0, 0])
  })

  test('ends with a problem after which it may not', async () => {
    const mayRetry = ({ kind }: Problem) => Promise.resolve(kind === 'response')
    const problem = createFailure('lost')

    const { result, retries } = await run([busyFor(250), problem], { mayRetry })

    expect(result).toEqual({ ok: false, problem })
    expect(retries).toHaveLength(1)
  })

  test.each([0, 1])('ends in the pause when signal %i of two is aborted', async index => {
    const controllers = [new AbortController(), new AbortController()]

    const { calledAfterMs } = await run([busyFor(aMinute - 1_000)], {
      signals: controllers.map(({ signal }) => signal),
      onRetry: () => controllers[index]?.abort()
    })

    expect(calledAfterMs).toHaveLength(1)
  })
})

test.each([
  { name: 'there is time', endsInMs: 5_000, signal: undefined, expected: true },
  { name: 'there is none', endsInMs: 0, signal: undefined, expected: false },
  { name: 'it is cancelled', endsInMs: 5_000, signal: AbortSignal.abort(), expected: false }
])('waitForNextTry when $name: $expected', async ({ endsInMs, signal, expected }) => {
  const limits = { endsAt: performance.now() + endsInMs, signals: signal ? [signal] : [] }

  expect(await waitForNextTry(undefined, 1, limits)).toBe(expected)
})

describe('choosePause', () => {
  const choose = (problem: Problem | undefined, backoffMs: number, endsInMs = aMinute) =>
    choosePause(problem, backoffMs, performance.now() + endsInMs)

  test('is half of the backoff at least, and the whole of it at most', () => {
    const pauses = Array.from({ length: 200 }, () => choose(undefined, 500) ?? 0)

    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(250)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(500)
    expect(new Set(pauses).size).toBeGreaterThan(100)
  })

  test.each<{ name: string; problem: Problem | undefined; backoffMs: number; range: number[] }>([
    {
      name: 'ends with the time',
      problem: undefined,
      backoffMs: 200_000,
      range: [30_000, aMinute]
    },
    { name: 'is what is asked for', problem: busyFor(250), backoffMs: 5_000, range: [250, 250] },
    { name: 'ignores a short one', problem: busyFor(249), backoffMs: 5_000, range: [2_500, 5_000] },
    { name: 'is the backoff of a failure', problem: unreachable, backoffMs: 10, range: [5, 10] }
  ])('$name', ({ problem, backoffMs, range: [least = 0, most = 0] }) => {
    const pauseMs = choose(problem, backoffMs) ?? 0

    expect(pauseMs).toBeGreaterThanOrEqual(least)
    expect(pauseMs).toBeLessThanOrEqual(most)
  })
})

describe('mayReadAgain', () => {
  const respond = (status: number, fields: Partial<ErrorResponse> = { defect: 'html' }) =>
    createErrorResponse(status, fields)

  test.each([
    ...[408, 500, 502].map(status => ({ problem: respond(status), may: true })),
    ...[200, 302, 400].map(status => ({ problem: respond(status), may: false })),
    ...[429, 503].map(status => ({ problem: respond(status, { edition: 'first' }), may: true })),
    { problem: respond(500, { defect: 'spring' }), may: false },
    { problem: respond(502, { edition: 'first' }), may: false },
    { problem: createFailure('lost', { httpStatus: 200 }), may: true },
    { problem: unreachable, may: true },
    { problem: createFailure('tls', { tlsProblem: 'closed' }), may: true },
    { problem: createFailure('unknown-host'), may: false },
    { problem: createFailure('timeout'), may: true },
    { problem: createFailure('malformed'), may: false },
    { problem: createFailure('cancelled'), may: false }
  ])('after $problem: $may', ({ problem, may }) => {
    expect(mayReadAgain(problem)).toBe(may)
  })

  test.each([
    { problem: createFailure('proxy'), expected: true },
    { problem: createFailure('proxy', { httpStatus: 500 }), expected: true },
    { problem: createFailure('proxy', { httpStatus: 407 }), expected: false },
    { problem: respond(503), expected: false }
  ])('$problem is a server out of reach: $expected', ({ problem, expected }) => {
    expect(isUnreachable(problem)).toBe(expected)
  })
})

describe('readRetryAfter', () => {
  const seven = 'Thu, 16 Apr 2026 10:30:07 GMT'
  const nine = 'Thu, 16 Apr 2026 10:30:09 GMT'

  test.each<{ header?: string; date?: string; body?: string; expected?: number }>([
    { header: ' 7 ', expected: 7_000 },
    { header: nine, date: seven, expected: 2_000 },
    { header: seven, date: nine, expected: 0 },
    { header: 'soon', body: '{"retry_after": 3}', expected: 3_000 },
    { header: '7', body: '{"retry_after": 3}', expected: 7_000 },
    { header: '9'.repeat(400), expected: 1e12 },
    { body: '{"retry_after": 0}', expected: 0 },
    { body: '{"retry_after": -3}' },
    { body: '{"retry_after": "3"}' },
    { header: '1.5' },
    { header: '2026-11-24T10:00:00Z' },
    { header: `x ${nine}`, date: seven },
    { header: `${nine}+3`, date: seven },
    { header: 'Thu, 16 Xyz 2026 10:30:09 GMT', date: seven }
  ])('header $header at $date, body $body: $expected', ({ header, date, body = '', expected }) => {
    const headers = { ...(header && { 'retry-after': header }), ...(date && { date }) }

    expect(readRetryAfter(createResponse(body, 503, headers), parseJson(body))).toBe(expected)
  })

  test('goes by this machine’s clock where the server does not say its own', () => {
    const headers = { 'retry-after': new Date(Date.now() + aMinute).toUTCString(), date: 'today' }

    const pauseMs = readRetryAfter(createResponse('', 503, headers), undefined)

    expect(pauseMs).toBeGreaterThan(aMinute / 2)
    expect(pauseMs).toBeLessThanOrEqual(aMinute)
  })
})
