import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex, Readable } from 'node:stream'
import { createProxy } from 'proxy'

/** How the proxy behaves; without options it serves every client. */
export interface ProxyOptions {
  user?: string
  password?: string
  /** Takes a CONNECT or a request and never responds. */
  hang?: boolean
  /** The status of every response. */
  refuse?: number
}

/** A running proxy, and what it was asked for, refused or not. */
export interface Proxy extends AsyncDisposable {
  url: string
  urlWithCredentials: string
  /** Targets of CONNECT, as host:port. */
  connects: string[]
  /** URLs of plain requests, which go to a proxy in absolute form. */
  requests: string[]
  close: () => Promise<void>
}

/**
 * Starts a real HTTP proxy on a free port of 127.0.0.1.
 * @param options how it behaves; with a user, other clients get a 407
 * @returns its URLs, its records and a way to stop it, open tunnels included
 */
export async function startProxy(options: ProxyOptions = {}): Promise<Proxy> {
  const connects: string[] = []
  const requests: string[] = []
  const sockets = new Set<Duplex>()
  const server = createServer()
  server.on('connection', socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket)).once('pipe', endWith(socket))
  })
  server.on('connect', request => connects.push(request.url ?? ''))
  server.on('request', request => requests.push(request.url ?? ''))
  behave(server, options)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => {
        resolve()
      })
      for (const socket of sockets) {
        socket.destroy()
      }
    })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}`,
    urlWithCredentials: `http://${userInfo(options)}${host}`,
    connects,
    requests,
    close,
    [Symbol.asyncDispose]: close
  }
}

function behave(server: ReturnType<typeof createServer>, options: ProxyOptions): void {
  const { user, refuse } = options
  if (options.hang === true) {
    return
  }
  if (refuse !== undefined) {
    server.on('connect', refuseTunnel(refuse)).on('request', refuseRequest(refuse))
  } else {
    const proxy = createProxy(server)
    if (user !== undefined) {
      const expected = basic(options)
      proxy.authenticate = request => request.headers['proxy-authorization'] === expected
    }
  }
}

// The package leaves the far end of a tunnel open when the near end breaks off.
function endWith(near: Duplex) {
  return (far: Readable) => near.once('close', () => far.destroy())
}

function refuseTunnel(status: number) {
  return (_: IncomingMessage, socket: Duplex) => {
    socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
  }
}

function refuseRequest(status: number): RequestListener {
  return (_, response) => {
    response.writeHead(status).end()
  }
}

function basic({ user = '', password = '' }: ProxyOptions): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

function userInfo({ user, password = '' }: ProxyOptions): string {
  return user === undefined ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`
}
