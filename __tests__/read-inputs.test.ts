import { generateKeyPairSync } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { InputError, readInputs, type Inputs } from '../src/inputs.ts'
import { makeAuthority } from './support/certificates.ts'

/** What the runner hands over, and what a run makes of it; what is refused in a whole run is in inputs.test.ts. */
const least = {
  url: 'https://apinizer.example.com',
  token: 'Token',
  project: 'Payments',
  group: 'Pay',
  environment: 'production'
}
let masks: string[] = []
const before = process.env

beforeEach(() => {
  masks = []
  jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    masks.push(
      ...String(text)
        .split(/\r?\n/)
        .filter(line => line.startsWith('::add-mask::'))
        .map(line => decodeURIComponent(line.slice('::add-mask::'.length)))
    )
    return true
  })
})
afterEach(() => {
  jest.restoreAllMocks()
  process.env = before
})

function read(inputs: Record<string, string> = {}, env: Record<string, string> = {}): Inputs {
  process.env = {
    ...env,
    ...Object.fromEntries(
      Object.entries({ ...least, ...inputs }).map(([name, value]) => [
        `INPUT_${name.toUpperCase()}`,
        value
      ])
    )
  }
  return readInputs()
}
const problem = (inputs: Record<string, string>, env?: Record<string, string>) => {
  try {
    read(inputs, env)
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    return (error as Error).message
  }
  return 'none'
}

test('what is not given has a default', () => {
  expect(read()).toEqual({
    url: new URL(least.url),
    token: 'Token',
    project: 'Payments',
    groups: ['Pay'],
    environments: ['production'],
    operation: 'deploy',
    description: undefined,
    persistent: undefined,
    skipIfCurrent: false,
    verify: 'none',
    verifyTimeoutMs: 120_000,
    timeoutMs: 600_000,
    retries: 2,
    maxParallel: 1,
    failFast: true,
    authorities: [],
    clientCertificate: undefined,
    clientKey: undefined,
    githubToken: undefined,
    proxy: undefined
  })
})

test.each<[string, string, keyof Inputs, unknown]>([
  ['group', ' Pay \n\n\t\r\n Loan \rCards', 'groups', ['Pay', 'Loan', 'Cards']],
  ['environment', 'a b', 'environments', ['a b']],
  ['project', 'x'.repeat(255), 'project', 'x'.repeat(255)],
  ['token', 'x'.repeat(8_000), 'token', 'x'.repeat(8_000)],
  ['token', '!~¡ÿ', 'token', '!~¡ÿ'],
  ['operation', 'undeploy', 'operation', 'undeploy'],
  ['operation', 'check', 'operation', 'check'],
  ['verify', 'environment', 'verify', 'environment'],
  ['verify', 'routes', 'verify', 'routes'],
  ['description', 'v2', 'description', 'v2'],
  ['github-token', 'ghs', 'githubToken', 'ghs'],
  ...['true', 'True', 'TRUE'].flatMap((value): [string, string, keyof Inputs, boolean][] => [
    ['persistent', value, 'persistent', true],
    ['skip-if-current', value, 'skipIfCurrent', true]
  ]),
  ...['false', 'False', 'FALSE'].flatMap((value): [string, string, keyof Inputs, boolean][] => [
    ['persistent', value, 'persistent', false],
    ['fail-fast', value, 'failFast', false]
  ]),
  ['timeout', '1', 'timeoutMs', 1_000],
  ['timeout', '90s', 'timeoutMs', 90_000],
  ['timeout', '2 m', 'timeoutMs', 120_000],
  ['timeout', '24h', 'timeoutMs', 86_400_000],
  ['verify-timeout', '86400', 'verifyTimeoutMs', 86_400_000],
  ['retries', '0', 'retries', 0],
  ['retries', '10', 'retries', 10],
  ['max-parallel', '1', 'maxParallel', 1],
  ['max-parallel', '100', 'maxParallel', 100]
])('%s = %j', (input, value, name, expected) => {
  expect(read({ [input]: value })[name]).toEqual(expected)
})

test.each([
  ['https://a.test/', 'https://a.test/'],
  ['HTTPS://A.test', 'https://a.test/'],
  ['https://a.test:8443/gate/way', 'https://a.test:8443/gate/way'],
  ['https://a.test/gate/way//', 'https://a.test/gate/way'],
  ['https://a.test/apiops', 'https://a.test/'],
  ['https://a.test/x/apiops/', 'https://a.test/x'],
  ['https://a.test/apiops/x', 'https://a.test/apiops/x'],
  ['https://a.test/x//y', 'https://a.test/x//y'],
  ['http://localhost:8080', 'http://localhost:8080/'],
  ['http://127.0.0.1', 'http://127.0.0.1/'],
  ['http://[::1]', 'http://[::1]/']
])('the url %s', (url, href) => {
  expect(read({ url }).url.href).toBe(href)
})

test.each<[string, Record<string, string>, string]>([
  [
    'text before the url',
    { url: 'see https://a.test' },
    'Input `url` must be a whole http or https URL. Give the address of the Apinizer Manager, like https://apinizer.example.com.'
  ],
  [
    'a user in the url',
    { url: 'https://me@a.test' },
    'Input `url` must not hold credentials. The token goes into `token`.'
  ],
  [
    'a password in the url',
    { url: 'https://:me@a.test' },
    'Input `url` must not hold credentials. The token goes into `token`.'
  ],
  [
    'a query',
    { url: 'https://a.test/?' },
    'Input `url` must not have a query or a fragment. Give the address of the Apinizer Manager, like https://apinizer.example.com.'
  ],
  [
    'plain http',
    { url: 'http://a.test' },
    'Input `url` is plain http, which would send the token unencrypted. Use https, or set `allow-http: true` if this network may see the token.'
  ],
  [
    'nothing',
    { token: '' },
    'Input `token` is required and must not be empty. If it comes from a secret or a variable, that one does not exist, or this job cannot see it.'
  ],
  [
    'a token that is too long',
    { token: 'x'.repeat(8_001) },
    'Input `token` must not be longer than 8000 characters.'
  ],
  [
    'a name that is too long',
    { project: 'x'.repeat(256) },
    'Input `project` must not be longer than 255 characters.'
  ],
  [
    'a name of broken Unicode',
    { group: 'a\nb\ud800' },
    'Input `group` must not hold control characters or broken Unicode.'
  ],
  ['one dot', { environment: '.' }, 'Input `environment` must be a name, not `.` or `..`.'],
  [
    'a name that stands twice',
    { group: 'a\nb\n a ' },
    'Input `group` names `a` twice. Give each name once, one a line.'
  ],
  [
    'another choice',
    { verify: 'y'.repeat(101) },
    `Input \`verify\` must be one of \`none\`, \`environment\`, \`routes\`, not \`${'y'.repeat(100)}\`.`
  ],
  [
    'no boolean',
    { 'fail-fast': 'trues' },
    'Input `fail-fast` must be `true` or `false`, not `trues`.'
  ],
  [
    'no boolean either',
    { 'allow-http': 'untrue' },
    'Input `allow-http` must be `true` or `false`, not `untrue`.'
  ],
  [
    'what every object has',
    { persistent: 'constructor' },
    'Input `persistent` must be `true` or `false`, not `constructor`.'
  ],
  ...['25h', '86401', '0', '0s', '1d', 'x1s', '1sx', '1.5m', '-1'].map(
    (timeout): [string, Record<string, string>, string] => [
      `a duration of ${timeout}`,
      { timeout },
      `Input \`timeout\` must be a duration like \`90s\`, \`10m\` or \`1h\` (a bare number is seconds), above zero and at most \`24h\`, not \`${timeout}\`.`
    ]
  ),
  ...['11', '-1', '1x', 'x1', '1.0'].map((retries): [string, Record<string, string>, string] => [
    `${retries} retries`,
    { retries },
    `Input \`retries\` must be a whole number from 0 to 10, not \`${retries}\`.`
  ]),
  [
    'nobody at once',
    { 'max-parallel': '0' },
    'Input `max-parallel` must be a whole number from 1 to 100, not `0`.'
  ],
  [
    'routes of an undeployment',
    { operation: 'undeploy', verify: 'routes' },
    'Input `verify` cannot be `routes` with `operation: undeploy`. Use `environment` or `none`.'
  ],
  [
    'no file',
    { 'ca-certificate': '/nowhere/ca.pem' },
    'Input `ca-certificate` is neither PEM text nor a file that can be read (ENOENT).'
  ],
  [
    'a text without a certificate',
    { 'ca-certificate': '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----' },
    'Input `ca-certificate` holds no PEM block that ends with CERTIFICATE.'
  ],
  [
    'a certificate that is none',
    { 'ca-certificate': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
    'Input `ca-certificate` holds a PEM block that cannot be read: it may be cut off, encrypted, or of another kind.'
  ],
  [
    'a key that is none',
    { 'client-key': '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' },
    'Input `client-key` holds a PEM block that cannot be read: it may be cut off, encrypted, or of another kind.'
  ]
])('%s is refused', (_, inputs, message) => {
  expect(problem(inputs)).toBe(message)
})

test('2,000 deployments are not too many, and one more group is', () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, index) => `n${index}`).join('\n')
  expect(problem({ group: names(200), environment: names(10) })).toBe('none')
  expect(problem({ group: names(201), environment: names(10) })).toBe(
    'Input `group` makes more than 2000 deployments with the given environments. Spread them over several jobs.'
  )
})

describe('certificates', () => {
  const authority = makeAuthority('Mine')

  test('are read one by one, as texts and from files, and other blocks are left out', async () => {
    const [one, other] = [(await authority).cert.trim(), (await makeAuthority('Other')).cert.trim()]
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pem-'))
    const file = path.join(folder, 'ca.pem')
    fs.writeFileSync(
      file,
      `Mine\n${one}\n-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n${other}\n`
    )
    expect(read({ 'ca-certificate': file }).authorities).toEqual([one, other])
    expect(read({ 'ca-certificate': `${one}\n${other}` }).authorities).toEqual([one, other])
    fs.writeFileSync(file, 'nothing')
    expect(problem({ 'ca-certificate': file })).toBe(
      'Input `ca-certificate` holds no PEM block that ends with CERTIFICATE in the file it names.'
    )
    fs.rmSync(folder, { recursive: true })
  })

  test('and keys go together, and the key is masked', async () => {
    const { cert: certificate, key } = await (await authority).issue({ client: true })
    const inputs = read({ 'client-certificate': certificate, 'client-key': key })
    expect([inputs.clientCertificate, inputs.clientKey]).toEqual([certificate.trim(), key.trim()])
    expect(masks.join('\n')).toContain(key.trim().split('\n')[1])
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'sec1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' }
    })
    expect(problem({ 'client-certificate': certificate, 'client-key': privateKey })).toBe(
      'Input `client-key` does not belong to the first certificate in `client-certificate`.'
    )
    expect(problem({ 'client-certificate': certificate })).toBe(
      'Input `client-key` is missing: `client-certificate` and `client-key` go together.'
    )
    expect(problem({ 'client-key': key })).toBe(
      'Input `client-certificate` is missing: `client-certificate` and `client-key` go together.'
    )
  })
})

describe('secrets are masked', () => {
  const key = '-----BEGIN PRIVATE KEY-----\nU2VjcmV0\n-----END PRIVATE KEY-----'
  test('before anything can be wrong', () => {
    expect(
      problem({ url: '', token: 'The-token', 'github-token': 'ghs_x', 'client-key': key })
    ).toContain('`url` is required')
    expect(masks.join(' ')).toMatch(/The-token.*ghs_x.*U2VjcmV0/s)
  })

  test('but the path of a key is none', () => {
    problem({ 'client-key': '/nowhere/key.pem' })
    expect(masks).toEqual(['Token'])
  })
})

describe('the proxy', () => {
  const through = (https_proxy: string) => read({}, { https_proxy }).proxy?.href

  test('comes from the runner, its credentials masked', () => {
    expect(through('http://proxy.test:3128')).toBe('http://proxy.test:3128/')
    expect(masks).toEqual(['Token'])
    expect(through('http://me:p%40ss@proxy.test:3128')).toBe('http://me:p%40ss@proxy.test:3128/')
    expect(masks).toEqual(['Token', 'Token', 'p%40ss', 'p@ss', 'me:p@ss'])
  })

  test.each([
    [
      'socks5://proxy.test',
      'The runner’s variable https_proxy names a proxy of another kind than http or https. Give a URL like http://proxy.example.com:3128.'
    ],
    [
      'http://',
      'The runner’s variable https_proxy is not the address of a proxy. Give a URL like http://proxy.example.com:3128.'
    ],
    [
      'http://me:p%zz@proxy.test',
      'The proxy’s user name or password in the runner’s variable holds a `%` that encodes nothing. Write it as `%25`.'
    ],
    [
      'http://m%e:pass@proxy.test',
      'The proxy’s user name or password in the runner’s variable holds a `%` that encodes nothing. Write it as `%25`.'
    ]
  ])('%s is refused', (https_proxy, message) => {
    expect(problem({}, { https_proxy })).toBe(message)
  })

  test.each([
    ['22.19.0', false],
    ['24.4.9', false],
    ['24.5.0', true],
    ['25.0.0', true]
  ])('with Node %s', (node, can) => {
    const { node: real } = process.versions
    Object.defineProperty(process.versions, 'node', { value: node, configurable: true })
    const refusal = problem({}, { https_proxy: 'p:1' })
    Object.defineProperty(process.versions, 'node', { value: real, configurable: true })
    expect(refusal).toBe(
      can
        ? 'none'
        : `A proxy is set for https://apinizer.example.com, but this runner’s Node ${node} cannot use one. Update the runner to 2.328.0 or later, which brings Node 24.5, or put the host into no_proxy.`
    )
  })
})
