import { detectEdition } from '../apinizer/client.ts'
import {
  describeProblem,
  isGatewayError,
  type Edition,
  type Problem
} from '../apinizer/failures.ts'
import { classifyProblem } from './classify.ts'
import { formatDuration } from './duration.ts'
import { join, nameTarget, type Classification, type Target } from './outcome.ts'
import type { RunContext } from './run-context.ts'

/** Whether a run may begin, and the server's edition where it tells; else why it ends before it began. */
export type Preflight =
  { ok: true; edition: Edition | undefined } | { ok: false; classification: Classification }

/**
 * Looks before anything is sent: one request that changes nothing, so it may be made again after anything.
 * Finds what every target would fail with, such as a wrong address, a refused token or certificate, or a
 * Manager that is down.
 * @param first the run's first target; its group's list of environments is requested
 */
export async function runPreflight(
  first: Target,
  {
    listings,
    settings: { retryTimeoutMs, timeoutMs },
    onProgress
  }: Pick<RunContext, 'listings' | 'settings' | 'onProgress'>
): Promise<Preflight> {
  const result = await listings.listGroupEnvironments(first.group, {
    retryTimeoutMs,
    onRetry: createRetryReport(first, onProgress)
  })
  if (result.ok || !endsRun(result.problem)) {
    return { ok: true, edition: detectEdition(result) }
  }
  const { explanation, ...classification } = classifyProblem(result.problem, {
    purpose: 'read',
    timeoutMs
  })
  const isCancelled = classification.reason === 'cancelled'
  return {
    ok: false,
    classification: {
      ...classification,
      endsRun: true,
      explanation: isCancelled
        ? explanation
        : join('Nothing was sent.', explanation, explainDowntime(result.problem, retryTimeoutMs))
    }
  }
}

/** Tells of each further try of a call for a target. */
export function createRetryReport(target: Target, onProgress: RunContext['onProgress']) {
  return ({ problem, pauseMs }: { problem: Problem; pauseMs: number }) => {
    const when = `in ${formatDuration(pauseMs)}`
    onProgress(`Trying ${nameTarget(target)} again ${when}: ${describeProblem(problem)}`)
  }
}

/**
 * Whether a problem proves that no deployment can work. A refusal in the Manager's own words does not: the
 * right to view is not the right to deploy.
 */
function endsRun(problem: Problem): boolean {
  if (problem.kind !== 'response') {
    return true
  }
  const { status, defect, edition } = problem
  if (status === 401 || (status >= 300 && status < 400) || defect === 'wants-https') {
    return true
  }
  if (status === 404) {
    return edition === undefined && defect !== 'empty' && defect !== 'spring'
  }
  return (status < 400 && defect === 'html') || status === 503 || isGatewayError(problem)
}

function explainDowntime(problem: Problem, retryTimeoutMs: number): string {
  if (problem.kind === 'lost') {
    return (
      'A server that requires another client certificate may close the connection like this: ' +
      'check `client-certificate` and `client-key`.'
    )
  }
  const isDown =
    problem.kind === 'connect' || (problem.kind === 'response' && problem.status >= 500)
  return isDown ? explainRetries(problem, retryTimeoutMs) : ''
}

/** For how long a call was tried again, or why it was not, as a sentence; empty where it is tried once. */
export function explainRetries(problem: Problem, retryTimeoutMs: number): string {
  if (retryTimeoutMs === 0) {
    return ''
  }
  const askedMs = problem.kind === 'response' ? (problem.retryAfterMs ?? 0) : 0
  const limit = formatDuration(retryTimeoutMs)
  return askedMs >= retryTimeoutMs
    ? `It asks to wait ${formatDuration(askedMs)}, and \`retry-timeout\` is ${limit}.`
    : `Tried for up to ${limit} (\`retry-timeout\`).`
}
