import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of a server, for what node:http does not tell about them. */
export interface Connections {
  /** Counted from 1; with TLS, those whose handshake succeeded. */
  numberOf: (socket: Socket) => number
  /** The TCP socket below a TLS socket; one without TLS is its own. */
  tcpOf: (socket: Socket) => Socket
  destroyAll: () => void
}

/** Follows the connections of a server that does not listen yet. */
export function trackConnections(server: Server): Connections {
  const open = new Set<Socket>()
  const numbers = new WeakMap<Socket, number>()
  let count = 0
  const number = (socket: Socket): void => {
    count += 1
    numbers.set(socket, count)
  }
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    if (!isTls(server)) {
      number(socket)
    }
  })
  server.on('secureConnection', number)
  return {
    numberOf: socket => numbers.get(socket) ?? 0,
    tcpOf: socket => [...open].find(one => isSamePeer(one, socket)) ?? socket,
    destroyAll: () => {
      for (const socket of open) {
        socket.destroy()
      }
    }
  }
}

function isSamePeer(one: Socket, other: Socket): boolean {
  return one.remotePort === other.remotePort && one.remoteAddress === other.remoteAddress
}

function isTls(server: Server): boolean {
  return 'setSecureContext' in server
}
