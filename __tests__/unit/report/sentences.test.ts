import { expect, test } from '@jest/globals'
import { describeRevision, describeTargets, joinNames } from '../../../src/report/sentences.ts'
import { createOutcome, deployed } from './capture-report.ts'

// The sentences themselves are in the snapshot of report.test.ts.

test.each([
  { names: [], expected: '' },
  { names: ['A'], expected: 'A' },
  { names: ['A', 'B', 'C', 'D'], expected: 'A, B, C and D' },
  { names: ['A', 'B', 'C', 'D', 'E'], expected: 'A, B, C and 2 more' }
])('joinNames: $expected', ({ names, expected }) => {
  expect(joinNames(names)).toBe(expected)
})

test.each([
  {
    targets: ['A on test', 'B on test', 'A on prod', 'B on prod'],
    expected: 'A and B on test and prod'
  },
  { targets: ['A on test', 'B on prod'], expected: 'A on test; B on prod' },
  { targets: ['A on a', 'B on b', 'C on c', 'D on d'], expected: 'A on a; B on b; and 2 more' }
])('describeTargets: $expected', ({ targets, expected }) => {
  expect(describeTargets(targets.map(name => createOutcome(name, deployed).target))).toBe(expected)
})

test.each([
  { given: {}, expected: undefined },
  { given: { revision: 8 }, expected: 'Revision 8' },
  { given: { revision: 8, previousRevision: 7 }, expected: 'Revision 7 → 8' },
  { given: { previousRevision: 7 }, expected: undefined }
])('describeRevision: $expected', ({ given, expected }) => {
  expect(describeRevision(createOutcome('Pay on test', { ...deployed, ...given }))).toBe(expected)
})
