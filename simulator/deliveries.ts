import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { JSON_TYPE, type WireResponse } from './responses.ts'
import type { Timers } from './timers.ts'
import type { Delivery } from './types.ts'

/** The way back to one client, as the deliveries use it. */
export interface ResponseChannel {
  response: ServerResponse
  /** What HTTP is spoken on: the TLS socket, where there is one. */
  socket: Socket
  /** Finds the TCP socket; the same as `socket` without TLS. */
  tcp: () => Socket
  /** The server's clock, in ms. */
  now: () => number
  timers: Timers
}

type Deliver = (channel: ResponseChannel, response: WireResponse) => void | Promise<void>

const TRICKLE_MS = 50

/** A reset overtakes what came before it, unless that has been read. */
const RESET_MS = 50

/** Above the 16 KB that Node and most servers accept. */
const LARGE_HEADER_BYTES = 20_000

const EARLY_HINTS = { link: '</manager.css>; rel=preload; as=style' }

const deliveries: Record<Delivery, Deliver> = {
  normal: send,
  reset: ({ tcp }) => {
    tcp().resetAndDestroy()
  },
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
  'cut-body': (channel, response) => {
    const body = Buffer.from(response.body)
    send(channel, { ...response, body: body.subarray(0, Math.ceil(body.length / 2)) })
  },
  'not-http': ({ socket }) => {
    socket.end('220 mail.example.com ESMTP ready\r\n')
  },
  // A space in the name of a header.
  'malformed-head': ({ socket }, response) => {
    socket.end(`${rawHead(response, `content type: ${JSON_TYPE}`)}${response.body.toString()}`)
  },
  'large-head': (channel, response) => {
    const headers = { ...response.headers, 'x-trace': 'x'.repeat(LARGE_HEADER_BYTES) }
    send(channel, { ...response, headers })
  },
  trickle: trickle,
  endless: streamEndlessly,
  'early-hints': (channel, response) => {
    channel.response.writeEarlyHints(EARLY_HINTS)
    send(channel, response)
  },
  gzip: (channel, response) => {
    const headers = { ...response.headers, 'content-encoding': 'gzip' }
    send(channel, { ...response, headers, body: gzipSync(response.body) })
  },
  bom: (channel, response) => {
    send(channel, { ...response, body: Buffer.from(`\uFEFF${response.body.toString()}`) })
  },
  'iso-8859-9': (channel, response) => {
    const headers = { ...response.headers, 'content-type': 'application/json;charset=ISO-8859-9' }
    send(channel, { ...response, headers, body: encodeLatin5(response.body.toString()) })
  },
  'content-encoding-utf-8': (channel, response) => {
    send(channel, { ...response, headers: { ...response.headers, 'content-encoding': 'UTF-8' } })
  },
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

function writeHead(
  { response, now }: ResponseChannel,
  { status, headers }: WireResponse,
  contentLength?: number
): ServerResponse {
  response.sendDate = false
  const ownHeaders: OutgoingHttpHeaders = { date: new Date(now()).toUTCString() }
  if (contentLength !== undefined) {
    ownHeaders['content-length'] = contentLength
  }
  return response.writeHead(status, { ...ownHeaders, ...headers })
}

function rawHead(response: WireResponse, header: string): string {
  const statusLine = `HTTP/1.1 ${response.status} Raw`
  return `${statusLine}\r\n${header}\r\ncontent-length: ${byteLength(response)}\r\n\r\n`
}

function byteLength(response: WireResponse): number {
  return Buffer.byteLength(response.body)
}

function resetSoon({ tcp }: ResponseChannel): void {
  setTimeout(() => tcp().resetAndDestroy(), RESET_MS)
}

async function trickle(channel: ResponseChannel, response: WireResponse): Promise<void> {
  const stream = writeHead(channel, response, byteLength(response))
  stream.flushHeaders()
  for (const byte of Buffer.from(response.body)) {
    await channel.timers.wait(TRICKLE_MS)
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
