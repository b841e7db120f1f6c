import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeAuthority, type Authority, type KeyPair } from '../../tools/certificates.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'
import { changePods } from '../support/seeded-world.ts'

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

/** Runs against a Manager whose certificate is of the private CA. */
async function runSecure(
  scenario: Scenario = {},
  issued: Parameters<Authority['issue']>[0] = {},
  clientAuthority?: string
) {
  const pair = await authority.issue(issued)
  const tls = { ...pair, ...(clientAuthority !== undefined && { clientAuthority }) }
  return await runScenario({ ...scenario, options: { tls } })
}

function writeFile(name: string, text: string): string {
  const file = path.join(folder, name)
  fs.writeFileSync(file, text)
  return file
}

interface Row {
  name: string
  createScenario: () => Scenario
}

describe('a private CA', () => {
  test.each<Row>([
    {
      name: 'ca-certificate, as text with CRLF, comments and another CA',
      createScenario: () => {
        const cert = authority.cert.replaceAll('\n', '\r\n')
        return { inputs: { 'ca-certificate': `# both\r\n${cert}\r\n${otherAuthority.cert}` } }
      }
    },
    {
      name: 'ca-certificate, by a path in the workspace',
      createScenario: () => {
        writeFile('ca.pem', `${otherAuthority.cert}\n${authority.cert}`)
        return { inputs: { 'ca-certificate': 'ca.pem' }, cwd: folder }
      }
    },
    {
      name: 'NODE_EXTRA_CA_CERTS, beside ca-certificate',
      createScenario: () => ({
        inputs: { 'ca-certificate': otherAuthority.cert },
        env: { NODE_EXTRA_CA_CERTS: writeFile('extra.pem', authority.cert) }
      })
    }
  ])('is trusted from $name', async ({ createScenario }) => {
    const run = await runSecure(createScenario())

    expect(run.results).toMatchObject([{ status: 'succeeded' }])
  })

  const testOnLinux = process.platform === 'linux' ? test : test.skip

  testOnLinux('is trusted from the system’s CAs, also by parallel requests', async () => {
    const run = await runSecure({
      inputs: { group: 'PaymentAPIGroup\nPayoutAPIGroup', 'max-parallel': '2' },
      env: { SSL_CERT_FILE: writeFile('system.pem', authority.cert), SSL_CERT_DIR: folder }
    })

    expect(run.exitCode).toBe(0)
  })

  test('that is another than the one given is red before anything is sent', async () => {
    const run = await runSecure({
      inputs: { 'ca-certificate': otherAuthority.cert, 'retry-timeout': '10m' }
    })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'tls' }])
    expect(run.outputs.message).toContain('`ca-certificate`')
    expect(run.outputs.message).toContain('Nothing was sent.')
    expect(run.manager.requests).toEqual([])
  })

  test('is checked in spite of NODE_TLS_REJECT_UNAUTHORIZED=0, which is warned of', async () => {
    const run = await runSecure({ env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'tls' }])
    expect(run.annotations[0]).toMatchObject({
      name: 'warning',
      data: expect.stringContaining('NODE_TLS_REJECT_UNAUTHORIZED is 0')
    })
    expect(run.manager.requests).toEqual([])
  })
})

test.each<{ name: string; issued: Parameters<Authority['issue']>[0]; expected: string }>([
  { name: 'has expired', issued: { expired: true }, expected: 'has expired' },
  { name: 'is for another host', issued: { host: 'other.test' }, expected: 'another host name' },
  { name: 'is for clients', issued: { client: true }, expected: 'TLS handshake failed' }
])('a server certificate that $name is not accepted', async ({ issued, expected }) => {
  const run = await runSecure({ inputs: { 'ca-certificate': authority.cert } }, issued)

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'tls' }])
  expect(run.outputs.message).toContain(expected)
  expect(run.manager.requests).toEqual([])
})

test('https to a plain HTTP port is told as that', async () => {
  const run = await runScenario({
    prepare: manager => {
      manager.url = manager.url.replace('http:', 'https:')
    }
  })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'tls' }])
  expect(run.outputs.message).toContain('does not speak TLS')
})

test('plain HTTP to a TLS port is a failure before anything is sent', async () => {
  const run = await runSecure({
    prepare: manager => {
      manager.url = manager.url.replace('https:', 'http:')
    }
  })

  expect(run.results).toMatchObject([{ status: 'failed' }])
  expect(run.outputs.message).toContain('Nothing was sent.')
})

describe('mutual TLS', () => {
  /** @param given what the inputs are @param secret the key in it, of which no line may be shown */
  function runMutual(given: Partial<KeyPair> = {}, secret = '') {
    const inputs = {
      'ca-certificate': authority.cert,
      ...(given.cert !== undefined && { 'client-certificate': given.cert }),
      ...(given.key !== undefined && { 'client-key': given.key })
    }
    const lines = secret.split('\n').filter(line => line.length > 20 && !line.startsWith('---'))
    return runSecure({ inputs, secrets: lines }, {}, authority.cert)
  }

  test('accepts certificate and key as text, and the key is masked', async () => {
    const pair = await authority.issue({ client: true })

    const { results, log } = await runMutual(pair, pair.key)

    expect(results).toMatchObject([{ status: 'succeeded' }])
    expect(log).toContain(`::add-mask::${pair.key.trim().replaceAll('\n', '%0A')}`)
  })

  test('accepts certificate and key as files, and the key that was read is masked', async () => {
    const { cert, key } = await authority.issue({ client: true })
    const files = { cert: writeFile('client.pem', cert), key: writeFile('client.key', key) }

    const { exitCode, log } = await runMutual(files, key)

    expect(exitCode).toBe(0)
    expect(log).toContain(`::add-mask::${key.trim().replaceAll('\n', '%0A')}`)
  })

  test('is red without a client certificate, and with one of another CA', async () => {
    const other = await otherAuthority.issue({ client: true })

    for (const run of [await runMutual(), await runMutual(other)]) {
      expect(run.results).toMatchObject([{ status: 'failed' }])
      expect(run.outputs.message).toContain('`client-certificate`')
      expect(run.manager.requests).toEqual([])
    }
  })
})

test('the Node that runs npm, which may be as old as that of an ARM32 runner, does all of it', async () => {
  const run = await runSecure({
    prepare: changePods({ staleMs: 300 }),
    inputs: {
      'ca-certificate': authority.cert,
      verify: 'routes',
      'verify-timeout': '1m'
    },
    node: process.env.npm_node_execpath ?? process.execPath
  })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
})
