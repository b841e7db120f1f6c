import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { JSON_TYPE, type WireResponse } from './responses.ts'
import type { Delivery } from './types.ts'

/** The way back to one client, as the deliveries use it. */
export interface ResponseChannel {
  response: ServerResponse
  /** What HTTP is spoken on: the TLS socket, where there is one. */
  socket: Socket
}

type Deliver = (channel: ResponseChannel, response: WireResponse) => void | Promise<void>

const TRICKLE_MS = 50

/** A reset overtakes what came before it, unless that has been read. */
const RESET_MS = 50

/** Above the 16 KB that Node and most servers accept. */
const LARGE_HEADER_BYTES = 20_000

const EARLY_HINTS = { link: '</manager.css>; rel=preload; as=style' }

/** Every way of a response to the client, or of losing it. */
const deliveries: Record<Delivery, Deliver> = {
  normal: send,
  reset,
  close: ({ socket }) => {
    socket.end()
  },
  silence: () => undefined,
  'headers-then-silence': (channel, response) => {
    writeHead(channel, response, byteLength(response)).flushHeaders()
  },
  'early-hints-then-reset': channel => {
    channel.response.writeEarlyHints(EARLY_HINTS, () => {
      resetSoon(channel)
    })
  },
  'partial-head-then-reset': channel => {
    channel.socket.write('HTTP/1.1 200 OK\r\ncontent-ty', () => {
      resetSoon(channel)
    })
  },
  // The whole body comes, so that only a client that counts notices.
  'cut-length': (channel, response) => {
    const head = writeHead(channel, response, byteLength(response) + 100)
    head.write(response.body, () => channel.socket.end())
  },
  'cut-chunked': (channel, response) => {
    writeHead(channel, response).write(response.body, () => channel.socket.end())
  },
  'cut-body': sendWith({}, body => Buffer.from(body).subarray(0, Math.ceil(body.length / 2))),
  'not-http': ({ socket }) => {
    socket.end('220 mail.example.com ESMTP ready\r\n')
  },
  // A space in the name of a header.
  'malformed-head': ({ socket }, response) => {
    socket.end(`${rawHead(response, `content type: ${JSON_TYPE}`)}${response.body.toString()}`)
  },
  'large-head': sendWith({ 'x-trace': 'x'.repeat(LARGE_HEADER_BYTES) }),
  trickle,
  endless: streamEndlessly,
  'early-hints': (channel, response) => {
    channel.response.writeEarlyHints(EARLY_HINTS)
    send(channel, response)
  },
  gzip: sendWith({ 'content-encoding': 'gzip' }, gzipSync),
  bom: sendWith({}, body => Buffer.from(`\uFEFF${body.toString()}`)),
  'iso-8859-9': sendWith({ 'content-type': 'application/json;charset=ISO-8859-9' }, body =>
    encodeLatin5(body.toString())
  ),
  'content-encoding-utf-8': sendWith({ 'content-encoding': 'UTF-8' }),
  // In one piece, as only that is sure to be read at once.
  twice: ({ socket }, response) => {
    const head = rawHead(response, `content-type: ${JSON_TYPE}`)
    socket.write(`${head}${response.body.toString()}`.repeat(2))
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
  if (response.status === 204 || response.status === 304) {
    writeHead(channel, response).end()
  } else {
    writeHead(channel, response, byteLength(response)).end(response.body)
  }
}

/** Sends the response with more headers and, where asked for, its body in another form. */
function sendWith(
  headers: WireResponse['headers'],
  encode: (body: string | Buffer) => string | Buffer = body => body
): Deliver {
  return (channel, response) => {
    const body = encode(response.body)
    send(channel, { ...response, headers: { ...response.headers, ...headers }, body })
  }
}

function writeHead(
  { response }: ResponseChannel,
  { status, headers }: WireResponse,
  contentLength?: number
): ServerResponse {
  const length = contentLength === undefined ? {} : { 'content-length': contentLength }
  return response.writeHead(status, { ...length, ...headers })
}

function rawHead(response: WireResponse, header: string): string {
  const statusLine = `HTTP/1.1 ${response.status} Raw`
  return `${statusLine}\r\n${header}\r\ncontent-length: ${byteLength(response)}\r\n\r\n`
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

function resetSoon(channel: ResponseChannel): void {
  setTimeout(reset, RESET_MS, channel)
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

/** ISO-8859-9 is Latin-1 with six Turkish letters in place of six Icelandic ones. */
function encodeLatin5(text: string): Buffer {
  const turkish: Record<string, number> = { Ğ: 0xd0, İ: 0xdd, Ş: 0xde, ğ: 0xf0, ı: 0xfd, ş: 0xfe }
  const codes = Array.from(text, character => turkish[character] ?? character.charCodeAt(0))
  return Buffer.from(codes.map(code => (code > 0xff ? 0x3f : code)))
}
