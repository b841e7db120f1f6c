import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault, type Simulator } from '../simulator/simulator.ts'
import { runAction } from './support/run-action.ts'

let manager: Simulator
beforeAll(async () => {
  manager = await startSimulator({ history: false })
})
afterAll(() => manager.close())

const run = (fault: Fault, inputs: Record<string, string> = {}) => {
  manager.misbehave(fault)
  return runAction({ inputs: { url: manager.url, timeout: '2s', ...inputs } })
}
const deploymentsSeen = () =>
  manager.requests.splice(0).filter(({ call }) => call === 'deploy').length

describe('an answer that is broken', () => {
  test.each<[NonNullable<Fault['ending']>, string, string]>([
    ['reset', 'connection-lost', 'The connection was lost'],
    ['close', 'connection-lost', 'The connection was lost'],
    ['cut-length', 'connection-lost', 'cut off'],
    ['cut-chunked', 'connection-lost', 'cut off'],
    ['silence', 'timeout', 'No whole answer came within `timeout`'],
    ['headers-then-silence', 'timeout', 'No whole answer came within `timeout`'],
    ['trickle', 'timeout', 'No whole answer came within `timeout`'],
    ['endless', 'unexpected-response', 'larger than 1 MiB'],
    ['not-http', 'unexpected-response', 'not HTTP']
  ])('%s: unknown, within the deadline, and sent once', async (ending, reason, words) => {
    manager.requests.length = 0
    const { results, durationMs, exitCode } = await run(
      { ending, ...(ending === 'trickle' && { answer: { body: ' '.repeat(1000) } }) },
      { timeout: '1s', retries: '3' }
    )
    expect(results).toMatchObject([
      { status: 'unknown', reason, message: expect.stringContaining(words) }
    ])
    expect(exitCode).toBe(1)
    expect(durationMs).toBeLessThan(8_000)
    expect(deploymentsSeen()).toBe(1)
  })

  test.each<[NonNullable<Fault['ending']>]>([['early-hints'], ['gzip'], ['bom'], ['normal']])(
    '%s: is read all the same',
    async ending => {
      expect((await run({ ending })).results).toMatchObject([{ status: 'succeeded' }])
    }
  )

  test.each<[string, Record<string, string>, string | Buffer]>([
    ['of an unknown compression', { 'content-encoding': 'zstd2' }, 'x'],
    ['compressed wrongly', { 'content-encoding': 'gzip' }, 'no gzip'],
    [
      'that grows above the limit',
      { 'content-encoding': 'gzip' },
      gzipSync(Buffer.alloc(3_000_000))
    ]
  ])('%s: unknown', async (_, headers, body) => {
    expect((await run({ answer: { headers, body } })).results).toMatchObject([
      {
        status: 'unknown',
        reason: 'unexpected-response',
        message: expect.stringContaining('compression')
      }
    ])
  })

  test('101, another protocol: unknown', async () => {
    expect(
      (
        await run({
          answer: { status: 101, headers: { connection: 'upgrade', upgrade: 'odd' }, body: '' }
        })
      ).results
    ).toMatchObject([{ status: 'unknown' }])
  })
})

describe('the deadline', () => {
  test('is wall clock: bytes that trickle in do not move it', async () => {
    const { durationMs } = await run(
      { ending: 'trickle', answer: { body: ' '.repeat(10_000) } },
      { timeout: '1s' }
    )
    expect(durationMs).toBeLessThan(4_000)
  })

  test('is the only limit: an answer after seven minutes of a scaled clock counts', async () => {
    // Every timer of the process and its clock run 300 times as fast; the server takes 1.4 s for seven minutes.
    const scaled = `const real = globalThis.setTimeout; globalThis.setTimeout = (call, ms, ...rest) => real(call, ms / 300, ...rest);
      const { now } = performance; const from = now.call(performance); performance.now = () => from + (now.call(performance) - from) * 300`
    manager.misbehave({ delayMs: 1_400, ending: 'normal' })
    const { results } = await runAction({
      inputs: { url: manager.url, timeout: '10m' },
      nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(scaled)}`]
    })
    expect(results).toMatchObject([{ status: 'succeeded' }])
    expect(results[0]?.durationMs).toBeGreaterThan(400_000)
  })
})

describe('a redirect', () => {
  test('is not followed: the other server sees nothing, and the message names the url to set', async () => {
    const seen: string[] = []
    const other = http
      .createServer((request, response) => {
        seen.push(request.url ?? '')
        response.end('{"success":true}')
      })
      .listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    const base = `http://127.0.0.1:${(other.address() as AddressInfo).port}/real`
    for (const status of [301, 302, 303, 307, 308]) {
      const { results } = await run(
        { answer: { status, headers: { location: `${base}/apiops/projects/Payments/` } } },
        { retries: '3' }
      )
      expect(results).toMatchObject([
        {
          status: 'failed',
          reason: 'redirected',
          httpStatus: status,
          message: expect.stringContaining(`set url to ${base}.`)
        }
      ])
    }
    expect(seen).toEqual([])
    other.close()
  })

  test('without a usable target is told as it came', async () => {
    expect(
      (await run({ answer: { status: 302, headers: { location: '/login' } } })).outputs.message
    ).toContain('Redirect to /login.')
    expect((await run({ answer: { status: 304, headers: {} } })).outputs.message).toContain(
      'without a target'
    )
  })
})

describe('retries', () => {
  test.each<[string, NonNullable<Fault['answer']>]>([
    ['429 with seconds', { status: 429, headers: { 'retry-after': '1' } }],
    ['429 without', { status: 429 }],
    ['503 with seconds', { status: 503, headers: { 'retry-after': '0' } }],
    [
      '503 with retry_after in the body',
      { status: 503, body: { error: 'rate_limit_exceeded', retry_after: 1 } }
    ]
  ])('follow %s', async (_, answer) => {
    manager.requests.length = 0
    expect((await run({ answer }, { retries: '1', timeout: '10s' })).results).toMatchObject([
      { status: 'succeeded' }
    ])
    expect(deploymentsSeen()).toBe(2)
  })

  test('follow 503 with a date, read against the server’s own clock', async () => {
    manager.requests.length = 0
    const date = (ms: number) => new Date(Date.parse('2020-01-01T00:00:00Z') + ms).toUTCString()
    const { results, durationMs } = await run(
      { answer: { status: 503, headers: { date: date(0), 'retry-after': date(1_000) } } },
      { retries: '1', timeout: '10s' }
    )
    expect(results).toMatchObject([{ status: 'succeeded' }])
    expect(durationMs).toBeGreaterThan(1_000)
    expect(deploymentsSeen()).toBe(2)
  })

  test('are not begun when the wait does not fit the deadline', async () => {
    manager.requests.length = 0
    const { results, durationMs } = await run(
      { answer: { status: 429, headers: { 'retry-after': '60' } } },
      { retries: '5', timeout: '5s' }
    )
    expect(results).toMatchObject([{ status: 'failed', reason: 'rate-limited' }])
    expect(durationMs).toBeLessThan(3_000)
    expect(deploymentsSeen()).toBe(1)
  })

  test.each([400, 401, 403, 404, 409, 500, 503])('never follow %i alone', async status => {
    manager.requests.length = 0
    expect((await run({ answer: { status } }, { retries: '2' })).results).toMatchObject([
      { status: 'failed', httpStatus: status }
    ])
    expect(deploymentsSeen()).toBe(1)
  })

  test('follow a refused connection, as many as are given and as the deadline holds', async () => {
    const gone = await startSimulator()
    await gone.close()
    const { results, log } = await runAction({
      inputs: { url: gone.url, retries: '2', timeout: '10s' }
    })
    expect(results).toMatchObject([
      {
        status: 'failed',
        reason: 'connection-failed',
        message: expect.stringContaining('Nothing was sent')
      }
    ])
    expect(log.match(/Trying again in/g)).toHaveLength(2)
  })

  test('follow a name that is not resolved', async () => {
    const { results, log } = await runAction({
      inputs: { url: 'https://manager.invalid', retries: '1' }
    })
    expect(results).toMatchObject([
      {
        status: 'failed',
        reason: 'connection-failed',
        message: expect.stringContaining('manager.invalid')
      }
    ])
    expect(log.match(/Trying again in/g)).toHaveLength(1)
  })
})
