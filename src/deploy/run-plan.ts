import { setTimeout as sleep } from 'node:timers/promises'
import { createQueue } from './concurrency.ts'
import { isGreen, type Outcome, type Target } from './outcome.ts'
import type { Wave } from './plan.ts'

export interface RunConditions {
  /** Targets of one wave that are in progress at once. */
  maxParallel: number
  /** Start no further wave after one that did not fully succeed. */
  failFast: boolean
  /** Aborted: start nothing new. */
  signal: AbortSignal
}

/** Is told what happens while a plan is run. */
export interface Observer {
  waveStarts?: (wave: Wave) => Promise<void> | void
  targetEnds?: (outcome: Outcome, wave: Wave) => void
  waveEnds?: (wave: Wave, outcomes: readonly Outcome[]) => Promise<void> | void
}

/**
 * Runs a plan, wave by wave. Stops before the next target when the run is cancelled or an outcome
 * has a cause that all targets share, such as a refused token.
 * @param runTarget runs one target; never rejects; its signal aborts when trying again cannot help any more
 * @returns exactly one outcome for each target, in the order of the plan
 */
export async function runPlan(
  plan: readonly Wave[],
  runTarget: (target: Target, stopRetrying: AbortSignal) => Promise<Outcome>,
  conditions: RunConditions,
  observers: readonly Observer[]
): Promise<Outcome[]> {
  const { failFast, signal } = conditions
  const outcomes: Outcome[] = []
  let stop: StopReason | undefined
  for (const wave of plan) {
    stop = signal.aborted ? 'cancelled' : stop
    if (stop !== undefined) {
      const reason = stop
      outcomes.push(...wave.targets.map(target => skipTarget(target, reason)))
      continue
    }
    for (const observer of observers) {
      await observer.waveStarts?.(wave)
    }
    const waveOutcomes = await runWave(wave, runTarget, conditions, observers)
    for (const observer of observers) {
      await observer.waveEnds?.(wave, waveOutcomes)
    }
    outcomes.push(...waveOutcomes)
    if (waveOutcomes.some(({ isSharedCause }) => isSharedCause)) {
      stop = 'shared-cause'
    } else if (failFast && !waveOutcomes.every(isGreen)) {
      stop = 'fail-fast'
    }
  }
  return outcomes
}

function runWave(
  wave: Wave,
  runTarget: (target: Target, stopRetrying: AbortSignal) => Promise<Outcome>,
  { maxParallel, signal }: RunConditions,
  observers: readonly Observer[]
): Promise<Outcome[]> {
  const stopRetrying = new AbortController()
  const runNext = async (target: Target, index: number) => {
    // A millisecond apart: started all at once, each would wait for the work of all others, here and on the server.
    if (index > 0 && index < maxParallel) {
      await sleep(index)
    }
    if (signal.aborted || stopRetrying.signal.aborted) {
      return skipTarget(target, signal.aborted ? 'cancelled' : 'shared-cause')
    }
    const outcome = await runTarget(target, stopRetrying.signal)
    if (outcome.isSharedCause) {
      stopRetrying.abort()
    }
    for (const observer of observers) {
      observer.targetEnds?.(outcome, wave)
    }
    return outcome
  }
  const queue = createQueue(maxParallel)
  return Promise.all(wave.targets.map((target, index) => queue(() => runNext(target, index))))
}

type StopReason = 'cancelled' | 'fail-fast' | 'shared-cause' | 'obstacle'

const explanations: Record<StopReason, string> = {
  cancelled: 'Nothing was sent: the workflow run was cancelled first.',
  'fail-fast': 'Nothing was sent: an earlier environment did not fully succeed (`fail-fast`).',
  'shared-cause': 'Nothing was sent: the run stopped at an error that affects every target.',
  obstacle: 'Nothing was sent: the run could not begin.'
}

/** The outcome of a target to which nothing was sent, because the run had stopped. */
export function skipTarget(target: Target, stop: StopReason): Outcome {
  return {
    target,
    durationMs: 0,
    status: 'not-attempted',
    reason: stop === 'cancelled' ? stop : 'not-attempted',
    serverMessage: '',
    explanation: explanations[stop]
  }
}
