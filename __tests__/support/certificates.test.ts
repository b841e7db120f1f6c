import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { TLSSocket } from 'node:tls'
import { beforeAll, expect, test } from '@jest/globals'
import { makeAuthority, type Authority } from '../../tools/certificates.ts'

let authority: Authority
/** Another CA of the same name. */
let stranger: Authority

beforeAll(async () => {
  authority = await makeAuthority('Test CA')
  stranger = await makeAuthority('Test CA')
})

interface Server extends AsyncDisposable {
  port: number
}

/** Starts a server whose responses name the client that it knows. */
async function serve(options: https.ServerOptions): Promise<Server> {
  const server = https.createServer(options, ({ socket }, response) => {
    const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
    response.end(certificate?.subject ?? 'no client certificate')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }
}

function get({ port }: Server, options: https.RequestOptions = {}): Promise<string> {
  const request = { host: '127.0.0.1', port, ca: authority.cert, agent: false, ...options }
  return new Promise((resolve, reject) => {
    https
      .get(request, response => {
        response.setEncoding('utf8').on('data', resolve).on('error', reject)
      })
      .on('error', reject)
  })
}

test('a CA is marked as one, and what it issues is not', async () => {
  const issued = new X509Certificate((await authority.issue({ name: 'Payments' })).cert)

  expect(new X509Certificate(authority.cert)).toMatchObject({ ca: true, subject: 'CN=Test CA' })
  expect(issued).toMatchObject({
    ca: false,
    subject: 'CN=Payments',
    subjectAltName: 'DNS:localhost, IP Address:127.0.0.1'
  })
})

test('a server is trusted by address and by name', async () => {
  await using server = await serve(await authority.issue())

  await expect(get(server)).resolves.toBe('no client certificate')
  await expect(get(server, { servername: 'localhost', host: 'localhost' })).resolves.toBe(
    'no client certificate'
  )
})

test('a server for a host of choice is trusted under that name alone', async () => {
  await using server = await serve(await authority.issue({ host: 'manager.example' }))

  await expect(get(server, { servername: 'manager.example' })).resolves.toBeDefined()
  await expect(get(server)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
})

test.each([
  {
    name: 'that has expired',
    issue: () => authority.issue({ expired: true }),
    code: 'CERT_HAS_EXPIRED'
  },
  {
    name: 'for another host',
    issue: () => authority.issue({ host: 'other.example' }),
    code: 'ERR_TLS_CERT_ALTNAME_INVALID'
  },
  {
    name: 'for another address',
    issue: () => authority.issue({ ip: '10.0.0.1' }),
    code: 'ERR_TLS_CERT_ALTNAME_INVALID'
  },
  {
    name: 'for clients',
    issue: () => authority.issue({ client: true }),
    code: 'INVALID_PURPOSE'
  },
  {
    name: 'from a CA of the same name',
    issue: () => stranger.issue(),
    code: 'CERT_SIGNATURE_FAILURE'
  }
])('a certificate $name is refused', async ({ issue, code }) => {
  await using server = await serve(await issue())

  await expect(get(server)).rejects.toMatchObject({ code })
})

test('a certificate from an unknown CA is refused', async () => {
  await using server = await serve(await authority.issue())

  await expect(get(server, { ca: [] })).rejects.toMatchObject({
    code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'
  })
})

test('a client is known by its certificate', async () => {
  await using server = await serve({
    ...(await authority.issue()),
    ca: authority.cert,
    requestCert: true,
    rejectUnauthorized: true
  })

  const client = await authority.issue({ client: true, name: 'Deployer' })

  await expect(get(server, client)).resolves.toBe('CN=Deployer')
})

test.each([
  { name: 'no certificate', issue: () => Promise.resolve({}) },
  {
    name: 'an expired certificate',
    issue: () => authority.issue({ client: true, expired: true })
  },
  { name: 'a server’s certificate', issue: () => authority.issue() },
  { name: 'another CA’s certificate', issue: () => stranger.issue({ client: true }) }
])('a client with $name is turned away', async ({ issue }) => {
  await using server = await serve({
    ...(await authority.issue()),
    ca: authority.cert,
    requestCert: true,
    rejectUnauthorized: true
  })

  await expect(get(server, await issue())).rejects.toThrow()
})
