import {
  isSilentRefusal,
  type BodyDefect,
  type ErrorResponse,
  type Problem
} from '../apinizer/failures.ts'
import type { DeploymentReport } from '../apinizer/parse-deployment.ts'
import { classifyFailure, type RequestFacts } from './classify-failure.ts'
import { join, type Classification } from './outcome.ts'
import { findRemedy, reasons, type FailureReason, type RequestPurpose } from './reasons.ts'

/**
 * Classifies the Manager's own report on a deployment or undeployment. Fails closed.
 * @param done the reason of a success
 */
export function classifyReport(
  { state, serverMessage, pods, missing }: DeploymentReport,
  done: 'deployed' | 'undeployed'
): Classification {
  const details = { serverMessage, pods, httpStatus: 200 }
  switch (state) {
    case 'confirmed': {
      const explanation = describeConfirmation(pods.length)
      return { ...details, status: 'succeeded', reason: done, explanation }
    }
    case 'denied': {
      const failed = pods.filter(pod => !pod.success).length
      const tally = failed === 0 ? '' : `${failed} of ${pods.length} worker pods failed.`
      const explanation = join(tally, reasons['deployment-failed'].remedy)
      return { ...details, status: 'failed', reason: 'deployment-failed', explanation }
    }
    case 'unclear': {
      const explanation = join(missing, reasons['connection-lost'].remedy)
      const docs = 'lost-responses'
      return { ...details, status: 'unknown', reason: 'unexpected-response', docs, explanation }
    }
  }
}

function describeConfirmation(pods: number): string {
  const where = pods === 0 ? '' : ` for ${pods} worker pod${pods === 1 ? '' : 's'}`
  return `The Manager confirmed it${where}.`
}

/**
 * What a problem says of a request that changes something.
 * - `lost`: it may have been carried out, or the server may still be at work, although the Manager's own response never
 *   arrived whole. Spring servers respond to their own errors, also to those after the work, with a 401 or 403 that
 *   says nothing.
 * - `refused`: it was not processed. That may be said of a repetition of the request, so the deploy history is asked
 *   before it is believed.
 * - `foreign`: the same, not in the Manager's words: a gateway may have refused the response, not the request.
 * - `final`: nothing was sent, or the Manager says what became of the deployment itself.
 */
export type Meaning = 'lost' | 'refused' | 'foreign' | 'final'

/**
 * Finds out what a problem says of a request that changes something.
 * @param refusal how the preflight check was refused: a server that refuses every call in the same way did not carry
 * this one out
 */
export function findMeaning(problem: Problem, refusal: Problem | undefined): Meaning {
  if (problem.kind !== 'response') {
    return problem.sent && problem.kind !== 'cancelled' ? 'lost' : 'final'
  }
  const { status, edition } = problem
  const isSame = isSameRefusal(problem, refusal)
  if (isSilentRefusal(problem)) {
    return isSame ? 'final' : 'lost'
  }
  if (edition !== undefined) {
    return [401, 403, 409, 423, 429, 503].includes(status) ? 'refused' : 'final'
  }
  if (status < 400 || status >= 500) {
    return 'lost'
  }
  // A 429 is a limiter's, which refuses requests.
  return isSame || status === 429 ? 'refused' : 'foreign'
}

/** Whether the preflight check was refused in the same way. */
function isSameRefusal(problem: ErrorResponse, refusal: Problem | undefined): boolean {
  return (
    refusal?.kind === 'response' &&
    refusal.status === problem.status &&
    refusal.defect === problem.defect
  )
}

/** Whether the Manager itself refused a request because it is busy; a duplicate stays one however long one waits. */
export function isBusy({ status, edition, serverMessage }: ErrorResponse): boolean {
  return (
    edition !== undefined &&
    [409, 423, 503].includes(status) &&
    !/\b(already|duplicate|exists|unique)\b/i.test(serverMessage)
  )
}

/** Classifies a call that returned no value. */
export function classifyProblem(problem: Problem, facts: RequestFacts): Classification {
  const classification = classifyAny(problem, facts)
  const { status, reason, explanation } = classification
  // The remedies of these two say it themselves.
  return status !== 'unknown' || reason === 'gateway-timeout' || reason === 'cancelled'
    ? classification
    : { ...classification, explanation: join(explanation, reasons['connection-lost'].remedy) }
}

function classifyAny(problem: Problem, facts: RequestFacts): Classification {
  if (problem.kind !== 'response') {
    return classifyFailure(problem, facts)
  }
  return problem.status >= 400
    ? classifyErrorResponse(problem, facts)
    : classifyOddSuccess(problem, facts)
}

const reasonsByStatus: Record<number, FailureReason> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  423: 'conflict',
  429: 'rate-limited',
  504: 'gateway-timeout',
  524: 'gateway-timeout'
}

function findReason({ status, edition }: ErrorResponse): FailureReason {
  if (status >= 500 && edition !== undefined) {
    return 'server-error'
  }
  return reasonsByStatus[status] ?? (status >= 500 ? 'server-error' : 'rejected')
}

/** A response with a status of 4xx or 5xx. */
function classifyErrorResponse(response: ErrorResponse, facts: RequestFacts): Classification {
  const { status: httpStatus, serverMessage } = response
  const { purpose, isOpen = false } = facts
  const reason = findReason(response)
  const isSilent = isSilentRefusal(response)
  // One read that is refused without a word says nothing about other calls.
  const isShared = !isOpen && (isSilent ? purpose === 'change' : httpStatus === 401)
  const said = `The server responded with ${httpStatus}`
  const closed = serverMessage === '' ? `${said}. ${describeBody(response)}` : ''
  return {
    status: isOpen ? 'unknown' : 'failed',
    reason,
    httpStatus,
    serverMessage,
    explanation: join(
      isOpen ? `${said}, and the Manager may have carried the request out.` : closed,
      isOpen && isSilent ? springErrors : explainError(response, reason, purpose)
    ),
    ...(httpStatus === 401 &&
      response.edition === undefined && { docs: 'responses-that-are-not-the-managers' }),
    ...(isShared && { isSharedCause: true })
  }
}

const springErrors =
  'Spring servers respond like this to their own errors: check the log of the Apinizer Manager.'

/** The most specific remedy for an error response. */
function explainError(
  response: ErrorResponse,
  reason: FailureReason,
  purpose: RequestPurpose
): string {
  const { status, defect, edition, serverMessage } = response
  if (defect === 'wants-https') {
    return 'The port expects HTTPS: use `https://` in `url`.'
  }
  if (defect === 'large-head' || status === 431) {
    return 'The request’s headers are too large for this server: shorten `headers` or the token.'
  }
  if (isSilentRefusal(response)) {
    return silentRefusal
  }
  if (status === 401 && edition === undefined) {
    return join(reasons.unauthorized.remedy, gatewaySignIn)
  }
  const isForeign = status === 403 && edition === undefined && defect !== 'spring'
  if (isForeign || (reason === 'rejected' && ![400, 422].includes(status))) {
    return foreignRefusal
  }
  if (status === 403 && edition === undefined && !/denied|forbidden|permi/i.test(serverMessage)) {
    return reasons['server-error'].remedy
  }
  if (reason === 'conflict' && !isBusy(response)) {
    return 'Check the group in the Apinizer Manager, and the Manager’s own message.'
  }
  if (reason === 'rejected' && /\bpermissions?\b/i.test(serverMessage)) {
    return findRemedy('forbidden', purpose)
  }
  return findRemedy(reason, purpose)
}

/** Nothing was said, so all that it can be is listed. */
const silentRefusal =
  'Check the path prefix of `url`, the permissions of the token’s user, whether *Enable Management APIs* is on in ' +
  'the Manager, whether a gateway removes the Authorization header or refuses the request, and the Manager’s log: ' +
  'Spring servers respond like this to their own errors, too.'

const foreignRefusal =
  'The response is probably not the Manager’s: check `url`, and whether a gateway or firewall refused the request.'

const gatewaySignIn =
  'If that does not help, check whether a gateway in front of the Manager requires its own sign-in.'

/** A response with a status below 400 that is not the Manager's report. */
function classifyOddSuccess(response: ErrorResponse, { isOpen }: RequestFacts): Classification {
  const { status: httpStatus, serverMessage, location } = response
  const details = { status: isOpen ? 'unknown' : 'failed', httpStatus } as const
  const said = `The server responded with ${httpStatus}`
  if (httpStatus < 300) {
    const reason = 'unexpected-response'
    const explanation = `${said}. ${describeBody(response)} ${reasons[reason].remedy}`
    return { ...details, reason, serverMessage, explanation }
  }
  const redirect = location === undefined ? '' : `Redirected to ${location}`
  // A redirect of the same call tells where the Manager is.
  const address = location?.match(/^(https?:.*?)\/apiops\//is)?.[1]
  return {
    ...details,
    reason: 'redirected',
    serverMessage: address === undefined ? redirect : `${redirect}: set url to ${address}`,
    explanation: `${said}, a redirect. ${reasons.redirected.remedy}`
  }
}

const bodies: Partial<Record<BodyDefect, string>> = {
  empty: 'The response is empty.',
  html: 'The response is an HTML page, not the Manager’s JSON.',
  cached: 'The response comes from a cache, not from the Manager.',
  'not-json': 'The response is not complete JSON, or has the same key twice.',
  spring: 'The response is an error of the server itself (Spring), not in the Manager’s words.'
}

/** What a body is that is not the Manager's JSON, as a sentence. */
function describeBody({ defect }: ErrorResponse): string {
  return (defect && bodies[defect]) ?? 'The response is not the Manager’s JSON.'
}
