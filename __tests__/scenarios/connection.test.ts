import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Delivery, type Fault } from '../../simulator/simulator.ts'
import { runAction } from '../support/run-action.ts'

describe('a broken response leaves the outcome unknown, and the deployment is sent once:', () => {
  interface Scenario {
    delivery: Delivery
    reason: string
    expected: string
    response?: Fault['response']
  }

  const padded = { body: ' '.repeat(10_000) }

  test.each<Scenario>([
    { delivery: 'reset', reason: 'connection-lost', expected: 'connection was lost' },
    { delivery: 'close', reason: 'connection-lost', expected: 'connection was lost' },
    { delivery: 'cut-length', reason: 'connection-lost', expected: 'before the complete response' },
    {
      delivery: 'cut-chunked',
      reason: 'connection-lost',
      expected: 'before the complete response'
    },
    { delivery: 'cut-body', reason: 'unexpected-response', expected: 'not complete JSON' },
    { delivery: 'silence', reason: 'timeout', expected: 'within 1 s (`timeout`)' },
    { delivery: 'headers-then-silence', reason: 'timeout', expected: 'within 1 s (`timeout`)' },
    { delivery: 'trickle', reason: 'timeout', expected: 'within 1 s', response: padded },
    { delivery: 'endless', reason: 'unexpected-response', expected: 'larger than 16 MiB' },
    { delivery: 'not-http', reason: 'unexpected-response', expected: 'could not be read' },
    { delivery: 'malformed-head', reason: 'unexpected-response', expected: 'could not be read' }
  ])('$delivery', async ({ delivery, reason, expected, response }) => {
    await using manager = await startSimulator({ history: false })
    manager.injectFault({ delivery, ...(response !== undefined && { response }) })

    const run = await runAction({
      inputs: { url: manager.url, timeout: '1s', 'retry-timeout': '10s' }
    })

    expect(run.results).toMatchObject([{ status: 'unknown', reason }])
    expect(run.outputs.message).toContain(expected)
    expect(run.durationMs).toBeLessThan(6_000)
    expect(manager.requests.filter(({ call }) => call === 'deploy')).toHaveLength(1)
  })

  test('a broken compression', async () => {
    await using manager = await startSimulator({ history: false })
    manager.injectFault({ response: { headers: { 'content-encoding': 'gzip' }, body: 'no gzip' } })

    const run = await runAction({ inputs: { url: manager.url } })

    expect(run.results).toMatchObject([{ status: 'unknown', reason: 'unexpected-response' }])
    expect(run.outputs.message).toContain('compression')
  })
})

test.each([301, 302, 303, 307, 308])('a %i is not followed', async status => {
  const seen: string[] = []
  const other = http.createServer((request, response) => {
    seen.push(request.url ?? '')
    response.end('{"success":true}')
  })
  await new Promise(resolve =>
    other.listen(0, '127.0.0.1', () => {
      resolve(undefined)
    })
  )
  const base = `http://127.0.0.1:${(other.address() as AddressInfo).port}/real`
  await using manager = await startSimulator({ history: false })
  manager.injectFault({ response: { status, headers: { location: `${base}/apiops/projects/` } } })

  const run = await runAction({ inputs: { url: manager.url } })
  other.close()

  expect(run.results).toMatchObject([{ status: 'unknown', reason: 'redirected' }])
  expect(run.outputs.message).toContain(`set url to ${base}`)
  expect(seen).toEqual([])
})

test('a list of 700 API Proxies of 2 KB each is read', async () => {
  await using manager = await startSimulator()
  const names = Array.from({ length: 700 }, (_, index) => ({
    name: `proxy-${index}`,
    routing: 'x'.repeat(2_000)
  }))
  manager.injectFault({
    on: { call: 'api-proxies' },
    response: { body: { status: 'SUCCESS', resultList: names, resultCount: 700 } }
  })

  const run = await runAction({
    inputs: { url: manager.url, verify: 'routes', 'verify-timeout': '1s' }
  })

  // The group does not have them, so no pod serves them: the point is that all were asked for.
  expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
  const probed = manager.requests.filter(({ call }) => call === 'route-health')
  expect(probed.length).toBeGreaterThanOrEqual(700)
}, 60_000)

test('a host name whose first address does not respond is reached at its second', async () => {
  // 192.0.2.1 is reserved for documentation: nothing has it.
  const code = `
    import dns from 'node:dns'
    dns.lookup = (name, options, callback) =>
      callback(null, [{ address: '192.0.2.1', family: 4 }, { address: '127.0.0.1', family: 4 }])`
  await using manager = await startSimulator()

  const run = await runAction({
    inputs: { url: manager.url.replace('127.0.0.1', 'manager.example'), 'allow-http': 'true' },
    nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
  })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
})

test('when every address refuses, the message says why', async () => {
  const code = `
    import dns from 'node:dns'
    dns.lookup = (name, options, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }, { address: '127.0.0.2', family: 4 }])`

  const run = await runAction({
    inputs: { url: 'http://manager.example:1', 'allow-http': 'true' },
    nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
  })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'connection-failed' }])
  expect(run.outputs.message).toContain('ECONNREFUSED')
})
