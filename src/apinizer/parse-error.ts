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
    serverMessage: json === undefined ? quoteBody(response.body) : readSentence(json),
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

/** A page's title, or the first line of a plain text; never of JSON that was cut, which may contain passwords. */
function quoteBody(body: string): string {
  const title = /<title[^>]*>([^<]*)</i.exec(body)?.[1]
  const isPlain = !/^\s*["[<]|\{/.test(body)
  const lines = isPlain ? body.split(/[\r\n]+/) : []
  return (title ?? lines.find(line => line.trim() !== '') ?? '').trim().slice(0, maxTextLength)
}

/** The most characters of a text that is not the Manager's JSON. */
const maxTextLength = 300

/** What servers say to request headers above their limit. */
const largeHead = /header.{0,30}too (large|big|long)|large.{0,20}header/i

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
  if (status === 431 || (status === 400 && largeHead.test(body))) {
    return 'large-head'
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
  const has = (...names: string[]) => names.every(name => getField(json, name) !== undefined)
  // Its own format, and that of RFC 9457.
  if (has('timestamp', 'status', 'path') || has('title', 'status', 'instance')) {
    return 'spring'
  }
  return readSentence(json) === '' || !isObject(json) ? 'other-json' : undefined
}

/** A response with an age comes from a cache, and says how things were. */
export function isCached({ headers: { age = '0' } }: HttpResponse): boolean {
  return age.split(',').some(seconds => Number(seconds) !== 0)
}

/** A body as a JSON object; undefined for anything else. */
export function parseBody({ body }: HttpResponse): unknown {
  return parseJson(body)
}

/** The server's own sentence at the top of an object, with its validation errors; empty when it has none. */
export function readSentence(value: unknown): string {
  const names = ['error_description', 'resultMessage', 'message', 'detail', 'title', 'error']
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
