import { expect, test } from '@jest/globals'
import { runScenario, type Scenario } from '../support/run-scenario.ts'
import { podsOf } from '../support/seeded-world.ts'

const row = { name: 'production', deployed: true, redeployRequired: false }

/** Lets the Manager list these environments of the group. */
function listing(...resultList: object[]): Scenario {
  const response = { body: { status: 'SUCCESS', resultList } }
  return { fault: { on: { call: 'environments' }, times: Infinity, response } }
}

test.each<Scenario & { name: string; status: string; sent: number }>([
  { name: 'nothing has changed: it is skipped', status: 'current', sent: 0 },
  {
    name: 'a redeployment is required: it is deployed',
    ...listing({ ...row, redeployRequired: true }),
    status: 'succeeded',
    sent: 1
  },
  {
    name: 'the server cannot tell: it is deployed',
    options: { edition: 'first' },
    status: 'succeeded',
    sent: 1
  },
  {
    name: 'every worker pod serves it: it is skipped, and verified',
    inputs: { verify: 'routes', environment: 'test' },
    status: 'current',
    sent: 0
  },
  {
    name: 'a worker pod does not tell whether it serves it: red, and nothing is sent',
    prepare: manager => {
      Object.assign(podsOf(manager, 'test')[1] ?? {}, { unreachable: 'connect timed out' })
    },
    inputs: { verify: 'routes', environment: 'test', 'verify-timeout': '1s' },
    status: 'failed',
    sent: 0
  }
])('where $name', async ({ status, sent, inputs, ...scenario }) => {
  const run = await runScenario({ ...scenario, inputs: { 'skip-if-current': 'true', ...inputs } })

  expect(run.results).toMatchObject([{ status }])
  expect(run.sent).toBe(sent)
})
