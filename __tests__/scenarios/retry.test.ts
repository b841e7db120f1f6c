import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault } from '../../simulator/simulator.ts'
import { runAction } from '../support/run-action.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'

describe('what proves that nothing was carried out is waited out:', () => {
  const look = { call: 'environments' } as const

  test.concurrent.each<{ name: string; fault: Fault; sent: number; minPauseMs?: number }>([
    { name: '409', fault: { refusal: 409 }, sent: 2 },
    {
      name: '429, for as long as it asks',
      fault: { refusal: { status: 429, retryAfterSeconds: 1 } },
      sent: 2,
      minPauseMs: 1_000
    },
    {
      name: '503 in the Manager’s words, for as long as it asks',
      fault: { refusal: { status: 503, retryAfterSeconds: 1 } },
      sent: 2,
      minPauseMs: 1_000
    },
    { name: 'a gateway’s 429', fault: { gateway: 'nginx-429' }, sent: 2 },
    { name: 'a gateway’s 503, before', fault: { on: look, gateway: 'nginx-503' }, sent: 1 },
    { name: 'a reset, before', fault: { on: look, delivery: 'reset' }, sent: 1 },
    {
      name: '429 before, for as long as it asks',
      fault: { on: look, refusal: { status: 429, retryAfterSeconds: 1 } },
      sent: 1,
      minPauseMs: 1_000
    }
  ])('$name', async ({ fault, sent, minPauseMs = 0 }) => {
    const run = await runScenario({ fault, inputs: { 'retry-timeout': '1m' } })

    expect(run.results).toMatchObject([{ status: 'succeeded' }])
    expect(run.manager.deployments).toHaveLength(1)
    expect(run.sent).toBe(sent)
    expect(run.log).toContain('Trying PaymentAPIGroup on production again in')
    const refusedCall = sent === 2 ? 'deploy' : 'environments'
    const [first, second] = run.manager.requests.filter(({ call }) => call === refusedCall)
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(minPauseMs)
  })
})

test.each<Scenario & { name: string; reason: string; expected?: string }>([
  {
    name: 'a pause that is longer than `retry-timeout`',
    fault: { refusal: { status: 429, retryAfterSeconds: 120 } },
    reason: 'rate-limited',
    expected: 'It asks to wait 2 min, and `retry-timeout` is 1 min.'
  },
  { name: 'the Manager’s 500', fault: { refusal: 500 }, reason: 'server-error' }
])('$name means one try', async ({ reason, expected = '', inputs, ...scenario }) => {
  const run = await runScenario({ ...scenario, inputs: { 'retry-timeout': '1m', ...inputs } })

  expect(run.results).toMatchObject([{ status: 'failed', reason }])
  expect(run.outputs.message).toContain(expected)
  expect(run.sent).toBe(1)
})

test.each<Scenario & { name: string; reason: string }>([
  {
    name: 'a Manager that is always busy',
    fault: { refusal: 409, times: Infinity },
    reason: 'conflict'
  },
  {
    name: 'a Manager that cannot be reached',
    inputs: { url: 'http://127.0.0.1:1' },
    reason: 'connection-failed'
  }
])('$name is tried for `retry-timeout`, which is told', async ({ reason, inputs, ...scenario }) => {
  const run = await runScenario({ ...scenario, inputs: { 'retry-timeout': '1s', ...inputs } })

  expect(run.results).toMatchObject([{ status: 'failed', reason }])
  expect(run.outputs.message).toContain('Tried for up to 1 s (`retry-timeout`)')
  expect(run.durationMs).toBeGreaterThan(1_000)
})

test('a Manager that comes back within retry-timeout is deployed to', async () => {
  await using first = await startSimulator()
  const port = Number(new URL(first.url).port)
  await first.close()
  let running: ReturnType<typeof runAction> | undefined
  await new Promise<void>(resolve => {
    running = runAction({
      inputs: { url: first.url, 'retry-timeout': '1m' },
      onStart: child => {
        child.stdout?.on('data', (text: Buffer) => {
          if (text.includes('again in')) {
            resolve()
          }
        })
      }
    })
  })

  await using second = await startSimulator({ port })
  const run = await running

  expect(run?.results).toMatchObject([{ status: 'succeeded' }])
  expect(second.deployments).toHaveLength(1)
})
