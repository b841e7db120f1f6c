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

describe('a listing', () => {
  const row = { name: 'production' }
  const resultList = [row]
  const current = { status: 'SUCCESS', resultList }
  const first = { success: true, resultList }

  /** Reads a list of names. */
  const parse = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
    parseListing(createResponse(body, status, headers), readName)

  test.each([
    { body: { ...current, resultCount: 1 }, expected: { edition: 'current' } },
    { body: { ...first, resultCount: 1 }, expected: { edition: 'first' } },
    { body: { ...first, status: null, resultCount: null }, expected: { edition: 'first' } },
    { body: { ...current, success: null, error: null }, expected: { edition: 'current' } },
    { body: { status: 'SUCCESS', resultList: [] }, expected: { items: [], edition: 'current' } },
    {
      body: { success: true, resultList: null, resultCount: 0 },
      expected: { items: [], edition: 'first' }
    }
  ])('is read from $body', ({ body, expected }) => {
    expect(parse(body)).toEqual({ items: ['production'], isComplete: true, ...expected })
  })

  test.each<{ body: unknown; status?: number; headers?: Record<string, string> }>([
    { body: '<html>' },
    { body: resultList },
    { body: { success: null, status: null, resultList } },
    { body: { success: 'true', resultList } },
    { body: { status: 'FAILURE', resultList } },
    { body: { ...current, success: false } },
    { body: { ...first, status: 'FAILURE' } },
    { body: { ...current, error: 'internal_error' } },
    { body: { ...current, resultList: null, resultCount: 1 } },
    { body: { ...current, resultList: row } },
    { body: { ...current, resultCount: '1' } },
    { body: { ...current, resultCount: 0 } },
    { body: current, status: 201 },
    { body: current, headers: { age: '600' } }
  ])('is not read from $body with status $status', ({ body, status, headers }) => {
    expect(parse(body, status, headers)).toBeUndefined()
  })

  test.each([
    ...[null, 'staging', { title: 'staging' }, { name: ' ' }, { name: 'a/../../Secret' }],
    ...[
      { name: '\ud800' },
      { name: 'x'.repeat(256) },
      { name: 'staging', environmentName: 'test' }
    ],
    ...[{ success: 'true' }, { error: 'boom' }].map(fields => ({
      name: 'staging',
      ...fields
    }))
  ])('with the malformed row %j keeps the others', malformed => {
    const body = { ...current, resultList: [row, malformed, { name: ' x ' }], resultCount: 3 }

    // With the spaces around a name, because it is sent back.
    expect(parse(body)).toEqual({
      items: ['production', ' x '],
      isComplete: false,
      edition: 'current'
    })
  })

  test('of fewer rows than it counts is not complete', () => {
    expect(parse({ ...current, resultCount: 2 })).toMatchObject({
      items: ['production'],
      isComplete: false
    })
  })

  test('takes a name of 255 characters', () => {
    const name = 'x'.repeat(255)

    expect(parse({ ...current, resultList: [{ name }] })?.items).toEqual([name])
  })
})

describe('readEnvironment', () => {
  const row = {
    name: 'production',
    type: 'PRODUCTION',
    accessUrl: 'https://api.example.com',
    deployed: true,
    redeployRequired: false
  }

  test.each([
    { fields: { status: 'REPUBLISH_REQUIRED', environmentName: 'production' }, expected: {} },
    { fields: { name: null, environmentName: 'test' }, expected: { name: 'test' } },
    { fields: { deployed: null }, expected: { deployed: undefined } },
    { fields: { deployed: 'true' }, expected: { deployed: undefined } },
    { fields: { redeployRequired: 'no' }, expected: { redeployRequired: undefined } },
    {
      fields: { type: null, accessUrl: 7 },
      expected: { type: undefined, accessUrl: undefined }
    }
  ])('with $fields', ({ fields, expected }) => {
    expect(readEnvironment({ ...row, ...fields })).toEqual({ ...row, ...expected })
  })

  test('reads nothing without a name', () => {
    expect(readEnvironment({ deployed: true })).toBeUndefined()
  })
})

describe('readHistoryRecord', () => {
  const record = { revision: 8, environment: 'production', description: 'v2.1' }

  test.each([
    { fields: {}, expected: {} },
    { fields: { description: null }, expected: { description: '' } },
    { fields: { environment: null }, expected: { environment: undefined } },
    { fields: { revision: 8.5 }, expected: { revision: undefined } },
    { fields: { deploy: 'true' }, expected: { isDeployment: undefined } }
  ])('with $fields', ({ fields, expected }) => {
    const read = readHistoryRecord({ ...record, deploy: true, username: 'admin', ...fields })

    expect(read).toEqual({ ...record, isDeployment: true, ...expected })
  })
})

describe('readRouteHealth', () => {
  const pod = { routeActive: true, workerPodIp: 'http://10.0.1.11:8091' }
  const route = {
    routeActive: true,
    podsResponded: 2,
    podsActive: 2,
    deployedInManager: true,
    inconsistent: false,
    pods: [pod, pod]
  }
  const readPod = { name: '10.0.1.11', host: '10.0.1.11', isServing: true, error: undefined }
  const read = {
    deployedInManager: true,
    isActive: true,
    isInconsistent: false,
    podsResponded: 2,
    pods: [readPod, readPod],
    isComplete: true
  }

  test.each([
    { fields: { inconsistent: undefined }, expected: {} },
    { fields: { inconsistent: 'false' }, expected: { isInconsistent: true } },
    { fields: { deployedInManager: false }, expected: { deployedInManager: false } },
    { fields: { deployedInManager: 'true' }, expected: { deployedInManager: undefined } },
    { fields: { routeActive: 'true' }, expected: { isActive: false } },
    {
      fields: { podsResponded: 0, podsActive: 0, pods: null },
      expected: { podsResponded: 0, pods: [] }
    },
    {
      fields: { podsResponded: undefined, podsActive: undefined },
      expected: { podsResponded: 0, isComplete: false }
    },
    { fields: { podsActive: 1 }, expected: { isComplete: false } },
    {
      fields: { podsResponded: 3, podsActive: 3 },
      expected: { podsResponded: 3, isComplete: false }
    },
    { fields: { podsResponded: 1, podsActive: 1 }, expected: { podsResponded: 1 } }
  ])('a route with $fields', ({ fields, expected }) => {
    expect(readRouteHealth({ ...route, ...fields })).toEqual({ ...read, ...expected })
  })

  test.each([
    { row: { ...pod, podName: 'worker-2' }, expected: { name: 'worker-2' } },
    { row: { ...pod, routeActive: 'true' }, expected: { isServing: false } },
    { row: { ...pod, success: false }, expected: { isServing: false } },
    { row: { ...pod, status: 'FAILURE' }, expected: { isServing: false } },
    { row: null, expected: { name: 'a worker pod', host: '', isServing: false } },
    { row: { ...pod, workerPodIp: '10.0.1.11:8091' }, expected: {} },
    {
      row: { ...pod, workerPodIp: 'http://[fd00::1]:8091/x' },
      expected: { name: 'fd00::1', host: 'fd00::1' }
    },
    { row: { ...pod, workerPodIp: 'in 2' }, expected: { name: 'in 2', host: 'in 2' } },
    { row: { ...pod, error: 'timed out' }, expected: { isServing: false, error: 'timed out' } },
    { row: { ...pod, error: { code: 7 } }, expected: { isServing: false, error: 'unknown error' } },
    { row: { ...pod, error: '' }, expected: {} }
  ])('the pod $row', ({ row, expected }) => {
    expect(readRouteHealth({ ...route, pods: [row] }).pods).toEqual([{ ...readPod, ...expected }])
  })
})

test.each([
  { other: {}, expected: { deployed: true, redeployRequired: false } },
  { other: { deployed: false }, expected: { deployed: undefined, redeployRequired: undefined } },
  {
    other: { redeployRequired: true },
    expected: { deployed: undefined, redeployRequired: undefined }
  },
  {
    other: { name: 'Pru\u0308fung', deployed: false },
    expected: { deployed: true, redeployRequired: false }
  }
])('of two rows, $other in the second, one name finds $expected', ({ other, expected }) => {
  const row = {
    name: 'Prüfung',
    deployed: true,
    redeployRequired: false,
    type: undefined,
    accessUrl: undefined
  }
  const listing = {
    items: [row, { ...row, ...other }],
    isComplete: true,
    edition: 'current' as const
  }

  expect(findEnvironment(listing, 'Prüfung')).toEqual({ ...row, ...expected })
  expect(findEnvironment(listing, 'PRÜFUNG')).toBeUndefined()
})
