import { detectEdition, type CallLimits } from '../apinizer/client.ts'
import {
  describeProblem,
  isGatewayError,
  isSilentRefusal,
  isUnknownCall,
  type Edition,
  type Problem
} from '../apinizer/failures.ts'
import { mayReadAgain } from '../apinizer/retry.ts'
import { classifyProblem } from './classify.ts'
import { formatDuration } from './duration.ts'
import { join, nameTarget, type Classification, type Target } from './outcome.ts'
import { explainSpecialCharacters } from './names.ts'
import { noRouteHealth } from './reasons.ts'
import { silenceMs, type RunContext } from './settings.ts'

/** What the preflight check found out about the server; else why the run ends before anything is sent. */
export type Preflight =
  | {
      ok: true
      /** Undefined where the server does not tell. */
      edition: Edition | undefined
      /** Why the list could not be read, where that does not prove that a deployment cannot work. */
      refusal: Problem | undefined
    }
  | { ok: false; classification: Classification }

/** The preflight check is made about this many times where the server accepts connections and does not respond. */
const minTries = 5

/**
 * Looks before anything is sent: one request that changes nothing, so it may be made again after anything.
 * Finds what every target would fail with, such as a wrong address, a refused token or certificate, or a
 * Manager that is down.
 * @param first the run's first target; its group's list of environments is requested
 */
export async function runPreflight(
  first: Target,
  { listings, settings, onProgress }: Pick<RunContext, 'listings' | 'settings' | 'onProgress'>
): Promise<Preflight> {
  const { retryTimeoutMs, timeoutMs, project, url } = settings
  const lookMs =
    retryTimeoutMs === 0 ? timeoutMs : Math.min(timeoutMs, Math.ceil(retryTimeoutMs / minTries))
  const result = await listings.listGroupEnvironments(first.group, {
    timeoutMs: lookMs,
    retryTimeoutMs,
    mayRetry: mayRetryRead(),
    onRetry: createRetryReport(first, onProgress, retryTimeoutMs)
  })
  if (result.ok || !provesImpossible(result.problem)) {
    const refusal = result.ok ? undefined : result.problem
    return { ok: true, edition: detectEdition(result), refusal }
  }
  const { explanation, ...classification } = classifyProblem(result.problem, {
    purpose: 'read',
    timeoutMs: lookMs
  })
  // A cancelled one says so itself.
  const nothingSent = classification.reason === 'cancelled' ? '' : 'Nothing was sent.'
  return {
    ok: false,
    classification: {
      ...classification,
      isSharedCause: true,
      explanation: join(
        nothingSent,
        explainSpecialCharacters(first, project, result.problem),
        explanation,
        explainClosing(result.problem, url),
        explainDowntime(result.problem, retryTimeoutMs)
      )
    }
  }
}

/**
 * Finds out whether the server can tell which routes are served, before anything is sent.
 * @param first its group's first API Proxy is probed
 * @returns why `verify: routes` cannot work; undefined where it can, or where that cannot be found out
 */
export async function checkRouteHealth(
  first: Target,
  { client, edition, settings: { retryTimeoutMs } }: RunContext
): Promise<Classification | undefined> {
  const limits = () => ({
    retryTimeoutMs: Math.min(retryTimeoutMs, silenceMs),
    mayRetry: mayRetryRead()
  })
  const isMissing = ({ problem }: { problem: Problem }) =>
    isUnknownCall(problem) || isSilentRefusal(problem)
  const refused: Classification = {
    status: 'failed',
    reason: 'rejected',
    serverMessage: '',
    explanation: `Nothing was sent. ${noRouteHealth}`,
    isSharedCause: true
  }
  if (edition === 'first') {
    return refused
  }
  const apiProxies = await client.listApiProxies(first.group, limits())
  if (!apiProxies.ok) {
    return isMissing(apiProxies) ? refused : undefined
  }
  const [apiProxy] = apiProxies.value.items
  if (apiProxy === undefined) {
    return undefined
  }
  const health = await client.listRouteHealth(apiProxy, first.environment, limits())
  return !health.ok && isMissing(health) ? refused : undefined
}

/**
 * What lets a read be made again: beside what may pass, for a few seconds, an error of the server itself, which Spring
 * servers can hide in a refusal without a word.
 */
export function mayRetryRead(): NonNullable<CallLimits['mayRetry']> {
  const endsAt = performance.now() + silenceMs
  return problem => mayReadAgain(problem) || (isServerError(problem) && performance.now() < endsAt)
}

function isServerError(problem: Problem): boolean {
  return isSilentRefusal(problem) || (problem.kind === 'response' && problem.status >= 500)
}

/** Reports each further try of a call for a target; the first report says how long that goes on. */
export function createRetryReport(
  target: Target,
  onProgress: RunContext['onProgress'],
  retryTimeoutMs: number
) {
  let isFirst = true
  return ({ problem, pauseMs }: { problem: Problem; pauseMs: number }) => {
    const limit = isFirst ? `, for up to ${formatDuration(retryTimeoutMs)}` : ''
    const advice = isFirst && problem.kind === 'connect' ? '. Check `url`' : ''
    const when = `in ${formatDuration(pauseMs)}${limit}`
    isFirst = false
    onProgress(`Trying ${nameTarget(target)} again ${when}: ${describeProblem(problem)}${advice}`)
  }
}

/**
 * Whether a problem proves that no deployment can work. A refusal in the Manager's own words does not: the
 * right to view is not the right to deploy.
 */
function provesImpossible(problem: Problem): boolean {
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

function explainClosing(problem: Problem, url: URL): string {
  return problem.kind === 'lost' && url.protocol === 'https:'
    ? 'A server that requires another client certificate may close the connection like this: ' +
        'check `client-certificate` and `client-key`.'
    : ''
}

function explainDowntime(problem: Problem, retryTimeoutMs: number): string {
  const isDown =
    problem.kind === 'connect' ||
    problem.kind === 'timeout' ||
    (problem.kind === 'response' && problem.status >= 500)
  return isDown ? explainRetries(problem, retryTimeoutMs) : ''
}

/** For how long a call was tried again, or why it was not, as a sentence; empty where there is nothing to say. */
export function explainRetries(
  problem: Problem,
  retryTimeoutMs: number,
  isTriedAgain = true
): string {
  if (retryTimeoutMs === 0) {
    return ''
  }
  const askedMs = problem.kind === 'response' ? (problem.retryAfterMs ?? 0) : 0
  const limit = formatDuration(retryTimeoutMs)
  if (askedMs >= retryTimeoutMs) {
    return `It asks to wait ${formatDuration(askedMs)}, and \`retry-timeout\` is ${limit}.`
  }
  return isTriedAgain ? `Tried for up to ${limit} (\`retry-timeout\`).` : ''
}
