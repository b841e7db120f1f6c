import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault, type Simulator } from '../simulator/simulator.ts'
import { runAction } from './support/run-action.ts'

let manager: Simulator
beforeEach(async () => { manager = await startSimulator({ history: false }) })
afterEach(() => manager.close())

type Answer = NonNullable<Fault['answer']>
const refusal = (text: string): Answer => ({ status: 400, body: { status: 'FAILURE', resultMessage: text } })
const pods = (count: number, success: boolean, detail = 'x'.repeat(100)): Answer => ({ status: 200, body: { status: success ? 'SUCCESS' : 'FAILURE', deploymentResult: { success, detailList: Array.from({ length: count }, (_, index) => ({ envName: 'production', podName: `worker-${index}`, podIp: '10.0.0.1', success, responseTime: 1, detail })) } } })
const names = (count: number, length = 0) => Array.from({ length: count }, (_, index) => `g${index}`.padEnd(length, '<')).join('\n')

async function run(answer: Answer, inputs: Record<string, string>) {
  manager.misbehave({ times: Infinity, answer })
  return runAction({ inputs: { url: manager.url, 'max-parallel': '20', 'fail-fast': 'false', ...inputs } })
}

describe('outputs that would grow too large', () => {
  test('lose the pods first, and say so', async () => {
    const { results, outputs } = await run(pods(4_000, true), {})
    expect(results[0]?.pods).toBeUndefined()
    expect(outputs.message).toContain('leaves out the worker pods.')
  })

  test('lose the ends of messages next', async () => {
    const { results, outputs, annotations } = await run(refusal('x'.repeat(5_000)), { group: names(200) })
    expect(outputs.message).toContain('the ends of long messages')
    expect(results).toHaveLength(200)
    expect(annotations).toHaveLength(10)
    expect(annotations[9]?.data).toContain('191 more')
  })

  test('lose all messages, and at last all but some targets', async () => {
    const many = await run(refusal('x'.repeat(300)), { group: names(700, 130), environment: 'a\nb' })
    expect(many.outputs.message).toContain('all messages.')
    expect(many.results).toHaveLength(1_400)
    const most = await run(refusal('x'), { group: names(1_000, 120), environment: names(2, 255) })
    expect(most.outputs.message).toContain('all but the first 300 targets')
    expect(most.results).toHaveLength(300)
    for (const { outputs } of [many, most]) expect(Object.values(outputs).join('').length).toBeLessThan(500_000)
  })
})

describe('a summary that would grow too large', () => {
  test('loses the worker pods first, and says so', async () => {
    const { summary } = await run(pods(200, false, '<'.repeat(300)), { group: names(8), environment: 'a\nb\nc' })
    expect(summary).toContain('The worker pods are left out')
    expect(summary.match(/<tr><td>/g)).toHaveLength(24)
  })

  test('then its tables, and says so', async () => {
    const { summary } = await run(refusal('<'.repeat(600)), { group: names(300, 255), environment: names(2, 255) })
    expect(summary).toContain('The tables are left out')
    expect(Buffer.byteLength(summary)).toBeLessThan(10_000)
  })

  test('shows a hundred failures and counts the rest', async () => {
    const { summary } = await run(refusal('no'), { group: names(400), environment: 'a\nb' })
    expect(summary.match(/<tr><td>/g)).toHaveLength(100)
    expect(summary).toContain('… and 700 more.')
  })

  test('shows two hundred pods and counts the rest', async () => {
    const { summary } = await run(pods(250, true), {})
    expect(summary).toContain('… and 50 more.')
    expect(summary).toContain('250 worker pods')
  })
})

describe('where to read more', () => {
  const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_ACTION_REPOSITORY: 'acme/deploy', GITHUB_ACTION_REF: 'v1' }
  const page = 'https://github.com/acme/deploy/blob/v1/docs/connection.md#no-connection'

  test('is a link to the version that runs, in log, annotation and summary', async () => {
    const { log, annotations, summary } = await runAction({ inputs: { url: 'http://127.0.0.1:1' }, env })
    expect(log).toContain(`  More: ${page}`)
    expect(annotations[0]?.data).toContain(`More: ${page}`)
    expect(summary).toContain(`<a href="${page}">More</a>`)
  })

  test('is a path where that page may not be there', async () => {
    const { log, summary } = await runAction({ inputs: { url: 'http://127.0.0.1:1' }, env: { ...env, GITHUB_SERVER_URL: 'https://github.example.com' } })
    expect(log).toContain('More: docs/connection.md#no-connection')
    expect(summary).not.toContain('<a ')
  })
})
