import { expect, test } from '@jest/globals'
import { joinNames, listTargets } from '../../../src/report/sentences.ts'
import { createOutcome, deployed } from './capture-report.ts'

// The sentences themselves are in the snapshot of report.test.ts.

test.each([
  { names: [], expected: '' },
  { names: ['A'], expected: 'A' },
  { names: ['A', 'B', 'C', 'D', 'E'], expected: 'A, B, C, D and E' },
  { names: ['A', 'B', 'C', 'D', 'E', 'F'], expected: 'A, B, C, D, E and 1 more' }
])('joinNames: $expected', ({ names, expected }) => {
  expect(joinNames(names)).toBe(expected)
})

test.each([
  {
    targets: ['A on test', 'B on test', 'A on prod', 'B on prod'],
    expected: ['A and B on test and prod']
  },
  { targets: ['A on test', 'B on prod'], expected: ['A on test', 'B on prod'] },
  {
    targets: ['A on a', 'B on b', 'C on c', 'D on d', 'E on d', 'D on e', 'E on e'],
    expected: ['A on a', 'B on b', 'C on c', 'and 4 more']
  }
])('listTargets: $expected', ({ targets, expected }) => {
  expect(listTargets(targets.map(name => createOutcome(name, deployed).target))).toEqual(expected)
})
