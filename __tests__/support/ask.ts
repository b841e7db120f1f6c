import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { text } from 'node:stream/consumers'
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

/** What came back. */
export interface Received {
  status: number | undefined
  headers: http.IncomingHttpHeaders
  text: string
  /** The text as JSON; undefined where it is none. */
  json: unknown
}

/** Sends one request with node:http(s) alone, for the simulator's own tests. */
export async function ask(
  { url }: Pick<Simulator, 'url'>,
  method: string,
  path: string,
  options: AskOptions = {}
): Promise<Received> {
  const { token, body, headers = {}, client = {} } = { token: demoToken, ...options }
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const type = typeof body === 'object' ? { 'content-type': 'application/json' } : {}
  const request = (url.startsWith('https:') ? https : http).request(url + path, {
    method,
    headers: { ...authorization, ...type, ...headers },
    ...client
  })
  request.end(typeof body === 'object' ? JSON.stringify(body) : body)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const received = await text(response)
  const { statusCode: status, headers: responseHeaders } = response
  return { status, headers: responseHeaders, text: received, json: parse(received) }
}

function parse(received: string): unknown {
  try {
    return JSON.parse(received)
  } catch {
    return undefined
  }
}
