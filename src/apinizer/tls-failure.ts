import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import tls from 'node:tls'
import type { ConnectionOptions } from './agent.ts'
import { classifyNetworkError, type NetworkError, type RequestFailure } from './failures.ts'
import { getHost } from './host.ts'

/** How long a port has to show whether it speaks TLS, ms. */
const probeMs = 2_000

/** Finds out what Node's error leaves open: whose certificate has expired, and that plain HTTP met a port for TLS. */
export async function explainTlsFailure(
  failure: RequestFailure,
  { url, proxy, caCertificates }: ConnectionOptions
): Promise<RequestFailure> {
  if (failure.tlsProblem === 'expired') {
    const expired = caCertificates.map(pem => new X509Certificate(pem)).find(isExpired)
    return expired === undefined
      ? failure
      : { ...failure, tlsProblem: 'expired-ca', detail: `${expired.subject}: ${failure.detail}` }
  }
  const isClosed = failure.kind === 'lost' && failure.httpStatus === undefined
  const mayWantTls = isClosed && url.protocol === 'http:' && proxy === undefined
  return mayWantTls && (await speaksTls(url))
    ? { ...failure, kind: 'tls', tlsProblem: 'wants-tls' }
    : failure
}

function isExpired({ validFrom, validTo }: X509Certificate): boolean {
  return Date.now() < Date.parse(validFrom) || Date.now() > Date.parse(validTo)
}

/** Whether a port responds to a TLS handshake, whatever its certificate; nothing else is sent. */
async function speaksTls(url: URL): Promise<boolean> {
  const socket = tls.connect({ host: getHost(url), port: Number(url.port || 80) })
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(probeMs) })
    return true
  } catch (error) {
    const { tlsProblem = 'closed' } = classifyNetworkError(error as NetworkError, { sent: false })
    return !['not-tls', 'closed'].includes(tlsProblem)
  } finally {
    socket.destroy()
  }
}
