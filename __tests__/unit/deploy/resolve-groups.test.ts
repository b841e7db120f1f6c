import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault, type Simulator } from '../../../simulator/simulator.ts'
import { deployOnlyToken, worldOf } from '../../../simulator/world.ts'
import { isPattern, selectGroups } from '../../../src/deploy/resolve-groups.ts'
import {
  createRunContext,
  listCalls,
  target,
  type ContextOverrides
} from '../../support/run-context.ts'

/** The project’s groups, in the order in which the server lists them. */
const available = ['PaymentTR', 'LegacyPayment', 'Payout', 'PaymentDE', 'Loan']

function startWithGroups(groups = available): Promise<Simulator> {
  return startSimulator({ world: worldOf({ groups, environments: ['production'] }) })
}

function select(manager: Simulator, entries: string[], overrides: ContextOverrides = {}) {
  const context = createRunContext(manager, overrides)
  return selectGroups(entries, { ...target, group: entries[0] ?? '' }, context)
}

test('a group is selected once, although the list spells its name in another Unicode form', async () => {
  const given = 'Café'.normalize('NFC')
  await using manager = await startWithGroups([given.normalize('NFD'), 'Cafeteria'])

  const selection = await select(manager, [given, 'Caf*'])

  expect(selection).toEqual({ ok: true, groups: [given, 'Cafeteria'] })
})

test('a group whose name could lead to the path of another one ends the run', async () => {
  await using manager = await startWithGroups(['Loan', 'x/../../../Secret/apiProxyGroups/Other'])

  const selection = await select(manager, ['*'])

  expect(selection).toMatchObject({
    ok: false,
    classification: { status: 'failed', reason: 'unexpected-response' }
  })
})

describe('names and patterns stand for', () => {
  const rows: { name: string; entries: string[]; expected: string[] }[] = [
    { name: 'all groups, in the order of the list', entries: ['*'], expected: available },
    {
      name: 'those that begin with a text',
      entries: ['Payment*'],
      expected: ['PaymentTR', 'PaymentDE']
    },
    {
      name: 'those that end with a text',
      entries: ['*Payment'],
      expected: ['LegacyPayment']
    },
    {
      name: 'those that contain a text, the beginning and the end included',
      entries: ['*Pay*'],
      expected: ['PaymentTR', 'LegacyPayment', 'Payout', 'PaymentDE']
    },
    {
      name: 'those that contain texts in an order',
      entries: ['L*y*y*t'],
      expected: ['LegacyPayment']
    },
    { name: 'a whole name that a `*` adds nothing to', entries: ['Loan*'], expected: ['Loan'] },
    {
      name: 'all but those that are excluded by a pattern',
      entries: ['*', '!*Payment*'],
      expected: ['Payout', 'Loan']
    },
    {
      name: 'all but one that is excluded by its name, wherever that stands',
      entries: ['!Payout', '*'],
      expected: ['PaymentTR', 'LegacyPayment', 'PaymentDE', 'Loan']
    },
    {
      name: 'names in their place, and each group once',
      entries: ['Loan', 'P*', 'PaymentDE'],
      expected: ['Loan', 'PaymentTR', 'Payout', 'PaymentDE']
    },
    {
      name: 'each group once where two patterns match it',
      entries: ['*TR', 'Payment*'],
      expected: ['PaymentTR', 'PaymentDE']
    },
    {
      name: 'a name that is given outright, although a pattern excludes it',
      entries: ['LegacyPayment', '*', '!Legacy*'],
      expected: ['LegacyPayment', 'PaymentTR', 'Payout', 'PaymentDE', 'Loan']
    },
    {
      name: 'a name that is not in the list: the Manager will tell',
      entries: ['Unlisted', 'Loan*'],
      expected: ['Unlisted', 'Loan']
    }
  ]

  test.each(rows)('$name', async ({ entries, expected }) => {
    await using manager = await startWithGroups()

    expect(await select(manager, entries)).toEqual({ ok: true, groups: expected })
    expect(listCalls(manager)).toEqual(['groups'])
  })

  test('names in another Unicode form', async () => {
    await using manager = await startWithGroups(['Ödeme', 'Other'])

    const result = await select(manager, [`${'Ö'.normalize('NFD')}*`])

    expect(result).toEqual({ ok: true, groups: ['Ödeme'] })
  })

  test.each([
    { pattern: 'aba*aba', groups: ['aba', 'ababa', 'abaaba'], expected: ['abaaba'] },
    { pattern: '*ab*b', groups: ['ab', 'abb', 'aab'], expected: ['abb'] },
    { pattern: 'a.c*', groups: ['abc', 'a.cd'], expected: ['a.cd'] },
    { pattern: 'a**c', groups: ['ac', 'abc'], expected: ['ac', 'abc'] }
  ])('$expected for $pattern, of $groups', async ({ pattern, groups, expected }) => {
    await using manager = await startWithGroups(groups)

    expect(await select(manager, [pattern])).toEqual({ ok: true, groups: expected })
  })

  test('nothing that takes long to find, however many `*` there are', async () => {
    await using manager = await startWithGroups(['a'.repeat(250)])
    const startedAt = performance.now()

    const result = await select(manager, [`${'a*'.repeat(120)}b`])

    expect(result.ok).toBe(false)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})

test('what the patterns come to is told', async () => {
  await using manager = await startWithGroups()
  const context = createRunContext(manager)

  await selectGroups(['Payment*'], target, context)

  expect(context.progress).toEqual(['`group` stands for 2 of 5 groups'])
})

test('names alone need no request', async () => {
  await using manager = await startWithGroups()

  const result = await select(manager, ['Loan', 'Nothing'])

  expect(result).toEqual({ ok: true, groups: ['Loan', 'Nothing'] })
  expect(manager.requests).toEqual([])
})

describe('there is no selection, and the run ends,', () => {
  test('when a pattern matches nothing', async () => {
    await using manager = await startWithGroups(['Loan', 'Card'])

    const result = await select(manager, ['*', 'Lo@n*'])

    expect(result).toEqual({
      ok: false,
      classification: {
        status: 'failed',
        reason: 'not-found',
        serverMessage: '',
        diagnosis:
          'Project Payments has no group that matches Lo@n*. Did you mean Loan? ' +
          'Available: Loan, Card.',
        explanation: 'Nothing was sent. Patterns are case-sensitive.',
        endsRun: true
      }
    })
  })

  test('when all that a pattern matches is excluded', async () => {
    await using manager = await startWithGroups(['Loan', 'Card'])

    const result = await select(manager, ['Card', 'Lo*', '!L*'])

    expect(result).toMatchObject({
      ok: false,
      classification: { reason: 'not-found', diagnosis: expect.stringContaining('matches Lo*.') }
    })
  })

  test('when the project has no groups', async () => {
    await using manager = await startWithGroups([])

    expect(await select(manager, ['*'])).toMatchObject({
      ok: false,
      classification: { diagnosis: expect.stringContaining('None is available.') }
    })
  })

  const unread: { name: string; fault: Fault; reason: string; explanation: string }[] = [
    {
      name: 'has a row that cannot be read',
      fault: {
        response: { body: { status: 'SUCCESS', resultList: [{ name: 'Loan' }, { name: 7 }] } }
      },
      reason: 'unexpected-response',
      explanation: 'Nothing was sent. The project’s list of groups cannot be read whole.'
    },
    {
      name: 'is an error',
      fault: { refusal: 500 },
      reason: 'server-error',
      explanation:
        'Nothing was sent. The project’s groups could not be listed. Check the log of the ' +
        'Apinizer Manager, and of any gateway in front of it.'
    },
    {
      name: 'is a login page',
      fault: { gateway: 'login-page' },
      reason: 'unexpected-response',
      explanation: expect.stringContaining('a login page') as unknown as string
    }
  ]

  test.each(unread)('when the list of groups $name', async ({ fault, reason, explanation }) => {
    await using manager = await startWithGroups()
    manager.injectFault({ on: { call: 'groups' }, ...fault })

    expect(await select(manager, ['*'])).toMatchObject({
      ok: false,
      classification: { status: 'failed', reason, explanation, endsRun: true }
    })
    expect(listCalls(manager)).toEqual(['groups'])
  })

  test('when the token may not list the groups', async () => {
    await using manager = await startWithGroups()

    expect(await select(manager, ['*'], { token: deployOnlyToken })).toMatchObject({
      ok: false,
      classification: {
        explanation: expect.stringMatching(/could not be listed\. .*API_MANAGEMENT with VIEW/)
      }
    })
  })

  test('when there is no such project, which is told by its name', async () => {
    await using manager = await startWithGroups()

    expect(await select(manager, ['*'], { project: 'Payment' })).toMatchObject({
      ok: false,
      classification: { diagnosis: expect.stringContaining('Did you mean Payments?') }
    })
  })
})

test('a Manager that is down is waited for within `retry-timeout`', async () => {
  await using manager = await startWithGroups()
  manager.injectFault({ on: { call: 'groups' }, gateway: 'nginx-502' })
  const context = createRunContext(manager, { retryTimeoutMs: 10_000 })

  const result = await selectGroups(['Loan*'], target, context)

  expect(result.ok).toBe(true)
  expect(context.progress[0]).toMatch(/^Trying PaymentAPIGroup on production again in \d+ (ms|s): /)
})

test.each([
  { entry: 'Pay*', expected: true },
  { entry: '!Pay', expected: true },
  { entry: 'Pay!', expected: false },
  { entry: 'Pay', expected: false }
])('$entry is a pattern: $expected', ({ entry, expected }) => {
  expect(isPattern(entry)).toBe(expected)
})
