import type { ErrorResponse, FailureKind, RequestFailure } from '../../src/apinizer/failures.ts'
import type { HttpResponse } from '../../src/apinizer/http.ts'

/** A complete response as the HTTP client gives it; a body that is not a text becomes JSON. */
export function createResponse(
  body: unknown,
  status = 200,
  headers: HttpResponse['headers'] = {}
): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { kind: 'complete', status, headers, body: text }
}

/** A request without a complete response, as the HTTP client gives it. */
export function createFailure(
  kind: FailureKind,
  fields: Partial<RequestFailure> = {}
): RequestFailure {
  return { kind, sent: true, detail: '', ...fields }
}

/** A response that is not what a call should return, as the Apinizer client gives it. */
export function createErrorResponse(
  status: number,
  fields: Partial<ErrorResponse> = {}
): ErrorResponse {
  return { kind: 'response', status, serverMessage: '', ...fields }
}
