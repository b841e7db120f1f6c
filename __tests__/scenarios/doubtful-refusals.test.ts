import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../simulator/simulator.ts'
import { fastClock } from '../support/fast-clock.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'
import { countCalls } from '../support/seeded-world.ts'

/** Runs with a fast clock and with time for further tries, so that a second request would be sent if it may. */
function send({ inputs, ...scenario }: Scenario) {
  return runScenario({
    ...scenario,
    inputs: { timeout: '1m', 'retry-timeout': '10m', ...inputs },
    nodeOptions: fastClock
  })
}

const history = { call: 'history' } as const

describe('a refusal of what the deploy history contains is recovered, and sent once:', () => {
  test.concurrent.each<Scenario & { name: string }>([
    { name: 'Spring’s empty 403 after the work', fault: { springError: 403 } },
    { name: 'Spring’s 401 after the work', fault: { springError: 401 } },
    { name: 'a 409 to a gateway’s repetition', fault: { repeated: 409 } },
    {
      name: 'a firewall’s page instead of the response',
      fault: { gateway: 'waf-403', commits: true }
    },
    {
      name: 'a 409, and a history that cannot be read for a while',
      fault: { repeated: 409 },
      faults: [{ on: history, times: 3, refusal: 500 }]
    },
    {
      name: 'an empty 403, and lists that are refused like this for a while',
      fault: { springError: 403 },
      faults: [
        { on: { call: 'environments' }, after: 1, times: 2, springError: 403 },
        { on: { call: 'api-proxies' }, times: 2, springError: 403 },
        { on: { call: 'route-health' }, times: 2, springError: 403 }
      ]
    }
  ])('$name', async scenario => {
    const run = await send(scenario)

    expect(run.results).toMatchObject([{ status: 'succeeded', revision: 4 }])
    expect(run.outputs.message).toContain('the deploy history contains this request')
    expect([run.sent, run.manager.deployments.length]).toEqual([1, 1])
  })
})

describe('a 401 or 403 that says nothing leaves the outcome unknown, and nothing is sent again:', () => {
  const instead: Fault = { springError: 403, commits: false }

  test.concurrent.each<Scenario & { name: string }>([
    { name: 'an empty 403 instead of the work', fault: instead },
    { name: 'an empty 403, no history', fault: { springError: 403 }, options: { history: false } }
  ])('$name', async scenario => {
    const run = await send(scenario)

    expect(run.results).toMatchObject([{ status: 'unknown' }])
    expect(run.outputs.message).toContain('Spring servers respond like this to their own errors')
    expect(run.outputs.message).not.toMatch(/permission|token/)
    expect(run.sent).toBe(1)
  })

  test.concurrent('the other groups go on', async () => {
    const run = await send({
      fault: { ...instead, springError: 401, on: { group: 'PaymentAPIGroup' } },
      inputs: { group: 'PaymentAPIGroup\nPayoutAPIGroup' }
    })

    expect(run.results).toMatchObject([{ status: 'unknown' }, { status: 'succeeded' }])
  })
})

test.each<Scenario & { name: string; reason: string; sent: number }>([
  {
    name: 'an empty 403',
    fault: { on: { call: 'any' }, times: Infinity, springError: 403, commits: false },
    reason: 'forbidden',
    sent: 1
  },
  {
    name: 'a 401 that says nothing',
    fault: { on: { call: 'any' }, times: Infinity, springError: 401, commits: false },
    reason: 'unauthorized',
    sent: 0
  }
])(
  '$name to every call fails at once, and says what it may be',
  async ({ reason, sent, ...rest }) => {
    const run = await send({ ...rest, inputs: { 'retry-timeout': '0' } })

    expect(run.results).toMatchObject([{ status: 'failed', reason }])
    expect(run.outputs.message).toContain('whether a gateway')
    expect(run.outputs.message).not.toContain('Create a new token')
    expect(run.sent).toBe(sent)
    expect(countCalls(run.manager, 'history')).toBe(0)
  }
)

test('a request that was carried out twice is green, with a warning', async () => {
  const run = await send({ fault: { repeated: 200 }, inputs: { verify: 'environment' } })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
  expect(run.annotations).toMatchObject([
    { name: 'warning', data: expect.stringContaining('2 records of one request') }
  ])
  expect([run.sent, run.manager.deployments.length]).toEqual([1, 2])
})

describe('a busy server', () => {
  test.concurrent.each<Scenario & { name: string; sent: number; status?: string }>([
    {
      name: 'is asked again once its history can be read, and does not contain it',
      fault: { refusal: 409 },
      faults: [{ on: history, times: 3, refusal: 500 }],
      sent: 2,
      status: 'succeeded'
    },
    {
      name: 'is not asked again while its history cannot be read',
      fault: { refusal: 409 },
      faults: [{ on: history, times: Infinity, refusal: 500 }],
      inputs: { 'retry-timeout': '10s' },
      sent: 1,
      status: 'unknown'
    },
    {
      name: 'is not asked again after a duplicate',
      fault: { refusal: { status: 409, message: 'The API Proxy Group already exists' } },
      sent: 1
    },
    {
      name: '409, without a history',
      fault: { refusal: 409 },
      options: { history: false },
      sent: 1
    },
    {
      name: 'is asked again after a 429, without a history',
      fault: { refusal: 429 },
      options: { history: false },
      sent: 2,
      status: 'succeeded'
    }
  ])('$name', async ({ sent, status = 'failed', ...scenario }) => {
    const run = await send(scenario)

    expect(run.results).toMatchObject([{ status }])
    expect(run.sent).toBe(sent)
  })
})
