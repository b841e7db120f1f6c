import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../simulator/simulator.ts'
import { makeAuthority, type Authority, type KeyPair } from './support/certificates.ts'
import { runAction } from './support/run-action.ts'

let authority: Authority
let other: Authority
let folder: string
const started: Simulator[] = []

beforeAll(async () => {
  ;[authority, other] = await Promise.all([
    makeAuthority('Private Authority'),
    makeAuthority('Other Authority')
  ])
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tls-'))
})
afterAll(async () => {
  await Promise.all(started.map(manager => manager.close()))
  fs.rmSync(folder, { recursive: true })
})

async function managerWith(pair: KeyPair, clientAuthority?: string): Promise<Simulator> {
  const manager = await startSimulator({
    tls: { ...pair, ...(clientAuthority !== undefined && { clientAuthority }) }
  })
  started.push(manager)
  return manager
}

const file = (name: string, text: string) => {
  fs.writeFileSync(path.join(folder, name), text)
  return path.join(folder, name)
}

describe('a private authority', () => {
  let manager: Simulator
  beforeAll(async () => {
    manager = await managerWith(await authority.issue({}))
  })

  test('is trusted by its certificate, as text or as a path, alone or among others', async () => {
    for (const ca of [
      authority.cert,
      file('ca.pem', `${other.cert}\n${authority.cert}`),
      `# both\r\n${authority.cert.replaceAll('\n', '\r\n')}\r\n${other.cert}`
    ]) {
      expect(
        (await runAction({ inputs: { url: manager.url, 'ca-certificate': ca } })).results
      ).toMatchObject([{ status: 'succeeded' }])
    }
  })

  test('is trusted by a path relative to the workspace', async () => {
    file('ca.pem', authority.cert)
    expect(
      (await runAction({ inputs: { url: manager.url, 'ca-certificate': 'ca.pem' }, cwd: folder }))
        .exitCode
    ).toBe(0)
  })

  test('is trusted from NODE_EXTRA_CA_CERTS, alone and beside ca-certificate', async () => {
    const env = { NODE_EXTRA_CA_CERTS: file('extra.pem', authority.cert) }
    expect((await runAction({ inputs: { url: manager.url }, env })).exitCode).toBe(0)
    expect(
      (await runAction({ inputs: { url: manager.url, 'ca-certificate': other.cert }, env }))
        .exitCode
    ).toBe(0)
  })

  test('is trusted from the system’s authorities', async () => {
    const run = await runAction({
      inputs: { url: manager.url },
      env: { SSL_CERT_FILE: file('system.pem', authority.cert), SSL_CERT_DIR: folder }
    })
    expect(run.exitCode).toBe(process.platform === 'linux' ? 0 : run.exitCode)
  })

  test('is trusted from there by requests side by side too', async () => {
    const env = { SSL_CERT_FILE: file('system.pem', authority.cert), SSL_CERT_DIR: folder }
    const run = await runAction({
      inputs: { url: manager.url, group: 'PaymentAPIGroup\nPayoutAPIGroup', 'max-parallel': '4' },
      env
    })
    expect(run.exitCode).toBe(process.platform === 'linux' ? 0 : run.exitCode)
  })

  test.each<[string, () => Record<string, string>]>([
    ['not known', () => ({})],
    ['another than the one given', () => ({ 'ca-certificate': other.cert })]
  ])('%s: red, nothing sent, and ca-certificate named', async (_, inputs) => {
    manager.requests.length = 0
    const { results } = await runAction({ inputs: { url: manager.url, retries: '2', ...inputs() } })
    expect(results).toMatchObject([
      { status: 'failed', reason: 'tls', message: expect.stringContaining('`ca-certificate`') }
    ])
    expect(manager.requests).toEqual([])
  })

  test('NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing, and is called out', async () => {
    const run = await runAction({
      inputs: { url: manager.url },
      env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    })
    expect(run.results).toMatchObject([{ status: 'failed', reason: 'tls' }])
    expect(run.annotations).toContainEqual(
      expect.objectContaining({
        name: 'warning',
        properties: { title: 'NODE_TLS_REJECT_UNAUTHORIZED is 0' }
      })
    )
  })
})

describe('a server’s certificate', () => {
  test.each<[string, Parameters<Authority['issue']>[0], string]>([
    ['that has expired', { expired: true }, 'expired'],
    ['of another host', { host: 'other.example.com' }, 'another host name'],
    ['of a client', { client: true }, 'TLS handshake failed']
  ])('%s is not accepted', async (_, options, words) => {
    const manager = await managerWith(await authority.issue(options))
    const { results } = await runAction({
      inputs: { url: manager.url, 'ca-certificate': authority.cert }
    })
    expect(results).toMatchObject([
      { status: 'failed', reason: 'tls', message: expect.stringContaining(words) }
    ])
    expect(manager.requests).toEqual([])
  })

  test('is missing on a plain port: the scheme is named', async () => {
    const manager = await startSimulator()
    started.push(manager)
    const { results } = await runAction({ inputs: { url: manager.url.replace('http:', 'https:') } })
    expect(results).toMatchObject([
      { status: 'failed', reason: 'tls', message: expect.stringContaining('does not speak TLS') }
    ])
  })
})

describe('mutual TLS', () => {
  let manager: Simulator
  let good: KeyPair
  beforeAll(async () => {
    manager = await managerWith(await authority.issue({}), authority.cert)
    good = await authority.issue({ client: true })
  })
  const run = (pair: Partial<KeyPair>) =>
    runAction({
      inputs: {
        url: manager.url,
        'ca-certificate': authority.cert,
        ...(pair.cert !== undefined && { 'client-certificate': pair.cert }),
        ...(pair.key !== undefined && { 'client-key': pair.key })
      },
      secrets:
        pair.key?.includes('BEGIN') === true
          ? pair.key.split('\n').filter(line => line.length > 20 && !line.startsWith('---'))
          : []
    })

  test('works with certificate and key as texts and as paths, and the key is masked line by line', async () => {
    const asText = await run(good)
    expect(asText.results).toMatchObject([{ status: 'succeeded' }])
    expect(asText.log).toContain(`::add-mask::${good.key.trim().replaceAll('\n', '%0A')}`)
    expect(
      (await run({ cert: file('client.pem', good.cert), key: file('client.key', good.key) }))
        .exitCode
    ).toBe(0)
  })

  test.each<[string, () => Promise<Partial<KeyPair>>]>([
    ['no certificate', () => Promise.resolve({})],
    ['a certificate of another authority', () => other.issue({ client: true })]
  ])('%s: red, nothing deployed, and the inputs named', async (_, pair) => {
    const { results } = await run(await pair())
    expect(results).toMatchObject([
      { status: 'failed', reason: 'tls', message: expect.stringContaining('`client-certificate`') }
    ])
    expect(manager.requests.filter(({ call }) => call === 'deploy')).toHaveLength(2)
  })

  test('one hang-up is no refusal, a second one may be', async () => {
    const health = { on: { call: 'health' }, ending: 'reset' } as const
    manager.misbehave(health)
    expect((await run(good)).results).toMatchObject([{ status: 'succeeded' }])
    manager.misbehave({ ...health, times: 2 })
    expect((await run(good)).results).toMatchObject([
      {
        status: 'failed',
        reason: 'tls',
        message: expect.stringContaining('perhaps to refuse a certificate')
      }
    ])
  })

  test('a key of another certificate is a bad input', async () => {
    const { outputs } = await run({
      cert: good.cert,
      key: (await authority.issue({ client: true })).key
    })
    expect(outputs.message).toContain('`client-key` does not belong to')
  })
})
