import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault, type SimulatorOptions } from '../../../simulator/simulator.ts'
import { check } from '../../../src/deploy/check.ts'
import {
  createRunContext,
  findClosedPort,
  listCalls,
  target,
  type ContextOverrides
} from '../../support/run-context.ts'

const environments = { call: 'environments' } as const
const projectEnvironments = { call: 'project-environments' } as const

const list = (...resultList: unknown[]) => ({ body: { status: 'SUCCESS', resultList } })
const production = {
  name: 'production',
  deployed: true,
  redeployRequired: false,
  accessUrl: 'https://api.example.com'
}

const details = { httpStatus: 200, serverMessage: '' }
const pending = (explanation: string) => ({
  ...details,
  status: 'pending',
  reason: 'checked',
  explanation
})

describe('a target in the list of the group’s environments', () => {
  const { accessUrl } = production
  const rows: { name: string; row: object; expected: object }[] = [
    {
      name: 'is current',
      row: production,
      expected: {
        ...details,
        status: 'current',
        reason: 'checked',
        accessUrl,
        explanation: 'Deployed, and a deployment would change nothing.'
      }
    },
    {
      name: 'requires a redeployment',
      row: { ...production, redeployRequired: true },
      expected: { ...pending('Deployed, and a deployment would change it.'), accessUrl }
    },
    {
      name: 'may require one',
      row: { ...production, redeployRequired: null },
      expected: {
        ...pending('Deployed; this server does not tell whether a deployment would change it.'),
        accessUrl
      }
    },
    {
      name: 'has no address',
      row: { ...production, accessUrl: null },
      expected: {
        ...details,
        status: 'current',
        reason: 'checked',
        explanation: 'Deployed, and a deployment would change nothing.'
      }
    },
    {
      name: 'is not deployed',
      row: { ...production, deployed: false },
      expected: pending('Not deployed now; a deployment would make it live.')
    },
    {
      name: 'may be deployed',
      row: { ...production, deployed: null },
      expected: pending(
        'The Manager does not tell whether it is deployed; a deployment may change it.'
      )
    }
  ]

  test.each(rows)('$name', async ({ row, expected }) => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, response: list(row) })

    const result = await check(target, createRunContext(manager))

    expect(result).toEqual(expected)
    expect(listCalls(manager)).toEqual(['environments'])
  })
})

test('a target that may be the row that cannot be read is pending, and not told to be new', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ on: environments, response: list({ name: 'test' }, null) })

  const result = await check(target, createRunContext(manager))

  expect(result).toEqual(
    pending('The Manager does not tell whether it is deployed; a deployment may change it.')
  )
})

describe('a target that the group was never deployed to', () => {
  const rows: { name: string; options?: SimulatorOptions; rows?: unknown[]; expected: object }[] = [
    {
      name: 'is pending in a project that has the environment',
      expected: pending('Never deployed there; a deployment would make it live.')
    },
    {
      name: 'is pending on an older server',
      options: { projectEnvironments: 'older' },
      expected: pending('Never deployed there; a deployment would make it live.')
    },
    {
      name: 'is not found in a project that does not have it',
      rows: [{ name: 'Production' }],
      expected: {
        ...details,
        status: 'failed',
        reason: 'not-found',
        diagnosis:
          'Project Payments has no environment production. Did you mean Production? Available: Production.',
        explanation: 'Names are case-sensitive.'
      }
    },
    {
      name: 'is not known where a row cannot be read',
      rows: [{ name: 'test' }, null],
      expected: {
        ...details,
        status: 'failed',
        reason: 'unexpected-response',
        explanation:
          'The project’s list of environments cannot be read whole, so it is not known whether this one exists.'
      }
    }
  ]

  test.each(rows)('$name', async ({ options = {}, rows: given, expected }) => {
    await using manager = await startSimulator(options)
    manager.injectFault({ on: environments, response: list({ ...production, name: 'test' }) })
    if (given !== undefined) {
      manager.injectFault({ on: projectEnvironments, response: list(...given) })
    }

    expect(await check(target, createRunContext(manager))).toEqual(expected)
  })

  test('is the same in another Unicode form', async () => {
    await using manager = await startSimulator()
    const name = 'm\u00fcnchen'
    manager.injectFault({ on: environments, response: list() })
    manager.injectFault({ on: projectEnvironments, response: list({ name }) })
    const city = { ...target, environment: name.normalize('NFD') }

    expect(await check(city, createRunContext(manager))).toMatchObject({ status: 'pending' })
  })
})

describe('a check has failed', () => {
  const rows: { name: string; fault: Fault; reason: string }[] = [
    { name: 'a refusal', fault: { on: environments, refusal: 400 }, reason: 'rejected' },
    { name: 'a refused token', fault: { on: environments, refusal: 401 }, reason: 'unauthorized' },
    {
      name: 'a login page',
      fault: { on: environments, gateway: 'login-page' },
      reason: 'unexpected-response'
    },
    { name: 'a 502', fault: { on: environments, gateway: 'nginx-502' }, reason: 'server-error' },
    { name: 'a reset', fault: { on: environments, delivery: 'reset' }, reason: 'connection-lost' },
    {
      name: 'a refusal of the project’s environments',
      fault: { on: projectEnvironments, refusal: 403 },
      reason: 'forbidden'
    },
    {
      name: 'no response about the project’s environments',
      fault: { on: projectEnvironments, delivery: 'silence' },
      reason: 'timeout'
    }
  ]

  test.each(rows)('after $name, never unknown', async ({ fault, reason }) => {
    await using manager = await startSimulator()
    manager.injectFault({ ...fault, times: Infinity })
    manager.injectFault({ on: environments, response: list() })

    const result = await check(target, createRunContext(manager, { timeoutMs: 200 }))

    expect(result).toMatchObject({ status: 'failed', reason })
  })

  test('without a connection', async () => {
    const url = `http://127.0.0.1:${await findClosedPort()}`

    const result = await check(target, createRunContext({ url }))

    expect(result).toMatchObject({ status: 'failed', reason: 'connection-failed', endsRun: true })
  })
})

test('a check waits for a Manager that is down, within `retry-timeout`', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ on: environments, gateway: 'nginx-502' })
  manager.injectFault({ on: projectEnvironments, gateway: 'nginx-502' })
  const context = createRunContext(manager, { retryTimeoutMs: 60 })

  const result = await check({ ...target, environment: 'nowhere' }, context)

  expect(result).toMatchObject({ status: 'failed', reason: 'not-found' })
  expect(context.progress).toHaveLength(2)
})

test('a check sends GETs only, each once for several targets', async () => {
  await using manager = await startSimulator()
  const overrides: ContextOverrides = { operation: 'check' }
  const context = createRunContext(manager, overrides)

  await check(target, context)
  await check({ ...target, environment: 'nowhere' }, context)
  await check({ ...target, environment: 'elsewhere' }, context)

  expect(new Set(manager.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
  expect(listCalls(manager)).toEqual(['environments', 'project-environments'])
})
