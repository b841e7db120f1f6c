import { isSilentRefusal, type ErrorResponse, type Problem } from '../apinizer/failures.ts'
import type { DeploymentReport } from '../apinizer/parse-deployment.ts'
import { classifyFailure, type RequestFacts } from './classify-failure.ts'
import { join, type Classification } from './outcome.ts'
import { deployPermissions, findRemedy, reasons, type FailureReason } from './reasons.ts'

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
      const explanation = serverMessage === '' ? describeConfirmation(pods.length) : ''
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
 * Whether a request may have been carried out although the Manager's own response to it never arrived whole: it may
 * still be at work, and only its deploy history can tell. Spring servers respond to their own errors, also to those
 * after the work, with a 401 or 403 that says nothing.
 * @param refusal how the preflight check was refused: a server that refuses every call in the same way did not carry
 * this one out
 */
export function isLost(problem: Problem, refusal: Problem | undefined): boolean {
  if (problem.kind !== 'response') {
    return problem.sent && problem.kind !== 'cancelled'
  }
  const { status, edition } = problem
  if (isSilentRefusal(problem)) {
    return !isSameRefusal(problem, refusal)
  }
  return edition === undefined && (status < 400 || status >= 500)
}

/**
 * Whether a response says that the request was not processed, or is not the Manager's at all. It may be about a
 * repetition of the request, so the deploy history is asked before it is believed. What the Manager says of the
 * deployment itself stands.
 */
export function saysNotProcessed(problem: Problem): boolean {
  if (problem.kind !== 'response' || isSilentRefusal(problem)) {
    return false
  }
  const { status, edition } = problem
  return edition === undefined
    ? status >= 400 && status < 500
    : [401, 403, 409, 423, 429, 503].includes(status)
}

/** Whether the Manager itself refused a request because it is busy; a duplicate stays one however long one waits. */
export function isBusy({ status, edition, serverMessage }: ErrorResponse): boolean {
  return (
    edition !== undefined &&
    [409, 423, 503].includes(status) &&
    !/\b(already|duplicate|exists|unique)\b/i.test(serverMessage)
  )
}

/**
 * Whether a refusal is not in the Manager's words, so that it may be a gateway's that refused the response, not the
 * request. A 429 is a limiter's, which refuses requests.
 */
export function isForeignRefusal(problem: Problem, refusal: Problem | undefined): boolean {
  if (problem.kind !== 'response' || isSameRefusal(problem, refusal)) {
    return false
  }
  const { status, edition } = problem
  return edition === undefined && status >= 400 && status < 500 && status !== 429
}

/** Whether the preflight check was refused in the same way. */
function isSameRefusal(problem: ErrorResponse, refusal: Problem | undefined): boolean {
  return (
    refusal?.kind === 'response' &&
    refusal.status === problem.status &&
    refusal.defect === problem.defect
  )
}

/** Classifies a call that returned no value. */
export function classifyProblem(problem: Problem, facts: RequestFacts): Classification {
  if (problem.kind !== 'response') {
    return classifyFailure(problem, facts)
  }
  return problem.status >= 400
    ? classifyErrorResponse(problem, facts)
    : classifyOddSuccess(problem, facts)
}

const reasonsByStatus: Record<number, FailureReason> = {
  400: 'rejected',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  422: 'rejected',
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
  const reason = findReason(response)
  const isSilent = isSilentRefusal(response)
  // One read that is refused without a word says nothing about other calls.
  const isShared = !facts.isOpen && (isSilent ? facts.purpose === 'change' : httpStatus === 401)
  return {
    status: facts.isOpen ? 'unknown' : 'failed',
    reason,
    httpStatus,
    serverMessage,
    explanation: join(
      serverMessage === '' && !facts.isOpen
        ? `The server responded with ${httpStatus}. ${describeBody(response)}`
        : '',
      facts.isOpen ? describeOpen(response) : '',
      facts.isOpen && isSilent ? springErrors : explainError(response, reason, facts),
      facts.isOpen && reason !== 'gateway-timeout' ? reasons['connection-lost'].remedy : ''
    ),
    ...(httpStatus === 401 &&
      response.edition === undefined && { docs: 'responses-that-are-not-the-managers' }),
    ...(isShared && { isSharedCause: true })
  }
}

function describeOpen({ status, edition, defect }: ErrorResponse): string {
  const isServers =
    edition !== undefined || status === 500 || defect === 'spring' || defect === 'empty'
  const who = isServers ? 'The server' : 'A gateway'
  return `${who} responded with ${status}, and the Manager may have carried the request out.`
}

const springErrors =
  'Spring servers respond like this to their own errors: check the log of the Apinizer Manager.'

/** The most specific remedy for an error response. */
function explainError(
  response: ErrorResponse,
  reason: FailureReason,
  { purpose }: RequestFacts
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
  if (status === 403 && edition === undefined && defect !== 'spring') {
    return 'The response is not the Manager’s own: check whether a gateway or firewall refused the request.'
  }
  if (status === 403 && edition === undefined && !/denied|forbidden|permi/i.test(serverMessage)) {
    return reasons['server-error'].remedy
  }
  if (reason === 'rejected' && ![400, 422].includes(status)) {
    return 'The response is probably a gateway’s and not the Manager’s: check `url` and the gateway’s log.'
  }
  if (reason === 'conflict' && !isBusy(response)) {
    return 'Check the group in the Apinizer Manager, and the Manager’s own message.'
  }
  if (['rejected', 'forbidden'].includes(reason) && /\bpermissions?\b/i.test(serverMessage)) {
    return purpose === 'read' ? viewPermission : deployPermission
  }
  return findRemedy(reason, purpose)
}

/** Nothing was said, so all that it can be is listed. */
const silentRefusal =
  'Check the path prefix of `url`, the permissions of the token’s user, whether *Enable Management APIs* is on in ' +
  'the Manager, whether a gateway removes the Authorization header or refuses the request, and the Manager’s log: ' +
  'Spring servers respond like this to their own errors, too.'

const gatewaySignIn =
  'If that does not help, check whether a gateway in front of the Manager requires its own sign-in.'

const deployPermission = `Give the token’s user the permission to deploy: ${deployPermissions}.`

const viewPermission =
  'Give the token’s user access to the project and the permission to view it: API_MANAGEMENT with VIEW.'

/** A response with a status below 400 that is not the Manager's report. */
function classifyOddSuccess(response: ErrorResponse, facts: RequestFacts): Classification {
  const { status: httpStatus, serverMessage, location } = response
  const status = facts.isOpen ? 'unknown' : 'failed'
  if (httpStatus < 300) {
    const explanation = join(
      `The server responded with ${httpStatus}. ${describeBody(response)}`,
      findRemedy('unexpected-response', facts.purpose)
    )
    return { status, reason: 'unexpected-response', httpStatus, serverMessage, explanation }
  }
  const redirect = location === undefined ? '' : `Redirected to ${location}`
  // A redirect of the same call tells where the Manager is.
  const address = location?.match(/^(https?:.*?)\/apiops\//is)?.[1]
  return {
    status,
    reason: 'redirected',
    httpStatus,
    serverMessage: address === undefined ? redirect : `${redirect}: set url to ${address}`,
    explanation: `The server responded with ${httpStatus}, a redirect. ${reasons.redirected.remedy}`
  }
}

/** What a body is that is not the Manager's JSON, as a sentence. */
function describeBody({ defect }: ErrorResponse): string {
  switch (defect) {
    case 'empty':
      return 'The response is empty.'
    case 'html':
      return 'The response is an HTML page, not the Manager’s JSON.'
    case 'cached':
      return 'The response comes from a cache, not from the Manager.'
    case 'not-json':
      return 'The response is not complete JSON, or has the same key twice.'
    case 'spring':
      return 'The response is an error of the server itself (Spring), not in the Manager’s words.'
    default:
      return 'The response is not the Manager’s JSON.'
  }
}
