import { expect, test } from '@jest/globals'
import { reasons } from '../../../src/deploy/reasons.ts'

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
