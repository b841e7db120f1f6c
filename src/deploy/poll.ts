import {
  describeProblem,
  isFinalRefusal,
  isUnheard,
  isUnknownCall,
  type Problem
} from '../apinizer/failures.ts'
import { waitForNextTry } from '../apinizer/retry.ts'
import { silenceMs, type RunContext } from './settings.ts'

/** How long a verification may look. */
export interface Poll extends Pick<RunContext, 'client' | 'signal'> {
  /** The limits of a request that is part of a look. */
  limits: { timeoutMs: number }
  /** Whether there is no time for a further request. */
  isTimeUp: () => boolean
  /** Looks until all is confirmed, the time is up or the run is cancelled. Reports each change once. */
  untilConfirmed: (look: () => Promise<PollResult>) => Promise<PollResult>
}

/** What the last look saw. */
export interface PollResult {
  /**
   * `contradicted`: it is not as it should be. `inconclusive`: the server did not tell.
   * `unsupported`: the server cannot tell.
   */
  state: 'confirmed' | 'contradicted' | 'inconclusive' | 'unsupported'
  /** What is not as it should be; quotes the server. */
  finding: string
  /** What is as it should be, as a sentence in our words. */
  proof: string
  /** Of an environment that is listed as deployed. */
  accessUrl?: string
  /** Why the server did not tell. */
  problem?: Problem
  /** What to do first, as a sentence, where looking again cannot help. */
  remedy?: string
  /** Whether older servers do not know the call. */
  isOptionalCall?: boolean
  /** The addresses of worker pods that do not serve what they should. */
  idleHosts?: readonly string[]
  /** Whether worker pods serve an API Proxy that the Manager does not list as deployed. */
  isOrphan?: boolean
}

const firstPauseMs = 500
const maxPauseMs = 5_000

/** One request that stalls must not take the time of all others; the last look may take as long after the end, ms. */
const maxRequestMs = 30_000

/**
 * Creates the limits of a verification; its time starts now.
 * @param name what is polled, as it is named in a sentence
 * @param endsAt when its last look begins, by `performance.now()`
 */
export function createPoll(
  name: string,
  { client, signal, settings, onProgress }: RunContext,
  endsAt = performance.now() + settings.verifyTimeoutMs
): Poll {
  const onFinding = (finding: string) => {
    onProgress(`${name} is not confirmed yet: ${finding}`)
  }
  return {
    client,
    signal,
    limits: { timeoutMs: Math.min(settings.timeoutMs, maxRequestMs) },
    isTimeUp: () => signal.aborted || performance.now() > endsAt + maxRequestMs,
    untilConfirmed: look => pollUntilConfirmed(look, { endsAt, signals: [signal] }, onFinding)
  }
}

async function pollUntilConfirmed(
  look: () => Promise<PollResult>,
  limits: { endsAt: number; signals: AbortSignal[] },
  onFinding: (finding: string) => void
): Promise<PollResult> {
  let previousFinding = ''
  const isSilent = ({ isOptionalCall }: PollResult, silentForMs: number) =>
    isOptionalCall === true && silentForMs >= silenceMs
  const { last, silentForMs } = await lookAgain(look, limits, (result, silentNowMs) => {
    if (isSettled(result)) {
      return true
    }
    if (result.finding !== previousFinding) {
      onFinding(result.finding)
    }
    previousFinding = result.finding
    return isSilent(result, silentNowMs)
  })
  return isSilent(last, silentForMs) ? { ...last, state: 'unsupported' } : last
}

/**
 * Looks, with longer and longer pauses, until that is enough, the time is up or a signal is aborted.
 * @param isEnough is given the last look, and for how long the latest have been refused without a word, ms
 * @returns the last look, with that time
 */
export async function lookAgain<Look extends { problem?: Problem }>(
  look: () => Promise<Look>,
  limits: { endsAt: number; signals: AbortSignal[] },
  isEnough: (last: Look, silentForMs: number) => boolean
): Promise<{ last: Look; silentForMs: number }> {
  let silentSince: number | undefined
  for (let backoffMs = firstPauseMs; ; backoffMs = Math.min(maxPauseMs, backoffMs * 1.5)) {
    const last = await look()
    const now = performance.now()
    silentSince = isUnheard(last.problem) ? (silentSince ?? now) : undefined
    const silentForMs = now - (silentSince ?? now)
    if (isEnough(last, silentForMs) || !(await waitForNextTry(last.problem, backoffMs, limits))) {
      return { last, silentForMs }
    }
  }
}

/** Whether looking again cannot help. */
export function isSettled({ state, problem, remedy }: PollResult): boolean {
  const isRefused = problem !== undefined && isFinalRefusal(problem)
  return state === 'confirmed' || isRefused || remedy !== undefined
}

/** Turns a failed request into the result of a look. @param what what the request should have told */
export function failLook(what: string, problem: Problem): PollResult {
  return {
    state: isUnknownCall(problem) ? 'unsupported' : 'inconclusive',
    finding: `${what} (${describeProblem(problem)})`,
    proof: '',
    problem
  }
}

/** A look that saw all as it should be. @param proof what it saw, as a sentence in our words */
export function confirmed(proof: string): PollResult {
  return { state: 'confirmed', finding: '', proof }
}

/** A look that saw something else. @param finding quotes the server */
export function contradicted(finding: string): PollResult {
  return { state: 'contradicted', finding, proof: '' }
}

/** A look that the server left undecided. @param finding quotes the server */
export function inconclusive(finding: string): PollResult {
  return { state: 'inconclusive', finding, proof: '' }
}
