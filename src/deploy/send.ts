import type { DeployOptions } from '../apinizer/client.ts'
import { now } from '../apinizer/clock.ts'
import type { Problem } from '../apinizer/failures.ts'
import { mayRetry } from '../apinizer/retry.ts'
import { classifyProblem, classifyReport, isLost } from './classify.ts'
import { diagnose } from './diagnose.ts'
import { join, type Classification, type Target } from './outcome.ts'
import { createRetryReport, explainRetries } from './preflight.ts'
import { recover } from './recover.ts'
import type { RunContext } from './run-context.ts'

/** The most characters of a description, marker included. */
const maxDescriptionLength = 250

/** What became of a request, and the marker by which the deploy history knows it, where one was sent. */
export interface SendResult {
  classification: Classification
  marker: string | undefined
}

/**
 * Signs a deployment or undeployment and sends it, at most once. When the response is lost, only proof
 * makes it green.
 */
export async function send(target: Target, context: RunContext): Promise<SendResult> {
  const { client, settings, signal, ended, onProgress } = context
  const { operation, timeoutMs, retryTimeoutMs } = settings
  const { options, marker } = sign(context)
  const call = operation === 'undeploy' ? client.undeploy : client.deploy
  let startedAt = now()
  const reportRetry = createRetryReport(target, onProgress)
  const result = await call(target, options, {
    retryTimeoutMs,
    ended,
    onRetry: retry => {
      startedAt = now() + retry.pauseMs
      reportRetry(retry)
    }
  })
  if (result.ok) {
    const done = operation === 'undeploy' ? 'undeployed' : 'deployed'
    return { classification: classifyReport(result.value, done), marker }
  }
  const classified = classifyProblem(result.problem, { purpose: 'change', timeoutMs })
  const isTriedToTheEnd = mayRetry('POST', result.problem) && !signal.aborted && !ended.aborted
  const limit = isTriedToTheEnd ? explainRetries(result.problem, retryTimeoutMs) : ''
  const classification = { ...classified, explanation: join(classified.explanation, limit) }
  if (isLost(result.problem)) {
    const request = { target, marker, endsAt: startedAt + timeoutMs }
    return { classification: await recover(request, classification, context), marker }
  }
  if (isRefusedBody(result.problem, options, context)) {
    return { classification: { ...classification, explanation: refusedBody }, marker }
  }
  return { classification: await diagnose(target, classification, result.problem, context), marker }
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
