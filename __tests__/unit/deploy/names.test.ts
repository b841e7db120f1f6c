import { describe, expect, test } from '@jest/globals'
import { diagnoseName, explainName } from '../../../src/deploy/names.ts'

const kind = { kind: 'group', project: 'Payments' } as const

describe('a name', () => {
  const available = ['Pay', 'Caf\u00e9 ', 'Loan']
  const otherForm = { explanation: expect.stringContaining('another Unicode form') }
  const rows = [
    { name: 'Pay', expected: undefined },
    { name: 'Caf\u00e9 ', expected: undefined },
    { name: 'Cafe\u0301 ', expected: otherForm },
    { name: 'Caf\u00e9', expected: { explanation: '', diagnoses: [{ nearest: 'Caf\u00e9 ' }] } },
    { name: 'pay', expected: { diagnoses: [{ ...kind, name: 'pay', nearest: 'Pay' }] } }
  ]
  test.each(rows)('$name: $expected', ({ name, expected }) => {
    const result = explainName(name, available, kind)
    expect({ result }).toMatchObject({ result: expected })
  })
})

describe('the nearest name', () => {
  const rows: { name: string; available: string[]; expected: string | undefined }[] = [
    { name: 'PROD', available: ['test', 'prod'], expected: 'prod' },
    { name: 'pay-group', available: ['other', 'Pay Group'], expected: 'Pay Group' },
    { name: 'pay\uff21', available: ['paya', 'payb'], expected: 'paya' },
    { name: 'prod', available: ['production', 'test'], expected: 'production' },
    { name: 'pro', available: ['production', 'test'], expected: 'production' },
    { name: 'pr', available: ['production', 'test'], expected: undefined },
    { name: 'pro', available: ['production', 'prototype'], expected: undefined },
    { name: 'prod', available: ['predproduct', 'brod'], expected: 'brod' },
    { name: 'Paymnet', available: ['Payment', 'Loan'], expected: undefined },
    { name: 'PaymentGruop', available: ['PaymentGroup', 'LoanGroup'], expected: 'PaymentGroup' },
    { name: 'Paymen', available: ['Paymet', 'Loan'], expected: 'Paymet' },
    { name: 'Payymentt', available: ['Payment'], expected: 'Payment' },
    { name: 'Pxymxnts', available: ['Payments'], expected: 'Payments' },
    { name: 'Pxymxntz', available: ['Payments'], expected: undefined },
    { name: 'abc', available: ['xbc', 'abd', 'ab'], expected: 'xbc' },
    { name: 'abcdefgh', available: ['abcdxxgh', 'abcdxfgh'], expected: 'abcdxfgh' },
    { name: 'bc', available: ['abc'], expected: 'abc' },
    { name: 'a😀', available: ['a😁'], expected: 'a😁' },
    { name: 'a', available: [], expected: undefined }
  ]
  test.each(rows)('to $name of $available is $expected', ({ name, available, expected }) => {
    expect(diagnoseName(name, available, kind).nearest).toBe(expected)
  })
})

describe('the names that there are', () => {
  const many = Array.from({ length: 12 }, (_, index) => `G${index}`)
  const rows = [
    { available: many, expected: { available: many.slice(0, 10), more: 2 } },
    { available: many.slice(0, 10), expected: { available: many.slice(0, 10), more: 0 } },
    { available: [], expected: { available: [], more: 0 } }
  ]
  test.each(rows)('$available', ({ available, expected }) => {
    expect(diagnoseName('Other', available, kind)).toEqual({ ...kind, name: 'Other', ...expected })
  })
})
