import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  createApinizerClient,
  detectEdition,
  type ApinizerClient,
  type ApinizerClientOptions
} from '../../../src/apinizer/client.ts'
import type { HttpRequest } from '../../../src/apinizer/http.ts'
import { createClient } from '../../support/http-requests.ts'
import { createErrorResponse, createFailure, createResponse } from '../../support/responses.ts'
import { findClosedPort, formatResponse, startSocketServer } from '../../support/socket-server.ts'

const target = { group: 'Pay', environment: 'production' }
const list = (...resultList: unknown[]) => ({ status: 'SUCCESS', resultList })
const deployed = { success: true, environmentResults: [{ success: true }] }

/** What a Manager sends in response to a request line; a body that is not a text becomes JSON. */
type Route = (line: string, count: number) => { body: unknown; status?: number; headers?: string[] }

/** A real Manager of these routes, and a client of the project `Shop` for it. */
async function startManager(route: Route, options: Partial<ApinizerClientOptions> = {}) {
  const debug: string[] = []
  const server = await startSocketServer((socket, head, count) => {
    const { body, ...rest } = route(head.split(' HTTP/')[0] ?? '', count)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    socket.write(formatResponse(text, rest))
  })
  const client = createApinizerClient(createClient({ url: `http://127.0.0.1:${server.port}` }), {
    project: 'Shop',
    timeoutMs: 5_000,
    signal: new AbortController().signal,
    onDebug: line => {
      debug.push(line)
    },
    ...options
  })
  const lines = () => server.received.map(head => head.split(' HTTP/')[0])
  return { client, debug, lines, server, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

describe('a method', () => {
  const base = '/apiops/projects/Shop'
  const rows: { name: string; call: (client: ApinizerClient) => unknown; line: string }[] = [
    {
      name: 'deploy',
      call: client => client.deploy(target, {}),
      line: `POST ${base}/apiProxyGroups/Pay/environments/production/`
    },
    {
      name: 'undeploy',
      call: client => client.undeploy(target, {}),
      line: `DELETE ${base}/apiProxyGroups/Pay/environments/production/`
    },
    {
      name: 'listGroupEnvironments',
      call: client => client.listGroupEnvironments('Pay'),
      line: `GET ${base}/apiProxyGroups/Pay/environments/`
    },
    {
      name: 'listEnvironments',
      call: client => client.listEnvironments(),
      line: `GET ${base}/environments/`
    },
    {
      name: 'listDeployHistory',
      call: client => client.listDeployHistory('Pay'),
      line: `GET ${base}/apiProxyGroups/Pay/deploy-histories/`
    },
    {
      name: 'listApiProxies',
      call: client => client.listApiProxies('Pay'),
      line: `GET ${base}/apiProxyGroups/Pay/proxies/forpromotion`
    },
    {
      name: 'listRouteHealth',
      call: client => client.listRouteHealth('pets', 'production'),
      line: `GET ${base}/apiProxies/pets/environments/production/route-health/`
    }
  ]

  test.each(rows)('$name has its documented path', async ({ call, line }) => {
    await using manager = await startManager(() => ({ body: list() }))

    await call(manager.client)

    expect(manager.lines()).toEqual([line])
  })

  // Above all what means something in a URL.
  const character = fc.oneof(
    fc.constantFrom('/', '\\', '?', '#', '%', '.', ';', '&', ' ', 'ğ', '😀'),
    fc.string({ minLength: 1, maxLength: 1, unit: 'binary' })
  )
  const name = fc
    .string({ minLength: 1, maxLength: 12, unit: character })
    .filter(text => text.isWellFormed() && text !== '.' && text !== '..')
  test('deploy has its names in their places, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(name, name, name, async (project, group, environment) => {
        const requests: Omit<HttpRequest, 'signal'>[] = []
        const http = {
          send: (request: HttpRequest) => {
            requests.push(request)
            return Promise.resolve(createResponse(deployed))
          }
        }
        const client = createApinizerClient(http, {
          project,
          timeoutMs: 1_000,
          signal: new AbortController().signal
        })

        await client.deploy({ group, environment }, {})

        const path = requests[0]?.path ?? ''
        // What a server makes of it: no dot segment to resolve, nothing that ends the path.
        expect(new URL(`http://x${path}`).pathname).toBe(path)
        expect(path.split('/').map(decodeURIComponent)).toEqual(
          ['', 'apiops', 'projects', project, 'apiProxyGroups', group].concat([
            'environments',
            environment,
            ''
          ])
        )
      })
    )
  })
})

describe('a deployment', () => {
  test.each([
    { name: 'nothing', options: {}, body: '' },
    { name: 'undefined options', options: { description: undefined }, body: '' },
    {
      name: 'a description',
      options: { description: 'v2 ö' },
      body: '{"description":"v2 ö"}'
    },
    {
      name: 'persistent: false',
      options: { description: undefined, persistent: false },
      body: '{"persistent":false}'
    }
  ])('with $name sends the body "$body"', async ({ options, body }) => {
    await using manager = await startManager(() => ({ body: deployed }))

    await manager.client.deploy(target, options)

    expect(manager.server.received.join('').split('\r\n\r\n')[1]).toBe(body)
  })

  test('gives the report of the Manager', async () => {
    await using manager = await startManager(() => ({ body: deployed }))

    const result = await manager.client.deploy(target, {})

    expect(result).toMatchObject({ ok: true, value: { verdict: 'confirmed' } })
  })

  test.each([
    { name: 'an error', response: { body: '', status: 400 }, expected: { status: 400 } },
    { name: '202', response: { body: deployed, status: 202 }, expected: { status: 202 } },
    { name: '206', response: { body: deployed, status: 206 }, expected: { status: 206 } },
    {
      name: 'a page',
      response: { body: '<html>' },
      expected: { status: 200, defect: 'html' }
    },
    {
      name: 'JSON that ends early',
      response: { body: JSON.stringify(deployed).slice(0, -1) },
      expected: { status: 200, defect: 'not-json' }
    },
    {
      name: 'a list',
      response: { body: [deployed] },
      expected: { status: 200, defect: 'other-json' }
    },
    {
      name: 'a response of a cache',
      response: { body: deployed, headers: ['Age: 600'] },
      expected: { status: 200, defect: 'cached' }
    }
  ])('with $name gives a problem', async ({ response, expected }) => {
    await using manager = await startManager(() => response)

    const result = await manager.client.deploy(target, {})

    expect(result).toMatchObject({ ok: false, problem: { kind: 'response', ...expected } })
  })

  test('is sent again after a refusal in the Manager’s words, as long as it may be', async () => {
    const busy = { error: 'rate_limit_exceeded', retry_after: 0 }
    const retries: unknown[] = []
    await using manager = await startManager((_, count) =>
      count === 1 ? { body: busy, status: 429 } : { body: deployed }
    )

    const result = await manager.client.deploy(
      target,
      { description: 'v2' },
      {
        retryTimeoutMs: 5_000,
        onRetry: retry => {
          retries.push(retry)
        }
      }
    )

    const [first, second] = manager.server.received
    expect(result).toMatchObject({ ok: true, value: { verdict: 'confirmed' } })
    expect(second).toBe(first)
    expect(retries).toMatchObject([{ problem: { status: 429 } }])
  })

  test('is sent once after a gateway’s 503, whatever it asks for', async () => {
    await using manager = await startManager(() => ({
      body: '<html>',
      status: 503,
      headers: ['Retry-After: 0']
    }))

    const result = await manager.client.deploy(target, {}, { retryTimeoutMs: 5_000 })

    expect(result).toMatchObject({ ok: false, problem: { status: 503 } })
    expect(manager.lines()).toHaveLength(1)
  })
})

describe('a list', () => {
  test('gives what was read of it', async () => {
    await using manager = await startManager(() => ({ body: list({ name: 'a' }, null) }))

    const result = await manager.client.listApiProxies('Pay')

    const value = { items: ['a'], unreadable: 1, edition: 'current' }
    expect(result).toEqual({ ok: true, value })
  })

  test('that cannot be read gives the server’s sentence', async () => {
    const body = { status: 'FAILURE', resultMessage: 'Project (Shop) is not found!' }
    await using manager = await startManager(() => ({ body }))

    const result = await manager.client.listDeployHistory('Pay')

    const problem = { status: 200, serverMessage: body.resultMessage, edition: 'current' }
    expect(result).toMatchObject({ ok: false, problem })
  })

  test('is asked for once, unless it may be asked for again', async () => {
    await using manager = await startManager((_, count) =>
      count < 3 ? { body: '', status: 502, headers: ['Retry-After: 0'] } : { body: list() }
    )

    const once = await manager.client.listDeployHistory('Pay')
    const again = await manager.client.listDeployHistory('Pay', { retryTimeoutMs: 5_000 })

    expect(once).toMatchObject({ ok: false, problem: { status: 502 } })
    expect(again).toMatchObject({ ok: true })
    expect(manager.lines()).toHaveLength(3)
  })

  test('may have less time than a deployment', async () => {
    await using silent = await startSocketServer(() => undefined)
    const client = createApinizerClient(createClient({ url: `http://127.0.0.1:${silent.port}` }), {
      project: 'Shop',
      timeoutMs: 20_000,
      signal: new AbortController().signal
    })

    const result = await client.listEnvironments({ timeoutMs: 200 })

    expect(result).toMatchObject({ ok: false, problem: { kind: 'timeout', sent: true } })
  })

  test('is not asked for without a connection', async () => {
    const url = `http://127.0.0.1:${await findClosedPort()}`
    const client = createApinizerClient(createClient({ url }), {
      project: 'Shop',
      timeoutMs: 5_000,
      signal: new AbortController().signal
    })

    const result = await client.listEnvironments()

    expect(result).toMatchObject({ ok: false, problem: { kind: 'connect', sent: false } })
  })
})

describe('the environments of a project', () => {
  const newer = 'GET /apiops/projects/Shop/environments/'
  const older = 'GET /apiops/environments/Shop'

  test('are asked for at the older path where the newer one is not known', async () => {
    await using manager = await startManager(line =>
      line === older ? { body: list({ name: 'production' }) } : { body: '', status: 404 }
    )

    const result = await manager.client.listEnvironments()

    expect(result).toMatchObject({ ok: true, value: { items: ['production'] } })
    expect(manager.lines()).toEqual([newer, older])
  })

  test('are not asked for again after another refusal', async () => {
    await using manager = await startManager(() => ({ body: '', status: 403 }))

    const result = await manager.client.listEnvironments()

    expect(result).toMatchObject({ ok: false, problem: { status: 403 } })
    expect(manager.lines()).toEqual([newer])
  })
})

describe('debugging', () => {
  const password = 'pr0xy-pa55word'
  const proxies = [
    { name: 'pets', proxyPassword: password, routing: { proxyPassword: password } },
    { name: 'shop', proxyPassword: password }
  ]
  const path = '/apiops/projects/Shop/apiProxyGroups/Pay/proxies/forpromotion'

  test('prints what was read of a list, never its passwords', async () => {
    await using manager = await startManager(() => ({ body: list(...proxies) }))

    await manager.client.listApiProxies('Pay')

    const value = '{"items":["pets","shop"],"unreadable":0,"edition":"current"}'
    expect(manager.debug).toEqual([`GET ${path}: ${value}`])
  })

  test.each([
    { name: 'a wrong count', body: { ...list(...proxies), resultCount: 3 } },
    { name: 'a failure', body: { ...list(...proxies), status: 'FAILURE' } },
    { name: 'a list at the top', body: proxies },
    { name: 'an end that is cut', body: JSON.stringify(list(...proxies)).slice(0, -2) },
    { name: 'rows that cannot be read', body: list(...proxies.map(row => ({ ...row, name: 7 }))) },
    { name: 'an error', body: list(...proxies), status: 500 }
  ])('prints no password of a list with $name', async ({ body, status = 200 }) => {
    await using manager = await startManager(() => ({ body, status }))

    await manager.client.listApiProxies('Pay')

    expect(manager.debug).toHaveLength(1)
    expect(manager.debug[0]).not.toContain(password)
  })

  test('prints each try, and why it failed', async () => {
    await using manager = await startManager((_, count) =>
      count === 1
        ? { body: '{"error":"rate_limit_exceeded","retry_after":0}', status: 429 }
        : { body: deployed }
    )

    await manager.client.deploy(target, {}, { retryTimeoutMs: 5_000 })

    const line = 'POST /apiops/projects/Shop/apiProxyGroups/Pay/environments/production/'
    expect(manager.debug).toEqual([
      `${line}: 429: rate_limit_exceeded`,
      expect.stringMatching(/: \{"serverMessage":"","pods":\[\],"verdict":"confirmed"/)
    ])
  })
})

describe('detectEdition', () => {
  const value = { items: [], unreadable: 0, edition: 'first' as const }
  test.each([
    { name: 'a list', result: { ok: true as const, value }, expected: 'first' },
    {
      name: 'an error in the Manager’s words',
      result: {
        ok: false as const,
        problem: createErrorResponse(400, { edition: 'current' as const })
      },
      expected: 'current'
    },
    {
      name: 'a gateway’s error',
      result: { ok: false as const, problem: createErrorResponse(502) },
      expected: undefined
    },
    {
      name: 'no response',
      result: { ok: false as const, problem: createFailure('lost') },
      expected: undefined
    }
  ])('of $name is $expected', ({ result, expected }) => {
    expect(detectEdition(result)).toBe(expected)
  })
})
