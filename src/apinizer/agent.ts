import type { LookupAddress } from 'node:dns'
import { Agent } from 'node:http'
import type { LookupFunction, Socket } from 'node:net'

/** How connections are made. */
export interface ConnectionOptions {
  /** Where requests go: scheme, host and port. */
  url: URL
  /** The proxy to go through, with a scheme; undefined for a direct connection. */
  proxy?: string | undefined
  /** PEM texts that are trusted in addition to Node's own CAs. */
  caCertificates: readonly string[]
  /** PEM texts for mutual TLS. */
  clientCertificate?: string | undefined
  clientKey?: string | undefined
}

/**
 * Creates an agent that opens a connection for each request and closes it afterwards: no response
 * can be taken for that of another request, and no idle connection breaks under a request.
 * @param trustSystem whether the system's CAs are trusted, too; reading them takes a third of a second
 */
export function createAgent(options: ConnectionOptions, trustSystem: boolean): Agent {
  const { url, proxy, caCertificates, clientCertificate, clientKey } = options
  const proxyEnv = { http_proxy: proxy, https_proxy: proxy }
  const common = { keepAlive: false, proxyEnv, lookup: createLookup(url) }
  if (proxy !== undefined) {
    // Node looks proxies up without `lookup`; only the whole process has a limit for each address.
    process.getBuiltinModule('node:net').setDefaultAutoSelectFamilyAttemptTimeout(proxyAttemptMs)
  }
  if (url.protocol === 'http:') {
    return new Agent(common)
  }
  // Loaded here because plain HTTP never needs TLS; `import()` of a Node module would cost more.
  const https = process.getBuiltinModule('node:https')
  const tls = process.getBuiltinModule('node:tls')
  // Nodes before 22.15, as on ARM32 runners, know only their built-in list.
  const getCas = tls.getCACertificates as typeof tls.getCACertificates | undefined
  const added = [...caCertificates, ...(trustSystem ? (getCas?.('system') ?? []) : [])]
  return new https.Agent({
    ...common,
    // Explicit, so that NODE_TLS_REJECT_UNAUTHORIZED=0 cannot undo it.
    rejectUnauthorized: true,
    ...(added.length > 0 && { ca: [...(getCas?.('default') ?? tls.rootCertificates), ...added] }),
    ...(clientCertificate !== undefined && { cert: clientCertificate, key: clientKey })
  })
}

/** How long each address of a proxy's name but the last has to accept a connection. */
const proxyAttemptMs = 5_000

/** How long a name's next address waits for the one before (RFC 8305). */
const attemptDelayMs = 250

/**
 * Creates a lookup that resolves a name to an address that accepts connections. Node's own race gives
 * each address but the last 250 ms, which slow networks never meet; here no address is given up.
 */
function createLookup(url: URL): LookupFunction {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  return (hostname, options, callback) => {
    const dns = process.getBuiltinModule('node:dns')
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const give = (found: LookupAddress[]) => {
        const [first] = found
        if (options.all === true || first === undefined) {
          callback(error, found)
        } else {
          callback(error, first.address, first.family)
        }
      }
      if (error !== null) {
        // Node gives no list of addresses then.
        give([])
      } else if (addresses.length === 1) {
        give(addresses)
      } else {
        // Without a single address that accepts, Node tries them all and says why each failed.
        void findReachable(addresses, port).then(found => {
          give(found === undefined ? addresses : [found])
        })
      }
    })
  }
}

/** Connects to all addresses, each a little later; resolves to the first that accepts, if any does. */
function findReachable(
  addresses: readonly LookupAddress[],
  port: number
): Promise<LookupAddress | undefined> {
  const net = process.getBuiltinModule('node:net')
  return new Promise(resolve => {
    const sockets: Socket[] = []
    let refused = 0
    let timer: NodeJS.Timeout | undefined
    const settle = (address: LookupAddress | undefined) => {
      clearTimeout(timer)
      for (const socket of sockets) {
        socket.destroy()
      }
      resolve(address)
    }
    const connectNext = () => {
      clearTimeout(timer)
      const address = addresses[sockets.length]
      if (address === undefined) {
        return
      }
      const socket = net.connect({ host: address.address, port }).unref()
      sockets.push(socket)
      socket.on('connect', () => {
        settle(address)
      })
      socket.on('error', () => {
        refused += 1
        if (refused === addresses.length) {
          settle(undefined)
        } else {
          connectNext()
        }
      })
      timer = setTimeout(connectNext, attemptDelayMs).unref()
    }
    connectNext()
  })
}
