import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../simulator/simulator.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'

const pod = { envName: 'production', podName: 'worker-1', success: true }

/** A response of the current edition; `beside` is what else stands at its top. */
function report(deploymentResult: object, beside: object = {}): Fault {
  return { response: { body: { status: 'SUCCESS', deploymentResult, ...beside } } }
}

describe('a confirmed deployment succeeds, however the response is built:', () => {
  test.each<Scenario & { name: string }>([
    { name: 'pods below their environment', fault: { shape: 'nested' } },
    { name: 'the result in firstFromApiResultList', fault: { shape: 'first-from-list' } },
    {
      name: 'results that name no environment',
      options: { edition: 'first' },
      fault: { shape: 'unnamed' }
    },
    { name: 'null for every optional field', fault: { nulls: true } },
    { name: 'early hints before it', fault: { delivery: 'early-hints' } },
    { name: 'compressed', fault: { delivery: 'gzip' } },
    { name: 'a byte order mark', fault: { delivery: 'bom' } },
    { name: 'in ISO-8859-9', fault: { delivery: 'iso-8859-9' } },
    { name: 'Content-Encoding: UTF-8', fault: { delivery: 'content-encoding-utf-8' } },
    { name: 'headers of 20 KB', fault: { delivery: 'large-head' } },
    { name: 'Age: 0', fault: { response: { headers: { age: '0' } } } }
  ])('$name', async scenario => {
    const run = await runScenario(scenario)

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
    { name: 'the flag of deploymentResult', fault: report({ success: false, detailList: [pod] }) },
    {
      name: 'a pod of another environment',
      fault: report({ success: true, detailList: [pod, { ...failedPod, envName: 'test' }] }),
      title: 'Failed on some worker pods'
    },
    {
      name: 'an error beside a success',
      fault: report({ success: true, detailList: [pod] }, { error: 'x' })
    },
    {
      name: 'a resultMessage that says so',
      fault: {
        response: { body: { status: 'SUCCESS', resultMessage: 'Saved, but deployment failed' } }
      }
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
    {
      name: 'a status that is neither',
      fault: report({ success: true, detailList: [pod] }, { status: 'PARTIAL' })
    },
    { name: 'no result', fault: report({ success: true, detailList: [] }) },
    {
      name: 'results for other environments only',
      fault: report({ success: true, detailList: [{ ...pod, envName: 'staging' }] })
    },
    {
      name: 'the same key twice',
      fault: {
        response: {
          body:
            '{"status":"FAILURE","status":"SUCCESS",' +
            '"deploymentResult":{"success":true,"envName":"production"}}'
        }
      }
    },
    { name: 'a login page', fault: { gateway: 'login-page' } },
    { name: 'an empty body', fault: { response: { body: '' } } },
    { name: 'JSON that is no object', fault: { response: { body: 'true' } } },
    { name: '202', fault: { response: { status: 202, body: '{"status":"SUCCESS"}' } } },
    { name: 'a response from a cache', fault: { gateway: 'cache' } },
    {
      name: 'another protocol',
      fault: { response: { status: 101, headers: { connection: 'upgrade', upgrade: 'x' } } }
    }
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

test('a second response to one request is not taken for the next target’s', async () => {
  const run = await runScenario({
    fault: { on: { group: 'PaymentAPIGroup' }, delivery: 'twice' },
    faults: [{ on: { group: 'PayoutAPIGroup' }, refusal: 409 }],
    inputs: { group: 'PaymentAPIGroup\nPayoutAPIGroup' }
  })

  expect(run.results.map(({ status }) => status)).toEqual(['succeeded', 'failed'])
})
