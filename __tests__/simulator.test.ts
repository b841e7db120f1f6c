import http from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from '@jest/globals'
import { generate } from 'selfsigned'
import type { Asked } from '../simulator/ask.ts'
import { ask } from '../simulator/ask.ts'
import type { Ending, Fault, Simulator, SimulatorOptions } from '../simulator/simulator.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { demoToken, expiredToken, viewerToken, worldOf } from '../simulator/world.ts'

const PROJECT = '/apiops/projects/Payments'
const GROUP = `${PROJECT}/apiProxyGroups/PaymentAPIGroup`
const DEPLOY = `${GROUP}/environments/production/`

const running: Simulator[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map(simulator => simulator.close()))
})

async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options)
  running.push(simulator)
  return simulator
}

async function json(
  simulator: Simulator,
  method: string,
  path: string,
  asked?: Asked
): Promise<[number, unknown]> {
  const { status, text, headers } = await ask(simulator, method, path, asked)
  expect(headers['content-type']).toBe('application/json;charset=UTF-8')
  return [status, JSON.parse(text)]
}

const note = (body: string): Asked => ({ body, headers: { 'content-type': 'application/json' } })
const failure = (resultMessage: string): object => ({ status: 'FAILURE', resultMessage })

describe('deploy and undeploy', () => {
  test('first edition', async () => {
    const simulator = await start({ edition: 'first' })
    expect(await json(simulator, 'POST', DEPLOY)).toEqual([
      200,
      {
        success: true,
        deploymentResult: {
          success: true,
          message: 'Deployment completed successfully',
          environmentResults: [
            { environmentName: 'production', success: true, message: 'Deployed successfully' }
          ]
        }
      }
    ])
    expect(await json(simulator, 'DELETE', DEPLOY)).toMatchObject([
      200,
      { success: true, deploymentResult: { success: true } }
    ])
    expect(await json(simulator, 'POST', DEPLOY, note('{}'))).toMatchObject([
      400,
      { error: 'bad_request' }
    ])
    expect(simulator.deployments.map(one => one.operation)).toEqual(['deploy', 'undeploy'])
  })

  test('current edition', async () => {
    const simulator = await start({ deployMs: 20 })
    const pod = { envName: 'production', success: true, responseTime: 20 }
    expect(await json(simulator, 'POST', DEPLOY)).toEqual([
      200,
      {
        status: 'SUCCESS',
        deploymentResult: {
          success: true,
          responseTime: 20,
          detailList: [
            { ...pod, podName: 'worker-production-1', podIp: '10.0.2.11' },
            { ...pod, podName: 'worker-production-2', podIp: '10.0.2.12' }
          ]
        }
      }
    ])
    expect(await json(simulator, 'DELETE', DEPLOY)).toMatchObject([200, { status: 'SUCCESS' }])
    expect(simulator.deployments).toMatchObject(
      ['deploy', 'undeploy'].map(operation => ({
        operation,
        project: 'Payments',
        group: 'PaymentAPIGroup',
        environment: 'production'
      }))
    )
  })

  test.each(['first', 'current'] as const)(
    'a pod that fails, %s edition: nothing is written',
    async edition => {
      const simulator = await start({ edition, history: true })
      const pods = simulator.world.projects['Payments']?.environments['production']?.pods ?? []
      const detail = 'Out of memory'
      const answer = (success: boolean): object =>
        edition === 'first'
          ? {
              success,
              deploymentResult: {
                success,
                environmentResults: [{ success: false, message: detail }]
              }
            }
          : {
              status: success ? 'SUCCESS' : 'FAILURE',
              deploymentResult: {
                success,
                detailList: [
                  { success: true },
                  { podName: 'worker-production-2', success: false, detail }
                ]
              }
            }
      simulator.misbehave({ pods: { 'worker-production-2': detail } })
      expect(await json(simulator, 'POST', DEPLOY)).toMatchObject([200, answer(true)])
      if (pods[1]) pods[1].failing = detail
      expect(await json(simulator, 'POST', DEPLOY)).toMatchObject([200, answer(false)])
      expect(simulator.deployments).toEqual([])
      expect(await json(simulator, 'GET', `${GROUP}/deploy-histories/`)).toMatchObject([
        200,
        { resultCount: 3 }
      ])
    }
  )
})

describe('refusals', () => {
  test.each<[string | undefined, number, number, string, string]>([
    [
      undefined,
      401,
      401,
      'unauthorized_client',
      'Empty Key! Client must be authenticated to access this resource.'
    ],
    ['x', 401, 401, 'invalid_token', 'Token is not valid!'],
    [expiredToken, 401, 401, 'token_expired', 'Token was expired!'],
    [
      viewerToken,
      400,
      403,
      'access_denied',
      'User does not have required permission for this operation!'
    ]
  ])('token %s', async (token, current, first, error, error_description) => {
    expect(await json(await start(), 'POST', DEPLOY, { token })).toEqual([
      current,
      failure(error_description)
    ])
    expect(await json(await start({ edition: 'first' }), 'POST', DEPLOY, { token })).toEqual([
      first,
      { error, error_description }
    ])
    expect(running.flatMap(simulator => simulator.deployments)).toEqual([])
  })

  test.each([
    [
      `${PROJECT}/apiProxyGroups/paymentAPIGroup/environments/production/`,
      'API Proxy Group (paymentAPIGroup)'
    ],
    [`${PROJECT}/apiProxyGroups/a%20b%2Fc/environments/production/`, 'API Proxy Group (a b/c)'],
    [`${GROUP}/environments/Production/`, 'Environment (Production)'],
    [`${GROUP}/environments/constructor/`, 'Environment (constructor)'],
    [
      '/apiops/projects/payments/apiProxyGroups/PaymentAPIGroup/environments/production/',
      'Project (payments)'
    ]
  ])('%s is not found', async (path, what) => {
    const sentence = `${what} is not found or user does not have privilege to access it!`
    expect(await json(await start(), 'POST', path)).toEqual([400, failure(sentence)])
    expect(await json(await start({ edition: 'first' }), 'POST', path)).toEqual([
      400,
      { error: 'bad_request', error_description: sentence }
    ])
  })

  test.each([
    'nothing',
    '[]',
    '{"description": 1}',
    '{"persistent": "true"}',
    '{"description": null}'
  ])('body %s', async body => {
    const simulator = await start()
    expect(await json(simulator, 'POST', DEPLOY, note(body))).toMatchObject([
      400,
      { status: 'FAILURE' }
    ])
    expect(await json(simulator, 'POST', DEPLOY, { body: '{}' })).toMatchObject([
      400,
      { status: 'FAILURE' }
    ])
    expect(simulator.deployments).toEqual([])
  })

  test.each([
    ['POST', DEPLOY.slice(0, -1), 404],
    ['POST', '/', 404],
    ['POST', `${GROUP}/environments/%zz/`, 404],
    ['GET', `${GROUP}/deploy-histories`, 404],
    ['GET', DEPLOY, 405],
    ['PUT', DEPLOY, 405],
    ['POST', `${GROUP}/environments/`, 405]
  ])('%s %s is %i without a body', async (method, path, status) => {
    const simulator = await start()
    expect(await ask(simulator, method, path)).toMatchObject({ status, text: '' })
    expect(simulator.requests).toMatchObject([{ call: 'unknown', path, method }])
  })
})

describe('what the Manager knows', () => {
  test('environments of a group, with a deploy record only', async () => {
    const path = `${PROJECT}/apiProxyGroups/PayoutAPIGroup/environments`
    const [first, current] = [await start({ edition: 'first' }), await start()]
    const test = { name: 'test', type: 'TEST', accessUrl: 'https://api-test.example.com' }
    expect(await json(first, 'GET', `${path}/`)).toEqual([
      200,
      { success: true, resultList: [{ environmentName: 'test', deployed: true }], resultCount: 1 }
    ])
    expect(await json(current, 'GET', `${path}/`)).toEqual([
      200,
      {
        status: 'SUCCESS',
        resultList: [{ ...test, deployed: true, redeployRequired: false }],
        resultCount: 1
      }
    ])
    const deployed = current.world.projects['Payments']?.groups['PayoutAPIGroup']?.deployed['test']
    if (deployed) deployed.redeployRequired = true
    expect(await json(current, 'GET', `${path}/`)).toMatchObject([
      200,
      { resultList: [{ redeployRequired: true }] }
    ])
    await ask(current, 'POST', `${path}/test/`)
    expect(await json(current, 'GET', `${path}/`)).toMatchObject([
      200,
      { resultList: [{ redeployRequired: false }] }
    ])
    await ask(current, 'DELETE', `${path}/test/`)
    expect(await json(current, 'GET', `${path}/`)).toMatchObject([
      200,
      { resultList: [{ name: 'test', deployed: false }] }
    ])
  })

  test('environments of a project', async () => {
    const names = [{ name: 'test' }, { name: 'staging' }, { name: 'production' }]
    expect(
      await json(await start({ edition: 'first' }), 'GET', `${PROJECT}/environments/`)
    ).toEqual([200, { success: true, resultList: names, resultCount: 3 }])
    expect(
      await json(await start(), 'GET', `${PROJECT}/environments/`, { token: viewerToken })
    ).toMatchObject([200, { status: 'SUCCESS', resultList: names }])
  })

  test("history, newest first, by the server's clock", async () => {
    const simulator = await start({ clockSkewMs: -3_600_000, wholeSecondDates: true })
    await ask(
      simulator,
      'POST',
      DEPLOY,
      note('{"description": "v2.1 group release", "persistent": true}')
    )
    await ask(simulator, 'DELETE', DEPLOY)
    const { headers, text } = await ask(simulator, 'GET', `${GROUP}/deploy-histories/`)
    const answer = JSON.parse(text) as { resultList: { date: string }[] }
    const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    const record = { username: 'admin', date, environment: 'production', persistent: false }
    expect(answer).toMatchObject({
      status: 'SUCCESS',
      resultCount: 5,
      resultList: [
        { ...record, revision: 5, description: 'Deployed by APIOPS Api', deploy: false },
        {
          ...record,
          revision: 4,
          description: 'v2.1 group release',
          deploy: true,
          persistent: true
        },
        { revision: 3, date },
        { revision: 2 },
        { revision: 1 }
      ]
    })
    for (const dated of [headers.date, answer.resultList[0]?.date]) {
      expect(Math.abs(Date.parse(dated ?? '') + 3_600_000 - Date.now())).toBeLessThan(5_000)
    }
  })

  test('members and route health, pod by pod', async () => {
    const simulator = await start()
    const environment = simulator.world.projects['Payments']?.environments['production']
    if (environment)
      environment.pods = [
        { name: 'a', ip: '10.0.1.11' },
        { name: 'b', ip: '10.0.1.12', staleMs: 80 },
        { name: 'c', ip: '10.0.1.13', unreachable: 'no route' }
      ]
    const resultList = ['payments', 'refunds', 'card-vault'].map(name => ({ name }))
    expect(await json(simulator, 'GET', `${GROUP}/proxies/forpromotion`)).toEqual([
      200,
      { status: 'SUCCESS', resultList, resultCount: 3 }
    ])
    await ask(simulator, 'POST', DEPLOY)
    const health = `${PROJECT}/apiProxies/payments/environments/production/route-health/`
    const route = { servedPath: '/api/v1/payments', methods: ['GET'] }
    const result = {
      ...route,
      apinizerRootContext: '/apigateway',
      podsResponded: 2,
      deployedInManager: true
    }
    const pods = [
      { routeActive: true, ...route, workerPodIp: 'http://10.0.1.11:8091' },
      { routeActive: false, ...route, workerPodIp: 'http://10.0.1.12:8091' },
      { routeActive: false, workerPodIp: 'http://10.0.1.13:8091', error: 'no route' }
    ]
    expect(await json(simulator, 'GET', health)).toEqual([
      200,
      {
        status: 'SUCCESS',
        resultList: [{ ...result, routeActive: false, podsActive: 1, inconsistent: true, pods }],
        resultCount: 1
      }
    ])
    await new Promise(resolve => setTimeout(resolve, 90))
    expect(await json(simulator, 'GET', health)).toMatchObject([
      200,
      { resultList: [{ ...result, routeActive: true, podsActive: 2, inconsistent: false }] }
    ])
    await ask(simulator, 'DELETE', DEPLOY)
    expect(await json(simulator, 'GET', health)).toMatchObject([
      200,
      { resultList: [{ routeActive: false, podsActive: 0, deployedInManager: false }] }
    ])
    if (environment) environment.pods = environment.pods.slice(2)
    expect(await json(simulator, 'GET', health)).toMatchObject([
      200,
      { resultList: [{ routeActive: false, podsResponded: 0 }] }
    ])
  })

  test('young calls are unknown to an old server', async () => {
    const simulator = await start({ edition: 'first' })
    const paths = [
      `${GROUP}/deploy-histories/`,
      `${GROUP}/proxies/forpromotion`,
      `${PROJECT}/apiProxies/payments/environments/test/route-health/`
    ]
    for (const path of paths)
      expect(await ask(simulator, 'GET', path)).toMatchObject({ status: 404, text: '' })
    expect(simulator.requests.map(request => request.call)).toEqual([
      'history',
      'members',
      'route-health'
    ])
  })

  test('health and hello, under a path prefix', async () => {
    const simulator = await start({ pathPrefix: '/manager' })
    expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/manager$/)
    expect(
      await ask(simulator, 'GET', '/apiops/test/healthcheck', { token: undefined })
    ).toMatchObject({ status: 200, text: 'OK' })
    const path = '/apiops/test/hello/M%C3%BCge'
    expect(await ask(simulator, 'GET', path)).toMatchObject({ status: 200, text: 'Hello Müge' })
    expect(await ask(simulator, 'GET', path, { token: undefined })).toMatchObject({ status: 401 })
    expect(simulator.requests[1]).toMatchObject({
      path: `/manager${path}`,
      headers: { authorization: `Bearer ${demoToken}` },
      body: ''
    })
  })
})

describe('faults', () => {
  const whole = { status: 200, text: expect.stringMatching(/^\{"status":"SUCCESS".*\}$/) }

  test.each<[Ending, object, number]>([
    ['normal', whole, 1],
    ['reset', { code: 'ECONNRESET', message: 'read ECONNRESET' }, 0],
    ['close', { code: 'ECONNRESET', message: 'socket hang up' }, 0],
    ['silence', { message: 'timeout', status: undefined }, 0],
    ['headers-then-silence', { message: 'timeout', status: 200 }, 0],
    ['cut-length', { message: 'aborted' }, 1],
    ['cut-chunked', { message: 'aborted' }, 1],
    ['endless', { message: 'too much' }, 0],
    ['not-http', { message: expect.stringContaining('Parse Error') }, 0],
    ['early-hints', { ...whole, hints: 1 }, 1],
    ['bom', { status: 200, text: expect.stringMatching(/^\uFEFF\{.*\}$/) }, 1]
  ])('%s', async (ending, expected, landed) => {
    const simulator = await start()
    simulator.misbehave({ ending })
    expect(await ask(simulator, 'POST', DEPLOY).catch((problem: unknown) => problem)).toMatchObject(
      expected
    )
    expect(simulator.deployments).toHaveLength(landed)
    expect(await ask(simulator, 'POST', DEPLOY)).toMatchObject(whole)
  })

  test('gzip and trickle', async () => {
    const simulator = await start()
    simulator.misbehave({ ending: 'gzip' })
    simulator.misbehave({ ending: 'trickle', answer: { body: 'abcd' } })
    const { raw, headers } = await ask(simulator, 'POST', DEPLOY)
    expect(headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(raw).toString()).toMatch(/^\{"status":"SUCCESS".*\}$/)
    const began = Date.now()
    expect(await ask(simulator, 'POST', DEPLOY)).toMatchObject({ status: 200, text: 'abcd' })
    expect(Date.now() - began).toBeGreaterThan(190)
  })

  test("an answer of another, its default landing, and a Date of one's own", async () => {
    const simulator = await start()
    const headers = { 'retry-after': '3', 'set-cookie': ['a=1', 'b=2'] }
    simulator.misbehave({ answer: { status: 503, headers, body: '<h1>Busy</h1>' } })
    expect(await ask(simulator, 'POST', DEPLOY)).toMatchObject({
      status: 503,
      text: '<h1>Busy</h1>',
      headers: { ...headers, 'content-type': 'text/html;charset=UTF-8' }
    })
    expect(simulator.deployments).toHaveLength(0)
    simulator.misbehave({ answer: { status: 202 } })
    simulator.misbehave({ answer: { body: { status: 'SUCCESS' } }, lands: false })
    expect(await ask(simulator, 'POST', DEPLOY)).toMatchObject({ status: 202, text: '' })
    expect(await json(simulator, 'POST', DEPLOY)).toEqual([200, { status: 'SUCCESS' }])
    expect(simulator.deployments).toHaveLength(1)
    simulator.misbehave({ on: { call: 'history' }, answer: { headers: { Date: [] } } })
    const history = await ask(simulator, 'GET', `${GROUP}/deploy-histories/`)
    expect([history.headers.date, history.text.slice(0, 19)]).toEqual([
      undefined,
      '{"status":"SUCCESS"'
    ])
  })

  test('which requests, after how many, how often', async () => {
    const simulator = await start({
      world: worldOf({ groups: ['a', 'b'], environments: ['one', 'two'] })
    })
    const [a1, a2, b1] = ['a/environments/one/', 'a/environments/two/', 'b/environments/one/'].map(
      path => `apiProxyGroups/${path}`
    ) as [string, string, string]
    const read = 'environments/'
    const statuses = async (
      on: NonNullable<Fault['on']>,
      fault: Fault,
      paths: string[]
    ): Promise<number[]> => {
      simulator.misbehave({ on, answer: { status: 500 }, ...fault })
      const seen: number[] = []
      for (const path of paths)
        seen.push(
          (await ask(simulator, path === read ? 'GET' : 'POST', `${PROJECT}/${path}`)).status
        )
      return seen
    }
    expect(await statuses({ group: 'a', environment: 'two' }, {}, [read, a1, b1, a2, a2])).toEqual([
      200, 200, 200, 500, 200
    ])
    expect(await statuses({}, { times: 2, after: 1 }, [a1, read, a1, b1, a1])).toEqual([
      200, 200, 500, 500, 200
    ])
    expect(await statuses({ call: 'project-environments' }, {}, [a1, read, read])).toEqual([
      200, 500, 200
    ])
    expect(await statuses({ method: 'POST' }, { times: Infinity }, [a1, read, a2, b1])).toEqual([
      500, 200, 500, 500
    ])
  })

  test('landing in spite of all, and in the background', async () => {
    const simulator = await start({ deployMs: 20 })
    simulator.misbehave({ ending: 'reset', lands: true })
    await expect(ask(simulator, 'POST', DEPLOY)).rejects.toThrow('ECONNRESET')
    expect(simulator.deployments).toHaveLength(1)
    simulator.misbehave({ ending: 'close', lands: { afterMs: 60 } })
    await expect(ask(simulator, 'DELETE', DEPLOY)).rejects.toThrow('hang up')
    expect(simulator.deployments).toHaveLength(1)
    await new Promise(resolve => setTimeout(resolve, 80))
    expect(simulator.deployments).toMatchObject([
      { operation: 'deploy' },
      { operation: 'undeploy' }
    ])
  })
})

describe('connections', () => {
  test('1,000 deployments, 50 at once, over 50 connections', async () => {
    const simulator = await start({ deployMs: 20 })
    const agent = new http.Agent({ keepAlive: true, maxSockets: 50 })
    await Promise.all(
      Array.from({ length: 1_000 }, () => ask(simulator, 'POST', DEPLOY, { client: { agent } }))
    )
    agent.destroy()
    expect([
      simulator.deployments.length,
      simulator.world.projects['Payments']?.groups['PaymentAPIGroup']?.revision
    ]).toEqual([1_000, 1_003])
    expect(Math.abs(simulator.maxInFlight - 30)).toBeLessThanOrEqual(20)
    expect(new Set(simulator.requests.map(request => request.connection))).toEqual(
      new Set(Array.from({ length: 50 }, (_, index) => index + 1))
    )
  })

  test('TLS, with a client certificate demanded, and its resets', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }])
    const simulator = await start({ tls: { key, cert, clientAuthority: cert } })
    const tls = { ca: cert, checkServerIdentity: () => undefined }
    await expect(ask(simulator, 'POST', DEPLOY, { client: tls })).rejects.toThrow()
    expect(simulator.requests).toEqual([])
    expect(await ask(simulator, 'POST', DEPLOY, { client: { ...tls, key, cert } })).toMatchObject({
      status: 200
    })
    simulator.misbehave({ ending: 'reset' })
    await expect(
      ask(simulator, 'POST', DEPLOY, { client: { ...tls, key, cert } })
    ).rejects.toMatchObject({ code: 'ECONNRESET', message: 'read ECONNRESET' })
  })

  test('closing does not wait for a request that hangs', async () => {
    const simulator = await start()
    simulator.misbehave({ ending: 'silence' })
    setTimeout(() => void simulator.close(), 30)
    await expect(ask(simulator, 'POST', DEPLOY)).rejects.toThrow('hang up')
  })
})
