import type { DeployOptions } from '../apinizer/client.ts'
import { isSilentRefusal, type Problem } from '../apinizer/failures.ts'
import { mayReadAgain, retry } from '../apinizer/retry.ts'
import {
  classifyProblem,
  classifyReport,
  isBusy,
  isForeignRefusal,
  isLost,
  saysNotProcessed
} from './classify.ts'
import { diagnose } from './diagnose.ts'
import { hasNoHistory, lookUp, type Lookup } from './history.ts'
import { join, type Classification, type Target } from './outcome.ts'
import { createRetryReport, explainRetries } from './preflight.ts'
import { recover } from './recover.ts'
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
  const { operation, timeoutMs, retryTimeoutMs } = settings
  const { options, marker } = sign(context)
  const attempt = createAttempt(target, options, marker, context)
  const result = await retry(attempt.send, {
    retryTimeoutMs,
    signals: [signal, stopRetrying],
    mayRetry: problem => maySendAgain(problem, attempt.lookup(), context),
    onRetry: createRetryReport(target, onProgress, retryTimeoutMs)
  })
  if (result.ok) {
    const done = operation === 'undeploy' ? 'undeployed' : 'deployed'
    return { classification: classifyReport(result.value, done), marker }
  }
  const { problem } = result
  const lookup = attempt.lookup()
  const isOpen =
    isLost(problem, context.refusal) ||
    attempt.mayBeCarriedOut() ||
    (lookup?.state !== 'absent' && isForeignRefusal(problem, context.refusal))
  const classified = classifyProblem(problem, { purpose: 'change', timeoutMs, isOpen })
  const isTriedToTheEnd =
    maySendAgain(problem, lookup, context) && !signal.aborted && !stopRetrying.aborted
  const limit = isTriedToTheEnd ? explainRetries(problem, retryTimeoutMs, attempt.sent() > 1) : ''
  const classification = { ...classified, explanation: join(classified.explanation, limit) }
  if (isOpen) {
    const request = { target, marker, endsAt: attempt.startedAt() + timeoutMs, lookup }
    return { classification: await recover(request, classification, context), marker }
  }
  if (isRefusedBody(problem, options, context)) {
    return { classification: { ...classification, explanation: refusedBody }, marker }
  }
  return { classification: await diagnose(target, classification, problem, context), marker }
}

/**
 * What a try to send is, and what is known after it. Before each further try, and after each refusal that says that the
 * request was not processed, the deploy history is asked: a gateway may have repeated the request, so that the refusal
 * is about its echo.
 */
function createAttempt(
  target: Target,
  options: DeployOptions,
  marker: string | undefined,
  context: RunContext
) {
  const { client, settings } = context
  const call = settings.operation === 'undeploy' ? client.undeploy : client.deploy
  let startedAt = performance.now()
  let refusal: { ok: false; problem: Problem } | undefined
  let lookup: Lookup | undefined
  let sent = 0
  const look = async () => {
    lookup = marker === undefined ? undefined : await lookUp(target.group, marker, context)
  }
  /** Whether the deploy history contains a request, or cannot be read for now, so that it may contain one. */
  const mayBeCarriedOut = () => {
    if (lookup?.state !== 'unreadable') {
      return lookup?.state === 'found'
    }
    // A token that has expired meanwhile hides what became of a request that was refused for another reason.
    const isHidden =
      isTokenRefused(lookup.problem) && (sent > 1 || !isTokenRefused(refusal?.problem))
    return !hasNoHistory(lookup) || isHidden
  }
  return {
    mayBeCarriedOut,
    startedAt: () => startedAt,
    /** How many times the request was sent, or tried to. */
    sent: () => sent,
    /** What the deploy history said after the last refusal; undefined where it need not or cannot be asked. */
    lookup: () => lookup,
    send: async () => {
      if (refusal !== undefined) {
        await look()
        if (mayBeCarriedOut() || !maySendAgain(refusal.problem, lookup, context)) {
          return refusal
        }
      }
      startedAt = performance.now()
      sent += 1
      const result = await call(target, options)
      if (!result.ok && refusal !== undefined && isCancelledUnsent(result.problem)) {
        // What can be said is what became of the one before.
        return refusal
      }
      if (!result.ok && saysNotProcessed(result.problem)) {
        refusal = result
      }
      // Whatever became of this one, an earlier one may have been carried out.
      if (!result.ok && refusal !== undefined) {
        await look()
      }
      return result
    }
  }
}

function isCancelledUnsent(problem: Problem): boolean {
  return problem.kind === 'cancelled' && !problem.sent
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

/** Twelve random hex digits. They have to be unique, not secret, so Node's crypto is not worth its time to load. */
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
