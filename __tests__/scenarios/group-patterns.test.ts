import { describe, expect, test } from '@jest/globals'
import {
  startSimulator,
  type Edition,
  type Fault,
  type Simulator,
  type SimulatorOptions
} from '../../simulator/simulator.ts'
import { deployOnlyToken, worldOf } from '../../simulator/world.ts'
import { runAction } from '../support/run-action.ts'

const editions: { edition: Edition }[] = [{ edition: 'first' }, { edition: 'current' }]
const groups = ['PaymentTR', 'LegacyCards', 'Payout', 'PaymentDE', 'Loan']

function startWithGroups(options: SimulatorOptions = {}): Promise<Simulator> {
  const world = worldOf({ groups, environments: ['test', 'production'] })
  return startSimulator({ world, ...options })
}

function run({ url }: Simulator, group: string, inputs: Record<string, string> = {}) {
  return runAction({ inputs: { url, group, environment: 'test', ...inputs } })
}

const read = (results: { group: string }[]) => results.map(({ group }) => group)

test.each(editions)(
  'names, patterns and exclusions are resolved once, before anything is sent, $edition edition',
  async ({ edition }) => {
    await using manager = await startWithGroups({ edition })
    const expected = ['Loan', 'PaymentTR', 'Payout', 'PaymentDE']

    const { exitCode, results, log, summary } = await run(manager, 'Loan\n*\n!Legacy*', {
      environment: 'test\nproduction'
    })

    expect(exitCode).toBe(0)
    expect(read(results)).toEqual([...expected, ...expected])
    expect(log).toContain('`group` stands for 4 of 5 groups')
    expect(summary).toContain(
      '<code>group</code> stands for 4 API Proxy Groups: <code>Loan</code>, ' +
        '<code>PaymentTR</code>, <code>Payout</code> and <code>PaymentDE</code>.'
    )
    expect(manager.requests.map(({ call }) => call).slice(0, 3)).toEqual([
      'groups',
      'environments',
      'deploy'
    ])
    expect(manager.requests.filter(({ call }) => call === 'groups')).toHaveLength(1)
  }
)

test('patterns may be a JSON array', async () => {
  await using manager = await startWithGroups()

  const { results } = await run(manager, '["Payment*", "!PaymentDE"]')

  expect(read(results)).toEqual(['PaymentTR'])
})

test('names alone are not looked up, and the summary does not repeat them', async () => {
  await using manager = await startWithGroups()

  const { summary } = await run(manager, 'Loan\nPayout')

  expect(manager.requests.map(({ call }) => call)).not.toContain('groups')
  expect(summary).not.toContain('stands for')
})

test.each(['undeploy', 'check', 'verify'])('patterns serve %s, too', async operation => {
  await using manager = await startWithGroups()
  await run(manager, '*')

  const { exitCode, results } = await run(manager, 'Payment*', { operation })

  expect(exitCode).toBe(0)
  expect(read(results)).toEqual(['PaymentTR', 'PaymentDE'])
})

describe('nothing is sent', () => {
  test.each(editions)('when a pattern matches nothing, $edition edition', async ({ edition }) => {
    await using manager = await startWithGroups({ edition })

    const { results, outputs, annotations, summary } = await run(manager, 'payment*\nLoan')

    expect(results).toMatchObject([
      { status: 'failed', reason: 'not-found' },
      { status: 'not-attempted' }
    ])
    expect(outputs.result).toBe('failure')
    for (const text of [outputs.message, annotations[0]?.data, summary]) {
      expect(text).toContain('Project Payments has no group that matches payment*.')
      expect(text).toContain('Available: PaymentTR, LegacyCards, Payout, PaymentDE, Loan.')
      expect(text).toContain('Nothing was sent. Patterns are case-sensitive.')
    }
    expect(annotations).toHaveLength(1)
    expect(manager.requests.map(({ call }) => call)).toEqual(['groups'])
  })

  const unread: { name: string; fault: Fault; expected: string }[] = [
    { name: 'is an error', fault: { refusal: 500 }, expected: 'An unexpected error occurred!' },
    {
      name: 'is a page',
      fault: { gateway: 'login-page' },
      expected: 'Check that `url` is the address of the Apinizer Manager'
    },
    {
      name: 'has a row that cannot be read',
      fault: { response: { body: { status: 'SUCCESS', resultList: [{ nom: 'Loan' }] } } },
      expected: 'list of groups cannot be read whole'
    },
    {
      name: 'is cut off',
      fault: { delivery: 'cut-body' },
      expected: 'could not be listed'
    }
  ]

  test.each(unread)('when the list of groups $name', async ({ fault, expected }) => {
    await using manager = await startWithGroups()
    manager.injectFault({ on: { call: 'groups' }, times: Infinity, ...fault })

    const { results, outputs } = await run(manager, '*')

    expect(results).toMatchObject([{ status: 'failed' }])
    expect(outputs.message).toContain(expected)
    expect(outputs.message).toContain('Nothing was sent.')
    expect(new Set(manager.requests.map(({ call }) => call))).toEqual(new Set(['groups']))
  })

  test('when the token may not list the groups, and the permission is named', async () => {
    await using manager = await startWithGroups()

    const { outputs } = await run(manager, '*', { token: deployOnlyToken })

    expect(outputs.message).toContain('The project’s groups could not be listed.')
    expect(outputs.message).toContain('API_MANAGEMENT with VIEW')
    expect(manager.deployments).toEqual([])
  })

  test('when the project’s name is wrong, which is told', async () => {
    await using manager = await startWithGroups()

    const { outputs } = await run(manager, '*', { project: 'payments' })

    expect(outputs.message).toContain('Did you mean Payments?')
  })

  test.each([
    { name: 'excludes alone', group: '!Legacy*', expected: 'only excludes groups' },
    { name: 'contains and excludes a name', group: 'Loan\n!Loan', expected: 'both contains and' }
  ])('when group $name', async ({ group, expected }) => {
    await using manager = await startWithGroups()

    const { outputs } = await run(manager, group)

    expect(outputs.message).toContain(`Input \`group\` ${expected}`)
    expect(manager.requests).toEqual([])
  })
})

test('with skip-if-current a whole project is kept deployed: only what has changed is sent', async () => {
  await using manager = await startWithGroups()
  await run(manager, '*')
  const deployed = manager.world.projects.Payments?.groups.Payout?.deployed ?? {}
  Object.assign(deployed.test ?? {}, { redeployRequired: true })
  manager.requests.length = 0

  const { exitCode, results, outputs, summary } = await run(manager, '*', {
    'skip-if-current': 'true'
  })

  expect(exitCode).toBe(0)
  expect(results.map(({ status }) => status)).toEqual([
    ...['current', 'current', 'succeeded', 'current', 'current']
  ])
  expect(outputs.message).toBe('5 of 5 deployed or already current.')
  expect(summary).toContain('✅ 1 deployed · ✅ 4 already current')
  expect(manager.requests.filter(({ method }) => method === 'POST')).toMatchObject([
    { path: expect.stringContaining('/Payout/') }
  ])
})

test('with skip-if-current a server of the first edition, which cannot tell, deploys all', async () => {
  await using manager = await startWithGroups({ edition: 'first' })
  await run(manager, '*')

  const { results } = await run(manager, '*', { 'skip-if-current': 'true' })

  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['succeeded']))
})
