import dns from 'node:dns'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../../simulator/simulator.ts'
import { makeAuthority, type Authority } from '../../tools/certificates.ts'
import { startProxy, type Proxy, type ProxyOptions } from '../support/proxy.ts'
import { runAction } from '../support/run-action.ts'
import { runBefore } from '../support/run-before.ts'

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
  nodeOptions?: string[]
}

/** Deploys to the HTTPS Manager by the name that only the proxy can resolve. */
function run({ inputs, ...given }: ProxiedRun) {
  const url = secure.url.replace('127.0.0.1', host)
  return runAction({ ...given, inputs: { url, 'ca-certificate': authority.cert, ...inputs } })
}

const plainInputs = () => ({
  url: plain.url.replace('127.0.0.1', host),
  'allow-http': 'true'
})

test('HTTPS goes through a tunnel of the proxy in HTTPS_PROXY, also without a scheme', async () => {
  await using proxy = await startProxy()

  const { results } = await run({ env: { HTTPS_PROXY: proxy.url.replace('http://', '') } })

  expect(results).toMatchObject([{ status: 'succeeded' }])
  expect(new Set(proxy.connects)).toEqual(new Set([`${host}:${new URL(secure.url).port}`]))
})

test('plain HTTP goes to the proxy in http_proxy', async () => {
  await using proxy = await startProxy()

  const { results } = await run({ env: { http_proxy: proxy.url }, inputs: plainInputs() })

  expect(results).toMatchObject([{ status: 'succeeded' }])
  expect(proxy.requests).not.toEqual([])
})

test('a host that no_proxy names needs no proxy', async () => {
  await using proxy = await startProxy()

  const { results } = await run({
    env: { https_proxy: proxy.url, no_proxy: 'a, EXAMPLE.test ,b' }
  })

  expect(results).toMatchObject([{ status: 'failed', reason: 'connection-failed' }])
  expect([...proxy.connects, ...proxy.requests]).toEqual([])
})

test('a loopback address needs no proxy', async () => {
  await using proxy = await startProxy()

  const { results } = await run({
    env: { https_proxy: proxy.url, http_proxy: proxy.url },
    inputs: { url: plain.url }
  })

  expect(results).toMatchObject([{ status: 'succeeded' }])
  expect([...proxy.connects, ...proxy.requests]).toEqual([])
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

interface Failure {
  name: string
  options: ProxyOptions
  createEnv?: (proxy: Proxy) => Record<string, string>
  createInputs?: () => Record<string, string>
  expected: string
  page?: string
}

const forHttps = ({ url }: Proxy) => ({ https_proxy: url })

test.each<Failure>([
  {
    name: 'requires credentials',
    options: { user: 'runner', password: 'right-password' },
    createEnv: ({ url }) => ({
      https_proxy: url.replace('http://', 'http://runner:wrong-password@')
    }),
    expected: 'Proxy authentication failed or is missing.'
  },
  { name: 'refuses', options: { refuse: 502 }, expected: 'did not connect to the Manager' },
  {
    name: 'hangs',
    options: { hang: true },
    expected: 'within 2 s (`timeout`)',
    page: 'time-limits'
  },
  {
    name: 'is not there',
    options: {},
    createEnv: () => ({ https_proxy: 'http://127.0.0.1:1' }),
    expected: 'The proxy could not be reached'
  }
])('a proxy that $name is told as the cause, with a link, and nothing is sent', async row => {
  const { options, createEnv = forHttps, createInputs } = row
  await using proxy = await startProxy(options)
  secure.requests.length = 0

  const { results, annotations } = await run({
    env: createEnv(proxy),
    inputs: { timeout: '2s', ...createInputs?.() },
    secrets: ['wrong-password']
  })

  expect(results).toMatchObject([{ status: 'failed' }])
  expect(annotations[0]?.data).toContain(row.expected)
  expect(annotations[0]?.data).toContain('Nothing was sent.')
  expect(annotations[0]?.data).toContain(`docs/network.md#${row.page ?? 'proxies'}`)
  expect(secure.requests).toEqual([])
})

test('a proxy with an unknown certificate gets nothing, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
  secure.requests.length = 0

  const { results } = await run({
    env: { http_proxy: secure.url, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    inputs: { ...plainInputs(), 'ca-certificate': '' }
  })

  expect(results).toMatchObject([{ status: 'failed', reason: 'tls' }])
  expect(secure.requests).toEqual([])
})

test('a Node that cannot use a proxy says so instead of going around it', async () => {
  await using proxy = await startProxy()

  const { outputs } = await run({
    env: { https_proxy: proxy.url },
    nodeOptions: runBefore(`Object.defineProperty(process.versions, 'node', { value: '24.4.9' })`)
  })

  expect(outputs.message).toContain('Update the runner to 2.328.0')
  expect(proxy.connects).toEqual([])
})

test('a backslash in a proxy’s credentials is refused, and they stay secret', async () => {
  const { outputs } = await run({
    env: { https_proxy: 'http://corp.invalid\\user:quiet-password@127.0.0.1:1' },
    secrets: ['quiet-password']
  })

  expect(outputs).toMatchObject({
    result: 'failure',
    message: expect.stringContaining('`%5C`')
  })
})
