import { describe, expect, test } from '@jest/globals'
import {
  notAttempted,
  summarizeResult,
  type Operation,
  type Outcome
} from '../../../src/deploy/outcome.ts'
import {
  announceWave,
  describeOutcome,
  describeRevision,
  describeRun,
  describeTargets,
  joinNames
} from '../../../src/report/sentences.ts'
import { createOutcome } from '../../support/capture-report.ts'

const deployed = { status: 'succeeded', reason: 'deployed' } as const
const conflict = {
  status: 'failed',
  reason: 'conflict',
  serverMessage: 'Locked',
  explanation: 'Wait for it.'
} as const
const lost = {
  status: 'unknown',
  reason: 'connection-lost',
  explanation: 'Check the history.'
} as const

function createMany(groups: string[], environments: string[], given: object): Outcome[] {
  return environments.flatMap(environment =>
    groups.map(group => createOutcome(`${group} on ${environment}`, { ...deployed, ...given }))
  )
}

test.each([
  { names: [], expected: '' },
  { names: ['A'], expected: 'A' },
  { names: ['A', 'B'], expected: 'A and B' },
  { names: ['A', 'B', 'C', 'D'], expected: 'A, B, C and D' },
  { names: ['A', 'B', 'C', 'D', 'E'], expected: 'A, B, C and 2 more' }
])('joinNames: $expected', ({ names, expected }) => {
  expect(joinNames(names)).toBe(expected)
})

test.each([
  {
    name: 'the same groups on several environments at once',
    outcomes: createMany(['A', 'B'], ['test', 'prod'], {}),
    expected: 'A and B on test and prod'
  },
  {
    name: 'other groups apart',
    outcomes: [...createMany(['A'], ['test'], {}), ...createMany(['B'], ['prod'], {})],
    expected: 'A on test; B on prod'
  },
  {
    name: 'very different ones shortened',
    outcomes: ['A on a', 'B on b', 'C on c', 'D on d'].map(name => createOutcome(name, deployed)),
    expected: 'A on a; B on b; and 2 more'
  }
])('describeTargets names $name', ({ outcomes, expected }) => {
  expect(describeTargets(outcomes.map(({ target }) => target))).toBe(expected)
})

describe('describeOutcome', () => {
  test.each<{
    operation?: Operation
    given: Parameters<typeof createOutcome>[1]
    expected: string
  }>([
    { given: deployed, expected: 'Pay was deployed to test.' },
    {
      given: { ...deployed, serverMessage: 'Done', explanation: 'It is listed.' },
      expected: 'Pay was deployed to test: Done. It is listed.'
    },
    {
      given: { status: 'current', reason: 'current', explanation: 'Nothing was sent.' },
      expected: 'Pay is already current on test. Nothing was sent.'
    },
    { given: conflict, expected: 'Pay was not deployed to test: Locked. Wait for it.' },
    {
      given: { status: 'failed', reason: 'not-verified' },
      expected: 'Pay could not be verified on test.'
    },
    {
      given: lost,
      expected: 'Could not determine whether Pay was deployed to test. Check the history.'
    },
    {
      given: { status: 'not-attempted', reason: 'not-attempted' },
      expected: 'Pay was not attempted on test.'
    },
    {
      operation: 'undeploy',
      given: { status: 'succeeded', reason: 'undeployed' },
      expected: 'Pay was undeployed from test.'
    },
    {
      operation: 'undeploy',
      given: { status: 'failed', reason: 'forbidden' },
      expected: 'Pay was not undeployed from test.'
    },
    {
      operation: 'check',
      given: { status: 'pending', reason: 'checked' },
      expected: 'Pay is ready to be deployed to test.'
    },
    {
      operation: 'check',
      given: { status: 'failed', reason: 'not-found' },
      expected: 'Pay cannot be deployed to test.'
    },
    {
      operation: 'check',
      given: { status: 'failed', reason: 'timeout' },
      expected: 'Pay could not be checked on test.'
    },
    {
      operation: 'verify',
      given: { status: 'succeeded', reason: 'verified' },
      expected: 'Pay was verified on test.'
    },
    {
      operation: 'verify',
      given: { status: 'failed', reason: 'not-found' },
      expected: 'Pay could not be verified on test.'
    }
  ])('$expected', ({ operation = 'deploy', given, expected }) => {
    expect(describeOutcome(createOutcome('Pay on test', given), operation)).toBe(expected)
  })
})

describe('describeRun', () => {
  const forty = Array.from({ length: 40 }, (_, index) => `G${index + 1}`)
  const without = (...names: string[]) => forty.filter(name => !names.includes(name))
  const refused = createOutcome('G1 on test', {
    status: 'failed',
    reason: 'unauthorized',
    serverMessage: 'Token is not valid!',
    explanation: 'Create a new token.',
    endsRun: true
  })

  test.each<{ name: string; outcomes: Outcome[]; operation?: Operation; expected: string }>([
    {
      name: 'all deployed',
      outcomes: createMany(forty, ['test'], {}),
      expected: '40 of 40 deployed.'
    },
    {
      name: 'all current',
      outcomes: createMany(forty, ['test'], { status: 'current', reason: 'current' }),
      expected: '40 of 40 already current.'
    },
    {
      name: 'some current',
      outcomes: [
        ...createMany(['A'], ['test'], {}),
        ...createMany(['B'], ['test'], { status: 'current', reason: 'current' })
      ],
      expected: '2 of 2 deployed or already current.'
    },
    {
      name: 'two failed by one cause',
      outcomes: [
        ...createMany(without('G7', 'G23'), ['test'], {}),
        ...createMany(['G7', 'G23'], ['test'], conflict)
      ],
      expected: '38 of 40 deployed, 2 failed. G7 and G23 failed on test: Locked. Wait for it.'
    },
    {
      name: 'all failed by one cause',
      outcomes: createMany(forty, ['prod'], { ...conflict, serverMessage: '' }),
      expected: '0 of 40 deployed, 40 failed. G1, G2, G3 and 37 more failed on prod. Wait for it.'
    },
    {
      name: 'the unknown ones first',
      outcomes: [
        ...createMany(['A'], ['test'], conflict),
        ...createMany(['B'], ['test'], lost),
        ...createMany(['C'], ['test'], { status: 'failed', reason: 'not-verified' })
      ],
      expected:
        '0 of 3 deployed, 1 unknown, 2 failed. The outcome is unknown for B on test. ' +
        'A failed on test. C could not be verified on test. B on test: Check the history.'
    },
    {
      name: 'not attempted told apart from failed',
      outcomes: [
        ...createMany(['A'], ['test'], conflict),
        notAttempted({ group: 'A', environment: 'prod' }, 'not-attempted', '')
      ],
      expected: '0 of 2 deployed, 1 failed, 1 not attempted. A failed on test: Locked. Wait for it.'
    },
    {
      name: 'a cause of every target, told once and for none in particular',
      outcomes: [
        refused,
        ...without('G1').map(group =>
          notAttempted({ group, environment: 'test' }, 'not-attempted', '')
        )
      ],
      expected:
        '0 of 40 deployed, 1 failed, 39 not attempted. ' +
        'The run ended early: Token is not valid! Create a new token.'
    },
    {
      name: 'a check',
      operation: 'check',
      outcomes: [
        ...createMany(['A'], ['test'], { status: 'pending', reason: 'checked' }),
        ...createMany(['B'], ['test'], { status: 'failed', reason: 'not-found' })
      ],
      expected: '1 of 2 can be deployed, 1 failed. B failed on test.'
    },
    { name: 'no target at all', outcomes: [], expected: '0 of 0 deployed.' }
  ])('tells $name', ({ outcomes, operation = 'deploy', expected }) => {
    const result = summarizeResult(outcomes, false)

    expect(describeRun(outcomes, result, operation)).toBe(expected)
  })

  test.each([
    { name: 'one target', groups: ['A'], expected: 'Cancelled: A was not attempted on test.' },
    {
      name: 'several targets',
      groups: ['A', 'B'],
      expected: 'Cancelled: 0 of 2 deployed, 2 not attempted.'
    }
  ])('says that a run of $name was cancelled', ({ groups, expected }) => {
    const outcomes = groups.map(group =>
      notAttempted({ group, environment: 'test' }, 'cancelled', '')
    )

    expect(describeRun(outcomes, 'cancelled', 'deploy')).toBe(expected)
  })
})

test.each<{ operation: Operation; groups: string[]; expected: string }>([
  { operation: 'deploy', groups: ['Pay'], expected: 'Deploying Pay to test' },
  { operation: 'undeploy', groups: ['Pay'], expected: 'Undeploying Pay from test' },
  { operation: 'check', groups: ['A', 'B'], expected: 'Checking 2 API Proxy Groups on test' },
  { operation: 'verify', groups: ['A', 'B'], expected: 'Verifying 2 API Proxy Groups on test' }
])('announceWave: $expected', ({ operation, groups, expected }) => {
  const environment = 'test'
  const wave = { environment, targets: groups.map(group => ({ group, environment })) }

  expect(announceWave(wave, operation)).toBe(expected)
})

test.each([
  { given: {}, expected: undefined },
  { given: { revision: 8 }, expected: 'Revision 8' },
  { given: { revision: 8, previousRevision: 7 }, expected: 'Revision 7 → 8' },
  { given: { previousRevision: 7 }, expected: undefined }
])('describeRevision: $expected', ({ given, expected }) => {
  const outcome = createOutcome('Pay on test', { ...deployed, ...given })

  expect(describeRevision(outcome)).toBe(expected)
})
