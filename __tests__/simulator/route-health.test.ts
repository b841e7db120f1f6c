import { describe, expect, test } from '@jest/globals'
import {
  startSimulator,
  type Pod,
  type Project,
  type Simulator
} from '../../simulator/simulator.ts'
import { deployedOn, worldOf } from '../../simulator/world.ts'
import { ask } from '../support/ask.ts'
import { podsOf } from '../support/seeded-world.ts'
import { PROJECT, ROUTE_HEALTH } from './paths.ts'

/** What route health says of payments on production, whose two pods are changed like this. */
async function healthOf(simulator: Simulator, ...changes: Partial<Pod>[]): Promise<unknown> {
  const pods = podsOf(simulator, 'production')
  changes.forEach((change, index) => Object.assign(pods[index] ?? {}, change))
  const { json } = await ask(simulator, 'GET', ROUTE_HEALTH)
  return (json as { resultList: unknown[] }).resultList[0]
}

test('route health is told pod by pod', async () => {
  await using simulator = await startSimulator()

  const health = await healthOf(simulator, {}, { unreachable: 'No route to host' })

  const route = {
    servedPath: '/api/v1/payments',
    methods: ['GET'],
    apinizerRootContext: '/apigateway'
  }
  expect(health).toEqual({
    ...route,
    routeActive: false,
    podsResponded: 2,
    podsActive: 1,
    deployedInManager: true,
    inconsistent: true,
    pods: [
      { ...route, routeActive: true, workerPodIp: 'http://10.0.2.11:8091' },
      { routeActive: false, workerPodIp: 'http://10.0.2.12:8091', error: 'No route to host' }
    ]
  })
})

const all = { routeActive: true, podsResponded: 2, podsActive: 2, inconsistent: false }
const half = { routeActive: false, podsResponded: 2, podsActive: 1, inconsistent: true }
const none = { routeActive: false, podsActive: 0, inconsistent: false, servedPath: null }
const silent = { unresponsive: true }
const anHour = 3_600_000

test.each<{ name: string; pods: Partial<Pod>[]; expected: object }>([
  { name: 'every pod serves it', pods: [], expected: all },
  { name: 'a pod fails every deployment', pods: [{ failing: 'Disk full' }], expected: half },
  { name: 'a pod is still as before', pods: [{ staleMs: 1_000 * anHour }], expected: half },
  {
    name: 'a pod does not respond',
    pods: [silent],
    expected: { ...all, podsResponded: 1, podsActive: 1, pods: [{ routeActive: true }] }
  },
  {
    name: 'no pod responds, so that nothing is known',
    pods: [silent, silent],
    expected: { ...none, podsResponded: 0, pods: [] }
  }
])('deployed by itself: $name', async ({ pods, expected }) => {
  await using simulator = await startSimulator()

  expect(await healthOf(simulator, ...pods)).toMatchObject({ ...expected, deployedInManager: true })
})

test.each<{ name: string; pods: Partial<Pod>[]; expected: object }>([
  { name: 'no pod serves it', pods: [], expected: { ...none, pods: [{ servedPath: null }, {}] } },
  {
    name: 'pods are still as before',
    pods: [{ staleMs: anHour }, { staleMs: anHour }],
    expected: { routeActive: true, podsActive: 2, inconsistent: true }
  },
  {
    name: 'an orphan, on one of two pods',
    pods: [{}, { keepsServing: true }],
    expected: {
      ...{ routeActive: false, podsActive: 1, servedPath: '/api/v1/payments' },
      pods: [{ routeActive: false }, { routeActive: true }]
    }
  }
])('undeployed: $name', async ({ pods, expected }) => {
  await using simulator = await startSimulator()
  projectOf(simulator).apiProxies = {
    payments: { deployed: {}, undeployed: { production: Date.now() } }
  }

  const health = await healthOf(simulator, ...pods)

  expect(health).toMatchObject({ ...expected, deployedInManager: false })
})

describe('records of a group and its API Proxies', () => {
  interface Row {
    records: 'separate' | 'joined'
    own: boolean
    method: 'POST' | 'DELETE'
    deployed: boolean
    listed: object[]
  }
  const yes = { environmentName: 'production', deploy: true, redeployRequired: false }
  const no = { ...yes, deploy: false }

  test.each<Row>([
    { records: 'separate', own: false, method: 'POST', deployed: false, listed: [] },
    { records: 'separate', own: true, method: 'DELETE', deployed: true, listed: [yes] },
    { records: 'joined', own: false, method: 'POST', deployed: true, listed: [yes] },
    { records: 'joined', own: false, method: 'DELETE', deployed: false, listed: [no] },
    { records: 'joined', own: true, method: 'DELETE', deployed: false, listed: [no] }
  ])('$records, own: $own, after a $method of the group', async row => {
    const world = worldOf({ groups: ['Pay'], environments: ['production'] })
    await using simulator = await startSimulator({ world, records: row.records })
    projectOf(simulator).apiProxies = row.own ? { 'Pay-api': deployedOn('production') } : {}
    const group = `${PROJECT}/apiProxyGroups/Pay`

    await ask(simulator, row.method, `${group}/environments/production/`)
    const health = await ask(simulator, 'GET', ROUTE_HEALTH.replace('payments', 'Pay-api'))
    const list = await ask(simulator, 'GET', `${group}/proxies/forpromotion`)

    const state = { deployedInManager: row.deployed, routeActive: row.deployed }
    expect(health.json).toMatchObject({ resultList: [state] })
    expect(list.json).toMatchObject({ resultList: [{ apiProxyDeployList: row.listed }] })
  })
})

test('an API Proxy that does not exist, in the vendor’s words', async () => {
  await using simulator = await startSimulator()

  const { status, json } = await ask(simulator, 'GET', ROUTE_HEALTH.replace('payments', 'x'))

  const resultMessage = 'ApiProxy (name: x) was not found!'
  expect([status, json]).toEqual([404, { status: 'FAILURE', resultMessage }])
})

function projectOf({ world }: Simulator): Project {
  const project = world.projects['Payments']
  if (project === undefined) {
    throw new Error('the world has no project Payments')
  }
  return project
}
