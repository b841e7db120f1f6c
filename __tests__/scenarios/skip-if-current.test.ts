import { expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../../simulator/simulator.ts'
import { runAction } from '../support/run-action.ts'
import { podsOf } from '../support/seeded-world.ts'

function run({ url }: Simulator, inputs: Record<string, string> = {}) {
  return runAction({ inputs: { url, 'skip-if-current': 'true', ...inputs } })
}

test('nothing is sent where the Manager says that nothing has changed', async () => {
  await using manager = await startSimulator()

  const { results, outputs, summary } = await run(manager)

  expect(results).toMatchObject([{ success: true, status: 'current', reason: 'current' }])
  expect(outputs.result).toBe('success')
  expect(summary).toContain('Already current')
  expect(new Set(manager.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
})

const current = { name: 'production', deployed: true, redeployRequired: false }

test.each<{ name: string; resultList: object[] }>([
  {
    name: 'a redeployment is required',
    resultList: [{ ...current, redeployRequired: true }]
  },
  { name: 'it is not deployed', resultList: [{ ...current, deployed: false }] },
  {
    name: 'the server does not tell',
    resultList: [{ environmentName: 'production', deployed: true }]
  },
  { name: 'it is not listed', resultList: [] },
  {
    name: 'it is listed twice, and the rows disagree',
    resultList: [current, { ...current, deployed: false }]
  },
  {
    name: 'the flag is no flag',
    resultList: [{ ...current, redeployRequired: 'false' }]
  }
])('it is deployed where $name', async ({ resultList }) => {
  await using manager = await startSimulator()
  manager.injectFault({
    on: { call: 'environments' },
    times: Infinity,
    response: { body: { status: 'SUCCESS', resultList } }
  })

  const { results } = await run(manager)

  expect(results).toMatchObject([{ status: 'succeeded', reason: 'deployed' }])
})

test.each(['UNPUBLISHED', 'REPUBLISH_REQUIRED'])(
  'the environment’s own status %s decides nothing',
  async status => {
    await using manager = await startSimulator()
    manager.injectFault({
      on: { call: 'environments' },
      times: Infinity,
      response: { body: { status: 'SUCCESS', resultList: [{ ...current, status }] } }
    })

    const { results } = await run(manager)

    expect(results).toMatchObject([{ status: 'current' }])
  }
)

test('what is current is still verified by its routes', async () => {
  await using manager = await startSimulator()

  const { results } = await run(manager, { verify: 'routes', environment: 'test' })

  expect(results).toMatchObject([{ status: 'current' }])
  expect(results[0]?.message).toContain('Every worker pod serves all API Proxies')
})

test('what is current and not served fails, and nothing is sent', async () => {
  await using manager = await startSimulator()
  Object.assign(podsOf(manager, 'test')[1] ?? {}, { unreachable: 'connect timed out' })

  const { results } = await run(manager, {
    verify: 'routes',
    'verify-timeout': '1s',
    environment: 'test'
  })

  expect(results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
  expect(results[0]?.message).toContain('connect timed out. Nothing was sent.')
  expect(manager.requests.every(({ method }) => method === 'GET')).toBe(true)
})
