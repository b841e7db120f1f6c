import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { JSON_TYPE, type Answer } from './answers.ts'
import type { Timers } from './timers.ts'
import type { Ending } from './types.ts'

/** One request's way back, as the endings use it. */
export interface WayBack {
  response: ServerResponse
  /** What HTTP is spoken on: the TLS socket, where there is one. */
  socket: Socket
  /** Finds the TCP socket; the same as `socket` without TLS. */
  tcp: () => Socket
  /** The server's clock, in ms. */
  now: () => number
  timers: Timers
}

type End = (back: WayBack, answer: Answer) => void | Promise<void>

const TRICKLE_MS = 50

/** A reset overtakes what came before it, unless that has been read. */
const RESET_MS = 50

const endings: Record<Ending, End> = {
  normal: send,
  reset: ({ tcp }) => {
    tcp().resetAndDestroy()
  },
  close: ({ socket }) => {
    socket.end()
  },
  silence: () => undefined,
  'headers-then-silence': (back, answer) => {
    head(back, answer, length(answer)).flushHeaders()
  },
  // The whole body comes, so that only somebody who counts notices.
  'cut-length': (back, answer) => {
    head(back, answer, length(answer) + 100).write(answer.body, () => back.socket.end())
  },
  'cut-chunked': (back, answer) => {
    head(back, answer).write(answer.body, () => back.socket.end())
  },
  trickle: trickle,
  endless: endless,
  'not-http': ({ socket }) => {
    socket.end('220 mail.example.com ESMTP ready\r\n')
  },
  'hints-then-reset': ({ response, tcp }) => {
    response.writeEarlyHints({ link: '</manager.css>; rel=preload; as=style' }, () =>
      setTimeout(() => tcp().resetAndDestroy(), RESET_MS)
    )
  },
  'half-head-then-reset': ({ socket, tcp }) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-ty', () =>
      setTimeout(() => tcp().resetAndDestroy(), RESET_MS)
    )
  },
  'early-hints': (back, answer) => {
    back.response.writeEarlyHints({ link: '</manager.css>; rel=preload; as=style' })
    send(back, answer)
  },
  // In one piece, as only that is sure to be read at once.
  twice: ({ socket }, answer) => {
    socket.write(
      `HTTP/1.1 ${answer.status} Again\r\ncontent-type: ${JSON_TYPE}\r\ncontent-length: ${length(answer)}\r\n\r\n${answer.body.toString()}`.repeat(
        2
      )
    )
  },
  gzip: (back, answer) => {
    send(back, {
      ...answer,
      headers: { ...answer.headers, 'content-encoding': 'gzip' },
      body: gzipSync(answer.body)
    })
  },
  bom: (back, answer) => {
    send(back, {
      ...answer,
      body: Buffer.concat([Buffer.from('\uFEFF'), Buffer.from(answer.body)])
    })
  }
}

/** Gives the answer back in the way that the ending says, unless nobody is there any more. */
export async function endWith(ending: Ending, back: WayBack, answer: Answer): Promise<void> {
  if (!back.response.destroyed) await endings[ending](back, answer)
}

function send(back: WayBack, answer: Answer): void {
  if (answer.status === 204 || answer.status === 304) head(back, answer).end()
  else head(back, answer, length(answer)).end(answer.body)
}

function head({ response, now }: WayBack, answer: Answer, contentLength?: number): ServerResponse {
  response.sendDate = false
  const headers: OutgoingHttpHeaders = { date: new Date(now()).toUTCString() }
  if (contentLength !== undefined) headers['content-length'] = contentLength
  return response.writeHead(answer.status, { ...headers, ...answer.headers })
}

function length(answer: Answer): number {
  return Buffer.byteLength(answer.body)
}

async function trickle(back: WayBack, answer: Answer): Promise<void> {
  const response = head(back, answer, length(answer))
  response.flushHeaders()
  for (const byte of Buffer.from(answer.body)) {
    await back.timers.wait(TRICKLE_MS)
    if (response.destroyed) return
    response.write(Buffer.of(byte))
  }
  response.end()
}

function endless(back: WayBack, answer: Answer): void {
  const response = head(back, { ...answer, status: 200 })
  const more = (): void => {
    while (!response.destroyed && response.write('x'.repeat(16_384)));
  }
  response.on('drain', more)
  response.write('"')
  more()
}
