import { describe, expect, test } from '@jest/globals'
import { now } from '../../../src/apinizer/clock.ts'
import type { ErrorResponse, Problem } from '../../../src/apinizer/failures.ts'
import { parseJson } from '../../../src/apinizer/json.ts'
import {
  choosePause,
  readRetryAfter,
  retry,
  type RetryPolicy
} from '../../../src/apinizer/retry.ts'
import { createErrorResponse, createFailure, createResponse } from '../../support/responses.ts'

type Method = 'GET' | 'POST' | 'DELETE'
type Result = { ok: true; value: string } | { ok: false; problem: Problem }

const fail = (problem: Problem): Result => ({ ok: false, problem })
const succeed: Result = { ok: true, value: 'fine' }

/** Makes a call that gives these results, the last one for ever. */
async function run(method: Method, results: Result[], policy: Partial<RetryPolicy> = {}) {
  const startedAt = performance.now()
  const calledAt: number[] = []
  const retries: Parameters<RetryPolicy['onRetry']>[0][] = []
  const call = () => {
    calledAt.push(performance.now() - startedAt)
    return Promise.resolve(results[Math.min(calledAt.length, results.length) - 1] ?? succeed)
  }
  const result = await retry(method, call, {
    retryTimeoutMs: 10_000,
    signals: [new AbortController().signal],
    onRetry: found => {
      retries.push(found)
    },
    ...policy
  })
  return { result, calledAt, retries }
}

/** An error response that asks to come back at once, so that the tests need not wait. */
const respond = (status: number, fields: Partial<ErrorResponse> = {}) =>
  createErrorResponse(status, { retryAfterMs: 0, ...fields })

const unsent = { sent: false }
const problems: { name: string; problem: Problem; again: readonly Method[] }[] = [
  ...[400, 401, 403, 404, 405, 422].map(status => ({
    name: `${status} in the Manager’s words`,
    problem: respond(status, { edition: 'current' as const }),
    again: []
  })),
  ...[409, 423].flatMap(status => [
    {
      name: `${status} in the Manager’s words`,
      problem: respond(status, { edition: 'first' as const }),
      again: ['POST', 'DELETE'] as const
    },
    {
      name: `a gateway’s ${status}`,
      problem: respond(status, { defect: 'html' as const }),
      again: []
    }
  ]),
  {
    name: '408 of a gateway',
    problem: respond(408, { defect: 'empty' }),
    again: ['GET']
  },
  {
    name: '429 in the Manager’s words',
    problem: respond(429, { edition: 'first' }),
    again: ['GET', 'POST', 'DELETE']
  },
  {
    name: 'a gateway’s 429',
    problem: respond(429, { defect: 'html' }),
    again: ['GET', 'POST', 'DELETE']
  },
  {
    name: 'a 429 from a cache, which is not about this request',
    problem: respond(429, { defect: 'cached' }),
    again: ['GET']
  },
  {
    name: '503 in the Manager’s words',
    problem: respond(503, { edition: 'current' }),
    again: ['GET', 'POST', 'DELETE']
  },
  {
    name: 'a gateway’s 503, whatever it asks for',
    problem: respond(503, { defect: 'html' }),
    again: ['GET']
  },
  {
    name: 'Spring’s own 503',
    problem: respond(503, { defect: 'spring' }),
    again: ['GET']
  },
  { name: '500 in the Manager’s words', problem: respond(500, { edition: 'first' }), again: [] },
  { name: 'Spring’s own 500', problem: respond(500, { defect: 'spring' }), again: [] },
  ...[500, 502, 504, 520, 524].map(status => ({
    name: `a gateway’s ${status}`,
    problem: respond(status, { defect: 'empty' as const }),
    again: ['GET'] as const
  })),
  { name: '502 in the Manager’s words', problem: respond(502, { edition: 'first' }), again: [] },
  { name: 'a redirect', problem: respond(302, { defect: 'html' }), again: [] },
  { name: '200 with a page', problem: respond(200, { defect: 'html' }), again: [] },
  { name: '204', problem: respond(204, { defect: 'empty' }), again: [] }
]

const failures: typeof problems = [
  {
    name: 'no connection',
    problem: createFailure('connect', unsent),
    again: ['GET', 'POST', 'DELETE']
  },
  {
    name: 'a proxy that cannot be reached',
    problem: createFailure('proxy', unsent),
    again: ['GET', 'POST', 'DELETE']
  },
  {
    name: 'a proxy that could not connect',
    problem: createFailure('proxy', { ...unsent, httpStatus: 503 }),
    again: ['GET', 'POST', 'DELETE']
  },
  ...[403, 407].map(httpStatus => ({
    name: `a proxy that refuses with ${httpStatus}`,
    problem: createFailure('proxy', { ...unsent, httpStatus }),
    again: []
  })),
  { name: 'a connection that was lost', problem: createFailure('lost'), again: ['GET'] },
  {
    name: 'a connection that was lost in the response',
    problem: createFailure('lost', { httpStatus: 200 }),
    again: ['GET']
  },
  { name: 'a TLS problem', problem: createFailure('tls', unsent), again: [] },
  { name: 'a TLS problem after the handshake', problem: createFailure('tls'), again: [] },
  { name: 'the deadline', problem: createFailure('timeout'), again: [] },
  {
    name: 'the deadline without a connection',
    problem: createFailure('timeout', unsent),
    again: []
  },
  { name: 'a malformed response', problem: createFailure('malformed'), again: [] },
  { name: 'a cancellation', problem: createFailure('cancelled', unsent), again: [] }
]

describe('what is tried again', () => {
  // Without a pause that the server asks for, one that is short would have to be waited for.
  const rows = [...problems, ...failures].flatMap(({ name, problem, again }) =>
    (['GET', 'POST', 'DELETE'] as const).map(method => ({
      name,
      method,
      problem,
      tries: again.includes(method) ? 2 : 1
    }))
  )

  test.concurrent.each(rows)(
    'a $method after $name: $tries',
    async ({ method, problem, tries }) => {
      const { result, calledAt } = await run(method, [fail(problem), succeed])

      expect(calledAt).toHaveLength(tries)
      expect(result).toEqual(tries === 2 ? succeed : fail(problem))
    }
  )

  test('nothing after a success', async () => {
    const { result, calledAt, retries } = await run('POST', [succeed])

    expect(result).toEqual(succeed)
    expect(calledAt).toHaveLength(1)
    expect(retries).toEqual([])
  })

  test('nothing when a connection is missing but the request left all the same', async () => {
    const { calledAt } = await run('POST', [fail(createFailure('connect')), succeed])

    expect(calledAt).toHaveLength(1)
  })
})

describe('how long it is tried again', () => {
  const refused = fail(createFailure('connect', unsent))

  test('0 tries once', async () => {
    const { result, calledAt, retries } = await run('GET', [refused], { retryTimeoutMs: 0 })

    expect(result).toBe(refused)
    expect(calledAt).toHaveLength(1)
    expect(retries).toEqual([])
  })

  test('to the end of the time, where the last try is', async () => {
    const { result, calledAt } = await run('POST', [refused], { retryTimeoutMs: 700 })

    expect(result).toBe(refused)
    expect(calledAt.length).toBeGreaterThan(2)
    expect(calledAt.at(-1)).toBeGreaterThanOrEqual(699)
    expect(calledAt.at(-1)).toBeLessThan(1_500)
  })

  test('with pauses that double, with some jitter, each told before', async () => {
    const { retries } = await run('POST', [refused, refused, refused, succeed])

    expect(retries).toHaveLength(3)
    for (const [index, { problem, pauseMs }] of retries.entries()) {
      expect(problem).toBe(refused.ok ? undefined : refused.problem)
      expect(pauseMs).toBeGreaterThanOrEqual(250 * 2 ** index)
      expect(pauseMs).toBeLessThanOrEqual(500 * 2 ** index)
    }
  })

  test('with the pause that the server asks for', async () => {
    const busy = fail(createErrorResponse(429, { retryAfterMs: 1_200 }))

    const { calledAt, retries } = await run('POST', [busy, succeed])

    expect(retries.map(({ pauseMs }) => pauseMs)).toEqual([1_200])
    expect(calledAt[1]).toBeGreaterThanOrEqual(1_190)
  })

  test('not when the pause that the server asks for does not fit', async () => {
    const busy = fail(createErrorResponse(429, { retryAfterMs: 60_000 }))

    const { result, calledAt, retries } = await run('POST', [busy], { retryTimeoutMs: 5_000 })

    expect(result).toBe(busy)
    expect(calledAt).toHaveLength(1)
    expect(retries).toEqual([])
  })

  test('until it is cancelled', async () => {
    const controller = new AbortController()
    const startedAt = performance.now()

    const { result, calledAt } = await run('POST', [refused], {
      signals: [controller.signal],
      onRetry: () => {
        controller.abort()
      }
    })

    expect(result).toBe(refused)
    expect(calledAt).toHaveLength(1)
    expect(performance.now() - startedAt).toBeLessThan(240)
  })

  test('never after a later result that forbids it', async () => {
    const lost = fail(createFailure('lost'))

    const { result, calledAt } = await run('POST', [fail(respond(503, { edition: 'first' })), lost])

    expect(result).toBe(lost)
    expect(calledAt).toHaveLength(2)
  })
})

describe('choosePause', () => {
  const inMs = (ms: number) => now() + ms

  test.each([
    { name: 'no time is left', endsInMs: 0, expected: undefined },
    { name: 'the time is over', endsInMs: -1, expected: undefined }
  ])('is undefined when $name', ({ endsInMs, expected }) => {
    expect(choosePause(undefined, 500, inMs(endsInMs))).toBe(expected)
  })

  test('is half of the backoff at least, and the whole of it at most', () => {
    const pauses = Array.from({ length: 200 }, () => choosePause(undefined, 500, inMs(60_000)) ?? 0)

    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(250)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(500)
    expect(new Set(pauses).size).toBeGreaterThan(100)
  })

  test('ends with the time', () => {
    const pauseMs = choosePause(undefined, 60_000, inMs(1_000)) ?? 0

    expect(pauseMs).toBeGreaterThan(900)
    expect(pauseMs).toBeLessThanOrEqual(1_000)
  })

  test.each([0, 1, 249])('is the backoff for a server that asks for only %i ms', retryAfterMs => {
    const problem = createErrorResponse(429, { retryAfterMs })

    const pauseMs = choosePause(problem, 5_000, inMs(60_000)) ?? 0

    expect(pauseMs).toBeGreaterThanOrEqual(2_500)
  })

  test('is what the server asks for, however long the backoff', () => {
    const problem = createErrorResponse(429, { retryAfterMs: 250 })

    expect(choosePause(problem, 5_000, inMs(60_000))).toBe(250)
  })

  test('heeds no pause of a failure, which asks for none', () => {
    const pauseMs = choosePause(createFailure('connect'), 10, inMs(1_000)) ?? 0

    expect(pauseMs).toBeLessThanOrEqual(10)
  })
})

describe('readRetryAfter', () => {
  const seven = 'Thu, 16 Apr 2026 10:30:07 GMT'
  const nine = 'Thu, 16 Apr 2026 10:30:09 GMT'
  const rows: {
    name: string
    headers?: Record<string, string>
    body?: string
    expected?: number
  }[] = [
    { name: 'seconds', headers: { 'retry-after': '7' }, expected: 7_000 },
    { name: 'seconds with space', headers: { 'retry-after': ' 7 ' }, expected: 7_000 },
    { name: '0', headers: { 'retry-after': '0' }, expected: 0 },
    {
      name: 'a date, by the server’s own clock',
      headers: { 'retry-after': nine, date: seven },
      expected: 2_000
    },
    { name: 'a date gone by', headers: { 'retry-after': seven, date: nine }, expected: 0 },
    { name: 'seconds in the body', body: '{"retry_after": 3}', expected: 3_000 },
    {
      name: 'seconds in the body behind words in the header',
      headers: { 'retry-after': 'soon' },
      body: '{"retry_after": 3}',
      expected: 3_000
    },
    {
      name: 'the header before the body',
      headers: { 'retry-after': '7' },
      body: '{"retry_after": 3}',
      expected: 7_000
    },
    { name: 'a negative number', headers: { 'retry-after': '-1' } },
    { name: 'a fraction', headers: { 'retry-after': '1.5' } },
    { name: 'an exponent', headers: { 'retry-after': '1e3' } },
    { name: 'a date of another kind', headers: { 'retry-after': '2026-11-24T10:00:00Z' } },
    {
      name: 'more seconds than can be told',
      headers: { 'retry-after': '9'.repeat(400) },
      expected: 1e12
    },
    {
      name: 'more seconds than can be told, in the body',
      body: '{"retry_after": 1e308}',
      expected: 1e12
    },
    { name: 'a negative number in the body', body: '{"retry_after": -3}' },
    { name: 'a text in the body', body: '{"retry_after": "3"}' },
    { name: 'nothing', body: '' }
  ]

  test.each(rows)('$name: $expected', ({ headers = {}, body = '', expected }) => {
    expect(readRetryAfter(createResponse(body, 503, headers), parseJson(body))).toBe(expected)
  })

  test('a date, by this machine’s clock where the server tells no time', () => {
    const until = new Date(Date.now() + 10_000).toUTCString()

    const pauseMs = readRetryAfter(createResponse('', 503, { 'retry-after': until }), undefined)

    expect(pauseMs).toBeGreaterThan(8_000)
    expect(pauseMs).toBeLessThanOrEqual(10_000)
  })
})
