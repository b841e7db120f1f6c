import { afterEach, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../simulator/simulator.ts'
import { startGitHub, type GitHub, type GitHubOptions } from './support/github.ts'
import { runAction, type RunOptions } from './support/run-action.ts'

const githubToken = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz'

let manager: Simulator
let github: GitHub
const start = async (options?: GitHubOptions) => {
  manager = await startSimulator()
  github = await startGitHub(options)
}
afterEach(() => Promise.all([manager.close(), github.close()]))

const run = (inputs: Record<string, string> = {}, options: Partial<RunOptions> = {}) =>
  runAction({
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

test('each environment gets a deployment, opened before and closed after', async () => {
  await start()
  const { exitCode, annotations } = await run({
    environment: 'test\nproduction',
    verify: 'environment'
  })
  expect({ exitCode, annotations, problems: github.problems }).toEqual({
    exitCode: 0,
    annotations: [],
    problems: []
  })
  expect(github.deployments).toMatchObject([
    {
      body: { ref: 'a'.repeat(40), environment: 'test', auto_merge: false, required_contexts: [] },
      statuses: [
        { state: 'in_progress', log_url: 'https://github.example.com/acme/shop/actions/runs/42' },
        {
          state: 'success',
          log_url: 'https://github.example.com/acme/shop/actions/runs/42',
          environment_url: expect.stringContaining('https://')
        }
      ]
    },
    {
      body: { environment: 'production' },
      statuses: [{ state: 'in_progress' }, { state: 'success' }]
    }
  ])
  expect(
    github.requests.every(({ headers }) => headers.authorization === `token ${githubToken}`)
  ).toBe(true)
})

test('production is told apart by the environment’s type, where the Manager lists it', async () => {
  await start()
  await run({ environment: 'test\nproduction' })
  expect(github.deployments.map(({ body }) => body)).toMatchObject([
    { production_environment: false },
    { production_environment: true }
  ])
})

test('a failure is closed as failure, an unknown outcome as error, and what was not attempted is not opened', async () => {
  await start()
  manager.misbehave({ answer: { status: 500 } })
  const group = 'PaymentAPIGroup\nPayoutAPIGroup'
  await run({ group, environment: 'test\nproduction' })
  manager.misbehave({ answer: { body: '' } })
  await run({ group, environment: 'test' })
  expect(github.deployments.map(({ statuses }) => statuses.at(-1))).toMatchObject([
    { state: 'failure', description: '1 of 2 deployed' },
    { state: 'error', description: '1 of 2 deployed' }
  ])
  expect(github.problems).toEqual([])
})

;(process.platform === 'win32' ? test.skip : test)(
  'a cancelled run closes what it opened',
  async () => {
    await start()
    manager.misbehave({ ending: 'silence' })
    const { outputs } = await run(
      {},
      {
        onStart: child => {
          const waiting = setInterval(() => {
            if (!manager.requests.some(({ call }) => call === 'deploy')) return
            clearInterval(waiting)
            child.kill('SIGINT')
          }, 5)
        }
      }
    )
    expect(outputs.result).toBe('cancelled')
    expect(github.deployments).toMatchObject([
      { statuses: [{ state: 'in_progress' }, { state: 'error' }] }
    ])
  }
)

test.each<[string, GitHubOptions, string]>([
  [
    'refuses',
    { fail: () => ({ status: 403, body: { message: 'Resource not accessible by integration' } }) },
    'deployments: write'
  ],
  [
    'does not know the repository',
    { fail: () => ({ status: 404, body: { message: 'Not Found' } }) },
    'deployments: write'
  ],
  [
    'is broken',
    { fail: () => ({ status: 500, body: { message: 'Server Error' } }) },
    'Server Error'
  ],
  [
    'merges instead',
    {
      fail: request =>
        request.path.endsWith('/deployments')
          ? { status: 202, body: { message: 'Auto-merged' } }
          : undefined
    },
    'made no deployment'
  ],
  [
    'answers with nothing',
    {
      fail: request =>
        request.path.endsWith('/deployments') ? { status: 201, body: null } : undefined
    },
    'made no deployment'
  ],
  [
    'refuses the last status',
    {
      fail: request =>
        (request.body as { state?: string }).state === 'success'
          ? { status: 403, body: { message: 'no' } }
          : undefined
    },
    'Closing the GitHub Deployment'
  ],
  ['is silent', { silent: true }, 'aborted']
])('when GitHub %s, there is a warning and nothing else changes', async (_, options, words) => {
  await start(options)
  const { exitCode, annotations, outputs } = await run()
  expect(exitCode).toBe(0)
  expect(outputs.result).toBe('success')
  expect(annotations).toMatchObject([
    {
      name: 'warning',
      properties: { title: 'GitHub Deployment not recorded' },
      data: expect.stringContaining(words)
    }
  ])
})

test.each(['check', 'undeploy'])('operation %s leaves no record', async operation => {
  await start()
  expect((await run({ operation })).exitCode).toBe(0)
  expect(github.requests).toEqual([])
})

test('without a token GitHub is not asked, and its client is not loaded', async () => {
  await start()
  const { exitCode } = await run({ 'github-token': '' })
  expect(exitCode).toBe(0)
  expect(github.requests).toEqual([])
})

test('without what the runner tells about the repository there is a warning', async () => {
  await start()
  const { exitCode, annotations } = await run({}, { env: { GITHUB_REPOSITORY: '' } })
  expect(exitCode).toBe(0)
  expect(annotations).toMatchObject([
    { name: 'warning', data: expect.stringContaining('GITHUB_REPOSITORY') }
  ])
})

test.each<[string, Record<string, string>]>([
  ['an event file that is none', { GITHUB_EVENT_PATH: '/' }],
  ['an API address that is none', { GITHUB_API_URL: 'not a url' }]
])('%s decides nothing', async (_, env) => {
  await start()
  const { exitCode, outputs } = await run({}, { env })
  expect({ exitCode, result: outputs.result }).toEqual({ exitCode: 0, result: 'success' })
})

test('a Manager that is slow to list its environments delays nothing for long', async () => {
  await start()
  manager.misbehave({ on: { call: 'environments' }, times: Infinity, ending: 'silence' })
  const { exitCode, durationMs } = await run({ timeout: '60s' })
  expect(exitCode).toBe(0)
  expect(durationMs).toBeLessThan(6_000)
  expect(github.deployments).toMatchObject([
    { statuses: [{ state: 'in_progress' }, { state: 'success' }] }
  ])
})
