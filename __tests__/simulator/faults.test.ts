import { gunzipSync } from 'node:zlib'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Delivery, type Fault } from '../../simulator/simulator.ts'
import { worldOf } from '../../simulator/world.ts'
import { ask } from '../support/ask.ts'
import { DEPLOY, GROUP, HISTORY, PROJECT } from './paths.ts'

describe('how a response arrives', () => {
  const whole = { status: 200, text: expect.stringMatching(/^\{"status":"SUCCESS".*\}$/) }
  const half = { status: 200, json: undefined, text: expect.stringMatching(/^\{"status":"SUCC/) }
  const overflow = { code: 'HPE_HEADER_OVERFLOW' }
  const rows: { delivery: Delivery; committed: number; expected: object }[] = [
    { delivery: 'normal', committed: 1, expected: whole },
    {
      delivery: 'reset',
      committed: 0,
      expected: { code: 'ECONNRESET', message: 'read ECONNRESET' }
    },
    {
      delivery: 'close',
      committed: 0,
      expected: { code: 'ECONNRESET', message: 'socket hang up' }
    },
    { delivery: 'silence', committed: 0, expected: { message: 'timeout', status: undefined } },
    {
      delivery: 'headers-then-silence',
      committed: 0,
      expected: { message: 'timeout', status: 200 }
    },
    { delivery: 'early-hints-then-reset', committed: 0, expected: { code: 'ECONNRESET' } },
    { delivery: 'partial-head-then-reset', committed: 0, expected: { code: 'ECONNRESET' } },
    { delivery: 'cut-length', committed: 1, expected: { message: 'aborted' } },
    { delivery: 'cut-chunked', committed: 1, expected: { message: 'aborted' } },
    { delivery: 'cut-body', committed: 1, expected: half },
    { delivery: 'endless', committed: 0, expected: { message: 'too much' } },
    { delivery: 'not-http', committed: 0, expected: { code: 'HPE_INVALID_CONSTANT' } },
    { delivery: 'malformed-head', committed: 1, expected: { code: 'HPE_INVALID_HEADER_TOKEN' } },
    { delivery: 'large-head', committed: 1, expected: overflow },
    { delivery: 'early-hints', committed: 1, expected: { ...whole, hints: 1 } },
    { delivery: 'bom', committed: 1, expected: { text: expect.stringMatching(/^\uFEFF\{.*\}$/) } },
    {
      delivery: 'content-encoding-utf-8',
      committed: 1,
      expected: { ...whole, headers: { 'content-encoding': 'UTF-8' } }
    },
    { delivery: 'twice', committed: 1, expected: { status: 200 } }
  ]

  test.each(rows)('$delivery', async ({ delivery, committed, expected }) => {
    await using simulator = await startSimulator()
    simulator.injectFault({ delivery })

    const outcome = await ask(simulator, 'POST', DEPLOY).catch((problem: unknown) => problem)
    const next = await ask(simulator, 'POST', DEPLOY)

    expect(outcome).toMatchObject(expected)
    expect(next).toMatchObject(whole)
    expect(simulator.deployments).toHaveLength(committed + 1)
  })

  test('gzip', async () => {
    await using simulator = await startSimulator()
    simulator.injectFault({ delivery: 'gzip' })

    const { raw, headers } = await ask(simulator, 'POST', DEPLOY)

    expect(headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(raw).toString()).toMatch(/^\{"status":"SUCCESS".*\}$/)
  })

  test('trickle', async () => {
    await using simulator = await startSimulator()
    simulator.injectFault({ delivery: 'trickle', response: { body: 'abcd' } })
    const start = Date.now()

    const { status, text } = await ask(simulator, 'POST', DEPLOY)

    expect([status, text]).toEqual([200, 'abcd'])
    expect(Date.now() - start).toBeGreaterThan(190)
  })

  test('iso-8859-9', async () => {
    await using simulator = await startSimulator()
    const body = { status: 'FAILURE', resultMessage: 'Ağ geçidi İŞ ığüşö €' }
    simulator.injectFault({ delivery: 'iso-8859-9', response: { body } })

    const { raw, headers } = await ask(simulator, 'POST', DEPLOY)

    const decoded: unknown = JSON.parse(new TextDecoder('iso-8859-9').decode(raw))
    expect(headers['content-type']).toBe('application/json;charset=ISO-8859-9')
    expect(decoded).toEqual({ ...body, resultMessage: 'Ağ geçidi İŞ ığüşö ?' })
  })
})

describe('a response of one’s own', () => {
  test.each<{ name: string; fault: Fault; committed: number; expected: object }>([
    {
      name: 'another status, with headers and HTML',
      fault: {
        response: {
          status: 503,
          headers: { 'Retry-After': '3', 'Set-Cookie': ['a=1', 'b=2'] },
          body: '<h1>Busy</h1>'
        }
      },
      committed: 0,
      expected: {
        status: 503,
        text: '<h1>Busy</h1>',
        headers: {
          'content-type': 'text/html;charset=UTF-8',
          'retry-after': '3',
          'set-cookie': ['a=1', 'b=2']
        }
      }
    },
    {
      name: 'a status alone has no body',
      fault: { response: { status: 202 } },
      committed: 1,
      expected: { status: 202, text: '' }
    },
    {
      name: 'a body that claims what was not done',
      fault: { response: { body: { status: 'SUCCESS' } }, commits: false },
      committed: 0,
      expected: { status: 200, json: { status: 'SUCCESS' } }
    }
  ])('$name', async ({ fault, committed, expected }) => {
    await using simulator = await startSimulator()
    simulator.injectFault(fault)

    const response = await ask(simulator, 'POST', DEPLOY)

    expect(response).toMatchObject(expected)
    expect(simulator.deployments).toHaveLength(committed)
  })

  test('headers alone leave the rest as it is, and an empty date takes it away', async () => {
    await using simulator = await startSimulator()
    simulator.injectFault({ on: { call: 'history' }, response: { headers: { Date: [] } } })

    const { headers, json } = await ask(simulator, 'GET', HISTORY)

    expect(headers.date).toBeUndefined()
    expect(json).toMatchObject({ status: 'SUCCESS', resultCount: 3 })
  })
})

describe('which requests a fault is for', () => {
  const world = () => worldOf({ groups: ['a', 'b'], environments: ['one', 'two'] })
  const read = ['GET', 'environments/'] as const
  const a1 = ['POST', 'apiProxyGroups/a/environments/one/'] as const
  const a2 = ['POST', 'apiProxyGroups/a/environments/two/'] as const
  const b1 = ['POST', 'apiProxyGroups/b/environments/one/'] as const
  const b2 = ['POST', 'apiProxyGroups/b/environments/two/'] as const
  const rows = [
    {
      name: 'deployments alone by default, and once',
      fault: {},
      requests: [read, a1, b1],
      expected: [200, 500, 200]
    },
    {
      name: 'one group on one environment',
      fault: { on: { group: 'a', environment: 'two' } },
      requests: [read, a1, b2, a2, a2],
      expected: [200, 200, 200, 500, 200]
    },
    {
      name: 'after some, as often as it says',
      fault: { times: 2, after: 1 },
      requests: [a1, read, a1, b1, a1],
      expected: [200, 200, 500, 500, 200]
    },
    {
      name: 'one call',
      fault: { on: { call: 'project-environments' as const } },
      requests: [a1, read, read],
      expected: [200, 500, 200]
    },
    {
      name: 'one method, always',
      fault: { on: { method: 'POST' }, times: Infinity },
      requests: [a1, read, a2, b1],
      expected: [500, 200, 500, 500]
    },
    {
      name: 'any call',
      fault: { on: { call: 'any' as const }, times: 2 },
      requests: [read, a1, a2],
      expected: [500, 500, 200]
    }
  ]

  test.each(rows)('$name', async ({ fault, requests, expected }) => {
    await using simulator = await startSimulator({ world: world() })
    simulator.injectFault({ response: { status: 500 }, ...fault })

    const statuses: number[] = []
    for (const [method, path] of requests) {
      statuses.push((await ask(simulator, method, `${PROJECT}/${path}`)).status)
    }

    expect(statuses).toEqual(expected)
  })

  test('the first queued fault that is due wins', async () => {
    await using simulator = await startSimulator()
    simulator.injectFault({ refusal: 409 })
    simulator.injectFault({ refusal: 423 })

    const statuses = [
      (await ask(simulator, 'POST', DEPLOY)).status,
      (await ask(simulator, 'POST', DEPLOY)).status,
      (await ask(simulator, 'POST', DEPLOY)).status
    ]

    expect(statuses).toEqual([409, 423, 200])
  })
})

describe('whether the deployment is carried out all the same', () => {
  test('commits: true before the connection is lost', async () => {
    await using simulator = await startSimulator({ deployMs: 20 })
    simulator.injectFault({ delivery: 'reset', commits: true })

    await expect(ask(simulator, 'POST', DEPLOY)).rejects.toThrow('ECONNRESET')

    expect(simulator.deployments).toHaveLength(1)
  })

  test('commits: { afterMs } in the background', async () => {
    await using simulator = await startSimulator({ deployMs: 20 })
    simulator.injectFault({ delivery: 'close', commits: { afterMs: 60 } })

    await expect(ask(simulator, 'DELETE', DEPLOY)).rejects.toThrow('hang up')
    const before = simulator.deployments.length
    await wait(80)

    expect(before).toBe(0)
    expect(simulator.deployments).toMatchObject([{ operation: 'undeploy' }])
  })

  test('delayMs keeps the client waiting after the deployment', async () => {
    await using simulator = await startSimulator()
    simulator.injectFault({ delayMs: 150 })

    let responded = false
    const pending = ask(simulator, 'POST', DEPLOY).then(() => (responded = true))
    await wait(75)
    const meanwhile = { committed: simulator.deployments.length, responded }
    await pending

    expect(meanwhile).toEqual({ committed: 1, responded: false })
  })

  test('a refused name never is', async () => {
    await using simulator = await startSimulator()
    simulator.injectFault({ gateway: 'nginx-504', commits: true })

    const { status } = await ask(simulator, 'POST', `${GROUP}/environments/nowhere/`)

    expect(status).toBe(504)
    expect(simulator.deployments).toEqual([])
  })
})
