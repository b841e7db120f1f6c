import type { Edition } from '../src/apinizer/failures.ts'
import { wrap } from '../tools/wrap.ts'
import type { Expectation } from './expectations.ts'

/** What was found of an expectation. */
export interface Row {
  subject: string
  state: 'as expected' | 'differs' | 'noted' | 'not asked'
  /** In words of our own, as all else here. */
  found: string
  /** Numbers to the finding; may be empty. */
  detail: string
  expected: readonly string[]
  /** What follows for the action; may be empty. */
  follows: string
}

/** Compares what was observed with what is expected of that edition; without one, of the current. */
export function compare<Observed>(
  expectations: readonly Expectation<Observed>[],
  observed: Observed,
  edition: Edition = 'current'
): Row[] {
  return expectations.map(({ subject, expected: all, find, follows = {} }) => {
    const finding = find(observed)
    const expected = 'current' in all ? all[edition] : all
    if (finding === undefined) {
      return { subject, state: 'not asked', found: '', detail: '', expected, follows: '' }
    }
    const { found, detail } = typeof finding === 'string' ? { found: finding, detail: '' } : finding
    const isExpected = expected.includes(found)
    const isNoted = expected.length === 0
    const other = isExpected ? undefined : follows['otherwise']
    const state = isExpected ? 'as expected' : 'differs'
    return {
      subject,
      state: isNoted ? 'noted' : state,
      found,
      detail,
      expected,
      follows: follows[found] ?? other ?? ''
    }
  })
}

const marks = { 'as expected': '✓', differs: '✗', noted: 'i', 'not asked': '-' }
const subjectWidth = 30
const foundWidth = 70

/** A table for a terminal: a heading, and for each row what was found and what follows. */
export function renderTable(heading: string, rows: readonly Row[]): string {
  return [`\n${heading}\n`, ...rows.map(renderRow)].join('\n')
}

function renderRow({ subject, state, found, detail, expected, follows }: Row): string {
  const details = detail === '' ? '' : ` (${detail})`
  const finding = {
    'as expected': found + details,
    differs: `differs: expected ${expected.join(', or ')}; found ${found}${details}`,
    noted: found + details,
    'not asked': 'could not be asked'
  }[state]
  const lines = [
    ...wrap(finding, foundWidth),
    ...(follows === '' ? [] : wrap(`→ ${follows}`, foundWidth))
  ]
  return lines
    .map(
      (line, index) => (index === 0 ? `${marks[state]} ${subject}` : '').padEnd(subjectWidth) + line
    )
    .join('\n')
}
