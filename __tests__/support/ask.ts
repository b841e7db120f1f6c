import http from 'node:http'
import https from 'node:https'
import type { Simulator } from '../../simulator/simulator.ts'
import { demoToken } from '../../simulator/world.ts'

/** What a request to a simulator needs beside its method and path. */
export interface AskOptions {
  /** The demo token by default; `undefined` sends none. */
  token?: string | undefined
  /** An object is sent as JSON, a string as it is. */
  body?: string | object
  headers?: http.OutgoingHttpHeaders
  /** Added to what node:http(s) is given. */
  client?: https.RequestOptions
}

/** What came back, undecoded; `hints` counts the 1xx responses before it. */
export interface Received {
  status: number
  headers: http.IncomingHttpHeaders
  raw: Buffer
  text: string
  /** The text as JSON; undefined where it is none. */
  json: unknown
  hints: number
}

const MAX_BYTES = 1_000_000
const IDLE_TIMEOUT_MS = 1_000

/**
 * Sends one request with node:http(s) alone, for the simulator's own tests. Rejects on a response
 * that breaks off, pauses for 1 s or exceeds 1 MB; the error has the `status` where one had
 * come.
 */
export function ask(
  { url }: Pick<Simulator, 'url'>,
  method: string,
  path: string,
  options: AskOptions = {}
): Promise<Received> {
  const { token, body, headers = {}, client = {} } = { token: demoToken, ...options }
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const type = typeof body === 'object' ? { 'content-type': 'application/json' } : {}
  const text = typeof body === 'object' ? JSON.stringify(body) : body
  return new Promise((resolve, reject) => {
    let hints = 0
    let status: number | undefined
    const fail = (problem: unknown): void => {
      reject(Object.assign(problem as Error, { status }))
    }
    const request = (url.startsWith('https:') ? https : http).request(url + path, {
      method,
      headers: { ...authorization, ...type, ...headers },
      timeout: IDLE_TIMEOUT_MS,
      ...client
    })
    request.on('information', () => (hints += 1))
    request.on('timeout', () => request.destroy(new Error('timeout')))
    request.on('error', fail)
    request.on('response', response => {
      const { headers: responseHeaders, statusCode = 0 } = response
      status = statusCode
      readAll(response).then(raw => {
        const received = raw.toString()
        const json = parse(received)
        resolve({ status: statusCode, headers: responseHeaders, raw, text: received, json, hints })
      }, fail)
    })
    request.end(text)
  })
}

async function readAll(response: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    chunks.push(chunk as Buffer)
    length += (chunk as Buffer).length
    if (length > MAX_BYTES) {
      throw new Error('too much')
    }
  }
  return Buffer.concat(chunks)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
