import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, test } from '@jest/globals'
import { openLine } from '../src/apinizer/http.ts'

const answerOf = (body: string) =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`

test.each(['begins then', 'waits for it'])(
  'a connection on which a second answer has come by the time of the next request is not used for it: one that %s',
  async when => {
    const connections: Socket[] = []
    const server = createServer(socket => {
      const number = connections.push(socket)
      socket
        .on('data', () => socket.write(answerOf(`connection ${number}`)))
        .on('error', () => undefined)
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    // The first answer has just been read when the second is written, so the two cannot come in one piece.
    const again = () => connections[0]?.write(answerOf('unasked'))
    subscribe('http.client.response.finish', again)
    const line = openLine({
      url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
      token: 't',
      authorities: [],
      connections: 1,
      onAnswer: () => undefined
    })
    const call = {
      method: 'POST',
      path: '/apiops/',
      timeoutMs: 5_000,
      signal: new AbortController().signal
    } as const
    const asked = line.request(call)
    const queued = when === 'waits for it' ? line.request(call) : undefined
    const first = await asked
    unsubscribe('http.client.response.finish', again)
    const second = await (queued ?? line.request(call))
    for (const socket of connections) socket.destroy()
    server.close()
    expect([first, second]).toMatchObject([{ body: 'connection 1' }, { body: 'connection 2' }])
  }
)

test('a request waits for a connection no longer than it may take, and the next one gets the turn', async () => {
  const connections: Socket[] = []
  const seen: string[] = []
  let answer: (() => void) | undefined
  const server = createServer(socket => {
    connections.push(socket)
    socket
      .on('error', () => undefined)
      .on('data', data => {
        seen.push(/\/apiops\/(\w+)/.exec(String(data))?.[1] ?? '')
        if (seen.length === 1) answer = () => socket.write(answerOf('first'))
        else socket.write(answerOf('other'))
      })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const line = openLine({
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    token: 't',
    authorities: [],
    connections: 1,
    onAnswer: () => undefined
  })
  const cancellation = new AbortController()
  const ask = (name: string, timeoutMs = 20_000, { signal } = new AbortController()) =>
    line.request({ method: 'GET', path: `/apiops/${name}`, timeoutMs, signal })
  const asked = [
    ask('first'),
    ask('late', 50.5),
    ask('cancelled', 20_000, cancellation),
    ask('next'),
    ask('last')
  ]
  expect(await asked[1]).toMatchObject({ ending: 'deadline', sent: false })
  cancellation.abort()
  expect(await asked[2]).toMatchObject({ ending: 'cancelled', sent: false })
  answer?.()
  expect(await Promise.all([asked[0], asked[3], asked[4]])).toMatchObject([
    { body: 'first' },
    { body: 'other' },
    { body: 'other' }
  ])
  expect(await ask('again')).toMatchObject({ body: 'other' })
  expect(seen).toEqual(['first', 'next', 'last', 'again'])
  for (const socket of connections) socket.destroy()
  server.close()
}, 10_000)
