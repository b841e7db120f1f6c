import net from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeAuthority, type Authority } from '../../../tools/certificates.ts'
import { addHostNames } from '../../support/host-names.ts'
import { send } from '../../support/http-requests.ts'
import { startProxy, type ProxyOptions } from '../../support/proxy.ts'
import { startSlowServer } from '../../support/slow-server.ts'
import {
  findClosedPort,
  formatResponse,
  startSocketServer,
  type Respond
} from '../../support/socket-server.ts'

// The proxy, which runs in this process, finds the Manager by a name that only it knows.
const host = 'manager.example.test'
let names: Disposable
let ca: Authority
beforeAll(async () => {
  names = addHostNames({ [host]: ['127.0.0.1'], 'proxy.test': ['127.0.0.3', '127.0.0.4'] })
  ca = await makeAuthority('Private CA')
})
afterAll(() => {
  names[Symbol.dispose]()
})

const ok: Respond = socket => {
  socket.write(formatResponse('ok'))
}
const startManager = async () => startSocketServer(ok, { tls: await ca.issue({ host }) })

/** Sends a POST over HTTPS through a proxy. */
const sendThrough = (proxy: string, port = 1, timeoutMs = 5_000) =>
  send(
    { url: `https://${host}:${port}`, proxy, caCertificates: [ca.cert] },
    { method: 'POST', timeoutMs }
  )

describe('through a proxy', () => {
  test('HTTPS goes through a tunnel, one for each request', async () => {
    await using manager = await startManager()
    await using proxy = await startProxy()

    const first = await sendThrough(proxy.url, manager.port)
    const second = await sendThrough(proxy.url, manager.port)

    expect([first, second]).toMatchObject([{ body: 'ok' }, { body: 'ok' }])
    expect(proxy.connects).toEqual(Array(2).fill(`${host}:${manager.port}`))
    expect(manager.connections).toHaveLength(2)
  })

  test('plain HTTP goes in absolute form', async () => {
    await using manager = await startSocketServer(ok)
    await using proxy = await startProxy()
    const url = `http://${host}:${manager.port}`

    const result = await send({ url, proxy: proxy.url })

    expect(result).toMatchObject({ body: 'ok' })
    expect(proxy.requests).toEqual([`${url}/apiops/x`])
  })

  test.each(['http', 'https'])('%s with credentials gets through', async scheme => {
    const tls = scheme === 'https' ? { tls: await ca.issue({ host }) } : {}
    await using manager = await startSocketServer(ok, tls)
    await using proxy = await startProxy({ user: 'runner', password: 'p@ss:wörd' })

    const result = await send({
      url: `${scheme}://${host}:${manager.port}`,
      proxy: proxy.urlWithCredentials,
      caCertificates: [ca.cert]
    })

    expect(result).toMatchObject({ body: 'ok' })
    expect(manager.received.join('')).not.toContain('Basic')
  })

  test('a server’s certificate is checked', async () => {
    await using manager = await startManager()
    await using proxy = await startProxy()

    const result = await send({ url: `https://${host}:${manager.port}`, proxy: proxy.url })

    expect(result).toMatchObject({ kind: 'tls', sent: false, tlsProblem: 'unknown-ca' })
    expect(manager.received).toEqual([])
  })

  test('a 407 of the server itself is a response', async () => {
    await using manager = await startSocketServer(
      socket => {
        socket.write(formatResponse('', { status: 407 }))
      },
      { tls: await ca.issue({ host }) }
    )
    await using proxy = await startProxy()

    const result = await sendThrough(proxy.url, manager.port)

    expect(result).toMatchObject({ kind: 'complete', status: 407 })
  })

  test('a server that says nothing had the request', async () => {
    await using manager = await startSocketServer(() => undefined, {
      tls: await ca.issue({ host })
    })
    await using proxy = await startProxy()

    const result = await sendThrough(proxy.url, manager.port, 600)

    expect(result).toMatchObject({ kind: 'timeout', sent: true })
  })
})

describe('a proxy that makes no tunnel', () => {
  const rows: { name: string; options: ProxyOptions; httpStatus: number }[] = [
    { name: 'wants credentials', options: { user: 'a', password: 'b' }, httpStatus: 407 },
    { name: 'refuses', options: { refuse: 403 }, httpStatus: 403 },
    { name: 'has a problem', options: { refuse: 502 }, httpStatus: 502 }
  ]
  test.each(rows)('because it $name: nothing was sent', async ({ options, httpStatus }) => {
    await using proxy = await startProxy(options)

    const result = await sendThrough(proxy.url)

    const detail = expect.stringContaining(String(httpStatus))
    expect(result).toEqual({ kind: 'proxy', sent: false, httpStatus, detail })
  })

  test.each<{ name: string; respond: Respond }>([
    { name: 'hangs up', respond: socket => socket.end() },
    { name: 'resets the connection', respond: socket => socket.resetAndDestroy() },
    { name: 'does not speak HTTP', respond: socket => socket.write('SSH-2.0\r\n\r\n') }
  ])('because it $name: nothing was sent, and there is no status', async ({ respond }) => {
    await using proxy = await startSocketServer(respond)

    const result = await sendThrough(`http://127.0.0.1:${proxy.port}`)

    expect(result).toEqual({ kind: 'proxy', sent: false, detail: expect.stringMatching(/./) })
  })

  test('because it does not respond is given up at the deadline', async () => {
    await using proxy = await startProxy({ hang: true })
    const startedAt = performance.now()

    const result = await sendThrough(proxy.url, 1, 400)

    expect(result).toEqual({ kind: 'timeout', sent: false, detail: '' })
    expect(performance.now() - startedAt).toBeLessThan(1_500)
  })

  test.each(['http', 'https'])('because nothing listens there, for %s', async scheme => {
    const proxy = `http://127.0.0.1:${await findClosedPort()}`

    const result = await send({ url: `${scheme}://${host}`, proxy }, { method: 'POST' })

    const detail = expect.stringContaining('ECONNREFUSED')
    expect(result).toEqual({ kind: 'proxy', sent: false, detail })
  })

  test('because it speaks TLS and is not trusted', async () => {
    await using proxy = await startManager()

    const result = await send({ url: `http://${host}`, proxy: `https://${host}:${proxy.port}` })

    expect(result).toMatchObject({ kind: 'tls', sent: false, tlsProblem: 'unknown-ca' })
    expect(proxy.received).toEqual([])
  })
})

describe('a response to plain HTTP through a proxy', () => {
  const respondAs =
    (status: number, ...headers: string[]): Respond =>
    socket => {
      socket.write(formatResponse('', { status, headers }))
    }
  const unsent = { kind: 'proxy', sent: false }

  test.each<{ name: string; method?: 'GET'; respond: Respond; expected: object }>([
    {
      name: '407 is the proxy’s',
      respond: respondAs(407),
      expected: { ...unsent, httpStatus: 407, detail: 'Proxy Authentication Required' }
    },
    {
      name: 'ERR_ACCESS_DENIED is Squid’s, to a GET',
      method: 'GET' as const,
      respond: respondAs(403, 'X-Squid-Error: ERR_ACCESS_DENIED 0'),
      expected: { ...unsent, httpStatus: 403, detail: 'ERR_ACCESS_DENIED' }
    },
    {
      name: 'ERR_CACHE_ACCESS_DENIED is Squid’s',
      respond: respondAs(407, 'X-Squid-Error: ERR_CACHE_ACCESS_DENIED 0'),
      expected: { ...unsent, httpStatus: 407, detail: 'ERR_CACHE_ACCESS_DENIED' }
    },
    {
      name: 'ERR_CONNECT_FAIL is Squid’s, to a GET',
      method: 'GET' as const,
      respond: respondAs(503, 'X-Squid-Error: ERR_CONNECT_FAIL 111'),
      expected: { ...unsent, httpStatus: 503, detail: 'ERR_CONNECT_FAIL' }
    },
    {
      name: 'ERR_DNS_FAIL is Squid’s',
      respond: respondAs(503, 'X-Squid-Error: ERR_DNS_FAIL 0'),
      expected: { ...unsent, httpStatus: 503, detail: 'ERR_DNS_FAIL' }
    },
    {
      name: 'ERR_CANNOT_FORWARD is Squid’s, to a GET',
      method: 'GET' as const,
      respond: respondAs(503, 'X-Squid-Error: ERR_CANNOT_FORWARD 0'),
      expected: { ...unsent, httpStatus: 503, detail: 'ERR_CANNOT_FORWARD' }
    },
    {
      name: 'ERR_CONNECT_FAIL proves nothing of a POST, which Squid may have tried before',
      respond: respondAs(503, 'X-Squid-Error: ERR_CONNECT_FAIL 111'),
      expected: { kind: 'complete', status: 503 }
    },
    {
      name: 'ERR_READ_TIMEOUT comes after the request was passed on',
      respond: respondAs(504, 'X-Squid-Error: ERR_READ_TIMEOUT 0'),
      expected: { kind: 'complete', status: 504 }
    },
    {
      name: 'ERR_ZERO_SIZE_OBJECT comes after the request was passed on',
      respond: respondAs(502, 'X-Squid-Error: ERR_ZERO_SIZE_OBJECT 0'),
      expected: { kind: 'complete', status: 502 }
    },
    {
      name: 'a 502 without a word may be anyone’s',
      respond: respondAs(502),
      expected: { kind: 'complete', status: 502 }
    }
  ])('$name', async ({ method = 'POST' as const, respond, expected }) => {
    await using proxy = await startSocketServer(respond)

    const result = await send(
      { url: `http://${host}`, proxy: `http://127.0.0.1:${proxy.port}` },
      { method }
    )

    expect(result).toMatchObject(expected)
  })

  test('with Squid’s word but without a proxy is the server’s', async () => {
    await using manager = await startSocketServer(
      respondAs(503, 'X-Squid-Error: ERR_CONNECT_FAIL 111')
    )

    const result = await send({ url: `http://127.0.0.1:${manager.port}` }, { method: 'POST' })

    expect(result).toMatchObject({ kind: 'complete', status: 503 })
  })

  test.each<{ name: string; respond: Respond }>([
    { name: 'is missing because the proxy hangs up', respond: socket => socket.end() },
    {
      name: 'is missing because the proxy resets the connection',
      respond: socket => socket.resetAndDestroy()
    }
  ])('$name: it may have been passed on', async ({ respond }) => {
    await using proxy = await startSocketServer(respond)

    const result = await send(
      { url: `http://${host}`, proxy: `http://127.0.0.1:${proxy.port}` },
      { method: 'POST' }
    )

    expect(result).toMatchObject({ kind: 'lost', sent: true })
  })
})

const testLinux = process.platform === 'linux' ? test : test.skip
testLinux('a proxy with several addresses is reached over a slow network', async () => {
  const before = net.getDefaultAutoSelectFamilyAttemptTimeout()
  await using proxy = await startSlowServer('127.0.0.3')
  setTimeout(proxy.open, 500)

  const result = await send({ url: `http://${host}`, proxy: `http://proxy.test:${proxy.port}` })

  net.setDefaultAutoSelectFamilyAttemptTimeout(before)
  expect(result).toMatchObject({ body: 'slow' })
})
