import { describe, expect, test } from '@jest/globals'
import { notAttempted, type Outcome } from '../../../src/deploy/outcome.ts'
import { reasons } from '../../../src/deploy/reasons.ts'
import { InputError } from '../../../src/inputs/inputs.ts'
import { isolateErrors, reportFailure } from '../../../src/report/report.ts'
import {
  captureReport,
  captureRun,
  createOutcome,
  createPod,
  readOutputs,
  showReport
} from '../../support/capture-report.ts'
import { parseLog } from '../../../tools/runner-commands.ts'

const deployed = { status: 'succeeded', reason: 'deployed' } as const

/** The annotations in a log, as the runner reads it. */
function listAnnotations(log: string) {
  const commands = parseLog(log).flatMap(({ command }) => command ?? [])
  return commands
    .filter(({ name }) => name === 'error' || name === 'warning')
    .map(({ name, properties, data }) => ({ name, title: properties['title'], text: data }))
}

describe('what people read of a run: one group,', () => {
  test('deployed, with all that can be known', () => {
    const outcome = createOutcome('Pay on production', {
      ...deployed,
      serverMessage: 'Deployed successfully',
      explanation: 'The Manager lists it as deployed.',
      httpStatus: 200,
      revision: 8,
      previousRevision: 7,
      accessUrl: 'https://api.example.com/',
      pods: [createPod('worker-1', '', 150), createPod('worker-2')]
    })

    expect(showReport(captureRun([outcome]))).toMatchSnapshot()
  })

  test('failed on a worker pod', () => {
    const outcome = createOutcome('Pay on production', {
      status: 'failed',
      reason: 'deployment-failed',
      serverMessage: 'worker-2: Route conflict',
      explanation: reasons['deployment-failed'].remedy,
      pods: [createPod('worker-1', '', 12), createPod('worker-2', 'Route conflict')]
    })

    expect(showReport(captureRun([outcome]))).toMatchSnapshot()
  })

  test('lost, with a page that says more', () => {
    const outcome = createOutcome('Pay on production', {
      status: 'unknown',
      reason: 'connection-lost',
      serverMessage: 'read ECONNRESET',
      explanation: reasons['connection-lost'].remedy,
      durationMs: 185_000
    })

    expect(showReport(captureRun([outcome]))).toMatchSnapshot()
  })
})

describe('what people read of a run: several,', () => {
  test('a promotion that stopped half way', () => {
    const failed = createOutcome('Loan on staging', {
      status: 'failed',
      reason: 'conflict',
      serverMessage: 'Locked',
      explanation: reasons.conflict.remedy
    })
    const left = ['Pay', 'Loan'].map(group =>
      notAttempted(
        { group, environment: 'production' },
        'not-attempted',
        'Nothing was sent: an earlier environment did not fully succeed (`fail-fast`).'
      )
    )
    const outcomes = [
      createOutcome('Pay on test', deployed),
      createOutcome('Loan on test', { status: 'current', reason: 'current' }),
      createOutcome('Pay on staging', deployed),
      failed,
      ...left
    ]

    expect(showReport(captureRun(outcomes))).toMatchSnapshot()
  })

  test('40 groups on a wrong environment: one row, one annotation, one sentence', () => {
    const outcomes = Array.from({ length: 40 }, (_, index) =>
      createOutcome(`G${index + 1} on prod`, {
        status: 'failed',
        reason: 'not-found',
        serverMessage: 'Environment (prod) is not found!',
        explanation: 'Did you mean `production`?'
      })
    )

    const run = captureRun(outcomes)

    const told = 'G1, G2, G3 and 37 more'
    const why = 'Environment (prod) is not found! Did you mean `production`?'
    expect(listAnnotations(run.log)).toEqual([
      { name: 'error', title: 'API Proxy Group not deployed', text: `${told} on prod: ${why}` }
    ])
    expect(readOutputs(run).message).toBe(
      `0 of 40 deployed, 40 failed. ${told} failed on prod: ${why}`
    )
    expect(run.summary.split('is not found!')).toHaveLength(2)
  })

  test('a run that ended before anything was sent', () => {
    const outcomes = [
      createOutcome('Pay on test', {
        status: 'failed',
        reason: 'connection-failed',
        serverMessage: 'connect ECONNREFUSED',
        explanation: `Nothing was sent. ${reasons['connection-failed'].remedy}`,
        endsRun: true
      }),
      notAttempted(
        { group: 'Loan', environment: 'test' },
        'not-attempted',
        'Nothing was sent: the run stopped at an error that affects every target.'
      )
    ]

    expect(showReport(captureRun(outcomes))).toMatchSnapshot()
  })

  test('cancelled', () => {
    const outcomes = [
      createOutcome('Pay on test', deployed),
      createOutcome('Pay on staging', {
        status: 'unknown',
        reason: 'cancelled',
        explanation: reasons.cancelled.remedy
      }),
      notAttempted(
        { group: 'Pay', environment: 'production' },
        'cancelled',
        'Nothing was sent: the workflow run was cancelled first.'
      )
    ]

    expect(showReport(captureRun(outcomes, { cancelled: true }))).toMatchSnapshot()
  })

  test('a check', () => {
    const outcomes = [
      createOutcome('Pay on test', { status: 'current', reason: 'checked', explanation: 'Live.' }),
      createOutcome('Pay on prod', { status: 'pending', reason: 'checked', explanation: 'New.' })
    ]

    expect(showReport(captureRun(outcomes, { operation: 'check' }))).toMatchSnapshot()
  })
})

describe('annotations', () => {
  const create = (count: number): Outcome[] =>
    Array.from({ length: count }, (_, index) =>
      createOutcome(`G${index} on test`, {
        status: 'failed',
        reason: 'rejected',
        serverMessage: `Policy no. ${index * 7}`
      })
    )

  test('are all shown up to ten', () => {
    const { log } = captureRun(create(10))

    expect(listAnnotations(log)).toHaveLength(10)
    expect(log).not.toContain('More failures')
  })

  test('beyond ten, the last one counts the rest', () => {
    const annotations = listAnnotations(captureRun(create(12)).log)

    expect(annotations).toHaveLength(10)
    expect(annotations[9]).toEqual({
      name: 'error',
      title: 'More failures',
      text: expect.stringMatching(/^3 more results are not green/)
    })
  })

  test('a cancelled run in which nothing failed has one that says so', () => {
    const left = notAttempted({ group: 'Pay', environment: 'test' }, 'cancelled', 'Not sent.')

    expect(listAnnotations(captureRun([left], { cancelled: true }).log)).toEqual([
      {
        name: 'error',
        title: 'Deployment cancelled',
        text: 'Cancelled: Pay was not attempted on test. Not sent.'
      }
    ])
  })

  test('a cancelled run has one for each further cause', () => {
    const outcomes = [
      createOutcome('A on test', { status: 'failed', reason: 'conflict', explanation: 'Wait.' }),
      createOutcome('B on test', { status: 'unknown', reason: 'cancelled', explanation: 'Look.' })
    ]

    const annotations = listAnnotations(captureRun(outcomes, { cancelled: true }).log)

    expect(annotations.map(({ title }) => title)).toEqual([
      'Deployment cancelled',
      'API Proxy Group not deployed'
    ])
    expect(annotations[1]?.text).toBe('A on test: Wait.')
  })

  test('a green run has none', () => {
    expect(listAnnotations(captureRun([createOutcome('Pay on test', deployed)]).log)).toEqual([])
  })
})

describe('a run that ended before it had outcomes', () => {
  test('has all inputs that cannot be used', () => {
    const error = new InputError('Input `token` is required.\nInput `url` is not a URL.')

    expect(showReport(captureReport(() => reportFailure(error)))).toMatchSnapshot()
  })

  test('has more of them than GitHub shows annotations in one', () => {
    const problems = Array.from({ length: 11 }, (_, index) => `Input ${index} is bad.`)

    const { log } = captureReport(() => reportFailure(new InputError(problems.join('\n'))))

    expect(listAnnotations(log)).toEqual([
      { name: 'error', title: 'Invalid input', text: `${problems.join(' ')} Nothing was sent.` }
    ])
  })

  test('by a bug of this action is unknown', () => {
    expect(showReport(captureReport(() => reportFailure('odd')))).toMatchSnapshot()
  })
})

describe('reporting never decides', () => {
  test.each([
    { name: 'outputs', variable: 'GITHUB_OUTPUT' },
    { name: 'summary', variable: 'GITHUB_STEP_SUMMARY' }
  ])('when the $name cannot be written', ({ variable }) => {
    let log = ''
    const file = process.env[variable]
    const { exitCode } = captureReport(() => {
      process.env[variable] = '/no/such/folder/file'
      const run = captureRun([createOutcome('Pay on test', deployed)])
      log = run.log
      return run.exitCode as 0 | 1
    })
    process.env[variable] = file

    expect(exitCode).toBe(0)
    expect(listAnnotations(log)).toMatchObject([{ title: 'Report is incomplete' }])
  })

  test('an observer’s errors are warnings', async () => {
    const fail = () => {
      throw new Error('full disk')
    }
    const observer = isolateErrors({
      waveStarts: fail,
      targetEnds: fail,
      waveEnds: () => Promise.reject(new Error('full disk'))
    })
    const wave = { environment: 'test', targets: [] }

    const pending: unknown[] = []
    const { log } = captureReport(() => {
      pending.push(observer.waveStarts?.(wave))
      observer.targetEnds?.(createOutcome('Pay on test', deployed), wave)
      return 0
    })
    await Promise.all(pending)

    expect(listAnnotations(log)).toEqual(
      Array(2).fill({ name: 'warning', title: 'Report is incomplete', text: 'full disk' })
    )
    await expect(observer.waveEnds?.(wave, [])).resolves.toBeUndefined()
  })
})
