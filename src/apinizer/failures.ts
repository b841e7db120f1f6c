/** How a request ended without a complete response. */
export type FailureKind =
  | 'connect' // no connection was made
  | 'proxy' // the proxy could not, or would not, connect
  | 'tls' // the TLS handshake failed
  | 'lost' // the connection ended before the response was complete
  | 'malformed' // the response is not HTTP, too large, or cannot be decoded
  | 'timeout' // no complete response before the deadline
  | 'cancelled' // we were told to stop

export type TlsProblem =
  'unknown-ca' | 'expired' | 'other-host' | 'client-certificate' | 'not-tls' | 'other'

/** A request without a complete response. */
export interface RequestFailure {
  kind: FailureKind
  /** Whether a byte of the request may have left. */
  sent: boolean
  /** Node's or the proxy's own words; may quote the other side. */
  detail: string
  /** The status, if the headers of a response had arrived. */
  httpStatus?: number
  tlsProblem?: TlsProblem
}

/** A complete HTTP response that is not what the call should return. */
export interface ErrorResponse {
  kind: 'response'
  status: number
  /** The server's own sentence; empty when it sent none. */
  serverMessage: string
  /** The API edition in whose documented words the response is; undefined when it is not the Manager's own. */
  edition?: Edition | undefined
  /** What is wrong with a response that has status 200, or with the body of any other. */
  defect?: BodyDefect | undefined
  /** The redirect's target. */
  location?: string | undefined
  /** How long the server asked us to wait. */
  retryAfterMs?: number | undefined
}

export type Edition = 'first' | 'current'

/**
 * What a body is that is not in the Manager's documented words. `spring`: Spring's own error, which the
 * Manager sends as well as gateways that are built with it. `cached`: from a cache on the way.
 */
export type BodyDefect =
  'empty' | 'html' | 'wants-https' | 'not-json' | 'spring' | 'other-json' | 'cached'

/** Why a call returned no value. */
export type Problem = RequestFailure | ErrorResponse

/** What Node's network and TLS errors have in common. */
export type NetworkError = Error & {
  code?: string
  statusCode?: number
  errors?: readonly Error[]
}

/** Node's codes of TLS errors; the first that fits counts. */
const tlsProblems: [RegExp, TlsProblem][] = [
  [/^(ERR_SSL_|EPROTO).*ALERT.*(CERT|UNKNOWN_CA)/, 'client-certificate'],
  [/UNABLE_TO_(VERIFY|GET_ISSUER)|SELF_SIGNED|CERT_(UNTRUSTED|SIGNATURE)/, 'unknown-ca'],
  [/CERT_(HAS_EXPIRED|NOT_YET_VALID)/, 'expired'],
  [/ALTNAME_INVALID|HOSTNAME_MISMATCH/, 'other-host'],
  [/SSL.*(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)/, 'not-tls'],
  [/^(ERR_SSL_|ERR_TLS_|CERT_|INVALID_|PATH_LENGTH|EPROTO)/, 'other']
]

function findTlsProblem({ code = '', message }: NetworkError): TlsProblem | undefined {
  // An EPROTO has OpenSSL's words in its message.
  const words = code === 'EPROTO' ? `EPROTO ${message}`.replaceAll(' ', '_') : code
  return tlsProblems.find(([pattern]) => pattern.test(words.toUpperCase()))?.[1]
}

/**
 * Classifies an error that Node raised while a request was in progress.
 * @param progress how far the request had come
 */
export function classifyError(
  error: NetworkError,
  progress: { sent: boolean; httpStatus?: number }
): RequestFailure {
  const failure = { ...progress, detail: describeError(error) }
  const tlsProblem = findTlsProblem(error)
  if (tlsProblem !== undefined) {
    return { ...failure, kind: 'tls', tlsProblem }
  }
  if (error.code === 'ERR_PROXY_TUNNEL') {
    // Not a number when the proxy does not speak HTTP.
    const httpStatus = error.statusCode ?? NaN
    const refused = Number.isInteger(httpStatus) ? { httpStatus } : {}
    return { ...failure, sent: false, kind: 'proxy', ...refused }
  }
  if (!progress.sent) {
    return { ...failure, kind: 'connect' }
  }
  return { ...failure, kind: error.code?.startsWith('HPE_') === true ? 'malformed' : 'lost' }
}

/** An error's own words, without OpenSSL's numbers and Node's advice on its command line. */
function describeError(error: NetworkError): string {
  const own = error.message.replace(/; if the root CA.*$/s, '')
  const openSsl = /SSL routines:[^:]*:([^:]+)/.exec(own)?.[1]
  // When every address of a name is refused, only the children say why.
  const children = (error.errors ?? []).map(({ message }) => message)
  return openSsl ?? (own || [...new Set(children)].join('; ') || (error.code ?? ''))
}

/** A problem in a few words, for a line of progress; quotes the server. */
export function describeProblem(problem: Problem): string {
  if (problem.kind !== 'response') {
    return problem.detail || problem.kind
  }
  const { status, serverMessage } = problem
  return serverMessage === '' ? String(status) : `${status}: ${serverMessage}`
}

/** Whether a response with a status of 5xx is a gateway's, as far as its words tell. */
export function isGatewayError({ status, edition, defect }: ErrorResponse): boolean {
  return status >= 500 && edition === undefined && defect !== 'spring'
}

/** Whether a server does not know, or does not permit, a call: asking again is no use. */
export function isFinalRefusal(problem: Problem): boolean {
  return (
    problem.kind === 'response' &&
    problem.status >= 400 &&
    problem.status < 500 &&
    ![408, 429].includes(problem.status)
  )
}
