import { expect, test } from '@jest/globals'
import { groupByCause } from '../../../src/report/causes.ts'
import { conflict, createOutcome, deployed } from './capture-report.ts'

test.each([
  { name: 'status', other: { ...conflict, status: 'unknown' } },
  { name: 'reason', other: { ...conflict, reason: 'forbidden' } },
  { name: 'server message', other: { ...conflict, serverMessage: 'Not so' } },
  { name: 'explanation', other: { ...conflict, explanation: 'Not so.' } },
  {
    name: 'missing name',
    other: {
      ...conflict,
      diagnoses: [{ kind: 'project', name: 'X', project: 'X', available: [], more: 0 }]
    }
  },
  { name: 'page of the documentation', other: { ...conflict, docs: 'proxies' } }
] as const)('causes differ by their $name', ({ other }) => {
  const outcomes = [createOutcome('A on test', conflict), createOutcome('B on test', other)]

  expect(groupByCause(outcomes)).toHaveLength(2)
})

test('messages that differ only in the target’s own names are one cause, in the order of the plan', () => {
  const outcomes = ['A on test', 'B on test', 'A on prod'].map(name =>
    createOutcome(name, {
      ...conflict,
      serverMessage: `SCHEMA of API Proxy Group (${name.slice(0, 1)}) is not found`,
      durationMs: name.length
    })
  )

  expect(groupByCause(outcomes)).toEqual([{ first: outcomes[0], outcomes }])
})

test('what all targets share is one cause, whatever names it contains', () => {
  const shared = { ...conflict, explanation: 'A does not exist.', isSharedCause: true }
  const outcomes = [createOutcome('A on test', shared), createOutcome('B on test', shared)]

  expect(groupByCause(outcomes)).toHaveLength(1)
})

test('what the server says of a success makes no cause of its own', () => {
  const outcomes = ['Yes', 'Done'].map(serverMessage =>
    createOutcome('A on test', { ...deployed, serverMessage })
  )

  expect(groupByCause(outcomes)).toHaveLength(1)
})
