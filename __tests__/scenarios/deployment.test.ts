import { describe, expect, test } from '@jest/globals'
import type { Edition } from '../../simulator/simulator.ts'
import { fastClock } from '../support/fast-clock.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'
import { forgetDeployment, paymentGroup } from '../support/seeded-world.ts'

const groupPath = '/apiops/projects/Payments/apiProxyGroups/PaymentAPIGroup'

test.each<{ edition: Edition }>([{ edition: 'first' }, { edition: 'current' }])(
  'a confirmed deployment succeeds, $edition edition',
  async ({ edition }) => {
    const run = await runScenario({ options: { edition } })

    expect(run.outputs).toMatchObject({
      success: 'true',
      result: 'success',
      'failed-environments': '[]',
      'failed-groups': '[]',
      'environment-url': '',
      revision: ''
    })
    expect(run.results).toMatchObject([
      {
        environmentName: 'production',
        group: 'PaymentAPIGroup',
        success: true,
        status: 'succeeded',
        reason: 'deployed',
        httpStatus: 200
      }
    ])
    expect(run.annotations).toEqual([])
    expect(run.summary).toContain('<h2>✅ Deployed: <code>production</code></h2>')
  }
)

test('a deployment takes two requests: a look that changes nothing, and the deployment', async () => {
  const { manager } = await runScenario()

  expect(manager.requests).toMatchObject([
    { method: 'GET', path: `${groupPath}/environments/` },
    { method: 'POST', path: `${groupPath}/environments/production/` }
  ])
})

test('each request goes over a connection of its own', async () => {
  const { manager } = await runScenario({ inputs: { environment: 'test\nstaging\nproduction' } })

  const connections = manager.requests.map(({ connection }) => connection)
  expect(new Set(connections).size).toBe(manager.requests.length)
})

test('the token is in the Authorization header of each request and nowhere else', async () => {
  const token = 'aPi+nZ/9~tok&en<"é>=x'

  const { log, exitCode, manager } = await runScenario({
    prepare: ({ world }) => {
      world.tokens[token] = { user: 'ci', permissions: ['MANAGE', 'DEPLOY_UNDEPLOY', 'VIEW'] }
    },
    inputs: { token }
  })

  expect(exitCode).toBe(0)
  expect(log.startsWith(`::add-mask::${token}\n`)).toBe(true)
  for (const { rawHeaders, path, body } of manager.requests) {
    expect(rawHeaders.filter(text => text.includes('aPi'))).toEqual([`Bearer ${token}`])
    expect(path + body).not.toContain('aPi')
  }
})

test('a url may have a path prefix and end in /apiops/', async () => {
  const { exitCode, manager, summary } = await runScenario({
    options: { pathPrefix: '/manager' },
    urlEnding: '/apiops/'
  })

  expect(exitCode).toBe(0)
  expect(manager.requests.at(-1)?.path).toBe(`/manager${groupPath}/environments/production/`)
  expect(summary).toContain(`<a href="${manager.url}">`)
})

describe('the deploy history', () => {
  const env = {
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_SHA: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d',
    GITHUB_RUN_ID: '12345',
    GITHUB_ACTOR: 'octocat'
  }
  const byDefault = 'GitHub Actions: acme/shop@1a2b3c4, run 12345 by octocat'

  test.each<{ name: string; inputs: Record<string, string>; record: object }>([
    {
      name: 'who deployed',
      inputs: {},
      record: { description: expect.stringMatching(`^\\[[0-9a-f]{12}\\] ${byDefault}$`) }
    },
    {
      name: 'the user’s text, and that it is kept',
      inputs: { description: 'v2.1 release', persistent: 'True' },
      record: {
        description: expect.stringMatching(/^\[[0-9a-f]{12}\] v2\.1 release$/),
        persistent: true
      }
    },
    {
      name: '250 characters of a long text',
      inputs: { description: 'x'.repeat(1_000), persistent: 'false' },
      record: { description: expect.stringMatching(/^.{250}$/), persistent: false }
    }
  ])('gets a marker, then $name', async ({ inputs, record }) => {
    const { exitCode, manager } = await runScenario({ inputs, env })

    expect(exitCode).toBe(0)
    expect(paymentGroup(manager).history[0]).toMatchObject(record)
  })

  test('is none on a server of the first edition, which gets no body', async () => {
    const { exitCode, manager } = await runScenario({ options: { edition: 'first' }, env })

    expect(exitCode).toBe(0)
    expect(manager.requests.at(-1)).toMatchObject({ method: 'POST', body: '' })
    expect(manager.requests.at(-1)?.headers['content-type']).toBeUndefined()
  })

  test('is none on a server of the first edition, which refuses a description', async () => {
    const { results, outputs } = await runScenario({
      options: { edition: 'first' },
      inputs: { description: 'v2' }
    })

    expect(results).toMatchObject([{ status: 'failed', reason: 'rejected' }])
    expect(outputs.message).toContain('neither `description` nor `persistent`')
    expect(outputs.message).not.toContain('Check the names')
  })
})

describe('the revision, and the one that was live before,', () => {
  const verified = { verify: 'environment' }

  test('are told of each environment, in log, summary and outputs', async () => {
    const { results, outputs, log, summary } = await runScenario({
      inputs: { ...verified, environment: 'test\nproduction' }
    })

    expect(results).toMatchObject([
      { revision: 4, previousRevision: 1 },
      { revision: 5, previousRevision: 3 }
    ])
    expect(outputs).toMatchObject({
      revision: '5',
      'environment-url': 'https://api.example.com/'
    })
    expect(log).toContain('  Revision 3 → 5\n')
    expect(summary).toContain('Revision 3 → 5')
  })

  test.each<Scenario & { name: string; revision: string }>([
    { name: 'one where it was never deployed before', prepare: forgetDeployment, revision: '4' },
    { name: 'none on a server without a history', options: { history: false }, revision: '' }
  ])('are $name', async ({ revision, ...scenario }) => {
    const { exitCode, outputs, log } = await runScenario({ ...scenario, inputs: verified })

    expect(exitCode).toBe(0)
    expect(outputs.revision).toBe(revision)
    expect(log).not.toContain('→')
  })
})

test.concurrent('a deployment of a minute is waited for', async () => {
  // A minute of the action's clock is three seconds of the server's.
  const { results } = await runScenario({
    options: { deployMs: 3_000 },
    inputs: { timeout: '10m' },
    nodeOptions: fastClock
  })

  expect(results).toMatchObject([{ status: 'succeeded' }])
  expect(results[0]?.durationMs).toBeGreaterThan(50_000)
})
