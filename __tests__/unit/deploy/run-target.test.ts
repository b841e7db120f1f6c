import { describe, expect, test } from '@jest/globals'
import {
  startSimulator,
  type Fault,
  type Simulator,
  type SimulatorOptions
} from '../../../simulator/simulator.ts'
import type { Pod } from '../../../src/apinizer/parse-deployment.ts'
import type { Classification } from '../../../src/deploy/outcome.ts'
import { createOutcome, runTarget } from '../../../src/deploy/run-target.ts'
import {
  countCalls,
  createRunContext,
  findGroup,
  findPods,
  listCalls,
  target,
  type ContextOverrides
} from '../../support/run-context.ts'

const environments = { call: 'environments' } as const
const list = (...resultList: unknown[]) => ({ body: { status: 'SUCCESS', resultList } })
const production = {
  name: 'production',
  deployed: true,
  redeployRequired: false,
  accessUrl: 'https://api.example.com'
}

const remedy =
  'Check the environment’s worker pods in the Apinizer Manager, and raise `verify-timeout` if they need longer.'

const run = (manager: Simulator, overrides: ContextOverrides = {}) =>
  runTarget(target, createRunContext(manager, overrides))

describe('a plain deployment', () => {
  test('makes one request, and no look', async () => {
    await using manager = await startSimulator()

    const outcome = await run(manager)

    expect(outcome).toMatchObject({ target, status: 'succeeded', reason: 'deployed' })
    expect(outcome.durationMs).toBeGreaterThan(0)
    expect(listCalls(manager)).toEqual(['deploy'])
  })

  test('can be undone', async () => {
    await using manager = await startSimulator()

    const outcome = await run(manager, { operation: 'undeploy' })

    expect(outcome).toMatchObject({ status: 'succeeded', reason: 'undeployed' })
    expect(listCalls(manager)).toEqual(['undeploy'])
  })
})

test('a check deploys nothing', async () => {
  await using manager = await startSimulator()

  const outcome = await run(manager, { operation: 'check' })

  expect(outcome).toMatchObject({ status: 'current', reason: 'checked' })
  expect(listCalls(manager)).toEqual(['environments'])
})

describe('a deployment that is verified', () => {
  test('is listed, with its address and its revision', async () => {
    await using manager = await startSimulator()

    const outcome = await run(manager, { verify: 'environment' })

    expect(outcome).toMatchObject({
      status: 'succeeded',
      reason: 'deployed',
      revision: 4,
      accessUrl: 'https://api.example.com',
      explanation:
        'The Manager confirmed it for 2 worker pods. The Manager lists the environment as deployed.'
    })
    expect(listCalls(manager)).toEqual(['deploy', 'environments', 'history'])
  })

  test('is listed by a server of the first edition', async () => {
    await using manager = await startSimulator({ edition: 'first' })

    const outcome = await run(manager, { edition: 'first', verify: 'environment' })

    expect(outcome.status).toBe('succeeded')
    expect(outcome).not.toHaveProperty('revision')
    expect(outcome).not.toHaveProperty('accessUrl')
    expect(listCalls(manager)).toEqual(['deploy', 'environments'])
  })

  test('is served by every worker pod', async () => {
    await using manager = await startSimulator()

    const outcome = await run(manager, { verify: 'routes' })

    expect(outcome).toMatchObject({
      status: 'succeeded',
      explanation:
        'The Manager confirmed it for 2 worker pods. Every worker pod serves all API Proxies of the group (3).'
    })
  })

  test('has failed when it is not listed, and was accepted all the same', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, times: Infinity, response: list() })

    const outcome = await run(manager, { verify: 'routes', verifyTimeoutMs: 50 })

    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'not-verified',
      revision: 4,
      serverMessage: 'the Manager does not list the environment as deployed',
      explanation:
        'The deployment itself was accepted. It was not confirmed within 50 ms ' +
        '(`verify-timeout`). Check the group in the Apinizer Manager, and raise ' +
        '`verify-timeout` if that needs longer.'
    })
    expect(countCalls(manager, 'api-proxies')).toBe(0)
    expect([2, 3]).toContain(countCalls(manager, 'environments'))
  })

  test('has failed when a worker pod does not serve it', async () => {
    await using manager = await startSimulator()
    Object.assign(findPods(manager)[1] ?? {}, { staleMs: 60_000 })

    const outcome = await run(manager, { verify: 'routes' })

    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'not-verified',
      serverMessage: 'payments, refunds, card-vault: http://10.0.2.12:8091 does not serve it yet',
      explanation: expect.stringMatching(/^The deployment itself was accepted\. /)
    })
  })

  const unsupported: {
    name: string
    options?: SimulatorOptions
    fault?: Fault
    verify: 'environment' | 'routes'
    expected: string
  }[] = [
    {
      name: 'routes',
      options: { routeHealth: false },
      verify: 'routes',
      expected:
        'This server cannot tell which routes its worker pods serve (Apinizer before ' +
        '2026.09): use `verify: environment`.'
    },
    {
      name: 'environments',
      fault: { on: environments, response: { status: 404 } },
      verify: 'environment',
      expected: 'This server cannot list the environments of a group, so nothing can be verified.'
    }
  ]

  test.each(unsupported)('has failed at once where the server cannot tell $name', async row => {
    await using manager = await startSimulator(row.options ?? {})
    if (row.fault !== undefined) {
      manager.injectFault(row.fault)
    }

    const outcome = await run(manager, { verify: row.verify, verifyTimeoutMs: 60_000 })

    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'not-verified',
      explanation: `The deployment itself was accepted. ${row.expected}`
    })
  })

  test('has failed at once where the token may not look', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, refusal: 403 })

    const outcome = await run(manager, { verify: 'environment', verifyTimeoutMs: 60_000 })

    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'not-verified',
      explanation:
        'The deployment itself was accepted. ' +
        'Give the token’s user access to the project and the environment, and API_MANAGEMENT with VIEW.'
    })
  })

  test('has failed when the run is cancelled before', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, times: Infinity, response: list() })
    const signal = AbortSignal.timeout(100)

    const outcome = await run(manager, { verify: 'environment', verifyTimeoutMs: 60_000, signal })

    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'not-verified',
      explanation:
        'The deployment itself was accepted. The run was cancelled before it could be verified.'
    })
  })

  test('is not verified when it was refused', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ refusal: 400 })

    const outcome = await run(manager, { verify: 'routes' })

    expect(outcome).toMatchObject({ status: 'failed', reason: 'rejected' })
    expect(countCalls(manager, 'environments')).toBe(0)
  })

  test('keeps the revision of a response that was lost', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ delivery: 'close', commits: true })

    const outcome = await run(manager, { verify: 'environment' })

    expect(outcome).toMatchObject({ status: 'succeeded', revision: 4 })
    expect(countCalls(manager, 'history')).toBe(1)
  })
})

describe('an undeployment that is verified', () => {
  const undeploy: ContextOverrides = { operation: 'undeploy', verify: 'routes' }

  test('is listed and served no longer', async () => {
    await using manager = await startSimulator()

    const outcome = await run(manager, undeploy)

    expect(outcome).toMatchObject({ status: 'succeeded', reason: 'undeployed', revision: 4 })
    expect(outcome).not.toHaveProperty('accessUrl')
    expect(outcome.explanation).toContain('No worker pod serves an undeployed API Proxy')
  })

  test('has failed when it is still listed', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, response: list(production) })

    const outcome = await run(manager, undeploy)

    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'not-verified',
      explanation: expect.stringMatching(/^The undeployment itself was accepted\. /)
    })
  })

  test('has failed when it left an orphan', async () => {
    await using manager = await startSimulator()
    Object.assign(findPods(manager)[0] ?? {}, { keepsServing: true })

    const outcome = await run(manager, undeploy)

    expect(outcome).toMatchObject({
      status: 'failed',
      serverMessage: expect.stringContaining('orphan deployment'),
      explanation:
        'The undeployment itself was accepted. It was not confirmed within 0 ms (`verify-timeout`). ' +
        'Restart those worker pods, or deploy the group again and then undeploy it.'
    })
  })

  test('does not mind an API Proxy that is deployed by itself', async () => {
    await using manager = await startSimulator()
    const own = {
      deployed: { production: { at: Date.now(), redeployRequired: false } },
      revision: 1
    }
    Object.assign(manager.world.projects['Payments'] ?? {}, { apiProxies: { payments: own } })

    const outcome = await run(manager, undeploy)

    expect(outcome.status).toBe('succeeded')
  })
})

describe('a verification of what is live', () => {
  const verify: ContextOverrides = { operation: 'verify', verify: 'environment' }

  test('is one look where the environment is listed as deployed', async () => {
    await using manager = await startSimulator()

    const outcome = await run(manager, verify)

    expect(outcome).toMatchObject({
      status: 'succeeded',
      reason: 'verified',
      accessUrl: 'https://api.example.com',
      explanation: 'The Manager lists the environment as deployed.'
    })
    expect(outcome).not.toHaveProperty('revision')
    expect(listCalls(manager)).toEqual(['environments'])
  })

  test('looks at the routes, too', async () => {
    await using manager = await startSimulator()

    const outcome = await run(manager, { ...verify, verify: 'routes' })

    expect(outcome).toMatchObject({
      status: 'succeeded',
      reason: 'verified',
      explanation: 'Every worker pod serves all API Proxies of the group (3).'
    })
    expect(new Set(manager.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
  })

  test('has failed where a worker pod does not serve it', async () => {
    await using manager = await startSimulator()
    Object.assign(findPods(manager)[0] ?? {}, { unreachable: 'connect timed out' })

    const outcome = await run(manager, { ...verify, verify: 'routes' })

    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'not-verified',
      serverMessage: expect.stringContaining('could not be probed: connect timed out'),
      explanation: `It was not confirmed within 0 ms (\`verify-timeout\`). ${remedy}`
    })
  })

  test('has failed where it is not deployed', async () => {
    await using manager = await startSimulator()
    Reflect.deleteProperty(findGroup(manager).deployed, 'production')

    const outcome = await run(manager, verify)

    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'not-verified',
      serverMessage: 'the Manager does not list the environment as deployed',
      explanation:
        'It was not confirmed within 0 ms (`verify-timeout`). Deploy the group there, or raise ' +
        '`verify-timeout` if a deployment is in progress.'
    })
    expect(outcome).not.toHaveProperty('diagnosis')
  })

  test('says where there is no such environment', async () => {
    await using manager = await startSimulator()
    const context = createRunContext(manager, verify)

    const outcome = await runTarget({ ...target, environment: 'prodution' }, context)

    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'not-verified',
      diagnosis: expect.stringContaining('Did you mean production?'),
      explanation: 'Names are case-sensitive.'
    })
  })

  test('says which name is wrong where the list is refused', async () => {
    await using manager = await startSimulator()
    const context = createRunContext(manager, { ...verify, verifyTimeoutMs: 60_000 })

    const outcome = await runTarget({ ...target, group: 'PaymentApiGroup' }, context)

    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'not-verified',
      diagnosis: expect.stringContaining('Did you mean PaymentAPIGroup?')
    })
  })

  test('does not take a server that knows no routes for a missing permission', async () => {
    await using manager = await startSimulator({ routeHealth: false })

    const outcome = await run(manager, { ...verify, verify: 'routes' })

    expect(outcome).toMatchObject({
      status: 'failed',
      explanation: expect.stringContaining('Apinizer before 2026.09')
    })
    expect(countCalls(manager, 'projects')).toBe(0)
  })

  test('is not attempted when the run is cancelled before', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, times: Infinity, response: list() })
    const signal = AbortSignal.timeout(100)

    const outcome = await run(manager, { ...verify, verifyTimeoutMs: 60_000, signal })

    expect(outcome).toMatchObject({
      status: 'not-attempted',
      reason: 'cancelled',
      explanation: 'The run was cancelled before it could be verified.'
    })
  })
})

describe('the revision that was live before', () => {
  test('is told with that of the deployment, where the history tells both', async () => {
    await using manager = await startSimulator()

    const outcome = await run(manager, { verify: 'environment' })

    expect(outcome).toMatchObject({ revision: 4, previousRevision: 3 })
    expect(countCalls(manager, 'history')).toBe(1)
  })

  test('is none after the first deployment to an environment', async () => {
    await using manager = await startSimulator()
    const group = findGroup(manager)
    group.history = group.history.filter(({ environment }) => environment !== 'production')

    const outcome = await run(manager, { verify: 'environment' })

    expect(outcome.revision).toBe(4)
    expect(outcome).not.toHaveProperty('previousRevision')
  })

  test('is none after an undeployment', async () => {
    await using manager = await startSimulator()
    await run(manager, { operation: 'undeploy' })

    const outcome = await run(manager, { verify: 'environment' })

    expect(outcome.revision).toBe(5)
    expect(outcome).not.toHaveProperty('previousRevision')
  })

  test('costs no request where nothing is verified', async () => {
    await using manager = await startSimulator()

    const outcome = await run(manager)

    expect(outcome).not.toHaveProperty('previousRevision')
    expect(listCalls(manager)).toEqual(['deploy'])
  })
})

describe('with skip-if-current', () => {
  const skip: ContextOverrides = { skipIfCurrent: true }

  test('what is current is not deployed again', async () => {
    await using manager = await startSimulator()

    const outcome = await run(manager, skip)

    expect(outcome).toMatchObject({
      status: 'current',
      reason: 'current',
      accessUrl: 'https://api.example.com',
      explanation: 'Nothing has changed since it was deployed: nothing was sent.'
    })
    expect(listCalls(manager)).toEqual(['environments'])
  })

  const rows: { name: string; response: NonNullable<Fault['response']> }[] = [
    {
      name: 'a redeployment is required',
      response: list({ ...production, redeployRequired: true })
    },
    { name: 'it is not deployed', response: list({ ...production, deployed: false }) },
    {
      name: 'it is not known whether it is deployed',
      response: list({ ...production, deployed: null })
    },
    { name: 'the server does not tell', response: list({ ...production, redeployRequired: null }) },
    { name: 'the flag is a text', response: list({ ...production, redeployRequired: 'false' }) },
    { name: 'it is not listed', response: list({ ...production, name: 'staging' }) },
    {
      name: 'it is listed twice, and differently',
      response: list(production, { ...production, deployed: false })
    },
    {
      name: 'the list is not whole',
      response: { body: { status: 'SUCCESS', resultCount: 2, resultList: [production] } }
    },
    { name: 'the list is an error', response: { status: 500 } }
  ]

  test.each(rows)('deploys where $name', async ({ response }) => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, response })

    const outcome = await run(manager, skip)

    expect(outcome).toMatchObject({ status: 'succeeded', reason: 'deployed' })
    expect(listCalls(manager)).toEqual(['environments', 'deploy'])
  })

  test('an undeployment is not skipped', async () => {
    await using manager = await startSimulator()

    await run(manager, { ...skip, operation: 'undeploy' })

    expect(listCalls(manager)).toEqual(['undeploy'])
  })

  test('the environment needs no second look', async () => {
    await using manager = await startSimulator()

    await run(manager, { ...skip, verify: 'environment' })

    expect(listCalls(manager)).toEqual(['environments'])
  })

  test('routes are verified all the same', async () => {
    await using manager = await startSimulator()

    const outcome = await run(manager, { ...skip, verify: 'routes' })

    expect(outcome).toMatchObject({
      status: 'current',
      explanation:
        'Nothing has changed since it was deployed: nothing was sent. Every worker ' +
        'pod serves all API Proxies of the group (3).'
    })
    expect(countCalls(manager, 'deploy')).toBe(0)
  })

  test('what is current and not served has failed, and nothing was sent', async () => {
    await using manager = await startSimulator()
    Object.assign(findPods(manager)[1] ?? {}, { unreachable: 'connect timed out' })

    const outcome = await run(manager, { ...skip, verify: 'routes' })

    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'not-verified',
      serverMessage: expect.stringContaining('connect timed out'),
      explanation: expect.stringMatching(/^Nothing was sent\. It was not confirmed/)
    })
    expect(countCalls(manager, 'deploy')).toBe(0)
  })
})

test('a crash is told as unknown, and does not reject', async () => {
  await using manager = await startSimulator()
  const context = createRunContext(manager)
  const broken = { ...context.client, deploy: () => Promise.reject(new Error('x is undefined')) }

  const outcome = await runTarget(target, { ...context, client: broken })

  expect(outcome).toMatchObject({
    status: 'unknown',
    reason: 'unexpected-response',
    serverMessage: 'x is undefined',
    explanation: expect.stringMatching(
      /^The action crashed here; this is a bug, please report it\. /
    )
  })
})

describe('an outcome', () => {
  const failed: Classification = {
    status: 'failed',
    reason: 'deployment-failed',
    serverMessage: 'No',
    explanation: 'Check it.',
    httpStatus: 200
  }
  const { sanitize } = createRunContext({ url: 'http://127.0.0.1' })
  const pods = (count: number): Pod[] =>
    Array.from({ length: count }, (_, index) => ({
      name: `worker-${index}`,
      ip: '10.0.0.1',
      success: index !== count - 1,
      message: ''
    }))

  test('keeps what is known', () => {
    expect(createOutcome(target, failed, 12, { sanitize })).toEqual({
      target,
      durationMs: 12,
      ...failed
    })
  })

  test('keeps 200 worker pods in their order', () => {
    const outcome = createOutcome(target, { ...failed, pods: pods(200) }, 12, { sanitize })

    expect(outcome.pods?.map(({ name }) => name)).toEqual(pods(200).map(({ name }) => name))
    expect(outcome.explanation).toBe('Check it.')
  })

  test('keeps 200 of more worker pods, failed ones first', () => {
    const outcome = createOutcome(target, { ...failed, pods: pods(201) }, 12, { sanitize })

    expect(outcome.pods).toHaveLength(200)
    expect(outcome.pods?.slice(0, 2).map(({ name }) => name)).toEqual(['worker-200', 'worker-0'])
    expect(outcome.explanation).toBe('Check it. Only 200 of the 201 worker pods are listed.')
  })

  test('has no server text that was not made safe', () => {
    const shout = (text: string, maxLength = 0) => `${text.toUpperCase()} ${maxLength}`
    const pod = { name: 'w', ip: 'i', success: false, message: 'm', durationMs: 3 }

    const outcome = createOutcome(target, { ...failed, pods: [pod] }, 12, { sanitize: shout })

    expect(outcome).toMatchObject({
      serverMessage: 'NO 0',
      pods: [{ name: 'W 500', ip: 'I 500', message: 'M 500', success: false, durationMs: 3 }]
    })
  })
})

test('nothing is deployed by a run that was cancelled before', async () => {
  await using manager = await startSimulator()
  const group = findGroup(manager)

  const outcome = await run(manager, { signal: AbortSignal.abort(), skipIfCurrent: true })

  expect(outcome).toMatchObject({ status: 'not-attempted', reason: 'cancelled' })
  expect(manager.requests).toEqual([])
  expect(group.revision).toBe(3)
})
