import { describe, expect, test } from '@jest/globals'
import { startSimulator, type DeploymentShape, type Simulator } from '../../simulator/simulator.ts'
import { ask } from '../support/ask.ts'
import { DEPLOY, HISTORY } from './paths.ts'

const firstPods = [
  { podName: 'worker-production-1', podIp: '10.0.2.11' },
  { podName: 'worker-production-2', podIp: '10.0.2.12' }
]

function failPod(simulator: Simulator, name: string, detail: string): void {
  const pods = simulator.world.projects['Payments']?.environments['production']?.pods ?? []
  Object.assign(pods.find(pod => pod.name === name) ?? {}, { failing: detail })
}

describe('a deployment that works', () => {
  test('is confirmed per environment by the first edition', async () => {
    await using simulator = await startSimulator({ edition: 'first' })

    const { status, headers, json } = await ask(simulator, 'POST', DEPLOY)

    expect([status, headers['content-type']]).toEqual([200, 'application/json;charset=UTF-8'])
    expect(json).toEqual({
      success: true,
      deploymentResult: {
        success: true,
        message: 'Deployment completed successfully',
        environmentResults: [
          { environmentName: 'production', success: true, message: 'Deployed successfully' }
        ]
      }
    })
  })

  test('is confirmed per pod by the current edition', async () => {
    await using simulator = await startSimulator({ deployMs: 20 })

    const { status, json } = await ask(simulator, 'POST', DEPLOY)

    const common = { envName: 'production', success: true, responseTime: 20 }
    expect([status, json]).toEqual([
      200,
      {
        status: 'SUCCESS',
        deploymentResult: {
          success: true,
          responseTime: 20,
          detailList: firstPods.map(pod => ({ ...common, ...pod }))
        }
      }
    ])
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
})

describe('a deployment that fails on a pod', () => {
  const detail = 'Out of memory'
  const rows = [
    {
      name: 'first edition, told by every flag',
      edition: 'first' as const,
      hidden: false,
      expected: {
        success: false,
        deploymentResult: {
          success: false,
          message: 'Deployment failed',
          environmentResults: [{ success: false, message: detail }]
        }
      }
    },
    {
      name: 'first edition, told by the environment alone',
      edition: 'first' as const,
      hidden: true,
      expected: {
        success: true,
        deploymentResult: {
          success: true,
          environmentResults: [{ success: false, message: detail }]
        }
      }
    },
    {
      name: 'current edition, told by every flag',
      edition: 'current' as const,
      hidden: false,
      expected: {
        status: 'FAILURE',
        deploymentResult: {
          success: false,
          detailList: [{ success: true }, { success: false, detail }]
        }
      }
    },
    {
      name: 'current edition, told by the pod alone',
      edition: 'current' as const,
      hidden: true,
      expected: {
        status: 'SUCCESS',
        deploymentResult: {
          success: true,
          detailList: [{ success: true }, { success: false, detail }]
        }
      }
    }
  ]

  test.each(rows)('$name', async ({ edition, hidden, expected }) => {
    await using simulator = await startSimulator({ edition })
    if (hidden) {
      simulator.injectFault({ pods: { 'worker-production-2': detail } })
    } else {
      failPod(simulator, 'worker-production-2', detail)
    }

    const { status, json } = await ask(simulator, 'POST', DEPLOY)

    expect([status, json]).toMatchObject([200, expected])
    expect(simulator.deployments).toEqual([])
  })

  test.each([
    { name: 'leaves no record by default', recordFailures: false, expected: 3 },
    { name: 'leaves one where the server records failures', recordFailures: true, expected: 4 }
  ])('$name', async ({ recordFailures, expected }) => {
    await using simulator = await startSimulator({ recordFailures })
    failPod(simulator, 'worker-production-2', detail)

    await ask(simulator, 'POST', DEPLOY)
    const { json } = await ask(simulator, 'GET', HISTORY)

    expect(json).toMatchObject({ resultCount: expected })
    expect(simulator.deployments).toEqual([])
  })
})

describe('the shapes of a response', () => {
  const pods = firstPods.map(pod => ({
    envName: 'production',
    success: true,
    responseTime: 0,
    ...pod
  }))
  const environment = { envName: 'production', success: true, responseTime: 0 }
  const whole = { success: true, responseTime: 0 }
  const rows: { shape: DeploymentShape; expected: object }[] = [
    { shape: 'default', expected: { deploymentResult: { ...whole, detailList: pods } } },
    {
      shape: 'nested',
      expected: {
        deploymentResult: { ...whole, detailList: [{ ...environment, detailList: pods }] }
      }
    },
    { shape: 'flat', expected: { deploymentResult: environment } },
    {
      shape: 'first-from-list',
      expected: {
        deploymentResult: { ...whole, firstFromApiResultList: { ...environment, detailList: pods } }
      }
    },
    {
      shape: 'unnamed',
      expected: {
        deploymentResult: { ...whole, detailList: pods.map(pod => ({ ...pod, envName: '' })) }
      }
    },
    {
      shape: 'message-only',
      expected: {
        resultMessage: 'API Proxy Group (PaymentAPIGroup) was saved, and deployment completed'
      }
    }
  ]

  test.each(rows)('$shape, current edition', async ({ shape, expected }) => {
    await using simulator = await startSimulator({ deploymentShape: shape })

    const { json } = await ask(simulator, 'POST', DEPLOY)

    expect(json).toEqual({ status: 'SUCCESS', ...expected })
  })

  const result = { environmentName: 'production', success: true, message: 'Deployed successfully' }
  test.each([
    { shape: 'flat' as const, expected: result },
    {
      shape: 'unnamed' as const,
      expected: { environmentResults: [{ ...result, environmentName: '' }] }
    }
  ])('$shape, first edition', async ({ shape, expected }) => {
    await using simulator = await startSimulator({ edition: 'first' })
    simulator.injectFault({ shape })

    const { json } = await ask(simulator, 'POST', DEPLOY)

    expect(json).toMatchObject({ success: true, deploymentResult: expected })
  })

  test('a failed deployment may be told by the message beside SUCCESS', async () => {
    await using simulator = await startSimulator({ deploymentShape: 'message-only' })
    failPod(simulator, 'worker-production-1', 'Connection refused')

    const { json } = await ask(simulator, 'POST', DEPLOY)

    const resultMessage =
      'API Proxy Group (PaymentAPIGroup) was saved, but deployment failed: Connection refused'
    expect(json).toEqual({ status: 'SUCCESS', resultMessage })
  })
})

describe('optional fields as null', () => {
  test('in the first edition: the flag and the message of the other one', async () => {
    await using simulator = await startSimulator({ edition: 'first', nulls: true })

    const { json } = await ask(simulator, 'POST', DEPLOY)

    const nothing = { status: null, resultMessage: null, resultList: null, resultCount: null }
    expect(json).toMatchObject({ success: true, ...nothing })
  })

  test('in the current edition: at every level', async () => {
    await using simulator = await startSimulator()
    simulator.injectFault({ nulls: true, shape: 'first-from-list' })

    const { json } = await ask(simulator, 'POST', DEPLOY)

    const nothing = { detail: null, firstFromApiResultList: null }
    const item = {
      ...nothing,
      envName: 'production',
      podName: 'worker-production-1',
      detailList: null
    }
    expect(json).toMatchObject({
      status: 'SUCCESS',
      success: null,
      resultMessage: null,
      deploymentResult: {
        success: true,
        envName: null,
        podName: null,
        podIp: null,
        detail: null,
        detailList: null,
        firstFromApiResultList: { ...nothing, podName: null, detailList: [item, {}] }
      }
    })
  })
})

describe('the request body', () => {
  const body = { description: 'v2.1 group release', persistent: true }

  test.each([
    { name: 'read by the current edition', options: {}, expected: 'v2.1 group release' },
    {
      name: 'ignored by some servers',
      options: { requestBody: 'ignored' as const },
      expected: 'Deployed by APIOPS Api'
    },
    {
      name: 'read by a first-edition server that is told to',
      options: { edition: 'first' as const, requestBody: 'read' as const, history: true },
      expected: 'v2.1 group release'
    }
  ])('$name', async ({ options, expected }) => {
    await using simulator = await startSimulator(options)

    await ask(simulator, 'POST', DEPLOY, { body })
    const { json } = await ask(simulator, 'GET', HISTORY)

    expect(json).toMatchObject({ resultList: [{ description: expected }, {}, {}, {}] })
  })

  test('refused by the first edition', async () => {
    await using simulator = await startSimulator({ edition: 'first' })

    const { status, json } = await ask(simulator, 'POST', DEPLOY, { body })

    expect([status, json]).toMatchObject([400, { error: 'bad_request' }])
    expect(simulator.deployments).toEqual([])
  })

  test.each([
    { name: 'no JSON', body: 'nothing' },
    { name: 'a list', body: '[]' },
    { name: 'a description that is a number', body: '{"description": 1}' },
    { name: 'a description that is null', body: '{"description": null}' },
    { name: 'persistent as a text', body: '{"persistent": "true"}' },
    { name: 'another content type', body: '{}', type: 'text/plain' }
  ])('refused by the current edition: $name', async ({ body, type = 'application/json' }) => {
    await using simulator = await startSimulator()

    const { status, json } = await ask(simulator, 'POST', DEPLOY, {
      body,
      headers: { 'content-type': type }
    })

    expect([status, json]).toMatchObject([400, { status: 'FAILURE' }])
    expect(simulator.deployments).toEqual([])
  })
})
