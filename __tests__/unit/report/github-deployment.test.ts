import { once } from 'node:events'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Outcome } from '../../../src/deploy/outcome.ts'
import type { Wave } from '../../../src/deploy/plan.ts'
import {
  recordGitHubDeployments,
  type GitHubDeploymentOptions
} from '../../../src/report/github-deployment.ts'
import { createOutcome } from '../../support/capture-report.ts'
import { makeAuthority } from '../../../tools/certificates.ts'
import { startGitHub, type GitHub, type GitHubOptions } from '../../support/github.ts'
import { startProxy } from '../../support/proxy.ts'
import { parseLog } from '../../../tools/runner-commands.ts'

const before = { ...process.env }
const deployed = { status: 'succeeded', reason: 'deployed' } as const
const current = { status: 'current', reason: 'current' } as const
const undeployed = { status: 'succeeded', reason: 'undeployed' } as const
const conflict = { status: 'failed', reason: 'conflict' } as const

let github: GitHub

beforeEach(() => {
  Object.assign(process.env, {
    GITHUB_SERVER_URL: 'https://github.example.com',
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_RUN_ID: '42'
  })
})

afterEach(async () => {
  process.env = { ...before }
  await github.close()
})

async function start(options?: GitHubOptions): Promise<void> {
  github = await startGitHub(options)
  process.env.GITHUB_API_URL = github.url
}

/** Runs a wave for each environment of the outcomes; resolves to the warnings. */
async function record(
  outcomes: Outcome[],
  given: Partial<GitHubDeploymentOptions> = {}
): Promise<string[]> {
  const observer = recordGitHubDeployments({
    token: 'ghs_secret',
    caCertificates: [],
    operation: 'deploy',
    project: 'Payments',
    skipIfCurrent: false,
    githubEnvironment: '{environment}',
    findType: () => Promise.resolve(undefined),
    signal: new AbortController().signal,
    ...given
  })
  let log = ''
  const write = jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    log += String(text)
    return true
  })
  for (const environment of new Set(outcomes.map(({ target }) => target.environment))) {
    const ended = outcomes.filter(({ target }) => target.environment === environment)
    const wave: Wave = { environment, targets: ended.map(({ target }) => target) }
    await observer.waveStarts?.(wave)
    for (const outcome of ended) {
      observer.targetEnds?.(outcome, wave)
    }
    await observer.waveEnds?.(wave, ended)
  }
  write.mockRestore()
  return parseLog(log).flatMap(({ command }) => (command?.name === 'warning' ? [command.data] : []))
}

function listStates(): unknown[][] {
  return github.deployments.map(({ statuses }) => statuses.map(({ state }) => state))
}

describe('deploy', () => {
  test('opens a deployment for each environment and closes it', async () => {
    await start()

    const warnings = await record([
      createOutcome('Pay on test', deployed),
      createOutcome('Loan on test', deployed),
      createOutcome('Pay on prod', { ...deployed, accessUrl: 'https://api.example.com/' })
    ])

    expect({ warnings, problems: github.problems }).toEqual({ warnings: [], problems: [] })
    const log_url = 'https://github.example.com/acme/shop/actions/runs/42'
    expect(github.deployments).toMatchObject([
      {
        body: {
          ref: 'a'.repeat(40),
          environment: 'test',
          auto_merge: false,
          required_contexts: [],
          description: 'API Proxy Groups Pay and Loan of project Payments'
        },
        statuses: [
          { state: 'in_progress', log_url, auto_inactive: false },
          { state: 'success', log_url, auto_inactive: false, description: '2 of 2 deployed' }
        ]
      },
      {
        body: {
          environment: 'prod',
          description: 'API Proxy Group Pay of project Payments'
        },
        statuses: [
          { state: 'in_progress' },
          { state: 'success', environment_url: 'https://api.example.com/' }
        ]
      }
    ])
    const [request] = github.requests
    expect(request?.headers.authorization).toBe('Bearer ghs_secret')
  })

  test('names the environment as it is told, and knows production by its type', async () => {
    await start()

    await record([createOutcome('Pay on test', deployed), createOutcome('Pay on prod', deployed)], {
      githubEnvironment: '{project}/{environment}',
      findType: ({ environment }) => Promise.resolve(environment === 'prod' ? 'PRODUCTION' : 'TEST')
    })

    expect(github.deployments.map(({ body }) => body)).toMatchObject([
      { environment: 'Payments/test', production_environment: false },
      { environment: 'Payments/prod', production_environment: true }
    ])
  })

  test.each<{ name: string; given: Parameters<typeof createOutcome>[1]; expected: object }>([
    {
      name: 'failed',
      given: conflict,
      expected: { state: 'failure', description: '1 of 2 deployed, 1 failed: Pay' }
    },
    {
      name: 'unknown',
      given: { status: 'unknown', reason: 'timeout' },
      expected: { state: 'error', description: '1 of 2 deployed, 1 unknown: Pay' }
    },
    {
      name: 'cancelled',
      given: { status: 'not-attempted', reason: 'cancelled' },
      expected: { state: 'error', description: '1 of 2 deployed, 1 not attempted' }
    }
  ])('closes with $expected.state when a target is $name', async ({ given, expected }) => {
    await start()

    await record([createOutcome('Pay on test', given), createOutcome('Loan on test', deployed)])

    expect(github.deployments[0]?.statuses.at(-1)).toMatchObject(expected)
  })

  test('keeps to GitHub’s limit for descriptions', async () => {
    await start()
    const group = 'x'.repeat(250)

    const warnings = await record([createOutcome(`${group} on test`, conflict)])

    expect({ warnings, problems: github.problems }).toEqual({ warnings: [], problems: [] })
    expect(github.deployments[0]?.body.description).toHaveLength(140)
    expect(github.deployments[0]?.statuses.at(-1)?.description).toHaveLength(140)
  })

  test('with skip-if-current, records nothing where all targets are current', async () => {
    await start()
    const outcomes = [
      createOutcome('Pay on test', current),
      createOutcome('Loan on test', current),
      createOutcome('Pay on prod', current),
      createOutcome('Loan on prod', deployed)
    ]

    await record(outcomes, { skipIfCurrent: true })

    expect(github.deployments).toMatchObject([{ body: { environment: 'prod' } }])
    expect(listStates()).toEqual([['in_progress', 'success']])
  })

  test('closes with several tries', async () => {
    let failures = 2
    await start({
      fail: ({ body }) => {
        const { state } = Object(body) as { state?: string }
        failures -= Number(state === 'success')
        return state === 'success' && failures >= 0
          ? { status: 502, body: { message: 'Bad gateway' } }
          : undefined
      }
    })

    const warnings = await record([createOutcome('Pay on test', deployed)])

    expect(warnings).toEqual([])
    expect(listStates()).toEqual([['in_progress', 'success']])
  })

  test('gives up closing in time when the run is cancelled', async () => {
    await start({
      fail: ({ body }) => {
        const { state } = Object(body) as { state?: string }
        return state === 'error' ? { status: 502, body: { message: 'Bad gateway' } } : undefined
      }
    })
    const startedAt = performance.now()
    const outcome = createOutcome('Pay on test', { status: 'unknown', reason: 'cancelled' })

    const warnings = await record([outcome], { signal: AbortSignal.abort() })

    expect(warnings).toEqual([expect.stringContaining('Bad gateway')])
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    // Created, not shown as in progress, and two tries to close it.
    expect(github.requests).toHaveLength(3)
  })

  test('is closed although it could not be shown as in progress', async () => {
    await start({
      fail: ({ body }) => {
        const { state } = Object(body) as { state?: string }
        return state === 'in_progress' ? { status: 502, body: {} } : undefined
      }
    })

    const warnings = await record([createOutcome('Pay on test', deployed)])

    expect(warnings).toEqual([])
    expect(listStates()).toEqual([['success']])
  })
})

describe('errors of GitHub are warnings:', () => {
  const isCreation = ({ path }: { path: string }) => path.endsWith('/deployments')

  test.each<{ name: string; options: GitHubOptions; expected: string }>([
    {
      name: 'no permission',
      options: { fail: () => ({ status: 403, body: { message: 'Not accessible' } }) },
      expected: 'Give the job `permissions: deployments: write`.'
    },
    {
      name: 'a broken server',
      options: { fail: () => ({ status: 500, body: { message: 'Server Error' } }) },
      expected: 'Server Error'
    },
    {
      name: 'a merge instead',
      options: {
        fail: request => (isCreation(request) ? { status: 202, body: { message: 'x' } } : undefined)
      },
      expected: 'GitHub created no deployment'
    },
    {
      name: 'a redirect',
      options: { fail: () => ({ status: 301, body: { message: 'Moved' } }) },
      expected: 'GitHub responded with 301: Moved'
    },
    {
      name: 'a final status that is refused',
      options: {
        fail: ({ body }) =>
          (Object(body) as { state?: string }).state === 'success'
            ? { status: 422, body: { message: 'Not so' } }
            : undefined
      },
      expected: 'Closing the GitHub Deployment for test: GitHub responded with 422: Not so'
    },
    { name: 'silence', options: { silent: true }, expected: 'GitHub did not respond within 2 s.' }
  ])('$name', async ({ options, expected }) => {
    await start(options)

    const warnings = await record([createOutcome('Pay on test', deployed)])

    expect(warnings).toEqual([expect.stringContaining(expected)])
  })

  test('a run outside of a repository', async () => {
    await start()
    process.env.GITHUB_REPOSITORY = ''

    const warnings = await record([createOutcome('Pay on test', deployed)])

    expect(warnings).toEqual([expect.stringContaining('GITHUB_REPOSITORY')])
  })
})

describe('undeploy', () => {
  test('sets the deployments of the groups inactive, and no others', async () => {
    await start()
    const pay = createOutcome('Pay on test', deployed)
    const loan = createOutcome('Loan on test', deployed)
    await record([pay])
    await record([pay, loan])
    await record([pay], { project: 'Other' })
    await record([createOutcome('Pay on prod', deployed)])
    await record([createOutcome('Pay on test', conflict)])

    const warnings = await record([createOutcome('Pay on test', undeployed)], {
      operation: 'undeploy'
    })

    expect({ warnings, problems: github.problems }).toEqual({ warnings: [], problems: [] })
    expect(listStates()).toEqual([
      ['in_progress', 'success', 'inactive'],
      ['in_progress', 'success'],
      ['in_progress', 'success'],
      ['in_progress', 'success'],
      ['in_progress', 'failure']
    ])
  })

  test('does not look further back than the last one that was undeployed', async () => {
    await start()
    const undeploy = () =>
      record([createOutcome('Pay on test', undeployed)], { operation: 'undeploy' })
    for (let index = 0; index < 3; index += 1) {
      await record([createOutcome('Pay on test', deployed)])
    }
    await undeploy()
    await record([createOutcome('Pay on test', deployed)])
    github.requests.length = 0

    await undeploy()

    expect(listStates()).toEqual(Array(4).fill(['in_progress', 'success', 'inactive']))
    expect(github.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST', 'GET'])
  })

  test('changes nothing when it failed', async () => {
    await start()

    await record([createOutcome('Pay on test', conflict)], { operation: 'undeploy' })

    expect(github.requests).toEqual([])
  })

  test('takes deployments of other tools as they are', async () => {
    await start()
    await fetch(`${github.url}/repos/acme/shop/deployments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ref: 'main', environment: 'test', payload: 'text' })
    })

    const warnings = await record([createOutcome('Pay on test', undeployed)], {
      operation: 'undeploy'
    })

    expect(warnings).toEqual([])
    expect(listStates()).toEqual([[]])
  })
})

describe('a GitHub Enterprise Server', () => {
  test('with a certificate of the CA that is given is reached, and no other', async () => {
    await start()
    const ca = await makeAuthority('Acme CA')
    const server = https.createServer(await ca.issue(), (_, response) => {
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":1}')
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    process.env.GITHUB_API_URL = `https://localhost:${(server.address() as AddressInfo).port}/api/v3`
    const outcomes = [createOutcome('Pay on test', deployed)]

    const trusted = await record(outcomes, { caCertificates: [ca.cert] })
    const untrusted = await record(outcomes)
    server.close()
    server.closeAllConnections()

    expect(trusted).toEqual([])
    expect(untrusted).toEqual([expect.stringMatching(/certificate/)])
  })

  test('is reached through the runner’s proxy', async () => {
    await start()
    const proxy = await startProxy()
    process.env.http_proxy = proxy.url
    process.env.GITHUB_API_URL = 'http://github.internal/api/v3'

    await record([createOutcome('Pay on test', deployed)])
    await proxy.close()

    expect(proxy.requests[0]).toBe('http://github.internal/api/v3/repos/acme/shop/deployments')
  })
})
