import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../simulator/simulator.ts'
import { worldOf } from '../../simulator/world.ts'
import { fastClock } from '../support/fast-clock.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'
import { countCalls, forgetDeployment, paymentGroup, podsOf } from '../support/seeded-world.ts'

const list = { call: 'environments' } as const
const empty = { body: { status: 'SUCCESS', resultList: [] } }

/** A worker pod does not serve two API Proxies yet, or one, where a first has been probed before the deployment. */
const stale: Fault = {
  on: { call: 'route-health' },
  times: 2,
  response: {
    body: {
      status: 'SUCCESS',
      resultList: [{ routeActive: false, deployedInManager: true, podsResponded: 2, podsActive: 1 }]
    }
  }
}

/** Changes the second worker pod of an environment that was deployed just now, and its API Proxies with it. */
function changePod(changes: object): Scenario {
  return {
    options: { records: 'joined' },
    prepare: manager => {
      paymentGroup(manager).deployed.production = { at: Date.now(), redeployRequired: false }
      Object.assign(podsOf(manager)[1] ?? {}, changes)
    }
  }
}

/** The inputs, and a limit of the verification. */
function limited(limit: string, { inputs, ...scenario }: Scenario): Scenario {
  return { ...scenario, inputs: { ...inputs, 'verify-timeout': limit } }
}

describe('is confirmed', () => {
  const deploy = { verify: 'environment' }
  const url = 'https://api.example.com/'
  const allServe = expect.stringContaining(
    'All 2 worker pods that responded serve the 3 API Proxies of the group that are deployed by themselves'
  )

  test.each<Scenario & { name: string; outputs: object }>([
    {
      name: 'by the list, after a deployment, first edition',
      options: { edition: 'first' },
      inputs: deploy,
      outputs: { 'environment-url': '', revision: '' }
    },
    {
      name: 'by the list, after a deployment',
      inputs: deploy,
      outputs: { 'environment-url': url, revision: '4' }
    },
    {
      name: 'by the list, once the Manager has it',
      fault: { on: list, after: 1, times: 2, response: empty },
      inputs: deploy,
      outputs: { 'environment-url': url }
    },
    {
      name: 'by every worker pod, once the last one serves it',
      fault: stale,
      inputs: { verify: 'routes' },
      outputs: { message: allServe }
    },
    {
      name: 'by the list, with changes that are not deployed',
      prepare: manager => {
        paymentGroup(manager).deployed.production = { at: 0, redeployRequired: true }
      },
      inputs: { operation: 'verify' },
      outputs: { message: expect.stringContaining('changes that are not deployed') }
    },
    {
      name: 'by the list, where it is live',
      inputs: { operation: 'verify', environment: 'test\nproduction' },
      outputs: { message: '2 of 2 verified.' }
    },
    {
      name: 'by every worker pod, where it is live',
      fault: stale,
      inputs: { operation: 'verify', verify: 'routes' },
      outputs: { 'environment-url': url, message: allServe }
    }
  ])('$name', async ({ outputs, ...scenario }) => {
    const { inputs, ...rest } = limited('10m', scenario)
    const run = await runScenario({
      ...rest,
      inputs: { ...inputs, timeout: '10m' },
      nodeOptions: fastClock
    })

    const isReadOnly = scenario.inputs?.operation === 'verify'
    const reason = isReadOnly ? 'verified' : 'deployed'
    expect(run.results[0]).toMatchObject({ status: 'succeeded', reason })
    expect(run.outputs).toMatchObject({ result: 'success', ...outputs })
    expect(run.annotations).toEqual([])
    expect(run.sent).toBe(isReadOnly ? 0 : 1)
    // What is not confirmed yet is told once, however often it is looked at.
    const isWaitedFor = scenario.fault !== undefined
    expect(run.log.match(/ is not confirmed yet: /g)?.length).toBe(isWaitedFor ? 1 : undefined)
  })
})

describe('was accepted and is not verified where', () => {
  test.concurrent.each<Scenario & { name: string; expected: string }>([
    {
      name: 'the Manager does not list it',
      fault: { on: list, after: 1, times: Infinity, response: empty },
      inputs: { verify: 'environment' },
      expected: 'does not list the environment as deployed'
    },
    {
      name: 'a pod stays stale',
      ...changePod({ staleMs: 600_000 }),
      expected: '10.0.2.12 does not serve it yet'
    },
    {
      name: 'a pod that the deployment reported does not respond',
      ...changePod({ unresponsive: true }),
      expected: 'worker-production-2 10.0.2.12 did not respond'
    },
    {
      name: 'a pod serves what is undeployed by itself',
      prepare: manager => {
        const { apiProxies = {} } = manager.world.projects.Payments ?? {}
        apiProxies.refunds = { deployed: {}, undeployed: { production: 0 } }
        Object.assign(podsOf(manager)[1] ?? {}, { keepsServing: true })
      },
      expected: 'orphan deployment'
    },
    {
      name: 'no API Proxy of the group is deployed by itself',
      inputs: { group: 'PayoutAPIGroup' },
      expected: 'Use `verify: environment`'
    }
  ])('$name', async ({ expected, inputs, ...scenario }) => {
    const run = await runScenario(
      limited('1s', { ...scenario, inputs: { verify: 'routes', ...inputs } })
    )

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
    expect(run.annotations).toMatchObject([{ properties: { title: 'Deployed, not verified' } }])
    for (const text of [run.outputs.message, run.annotations[0]?.data]) {
      expect(text).toContain(expected)
      expect(text).toContain('itself was accepted')
    }
    expect(run.sent).toBe(1)
  })
})

describe('operation: verify is red', () => {
  test('where the Manager does not list it, and all others are looked at', async () => {
    const run = await runScenario(
      limited('1s', {
        prepare: manager => {
          forgetDeployment(manager, 'staging')
        },
        inputs: { operation: 'verify', environment: 'staging\nproduction' }
      })
    )

    expect(run.results).toMatchObject([
      { status: 'failed', reason: 'not-verified' },
      { status: 'succeeded', reason: 'verified' }
    ])
    expect(run.outputs).toMatchObject({ result: 'partial', 'failed-environments': '["staging"]' })
    expect(run.annotations).toMatchObject([
      { properties: { title: 'API Proxy Group not verified' } }
    ])
    expect(run.summary).toContain('<h2>❌ Partly verified</h2>')
    expect(run.sent).toBe(0)
  })

  test('where a worker pod does not serve it, which is named', async () => {
    const run = await runScenario(
      limited('1s', {
        ...changePod({ staleMs: 600_000 }),
        inputs: { operation: 'verify', verify: 'routes' }
      })
    )

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
    expect(run.annotations[0]?.data).toContain('10.0.2.12 does not serve it yet')
    expect(run.annotations[0]?.data).not.toContain('was accepted')
  })
})

test('many targets that are not live share one verify-timeout, and a group is listed once a look', async () => {
  const groups = Array.from({ length: 9 }, (_, index) => `g${index}`)

  const run = await runScenario({
    options: { world: worldOf({ groups, environments: ['test', 'production'] }) },
    inputs: {
      ...{ operation: 'verify', 'verify-timeout': '20s', timeout: '10m' },
      ...{ group: groups.join('\n'), environment: 'test\nproduction' }
    },
    nodeOptions: fastClock
  })

  expect(new Set(run.results.map(({ reason }) => reason))).toEqual(new Set(['not-verified']))
  // In 20 s there is time for ten looks; a list for each target would be 18 requests a look.
  const lists = countCalls(run.manager, 'environments')
  expect(lists).toBeGreaterThan(2 * groups.length)
  expect(lists).toBeLessThan(12 * groups.length)
})

test.each<Scenario & { name: string; reason?: string }>([
  { name: 'deploy, before 2026.09', options: { routeHealth: false } },
  {
    name: 'deploy, before 2026.09, where Spring refuses unknown paths',
    options: { routeHealth: false, springSecurity: true }
  },
  {
    name: 'verify, before 2026.09',
    options: { routeHealth: false },
    inputs: { operation: 'verify' },
    reason: 'not-verified'
  }
])(
  'verify: routes on a server that cannot tell is red before anything is sent: $name',
  async ({ inputs, reason = 'rejected', ...scenario }) => {
    const run = await runScenario(
      limited('10m', { ...scenario, inputs: { verify: 'routes', ...inputs } })
    )

    expect(run.results).toMatchObject([{ status: 'failed', reason }])
    expect(run.outputs.message).toContain('use `verify: environment`')
    expect(run.sent).toBe(0)
    expect(countCalls(run.manager, 'api-proxies')).toBeLessThanOrEqual(1)
  }
)
