import dns from 'node:dns'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../../simulator/simulator.ts'
import { makeAuthority, type Authority } from '../../tools/certificates.ts'
import { startProxy, type Proxy, type ProxyOptions } from '../support/proxy.ts'
import { runAction } from '../support/run-action.ts'

/** A name that only the proxy can resolve, because it runs in this process. */
const host = 'manager.example.test'

let authority: Authority
let secure: Simulator
let plain: Simulator
const { lookup } = dns

beforeAll(async () => {
  const resolve = (name: string, ...rest: unknown[]) => {
    const address = name === host ? '127.0.0.1' : name
    ;(lookup as (...all: unknown[]) => void)(address, ...rest)
  }
  dns.lookup = resolve as typeof lookup
  authority = await makeAuthority('Private CA')
  secure = await startSimulator({ tls: await authority.issue({ host }) })
  plain = await startSimulator()
})

afterAll(async () => {
  dns.lookup = lookup
  await Promise.all([secure.close(), plain.close()])
})

interface ProxiedRun {
  env: Record<string, string>
  inputs?: Record<string, string>
  secrets?: string[]
}

/** Deploys to the HTTPS Manager by the name that only the proxy can resolve. */
function run({ env, inputs, secrets = [] }: ProxiedRun) {
  const url = secure.url.replace('127.0.0.1', host)
  return runAction({
    inputs: { url, 'ca-certificate': authority.cert, ...inputs },
    env,
    secrets
  })
}

const plainInputs = () => ({
  url: plain.url.replace('127.0.0.1', host),
  'allow-http': 'true'
})

interface Variables {
  name: string
  createEnv: (proxy: Proxy) => Record<string, string>
}

/** On Windows both are one variable. */
const bothSpellings: Variables[] =
  process.platform === 'win32'
    ? []
    : [
        {
          name: 'https_proxy before HTTPS_PROXY',
          createEnv: ({ url }) => ({ https_proxy: url, HTTPS_PROXY: 'http://127.0.0.1:1' })
        }
      ]

test.each<Variables>([
  { name: 'https_proxy', createEnv: ({ url }) => ({ https_proxy: url }) },
  { name: 'HTTPS_PROXY', createEnv: ({ url }) => ({ HTTPS_PROXY: url }) },
  ...bothSpellings,
  {
    name: 'https_proxy without a scheme',
    createEnv: ({ url }) => ({ https_proxy: url.replace('http://', '') })
  },
  {
    name: 'https_proxy, and no_proxy for others',
    createEnv: ({ url }) => ({
      https_proxy: url,
      no_proxy: 'example.org,.manager.example.test,10.0.0.1,manager.example.test:1'
    })
  }
])('HTTPS goes through a tunnel of the proxy in $name', async ({ createEnv }) => {
  await using proxy = await startProxy()

  const { results } = await run({ env: createEnv(proxy) })

  const target = `${host}:${new URL(secure.url).port}`
  expect(results).toMatchObject([{ status: 'succeeded' }])
  expect(proxy.connects).toEqual([target, target])
})

test.each(['http_proxy', 'HTTP_PROXY'])('plain HTTP goes to the proxy in %s', async name => {
  await using proxy = await startProxy()

  const { results } = await run({ env: { [name]: proxy.url }, inputs: plainInputs() })

  expect(results).toMatchObject([{ status: 'succeeded' }])
  expect(proxy.requests).toHaveLength(2)
})

test('http_proxy is not used for HTTPS', async () => {
  await using proxy = await startProxy()

  const { results } = await run({ env: { http_proxy: proxy.url } })

  expect(results).toMatchObject([{ status: 'failed', reason: 'connection-failed' }])
  expect([...proxy.connects, ...proxy.requests]).toEqual([])
})

test.each([host, 'example.test', '.example.test', '*', 'a, MANAGER.example.test ,b'])(
  'no_proxy %s leaves the proxy out',
  async no_proxy => {
    await using proxy = await startProxy()

    const { results } = await run({ env: { https_proxy: proxy.url, no_proxy } })

    expect(results).toMatchObject([{ reason: 'connection-failed' }])
    expect(proxy.connects).toEqual([])
  }
)

test('a loopback address needs no proxy', async () => {
  await using proxy = await startProxy()

  const { results } = await run({
    env: { https_proxy: proxy.url, http_proxy: proxy.url },
    inputs: { url: plain.url }
  })

  expect(results).toMatchObject([{ status: 'succeeded' }])
  expect([...proxy.connects, ...proxy.requests]).toEqual([])
})

test('a proxy may take seconds to connect', async () => {
  await using proxy = await startProxy({ slowMs: 2_000 })

  const { results } = await run({ env: { https_proxy: proxy.url } })

  expect(results).toMatchObject([{ status: 'succeeded' }])
})

test('the credentials of a proxy are used, and stay secret', async () => {
  const password = 'p@ss:wörd'
  await using proxy = await startProxy({ user: 'runner', password })

  const { exitCode, log } = await run({
    env: { https_proxy: proxy.urlWithCredentials, RUNNER_DEBUG: '1' },
    secrets: [password, encodeURIComponent(password)]
  })

  expect(exitCode).toBe(0)
  expect(log).toContain(`::add-mask::${password}`)
  expect(log).toContain(`::add-mask::runner:${password}`)
})

describe('a proxy that does not connect is told as the cause, and nothing is sent:', () => {
  interface Scenario {
    name: string
    options: ProxyOptions
    chooseUrl?: (proxy: Proxy) => string
    expected: string
  }

  const credentials = { user: 'runner', password: 'right-password' }

  test.each<Scenario>([
    {
      name: 'it requires credentials',
      options: credentials,
      expected: 'Proxy authentication failed or is missing.'
    },
    {
      name: 'the credentials are wrong',
      options: credentials,
      chooseUrl: ({ url }) => url.replace('http://', 'http://runner:wrong-password@'),
      expected: 'Proxy authentication failed or is missing.'
    },
    { name: 'it refuses', options: { refuse: 502 }, expected: 'did not connect to the Manager' },
    { name: 'it hangs', options: { hang: true }, expected: 'within 2 s (`timeout`)' },
    {
      name: 'it is not there',
      options: {},
      chooseUrl: () => 'http://127.0.0.1:1',
      expected: 'The proxy could not be reached'
    }
  ])('$name', async ({ options, chooseUrl, expected }) => {
    await using proxy = await startProxy(options)
    secure.requests.length = 0

    const { results, durationMs } = await run({
      env: { https_proxy: chooseUrl?.(proxy) ?? proxy.url },
      inputs: { timeout: '2s' },
      secrets: ['wrong-password']
    })

    expect(results).toMatchObject([{ status: 'failed' }])
    expect(results[0]?.message).toContain(expected)
    expect(results[0]?.message).toContain('Nothing was sent.')
    expect(durationMs).toBeLessThan(6_000)
    expect(secure.requests).toEqual([])
  })

  test('it requires credentials for plain HTTP', async () => {
    await using proxy = await startProxy(credentials)

    const { results } = await run({ env: { http_proxy: proxy.url }, inputs: plainInputs() })

    expect(results).toMatchObject([{ status: 'failed', reason: 'connection-failed' }])
    expect(results[0]?.message).toContain('Proxy authentication failed')
  })
})

test('a 407 that comes through the tunnel is the server’s', async () => {
  await using proxy = await startProxy()
  secure.injectFault({ response: { status: 407 } })

  const { results } = await run({ env: { https_proxy: proxy.url } })

  expect(results).toMatchObject([{ status: 'failed', reason: 'rejected', httpStatus: 407 }])
})

test.each(['0', '1'])(
  'a proxy that speaks TLS with an unknown certificate gets nothing, NODE_TLS_REJECT_UNAUTHORIZED=%s',
  async value => {
    secure.requests.length = 0

    const { results } = await run({
      env: { http_proxy: secure.url, NODE_TLS_REJECT_UNAUTHORIZED: value },
      inputs: { ...plainInputs(), 'ca-certificate': '' }
    })

    expect(results).toMatchObject([{ status: 'failed', reason: 'tls' }])
    expect(secure.requests).toEqual([])
  }
)

test('a Node that cannot use a proxy says so instead of going around it', async () => {
  await using proxy = await startProxy()
  const code = `Object.defineProperty(process.versions, 'node', { value: '24.4.9' })`

  const { outputs } = await runAction({
    inputs: { url: secure.url.replace('127.0.0.1', host) },
    env: { https_proxy: proxy.url },
    nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
  })

  expect(outputs.message).toContain('Update the runner to 2.328.0')
  expect(proxy.connects).toEqual([])
})

test('a proxy failure links to proxies, not to other connections', async () => {
  const { results, log, annotations } = await run({ env: { https_proxy: 'http://127.0.0.1:1' } })

  expect(results).toMatchObject([{ reason: 'connection-failed' }])
  expect(log).toContain('More: docs/network.md#proxies')
  expect(annotations[0]?.data).toContain('docs/network.md#proxies')
})

describe('variables that are not understood are warned of:', () => {
  test('entries of no_proxy that cannot be used', async () => {
    await using proxy = await startProxy()

    const { exitCode, annotations } = await run({
      env: { https_proxy: proxy.url, no_proxy: '10.0.0.0/8,10.*,a.test;b.test,other.test' }
    })

    expect(exitCode).toBe(0)
    expect(annotations).toMatchObject([{ name: 'warning' }])
    expect(annotations[0]?.data).toContain('`10.0.0.0/8`, `10.*`, `a.test;b.test`.')
    expect(annotations[0]?.data).toContain(`Requests to \`${host}\` go through the proxy.`)
    expect(proxy.connects).not.toEqual([])
  })

  test('a backslash in credentials, which stay secret', async () => {
    const { results, annotations } = await run({
      env: { https_proxy: 'http://corp.invalid\\user:quiet-password@127.0.0.1:1' },
      secrets: ['quiet-password']
    })

    expect(results).toMatchObject([{ status: 'failed' }])
    expect(annotations[0]).toMatchObject({ name: 'warning' })
    expect(annotations[0]?.data).toContain('Write the backslash as `%5C`.')
  })
})
