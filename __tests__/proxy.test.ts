import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { makeAuthority } from './support/certificates.ts'
import { startProxy, type Proxy, type ProxyOptions } from './support/proxy.ts'

const authority = await makeAuthority('Proxy Test')
const certificate = await authority.issue()
let plain: http.Server
let secure: https.Server
let proxy: Proxy | undefined

beforeEach(async () => {
  plain = http.createServer((_, response) => response.end('plain')).listen(0, '127.0.0.1')
  secure = https
    .createServer(certificate, (_, response) => response.end('secure'))
    .listen(0, '127.0.0.1')
  await Promise.all([once(plain, 'listening'), once(secure, 'listening')])
})

afterEach(async () => {
  await proxy?.close()
  for (const server of [plain, secure]) {
    server.closeAllConnections()
    server.close()
  }
})

async function start(options?: ProxyOptions): Promise<Proxy> {
  proxy = await startProxy(options)
  return proxy
}

function host(server: http.Server | https.Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

function get(scheme: 'http' | 'https', through: string): Promise<string> {
  const proxyEnv = { HTTP_PROXY: through, HTTPS_PROXY: through }
  return new Promise((resolve, reject) => {
    const read = (response: http.IncomingMessage) => {
      if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode ?? 0}`))
      response.setEncoding('utf8').on('data', resolve)
    }
    const timeout = 300
    const request =
      scheme === 'http'
        ? http.get(
            `http://${host(plain)}/a?b`,
            { agent: new http.Agent({ proxyEnv }), timeout },
            read
          )
        : https.get(
            `https://${host(secure)}/`,
            { agent: new https.Agent({ proxyEnv, ca: authority.cert }), timeout },
            read
          )
    request.on('timeout', () => request.destroy(new Error('timed out'))).on('error', reject)
  })
}

test('https goes through a tunnel, http in absolute form', async () => {
  const { url, urlWithCredentials, connects, requests } = await start()
  expect(urlWithCredentials).toBe(url)
  await expect(get('https', url)).resolves.toBe('secure')
  expect({ connects, requests }).toEqual({ connects: [host(secure)], requests: [] })
  await expect(get('http', url)).resolves.toBe('plain')
  expect({ connects, requests }).toEqual({
    connects: [host(secure)],
    requests: [`http://${host(plain)}/a?b`]
  })
})

test('credentials are asked for, and only the right ones do', async () => {
  const { url, urlWithCredentials, connects } = await start({ user: 'ci', password: 'p@ss:word/%' })
  await expect(get('https', urlWithCredentials)).resolves.toBe('secure')
  await expect(get('http', urlWithCredentials)).resolves.toBe('plain')
  for (const wrong of [
    url,
    url.replace('//', '//ci:wrong@'),
    urlWithCredentials.replace('//ci:', '//cd:')
  ]) {
    await expect(get('https', wrong)).rejects.toThrow('407')
    await expect(get('http', wrong)).rejects.toThrow('407')
  }
  expect(connects).toHaveLength(4)
})

test('it can refuse', async () => {
  const { url, connects, requests } = await start({ refuse: 503 })
  await expect(get('https', url)).rejects.toThrow('503')
  await expect(get('http', url)).rejects.toThrow('503')
  expect({ connects, requests }).toEqual({
    connects: [host(secure)],
    requests: [`http://${host(plain)}/a?b`]
  })
})

test('it can hang', async () => {
  const { url, connects, requests } = await start({ hang: true })
  await expect(get('https', url)).rejects.toThrow('timed out')
  await expect(get('http', url)).rejects.toThrow('timed out')
  expect({ connects, requests }).toEqual({
    connects: [host(secure)],
    requests: [`http://${host(plain)}/a?b`]
  })
})

test('closing ends open tunnels, near and far', async () => {
  const { url } = await start()
  const arrival = once(secure, 'connection') as Promise<[Duplex]>
  const request = http.request(url, { method: 'CONNECT', path: host(secure) }).end()
  const [, near] = (await once(request, 'connect')) as [unknown, Duplex]
  const [far] = await arrival
  const closed = Promise.all([once(near, 'close'), once(far, 'close')])
  await proxy?.close()
  await expect(closed).resolves.toHaveLength(2)
})
