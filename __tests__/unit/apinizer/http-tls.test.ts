import { execFile } from 'node:child_process'
import type { Socket } from 'node:net'
import tls from 'node:tls'
import { promisify } from 'node:util'
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { generate } from 'selfsigned'
import { makeAuthority, type Authority, type KeyPair } from '../../../tools/certificates.ts'
import { createClient, createRequest, send } from '../../support/http-requests.ts'
import {
  formatResponse,
  startSocketServer,
  type Respond,
  type SocketServer
} from '../../support/socket-server.ts'

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
  test.each(['localhost', '127.0.0.1'])('of a CA that is given is trusted for %s', async host => {
    await using manager = await startTlsServer()

    const result = await send({
      url: `https://${host}:${manager.port}`,
      caCertificates: [otherCa.cert, ca.cert]
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

  test.each<{ tlsProblem: string; detail: string; options: Parameters<typeof generate>[1] }>([
    {
      tlsProblem: 'expired-ca',
      detail: 'CN=localhost: certificate has expired',
      options: { notAfterDate: new Date(2_000, 1) }
    },
    {
      tlsProblem: 'weak',
      detail: 'EE certificate key too weak',
      options: { keySize: 1_024, notAfterDate: new Date(2_100, 1) }
    }
  ])('that is trusted and is $tlsProblem is refused', async ({ tlsProblem, detail, options }) => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
      algorithm: 'sha256',
      notBeforeDate: new Date(1_999, 1),
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
      ...options
    })
    await using manager = await startTlsServer({ cert, key, ciphers: 'DEFAULT@SECLEVEL=0' })

    const result = await send({
      url: `https://localhost:${manager.port}`,
      caCertificates: [ca.cert, cert]
    })

    expect(result).toMatchObject({ kind: 'tls', sent: false, tlsProblem, detail })
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

  test('are trusted when Node’s are not enough, and read once for all requests', async () => {
    const read = trustOnSystem(ca)
    await using manager = await startTlsServer()
    const client = createClient({ url: `https://localhost:${manager.port}` })

    const results = await Promise.all([1, 2, 3].map(() => client.send(createRequest())))
    const later = await client.send(createRequest({ method: 'POST' }))

    expect([...results, later].map(result => result.kind)).toEqual(Array(4).fill('complete'))
    expect(manager.received).toHaveLength(4)
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
    { version: 'TLSv1.2' as const, tlsProblem: 'refused', sent: false },
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
    {
      version: 'TLSv1.2' as const,
      expected: { kind: 'tls', sent: false, tlsProblem: 'closed' }
    },
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
  test.each<{ name: string; respond: (socket: Socket) => void; tlsProblem: string }>([
    {
      name: 'responds with HTTP',
      respond: socket => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
      tlsProblem: 'not-tls'
    },
    {
      name: 'greets as SMTP does',
      respond: socket => socket.write('220 mail.test\r\n'),
      tlsProblem: 'not-tls'
    },
    { name: 'hangs up in the handshake', respond: socket => socket.end(), tlsProblem: 'closed' },
    {
      name: 'resets the connection in it',
      respond: socket => socket.resetAndDestroy(),
      tlsProblem: 'closed'
    }
  ])('and $name: nothing was sent', async ({ respond, tlsProblem }) => {
    await using plain = await startSocketServer(respond)

    const result = await send({ url: `https://127.0.0.1:${plain.port}` }, { method: 'POST' })

    expect(result).toMatchObject({ kind: 'tls', sent: false, tlsProblem })
  })

  const alert = Buffer.from([0x15, 3, 3, 0, 2, 2, 80])
  test.each<{ name: string; start: () => Promise<SocketServer> }>([
    { name: 'hangs up', start: () => startTlsServer() },
    { name: 'sends an alert', start: () => startSocketServer(socket => socket.write(alert)) }
  ])('and $name where the URL says HTTP and it speaks TLS', async ({ start }) => {
    await using manager = await start()

    const result = await send({ url: `http://127.0.0.1:${manager.port}` })

    expect(result).toMatchObject({ kind: 'tls', tlsProblem: 'wants-tls' })
  })

  test('and is too old for TLS 1.2', async () => {
    await using manager = await startTlsServer({
      ...server,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0'
    })

    const result = await send({ url: `https://localhost:${manager.port}` })

    expect(result).toMatchObject({ kind: 'tls', sent: false, tlsProblem: 'protocol' })
  })
})
