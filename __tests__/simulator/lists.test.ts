import { describe, expect, test } from '@jest/globals'
import { startSimulator, type SimulatorOptions } from '../../simulator/simulator.ts'
import { clearTextProxyPassword, demoToken, viewerToken } from '../../simulator/world.ts'
import { ask } from '../support/ask.ts'
import { DEPLOY, ENVIRONMENTS, GROUP, HISTORY, PROJECT, ROUTE_HEALTH } from './paths.ts'

const PAYOUTS = `${PROJECT}/apiProxyGroups/PayoutAPIGroup/environments/`

describe('environments of a group', () => {
  const item = { name: 'test', type: 'TEST', accessUrl: 'https://api-test.example.com' }

  test.each([
    {
      edition: 'first' as const,
      expected: {
        success: true,
        resultList: [{ environmentName: 'test', deployed: true }],
        resultCount: 1
      }
    },
    {
      edition: 'current' as const,
      expected: {
        status: 'SUCCESS',
        resultList: [{ ...item, deployed: true, redeployRequired: false }],
        resultCount: 1
      }
    }
  ])('those with a deploy record alone, $edition edition', async ({ edition, expected }) => {
    await using simulator = await startSimulator({ edition })

    const { json } = await ask(simulator, 'GET', PAYOUTS)

    expect(json).toEqual(expected)
  })

  test('show what is to be deployed again, and that it was', async () => {
    await using simulator = await startSimulator()
    const group = simulator.world.projects['Payments']?.groups['PayoutAPIGroup']
    Object.assign(group?.deployed['test'] ?? {}, { redeployRequired: true })

    const before = await ask(simulator, 'GET', PAYOUTS)
    await ask(simulator, 'POST', `${PAYOUTS}test/`)
    const after = await ask(simulator, 'GET', PAYOUTS)

    expect(before.json).toMatchObject({ resultList: [{ deployed: true, redeployRequired: true }] })
    expect(after.json).toMatchObject({ resultList: [{ deployed: true, redeployRequired: false }] })
  })

  test.each([
    { name: 'as false', nulls: false, expected: false },
    { name: 'as null where optional fields are null', nulls: true, expected: null }
  ])('keep what is undeployed, $name, after its records are gone', async ({ nulls, expected }) => {
    await using simulator = await startSimulator({ nulls, historyLimit: 0 })

    await ask(simulator, 'DELETE', `${PAYOUTS}test/`)
    const { json } = await ask(simulator, 'GET', PAYOUTS)

    expect(json).toMatchObject({ resultList: [{ name: 'test', deployed: expected }] })
  })

  test('may carry the state of the environment itself, which says nothing of the group', async () => {
    await using simulator = await startSimulator()
    const environment = simulator.world.projects['Payments']?.environments['test']
    Object.assign(environment ?? {}, { status: 'UNPUBLISHED', type: 'KUBERNETES' })

    const { json } = await ask(simulator, 'GET', PAYOUTS)

    const expected = { type: 'KUBERNETES', status: 'UNPUBLISHED', deployed: true }
    expect(json).toMatchObject({ resultList: [expected] })
  })
})

describe('environments of a project', () => {
  const OLDER = '/apiops/environments/Payments'
  const NEWER = `${PROJECT}/environments/`
  const names = [{ name: 'test' }, { name: 'staging' }, { name: 'production' }]

  test.each<{ name: string; options: SimulatorOptions; expected: [number, number] }>([
    { name: 'the current path', options: {}, expected: [200, 404] },
    { name: 'the older path', options: { projectEnvironments: 'older' }, expected: [404, 200] },
    { name: 'both', options: { projectEnvironments: 'both' }, expected: [200, 200] }
  ])('a server may know $name', async ({ options, expected }) => {
    await using simulator = await startSimulator(options)

    const responses = [await ask(simulator, 'GET', NEWER), await ask(simulator, 'GET', OLDER)]

    expect(responses.map(({ status }) => status)).toEqual(expected)
    expect(responses.find(({ status }) => status === 200)?.json).toMatchObject({
      resultList: names
    })
    expect(simulator.requests.map(({ call }) => call)).toEqual([
      'project-environments',
      'older-project-environments'
    ])
  })

  test.each([
    { edition: 'first' as const, expected: { success: true, resultList: names, resultCount: 3 } },
    { edition: 'current' as const, expected: { status: 'SUCCESS', resultCount: 3 } }
  ])('can be read with VIEW alone, $edition edition', async ({ edition, expected }) => {
    await using simulator = await startSimulator({ edition })

    const { json } = await ask(simulator, 'GET', NEWER, { token: viewerToken })

    expect(json).toMatchObject(expected)
  })
})

describe('projects and groups', () => {
  test.each([
    { edition: 'first' as const, flag: { success: true } },
    { edition: 'current' as const, flag: { status: 'SUCCESS' } }
  ])('have an id and a name, $edition edition', async ({ edition, flag }) => {
    await using simulator = await startSimulator({ edition })

    const projects = await ask(simulator, 'GET', '/apiops/projects/')
    const groups = await ask(simulator, 'GET', `${PROJECT}/apiProxyGroups/`)

    const id = expect.stringMatching(/^[0-9a-f]{24}$/)
    const group = { id, description: expect.any(String) }
    expect(projects.json).toMatchObject({ ...flag, resultList: [{ id, name: 'Payments' }] })
    expect(groups.json).toEqual({
      ...flag,
      resultList: [
        { ...group, name: 'PaymentAPIGroup' },
        { ...group, name: 'PayoutAPIGroup' }
      ],
      resultCount: 2
    })
  })

  test('list those that the user may access', async () => {
    await using simulator = await startSimulator()
    Object.assign(simulator.world.tokens[demoToken] ?? {}, { projects: [] })

    const { json } = await ask(simulator, 'GET', '/apiops/projects/')

    expect(json).toEqual({ status: 'SUCCESS', resultList: [], resultCount: 0 })
  })
})

describe('the deploy history', () => {
  const deploy = (persistent: boolean, description: string): { body: object } => ({
    body: { description, persistent }
  })

  test('has the newest record first, by the server’s clock', async () => {
    await using simulator = await startSimulator({
      clockSkewMs: -3_600_000,
      wholeSecondDates: true
    })

    await ask(simulator, 'POST', DEPLOY, deploy(true, 'v2.1 group release'))
    await ask(simulator, 'DELETE', DEPLOY)
    const { headers, json } = await ask(simulator, 'GET', HISTORY)

    const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    const common = { username: 'admin', date, environment: 'production' }
    const undeployed = { revision: 5, deploy: false, description: 'Undeployed by APIOPS Api' }
    const deployed = { revision: 4, deploy: true, description: 'v2.1 group release' }
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
    const difference = Date.parse(headers.date ?? '') + 3_600_000 - Date.now()
    expect(Math.abs(difference)).toBeLessThan(5_000)
  })

  test.each([
    { name: 'six records by default', options: {}, expected: ['8', '7', '6', '5', '4', '3', '1'] },
    {
      name: 'as many as the server is told',
      options: { historyLimit: 2 },
      expected: ['8', '7', '1']
    }
  ])('keeps $name, persistent ones apart', async ({ options, expected }) => {
    await using simulator = await startSimulator(options)
    const group = simulator.world.projects['Payments']?.groups['PaymentAPIGroup']
    group?.history.splice(0)

    for (const number of ['1', '2', '3', '4', '5', '6', '7', '8']) {
      await ask(simulator, 'POST', DEPLOY, deploy(number === '1', number))
    }
    const { json } = await ask(simulator, 'GET', HISTORY)

    const { resultList } = json as { resultList: { description: string }[] }
    expect(resultList.map(({ description }) => description)).toEqual(expected)
  })
})

describe('the API Proxies of a group', () => {
  test('come with their whole routing, a password in clear text included', async () => {
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
})

describe('what old servers do not know', () => {
  test.each([
    { name: 'history', path: HISTORY },
    { name: 'API Proxies', path: `${GROUP}/proxies/forpromotion` },
    { name: 'route health', path: ROUTE_HEALTH },
    { name: 'deploy status', path: ROUTE_HEALTH.replace('route-health', 'deploy-status') }
  ])('$name is 404 without a body', async ({ path }) => {
    await using simulator = await startSimulator({ edition: 'first' })

    const { status, text } = await ask(simulator, 'GET', path)

    expect([status, text]).toEqual([404, ''])
  })
})

test('health needs no token, hello does, also under a path prefix', async () => {
  await using simulator = await startSimulator({ pathPrefix: '/manager' })
  const hello = '/apiops/test/hello/M%C3%BCge'

  const healthy = await ask(simulator, 'GET', '/apiops/test/healthcheck', { token: undefined })
  const greeted = await ask(simulator, 'GET', hello)
  const refused = await ask(simulator, 'GET', hello, { token: undefined })

  expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/manager$/)
  expect([healthy.status, healthy.text]).toEqual([200, 'OK'])
  expect([greeted.status, greeted.text]).toEqual([200, 'Hello Müge'])
  expect(refused.status).toBe(401)
  expect(simulator.requests[1]).toMatchObject({
    path: `/manager${hello}`,
    headers: { authorization: `Bearer ${demoToken}` },
    body: ''
  })
})

test('a list of environments is a call of its own for faults', async () => {
  await using simulator = await startSimulator()
  simulator.injectFault({ on: { call: 'environments' }, gateway: 'nginx-502' })

  const statuses = [
    (await ask(simulator, 'GET', `${PROJECT}/environments/`)).status,
    (await ask(simulator, 'GET', ENVIRONMENTS)).status,
    (await ask(simulator, 'GET', ENVIRONMENTS)).status
  ]

  expect(statuses).toEqual([200, 502, 200])
})
