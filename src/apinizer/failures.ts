/** How a request ended without a complete response. */
export type FailureKind =
  | 'connect' // no connection was made
  | 'unknown-host' // the host name does not exist
  | 'proxy' // the proxy could not, or would not, connect
  | 'tls' // the TLS handshake failed
  | 'lost' // the connection ended before the response was complete
  | 'malformed' // the response is not HTTP, too large, or cannot be decoded
  | 'timeout' // no complete response before the deadline
  | 'cancelled' // the run was cancelled

export type TlsProblem =
  | 'unknown-ca'
  | 'expired'
  | 'expired-ca' // one of `ca-certificate`
  | 'other-host'
  | 'name-constraints'
  | 'weak' // a key or a signature
  | 'client-certificate'
  | 'protocol' // no common version or cipher
  | 'refused' // that, or another client certificate is required
  | 'not-tls'
  | 'wants-tls'
  | 'closed' // in the handshake, without a word
  | 'other'

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
  /** Whether the same call, of a list, has worked in this run. */
  isKnownCall?: boolean
}

export type Edition = 'first' | 'current'

/**
 * What a body is that is not in the Manager's documented words. `spring`: Spring's own error, which the
 * Manager sends as well as gateways that are built with it. `cached`: from a cache on the way.
 */
export type BodyDefect =
  'empty' | 'html' | 'wants-https' | 'large-head' | 'not-json' | 'spring' | 'other-json' | 'cached'

/** Why a call returned no value. */
export type Problem = RequestFailure | ErrorResponse

/** What a call returned. */
export type ApiResult<Value> = { ok: true; value: Value } | { ok: false; problem: Problem }

/** What Node's network and TLS errors have in common. */
export type NetworkError = Error & {
  code?: string
  statusCode?: number
  errors?: readonly Error[]
  /** What the parser of HTTP could not read. */
  rawPacket?: Uint8Array
}

/** How far a request had come. */
export interface Progress {
  sent: boolean
  httpStatus?: number
  /** Whether the server accepted the connection, and the TLS handshake was not over. */
  isHandshaking?: boolean
}

/** Node's codes of TLS errors, some with OpenSSL's words; the first that fits counts. */
const tlsProblems: [RegExp, TlsProblem][] = [
  [/^(ERR_SSL_|EPROTO).*ALERT.*(CERT|UNKNOWN_CA|ACCESS_DENIED)/, 'client-certificate'],
  [/UNABLE_TO_(VERIFY|GET_ISSUER)|SELF_SIGNED|CERT_(UNTRUSTED|SIGNATURE)/, 'unknown-ca'],
  [/CERT_(HAS_EXPIRED|NOT_YET_VALID)/, 'expired'],
  [/ALTNAME_INVALID|HOSTNAME_MISMATCH/, 'other-host'],
  [/SSL.*(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)/, 'not-tls'],
  [/SUBTREE_VIOLATION|NAME_CONSTRAINT/, 'name-constraints'],
  [/^(ERR_SSL_|EPROTO).*ALERT_HANDSHAKE_FAILURE/, 'refused'],
  [/^(ERR_SSL_|EPROTO).*(PROTOCOL|CIPHER|INSUFFICIENT|LEGACY|SIGNATURE_TYPE|DH_KEY)/, 'protocol'],
  [/TOO_(WEAK|SMALL)/, 'weak'],
  [/^(ERR_SSL_|ERR_TLS_|CERT_|INVALID_|PATH_LENGTH|EPROTO|UNSPECIFIED)/, 'other']
]

function findTlsProblem(error: NetworkError, isHandshaking = false): TlsProblem | undefined {
  const { code = '', message, rawPacket = [] } = error
  // An alert, which a server for TLS sends in response to plain HTTP.
  if (rawPacket[0] === 0x15 && rawPacket[1] === 3) {
    return 'wants-tls'
  }
  const hasWords = code === 'EPROTO' || code === 'UNSPECIFIED'
  const words = hasWords ? `${code} ${message}`.replaceAll(' ', '_') : code
  const known = tlsProblems.find(([pattern]) => pattern.test(words.toUpperCase()))?.[1]
  // Through a proxy, where it happens is known by Node's words alone.
  const isClosed = isHandshaking || message.includes('before secure TLS connection')
  return known ?? (isClosed ? 'closed' : undefined)
}

/**
 * Classifies an error that Node raised while a request was in progress: one between connect and the end of the TLS
 * handshake is `tls`, whatever its code.
 */
export function classifyNetworkError(
  error: NetworkError,
  { isHandshaking, ...progress }: Progress
): RequestFailure {
  const failure = { ...progress, detail: describeError(error) }
  const tlsProblem = findTlsProblem(error, isHandshaking)
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
    // Others, such as EAI_AGAIN, are of a resolver that cannot say.
    const isUnknownHost = ['ENOTFOUND', 'EAI_NODATA'].includes(error.code ?? '')
    return { ...failure, kind: isUnknownHost ? 'unknown-host' : 'connect' }
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

/** Whether a response with a status of 5xx is a gateway's, as far as its words say. */
export function isGatewayError({ status, edition, defect }: ErrorResponse): boolean {
  return status >= 500 && edition === undefined && defect !== 'spring'
}

/**
 * Whether a response is a 401 or 403 that says nothing. Spring servers respond like this to their own errors as
 * well, with an empty body or in the words for a request without a token, although the token was sent.
 */
export function isSilentRefusal(problem: Problem): boolean {
  return (
    problem.kind === 'response' &&
    [401, 403].includes(problem.status) &&
    (problem.defect === 'empty' || /^Empty Key!/i.test(problem.serverMessage))
  )
}

/** Whether a call was refused without a word, and never worked in this run: the server may not know it. */
export function isUnheard(problem: Problem | undefined): boolean {
  return problem?.kind === 'response' && isSilentRefusal(problem) && problem.isKnownCall !== true
}

/** Whether a server does not know a call, which has never worked in this run; a gateway's page does not say so. */
export function isUnknownCall(problem: Problem): boolean {
  return (
    problem.kind === 'response' &&
    [404, 405].includes(problem.status) &&
    problem.edition === undefined &&
    (problem.defect === 'empty' || problem.defect === 'spring') &&
    problem.isKnownCall !== true
  )
}

/** Whether asking again cannot help: the Manager refuses a read in its own words, or does not know the call. */
export function isFinalRefusal(problem: Problem): boolean {
  if (problem.kind !== 'response' || isSilentRefusal(problem)) {
    return false
  }
  const { status, edition } = problem
  const isRefused = status >= 400 && status < 500 && ![408, 429].includes(status)
  return isUnknownCall(problem) || (isRefused && edition !== undefined)
}
