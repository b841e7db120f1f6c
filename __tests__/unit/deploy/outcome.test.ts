import { describe, expect, test } from '@jest/globals'
import {
  countByStatus,
  describeDiagnosis,
  isPartlyDone,
  isGreen,
  isRed,
  joinMessage,
  listFailedEnvironments,
  listFailedGroups,
  nameTarget,
  sortFailedFirst,
  summarizeResult,
  type Diagnosis,
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
      name: 'a full stop',
      serverMessage: ' No! ',
      explanation: 'Check it.',
      expected: 'No! Check it.'
    },
    { name: 'no explanation', serverMessage: 'Disk full', explanation: '', expected: 'Disk full' }
  ]

  test.each(rows)('with $name', ({ expected, ...details }) => {
    expect(joinMessage(details)).toBe(expected)
  })
})

describe('a diagnosis', () => {
  const missing: Diagnosis = {
    kind: 'group',
    name: 'Pay',
    project: 'Payments',
    available: [],
    more: 0
  }
  const rows: { name: string; given: Partial<Diagnosis>; expected: RegExp }[] = [
    {
      name: 'of a group',
      given: {},
      expected: /^Project Payments has no group Pay\. {2}None is available\.$/
    },
    { name: 'of a pattern', given: { kind: 'pattern' }, expected: /no group that matches Pay\./ },
    { name: 'that lists nothing', given: { available: undefined }, expected: /group Pay\. {2}$/ },
    { name: 'that lists all', given: { available: ['A', 'B'] }, expected: / Available: A, B\.$/ },
    {
      name: 'that lists some',
      given: { available: ['A'], more: 2 },
      expected: / Available: A and 2 more\.$/
    },
    { name: 'with a space', given: { nearest: 'Pay ' }, expected: / mean Pay \? One .* a space: / }
  ]
  test.each(rows)('$name', ({ given, expected }) => {
    const { statement, question, available } = describeDiagnosis({ ...missing, ...given })
    expect([statement, question, available].join(' ')).toMatch(expected)
  })
})

describe('a deployment is partly done', () => {
  const pod = (success: boolean) => ({ name: 'worker', ip: '', message: '', success })
  const rows = [
    { name: 'some pods failed', pods: [true, false], expected: true },
    { name: 'all pods failed', pods: [false, false], expected: false },
    { name: 'no pod failed', pods: [true, true], expected: false },
    { name: 'another reason', pods: [true, false], reason: 'not-verified', expected: false },
    { name: 'no pods', pods: undefined, expected: false }
  ]
  test.each(rows)('$name: $expected', ({ pods, reason = 'deployment-failed', expected }) => {
    const details = { status: 'failed', reason, ...(pods && { pods: pods.map(pod) }) } as Outcome
    expect(isPartlyDone(details)).toBe(expected)
  })
})

test('failed worker pods and those that do not serve come first, the others keep their order', () => {
  const pods = [
    { success: true, index: 0 },
    { success: false, index: 1 },
    { success: true, served: true, index: 2 },
    { success: true, served: false, index: 3 }
  ]

  expect(sortFailedFirst(pods).map(({ index }) => index)).toEqual([1, 3, 0, 2])
})

test('a target is named by its group and its environment', () => {
  expect(nameTarget({ group: 'Pay', environment: 'test' })).toBe('Pay on test')
})
