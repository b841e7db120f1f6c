import { describe, expect, test } from '@jest/globals'
import { deployOnlyToken, viewerToken } from '../../simulator/world.ts'
import { fastClock } from '../support/fast-clock.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'

/** Lets the Manager respond like this to a deployment. */
function respondWith(status: number, body: string | object): Scenario {
  return { fault: { response: { status, body } } }
}

const groups = { nearest: 'PaymentAPIGroup', available: 'PaymentAPIGroup, PayoutAPIGroup' }
const environments = { nearest: 'production', available: 'test, staging, production' }

test.each<Scenario & { name: string; nearest: string; available: string }>([
  { name: 'project', inputs: { project: 'payments' }, nearest: 'Payments', available: 'Payments' },
  { name: 'group', inputs: { group: 'paymentapigroup' }, ...groups },
  {
    name: 'environment, first edition',
    options: { edition: 'first' },
    inputs: { environment: 'prodution' },
    ...environments
  },
  {
    name: 'environment of a check',
    inputs: { operation: 'check', environment: 'prodution' },
    ...environments
  },
  {
    name: 'group of a verification',
    inputs: { operation: 'verify', 'verify-timeout': '1s', group: 'paymentapigroup' },
    ...groups
  }
])('a wrong $name is told with the nearest one and all that there are', async row => {
  const { nearest, available, ...scenario } = row

  const run = await runScenario(scenario)

  expect(run.results).toMatchObject([{ status: 'failed' }])
  expect(run.annotations).toHaveLength(1)
  for (const place of [run.outputs.message, run.annotations[0]?.data, run.summary, run.shown]) {
    const text = place?.replaceAll(/<\/?code>/g, '')
    expect(text).toContain(`Did you mean ${nearest}?`)
    expect(text).toContain(`Available: ${available}.`)
    expect(text).not.toContain('Check the names')
  }
  expect(run.manager.deployments).toEqual([])
})

describe('a refusal says what to do first:', () => {
  test.each<Scenario & { name: string; reason: string; remedy: string }>([
    {
      name: 'an environment that the token’s user may not access',
      prepare: ({ world }) => {
        const permissions = ['VIEW', 'MANAGE', 'DEPLOY_UNDEPLOY']
        world.tokens['token-for-test-alone'] = { user: 'ci', permissions, environments: ['test'] }
      },
      inputs: { token: 'token-for-test-alone' },
      reason: 'rejected',
      remedy: 'has no environment production. Available: test.'
    },
    {
      name: 'a token that may only look',
      inputs: { token: viewerToken },
      reason: 'rejected',
      remedy: 'API_MANAGEMENT with MANAGE and DEPLOY_UNDEPLOY'
    },
    {
      name: 'a wrong name, and a token that may not look',
      inputs: { token: deployOnlyToken, group: 'Paymint' },
      reason: 'rejected',
      remedy: 'Check the names'
    },
    { name: '403', fault: { refusal: 403 }, reason: 'forbidden', remedy: 'DEPLOY_UNDEPLOY' },
    { name: '409', fault: { refusal: 409 }, reason: 'conflict', remedy: 'run this job again' },
    { name: '429', fault: { refusal: 429 }, reason: 'rate-limited', remedy: '`retry-timeout`' },
    { name: '500', fault: { refusal: 500 }, reason: 'server-error', remedy: 'log of the Apinizer' },
    {
      name: 'a firewall’s 403',
      fault: { gateway: 'waf-403' },
      reason: 'forbidden',
      remedy: 'gateway or firewall'
    },
    {
      name: 'a 405',
      fault: { response: { status: 405 } },
      reason: 'rejected',
      remedy: 'gateway or firewall'
    }
  ])('$name', async ({ reason, remedy, ...scenario }) => {
    const run = await runScenario(scenario)

    expect(run.results).toMatchObject([{ status: 'failed', reason }])
    expect(run.annotations).toMatchObject([
      { name: 'error', properties: { title: 'API Proxy Group not deployed' } }
    ])
    for (const text of [run.outputs.message, run.annotations[0]?.data]) {
      expect(text).toContain(remedy)
    }
    expect(run.manager.deployments).toEqual([])
  })
})

test.each<Scenario & { name: string; expected: string[] }>([
  {
    name: 'a page’s title',
    ...respondWith(400, '<!doctype html><title>HTTP Status 400 – Bad Request</title><p>x'),
    expected: ['HTTP Status 400 – Bad Request']
  },
  {
    name: 'a plain text’s first line',
    ...respondWith(400, '\nAmbiguous URI path separator\n\tat org.eclipse.jetty'),
    expected: ['Ambiguous URI path separator']
  },
  {
    name: 'what a slash in a name does',
    options: { springSecurity: true },
    inputs: { group: 'Pay/In' },
    expected: ['Many servers refuse `/`']
  },
  {
    name: '431',
    ...respondWith(431, ''),
    expected: ['headers are too large', 'shorten `headers`']
  }
])('the server’s own words are shown: $name', async ({ expected, ...scenario }) => {
  const run = await runScenario(scenario)

  expect(run.outputs.result).not.toBe('success')
  for (const text of expected) {
    expect(run.outputs.message).toContain(text)
    expect(run.annotations[0]?.data).toContain(text)
  }
  expect(run.outputs.message).not.toContain('org.eclipse')
})

test('the server’s sentence is shown, with what it finds wrong', async () => {
  const body = {
    error: 'validation_failed',
    error_description: 'The group is locked',
    validation_errors: [{ field: 'name', message: 'too long' }]
  }

  const run = await runScenario({ fault: { response: { status: 400, body } } })

  for (const text of [run.outputs.message, run.annotations[0]?.data, run.shown]) {
    expect(text).toContain('The group is locked; name: too long')
  }
  expect(run.summary).toContain('The group is locked')
})

test('a look for the cause that takes long is given up, and the refusal is told', async () => {
  const run = await runScenario({
    faults: (['projects', 'groups', 'project-environments'] as const).map(call => ({
      on: { call },
      times: Infinity,
      delivery: 'silence'
    })),
    // Half a minute of the server's time, and longer than this test may take.
    inputs: { group: 'Paymint', timeout: '10m' },
    nodeOptions: fastClock
  })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'rejected' }])
})
