import { describe, expect, test } from '@jest/globals'
import type { Edition } from '../../simulator/simulator.ts'
import { deployOnlyToken, worldOf } from '../../simulator/world.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'
import { countCalls } from '../support/seeded-world.ts'

const names = ['PaymentTR', 'LegacyCards', 'Payout', 'PaymentDE', 'Loan']

/** Runs for a pattern in a project whose groups are all deployed to `test`. */
function runFor(group: string, { options, inputs, prepare, ...scenario }: Scenario = {}) {
  const world = worldOf({ groups: names, environments: ['test', 'production'] })
  for (const { deployed } of Object.values(world.projects.Payments?.groups ?? {})) {
    deployed.test = { at: 0, redeployRequired: false }
  }
  return runScenario({
    ...scenario,
    options: { world, ...options },
    prepare: manager => prepare?.(manager),
    inputs: { group, environment: 'test', ...inputs }
  })
}

const listGroups = (results: { group: string }[]) => results.map(({ group }) => group)

test.each<{ edition: Edition }>([{ edition: 'first' }, { edition: 'current' }])(
  'names, patterns and exclusions are resolved once, before anything is sent, $edition edition',
  async ({ edition }) => {
    const run = await runFor('Loan\n*\n!Legacy*', {
      options: { edition },
      inputs: { environment: 'test\nproduction' }
    })

    const expected = ['Loan', 'PaymentTR', 'Payout', 'PaymentDE']
    expect(run.exitCode).toBe(0)
    expect(listGroups(run.results)).toEqual([...expected, ...expected])
    expect(run.log).toContain('stands for 4 of 5 groups')
    expect(run.summary).toContain('stands for 4 API Proxy Groups: <code>Loan</code>,')
    expect(countCalls(run.manager, 'groups')).toBe(1)
  }
)

test('names alone are not looked up', async () => {
  const run = await runFor('Loan')

  expect(run.exitCode).toBe(0)
  expect(countCalls(run.manager, 'groups')).toBe(0)
  expect(run.summary).not.toContain('stands for')
})

test.each(['undeploy', 'verify'])('patterns serve %s, too', async operation => {
  const run = await runFor('["Payment*", "!PaymentX"]', { inputs: { operation } })

  expect(run.exitCode).toBe(0)
  expect(listGroups(run.results)).toEqual(['PaymentTR', 'PaymentDE'])
})

describe('nothing is sent', () => {
  const groups = { on: { call: 'groups' }, times: Infinity } as const

  test('when a pattern matches nothing, and what there is is told', async () => {
    const run = await runFor('payment*\nLoan')

    expect(run.results).toMatchObject([
      { status: 'failed', reason: 'not-found' },
      { status: 'not-attempted' }
    ])
    expect(run.annotations).toHaveLength(1)
    for (const text of [run.outputs.message, run.annotations[0]?.data]) {
      expect(text).toContain('Available: PaymentTR, LegacyCards, Payout, PaymentDE, Loan.')
      expect(text).toContain('Nothing was sent.')
    }
    expect(run.sent).toBe(0)
  })

  test.each<Scenario & { name: string; expected: string }>([
    {
      name: 'the list of groups is an error',
      fault: { ...groups, refusal: 500 },
      expected: 'log of the Apinizer Manager'
    },
    {
      name: 'the token may not list the groups',
      inputs: { token: deployOnlyToken },
      expected: 'API_MANAGEMENT with VIEW'
    },
    {
      name: 'the project’s name is wrong',
      inputs: { project: 'payments' },
      expected: 'Did you mean Payments?'
    }
  ])('when $name', async ({ expected, ...scenario }) => {
    const run = await runFor('*', scenario)

    expect(run.outputs.result).toBe('failure')
    expect(run.outputs.message).toContain(expected)
    expect(run.sent).toBe(0)
  })
})

test('with skip-if-current a whole project is kept deployed: only what has changed is sent', async () => {
  const run = await runFor('*', {
    prepare: ({ world }) => {
      const payout = world.projects.Payments?.groups.Payout
      Object.assign(payout?.deployed.test ?? {}, { redeployRequired: true })
    },
    inputs: { 'skip-if-current': 'true' }
  })

  expect(run.exitCode).toBe(0)
  expect(run.results.map(({ status }) => status)).toEqual([
    ...['current', 'current', 'succeeded', 'current', 'current']
  ])
  expect(run.outputs.message).toContain('1 of 5 deployed, 4 already current')
  expect(run.summary).toContain('✅ 1 deployed · ✅ 4 already current')
  expect(run.manager.deployments).toMatchObject([{ group: 'Payout' }])
})
