import net, { type Socket } from 'node:net'
import os from 'node:os'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { HttpRequest } from '../../../src/apinizer/http.ts'
import { addHostNames } from '../../support/host-names.ts'
import { createClient, createRequest, send } from '../../support/http-requests.ts'
import { startSlowServer } from '../../support/slow-server.ts'
import {
  findClosedPort,
  formatResponse,
  startSocketServer,
  type Respond,
  type SocketServer
} from '../../support/socket-server.ts'

const respondWith =
  (body: string | Buffer, ...headers: string[]): Respond =>
  socket => {
    socket.write(formatResponse(body, { headers }))
  }
const ok = respondWith('ok')
const silent: Respond = () => undefined

/** Sends a request to a server that behaves so, and gives what came of it. */
async function exchange(respond: Respond, request: Partial<HttpRequest> = {}) {
  await using server = await startSocketServer(respond)
  const result = await send({ url: `http://127.0.0.1:${server.port}` }, request)
  await waitUntilClosed(server)
  return { result, received: server.received.join('') }
}

/** Waits until nothing of a request is left for a later response to arrive on. */
async function waitUntilClosed({ connections }: SocketServer): Promise<void> {
  for (const socket of connections.filter(({ destroyed }) => !destroyed)) {
    // Not with `once`, which rejects when the client resets the connection.
    await new Promise(resolve => socket.once('close', resolve))
  }
}

describe('a request as it goes out', () => {
  test.each<{ request: Partial<HttpRequest>; line: string; headers?: string }>([
    { request: {}, line: 'GET /apiops/x' },
    { request: { path: '/apiops/../x' }, line: 'GET /apiops/../x' },
    { request: { method: 'POST' }, line: 'POST /apiops/x', headers: 'content-length: 0\r\n' },
    { request: { method: 'DELETE' }, line: 'DELETE /apiops/x', headers: 'content-length: 0\r\n' },
    {
      request: { method: 'POST', body: '{"description":"ö"}' },
      line: 'POST /apiops/x',
      headers: 'content-type: application/json\r\ncontent-length: 20\r\n'
    }
  ])('$request', async ({ request, line, headers = '' }) => {
    const { received } = await exchange(ok, request)

    expect(received.replace(/\d+\r\nConn/, 'PORT\r\nConn')).toBe(
      `${line} HTTP/1.1\r\naccept: application/json\r\ncache-control: no-cache\r\n` +
        'accept-encoding: identity\r\nauthorization: Bearer Token\r\n' +
        `user-agent: deploy-api-proxy-group\r\n${headers}` +
        `Host: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n${request.body ?? ''}`
    )
  })

  test.each([
    { base: '/', path: '/apiops/x' },
    { base: '/gate/way', path: '/gate/way/apiops/x' },
    { base: '/gate/way/', path: '/gate/way/apiops/x' }
  ])('below the base $base has the path $path', async ({ base, path }) => {
    await using server = await startSocketServer(ok)

    await send({ url: `http://127.0.0.1:${server.port}${base}` })

    expect(server.received[0]?.split(' ')[1]).toBe(path)
  })

  test('is kept alive from half a minute without a byte on', async () => {
    const setKeepAlive = jest.spyOn(net.Socket.prototype, 'setKeepAlive')

    await exchange(ok)

    expect(setKeepAlive).toHaveBeenCalledWith(true, 30_000)
    setKeepAlive.mockRestore()
  })

  test('has the further headers, which replace none of its own', async () => {
    await using server = await startSocketServer(ok)
    const headers = { 'x-tenant': 'blue', authorization: 'Basic x' }

    await send({ url: `http://127.0.0.1:${server.port}`, headers })

    expect(server.received[0]).toContain('\r\nx-tenant: blue\r\n')
    expect(server.received[0]).toContain('\r\nauthorization: Bearer Token\r\n')
    expect(server.received[0]).not.toContain('Basic')
  })

  const interfaces = Object.values(os.networkInterfaces()).flat()
  const testIPv6 = interfaces.some(found => found?.address === '::1') ? test : test.skip
  testIPv6('to an IPv6 address', async () => {
    await using server = await startSocketServer(ok, { host: '::1' })

    expect(await send({ url: `http://[::1]:${server.port}` })).toMatchObject({ body: 'ok' })
  })

  test('each has a connection of its own, so that no unasked response reaches a later one', async () => {
    await using server = await startSocketServer((socket, _, count) => {
      socket.write(formatResponse(`response ${count}`))
      socket.write(formatResponse('unasked'))
    })
    const client = createClient({ url: `http://127.0.0.1:${server.port}` })

    for (const [index, method] of (['GET', 'POST', 'DELETE'] as const).entries()) {
      const result = await client.send(createRequest({ method }))

      expect(result).toMatchObject({ body: `response ${index + 1}` })
      expect(server.connections).toHaveLength(index + 1)
    }
  })
})

describe('a response', () => {
  const mebibyte = 1024 * 1024
  const zipped = (encoding: string, bytes: Buffer) =>
    respondWith(bytes, `Content-Encoding: ${encoding}`)
  const typed = (type: string, bytes: string | Buffer) =>
    respondWith(bytes, `Content-Type: ${type}`)
  const turkish = Buffer.from([0xdd, 0xfe, 0xf0]) // İşğ in ISO-8859-9
  const manyHeaders = Array.from({ length: 200 }, (_, index) => `X-${index}: ${'y'.repeat(1_000)}`)

  test.each<{ name: string; respond: Respond; expected: object }>([
    { name: 'a byte order mark', respond: respondWith('\uFEFFö'), expected: { body: 'ö' } },
    { name: 'nothing', respond: respondWith(''), expected: { body: '' } },
    { name: 'no compression', respond: zipped('identity', Buffer.from('ok')), expected: {} },
    { name: 'a charset as encoding', respond: zipped('UTF-8', Buffer.from('ok')), expected: {} },
    { name: 'gzip', respond: zipped('\tGZIP ', gzipSync('ok')), expected: {} },
    { name: 'x-gzip', respond: zipped('x-gzip', gzipSync('ok')), expected: {} },
    { name: 'deflate', respond: zipped('deflate', deflateSync('ok')), expected: {} },
    { name: 'Brotli', respond: zipped('br', brotliCompressSync('ok')), expected: {} },
    { name: 'empty gzip', respond: zipped('gzip', Buffer.alloc(0)), expected: { body: '' } },
    {
      name: 'another charset',
      respond: typed('application/json;charset=ISO-8859-9', turkish),
      expected: { body: 'İşğ' }
    },
    {
      name: 'another charset in quotes',
      respond: typed('text/plain; charset="iso-8859-9"', turkish),
      expected: { body: 'İşğ' }
    },
    {
      name: 'UTF-8 that is labelled as another charset',
      respond: typed('text/plain;charset=ISO-8859-9', 'İşğ'),
      expected: { body: 'İşğ' }
    },
    {
      name: 'a charset that does not exist',
      respond: typed('text/plain;charset=odd', Buffer.from([0x6f, 0x6b, 0xff])),
      expected: { body: 'ok\uFFFD' }
    },
    {
      name: 'bytes that are not in the charset',
      respond: typed('text/plain;charset=utf-16', Buffer.from([0x6f, 0x6b, 0xff])),
      expected: { body: 'ok\uFFFD' }
    },
    {
      name: 'pieces',
      respond: socket => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n')
        setTimeout(() => socket.write('1\r\nk\r\n0\r\n\r\n'), 20)
      },
      expected: {}
    },
    {
      name: 'an end that is that of the connection',
      respond: socket => socket.end('HTTP/1.0 200 OK\r\n\r\nok'),
      expected: {}
    },
    {
      name: 'early hints before it',
      respond: socket => {
        socket.write('HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n')
        socket.write(formatResponse('ok'))
      },
      expected: {}
    },
    {
      name: 'two ages behind headers of 200 KB',
      respond: respondWith('ok', ...manyHeaders, 'Age: 0', 'Age: 600'),
      expected: { headers: { age: '0,600' } }
    },
    {
      name: 'an age behind a thousand headers',
      respond: respondWith(
        'ok',
        ...Array.from({ length: 1_100 }, (_, n) => `X-${n}: y`),
        'Age: 600'
      ),
      expected: { headers: { age: '600' } }
    },
    {
      name: 'a redirect, which is not followed',
      respond: socket => {
        socket.write(formatResponse('ok', { status: 307, headers: ['Location: /elsewhere'] }))
      },
      expected: { status: 307, headers: { location: '/elsewhere' } }
    },
    {
      name: 'the status 407',
      respond: socket => {
        socket.write(formatResponse('ok', { status: 407 }))
      },
      expected: { status: 407 }
    }
  ])('is read with $name', async ({ respond, expected }) => {
    const { result, received } = await exchange(respond)

    expect(result).toMatchObject({ kind: 'complete', status: 200, body: 'ok', ...expected })
    expect(received.match(/^GET/gm)).toHaveLength(1)
  })

  test('has no age where it says none', async () => {
    const { result } = await exchange(ok)

    expect(result).not.toHaveProperty('headers.age')
  })

  test.each([
    { name: 'as it is', respond: respondWith('x'.repeat(16 * mebibyte)) },
    { name: 'in gzip', respond: zipped('gzip', gzipSync('x'.repeat(16 * mebibyte))) }
  ])('of 16 MiB is read $name', async ({ respond }) => {
    const { result } = await exchange(respond)

    expect('body' in result && result.body.length).toBe(16 * mebibyte)
  })

  const endless: Respond = socket => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    const write = () => {
      while (!socket.destroyed && socket.write('x'.repeat(65_536))) {
        // The socket's buffer has room.
      }
      socket.once('drain', write)
    }
    write()
  }
  test.each<{ name: string; respond: Respond; keyword: string }>([
    { name: 'no end', respond: endless, keyword: '16 MiB' },
    {
      name: 'a byte above 16 MiB',
      respond: respondWith('x'.repeat(16 * mebibyte + 1)),
      keyword: '16 MiB'
    },
    {
      name: 'a byte above 16 MiB in gzip',
      respond: zipped('gzip', gzipSync('x'.repeat(16 * mebibyte + 1))),
      keyword: 'compression'
    },
    {
      name: 'gzip that is none',
      respond: zipped('gzip', Buffer.from('ok')),
      keyword: 'compression'
    },
    {
      name: 'gzip that ends early',
      respond: zipped('gzip', gzipSync('ok').subarray(0, -9)),
      keyword: 'compression'
    },
    {
      name: 'Brotli that is none',
      respond: zipped('br', Buffer.from('ok')),
      keyword: 'compression'
    }
  ])('with $name is malformed', async ({ respond, keyword }) => {
    const { result } = await exchange(respond)

    const detail = expect.stringContaining(keyword)
    expect(result).toEqual({ kind: 'malformed', sent: true, httpStatus: 200, detail })
  })
})

describe('a request without a complete response', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"succ'
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
  const writeAndReset = (socket: Socket, text: string) => {
    socket.write(text)
    setTimeout(() => socket.resetAndDestroy(), 20)
  }

  test.each<{ name: string; respond: Respond; expected: object }>([
    { name: 'a close', respond: socket => socket.end(), expected: { kind: 'lost' } },
    { name: 'a reset', respond: socket => socket.resetAndDestroy(), expected: { kind: 'lost' } },
    {
      name: 'a reset after 100 Continue',
      respond: socket => {
        writeAndReset(socket, 'HTTP/1.1 100 Continue\r\n\r\n')
      },
      expected: { kind: 'lost' }
    },
    {
      name: 'a head that is cut',
      respond: socket => socket.end('HTTP/1.1 200 OK\r\nConte'),
      expected: { kind: 'lost' }
    },
    {
      name: 'a body that is cut',
      respond: socket => socket.end(head),
      expected: { kind: 'lost', httpStatus: 200 }
    },
    {
      name: 'a chunked body that is cut',
      respond: socket => socket.end(`${chunked}2\r\n{}\r\n`),
      expected: { kind: 'lost', httpStatus: 200 }
    },
    {
      name: 'a reset in the body',
      respond: socket => {
        writeAndReset(socket, head)
      },
      expected: { kind: 'lost', httpStatus: 200 }
    },
    {
      name: 'another protocol',
      respond: socket => socket.end('SSH-2.0-OpenSSH\r\n'),
      expected: { kind: 'malformed' }
    },
    {
      name: 'two lengths',
      respond: respondWith('ok', 'Content-Length: 3'),
      expected: { kind: 'malformed' }
    },
    {
      name: 'a chunk without a length',
      respond: socket => socket.end(`${chunked}zz\r\n`),
      expected: { kind: 'malformed', httpStatus: 200 }
    },
    {
      name: 'a head above 256 KB',
      respond: respondWith('ok', `X: ${'x'.repeat(300_000)}`),
      expected: { kind: 'malformed' }
    },
    {
      name: 'a switch to another protocol',
      respond: socket =>
        socket.write('HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: odd\r\n\r\n'),
      expected: { kind: 'malformed' }
    }
  ])('$name', async ({ respond, expected }) => {
    const { result } = await exchange(respond, { method: 'POST' })

    expect(result).toEqual({ sent: true, detail: expect.stringMatching(/./), ...expected })
  })

  test.each([
    { path: '/x', keyword: 'ECONNREFUSED' },
    { path: '/a b', keyword: 'unescaped' }
  ])('$keyword: nothing was sent', async ({ path, keyword }) => {
    const url = `http://127.0.0.1:${await findClosedPort()}`

    const result = await send({ url }, { method: 'POST', path })

    const detail = expect.stringContaining(keyword)
    expect(result).toEqual({ kind: 'connect', sent: false, detail })
  })
})

describe('the deadline', () => {
  const trickle: Respond = socket => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n')
    const timer = setInterval(() => socket.write('x'), 20)
    socket.on('close', () => {
      clearInterval(timer)
    })
  }

  test.each([
    { name: 'silence', respond: silent, expected: {} },
    { name: 'a body that trickles in', respond: trickle, expected: { httpStatus: 200 } }
  ])('ends $name, and not earlier', async ({ respond, expected }) => {
    const startedAt = performance.now()

    const { result } = await exchange(respond, { timeoutMs: 400 })

    expect(result).toEqual({ kind: 'timeout', sent: true, detail: '', ...expected })
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(399)
  })

  test('ends a TLS handshake that gets no reply: nothing was sent', async () => {
    await using server = await startSocketServer(silent)

    const result = await send({ url: `https://127.0.0.1:${server.port}` }, { timeoutMs: 300 })

    expect(result).toEqual({ kind: 'timeout', sent: false, detail: '' })
  })
})

describe('a cancellation', () => {
  test('before the request: nothing was sent', async () => {
    const { result, received } = await exchange(ok, { signal: AbortSignal.abort() })

    expect(result).toEqual({ kind: 'cancelled', sent: false, detail: '' })
    expect(received).toBe('')
  })

  test('during the request ends it', async () => {
    const controller = new AbortController()

    const { result } = await exchange(
      () => {
        controller.abort()
      },
      { signal: controller.signal }
    )

    expect(result).toEqual({ kind: 'cancelled', sent: true, detail: '' })
  })
})

// Only Linux and Windows have the whole network 127.0.0.0/8.
const testNetwork = process.platform === 'darwin' ? test.skip : test
const testLinux = process.platform === 'linux' ? test : test.skip

describe('a name with several addresses', () => {
  let names: Disposable
  beforeAll(() => {
    names = addHostNames({
      '3-2.test': ['127.0.0.3', '127.0.0.2']
    })
  })
  afterAll(() => {
    names[Symbol.dispose]()
  })

  testNetwork('that all refuse says what each said', async () => {
    const port = await findClosedPort()

    const result = await send({ url: `http://3-2.test:${port}` })

    expect(result).toMatchObject({ kind: 'connect', sent: false })
    expect(result).toHaveProperty('detail', expect.stringMatching(/127\.0\.0\.3.*127\.0\.0\.2/))
  })

  testNetwork('is reached at the one that accepts, over a single connection', async () => {
    await using server = await startSocketServer(ok, { host: '127.0.0.2' })

    const result = await send({ url: `http://3-2.test:${server.port}` }, { method: 'POST' })

    expect(result).toMatchObject({ body: 'ok' })
    expect(server.connections).toHaveLength(1)
  })

  test('is tried at each for longer than a lost packet takes, and well below two seconds', () => {
    createClient({ url: 'http://3-2.test' })

    const attemptMs = net.getDefaultAutoSelectFamilyAttemptTimeout()
    expect(attemptMs).toBeGreaterThan(1_200)
    expect(attemptMs).toBeLessThan(1_500)
  })

  testLinux('is reached although another does not reply', async () => {
    await using silentServer = await startSlowServer('127.0.0.3')
    await using server = await startSocketServer(ok, { host: '127.0.0.2', port: silentServer.port })

    const result = await send({ url: `http://3-2.test:${server.port}` }, { timeoutMs: 20_000 })

    expect(result).toMatchObject({ body: 'ok' })
  })
})
