import { expect, test } from '@jest/globals'
import { startSimulator, type Gateway } from '../../simulator/simulator.ts'
import { ask } from '../support/ask.ts'
import { DEPLOY, HISTORY } from './paths.ts'

const html = expect.stringMatching(/^text\/html/)

const rows: { gateway: Gateway; committed: number; expected: object }[] = [
  {
    gateway: 'nginx-502',
    committed: 0,
    expected: { status: 502, headers: { 'content-type': html, server: 'nginx' } }
  },
  {
    gateway: 'nginx-503',
    committed: 1,
    expected: { status: 503, headers: { 'content-type': html } }
  },
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
  {
    gateway: 'varnish-pass',
    committed: 1,
    expected: { status: 200, headers: { age: '0' }, json: { status: 'SUCCESS' } }
  },
  { gateway: 'apache-502', committed: 1, expected: { status: 502, headers: { server: 'Apache' } } },
  { gateway: 'apache-ajp', committed: 1, expected: { status: 500, headers: { server: 'Apache' } } },
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
  {
    gateway: 'waf-403',
    committed: 0,
    expected: { status: 403, headers: { 'content-type': html } }
  },
  {
    gateway: 'cache',
    committed: 0,
    expected: { status: 200, headers: { age: '120' }, json: { status: 'SUCCESS' } }
  }
]

test.each(rows)('$gateway, to a deployment', async ({ gateway, committed, expected }) => {
  await using simulator = await startSimulator()
  simulator.injectFault({ gateway })

  const response = await ask(simulator, 'POST', DEPLOY)

  expect(response).toMatchObject(expected)
  expect(simulator.deployments).toHaveLength(committed)
})

test('apache-ajp has another status for an undeployment', async () => {
  await using simulator = await startSimulator()
  simulator.injectFault({ gateway: 'apache-ajp' })

  const { status } = await ask(simulator, 'DELETE', DEPLOY)

  expect(status).toBe(503)
})

test.each([
  { name: 'not', commits: false, expected: 0 },
  { name: 'all the same', commits: true, expected: 1 }
])('a fault can say that the request was $name passed on', async ({ commits, expected }) => {
  await using simulator = await startSimulator()
  simulator.injectFault({ gateway: 'nginx-502', commits })

  await ask(simulator, 'POST', DEPLOY)

  expect(simulator.deployments).toHaveLength(expected)
})

test('parts of the gateway’s response can be replaced', async () => {
  await using simulator = await startSimulator()
  const headers = { location: '/sorry' }
  simulator.injectFault({ gateway: 'sorry-page', response: { headers } })

  const response = await ask(simulator, 'POST', DEPLOY)

  expect(response).toMatchObject({
    status: 302,
    headers,
    text: expect.stringContaining('302 Found')
  })
})

test('a cache serves a list with its age', async () => {
  await using simulator = await startSimulator()
  simulator.injectFault({ on: { call: 'history' }, gateway: 'cache' })

  const { headers, json } = await ask(simulator, 'GET', HISTORY)

  expect(headers['age']).toBe('120')
  expect(json).toMatchObject({ resultCount: 3 })
})
