import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import { gzipSync } from 'node:zlib'
import type { WireResponse } from './responses.ts'
import type { Delivery } from './types.ts'

/** The way back to one client, as the deliveries use it. */
export interface ResponseChannel {
  response: ServerResponse
  /** What HTTP is spoken on: the TLS socket, where there is one. */
  socket: Socket
}

type Deliver = (channel: ResponseChannel, response: WireResponse) => void | Promise<void>

const TRICKLE_MS = 50

/** Every way of a response to the client, or of losing it. */
const deliveries: Record<Delivery, Deliver> = {
  normal: send,
  reset,
  close: ({ socket }) => {
    socket.end()
  },
  silence: () => undefined,
  'cut-chunked': (channel, response) => {
    writeHead(channel, response).write(response.body, () => channel.socket.end())
  },
  'not-http': ({ socket }) => {
    socket.end('220 mail.example.com ESMTP ready\r\n')
  },
  trickle,
  endless: streamEndlessly,
  gzip: (channel, { status, headers, body }) => {
    const encoded = { ...headers, 'content-encoding': 'gzip' }
    send(channel, { status, headers: encoded, body: gzipSync(body) })
  }
}

/** Sends the response in the way of the delivery, unless the client has gone. */
export async function deliver(
  delivery: Delivery,
  channel: ResponseChannel,
  response: WireResponse
): Promise<void> {
  if (!channel.response.destroyed) {
    await deliveries[delivery](channel, response)
  }
}

function send(channel: ResponseChannel, response: WireResponse): void {
  writeHead(channel, response, byteLength(response)).end(response.body)
}

function writeHead(
  { response }: ResponseChannel,
  { status, headers }: WireResponse,
  contentLength?: number
): ServerResponse {
  const length = contentLength === undefined ? {} : { 'content-length': contentLength }
  return response.writeHead(status, { ...length, ...headers })
}

function byteLength(response: WireResponse): number {
  return Buffer.byteLength(response.body)
}

/** Under TLS, where Node has no reset, it is a close without TLS's own goodbye. */
function reset({ socket }: ResponseChannel): void {
  if (socket instanceof TLSSocket) {
    socket.destroy()
  } else {
    socket.resetAndDestroy()
  }
}

async function trickle(channel: ResponseChannel, response: WireResponse): Promise<void> {
  const stream = writeHead(channel, response, byteLength(response))
  stream.flushHeaders()
  for (const byte of Buffer.from(response.body)) {
    await wait(TRICKLE_MS, undefined, { ref: false })
    if (stream.destroyed) {
      return
    }
    stream.write(Buffer.of(byte))
  }
  stream.end()
}

function streamEndlessly(channel: ResponseChannel, response: WireResponse): void {
  const stream = writeHead(channel, { ...response, status: 200 })
  const writeMore = (): void => {
    let accepted = true
    while (accepted && !stream.destroyed) {
      accepted = stream.write('x'.repeat(16_384))
    }
  }
  stream.on('drain', writeMore)
  stream.write('"')
  writeMore()
}
