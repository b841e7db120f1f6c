import http, { type Agent } from 'node:http'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'

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
 * How long each address of a name but the last has to accept a connection. Node's 250 ms are too few for slow
 * networks: a lost first packet is repeated after a second. More would delay each request where the first
 * address is dead, and GitHub's API is given two seconds in all.
 */
const attemptMs = 1_250

/**
 * Creates an agent that opens a connection for each request and closes it afterwards: no response
 * can be taken for that of another request, and no idle connection breaks under a request.
 * @param trustSystem whether the system's CAs are trusted, too; reading them takes a third of a second
 */
export function createAgent(options: ConnectionOptions, trustSystem: boolean): Agent {
  const { url, proxy, caCertificates, clientCertificate, clientKey } = options
  // For the whole process, because no option of an agent reaches the connection to a proxy.
  net.setDefaultAutoSelectFamilyAttemptTimeout(attemptMs)
  const common = { keepAlive: false, proxyEnv: { http_proxy: proxy, https_proxy: proxy } }
  if (url.protocol === 'http:') {
    return new http.Agent(common)
  }
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
