/** How a request ended without a whole answer. */
export type Ending =
  | 'refused' // no connection came about
  | 'proxy' // the proxy in between would not, or could not, connect
  | 'tls' // a handshake was not accepted
  | 'reset' // the other side dropped the connection
  | 'closed' // the other side hung up before it answered
  | 'cut' // the answer began and was cut off
  | 'garbled' // what came back is not HTTP, too large, or cannot be decoded
  | 'deadline' // silence until the deadline
  | 'cancelled' // we were told to stop

/** What is wrong with a TLS connection. */
export type TlsProblem =
  'unknown-authority' | 'expired' | 'other-host' | 'client-certificate' | 'not-tls' | 'other'

/** A request without a whole answer. */
export interface NoAnswer {
  answered: false
  ending: Ending
  /** Whether a byte of the request may have left. */
  sent: boolean
  /** Node's or the proxy's own words; may quote the other side. */
  detail: string
  /** The status, when the headers of an answer had come. */
  httpStatus?: number
  /** What had come of its body, where that can be read. */
  begun?: string
  tlsProblem?: TlsProblem
}

/** What Node's network and TLS errors have in common. */
export type NetworkError = NodeJS.ErrnoException & { statusCode?: number }

const tlsProblems: Record<string, TlsProblem> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'unknown-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  CERT_UNTRUSTED: 'unknown-authority',
  CERT_SIGNATURE_FAILURE: 'unknown-authority',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-host',
  HOSTNAME_MISMATCH: 'other-host'
}

/** Which TLS problem a network error is, or undefined when it is none. */
function tlsProblemOf(error: NetworkError): TlsProblem | undefined {
  const code = error.code ?? ''
  if (/^ERR_SSL_.*ALERT.*(CERT|UNKNOWN_CA)/.test(code)) return 'client-certificate'
  if (code === 'EPROTO')
    return /wrong version number|packet length too long|http request/.test(error.message)
      ? 'not-tls'
      : 'other'
  if (/^(ERR_SSL_|ERR_TLS_|CERT_|INVALID_|PATH_LENGTH)/.test(code))
    return tlsProblems[code] ?? 'other'
  return tlsProblems[code]
}

/** How far a request had come when it ended. */
export interface Progress {
  /** A byte of it may have left. */
  sent: boolean
  /** A byte of an answer has come. */
  answering: boolean
  /** The status, when headers of the answer had come. */
  httpStatus?: number
  /** What has come of its body, and whether that is no compressed one. */
  pieces: Buffer[]
  plain: boolean
}

/** A request that was given up, or lost, when it had come this far. */
export function lostAt(
  { sent, httpStatus, pieces, plain }: Progress,
  ending: Ending,
  detail: string
): NoAnswer {
  return {
    answered: false,
    ending,
    detail,
    sent,
    ...(httpStatus !== undefined && {
      httpStatus,
      ...(plain && { begun: Buffer.concat(pieces).toString() })
    })
  }
}

/**
 * Puts an error that Node raised while a request was under way into our terms.
 * @param reused whether the connection had served a request before, so that its handshake is long past
 */
export function noAnswerFrom(error: NetworkError, progress: Progress, reused: boolean): NoAnswer {
  // Without OpenSSL's numbers and file names, and without Node's advice on its command line.
  const detail =
    /SSL routines:[^:]*:([^:]+)/.exec(error.message)?.[1] ??
    error.message.replace(/; if the root CA.*$/, '')
  const unsent = { answered: false, detail, sent: false } as const
  const tlsProblem = tlsProblemOf(error)
  // The lack of a client certificate shows only after our side has finished its handshake and begun to
  // write; the server never came to read. Any other TLS error that late proves nothing.
  const lacksCertificate =
    error.code === 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' && !progress.answering && !reused
  if (tlsProblem !== undefined && (!progress.sent || lacksCertificate))
    return { ...unsent, ending: 'tls', tlsProblem }
  if (error.code === 'ERR_PROXY_TUNNEL')
    return {
      ...unsent,
      ending: 'proxy',
      ...(error.statusCode === undefined ? {} : { httpStatus: error.statusCode })
    }
  if (!progress.sent) return { ...unsent, ending: 'refused' }
  if (error.code?.startsWith('HPE_'))
    return lostAt(progress, 'garbled', `The answer is not HTTP (${error.message}).`)
  if (progress.answering) return lostAt(progress, 'cut', 'The answer was cut off.')
  // Node gives a hang-up the code of a reset; only a real reset comes from a read or a write.
  const reset =
    error.code === 'EPIPE' || (error.code === 'ECONNRESET' && error.syscall !== undefined)
  return lostAt(progress, reset ? 'reset' : 'closed', detail)
}
