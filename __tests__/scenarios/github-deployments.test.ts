import { expect, test } from '@jest/globals'
import { expiredToken } from '../../simulator/world.ts'
import { fastClock } from '../support/fast-clock.ts'
import { startGitHub, type GitHub, type GitHubOptions } from '../support/github.ts'
import { runScenario, signalAt, type Scenario } from '../support/run-scenario.ts'

const githubToken = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz'
const log_url = 'https://github.example.com/acme/shop/actions/runs/42'

function runWith(github: GitHub, { inputs, env, ...scenario }: Scenario = {}) {
  return runScenario({
    ...scenario,
    inputs: { 'github-token': githubToken, ...inputs },
    secrets: [githubToken],
    env: {
      GITHUB_API_URL: github.url,
      GITHUB_SERVER_URL: 'https://github.example.com',
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_SHA: 'a'.repeat(40),
      GITHUB_RUN_ID: '42',
      ...env
    }
  })
}

test('each environment gets a deployment, opened before and closed after', async () => {
  await using github = await startGitHub()

  const { exitCode, annotations } = await runWith(github, {
    inputs: { environment: 'test\nproduction', verify: 'environment' }
  })

  expect({ exitCode, annotations }).toEqual({ exitCode: 0, annotations: [] })
  expect(github.problems).toEqual([])
  expect(github.deployments).toMatchObject([
    {
      body: {
        ref: 'a'.repeat(40),
        environment: 'test',
        auto_merge: false,
        required_contexts: [],
        production_environment: false
      },
      statuses: [
        { state: 'in_progress', log_url, auto_inactive: false },
        { state: 'success', log_url, environment_url: 'https://api-test.example.com/' }
      ]
    },
    {
      body: { environment: 'production', production_environment: true },
      statuses: [{ state: 'in_progress' }, { state: 'success' }]
    }
  ])
  const tokens = github.requests.map(({ headers }) => headers.authorization?.split(' ')[1])
  expect(new Set(tokens)).toEqual(new Set([githubToken]))
})

/** Windows has no signals between processes. */
const testOfSignals = process.platform === 'win32' ? test.skip : test

testOfSignals.each<Scenario & { name: string; state: string }>([
  { name: 'a failure', fault: { refusal: 500 }, state: 'failure' },
  {
    name: 'a cancelled run',
    fault: { delivery: 'silence' },
    onStart: signalAt('deploy'),
    state: 'error'
  }
])('$name is closed as $state, and no other is opened', async ({ state, ...scenario }) => {
  await using github = await startGitHub()

  await runWith(github, {
    ...scenario,
    options: { history: false },
    inputs: { environment: 'test\nproduction', timeout: '60s' }
  })

  expect(github.deployments).toMatchObject([
    { body: { environment: 'test' }, statuses: [{ state: 'in_progress' }, { state }] }
  ])
})

test.each<Scenario & { name: string }>([
  { name: 'without a token GitHub is not called', inputs: { 'github-token': '' } },
  { name: 'a check leaves no record', inputs: { operation: 'check' } },
  { name: 'what is current leaves no record', inputs: { 'skip-if-current': 'true' } },
  { name: 'a run that ends before leaves no record', inputs: { token: expiredToken } }
])('$name', async scenario => {
  await using github = await startGitHub()

  await runWith(github, scenario)

  expect(github.requests).toEqual([])
})

const refusal = { status: 403, body: { message: 'Resource not accessible by integration' } }

test.each<Scenario & { name: string; github: GitHubOptions; expected: string }>([
  { name: 'refuses', github: { fail: () => refusal }, expected: 'deployments: write' },
  {
    name: 'does not respond',
    github: { silent: true },
    expected: 'did not respond',
    nodeOptions: fastClock
  }
])(
  'when GitHub $name, there is a warning and nothing else changes',
  async ({ github: options, expected, ...scenario }) => {
    await using github = await startGitHub(options)

    const { outputs, annotations } = await runWith(github, scenario)

    expect(outputs.result).toBe('success')
    expect(annotations).toMatchObject([
      { name: 'warning', properties: { title: 'GitHub Deployment not recorded' } }
    ])
    expect(annotations[0]?.data).toContain(expected)
  }
)

test('an event file that is none decides nothing', async () => {
  await using github = await startGitHub()

  const { outputs } = await runWith(github, { env: { GITHUB_EVENT_PATH: '/' } })

  expect(outputs.result).toBe('success')
})

test('a Manager that does not tell an environment’s type delays nothing for long', async () => {
  await using github = await startGitHub()

  const { outputs } = await runWith(github, {
    fault: { on: { call: 'environments' }, after: 1, times: Infinity, delivery: 'silence' },
    inputs: { timeout: '10m' }
  })

  expect(outputs.result).toBe('success')
  expect(github.deployments).toMatchObject([{ statuses: [{}, { state: 'success' }] }])
})

test('undeploy sets what was recorded inactive, by the same name, unless it failed', async () => {
  await using github = await startGitHub()
  const inputs = { 'github-environment': '{project} ({environment})' }
  const undeploy = { inputs: { ...inputs, operation: 'undeploy' } }
  await runWith(github, { inputs: { ...inputs, environment: 'test\nproduction' } })
  const listStates = () => github.deployments.map(one => one.statuses.map(({ state }) => state))

  await runWith(github, { ...undeploy, fault: { refusal: 409 } })
  const afterFailure = listStates()
  const { annotations } = await runWith(github, undeploy)

  const deployed = ['in_progress', 'success']
  expect(github.deployments.map(({ body }) => body.environment)).toEqual([
    'Payments (test)',
    'Payments (production)'
  ])
  expect(afterFailure).toEqual([deployed, deployed])
  expect(listStates()).toEqual([deployed, [...deployed, 'inactive']])
  expect({ annotations, problems: github.problems }).toEqual({ annotations: [], problems: [] })
})
