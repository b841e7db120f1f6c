import { gunzipSync } from 'node:zlib'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import {
  startSimulator,
  type Delivery,
  type Fault,
  type Gateway
} from '../../simulator/simulator.ts'
import { worldOf } from '../../simulator/world.ts'
import { ask } from '../support/ask.ts'
import { DEPLOY, GROUP, HISTORY, PROJECT } from './paths.ts'

const confirmed = /^\{"status":"SUCCESS".*\}$/
const whole = { status: 200, text: expect.stringMatching(confirmed) }
const reset = { code: 'ECONNRESET', message: 'read ECONNRESET' }

test.each<{ delivery: Delivery; committed: number; expected: object }>([
  { delivery: 'normal', committed: 1, expected: whole },
  { delivery: 'reset', committed: 0, expected: reset },
  { delivery: 'close', committed: 0, expected: { message: 'socket hang up' } },
  { delivery: 'silence', committed: 0, expected: { message: 'timeout', status: undefined } },
  { delivery: 'headers-then-silence', committed: 0, expected: { message: 'timeout', status: 200 } },
  { delivery: 'early-hints-then-reset', committed: 0, expected: { code: 'ECONNRESET' } },
  { delivery: 'partial-head-then-reset', committed: 0, expected: { code: 'ECONNRESET' } },
  { delivery: 'cut-length', committed: 1, expected: { message: 'aborted' } },
  { delivery: 'cut-chunked', committed: 1, expected: { message: 'aborted' } },
  { delivery: 'cut-body', committed: 1, expected: { status: 200, json: undefined } },
  { delivery: 'endless', committed: 0, expected: { message: 'too much' } },
  { delivery: 'not-http', committed: 0, expected: { code: 'HPE_INVALID_CONSTANT' } },
  { delivery: 'malformed-head', committed: 1, expected: { code: 'HPE_INVALID_HEADER_TOKEN' } },
  { delivery: 'large-head', committed: 1, expected: { code: 'HPE_HEADER_OVERFLOW' } },
  { delivery: 'early-hints', committed: 1, expected: { ...whole, hints: 1 } },
  { delivery: 'bom', committed: 1, expected: { text: expect.stringMatching(/^\uFEFF\{.*\}$/) } },
  {
    delivery: 'content-encoding-utf-8',
    committed: 1,
    expected: { ...whole, headers: { 'content-encoding': 'UTF-8' } }
  },
  { delivery: 'twice', committed: 1, expected: { status: 200 } }
])('delivery: $delivery', async ({ delivery, committed, expected }) => {
  await using simulator = await startSimulator()
  simulator.injectFault({ delivery })

  const outcome = await ask(simulator, 'POST', DEPLOY).catch((problem: unknown) => problem)
  const next = await ask(simulator, 'POST', DEPLOY)

  expect(outcome).toMatchObject(expected)
  expect(next).toMatchObject(whole)
  expect(simulator.deployments).toHaveLength(committed + 1)
})

const turkish = '{"resultMessage":"Ağ geçidi İŞ ığüşö"}'
test.each<{ delivery: Delivery; header: object; decode: (raw: Buffer) => string }>([
  {
    delivery: 'gzip',
    header: { 'content-encoding': 'gzip' },
    decode: raw => gunzipSync(raw).toString()
  },
  {
    delivery: 'iso-8859-9',
    header: { 'content-type': 'application/json;charset=ISO-8859-9' },
    decode: raw => new TextDecoder('iso-8859-9').decode(raw)
  },
  { delivery: 'trickle', header: {}, decode: raw => raw.toString() }
])('delivery: $delivery, decoded', async ({ delivery, header, decode }) => {
  await using simulator = await startSimulator()
  simulator.injectFault({ delivery, response: { body: turkish } })

  const { raw, headers } = await ask(simulator, 'POST', DEPLOY)

  expect(headers).toMatchObject(header)
  expect(decode(raw)).toBe(turkish)
})

const html = expect.stringMatching(/^text\/html/)
const nginx = { 'content-type': html, server: 'nginx' }
const apache = { 'content-type': html, server: 'Apache' }

test.each<{ gateway: Gateway; committed: number; expected: object }>([
  { gateway: 'nginx-502', committed: 0, expected: { status: 502, headers: nginx } },
  { gateway: 'nginx-503', committed: 1, expected: { status: 503, headers: nginx } },
  {
    gateway: 'nginx-504',
    committed: 1,
    expected: { status: 504, text: expect.stringContaining('<h1>504 Gateway Time-out</h1>') }
  },
  {
    gateway: 'nginx-429',
    committed: 0,
    expected: { status: 429, headers: { 'retry-after': '1' } }
  },
  {
    gateway: 'varnish-503',
    committed: 1,
    expected: {
      status: 503,
      headers: { 'retry-after': '5', server: 'Varnish' },
      text: expect.stringContaining('Guru Meditation')
    }
  },
  { gateway: 'apache-502', committed: 1, expected: { status: 502, headers: apache } },
  { gateway: 'apache-ajp', committed: 1, expected: { status: 500, headers: apache } },
  {
    gateway: 'envoy-503',
    committed: 1,
    expected: { status: 503, text: expect.stringContaining('connection termination') }
  },
  {
    gateway: 'sorry-page',
    committed: 1,
    expected: { status: 302, headers: { location: 'https://www.example.com/sorry.html' } }
  },
  { gateway: 'https-redirect', committed: 0, expected: { status: 308 } },
  {
    gateway: 'login-page',
    committed: 0,
    expected: { status: 200, headers: { 'content-type': html } }
  },
  { gateway: 'waf-403', committed: 0, expected: { status: 403, headers: nginx } },
  { gateway: 'cache', committed: 0, expected: { ...whole, headers: { age: '120' } } }
])('gateway: $gateway', async ({ gateway, committed, expected }) => {
  await using simulator = await startSimulator()
  simulator.injectFault({ gateway })

  const response = await ask(simulator, 'POST', DEPLOY)

  expect(response).toMatchObject(expected)
  expect(simulator.deployments).toHaveLength(committed)
})

test('gateway: apache-ajp has another status for an undeployment', async () => {
  await using simulator = await startSimulator()
  simulator.injectFault({ gateway: 'apache-ajp' })

  expect(await ask(simulator, 'DELETE', DEPLOY)).toMatchObject({ status: 503 })
})

const noKey = 'Empty Key! Client must be authenticated to access this resource.'
const forbidden = {
  status: 403,
  text: '',
  headers: { 'cache-control': expect.stringContaining('no-store'), 'x-frame-options': 'DENY' }
}

test.each<{ name: string; fault: Fault; committed: number; expected: object }>([
  {
    name: 'Spring’s error after the work is an empty 403',
    fault: { springError: 403 },
    committed: 1,
    expected: forbidden
  },
  {
    name: 'Spring’s error instead of the work',
    fault: { springError: 403, commits: false },
    committed: 0,
    expected: forbidden
  },
  {
    name: 'Spring’s error in the words of a missing token',
    fault: { springError: 401 },
    committed: 1,
    expected: { status: 401, json: { status: 'FAILURE', resultMessage: noKey } }
  },
  {
    name: 'a gateway that repeats gets a 409 for the echo',
    fault: { repeated: 409 },
    committed: 1,
    expected: { status: 409, json: { status: 'FAILURE', resultMessage: 'Conflict' } }
  },
  {
    name: 'a gateway that repeats gets the echo refused in these words',
    fault: { repeated: { status: 409, message: 'It already exists' } },
    committed: 1,
    expected: { status: 409, json: { resultMessage: 'It already exists' } }
  },
  {
    name: 'a gateway that repeats has it carried out twice',
    fault: { repeated: 200 },
    committed: 2,
    expected: whole
  }
])('$name', async ({ fault, committed, expected }) => {
  await using simulator = await startSimulator()
  simulator.injectFault(fault)

  expect(await ask(simulator, 'POST', DEPLOY)).toMatchObject(expected)
  const { json } = await ask(simulator, 'GET', HISTORY)

  expect(simulator.deployments).toHaveLength(committed)
  expect(json).toMatchObject({ resultCount: 3 + committed })
  expect(simulator.requests).toHaveLength(2)
})

test('a list that is not whole has the count of all', async () => {
  await using simulator = await startSimulator()
  simulator.injectFault({ on: { call: 'history' }, rows: 1 })

  const { json } = await ask(simulator, 'GET', HISTORY)

  expect(json).toEqual({
    status: 'SUCCESS',
    resultList: [expect.objectContaining({ revision: 3 })],
    resultCount: 3
  })
})

test.each<{ name: string; fault: Fault; committed: number; expected: object }>([
  {
    name: 'another status, with headers and HTML',
    fault: {
      response: { status: 503, headers: { 'Set-Cookie': ['a=1', 'b=2'] }, body: '<h1>Busy</h1>' }
    },
    committed: 0,
    expected: {
      status: 503,
      text: '<h1>Busy</h1>',
      headers: { 'content-type': 'text/html;charset=UTF-8', 'set-cookie': ['a=1', 'b=2'] }
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
  },
  {
    name: 'headers alone leave the rest of a gateway’s response',
    fault: { gateway: 'sorry-page', response: { headers: { Location: '/sorry' } } },
    committed: 1,
    expected: { headers: { location: '/sorry' }, text: expect.stringContaining('302 Found') }
  }
])('a response of one’s own: $name', async ({ fault, committed, expected }) => {
  await using simulator = await startSimulator()
  simulator.injectFault(fault)

  expect(await ask(simulator, 'POST', DEPLOY)).toMatchObject(expected)
  expect(simulator.deployments).toHaveLength(committed)
})

describe('which requests a fault is for', () => {
  const read = ['GET', 'environments/'] as const
  const a1 = ['POST', 'apiProxyGroups/a/environments/one/'] as const
  const a2 = ['POST', 'apiProxyGroups/a/environments/two/'] as const
  const b1 = ['POST', 'apiProxyGroups/b/environments/one/'] as const

  interface Row {
    name: string
    faults: Fault[]
    requests: (readonly [method: string, path: string])[]
    expected: number[]
  }

  test.each<Row>([
    {
      name: 'deployments alone by default, and once',
      faults: [{ refusal: 500 }],
      requests: [read, a1, b1],
      expected: [200, 500, 200]
    },
    {
      name: 'one group on one environment',
      faults: [{ refusal: 500, on: { group: 'a', environment: 'two' } }],
      requests: [a1, b1, a2, a2],
      expected: [200, 200, 500, 200]
    },
    {
      name: 'one of several groups',
      faults: [{ refusal: 500, on: { group: ['b', 'c'] } }],
      requests: [a1, b1, b1],
      expected: [200, 500, 200]
    },
    {
      name: 'after some, as often as it says',
      faults: [{ refusal: 500, times: 2, after: 1 }],
      requests: [a1, read, a1, b1, a1],
      expected: [200, 200, 500, 500, 200]
    },
    {
      name: 'one call, always',
      faults: [{ refusal: 500, on: { call: 'project-environments' }, times: Infinity }],
      requests: [a1, read, read],
      expected: [200, 500, 500]
    },
    {
      name: 'any call',
      faults: [{ refusal: 500, on: { call: 'any' }, times: 2 }],
      requests: [read, a1, a2],
      expected: [500, 500, 200]
    },
    {
      name: 'the first queued one that is due',
      faults: [{ refusal: 409 }, { refusal: 423 }],
      requests: [a1, a1, a1],
      expected: [409, 423, 200]
    }
  ])('$name', async ({ faults, requests, expected }) => {
    const world = worldOf({ groups: ['a', 'b'], environments: ['one', 'two'] })
    await using simulator = await startSimulator({ world })
    faults.forEach(simulator.injectFault)

    const statuses: number[] = []
    for (const [method, path] of requests) {
      statuses.push((await ask(simulator, method, `${PROJECT}/${path}`)).status)
    }

    expect(statuses).toEqual(expected)
  })
})

describe('whether the deployment is carried out all the same', () => {
  test.each<{ name: string; fault: Fault; path?: string; committed: number }>([
    { name: 'before a reset', fault: { delivery: 'close', commits: true }, committed: 1 },
    {
      name: 'not behind a gateway',
      fault: { gateway: 'nginx-504', commits: false },
      committed: 0
    },
    {
      name: 'never on a name that does not exist',
      fault: { gateway: 'nginx-504', commits: true },
      path: `${GROUP}/environments/nowhere/`,
      committed: 0
    }
  ])('$name', async ({ fault, path = DEPLOY, committed }) => {
    await using simulator = await startSimulator({ deployMs: 20 })
    simulator.injectFault(fault)

    await ask(simulator, 'POST', path).catch((problem: unknown) => problem)

    expect(simulator.deployments).toHaveLength(committed)
  })

  test.each<{ name: string; fault: Fault; expected: object }>([
    {
      name: 'after the response was lost',
      fault: { delivery: 'close' },
      expected: { message: 'socket hang up' }
    },
    { name: 'after the echo was refused', fault: { repeated: 503 }, expected: { status: 503 } }
  ])('in the background, some time $name', async ({ fault, expected }) => {
    await using simulator = await startSimulator()
    simulator.injectFault({ ...fault, commits: { afterMs: 200 } })

    const outcome = await ask(simulator, 'DELETE', DEPLOY).catch((problem: unknown) => problem)
    while (simulator.deployments.length === 0) {
      await wait(5)
    }

    const [deployment] = simulator.deployments
    const [request] = simulator.requests
    expect(outcome).toMatchObject(expected)
    expect((deployment?.at ?? 0) - (request?.at ?? 0)).toBeGreaterThanOrEqual(190)
  })

  test('delayMs keeps the client waiting after the deployment', async () => {
    await using simulator = await startSimulator()
    simulator.injectFault({ delayMs: 100 })

    await ask(simulator, 'POST', DEPLOY)

    const [{ at } = { at: 0 }] = simulator.deployments
    expect(Date.now() - at).toBeGreaterThanOrEqual(95)
  })
})
