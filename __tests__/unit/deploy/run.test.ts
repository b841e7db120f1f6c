import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts'
import { expiredToken, worldOf } from '../../../simulator/world.ts'
import type { Observer } from '../../../src/deploy/run-plan.ts'
import { run, type RunRequest } from '../../../src/deploy/run.ts'
import {
  countCalls,
  createRunContext,
  listCalls,
  type ContextOverrides
} from '../../support/run-context.ts'

interface Given {
  request?: Partial<RunRequest>
  overrides?: ContextOverrides
}

async function runOn(manager: Simulator, { request, overrides = {} }: Given = {}) {
  const context = createRunContext(manager, overrides)
  const progress = createObserver()
  const recorder = createObserver()
  const given: RunRequest = {
    groups: ['PaymentAPIGroup'],
    environments: ['production'],
    maxParallel: 1,
    failFast: true,
    ...request
  }
  const result = await run(given, context, progress, [recorder])
  const names = result.outcomes.map(
    ({ target, status }) => `${target.group} on ${target.environment}: ${status}`
  )
  return { ...result, names, seen: progress.seen, recorded: recorder.seen }
}

/** Writes down what it is told. */
function createObserver(): Observer & { seen: string[] } {
  const seen: string[] = []
  return {
    seen,
    waveStarts: ({ environment }) => {
      seen.push(`${environment} starts`)
    },
    targetEnds: ({ target, status }) => {
      seen.push(`${target.group}: ${status}`)
    },
    waveEnds: ({ environment }) => {
      seen.push(`${environment} ends`)
    }
  }
}

const seen = ['production starts', 'PaymentAPIGroup: succeeded', 'production ends']

test('a run looks, then deploys, and tells progress and recorders', async () => {
  await using manager = await startSimulator()

  const result = await runOn(manager)

  expect(result.names).toEqual(['PaymentAPIGroup on production: succeeded'])
  expect(result.seen).toEqual(seen)
  expect(result.recorded).toEqual(seen)
  expect(result).not.toHaveProperty('resolvedGroups')
  expect(listCalls(manager)).toEqual(['environments', 'deploy'])
})

test.each([
  { edition: 'first' as const, body: '' },
  { edition: 'current' as const, body: expect.stringContaining('description') }
])('the look tells what to send, $edition edition', async ({ edition, body }) => {
  await using manager = await startSimulator({ edition })

  await runOn(manager)

  expect(manager.requests.at(-1)).toMatchObject({ call: 'deploy', body })
})

test('patterns are resolved before the look, and told', async () => {
  await using manager = await startSimulator()

  const result = await runOn(manager, {
    request: { groups: ['*', '!Payment*'], environments: ['test', 'production'] }
  })

  expect(result.resolvedGroups).toEqual(['PayoutAPIGroup'])
  expect(result.names).toEqual([
    'PayoutAPIGroup on test: succeeded',
    'PayoutAPIGroup on production: succeeded'
  ])
  expect(listCalls(manager)).toEqual(['groups', 'environments', 'deploy', 'deploy'])
})

describe('a run that ends before anything is sent has failed once, and recorders are told nothing:', () => {
  const rows: { name: string; given: Given; names: string[]; calls: string[] }[] = [
    {
      name: 'a pattern that matches nothing',
      given: { request: { groups: ['Lo*', 'PaymentAPIGroup'] } },
      names: ['Lo* on production: failed', 'PaymentAPIGroup on production: not-attempted'],
      calls: ['groups']
    },
    {
      name: 'a refused token',
      given: {
        request: { environments: ['test', 'production'] },
        overrides: { token: expiredToken }
      },
      names: ['PaymentAPIGroup on test: failed', 'PaymentAPIGroup on production: not-attempted'],
      calls: ['environments']
    },
    {
      name: 'a refused token, found by listing groups',
      given: { request: { groups: ['*'] }, overrides: { token: expiredToken } },
      names: ['* on production: failed'],
      calls: ['groups']
    }
  ]

  test.each(rows)('$name', async ({ given, names, calls }) => {
    await using manager = await startSimulator()

    const result = await runOn(manager, given)

    expect(result.names).toEqual(names)
    expect(result.recorded).toEqual([])
    expect(result.outcomes[0]?.explanation).toContain('Nothing was sent.')
    expect(listCalls(manager)).toEqual(calls)
  })

  test('patterns that make more than 2,000 targets', async () => {
    const groups = Array.from({ length: 1_001 }, (_, index) => `g${index}`)
    const environments = ['test', 'production']
    await using manager = await startSimulator({ world: worldOf({ groups, environments }) })

    const result = await runOn(manager, { request: { groups: ['*'], environments } })

    expect(result.outcomes.map(({ target }) => target.group)).toEqual(['*', '*'])
    expect(result.outcomes[0]).toMatchObject({ status: 'failed', reason: 'rejected' })
    expect(result.outcomes[0]?.explanation).toBe(
      'Nothing was sent. `group` and `environment` make more than 2000 targets: ' +
        'spread them over several jobs.'
    )
    expect(listCalls(manager)).toEqual(['groups'])
  })

  test('a list of more groups than an argument list can take', async () => {
    const resultList = Array.from({ length: 200_000 }, (_, index) => ({ name: `g${index}` }))
    await using manager = await startSimulator()
    manager.injectFault({
      on: { call: 'groups' },
      response: { body: { status: 'SUCCESS', resultList } }
    })

    const result = await runOn(manager, { request: { groups: ['*'] } })

    expect(result.names).toEqual(['* on production: failed'])
  })

  test('a cancellation', async () => {
    await using manager = await startSimulator()

    const result = await runOn(manager, { overrides: { signal: AbortSignal.abort() } })

    expect(result.names).toEqual(['PaymentAPIGroup on production: not-attempted'])
    expect(manager.requests).toEqual([])
  })
})

describe('after an environment that did not fully succeed', () => {
  const request = { environments: ['nowhere', 'production'] }

  test('a deployment stops with fail-fast', async () => {
    await using manager = await startSimulator()

    await runOn(manager, { request })

    expect(countCalls(manager, 'deploy')).toBe(1)
  })

  test('a deployment goes on without it', async () => {
    await using manager = await startSimulator()

    await runOn(manager, { request: { ...request, failFast: false } })

    expect(countCalls(manager, 'deploy')).toBe(2)
  })

  test.each(['check', 'verify'] as const)('%s looks at all the others', async operation => {
    await using manager = await startSimulator()

    const { names } = await runOn(manager, {
      request,
      overrides: { operation, verify: 'environment' }
    })

    expect(names).toEqual([
      'PaymentAPIGroup on nowhere: failed',
      expect.stringMatching(/^PaymentAPIGroup on production: (current|succeeded)$/)
    ])
  })
})

test('a run without a target is a bug', async () => {
  await using manager = await startSimulator()

  await expect(runOn(manager, { request: { groups: [] } })).rejects.toThrow('has no target')
})
