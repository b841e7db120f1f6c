import { expect, test } from '@jest/globals'
import { expiredToken } from '../../simulator/world.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'
import { forgetDeployment, listCalls, paymentGroup } from '../support/seeded-world.ts'

function check({ inputs, ...scenario }: Scenario) {
  return runScenario({ ...scenario, inputs: { operation: 'check', ...inputs } })
}

test('check says what a deployment would change, and lists once, for all environments', async () => {
  const run = await check({
    prepare: manager => {
      paymentGroup(manager).deployed.staging = { at: 0, redeployRequired: true }
    },
    inputs: { environment: 'test\nstaging\nproduction' }
  })

  expect(run.results).toMatchObject([
    { status: 'current', reason: 'checked', message: expect.stringContaining('nothing') },
    { status: 'pending', reason: 'checked', message: expect.stringContaining('would change it') },
    { status: 'current', reason: 'checked' }
  ])
  expect(run.summary).toContain('<h2>✅ Ready to deploy')
  expect(listCalls(run.manager).sort()).toEqual(['environments', 'groups', 'project-environments'])
})

test.each<Scenario & { name: string; expected: string }>([
  {
    name: 'on a server of the first edition, which cannot tell',
    options: { edition: 'first' },
    expected: 'does not tell'
  },
  {
    name: 'of what was undeployed',
    prepare: manager => {
      delete paymentGroup(manager).deployed.production
    },
    expected: 'Not deployed now'
  },
  {
    name: 'of what was never deployed',
    prepare: forgetDeployment,
    expected: 'Never deployed there'
  }
])('check $name is pending', async ({ expected, ...scenario }) => {
  const run = await check(scenario)

  expect(run.results).toMatchObject([{ status: 'pending', reason: 'checked' }])
  expect(run.results[0]?.message).toContain(expected)
  expect(run.manager.requests.every(({ method }) => method === 'GET')).toBe(true)
})

test.each<Scenario & { name: string; reason: string }>([
  { name: 'a refused token', inputs: { token: expiredToken }, reason: 'unauthorized' },
  {
    name: 'a cut connection instead of the project’s environments',
    prepare: forgetDeployment,
    fault: { on: { call: 'project-environments' }, times: Infinity, delivery: 'close' },
    reason: 'connection-lost'
  }
])('check fails on $name', async ({ reason, ...scenario }) => {
  const run = await check(scenario)

  expect(run.results).toMatchObject([{ status: 'failed', reason }])
  expect(run.summary).toContain('Check failed: ')
})

test('check looks at all environments, whatever is wrong with one', async () => {
  const run = await check({
    prepare: forgetDeployment,
    fault: { on: { call: 'project-environments' }, times: Infinity, refusal: 400 },
    inputs: { environment: 'production\ntest' }
  })

  expect(run.results).toMatchObject([{ status: 'failed' }, { status: 'current' }])
  expect(run.outputs).toMatchObject({ result: 'partial', 'failed-environments': '["production"]' })
})
