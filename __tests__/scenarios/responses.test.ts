import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../simulator/simulator.ts'
import { runScenario } from '../support/run-scenario.ts'

const pod = { envName: 'production', podName: 'worker-1', success: true }

/** A response of the current edition; `beside` is what else stands at its top. */
function report(deploymentResult: object, beside: object = {}): Fault {
  return { response: { body: { status: 'SUCCESS', deploymentResult, ...beside } } }
}

describe('a confirmed deployment succeeds, however the response is built:', () => {
  // Without a history, in which a response that could not be read would be looked up.
  test.each<{ name: string; fault: Fault }>([
    { name: 'null for every optional field', fault: { nulls: true } },
    { name: 'compressed', fault: { delivery: 'gzip' } }
  ])('$name', async ({ fault }) => {
    const run = await runScenario({ options: { history: false }, fault })

    expect(run.results).toMatchObject([{ status: 'succeeded', reason: 'deployed' }])
    expect(run.sent).toBe(1)
  })
})

describe('a response that denies anything fails the deployment:', () => {
  const failedPod = { ...pod, success: false, detail: 'Route conflict on /pay' }

  test.each<{ name: string; fault: Fault; title?: string }>([
    {
      name: 'the top flag',
      fault: report({ success: true, detailList: [pod] }, { status: 'FAILURE' })
    },
    {
      name: 'a pod of another environment',
      fault: report({ success: true, detailList: [pod, { ...failedPod, envName: 'test' }] }),
      title: 'Failed on some worker pods'
    }
  ])('$name', async ({ fault, title = 'API Proxy Group not deployed' }) => {
    const run = await runScenario({ fault })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'deployment-failed' }])
    expect(run.annotations).toMatchObject([{ name: 'error', properties: { title } }])
  })

  test('one pod, which is named', async () => {
    const run = await runScenario({ fault: { pods: { 'worker-production-2': 'Route conflict' } } })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'deployment-failed' }])
    expect(run.results[0]?.pods).toMatchObject([
      { name: 'worker-production-1', success: true },
      { name: 'worker-production-2', success: false, message: 'Route conflict' }
    ])
    expect(run.annotations).toMatchObject([{ properties: { title: 'Failed on some worker pods' } }])
    for (const text of [run.outputs.message, run.annotations[0]?.data]) {
      expect(text).toContain('worker-production-2: Route conflict')
    }
    expect(run.summary).toContain('<details open>')
  })
})

describe('a response that confirms nothing leaves the outcome unknown:', () => {
  test.each<{ name: string; fault: Fault }>([
    {
      name: 'a flag that is the text "true"',
      fault: report({ success: 'true', detailList: [pod] })
    },
    { name: 'a login page', fault: { gateway: 'login-page' } },
    {
      name: '202',
      fault: {
        response: { ...report({ success: true, detailList: [pod] }).response, status: 202 }
      }
    },
    { name: 'a response from a cache', fault: { gateway: 'cache' } }
  ])('$name', async ({ fault }) => {
    const run = await runScenario({ options: { history: false }, fault })

    expect(run.results).toMatchObject([{ status: 'unknown', reason: 'unexpected-response' }])
    expect(run.outputs.result).toBe('unknown')
    expect(run.annotations).toMatchObject([
      { name: 'error', properties: { title: 'Deployment outcome unknown' } }
    ])
    expect(run.sent).toBe(1)
  })
})
