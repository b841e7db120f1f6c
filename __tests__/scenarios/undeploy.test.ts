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
  expect(run.outputs.message).toContain('orphan deployment')
})

test('verify: routes confirms that no pod serves it any more', async () => {
  await using manager = await startSimulator()

  const run = await runAction({
    inputs: { url: manager.url, operation: 'undeploy', verify: 'routes' }
  })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
  expect(run.outputs.message).toContain('No worker pod serves an undeployed API Proxy')
})
