import { execFile } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import tls from 'node:tls'
import { promisify } from 'node:util'
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { makeAuthority, type Authority, type KeyPair } from '../../../tools/certificates.ts'
import { createClient, createRequest, send } from '../../support/http-requests.ts'
import { formatResponse, startSocketServer, type Respond } from '../../support/socket-server.ts'

let ca: Authority
let otherCa: Authority
let server: KeyPair
beforeAll(async () => {
  ;[ca, otherCa] = await Promise.all([makeAuthority('Private CA'), makeAuthority('Other CA')])
  server = await ca.issue()
})
afterEach(() => {
  jest.restoreAllMocks()
})

const ok: Respond = socket => {
  socket.write(formatResponse('ok'))
}
const startTlsServer = (options: tls.TlsOptions = server) => startSocketServer(ok, { tls: options })

describe('a server’s certificate', () => {
  test('of a CA that is given is trusted', async () => {
    await using manager = await startTlsServer()

    const result = await send({
      url: `https://localhost:${manager.port}`,
      caCertificates: [otherCa.cert, ca.cert]
    })

    expect(result).toMatchObject({ body: 'ok' })
  })

  test.each(['localhost', '127.0.0.1'])('is for %s, which the URL says', async host => {
    await using manager = await startTlsServer()

    const result = await send({
      url: `https://${host}:${manager.port}`,
      caCertificates: [ca.cert]
    })

    expect(result).toMatchObject({ body: 'ok' })
  })

  test.each([
    { name: 'no CA given', getCas: () => [] },
    { name: 'another CA given', getCas: () => [otherCa.cert] }
  ])(
    'of an unknown CA, with $name, is refused, and the server gets nothing',
    async ({ getCas }) => {
      await using manager = await startTlsServer()

      const result = await send(
        { url: `https://localhost:${manager.port}`, caCertificates: getCas() },
        { method: 'POST' }
      )

      expect(result).toMatchObject({ kind: 'tls', sent: false, tlsProblem: 'unknown-ca' })
      expect(manager.received).toEqual([])
    }
  )

  test('is checked whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
    await using manager = await startTlsServer()
    const module = new URL('../../../src/apinizer/http.ts', import.meta.url).href
    // In a process of its own, because Jest gives tests a copy of the environment.
    const script = `
      import { createHttpClient } from '${module}'
      const url = new URL('https://localhost:${manager.port}')
      const client = createHttpClient({ url, token: 'Token', caCertificates: [] })
      const { signal } = new AbortController()
      const request = { method: 'GET', path: '/apiops/x', timeoutMs: 5_000, signal }
      console.log((await client.send(request)).tlsProblem)
    `

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' } }
    )

    expect(stdout).toBe('unknown-ca\n')
    expect(manager.received).toEqual([])
  })

  test.each([
    { tlsProblem: 'expired', options: { expired: true } },
    { tlsProblem: 'other-host', options: { host: 'other.test' } }
  ])('with the problem $tlsProblem is refused', async ({ tlsProblem, options }) => {
    await using manager = await startTlsServer(await ca.issue(options))

    const result = await send({
      url: `https://localhost:${manager.port}`,
      caCertificates: [ca.cert]
    })

    expect(result).toMatchObject({ kind: 'tls', sent: false, tlsProblem })
    expect(manager.received).toEqual([])
  })
})

describe('the system’s CAs', () => {
  /** A system that trusts this CA besides its own. */
  function trustOnSystem({ cert }: KeyPair) {
    const { getCACertificates } = tls
    return jest
      .spyOn(tls, 'getCACertificates')
      .mockImplementation(type => (type === 'system' ? [cert] : getCACertificates(type)))
  }

  test('are trusted when Node’s are not enough, within the same request', async () => {
    trustOnSystem(ca)
    await using manager = await startTlsServer()

    const result = await send({ url: `https://localhost:${manager.port}` }, { method: 'POST' })

    expect(result).toMatchObject({ body: 'ok' })
    expect(manager.received).toHaveLength(1)
  })

  test('are trusted by requests that come to it at the same time, and later', async () => {
    const read = trustOnSystem(ca)
    await using manager = await startTlsServer()
    const client = createClient({ url: `https://localhost:${manager.port}` })

    const results = await Promise.all([1, 2, 3].map(() => client.send(createRequest())))
    const later = await client.send(createRequest())

    expect([...results, later].map(result => result.kind)).toEqual(Array(4).fill('complete'))
    expect(read.mock.calls.filter(([type]) => type === 'system')).toHaveLength(1)
  })

  test('are not read where nobody needs them, as it takes a third of a second', async () => {
    const read = trustOnSystem(otherCa)
    await using manager = await startTlsServer()

    await send({ url: `https://localhost:${manager.port}`, caCertificates: [ca.cert] })

    expect(read).not.toHaveBeenCalledWith('system')
  })

  test('do not know it either: it is told once, and again for the next request', async () => {
    trustOnSystem(otherCa)
    await using manager = await startTlsServer()
    const client = createClient({ url: `https://localhost:${manager.port}` })

    const results = [await client.send(createRequest()), await client.send(createRequest())]

    const expected = { kind: 'tls', sent: false, tlsProblem: 'unknown-ca' }
    expect(results).toMatchObject([expected, expected])
  })
})

describe('a client certificate', () => {
  const versions = ['TLSv1.2', 'TLSv1.3'] as const
  const startMutualServer = (version: tls.SecureVersion) =>
    startTlsServer({
      ...server,
      ca: ca.cert,
      requestCert: true,
      minVersion: version,
      maxVersion: version
    })

  test.each(versions)('is shown with its key over %s', async version => {
    const { cert, key } = await ca.issue({ client: true })
    await using manager = await startMutualServer(version)

    const result = await send({
      url: `https://localhost:${manager.port}`,
      caCertificates: [ca.cert],
      clientCertificate: cert,
      clientKey: key
    })

    expect(result).toMatchObject({ body: 'ok' })
  })

  // TLS 1.2 has no words of its own for it, and says it before the request may be sent.
  test.each([
    { version: 'TLSv1.2' as const, tlsProblem: 'other', sent: false },
    { version: 'TLSv1.3' as const, tlsProblem: 'client-certificate', sent: true }
  ])('that is missing over $version is told', async ({ version, tlsProblem, sent }) => {
    await using manager = await startMutualServer(version)

    const result = await send(
      { url: `https://localhost:${manager.port}`, caCertificates: [ca.cert] },
      { method: 'POST' }
    )

    expect(result).toMatchObject({ kind: 'tls', tlsProblem, sent })
    expect(manager.received).toEqual([])
  })

  // Node's own server hangs up on it without a word.
  test.each([
    { version: 'TLSv1.2' as const, expected: { kind: 'connect', sent: false } },
    { version: 'TLSv1.3' as const, expected: { kind: 'lost', sent: true } }
  ])('of an unknown CA over $version gets no response', async ({ version, expected }) => {
    const { cert, key } = await otherCa.issue({ client: true })
    await using manager = await startMutualServer(version)

    const result = await send(
      {
        url: `https://localhost:${manager.port}`,
        caCertificates: [ca.cert],
        clientCertificate: cert,
        clientKey: key
      },
      { method: 'POST' }
    )

    expect(result).toMatchObject(expected)
    expect(manager.received).toEqual([])
  })
})

describe('a port that does not speak as the URL says', () => {
  test.each([
    { name: 'responds with HTTP', bytes: 'HTTP/1.1 400 Bad Request\r\n\r\n' },
    { name: 'greets as SSH does', bytes: 'SSH-2.0-OpenSSH_9\r\n' },
    { name: 'greets as SMTP does', bytes: '220 mail.test\r\n' }
  ])('and $name is told as not TLS', async ({ bytes }) => {
    await using plain = await startSocketServer(socket => {
      socket.write(bytes)
    })

    const result = await send({ url: `https://127.0.0.1:${plain.port}` }, { method: 'POST' })

    const detail = 'wrong version number'
    expect(result).toEqual({ kind: 'tls', sent: false, tlsProblem: 'not-tls', detail })
  })

  test('and is Node’s own HTTP server is told as not TLS', async () => {
    const plain = http.createServer()
    await once(plain.listen(0, '127.0.0.1'), 'listening')
    const { port } = plain.address() as AddressInfo

    const result = await send({ url: `https://127.0.0.1:${port}` })

    plain.close()
    expect(result).toMatchObject({ kind: 'tls', sent: false, tlsProblem: 'not-tls' })
  })

  test('and hangs up in the handshake: nothing was sent', async () => {
    await using plain = await startSocketServer(socket => {
      socket.end()
    })

    const result = await send({ url: `https://127.0.0.1:${plain.port}` }, { method: 'POST' })

    expect(result).toMatchObject({ kind: 'connect', sent: false })
  })

  test('and speaks TLS where the URL says HTTP gets the request, and the response is lost', async () => {
    await using manager = await startTlsServer()

    const result = await send({ url: `http://127.0.0.1:${manager.port}` })

    expect(result).toMatchObject({ kind: 'lost', sent: true })
    expect(manager.received).toEqual([])
  })

  test('and is too old for TLS 1.2 is told in OpenSSL’s words', async () => {
    await using manager = await startTlsServer({
      ...server,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0'
    })

    const result = await send({ url: `https://localhost:${manager.port}` })

    const detail = 'tlsv1 alert protocol version'
    expect(result).toEqual({ kind: 'tls', sent: false, tlsProblem: 'other', detail })
  })
})
