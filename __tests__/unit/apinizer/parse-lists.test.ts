import { describe, expect, test } from '@jest/globals'
import {
  findEnvironment,
  parseListing,
  readEnvironment,
  readHistoryRecord,
  readName,
  readRouteHealth
} from '../../../src/apinizer/parse-lists.ts'
import { createResponse } from '../../support/responses.ts'

const row = { name: 'production' }
const success = { status: 'SUCCESS' }

/** Reads a list of names. */
const parse = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  parseListing(createResponse(body, status, headers), readName)

describe('a listing', () => {
  test.each([
    {
      name: 'the current edition',
      body: { status: 'SUCCESS', resultList: [row], resultCount: 1 },
      expected: { items: ['production'], unreadable: 0, edition: 'current' }
    },
    {
      name: 'the first edition',
      body: { success: true, resultList: [row], resultCount: 1 },
      expected: { items: ['production'], unreadable: 0, edition: 'first' }
    },
    {
      name: 'both at once',
      body: { success: true, status: 'SUCCESS', resultList: [row] },
      expected: { items: ['production'], unreadable: 0, edition: 'current' }
    },
    {
      name: 'the first edition with a null status',
      body: { success: true, status: null, resultList: [row], resultCount: null },
      expected: { items: ['production'], unreadable: 0, edition: 'first' }
    },
    {
      name: 'the current edition with a null flag',
      body: { status: 'SUCCESS', success: null, error: null, resultList: [row] },
      expected: { items: ['production'], unreadable: 0, edition: 'current' }
    },
    {
      name: 'an empty list',
      body: { status: 'SUCCESS', resultList: [] },
      expected: { items: [], unreadable: 0, edition: 'current' }
    },
    {
      name: 'a null list with count 0',
      body: { status: 'SUCCESS', resultList: null, resultCount: 0 },
      expected: { items: [], unreadable: 0, edition: 'current' }
    },
    {
      name: 'no list with count 0',
      body: { success: true, resultCount: 0 },
      expected: { items: [], unreadable: 0, edition: 'first' }
    }
  ])('is read from $name', ({ body, expected }) => {
    expect(parse(body)).toEqual(expected)
  })

  test.each([
    { name: 'a page', body: '<html>' },
    { name: 'JSON that ends early', body: '{"status":"SUCCESS","resultList":[{"name":"a"}' },
    { name: 'a list at the top', body: [row] },
    { name: 'no flag', body: { resultList: [row] } },
    { name: 'null flags', body: { success: null, status: null, resultList: [row] } },
    { name: 'a flag that is a text', body: { success: 'true', resultList: [row] } },
    { name: 'a failure', body: { status: 'FAILURE', resultList: [row] } },
    { name: 'a failure beside a success', body: { ...success, success: false, resultList: [row] } },
    {
      name: 'a success beside a failure',
      body: { status: 'FAILURE', success: true, resultList: [row] }
    },
    {
      name: 'another status beside a success',
      body: { status: 'PARTIAL', success: true, resultList: [row] }
    },
    {
      name: 'a text as a flag beside a success',
      body: { ...success, success: 'true', resultList: [row] }
    },
    {
      name: 'an error beside a success',
      body: { ...success, error: 'internal_error', resultList: [row] }
    },
    {
      name: 'a key that it has twice',
      body: '{"status":"FAILURE","status":"SUCCESS","resultList":[{"name":"production"}]}'
    },
    { name: 'no list', body: success },
    { name: 'a null list', body: { ...success, resultList: null } },
    { name: 'a null list with a count', body: { ...success, resultList: null, resultCount: 1 } },
    { name: 'a list that is an object', body: { ...success, resultList: row } },
    { name: 'a count of more', body: { ...success, resultList: [row], resultCount: 2 } },
    { name: 'a count of fewer', body: { ...success, resultList: [row], resultCount: 0 } },
    { name: 'status 201', body: { ...success, resultList: [row] }, status: 201 },
    { name: 'a cache', body: { ...success, resultList: [row] }, headers: { age: '600' } }
  ])('is not read from $name', ({ body, status, headers }) => {
    expect(parse(body, status, headers)).toBeUndefined()
  })

  test.each([
    { name: 'null', odd: null },
    { name: 'a text', odd: 'staging' },
    { name: 'a list', odd: ['staging'] },
    { name: 'no name', odd: { title: 'staging' } },
    { name: 'a name that is empty', odd: { name: ' ' } },
    { name: 'a name that is a number', odd: { name: 7 } },
    { name: 'a name that would leave a path', odd: { name: '..' } },
    { name: 'a name that a gateway could resolve', odd: { name: 'a/../../Secret' } },
    { name: 'a name that is decoded twice', odd: { name: '%2e%2e/Secret' } },
    { name: 'a name of more than 255 characters', odd: { name: 'x'.repeat(256) } },
    { name: 'a name that a path cannot contain', odd: { name: '\ud800' } },
    { name: 'two names that disagree', odd: { name: 'staging', environmentName: 'test' } },
    { name: 'a failure of its own', odd: { name: 'staging', success: false } },
    { name: 'a flag that is a text', odd: { name: 'staging', success: 'true' } },
    { name: 'an error of its own', odd: { name: 'staging', error: 'boom' } }
  ])('with one row that is or has $name keeps the others', ({ odd }) => {
    const body = { ...success, resultList: [row, odd, { name: 'test' }], resultCount: 3 }

    expect(parse(body)).toEqual({
      items: ['production', 'test'],
      unreadable: 1,
      edition: 'current'
    })
  })

  test('keeps the spaces around a name, because it is sent back', () => {
    const body = { ...success, resultList: [{ name: ' test' }, { name: 'test' }] }

    expect(parse(body)?.items).toEqual([' test', 'test'])
  })

  test('may be large', () => {
    const resultList = Array.from({ length: 20_000 }, (_, index) => ({
      name: `API ${index}`,
      routing: 'x'.repeat(500)
    }))

    const listing = parse({ ...success, resultList, resultCount: 20_000 })

    expect(listing?.items).toHaveLength(20_000)
    expect(listing?.items.at(-1)).toBe('API 19999')
  })
})

describe('readEnvironment', () => {
  const whole = {
    name: 'production',
    type: 'PRODUCTION',
    accessUrl: 'https://api.example.com',
    deployed: true,
    redeployRequired: false
  }

  test('reads both editions', () => {
    expect(readEnvironment(whole)).toEqual(whole)
    expect(readEnvironment({ environmentName: ' test ', deployed: false })).toEqual({
      name: 'test',
      deployed: false,
      redeployRequired: undefined,
      type: undefined,
      accessUrl: undefined
    })
  })

  test.each([
    { fields: { status: 'UNPUBLISHED' }, expected: whole },
    { fields: { status: 'REPUBLISH_REQUIRED' }, expected: whole },
    { fields: { status: 'PUBLISHED', deployed: false }, expected: { ...whole, deployed: false } },
    { fields: { deployed: null }, expected: { ...whole, deployed: undefined } },
    { fields: { deployed: 'true' }, expected: { ...whole, deployed: undefined } },
    { fields: { redeployRequired: true }, expected: { ...whole, redeployRequired: true } },
    { fields: { redeployRequired: null }, expected: { ...whole, redeployRequired: undefined } },
    { fields: { redeployRequired: 'no' }, expected: { ...whole, redeployRequired: undefined } },
    { fields: { environmentName: 'production' }, expected: whole },
    {
      fields: { type: null, accessUrl: 7 },
      expected: { ...whole, type: undefined, accessUrl: undefined }
    },
    { fields: { accessUrl: 'x'.repeat(2_001) }, expected: { ...whole, accessUrl: undefined } }
  ])('with $fields', ({ fields, expected }) => {
    expect(readEnvironment({ ...whole, ...fields })).toEqual(expected)
  })

  test('reads nothing without a name', () => {
    expect(readEnvironment({ deployed: true })).toBeUndefined()
  })
})

describe('readHistoryRecord', () => {
  const record = {
    revision: 8,
    username: 'admin',
    date: '2026-04-16T10:30:00Z',
    description: 'v2.1',
    environment: 'production',
    deploy: true
  }
  const read = {
    revision: 8,
    environment: 'production',
    isDeployment: true,
    description: 'v2.1'
  }

  test.each([
    { fields: {}, expected: {} },
    {
      fields: { description: null, environment: null },
      expected: { environment: undefined, description: '' }
    },
    { fields: { revision: '8' }, expected: { revision: undefined } },
    { fields: { revision: 8.5 }, expected: { revision: undefined } },
    { fields: { deploy: false }, expected: { isDeployment: false } },
    { fields: { deploy: 'true' }, expected: { isDeployment: undefined } }
  ])('with $fields', ({ fields, expected }) => {
    expect(readHistoryRecord({ ...record, ...fields })).toEqual({ ...read, ...expected })
  })
})

describe('readRouteHealth', () => {
  const pod = { routeActive: true, workerPodIp: 'http://10.0.1.11:8091' }
  const other = { ...pod, workerPodIp: 'http://10.0.1.12:8091' }
  const route = {
    routeActive: true,
    podsResponded: 2,
    podsActive: 2,
    deployedInManager: true,
    inconsistent: false,
    pods: [pod, other]
  }
  const read = {
    deployedInManager: true,
    isActive: true,
    isInconsistent: false,
    podsResponded: 2,
    pods: [
      { name: 'http://10.0.1.11:8091', isServing: true, error: undefined },
      { name: 'http://10.0.1.12:8091', isServing: true, error: undefined }
    ],
    isComplete: true
  }

  test.each([
    { name: 'as documented', fields: {}, expected: read },
    {
      name: 'without its optional flags',
      fields: { inconsistent: undefined, deployedInManager: null },
      expected: { ...read, deployedInManager: undefined }
    },
    {
      name: 'that is an orphan',
      fields: { deployedInManager: false, inconsistent: true },
      expected: { ...read, deployedInManager: false, isInconsistent: true }
    },
    {
      name: 'with an undocumented flag of inconsistency',
      fields: { inconsistent: 'false' },
      expected: { ...read, isInconsistent: true }
    },
    {
      name: 'with a Manager’s flag that is a text',
      fields: { deployedInManager: 'true' },
      expected: { ...read, deployedInManager: undefined }
    },
    {
      name: 'without a flag of its own',
      fields: { routeActive: undefined },
      expected: { ...read, isActive: false }
    },
    {
      name: 'with a flag that is a text',
      fields: { routeActive: 'true' },
      expected: { ...read, isActive: false }
    },
    {
      name: 'that no pod responded about',
      fields: { podsResponded: 0, podsActive: 0, pods: null },
      expected: { ...read, podsResponded: 0, pods: [] }
    },
    {
      name: 'without counts',
      fields: { podsResponded: undefined, podsActive: undefined },
      expected: { ...read, podsResponded: 0, isComplete: false }
    },
    {
      name: 'with a count that is a text',
      fields: { podsResponded: '2' },
      expected: { ...read, podsResponded: 0, isComplete: false }
    },
    {
      name: 'with fewer active pods',
      fields: { podsActive: 1 },
      expected: { ...read, isComplete: false }
    },
    {
      name: 'with fewer pods listed than responded',
      fields: { podsResponded: 3, podsActive: 3 },
      expected: { ...read, podsResponded: 3, isComplete: false }
    },
    {
      name: 'with more pods listed than responded',
      fields: { podsResponded: 1, podsActive: 1 },
      expected: { ...read, podsResponded: 1 }
    }
  ])('a route $name', ({ fields, expected }) => {
    expect(readRouteHealth({ ...route, ...fields })).toEqual(expected)
  })

  test.each([
    {
      name: 'that does not serve',
      row: { podName: 'worker-2', routeActive: false },
      expected: { name: 'worker-2', isServing: false, error: undefined }
    },
    {
      name: 'that says so as a text',
      row: { ...pod, routeActive: 'true' },
      expected: { name: 'http://10.0.1.11:8091', isServing: false, error: undefined }
    },
    {
      name: 'that reports a failure beside it',
      row: { ...pod, success: false },
      expected: { name: 'http://10.0.1.11:8091', isServing: false, error: undefined }
    },
    {
      name: 'without a name',
      row: {},
      expected: { name: 'a worker pod', isServing: false, error: undefined }
    },
    {
      name: 'that is not an object',
      row: null,
      expected: { name: 'a worker pod', isServing: false, error: undefined }
    },
    {
      name: 'that could not be probed',
      row: { podName: 'worker-2', routeActive: true, error: 'timed out' },
      expected: { name: 'worker-2', isServing: false, error: 'timed out' }
    },
    {
      name: 'with an error that is not a text',
      row: { podName: 'worker-2', routeActive: true, error: { code: 7 } },
      expected: { name: 'worker-2', isServing: false, error: 'unknown error' }
    },
    {
      name: 'with an empty error',
      row: { podName: 'worker-2', routeActive: true, error: '' },
      expected: { name: 'worker-2', isServing: true, error: undefined }
    }
  ])('a pod $name', ({ row: podRow, expected }) => {
    expect(readRouteHealth({ ...route, pods: [podRow] }).pods).toEqual([expected])
  })
})

describe('rows of one name', () => {
  const row = {
    name: 'production',
    deployed: true,
    redeployRequired: false,
    type: undefined,
    accessUrl: undefined
  }
  const listing = (...items: (typeof row)[]) => ({
    items,
    unreadable: 0,
    edition: 'current' as const
  })

  test('that agree are one', () => {
    expect(findEnvironment(listing(row, { ...row }), 'production')).toEqual(row)
  })

  test.each([
    { name: 'whether it is deployed', over: { deployed: false } },
    { name: 'whether it requires a redeployment', over: { redeployRequired: true } }
  ])('that disagree on $name tell nothing', ({ over }) => {
    const rows = listing(row, { ...row, ...over })

    expect(findEnvironment(rows, 'production')).toEqual({
      ...row,
      deployed: undefined,
      redeployRequired: undefined
    })
  })

  test('are not mistaken for another one', () => {
    expect(findEnvironment(listing(row), 'Production')).toBeUndefined()
  })
})
