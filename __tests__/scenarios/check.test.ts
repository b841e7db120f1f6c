import { expect, test } from '@jest/globals'
import { startSimulator, type Call, type Fault } from '../../simulator/simulator.ts'
import { runAction } from '../support/run-action.ts'
import { forgetDeployment, paymentGroup } from '../support/seeded-world.ts'

test('check says what a deployment would change, and sends only GETs', async () => {
  await using manager = await startSimulator()
  paymentGroup(manager).deployed.staging = { at: 0, redeployRequired: true }
  forgetDeployment(manager, 'production')

  const run = await runAction({
    inputs: { url: manager.url, operation: 'check', environment: 'test\nstaging\nproduction' }
  })

  expect(run.results).toMatchObject([
    {
      status: 'current',
      reason: 'checked',
      message: 'Deployed, and a deployment would change nothing.'
    },
    {
      status: 'pending',
      reason: 'checked',
      message: 'Deployed, and a deployment would change it.'
    },
    {
      status: 'pending',
      reason: 'checked',
      message: 'Never deployed there; a deployment would make it live.'
    }
  ])
  expect(new Set(manager.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
  expect(run.summary).toContain('<h2>✅ Ready to deploy')
})

test('check lists the environments of a group once for all targets', async () => {
  await using manager = await startSimulator()

  await runAction({
    inputs: { url: manager.url, operation: 'check', environment: 'test\nstaging\nproduction' }
  })

  expect(manager.requests.map(({ call }) => call)).toEqual(['environments'])
})

test('check of a server of the first edition says that it cannot tell what would change', async () => {
  await using manager = await startSimulator({ edition: 'first' })

  const run = await runAction({ inputs: { url: manager.url, operation: 'check' } })

  expect(run.results).toMatchObject([
    { status: 'pending', message: expect.stringContaining('does not tell') }
  ])
})

test('check of what was undeployed is pending', async () => {
  await using manager = await startSimulator()
  await runAction({ inputs: { url: manager.url, operation: 'undeploy' } })

  const run = await runAction({ inputs: { url: manager.url, operation: 'check' } })

  expect(run.results).toMatchObject([
    { status: 'pending', message: expect.stringContaining('Not deployed now') }
  ])
})

test('check finds a never deployed environment on servers with the older path', async () => {
  await using manager = await startSimulator({ projectEnvironments: 'older' })
  forgetDeployment(manager, 'production')

  const run = await runAction({ inputs: { url: manager.url, operation: 'check' } })

  expect(run.results).toMatchObject([{ status: 'pending' }])
})

test('check takes a null list with a count of 0 for an empty one', async () => {
  await using manager = await startSimulator()
  manager.injectFault({
    on: { call: 'environments' },
    times: Infinity,
    response: { body: { status: 'SUCCESS', resultList: null, resultCount: 0 } }
  })

  const run = await runAction({ inputs: { url: manager.url, operation: 'check' } })

  expect(run.results).toMatchObject([
    { status: 'pending', message: expect.stringContaining('Never deployed there') }
  ])
})

test.each<{ name: string; inputs: Record<string, string>; reason: string }>([
  { name: 'an unknown environment', inputs: { environment: 'prod' }, reason: 'not-found' },
  { name: 'an unknown group', inputs: { group: 'Paymint' }, reason: 'rejected' },
  {
    name: 'a refused token',
    inputs: { token: 'apinizer-expired-token' },
    reason: 'unauthorized'
  },
  {
    name: 'a Manager that is not there',
    inputs: { url: 'http://127.0.0.1:1' },
    reason: 'connection-failed'
  }
])('check fails on $name', async ({ inputs, reason }) => {
  await using manager = await startSimulator()

  const run = await runAction({ inputs: { url: manager.url, operation: 'check', ...inputs } })

  expect(run.results).toMatchObject([{ status: 'failed', reason }])
  expect(run.summary).toContain('Check failed on')
})

test('check looks at all environments, whatever is wrong with one', async () => {
  await using manager = await startSimulator()

  const run = await runAction({
    inputs: { url: manager.url, operation: 'check', environment: 'prod\ntest' }
  })

  expect(run.results.map(({ status }) => status)).toEqual(['failed', 'current'])
  expect(run.outputs).toMatchObject({ result: 'partial', 'failed-environments': '["prod"]' })
})

test.each<{ name: string; call: Call; fault: Fault }>([
  {
    name: 'a page instead of the group’s environments',
    call: 'environments',
    fault: { gateway: 'login-page' }
  },
  {
    name: 'a 500 instead of the group’s environments',
    call: 'environments',
    fault: { refusal: 500 }
  },
  {
    name: 'a page instead of the project’s environments',
    call: 'project-environments',
    fault: { gateway: 'login-page' }
  },
  {
    name: 'a cut connection instead of the project’s environments',
    call: 'project-environments',
    fault: { delivery: 'close' }
  },
  {
    name: 'a list of the project’s environments with an odd row',
    call: 'project-environments',
    fault: { response: { body: { status: 'SUCCESS', resultList: [{ name: 7 }] } } }
  }
])('check fails on $name', async ({ call, fault }) => {
  await using manager = await startSimulator()
  forgetDeployment(manager, 'production')
  manager.injectFault({ on: { call }, times: Infinity, ...fault })

  const run = await runAction({ inputs: { url: manager.url, operation: 'check' } })

  expect(run.results).toMatchObject([{ status: 'failed' }])
})
