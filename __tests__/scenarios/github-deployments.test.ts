import { expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../../simulator/simulator.ts'
import { startGitHub, type GitHub, type GitHubOptions } from '../support/github.ts'
import { runAction, type RunOptions } from '../support/run-action.ts'

const githubToken = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz'
const logUrl = 'https://github.example.com/acme/shop/actions/runs/42'

interface Servers {
  manager: Simulator
  github: GitHub
}

function run(
  { manager, github }: Servers,
  inputs: Record<string, string> = {},
  options: Partial<RunOptions> = {}
) {
  return runAction({
    ...options,
    inputs: { url: manager.url, 'github-token': githubToken, ...inputs },
    secrets: [githubToken],
    env: {
      GITHUB_API_URL: github.url,
      GITHUB_SERVER_URL: 'https://github.example.com',
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_SHA: 'a'.repeat(40),
      GITHUB_RUN_ID: '42',
      ...options.env
    }
  })
}

test('each environment gets a deployment, opened before and closed after', async () => {
  await using manager = await startSimulator()
  await using github = await startGitHub()

  const { exitCode, annotations } = await run(
    { manager, github },
    { environment: 'test\nproduction', verify: 'environment' }
  )

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
        { state: 'in_progress', log_url: logUrl },
        { state: 'success', log_url: logUrl, environment_url: 'https://api-test.example.com/' }
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

test.each([
  {
    name: 'a failure',
    fault: { refusal: 500 as const },
    expected: { state: 'failure', description: '1 of 2 deployed, 1 failed: PaymentAPIGroup' }
  },
  {
    name: 'an unknown outcome',
    fault: { response: { body: '' } },
    expected: { state: 'error', description: '1 of 2 deployed, 1 unknown: PaymentAPIGroup' }
  }
])(
  '$name is closed as $expected.state, and what was not attempted is not opened',
  async ({ fault, expected }) => {
    await using manager = await startSimulator({ history: false })
    await using github = await startGitHub()
    manager.injectFault(fault)

    await run(
      { manager, github },
      { group: 'PaymentAPIGroup\nPayoutAPIGroup', environment: 'test\nproduction' }
    )

    const [deployment, ...others] = github.deployments
    expect(deployment?.statuses.at(-1)).toMatchObject(expected)
    expect(others).toEqual([])
  }
)

test('a run that ends before anything is sent opens no deployment', async () => {
  await using manager = await startSimulator()
  await using github = await startGitHub()

  await run({ manager, github }, { token: 'apinizer-expired-token' })

  expect(github.deployments).toEqual([])
})

const testOfSignals = process.platform === 'win32' ? test.skip : test

testOfSignals('a cancelled run closes what it opened', async () => {
  await using manager = await startSimulator()
  await using github = await startGitHub()
  manager.injectFault({ delivery: 'silence' })

  const { outputs } = await run(
    { manager, github },
    {},
    {
      onStart: child => {
        const watch = setInterval(() => {
          if (manager.requests.some(({ call }) => call === 'deploy')) {
            clearInterval(watch)
            child.kill('SIGINT')
          }
        }, 5)
      }
    }
  )

  expect(outputs.result).toBe('cancelled')
  expect(github.deployments).toMatchObject([
    { statuses: [{ state: 'in_progress' }, { state: 'error' }] }
  ])
})

test.each<{ name: string; options: GitHubOptions; expected: string }>([
  {
    name: 'refuses',
    options: {
      fail: () => ({
        status: 403,
        body: { message: 'Resource not accessible by integration' }
      })
    },
    expected: 'deployments: write'
  },
  {
    name: 'does not know the repository',
    options: { fail: () => ({ status: 404, body: { message: 'Not Found' } }) },
    expected: 'deployments: write'
  },
  {
    name: 'has an error',
    options: { fail: () => ({ status: 500, body: { message: 'Server Error' } }) },
    expected: 'Server Error'
  },
  {
    name: 'merges instead',
    options: {
      fail: ({ path }) =>
        path.endsWith('/deployments')
          ? { status: 202, body: { message: 'Auto-merged' } }
          : undefined
    },
    expected: 'no deployment'
  },
  {
    name: 'refuses the last status',
    options: {
      fail: ({ body }) =>
        (body as { state?: string }).state === 'success'
          ? { status: 403, body: { message: 'no' } }
          : undefined
    },
    expected: 'GitHub Deployment'
  },
  { name: 'does not respond', options: { silent: true }, expected: 'did not respond' }
])(
  'when GitHub $name, there is a warning and nothing else changes',
  async ({ options, expected }) => {
    await using manager = await startSimulator()
    await using github = await startGitHub(options)

    const { outputs, annotations } = await run({ manager, github })

    expect(outputs.result).toBe('success')
    expect(annotations).toMatchObject([
      { name: 'warning', properties: { title: 'GitHub Deployment not recorded' } }
    ])
    expect(annotations[0]?.data).toContain(expected)
  }
)

test('a check leaves no record', async () => {
  await using manager = await startSimulator()
  await using github = await startGitHub()

  await run({ manager, github }, { operation: 'check' })

  expect(github.requests).toEqual([])
})

test('without a token GitHub is not called', async () => {
  await using manager = await startSimulator()
  await using github = await startGitHub()

  await run({ manager, github }, { 'github-token': '' })

  expect(github.requests).toEqual([])
})

test.each<{ name: string; env: Record<string, string> }>([
  { name: 'no repository', env: { GITHUB_REPOSITORY: '' } },
  { name: 'an event file that is none', env: { GITHUB_EVENT_PATH: '/' } },
  { name: 'an API address that is none', env: { GITHUB_API_URL: 'not a url' } }
])('$name in the runner’s variables decides nothing', async ({ env }) => {
  await using manager = await startSimulator()
  await using github = await startGitHub()

  const { outputs } = await run({ manager, github }, {}, { env })

  expect(outputs.result).toBe('success')
})

test('a Manager that is slow to tell an environment’s type delays nothing for long', async () => {
  await using manager = await startSimulator()
  await using github = await startGitHub()
  manager.injectFault({
    on: { call: 'environments' },
    after: 1,
    times: Infinity,
    delivery: 'silence'
  })

  const { outputs, durationMs } = await run({ manager, github }, { timeout: '60s' })

  expect(outputs.result).toBe('success')
  expect(durationMs).toBeLessThan(8_000)
  expect(github.deployments).toMatchObject([
    { statuses: [{ state: 'in_progress' }, { state: 'success' }] }
  ])
})

test('one error of GitHub leaves no deployment in progress', async () => {
  await using manager = await startSimulator()
  let failures = 2
  await using github = await startGitHub({
    fail: ({ body }) => {
      const isLast = (body as { state?: string } | undefined)?.state === 'success'
      failures -= isLast ? 1 : 0
      return isLast && failures >= 0 ? { status: 502, body: { message: 'Bad Gateway' } } : undefined
    }
  })

  const { annotations } = await run({ manager, github })

  expect(annotations).toEqual([])
  expect(github.deployments).toMatchObject([
    { statuses: [{ state: 'in_progress' }, { state: 'success' }] }
  ])
})

test('a second step for the same environment does not retire the first one’s', async () => {
  await using manager = await startSimulator()
  await using github = await startGitHub()

  await run({ manager, github })
  await run({ manager, github }, { group: 'PayoutAPIGroup' })

  expect(github.problems).toEqual([])
  expect(github.deployments).toHaveLength(2)
  for (const { body, statuses } of github.deployments) {
    expect(body.description).toMatch(
      /^API Proxy Group (Payment|Payout)APIGroup of project Payments$/
    )
    expect(statuses.map(({ auto_inactive }) => auto_inactive)).toEqual([false, false])
  }
})

test('with skip-if-current nothing is recorded where all targets are current', async () => {
  await using manager = await startSimulator()
  await using github = await startGitHub()

  const { outputs } = await run(
    { manager, github },
    { environment: 'test\nproduction', 'skip-if-current': 'true' }
  )

  expect(outputs.result).toBe('success')
  expect(github.requests).toEqual([])
})

test('github-environment names the environment, with what it stands for', async () => {
  await using manager = await startSimulator()
  await using github = await startGitHub()

  await run(
    { manager, github },
    { environment: 'test\nproduction', 'github-environment': '{project} ({environment})' }
  )

  expect(github.deployments.map(({ body }) => body.environment)).toEqual([
    'Payments (test)',
    'Payments (production)'
  ])
})

test('undeploy sets what was recorded inactive, by the same name', async () => {
  await using manager = await startSimulator()
  await using github = await startGitHub()
  const inputs = { 'github-environment': 'apinizer-{environment}' }
  await run({ manager, github }, { ...inputs, environment: 'test\nproduction' })

  const { outputs, annotations } = await run(
    { manager, github },
    { ...inputs, operation: 'undeploy' }
  )

  const listings = github.requests.filter(({ path }) => path.includes('/deployments?'))
  expect(listings).toMatchObject([{ path: expect.stringContaining('=apinizer-production') }])
  expect({ result: outputs.result, annotations }).toEqual({ result: 'success', annotations: [] })
  expect(github.problems).toEqual([])
  expect(github.deployments).toMatchObject([
    { body: { environment: 'apinizer-test' }, statuses: [{}, { state: 'success' }] },
    {
      body: { environment: 'apinizer-production' },
      statuses: [{}, { state: 'success' }, { state: 'inactive' }]
    }
  ])
})

test('an undeployment that failed leaves the records as they are', async () => {
  await using manager = await startSimulator()
  await using github = await startGitHub()
  await run({ manager, github })
  manager.injectFault({ refusal: 409 })

  await run({ manager, github }, { operation: 'undeploy' })

  expect(github.deployments).toMatchObject([{ statuses: [{}, { state: 'success' }] }])
})
