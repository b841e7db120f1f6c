import { afterEach, beforeAll, expect, test } from '@jest/globals'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { TLSSocket } from 'node:tls'
import { makeAuthority, type Authority, type KeyPair } from './support/certificates.ts'

let authority: Authority
let stranger: Authority
const servers: https.Server[] = []

beforeAll(async () => {
  authority = await makeAuthority('Test Authority')
  stranger = await makeAuthority('Test Authority')
})

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(options: https.ServerOptions): Promise<number> {
  const server = https.createServer(options, (request, response) => {
    const { socket } = request
    response.end(
      socket instanceof TLSSocket
        ? (socket.getPeerX509Certificate()?.subject ?? 'nobody')
        : 'no TLS'
    )
  })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

function get(port: number, options: https.RequestOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    https
      .get({ host: '127.0.0.1', port, ca: authority.cert, agent: false, ...options }, response => {
        response.setEncoding('utf8').on('data', resolve).on('error', reject)
      })
      .on('error', reject)
  })
}

test('an authority is marked as one, and what it issues is not', async () => {
  const issued = new X509Certificate((await authority.issue({ name: 'Payments' })).cert)
  expect(new X509Certificate(authority.cert)).toMatchObject({
    ca: true,
    subject: 'CN=Test Authority'
  })
  expect(issued).toMatchObject({
    ca: false,
    subject: 'CN=Payments',
    subjectAltName: 'DNS:localhost, IP Address:127.0.0.1'
  })
  expect(issued.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
})

test('a server is trusted by address and by name', async () => {
  const port = await serve(await authority.issue({}))
  await expect(get(port)).resolves.toBe('nobody')
  await expect(get(port, { servername: 'localhost', host: 'localhost' })).resolves.toBe('nobody')
})

test('a server for a host or an address of choice is trusted under that one', async () => {
  const host = await serve(await authority.issue({ host: 'manager.example' }))
  await expect(get(host, { servername: 'manager.example' })).resolves.toBe('nobody')
  const ip = await serve(await authority.issue({ ip: '127.0.0.1' }))
  await expect(get(ip)).resolves.toBe('nobody')
  await expect(get(ip, { servername: 'localhost' })).rejects.toThrow(
    expect.objectContaining({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  )
})

test.each([
  ['expired', () => authority.issue({ expired: true }), 'CERT_HAS_EXPIRED'],
  [
    'for another host',
    () => authority.issue({ host: 'other.example' }),
    'ERR_TLS_CERT_ALTNAME_INVALID'
  ],
  [
    'for another address',
    () => authority.issue({ ip: '10.0.0.1' }),
    'ERR_TLS_CERT_ALTNAME_INVALID'
  ],
  ['for clients', () => authority.issue({ client: true }), 'INVALID_PURPOSE'],
  ['from an authority of the same name', () => stranger.issue({}), 'CERT_SIGNATURE_FAILURE']
])('a certificate %s is refused', async (_, issue, code) => {
  const port = await serve(await issue())
  await expect(get(port)).rejects.toThrow(expect.objectContaining({ code }))
})

test('a certificate from an authority nobody knows is refused', async () => {
  const port = await serve(await authority.issue({}))
  await expect(get(port, { ca: [] })).rejects.toThrow(
    expect.objectContaining({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
  )
})

test('a client is known by its certificate, and turned away without a good one', async () => {
  const port = await serve({
    ...(await authority.issue({})),
    ca: authority.cert,
    requestCert: true,
    rejectUnauthorized: true
  })
  const withPair = async (pair: Promise<KeyPair>) => get(port, await pair)
  await expect(withPair(authority.issue({ client: true, name: 'Deployer' }))).resolves.toBe(
    'CN=Deployer'
  )
  await expect(withPair(authority.issue({ client: true, expired: true }))).rejects.toThrow()
  await expect(withPair(authority.issue({}))).rejects.toThrow()
  await expect(withPair(stranger.issue({ client: true }))).rejects.toThrow()
  await expect(get(port)).rejects.toThrow()
})
