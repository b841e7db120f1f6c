import diagnostics from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { HttpClient, RequestResult } from '../src/apinizer/http.ts'

/** A request as it was answered. Never written down as it is. */
export interface Exchange {
  method: string
  result: RequestResult
  /** Of the response; undefined where none came. */
  httpVersion: string | undefined
  /** From the first connect to the last byte. */
  ms: number
}

/** What watches all requests, which are made one after another. */
export interface Recorder {
  /** Makes a client’s requests known to the recorder. */
  wrap: (http: HttpClient) => HttpClient
  /** The exchanges since the last call. */
  take: () => Exchange[]
}

export function createRecorder(): Recorder {
  let exchanges: Exchange[] = []
  let httpVersion: string | undefined
  // The version is not in the client's responses, because the action has no use for it.
  diagnostics.subscribe('http.client.response.finish', message => {
    httpVersion = (message as { response: IncomingMessage }).response.httpVersion
  })
  return {
    wrap: http => ({
      send: async request => {
        httpVersion = undefined
        const startedAt = performance.now()
        const result = await http.send(request)
        const ms = Math.round(performance.now() - startedAt)
        exchanges.push({ method: request.method, result, httpVersion, ms })
        return result
      }
    }),
    take: () => {
      const taken = exchanges
      exchanges = []
      return taken
    }
  }
}
