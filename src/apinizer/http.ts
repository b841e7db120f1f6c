import http from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { lostAt, noAnswerFrom, type NoAnswer, type Progress } from './errors.ts'

/** The largest answer that is read, in bytes. */
const largestAnswer = 1024 * 1024

/** Idle connections are given up before a server's usual 5 s, so that none is reused while it closes. */
const idleMs = 3_000

/** Where requests go, and how. */
export interface Endpoint {
  /** The Manager's base: scheme, host, port and path prefix, without `/apiops`. */
  url: URL
  token: string
  /** The proxy to go through, with a scheme; undefined for a direct connection. */
  proxy?: string | undefined
  /** PEM texts that are trusted besides Node's and the system's authorities. */
  authorities: string[]
  /** PEM texts for mutual TLS. */
  clientCertificate?: string | undefined
  clientKey?: string | undefined
  /** The most connections at once. */
  connections: number
  /** Told of each whole answer, for debugging. */
  onAnswer: (answer: Answer) => void
}

export interface Call {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below the base: begins with `/apiops/`, names already percent-encoded. */
  path: string
  body?: string | undefined
  /** Wall clock from the first connect to the last byte. */
  timeoutMs: number
  signal: AbortSignal
}

/** A whole answer. */
export interface Answer {
  answered: true
  status: number
  headers: http.IncomingHttpHeaders
  body: string
}

export type Reply = (Answer | NoAnswer) & {
  /** When the request began and when the reply was complete, by `performance.now()`. */
  startedAt: number
  endedAt: number
}

export interface Line {
  /** Sends one request and never throws. Redirects are answers like any other: they are not followed. */
  request: (call: Call) => Promise<Reply>
}

/** Opens a line to the Manager: one agent whose connections all requests of a run share. */
export function openLine(endpoint: Endpoint): Line {
  let agent = agentFor(endpoint, false)
  let systemTrusted = false
  const turns = turnsFor(endpoint.connections)
  const request = async (call: Call): Promise<Reply> => {
    const askedAt = performance.now()
    if (!(await turns.take(call)))
      return {
        answered: false,
        ending: call.signal.aborted ? 'cancelled' : 'deadline',
        sent: false,
        detail: '',
        startedAt: askedAt,
        endedAt: performance.now()
      }
    // A second answer to the request before would be taken for the answer to this one: Node gives a connection up on
    // which something comes unasked, once it has had the time to read it. Its agent's own queue would not wait for that.
    if (Object.keys({ ...agent.sockets, ...agent.freeSockets }).length > 0)
      await aTurnOfTheEventLoop()
    const startedAt = performance.now()
    const used = agent
    const reply = {
      ...(await send(endpoint, used, {
        ...call,
        timeoutMs: call.timeoutMs - (startedAt - askedAt)
      })),
      startedAt,
      endedAt: performance.now()
    }
    turns.giveBack()
    if (reply.answered) endpoint.onAnswer(reply)
    const remainingMs = call.timeoutMs - (reply.endedAt - askedAt)
    // Reading the system's store takes a third of a second, so it waits until it is needed.
    if (reply.answered || reply.tlsProblem !== 'unknown-authority' || remainingMs <= 0) return reply
    // Another request may have come to this meanwhile.
    if (systemTrusted && used === agent) return reply
    if (!systemTrusted) agent = agentFor(endpoint, true)
    systemTrusted = true
    return request({ ...call, timeoutMs: remainingMs })
  }
  return { request }
}

/** Lets as many calls begin at once as there are connections. `take` gives false to a call that ended before its turn. */
function turnsFor(connections: number) {
  let free = connections
  const waiting = new Set<(begun: boolean) => void>()
  return {
    take: ({ signal, timeoutMs }: Call): Promise<boolean> | true => {
      if (free === 0)
        return new Promise(resolve => {
          waiting.add(resolve)
          AbortSignal.any([
            signal,
            AbortSignal.timeout(Math.max(0, Math.ceil(timeoutMs)))
          ]).addEventListener('abort', () => {
            if (waiting.delete(resolve)) resolve(false)
          })
        })
      free -= 1
      return true
    },
    giveBack: () => {
      const [next] = waiting
      if (next === undefined) free += 1
      else if (waiting.delete(next)) next(true)
    }
  }
}

function agentFor(endpoint: Endpoint, trustSystem: boolean): http.Agent {
  const common = {
    keepAlive: true,
    maxSockets: endpoint.connections,
    timeout: idleMs,
    proxyEnv: { http_proxy: endpoint.proxy, https_proxy: endpoint.proxy }
  }
  if (endpoint.url.protocol === 'http:') return new http.Agent(common)
  // Loaded here because a plain http run never needs TLS; `import()` of a Node module would cost more.
  const https = process.getBuiltinModule('node:https')
  const tls = process.getBuiltinModule('node:tls')
  // Nodes before 22.15, as on ARM32 runners, know only their built-in list.
  const known = tls.getCACertificates as typeof tls.getCACertificates | undefined
  const more = [...endpoint.authorities, ...(trustSystem ? (known?.('system') ?? []) : [])]
  return new https.Agent({
    ...common,
    // Said here so that NODE_TLS_REJECT_UNAUTHORIZED=0 cannot undo it.
    rejectUnauthorized: true,
    ...(more.length > 0 && { ca: [...(known?.('default') ?? tls.rootCertificates), ...more] }),
    ...(endpoint.clientCertificate !== undefined && {
      cert: endpoint.clientCertificate,
      key: endpoint.clientKey
    })
  })
}

/** Long enough for all that has come already to be read: the first half ends the turn in which an answer has just been read. */
async function aTurnOfTheEventLoop(): Promise<void> {
  await new Promise(setImmediate)
  await new Promise(setImmediate)
}

function send(endpoint: Endpoint, agent: http.Agent, call: Call): Promise<Answer | NoAnswer> {
  const { url } = endpoint
  const secure = url.protocol === 'https:'
  const start = secure ? process.getBuiltinModule('node:https').request : http.request
  return new Promise(resolve => {
    const progress: Progress = { sent: false, answering: false, pieces: [], plain: true }
    let request: ClientRequest | undefined
    const settle = (reply: Answer | NoAnswer) => {
      clearTimeout(deadline)
      call.signal.removeEventListener('abort', cancel)
      resolve(reply)
      if (!reply.answered) request?.destroy()
    }
    const fail = (error: Error) => {
      settle(throughProxy(endpoint, noAnswerFrom(error, progress, request?.reusedSocket === true)))
    }
    const giveUp = (ending: 'cancelled' | 'deadline') => {
      settle(lostAt(progress, ending, ''))
    }
    const cancel = () => {
      giveUp('cancelled')
    }
    const deadline = setTimeout(() => {
      giveUp('deadline')
    }, call.timeoutMs)
    if (call.signal.aborted) {
      cancel()
      return
    }
    call.signal.addEventListener('abort', cancel)
    try {
      request = start({
        method: call.method,
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        // Not built as a URL, which would resolve `..` and climb out of the path.
        path: url.pathname.replace(/\/$/, '') + call.path,
        agent,
        // Else the agent's time for idle connections would also end a proxy's CONNECT.
        timeout: call.timeoutMs + idleMs,
        headers: headersFor(endpoint, call)
      })
    } catch (error) {
      fail(error as Error)
      return
    }
    request.on('socket', socket => {
      whenOpen(socket, () => {
        progress.sent = true
      })
      socket.once('data', () => {
        progress.answering = true
      })
    })
    request.on('error', fail)
    request.on('upgrade', (_answer, socket) => {
      socket.destroy()
      settle(garbled('The server switched to another protocol.', progress))
    })
    request.on('response', answer => {
      progress.httpStatus = answer.statusCode ?? 0
      progress.plain = answer.headers['content-encoding'] === undefined
      // A proxy refuses plain http with an answer like a server's.
      if (answer.statusCode === 407 && endpoint.proxy !== undefined && !secure)
        settle({
          answered: false,
          ending: 'proxy',
          sent: false,
          detail: 'Proxy Authentication Required',
          httpStatus: 407
        })
      else void read(answer, progress).then(settle, fail)
    })
    request.on('close', () => {
      if (progress.httpStatus === undefined)
        fail(new Error('The connection was closed before the answer came.'))
    })
    request.end(call.body)
  })
}

function headersFor(endpoint: Endpoint, call: Call): http.OutgoingHttpHeaders {
  return {
    accept: 'application/json',
    'cache-control': 'no-cache',
    'accept-encoding': 'identity',
    authorization: `Bearer ${endpoint.token}`,
    'user-agent': 'deploy-api-proxy-group',
    ...(call.body !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(call.body)
    }),
    ...(call.body === undefined && call.method !== 'GET' && { 'content-length': 0 })
  }
}

/** Calls back when the socket takes bytes of the request: at once, when it is open already. */
function whenOpen(socket: Socket & { secureConnecting?: boolean }, opened: () => void): void {
  // Told by the socket, as a proxy may speak TLS where the URL does not.
  if (socket.secureConnecting === true) socket.once('secureConnect', opened)
  else if (socket.connecting) socket.once('connect', opened)
  else opened()
}

function read(answer: IncomingMessage, progress: Progress): Promise<Answer | NoAnswer> {
  return new Promise((resolve, reject) => {
    let size = 0
    answer.on('data', (piece: Buffer) => {
      size += piece.length
      if (size > largestAnswer) resolve(garbled('The answer is larger than 1 MiB.', progress))
      else progress.pieces.push(piece)
    })
    answer.on('end', () => {
      const bytes = decode(Buffer.concat(progress.pieces), answer.headers['content-encoding'])
      if (bytes === undefined)
        resolve(garbled('The answer’s compression cannot be read.', progress))
      else
        resolve({
          answered: true,
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: bytes.toString('utf8').replace(/^\uFEFF/, '')
        })
    })
    answer.on('error', reject)
  })
}

/** Some gateways compress although asked not to. */
function decode(bytes: Buffer, encoding = 'identity'): Buffer | undefined {
  if (/^(identity)?$/i.test(encoding.trim()) || bytes.length === 0) return bytes
  const zlib = process.getBuiltinModule('node:zlib')
  const decoders = new Map<string, (bytes: Buffer, options: { maxOutputLength: number }) => Buffer>(
    [
      ['gzip', zlib.gunzipSync],
      ['x-gzip', zlib.gunzipSync],
      ['deflate', zlib.inflateSync],
      ['br', zlib.brotliDecompressSync]
    ]
  )
  try {
    return decoders.get(encoding.trim().toLowerCase())?.(bytes, { maxOutputLength: largestAnswer })
  } catch {
    return undefined
  }
}

function garbled(detail: string, progress: Progress): NoAnswer {
  return lostAt(progress, 'garbled', detail)
}

/** Behind a proxy, the proxy is what was not reached, and a reset says nothing about the server. */
function throughProxy(endpoint: Endpoint, reply: NoAnswer): NoAnswer {
  if (endpoint.proxy === undefined) return reply
  if (reply.ending === 'refused') return { ...reply, ending: 'proxy' }
  return reply.ending === 'reset' ? { ...reply, ending: 'closed' } : reply
}

/** An HTTP header's date, in ms since the epoch; undefined for anything else, as `Date.parse` takes nearly all. */
export function readHttpDate(date: string | undefined): number | undefined {
  return date !== undefined &&
    /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(date) &&
    !Number.isNaN(Date.parse(date))
    ? Date.parse(date)
    : undefined
}
