import fs from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import type { Outcome, Result } from '../../../src/deploy/outcome.ts'
import { buildOutputs, writeOutputs, writeResultsFile } from '../../../src/report/outputs.ts'
import { registerSecret } from '../../../src/runner/secrets.ts'
import {
  captureReport,
  captureRun,
  conflict,
  createMany,
  createOutcome,
  createPod,
  deployed,
  left,
  type Given
} from './capture-report.ts'

function summarize(outcomes: Outcome[], result: Result = 'partial') {
  const groups = outcomes.map(({ target }) => target.group)
  return { outcomes, result, message: 'Some failed.', groups }
}

function build(outcomes: Outcome[], result?: Result): Record<string, string> {
  return buildOutputs(summarize(outcomes, result), '/temp/results.json')
}

function readJson(text: string | undefined): unknown {
  return JSON.parse(text ?? '')
}

// What each output contains is in the snapshot of report.test.ts.

test('success is true only for the result success', () => {
  expect(build([], 'success').success).toBe('true')
  expect(build([], 'unknown').success).toBe('false')
})

test('failed-groups has those that were tried; failed-environments all that are not deployed', () => {
  const outputs = build([
    createOutcome('A on test', deployed),
    createOutcome('B on test', conflict),
    createOutcome('A on prod', left),
    createOutcome('B on prod', left)
  ])

  expect(readJson(outputs['failed-groups'])).toEqual(['B'])
  expect(readJson(outputs['failed-environments'])).toEqual(['test', 'prod'])
})

describe('environment-url and revision are those of the last deployment:', () => {
  const accessUrl = 'https://staging.example.com/'
  const staging = createOutcome('Pay on staging', { ...deployed, accessUrl, revision: 7 })
  const production = createOutcome('Pay on production', deployed)
  const known = { 'environment-url': accessUrl, revision: '7' }

  test.each([
    { name: 'where they are known', outcomes: [production, staging], expected: known },
    {
      name: 'and of no other environment',
      outcomes: [staging, production],
      expected: { 'environment-url': '', revision: '' }
    },
    {
      name: 'not of one that failed',
      outcomes: [staging, createOutcome('Pay on production', conflict)],
      expected: known
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
  const create = (count: number, given: Given, name = '') =>
    createMany(count, 'test', given).map(outcome => ({
      ...outcome,
      target: { ...outcome.target, group: name + outcome.target.group }
    }))
  // Of three bytes each.
  const longName = '’'.repeat(100)
  const secret = { ...conflict, serverMessage: 'x'.repeat(300), pods }

  test.each([
    { name: 'whole', outcomes: create(10, secret), results: 10, failed: 10, says: '' },
    { name: 'short', outcomes: create(700, secret), results: 700, failed: 700, says: 'without' },
    {
      name: 'empty',
      outcomes: create(300, conflict, longName),
      results: undefined,
      failed: 300,
      says: 'environment-results is empty'
    },
    {
      name: 'empty, with the lists of names',
      outcomes: create(2_000, conflict, longName),
      results: undefined,
      failed: undefined,
      says: 'environment-results is empty, failed-groups is empty'
    }
  ])('is left $name', ({ outcomes, results, failed, says }) => {
    const outputs = build(outcomes)

    const sizes = Object.values(outputs).map(value => Buffer.byteLength(value))
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100_000)
    const count = (text = '') => (text === '' ? undefined : (readJson(text) as unknown[]).length)
    expect(count(outputs['environment-results'])).toBe(results)
    expect(count(outputs['failed-groups'])).toBe(failed)
    expect(outputs.message).toContain(says)
    expect(outputs.message?.includes('/temp/results.json')).toBe(says !== '')
  })
})

describe('the file with every result', () => {
  const pods = Array.from({ length: 200 }, () => createPod('w', 'x'.repeat(100)))

  test.each([
    { name: 'nothing', outcomes: [] },
    {
      name: 'more than an output can have',
      outcomes: createMany(20, 'test', { ...conflict, pods })
    }
  ])('has $name', ({ outcomes }) => {
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
