import { afterEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator/simulator.ts'
import { worldOf } from '../simulator/world.ts'
import { deploy } from '../src/deploy.ts'
import type { Outcome, Target } from '../src/outcome.ts'
import { planOf } from '../src/plan.ts'
import { runAction } from './support/run-action.ts'

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`)

describe('under any interleaving', () => {
  const plans = fc.record({
    groups: fc.integer({ min: 1, max: 8 }).map(count => names('g', count)),
    environments: fc.integer({ min: 1, max: 4 }).map(count => names('e', count)),
    maxParallel: fc.integer({ min: 1, max: 10 }),
    failFast: fc.boolean(),
    takes: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 32, maxLength: 32 }),
    statuses: fc.array(
      fc.constantFrom<Outcome['status']>(
        'succeeded',
        'succeeded',
        'succeeded',
        'failed',
        'unknown',
        'current'
      ),
      { minLength: 32, maxLength: 32 }
    ),
    cancelAt: fc.option(fc.integer({ min: 1, max: 40 }))
  })

  test('waves keep their order, nothing exceeds max-parallel, and every target has one outcome', async () => {
    await fc.assert(
      fc.asyncProperty(
        plans,
        async ({ groups, environments, maxParallel, failFast, takes, statuses, cancelAt }) => {
          const clock = simulatedClock()
          const controller = new AbortController()
          if (cancelAt !== null)
            clock.at(cancelAt, () => {
              controller.abort()
            })
          const spans: { target: Target; from: number; to: number; status: Outcome['status'] }[] =
            []
          const run = async (target: Target): Promise<Outcome> => {
            const span = {
              target,
              from: clock.now(),
              to: Infinity,
              status: statuses[spans.length] ?? 'failed'
            }
            const ms = takes[spans.length] ?? 0
            spans.push(span)
            await clock.sleep(ms)
            span.to = clock.now()
            return {
              target,
              durationMs: 0,
              status: span.status,
              reason: 'deployed',
              said: '',
              told: ''
            } as Outcome
          }
          const plan = planOf({ groups, environments })
          const outcomes = await clock.run(
            deploy(plan, run, { maxParallel, failFast, signal: controller.signal }, [])
          )

          expect(outcomes.map(({ target }) => target)).toEqual(plan.flatMap(wave => wave.targets))
          expect(new Set(spans.map(({ target }) => JSON.stringify(target))).size).toBe(spans.length)
          for (const { target, from, to, status } of spans) {
            expect(outcomes.find(outcome => outcome.target === target)?.status).toBe(status)
            const wave = environments.indexOf(target.environment)
            for (const other of spans)
              expect(environments.indexOf(other.target.environment) > wave && other.from < to).toBe(
                false
              )
            expect(
              spans.filter(other => other.from <= from && other.to > from).length
            ).toBeLessThanOrEqual(maxParallel)
            if (cancelAt !== null) expect(from).toBeLessThanOrEqual(cancelAt)
          }
          const firstRed = environments.findIndex(environment =>
            outcomes.some(
              ({ target, status }) =>
                target.environment === environment && !['succeeded', 'current'].includes(status)
            )
          )
          if (failFast && firstRed >= 0)
            expect(
              spans.filter(({ target }) => environments.indexOf(target.environment) > firstRed)
            ).toEqual([])
          if (!failFast && cancelAt === null)
            expect(spans).toHaveLength(groups.length * environments.length)
          for (const { status, target } of outcomes)
            if (!spans.some(span => span.target === target)) expect(status).toBe('not-attempted')
        }
      ),
      { numRuns: 200 }
    )
  })
})

/** A clock whose time passes only when everybody waits for it. */
function simulatedClock() {
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
    for (;;) {
      await new Promise(resolve => setImmediate(resolve))
      if (state.done) return work
      alarms.sort((one, other) => one.at - other.at)
      const next = alarms.shift()
      if (next === undefined) throw new Error('everybody waits, for nothing')
      now = next.at
      next.ring()
    }
  }
  return {
    now: () => now,
    at,
    sleep: (ms: number) =>
      new Promise<void>(resolve => {
        at(now + ms, resolve)
      }),
    run
  }
}

describe('on dist', () => {
  let manager: Simulator | undefined
  afterEach(() => manager?.close())
  const start = async (
    groups: string[],
    environments: string[],
    options: SimulatorOptions = {}
  ) => {
    manager = await startSimulator({ world: worldOf({ groups, environments }), ...options })
    return manager
  }
  const lines = (texts: string[]) => texts.join('\n')

  test('stops after the first environment that did not fully succeed', async () => {
    const { url, misbehave, deployments } = await start(names('g', 3), [
      'test',
      'staging',
      'production'
    ])
    misbehave({ on: { group: 'g1', environment: 'staging' }, answer: { status: 500 } })
    const run = await runAction({
      inputs: {
        url,
        group: lines(names('g', 3)),
        environment: 'test\nstaging\nproduction',
        'max-parallel': '3'
      }
    })
    expect(run.outputs).toMatchObject({
      result: 'partial',
      'failed-environments': '["staging","production"]'
    })
    expect(run.outputs.message).toContain(
      '5 of 9 deployed or current (5 succeeded, 1 failed, 3 not attempted). g1 was not deployed to staging: The server answered 500.'
    )
    expect(run.results.map(({ status }) => status)).toEqual([
      ...Array<string>(3).fill('succeeded'),
      'succeeded',
      'failed',
      'succeeded',
      ...Array<string>(3).fill('not-attempted')
    ])
    expect(deployments).toHaveLength(5)
    expect(run.annotations).toHaveLength(1)
    expect(run.log).toMatch(/^staging: 3 of 3, 1 failed$/m)
  })

  test('tries all without fail-fast', async () => {
    const { url, misbehave, deployments } = await start(['g'], ['test', 'staging', 'production'])
    misbehave({ on: { environment: 'test' }, answer: { status: 400 } })
    const run = await runAction({
      inputs: { url, group: 'g', environment: 'test\nstaging\nproduction', 'fail-fast': 'false' }
    })
    expect(run.outputs).toMatchObject({ result: 'partial', 'failed-environments': '["test"]' })
    expect(deployments).toHaveLength(2)
  })

  test('rolls 60 failures up into ten annotations and one summary, failures first', async () => {
    const groups = names('g', 80)
    const { url, misbehave } = await start(groups, ['test', 'production'])
    misbehave({
      times: 60,
      after: 20,
      on: { environment: 'test' },
      answer: { status: 500, body: { error: 'server_error', error_description: 'Disk full' } }
    })
    const run = await runAction({
      inputs: { url, group: lines(groups), environment: 'test\nproduction', 'max-parallel': '10' }
    })
    expect(run.results.filter(({ status }) => status === 'failed')).toHaveLength(60)
    expect(run.annotations).toHaveLength(10)
    expect(run.annotations[9]?.data).toContain('51 more')
    expect(run.summary.match(/Disk full/g)).toHaveLength(60)
    expect(run.summary.indexOf('Disk full')).toBeLessThan(
      run.summary.indexOf('<th>API Proxy Group</th><th><code>test')
    )
    expect(run.log.match(/^::group::/gm)).toHaveLength(80)
  })

  test('1,000 targets, 50 at once: all done, counted, and shown within the limits', async () => {
    const groups = names('group-', 1_000)
    const simulator = await start(groups, ['production'], { deployMs: 20 })
    simulator.misbehave({ on: { group: 'group-7' }, answer: { status: 409 } })
    const run = await runAction({
      inputs: {
        url: simulator.url,
        group: lines(groups),
        environment: 'production',
        'max-parallel': '50'
      }
    })
    expect(run.outputs.result).toBe('partial')
    expect(simulator.deployments).toHaveLength(999)
    expect(simulator.maxInFlight).toBeLessThanOrEqual(50)
    expect(
      new Set(simulator.requests.map(({ connection }) => connection)).size
    ).toBeLessThanOrEqual(50)
    expect(run.results.map(({ group }) => group)).toEqual(groups)
    expect(run.log).toMatch(/^production: 1000 of 1000, 1 failed$/m)
    expect(run.summary).toContain('999')
    expect(Object.values(run.outputs).join('').length).toBeLessThan(500_000)
  })

  test('shows a sign of life during a long deployment', async () => {
    const { url } = await start(['g'], ['production'], { deployMs: 400 })
    const quick = `const real = globalThis.setInterval; globalThis.setInterval = (call, ms) => real(call, ms / 300)`
    const run = await runAction({
      inputs: { url, group: 'g' },
      nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(quick)}`]
    })
    expect(run.log).toMatch(/^production: still waiting after \d+ ms$/m)
  })
})
