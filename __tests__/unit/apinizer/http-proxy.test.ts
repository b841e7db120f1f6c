import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeAuthority, type Authority } from '../../../tools/certificates.ts'
import { addHostNames } from '../../support/host-names.ts'
import { send } from '../../support/http-requests.ts'
import { startProxy, type ProxyOptions } from '../../support/proxy.ts'
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
  names = addHostNames({ [host]: ['127.0.0.1'] })
  ca = await makeAuthority('Private CA')
})
afterAll(() => {
  names[Symbol.dispose]()
})

const respondAs =
  (status: number, ...headers: string[]): Respond =>
  socket => {
    socket.write(formatResponse('ok', { status, headers }))
  }
const ok = respondAs(200)
const startManager = async (respond = ok) =>
  startSocketServer(respond, { tls: await ca.issue({ host }) })

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

    expect(await send({ url, proxy: proxy.url })).toMatchObject({ body: 'ok' })
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

  test.each<{ name: string; respond: Respond; expected: object }>([
    {
      name: 'a 407 of the server itself is a response',
      respond: respondAs(407),
      expected: { kind: 'complete', status: 407 }
    },
    {
      name: 'a server that says nothing had the request',
      respond: () => undefined,
      expected: { kind: 'timeout', sent: true }
    }
  ])('$name', async ({ respond, expected }) => {
    await using manager = await startManager(respond)
    await using proxy = await startProxy()

    expect(await sendThrough(proxy.url, manager.port, 2_000)).toMatchObject(expected)
  })
})

describe('a proxy that makes no tunnel: nothing was sent', () => {
  test.each<{ name: string; options: ProxyOptions; httpStatus: number }>([
    { name: 'it wants credentials', options: { user: 'a', password: 'b' }, httpStatus: 407 },
    { name: 'it refuses', options: { refuse: 403 }, httpStatus: 403 },
    { name: 'it has a problem', options: { refuse: 502 }, httpStatus: 502 }
  ])('$name', async ({ options, httpStatus }) => {
    await using proxy = await startProxy(options)

    const result = await sendThrough(proxy.url)

    expect(result).toMatchObject({ kind: 'proxy', sent: false, httpStatus })
  })

  test.each<{ name: string; respond: Respond; expected: object }>([
    { name: 'it hangs up', respond: socket => socket.end(), expected: { kind: 'proxy' } },
    {
      name: 'it resets the connection',
      respond: socket => socket.resetAndDestroy(),
      expected: { kind: 'proxy' }
    },
    {
      name: 'it does not speak HTTP',
      respond: socket => socket.write('SSH-2.0\r\n\r\n'),
      expected: { kind: 'proxy' }
    },
    { name: 'it says nothing', respond: () => undefined, expected: { kind: 'timeout' } }
  ])('$name', async ({ respond, expected }) => {
    await using proxy = await startSocketServer(respond)

    const result = await sendThrough(`http://127.0.0.1:${proxy.port}`, 1, 1_000)

    expect(result).toEqual({ sent: false, detail: expect.any(String), ...expected })
  })

  test.each(['http', 'https'])('nothing listens there, for %s', async scheme => {
    const proxy = `http://127.0.0.1:${await findClosedPort()}`

    const result = await send({ url: `${scheme}://${host}`, proxy }, { method: 'POST' })

    const detail = expect.stringContaining('ECONNREFUSED')
    expect(result).toEqual({ kind: 'proxy', sent: false, detail })
  })

  test('it speaks TLS and is not trusted', async () => {
    await using proxy = await startManager()

    const result = await send({ url: `http://${host}`, proxy: `https://${host}:${proxy.port}` })

    expect(result).toMatchObject({ kind: 'tls', sent: false, tlsProblem: 'unknown-ca' })
    expect(proxy.received).toEqual([])
  })
})

describe('a response to plain HTTP through a proxy', () => {
  test.each<{ name: string; respond: Respond; expected: object }>([
    {
      name: '407 is the proxy’s',
      respond: respondAs(407),
      expected: { kind: 'proxy', sent: false, httpStatus: 407 }
    },
    // It may be the server's, or the proxy may have passed the request on before.
    { name: '503 may be the server’s', respond: respondAs(503), expected: { kind: 'complete' } },
    {
      name: 'that is cut may be so, too',
      respond: socket => socket.end(),
      expected: { kind: 'lost', sent: true }
    }
  ])('$name', async ({ respond, expected }) => {
    await using proxy = await startSocketServer(respond)
    const options = { url: `http://${host}`, proxy: `http://127.0.0.1:${proxy.port}` }

    expect(await send(options, { method: 'POST' })).toMatchObject(expected)
  })
})
