import type { FailureKind, RequestFailure, TlsProblem } from '../apinizer/failures.ts'
import { formatDuration } from './duration.ts'
import type { Classification } from './outcome.ts'
import { reasons, type FailureReason, type RequestPurpose } from './reasons.ts'

/** What is known about the request that a response belongs to. */
export interface RequestFacts {
  /** `read` changes nothing, so nothing is unknown after it. */
  purpose: RequestPurpose
  /** Whether the request may have been carried out, or may still be; never after a read. */
  isOpen?: boolean
  /** The deadline of the request, ms. */
  timeoutMs: number
}

const tlsRemedies: Record<TlsProblem, string> = {
  'unknown-ca':
    'The server’s certificate is signed by a CA that this runner does not know. Set ' +
    '`ca-certificate` to that CA’s certificate (PEM text, or the path of a file).',
  expired:
    'The server’s certificate has expired or is not valid yet. Renew it on the server, and check ' +
    'the runner’s clock.',
  'expired-ca':
    'A certificate in `ca-certificate` has expired or is not valid yet. Replace it by the CA’s new one.',
  'other-host':
    'The server’s certificate is for another host name. Set `url` to a name that the certificate contains.',
  'name-constraints':
    'The CA may not issue certificates for this host (name constraints). Have the server’s ' +
    'certificate issued by another CA, or use a host name that the CA may certify.',
  weak:
    'The key or the signature of a certificate is too weak (such as RSA below 2048 bits, or SHA-1): the ' +
    'server’s, its CA’s, or that in `client-certificate`. Have it issued anew. No input accepts it.',
  'client-certificate':
    'The server rejected the client certificate, or requires one. Set `client-certificate` and ' +
    '`client-key` to a pair that the server trusts.',
  protocol:
    'The server supports no TLS version or cipher that is safe today. Enable TLS 1.2 or later on the ' +
    'server, with current ciphers. No input changes that.',
  refused:
    'The server refused the TLS handshake: it supports no TLS version or cipher that is safe today, or ' +
    'it requires another client certificate.',
  'not-tls': 'The port does not speak TLS. Check the scheme and port of `url`.',
  'wants-tls': 'The port expects HTTPS: use `https://` in `url`.',
  closed:
    'The connection ended in the TLS handshake. Check that the port of `url` is for HTTPS, that ' +
    'the Manager behind a load balancer is running, and whether the server requires a client certificate.',
  other:
    'The TLS handshake failed. Check `url`, `ca-certificate`, `client-certificate` and `client-key`.'
}

const reasonsByKind: Record<FailureKind, FailureReason> = {
  connect: 'connection-failed',
  'unknown-host': 'connection-failed',
  proxy: 'connection-failed',
  tls: 'tls',
  lost: 'connection-lost',
  malformed: 'unexpected-response',
  timeout: 'timeout',
  cancelled: 'cancelled'
}

/** A request without a complete response: `failed` if nothing was sent or it changes nothing, else `unknown`. */
export function classifyFailure(failure: RequestFailure, facts: RequestFacts): Classification {
  const isUnknown = facts.isOpen === true || (failure.sent && facts.purpose === 'change')
  const { httpStatus, kind, detail: serverMessage } = failure
  if (kind === 'cancelled' && !isUnknown) {
    const explanation = 'Nothing was sent: the workflow run was cancelled.'
    return { status: 'not-attempted', reason: 'cancelled', serverMessage: '', explanation }
  }
  // What every target would meet.
  const isSharedCause = !isUnknown && kind !== 'lost' && kind !== 'malformed'
  return {
    status: isUnknown ? 'unknown' : 'failed',
    reason: reasonsByKind[kind],
    serverMessage,
    explanation: explainFailure(failure, facts),
    ...(httpStatus !== undefined && { httpStatus }),
    ...(kind === 'proxy' && { docs: 'proxies' }),
    ...(isSharedCause && { isSharedCause })
  }
}

function explainFailure(failure: RequestFailure, facts: RequestFacts): string {
  switch (failure.kind) {
    case 'connect':
      return `Could not connect. ${reasons['connection-failed'].remedy}`
    case 'unknown-host':
      return (
        'The runner’s DNS knows no such host name. Check its spelling in `url` (or in https_proxy), and ' +
        'that this runner can resolve internal names.'
      )
    case 'proxy':
      return (
        `${describeProxyFailure(failure.httpStatus)} ` +
        'Check https_proxy (or http_proxy) and no_proxy on the runner.'
      )
    case 'tls':
      return tlsRemedies[failure.tlsProblem ?? 'other']
    case 'lost':
      return 'The connection was lost before the complete response arrived.'
    case 'malformed':
      return `The response could not be read. ${reasons['unexpected-response'].remedy}`
    case 'timeout':
      return explainTimeout(failure, facts)
    case 'cancelled':
      return reasons.cancelled.remedy
  }
}

function describeProxyFailure(httpStatus: number | undefined): string {
  if (httpStatus === 407) {
    return 'Proxy authentication failed or is missing. Only Basic is supported, not Negotiate (Kerberos) or NTLM.'
  }
  return httpStatus !== undefined && httpStatus < 500
    ? `The proxy refused to connect to the Manager (${httpStatus}). Allow its host and port on the proxy.`
    : 'The proxy could not be reached, or did not connect to the Manager.'
}

function explainTimeout({ sent }: RequestFailure, { timeoutMs, purpose }: RequestFacts): string {
  const limit = `within ${formatDuration(timeoutMs)}`
  if (!sent) {
    return `Could not connect ${limit} (\`timeout\`). ${reasons['connection-failed'].remedy}`
  }
  return purpose === 'read'
    ? `No complete response ${limit}. The server accepts connections and does not respond: check whether the ` +
        'Apinizer Manager is running.'
    : `No complete response ${limit} (\`timeout\`). The server may still be working on it. ${reasons.timeout.remedy}`
}
