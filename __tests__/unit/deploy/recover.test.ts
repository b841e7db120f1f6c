import { describe, expect, test } from '@jest/globals'
import {
  startSimulator,
  type Fault,
  type HistoryRecord,
  type Simulator,
  type SimulatorOptions
} from '../../../simulator/simulator.ts'
import { now } from '../../../src/apinizer/clock.ts'
import type { Classification } from '../../../src/deploy/outcome.ts'
import { findRevisions } from '../../../src/deploy/history.ts'
import { recover } from '../../../src/deploy/recover.ts'
import { send } from '../../../src/deploy/send.ts'
import {
  countCalls,
  createRunContext,
  findGroup,
  findPods,
  listCalls,
  target,
  type ContextOverrides
} from '../../support/run-context.ts'

const marker = '0123456789ab'

const lost: Classification = {
  status: 'unknown',
  reason: 'connection-lost',
  serverMessage: 'read ECONNRESET',
  explanation: 'The response was lost.'
}

const noEnvironments = { status: 'SUCCESS', resultList: [] }

const proven = 'The response was lost, but the deploy history contains this request.'
const notShown =
  'The deploy history does not contain it so far, which does not prove that it failed.'
const notRead = 'The deploy history could not be read.'
const notAvailable = 'This server has no deploy history, or the token may not read it.'

function addRecord(manager: Simulator, description: string, over: Partial<HistoryRecord> = {}) {
  findGroup(manager).history.unshift({
    revision: 9,
    username: 'admin',
    date: new Date().toISOString(),
    description,
    environment: target.environment,
    deploy: true,
    persistent: false,
    ...over
  })
}

function recoverFrom(
  manager: Simulator,
  overrides: ContextOverrides = {},
  { lookupMs = 0 }: { lookupMs?: number } = {}
) {
  const endsAt = now() + lookupMs
  const context = createRunContext(manager, overrides)
  return recover({ target, marker, endsAt }, lost, context)
}

test('a request without a marker is unknown, and nothing is looked up', async () => {
  await using manager = await startSimulator()
  const context = createRunContext(manager)

  const result = await recover({ target, marker: undefined, endsAt: 0 }, lost, context)

  expect(result).toEqual({
    ...lost,
    explanation:
      'The response was lost. It carried no marker, so it cannot be looked up in a deploy history.'
  })
  expect(manager.requests).toEqual([])
  expect(context.progress).toEqual([])
})

describe('a request that is found and live', () => {
  test('is green, with the proof and the revision', async () => {
    await using manager = await startSimulator()
    addRecord(manager, `[${marker}] v2.1`)
    const context = createRunContext(manager)

    const result = await recover({ target, marker, endsAt: 0 }, lost, context)

    expect(result).toEqual({
      status: 'succeeded',
      reason: 'deployed',
      serverMessage: '',
      revision: 9,
      previousRevision: 3,
      accessUrl: 'https://api.example.com',
      explanation:
        `${proven} The Manager lists the environment as deployed. Every worker pod ` +
        `serves all API Proxies of the group (3).`
    })
    expect(context.progress).toEqual([
      expect.stringMatching(
        /^The response for PaymentAPIGroup on production was lost: searching the deploy history for up to \d+/
      ),
      'The deploy history contains the request for PaymentAPIGroup on production: checking whether it is live'
    ])
  })

  test('is green by the list of environments on a server that knows no route health', async () => {
    await using manager = await startSimulator({ routeHealth: false })
    addRecord(manager, marker)

    const result = await recoverFrom(manager)

    expect(result).toMatchObject({
      status: 'succeeded',
      explanation: `${proven} The Manager lists the environment as deployed.`
    })
  })

  test('is green without a revision or an address that the server does not tell', async () => {
    await using manager = await startSimulator()
    manager.injectFault({
      on: { call: 'history' },
      response: { body: { status: 'SUCCESS', resultList: [{ description: marker }] } }
    })
    manager.injectFault({
      on: { call: 'environments' },
      response: { body: { success: true, resultList: [{ name: 'production', deployed: true }] } }
    })

    const result = await recoverFrom(manager)

    expect(result.status).toBe('succeeded')
    expect(result).not.toHaveProperty('revision')
    expect(result).not.toHaveProperty('accessUrl')
  })

  test('is waited for as long as the server may still be at work', async () => {
    await using manager = await startSimulator()
    addRecord(manager, marker)
    manager.injectFault({ on: { call: 'environments' }, response: { body: noEnvironments } })

    const result = await recoverFrom(manager, {}, { lookupMs: 100 })

    expect(result.status).toBe('succeeded')
    expect(countCalls(manager, 'environments')).toBe(2)
  })
})

const unconfirmed =
  'The response was lost. The deploy history contains this request, but it could not be confirmed as live.'

test('a gateway’s 404 after a pod that does not serve it is no sign of an old server', async () => {
  await using manager = await startSimulator()
  addRecord(manager, marker)
  Object.assign(findPods(manager)[1] ?? {}, { failing: 'Out of memory' })
  manager.injectFault({
    on: { call: 'route-health' },
    after: 3,
    times: Infinity,
    response: { status: 404, body: '' }
  })

  const result = await recoverFrom(manager, {}, { lookupMs: 1_500 })

  expect(result.status).toBe('unknown')
})

test.each([
  { name: 'a page', body: '<html>default backend - 404</html>' },
  { name: 'a text', body: 'default backend - 404' }
])('a 404 that is $name is no sign of an old server', async ({ body }) => {
  await using manager = await startSimulator()
  addRecord(manager, marker)
  manager.injectFault({
    on: { call: 'api-proxies' },
    times: Infinity,
    response: { status: 404, body }
  })

  const result = await recoverFrom(manager)

  expect(result.status).toBe('unknown')
})

test('on an old server, a list that does not tell whether it is current proves nothing', async () => {
  await using manager = await startSimulator({ routeHealth: false })
  addRecord(manager, marker)
  manager.injectFault({
    on: { call: 'environments' },
    times: Infinity,
    response: { body: { status: 'SUCCESS', resultList: [{ name: 'production', deployed: true }] } }
  })

  const result = await recoverFrom(manager)

  expect(result.status).toBe('unknown')
})

describe('a request that is found on an environment that requires a redeployment', () => {
  const requireRedeployment = (manager: Simulator) => {
    findGroup(manager).deployed['production'] = { at: 0, redeployRequired: true }
  }

  test('is unknown', async () => {
    await using manager = await startSimulator({ routeHealth: false })
    addRecord(manager, marker)
    requireRedeployment(manager)

    const result = await recoverFrom(manager)

    expect(result).toEqual({
      ...lost,
      serverMessage: 'the Manager lists changes of the group that are not deployed',
      explanation: unconfirmed
    })
  })

  test('is green once the Manager no longer requires it', async () => {
    await using manager = await startSimulator({ routeHealth: false })
    addRecord(manager, marker)
    requireRedeployment(manager)
    setTimeout(() => {
      findGroup(manager).deployed['production'] = { at: 0, redeployRequired: false }
    }, 50)

    const result = await recoverFrom(manager, {}, { lookupMs: 1_500 })

    expect(result.status).toBe('succeeded')
  })

  test('has failed as an undeployment', async () => {
    await using manager = await startSimulator({ routeHealth: false })
    addRecord(manager, marker, { deploy: false })
    requireRedeployment(manager)

    const result = await recoverFrom(manager, { operation: 'undeploy' })

    expect(result).toMatchObject({ status: 'failed', reason: 'not-verified' })
  })
})

describe('the marker is found', () => {
  const rows = [
    { name: 'as it was sent', description: `[${marker}] v2.1` },
    { name: 'in capital letters', description: `[${marker.toUpperCase()}] V2.1` },
    { name: 'without its brackets', description: `${marker} v2.1` },
    { name: 'behind what the server put before it', description: `API: [${marker}] v2.1` },
    { name: 'in encoded brackets', description: `&#91;${marker}&#93; v2.1` },
    { name: 'at the end of what the server kept', description: `[${marker}` }
  ]

  test.each(rows)('$name', async ({ description }) => {
    await using manager = await startSimulator()
    addRecord(manager, description)

    const result = await recoverFrom(manager)

    expect(result).toMatchObject({ status: 'succeeded', revision: 9 })
  })

  test('among thousands of records', async () => {
    await using manager = await startSimulator()
    addRecord(manager, marker, { revision: 7 })
    for (let revision = 8; revision < 3_000; revision += 1) {
      addRecord(manager, 'Deployed by APIOPS Api', { revision })
    }

    const result = await recoverFrom(manager)

    expect(result).toMatchObject({ status: 'succeeded', revision: 7 })
  })
})

describe('a record that is not ours', () => {
  const rows = [
    { name: 'of the same moment', description: 'Deployed by APIOPS Api' },
    { name: 'with the same text', description: 'v2.1' },
    { name: 'with another marker', description: '[ba9876543210] v2.1' },
    { name: 'with a part of the marker', description: `[${marker.slice(0, 11)}] v2.1` },
    { name: 'without a description', description: '' }
  ]

  test.each(rows)('$name: unknown', async ({ description }) => {
    await using manager = await startSimulator()
    addRecord(manager, description)

    const result = await recoverFrom(manager)

    expect(result).toEqual({ ...lost, explanation: `The response was lost. ${notShown}` })
    expect(listCalls(manager)).toEqual(['history'])
  })
})

describe('a history that cannot tell', () => {
  const rows: { name: string; options?: SimulatorOptions; fault?: Fault; expected: string }[] = [
    { name: 'not known to the server', options: { history: false }, expected: notAvailable },
    { name: 'not permitted', fault: { refusal: 403 }, expected: notAvailable },
    { name: 'HTML', fault: { gateway: 'login-page' }, expected: notRead },
    { name: 'from a cache', fault: { gateway: 'cache' }, expected: notRead },
    { name: 'a gateway’s 502', fault: { gateway: 'nginx-502' }, expected: notRead },
    { name: 'the Manager’s 500', fault: { refusal: 500 }, expected: notRead },
    { name: 'a reset', fault: { delivery: 'reset' }, expected: notRead },
    { name: 'JSON that ends early', fault: { delivery: 'cut-body' }, expected: notRead },
    { name: 'busy', fault: { refusal: 429 }, expected: notRead }
  ]

  test.each(rows)('$name: unknown', async ({ options = {}, fault, expected }) => {
    await using manager = await startSimulator(options)
    addRecord(manager, marker)
    if (fault !== undefined) {
      manager.injectFault({ ...fault, on: { call: 'history' } })
    }

    const result = await recoverFrom(manager)

    expect(result).toEqual({ ...lost, explanation: `The response was lost. ${expected}` })
    expect(listCalls(manager)).toEqual(['history'])
  })
})

describe('the lookup', () => {
  test('goes on after trouble', async () => {
    await using manager = await startSimulator()
    addRecord(manager, marker)
    manager.injectFault({ on: { call: 'history' }, gateway: 'nginx-502' })

    const result = await recoverFrom(manager, {}, { lookupMs: 100 })

    expect(result.status).toBe('succeeded')
    expect(countCalls(manager, 'history')).toBe(2)
  })

  test('goes on while the record is missing, and looks once more at the end', async () => {
    await using manager = await startSimulator()
    setTimeout(addRecord, 60, manager, marker)

    const result = await recoverFrom(manager, {}, { lookupMs: 150 })

    expect(result.status).toBe('succeeded')
    expect(countCalls(manager, 'history')).toBe(2)
  })

  test('goes on for a minimum after the deadline of the request', async () => {
    await using manager = await startSimulator()
    setTimeout(addRecord, 60, manager, marker)

    const result = await recoverFrom(manager, { minLookupMs: 150 }, { lookupMs: -1_000 })

    expect(result.status).toBe('succeeded')
  })

  test('pauses between its looks', async () => {
    await using manager = await startSimulator()

    await recoverFrom(manager, {}, { lookupMs: 1_400 })

    // Pauses of 250 to 500 ms, of 375 to 750 ms, of 560 to 1,125 ms, and the last look at the end.
    expect([4, 5, 6]).toContain(countCalls(manager, 'history'))
  })

  test('ends at once where the server refuses the history', async () => {
    await using manager = await startSimulator({ history: false })

    await recoverFrom(manager, {}, { lookupMs: 60_000 })

    expect(listCalls(manager)).toEqual(['history'])
  })

  test('ends at once where the server asks for more time than there is', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: { call: 'history' }, refusal: { status: 503, retryAfterSeconds: 9 } })

    const result = await recoverFrom(manager, {}, { lookupMs: 5_000 })

    expect(result.explanation).toContain(notRead)
    expect(listCalls(manager)).toEqual(['history'])
  })

  test('gives its last look more time than `timeout`', async () => {
    await using manager = await startSimulator()
    addRecord(manager, marker)
    manager.injectFault({ on: { call: 'history' }, delayMs: 250 })

    const result = await recoverFrom(manager, { timeoutMs: 200 }, { lookupMs: -1_000 })

    expect(result.status).toBe('succeeded')
  })

  test('ends when the run is cancelled, and leaves it unknown', async () => {
    await using manager = await startSimulator()
    const signal = AbortSignal.timeout(60)

    const result = await recoverFrom(manager, { signal }, { lookupMs: 60_000 })

    expect(result).toEqual({ ...lost, explanation: `The response was lost. ${notShown}` })
    expect(listCalls(manager)).toEqual(['history'])
  })
})

describe('a request that is found and not live', () => {
  const unproven = new RegExp(
    `^${proven} It was not confirmed within \\d+ ms\\. ` +
      'Check the environment’s worker pods in the Apinizer Manager\\.$'
  )

  test('has failed where the Manager does not list it', async () => {
    await using manager = await startSimulator()
    addRecord(manager, marker)
    Reflect.deleteProperty(findGroup(manager).deployed, 'production')

    const result = await recoverFrom(manager)

    expect(result).toEqual({
      status: 'failed',
      reason: 'not-verified',
      serverMessage: 'the Manager does not list the environment as deployed',
      revision: 9,
      previousRevision: 3,
      explanation: expect.stringMatching(unproven)
    })
    expect(countCalls(manager, 'api-proxies')).toBe(0)
  })

  test('has failed where a worker pod does not serve it, which is named', async () => {
    await using manager = await startSimulator()
    addRecord(manager, marker)
    Object.assign(findPods(manager)[1] ?? {}, { failing: 'Out of memory' })

    const result = await recoverFrom(manager)

    expect(result).toEqual({
      status: 'failed',
      reason: 'not-verified',
      serverMessage: 'payments, refunds, card-vault: http://10.0.2.12:8091 does not serve it yet',
      revision: 9,
      previousRevision: 3,
      accessUrl: 'https://api.example.com',
      explanation: expect.stringMatching(unproven)
    })
  })

  test('has failed where it left a record and the worker pods kept the old one', async () => {
    await using manager = await startSimulator({ recordFailures: true })
    Object.assign(findPods(manager)[0] ?? {}, { failing: 'Out of memory' })
    manager.injectFault({ delivery: 'close', commits: true })

    const { classification } = await send(target, createRunContext(manager, { timeoutMs: 150 }))

    expect(classification).toMatchObject({ status: 'failed', reason: 'not-verified', revision: 4 })
    expect(countCalls(manager, 'deploy')).toBe(1)
  })
})

describe('a request that is found, and nobody tells whether it is live', () => {
  const rows: { name: string; fault: Fault }[] = [
    { name: 'route health cannot be read', fault: { on: { call: 'route-health' }, refusal: 500 } },
    {
      name: 'route health is a gateway’s',
      fault: { on: { call: 'route-health' }, gateway: 'nginx-502' }
    },
    {
      name: 'one API Proxy has no route health',
      fault: { on: { call: 'route-health' }, refusal: 404 }
    },
    {
      name: 'the API Proxies cannot be read',
      fault: { on: { call: 'api-proxies' }, refusal: 500 }
    },
    {
      name: 'the environments cannot be read',
      fault: { on: { call: 'environments' }, refusal: 500 }
    },
    { name: 'the environments are refused', fault: { on: { call: 'environments' }, refusal: 404 } }
  ]

  test.each(rows)('$name: unknown', async ({ fault }) => {
    await using manager = await startSimulator()
    addRecord(manager, marker)
    manager.injectFault(fault)

    const result = await recoverFrom(manager)

    expect(result).toEqual({
      ...lost,
      serverMessage: expect.any(String),
      explanation: unconfirmed
    })
  })
})

test('a request that is found, in a run that is cancelled before it is live, is unknown', async () => {
  await using manager = await startSimulator()
  addRecord(manager, marker)
  manager.injectFault({
    on: { call: 'environments' },
    times: Infinity,
    response: { body: noEnvironments }
  })
  const signal = AbortSignal.timeout(100)

  const result = await recoverFrom(manager, { signal }, { lookupMs: 60_000 })

  expect(result).toMatchObject({ status: 'unknown', reason: 'connection-lost' })
  expect(result.explanation).toBe(unconfirmed)
})

describe('an undeployment', () => {
  const undeploy: ContextOverrides = { operation: 'undeploy' }

  test('that is found and no longer served is green', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ delivery: 'close', commits: true })

    const { classification } = await send(target, createRunContext(manager, undeploy))

    expect(classification).toEqual({
      status: 'succeeded',
      reason: 'undeployed',
      serverMessage: '',
      revision: 4,
      previousRevision: 3,
      explanation:
        `${proven} The Manager no longer lists the environment as deployed. No worker ` +
        `pod serves an undeployed API Proxy of the group (3 probed).`
    })
    expect(countCalls(manager, 'undeploy')).toBe(1)
  })

  test('that is not found is unknown', async () => {
    await using manager = await startSimulator({ history: false })
    manager.injectFault({ delivery: 'close', commits: false })

    const { classification } = await send(target, createRunContext(manager, undeploy))

    expect(classification).toMatchObject({ status: 'unknown', reason: 'connection-lost' })
    expect(countCalls(manager, 'undeploy')).toBe(1)
  })

  test('that is found and still listed has failed', async () => {
    await using manager = await startSimulator()
    addRecord(manager, marker, { deploy: false })

    const result = await recoverFrom(manager, undeploy)

    expect(result).toMatchObject({
      status: 'failed',
      reason: 'not-verified',
      serverMessage: 'the Manager still lists the environment as deployed'
    })
  })

  test('that left an orphan has failed', async () => {
    await using manager = await startSimulator()
    Object.assign(findPods(manager)[0] ?? {}, { keepsServing: true })
    manager.injectFault({ delivery: 'close', commits: true })

    const overrides = { ...undeploy, timeoutMs: 150 }

    const { classification } = await send(target, createRunContext(manager, overrides))

    expect(classification).toMatchObject({ status: 'failed', reason: 'not-verified' })
    expect(classification.serverMessage).toContain('http://10.0.2.11:8091 still serves it')
  })
})

describe('the revisions of a deployment', () => {
  const find = (manager: Simulator, overrides: ContextOverrides = {}) =>
    findRevisions(target.group, marker, createRunContext(manager, overrides))

  test('are that of its record, and of the deployment that was live before', async () => {
    await using manager = await startSimulator()
    addRecord(manager, 'v1', { revision: 7 })
    addRecord(manager, 'v1.1', { revision: 8, environment: 'test' })
    addRecord(manager, `[${marker}] v2.1`)
    addRecord(manager, 'v3', { revision: 10 })

    expect(await find(manager)).toEqual({ revision: 9, previousRevision: 7 })
  })

  test('are in the order of their numbers, whatever the order of the list', async () => {
    await using manager = await startSimulator()
    const rows = [3, 7, 5, undefined, 9].map(revision => ({
      revision,
      description: revision === 9 ? marker : '',
      environment: 'production',
      deploy: true
    }))
    const response = { body: { status: 'SUCCESS', resultList: rows } }
    manager.injectFault({ on: { call: 'history' }, response })

    expect(await find(manager)).toEqual({ revision: 9, previousRevision: 7 })
  })

  test('are one after an undeployment', async () => {
    await using manager = await startSimulator()
    addRecord(manager, 'v1', { revision: 7, deploy: false })
    addRecord(manager, `[${marker}] v2.1`)

    expect(await find(manager)).toEqual({ revision: 9 })
  })

  test('are one where nothing was live before', async () => {
    await using manager = await startSimulator()
    findGroup(manager).history = []
    addRecord(manager, `[${marker}] v2.1`)

    expect(await find(manager)).toStrictEqual({ revision: 9 })
  })

  test('are none where the server numbers no record', async () => {
    await using manager = await startSimulator()
    const resultList = [{ description: marker, environment: 'production' }]
    const response = { body: { status: 'SUCCESS', resultList } }
    manager.injectFault({ on: { call: 'history' }, response })

    expect(await find(manager)).toEqual({})
  })

  test('are not known without its record', async () => {
    await using manager = await startSimulator()

    expect(await find(manager)).toEqual({})
    expect(listCalls(manager)).toEqual(['history'])
  })

  test('are not known where the history cannot be read', async () => {
    await using manager = await startSimulator({ history: false })

    expect(await find(manager)).toEqual({})
  })

  test('are not looked up without a marker', async () => {
    await using manager = await startSimulator()

    expect(await findRevisions(target.group, undefined, createRunContext(manager))).toEqual({})
    expect(manager.requests).toEqual([])
  })

  test('may take longer than `timeout` to look up', async () => {
    await using manager = await startSimulator()
    addRecord(manager, marker)
    manager.injectFault({ on: { call: 'history' }, delayMs: 60 })

    expect(await find(manager, { timeoutMs: 30 })).toMatchObject({ revision: 9 })
  })
})
