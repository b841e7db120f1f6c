import { describe, expect, test } from '@jest/globals'
import { startSimulator, type DeploymentShape, type Edition } from '../../simulator/simulator.ts'
import { ask } from '../support/ask.ts'
import { podsOf } from '../support/seeded-world.ts'
import { DEPLOY, HISTORY } from './paths.ts'

const item = { envName: 'production', success: true, responseTime: 0 }
const detailList = [
  { ...item, podName: 'worker-production-1', podIp: '10.0.2.11' },
  { ...item, podName: 'worker-production-2', podIp: '10.0.2.12' }
]
const whole = { success: true, responseTime: 0 }
const result = { environmentName: 'production', success: true, message: 'Deployed successfully' }
const message = 'Deployment completed successfully'

interface ShapeRow {
  edition: Edition
  shape: DeploymentShape
  deploymentResult: object
}

test.each<ShapeRow>([
  { edition: 'current', shape: 'default', deploymentResult: { ...whole, detailList } },
  {
    edition: 'current',
    shape: 'nested',
    deploymentResult: { ...whole, detailList: [{ ...item, detailList }] }
  },
  { edition: 'current', shape: 'flat', deploymentResult: item },
  {
    edition: 'current',
    shape: 'first-from-list',
    deploymentResult: { ...whole, firstFromApiResultList: { ...item, detailList } }
  },
  {
    edition: 'first',
    shape: 'default',
    deploymentResult: { success: true, message, environmentResults: [result] }
  }
])('a confirmed deployment: $edition edition, $shape', async row => {
  await using simulator = await startSimulator({ edition: row.edition })
  simulator.injectFault({ shape: row.shape })

  const { status, headers, json } = await ask(simulator, 'POST', DEPLOY)

  const flag = row.edition === 'first' ? { success: true } : { status: 'SUCCESS' }
  expect([status, headers['content-type']]).toEqual([200, 'application/json;charset=UTF-8'])
  expect(json).toEqual({ ...flag, deploymentResult: row.deploymentResult })
})

test.each(['first', 'current'] as const)('can be undone, %s edition', async edition => {
  await using simulator = await startSimulator({ edition })

  await ask(simulator, 'POST', DEPLOY)
  const { status } = await ask(simulator, 'DELETE', DEPLOY)

  const place = { project: 'Payments', group: 'PaymentAPIGroup', environment: 'production' }
  expect(status).toBe(200)
  expect(simulator.deployments).toMatchObject([
    { operation: 'deploy', ...place },
    { operation: 'undeploy', ...place }
  ])
})

describe('a deployment that fails on a pod', () => {
  const detail = 'Out of memory'
  const pods = [{ success: true }, { success: false, detail }]
  const failed = [{ success: false, message: detail }]

  test.each([
    {
      name: 'first edition, told by every flag',
      edition: 'first' as const,
      hidden: false,
      expected: {
        success: false,
        deploymentResult: { success: false, environmentResults: failed }
      }
    },
    {
      name: 'first edition, told by the environment alone',
      edition: 'first' as const,
      hidden: true,
      expected: { success: true, deploymentResult: { success: true, environmentResults: failed } }
    },
    {
      name: 'current edition, told by every flag',
      edition: 'current' as const,
      hidden: false,
      expected: { status: 'FAILURE', deploymentResult: { success: false, detailList: pods } }
    },
    {
      name: 'current edition, told by the pod alone',
      edition: 'current' as const,
      hidden: true,
      expected: { status: 'SUCCESS', deploymentResult: { success: true, detailList: pods } }
    }
  ])('$name', async ({ edition, hidden, expected }) => {
    await using simulator = await startSimulator({ edition })
    if (hidden) {
      simulator.injectFault({ pods: { 'worker-production-2': detail } })
    } else {
      Object.assign(podsOf(simulator, 'production')[1] ?? {}, { failing: detail })
    }

    const { status, json } = await ask(simulator, 'POST', DEPLOY)

    expect([status, json]).toMatchObject([200, expected])
    expect(simulator.deployments).toEqual([])
  })

  test.each([
    { name: 'leaves no record by default', options: {}, records: 3 },
    { name: 'leaves one where they are kept', options: { recordFailures: true }, records: 4 }
  ])('$name', async ({ options, records }) => {
    await using simulator = await startSimulator(options)
    simulator.injectFault({ pods: { 'worker-production-2': detail } })

    await ask(simulator, 'POST', DEPLOY)
    const { json } = await ask(simulator, 'GET', HISTORY)

    expect(json).toMatchObject({ resultCount: records })
    expect(simulator.deployments).toEqual([])
  })
})

test('optional fields as null, at every level', async () => {
  await using simulator = await startSimulator()
  simulator.injectFault({ nulls: true, shape: 'first-from-list' })

  const { json } = await ask(simulator, 'POST', DEPLOY)

  const nothing = { detail: null, detailList: null }
  expect(json).toMatchObject({
    status: 'SUCCESS',
    success: null,
    resultMessage: null,
    deploymentResult: {
      ...{ ...nothing, success: true, envName: null, podName: null, podIp: null },
      firstFromApiResultList: {
        ...{ podName: null, firstFromApiResultList: null },
        detailList: [{ ...nothing, podName: 'worker-production-1' }, {}]
      }
    }
  })
})

test('optional fields as null in the first edition: the flag and the message of the other', async () => {
  await using simulator = await startSimulator({ edition: 'first' })
  simulator.injectFault({ nulls: true })

  const { json } = await ask(simulator, 'POST', DEPLOY)

  const nothing = { status: null, resultMessage: null, resultList: null, resultCount: null }
  expect(json).toMatchObject({ success: true, ...nothing })
})

test.each([
  { name: 'the first edition: any', edition: 'first' as const, body: '{"persistent": true}' },
  { name: 'the current edition: persistent as a text', body: '{"persistent": "true"}' },
  { name: 'the current edition: another content type', body: '{}', type: 'text/plain' }
])('a request body that is refused by $name', async row => {
  const { edition = 'current', body, type = 'application/json' } = row
  await using simulator = await startSimulator({ edition })

  const { status } = await ask(simulator, 'POST', DEPLOY, {
    body,
    headers: { 'content-type': type }
  })

  expect(status).toBe(400)
  expect(simulator.deployments).toEqual([])
})
