import { describe, expect, test } from '@jest/globals'
import { groupByCause, listScopes } from '../../../src/report/causes.ts'
import { createOutcome } from '../../support/capture-report.ts'

const failed = { status: 'failed', reason: 'not-found' } as const

describe('groupByCause', () => {
  test('puts equal causes together, in the order of the plan', () => {
    const outcomes = ['A on test', 'B on test', 'A on prod'].map(name =>
      createOutcome(name, { ...failed, serverMessage: 'No such project', durationMs: name.length })
    )

    const causes = groupByCause(outcomes)

    expect(causes).toEqual([{ first: outcomes[0], outcomes }])
  })

  test.each([
    { name: 'status', other: { ...failed, status: 'unknown' } },
    { name: 'reason', other: { ...failed, reason: 'forbidden' } },
    { name: 'server message', other: { ...failed, serverMessage: 'Not so' } },
    { name: 'explanation', other: { ...failed, explanation: 'Not so.' } },
    { name: 'page of the documentation', other: { ...failed, docs: 'proxies' } }
  ] as const)('tells causes apart by their $name', ({ other }) => {
    const outcomes = [createOutcome('A on test', failed), createOutcome('B on test', other)]

    expect(groupByCause(outcomes)).toHaveLength(2)
  })

  test('takes messages that differ only in the target’s own names for the same', () => {
    const outcomes = ['A', 'B'].map(group =>
      createOutcome(`${group} on test`, {
        ...failed,
        serverMessage: `SCHEMA of API Proxy Group (${group}) is not found`
      })
    )

    expect(groupByCause(outcomes)).toHaveLength(1)
  })

  test('has the unknown ones first, then the failed ones', () => {
    const outcomes = [
      createOutcome('A on test', { status: 'succeeded', reason: 'deployed' }),
      createOutcome('B on test', { status: 'not-attempted', reason: 'cancelled' }),
      createOutcome('C on test', failed),
      createOutcome('D on test', { status: 'unknown', reason: 'timeout' })
    ]

    const groups = groupByCause(outcomes).map(({ first }) => first.target.group)

    expect(groups).toEqual(['D', 'C', 'A', 'B'])
  })
})

describe('listScopes', () => {
  test.each([
    {
      name: 'every group everywhere',
      targets: ['A on test', 'B on test', 'A on prod', 'B on prod'],
      expected: [{ groups: ['A', 'B'], environments: ['test', 'prod'] }]
    },
    {
      name: 'each group elsewhere',
      targets: ['A on test', 'B on prod'],
      expected: [
        { groups: ['A'], environments: ['test'] },
        { groups: ['B'], environments: ['prod'] }
      ]
    },
    { name: 'nothing', targets: [], expected: [] }
  ])('describes $name', ({ targets, expected }) => {
    const { scopes } = listScopes(targets.map(name => createOutcome(name, failed).target))

    expect(scopes).toEqual(expected)
  })
})
