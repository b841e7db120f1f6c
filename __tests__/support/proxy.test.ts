import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { makeAuthority } from '../../tools/certificates.ts'
import { startProxy } from './proxy.ts'

const authority = await makeAuthority('Proxy Test')
const certificate = await authority.issue()
let plain: http.Server
let secure: https.Server

beforeEach(async () => {
  plain = http.createServer((_, response) => response.end('plain'))
  secure = https.createServer(certificate, (_, response) => response.end('secure'))
  for (const server of [plain, secure]) {
    await once(server.listen(0, '127.0.0.1'), 'listening')
  }
})

afterEach(() => {
  for (const server of [plain, secure]) {
    server.closeAllConnections()
    server.close()
  }
})

function hostOf(server: http.Server | https.Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Gets a page of the plain or the secure server through a proxy. */
function get(scheme: 'http' | 'https', proxyUrl: string): Promise<string> {
  const proxyEnv = { HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl }
  const timeout = 300
  return new Promise((resolve, reject) => {
    const read = (response: http.IncomingMessage) => {
      if (response.statusCode !== 200) {
        reject(new Error(`status ${response.statusCode ?? 0}`))
      }
      response.setEncoding('utf8').on('data', resolve)
    }
    const request =
      scheme === 'http'
        ? http.get(
            `http://${hostOf(plain)}/a?b`,
            { agent: new http.Agent({ proxyEnv }), timeout },
            read
          )
        : https.get(
            `https://${hostOf(secure)}/`,
            { agent: new https.Agent({ proxyEnv, ca: authority.cert }), timeout },
            read
          )
    request.on('timeout', () => request.destroy(new Error('timed out'))).on('error', reject)
  })
}

/** What the two servers are asked for, as the proxy sees it. */
const recordedTargets = () => ({
  connects: [hostOf(secure)],
  requests: [`http://${hostOf(plain)}/a?b`]
})

test('HTTPS goes through a tunnel, and HTTP in absolute form', async () => {
  await using proxy = await startProxy()

  await expect(get('https', proxy.url)).resolves.toBe('secure')
  await expect(get('http', proxy.url)).resolves.toBe('plain')

  expect(proxy).toMatchObject({ ...recordedTargets(), urlWithCredentials: proxy.url })
})

test('only the right credentials are accepted', async () => {
  await using proxy = await startProxy({ user: 'ci', password: 'p@ss:word/%' })
  const { url, urlWithCredentials } = proxy
  const wrongUrls = [
    url,
    url.replace('//', '//ci:wrong@'),
    urlWithCredentials.replace('//ci:', '//cd:')
  ]

  await expect(get('https', urlWithCredentials)).resolves.toBe('secure')
  await expect(get('http', urlWithCredentials)).resolves.toBe('plain')
  for (const wrong of wrongUrls) {
    await expect(get('https', wrong)).rejects.toThrow('407')
    await expect(get('http', wrong)).rejects.toThrow('407')
  }
})

test.each([
  { name: 'refuse', options: { refuse: 503 }, error: '503' },
  { name: 'hang', options: { hang: true }, error: 'timed out' }
])('it can $name', async ({ options, error }) => {
  await using proxy = await startProxy(options)

  await expect(get('https', proxy.url)).rejects.toThrow(error)
  await expect(get('http', proxy.url)).rejects.toThrow(error)

  expect(proxy).toMatchObject(recordedTargets())
})

test('closing it ends open tunnels at both ends', async () => {
  await using proxy = await startProxy()
  const arrival = once(secure, 'connection') as Promise<[Duplex]>
  const request = http.request(proxy.url, { method: 'CONNECT', path: hostOf(secure) }).end()
  const [, near] = (await once(request, 'connect')) as [unknown, Duplex]
  const [far] = await arrival
  const closed = Promise.all([once(near, 'close'), once(far, 'close')])

  await proxy.close()

  await expect(closed).resolves.toHaveLength(2)
})
