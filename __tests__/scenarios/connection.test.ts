import { describe, expect, test } from '@jest/globals'
import type { Delivery } from '../../simulator/simulator.ts'
import { startSocketServer } from '../support/socket-server.ts'
import { runBefore } from '../support/run-before.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'

describe('a broken response leaves the outcome unknown, and the deployment is sent once:', () => {
  const deliveries: Record<string, { expected: string; kinds: Delivery[] }> = {
    'connection-lost': {
      expected: 'connection was lost before the complete response',
      kinds: ['close', 'cut-chunked']
    },
    timeout: {
      expected: 'within 2 s (`timeout`)',
      kinds: ['silence', 'trickle']
    },
    'unexpected-response': {
      expected: 'Check in the Apinizer Manager what is deployed',
      kinds: ['endless', 'not-http']
    }
  }
  const rows = Object.entries(deliveries).flatMap(([reason, { expected, kinds }]) =>
    kinds.map(delivery => ({ reason, expected, delivery }))
  )

  test.concurrent.each(rows)('$delivery', async ({ delivery, reason, expected }) => {
    const run = await runScenario({
      // Long enough for two seconds, byte by byte.
      fault: { delivery, ...(delivery === 'trickle' && { response: { body: ' '.repeat(1_000) } }) },
      options: { history: false },
      inputs: { 'retry-timeout': '1m', ...(reason === 'timeout' && { timeout: '2s' }) }
    })

    expect(run.results).toMatchObject([{ status: 'unknown', reason }])
    expect(run.outputs.message).toContain(expected)
    expect(run.sent).toBe(1)
  })
})

test.each([302, 307])('a %i is not followed', async status => {
  await using other = await startSocketServer(socket => socket.end())
  const base = `http://127.0.0.1:${other.port}/real`

  const run = await runScenario({
    options: { history: false },
    fault: { response: { status, headers: { location: `${base}/apiops/projects/` } } }
  })

  expect(run.results).toMatchObject([{ status: 'unknown', reason: 'redirected' }])
  expect(run.outputs.message).toContain(`set url to ${base}`)
  expect(other.connections).toEqual([])
})

/** Node options that give every host name two addresses. */
function resolveTo(first: string, second: string): string[] {
  return runBefore(`
    import dns from 'node:dns'
    const addresses = ['${first}', '${second}'].map(address => ({ address, family: 4 }))
    dns.lookup = (name, options, callback) => callback(null, addresses)`)
}

test('a host name whose first address does not respond is reached at its second', async () => {
  const run = await runScenario({
    // 192.0.2.1 is reserved for documentation: nothing has it.
    nodeOptions: resolveTo('192.0.2.1', '127.0.0.1'),
    prepare: manager => {
      manager.url = manager.url.replace('127.0.0.1', 'manager.example')
    },
    inputs: { 'allow-http': 'true', timeout: '1m' }
  })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
})

test.each<Scenario & { name: string; expected: string }>([
  {
    name: 'every address refuses',
    inputs: { url: 'http://manager.example:1', 'allow-http': 'true' },
    nodeOptions: resolveTo('127.0.0.1', '127.0.0.2'),
    expected: 'ECONNREFUSED'
  },
  {
    name: 'the host name does not exist',
    inputs: { url: 'https://manager.invalid' },
    expected: 'manager.invalid'
  }
])('when $name, the message says so', async ({ expected, ...scenario }) => {
  const run = await runScenario(scenario)

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'connection-failed' }])
  expect(run.outputs.message).toContain(expected)
  expect(run.outputs.message).toContain('Nothing was sent.')
})
