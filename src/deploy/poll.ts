import { setTimeout as sleep } from 'node:timers/promises'
import type { ApinizerClient } from '../apinizer/client.ts'
import { describeProblem, isFinalRefusal, type Problem } from '../apinizer/failures.ts'
import { choosePause } from '../apinizer/retry.ts'
import { nameTarget, type Target } from './outcome.ts'
import type { RunContext } from './run-context.ts'

/** What a verification may use. */
export interface Poll {
  client: ApinizerClient
  /** When the last look begins, by `performance.now()`. */
  endsAt: number
  /** The deadline of one request, ms. */
  timeoutMs: number
  signal: AbortSignal
  /** Is given a line of progress; untrusted. */
  onProgress: (text: string) => void
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

/** A look that begins at the end of the time may take this long. */
export const lastLookMs = 30_000

/** There may be hundreds of API Proxies, and each finding quotes the server. */
const maxFindingLength = 1_000

/** Begins a verification of a target. @param endsAt when its last look begins, by `performance.now()` */
export function createPoll(
  target: Target,
  { client, signal, settings, onProgress }: RunContext,
  endsAt = performance.now() + settings.verifyTimeoutMs
): Poll {
  return {
    client,
    signal,
    endsAt,
    timeoutMs: settings.timeoutMs,
    onProgress: text => {
      onProgress(`${nameTarget(target)} ${text}`)
    }
  }
}

/** Looks until all is confirmed, the time is up or the run is cancelled. Tells each change once. */
export async function pollUntilConfirmed(
  { endsAt, signal, onProgress }: Poll,
  look: () => Promise<PollResult>
): Promise<PollResult> {
  let before = ''
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
    if (result.finding !== before) {
      onProgress(`is not confirmed yet: ${result.finding}`)
    }
    before = result.finding
    const pauseMs = choosePause(result.problem, backoffMs, endsAt)
    if (pauseMs === undefined || (await sleep(pauseMs, false, { signal }).catch(() => true))) {
      return result
    }
  }
}

/** The limits of a request that is part of a look. */
export function limitRequest({ endsAt, timeoutMs }: Poll) {
  return { timeoutMs: Math.min(timeoutMs, Math.max(0, endsAt - performance.now()) + lastLookMs) }
}

/** A look that saw all as it should be. @param proof what it saw, as a sentence in our words */
export function confirmed(proof: string): PollResult {
  return { state: 'confirmed', finding: '', proof }
}

/** A look that saw something else. @param finding quotes the server */
export function contradicted(finding: string): PollResult {
  return { state: 'contradicted', finding: finding.slice(0, maxFindingLength), proof: '' }
}

/** A look that the server left undecided. @param finding quotes the server */
export function inconclusive(finding: string): PollResult {
  return { state: 'inconclusive', finding: finding.slice(0, maxFindingLength), proof: '' }
}

/** A look whose request failed. @param what the request should have told */
export function failLook(what: string, problem: Problem): PollResult {
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
