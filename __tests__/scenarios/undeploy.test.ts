import { expect, test } from '@jest/globals'
import { startSimulator, type Edition } from '../../simulator/simulator.ts'
import { runAction } from '../support/run-action.ts'
import { podsOf } from '../support/seeded-world.ts'

test.each<{ edition: Edition }>([{ edition: 'first' }, { edition: 'current' }])(
  'a confirmed undeployment succeeds, $edition edition',
  async ({ edition }) => {
    await using manager = await startSimulator({ edition })

    const run = await runAction({ inputs: { url: manager.url, operation: 'undeploy' } })

    expect(run.results).toMatchObject([{ status: 'succeeded', reason: 'undeployed' }])
    expect(manager.requests.map(({ method }) => method)).toEqual(['GET', 'DELETE'])
    expect(manager.requests.at(-1)?.path).toBe(
      '/apiops/projects/Payments/apiProxyGroups/PaymentAPIGroup/environments/production/'
    )
    expect(run.outputs.message).toContain('PaymentAPIGroup was undeployed from production')
    expect(run.summary).toContain('<h2>✅ Undeployed')
  }
)

test('an undeployment that the response does not confirm is unknown', async () => {
  await using manager = await startSimulator({ history: false })
  manager.injectFault({ response: { body: '{"success": 1}' } })

  const run = await runAction({ inputs: { url: manager.url, operation: 'undeploy' } })

  expect(run.results).toMatchObject([{ status: 'unknown', reason: 'unexpected-response' }])
  expect(run.annotations).toMatchObject([{ properties: { title: 'Undeployment outcome unknown' } }])
})

test('verify: environment confirms that the Manager no longer lists it', async () => {
  await using manager = await startSimulator()

  const run = await runAction({
    inputs: { url: manager.url, operation: 'undeploy', verify: 'environment' }
  })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
  expect(run.outputs['environment-url']).toBe('')
  expect(run.summary).not.toContain('Served at')
})

test('an undeployment that the Manager still lists is not verified', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ commits: false })

  const run = await runAction({
    inputs: {
      url: manager.url,
      operation: 'undeploy',
      verify: 'environment',
      'verify-timeout': '1s'
    }
  })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
  expect(run.outputs.message).toContain('still lists the environment as deployed')
  expect(run.outputs.message).toContain('The undeployment itself was accepted.')
  expect(run.annotations).toMatchObject([{ properties: { title: 'Undeployed, not verified' } }])
})

test('verify: routes finds an orphan, a route that a pod still serves', async () => {
  await using manager = await startSimulator()
  Object.assign(podsOf(manager, 'production')[1] ?? {}, { keepsServing: true })

  const run = await runAction({
    inputs: { url: manager.url, operation: 'undeploy', verify: 'routes', 'verify-timeout': '1s' }
  })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
  for (const text of [run.outputs.message, run.annotations[0]?.data, run.shown]) {
    expect(text).toContain('payments, refunds, card-vault: http://10.0.2.12:8091 still serves it')
    expect(text).toContain('(orphan deployment)')
    expect(text).toContain('The undeployment itself was accepted.')
    expect(text).toContain('within 1 s (`verify-timeout`). Restart those worker pods, or deploy')
  }
  expect(run.summary).toContain('<h2>❌ Undeployed, not verified on <code>production</code></h2>')
  expect(run.outputs['failed-groups']).toBe('["PaymentAPIGroup"]')
})

test('verify: routes takes no API Proxy that is deployed by itself for an orphan', async () => {
  await using manager = await startSimulator()
  const own = { deployed: { production: { at: 0, redeployRequired: false } }, revision: 1 }
  Object.assign(manager.world.projects.Payments ?? {}, { apiProxies: { refunds: own } })

  const run = await runAction({
    inputs: { url: manager.url, operation: 'undeploy', verify: 'routes', 'verify-timeout': '1s' }
  })

  expect(run.results).toMatchObject([{ status: 'succeeded', reason: 'undeployed' }])
})

test('verify: routes waits for a pod that takes its time to stop serving', async () => {
  await using manager = await startSimulator()
  Object.assign(podsOf(manager, 'production')[0] ?? {}, { staleMs: 1_200 })

  const run = await runAction({
    inputs: { url: manager.url, operation: 'undeploy', verify: 'routes', 'verify-timeout': '10s' }
  })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
  expect(run.log).toContain('PaymentAPIGroup on production is not confirmed yet: ')
})

test('verify: routes on a server that cannot tell is red, and says what to use', async () => {
  await using manager = await startSimulator({ edition: 'first' })

  const run = await runAction({
    inputs: { url: manager.url, operation: 'undeploy', verify: 'routes' }
  })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
  expect(run.outputs.message).toContain('use `verify: environment`')
})

test('verify: routes confirms that no pod serves it any more', async () => {
  await using manager = await startSimulator()

  const run = await runAction({
    inputs: { url: manager.url, operation: 'undeploy', verify: 'routes' }
  })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
  expect(run.outputs.message).toContain('No worker pod serves an undeployed API Proxy')
})
