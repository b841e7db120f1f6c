import {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
  type HttpRequest,
  type RequestResult
} from '../../src/apinizer/http.ts'

/** A client with the token `Token`, for a URL as a text. */
export function createClient({
  url,
  ...options
}: Partial<Omit<HttpClientOptions, 'url'>> & { url: string }): HttpClient {
  return createHttpClient({ url: new URL(url), token: 'Token', caCertificates: [], ...options })
}

/** A GET that may take five seconds. */
export function createRequest(fields: Partial<HttpRequest> = {}): HttpRequest {
  const { signal } = new AbortController()
  return { method: 'GET', path: '/apiops/x', timeoutMs: 5_000, signal, ...fields }
}

/** Sends one request with a client of its own. */
export function send(
  options: Parameters<typeof createClient>[0],
  request: Partial<HttpRequest> = {}
): Promise<RequestResult> {
  return createClient(options).send(createRequest(request))
}
