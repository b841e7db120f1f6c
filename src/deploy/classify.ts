import type { ErrorResponse, Problem } from '../apinizer/failures.ts'
import type { DeploymentReport } from '../apinizer/parse-deployment.ts'
import { classifyFailure, type RequestFacts } from './classify-failure.ts'
import { join, type Classification } from './outcome.ts'
import { deployPermissions, findRemedy, reasons, type FailureReason } from './reasons.ts'

/**
 * Classifies the Manager's own report on a deployment or undeployment. Fails closed.
 * @param done the reason of a success
 */
export function classifyReport(
  { verdict, serverMessage, pods, missing }: DeploymentReport,
  done: 'deployed' | 'undeployed'
): Classification {
  const details = { serverMessage, pods, httpStatus: 200 }
  switch (verdict) {
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
 * Whether a request may have been carried out although the Manager's own response to it never arrived
 * whole: only the deploy history can tell. A cached success says nothing about this request, so it is not looked up.
 */
export function isLost(problem: Problem): boolean {
  if (problem.kind !== 'response') {
    return problem.sent && problem.kind !== 'cancelled'
  }
  const { status, edition, defect } = problem
  if (edition !== undefined || (defect === 'cached' && status < 300)) {
    return false
  }
  return status < 400 || status >= 500
}

/** Classifies a call that returned no value. */
export function classifyProblem(problem: Problem, facts: RequestFacts): Classification {
  if (problem.kind !== 'response') {
    return classifyFailure(problem, facts)
  }
  return problem.status >= 400 ? classifyError(problem, facts) : classifyOddSuccess(problem, facts)
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
function classifyError(response: ErrorResponse, facts: RequestFacts): Classification {
  const { status: httpStatus, serverMessage, edition, defect } = response
  const reason = findReason(response)
  const isUnknown = facts.purpose === 'change' && isLost(response)
  const statement = defect === 'spring' ? 'The server responded with' : 'A gateway responded with'
  const explanation = join(
    serverMessage === '' && !isUnknown
      ? `The server responded with ${httpStatus}. ${describeBody(response)}`
      : '',
    isUnknown
      ? `${statement} ${httpStatus}, and the Manager may have carried the request out.`
      : '',
    explainError(response, reason, facts),
    isUnknown && reason !== 'gateway-timeout' ? reasons['connection-lost'].remedy : ''
  )
  return {
    status: isUnknown ? 'unknown' : 'failed',
    reason,
    httpStatus,
    serverMessage,
    explanation,
    ...(httpStatus === 401 &&
      edition === undefined && { docs: 'responses-that-are-not-the-managers' }),
    ...(httpStatus === 401 && { endsRun: true })
  }
}

/** The most specific remedy for an error response. */
function explainError(
  { status, defect, edition, serverMessage }: ErrorResponse,
  reason: FailureReason,
  { purpose }: RequestFacts
): string {
  if (defect === 'wants-https') {
    return 'The port expects HTTPS: use `https://` in `url`.'
  }
  if (status === 401 && edition === undefined) {
    return join(reasons.unauthorized.remedy, gatewaySignIn)
  }
  if (status === 403 && edition === undefined) {
    return 'The response is not the Manager’s own: check whether a gateway or firewall refused the request.'
  }
  if (reason === 'rejected' && ![400, 422].includes(status)) {
    return 'The response is probably a gateway’s and not the Manager’s: check `url` and the gateway’s log.'
  }
  if (['rejected', 'forbidden'].includes(reason) && /\bpermissions?\b/i.test(serverMessage)) {
    return purpose === 'read' ? viewPermission : deployPermission
  }
  return findRemedy(reason, purpose)
}

const gatewaySignIn =
  'If that does not help, check whether a gateway in front of the Manager requires its own sign-in.'

const deployPermission = `Give the token’s user the permission to deploy: ${deployPermissions}.`

const viewPermission =
  'Give the token’s user access to the project and the permission to view it: API_MANAGEMENT with VIEW.'

/** A response with a status below 400 that is not the Manager's report. */
function classifyOddSuccess(response: ErrorResponse, facts: RequestFacts): Classification {
  const { status: httpStatus, serverMessage, location, edition } = response
  // An error in the Manager's own words is one, whatever status it has.
  const status = facts.purpose === 'change' && edition === undefined ? 'unknown' : 'failed'
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
    default:
      return 'The response is not the Manager’s JSON.'
  }
}
