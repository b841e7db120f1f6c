import { describe, expect, test } from '@jest/globals'
import type { Call, Reply } from '../src/apinizer/http.ts'
import { sendWithRetries, type RetryPolicy } from '../src/apinizer/retry.ts'
import { answered, lost } from './support/replies.ts'

const atOnce = { 'retry-after': '0' }

/** Sends a call to a line that gives these replies, the last one for ever. */
async function send(method: Call['method'], replies: Reply[], policy: Partial<RetryPolicy> = {}) {
  const calls: Call[] = []
  const pauses: Parameters<RetryPolicy['onPause']>[0][] = []
  const line = {
    request: (call: Call) => {
      calls.push(call)
      return Promise.resolve(replies[Math.min(calls.length, replies.length) - 1] ?? answered(''))
    }
  }
  const reply = await sendWithRetries(
    line,
    { method, path: '/apiops/x', body: 'the body' },
    {
      retries: 2,
      timeoutMs: 10_000,
      signal: new AbortController().signal,
      onPause: pause => {
        pauses.push(pause)
      },
      ...policy
    }
  )
  return { reply, calls, pauses }
}

describe('what is sent again', () => {
  const always: [string, Reply][] = [
    ['429', answered('', 429, atOnce)],
    ['429 that names its pause in the body', answered({ retry_after: 0 }, 429)],
    ['503 that asks for a pause', answered('', 503, atOnce)],
    ['no connection', lost('refused', { sent: false })],
    ['no proxy', lost('proxy', { sent: false })]
  ]
  const never: [string, Reply][] = [
    ['a success', answered('')],
    ['400', answered('', 400, atOnce)],
    ['500', answered('', 500, atOnce)],
    ['a proxy that refuses', lost('proxy', { sent: false, httpStatus: 403 })],
    ['TLS', lost('tls', { sent: false })],
    ['a deadline', lost('deadline')],
    ['a cancellation', lost('cancelled')],
    ['something that is not HTTP', lost('garbled')]
  ]
  const onlyGet: [string, Reply][] = [
    ['502', answered('', 502, atOnce)],
    ['504', answered('', 504, atOnce)],
    ['503 without a pause', answered('', 503)],
    ...[
      'soon',
      '-1',
      '1.5',
      '1e3',
      'Tue Nov 24 2026',
      '2026-11-24T10:00:00Z',
      'Xxx, 99 Xxx 2026 10:00:00 GMT'
    ].map((text): [string, Reply] => [
      `503 that asks for ${text}`,
      answered('', 503, { 'retry-after': text })
    ]),
    ['Envoy’s 503', answered('', 503, { server: 'envoy', ...atOnce })],
    ['a reset', lost('reset')],
    ['a hang-up', lost('closed')],
    ['a cut answer', lost('cut')]
  ]
  const cases = (['POST', 'DELETE', 'GET'] as const).flatMap(method => [
    ...always.map(([name, reply]) => ({ method, name, reply, again: true })),
    ...never.map(([name, reply]) => ({ method, name, reply, again: false })),
    ...onlyGet.map(([name, reply]) => ({ method, name, reply, again: method === 'GET' }))
  ])

  test.each(cases)('$method after $name: $again', async ({ method, reply, again }) => {
    const { calls, reply: last } = await send(method, [reply, answered('fine')], { retries: 1 })
    expect(calls).toHaveLength(again ? 2 : 1)
    expect(last).toEqual({ ...(again ? answered('fine') : reply), triesLeft: again ? 0 : 1 })
  })
})

describe('how it is sent again', () => {
  test('as often as may be, each time told, the same call', async () => {
    const refused = answered('', 429, atOnce)
    const { calls, pauses } = await send('POST', [refused])
    expect(calls).toHaveLength(3)
    expect(
      calls.every(
        ({ method, path, body }) => method === 'POST' && path === '/apiops/x' && body === 'the body'
      )
    ).toBe(true)
    expect(pauses).toEqual([
      { reply: refused, pauseMs: 0, triesLeft: 2 },
      { reply: refused, pauseMs: 0, triesLeft: 1 }
    ])
  })

  test('and an answer tells more than a later try of which nothing left', async () => {
    const pause = answered('', 503, atOnce)
    for (const unsent of [
      lost('refused', { sent: false }),
      lost('deadline', { sent: false }),
      lost('cancelled', { sent: false })
    ])
      expect((await send('POST', [pause, unsent], { retries: 1 })).reply).toMatchObject({
        status: 503
      })
    expect((await send('POST', [pause, lost('reset')], { retries: 1 })).reply).toMatchObject({
      ending: 'reset'
    })
  })

  test('within one deadline', async () => {
    const { calls } = await send('POST', [answered('', 429, atOnce)], { timeoutMs: 5_000 })
    expect(calls.map(({ timeoutMs }) => Math.ceil(timeoutMs / 1_000))).toEqual([5, 5, 5])
    expect(calls[1]?.timeoutMs).toBeLessThan(calls[0]?.timeoutMs ?? 0)
  })

  test('not when the pause does not fit the deadline', async () => {
    const { calls, pauses, reply } = await send(
      'POST',
      [answered('', 429, { 'retry-after': '2' })],
      { timeoutMs: 2_000 }
    )
    expect([calls.length, pauses, reply.answered && reply.status]).toEqual([1, [], 429])
  })

  test('not when it is cancelled meanwhile', async () => {
    const controller = new AbortController()
    const { calls, reply } = await send('POST', [answered('', 429, { 'retry-after': '5' })], {
      signal: controller.signal,
      onPause: () => {
        controller.abort()
      }
    })
    expect([calls.length, reply.answered && reply.status]).toEqual([1, 429])
  })

  test('after pauses that double, with some jitter', async () => {
    const { pauses } = await send('POST', [lost('refused', { sent: false })])
    expect(pauses).toHaveLength(2)
    for (const [index, { pauseMs }] of pauses.entries()) {
      expect(pauseMs).toBeGreaterThanOrEqual(250 * 2 ** index)
      expect(pauseMs).toBeLessThanOrEqual(500 * 2 ** index)
    }
  })
})
