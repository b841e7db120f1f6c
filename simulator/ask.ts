import http from 'node:http'
import https from 'node:https'
import type { Simulator } from './types.ts'
import { demoToken } from './world.ts'

/** A request to a simulator; `client` is added to what node:http(s) is given. */
export interface Asked {
  /** The demo token by default; `undefined` sends none. */
  token?: string | undefined
  body?: string
  headers?: http.OutgoingHttpHeaders
  client?: https.RequestOptions
}

/** What came back, undecoded; `hints` counts the 1xx answers before it. */
export interface Received {
  status: number
  headers: http.IncomingHttpHeaders
  raw: Buffer
  text: string
  hints: number
}

const MOST_BYTES = 1_000_000
const PATIENCE_MS = 400

/**
 * Sends one request with nothing but node:http(s), for the simulator's own tests. Rejects on an answer
 * that breaks off, pauses for 400 ms or exceeds 1 MB; the error has the `status` where one had come.
 */
export function ask(
  { url }: Simulator,
  method: string,
  path: string,
  asked: Asked = {}
): Promise<Received> {
  const { token, body, headers = {}, client = {} } = { token: demoToken, ...asked }
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return new Promise((resolve, reject) => {
    let hints = 0
    let status: number | undefined
    const fail = (problem: unknown): void => {
      reject(Object.assign(problem as Error, { status }))
    }
    const options = {
      method,
      headers: { ...authorization, ...headers },
      timeout: PATIENCE_MS,
      ...client
    }
    const request = (url.startsWith('https:') ? https : http).request(url + path, options)
    request.on('information', () => (hints += 1))
    request.on('timeout', () => request.destroy(new Error('timeout')))
    request.on('error', fail)
    request.on('response', response => {
      const { headers, statusCode = 0 } = response
      status = statusCode
      received(response).then(raw => {
        resolve({ status: statusCode, headers, raw, text: raw.toString(), hints })
      }, fail)
    })
    request.end(body)
  })
}

async function received(response: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    chunks.push(chunk as Buffer)
    length += (chunk as Buffer).length
    if (length > MOST_BYTES) throw new Error('too much')
  }
  return Buffer.concat(chunks)
}
