import { describe, expect, test } from '@jest/globals'
import {
  readHistory,
  readListedEnvironments,
  readNames,
  readRouteProblems
} from '../src/apinizer/lists.ts'
import { answered, lost } from './support/replies.ts'

/** The Manager's lists: each is read whole, or not at all. */
const list = (...resultList: unknown[]) => answered({ status: 'SUCCESS', resultList })

describe('whatever the list', () => {
  const item = { name: 'production' }
  test.each<[string, ReturnType<typeof answered>]>([
    ['the current edition', answered({ status: 'SUCCESS', resultList: [item], resultCount: 1 })],
    ['the first edition', answered({ success: true, resultList: [item] })],
    [
      'a cache that has asked again',
      answered({ status: 'SUCCESS', resultList: [item] }, 200, { age: '0' })
    ],
    ['both at once', answered({ success: true, status: 'SUCCESS', resultList: [item] })]
  ])('it is read from %s', (_, reply) => {
    expect(readNames(reply)).toEqual(['production'])
  })

  test.each<[string, Parameters<typeof readNames>[0]]>([
    ['no answer', lost('reset')],
    ['another status', answered({ status: 'SUCCESS', resultList: [item] }, 201)],
    ['a page', answered('<html>')],
    ['no flag', answered({ resultList: [item] })],
    ['a flag that is a text', answered({ success: 'true', resultList: [item] })],
    ['a failure', answered({ status: 'FAILURE', resultList: [item] })],
    [
      'a failure beside a success',
      answered({ status: 'SUCCESS', success: false, resultList: [item] })
    ],
    [
      'a success beside a failure',
      answered({ status: 'FAILURE', success: true, resultList: [item] })
    ],
    ['a status of null', answered({ status: null, success: true, resultList: [item] })],
    [
      'another status beside a success',
      answered({ status: 'PARTIAL', success: true, resultList: [item] })
    ],
    [
      'a text as a flag beside a success',
      answered({ status: 'SUCCESS', success: 'true', resultList: [item] })
    ],
    [
      'an error beside a success',
      answered({ status: 'SUCCESS', error: 'internal_error', resultList: [item] })
    ],
    [
      'a key that it has twice',
      answered('{"status":"FAILURE","status":"SUCCESS","resultList":[{"name":"production"}]}')
    ],
    ['an item that says no', list(item, { name: 'staging', success: false })],
    ['an item that does not quite say yes', list({ ...item, success: 'true' })],
    ['an item with an error', list({ ...item, error: 'boom' })],
    ['an item that failed', list({ ...item, status: 'FAILED' })],
    ['two names that disagree', list({ ...item, environmentName: 'staging' })],
    ['a cache', answered({ status: 'SUCCESS', resultList: [item] }, 200, { age: '600' })],
    [
      'a cache whose age is none',
      answered({ status: 'SUCCESS', resultList: [item] }, 200, { age: 'x' })
    ],
    ['no list', answered({ status: 'SUCCESS' })],
    ['a list that is none', answered({ status: 'SUCCESS', resultList: item })],
    ['a count of more', answered({ status: 'SUCCESS', resultList: [item], resultCount: 2 })],
    ['one item that cannot be read', list(item, { title: 'x' })],
    ['an item that is none', list(item, null)]
  ])('it is not read from %s', (_, reply) => {
    expect(readNames(reply)).toBeUndefined()
  })
})

describe('environments of a group', () => {
  const whole = {
    name: 'production',
    type: 'PRODUCTION',
    accessUrl: 'https://api.example.com',
    deployed: true,
    redeployRequired: false
  }
  const read = (...items: unknown[]) => readListedEnvironments(list(...items))

  test('in both editions', () => {
    expect(read(whole)).toEqual([whole])
    expect(read({ environmentName: ' test ', deployed: false })).toEqual([
      {
        name: 'test',
        deployed: false,
        redeployRequired: undefined,
        type: undefined,
        accessUrl: undefined
      }
    ])
    expect(read()).toEqual([])
  })

  test.each<[object, object]>([
    [{ status: 'PUBLISHED' }, { deployed: true, redeployRequired: false }],
    [{ status: 'REPUBLISH_REQUIRED' }, { deployed: true, redeployRequired: true }],
    [{ status: 'UNPUBLISHED' }, { deployed: undefined }],
    [{ status: 'UNPUBLISHED', deployed: false }, { deployed: false }],
    [{ status: 'PUBLISHED', deployed: false }, { deployed: undefined }],
    [{ status: 'REPUBLISH_REQUIRED', deployed: false }, { deployed: undefined }],
    [{ status: 'DEPLOYING' }, { deployed: undefined }],
    [{ status: null }, { deployed: undefined }],
    [{ environmentName: 'production' }, { name: 'production' }],
    [{ redeployRequired: true }, { deployed: true, redeployRequired: true }],
    [{ accessUrl: `https://a.test/${'x'.repeat(2_000)}` }, { accessUrl: undefined }],
    [{ redeployRequired: 'no' }, { deployed: true, redeployRequired: undefined }]
  ])('with %j', (over, expected) => {
    expect(read({ ...whole, ...over })).toMatchObject([expected])
  })

  test('are not read without a name, without a flag, or with one twice', () => {
    for (const items of [
      [{ ...whole, name: '' }],
      [{ ...whole, name: 7 }],
      [{ ...whole, deployed: 'true' }],
      [whole, { ...whole, deployed: false }]
    ])
      expect(read(...items)).toBeUndefined()
  })
})

test('names that would not stay in a path are not read', () => {
  expect(readNames(list({ name: 'a' }, { environmentName: 'b' }))).toEqual(['a', 'b'])
  for (const name of ['.', '..', '\ud800', ''])
    expect(readNames(list({ name: 'a' }, { name }))).toBeUndefined()
})

describe('the deploy history', () => {
  const record = {
    revision: 8,
    username: 'admin',
    date: '2026-04-16T10:30:00.5Z',
    description: 'v2.1',
    environment: 'production',
    deploy: true
  }

  test('is read', () => {
    const from = Date.parse(record.date)
    expect(readHistory(list(record, { ...record, deploy: false, description: undefined }))).toEqual(
      [
        {
          revision: 8,
          environment: 'production',
          deploy: true,
          description: 'v2.1',
          date: { from, to: from + 100 }
        },
        {
          revision: 8,
          environment: 'production',
          deploy: false,
          description: '',
          date: { from, to: from + 100 }
        }
      ]
    )
  })

  test.each([{ revision: '8' }, { revision: 8.5 }, { environment: undefined }, { deploy: 'true' }])(
    'is not read with %j',
    over => {
      expect(readHistory(list(record, { ...record, ...over }))).toBeUndefined()
    }
  )
})

describe('route health', () => {
  const pod = { routeActive: true, workerPodIp: 'http://10.0.1.11:8091' }
  const route = {
    routeActive: true,
    podsResponded: 2,
    podsActive: 2,
    deployedInManager: true,
    inconsistent: false,
    pods: [pod, { ...pod, workerPodIp: 'http://10.0.1.12:8091' }]
  }

  test.each<[string, object]>([
    ['as documented', {}],
    ['without what is not needed', { inconsistent: undefined, deployedInManager: null }],
    [
      'with an empty error',
      {
        pods: [
          { ...pod, error: '' },
          { ...pod, error: null }
        ]
      }
    ],
    ['with more pods than answered', { podsResponded: 1, podsActive: 1 }]
  ])('finds nothing wrong %s', (_, over) => {
    expect(readRouteProblems(list({ ...route, ...over }))).toEqual([])
  })

  test.each<[string, object, string[]]>([
    ['no number', { podsResponded: undefined }, ['no worker pod answered']],
    ['a number that is a text', { podsResponded: '2' }, ['no worker pod answered']],
    ['nobody', { podsResponded: 0, podsActive: 0 }, ['no worker pod answered']],
    ['no pods', { pods: [] }, ['no worker pod answered']],
    ['pods that are no list', { pods: 'x' }, ['no worker pod answered']],
    [
      'a pod that does not serve',
      { pods: [pod, { podName: 'worker-2', routeActive: false }] },
      ['worker-2 does not serve it yet']
    ],
    [
      'a pod that says yes as a text',
      { pods: [pod, { workerPodIp: 'ip', routeActive: 'true' }] },
      ['ip does not serve it yet']
    ],
    [
      'a pod that says no',
      { pods: [pod, { podName: 'worker-2', routeActive: true, success: false }] },
      ['worker-2 does not serve it yet']
    ],
    ['a pod without a name', { pods: [pod, {}] }, ['a worker pod does not serve it yet']],
    [
      'a pod that could not be asked',
      { pods: [pod, { ...pod, error: 'timed out' }] },
      ['http://10.0.1.11:8091 could not be asked: timed out']
    ],
    [
      'a pod with an odd error',
      { pods: [pod, { ...pod, error: { code: 7 } }] },
      ['http://10.0.1.11:8091 could not be asked']
    ],
    ['fewer active', { podsActive: 1 }, ['not every worker pod that answered serves it']],
    ['fewer listed', { pods: [pod] }, ['not every worker pod that answered serves it']],
    ['no flag', { routeActive: undefined }, ['its route is not active']],
    ['a flag that is a text', { routeActive: 'true' }, ['its route is not active']],
    ['pods that may disagree', { inconsistent: 'false' }, ['the worker pods disagree']],
    [
      'a Manager that does not quite know',
      { deployedInManager: 'true' },
      ['the Manager does not list it as deployed']
    ],
    ['pods that disagree', { inconsistent: true }, ['the worker pods disagree']],
    [
      'a Manager that does not know',
      { deployedInManager: false },
      ['the Manager does not list it as deployed']
    ],
    [
      'everything at once',
      { podsActive: 1, routeActive: false, inconsistent: true, deployedInManager: false },
      [
        'not every worker pod that answered serves it',
        'its route is not active',
        'the worker pods disagree',
        'the Manager does not list it as deployed'
      ]
    ]
  ])('finds %s', (_, over, problems) => {
    expect(readRouteProblems(list(route, { ...route, ...over }))).toEqual(problems)
  })

  test('of no route at all is a problem, and of a page it tells nothing', () => {
    expect(readRouteProblems(list())).toEqual(['the server lists no route'])
    expect(readRouteProblems(answered('<html>'))).toBeUndefined()
    expect(readRouteProblems(list(route, { ...route, error: 'no' }))).toBeUndefined()
  })
})
