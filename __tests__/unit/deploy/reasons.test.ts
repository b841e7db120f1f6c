import { expect, test } from '@jest/globals'
import { labelOutcome, reasons, type Reason } from '../../../src/deploy/reasons.ts'

/** What needs nothing to be done. */
const withoutRemedy = ['deployed', 'undeployed', 'verified', 'current', 'checked', 'not-attempted']

test.each(Object.entries(reasons))(
  '%s has a label, and a remedy where one is due',
  (name, text) => {
    expect(text.label).toMatch(/^[A-Z]/)
    expect(text.remedy === '').toBe(withoutRemedy.includes(name))
    expect(text.remedy).toMatch(/^$|[.]$/)
  }
)

const rows: { status: string; reason: Reason; expected: string }[] = [
  { status: 'succeeded', reason: 'deployed', expected: 'Deployed' },
  { status: 'failed', reason: 'timeout', expected: 'Timed out' },
  { status: 'unknown', reason: 'timeout', expected: 'Unknown: Timed out' },
  { status: 'current', reason: 'checked', expected: 'Current' },
  { status: 'pending', reason: 'checked', expected: 'Ready to deploy' }
]

test.each(rows)('$status for $reason is called “$expected”', ({ expected, ...outcome }) => {
  expect(labelOutcome(outcome)).toBe(expected)
})
