import { describe, expect, test } from '@jest/globals'
import { startSimulator } from '../../simulator/simulator.ts'
import { clearTextProxyPassword } from '../../simulator/world.ts'
import { ask } from '../support/ask.ts'
import { paymentGroup } from '../support/seeded-world.ts'
import { DEPLOY, GROUP, HISTORY, PROJECT, ROUTE_HEALTH } from './paths.ts'

const OLDER = '/apiops/environments/Payments'
const NEWER = `${PROJECT}/environments/`
const PAYOUTS = `${PROJECT}/apiProxyGroups/PayoutAPIGroup/environments/`

const id = expect.stringMatching(/^[0-9a-f]{24}$/)
const environments = [{ name: 'test' }, { name: 'staging' }, { name: 'production' }]
const groups = [
  { id, name: 'PaymentAPIGroup', description: '' },
  { id, name: 'PayoutAPIGroup', description: '' }
]

test.each([
  { list: 'projects', path: '/apiops/projects/', rows: [{ id, name: 'Payments' }] },
  { list: 'groups', path: `${PROJECT}/apiProxyGroups/`, rows: groups },
  { list: 'environments of the project', path: NEWER, rows: environments },
  {
    list: 'environments with a record of the group',
    path: PAYOUTS,
    rows: [
      {
        name: 'test',
        type: 'TEST',
        accessUrl: 'https://api-test.example.com',
        deployed: true,
        redeployRequired: false
      }
    ],
    firstRows: [{ environmentName: 'test', deployed: true }]
  }
])('$list, in both editions', async ({ path, rows, firstRows = rows }) => {
  await using current = await startSimulator()
  await using first = await startSimulator({ edition: 'first' })

  const responses = [await ask(current, 'GET', path), await ask(first, 'GET', path)]

  expect(responses.map(({ json }) => json)).toEqual([
    { status: 'SUCCESS', resultList: rows, resultCount: rows.length },
    { success: true, resultList: firstRows, resultCount: rows.length }
  ])
})

test('environments of a project on older servers', async () => {
  await using simulator = await startSimulator({ projectEnvironments: 'older' })

  const newer = await ask(simulator, 'GET', NEWER)
  const older = await ask(simulator, 'GET', OLDER)

  expect(newer.status).toBe(404)
  expect(older.json).toMatchObject({ resultList: environments })
})

describe('an environment of a group', () => {
  test('is to be deployed again until it was', async () => {
    await using simulator = await startSimulator()
    Object.assign(paymentGroup(simulator).deployed, {
      production: { at: 0, redeployRequired: true }
    })
    const production = async () => {
      const { json } = await ask(simulator, 'GET', `${GROUP}/environments/`)
      return (json as { resultList: object[] }).resultList[2]
    }

    const before = await production()
    await ask(simulator, 'POST', DEPLOY)
    const after = await production()

    expect(before).toMatchObject({ deployed: true, redeployRequired: true })
    expect(after).toMatchObject({ deployed: true, redeployRequired: false })
  })

  test('stays listed when it is undeployed and its records are gone', async () => {
    await using simulator = await startSimulator({ historyLimit: 0 })

    await ask(simulator, 'DELETE', `${PAYOUTS}test/`)
    const { json } = await ask(simulator, 'GET', PAYOUTS)

    expect(json).toMatchObject({ resultList: [{ name: 'test', deployed: false }] })
  })
})

describe('the deploy history', () => {
  const note = (persistent: boolean, description: string): { body: object } => ({
    body: { description, persistent }
  })

  test('has the newest record first', async () => {
    await using simulator = await startSimulator()

    await ask(simulator, 'POST', DEPLOY, note(true, 'v2.1'))
    await ask(simulator, 'DELETE', DEPLOY)
    const { json } = await ask(simulator, 'GET', HISTORY)

    const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/)
    const common = { username: 'admin', date, environment: 'production' }
    const undeployed = { revision: 5, deploy: false, description: 'Undeployed by APIOPS Api' }
    const deployed = { revision: 4, deploy: true, description: 'v2.1' }
    expect(json).toMatchObject({
      resultCount: 5,
      resultList: [
        { ...common, ...undeployed, persistent: false },
        { ...common, ...deployed, persistent: true },
        { revision: 3 },
        { revision: 2 },
        { revision: 1 }
      ]
    })
  })

  test.each([
    { name: 'six records by default', options: {}, expected: ['8', '7', '6', '5', '4', '3', '1'] },
    { name: 'as many as it is told', options: { historyLimit: 2 }, expected: ['8', '7', '1'] }
  ])('keeps $name, persistent ones apart', async ({ options, expected }) => {
    await using simulator = await startSimulator(options)
    paymentGroup(simulator).history = []

    for (const number of ['1', '2', '3', '4', '5', '6', '7', '8']) {
      await ask(simulator, 'POST', DEPLOY, note(number === '1', number))
    }
    const { json } = await ask(simulator, 'GET', HISTORY)

    const { resultList } = json as { resultList: { description: string }[] }
    expect(resultList.map(({ description }) => description)).toEqual(expected)
  })
})

test('the API Proxies of a group come with their routing, a password included', async () => {
  await using simulator = await startSimulator()

  const { json, text } = await ask(simulator, 'GET', `${GROUP}/proxies/forpromotion`)

  const routing = { proxyPassword: clearTextProxyPassword }
  expect(json).toMatchObject({
    status: 'SUCCESS',
    resultList: ['payments', 'refunds', 'card-vault'].map(name => ({ name, routing })),
    resultCount: 3
  })
  expect(text.length / 3).toBeGreaterThan(1_500)
})

test.each([
  { name: 'history', path: HISTORY },
  { name: 'API Proxies', path: `${GROUP}/proxies/forpromotion` },
  { name: 'route health', path: ROUTE_HEALTH }
])('$name is 404 without a body on old servers', async ({ path }) => {
  await using simulator = await startSimulator({ edition: 'first' })

  const { status, text } = await ask(simulator, 'GET', path)

  expect([status, text]).toEqual([404, ''])
})

test('health needs no token, also under a path prefix', async () => {
  await using simulator = await startSimulator({ pathPrefix: '/manager' })

  const { status, text } = await ask(simulator, 'GET', '/apiops/test/healthcheck', {
    token: undefined
  })

  expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/manager$/)
  expect([status, text]).toEqual([200, 'OK'])
})
