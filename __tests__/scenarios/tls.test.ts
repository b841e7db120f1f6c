import { generateKeyPairSync } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../../simulator/simulator.ts'
import { makeAuthority, type Authority, type KeyPair } from '../../tools/certificates.ts'
import { runAction } from '../support/run-action.ts'

let authority: Authority
let otherAuthority: Authority
let folder: string

beforeAll(async () => {
  authority = await makeAuthority('Private CA')
  otherAuthority = await makeAuthority('Other CA')
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tls-'))
})

afterAll(() => {
  fs.rmSync(folder, { recursive: true })
})

async function startSecure(options: Parameters<Authority['issue']>[0] = {}): Promise<Simulator> {
  return startSimulator({ tls: await authority.issue(options) })
}

function writeFile(name: string, text: string): string {
  const file = path.join(folder, name)
  fs.writeFileSync(file, text)
  return file
}

describe('a private CA', () => {
  test.each<{ name: string; create: () => string }>([
    { name: 'PEM text', create: () => authority.cert },
    {
      name: 'PEM text with CRLF, comments and another CA',
      create: () => `# both\r\n${authority.cert.replaceAll('\n', '\r\n')}\r\n${otherAuthority.cert}`
    },
    {
      name: 'the path of a file',
      create: () => writeFile('ca.pem', `${otherAuthority.cert}\n${authority.cert}`)
    },
    {
      name: 'base64 of PEM, as secrets are often stored',
      create: () => Buffer.from(authority.cert).toString('base64')
    },
    {
      name: 'PEM text with literal \\n',
      create: () => authority.cert.trim().replaceAll('\n', '\\n')
    },
    {
      name: 'PEM text with spaces for line ends',
      create: () => authority.cert.trim().replaceAll('\n', ' ')
    },
    { name: 'PEM text with indentation', create: () => authority.cert.replaceAll(/^/gm, '    ') }
  ])('is trusted from ca-certificate, given as $name', async ({ create }) => {
    await using manager = await startSecure()

    const run = await runAction({ inputs: { url: manager.url, 'ca-certificate': create() } })

    expect(run.results).toMatchObject([{ status: 'succeeded' }])
  })

  test('is trusted from a path relative to the workspace', async () => {
    await using manager = await startSecure()
    writeFile('relative.pem', authority.cert)

    const run = await runAction({
      inputs: { url: manager.url, 'ca-certificate': 'relative.pem' },
      cwd: folder
    })

    expect(run.exitCode).toBe(0)
  })

  test.each<{ name: string; createInputs: () => Record<string, string> }>([
    { name: 'alone', createInputs: () => ({}) },
    {
      name: 'beside ca-certificate',
      createInputs: () => ({ 'ca-certificate': otherAuthority.cert })
    }
  ])('is trusted from NODE_EXTRA_CA_CERTS, $name', async ({ createInputs }) => {
    await using manager = await startSecure()

    const run = await runAction({
      inputs: { url: manager.url, ...createInputs() },
      env: { NODE_EXTRA_CA_CERTS: writeFile('extra.pem', authority.cert) }
    })

    expect(run.exitCode).toBe(0)
  })

  const testOnLinux = process.platform === 'linux' ? test : test.skip

  testOnLinux('is trusted from the system’s CAs, also by parallel requests', async () => {
    await using manager = await startSecure()

    const run = await runAction({
      inputs: {
        url: manager.url,
        group: 'PaymentAPIGroup\nPayoutAPIGroup',
        'max-parallel': '2'
      },
      env: { SSL_CERT_FILE: writeFile('system.pem', authority.cert), SSL_CERT_DIR: folder }
    })

    expect(run.exitCode).toBe(0)
  })

  test.each<{ name: string; createInputs: () => Record<string, string> }>([
    { name: 'is not known', createInputs: () => ({}) },
    {
      name: 'is another than the one given',
      createInputs: () => ({ 'ca-certificate': otherAuthority.cert })
    }
  ])('that $name is red before anything is sent', async ({ createInputs }) => {
    await using manager = await startSecure()

    const run = await runAction({
      inputs: { url: manager.url, 'retry-timeout': '10s', ...createInputs() }
    })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'tls' }])
    expect(run.outputs.message).toContain('`ca-certificate`')
    expect(run.outputs.message).toContain('Nothing was sent.')
    expect(run.durationMs).toBeLessThan(5_000)
    expect(manager.requests).toEqual([])
  })

  test('is checked in spite of NODE_TLS_REJECT_UNAUTHORIZED=0, which is warned of', async () => {
    await using manager = await startSecure()

    const run = await runAction({
      inputs: { url: manager.url },
      env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'tls' }])
    expect(run.annotations[0]).toMatchObject({ name: 'warning' })
    expect(run.annotations[0]?.data).toContain('NODE_TLS_REJECT_UNAUTHORIZED is 0')
  })
})

test.each<{ name: string; options: Parameters<Authority['issue']>[0]; expected: string }>([
  { name: 'has expired', options: { expired: true }, expected: 'has expired' },
  {
    name: 'is for another host',
    options: { host: 'other.example.com' },
    expected: 'for another host name'
  },
  { name: 'is for clients', options: { client: true }, expected: 'TLS handshake failed' }
])('a server certificate that $name is not accepted', async ({ options, expected }) => {
  await using manager = await startSecure(options)

  const run = await runAction({
    inputs: { url: manager.url, 'ca-certificate': authority.cert }
  })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'tls' }])
  expect(run.outputs.message).toContain(expected)
  expect(manager.requests).toEqual([])
})

test('https to a plain HTTP port is told as that', async () => {
  await using manager = await startSimulator()

  const run = await runAction({ inputs: { url: manager.url.replace('http:', 'https:') } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'tls' }])
  expect(run.outputs.message).toContain('does not speak TLS')
})

test('plain HTTP to a TLS port is a failure before anything is sent', async () => {
  await using manager = await startSecure()

  const run = await runAction({ inputs: { url: manager.url.replace('https:', 'http:') } })

  expect(run.results).toMatchObject([{ status: 'failed' }])
  expect(run.outputs.message).toContain('Nothing was sent.')
})

describe('mutual TLS', () => {
  const startMutual = async () =>
    startSimulator({
      tls: { ...(await authority.issue()), clientAuthority: authority.cert }
    })

  function run({ url }: Simulator, pair: Partial<KeyPair>) {
    const { cert, key } = pair
    const keyLines = key?.includes('BEGIN') === true ? key.split('\n') : []
    return runAction({
      inputs: {
        url,
        'ca-certificate': authority.cert,
        ...(cert !== undefined && { 'client-certificate': cert }),
        ...(key !== undefined && { 'client-key': key })
      },
      secrets: keyLines.filter(line => line.length > 20 && !line.startsWith('---'))
    })
  }

  test('accepts certificate and key as text, and the key is masked', async () => {
    await using manager = await startMutual()
    const pair = await authority.issue({ client: true })

    const { results, log } = await run(manager, pair)

    expect(results).toMatchObject([{ status: 'succeeded' }])
    expect(log).toContain(`::add-mask::${pair.key.trim().replaceAll('\n', '%0A')}`)
  })

  test('accepts certificate and key as files', async () => {
    await using manager = await startMutual()
    const { cert, key } = await authority.issue({ client: true })

    const { exitCode } = await run(manager, {
      cert: writeFile('client.pem', cert),
      key: writeFile('client.key', key)
    })

    expect(exitCode).toBe(0)
  })

  test('accepts certificate and key in base64, and the key that was read is masked', async () => {
    await using manager = await startMutual()
    const { cert, key } = await authority.issue({ client: true })
    const encode = (text: string) => Buffer.from(text).toString('base64')

    const { exitCode, log } = await run(manager, { cert: encode(cert), key: encode(key) })

    expect(exitCode).toBe(0)
    expect(log).toContain(`::add-mask::${encode(key)}`)
    expect(log).toContain(`::add-mask::${key.trim().replaceAll('\n', '%0A')}`)
  })

  test('names an encrypted key and PKCS#12, with the commands that convert them', async () => {
    await using manager = await startMutual()
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }
    })
    const store = path.join(folder, 'client.p12')
    fs.writeFileSync(store, Buffer.from('30820939020103308208ff06092a864886f70d010701', 'hex'))

    const { outputs } = await run(manager, { cert: store, key: privateKey })

    expect(outputs.message).toContain('an encrypted private key')
    expect(outputs.message).toContain('`openssl pkey -in encrypted.pem -out key.pem`')
    expect(outputs.message).toContain(`names the file \`${store}\`, which is PKCS#12, not PEM.`)
    expect(outputs.message).toContain('`openssl pkcs12 -in store.p12 -nokeys -out certificate.pem`')
    expect(manager.requests).toEqual([])
  })

  test('without a client certificate is red, and nothing is deployed', async () => {
    await using manager = await startMutual()

    const { results } = await run(manager, {})

    expect(results).toMatchObject([{ status: 'failed', reason: 'tls' }])
    expect(results[0]?.message).toContain('`client-certificate`')
    expect(manager.requests).toEqual([])
  })

  test('with a client certificate of another CA is red, and the input is named', async () => {
    await using manager = await startMutual()

    const { results } = await run(manager, await otherAuthority.issue({ client: true }))

    expect(results).toMatchObject([{ status: 'failed' }])
    expect(results[0]?.message).toContain('Nothing was sent.')
    expect(results[0]?.message).toContain('`client-certificate`')
    expect(manager.requests).toEqual([])
  })
})

test('the Node that runs npm, which may be old, deploys with a private CA', async () => {
  await using manager = await startSecure()
  const node = process.env.npm_node_execpath ?? process.execPath

  const run = await runAction({
    inputs: { url: manager.url, 'ca-certificate': authority.cert },
    node
  })

  expect(run.exitCode).toBe(0)
})
