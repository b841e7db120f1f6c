import { isUtf8 } from 'node:buffer'
import http, {
  type Agent,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders
} from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { brotliDecompressSync, unzipSync } from 'node:zlib'
import { createAgent, type ConnectionOptions } from './agent.ts'
import { classifyNetworkError, type FailureKind, type RequestFailure } from './failures.ts'
import { getHost } from './host.ts'
import { explainTlsFailure } from './tls-failure.ts'

/** The largest response that is read, in bytes: 700 API Proxies are 1.4 MB. */
const maxResponseBytes = 16 * 1024 * 1024

/** The largest response head, in bytes; Node's default of 16 KB is too small behind some gateways. */
const maxHeaderBytes = 256 * 1024

/** An idle connection is kept alive after this long, ms, because balancers forget it without telling. */
const keepAliveMs = 30_000

/** What a proxy says of plain HTTP where it wants credentials, which looks like a server's response. */
const proxyRefusal = 'Proxy Authentication Required'

/** Where requests go, and how. */
export interface HttpClientOptions extends ConnectionOptions {
  token: string
  /** Further headers for every request to `url`. */
  headers?: Readonly<Record<string, string>>
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below the base of `url`: begins with `/apiops/`, names already percent-encoded. */
  path: string
  body?: string | undefined
  /** Wall clock from the first connect to the last byte, ms. */
  timeoutMs: number
  signal: AbortSignal
}

/** A complete response. */
export interface HttpResponse {
  kind: 'complete'
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export type RequestResult = HttpResponse | RequestFailure

export interface HttpClient {
  /** Sends one request and never rejects. Redirects are not followed. */
  send: (request: HttpRequest) => Promise<RequestResult>
}

/** Creates a client for the Manager; each request has a connection of its own. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const agent = createAgent(options, false)
  let systemAgent: Agent | undefined
  const send = async (request: HttpRequest): Promise<RequestResult> => {
    const startedAt = performance.now()
    const usedAgent = systemAgent ?? agent
    const result = await sendOnce(options, usedAgent, request)
    const isUnknownCa = result.kind === 'tls' && result.tlsProblem === 'unknown-ca'
    const timeoutMs = request.timeoutMs - (performance.now() - startedAt)
    if (!isUnknownCa || timeoutMs <= 0 || usedAgent === systemAgent) {
      return result.kind === 'complete' ? result : explainTlsFailure(result, options)
    }
    systemAgent ??= createAgent(options, true)
    return send({ ...request, timeoutMs })
  }
  return { send }
}

function sendOnce(
  options: HttpClientOptions,
  agent: Agent,
  { method, path, body, timeoutMs, signal }: HttpRequest
): Promise<RequestResult> {
  const { url, proxy } = options
  const isSecure = url.protocol === 'https:'
  const start = isSecure ? https.request : http.request
  return new Promise(resolve => {
    const progress: { sent: boolean; httpStatus?: number } = { sent: false }
    let isHandshaking = false
    let request: ClientRequest | undefined
    const settle = (result: RequestResult) => {
      clearTimeout(deadline)
      signal.removeEventListener('abort', cancel)
      resolve(result)
      request?.destroy()
    }
    const fail = (error: Error) => {
      const failure = classifyNetworkError(error, { ...progress, isHandshaking })
      const isProxyDown = failure.kind === 'connect' && proxy !== undefined
      settle(isProxyDown ? { ...failure, kind: 'proxy' } : failure)
    }
    const giveUp = (kind: FailureKind, detail = '') => {
      settle({ kind, detail, ...progress })
    }
    const cancel = () => {
      giveUp('cancelled')
    }
    const deadline = setTimeout(() => {
      giveUp('timeout')
    }, timeoutMs)
    if (signal.aborted) {
      cancel()
      return
    }
    signal.addEventListener('abort', cancel)
    try {
      request = start({
        method,
        host: getHost(url),
        port: url.port,
        // Not built as a URL, which would resolve `..` and leave the path.
        path: url.pathname.replace(/\/$/, '') + path,
        agent,
        maxHeaderSize: maxHeaderBytes,
        headers: createHeaders(options, method, body)
      })
    } catch (error) {
      fail(error as Error)
      return
    }
    // Else Node would leave out what stands behind a thousand others; the head's size is limited anyway.
    request.maxHeadersCount = 0
    request.on('socket', socket => {
      socket.setKeepAlive(true, keepAliveMs)
      followConnection(socket, stage => {
        isHandshaking = stage === 'handshake'
        progress.sent = stage === 'open'
      })
    })
    request.on('error', fail)
    request.on('upgrade', (_response, socket) => {
      socket.destroy()
      giveUp('malformed', 'The server switched to another protocol.')
    })
    request.on('response', response => {
      progress.httpStatus = response.statusCode ?? 0
      readBody(response).then(result => {
        if (typeof result === 'string') {
          giveUp('malformed', result)
        } else if (result.status === 407 && !isSecure && proxy !== undefined) {
          settle({ kind: 'proxy', detail: proxyRefusal, sent: false, httpStatus: 407 })
        } else {
          settle(result)
        }
      }, fail)
    })
    request.on('close', () => {
      if (progress.httpStatus === undefined) {
        fail(new Error('The connection was closed before the response arrived.'))
      }
    })
    // As bytes, because with a string Node would write the headers in UTF-8, too.
    request.end(body === undefined ? undefined : Buffer.from(body))
  })
}

function createHeaders(
  { token, headers }: HttpClientOptions,
  method: HttpRequest['method'],
  body: string | undefined
): OutgoingHttpHeaders {
  return {
    ...headers,
    accept: 'application/json',
    'cache-control': 'no-cache',
    'accept-encoding': 'identity',
    authorization: `Bearer ${token}`,
    'user-agent': 'deploy-api-proxy-group',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(method !== 'GET' && { 'content-length': Buffer.byteLength(body ?? '') })
  }
}

/** Calls back when a TLS handshake begins, and when bytes of the request may leave: at once, if they may already. */
function followConnection(
  socket: Socket & { secureConnecting?: boolean },
  onStage: (stage: 'handshake' | 'open') => void
): void {
  const onOpen = () => {
    onStage('open')
  }
  // Read from the socket, because a proxy may speak TLS where the URL does not.
  if (socket.secureConnecting === true) {
    socket.once('connect', () => {
      onStage('handshake')
    })
    socket.once('secureConnect', onOpen)
  } else if (socket.connecting) {
    socket.once('connect', onOpen)
  } else {
    onOpen()
  }
}

/** Reads a response to its end. @returns the response, or what is wrong with it, as a sentence */
async function readBody(response: IncomingMessage): Promise<HttpResponse | string> {
  const { statusCode: status = 0, headers } = response
  // Node keeps the first of two alone.
  if (headers.age !== undefined) {
    headers.age = response.headersDistinct['age']?.join()
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxResponseBytes) {
      return 'The response is larger than 16 MiB.'
    }
  }
  const bytes = decompress(Buffer.concat(chunks), headers['content-encoding'])
  return bytes === undefined
    ? 'The response’s compression cannot be read.'
    : { kind: 'complete', status, headers, body: decodeText(bytes, headers) }
}

/** Some gateways compress although asked not to. An encoding that is not one, such as `UTF-8`, is ignored. */
function decompress(bytes: Buffer, encoding = ''): Buffer | undefined {
  const name = encoding.trim().toLowerCase()
  if (bytes.length === 0 || !/^(x-gzip|gzip|deflate|br)$/.test(name)) {
    return bytes
  }
  const decode = name === 'br' ? brotliDecompressSync : unzipSync
  try {
    return decode(bytes, { maxOutputLength: maxResponseBytes })
  } catch {
    return undefined
  }
}

/** JSON is UTF-8, with a byte order mark or without; where it is not, the charset that the server names is tried. */
function decodeText(bytes: Buffer, { 'content-type': type = '' }: IncomingHttpHeaders): string {
  const charset = /charset="?([\w-]+)/i.exec(type)?.[1]
  if (charset !== undefined && !isUtf8(bytes)) {
    try {
      return new TextDecoder(charset, { fatal: true }).decode(bytes)
    } catch {
      // Not in this encoding, or not an encoding that Node knows.
    }
  }
  return new TextDecoder().decode(bytes)
}
