import { expect, test } from '@jest/globals'
import {
  startSimulator,
  type CustomRefusal,
  type Edition,
  type RefusalStatus,
  type Simulator
} from '../../simulator/simulator.ts'
import { deployOnlyToken, expiredToken, viewerToken, worldOf } from '../../simulator/world.ts'
import { ask } from '../support/ask.ts'
import { DEPLOY, ENVIRONMENTS, GROUP, HISTORY, PROJECT } from './paths.ts'

const noPrivilege = 'is not found or user does not have privilege to access it!'

interface Row {
  name: string
  token?: string | undefined
  path?: string
  code: string
  sentence: string
  firstSentence?: string
  statuses?: [current: number, first: number]
}

test.each<Row>([
  {
    name: 'no token',
    token: undefined,
    code: 'unauthorized_client',
    sentence: 'Empty Key! Client must be authenticated to access this resource.',
    statuses: [401, 401]
  },
  {
    name: 'a wrong token',
    token: 'x',
    code: 'invalid_token',
    sentence: 'Token is not valid!',
    statuses: [401, 401]
  },
  {
    name: 'an expired token',
    token: expiredToken,
    code: 'token_expired',
    sentence: 'Token was expired!',
    statuses: [401, 401]
  },
  {
    name: 'a missing permission',
    token: viewerToken,
    code: 'access_denied',
    sentence: 'User does not have required permission for this operation!',
    statuses: [400, 403]
  },
  {
    name: 'a project in another case',
    path: DEPLOY.replace('Payments', 'payments'),
    code: 'bad_request',
    sentence: 'Project (payments) is not found!',
    firstSentence: `Project (payments) ${noPrivilege}`
  },
  {
    name: 'a group in another Unicode form',
    path: `${PROJECT}/apiProxyGroups/${encodeURIComponent('U\u0308n')}/environments/production/`,
    code: 'bad_request',
    sentence: `API Proxy Group (U\u0308n) ${noPrivilege}`
  },
  {
    name: 'an environment that every object has',
    path: `${GROUP}/environments/constructor/`,
    code: 'bad_request',
    sentence: `Environment (constructor) ${noPrivilege}`
  }
])('$name, in both editions', async row => {
  const { path = DEPLOY, code, sentence, firstSentence = sentence, statuses = [400, 400] } = row
  const options = 'token' in row ? { token: row.token } : {}
  const groups = ['PaymentAPIGroup', '\u00dcn']
  const start = (edition: Edition): Promise<Simulator> =>
    startSimulator({ edition, world: worldOf({ groups, environments: ['production'] }) })
  await using current = await start('current')
  await using first = await start('first')

  const responses = [
    await ask(current, 'POST', path, options),
    await ask(first, 'POST', path, options)
  ]

  expect(responses.map(({ status }) => status)).toEqual(statuses)
  expect(responses.map(({ json }) => json)).toEqual([
    { status: 'FAILURE', resultMessage: sentence },
    { error: code, error_description: firstSentence }
  ])
  expect([...current.deployments, ...first.deployments]).toEqual([])
})

test('a user who manages and may not deploy is told so', async () => {
  const world = worldOf({ groups: ['PaymentAPIGroup'], environments: ['production'] })
  world.tokens['manager'] = { user: 'manager', permissions: ['VIEW', 'MANAGE'] }
  await using simulator = await startSimulator({ world })

  const { json } = await ask(simulator, 'POST', DEPLOY, { token: 'manager' })

  const resultMessage = 'User does not have required permission to deploy/undeploy API Proxy!'
  expect(json).toEqual({ status: 'FAILURE', resultMessage })
})

test.each<{ edition: Edition; expected: number[] }>([
  { edition: 'current', expected: [400, 200] },
  { edition: 'first', expected: [200, 200] }
])('reading needs VIEW, in the first edition nothing: $edition', async ({ edition, expected }) => {
  await using simulator = await startSimulator({ edition })

  const read = await ask(simulator, 'GET', ENVIRONMENTS, { token: deployOnlyToken })
  const deployed = await ask(simulator, 'POST', DEPLOY, { token: deployOnlyToken })

  expect([read.status, deployed.status]).toEqual(expected)
})

test('an environment that the user may not access is not found', async () => {
  const world = worldOf({ groups: ['PaymentAPIGroup'], environments: ['test', 'production'] })
  const permissions = ['VIEW', 'MANAGE', 'DEPLOY_UNDEPLOY']
  world.tokens['limited'] = { user: 'limited', permissions, environments: ['test'] }
  await using simulator = await startSimulator({ world })

  const { json } = await ask(simulator, 'POST', DEPLOY, { token: 'limited' })

  expect(json).toMatchObject({ resultMessage: `Environment (production) ${noPrivilege}` })
})

test.each([
  { method: 'POST', path: DEPLOY.slice(0, -1), expected: 404 },
  { method: 'POST', path: `${GROUP}/environments/%zz/`, expected: 404 },
  { method: 'GET', path: HISTORY.slice(0, -1), expected: 404 },
  { method: 'GET', path: DEPLOY, expected: 405 },
  { method: 'PUT', path: DEPLOY, expected: 405 }
])('$method $path is $expected without a body', async ({ method, path, expected }) => {
  await using simulator = await startSimulator()

  const { status, text } = await ask(simulator, method, path)

  expect([status, text]).toEqual([expected, ''])
  expect(simulator.requests).toMatchObject([{ call: 'unknown', path, method }])
})

test.each([
  { method: 'POST', path: DEPLOY.slice(0, -1), expected: 403 },
  { method: 'PUT', path: DEPLOY, expected: 403 },
  { method: 'POST', path: DEPLOY.replace('Payment', 'Pay%2Fment'), expected: 403 },
  { method: 'POST', path: DEPLOY.replace('Payment', 'Pay;ment'), expected: 403 },
  { method: 'POST', path: DEPLOY, expected: 200 }
])('with Spring Security’s defaults $method $path is $expected', async row => {
  await using simulator = await startSimulator({ springSecurity: true })

  const { status, text } = await ask(simulator, row.method, row.path)

  expect([status, text === '']).toEqual([row.expected, row.expected === 403])
})

test.each<RefusalStatus>([400, 401, 403, 404, 409, 423, 429, 500, 503])(
  'a fault refuses with %i, in the words of both editions',
  async status => {
    await using current = await startSimulator()
    await using first = await startSimulator({ edition: 'first' })
    current.injectFault({ refusal: status })
    first.injectFault({ refusal: { status, message: 'Not now.' } })

    const responses = [await ask(current, 'POST', DEPLOY), await ask(first, 'POST', DEPLOY)]

    expect(responses).toMatchObject([
      { status, json: { status: 'FAILURE', resultMessage: expect.any(String) } },
      { status, json: { error: expect.any(String), error_description: 'Not now.' } }
    ])
    expect([...current.deployments, ...first.deployments]).toEqual([])
  }
)

test.each<{ name: string; edition: Edition; refusal: CustomRefusal; expected: object }>([
  {
    name: '429 of the first edition asks for 60 seconds',
    edition: 'first',
    refusal: { status: 429 },
    expected: { json: { error: 'rate_limit_exceeded', retry_after: 60 } }
  },
  {
    name: 'the current edition asks for seconds in a header',
    edition: 'current',
    refusal: { status: 503, retryAfterSeconds: 3 },
    expected: { headers: { 'retry-after': '3' } }
  }
])('$name', async ({ edition, refusal, expected }) => {
  await using simulator = await startSimulator({ edition })
  simulator.injectFault({ refusal })

  expect(await ask(simulator, 'POST', DEPLOY)).toMatchObject(expected)
})
