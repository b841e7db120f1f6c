import dns from 'node:dns'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../simulator/simulator.ts'
import { makeAuthority, type Authority } from './support/certificates.ts'
import { startProxy, type Proxy, type ProxyOptions } from './support/proxy.ts'
import { runAction } from './support/run-action.ts'

const host = 'manager.example.test'
let authority: Authority
let secure: Simulator
let plain: Simulator
const proxies: Proxy[] = []
const { lookup } = dns

beforeAll(async () => {
  // The proxy, which runs in this process, finds the Manager by a name that only it knows.
  const known = ((name: string, ...rest: unknown[]) => {
    ;(lookup as (...all: unknown[]) => void)(name === host ? '127.0.0.1' : name, ...rest)
  }) as typeof lookup
  dns.lookup = known
  authority = await makeAuthority('Private Authority')
  secure = await startSimulator({ tls: await authority.issue({ host }) })
  plain = await startSimulator()
})
afterAll(async () => {
  dns.lookup = lookup
  await Promise.all([secure, plain, ...proxies].map(server => server.close()))
})

async function proxyWith(options?: ProxyOptions): Promise<Proxy> {
  const proxy = await startProxy(options)
  proxies.push(proxy)
  return proxy
}

const named = (manager: Simulator) => manager.url.replace('127.0.0.1', host)
const run = (
  env: Record<string, string>,
  inputs: Record<string, string> = {},
  secrets: string[] = []
) =>
  runAction({
    inputs: { url: named(secure), 'ca-certificate': authority.cert, ...inputs },
    env,
    secrets
  })

type ProxyVariables = [string, (proxy: Proxy) => Record<string, string>]

/** On Windows they are one variable. */
const bothSpellings: ProxyVariables[] =
  process.platform === 'win32'
    ? []
    : [
        [
          'https_proxy before HTTPS_PROXY',
          proxy => ({ https_proxy: proxy.url, HTTPS_PROXY: 'http://127.0.0.1:1' })
        ]
      ]

describe('a proxy', () => {
  test.each<ProxyVariables>([
    ['https_proxy', proxy => ({ https_proxy: proxy.url })],
    ['HTTPS_PROXY', proxy => ({ HTTPS_PROXY: proxy.url })],
    ...bothSpellings,
    ['https_proxy without a scheme', proxy => ({ https_proxy: proxy.url.replace('http://', '') })],
    [
      'a no_proxy for others',
      proxy => ({
        https_proxy: proxy.url,
        no_proxy:
          'example.org,.manager.example.test,other.example.test,10.0.0.1,manager.example.test:1'
      })
    ]
  ])('is used for https: %s', async (_, env) => {
    const proxy = await proxyWith()
    expect((await run(env(proxy))).results).toMatchObject([{ status: 'succeeded' }])
    expect(proxy.connects).toEqual([`${host}:${new URL(secure.url).port}`])
  })

  test.each(['http_proxy', 'HTTP_PROXY'])('is used for http: %s', async name => {
    const proxy = await proxyWith()
    expect(
      (await run({ [name]: proxy.url }, { url: named(plain), 'allow-http': 'true' })).results
    ).toMatchObject([{ status: 'succeeded' }])
    expect(proxy.requests).toHaveLength(1)
  })

  test('may take longer to connect than an idle connection is kept', async () => {
    const proxy = await proxyWith({ slowMs: 3_500 })
    expect((await run({ https_proxy: proxy.url })).results).toMatchObject([{ status: 'succeeded' }])
  }, 20_000)

  test('for http never serves https', async () => {
    const proxy = await proxyWith()
    const { results } = await run({ http_proxy: proxy.url })
    expect(results).toMatchObject([{ status: 'failed', reason: 'connection-failed' }])
    expect([...proxy.connects, ...proxy.requests]).toEqual([])
  })

  test.each([
    'manager.example.test',
    'example.test',
    '.example.test',
    '*',
    'a, MANAGER.example.test ,b'
  ])('is left out by no_proxy %s', async no_proxy => {
    const proxy = await proxyWith()
    expect((await run({ https_proxy: proxy.url, no_proxy })).results).toMatchObject([
      { reason: 'connection-failed' }
    ])
    expect(proxy.connects).toEqual([])
  })

  test('is never used for this very machine', async () => {
    const proxy = await proxyWith()
    expect(
      (await run({ https_proxy: proxy.url, http_proxy: proxy.url }, { url: plain.url })).results
    ).toMatchObject([{ status: 'succeeded' }])
    expect([...proxy.connects, ...proxy.requests]).toEqual([])
  })

  test('gets its credentials, and they stay secret', async () => {
    const proxy = await proxyWith({ user: 'runner', password: 'p@ss:wörd' })
    const { exitCode, log } = await run(
      { https_proxy: proxy.urlWithCredentials, RUNNER_DEBUG: '1' },
      {},
      ['p@ss:wörd', encodeURIComponent('p@ss:wörd')]
    )
    expect(exitCode).toBe(0)
    expect(log).toContain('::add-mask::p@ss:wörd')
    expect(log).toContain('::add-mask::runner:p@ss:wörd')
  })

  test.each<[string, ProxyOptions, (proxy: Proxy) => string, string]>([
    [
      'that wants other credentials',
      { user: 'runner', password: 'right-password' },
      proxy => proxy.url,
      'it wants other credentials'
    ],
    [
      'that gets wrong credentials',
      { user: 'runner', password: 'right-password' },
      proxy => proxy.url.replace('http://', 'http://runner:wrong-password@'),
      'it wants other credentials'
    ],
    ['that refuses', { refuse: 502 }, proxy => proxy.url, 'The proxy did not connect us'],
    [
      'that hangs',
      { hang: true },
      proxy => proxy.url,
      'within `timeout`, and nothing was sent. Check `url`, the proxy'
    ],
    [
      'that is not there',
      {},
      () => 'http://127.0.0.1:1',
      'The proxy did not connect us to the server, or could not be reached. Nothing was sent.'
    ]
  ])(
    '%s: red, having changed nothing, and told as its fault',
    async (_, options, address, words) => {
      const proxy = await proxyWith(options)
      secure.requests.length = 0
      const { results, durationMs } = await run(
        { https_proxy: address(proxy) },
        { timeout: '2s' },
        ['wrong-password']
      )
      expect(results).toMatchObject([{ status: 'failed', message: expect.stringContaining(words) }])
      expect(durationMs).toBeLessThan(6_000)
      expect(secure.requests).toEqual([])
    }
  )

  test('that wants other credentials for plain http is told too', async () => {
    const proxy = await proxyWith({ user: 'runner', password: 'right-password' })
    const { results } = await run(
      { http_proxy: proxy.url },
      { url: named(plain), 'allow-http': 'true' }
    )
    expect(results).toMatchObject([
      {
        status: 'failed',
        reason: 'connection-failed',
        message: expect.stringContaining('it wants other credentials')
      }
    ])
  })

  test('is not blamed for a 407 of the server', async () => {
    const proxy = await proxyWith()
    secure.misbehave({ answer: { status: 407 } })
    const { results } = await run({ https_proxy: proxy.url })
    expect(results).toMatchObject([
      {
        status: 'failed',
        reason: 'rejected',
        httpStatus: 407,
        message: expect.not.stringContaining('Nothing was sent')
      }
    ])
  })

  test.each(['0', '1'])(
    'that speaks TLS and is not trusted gets nothing, NODE_TLS_REJECT_UNAUTHORIZED=%s',
    async value => {
      secure.requests.length = 0
      const { results, durationMs } = await runAction({
        inputs: { url: named(plain), 'allow-http': 'true' },
        env: { http_proxy: secure.url, NODE_TLS_REJECT_UNAUTHORIZED: value }
      })
      expect(results).toMatchObject([{ status: 'failed', reason: 'tls' }])
      expect(secure.requests).toEqual([])
      expect(durationMs).toBeLessThan(5_000)
    }
  )

  test('whose address is none is named', async () => {
    expect((await run({ https_proxy: 'http://:::' })).outputs.message).toContain(
      'variable https_proxy is not the address of a proxy'
    )
    expect((await run({ https_proxy: 'socks5://127.0.0.1:1' })).outputs.message).toContain(
      'another kind than http or https'
    )
    expect((await run({ https_proxy: 'http://u:p%zz@127.0.0.1:1' })).outputs.message).toContain(
      'Write it as `%25`'
    )
  })
})

test('an older Node with a proxy set is told, instead of going around it', async () => {
  const proxy = await proxyWith()
  const older = [
    '--import',
    `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '24.4.9' })`
  ]
  const { outputs } = await runAction({
    inputs: { url: named(secure) },
    env: { https_proxy: proxy.url },
    nodeOptions: older
  })
  expect(outputs.message).toContain('Update the runner to 2.328.0')
  expect(proxy.connects).toEqual([])
})

test('the Node that runs npm, which may be old, deploys without a proxy and with a private authority', async () => {
  const node = process.env.npm_node_execpath ?? process.execPath
  expect((await runAction({ inputs: { url: plain.url }, node })).exitCode).toBe(0)
  const local = await startSimulator({ tls: await authority.issue({}) })
  expect(
    (await runAction({ inputs: { url: local.url, 'ca-certificate': authority.cert }, node }))
      .exitCode
  ).toBe(0)
  expect((await runAction({ inputs: { url: local.url }, node })).results).toMatchObject([
    { reason: 'tls' }
  ])
  await local.close()
})
