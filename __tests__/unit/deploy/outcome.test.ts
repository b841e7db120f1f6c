import { describe, expect, test } from '@jest/globals'
import {
  countByStatus,
  isGreen,
  isRed,
  joinMessage,
  listFailedEnvironments,
  listFailedGroups,
  nameTarget,
  notAttempted,
  sortFailedFirst,
  summarizeResult,
  type Outcome,
  type Verdict
} from '../../../src/deploy/outcome.ts'

type Status = Verdict['status']

const withStatus = (status: Status) => ({ status }) as Verdict
const outcome = (group: string, environment: string, status: Status) =>
  ({ target: { group, environment }, status }) as Outcome

describe('the overall result', () => {
  const rows: { name: string; statuses: Status[]; cancelled?: boolean; expected: string }[] = [
    { name: 'nothing', statuses: [], expected: 'failure' },
    { name: 'all green', statuses: ['succeeded', 'current', 'pending'], expected: 'success' },
    { name: 'one failed', statuses: ['succeeded', 'failed'], expected: 'partial' },
    { name: 'one not attempted', statuses: ['succeeded', 'not-attempted'], expected: 'partial' },
    { name: 'none green', statuses: ['failed', 'not-attempted'], expected: 'failure' },
    { name: 'one unknown', statuses: ['succeeded', 'unknown', 'failed'], expected: 'unknown' },
    { name: 'cancelled', statuses: ['succeeded'], cancelled: true, expected: 'cancelled' }
  ]

  test.each(rows)('$name: $expected', ({ statuses, cancelled = false, expected }) => {
    expect(summarizeResult(statuses.map(withStatus), cancelled)).toBe(expected)
  })
})

describe('a status', () => {
  const rows: { status: Status; green: boolean; red: boolean }[] = [
    { status: 'succeeded', green: true, red: false },
    { status: 'current', green: true, red: false },
    { status: 'pending', green: true, red: false },
    { status: 'failed', green: false, red: true },
    { status: 'unknown', green: false, red: true },
    { status: 'not-attempted', green: false, red: false }
  ]

  test.each(rows)('$status: green is $green, red is $red', ({ status, green, red }) => {
    expect([isGreen(withStatus(status)), isRed(withStatus(status))]).toEqual([green, red])
  })
})

describe('the failed', () => {
  const outcomes = [
    outcome('Pay', 'test', 'succeeded'),
    outcome('Loan', 'test', 'failed'),
    outcome('Pay', 'staging', 'unknown'),
    outcome('Loan', 'staging', 'failed'),
    outcome('Card', 'production', 'not-attempted')
  ]

  test('environments are those that are not fully deployed, each once', () => {
    expect(listFailedEnvironments(outcomes)).toEqual(['test', 'staging', 'production'])
  })

  test('groups are those that were tried, each once', () => {
    expect(listFailedGroups(outcomes)).toEqual(['Loan', 'Pay'])
  })

  test('are counted by their status', () => {
    expect(countByStatus(outcomes)).toEqual({
      succeeded: 1,
      current: 0,
      pending: 0,
      failed: 2,
      unknown: 1,
      'not-attempted': 1
    })
  })
})

describe('a message', () => {
  const rows = [
    {
      name: 'both',
      serverMessage: 'Disk full',
      explanation: 'Check it.',
      expected: 'Disk full. Check it.'
    },
    {
      name: 'a full stop',
      serverMessage: ' No! ',
      explanation: 'Check it.',
      expected: 'No! Check it.'
    },
    {
      name: 'no server message',
      serverMessage: ' ',
      explanation: 'Check it.',
      expected: 'Check it.'
    },
    { name: 'no explanation', serverMessage: 'Disk full', explanation: '', expected: 'Disk full' }
  ]

  test.each(rows)('with $name', ({ expected, ...details }) => {
    expect(joinMessage(details)).toBe(expected)
  })
})

test('failed worker pods come first, the others keep their order', () => {
  const pods = [true, false, true, false].map((success, index) => ({ success, index }))

  expect(sortFailedFirst(pods).map(({ index }) => index)).toEqual([1, 3, 0, 2])
})

test('a target is named by its group and its environment', () => {
  expect(nameTarget({ group: 'Pay', environment: 'test' })).toBe('Pay on test')
})

test('a target to which nothing was sent took no time', () => {
  const target = { group: 'Pay', environment: 'test' }

  expect(notAttempted(target, 'cancelled', 'Nothing was sent.')).toEqual({
    target,
    durationMs: 0,
    status: 'not-attempted',
    reason: 'cancelled',
    serverMessage: '',
    explanation: 'Nothing was sent.'
  })
})
