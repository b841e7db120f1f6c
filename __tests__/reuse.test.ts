import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, test } from '@jest/globals'
import { openLine } from '../src/apinizer/http.ts'

const answerOf = (body: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`

test.each(['begins then', 'waits for it'])('a connection on which a second answer has come by the time of the next request is not used for it: one that %s', async when => {
  const connections: Socket[] = []
  const server = createServer(socket => {
    const number = connections.push(socket)
    socket.on('data', () => socket.write(answerOf(`connection ${number}`))).on('error', () => undefined)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  // The first answer has just been read when the second is written, so the two cannot come in one piece.
  const again = () => connections[0]?.write(answerOf('unasked'))
  subscribe('http.client.response.finish', again)
  const line = openLine({ url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), token: 't', authorities: [], connections: 1, onAnswer: () => undefined })
  const call = { method: 'POST', path: '/apiops/', timeoutMs: 5_000, signal: new AbortController().signal } as const
  const asked = line.request(call)
  const queued = when === 'waits for it' ? line.request(call) : undefined
  const first = await asked
  unsubscribe('http.client.response.finish', again)
  const second = await (queued ?? line.request(call))
  for (const socket of connections) socket.destroy()
  server.close()
  expect([first, second]).toMatchObject([{ body: 'connection 1' }, { body: 'connection 2' }])
})
