import type { DeployOptions } from '../apinizer/client.ts'
import { isSilentRefusal, type ApiResult, type Problem } from '../apinizer/failures.ts'
import type { DeploymentReport } from '../apinizer/parse-deployment.ts'
import { mayReadAgain, retry } from '../apinizer/retry.ts'
import { classifyProblem, classifyReport, findMeaning, isBusy } from './classify.ts'
import { diagnose } from './diagnose.ts'
import { hasNoHistory, lookUp, type Lookup } from './history.ts'
import { join, type Classification, type Target } from './outcome.ts'
import { createRetryReport, explainRetries } from './preflight.ts'
import { recover, type SentRequest } from './recover.ts'
import type { RunContext, TargetContext } from './settings.ts'

/** The most characters of a description, marker included. */
const maxDescriptionLength = 250

/** What became of a request, and the marker by which the deploy history knows it, where one was sent. */
export interface SendResult {
  classification: Classification
  marker: string | undefined
}

/**
 * Signs a deployment or undeployment and sends it. Once anything of it was sent, it is sent again only after a refusal
 * that says that it was not processed, and only while the deploy history does not contain it. Whatever the response
 * leaves open is recovered by proof.
 */
export async function send(target: Target, context: TargetContext): Promise<SendResult> {
  const { settings, signal, stopRetrying, onProgress } = context
  const { operation, retryTimeoutMs } = settings
  const { options, marker } = sign(context)
  const attempt: Attempt = { target, options, marker, startedAt: performance.now(), sent: 0 }
  const result = await retry(() => trySending(attempt, context), {
    retryTimeoutMs,
    signals: [signal, stopRetrying],
    mayRetry: problem => maySendAgain(problem, attempt.lookup, context),
    onRetry: createRetryReport(target, onProgress, retryTimeoutMs)
  })
  const classification = result.ok
    ? classifyReport(result.value, operation === 'undeploy' ? 'undeployed' : 'deployed')
    : await settle(attempt, result.problem, context)
  return { classification, marker }
}

/** What becomes of a request that the Manager did not report on: recovered where it is open, else explained. */
async function settle(
  attempt: Attempt,
  problem: Problem,
  context: TargetContext
): Promise<Classification> {
  const { target, options, lookup, sent } = attempt
  const { settings, signal, stopRetrying, refusal } = context
  const { timeoutMs, retryTimeoutMs } = settings
  const meaning = findMeaning(problem, refusal)
  const isOpen =
    meaning === 'lost' ||
    mayBeCarriedOut(attempt) ||
    (lookup?.state !== 'absent' && meaning === 'foreign')
  const classified = classifyProblem(problem, { purpose: 'change', timeoutMs, isOpen })
  const isTriedToTheEnd =
    maySendAgain(problem, lookup, context) && !signal.aborted && !stopRetrying.aborted
  const limit = isTriedToTheEnd ? explainRetries(problem, retryTimeoutMs, sent > 1) : ''
  const classification = { ...classified, explanation: join(classified.explanation, limit) }
  if (isOpen) {
    return recover(attempt, classification, context)
  }
  return isRefusedBody(problem, options, context)
    ? { ...classification, explanation: refusedBody }
    : diagnose(target, classification, problem, context)
}

/** A request, and what is known after it was sent once or more. */
interface Attempt extends SentRequest {
  options: DeployOptions
  /** How many times it was sent, or tried to. */
  sent: number
  /** The last response that says that it was not processed. */
  refusal?: { ok: false; problem: Problem }
}

/**
 * Sends a request once. Before each further try, and after each refusal that says that the request was not processed,
 * the deploy history is asked: a gateway may have repeated the request, so that the refusal is about its echo.
 */
async function trySending(
  attempt: Attempt,
  context: RunContext
): Promise<ApiResult<DeploymentReport>> {
  const { client, settings } = context
  const { target, options, refusal } = attempt
  if (refusal !== undefined) {
    attempt.lookup = await askHistory(attempt, context)
    if (mayBeCarriedOut(attempt) || !maySendAgain(refusal.problem, attempt.lookup, context)) {
      return refusal
    }
  }
  attempt.startedAt = performance.now()
  attempt.sent += 1
  const change = settings.operation === 'undeploy' ? client.undeploy : client.deploy
  const result = await change(target, options)
  if (result.ok) {
    return result
  }
  const { problem } = result
  if (refusal !== undefined && problem.kind === 'cancelled' && !problem.sent) {
    // What can be said is what became of the one before.
    return refusal
  }
  if (['refused', 'foreign'].includes(findMeaning(problem, context.refusal))) {
    attempt.refusal = result
  }
  // Whatever became of this one, an earlier one may have been carried out.
  if (attempt.refusal !== undefined) {
    attempt.lookup = await askHistory(attempt, context)
  }
  return result
}

async function askHistory(
  { target, marker }: Attempt,
  context: RunContext
): Promise<Lookup | undefined> {
  return marker === undefined ? undefined : lookUp(target.group, marker, context)
}

/** Whether the deploy history contains a request, or cannot be read for now, so that it may contain one. */
function mayBeCarriedOut({ lookup, refusal, sent }: Attempt): boolean {
  if (lookup?.state !== 'unreadable') {
    return lookup?.state === 'found'
  }
  // A token that has expired meanwhile hides what became of a request that was refused for another reason.
  const isHidden = isTokenRefused(lookup.problem) && (sent > 1 || !isTokenRefused(refusal?.problem))
  return !hasNoHistory(lookup) || isHidden
}

function isTokenRefused(problem: Problem | undefined): boolean {
  return problem?.kind === 'response' && problem.status === 401 && !isSilentRefusal(problem)
}

/**
 * Whether a POST or DELETE may be sent again: if not a byte of it left, on a 429, or if the Manager itself refused it
 * as busy (409, 423, 503); never after a cache's response. Where no deploy history can tell what became of the
 * request, a busy server gets no second one, nor does one that may have a history after an unsigned request.
 */
function maySendAgain(
  problem: Problem,
  lookup: Lookup | undefined,
  { edition }: Pick<RunContext, 'edition'>
): boolean {
  if (lookup?.state === 'found') {
    return false
  }
  if (problem.kind !== 'response') {
    return !problem.sent && mayReadAgain(problem)
  }
  const isLimited =
    problem.status === 429 &&
    problem.defect !== 'cached' &&
    (lookup !== undefined || edition === 'first')
  // One that cannot be read for now is asked again before anything is sent.
  const hasHistory =
    lookup?.state === 'absent' || (lookup?.state === 'unreadable' && !hasNoHistory(lookup))
  return isLimited || (isBusy(problem) && hasHistory)
}

/**
 * What goes into the deploy history: a random marker, then the user's text or who deployed. A server of the
 * first edition, which accepts no body, gets one only if the user asks for it.
 */
function sign({ edition, settings }: Pick<RunContext, 'edition' | 'settings'>): {
  options: DeployOptions
  marker: string | undefined
} {
  const { description, defaultDescription, persistent } = settings
  if (edition !== 'current' && description === undefined) {
    return { options: { persistent }, marker: undefined }
  }
  const marker = createMarker()
  const text = `[${marker}] ${description ?? defaultDescription}`.toWellFormed()
  return {
    options: { description: cut(text, maxDescriptionLength), persistent },
    marker
  }
}

/** Twelve random hex digits, which have to be unique, not secret. */
function createMarker(): string {
  return Math.floor(Math.random() * 16 ** 12)
    .toString(16)
    .padStart(12, '0')
}

/** Cuts on a whole character. */
function cut(text: string, maxLength: number): string {
  return text
    .slice(0, maxLength)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()
}

const refusedBody =
  'Servers of the first API edition accept neither `description` nor `persistent`: remove them.'

/** On a server of the first edition, a body is the likeliest cause of a refusal that names nothing else. */
function isRefusedBody(
  problem: Problem,
  options: DeployOptions,
  { edition }: Pick<RunContext, 'edition'>
): boolean {
  const isRejected = problem.kind === 'response' && problem.status === 400
  const hasBody = options.description !== undefined || options.persistent !== undefined
  return (
    isRejected &&
    hasBody &&
    edition === 'first' &&
    !/not found|\bpermissions?\b/i.test(problem.serverMessage)
  )
}
