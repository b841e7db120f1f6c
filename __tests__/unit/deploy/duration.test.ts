import { expect, test } from '@jest/globals'
import { formatDuration } from '../../../src/deploy/duration.ts'

const rows = [
  { ms: 0, expected: '0 ms' },
  { ms: 449.4, expected: '449 ms' },
  { ms: 999.4, expected: '999 ms' },
  { ms: 999.6, expected: '1.0 s' },
  { ms: 1_000, expected: '1 s' },
  { ms: 1_400, expected: '1.4 s' },
  { ms: 9_999, expected: '10.0 s' },
  { ms: 10_000, expected: '10 s' },
  { ms: 12_400, expected: '12 s' },
  { ms: 59_600, expected: '1 min' },
  { ms: 180_000, expected: '3 min' },
  { ms: 185_000, expected: '3 min 5 s' },
  { ms: 3_600_000, expected: '1 h' },
  { ms: 3_661_000, expected: '1 h 1 min 1 s' },
  { ms: 7_200_000, expected: '2 h' }
]

test.each(rows)('$ms ms are $expected', ({ ms, expected }) => {
  expect(formatDuration(ms)).toBe(expected)
})
