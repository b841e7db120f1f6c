import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts'
import { expiredToken, worldOf } from '../../../simulator/world.ts'
import { isGreen, type Outcome, type Target, type Verdict } from '../../../src/deploy/outcome.ts'
import { createPlan, type Wave } from '../../../src/deploy/plan.ts'
import { runPreflight } from '../../../src/deploy/preflight.ts'
import { runPlan, type Observer, type RunConditions } from '../../../src/deploy/run-plan.ts'
import { createOutcome, runTarget } from '../../../src/deploy/run-target.ts'
import {
  countCalls,
  createRunContext,
  listCalls,
  type ContextOverrides
} from '../../support/run-context.ts'

const plan = createPlan({
  groups: ['Pay', 'Loan'],
  environments: ['test', 'staging', 'production']
})

const conditions: RunConditions = {
  maxParallel: 1,
  failFast: true,
  signal: new AbortController().signal
}

const succeeded: Verdict = { status: 'succeeded', reason: 'deployed' }
const failed: Verdict = { status: 'failed', reason: 'rejected' }
const skipped = (environment: string, group: string, explanation: string) => ({
  target: { group, environment },
  durationMs: 0,
  status: 'not-attempted',
  reason: 'not-attempted',
  serverMessage: '',
  explanation
})

const byFailFast = 'Nothing was sent: an earlier environment did not fully succeed (`fail-fast`).'
const bySharedCause = 'Nothing was sent: the run stopped at an error that affects every target.'
const byCancellation = 'Nothing was sent: the workflow run was cancelled first.'

/** An outcome for a target; by default it succeeded. */
function end(target: Target, verdict: Verdict = succeeded, over: Partial<Outcome> = {}): Outcome {
  const outcome = { target, durationMs: 1, serverMessage: '', explanation: '', ...verdict }
  return { ...outcome, ...over } as Outcome
}

/** Runs a plan in which each target ends as a function says, and tells which targets were tried. */
async function runWith(
  decide: (target: Target) => Outcome,
  overrides: Partial<RunConditions> = {},
  waves: Wave[] = plan
) {
  const tried: string[] = []
  const run = (target: Target) => {
    tried.push(`${target.group} on ${target.environment}`)
    return Promise.resolve(decide(target))
  }
  const outcomes = await runPlan(waves, run, { ...conditions, ...overrides }, [])
  return { outcomes, tried, statuses: outcomes.map(({ status }) => status) }
}

describe('a plan', () => {
  const all = plan.flatMap(({ targets }) => targets)

  test('is run in its order', async () => {
    const { outcomes, tried } = await runWith(target => end(target))

    expect(outcomes).toEqual(all.map(target => end(target)))
    expect(tried).toEqual(all.map(({ group, environment }) => `${group} on ${environment}`))
  })

  test('has its outcomes in its order, whatever ends first', async () => {
    const run = async (target: Target) => {
      await new Promise(resolve => setTimeout(resolve, target.group === 'Pay' ? 10 : 1))
      return end(target)
    }

    const outcomes = await runPlan(plan, run, { ...conditions, maxParallel: 2 }, [])

    expect(outcomes.map(({ target }) => target)).toEqual(all)
  })

  test('ends after the first environment that did not fully succeed', async () => {
    const isRed = ({ group, environment }: Target) => group === 'Pay' && environment === 'staging'

    const { outcomes, tried } = await runWith(target =>
      end(target, isRed(target) ? failed : succeeded)
    )

    expect(tried).toEqual(['Pay on test', 'Loan on test', 'Pay on staging', 'Loan on staging'])
    expect(outcomes.slice(4)).toEqual([
      skipped('production', 'Pay', byFailFast),
      skipped('production', 'Loan', byFailFast)
    ])
  })

  test('goes on without fail-fast', async () => {
    const { tried } = await runWith(target => end(target, failed), { failFast: false })

    expect(tried).toHaveLength(6)
  })

  const green: Verdict[] = [
    { status: 'current', reason: 'current' },
    { status: 'pending', reason: 'checked' }
  ]

  test.each(green)('goes on after $status', async verdict => {
    const { tried } = await runWith(target => end(target, verdict))

    expect(tried).toHaveLength(6)
  })
})

describe('a cause that all targets share', () => {
  const refuse = (target: Target) =>
    end(target, { status: 'failed', reason: 'unauthorized' }, { endsRun: true })

  test.each([true, false])('ends the run at once, with fail-fast %s', async failFast => {
    const { outcomes, tried } = await runWith(refuse, { failFast })

    expect(tried).toEqual(['Pay on test'])
    expect(outcomes.slice(1)).toEqual([
      skipped('test', 'Loan', bySharedCause),
      skipped('staging', 'Pay', bySharedCause),
      skipped('staging', 'Loan', bySharedCause),
      skipped('production', 'Pay', bySharedCause),
      skipped('production', 'Loan', bySharedCause)
    ])
  })

  test('lets the targets end that are in progress', async () => {
    const groups = ['a', 'b', 'c', 'd']
    const run = async (target: Target) => {
      const isRefused = target.group === 'a'
      await new Promise(resolve => setTimeout(resolve, isRefused ? 10 : 30))
      return isRefused ? refuse(target) : end(target)
    }

    const outcomes = await runPlan(
      createPlan({ groups, environments: ['test'] }),
      run,
      { ...conditions, maxParallel: 2, failFast: false },
      []
    )

    expect(outcomes).toEqual([
      refuse({ group: 'a', environment: 'test' }),
      end({ group: 'b', environment: 'test' }),
      skipped('test', 'c', bySharedCause),
      skipped('test', 'd', bySharedCause)
    ])
  })

  test('is told before fail-fast', async () => {
    const { outcomes } = await runWith(refuse)

    expect(outcomes.at(-1)?.explanation).toBe(bySharedCause)
  })
})

describe('a cancelled run', () => {
  const cancelled = (environment: string, group: string) => ({
    ...skipped(environment, group, byCancellation),
    reason: 'cancelled'
  })

  test('tries nothing', async () => {
    const { outcomes, tried } = await runWith(end, { signal: AbortSignal.abort() })

    expect(tried).toEqual([])
    expect(outcomes).toEqual(
      plan.flatMap(({ targets }) =>
        targets.map(({ group, environment }) => cancelled(environment, group))
      )
    )
  })

  test('starts no further target of the same environment', async () => {
    const controller = new AbortController()
    const decide = (target: Target) => {
      controller.abort()
      return end(target)
    }

    const { outcomes, tried } = await runWith(decide, { signal: controller.signal })

    expect(tried).toEqual(['Pay on test'])
    expect(outcomes.slice(0, 3)).toEqual([
      end({ group: 'Pay', environment: 'test' }),
      cancelled('test', 'Loan'),
      cancelled('staging', 'Pay')
    ])
  })

  test('says so of what fail-fast had skipped before', async () => {
    const controller = new AbortController()
    const decide = (target: Target) => {
      if (target.group === 'Loan') {
        controller.abort()
      }
      return end(target, failed)
    }

    const { outcomes } = await runWith(decide, { signal: controller.signal })

    expect(outcomes.at(-1)).toEqual(cancelled('production', 'Loan'))
  })
})

describe('an observer', () => {
  test('is told of each wave that starts and ends, and of each target', async () => {
    const told: string[] = []
    const observer: Observer = {
      waveStarts: ({ environment }) => {
        told.push(`${environment} starts`)
      },
      targetEnds: ({ target, status }, { environment }) => {
        told.push(`${target.group} ends on ${environment}: ${status}`)
      },
      waveEnds: ({ environment }, outcomes) => {
        told.push(`${environment} ends with ${outcomes.length}`)
      }
    }
    const run = (target: Target) => Promise.resolve(end(target, failed))

    await runPlan(plan, run, conditions, [observer])

    expect(told).toEqual([
      'test starts',
      'Pay ends on test: failed',
      'Loan ends on test: failed',
      'test ends with 2'
    ])
  })

  test('is waited for', async () => {
    const told: string[] = []
    const pause = async (line: string) => {
      await new Promise(resolve => setTimeout(resolve, 1))
      told.push(line)
    }
    const observer: Observer = {
      waveStarts: () => pause('wave starts'),
      waveEnds: () => pause('wave ends')
    }
    const run = (target: Target) => {
      told.push(target.group)
      return Promise.resolve(end(target))
    }
    const waves = createPlan({ groups: ['Pay'], environments: ['test', 'production'] })

    await runPlan(waves, run, conditions, [observer])

    expect(told).toEqual(['wave starts', 'Pay', 'wave ends', 'wave starts', 'Pay', 'wave ends'])
  })

  test('may look at nothing', async () => {
    const run = (target: Target) => Promise.resolve(end(target))

    expect(await runPlan(plan, run, conditions, [{}])).toHaveLength(6)
  })
})

describe('targets in parallel', () => {
  const rows = [
    { maxParallel: 1, groups: 4, expected: 1 },
    { maxParallel: 3, groups: 9, expected: 3 },
    { maxParallel: 50, groups: 4, expected: 4 }
  ]

  test.each(rows)(
    '$groups groups with max-parallel $maxParallel',
    async ({ maxParallel, groups, expected }) => {
      let inProgress = 0
      let max = 0
      const run = async (target: Target) => {
        inProgress += 1
        max = Math.max(max, inProgress)
        await new Promise(resolve => setTimeout(resolve, 20))
        inProgress -= 1
        return end(target)
      }
      const names = Array.from({ length: groups }, (_, index) => `g${index}`)

      await runPlan(
        createPlan({ groups: names, environments: ['test'] }),
        run,
        { ...conditions, maxParallel },
        []
      )

      expect(max).toBe(expected)
    }
  )
})

test('the first targets of a wave do not start in one burst', async () => {
  const groups = ['a', 'b', 'c', 'd', 'e']
  const starts: number[] = []
  const run = async (target: Target) => {
    starts.push(performance.now())
    await new Promise(resolve => setTimeout(resolve, 50))
    return end(target)
  }

  await runPlan(
    createPlan({ groups, environments: ['test'] }),
    run,
    { ...conditions, maxParallel: 5 },
    []
  )

  expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(3)
})

describe('against a Manager', () => {
  const groups = Array.from({ length: 40 }, (_, index) => `g${index}`)
  const world = () => worldOf({ groups, environments: ['test', 'production'] })

  /** Looks and runs, as the entry point does. */
  async function runAll(
    manager: Pick<Simulator, 'url'>,
    overrides: ContextOverrides,
    given: Partial<RunConditions>
  ) {
    const context = createRunContext(manager, overrides)
    const waves = createPlan({ groups, environments: ['test', 'production'] })
    const first = { group: 'g0', environment: 'test' }
    const preflight = await runPreflight(first, context)
    const run = preflight.ok
      ? (target: Target, ended: AbortSignal) =>
          runTarget(target, { ...context, edition: preflight.edition, ended })
      : () => Promise.resolve(createOutcome(first, preflight.classification, 0, context))
    const outcomes = await runPlan(waves, run, { ...conditions, ...given }, [])
    return Object.groupBy(outcomes, ({ status }) => status)
  }

  test('a refused token is sent once for 40 groups', async () => {
    await using manager = await startSimulator({ world: world() })

    const outcomes = await runAll(manager, { token: expiredToken }, { failFast: false })

    expect(outcomes.failed).toMatchObject([{ reason: 'unauthorized', target: { group: 'g0' } }])
    expect(outcomes['not-attempted']).toHaveLength(79)
    expect(listCalls(manager)).toEqual(['environments'])
  })

  test('a token that is refused in mid-run ends the run', async () => {
    await using manager = await startSimulator({ world: world() })
    manager.injectFault({ after: 10, times: Infinity, refusal: 401 })

    const outcomes = await runAll(manager, {}, { failFast: false, maxParallel: 4 })

    expect(outcomes.succeeded).toHaveLength(10)
    expect(outcomes.failed?.length).toBeLessThanOrEqual(4)
    expect(outcomes.failed?.[0]).toMatchObject({ reason: 'unauthorized' })
    expect(countCalls(manager, 'deploy')).toBeLessThanOrEqual(14)
  })

  test('a token that is refused in mid-run is not sent by those that wait to try again', async () => {
    await using manager = await startSimulator({ world: world() })
    const busy = { status: 'FAILURE', resultMessage: 'The server is busy' }
    manager.injectFault({
      on: { call: 'deploy' },
      response: { status: 503, headers: { 'retry-after': '20' }, body: busy }
    })
    manager.injectFault({ on: { call: 'deploy' }, times: Infinity, refusal: 401 })
    const startedAt = performance.now()

    const outcomes = await runAll(manager, { retryTimeoutMs: 60_000 }, { maxParallel: 2 })

    expect(outcomes.failed).toMatchObject([
      { target: { group: 'g0' }, reason: 'server-error', serverMessage: 'The server is busy' },
      { target: { group: 'g1' }, reason: 'unauthorized' }
    ])
    expect(outcomes.failed?.[0]?.explanation).not.toContain('Tried for')
    expect(countCalls(manager, 'deploy')).toBe(2)
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })

  test('a connection that is refused in mid-run ends the run', async () => {
    await using manager = await startSimulator({ world: world() })
    const context = createRunContext(manager)
    const waves = createPlan({ groups, environments: ['test', 'production'] })
    const run = async (target: Target) => {
      if (target.group === 'g5') {
        await manager.close()
      }
      return runTarget(target, context)
    }

    const outcomes = await runPlan(waves, run, { ...conditions, failFast: false }, [])

    expect(outcomes.filter(isGreen)).toHaveLength(5)
    expect(outcomes[5]).toMatchObject({ status: 'failed', reason: 'connection-failed' })
    expect(new Set(outcomes.slice(6).map(({ status }) => status))).toEqual(
      new Set(['not-attempted'])
    )
  })

  test('a failure of one group lets the others of its environment end', async () => {
    await using manager = await startSimulator({ world: world() })
    manager.injectFault({ on: { group: 'g7' }, refusal: 400 })

    const outcomes = await runAll(manager, {}, { maxParallel: 8 })

    expect(outcomes.succeeded).toHaveLength(39)
    expect(outcomes.failed).toMatchObject([{ target: { group: 'g7', environment: 'test' } }])
    expect(outcomes['not-attempted']).toHaveLength(40)
    expect(manager.maxInFlight).toBeLessThanOrEqual(8)
  })
})

describe('under any interleaving', () => {
  const names = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`)
  const plans = fc.record({
    groups: fc.integer({ min: 1, max: 8 }).map(count => names('g', count)),
    environments: fc.integer({ min: 1, max: 4 }).map(count => names('e', count)),
    maxParallel: fc.integer({ min: 1, max: 10 }),
    failFast: fc.boolean(),
    durations: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 32, maxLength: 32 }),
    statuses: fc.array(
      fc.constantFrom<Outcome['status']>('succeeded', 'succeeded', 'current', 'failed', 'unknown'),
      { minLength: 32, maxLength: 32 }
    ),
    cancelAt: fc.option(fc.integer({ min: 1, max: 40 }))
  })

  test('waves keep their order, nothing exceeds max-parallel, and every target has one outcome', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async ({ groups, environments, cancelAt, ...given }) => {
        const clock = createClock()
        const controller = new AbortController()
        if (cancelAt !== null) {
          clock.at(cancelAt, () => {
            controller.abort()
          })
        }
        const spans: { target: Target; from: number; to: number; status: Outcome['status'] }[] = []
        const run = async (target: Target) => {
          const status = given.statuses[spans.length] ?? 'failed'
          const span = { target, from: clock.now(), to: Infinity, status }
          const durationMs = given.durations[spans.length] ?? 0
          spans.push(span)
          await clock.sleep(durationMs)
          span.to = clock.now()
          return end(target, { status } as Verdict)
        }
        const waves = createPlan({ groups, environments })
        const { maxParallel, failFast } = given
        const limits = { maxParallel, failFast, signal: controller.signal }

        const outcomes = await clock.run(runPlan(waves, run, limits, []))

        expect(outcomes.map(({ target }) => target)).toEqual(waves.flatMap(wave => wave.targets))
        expect(new Set(spans.map(({ target }) => target)).size).toBe(spans.length)
        for (const { target, from, to, status } of spans) {
          const wave = environments.indexOf(target.environment)
          const later = spans.filter(span => environments.indexOf(span.target.environment) > wave)
          expect(outcomes.find(outcome => outcome.target === target)?.status).toBe(status)
          expect(later.some(other => other.from < to)).toBe(false)
          expect(
            spans.filter(other => other.from <= from && other.to > from).length
          ).toBeLessThanOrEqual(maxParallel)
          expect(from).toBeLessThanOrEqual(cancelAt ?? Infinity)
        }
        const tried = new Set(spans.map(({ target }) => target))
        const firstRed = environments.findIndex(environment =>
          outcomes.some(outcome => outcome.target.environment === environment && !isGreen(outcome))
        )
        const afterRed = spans.filter(
          ({ target }) => environments.indexOf(target.environment) > firstRed
        )
        expect(failFast && firstRed >= 0 ? afterRed : []).toEqual([])
        expect(tried.size === outcomes.length || failFast || cancelAt !== null).toBe(true)
        for (const { target, status } of outcomes) {
          expect(status === 'not-attempted').toBe(!tried.has(target))
        }
      }),
      { numRuns: 60 }
    )
  })
})

/** A clock whose time passes only when everything waits for it. */
function createClock() {
  let now = 0
  const alarms: { at: number; ring: () => void }[] = []
  const at = (time: number, ring: () => void) => {
    alarms.push({ at: time, ring })
  }
  const run = async <Value>(work: Promise<Value>): Promise<Value> => {
    const state = { done: false }
    void work.finally(() => {
      state.done = true
    })
    let idleTurns = 0
    for (;;) {
      await new Promise(resolve => setImmediate(resolve))
      if (state.done) {
        return work
      }
      alarms.sort((one, other) => one.at - other.at)
      const next = alarms.shift()
      if (next === undefined) {
        // Workers start a millisecond of real time apart.
        idleTurns += 1
        if (idleTurns > 100) {
          throw new Error('Everything waits, and for nothing.')
        }
        await new Promise(resolve => setTimeout(resolve, 1))
        continue
      }
      idleTurns = 0
      now = next.at
      next.ring()
    }
  }
  const sleep = (ms: number) =>
    new Promise<void>(resolve => {
      at(now + ms, resolve)
    })
  return { now: () => now, at, sleep, run }
}
