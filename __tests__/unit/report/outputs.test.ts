import { describe, expect, test } from '@jest/globals'
import { parseLog } from '../../../tools/runner-commands.ts'
import { notAttempted, type Outcome } from '../../../src/deploy/outcome.ts'
import { buildOutputs, writeOutputs } from '../../../src/report/outputs.ts'
import { registerSecret } from '../../../src/runner/secrets.ts'
import { captureReport, createOutcome, createPod } from '../../support/capture-report.ts'

const deployed = { status: 'succeeded', reason: 'deployed' } as const
const failed = { status: 'failed', reason: 'conflict' } as const

function build(outcomes: Outcome[]): Record<string, string> {
  return buildOutputs({ outcomes, result: 'partial', message: 'Some failed.' })
}

function readJson(text: string | undefined): unknown {
  return JSON.parse(text ?? '')
}

test('has every output, without anything to tell, too', () => {
  expect(build([])).toEqual({
    success: 'false',
    result: 'partial',
    message: 'Some failed.',
    'environment-results': '[]',
    'failed-environments': '[]',
    'failed-groups': '[]',
    'environment-url': '',
    revision: ''
  })
})

test('success is true only for the result success', () => {
  const totals = { outcomes: [], message: '' }

  expect(buildOutputs({ ...totals, result: 'success' }).success).toBe('true')
  expect(buildOutputs({ ...totals, result: 'unknown' }).success).toBe('false')
})

test('an object of environment-results has all that is known', () => {
  const outcome = createOutcome('Pay on test', {
    ...deployed,
    serverMessage: 'Done',
    explanation: 'It is listed.',
    durationMs: 1234.4,
    httpStatus: 200,
    revision: 8,
    previousRevision: 7,
    accessUrl: 'https://api.example.com',
    pods: [createPod('worker-1', '', 150)]
  })

  const outputs = build([outcome])

  expect(readJson(outputs['environment-results'])).toEqual([
    {
      environmentName: 'test',
      success: true,
      message: 'Done. It is listed.',
      group: 'Pay',
      status: 'succeeded',
      reason: 'deployed',
      durationMs: 1234,
      httpStatus: 200,
      revision: 8,
      previousRevision: 7,
      accessUrl: 'https://api.example.com/',
      pods: [{ name: 'worker-1', ip: '10.0.0.1', success: true, message: '', durationMs: 150 }]
    }
  ])
})

test('an object of environment-results leaves out what is not known', () => {
  const [result] = readJson(
    build([createOutcome('Pay on test', failed)])['environment-results']
  ) as [object]

  expect(Object.keys(result)).toEqual(
    'environmentName success message group status reason durationMs'.split(' ')
  )
})

test('failed-groups has those that were tried; failed-environments all that are not deployed', () => {
  const outputs = build([
    createOutcome('A on test', deployed),
    createOutcome('B on test', failed),
    notAttempted({ group: 'A', environment: 'prod' }, 'not-attempted', ''),
    notAttempted({ group: 'B', environment: 'prod' }, 'not-attempted', '')
  ])

  expect(readJson(outputs['failed-groups'])).toEqual(['B'])
  expect(readJson(outputs['failed-environments'])).toEqual(['test', 'prod'])
})

describe('environment-url and revision are those of the last deployment:', () => {
  const staging = createOutcome('Pay on staging', {
    ...deployed,
    accessUrl: 'https://staging.example.com/',
    revision: 7
  })
  const production = createOutcome('Pay on production', deployed)

  test.each([
    {
      name: 'where they are known',
      outcomes: [production, staging],
      expected: { 'environment-url': 'https://staging.example.com/', revision: '7' }
    },
    {
      name: 'and of no other environment',
      outcomes: [staging, production],
      expected: { 'environment-url': '', revision: '' }
    },
    {
      name: 'not of one that failed',
      outcomes: [staging, createOutcome('Pay on production', failed)],
      expected: { 'environment-url': 'https://staging.example.com/', revision: '7' }
    },
    {
      name: 'no address that is none of the web',
      outcomes: [createOutcome('Pay on test', { ...deployed, accessUrl: 'javascript:alert(1)' })],
      expected: { 'environment-url': '' }
    }
  ])('$name', ({ outcomes, expected }) => {
    expect(build(outcomes)).toMatchObject(expected)
  })
})

describe('outputs that are too large for GitHub', () => {
  const longText = 'x'.repeat(100)
  const size = (outputs: Record<string, string>) =>
    Object.values(outputs).reduce((sum, value) => sum + value.length, 0)
  const create = (count: number, given: object, name = 'G') =>
    Array.from({ length: count }, (_, index) =>
      createOutcome(`${name}${index} on test`, { ...failed, ...given })
    )

  test.each([
    {
      name: 'the worker pods',
      outcomes: create(100, { pods: Array.from({ length: 50 }, () => createPod('w', longText)) }),
      leftOut: 'leaves out the worker pods.',
      kept: 100
    },
    {
      name: 'the ends of messages',
      outcomes: create(300, { serverMessage: 'x'.repeat(3_000) }),
      leftOut: 'leaves out the worker pods and the ends of long messages.',
      kept: 300
    },
    {
      name: 'all messages',
      outcomes: create(2_000, { serverMessage: 'x'.repeat(300) }),
      leftOut: 'leaves out the worker pods and all messages.',
      kept: 2_000
    },
    {
      name: 'all but the first 300 targets',
      outcomes: create(2_000, {}, 'x'.repeat(100)),
      leftOut: 'leaves out the worker pods, all messages, and all but the first 300 targets.',
      kept: 300
    },
    {
      name: 'everything but the result',
      outcomes: create(2_000, {}, 'x'.repeat(250)),
      leftOut: 'leaves out everything, as do failed-environments and failed-groups.',
      kept: 0
    }
  ])('leave out $name, and say so', ({ outcomes, leftOut, kept }) => {
    const outputs = build(outcomes)

    expect(size(outputs)).toBeLessThan(500_000)
    expect(outputs.message).toMatch(/^Some failed\. \(To keep within GitHub’s limits/)
    expect(outputs.message).toContain(leftOut)
    expect(readJson(outputs['environment-results'])).toHaveLength(kept)
    expect(readJson(outputs['failed-groups'])).toHaveLength(kept === 0 ? 0 : outcomes.length)
  })

  test('do not even write out very many worker pods, which would take the memory first', () => {
    const pods = Array.from({ length: 200 }, () => createPod('worker'))
    const unreadable = Object.assign(pods, {
      map: () => {
        throw new Error('was written out')
      }
    })

    const outputs = build(create(200, { pods: unreadable }))

    expect(outputs.message).toContain('leaves out the worker pods.')
  })

  test('are left whole up to that size', () => {
    const outputs = build(create(100, { serverMessage: 'x'.repeat(3_000) }))

    expect(outputs.message).toBe('Some failed.')
    expect(outputs['environment-results']).toContain('x'.repeat(3_000))
  })
})

test('without a file for outputs there is a warning, and no command', () => {
  const { log } = captureReport(() => {
    const file = process.env.GITHUB_OUTPUT
    delete process.env.GITHUB_OUTPUT
    writeOutputs({ outcomes: [], result: 'success', message: '' })
    process.env.GITHUB_OUTPUT = file
    return 0
  })

  expect(parseLog(log).flatMap(({ command }) => command ?? [])).toMatchObject([
    { name: 'warning', properties: { title: 'Outputs were not written' } }
  ])
})

test('no text becomes a second line, a command or a leak', () => {
  registerSecret('0utputs-s3cret')
  const hostile = 'a\nsuccess=true\r##[set-output name=x]0utputs-s3cret\u2028::error::'
  const outcome = createOutcome(`${hostile} on test`, {
    ...failed,
    serverMessage: hostile,
    pods: [createPod(hostile, hostile)]
  })

  const values = Object.values(
    buildOutputs({ outcomes: [outcome], result: 'failure', message: hostile })
  )

  expect(values.join('\n').split(/[\n\r\u2028]/)).toHaveLength(8)
  expect(values.join(' ')).not.toMatch(/##\[|0utputs-s3cret/)
})
