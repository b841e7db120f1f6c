import type { Socket } from 'node:net'
import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parseHttpDate, type HttpRequest } from '../../../src/apinizer/http.ts'
import { addHostNames } from '../../support/host-names.ts'
import { createClient, createRequest, send } from '../../support/http-requests.ts'
import { startSlowServer } from '../../support/slow-server.ts'
import {
  findClosedPort,
  formatResponse,
  startSocketServer,
  type Respond
} from '../../support/socket-server.ts'

const ok: Respond = socket => {
  socket.write(formatResponse('ok'))
}
const silent: Respond = () => undefined
const respondWith =
  (body: string | Buffer, ...headers: string[]): Respond =>
  socket => {
    socket.write(formatResponse(body, { headers }))
  }

describe('the age of a response is read', () => {
  const rows = [
    { name: 'where there are two', headers: ['Age: 0', 'Age: 600'], expected: '0,600' },
    {
      name: 'behind a thousand other headers',
      headers: [...Array.from({ length: 1_500 }, (_, index) => `X-${index}: y`), 'Age: 600'],
      expected: '600'
    },
    { name: 'where there is none', headers: [], expected: undefined }
  ]

  test.each(rows)('$name', async ({ headers, expected }) => {
    await using server = await startSocketServer(respondWith('ok', ...headers))

    const result = await send({ url: `http://127.0.0.1:${server.port}` })

    expect(result.kind === 'complete' ? result.headers.age : result).toBe(expected)
  })
})

describe('a request as it goes out', () => {
  const rows: { name: string; request: Partial<HttpRequest>; line: string; headers: string }[] = [
    { name: 'a GET', request: {}, line: 'GET /apiops/x', headers: '' },
    {
      name: 'a POST without a body',
      request: { method: 'POST' },
      line: 'POST /apiops/x',
      headers: 'content-length: 0\r\n'
    },
    {
      name: 'a DELETE without a body',
      request: { method: 'DELETE' },
      line: 'DELETE /apiops/x',
      headers: 'content-length: 0\r\n'
    },
    {
      name: 'a POST with a body, whose length is in bytes',
      request: { method: 'POST', body: '{"description":"ö"}' },
      line: 'POST /apiops/x',
      headers: 'content-type: application/json\r\ncontent-length: 20\r\n'
    },
    {
      name: 'a path with a dot segment, which is not resolved',
      request: { path: '/apiops/../x' },
      line: 'GET /apiops/../x',
      headers: ''
    }
  ]

  test.each(rows)('$name', async ({ request, line, headers }) => {
    await using server = await startSocketServer(ok)

    await send({ url: `http://127.0.0.1:${server.port}` }, request)

    expect(server.received.join('')).toBe(
      `${line} HTTP/1.1\r\naccept: application/json\r\ncache-control: no-cache\r\n` +
        'accept-encoding: identity\r\nauthorization: Bearer Token\r\n' +
        `user-agent: deploy-api-proxy-group\r\n${headers}` +
        `Host: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n${request.body ?? ''}`
    )
  })

  test.each([
    { base: '', path: '/apiops/x' },
    { base: '/', path: '/apiops/x' },
    { base: '/gate/way', path: '/gate/way/apiops/x' },
    { base: '/gate/way/', path: '/gate/way/apiops/x' }
  ])('below the base "$base" has the path $path', async ({ base, path }) => {
    await using server = await startSocketServer(ok)

    await send({ url: `http://127.0.0.1:${server.port}${base}` })

    expect(server.received[0]?.split(' ')[1]).toBe(path)
  })

  test('has the further headers, which replace none of its own', async () => {
    await using server = await startSocketServer(ok)

    await send({
      url: `http://127.0.0.1:${server.port}`,
      headers: { 'x-tenant': 'blue', authorization: 'Basic x' }
    })

    expect(server.received[0]).toContain('\r\nx-tenant: blue\r\n')
    expect(server.received[0]).toContain('\r\nauthorization: Bearer Token\r\n')
    expect(server.received[0]).not.toContain('Basic')
  })

  const interfaces = Object.values(os.networkInterfaces()).flat()
  const testIPv6 = interfaces.some(found => found?.address === '::1') ? test : test.skip
  testIPv6('to an IPv6 address', async () => {
    await using server = await startSocketServer(ok, { host: '::1' })

    const result = await send({ url: `http://[::1]:${server.port}` })

    expect(result).toMatchObject({ body: 'ok' })
    expect(server.received[0]).toContain(`\r\nHost: [::1]:${server.port}\r\n`)
  })
})

describe('a connection', () => {
  test.each(['GET', 'POST', 'DELETE'] as const)('serves one %s only', async method => {
    await using server = await startSocketServer(ok)
    const client = createClient({ url: `http://127.0.0.1:${server.port}` })

    for (const request of [createRequest({ method }), createRequest({ method })]) {
      await client.send(request)
    }

    expect(server.received).toHaveLength(2)
    expect(server.connections).toHaveLength(2)
  })

  test('is closed once the response is complete', async () => {
    await using server = await startSocketServer(ok)

    await send({ url: `http://127.0.0.1:${server.port}` })

    await waitUntilClosed(server.connections)
    expect(server.connections).toHaveLength(1)
  })

  test('gives a response that nobody asked for to no later request', async () => {
    await using server = await startSocketServer((socket, _, count) => {
      socket.write(formatResponse(`response ${count}`))
      socket.write(formatResponse('unasked'))
    })
    const client = createClient({ url: `http://127.0.0.1:${server.port}` })

    const first = await client.send(createRequest())
    await sleep(20)
    const second = await client.send(createRequest({ method: 'POST' }))

    expect([first, second]).toMatchObject([{ body: 'response 1' }, { body: 'response 2' }])
  })
})

describe('a response', () => {
  const mebibyte = 1024 * 1024
  const zipped = (encoding: string, bytes: Buffer) =>
    respondWith(bytes, `Content-Encoding: ${encoding}`)
  const typed = (type: string, bytes: string | Buffer) =>
    respondWith(bytes, `Content-Type: ${type}`)
  const turkish = Buffer.from([0xdd, 0xfe, 0xf0]) // İşğ in ISO-8859-9

  const readable: { name: string; respond: Respond; body: string }[] = [
    { name: 'in UTF-8', respond: respondWith('ö'), body: 'ö' },
    {
      name: 'with byte order marks',
      respond: respondWith('\uFEFF{\uFEFF}'),
      body: '\uFEFF{\uFEFF}'
    },
    { name: 'that is empty', respond: respondWith(''), body: '' },
    { name: 'without compression', respond: zipped('identity', Buffer.from('ok')), body: 'ok' },
    {
      name: 'with an encoding that is a charset',
      respond: zipped('UTF-8', Buffer.from('ok')),
      body: 'ok'
    },
    { name: 'in gzip', respond: zipped('gzip', gzipSync('ok')), body: 'ok' },
    { name: 'in x-gzip', respond: zipped('x-gzip', gzipSync('ok')), body: 'ok' },
    { name: 'in deflate', respond: zipped('deflate', deflateSync('ok')), body: 'ok' },
    { name: 'in Brotli', respond: zipped('br', brotliCompressSync('ok')), body: 'ok' },
    { name: 'in gzip, oddly written', respond: zipped('\tGZIP ', gzipSync('ok')), body: 'ok' },
    { name: 'that is empty, in gzip', respond: zipped('gzip', Buffer.alloc(0)), body: '' },
    {
      name: 'in ISO-8859-9',
      respond: typed('application/json;charset=ISO-8859-9', turkish),
      body: 'İşğ'
    },
    {
      name: 'in ISO-8859-9, quoted',
      respond: typed('application/json; charset="iso-8859-9"', turkish),
      body: 'İşğ'
    },
    {
      name: 'in UTF-8 that is labelled ISO-8859-9',
      respond: typed('application/json;charset=ISO-8859-9', 'İşğ'),
      body: 'İşğ'
    },
    {
      name: 'in a charset that does not exist',
      respond: typed('text/plain;charset=odd', Buffer.from([0x6f, 0x6b, 0xff])),
      body: 'ok\uFFFD'
    },
    {
      name: 'in pieces',
      respond: socket => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n')
        setTimeout(() => socket.write('1\r\nk\r\n0\r\n\r\n'), 20)
      },
      body: 'ok'
    },
    {
      name: 'that ends with the connection',
      respond: socket => socket.end('HTTP/1.0 200 OK\r\n\r\nok'),
      body: 'ok'
    },
    {
      name: 'after early hints',
      respond: socket => {
        socket.write('HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n')
        socket.write(formatResponse('ok'))
      },
      body: 'ok'
    },
    {
      name: 'with a head of 200 KB',
      respond: respondWith('ok', ...Array.from({ length: 20 }, () => `X: ${'x'.repeat(10_000)}`)),
      body: 'ok'
    }
  ]

  test.each(readable)('$name is read', async ({ respond, body }) => {
    await using server = await startSocketServer(respond)

    const result = await send({ url: `http://127.0.0.1:${server.port}` })

    expect(result).toMatchObject({ kind: 'complete', status: 200, body })
  })

  test.each([
    { name: 'as it is', respond: respondWith('x'.repeat(16 * mebibyte)) },
    { name: 'in gzip', respond: zipped('gzip', gzipSync('x'.repeat(16 * mebibyte))) }
  ])('of 16 MiB $name is read', async ({ respond }) => {
    await using server = await startSocketServer(respond)

    const result = await send({ url: `http://127.0.0.1:${server.port}` })

    expect('body' in result && result.body.length).toBe(16 * mebibyte)
  })

  const tooLarge = 'The response is larger than 16 MiB.'
  const undecodable = 'The response’s compression cannot be read.'
  test.each([
    {
      name: 'above 16 MiB',
      respond: respondWith('x'.repeat(16 * mebibyte + 1)),
      detail: tooLarge
    },
    {
      name: 'above 16 MiB in gzip',
      respond: zipped('gzip', gzipSync('x'.repeat(16 * mebibyte + 1))),
      detail: undecodable
    },
    {
      name: 'that is not in gzip',
      respond: zipped('gzip', Buffer.from('ok')),
      detail: undecodable
    },
    {
      name: 'that ends early in gzip',
      respond: zipped('gzip', gzipSync('ok').subarray(0, -9)),
      detail: undecodable
    },
    {
      name: 'that is not in Brotli',
      respond: zipped('br', Buffer.from('ok')),
      detail: undecodable
    }
  ])('$name is malformed', async ({ respond, detail }) => {
    await using server = await startSocketServer(respond)

    const result = await send({ url: `http://127.0.0.1:${server.port}` })

    expect(result).toEqual({ kind: 'malformed', sent: true, httpStatus: 200, detail })
  })

  test('that never ends is given up at 16 MiB', async () => {
    await using server = await startSocketServer(socket => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const write = () => {
        while (!socket.destroyed && socket.write('x'.repeat(65_536))) {
          // The socket's buffer has room.
        }
        socket.once('drain', write)
      }
      write()
    })

    const result = await send({ url: `http://127.0.0.1:${server.port}` })

    expect(result).toMatchObject({ kind: 'malformed', detail: tooLarge })
    await waitUntilClosed(server.connections)
  })

  test.each([301, 401, 407, 503])('with status %i is one like any other', async status => {
    await using server = await startSocketServer(socket => {
      socket.write(formatResponse('', { status, headers: ['Location: /elsewhere'] }))
    })

    const result = await send({ url: `http://127.0.0.1:${server.port}` })

    const headers = { location: '/elsewhere' }
    expect(result).toMatchObject({ kind: 'complete', status, headers, body: '' })
    expect(server.received).toHaveLength(1)
  })
})

describe('a request without a complete response', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"succ'
  const resetLater = (socket: Socket) => {
    setTimeout(() => {
      socket.resetAndDestroy()
    }, 20)
  }
  const rows: { name: string; respond: Respond; expected: object }[] = [
    {
      name: 'a connection that is closed',
      respond: socket => socket.end(),
      expected: { kind: 'lost', detail: 'socket hang up' }
    },
    {
      name: 'a connection that is reset',
      respond: socket => socket.resetAndDestroy(),
      expected: { kind: 'lost', detail: 'read ECONNRESET' }
    },
    {
      name: 'a reset after 100 Continue',
      respond: socket => {
        socket.write('HTTP/1.1 100 Continue\r\n\r\n')
        resetLater(socket)
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
      respond: socket =>
        socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n'),
      expected: { kind: 'lost', httpStatus: 200 }
    },
    {
      name: 'a reset in the body',
      respond: socket => {
        socket.write(head)
        resetLater(socket)
      },
      expected: { kind: 'lost', httpStatus: 200 }
    },
    {
      name: 'a compressed body that is cut',
      respond: socket => socket.end(head.replace('\r\n', '\r\nContent-Encoding: gzip\r\n')),
      expected: { kind: 'lost', httpStatus: 200 }
    },
    {
      name: 'another protocol',
      respond: socket => socket.end('SSH-2.0-OpenSSH\r\n'),
      expected: { kind: 'malformed' }
    },
    {
      name: 'an alert of TLS',
      respond: socket => socket.end(Buffer.from([21, 3, 1, 0, 2, 2, 70])),
      expected: { kind: 'malformed' }
    },
    {
      name: 'two lengths',
      respond: respondWith('ok', 'Content-Length: 3'),
      expected: { kind: 'malformed', detail: 'Parse Error: Duplicate Content-Length' }
    },
    {
      name: 'a chunk without a length',
      respond: socket => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
      expected: { kind: 'malformed', httpStatus: 200 }
    },
    {
      name: 'a head above 256 KB',
      respond: respondWith('ok', `X: ${'x'.repeat(300_000)}`),
      expected: { kind: 'malformed', detail: 'Parse Error: Header overflow' }
    },
    {
      name: 'a switch to another protocol',
      respond: socket =>
        socket.write('HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: odd\r\n\r\n'),
      expected: { kind: 'malformed', detail: 'The server switched to another protocol.' }
    }
  ]

  test.each(rows)('$name', async ({ respond, expected }) => {
    await using server = await startSocketServer(respond)

    const result = await send({ url: `http://127.0.0.1:${server.port}` }, { method: 'POST' })

    expect(result).toEqual({ sent: true, detail: expect.any(String), ...expected })
    await waitUntilClosed(server.connections)
  })

  test('nothing listens: nothing was sent', async () => {
    const port = await findClosedPort()

    const result = await send({ url: `http://127.0.0.1:${port}` }, { method: 'POST' })

    const detail = `connect ECONNREFUSED 127.0.0.1:${port}`
    expect(result).toEqual({ kind: 'connect', sent: false, detail })
  })

  test('the name is not known: nothing was sent', async () => {
    const result = await send({ url: 'http://manager.invalid' }, { method: 'POST' })

    const detail = expect.stringContaining('manager.invalid')
    expect(result).toEqual({ kind: 'connect', sent: false, detail })
  })

  test('the path cannot be sent: nothing was', async () => {
    await using server = await startSocketServer(ok)

    const result = await send({ url: `http://127.0.0.1:${server.port}` }, { path: '/a b' })

    const detail = expect.stringContaining('unescaped characters')
    expect(result).toEqual({ kind: 'connect', sent: false, detail })
    expect(server.connections).toEqual([])
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
  ])('ends $name', async ({ respond, expected }) => {
    await using server = await startSocketServer(respond)
    const startedAt = performance.now()

    const result = await send({ url: `http://127.0.0.1:${server.port}` }, { timeoutMs: 400 })

    const durationMs = performance.now() - startedAt
    expect(result).toEqual({ kind: 'timeout', sent: true, detail: '', ...expected })
    expect(durationMs).toBeGreaterThan(390)
    expect(durationMs).toBeLessThan(1_500)
    await waitUntilClosed(server.connections)
  })

  test('ends a TLS handshake that gets no reply: nothing was sent', async () => {
    await using server = await startSocketServer(silent)

    const result = await send({ url: `https://127.0.0.1:${server.port}` }, { timeoutMs: 300 })

    expect(result).toEqual({ kind: 'timeout', sent: false, detail: '' })
  })

  test('is the only limit for a server that takes its time', async () => {
    await using server = await startSocketServer(socket => {
      setTimeout(() => socket.write(formatResponse('ok')), 1_000)
    })

    expect(await send({ url: `http://127.0.0.1:${server.port}` })).toMatchObject({ body: 'ok' })
  })
})

describe('a cancellation', () => {
  test('before the request: nothing was sent', async () => {
    await using server = await startSocketServer(ok)

    const result = await send(
      { url: `http://127.0.0.1:${server.port}` },
      { signal: AbortSignal.abort() }
    )

    expect(result).toEqual({ kind: 'cancelled', sent: false, detail: '' })
    expect(server.connections).toEqual([])
  })

  test('during the request ends it at once', async () => {
    const controller = new AbortController()
    await using server = await startSocketServer(() => {
      controller.abort()
    })

    const result = await send(
      { url: `http://127.0.0.1:${server.port}` },
      { signal: controller.signal }
    )

    expect(result).toEqual({ kind: 'cancelled', sent: true, detail: '' })
    await waitUntilClosed(server.connections)
  })
})

// Only Linux and Windows have the whole network 127.0.0.0/8.
const testNetwork = process.platform === 'darwin' ? test.skip : test
const testLinux = process.platform === 'linux' ? test : test.skip

describe('a name with several addresses', () => {
  let names: Disposable
  beforeAll(() => {
    names = addHostNames({
      '2-3.test': ['127.0.0.2', '127.0.0.3'],
      '3-2.test': ['127.0.0.3', '127.0.0.2'],
      '3-4.test': ['127.0.0.3', '127.0.0.4']
    })
  })
  afterAll(() => {
    names[Symbol.dispose]()
  })

  testNetwork('that all refuse is told by what each said', async () => {
    const port = await findClosedPort()

    const result = await send({ url: `http://2-3.test:${port}` })

    expect(result).toEqual({
      kind: 'connect',
      sent: false,
      detail: `connect ECONNREFUSED 127.0.0.2:${port}; connect ECONNREFUSED 127.0.0.3:${port}`
    })
  })

  testNetwork('is reached at the one that accepts', async () => {
    await using server = await startSocketServer(ok, { host: '127.0.0.2' })

    const result = await send({ url: `http://3-2.test:${server.port}` }, { method: 'POST' })

    expect(result).toMatchObject({ body: 'ok' })
    expect(server.received).toHaveLength(1)
  })

  testLinux('is reached where the network is slow and the others refuse', async () => {
    await using server = await startSlowServer('127.0.0.3')
    setTimeout(server.open, 500)

    const result = await send({ url: `http://3-4.test:${server.port}` }, { method: 'POST' })

    expect(result).toMatchObject({ body: 'slow' })
  })

  testLinux('is reached although another does not reply', async () => {
    await using silentServer = await startSlowServer('127.0.0.3')
    await using server = await startSocketServer(ok, {
      host: '127.0.0.2',
      port: silentServer.port
    })

    const result = await send({ url: `http://3-2.test:${server.port}` }, { timeoutMs: 2_000 })

    expect(result).toMatchObject({ body: 'ok' })
  })

  testLinux('that do not reply is given up at the deadline: nothing was sent', async () => {
    await using server = await startSlowServer('127.0.0.3')

    const result = await send(
      { url: `http://3-4.test:${server.port}` },
      { method: 'POST', timeoutMs: 400 }
    )

    expect(result).toEqual({ kind: 'timeout', sent: false, detail: '' })
  })
})

describe('parseHttpDate', () => {
  test.each([
    { date: 'Thu, 16 Apr 2026 10:30:07 GMT', expected: Date.UTC(2026, 3, 16, 10, 30, 7) },
    { date: 'Thu, 16 Xyz 2026 10:30:07 GMT', expected: undefined },
    { date: undefined, expected: undefined },
    { date: '', expected: undefined },
    { date: '2026', expected: undefined },
    { date: 'x Thu, 16 Apr 2026 10:30:07 GMT', expected: undefined },
    { date: 'Thu, 16 Apr 2026 10:30:07 GMT+3', expected: undefined },
    { date: 'Thu, 16 Apr 2026 10:30:07', expected: undefined }
  ])('of $date is $expected', ({ date, expected }) => {
    expect(parseHttpDate(date)).toBe(expected)
  })
})

/** Waits until nothing of a request is left for a later response to arrive on. */
async function waitUntilClosed(connections: readonly Socket[]): Promise<void> {
  for (const socket of connections) {
    if (!socket.destroyed) {
      // Not with `once`, which rejects when the client resets the connection.
      await new Promise(resolve => socket.once('close', resolve))
    }
  }
}
