import type { Answer, Reply } from './http.ts'
import { fieldOf, isObject, parseJson, textOf } from './json.ts'

/** What the server said of one worker pod. */
export interface Pod {
  name: string
  ip: string
  success: boolean
  message: string
  durationMs?: number
}

/** A deployment's answer, read. */
export interface DeploymentReading {
  /** `confirmed`: every flag said so. `denied`: a flag or an error said no. `unclear`: anything else. */
  verdict: 'confirmed' | 'denied' | 'unclear'
  /** The server's own sentences, joined; may be empty. */
  said: string
  pods: Pod[]
  /** For `unclear`: what is missing, in our words. */
  missing: string
}

/**
 * Reads the body of a 200 answer to a deployment or undeployment, in either edition.
 * @param body as it came
 * @param environment the environment asked for; its name is compared exactly
 */
export function readDeployment(body: string, environment: string): DeploymentReading {
  const answer = parseJson(body)
  if (!isObject(answer))
    return { verdict: 'unclear', said: '', pods: [], missing: describeNonJson(body) }
  const deployment = fieldOf(answer, 'deploymentResult')
  const { flags, results } = walk(answer)
  // The first edition has `success` at the top, the current one `status`.
  if (fieldOf(answer, 'success') === undefined && fieldOf(answer, 'status') === undefined)
    flags.push('gap')
  if (deployment !== undefined && fieldOf(deployment, 'success') === undefined) flags.push('gap')
  const reading = {
    said: sentencesOf(answer, deployment, results),
    pods: results.flatMap(result => result.pod ?? [])
  }
  const unclear = (missing: string): DeploymentReading => ({
    ...reading,
    verdict: 'unclear',
    missing
  })
  if (flags.includes('no')) return { ...reading, verdict: 'denied', missing: '' }
  if (flags.includes('gap')) return unclear('Not every part of the answer says that it succeeded.')
  if (results.length === 0) return unclear('The answer holds no result for any environment.')
  if (!results.some(result => (result.environment ?? environment) === environment))
    return unclear('The answer holds results for other environments only.')
  return { ...reading, verdict: 'confirmed', missing: '' }
}

/** What a success flag says; a `gap` is one that is missing or written in a way we do not know. */
type Flag = 'yes' | 'no' | 'gap'

interface Result {
  environment: string | undefined
  message: string | undefined
  pod: Pod | undefined
  succeeded: boolean
}

const resultLists = ['environmentResults', 'detailList']

/** A value found in an answer. Only the answer itself, its `deploymentResult` and results hold results. */
interface Found {
  value: unknown
  place: 'answer' | 'deploymentResult' | 'result' | 'elsewhere'
  within: string | undefined
}

/**
 * Every success flag of an answer, wherever it stands, and every result at whatever depth. Without recursion, as a
 * server may nest them deeper than a stack goes.
 */
function walk(answer: unknown): { flags: Flag[]; results: Result[] } {
  const flags: Flag[] = []
  const results: Result[] = []
  const found: Found[] = [{ value: answer, place: 'answer', within: undefined }]
  for (const { value, place, within } of found) {
    const names = [fieldOf(value, 'environmentName'), fieldOf(value, 'envName')].filter(
      name => name !== undefined && name !== null
    )
    const environment = names.length === 0 ? within : typeof names[0] === 'string' ? names[0] : ''
    if (place === 'result' && names.some(name => name !== names[0])) flags.push('gap')
    const success = fieldOf(value, 'success')
    if (place === 'result' || success !== undefined)
      flags.push(success === true ? 'yes' : success === false ? 'no' : 'gap')
    if (place === 'result')
      results.push({
        environment,
        message: textOf(value, 'message') ?? textOf(value, 'detail'),
        pod: podOf(value),
        succeeded: success === true
      })
    flags.push(...statusFlags(value, place))
    if (place !== 'elsewhere' && carriesError(value)) flags.push('no')
    if (typeof value !== 'object' || value === null) continue
    for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
      if (place !== 'elsewhere' && resultLists.includes(name) && inner !== null) {
        if (Array.isArray(inner))
          for (const item of inner)
            found.push({ value: item, place: 'result', within: environment })
        else flags.push('gap')
      } else if (typeof inner === 'object') {
        found.push({
          value: inner,
          place:
            place === 'answer' && name === 'deploymentResult' ? 'deploymentResult' : 'elsewhere',
          within: environment
        })
      }
    }
  }
  return { flags, results }
}

/** A failure says no wherever it stands; anything but SUCCESS is a gap where the documentation has flags. */
function statusFlags(value: unknown, place: Found['place']): Flag[] {
  const status = fieldOf(value, 'status')
  if (isFailure(status)) return ['no']
  if (status === undefined || place === 'elsewhere') return []
  return [status === 'SUCCESS' ? 'yes' : 'gap']
}

/** The documented `FAILURE`, and what else a server may call it. */
function isFailure(status: unknown): boolean {
  return typeof status === 'string' && /^(fail|error)/i.test(status)
}

/** True when an object says of itself, in either edition's words, that it failed, or does not quite say that it did not. */
export function isContradicted(value: unknown): boolean {
  return (
    (fieldOf(value, 'success') ?? true) !== true ||
    isFailure(fieldOf(value, 'status')) ||
    carriesError(value)
  )
}

function carriesError(value: unknown): boolean {
  const errors = ['error', 'error_description', 'validation_errors'].map(name =>
    fieldOf(value, name)
  )
  return errors.some(
    error =>
      error !== undefined &&
      error !== null &&
      error !== '' &&
      error !== false &&
      !(Array.isArray(error) && error.length === 0)
  )
}

function podOf(item: unknown): Pod | undefined {
  const name = textOf(item, 'podName')
  const ip = textOf(item, 'podIp')
  if (name === undefined && ip === undefined) return undefined
  const durationMs = fieldOf(item, 'responseTime')
  return {
    name: name ?? '',
    ip: ip ?? '',
    success: fieldOf(item, 'success') === true,
    message: textOf(item, 'detail') ?? textOf(item, 'message') ?? '',
    ...(typeof durationMs === 'number' && Number.isFinite(durationMs) && { durationMs })
  }
}

/** What the failed results say, behind the sentence above them; where none failed, what the results say, else that sentence. */
function sentencesOf(answer: unknown, deployment: unknown, results: Result[]): string {
  const failed = results.filter(result => !result.succeeded)
  const failures = failed.map(({ pod, message }) =>
    pod === undefined ? message : `${pod.name || pod.ip}: ${message ?? 'failed'}`
  )
  const successes = results.filter(result => result.pod === undefined).map(result => result.message)
  const above = [
    sentenceOf(answer),
    textOf(deployment, 'message') ?? textOf(deployment, 'resultMessage')
  ]
  return failed.length > 0 ? joined([...above, ...failures]) : joined(successes) || joined(above)
}

/** The server's own sentence in an answer's top level, with its validation errors; empty when it has none. */
function sentenceOf(answer: unknown): string {
  const main =
    textOf(answer, 'error_description') ??
    textOf(answer, 'resultMessage') ??
    textOf(answer, 'message') ??
    textOf(answer, 'detail') ??
    textOf(answer, 'error')
  const validation = fieldOf(answer, 'validation_errors')
  const errors = Array.isArray(validation)
    ? validation.map(error => joined([textOf(error, 'field'), textOf(error, 'message')], ': '))
    : []
  return joined([main, ...errors])
}

function joined(parts: (string | undefined)[], by = '; '): string {
  return [...new Set(parts.filter(part => part !== undefined && part !== ''))].join(by)
}

/** The server's own sentence in the body of an error answer; empty when it is no JSON or has none. */
export function readError(body: string): string {
  return sentenceOf(parseJson(body))
}

/** True for the documented error of either edition, whole: many gateways send some `error` or `status` as JSON, too. */
function isManagersFailure(body: string): boolean {
  const answer = parseJson(body)
  const firstEdition =
    /^[a-z_]+$/.test(textOf(answer, 'error') ?? '') &&
    textOf(answer, 'error_description') !== undefined
  return (
    firstEdition ||
    (fieldOf(answer, 'status') === 'FAILURE' && textOf(answer, 'resultMessage') !== undefined)
  )
}

/** True for a gateway's text, in whatever form, that holds a no of the Manager's. */
export function holdsNo(text: string): boolean {
  return (
    /success.{0,12}false|status\W{1,12}(?:fail|error)|error_description/is.test(text) ||
    text.includes('FAILURE')
  )
}

/** True for what came of a cut answer when nothing in it may say anything but yes; what is escaped may. */
export function beganWell(text: string): boolean {
  return !/"success"\s*:(?!\s*true\b)|"status"\s*:(?!\s*"SUCCESS")|false|fail|error|\\/i.test(text)
}

/** What a body is that is no JSON object, in our words. */
export function describeNonJson(body: string): string {
  if (body.trim() === '') return 'The answer is empty.'
  if (/^\s*<(!doctype|html|head|body|\?xml)/i.test(body))
    return 'The answer is an HTML page, not the Manager’s JSON.'
  return parseJson(body) === undefined
    ? 'The answer is not whole JSON, or has a key twice.'
    : 'The answer is not the Manager’s JSON.'
}

/** A reply in a few words; quotes the server. */
export function describeReply(reply: Reply): string {
  if (!reply.answered) return reply.detail || reply.ending
  const said = readError(reply.body)
  return `${reply.status}${said === '' ? '' : `: ${said}`}`
}

/**
 * True for the answer of a gateway that had passed the request on and got no answer: nobody knows what the
 * Manager did. 520 to 524 are Cloudflare's; Envoy says 503 also of a connection that broke after that.
 */
export function isGatewaysGuess({ status, headers, body }: Answer): boolean {
  const byStatus =
    status === 502 ||
    status === 504 ||
    (status >= 520 && status <= 524) ||
    (status === 503 && /envoy/i.test(String(headers.server)))
  return byStatus && !isManagersFailure(body)
}
