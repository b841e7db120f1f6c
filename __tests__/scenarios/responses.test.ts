import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault, type SimulatorOptions } from '../../simulator/simulator.ts'
import { runAction, type Run } from '../support/run-action.ts'

/** Deploys to a Manager that responds as the fault says, without a deploy history. */
async function deploy(fault: Fault, options: SimulatorOptions = {}): Promise<Run> {
  await using manager = await startSimulator({ history: false, ...options })
  manager.injectFault(fault)
  return await runAction({ inputs: { url: manager.url } })
}

const pod = { envName: 'production', podName: 'worker-1', success: true }

function report(deploymentResult: object, beside: object = {}): Fault {
  return { response: { body: { status: 'SUCCESS', deploymentResult, ...beside } } }
}

describe('a confirmed deployment succeeds, however the response is built:', () => {
  test.each<{ name: string; fault: Fault; options?: SimulatorOptions }>([
    { name: 'pods below their environment', fault: { shape: 'nested' } },
    { name: 'deploymentResult names the environment itself', fault: { shape: 'flat' } },
    { name: 'the result in firstFromApiResultList', fault: { shape: 'first-from-list' } },
    { name: 'results that name no environment', fault: { shape: 'unnamed' } },
    {
      name: 'the same of the first edition',
      fault: { shape: 'unnamed' },
      options: { edition: 'first' }
    },
    { name: 'null for every optional field', fault: { nulls: true } },
    {
      name: 'null for every optional field, first edition',
      fault: { nulls: true },
      options: { edition: 'first' }
    },
    {
      name: 'an empty envName',
      fault: report({ success: true, detailList: [{ ...pod, envName: '' }] })
    },
    { name: 'early hints before it', fault: { delivery: 'early-hints' } },
    { name: 'compressed', fault: { delivery: 'gzip' } },
    { name: 'a byte order mark', fault: { delivery: 'bom' } },
    { name: 'in ISO-8859-9', fault: { delivery: 'iso-8859-9' } },
    { name: 'Content-Encoding: UTF-8', fault: { delivery: 'content-encoding-utf-8' } },
    { name: 'headers of 20 KB', fault: { delivery: 'large-head' } },
    { name: 'Age: 0', fault: { response: { headers: { age: '0' } } } }
  ])('$name', async ({ fault, options }) => {
    const run = await deploy(fault, options)

    expect(run.results).toMatchObject([{ status: 'succeeded', reason: 'deployed' }])
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
      name: 'one pod',
      fault: report({ success: true, detailList: [pod, failedPod] }),
      title: 'Partly deployed'
    },
    {
      name: 'a result of another environment',
      fault: report({ success: true, detailList: [pod, { ...failedPod, envName: 'test' }] }),
      title: 'Partly deployed'
    },
    {
      name: 'an error beside a success',
      fault: report({ success: true, detailList: [pod] }, { error: 'x' })
    },
    {
      name: 'a resultMessage that says that the deployment failed',
      fault: {
        response: {
          body: {
            status: 'SUCCESS',
            resultMessage: 'Saved, but deployment failed: Connection refused'
          }
        }
      }
    }
  ])('$name', async ({ fault, title = 'API Proxy Group not deployed' }) => {
    const run = await deploy(fault)

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'deployment-failed' }])
    expect(run.annotations).toMatchObject([{ name: 'error', properties: { title } }])
  })

  test('and the failed pod is named', async () => {
    const run = await deploy({ pods: { 'worker-production-2': 'Route conflict on /pay' } })

    expect(run.results[0]?.pods).toMatchObject([
      { name: 'worker-production-1', success: true },
      { name: 'worker-production-2', success: false, message: 'Route conflict on /pay' }
    ])
    for (const text of [run.outputs.message, run.annotations[0]?.data]) {
      expect(text).toContain('worker-production-2: Route conflict on /pay')
      expect(text).toContain('1 of 2 worker pods failed.')
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
    { name: 'SUCCESS alone', fault: { response: { body: { status: 'SUCCESS' } } } },
    {
      name: 'results for other environments only',
      fault: report({ success: true, detailList: [{ ...pod, envName: 'staging' }] })
    },
    {
      name: 'the same key twice',
      fault: {
        response: {
          body: '{"status":"FAILURE","status":"SUCCESS","deploymentResult":{"success":true,"envName":"production"}}'
        }
      }
    },
    { name: 'a login page', fault: { gateway: 'login-page' } },
    { name: 'an empty body', fault: { response: { body: '' } } },
    { name: 'JSON that is no object', fault: { response: { body: 'true' } } },
    { name: '202', fault: { response: { status: 202, body: '{"status":"SUCCESS"}' } } },
    { name: '204', fault: { response: { status: 204 } } },
    { name: 'a response from a cache', fault: { gateway: 'cache' } },
    {
      name: 'another protocol',
      fault: { response: { status: 101, headers: { connection: 'upgrade', upgrade: 'x' } } }
    }
  ])('$name', async ({ fault }) => {
    const run = await deploy(fault)

    expect(run.results).toMatchObject([{ status: 'unknown', reason: 'unexpected-response' }])
    expect(run.outputs.result).toBe('unknown')
    expect(run.annotations).toMatchObject([
      { name: 'error', properties: { title: 'Deployment outcome unknown' } }
    ])
    expect(run.summary).toContain('<h2>❓ Deployment outcome unknown')
  })
})

test('a second response to one request is not taken for the next target’s', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ on: { group: 'PaymentAPIGroup' }, delivery: 'twice' })
  manager.injectFault({ on: { group: 'PayoutAPIGroup' }, refusal: 409 })

  const run = await runAction({
    inputs: { url: manager.url, group: 'PaymentAPIGroup\nPayoutAPIGroup' }
  })

  expect(run.results.map(({ status }) => status)).toEqual(['succeeded', 'failed'])
})
