import { expect, test } from '@jest/globals'
import { deployOnlyToken, expiredToken, worldOf } from '../../simulator/world.ts'
import { fastClock } from '../support/fast-clock.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'

const groups = Array.from({ length: 40 }, (_, index) => `group-${index}`)
const many: Scenario = {
  options: { world: worldOf({ groups, environments: ['test', 'production'] }) },
  inputs: { group: groups.join('\n'), environment: 'test\nproduction', 'fail-fast': 'false' }
}

const look = { call: 'environments' } as const

test.each<Scenario & { name: string; reason: string; expected: string }>([
  {
    name: 'a refused token',
    inputs: { token: expiredToken },
    reason: 'unauthorized',
    expected: 'Create a new token'
  },
  {
    name: 'a login page',
    fault: { on: look, times: Infinity, gateway: 'login-page' },
    reason: 'unexpected-response',
    expected: 'HTML page'
  },
  {
    name: 'a redirect',
    fault: {
      on: look,
      response: { status: 308, headers: { location: 'https://m.example.com/apiops/projects/' } }
    },
    reason: 'redirected',
    expected: 'set url to https://m.example.com'
  },
  {
    name: 'an ingress without a Manager, within `retry-timeout`',
    fault: { on: { call: 'any' }, gateway: 'nginx-503', times: Infinity },
    inputs: { 'retry-timeout': '1s', 'max-parallel': '10' },
    reason: 'server-error',
    expected: 'Tried for up to 1 s (`retry-timeout`).'
  }
])('$name ends the run of 80 targets, and is told once', async row => {
  const { reason, expected, inputs, ...scenario } = row

  const run = await runScenario({ ...many, ...scenario, inputs: { ...many.inputs, ...inputs } })

  const [first, ...others] = run.results
  expect(first).toMatchObject({ status: 'failed', reason })
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set(['not-attempted']))
  expect(run.annotations).toHaveLength(1)
  expect(run.annotations[0]?.data).toContain(expected)
  expect(run.annotations[0]?.data).toContain('Nothing was sent.')
  expect(run.outputs).toMatchObject({
    result: 'failure',
    'failed-environments': '["test","production"]',
    'failed-groups': '["group-0"]'
  })
  expect(run.sent).toBe(0)
  // Not once for each of them.
  expect(run.manager.requests.length).toBeLessThan(10)
})

test('a Manager that accepts connections and does not respond is asked again, within retry-timeout', async () => {
  const run = await runScenario({
    fault: { on: look, delivery: 'silence' },
    inputs: { timeout: '10m', 'retry-timeout': '2m' },
    nodeOptions: fastClock
  })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
  expect(run.sent).toBe(1)
})

test.each<Scenario & { name: string }>([
  { name: 'a 403', fault: { on: look, refusal: 403 } },
  { name: 'a 404 without a body', fault: { on: look, response: { status: 404 } } },
  { name: 'a token that may deploy and not view', inputs: { token: deployOnlyToken } }
])('after $name, which proves nothing, the deployment goes on', async scenario => {
  const run = await runScenario(scenario)

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
  expect(run.sent).toBe(1)
})

test('a 401 in mid-run ends it: the other groups are not attempted', async () => {
  const run = await runScenario({ ...many, fault: { after: 2, times: Infinity, refusal: 401 } })

  expect(run.sent).toBe(3)
  expect(run.results.map(({ status }) => status)).toEqual([
    ...['succeeded', 'succeeded', 'failed'],
    ...Array<string>(77).fill('not-attempted')
  ])
  expect(run.outputs).toMatchObject({ result: 'partial', 'failed-groups': '["group-2"]' })
  expect(run.annotations).toHaveLength(1)
})
