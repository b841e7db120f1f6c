import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Pod, type Simulator } from '../../simulator/simulator.ts'
import { seededWorld } from '../../simulator/world.ts'
import { ask } from '../support/ask.ts'
import { DEPLOY, PROXY, ROUTE_HEALTH } from './paths.ts'

/** A simulator whose production environment has these pods. */
function startWithPods(...pods: Partial<Pod>[]): Promise<Simulator> {
  const world = seededWorld()
  const named = pods.map((pod, index) => ({ name: `pod-${index}`, ip: `10.0.1.1${index}`, ...pod }))
  Object.assign(world.projects['Payments']?.environments['production'] ?? {}, { pods: named })
  return startSimulator({ world })
}

async function healthOf(simulator: Simulator): Promise<unknown> {
  const { json } = await ask(simulator, 'GET', ROUTE_HEALTH)
  return (json as { resultList: unknown[] }).resultList[0]
}

describe('route health', () => {
  const route = {
    servedPath: '/api/v1/payments',
    methods: ['GET'],
    apinizerRootContext: '/apigateway'
  }

  test('is told pod by pod', async () => {
    await using simulator = await startWithPods({}, { unreachable: 'No route to host' })

    const { json } = await ask(simulator, 'GET', ROUTE_HEALTH)

    const health = {
      ...route,
      routeActive: false,
      podsResponded: 2,
      podsActive: 1,
      deployedInManager: true,
      inconsistent: true,
      pods: [
        { ...route, routeActive: true, workerPodIp: 'http://10.0.1.10:8091' },
        { routeActive: false, workerPodIp: 'http://10.0.1.11:8091', error: 'No route to host' }
      ]
    }
    expect(json).toEqual({ status: 'SUCCESS', resultList: [health], resultCount: 1 })
  })

  test.each<{ name: string; pods: Partial<Pod>[]; expected: object }>([
    {
      name: 'every pod serves it',
      pods: [{}, {}],
      expected: { routeActive: true, podsResponded: 2, podsActive: 2, inconsistent: false }
    },
    {
      name: 'a pod fails every deployment',
      pods: [{}, { failing: 'Disk full' }],
      expected: { routeActive: false, podsResponded: 2, podsActive: 1, inconsistent: true }
    },
    {
      name: 'a pod does not respond',
      pods: [{}, { unresponsive: true }],
      expected: { routeActive: true, podsResponded: 1, podsActive: 1, inconsistent: false }
    },
    {
      name: 'no pod responds, so that nothing is known',
      pods: [{ unresponsive: true }],
      expected: {
        routeActive: false,
        podsResponded: 0,
        podsActive: 0,
        inconsistent: false,
        pods: []
      }
    }
  ])('$name', async ({ pods, expected }) => {
    await using simulator = await startWithPods(...pods)

    expect(await healthOf(simulator)).toMatchObject({ ...expected, deployedInManager: true })
  })

  test('has a null for every optional field that it leaves out', async () => {
    await using simulator = await startWithPods({})
    simulator.injectFault({ on: { call: 'route-health' }, nulls: true })

    expect(await healthOf(simulator)).toMatchObject({ error: null, pods: [{ error: null }] })
  })
})

describe('a stale pod', () => {
  test('serves a deployment later', async () => {
    await using simulator = await startWithPods({}, { staleMs: 80 })
    await ask(simulator, 'POST', DEPLOY)

    const before = await healthOf(simulator)
    await wait(90)
    const after = await healthOf(simulator)

    expect(before).toMatchObject({ routeActive: false, podsActive: 1, inconsistent: true })
    expect(after).toMatchObject({ routeActive: true, podsActive: 2, inconsistent: false })
  })

  test('goes on serving for a while after an undeployment', async () => {
    await using simulator = await startWithPods({ staleMs: 80 })
    await ask(simulator, 'DELETE', DEPLOY)

    const before = await healthOf(simulator)
    await wait(90)
    const after = await healthOf(simulator)

    expect(before).toMatchObject({
      routeActive: true,
      deployedInManager: false,
      inconsistent: true
    })
    expect(after).toMatchObject({
      routeActive: false,
      deployedInManager: false,
      inconsistent: false
    })
  })
})

describe('an orphan deployment', () => {
  test('is served by a pod that keeps serving after an undeployment', async () => {
    await using simulator = await startWithPods({}, { keepsServing: true })
    await ask(simulator, 'DELETE', DEPLOY)

    expect(await healthOf(simulator)).toMatchObject({
      routeActive: false,
      podsActive: 1,
      deployedInManager: false,
      pods: [{ routeActive: false }, { routeActive: true }]
    })
  })

  test('is none where the API Proxy is deployed by itself', async () => {
    await using simulator = await startWithPods({})
    const status = `${PROXY}/deploy-status/`

    const deployed = await ask(simulator, 'POST', `${PROXY}/`)
    await ask(simulator, 'DELETE', DEPLOY)
    const held = await ask(simulator, 'GET', status)
    const health = await healthOf(simulator)
    await ask(simulator, 'DELETE', `${PROXY}/`)
    const gone = await ask(simulator, 'GET', status)

    expect(deployed.json).toMatchObject({
      success: true,
      deploymentResult: { deploymentResults: [{ environmentName: 'production', success: true }] }
    })
    expect(health).toMatchObject({ routeActive: true, deployedInManager: true })
    expect(held.json).toMatchObject({
      resultList: [{ deployed: true, revision: 1, lastDeployTime: expect.any(String) }]
    })
    expect(gone.json).toMatchObject({ resultList: [{ deployed: false }] })
  })
})
