import { describe, expect, jest, test } from '@jest/globals'
import {
  describeDiagnosis,
  type Diagnosis,
  type Operation,
  type Outcome
} from '../../../src/deploy/outcome.ts'
import { reasons } from '../../../src/deploy/reasons.ts'
import { InputError } from '../../../src/inputs/inputs.ts'
import { isolateErrors, reportFailure } from '../../../src/report/report.ts'
import { announceWave, describeOutcome, describeOutcomes } from '../../../src/report/sentences.ts'
import {
  captureReport,
  captureRun,
  conflict,
  createMany,
  createOutcome,
  createPod,
  current,
  deployed,
  left,
  lost,
  showReport,
  unverified,
  type Given
} from './capture-report.ts'

const pods = [createPod('worker-1', '', 12), createPod('worker-2', 'Route conflict')]
const partial: Given = {
  status: 'failed',
  reason: 'deployment-failed',
  serverMessage: 'worker-2: Route conflict',
  explanation: reasons['deployment-failed'].remedy,
  pods
}
const refused: Given = {
  status: 'failed',
  reason: 'unauthorized',
  serverMessage: 'Token is not valid!',
  explanation: 'Create a new token.',
  isSharedCause: true
}

function diagnose(kind: Diagnosis['kind'], name: string): Diagnosis {
  return { kind, name, project: 'Payments', available: ['Loan'], more: 0 }
}

/** All texts of this action's report, read as a whole: no other test quotes them. */
describe('what people read', () => {
  test.each<{ name: string; outcomes: Outcome[]; cancelled?: boolean; operation?: Operation }>([
    {
      name: 'one group, deployed, with all that can be known',
      outcomes: [
        createOutcome('Pay on production', {
          ...deployed,
          serverMessage: 'Deployed successfully',
          explanation: 'The Manager lists it as deployed.',
          httpStatus: 200,
          revision: 8,
          previousRevision: 7,
          accessUrl: 'https://api.example.com/',
          pods: [createPod('worker-1', '', 150), createPod('worker-2')]
        })
      ]
    },
    {
      name: 'one group that a worker pod accepted and does not serve',
      outcomes: [
        createOutcome('Pay on prod', {
          ...unverified,
          serverMessage: 'worker-2 does not serve it yet',
          pods: [createPod('worker-1'), { ...createPod('worker-2'), served: false }]
        })
      ]
    },
    { name: 'one group, failed on a pod', outcomes: [createOutcome('Pay on prod', partial)] },
    {
      name: 'one group, lost, with a page that says more',
      outcomes: [
        createOutcome('Pay on production', {
          ...lost,
          serverMessage: 'read ECONNRESET',
          explanation: reasons['connection-lost'].remedy,
          durationMs: 185_000
        })
      ]
    },
    {
      name: 'a promotion that stopped half way',
      outcomes: [
        createOutcome('Pay on test', deployed),
        createOutcome('Loan on test', current),
        createOutcome('Pay on staging', deployed),
        createOutcome('Loan on staging', { ...conflict, serverMessage: 'Locked' }),
        createOutcome('Pay on production', left),
        createOutcome('Loan on production', left)
      ]
    },
    {
      name: 'a cause that all targets share',
      outcomes: [createOutcome('Pay on test', refused), createOutcome('Loan on test', left)]
    },
    {
      name: 'a cancelled run',
      cancelled: true,
      outcomes: [
        createOutcome('Pay on test', deployed),
        createOutcome('Pay on staging', { status: 'unknown', reason: 'cancelled' }),
        createOutcome('Pay on production', { status: 'not-attempted', reason: 'cancelled' })
      ]
    },
    {
      name: 'a check',
      operation: 'check',
      outcomes: [
        createOutcome('Pay on test', { status: 'current', reason: 'checked' }),
        createOutcome('Pay on prod', { status: 'pending', reason: 'checked', explanation: 'New.' })
      ]
    }
  ])('$name', ({ outcomes, ...given }) => {
    expect(showReport(captureRun(outcomes, given))).toMatchSnapshot()
  })

  test.each([
    {
      name: 'inputs that cannot be used',
      error: new InputError('Input `token` is required.\nInput `url` is not a URL.')
    },
    { name: 'a bug of this action', error: 'odd' }
  ])('$name', ({ error }) => {
    expect(showReport(captureReport(() => reportFailure(error)))).toMatchSnapshot()
  })

  test.each<{ operation: Operation; given: Given[] }>([
    {
      operation: 'deploy',
      given: [
        { ...deployed, serverMessage: 'Done', explanation: 'It is listed.' },
        current,
        { ...conflict, serverMessage: 'Locked', explanation: 'Wait.' },
        partial,
        unverified,
        lost,
        left
      ]
    },
    {
      operation: 'undeploy',
      given: [{ status: 'succeeded', reason: 'undeployed' }, conflict]
    },
    {
      operation: 'check',
      given: [
        { status: 'pending', reason: 'checked' },
        { status: 'current', reason: 'checked' },
        { status: 'failed', reason: 'not-found' }
      ]
    },
    {
      operation: 'verify',
      given: [{ status: 'succeeded', reason: 'verified' }, conflict]
    }
  ])('sentences about one target, $operation', ({ operation, given }) => {
    const outcomes = given.map(one => createOutcome('Pay on test', one))
    const targets = outcomes.map(({ target }) => target)
    const sentences = outcomes.map(one => describeOutcome(one, operation))

    expect([
      announceWave({ environment: 'test', targets: targets.slice(0, 1) }, operation),
      announceWave({ environment: 'test', targets }, operation),
      ...sentences
    ]).toMatchSnapshot()
  })

  test('sentences about many targets', () => {
    const forty = createMany(40, 'test', deployed)
    const locked: Given = { ...conflict, serverMessage: 'Locked', explanation: 'Wait for it.' }
    const runs = [
      forty,
      createMany(40, 'test', current),
      createMany(3, 'test', index => (index === 0 ? current : deployed)),
      createMany(40, 'test', index => ([6, 22].includes(index) ? locked : deployed)),
      createMany(40, 'test', locked),
      createMany(5, 'test', locked),
      ['A on a', 'B on b', 'C on c', 'D on d', 'E on d', 'D on e', 'E on e'].map(name =>
        createOutcome(name, locked)
      ),
      createMany(3, 'test', index => [locked, lost, unverified][index] ?? deployed),
      createMany(40, 'test', index => (index === 0 ? refused : left))
    ]
    const pattern: Given = { ...refused, diagnoses: [diagnose('pattern', 'Pay*')] }
    runs.push([createOutcome('Pay* on test', pattern)])
    const sentences = runs.map(outcomes => describeOutcomes(outcomes, 'partial', 'deploy'))
    const cancelled = describeOutcomes(createMany(2, 'test', left), 'cancelled', 'deploy')

    expect([...sentences, cancelled]).toMatchSnapshot()
  })

  test('sentences about a name that does not exist', () => {
    const diagnoses: Diagnosis[] = [
      { ...diagnose('project', 'Paiments'), nearest: 'Payments' },
      { ...diagnose('group', 'loan'), nearest: 'Loan' },
      { ...diagnose('environment', 'lab'), available: ['test', 'prod'], more: 3 },
      { ...diagnose('pattern', 'Pay*'), available: [] }
    ]

    expect(diagnoses.map(one => describeDiagnosis(one))).toMatchSnapshot()
  })

  test('headings of the job summary', () => {
    const runs: { operation?: Operation; given: Given[]; cancelled?: boolean }[] = [
      { given: [deployed, current] },
      { given: [current] },
      { given: [deployed, conflict] },
      { given: [partial] },
      { given: [conflict] },
      { given: [deployed, unverified] },
      { given: [lost] },
      { given: [unverified], cancelled: true },
      { operation: 'undeploy', given: [{ status: 'succeeded', reason: 'undeployed' }] },
      { operation: 'undeploy', given: [unverified] },
      { operation: 'check', given: [{ status: 'pending', reason: 'checked' }] },
      { operation: 'check', given: [conflict] },
      { operation: 'verify', given: [{ status: 'succeeded', reason: 'verified' }] },
      { operation: 'verify', given: [unverified] }
    ]
    const headings = runs.map(({ given, ...run }) => {
      const outcomes = given.map((one, index) => createOutcome(`G${index} on test`, one))
      return /<h2>(.*)<\/h2>/.exec(captureRun(outcomes, run).summary)?.[1]
    })

    expect(headings).toMatchSnapshot()
  })
})

test('40 groups with one cause: one row, one annotation, one sentence', () => {
  const why = 'Environment (prod) is not found!'
  const notFound: Given = { status: 'failed', reason: 'not-found', serverMessage: why }

  const { annotations, outputs, summary } = captureRun(createMany(40, 'prod', notFound))

  expect(annotations).toEqual([expect.objectContaining({ name: 'error' })])
  for (const text of [annotations[0]?.text, outputs['message'], summary]) {
    expect(text?.split(why)).toHaveLength(2)
  }
})

describe('annotations', () => {
  const create = (count: number) =>
    createMany(count, 'test', index => ({
      ...conflict,
      serverMessage: `Policy no. ${index * 7}`
    }))

  test.each([
    { count: 10, shown: 10, last: 'API Proxy Group not deployed' },
    { count: 12, shown: 10, last: 'More failures' }
  ])('of $count failures are $shown', ({ count, shown, last }) => {
    const { annotations } = captureRun([createOutcome('Pay on test', deployed), ...create(count)])

    expect(annotations).toHaveLength(shown)
    expect(annotations.at(-1)?.title).toBe(last)
  })

  test('of a cancelled run begin with one that says so, and have one for each further cause', () => {
    const outcomes = [
      createOutcome('A on test', conflict),
      createOutcome('B on test', { status: 'unknown', reason: 'cancelled' }),
      createOutcome('C on test', { status: 'not-attempted', reason: 'cancelled' })
    ]
    const cancelled = 'Deployment cancelled'
    const listTitles = (some: Outcome[]) =>
      captureRun(some, { cancelled: true }).annotations.map(({ title }) => title)

    expect(listTitles(outcomes)).toEqual([cancelled, 'API Proxy Group not deployed'])
    expect(listTitles(outcomes.slice(2))).toEqual([cancelled])
  })

  test('of a pattern that could not be resolved name no group', () => {
    const pattern = createOutcome('Pay* on test', { ...refused, serverMessage: 'No.' })

    expect(captureRun([pattern]).annotations[0]?.text).toMatch(/^No\./)
  })

  test('of more invalid inputs than GitHub shows are one', () => {
    const problems = Array.from({ length: 11 }, (_, index) => `Input ${index} is bad.`)

    const { annotations } = captureReport(() => reportFailure(new InputError(problems.join('\n'))))

    expect(annotations).toHaveLength(1)
    expect(problems.filter(problem => !annotations[0]?.text.includes(problem))).toEqual([])
  })
})

describe('reporting never decides', () => {
  test.each(['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'])('when %s cannot be written', variable => {
    const file = process.env[variable]
    process.env[variable] = '/no/such/folder/file'
    const { exitCode, annotations } = captureRun([createOutcome('Pay on test', deployed)])
    process.env[variable] = file

    expect(exitCode).toBe(0)
    expect(annotations.map(({ title }) => title)).toEqual(['Report is incomplete'])
  })

  test('an observer’s errors are warnings', async () => {
    let log = ''
    const write = jest.spyOn(process.stdout, 'write').mockImplementation(text => {
      log += String(text)
      return true
    })
    const fail = () => {
      throw new Error('full disk')
    }
    const waveEnds = () => Promise.reject(new Error('full disk'))
    const observer = isolateErrors({ waveStarts: fail, targetEnds: fail, waveEnds })
    const wave = { environment: 'test', targets: [] }

    await observer.waveStarts?.(wave)
    observer.targetEnds?.(createOutcome('Pay on test', deployed), wave)
    await observer.waveEnds?.(wave, [])
    write.mockRestore()

    expect(log.match(/full disk/g)).toHaveLength(3)
  })
})
