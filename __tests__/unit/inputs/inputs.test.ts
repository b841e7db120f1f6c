import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { generateKeyPairSync } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { InputError, readInputs, type Inputs } from '../../../src/inputs/inputs.ts'
import { findMaskedProxy } from '../../../src/inputs/proxy.ts'
import { redact } from '../../../src/runner/secrets.ts'
import { makeAuthority } from '../../../tools/certificates.ts'

type Texts = Record<string, string>

const needed = {
  url: 'https://apinizer.example.com',
  token: 'The-token',
  project: 'Payments',
  group: 'Pay',
  environment: 'production'
}
const authority = await makeAuthority('Test CA')
const client = await authority.issue({ client: true })
const [certificate, key] = [client.cert.trim(), client.key.trim()]
const { env } = process
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inputs-'))
let masks: string[] = []

beforeEach(() => {
  masks = []
  jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    const [, secret] = /^::add-mask::(.*)/.exec(String(text)) ?? []
    masks.push(...(secret === undefined ? [] : [decodeURIComponent(secret)]))
    return true
  })
})

afterEach(() => {
  jest.restoreAllMocks()
  process.env = env
})

afterAll(() => {
  fs.rmSync(folder, { recursive: true })
})

/** Reads inputs as the runner hands them over: what is needed, and what a test adds. */
function read(inputs: Texts = {}, variables: Texts = {}): Inputs {
  const given = Object.entries({ ...needed, ...inputs })
  process.env = {
    ...variables,
    ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
  }
  return readInputs()
}

/** The problems with inputs, one per line. */
function problemsOf(inputs: Texts, variables: Texts = {}): string[] {
  try {
    read(inputs, variables)
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    return (error as Error).message.split('\n')
  }
  return []
}

/** The inputs that sentences begin with, whole sentences each. */
const namesIn = (sentences: string[]) =>
  sentences.map(sentence => /^Inputs? `([\w-]+)` .*\.$/.exec(sentence)?.[1])

describe('inputs', () => {
  test('that are not given have a default', () => {
    expect(read()).toEqual({
      url: new URL(needed.url),
      token: 'The-token',
      project: 'Payments',
      headers: {},
      githubEnvironment: '{environment}',
      groups: ['Pay'],
      environments: ['production'],
      operation: 'deploy',
      skipIfCurrent: false,
      verify: 'none',
      verifyTimeoutMs: 120_000,
      timeoutMs: 600_000,
      retryTimeoutMs: 300_000,
      maxParallel: 1,
      failFast: true,
      caCertificates: [],
      warnings: []
    })
  })

  test.each<{ inputs: Texts; expected: Partial<Inputs> }>([
    { inputs: { group: 'Pay\nLoan' }, expected: { groups: ['Pay', 'Loan'] } },
    { inputs: { environment: '["a", "b"]' }, expected: { environments: ['a', 'b'] } },
    { inputs: { operation: 'undeploy' }, expected: { operation: 'undeploy' } },
    { inputs: { operation: 'check' }, expected: { operation: 'check', verify: 'none' } },
    { inputs: { operation: 'verify' }, expected: { verify: 'environment' } },
    { inputs: { operation: 'verify', verify: 'routes' }, expected: { verify: 'routes' } },
    { inputs: { operation: 'undeploy', verify: 'routes' }, expected: { verify: 'routes' } },
    { inputs: { verify: 'environment' }, expected: { verify: 'environment' } },
    {
      inputs: { verify: 'routes', 'verify-timeout': '5m' },
      expected: { verifyTimeoutMs: 300_000 }
    },
    { inputs: { description: 'v2' }, expected: { description: 'v2' } },
    { inputs: { persistent: 'false' }, expected: { persistent: false } },
    { inputs: { 'skip-if-current': 'true' }, expected: { skipIfCurrent: true } },
    { inputs: { timeout: '90s' }, expected: { timeoutMs: 90_000 } },
    { inputs: { 'retry-timeout': '0' }, expected: { retryTimeoutMs: 0 } },
    { inputs: { 'max-parallel': '100' }, expected: { maxParallel: 100 } },
    { inputs: { 'fail-fast': 'false' }, expected: { failFast: false } },
    { inputs: { headers: 'X-A: secret' }, expected: { headers: { 'X-A': 'secret' } } },
    {
      inputs: { 'github-token': 'ghs_x', 'github-environment': 'live' },
      expected: { githubToken: 'ghs_x', githubEnvironment: 'live' }
    },
    {
      inputs: { url: 'http://a.test', 'allow-http': 'true' },
      expected: { url: new URL('http://a.test') }
    },
    {
      inputs: {
        'ca-certificate': `${authority.cert}\n${certificate}`,
        'client-certificate': `${certificate}\n${authority.cert}`,
        'client-key': key
      },
      expected: {
        caCertificates: [authority.cert.trim(), certificate],
        clientCertificate: `${certificate}\n${authority.cert.trim()}`,
        clientKey: key
      }
    }
  ])('$inputs are read', ({ inputs, expected }) => {
    expect(read(inputs)).toMatchObject({ ...expected, warnings: [] })
  })
})

describe('inputs that cannot be used', () => {
  const bad = {
    'allow-http': 'maybe',
    url: '',
    token: '"x"',
    project: '..',
    group: '- Pay',
    environment: '',
    operation: 'delete',
    persistent: 'maybe',
    'skip-if-current': 'maybe',
    verify: 'all',
    'verify-timeout': '2d',
    timeout: '0',
    'retry-timeout': '-1',
    'max-parallel': '0',
    'fail-fast': 'maybe',
    headers: 'x',
    'ca-certificate': '-----BEGIN CERTIFICATE-----',
    'client-certificate': key,
    'client-key': certificate,
    'github-token': 'a b',
    'github-environment': '{group}'
  }

  test('are reported all at once, each by itself', () => {
    expect(namesIn(problemsOf(bad))).toEqual(Object.keys(bad))
  })

  const targets = (groups: number) => ({
    group: Array.from({ length: groups }, (_, index) => `g${index}`).join('\n'),
    environment: 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj'
  })
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  const certified = { 'client-certificate': certificate }

  test.each<{ inputs: Texts; expected: string[] }>([
    ...Object.keys(needed).map(input => ({ inputs: { [input]: ' \n' }, expected: [input] })),
    { inputs: { url: 'http://a.test' }, expected: ['url'] },
    { inputs: { url: 'http://a.test', 'allow-http': 'yes' }, expected: ['allow-http'] },
    { inputs: targets(200), expected: [] },
    { inputs: targets(201), expected: ['group'] },
    { inputs: certified, expected: ['client-key'] },
    { inputs: { 'client-key': key }, expected: ['client-certificate'] },
    { inputs: { ...certified, 'client-key': stranger }, expected: ['client-key'] },
    {
      inputs: { 'client-certificate': 'AAAA', 'client-key': key },
      expected: ['client-certificate']
    },
    { inputs: { operation: 'check', verify: 'environment' }, expected: ['verify'] },
    { inputs: { operation: 'check', verify: 'all' }, expected: ['verify'] },
    { inputs: { 'verify-timeout': '5m' }, expected: ['verify-timeout'] },
    { inputs: { 'verify-timeout': '2m' }, expected: [] }
  ])('$inputs: $expected', ({ inputs, expected }) => {
    expect(namesIn(problemsOf(inputs))).toEqual(expected)
  })

  test('together are said to be so', () => {
    const problems = [
      targets(201),
      certified,
      { 'client-key': key },
      { ...certified, 'client-key': stranger },
      { operation: 'check', verify: 'environment' },
      { 'verify-timeout': '5m' }
    ].flatMap(inputs => problemsOf(inputs))

    expect(problems.join('\n')).toMatchSnapshot()
  })
})

describe('inputs without effect', () => {
  const forChanges = {
    'skip-if-current': 'true',
    'github-token': 'ghs_x',
    'github-environment': '{project}',
    description: 'v2',
    persistent: 'false'
  }

  test.each([
    { operation: 'deploy', inputs: forChanges, expected: [] },
    { operation: 'undeploy', inputs: forChanges, expected: ['skip-if-current'] },
    {
      operation: 'undeploy',
      inputs: { 'github-environment': 'live' },
      expected: ['github-environment']
    },
    { operation: 'verify', inputs: forChanges, expected: Object.keys(forChanges) },
    { operation: 'check', inputs: forChanges, expected: Object.keys(forChanges) },
    { operation: 'check', inputs: { 'verify-timeout': '5m' }, expected: ['verify-timeout'] },
    {
      operation: 'check',
      inputs: { 'skip-if-current': 'false', 'verify-timeout': '2m' },
      expected: []
    }
  ])('are warned about with $operation: $expected', ({ operation, inputs, expected }) => {
    const { warnings } = read({ ...inputs, operation })

    expect(namesIn(warnings)).toEqual(expected)
  })
})

describe('masked is', () => {
  const pasted = key.replaceAll('\n', ' ')
  const file = path.join(folder, 'client.key')
  fs.writeFileSync(file, key.replaceAll('\n', '\r\n'))
  const certified = { 'client-certificate': certificate }

  test.each<{ name: string; inputs: Texts; proxy?: string; expected: string[] }>([
    {
      name: 'each secret, before anything can be wrong',
      inputs: { url: '', 'github-token': 'ghs_x', headers: 'x: secret', 'client-key': key },
      expected: ['The-token', 'ghs_x', key, 'secret', key]
    },
    { name: 'not the word Bearer', inputs: { token: 'Bearer' }, expected: [] },
    { name: 'what follows it', inputs: { token: 'bearer s3cret' }, expected: ['s3cret'] },
    {
      name: 'a key in a file',
      inputs: { ...certified, 'client-key': file },
      expected: ['The-token', key]
    },
    {
      name: 'a key as it was pasted, and as it is',
      inputs: { ...certified, 'client-key': pasted },
      expected: ['The-token', pasted, key]
    },
    { name: 'no path', inputs: { 'client-key': '/nowhere/key.pem' }, expected: ['The-token'] },
    { name: 'no proxy', inputs: {}, proxy: 'http://me@proxy.test:3128', expected: ['The-token'] },
    {
      name: 'a proxy’s password, also with its user',
      inputs: {},
      proxy: 'http://me:plain-one@proxy.test:3128',
      expected: ['The-token', 'plain-one', 'me:plain-one']
    },
    {
      name: 'a proxy’s password, encoded and decoded',
      inputs: {},
      proxy: 'http://me:p%40ssword@proxy.test:3128',
      expected: ['The-token', 'p@ssword', 'p%40ssword', 'me:p@ssword']
    }
  ])('$name', ({ inputs, proxy, expected }) => {
    problemsOf(inputs, proxy === undefined ? {} : { https_proxy: proxy })

    expect(masks).toEqual(expected)
  })

  test.each([
    { value: 'short', reason: 'shorter than 6' },
    { value: 'ayment', reason: '`project`' },
    { value: 'PayGroup', reason: '`group`' },
    { value: 'production', reason: '`environment`' },
    { value: 'example.com', reason: '`url`' }
  ])('not $value, which would hide more, and that is said: $reason', ({ value, reason }) => {
    const inputs = { headers: `X-A: ${value}\nX-B: another-secret`, group: 'Loan\nPayGroup2' }

    const { warnings } = read(inputs, { https_proxy: `http://me:${value}@proxy.test:3128` })

    expect(masks).toEqual(['The-token', 'another-secret', `me:${value}`])
    expect(warnings).toEqual([
      expect.stringMatching(/^The value of header `X-A` is not masked: /),
      expect.stringMatching(/^The proxy’s password is not masked: /)
    ])
    expect(warnings).toEqual(Array(2).fill(expect.stringContaining(reason)))
    expect(redact(`${value}, another-secret`)).toBe(`${value}, ***`)
  })

  test('a proxy’s password wherever the proxy is looked up', () => {
    process.env = { https_proxy: 'http://:pr0xy-pass@proxy.test:3128' }

    const { proxy } = findMaskedProxy(new URL('https://api.github.com'))

    expect(proxy?.hostname).toBe('proxy.test')
    expect(masks).toEqual(['pr0xy-pass', ':pr0xy-pass'])
  })

  test('a secret in texts as well', () => {
    read({ token: 'Another-secret' })

    expect(redact('with Another-secret')).not.toContain('Another-secret')
  })
})

describe('the proxy', () => {
  test('comes from the runner’s variables', () => {
    const { proxy } = read({}, { https_proxy: 'http://proxy.test:3128' })

    expect(proxy?.href).toBe('http://proxy.test:3128/')
  })

  test('is a problem like any other when its variable cannot be used', () => {
    expect(problemsOf({ timeout: '0' }, { https_proxy: 'http://' })).toEqual([
      expect.stringContaining('`timeout`'),
      expect.stringMatching(/^The runner’s variable `https_proxy` is not .*\.$/)
    ])
  })

  test('is warned about when no_proxy has parts that cannot be used', () => {
    const { warnings } = read({}, { https_proxy: 'p:1', no_proxy: '10.*' })

    expect(warnings).toEqual([expect.stringContaining('`10.*`')])
  })

  test.each([
    { node: '22.19.0', canProxy: false },
    { node: '24.4.9', canProxy: false },
    { node: '24.5.0', canProxy: true },
    { node: '25.0.0', canProxy: true }
  ])('can be used with Node $node: $canProxy', ({ node, canProxy }) => {
    const { node: actual } = process.versions
    const setNode = (value: string) =>
      Object.defineProperty(process.versions, 'node', { value, configurable: true })

    setNode(node)
    const problems = problemsOf({}, { https_proxy: 'p:1' })
    setNode(actual)

    expect(problems).toEqual(canProxy ? [] : [expect.stringContaining(`Node ${node} cannot`)])
  })
})
