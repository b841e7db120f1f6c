import fs from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import type { Outcome } from '../../../src/deploy/outcome.ts'
import { buildOutputs, writeOutputs, writeResultsFile } from '../../../src/report/outputs.ts'
import { registerSecret } from '../../../src/runner/secrets.ts'
import {
  captureReport,
  captureRun,
  conflict,
  createMany,
  createOutcome,
  createPod,
  deployed
} from './capture-report.ts'

function summarize(outcomes: Outcome[]) {
  const groups = outcomes.map(({ target }) => target.group)
  return { outcomes, result: 'partial' as const, message: 'Some failed.', groups }
}

function build(outcomes: Outcome[]): Record<string, string> {
  return buildOutputs(summarize(outcomes), '/temp/results.json')
}

function readJson(text: string | undefined): unknown {
  return JSON.parse(text ?? '')
}

// What each output contains is in the snapshot of report.test.ts.

describe('environment-url and revision are those of the last deployment:', () => {
  const accessUrl = 'https://staging.example.com/'
  const staging = createOutcome('Pay on staging', { ...deployed, accessUrl, revision: 7 })

  test.each([
    {
      name: 'and of no other environment',
      outcomes: [staging, createOutcome('Pay on production', deployed)],
      expected: { 'environment-url': '', revision: '' }
    },
    {
      name: 'not of one that failed',
      outcomes: [staging, createOutcome('Pay on production', conflict)],
      expected: { 'environment-url': accessUrl, revision: '7' }
    },
    {
      name: 'no address that is too long',
      outcomes: [
        createOutcome('Pay on test', { ...deployed, accessUrl: `https://host/${'x'.repeat(1e5)}` })
      ],
      expected: { 'environment-url': '' }
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

describe('an output that is too large for a variable', () => {
  const pods = Array.from({ length: 50 }, () => createPod('w', 'x'.repeat(100)))
  // Of three bytes each.
  const longName = '’'.repeat(100)
  const longNames = Array.from({ length: 400 }, (_, index) =>
    createOutcome(`${longName}${index} on test`, conflict)
  )

  test.each([
    {
      name: 'short',
      outcomes: createMany(700, 'test', { ...conflict, serverMessage: 'x'.repeat(300), pods }),
      count: 700,
      says: 'without'
    },
    {
      name: 'empty, with the lists of names',
      outcomes: longNames,
      count: undefined,
      says: 'environment-results is empty, failed-groups is empty'
    }
  ])('is left $name', ({ outcomes, count, says }) => {
    const outputs = build(outcomes)

    const sizes = Object.values(outputs).map(value => Buffer.byteLength(value))
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100_000)
    const measure = (text = '') => (text === '' ? undefined : (readJson(text) as unknown[]).length)
    expect(measure(outputs['environment-results'])).toBe(count)
    expect(measure(outputs['failed-groups'])).toBe(count)
    expect(outputs.message).toContain(says)
    expect(outputs.message).toContain('/temp/results.json')
  })
})

describe('the file with every result', () => {
  test('has more than an output can have', () => {
    const pods = Array.from({ length: 200 }, () => createPod('w', 'x'.repeat(100)))
    const outcomes = createMany(20, 'test', { ...conflict, pods })

    captureReport(() => {
      const files = [1, 2].map(() => writeResultsFile(summarize(outcomes)))

      const [first, second] = files.map(file => fs.readFileSync(file, 'utf8'))
      expect(files[0]).not.toBe(files[1])
      expect(second).toBe(first)
      const expected = outcomes.flatMap(one => readJson(build([one])['environment-results']))
      expect(readJson(first)).toEqual(expected)
    })
  })

  test.each([
    { temp: '', title: undefined },
    { temp: '/no/such/folder', title: 'Report is incomplete' }
  ])('is optional: $temp', ({ temp, title }) => {
    const before = process.env.RUNNER_TEMP
    process.env.RUNNER_TEMP = temp
    const { annotations, outputs, exitCode } = captureRun([createOutcome('Pay on test', deployed)])
    process.env.RUNNER_TEMP = before

    expect({ file: outputs['results-file'], exitCode }).toEqual({ file: '', exitCode: 0 })
    expect(annotations[0]?.title).toBe(title)
  })
})

test('names that the user gave are never redacted, others are', () => {
  registerSecret('Payment')
  const outcomes = ['PaymentA', 'PaymentB'].map(group =>
    createOutcome(`${group} on PaymentTest`, { ...conflict, serverMessage: 'Payment' })
  )

  const outputs = buildOutputs({ ...summarize(outcomes), groups: ['PaymentA', 'Pay*'] }, '')

  expect(readJson(outputs['failed-groups'])).toEqual(['PaymentA', '***B'])
  expect(readJson(outputs['failed-environments'])).toEqual(['PaymentTest'])
  expect(readJson(outputs['environment-results'])).toMatchObject([
    { group: 'PaymentA', environmentName: 'PaymentTest', message: '***' },
    { group: '***B', environmentName: 'PaymentTest', message: '***' }
  ])
})

test('without a file for outputs there is a warning, and no command', () => {
  const file = process.env.GITHUB_OUTPUT
  delete process.env.GITHUB_OUTPUT
  const { annotations } = captureReport(() => {
    writeOutputs(summarize([]), '')
  })
  process.env.GITHUB_OUTPUT = file

  expect(annotations).toMatchObject([{ name: 'warning', title: 'Outputs were not written' }])
})

test('no text becomes a second line, a command or a leak', () => {
  registerSecret('0utputs-s3cret')
  const hostile = 'a\nsuccess=true\r##[set-output name=x]0utputs-s3cret\u2028::error::'
  const outcome = createOutcome(`${hostile} on test`, {
    ...conflict,
    serverMessage: hostile,
    pods: [createPod(hostile, hostile)]
  })

  const values = Object.values(
    buildOutputs({ ...summarize([outcome]), message: hostile, groups: [] }, '')
  )

  expect(values.filter(value => /[\n\r\u2028]|##\[|0utputs-s3cret/.test(value))).toEqual([])
})
