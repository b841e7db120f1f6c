import type { BodyDefect, Edition, ErrorResponse } from './failures.ts'
import type { HttpResponse } from './http.ts'
import { getField, getText, isObject, parseJson } from './json.ts'
import { readRetryAfter } from './retry.ts'

/**
 * Reads a response that is not what the call should return.
 * @param json the body, parsed; undefined when it is not JSON
 */
export function parseError(response: HttpResponse, json: unknown): ErrorResponse {
  return {
    kind: 'response',
    status: response.status,
    serverMessage: readSentence(json),
    // What a cache repeats was said of another request.
    edition: isCached(response) ? undefined : findEdition(json),
    defect: findDefect(response, json),
    location: response.headers.location,
    retryAfterMs: readRetryAfter(response, json)
  }
}

/**
 * The edition in whose documented words an error is, whole: many gateways send some `error` or `status` as
 * JSON, too.
 */
function findEdition(json: unknown): Edition | undefined {
  if (getField(json, 'status') === 'FAILURE' && getText(json, 'resultMessage') !== undefined) {
    return 'current'
  }
  const code = getText(json, 'error') ?? ''
  const isWhole =
    getText(json, 'error_description') !== undefined ||
    Array.isArray(getField(json, 'validation_errors')) ||
    (code === 'rate_limit_exceeded' && typeof getField(json, 'retry_after') === 'number')
  return /^[a-z_]+$/.test(code) && isWhole ? 'first' : undefined
}

/** What nginx, Go, Apache and Tomcat say to plain HTTP on a port for HTTPS. */
const wantsHttps = /https (server|port|scheme)|requires tls/i

function findDefect(response: HttpResponse, json: unknown): BodyDefect | undefined {
  const { status, body } = response
  if (isCached(response)) {
    return 'cached'
  }
  if (status === 400 && json === undefined && wantsHttps.test(body)) {
    return 'wants-https'
  }
  if (body.trim() === '') {
    return 'empty'
  }
  if (/^\s*<(!doctype|!--|html|head|body|\?xml)/i.test(body)) {
    return 'html'
  }
  if (json === undefined) {
    return 'not-json'
  }
  if (['timestamp', 'status', 'path'].every(name => getField(json, name) !== undefined)) {
    return 'spring'
  }
  return readSentence(json) === '' || !isObject(json) ? 'other-json' : undefined
}

/** A response with an age comes from a cache, and tells how things were. */
export function isCached({ headers: { age = '0' } }: HttpResponse): boolean {
  return age.split(',').some(seconds => Number(seconds) !== 0)
}

/** A body as a JSON object; undefined for anything else. */
export function parseBody({ body }: HttpResponse): unknown {
  return parseJson(body.replace(/^\uFEFF/, ''))
}

/** The server's own sentence at the top of an object, with its validation errors; empty when it has none. */
export function readSentence(value: unknown): string {
  const names = ['error_description', 'resultMessage', 'message', 'detail', 'error']
  const main = names.map(name => getText(value, name)).find(text => text !== undefined)
  const validation = getField(value, 'validation_errors')
  const errors = Array.isArray(validation)
    ? validation.map(error => joinTexts([getText(error, 'field'), getText(error, 'message')], ': '))
    : []
  return joinTexts([main, ...errors])
}

/** The documented `FAILURE`, and what else a server may call it. */
export function isFailureStatus(status: unknown): boolean {
  return typeof status === 'string' && /^(fail|error)/i.test(status)
}

/** Whether an object has an error field of either edition that is not empty. */
export function carriesError(value: unknown): boolean {
  return ['error', 'error_description', 'validation_errors']
    .map(name => getField(value, name) ?? '')
    .some(error => error !== '' && error !== false && !(Array.isArray(error) && error.length === 0))
}

/** Joins texts, each once, without those that are empty or missing. */
export function joinTexts(texts: readonly (string | undefined)[], separator = '; '): string {
  return [...new Set(texts.filter(text => text !== undefined && text !== ''))].join(separator)
}
