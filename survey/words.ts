import {
  isSilentRefusal,
  isUnknownCall,
  type ApiResult,
  type ErrorResponse,
  type FailureKind
} from '../src/apinizer/failures.ts'
import type { Listing } from '../src/apinizer/parse-lists.ts'
import { findSentence } from './documented.ts'

const failures: Record<FailureKind, string> = {
  connect: 'no connection',
  'unknown-host': 'no such host name',
  proxy: 'the proxy did not connect',
  tls: 'the TLS handshake failed',
  lost: 'the connection broke',
  malformed: 'a response that cannot be read',
  timeout: 'no complete response in time',
  cancelled: 'cancelled'
}

/** A result in words of our own: a status, and which documented sentence it is. Undefined where nothing was asked. */
export function describeResult(result: ApiResult<unknown> | undefined): string | undefined {
  if (result === undefined || result.ok) {
    return result && 'accepted'
  }
  const { problem } = result
  return problem.kind === 'response' ? describeResponse(problem) : failures[problem.kind]
}

/** A list in words of our own; `unknown call` where the action takes it for a call that the server does not have. */
export function describeListing(
  result: ApiResult<Listing<unknown>> | undefined
): string | undefined {
  if (result?.ok === true) {
    return result.value.isComplete ? 'whole list' : 'part of a list'
  }
  const isUnknown = result !== undefined && isUnknownCall(result.problem)
  return isUnknown ? 'unknown call' : describeResult(result)
}

const bodies: Record<NonNullable<ErrorResponse['defect']>, string> = {
  empty: 'without a body',
  html: 'with an HTML page',
  'wants-https': 'that wants https',
  'large-head': 'that finds the headers too large',
  'not-json': 'that is not JSON',
  spring: 'in Spring’s words',
  'other-json': 'with JSON that is not documented',
  cached: 'from a cache'
}

function describeResponse(problem: ErrorResponse): string {
  const { status, serverMessage, defect, edition } = problem
  const sentence = findSentence(serverMessage)
  if (sentence !== undefined && defect !== 'cached') {
    return `${status}: ${sentence}`
  }
  const body = defect === undefined ? undefined : bodies[defect]
  const isManagers = edition !== undefined && !isSilentRefusal(problem)
  const words = isManagers ? 'in the Manager’s form, with another sentence' : 'with other JSON'
  return `${status} ${body ?? words}`
}
