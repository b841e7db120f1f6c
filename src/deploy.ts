import { isGreen, notAttempted, type Outcome, type Target } from './outcome.ts'
import type { Wave } from './plan.ts'

export interface Conditions {
  /** Targets of one wave that are under way at once. */
  maxParallel: number
  /** Send nothing more after a wave that did not fully succeed. */
  failFast: boolean
  /** Aborted: start nothing new. */
  signal: AbortSignal
}

/** Told what happens while a plan is carried out. */
export interface Observer {
  waveStarts?: (wave: Wave) => Promise<void> | void
  targetEnded?: (outcome: Outcome, wave: Wave) => void
  waveEnded?: (wave: Wave, outcomes: readonly Outcome[]) => Promise<void> | void
}

/**
 * Carries a plan out, wave by wave.
 * @param run carries out one target
 * @returns exactly one outcome a target, in the order of the plan
 */
export async function deploy(
  plan: readonly Wave[],
  run: (target: Target) => Promise<Outcome>,
  conditions: Conditions,
  observers: readonly Observer[]
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let stopped = false
  for (const wave of plan) {
    if (stopped || conditions.signal.aborted) {
      outcomes.push(
        ...wave.targets.map(target =>
          notAttempted(target, conditions.signal.aborted ? 'cancelled' : 'not-attempted')
        )
      )
      continue
    }
    for (const observer of observers) await observer.waveStarts?.(wave)
    const ended = await carryOutWave(wave, run, conditions, observers)
    for (const observer of observers) await observer.waveEnded?.(wave, ended)
    outcomes.push(...ended)
    stopped = conditions.failFast && !ended.every(isGreen)
  }
  return outcomes
}

async function carryOutWave(
  wave: Wave,
  run: (target: Target) => Promise<Outcome>,
  { maxParallel, signal }: Conditions,
  observers: readonly Observer[]
): Promise<Outcome[]> {
  const outcomes = wave.targets.map(target => notAttempted(target, 'cancelled'))
  const waiting = wave.targets.entries()
  const worker = async () => {
    for (const [index, target] of waiting) {
      if (signal.aborted) return
      const outcome = await run(target)
      outcomes[index] = outcome
      for (const observer of observers) observer.targetEnded?.(outcome, wave)
    }
  }
  await Promise.all(Array.from({ length: Math.min(maxParallel, wave.targets.length) }, worker))
  return outcomes
}
