import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts'
import { deployOnlyToken } from '../../../simulator/world.ts'
import type { Problem } from '../../../src/apinizer/failures.ts'
import { diagnose } from '../../../src/deploy/diagnose.ts'
import { describeMissing, diagnoseEnvironment } from '../../../src/deploy/match-names.ts'
import type { Classification, Target } from '../../../src/deploy/outcome.ts'
import { createErrorResponse, createFailure } from '../../support/responses.ts'
import {
  createRunContext,
  listCalls,
  target,
  type ContextOverrides
} from '../../support/run-context.ts'

const serverMessage = 'It is not found or user does not have privilege to access it!'
const refusal: Problem = createErrorResponse(400, { serverMessage, edition: 'current' })
const rejected: Classification = {
  status: 'failed',
  reason: 'rejected',
  httpStatus: 400,
  serverMessage,
  explanation: 'Check the names.'
}

interface Refused extends ContextOverrides {
  problem?: Problem
  given?: Partial<Target>
}

function diagnoseOn(manager: Simulator, { problem = refusal, given, ...overrides }: Refused = {}) {
  const context = createRunContext(manager, overrides)
  return diagnose({ ...target, ...given }, rejected, problem, context)
}

describe('the name that does not exist is told, with the nearest and all that there are:', () => {
  const rows: { name: string; refused: Refused; expected: string }[] = [
    {
      name: 'the project',
      refused: { project: 'payments' },
      expected:
        'The token’s user sees no project payments. Did you mean Payments? Available: Payments.'
    },
    {
      name: 'the group',
      refused: { given: { group: 'paymentapigroup' } },
      expected:
        'Project Payments has no group paymentapigroup. Did you mean PaymentAPIGroup? ' +
        'Available: PaymentAPIGroup, PayoutAPIGroup.'
    },
    {
      name: 'the environment',
      refused: { given: { environment: 'prodution' } },
      expected:
        'Project Payments has no environment prodution. Did you mean production? ' +
        'Available: test, staging, production.'
    },
    {
      name: 'the group before the environment',
      refused: { given: { group: 'Nothing', environment: 'nowhere' } },
      expected: 'Project Payments has no group Nothing. Available: PaymentAPIGroup, PayoutAPIGroup.'
    }
  ]

  test.each(rows)('$name', async ({ refused, expected }) => {
    await using manager = await startSimulator()

    const result = await diagnoseOn(manager, refused)

    expect(result).toEqual({
      ...rejected,
      diagnosis: expected,
      explanation: 'Names are case-sensitive.'
    })
  })
})

test('a diagnosis is three requests that change nothing', async () => {
  await using manager = await startSimulator()

  await diagnoseOn(manager)

  expect(listCalls(manager).sort()).toEqual(['groups', 'project-environments', 'projects'])
  expect(new Set(manager.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
})

test('the diagnoses of many targets are the same three requests', async () => {
  await using manager = await startSimulator()
  const context = createRunContext(manager)

  await diagnose(target, rejected, refusal, context)
  await diagnose({ ...target, group: 'Other' }, rejected, refusal, context)

  expect(manager.requests).toHaveLength(3)
})

test('an empty 404 from a server that knows no project either is about the address', async () => {
  await using manager = await startSimulator()
  const elsewhere = { url: `${manager.url}/elsewhere` }
  const empty: Problem = { kind: 'response', status: 404, serverMessage: '', defect: 'empty' }

  const result = await diagnose(target, rejected, empty, createRunContext(elsewhere))

  expect(result).toEqual({
    ...rejected,
    docs: 'responses-that-are-not-the-managers',
    explanation: 'No Apinizer API responds at this address: check `url` and its path prefix.'
  })
  expect(manager.requests).toHaveLength(1)
})

test('a refusal that quotes a name with the word permission in it is about the name', async () => {
  await using manager = await startSimulator()

  const result = await diagnoseOn(manager, {
    problem: createErrorResponse(400, {
      edition: 'current',
      serverMessage: 'API Proxy Group (PermissionAPIGroup) is not found'
    }),
    given: { group: 'PermissionAPIGroup' }
  })

  expect(result.diagnosis).toContain('has no group PermissionAPIGroup')
})

test('a long name is compared quickly with thousands', async () => {
  await using manager = await startSimulator()
  const long = (index: number) => `acme-corporation-payment-services-${index}-internal-api`
  manager.injectFault({
    on: { call: 'groups' },
    response: {
      body: {
        status: 'SUCCESS',
        resultList: Array.from({ length: 2_000 }, (_, index) => ({ name: long(index) }))
      }
    }
  })
  const startedAt = performance.now()

  const result = await diagnoseOn(manager, {
    given: { group: 'zz-another-name-of-the-same-length-as-those-xx' }
  })

  expect(result.diagnosis).not.toContain('Did you mean')
  expect(performance.now() - startedAt).toBeLessThan(500)
})

describe('where all names exist, a permission is missing:', () => {
  test.each([
    { operation: 'deploy' as const, permission: 'MANAGE and DEPLOY_UNDEPLOY' },
    { operation: 'undeploy' as const, permission: 'MANAGE and DEPLOY_UNDEPLOY' },
    { operation: 'check' as const, permission: 'VIEW' },
    { operation: 'verify' as const, permission: 'VIEW' }
  ])('$permission for $operation', async ({ operation, permission }) => {
    await using manager = await startSimulator()

    const result = await diagnoseOn(manager, { operation })

    expect(result).toEqual({
      ...rejected,
      explanation:
        'Project, group and environment exist. If the message names no other cause, ' +
        'a permission is missing: give the token’s user ' +
        `API_MANAGEMENT with ${permission}, and access to the environment.`
    })
  })

  test('names in another Unicode form exist', async () => {
    await using manager = await startSimulator()
    const groups = manager.world.projects['Payments']?.groups ?? {}
    Object.assign(groups, { Ödeme: groups['PaymentAPIGroup'] })

    const result = await diagnoseOn(manager, { given: { group: 'Ödeme'.normalize('NFD') } })

    expect(result).not.toHaveProperty('diagnosis')
    expect(result.explanation).toContain('a permission is missing')
  })
})

describe('nothing is added', () => {
  test('where the token may not look', async () => {
    await using manager = await startSimulator()

    const result = await diagnoseOn(manager, {
      token: deployOnlyToken,
      given: { group: 'Nothing' }
    })

    expect(result).toBe(rejected)
  })

  test('where a list has a row that cannot be read, which may be the name', async () => {
    await using manager = await startSimulator()
    manager.injectFault({
      on: { call: 'groups' },
      response: { body: { status: 'SUCCESS', resultList: [{ name: 'A' }, { nom: 'B' }] } }
    })

    const result = await diagnoseOn(manager, { given: { group: 'B' } })

    expect(result).toBe(rejected)
  })

  test('where the lists take longer than 3 s', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: { call: 'any' }, times: Infinity, delivery: 'silence' })
    const startedAt = performance.now()

    const result = await diagnoseOn(manager, { timeoutMs: 60_000 })

    expect(result).toBe(rejected)
    expect(performance.now() - startedAt).toBeLessThan(6_000)
  }, 10_000)

  const otherProblems: { name: string; problem: Problem }[] = [
    {
      name: 'says that a permission is missing',
      problem: createErrorResponse(400, {
        edition: 'current',
        serverMessage: 'User does not have required permission for this operation!'
      })
    },
    { name: 'is a conflict', problem: createErrorResponse(409, { edition: 'current' }) },
    { name: 'is an error of the server', problem: createErrorResponse(500, { edition: 'first' }) },
    { name: 'is a gateway’s', problem: createErrorResponse(403, { defect: 'html' }) },
    { name: 'is no response', problem: createFailure('connect', { sent: false }) }
  ]

  test.each(otherProblems)('after a problem that $name, and nothing is requested', async row => {
    await using manager = await startSimulator()

    const result = await diagnoseOn(manager, {
      problem: row.problem,
      given: { group: 'Nothing' }
    })

    expect(result).toBe(rejected)
    expect(manager.requests).toEqual([])
  })
})

test('an empty 404 may be about a name', async () => {
  await using manager = await startSimulator()

  const result = await diagnoseOn(manager, {
    problem: createErrorResponse(404, { defect: 'empty' }),
    given: { group: 'PaymentApiGroup' }
  })

  expect(result.diagnosis).toContain('Did you mean PaymentAPIGroup?')
})

test('one list that cannot be read does not hide what another one tells', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ on: { call: 'projects' }, refusal: 403 })

  const result = await diagnoseOn(manager, { given: { environment: 'Test' } })

  expect(result.diagnosis).toContain('has no environment Test. Did you mean test?')
})

describe('an environment that is not deployed', () => {
  const diagnoseProduction = (manager: Simulator, environment: string, token?: string) =>
    diagnoseEnvironment(
      { ...target, environment },
      rejected,
      createRunContext(manager, token === undefined ? {} : { token })
    )

  test('is told where it does not exist, in one request', async () => {
    await using manager = await startSimulator()

    const result = await diagnoseProduction(manager, 'Production')

    expect(result).toMatchObject({
      diagnosis: expect.stringContaining('has no environment Production. Did you mean production?'),
      explanation: 'Names are case-sensitive.'
    })
    expect(listCalls(manager)).toEqual(['project-environments'])
  })

  test.each([
    { name: 'where it exists', environment: 'production', token: undefined },
    { name: 'where the token may not look', environment: 'nowhere', token: deployOnlyToken }
  ])('is left as it is $name', async ({ environment, token }) => {
    await using manager = await startSimulator()

    expect(await diagnoseProduction(manager, environment, token)).toBe(rejected)
  })
})

describe('describeMissing', () => {
  const missing = 'There is no group'
  const rows: { name: string; given: string; available: string[]; expected: string }[] = [
    {
      name: 'tells that there is none at all',
      given: 'A',
      available: [],
      expected: 'There is no group A. None is available.'
    },
    {
      name: 'guesses nothing that is far off',
      given: 'Payments',
      available: ['Loans', 'Cards'],
      expected: 'There is no group Payments. Available: Loans, Cards.'
    },
    {
      name: 'takes case, spaces and punctuation for a slip',
      given: 'payment api-group',
      available: ['PaymentApi', 'Payment_API_Group'],
      expected:
        'There is no group payment api-group. Did you mean Payment_API_Group? ' +
        'Available: PaymentApi, Payment_API_Group.'
    },
    {
      name: 'takes one wrong letter in a short name for a slip',
      given: 'UAT',
      available: ['DEV', 'UAX'],
      expected: 'There is no group UAT. Did you mean UAX? Available: DEV, UAX.'
    },
    {
      name: 'takes a quarter of the letters for slips, and no more',
      given: 'abcdefgh',
      available: ['abcdexyz', 'abcdefxy'],
      expected: 'There is no group abcdefgh. Did you mean abcdefxy? Available: abcdexyz, abcdefxy.'
    },
    {
      name: 'names ten and counts the rest',
      given: 'Z',
      available: Array.from({ length: 12 }, (_, index) => `Group${index}`),
      expected:
        'There is no group Z. Available: Group0, Group1, Group2, Group3, Group4, Group5, Group6, ' +
        'Group7, Group8, Group9 and 2 more.'
    }
  ]

  test.each(rows)('$name', ({ given, available, expected }) => {
    expect(describeMissing({ missing, name: given, available })).toBe(expected)
  })

  test.each([
    { name: 'that is there', available: ['Payment'] },
    { name: 'of a list that is not known', available: undefined }
  ])('tells nothing of a name $name', ({ available }) => {
    expect(describeMissing({ missing, name: 'Payment', available })).toBeUndefined()
  })
})
