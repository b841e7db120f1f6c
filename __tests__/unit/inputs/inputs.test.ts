import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { generateKeyPairSync } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { InputError, readInputs, type Inputs } from '../../../src/inputs/inputs.ts'
import { redact } from '../../../src/runner/secrets.ts'
import { makeAuthority } from '../../../tools/certificates.ts'

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
function read(
  inputs: Record<string, string> = {},
  variables: Record<string, string> = {}
): Promise<Inputs> {
  const given = Object.entries({ ...needed, ...inputs })
  process.env = {
    ...variables,
    ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
  }
  return readInputs()
}

/** The problems that are told of inputs, one a line. */
async function problemsOf(
  inputs: Record<string, string>,
  variables: Record<string, string> = {}
): Promise<string[]> {
  try {
    await read(inputs, variables)
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    return (error as Error).message.split('\n')
  }
  return []
}

describe('inputs', () => {
  test('that are not given have a default', async () => {
    expect(await read()).toEqual({
      url: new URL(needed.url),
      token: 'The-token',
      project: 'Payments',
      headers: {},
      githubEnvironment: '{environment}',
      groups: ['Pay'],
      environments: ['production'],
      operation: 'deploy',
      description: undefined,
      persistent: undefined,
      skipIfCurrent: false,
      verify: 'none',
      verifyTimeoutMs: 120_000,
      timeoutMs: 600_000,
      retryTimeoutMs: 120_000,
      maxParallel: 1,
      failFast: true,
      caCertificates: [],
      clientCertificate: undefined,
      clientKey: undefined,
      githubToken: undefined,
      proxy: undefined,
      warnings: []
    })
  })

  test.each<{ input: string; value: string; expected: Partial<Inputs> }>([
    { input: 'group', value: 'Pay\nLoan', expected: { groups: ['Pay', 'Loan'] } },
    { input: 'environment', value: '["a", "b"]', expected: { environments: ['a', 'b'] } },
    { input: 'operation', value: 'undeploy', expected: { operation: 'undeploy' } },
    { input: 'operation', value: 'check', expected: { operation: 'check' } },
    { input: 'description', value: 'v2', expected: { description: 'v2' } },
    { input: 'persistent', value: 'true', expected: { persistent: true } },
    { input: 'persistent', value: 'false', expected: { persistent: false } },
    { input: 'skip-if-current', value: 'true', expected: { skipIfCurrent: true } },
    { input: 'verify', value: 'environment', expected: { verify: 'environment' } },
    { input: 'verify', value: 'routes', expected: { verify: 'routes' } },
    { input: 'timeout', value: '90s', expected: { timeoutMs: 90_000 } },
    { input: 'retry-timeout', value: '0', expected: { retryTimeoutMs: 0 } },
    { input: 'max-parallel', value: '100', expected: { maxParallel: 100 } },
    { input: 'fail-fast', value: 'false', expected: { failFast: false } },
    { input: 'github-token', value: 'ghs_x', expected: { githubToken: 'ghs_x' } }
  ])('take $input: $value', async ({ input, value, expected }) => {
    expect(await read({ [input]: value })).toMatchObject({ ...expected, warnings: [] })
  })

  test('take certificates, the client’s as one text', async () => {
    const inputs = await read({
      'ca-certificate': `${authority.cert}\n${certificate}`,
      'client-certificate': `${certificate}\n${authority.cert}`,
      'client-key': key
    })

    expect(inputs).toMatchObject({
      caCertificates: [authority.cert.trim(), certificate],
      clientCertificate: `${certificate}\n${authority.cert.trim()}`,
      clientKey: key
    })
  })

  test('permit plain http with allow-http', async () => {
    expect((await read({ url: 'http://a.test', 'allow-http': 'true' })).url.href).toBe(
      'http://a.test/'
    )
  })

  test('make at most 2,000 targets', async () => {
    const environment = Array.from({ length: 10 }, (_, index) => `e${index}`).join('\n')
    const groups = Array.from({ length: 201 }, (_, index) => `g${index}`)

    expect(await problemsOf({ group: groups.slice(1).join('\n'), environment })).toEqual([])
    expect(await problemsOf({ group: groups.join('\n'), environment })).toEqual([
      'Inputs `group` and `environment` make 2010 targets, and at most 2000 are accepted. ' +
        'Spread them over several jobs.'
    ])
  })
})

describe('inputs that cannot be used', () => {
  test('are told all at once, each by itself', async () => {
    const problems = await problemsOf({
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
      'ca-certificate': '-----BEGIN CERTIFICATE-----',
      'client-certificate': key,
      'client-key': certificate,
      'allow-http': 'maybe',
      'github-token': 'a b'
    })

    expect(problems.map(problem => /^Input `([\w-]+)` .*\.$/.exec(problem)?.[1])).toEqual([
      'allow-http',
      'url',
      'token',
      'project',
      'group',
      'environment',
      'operation',
      'persistent',
      'skip-if-current',
      'verify',
      'verify-timeout',
      'timeout',
      'retry-timeout',
      'max-parallel',
      'fail-fast',
      'ca-certificate',
      'client-certificate',
      'client-key',
      'github-token'
    ])
  })

  test.each(Object.keys(needed))('are told when the required input %s is empty', async input => {
    expect(await problemsOf({ [input]: ' \n' })).toEqual([
      `Input \`${input}\` is required. If it comes from a secret or a variable, ` +
        'that does not exist, or this job cannot see it.'
    ])
  })

  test('are told once, where one makes another doubtful', async () => {
    expect(await problemsOf({ url: 'http://a.test', 'allow-http': 'yes' })).toEqual([
      'Input `allow-http` must be `true` or `false`, not `yes`.'
    ])
  })
})

describe('inputs that do not go together', () => {
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  const noEffect =
    'Input `verify-timeout` has no effect with `verify: none`. ' +
    'Set `verify` to `environment` or `routes`, or remove `verify-timeout`.'
  const live =
    'Input `verify` cannot be used with `operation: check`, which tells whether a deployment ' +
    'would be accepted, not what is live. Remove `verify`, or use `operation: verify`.'

  test.each<{ name: string; inputs: Record<string, string>; problem: string }>([
    {
      name: 'a client certificate without its key',
      inputs: { 'client-certificate': certificate },
      problem: 'Input `client-key` is missing: `client-certificate` needs it.'
    },
    {
      name: 'a client key without its certificate',
      inputs: { 'client-key': key },
      problem: 'Input `client-certificate` is missing: `client-key` needs it.'
    },
    {
      name: 'a client certificate with another key',
      inputs: { 'client-certificate': certificate, 'client-key': stranger },
      problem:
        'Input `client-key` does not belong to the first certificate in `client-certificate`. ' +
        'Use the key of that certificate, or put the certificate of this key first.'
    },
    {
      name: 'a check that verifies',
      inputs: { operation: 'check', verify: 'environment' },
      problem: live
    },
    {
      name: 'a limit for a verification that does not take place',
      inputs: { 'verify-timeout': '5m' },
      problem: noEffect
    }
  ])('$name is refused', async ({ inputs, problem }) => {
    expect(await problemsOf(inputs)).toEqual([problem])
  })

  test.each<{ name: string; inputs: Record<string, string> }>([
    {
      name: 'an undeployment of which the routes are verified',
      inputs: { operation: 'undeploy', verify: 'routes' }
    },
    { name: 'a limit for a verification', inputs: { verify: 'routes', 'verify-timeout': '5m' } },
    { name: 'a default limit', inputs: { 'verify-timeout': '2m' } }
  ])('$name is accepted', async ({ inputs }) => {
    expect((await read(inputs)).warnings).toEqual([])
  })

  test('a client certificate that cannot be read is not told as missing', async () => {
    expect(await problemsOf({ 'client-certificate': 'AAAA', 'client-key': key })).toHaveLength(1)
  })
})

describe('inputs without effect', () => {
  const everything = {
    'skip-if-current': 'true',
    'github-token': 'ghs_x',
    'github-environment': '{project}',
    description: 'v2',
    persistent: 'false'
  }

  test.each([
    { operation: 'deploy', expected: [] },
    { operation: 'undeploy', expected: ['skip-if-current'] },
    {
      operation: 'check',
      expected: [
        'skip-if-current',
        'github-token',
        'github-environment',
        'description',
        'persistent'
      ]
    },
    {
      operation: 'verify',
      expected: [
        'skip-if-current',
        'github-token',
        'github-environment',
        'description',
        'persistent'
      ]
    }
  ])('are warned about with $operation', async ({ operation, expected }) => {
    expect((await read({ ...everything, operation })).warnings).toEqual(
      expected.map(input => `Input \`${input}\` has no effect with \`operation: ${operation}\`.`)
    )
  })

  test('are warned about with a check, that of verification too', async () => {
    expect((await read({ operation: 'check', 'verify-timeout': '5m' })).warnings).toEqual([
      'Input `verify-timeout` has no effect with `operation: check`.'
    ])
  })

  test('are not warned about when they have their default', async () => {
    const inputs = { operation: 'check', 'skip-if-current': 'false', 'verify-timeout': '2m' }

    expect((await read(inputs)).warnings).toEqual([])
  })
})

describe('secrets', () => {
  test('are masked before anything can be wrong', async () => {
    const inputs = { url: '', token: 'First-secret', 'github-token': 'ghs_x', 'client-key': key }

    expect(await problemsOf(inputs)).toHaveLength(2)
    expect(masks.slice(0, 3)).toEqual(['First-secret', 'ghs_x', key])
  })

  test.each([
    { token: 'Bearer', expected: [] },
    { token: 'bearer The-secret', expected: ['The-secret'] }
  ])('are masked without the word Bearer: $token', async ({ token, expected }) => {
    await problemsOf({ token })

    expect(masks).toEqual(expected)
  })

  test('are removed from texts as well', async () => {
    await read({ token: 'Another-secret' })

    expect(redact('with Another-secret')).not.toContain('Another-secret')
  })

  test('are keys in a file', async () => {
    const file = path.join(folder, 'client.key')
    fs.writeFileSync(file, key.replaceAll('\n', '\r\n'))

    await read({ 'client-certificate': certificate, 'client-key': file })

    expect(masks).toEqual(['The-token', key])
  })

  test('are keys as they were pasted, and as they are', async () => {
    const pasted = key.replaceAll('\n', ' ')

    await read({ 'client-certificate': certificate, 'client-key': pasted })

    expect(masks).toEqual(['The-token', pasted, key])
  })

  test('are not the paths of keys', async () => {
    await problemsOf({ 'client-key': '/nowhere/key.pem' })

    expect(masks).toEqual(['The-token'])
  })
})

describe('the proxy', () => {
  test('comes from the runner’s variables', async () => {
    const { proxy } = await read({}, { https_proxy: 'http://proxy.test:3128' })

    expect(proxy?.href).toBe('http://proxy.test:3128/')
    expect(masks).toEqual(['The-token'])
  })

  test.each([
    { password: 'plain-one', expected: ['plain-one', 'me:plain-one'] },
    { password: 'p%40ss', expected: ['p%40ss', 'p@ss', 'me:p@ss'] }
  ])('has its password $password masked in every form', async ({ password, expected }) => {
    await read({}, { https_proxy: `http://me:${password}@proxy.test:3128` })

    expect(masks).toEqual(['The-token', ...expected])
  })

  test('is told when its variable cannot be used, with what else is wrong', async () => {
    expect(await problemsOf({ timeout: '0' }, { https_proxy: 'http://' })).toEqual([
      expect.stringContaining('`timeout`'),
      'The runner’s variable `https_proxy` is not the address of a proxy. ' +
        'Use a URL such as `http://proxy.example.com:3128`.'
    ])
  })

  test('is warned about when no_proxy has parts that cannot be used', async () => {
    const { warnings } = await read({}, { https_proxy: 'p:1', no_proxy: '10.*' })

    expect(warnings).toEqual([expect.stringContaining('entries that cannot be used: `10.*`')])
  })

  test.each([
    { node: '22.19.0', canProxy: false },
    { node: '24.4.9', canProxy: false },
    { node: '24.5.0', canProxy: true },
    { node: '25.0.0', canProxy: true }
  ])('can be used with Node $node: $canProxy', async ({ node, canProxy }) => {
    const { node: actual } = process.versions
    const setNode = (value: string) =>
      Object.defineProperty(process.versions, 'node', { value, configurable: true })

    setNode(node)
    const problems = await problemsOf({}, { https_proxy: 'p:1' })
    setNode(actual)

    const problem =
      `A proxy is set for https://apinizer.example.com, but this runner’s Node ${node} cannot ` +
      'use one. Update the runner to 2.328.0 or later, which brings Node 24.5, ' +
      'or put the host into `no_proxy`.'
    expect(problems).toEqual(canProxy ? [] : [problem])
  })
})
