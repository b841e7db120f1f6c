import { describe, expect, test } from '@jest/globals'
import { startSimulator, type RefusalStatus } from '../../simulator/simulator.ts'
import { deployOnlyToken, expiredToken, viewerToken, worldOf } from '../../simulator/world.ts'
import { ask } from '../support/ask.ts'
import { DEPLOY, ENVIRONMENTS, GROUP, HISTORY, PROJECT } from './paths.ts'

describe('tokens and permissions', () => {
  const rows = [
    {
      name: 'no token',
      token: undefined,
      expected: {
        current: 401,
        first: 401,
        code: 'unauthorized_client',
        sentence: 'Empty Key! Client must be authenticated to access this resource.'
      }
    },
    {
      name: 'a wrong token',
      token: 'x',
      expected: { current: 401, first: 401, code: 'invalid_token', sentence: 'Token is not valid!' }
    },
    {
      name: 'an expired token',
      token: expiredToken,
      expected: { current: 401, first: 401, code: 'token_expired', sentence: 'Token was expired!' }
    },
    {
      name: 'a missing permission',
      token: viewerToken,
      expected: {
        current: 400,
        first: 403,
        code: 'access_denied',
        sentence: 'User does not have required permission for this operation!'
      }
    }
  ]

  test.each(rows)('$name is refused by the current edition', async ({ token, expected }) => {
    await using simulator = await startSimulator()

    const { status, json } = await ask(simulator, 'POST', DEPLOY, { token })

    const failure = { status: 'FAILURE', resultMessage: expected.sentence }
    expect([status, json]).toEqual([expected.current, failure])
    expect(simulator.deployments).toEqual([])
  })

  test.each(rows)('$name is refused by the first edition', async ({ token, expected }) => {
    await using simulator = await startSimulator({ edition: 'first' })

    const { status, json } = await ask(simulator, 'POST', DEPLOY, { token })

    const failure = { error: expected.code, error_description: expected.sentence }
    expect([status, json]).toEqual([expected.first, failure])
    expect(simulator.deployments).toEqual([])
  })

  test('a user who manages and may not deploy is told so', async () => {
    const world = worldOf({ groups: ['PaymentAPIGroup'], environments: ['production'] })
    world.tokens['manager'] = { user: 'manager', permissions: ['VIEW', 'MANAGE'] }
    await using simulator = await startSimulator({ world })

    const { json } = await ask(simulator, 'POST', DEPLOY, { token: 'manager' })

    const resultMessage = 'User does not have required permission to deploy/undeploy API Proxy!'
    expect(json).toEqual({ status: 'FAILURE', resultMessage })
  })

  test.each([
    { edition: 'current' as const, expected: [400, 200] },
    { edition: 'first' as const, expected: [200, 200] }
  ])('reading needs VIEW in the $edition edition or nothing', async ({ edition, expected }) => {
    await using simulator = await startSimulator({ edition })

    const read = await ask(simulator, 'GET', ENVIRONMENTS, { token: deployOnlyToken })
    const deployed = await ask(simulator, 'POST', DEPLOY, { token: deployOnlyToken })

    expect([read.status, deployed.status]).toEqual(expected)
  })
})

describe('names that do not exist', () => {
  const noPrivilege = 'is not found or user does not have privilege to access it!'
  const rows = [
    {
      name: 'a group in another case',
      path: `${PROJECT}/apiProxyGroups/paymentAPIGroup/environments/production/`,
      expected: `API Proxy Group (paymentAPIGroup) ${noPrivilege}`
    },
    {
      name: 'a group with special characters',
      path: `${PROJECT}/apiProxyGroups/a%20b%2Fc/environments/production/`,
      expected: `API Proxy Group (a b/c) ${noPrivilege}`
    },
    {
      name: 'an environment',
      path: `${GROUP}/environments/Production/`,
      expected: `Environment (Production) ${noPrivilege}`
    },
    {
      name: 'an environment that every object has',
      path: `${GROUP}/environments/constructor/`,
      expected: `Environment (constructor) ${noPrivilege}`
    }
  ]

  test.each(rows)('$name', async ({ path, expected }) => {
    await using current = await startSimulator()
    await using first = await startSimulator({ edition: 'first' })

    const responses = [await ask(current, 'POST', path), await ask(first, 'POST', path)]

    expect(responses).toMatchObject([
      { status: 400, json: { status: 'FAILURE', resultMessage: expected } },
      { status: 400, json: { error: 'bad_request', error_description: expected } }
    ])
  })

  test.each([
    {
      name: 'the current edition',
      options: {},
      expected: { resultMessage: 'Project (payments) is not found!' }
    },
    {
      name: 'the current edition, other wording',
      options: { missingProject: 'not-found-or-no-privilege' as const },
      expected: {
        resultMessage:
          'Project(payments) was not found or user does not have privilege to access it!'
      }
    },
    {
      name: 'the first edition',
      options: { edition: 'first' as const },
      expected: { error_description: `Project (payments) ${noPrivilege}` }
    }
  ])('a project, in $name', async ({ options, expected }) => {
    await using simulator = await startSimulator(options)
    const path = DEPLOY.replace('Payments', 'payments')

    const { status, json } = await ask(simulator, 'POST', path)

    expect([status, json]).toMatchObject([400, expected])
  })

  test('a project and an environment that the user may not access', async () => {
    const world = worldOf({ groups: ['PaymentAPIGroup'], environments: ['test', 'production'] })
    const permissions = ['VIEW', 'MANAGE', 'DEPLOY_UNDEPLOY']
    world.tokens['limited'] = { user: 'limited', permissions, environments: ['test'] }
    world.tokens['stranger'] = { user: 'stranger', permissions, projects: [] }
    await using simulator = await startSimulator({ world })

    const limited = await ask(simulator, 'POST', DEPLOY, { token: 'limited' })
    const stranger = await ask(simulator, 'GET', HISTORY, { token: 'stranger' })

    expect(limited.json).toMatchObject({
      resultMessage: `Environment (production) ${noPrivilege}`
    })
    expect(stranger.json).toMatchObject({ resultMessage: 'Project (Payments) is not found!' })
  })
})

describe('paths and methods that nobody knows', () => {
  test.each([
    { method: 'POST', path: DEPLOY.slice(0, -1), expected: 404 },
    { method: 'POST', path: '/', expected: 404 },
    { method: 'POST', path: `${GROUP}/environments/%zz/`, expected: 404 },
    { method: 'GET', path: HISTORY.slice(0, -1), expected: 404 },
    { method: 'GET', path: DEPLOY, expected: 405 },
    { method: 'PUT', path: DEPLOY, expected: 405 },
    { method: 'POST', path: ENVIRONMENTS, expected: 405 }
  ])('$method $path is $expected without a body', async ({ method, path, expected }) => {
    await using simulator = await startSimulator()

    const { status, text } = await ask(simulator, method, path)

    expect([status, text]).toEqual([expected, ''])
    expect(simulator.requests).toMatchObject([{ call: 'unknown', path, method }])
  })
})

describe('a refusal by a fault', () => {
  const statuses: RefusalStatus[] = [400, 401, 403, 404, 409, 423, 429, 500, 503]

  test.each(statuses)('%i, in the words of both editions, without a deployment', async status => {
    await using current = await startSimulator()
    await using first = await startSimulator({ edition: 'first' })
    current.injectFault({ refusal: status })
    first.injectFault({ refusal: { status, message: 'Not now.' } })

    const responses = [await ask(current, 'POST', DEPLOY), await ask(first, 'POST', DEPLOY)]

    expect(responses).toMatchObject([
      { status, json: { status: 'FAILURE', resultMessage: expect.any(String) } },
      { status, json: { error: expect.any(String), error_description: 'Not now.' } }
    ])
    expect([current.deployments, first.deployments]).toEqual([[], []])
  })

  test.each([
    {
      name: '60 seconds in the first edition, unless it says otherwise',
      edition: 'first' as const,
      refusal: 429 as const,
      expected: { json: { error: 'rate_limit_exceeded', retry_after: 60 } }
    },
    {
      name: 'its own seconds in the first edition',
      edition: 'first' as const,
      refusal: { status: 429 as const, retryAfterSeconds: 2 },
      expected: { json: { retry_after: 2 } }
    },
    {
      name: 'a header in the current edition',
      edition: 'current' as const,
      refusal: { status: 503 as const, retryAfterSeconds: 3 },
      expected: { headers: { 'retry-after': '3' } }
    }
  ])('asks for a pause: $name', async ({ edition, refusal, expected }) => {
    await using simulator = await startSimulator({ edition })
    simulator.injectFault({ refusal })

    expect(await ask(simulator, 'POST', DEPLOY)).toMatchObject(expected)
  })

  test('in the words of Spring', async () => {
    await using simulator = await startSimulator()
    simulator.injectFault({ refusal: { status: 500, format: 'spring' } })

    const { status, json } = await ask(simulator, 'POST', DEPLOY)

    const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT/)
    const error = { timestamp, status: 500, error: 'Internal Server Error', path: DEPLOY }
    expect([status, json]).toEqual([500, error])
  })
})
