import { expect, test } from '@jest/globals'
import { readFile } from '../support/repository.ts'
import { runScenario } from '../support/run-scenario.ts'

/** A text without what differs between runs, or between a page and a log: durations, line breaks, indentation. */
function normalise(text: string): string {
  return text.replace(/\((?:\d+ ms|[\d.]+ s)\)/g, '').replace(/\s+/g, ' ')
}

test('the log in the README is that of two runs', async () => {
  const inputs = { environment: 'production' }
  const pods = { 'worker-production-2': 'Connection refused by worker' }
  const runs = await Promise.all([
    runScenario({ inputs }),
    runScenario({ inputs, fault: { pods } })
  ])
  const [, sample = ''] = /```text\n(.*?)```/s.exec(readFile('README.md')) ?? []
  const log = normalise(runs.map(run => run.log.replaceAll('::group::', '')).join('\n'))

  const outcomes = sample.split('\n\n').map(normalise)

  expect(outcomes).toHaveLength(2)
  expect(outcomes.filter(outcome => !log.includes(outcome.trim()))).toEqual([])
})
