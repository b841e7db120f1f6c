import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import os from 'node:os'
import { createServer as createTlsServer } from 'node:tls'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, jest, test } from '@jest/globals'
import { openLine, readHttpDate, type Call, type Endpoint } from '../src/apinizer/http.ts'
import { makeAuthority, type Authority, type KeyPair } from './support/certificates.ts'

/** One request on a bare socket: every byte that goes out, and what each end of it is called. */
const closers: (() => void)[] = []
afterAll(() => {
  for (const close of closers) close()
})

/** Called with each request's head, as it has come: answers it, or does not. */
type Behaviour = (socket: Socket, head: string, nth: number) => void

async function serving(
  behave: Behaviour,
  { tls, clients, host = '127.0.0.1' }: { tls?: KeyPair; clients?: Authority; host?: string } = {}
) {
  const heads: string[] = []
  const connections: Socket[] = []
  const take = (socket: Socket) => {
    connections.push(socket)
    socket
      .on('error', () => undefined)
      .on('data', data => {
        heads.push(String(data))
        behave(socket, String(data), heads.length)
      })
  }
  const server =
    tls === undefined
      ? createServer(take)
      : createTlsServer(
          { ...tls, ...(clients && { ca: clients.cert, requestCert: true }) },
          take
        ).on('tlsClientError', () => undefined)
  await once(server.listen(0, host), 'listening')
  closers.push(() => {
    server.close()
    for (const socket of connections) socket.destroy()
  })
  return { port: (server.address() as AddressInfo).port, heads, connections }
}

function lineTo(
  port: number,
  {
    url = `http://127.0.0.1:${port}`,
    ...over
  }: Partial<Omit<Endpoint, 'url'>> & { url?: string } = {}
) {
  const told: unknown[] = []
  const line = openLine({
    url: new URL(url),
    token: 'Token',
    authorities: [],
    connections: 2,
    onAnswer: answer => {
      told.push(answer)
    },
    ...over
  })
  const ask = (call: Partial<Call> = {}) =>
    line.request({
      method: 'GET',
      path: '/apiops/x',
      timeoutMs: 5_000,
      signal: new AbortController().signal,
      ...call
    })
  return { ask, told }
}

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
const never: Behaviour = () => undefined

describe('what goes out', () => {
  const common = (host: string) =>
    `accept: application/json\r\ncache-control: no-cache\r\naccept-encoding: identity\r\nauthorization: Bearer Token\r\nuser-agent: deploy-api-proxy-group\r\n%Host: ${host}\r\nConnection: keep-alive\r\n\r\n`
  test.each<[string, Partial<Call>, string, string]>([
    ['a GET', {}, 'GET /apiops/x', ''],
    ['a POST without a body', { method: 'POST' }, 'POST /apiops/x', 'content-length: 0\r\n'],
    ['a DELETE without a body', { method: 'DELETE' }, 'DELETE /apiops/x', 'content-length: 0\r\n'],
    [
      'a POST with a body, in bytes',
      { method: 'POST', body: '{"description":"ö"}' },
      'POST /apiops/x',
      'content-type: application/json\r\ncontent-length: 20\r\n'
    ],
    ['a path that would climb', { path: '/apiops/../x' }, 'GET /apiops/../x', '']
  ])('%s', async (_, call, line, headers) => {
    const { port, heads } = await serving(socket => {
      socket.write(ok)
    })
    expect(await lineTo(port).ask(call)).toMatchObject({ answered: true, body: 'ok' })
    expect(heads.join('')).toBe(
      `${line} HTTP/1.1\r\n${common(`127.0.0.1:${port}`).replace('%', headers)}${call.body ?? ''}`
    )
  })

  test.each([
    ['', '/apiops/x'],
    ['/', '/apiops/x'],
    ['/gate/way', '/gate/way/apiops/x'],
    ['/gate/way/', '/gate/way/apiops/x']
  ])('below a base of %j', async (base, path) => {
    const { port, heads } = await serving(socket => {
      socket.write(ok)
    })
    await lineTo(port, { url: `http://127.0.0.1:${port}${base}` }).ask()
    expect(heads[0]?.split(' ')[1]).toBe(path)
  })

  const hasIPv6 = Object.values(os.networkInterfaces())
    .flat()
    .some(one => one?.address === '::1')
  const testIPv6 = hasIPv6 ? test : test.skip
  testIPv6('to an IPv6 address', async () => {
    const { port, heads } = await serving(
      socket => {
        socket.write(ok)
      },
      { host: '::1' }
    )
    expect(await lineTo(port, { url: `http://[::1]:${port}` }).ask()).toMatchObject({ body: 'ok' })
    expect(heads[0]).toContain(`\r\nHost: [::1]:${port}\r\n`)
  })
})

describe('an answer', () => {
  const coded = (coding: string, body: Buffer) => (socket: Socket) => {
    socket.write(
      Buffer.concat([
        Buffer.from(
          `HTTP/1.1 200 OK\r\ncontent-encoding: ${coding}\r\ncontent-length: ${body.length}\r\n\r\n`
        ),
        body
      ])
    )
  }
  const plain = (body: string | Buffer) => (socket: Socket) => {
    socket.write(
      Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`),
        Buffer.from(body)
      ])
    )
  }
  const mebibyte = 1024 * 1024

  test.each<[string, (socket: Socket) => void, string]>([
    ['as it is', plain('ö'), 'ö'],
    ['with a byte-order mark', plain('\uFEFF{}'), '{}'],
    ['with one inside', plain('{\uFEFF}'), '{\uFEFF}'],
    ['of 1 MiB', plain('x'.repeat(mebibyte)), 'x'.repeat(mebibyte)],
    ['of no coding', coded('identity', Buffer.from('ok')), 'ok'],
    ['of an empty coding', coded('', Buffer.from('ok')), 'ok'],
    ['of no coding, oddly written', coded(' IDENTITY ', Buffer.from('ok')), 'ok'],
    ['in gzip', coded('gzip', gzipSync('ok')), 'ok'],
    ['in x-gzip', coded('x-gzip', gzipSync('ok')), 'ok'],
    ['in deflate', coded('deflate', deflateSync('ok')), 'ok'],
    ['in brotli', coded('br', brotliCompressSync('ok')), 'ok'],
    ['in gzip, oddly written', coded('\tGZIP ', gzipSync('ok')), 'ok'],
    ['of 1 MiB in gzip', coded('gzip', gzipSync('x'.repeat(mebibyte))), 'x'.repeat(mebibyte)],
    ['that is empty, in an odd coding', coded('odd', Buffer.alloc(0)), '']
  ])('%s is read', async (_, behave, body) => {
    const { port } = await serving(behave)
    const { ask, told } = lineTo(port)
    const reply = await ask()
    expect(reply).toMatchObject({ answered: true, status: 200 })
    expect('body' in reply && reply.body === body).toBe(true)
    expect(told).toEqual([reply])
    expect(reply.endedAt).toBeGreaterThanOrEqual(reply.startedAt)
  })

  test.each<[string, (socket: Socket) => void, object]>([
    [
      'above 1 MiB',
      plain('x'.repeat(mebibyte + 1)),
      { detail: 'The answer is larger than 1 MiB.', begun: expect.stringMatching(/^x+$/) }
    ],
    [
      'above 1 MiB in gzip',
      coded('gzip', gzipSync('x'.repeat(mebibyte + 1))),
      { detail: 'The answer’s compression cannot be read.' }
    ],
    [
      'in an odd coding',
      coded('odd', Buffer.from('ok')),
      { detail: 'The answer’s compression cannot be read.' }
    ],
    [
      'in a coding that looks like none',
      coded('identity2', Buffer.from('ok')),
      { detail: 'The answer’s compression cannot be read.' }
    ],
    [
      'in another that looks like none',
      coded('x-identity', Buffer.from('ok')),
      { detail: 'The answer’s compression cannot be read.' }
    ],
    [
      'in a coding that every object has',
      coded('constructor', Buffer.from('ok')),
      { detail: 'The answer’s compression cannot be read.' }
    ],
    [
      'that is not in its coding',
      coded('gzip', Buffer.from('ok')),
      { detail: 'The answer’s compression cannot be read.' }
    ]
  ])('%s is not', async (_, behave, expected) => {
    const { port } = await serving(behave)
    const { ask, told } = lineTo(port)
    const reply = await ask()
    expect(reply).toMatchObject({
      answered: false,
      ending: 'garbled',
      sent: true,
      httpStatus: 200,
      ...expected
    })
    expect('begun' in reply).toBe('begun' in expected)
    expect(told).toEqual([])
  })

  test.each([301, 401, 503])('%i is one like any other', async status => {
    const { port, heads } = await serving(socket => {
      socket.write(`HTTP/1.1 ${status} X\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n`)
    })
    expect(await lineTo(port).ask()).toMatchObject({
      answered: true,
      status,
      headers: { location: '/elsewhere' },
      body: ''
    })
    expect(heads).toHaveLength(1)
  })
})

describe('no answer', () => {
  const begun = 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"succ'
  const reset = (socket: Socket) => {
    setTimeout(() => {
      socket.resetAndDestroy()
    }, 20)
  }
  test.each<[string, Behaviour, object, (() => Partial<Call>)?]>([
    [
      'a hang-up',
      socket => {
        socket.end()
      },
      { ending: 'closed', sent: true, detail: 'socket hang up' }
    ],
    [
      'a reset',
      socket => {
        socket.resetAndDestroy()
      },
      { ending: 'reset', sent: true, detail: 'read ECONNRESET' }
    ],
    [
      'a reset after a 100',
      socket => {
        socket.write('HTTP/1.1 100 Continue\r\n\r\n')
        reset(socket)
      },
      { ending: 'cut', sent: true, detail: 'The answer was cut off.' }
    ],
    [
      'a hang-up amid an answer',
      socket => {
        socket.end(begun)
      },
      { ending: 'cut', sent: true, httpStatus: 200, begun: '{"succ' }
    ],
    [
      'a reset amid an answer',
      socket => {
        socket.write(begun)
        reset(socket)
      },
      { ending: 'cut', sent: true, httpStatus: 200, begun: '{"succ' }
    ],
    [
      'a hang-up amid a compressed answer',
      socket => {
        socket.end(begun.replace('\r\n', '\r\ncontent-encoding: gzip\r\n'))
      },
      { ending: 'cut', sent: true, httpStatus: 200 }
    ],
    [
      'something else than HTTP',
      socket => {
        socket.end('SSH-2.0-OpenSSH\r\n')
      },
      { ending: 'garbled', sent: true, detail: expect.stringMatching(/^The answer is not HTTP \(/) }
    ],
    [
      'another protocol',
      socket => {
        socket.write('HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: odd\r\n\r\n')
      },
      { ending: 'garbled', sent: true, detail: 'The server switched to another protocol.' }
    ],
    ['silence', never, { ending: 'deadline', sent: true, detail: '' }, () => ({ timeoutMs: 600 })],
    [
      'silence amid an answer',
      socket => {
        socket.write(begun)
      },
      { ending: 'deadline', sent: true, httpStatus: 200, begun: '{"succ' },
      () => ({ timeoutMs: 600 })
    ],
    [
      'a cancellation',
      never,
      { ending: 'cancelled', sent: true },
      () => ({ signal: AbortSignal.timeout(600) })
    ],
    [
      'a cancellation before',
      never,
      { ending: 'cancelled', sent: false, detail: '' },
      () => ({ signal: AbortSignal.abort() })
    ],
    [
      'a path that no request can have',
      never,
      { ending: 'refused', sent: false, detail: expect.stringContaining('unescaped characters') },
      () => ({ path: '/a b' })
    ]
  ])('%s', async (_, behave, expected, call = () => ({})) => {
    const { port, connections } = await serving(behave)
    const { ask, told } = lineTo(port)
    const reply = await ask(call())
    expect(reply).toMatchObject({ answered: false, ...expected })
    for (const name of ['httpStatus', 'begun'])
      if (!(name in expected)) expect(reply).not.toHaveProperty(name)
    expect(told).toEqual([])
    // Nothing of it is left, for a later answer to arrive on.
    await Promise.all(
      connections.map(async socket => {
        if (!socket.destroyed) await once(socket, 'close')
      })
    )
  })

  test('for the lack of anybody there', async () => {
    const { port } = await serving(never)
    closers.pop()?.()
    expect(await lineTo(port).ask()).toMatchObject({
      answered: false,
      ending: 'refused',
      sent: false,
      detail: `connect ECONNREFUSED 127.0.0.1:${port}`
    })
  })

  test.each<[string, string | undefined, Behaviour, object]>([
    [
      'a 407 of a proxy',
      'given',
      socket => {
        socket.write('HTTP/1.1 407 X\r\ncontent-length: 0\r\n\r\n')
      },
      {
        answered: false,
        ending: 'proxy',
        sent: false,
        detail: 'Proxy Authentication Required',
        httpStatus: 407
      }
    ],
    [
      'a 407 of a server',
      undefined,
      socket => {
        socket.write('HTTP/1.1 407 X\r\ncontent-length: 0\r\n\r\n')
      },
      { answered: true, status: 407 }
    ],
    [
      'another answer through a proxy',
      'given',
      socket => {
        socket.write(ok)
      },
      { answered: true, status: 200 }
    ],
    [
      'a reset of a proxy',
      'given',
      socket => {
        socket.resetAndDestroy()
      },
      { answered: false, ending: 'closed', sent: true }
    ],
    [
      'a hang-up of a proxy',
      'given',
      socket => {
        socket.end()
      },
      { answered: false, ending: 'closed', sent: true }
    ]
  ])('%s', async (_, proxy, behave, expected) => {
    const { port, heads } = await serving(behave)
    const reply = await lineTo(
      port,
      proxy === undefined
        ? {}
        : { url: 'http://manager.invalid', proxy: `http://127.0.0.1:${port}` }
    ).ask()
    expect(reply).toMatchObject(expected)
    expect(heads[0]?.startsWith('GET http://manager.invalid')).toBe(proxy !== undefined)
  })

  test('of a proxy that is not there', async () => {
    const { port } = await serving(never)
    closers.pop()?.()
    for (const scheme of ['http', 'https'])
      expect(
        await lineTo(port, {
          url: `${scheme}://manager.invalid`,
          proxy: `http://127.0.0.1:${port}`
        }).ask()
      ).toMatchObject({ answered: false, ending: 'proxy', sent: false })
  })
})

describe('the connections', () => {
  test('are kept, and given up when idle for three seconds, but not during a request', async () => {
    const { port, heads, connections } = await serving((socket, _, nth) => {
      if (nth === 2)
        setTimeout(() => {
          socket.write(ok)
        }, 3_600)
      else socket.write(ok)
    })
    const { ask } = lineTo(port)
    await ask()
    expect(await ask({ timeoutMs: 10_000 })).toMatchObject({ body: 'ok' })
    expect([heads.length, connections.length]).toEqual([2, 1])
    const idleFrom = performance.now()
    await Promise.all(
      connections.map(async socket => {
        if (!socket.destroyed) await once(socket, 'close')
      })
    )
    expect(performance.now() - idleFrom).toBeGreaterThan(2_500)
    expect(performance.now() - idleFrom).toBeLessThan(4_500)
  }, 15_000)

  test('are as many as may be, and what waits for one has less time left', async () => {
    const { port, heads, connections } = await serving((socket, head) => {
      if (head.includes('/slow'))
        setTimeout(() => {
          socket.write(ok)
        }, 1_000)
    })
    const { ask } = lineTo(port)
    const slow = [ask({ path: '/slow' }), ask({ path: '/slow' })]
    const askedAt = performance.now()
    expect(await ask({ path: '/silent', timeoutMs: 1_500 })).toMatchObject({
      ending: 'deadline',
      sent: true
    })
    expect(performance.now() - askedAt).toBeLessThan(2_200)
    expect(await Promise.all(slow)).toMatchObject([{ body: 'ok' }, { body: 'ok' }])
    expect([heads.length, connections.length]).toEqual([3, 2])
  })

  test('a reset of one that was used before is a reset', async () => {
    const { port } = await serving((socket, _, nth) => {
      if (nth === 1) socket.write(ok)
      else socket.resetAndDestroy()
    })
    const { ask } = lineTo(port)
    await ask()
    expect(await ask()).toMatchObject({ ending: 'reset', sent: true })
  })
})

describe('over TLS', () => {
  const made = makeAuthority('Private')
  const secure = async (
    over: Partial<Endpoint> = {},
    behave: Behaviour = socket => {
      socket.write(ok)
    },
    clients?: Authority
  ) => {
    const { port, heads } = await serving(behave, {
      tls: await (await made).issue(),
      ...(clients && { clients })
    })
    return { ...lineTo(port, { ...over, url: `https://localhost:${port}` }), heads }
  }

  test('only what is given or known is trusted, whatever the variable says', async () => {
    const { cert } = await made
    jest.replaceProperty(process, 'env', { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' })
    expect(await (await secure({ authorities: [cert] })).ask()).toMatchObject({ body: 'ok' })
    const other = await makeAuthority('Other')
    const strangers = await Promise.all([secure(), secure({ authorities: [other.cert] })])
    for (const { ask, heads } of strangers) {
      for (const again of [1, 2])
        expect([again, await ask()]).toMatchObject([
          again,
          { answered: false, ending: 'tls', sent: false, tlsProblem: 'unknown-authority' }
        ])
      expect(heads).toEqual([])
    }
    jest.restoreAllMocks()
  })

  test('a client certificate is shown with its key, and its lack is told', async () => {
    const authority = await made
    const { cert, key } = await authority.issue({ client: true })
    expect(
      await (
        await secure(
          { authorities: [authority.cert], clientCertificate: cert, clientKey: key },
          undefined,
          authority
        )
      ).ask()
    ).toMatchObject({ body: 'ok' })
    const { ask, heads } = await secure({ authorities: [authority.cert] }, undefined, authority)
    expect(await ask({ method: 'POST' })).toMatchObject({
      answered: false,
      ending: 'tls',
      sent: false,
      tlsProblem: 'client-certificate'
    })
    expect(heads).toEqual([])
  })

  test('a server that says nothing after the handshake had the request', async () => {
    expect(
      await (await secure({ authorities: [(await made).cert] }, never)).ask({ timeoutMs: 2_000 })
    ).toMatchObject({ ending: 'deadline', sent: true })
  })

  test('a port that does not shake hands had nothing', async () => {
    const { port } = await serving(never)
    expect(
      await lineTo(port, { url: `https://127.0.0.1:${port}` }).ask({ timeoutMs: 300 })
    ).toMatchObject({ ending: 'deadline', sent: false })
  })
})

test.each<[string | undefined, number | undefined]>([
  ['Thu, 16 Apr 2026 10:30:07 GMT', Date.UTC(2026, 3, 16, 10, 30, 7)],
  ['Thu, 16 Xyz 2026 10:30:07 GMT', undefined],
  [undefined, undefined],
  ['', undefined],
  ['2026', undefined],
  ['x Thu, 16 Apr 2026 10:30:07 GMT', undefined],
  ['Thu, 16 Apr 2026 10:30:07 GMT+3', undefined],
  ['Thu, 16 Apr 2026 10:30:07', undefined]
])('the date %j', (text, expected) => {
  expect(readHttpDate(text)).toBe(expected)
})
