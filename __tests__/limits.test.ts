import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault, type Simulator } from '../simulator/simulator.ts'
import { runAction } from './support/run-action.ts'

let manager: Simulator
beforeEach(async () => {
  manager = await startSimulator({ history: false })
})
afterEach(() => manager.close())

type Answer = NonNullable<Fault['answer']>
const refusal = (text: string): Answer => ({
  status: 400,
  body: { status: 'FAILURE', resultMessage: text }
})
const pods = (count: number, success: boolean, detail = 'x'.repeat(100)): Answer => ({
  status: 200,
  body: {
    status: success ? 'SUCCESS' : 'FAILURE',
    deploymentResult: {
      success,
      detailList: Array.from({ length: count }, (_, index) => ({
        envName: 'production',
        podName: `worker-${index}`,
        podIp: '10.0.0.1',
        success,
        responseTime: 1,
        detail
      }))
    }
  }
})
const names = (count: number, length = 0) =>
  Array.from({ length: count }, (_, index) => `g${index}`.padEnd(length, '<')).join('\n')

async function run(answer: Answer, inputs: Record<string, string>) {
  manager.misbehave({ times: Infinity, answer })
  return runAction({
    inputs: { url: manager.url, 'max-parallel': '20', 'fail-fast': 'false', ...inputs }
  })
}

/** Windows may cut variables of more than 32,767 characters, and so inputs. */
const testOfLongInputs = process.platform === 'win32' ? test.skip : test

describe('outputs that would grow too large', () => {
  test('lose the pods first, and say so', async () => {
    const { results, outputs } = await run(pods(200, true), { group: names(20) })
    expect(results[0]?.pods).toBeUndefined()
    expect(outputs.message).toContain('leaves out the worker pods.')
  })

  test('lose the ends of messages next', async () => {
    const { results, outputs, annotations } = await run(refusal('x'.repeat(5_000)), {
      group: names(200)
    })
    expect(outputs.message).toContain('the ends of long messages')
    expect(results).toHaveLength(200)
    expect(annotations).toHaveLength(10)
    expect(annotations[9]?.data).toContain('191 more')
  })

  testOfLongInputs('lose all messages, and at last all but some targets', async () => {
    const many = await run(refusal('x'.repeat(300)), {
      group: names(700, 130),
      environment: 'a\nb'
    })
    expect(many.outputs.message).toContain('all messages.')
    expect(many.results).toHaveLength(1_400)
    const most = await run(refusal('x'), { group: names(1_000, 120), environment: names(2, 255) })
    expect(most.outputs.message).toContain('all but the first 300 targets')
    expect(most.results).toHaveLength(300)
    for (const { outputs } of [many, most])
      expect(Object.values(outputs).join('').length).toBeLessThan(500_000)
  })
})

test('of the pods of one target two hundred are kept, failed ones first', async () => {
  const { body } = pods(20_000, false, '')
  const detailList = (
    body as { deploymentResult: { detailList: { success: boolean }[] } }
  ).deploymentResult.detailList.map((pod, index) => ({
    ...pod,
    podName: String(index),
    success: index < 19_990
  }))
  const { results, summary, outputs } = await run(
    {
      body: {
        status: 'FAILURE',
        deploymentResult: {
          success: false,
          detailList: detailList.map(({ success, podName }) => ({ success, podName }))
        }
      }
    },
    {}
  )
  expect(results[0]?.pods?.map(({ success }) => success)).toEqual(
    Array.from({ length: 200 }, (_, index) => index >= 10)
  )
  for (const text of [summary, outputs.message])
    expect(text).toContain(
      '10 of 20000 worker pods failed. Look at the group and the environment’s worker pods in the Apinizer Manager, then run this job again. Of the 20000 worker pods, 200 are listed.'
    )
})

describe('a summary that would grow too large', () => {
  test('loses the worker pods first, and says so', async () => {
    const { summary } = await run(pods(200, false, '<'.repeat(300)), {
      group: names(8),
      environment: 'a\nb\nc'
    })
    expect(summary).toContain('The worker pods are left out')
    expect(summary.match(/<tr><td>/g)).toHaveLength(24)
  })

  testOfLongInputs('then its tables, and says so', async () => {
    const { summary } = await run(refusal('<'.repeat(600)), {
      group: names(300, 255),
      environment: names(2, 255)
    })
    expect(summary).toContain('The tables are left out')
    expect(Buffer.byteLength(summary)).toBeLessThan(10_000)
  })

  test('shows a hundred failures and counts the rest', async () => {
    const { summary } = await run(refusal('no'), { group: names(400), environment: 'a\nb' })
    expect(summary.match(/<tr><td>/g)).toHaveLength(100)
    expect(summary).toContain('… and 700 more.')
  })

  test('shows two hundred pods and counts the rest', async () => {
    const { summary } = await run(pods(150, true), { group: names(2) })
    expect(summary).toContain('… and 100 more.')
    expect(summary).toContain('300 worker pods')
  })
})

describe('where to read more', () => {
  const env = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_ACTION_REPOSITORY: 'acme/deploy',
    GITHUB_ACTION_REF: 'v1'
  }
  const page = 'https://github.com/acme/deploy/blob/v1/docs/connection.md#no-connection'

  test('is a link to the version that runs, in log, annotation and summary', async () => {
    const { log, annotations, summary } = await runAction({
      inputs: { url: 'http://127.0.0.1:1' },
      env
    })
    expect(log).toContain(`  More: ${page}`)
    expect(annotations[0]?.data).toContain(`More: ${page}`)
    expect(summary).toContain(`<a href="${page}">More</a>`)
  })

  test('is a path where that page may not be there', async () => {
    const { log, summary } = await runAction({
      inputs: { url: 'http://127.0.0.1:1' },
      env: { ...env, GITHUB_SERVER_URL: 'https://github.example.com' }
    })
    expect(log).toContain('More: docs/connection.md#no-connection')
    expect(summary).not.toContain('<a ')
  })
})
