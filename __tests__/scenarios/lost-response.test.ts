import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../simulator/simulator.ts'
import { fastClock } from '../support/fast-clock.ts'
import { runScenario, type Scenario, type ScenarioRun } from '../support/run-scenario.ts'
import { changePods, forgetDeployment, paymentGroup, podsOf } from '../support/seeded-world.ts'

const carriedOut: Fault = { delivery: 'close', commits: true }

/** Runs with a fast clock, as a lookup may take a minute. */
function lose({ inputs, ...scenario }: Scenario) {
  return runScenario({
    ...scenario,
    inputs: { timeout: '1m', 'retry-timeout': '10m', ...inputs },
    nodeOptions: fastClock
  })
}

function expectUnknown({ results, outputs, annotations, summary, sent }: ScenarioRun): void {
  expect(results).toMatchObject([{ status: 'unknown' }])
  expect(outputs.result).toBe('unknown')
  expect(outputs.message).toContain('deploy history')
  expect(annotations).toMatchObject([
    { properties: { title: expect.stringContaining('outcome unknown') } }
  ])
  expect(summary).toContain('outcome unknown')
  expect(sent).toBe(1)
}

describe('a lost response whose deployment is in the history and live succeeds:', () => {
  test.concurrent.each<{ name: string; fault: Fault }>([
    { name: 'the connection closed', fault: { delivery: 'close' } },
    { name: 'nothing came', fault: { delivery: 'silence' } },
    { name: 'Varnish asks to come again', fault: { gateway: 'varnish-503' } }
  ])('$name', async ({ fault }) => {
    const run = await lose({ fault: { commits: true, ...fault } })

    expect(run.results).toMatchObject([
      { status: 'succeeded', reason: 'deployed', revision: 4, previousRevision: 3 }
    ])
    expect(run.outputs).toMatchObject({
      result: 'success',
      revision: '4',
      'environment-url': 'https://api.example.com/'
    })
    expect(run.outputs.message).toContain('the deploy history contains this request')
    expect(run.annotations).toEqual([])
    expect([run.sent, run.manager.deployments.length]).toEqual([1, 1])
  })

  test.concurrent.each<Scenario & { name: string; reason?: string }>([
    {
      name: 'when the server still works on it',
      fault: { gateway: 'nginx-504', commits: { afterMs: 1_000 } }
    },
    {
      name: 'when a pod needs a while',
      fault: carriedOut,
      prepare: changePods({ staleMs: 500 }, 'all')
    },
    {
      name: 'on a server that does not know what its pods serve',
      fault: carriedOut,
      options: { routeHealth: false }
    },
    {
      name: 'when no API Proxy of the group is deployed by itself',
      fault: carriedOut,
      inputs: { group: 'PayoutAPIGroup' }
    },
    {
      name: 'when a pod serves what is undeployed by itself',
      fault: carriedOut,
      prepare: manager => {
        Object.assign(manager.world.projects.Payments ?? {}, { apiProxies: {} })
        Object.assign(podsOf(manager)[1] ?? {}, { keepsServing: true })
      }
    },
    {
      name: 'as an undeployment',
      fault: { gateway: 'varnish-503' },
      inputs: { operation: 'undeploy' },
      reason: 'undeployed'
    }
  ])('also $name', async ({ reason = 'deployed', ...scenario }) => {
    const run = await lose(scenario)

    expect(run.results).toMatchObject([{ status: 'succeeded', reason }])
    expect(run.sent).toBe(1)
  })

  test.concurrent.each<Scenario & { name: string; isAsBefore: boolean }>([
    { name: 'deployed and current before', isAsBefore: true },
    { name: 'never deployed before', prepare: forgetDeployment, isAsBefore: false },
    {
      name: 'undeployed, and not deployed before',
      prepare: forgetDeployment,
      inputs: { operation: 'undeploy' },
      isAsBefore: true
    },
    {
      name: 'undeployed, and deployed before',
      inputs: { operation: 'undeploy' },
      isAsBefore: false
    }
  ])('and says so where that is as it was before: $name', async ({ isAsBefore, ...scenario }) => {
    const run = await lose({ fault: carriedOut, ...scenario })

    expect(run.results).toMatchObject([{ status: 'succeeded' }])
    expect(run.outputs.message?.includes('as it was before')).toBe(isAsBefore)
  })

  test('also without a fast clock', async () => {
    const run = await runScenario({ fault: { gateway: 'varnish-503' } })

    expect(run.results).toMatchObject([{ status: 'succeeded', reason: 'deployed' }])
  })
})

describe('a lost response without proof leaves the outcome unknown, and nothing is sent again:', () => {
  const history = { call: 'history' } as const

  test.concurrent.each<Scenario & { name: string }>([
    { name: 'nothing was carried out', fault: { delivery: 'reset' } },
    { name: 'a server without a history', fault: carriedOut, options: { history: false } },
    {
      name: 'the history is not permitted',
      fault: carriedOut,
      faults: [{ on: history, times: Infinity, refusal: 403 }]
    },
    {
      name: 'somebody else’s record of the same moment',
      fault: { delivery: 'reset' },
      prepare: manager => {
        const [record] = paymentGroup(manager).history
        Object.assign(record ?? {}, { revision: 9, date: new Date().toISOString() })
      }
    },
    {
      name: 'a record, and a Manager that does not tell what is live',
      fault: carriedOut,
      faults: [{ on: { call: 'environments' }, after: 1, times: Infinity, refusal: 500 }]
    }
  ])('$name', async scenario => {
    const run = await lose(scenario)

    expectUnknown(run)
  })
})

describe('a record is no proof by itself:', () => {
  test.concurrent.each<Scenario & { name: string }>([
    {
      name: 'a pod that never serves it is named',
      fault: carriedOut,
      options: { records: 'joined' },
      prepare: changePods({ staleMs: 600_000 })
    },
    {
      name: 'a pod on which the deployment failed is named',
      fault: { ...carriedOut, pods: { 'worker-production-2': 'Connection refused' } },
      options: { recordFailures: true },
      prepare: changePods({ failing: 'Connection refused' })
    }
  ])('$name', async scenario => {
    const run = await lose(scenario)

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
    expect(run.outputs.message).toContain('10.0.2.12')
    expect(run.sent).toBe(1)
  })
})

describe('a gateway that gives up waiting', () => {
  test('is told with the limit to raise, and a link', async () => {
    const run = await runScenario({
      options: { edition: 'first' },
      fault: { gateway: 'nginx-504', commits: false },
      env: { GITHUB_ACTION_REPOSITORY: 'org/deploy', GITHUB_ACTION_REF: 'v1' }
    })

    expect(run.results).toMatchObject([
      { status: 'unknown', reason: 'gateway-timeout', httpStatus: 504 }
    ])
    for (const text of [run.annotations[0]?.data, run.shown]) {
      expect(text).toContain('proxy_read_timeout')
      expect(text).toContain('docs/network.md#gateway-timeouts')
    }
    expect(run.summary).toContain('<code>proxy_read_timeout</code>')
  })

  test('before anything was sent ends the run', async () => {
    const run = await runScenario({
      fault: { on: { call: 'environments' }, times: Infinity, gateway: 'nginx-504' }
    })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'gateway-timeout' }])
    expect(run.outputs.message).toContain('Nothing was sent.')
    expect(run.sent).toBe(0)
  })

  test('is not meant by the Manager’s own 504', async () => {
    const body = { status: 'FAILURE', resultMessage: 'Deployment timed out on worker-1' }

    const run = await runScenario({ fault: { response: { status: 504, body } } })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'server-error' }])
  })
})
