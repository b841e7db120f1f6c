import { expect, test } from '@jest/globals'
import type { Edition, Simulator } from '../../simulator/simulator.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'
import { podsOf } from '../support/seeded-world.ts'

function undeploy({ inputs, ...scenario }: Scenario) {
  return runScenario({ ...scenario, inputs: { operation: 'undeploy', ...inputs } })
}

/** Leaves no API Proxy of the group deployed by itself. */
function undeployProxies({ world }: Simulator): void {
  Object.assign(world.projects.Payments ?? {}, { apiProxies: {} })
}

test.each<{ edition: Edition }>([{ edition: 'first' }, { edition: 'current' }])(
  'a confirmed undeployment succeeds, $edition edition',
  async ({ edition }) => {
    const run = await undeploy({ options: { edition } })

    expect(run.results).toMatchObject([{ status: 'succeeded', reason: 'undeployed' }])
    expect(run.manager.requests.at(-1)).toMatchObject({
      method: 'DELETE',
      path: '/apiops/projects/Payments/apiProxyGroups/PaymentAPIGroup/environments/production/'
    })
    expect(run.summary).toContain('<h2>✅ Undeployed')
  }
)

test('an undeployment that the response does not confirm is unknown', async () => {
  const run = await undeploy({
    options: { history: false },
    fault: { response: { body: '{"success": 1}' } }
  })

  expect(run.results).toMatchObject([{ status: 'unknown', reason: 'unexpected-response' }])
  expect(run.annotations).toMatchObject([{ properties: { title: 'Undeployment outcome unknown' } }])
})

test.each<Scenario & { name: string }>([
  { name: 'the Manager no longer lists it', inputs: { verify: 'environment' } },
  { name: 'no worker pod serves it', prepare: undeployProxies, inputs: { verify: 'routes' } },
  {
    name: 'no worker pod serves it any more, after a while',
    prepare: manager => {
      Object.assign(podsOf(manager)[0] ?? {}, { staleMs: 1_000 })
    },
    options: { records: 'joined' },
    inputs: { verify: 'routes', 'verify-timeout': '1m' }
  },
  {
    name: 'what is served was deployed by itself',
    inputs: { verify: 'routes' }
  }
])('is verified where $name', async scenario => {
  const run = await undeploy(scenario)

  expect(run.results).toMatchObject([{ status: 'succeeded', reason: 'undeployed' }])
  expect(run.outputs['environment-url']).toBe('')
})

test.each<Scenario & { name: string; expected: string }>([
  {
    name: 'the Manager still lists it',
    fault: { commits: false },
    inputs: { verify: 'environment' },
    expected: 'still lists the environment as deployed'
  },
  {
    name: 'a worker pod still serves it',
    prepare: manager => {
      undeployProxies(manager)
      Object.assign(podsOf(manager)[1] ?? {}, { keepsServing: true })
    },
    inputs: { verify: 'routes' },
    expected: '10.0.2.12 still serves it, although it is undeployed (orphan deployment)'
  }
])('was accepted and is not verified where $name', async ({ expected, inputs, ...scenario }) => {
  const run = await undeploy({ ...scenario, inputs: { 'verify-timeout': '1s', ...inputs } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
  expect(run.annotations).toMatchObject([{ properties: { title: 'Undeployed, not verified' } }])
  expect(run.annotations[0]?.data).toContain(expected)
  expect(run.outputs.message).toContain('itself was accepted')
})
