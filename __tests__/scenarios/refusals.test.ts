import { expect, test } from '@jest/globals'
import {
  startSimulator,
  type Edition,
  type Fault,
  type RefusalStatus
} from '../../simulator/simulator.ts'
import { expiredToken, viewerToken } from '../../simulator/world.ts'
import { runAction } from '../support/run-action.ts'

const editions: { edition: Edition }[] = [{ edition: 'first' }, { edition: 'current' }]

test.each(editions)(
  'a wrong group is rejected in the Manager’s own words, $edition edition',
  async ({ edition }) => {
    await using manager = await startSimulator({ edition })

    const run = await runAction({ inputs: { url: manager.url, group: 'Paymint' } })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'rejected', httpStatus: 400 }])
    expect(run.outputs).toMatchObject({
      result: 'failure',
      'failed-environments': '["production"]',
      'failed-groups': '["Paymint"]'
    })
    for (const text of [run.outputs.message, run.annotations[0]?.data, run.summary, run.log]) {
      expect(text).toContain('API Proxy Group (Paymint) is not found')
    }
    expect(run.annotations).toMatchObject([
      { name: 'error', properties: { title: 'API Proxy Group not deployed' } }
    ])
  }
)

test.each(editions)('a wrong environment is rejected, $edition edition', async ({ edition }) => {
  await using manager = await startSimulator({ edition })

  const run = await runAction({ inputs: { url: manager.url, environment: 'prod' } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'rejected' }])
  expect(run.outputs.message).toContain('Environment (prod) is not found')
})

test('a token that may not deploy is told which permission it lacks', async () => {
  await using manager = await startSimulator()

  const run = await runAction({ inputs: { url: manager.url, token: viewerToken } })

  expect(run.results).toMatchObject([{ status: 'failed' }])
  expect(run.outputs.message).toContain('API_MANAGEMENT with MANAGE and DEPLOY_UNDEPLOY')
  expect(run.outputs.message).not.toContain('Check the names')
})

test.each(editions)(
  'an expired token says where to create a new one, $edition edition',
  async ({ edition }) => {
    await using manager = await startSimulator({ edition })

    const run = await runAction({ inputs: { url: manager.url, token: expiredToken } })

    expect(run.results).toMatchObject([
      { status: 'failed', reason: 'unauthorized', httpStatus: 401 }
    ])
    expect(run.outputs.message).toContain('Create a new token')
    expect(run.outputs.message).toContain('My Profile, Personal API Access Tokens')
  }
)

test.each<{ status: RefusalStatus; reason: string; remedy: string }>([
  { status: 403, reason: 'forbidden', remedy: 'DEPLOY_UNDEPLOY' },
  { status: 404, reason: 'not-found', remedy: 'a permission is missing' },
  { status: 409, reason: 'conflict', remedy: 'run this job again' },
  { status: 423, reason: 'conflict', remedy: 'run this job again' },
  { status: 429, reason: 'rate-limited', remedy: '`retry-timeout`' },
  { status: 500, reason: 'server-error', remedy: 'log of the Apinizer Manager' },
  { status: 503, reason: 'server-error', remedy: 'log of the Apinizer Manager' }
])('the Manager’s own $status is a failure, $reason', async ({ status, reason, remedy }) => {
  await using manager = await startSimulator()
  manager.injectFault({ refusal: status, times: Infinity })

  const run = await runAction({ inputs: { url: manager.url } })

  expect(run.results).toMatchObject([{ status: 'failed', reason, httpStatus: status }])
  expect(run.outputs.message).toContain(remedy)
  expect(manager.deployments).toEqual([])
})

test.each<{ name: string; body: object; expected: string }>([
  {
    name: 'error_description',
    body: { error: 'bad_request', error_description: 'The group is locked' },
    expected: 'The group is locked'
  },
  {
    name: 'resultMessage',
    body: { status: 'FAILURE', resultMessage: 'The group is locked' },
    expected: 'The group is locked'
  },
  {
    name: 'validation_errors',
    body: {
      error: 'validation_failed',
      error_description: 'Invalid',
      validation_errors: [{ field: 'name', message: 'too long' }]
    },
    expected: 'Invalid; name: too long'
  }
])('the server’s sentence is shown: $name', async ({ body, expected }) => {
  await using manager = await startSimulator()
  manager.injectFault({ response: { status: 400, body } })

  const run = await runAction({ inputs: { url: manager.url } })

  expect(run.results[0]?.message).toContain(expected)
})

test.each<{ name: string; fault: Fault; expected: string }>([
  { name: 'a firewall’s 403', fault: { gateway: 'waf-403' }, expected: 'gateway or firewall' },
  { name: 'a 405', fault: { response: { status: 405 } }, expected: 'probably a gateway’s' },
  { name: 'a 407', fault: { response: { status: 407 } }, expected: 'probably a gateway’s' }
])('$name is a failure that names the gateway', async ({ fault, expected }) => {
  await using manager = await startSimulator()
  manager.injectFault(fault)

  const run = await runAction({ inputs: { url: manager.url } })

  expect(run.results).toMatchObject([{ status: 'failed' }])
  expect(run.outputs.message).toContain(expected)
})
