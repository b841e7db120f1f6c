import type { ApinizerClient } from '../apinizer/client.ts'
import { now } from '../apinizer/clock.ts'
import { describeProblem, isFinalRefusal, type Problem } from '../apinizer/failures.ts'
import { waitForNextTry } from '../apinizer/retry.ts'
import { nameTarget, type Target } from './outcome.ts'
import type { RunContext } from './run-context.ts'

/** What a verification may use. */
export interface PollContext {
  client: ApinizerClient
  signal: AbortSignal
  sanitize: RunContext['sanitize']
  /** The limits of a request that is part of a look. */
  limit: () => { timeoutMs: number }
  /** Whether there is no time for a further request. */
  isTimeUp: () => boolean
  /** Looks until all is confirmed, the time is up or the run is cancelled. Tells each change once. */
  untilConfirmed: (look: () => Promise<PollResult>) => Promise<PollResult>
  /** Turns a failed request into the result of a look. `what` is what the request should have told. */
  toResult: (what: string, problem: Problem) => PollResult
}

/** What the last look saw. */
export interface PollResult {
  /**
   * `contradicted`: it is not as it should be. `inconclusive`: the server did not tell.
   * `unsupported`: the server does not know the call.
   */
  state: 'confirmed' | 'contradicted' | 'inconclusive' | 'unsupported'
  /** What is not as it should be; quotes the server. */
  finding: string
  /** What is as it should be, as a sentence in our words. */
  proof: string
  /** Why the server did not tell. */
  problem?: Problem
  /** What to do first, as a sentence, where looking again is no use. */
  remedy?: string
}

const firstPauseMs = 500
const maxPauseMs = 5_000

/** How much longer than `endsAt` the last look may take, ms. */
const lastLookMs = 30_000

/** Creates the context of a verification; its time starts now. @param endsAt when its last look begins, by `now()` */
export function createPoll(
  target: Target,
  { client, signal, settings, sanitize, onProgress }: RunContext,
  endsAt = now() + settings.verifyTimeoutMs
): PollContext {
  const onFinding = (finding: string) => {
    onProgress(`${nameTarget(target)} is not confirmed yet: ${finding}`)
  }
  return {
    client,
    signal,
    sanitize,
    limit: () => ({
      timeoutMs: Math.min(settings.timeoutMs, Math.max(0, endsAt - now()) + lastLookMs)
    }),
    isTimeUp: () => signal.aborted || now() > endsAt + lastLookMs,
    untilConfirmed: look => pollUntilConfirmed(look, { endsAt, signals: [signal] }, onFinding),
    toResult: failLook
  }
}

async function pollUntilConfirmed(
  look: () => Promise<PollResult>,
  limits: { endsAt: number; signals: AbortSignal[] },
  onFinding: (finding: string) => void
): Promise<PollResult> {
  let previousFinding = ''
  let isKnownCall = false
  for (let backoffMs = firstPauseMs; ; backoffMs = Math.min(maxPauseMs, backoffMs * 1.5)) {
    const seen = await look()
    // A server that has told something knows the call, whatever a later 404 says.
    isKnownCall ||= seen.state === 'contradicted'
    const isDoubtful = isKnownCall && seen.state === 'unsupported'
    const result = isDoubtful ? { ...seen, state: 'inconclusive' as const } : seen
    const isRefused = result.problem !== undefined && isFinalRefusal(result.problem)
    if (result.state === 'confirmed' || isRefused || result.remedy !== undefined) {
      return result
    }
    if (result.finding !== previousFinding) {
      onFinding(result.finding)
    }
    previousFinding = result.finding
    if (!(await waitForNextTry(result.problem, backoffMs, limits))) {
      return result
    }
  }
}

function failLook(what: string, problem: Problem): PollResult {
  // A 404 in the Manager's own words is about a name, and a page is a gateway's.
  const isUnknownCall =
    problem.kind === 'response' &&
    problem.edition === undefined &&
    (problem.defect === 'empty' || problem.defect === 'spring') &&
    [404, 405].includes(problem.status)
  return {
    state: isUnknownCall ? 'unsupported' : 'inconclusive',
    finding: `${what} (${describeProblem(problem)})`,
    proof: '',
    problem
  }
}
