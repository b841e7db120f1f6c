import { describe, expect, test } from '@jest/globals'
import {
  startSimulator,
  type Delivery,
  type Fault,
  type Gateway,
  type Simulator,
  type SimulatorOptions
} from '../../simulator/simulator.ts'
import { fastClock } from '../support/fast-clock.ts'
import { runAction, type Run } from '../support/run-action.ts'
import { paymentGroup, podsOf } from '../support/seeded-world.ts'

interface Scenario {
  fault: Fault
  options?: SimulatorOptions
  inputs?: Record<string, string>
  prepare?: (manager: Simulator) => void
}

/** Loses the response to a deployment. The action's clock is fast, as a lookup may take a minute. */
async function lose({ fault, options, inputs, prepare }: Scenario) {
  await using manager = await startSimulator(options)
  manager.injectFault(fault)
  prepare?.(manager)
  const run = await runAction({
    inputs: { url: manager.url, timeout: '1m', 'retry-timeout': '1m', ...inputs },
    nodeOptions: fastClock
  })
  const sent = manager.requests.filter(({ call }) => call === 'deploy' || call === 'undeploy')
  return { run, sent: sent.length, deployments: manager.deployments.length }
}

function expectUnknown({ results, outputs, annotations, summary }: Run): void {
  expect(results).toMatchObject([{ status: 'unknown' }])
  expect(outputs.result).toBe('unknown')
  expect(outputs.message).toContain('Could not determine whether PaymentAPIGroup was')
  expect(outputs.message).toContain('deploy history')
  expect(annotations).toHaveLength(1)
  expect(summary).toContain('outcome unknown')
}

/** What becomes of the response to a deployment that was carried out. */
const losses: { name: string; fault: Fault }[] = [
  ...(
    [
      'reset',
      'close',
      'silence',
      'headers-then-silence',
      'early-hints-then-reset',
      'partial-head-then-reset',
      'cut-length',
      'cut-chunked',
      'cut-body',
      'malformed-head',
      'not-http'
    ] satisfies Delivery[]
  ).map(delivery => ({ name: `delivery ${delivery}`, fault: { delivery, commits: true } })),
  ...(
    [
      'varnish-503',
      'nginx-503',
      'nginx-504',
      'apache-502',
      'apache-ajp',
      'envoy-503',
      'sorry-page'
    ] satisfies Gateway[]
  ).map(gateway => ({ name: `gateway ${gateway}`, fault: { gateway, commits: true } }))
]

describe('a lost response whose deployment is in the history and live succeeds:', () => {
  test.concurrent.each(losses)('$name', async ({ fault }) => {
    const { run, sent, deployments } = await lose({ fault })

    expect({ sent, deployments }).toEqual({ sent: 1, deployments: 1 })
    expect(run.results).toMatchObject([{ status: 'succeeded', reason: 'deployed', revision: 4 }])
    expect(run.outputs).toMatchObject({ result: 'success', revision: '4' })
    expect(run.outputs['environment-url']).toBe('https://api.example.com/')
    expect(run.outputs.message).toContain('the deploy history contains this request')
    expect(run.outputs.message).toContain('The Manager lists the environment as deployed.')
    expect(run.outputs.message).toContain('Every worker pod serves all API Proxies of the group')
    expect(run.annotations).toEqual([])
  })

  test('also when the server still works on it', async () => {
    const { run, sent } = await lose({
      fault: { gateway: 'nginx-504', commits: { afterMs: 1_000 } }
    })

    expect(sent).toBe(1)
    expect(run.results).toMatchObject([{ status: 'succeeded' }])
  })

  test('also when a pod needs a while', async () => {
    const { run } = await lose({
      fault: { delivery: 'close', commits: true },
      prepare: manager => {
        for (const pod of podsOf(manager, 'production')) {
          pod.staleMs = 500
        }
      }
    })

    expect(run.results).toMatchObject([{ status: 'succeeded' }])
  })

  test('also on a server that does not know what its pods serve', async () => {
    const { run } = await lose({
      fault: { delivery: 'close', commits: true },
      options: { routeHealth: false }
    })

    expect(run.results).toMatchObject([{ status: 'succeeded' }])
  })

  test('also in a history of thousands of records', async () => {
    const { run } = await lose({
      fault: { delivery: 'close', commits: true },
      options: { historyLimit: 10_000 },
      prepare: manager => {
        const { history } = paymentGroup(manager)
        const [record] = history
        if (record !== undefined) {
          const description = 'x'.repeat(240)
          history.push(...Array.from({ length: 5_000 }, () => ({ ...record, description })))
        }
      }
    })

    expect(run.results).toMatchObject([{ status: 'succeeded' }])
  })

  test('also an undeployment', async () => {
    const { run, sent } = await lose({
      fault: { gateway: 'varnish-503' },
      inputs: { operation: 'undeploy' }
    })

    expect(sent).toBe(1)
    expect(run.results).toMatchObject([{ status: 'succeeded', reason: 'undeployed' }])
    expect(run.outputs.message).toContain('The Manager no longer lists the environment')
  })

  test('also in real time', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ gateway: 'varnish-503' })

    const run = await runAction({ inputs: { url: manager.url, 'retry-timeout': '1m' } })

    expect(run.results).toMatchObject([{ status: 'succeeded' }])
    expect(run.durationMs).toBeLessThan(3_000)
    expect(manager.deployments).toHaveLength(1)
  })
})

describe('a lost response without proof leaves the outcome unknown, and nothing is sent again:', () => {
  const history = { call: 'history' } as const

  test.concurrent.each<Scenario & { name: string }>([
    { name: 'nothing was carried out', fault: { delivery: 'reset' } },
    { name: 'Varnish asks to come again', fault: { gateway: 'varnish-503', commits: false } },
    {
      name: 'a server without a history',
      fault: { delivery: 'reset' },
      options: { history: false }
    },
    {
      name: 'a server of the first edition',
      fault: { delivery: 'close', commits: true },
      options: { edition: 'first' }
    },
    {
      name: 'the history is not permitted',
      fault: { delivery: 'close', commits: true },
      prepare: manager => {
        manager.injectFault({ on: history, times: Infinity, refusal: 403 })
      }
    },
    {
      name: 'the history is a login page',
      fault: { delivery: 'close', commits: true },
      prepare: manager => {
        manager.injectFault({ on: history, times: Infinity, gateway: 'login-page' })
      }
    },
    {
      name: 'the history is always lost, too',
      fault: { delivery: 'close', commits: true },
      prepare: manager => {
        manager.injectFault({ on: history, times: Infinity, delivery: 'reset' })
      }
    },
    {
      name: 'an undeployment that was not carried out',
      fault: { delivery: 'reset' },
      inputs: { operation: 'undeploy' }
    }
  ])('$name', async scenario => {
    const { run, sent } = await lose(scenario)

    expectUnknown(run)
    expect(sent).toBe(1)
  })

  test.concurrent('somebody else’s record of the same moment', async () => {
    const { run, sent } = await lose({
      fault: { delivery: 'reset' },
      prepare: manager => {
        paymentGroup(manager).history.unshift({
          revision: 9,
          username: 'admin',
          date: new Date(Date.now() + 500).toISOString(),
          description: 'Deployed by APIOPS Api',
          environment: 'production',
          deploy: true,
          persistent: false
        })
      }
    })

    expectUnknown(run)
    expect(sent).toBe(1)
  })

  test.concurrent('our record was pushed out by six others', async () => {
    const { run, sent, deployments } = await lose({
      fault: { delivery: 'close', commits: true, delayMs: 500 },
      prepare: manager => {
        const group = paymentGroup(manager)
        const [other] = group.history
        const watch = setInterval(() => {
          if (manager.deployments.length === 1 && other !== undefined) {
            clearInterval(watch)
            group.history = Array.from({ length: 6 }, (_, index) => ({
              ...other,
              revision: 10 + index,
              date: new Date().toISOString()
            }))
          }
        }, 20)
      }
    })

    expectUnknown(run)
    expect(run.outputs.message).toContain('which does not prove that it failed')
    expect({ sent, deployments }).toEqual({ sent: 1, deployments: 1 })
  })

  test.concurrent('the record is there, and the Manager does not tell what is live', async () => {
    const { run } = await lose({
      fault: { delivery: 'close', commits: true },
      inputs: { 'verify-timeout': '10s', verify: 'environment' },
      prepare: manager => {
        manager.injectFault({
          on: { call: 'environments' },
          after: 1,
          times: Infinity,
          refusal: 500
        })
      }
    })

    expectUnknown(run)
    expect(run.outputs.message).toContain('could not be confirmed as live')
  })
})

describe('a record is no proof by itself:', () => {
  test.concurrent('a pod that never serves fails the deployment, and is named', async () => {
    const { run, sent } = await lose({
      fault: { delivery: 'close', commits: true },
      inputs: { 'verify-timeout': '10s', verify: 'environment' },
      prepare: manager => {
        const [, second] = podsOf(manager, 'production')
        Object.assign(second ?? {}, { staleMs: 600_000 })
      }
    })

    expect(sent).toBe(1)
    expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
    expect(run.outputs.result).toBe('failure')
    expect(run.outputs.message).toContain('10.0.2.12')
    expect(run.outputs.message).toContain('not serve it yet')
  })

  test.concurrent('the record of a deployment that failed on a pod is not green', async () => {
    const { run } = await lose({
      fault: {
        delivery: 'close',
        commits: true,
        pods: { 'worker-production-2': 'Connection refused' }
      },
      options: { recordFailures: true },
      inputs: { 'verify-timeout': '10s', verify: 'environment' },
      prepare: manager => {
        const [, second] = podsOf(manager, 'production')
        Object.assign(second ?? {}, { failing: 'Connection refused' })
      }
    })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
  })
})

test('a failure in the Manager’s own words is not looked up', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ refusal: 500, commits: true })

  const run = await runAction({ inputs: { url: manager.url } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'server-error' }])
  expect(manager.requests.map(({ call }) => call)).toEqual(['environments', 'deploy'])
})
