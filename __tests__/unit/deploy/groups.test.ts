import { describe, expect, test } from '@jest/globals'
import { isPattern, resolveGroups } from '../../../src/deploy/groups.ts'
import { play } from './script.ts'

describe('names and patterns stand for', () => {
  const all = ['PaymentTR', 'LegacyPayment', 'Payout', 'PaymentDE', 'Loan']
  const rows: {
    entries: string[]
    available?: string[]
    groups: string[]
    unmatched?: string[]
  }[] = [
    { entries: ['*'], groups: all },
    { entries: ['Payment*'], groups: ['PaymentTR', 'PaymentDE'] },
    { entries: ['*Payment'], groups: ['LegacyPayment'] },
    { entries: ['*Pay*'], groups: all.slice(0, 4) },
    { entries: ['L*y*y*t'], groups: ['LegacyPayment'] },
    { entries: ['Loan*'], groups: ['Loan'] },
    { entries: ['loan*'], groups: [], unmatched: ['loan*'] },
    { entries: ['*', '!*Payment*'], groups: ['Payout', 'Loan'] },
    { entries: ['!Payout', '*'], groups: ['PaymentTR', 'LegacyPayment', 'PaymentDE', 'Loan'] },
    { entries: ['Loan', 'P*', 'PaymentDE'], groups: ['Loan', 'PaymentTR', 'Payout', 'PaymentDE'] },
    { entries: ['*TR', 'Payment*'], groups: ['PaymentTR', 'PaymentDE'] },
    { entries: ['Loan', '!L*', 'Payo*'], groups: ['Loan', 'Payout'] },
    { entries: ['Unlisted', 'Loan*'], groups: ['Unlisted', 'Loan'] },
    { entries: ['Loan', 'Loan'], groups: ['Loan'] },
    { entries: ['X*', 'Loan', 'Y*'], groups: ['Loan'], unmatched: ['X*', 'Y*'] },
    { entries: ['Loa*', '!Loan'], groups: [], unmatched: ['Loa*'] },
    { entries: ['Loan', 'Loa*'], groups: ['Loan'] },
    { entries: ['aba*aba'], available: ['aba', 'ababa', 'abaaba'], groups: ['abaaba'] },
    { entries: ['*ab*b'], available: ['ab', 'abb', 'aab'], groups: ['abb'] },
    { entries: ['a*bc*c'], available: ['abc', 'abcc'], groups: ['abcc'] },
    { entries: ['*a*b*'], available: ['ba', 'xaxbx'], groups: ['xaxbx'] },
    { entries: ['*aa*aa*'], available: ['aaa', 'aaaa'], groups: ['aaaa'] },
    { entries: ['a.c*'], available: ['abc', 'a.cd'], groups: ['a.cd'] },
    { entries: ['a**c'], available: ['ac', 'abc'], groups: ['ac', 'abc'] },
    { entries: ['Cafe\u0301*'], available: ['Caf\u00e9', 'Cafe'], groups: ['Caf\u00e9'] },
    { entries: ['Caf\u00e9', 'Caf*'], available: ['Cafe\u0301'], groups: ['Caf\u00e9'] },
    { entries: ['*', '!Cafe\u0301'], available: ['Caf\u00e9', 'Bar'], groups: ['Bar'] },
    {
      entries: [`${'a*'.repeat(120)}b`],
      available: ['a'.repeat(250)],
      groups: [],
      unmatched: [`${'a*'.repeat(120)}b`]
    }
  ]
  test.each(rows)('$entries: $groups', ({ entries, available = all, groups, unmatched = [] }) => {
    expect(resolveGroups(entries, available)).toEqual({ groups, unmatched })
  })
})

test.each([
  { entry: 'Pay*', expected: true },
  { entry: '!Pay', expected: true },
  { entry: 'Pay!', expected: false },
  { entry: 'Pay', expected: false }
])('$entry is a pattern: $expected', ({ entry, expected }) => {
  expect(isPattern(entry)).toBe(expected)
})

test('cancelled while the groups are listed, nothing was sent, which is said once', async () => {
  const script = { groups: { afterMs: Infinity } }
  const { text, sent } = await play(script, { groups: ['Pay*'], cancelAtMs: 100 })

  expect([text, sent]).toEqual(['Nothing was sent: the workflow run was cancelled.', 0])
})
