import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'

export interface SocketServerOptions {
  /** 127.0.0.1 by default. */
  host?: string
  /** A free one by default. */
  port?: number
  /** Speaks TLS where given. */
  tls?: TlsOptions
  /** Is called with each new connection, before a byte of it has arrived. */
  onConnection?: (socket: Socket) => void
}

/** A server that sees and sends bytes, not HTTP. */
export interface SocketServer extends AsyncDisposable {
  port: number
  /** What was received, one text for each piece; a small request is one piece. */
  received: string[]
  /** The connections in the order of their arrival, after the TLS handshake where there is one. */
  connections: Socket[]
}

/** What a server does with a piece that it received; `count` is 1 for the first of all. */
export type Respond = (socket: Socket, piece: string, count: number) => void

/** Starts a server; disposing of it destroys its connections. */
export async function startSocketServer(
  respond: Respond,
  { host = '127.0.0.1', port = 0, tls, onConnection }: SocketServerOptions = {}
): Promise<SocketServer> {
  const received: string[] = []
  const connections: Socket[] = []
  const accept = (socket: Socket) => {
    connections.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', data => {
      received.push(String(data))
      respond(socket, String(data), received.length)
    })
    onConnection?.(socket)
  }
  const server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.on('tlsClientError', () => undefined)
  await once(server.listen(port, host), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    received,
    connections,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) {
        socket.destroy()
      }
      await closed
    }
  }
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function findClosedPort(): Promise<number> {
  await using server = await startSocketServer(() => undefined)
  return server.port
}

/** A whole HTTP response as bytes. @param headers lines, without `Content-Length` */
export function formatResponse(
  body: string | Buffer,
  { status = 200, headers = [] as string[] } = {}
): Buffer {
  const lines = [`HTTP/1.1 ${status} X`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)])
}
