import { expect, test } from '@jest/globals'
import type { Call } from '../../simulator/simulator.ts'
import { runScenario, signalAt, type Scenario } from '../support/run-scenario.ts'
import { changePods } from '../support/seeded-world.ts'

/** Windows has no signals between processes; there the runner sends Ctrl-C to the console. */
const testOfSignals = process.platform === 'win32' ? test.skip : test

/** Runs that are cancelled wait for longer than this; the runner's second signal comes after 7.5 s. */
const maxMs = 7_500

testOfSignals.each<{ signal: NodeJS.Signals }>([{ signal: 'SIGINT' }, { signal: 'SIGTERM' }])(
  '$signal during a deployment starts nothing new and tells what is known',
  async ({ signal }) => {
    const run = await runScenario({
      fault: { delivery: 'silence', on: { call: 'deploy', environment: 'staging' } },
      inputs: { environment: 'test\nstaging\nproduction', timeout: '60s' },
      onStart: signalAt('deploy', { signal, count: 2 })
    })

    expect(run.durationMs).toBeLessThan(maxMs)
    expect(run.outputs).toMatchObject({
      result: 'cancelled',
      'failed-environments': '["staging","production"]',
      'failed-groups': '["PaymentAPIGroup"]'
    })
    expect(run.results).toMatchObject([
      { status: 'succeeded' },
      { status: 'unknown', reason: 'cancelled' },
      { status: 'not-attempted', reason: 'cancelled' }
    ])
    expect(run.annotations).toMatchObject([{ properties: { title: 'Deployment cancelled' } }])
    expect(run.annotations[0]?.data).toContain('PaymentAPIGroup on staging')
    expect(run.summary).toContain('<h2>🚫 Deployment cancelled')
    expect(run.sent).toBe(2)
  }
)

interface Row extends Scenario {
  name: string
  call: Call
  count?: number
  expected: object[]
  sent: number
}

testOfSignals.each<Row>([
  {
    name: 'the preflight check',
    fault: { delivery: 'silence', on: { call: 'environments' } },
    call: 'environments',
    expected: [{ status: 'not-attempted', reason: 'cancelled' }],
    sent: 0
  },
  {
    name: 'a pause before another try',
    fault: { refusal: { status: 429, retryAfterSeconds: 20 } },
    call: 'deploy',
    onStart: child =>
      child.stdout?.on('data', (text: Buffer) => {
        if (text.includes('again in')) {
          child.kill('SIGINT')
        }
      }),
    expected: [{ status: 'failed', reason: 'rate-limited' }],
    sent: 1
  },
  {
    name: 'a verification, of a deployment that was accepted',
    options: { records: 'joined' },
    prepare: changePods({ staleMs: 600_000 }, 'all'),
    inputs: { verify: 'routes', 'verify-timeout': '60s' },
    call: 'route-health',
    count: 2,
    expected: [{ reason: 'not-verified', message: expect.stringContaining('itself was accepted') }],
    sent: 1
  },
  {
    name: 'the lookup of a lost response',
    fault: { delivery: 'close' },
    call: 'history',
    expected: [{ status: 'unknown', reason: 'connection-lost' }],
    sent: 1
  }
])('during $name', async ({ call, count = 1, expected, sent, inputs, ...scenario }) => {
  const run = await runScenario({
    onStart: signalAt(call, { count }),
    ...scenario,
    inputs: { timeout: '60s', 'retry-timeout': '1m', ...inputs }
  })

  expect(run.durationMs).toBeLessThan(maxMs)
  expect(run.outputs.result).toBe('cancelled')
  expect(run.results).toMatchObject(expected)
  expect(run.sent).toBe(sent)
})
