import { describe, expect, jest, test } from '@jest/globals'
import type { RequestResult } from '../../../src/apinizer/http.ts'
import type { Outcome } from '../../../src/deploy/outcome.ts'
import {
  connectToGitHub,
  recordGitHubDeployments,
  type GitHubDeploymentOptions
} from '../../../src/report/github-deployment.ts'
import { conflict, createOutcome, current, deployed, lost, type Given } from './capture-report.ts'
import { playGitHub, respond, type PlayedGitHub } from './play-github.ts'

const undeployed = { status: 'succeeded', reason: 'undeployed' } as const
const env = {
  GITHUB_SERVER_URL: 'https://github.example.com',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_RUN_ID: '42'
}

/** Runs a wave for each environment of the outcomes; resolves to the text of the warnings. */
async function record(
  { http }: PlayedGitHub,
  outcomes: Outcome[],
  given: Partial<GitHubDeploymentOptions> = {}
): Promise<string> {
  const observer = recordGitHubDeployments({
    connect: () => http,
    env,
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
    const wave = { environment, targets: ended.map(({ target }) => target) }
    await observer.waveStarts?.(wave)
    for (const outcome of ended) {
      observer.targetEnds?.(outcome, wave)
    }
    await observer.waveEnds?.(wave, ended)
  }
  write.mockRestore()
  return log
}

function listStates({ deployments }: PlayedGitHub): unknown[][] {
  return deployments.map(({ statuses }) => statuses.map(({ state }) => state))
}

describe('a deployment', () => {
  test('is opened and closed for each environment', async () => {
    const github = playGitHub()

    const warnings = await record(
      github,
      [
        createOutcome('Pay on test', deployed),
        createOutcome('Loan on test', deployed),
        createOutcome('Pay on prod', { ...deployed, accessUrl: 'https://api.example.com/' })
      ],
      {
        githubEnvironment: '{project}/{environment}',
        findType: ({ environment }) =>
          Promise.resolve(environment === 'prod' ? 'PRODUCTION' : 'TEST')
      }
    )

    expect(warnings).toBe('')
    const log_url = 'https://github.example.com/acme/shop/actions/runs/42'
    expect(github.deployments).toMatchObject([
      {
        body: {
          ref: 'a'.repeat(40),
          environment: 'Payments/test',
          auto_merge: false,
          required_contexts: [],
          description: 'API Proxy Groups Pay and Loan of project Payments',
          production_environment: false
        },
        statuses: [
          { state: 'in_progress', log_url, auto_inactive: false },
          { state: 'success', log_url, auto_inactive: false, description: '2 of 2 deployed' }
        ]
      },
      {
        body: { environment: 'Payments/prod', production_environment: true },
        statuses: [
          { state: 'in_progress' },
          { state: 'success', environment_url: 'https://api.example.com/' }
        ]
      }
    ])
  })

  test.each<{ given: Given; state: string }>([
    { given: conflict, state: 'failure' },
    { given: lost, state: 'error' },
    { given: { status: 'not-attempted', reason: 'cancelled' }, state: 'error' }
  ])('is closed as $state when a target is $given.status', async ({ given, state }) => {
    const github = playGitHub()

    await record(github, [
      createOutcome('Pay on test', given),
      createOutcome('B on test', deployed)
    ])

    expect(listStates(github)).toEqual([['in_progress', state]])
  })

  test('has descriptions as long as GitHub accepts', async () => {
    const github = playGitHub()

    await record(github, [createOutcome(`${'x'.repeat(250)} on test`, conflict)])

    const [deployment] = github.deployments
    expect(deployment?.body.description).toHaveLength(140)
    expect(deployment?.statuses.at(-1)?.description).toHaveLength(140)
  })

  test('is not recorded where skip-if-current finds all targets current', async () => {
    const github = playGitHub()
    const outcomes = [
      createOutcome('Pay on test', current),
      createOutcome('Pay on prod', current),
      createOutcome('Loan on prod', deployed)
    ]

    await record(github, outcomes, { skipIfCurrent: true })

    expect(github.deployments).toMatchObject([{ body: { environment: 'prod' } }])
    expect(listStates(github)).toEqual([['in_progress', 'success']])
  })
})

describe('an error of GitHub', () => {
  const failOnce = (name: string, result: RequestResult) => {
    const failures = [result]
    return playGitHub(call => (call === name ? failures.pop() : undefined))
  }

  test.each([
    { name: '429', result: respond(429, {}, { 'retry-after': '1' }) },
    { name: '403', result: respond(403, {}, { 'retry-after': '1' }) }
  ])('that limits the rate is waited for: $name', async ({ result }) => {
    const github = failOnce('POST deployments', result)

    expect(await record(github, [createOutcome('Pay on test', deployed)])).toBe('')
    expect(listStates(github)).toEqual([['in_progress', 'success']])
  })

  test('that loses a creation leaves one record', async () => {
    const github = failOnce('POST deployments', { kind: 'timeout', sent: true, detail: '' })

    expect(await record(github, [createOutcome('Pay on test', deployed)])).toBe('')
    expect(github.calls.slice(0, 2)).toEqual(['POST deployments', 'GET deployments'])
    expect(listStates(github)).toEqual([['in_progress', 'success']])
  })

  test('that loses a creation does not take the record of another step for its own', async () => {
    let creations = 0
    const github = playGitHub(call => {
      creations += call === 'POST deployments' ? 1 : 0
      return call === 'POST deployments' && creations === 2 ? respond(502, {}) : undefined
    })
    await record(github, [createOutcome('Pay on test', deployed)])

    await record(github, [createOutcome('Pay on test', deployed)])

    expect(github.deployments).toHaveLength(2)
  })

  test('that hides the record’s progress does not keep it open', async () => {
    const github = failOnce('POST in_progress', respond(502, {}))

    expect(await record(github, [createOutcome('Pay on test', deployed)])).toBe('')
    expect(listStates(github)).toEqual([['success']])
  })

  test.each<{ call: string; result: RequestResult; expected: string }>([
    {
      call: 'POST deployments',
      result: respond(403, { message: 'Resource not accessible by integration' }),
      expected: 'permissions: deployments: write'
    },
    { call: 'POST deployments', result: respond(403, { message: 'No' }), expected: '403: No. The' },
    { call: 'POST deployments', result: respond(404, {}), expected: 'Gitea' },
    {
      call: 'POST deployments',
      result: respond(403, { message: 'Secondary rate limit' }, { 'retry-after': '3600' }),
      expected: 'rate limit. It asks for a pause of 1 h'
    },
    {
      call: 'POST success',
      result: respond(403, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9999999999' }),
      expected: 'pause of'
    },
    { call: 'POST deployments', result: respond(202, {}), expected: 'no deployment' },
    { call: 'POST deployments', result: respond(301, { message: 'Moved' }), expected: 'Moved' }
  ])('that is final is a warning: $expected', async ({ call, result, expected }) => {
    const github = playGitHub(name => (name === call ? result : undefined))

    const warnings = await record(github, [createOutcome('Pay on test', deployed)])

    expect(warnings).toMatch(/^::warning title=GitHub Deployment not recorded::/)
    expect(warnings).toContain(expected)
    expect(warnings.match(/::warning/g)).toHaveLength(1)
    // Neither again, nor anything after it.
    expect(github.calls.indexOf(call)).toBe(github.calls.length - 1)
  })

  test('in a run that is cancelled leaves time for a second try', async () => {
    const github = failOnce('POST error', respond(502, {}))
    const outcome = createOutcome('Pay on test', { status: 'unknown', reason: 'cancelled' })

    await record(github, [outcome], { signal: AbortSignal.abort() })

    // It is not shown as in progress, which would cost time.
    expect(github.calls).toEqual(['POST deployments', 'POST error', 'POST error'])
  })

  test('does not leave a record open when the run is cancelled before the second try', async () => {
    const cancel = new AbortController()
    const github = playGitHub(call => {
      if (call !== 'POST success' || cancel.signal.aborted) {
        return undefined
      }
      setTimeout(() => {
        cancel.abort()
      }, 50)
      return respond(502, {})
    })

    expect(
      await record(github, [createOutcome('Pay on test', deployed)], { signal: cancel.signal })
    ).toBe('')
    expect(listStates(github)).toEqual([['in_progress', 'success']])
  })

  test.each<Partial<GitHubDeploymentOptions>>([
    { env: {} },
    { connect: () => connectToGitHub('', []) }
  ])('and variables that cannot be used are warnings', async given => {
    const github = playGitHub()
    process.env.GITHUB_API_URL = 'not a URL'

    const warnings = await record(github, [createOutcome('Pay on test', deployed)], given)
    delete process.env.GITHUB_API_URL

    expect(warnings).toMatch(/^::warning/)
    expect(github.calls).toEqual([])
  })
})

describe('older records', () => {
  const inactive = ['in_progress', 'success', 'inactive']
  const active = ['in_progress', 'success']
  const deploy = (github: PlayedGitHub, names: string, given: Given = deployed) =>
    record(
      github,
      names.split('').map(name => createOutcome(`${name} on test`, given))
    )

  test.each([
    {
      name: 'of other groups stay, also of the same job',
      runs: ['A', 'B'],
      states: [active, active]
    },
    {
      name: 'of the same groups and of fewer become inactive, also behind inactive ones of others',
      runs: ['B', 'A', 'A', 'AB'],
      states: [inactive, inactive, inactive, active]
    }
  ])('$name', async ({ runs, states }) => {
    const github = playGitHub()
    for (const names of runs) {
      expect(await deploy(github, names)).toBe('')
    }

    expect(listStates(github)).toEqual(states)
  })

  test('are not read behind an inactive one of the same groups', async () => {
    const github = playGitHub()
    for (let index = 0; index < 3; index += 1) {
      await deploy(github, 'A')
    }
    github.calls.length = 0

    await deploy(github, 'A')

    // The list, then the states of the third and the second.
    expect(github.calls.filter(call => call === 'GET deployments')).toHaveLength(3)
  })

  test('stay when the newer one fails', async () => {
    const github = playGitHub()
    await deploy(github, 'A')
    await deploy(github, 'A', conflict)

    expect(listStates(github)).toEqual([active, ['in_progress', 'failure']])
  })
})

describe('an undeployment', () => {
  const undeploy = (github: PlayedGitHub, given: Given = undeployed) =>
    record(github, [createOutcome('Pay on test', given)], { operation: 'undeploy' })

  test('sets the records of its groups inactive, and no others', async () => {
    const github = playGitHub()
    const pay = createOutcome('Pay on test', deployed)
    await record(github, [pay])
    await record(github, [pay, createOutcome('Loan on test', deployed)])
    await record(github, [pay], { project: 'Other' })
    await record(github, [createOutcome('Pay on test', conflict)])
    github.deployments.push({ id: 5, body: { environment: 'test', payload: 'x' }, statuses: [] })

    expect(await undeploy(github)).toBe('')
    expect(listStates(github)).toEqual([
      ['in_progress', 'success', 'inactive'],
      ['in_progress', 'success'],
      ['in_progress', 'success'],
      ['in_progress', 'failure'],
      []
    ])
  })

  test('that failed changes nothing', async () => {
    const github = playGitHub()

    await undeploy(github, conflict)

    expect(github.calls).toEqual([])
  })
})
