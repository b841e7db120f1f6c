import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  createApinizerClient,
  detectEdition,
  type ApinizerClient
} from '../../../src/apinizer/client.ts'
import type { HttpRequest, RequestResult } from '../../../src/apinizer/http.ts'
import { createErrorResponse, createFailure, createResponse } from '../../support/responses.ts'

const target = { group: 'Pay', environment: 'production' }
const list = (...resultList: unknown[]) => ({ status: 'SUCCESS', resultList })
const deployed = { success: true, environmentResults: [{ success: true }] }
const busy = createResponse('{"error":"rate_limit_exceeded","retry_after":0}', 429)

/** A client whose requests meet these results, the last of them for ever. */
function create(results: RequestResult[], project = 'Shop') {
  const requests: HttpRequest[] = []
  const debug: string[] = []
  const send = (request: HttpRequest): Promise<RequestResult> => {
    requests.push(request)
    return Promise.resolve(results[Math.min(requests.length, results.length) - 1] ?? busy)
  }
  const client = createApinizerClient(
    { send },
    {
      project,
      timeoutMs: 5_000,
      signal: new AbortController().signal,
      onDebug: line => debug.push(line)
    }
  )
  const lines = () => requests.map(({ method, path }) => `${method} ${path}`)
  return { client, requests, lines, debug }
}

describe('a method', () => {
  const base = '/apiops/projects/Shop'
  const group = `${base}/apiProxyGroups/Pay`
  test.each<{ call: (client: ApinizerClient) => unknown; line: string }>([
    { call: client => client.deploy(target, {}), line: `POST ${group}/environments/production/` },
    {
      call: client => client.undeploy(target, {}),
      line: `DELETE ${group}/environments/production/`
    },
    { call: client => client.listGroupEnvironments('Pay'), line: `GET ${group}/environments/` },
    { call: client => client.findEnvironment(target), line: `GET ${group}/environments/` },
    { call: client => client.listEnvironments(), line: `GET ${base}/environments/` },
    { call: client => client.listGroups(), line: `GET ${base}/apiProxyGroups/` },
    { call: client => client.listProjects(), line: 'GET /apiops/projects/' },
    { call: client => client.listDeployHistory('Pay'), line: `GET ${group}/deploy-histories/` },
    { call: client => client.listApiProxies('Pay'), line: `GET ${group}/proxies/forpromotion` },
    {
      call: client => client.listRouteHealth('pets', 'production'),
      line: `GET ${base}/apiProxies/pets/environments/production/route-health/`
    }
  ])('has its documented path: $line', async ({ call, line }) => {
    const { client, lines } = create([createResponse(list())])

    await call(client)

    expect(lines()).toEqual([line])
  })

  // Above all what means something in a URL.
  const character = fc.oneof(
    fc.constantFrom('/', '\\', '?', '#', '%', '.', ';', '&', ' ', 'ğ', '😀'),
    fc.string({ minLength: 1, maxLength: 1, unit: 'binary' })
  )
  const name = fc
    .string({ minLength: 1, maxLength: 12, unit: character })
    .filter(text => text.isWellFormed() && text !== '.' && text !== '..')
  test('has its names in their places, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(name, name, name, async (project, group, environment) => {
        const { client, requests } = create([createResponse(deployed)], project)

        await client.deploy({ group, environment }, {})

        const path = requests[0]?.path ?? ''
        // What a server makes of it: no dot segment to resolve, nothing that ends the path.
        expect(new URL(`http://x${path}`).pathname).toBe(path)
        const segments = ['', 'apiops', 'projects', project, 'apiProxyGroups', group]
        expect(path.split('/').map(decodeURIComponent)).toEqual(
          segments.concat(['environments', environment, ''])
        )
      })
    )
  })
})

describe('a deployment', () => {
  test.each([
    { options: {}, body: undefined },
    { options: { description: undefined }, body: undefined },
    { options: { description: 'v2 ö' }, body: '{"description":"v2 ö"}' },
    { options: { persistent: false }, body: '{"persistent":false}' }
  ])('with $options has the body $body', async ({ options, body }) => {
    const { client, requests } = create([createResponse(deployed)])

    const result = await client.deploy(target, options)

    expect(requests).toMatchObject([{ body, timeoutMs: 5_000 }])
    expect(result).toMatchObject({ ok: true, value: { state: 'confirmed' } })
  })

  test.each([
    { response: createResponse('', 400), expected: { status: 400, defect: 'empty' } },
    { response: createResponse(deployed, 202), expected: { status: 202 } },
    { response: createResponse([deployed]), expected: { defect: 'other-json' } },
    { response: createResponse(deployed, 200, { age: '600' }), expected: { defect: 'cached' } },
    { response: createFailure('lost'), expected: { kind: 'lost', sent: true } }
  ])('with $response is a problem', async ({ response, expected }) => {
    const { client } = create([response])

    expect(await client.deploy(target, {})).toMatchObject({ ok: false, problem: expected })
  })

  test('is sent again only when that is asked for, and as it was', async () => {
    const { client, requests, debug } = create([busy, busy, createResponse(deployed)])
    const retries: unknown[] = []
    const limits = {
      retryTimeoutMs: 60_000,
      onRetry: (retry: unknown) => {
        retries.push(retry)
      }
    }

    const once = await client.deploy(target, {}, limits)
    const again = await client.deploy(target, {}, { ...limits, mayRetry: () => true })

    expect([once.ok, again.ok]).toEqual([false, true])
    expect(requests).toHaveLength(3)
    expect(requests[2]).toEqual(requests[1])
    expect(retries).toMatchObject([{ problem: { status: 429 } }])
    expect(debug).toEqual([
      expect.stringMatching(/production\/: 429: rate_limit_exceeded$/),
      expect.stringMatching(/production\/: 429: rate_limit_exceeded$/),
      expect.stringContaining('"state":"confirmed"')
    ])
  })

  test('is not sent again once that would be of no use', async () => {
    const { client, requests } = create([busy])
    const stopRetrying = AbortSignal.abort()

    await client.deploy(target, {}, { retryTimeoutMs: 60_000, mayRetry: () => true, stopRetrying })

    expect(requests).toHaveLength(1)
  })
})

describe('a list', () => {
  test('gives what was read of it', async () => {
    const { client } = create([createResponse(list({ name: 'a' }, null))])

    const value = { items: ['a'], isComplete: false, edition: 'current' }
    expect(await client.listApiProxies('Pay')).toEqual({ ok: true, value })
  })

  test('that cannot be read gives the server’s sentence', async () => {
    const body = { status: 'FAILURE', resultMessage: 'Project (Shop) is not found!' }
    const { client } = create([createResponse(body)])

    const problem = { status: 200, serverMessage: body.resultMessage, edition: 'current' }
    expect(await client.listDeployHistory('Pay')).toMatchObject({ ok: false, problem })
  })

  test('is asked for again only while there is time for it', async () => {
    const gateway = createResponse('', 502)
    const { client, requests } = create([gateway, gateway, createResponse(list())])

    const once = await client.listDeployHistory('Pay', { timeoutMs: 200 })
    const again = await client.listDeployHistory('Pay', { retryTimeoutMs: 60_000 })

    expect([once.ok, again.ok]).toEqual([false, true])
    expect(requests).toMatchObject([{ timeoutMs: 200 }, { timeoutMs: 5_000 }, {}])
  })

  test.each([
    { status: 404, body: '<html>', isElsewhere: true },
    { status: 403, body: '', isElsewhere: true },
    { status: 403, body: { message: 'No' }, isElsewhere: false },
    { status: 500, body: '', isElsewhere: false }
  ])(
    'of a project’s environments after a $status with $body is elsewhere: $isElsewhere',
    async ({ status, body, isElsewhere }) => {
      const older = createResponse(list({ name: 'production' }))
      const { client, lines } = create([createResponse(body, status), older])

      const result = await client.listEnvironments()

      expect(result.ok).toBe(isElsewhere)
      const paths = ['projects/Shop/environments/', ...(isElsewhere ? ['environments/Shop'] : [])]
      expect(lines()).toEqual(paths.map(path => `GET /apiops/${path}`))
    }
  )

  test('that worked once is a known call, and only that one', async () => {
    const missing = createResponse('', 404)
    const { client } = create([createResponse(list()), missing])

    const results = [
      await client.listGroups(),
      await client.listGroups(),
      await client.listDeployHistory('Pay')
    ]

    expect(results).toMatchObject([
      { ok: true },
      { problem: { isKnownCall: true } },
      { problem: { isKnownCall: false } }
    ])
  })

  test.each([
    { rows: [{ name: 'production' }, null], expected: { isComplete: false } },
    { rows: [{ name: 'staging' }], expected: { listed: undefined, isComplete: true } }
  ])('finds an environment in $rows', async ({ rows, expected }) => {
    const { client } = create([createResponse(list(...rows))])

    const result = await client.findEnvironment(target)

    const listed = expect.objectContaining({ name: 'production' })
    expect(result).toEqual({ ok: true, value: { listed, ...expected } })
  })
})

describe('debugging prints no password', () => {
  const password = 'pr0xy-pa55word'
  const proxies = [
    { name: 'pets', proxyPassword: password, routing: { proxyPassword: password } },
    { name: 'shop', proxyPassword: password }
  ]

  test.each([
    { body: list(...proxies) },
    { body: { ...list(...proxies), resultCount: 3 } },
    { body: { ...list(...proxies), status: 'FAILURE' } },
    { body: proxies },
    { body: JSON.stringify(list(...proxies)).slice(0, -2) },
    { body: list(...proxies.map(row => ({ ...row, name: 7 }))) },
    { body: list(...proxies), status: 500 }
  ])('of $body with status $status', async ({ body, status = 200 }) => {
    const { client, debug } = create([createResponse(body, status)])

    await client.listApiProxies('Pay')

    expect(debug).toHaveLength(1)
    expect(debug[0]).not.toContain(password)
  })
})

test.each<{ result: Parameters<typeof detectEdition>[0]; expected?: string }>([
  {
    result: { ok: true, value: { items: [], isComplete: true, edition: 'first' } },
    expected: 'first'
  },
  {
    result: { ok: false, problem: createErrorResponse(400, { edition: 'current' }) },
    expected: 'current'
  },
  { result: { ok: false, problem: createErrorResponse(502) } },
  { result: { ok: false, problem: createFailure('lost') } }
])('the edition of $result is $expected', ({ result, expected }) => {
  expect(detectEdition(result)).toBe(expected)
})
