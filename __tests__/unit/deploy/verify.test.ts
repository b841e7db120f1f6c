import { describe, expect, test } from '@jest/globals'
import {
  empty,
  incomplete,
  isChanged,
  isIdle,
  isLive,
  isLost,
  isServed,
  list,
  listNames,
  page,
  play,
  pod,
  record,
  refuse,
  testRuns,
  text,
  type Script
} from './script.ts'

const notTold = list({ name: 'production' })
const atAddress = list({ name: 'production', deployed: true, accessUrl: 'https://api' })
const route = (fields: object) => list({ ...isServed, ...fields })
const unserved = route({ routeActive: false, pods: [pod('worker-1', '10.0.0.1', false)] })
const neutral = route({
  ...{ deployedInManager: false, routeActive: false },
  pods: [pod('worker-1', '10.0.0.1', false)]
})
const servedByTwo = route({
  ...{ podsResponded: 2, podsActive: 2 },
  pods: [pod('worker-1', '10.0.0.1'), pod('worker-2', '10.0.0.2')]
})
const green = { sent: 1, status: 'succeeded' }
const red = { status: 'failed', reason: 'not-verified' }
const hasNo = (name: string): unknown => expect.not.objectContaining({ [name]: expect.anything() })
const calls = (...names: string[]) => names.map(call => ({ call }))

describe('`verify: environment` after a deployment: confirmed,', () => {
  const rows = [
    {
      name: 'as the Manager lists it',
      says: /confirmed it.*lists the environment as deployed\.$/,
      expected: {
        reason: 'deployed',
        requests: calls('environments', 'change', 'environments', 'history')
      }
    },
    {
      name: 'as the Manager lists it later: what it says until then is reported, each once',
      script: { environments: [isLive, isIdle, isIdle, notTold, empty(403), isLive] },
      expected: {
        endedAt: 4_062,
        progress: [
          text(/^Pay on production is not confirmed yet: .*does not list the environment/),
          text(/does not tell/),
          text(/did not list .*\(403\)$/)
        ]
      }
    },
    {
      name: 'with changes of the group that are not deployed',
      script: { environments: isChanged },
      says: /changes that are not deployed/
    },
    {
      name: 'with its revision, which is read from the history',
      script: { history: list({ ...record, revision: 7 }) },
      expected: { revision: 7 }
    },
    {
      name: 'with the revision that recovery has read already',
      script: { change: isLost, history: list({ ...record, revision: 7 }) },
      says: /^(?!.*lists .*lists ).*\.$/,
      expected: { revision: 7, looks: 1 }
    },
    {
      name: 'with the Manager’s address',
      script: { environments: atAddress },
      expected: { accessUrl: 'https://api' }
    },
    {
      name: 'without asking a history that has no marker',
      script: {
        environments: {
          json: { success: true, resultList: [{ environmentName: 'production', deployed: true }] }
        }
      },
      expected: { looks: 0 }
    },
    {
      name: 'as no longer listed, after an undeployment',
      script: { environments: [isLive, isLive, list()] },
      settings: { operation: 'undeploy' as const },
      says: /no longer lists/,
      expected: { reason: 'undeployed' }
    }
  ]
  testRuns(rows, { verify: 'environment' }, green)
})

describe('`verify: environment` after a deployment: not confirmed,', () => {
  const rows = [
    {
      name: 'as the Manager does not list it',
      script: { environments: list() },
      says: /does not list.*The deployment itself was accepted\. .*20 s \(`verify-timeout`\).*raise/,
      expected: { endedAt: 20_000 }
    },
    {
      name: 'as the Manager does not tell',
      script: { environments: incomplete },
      says: /does not tell/
    },
    {
      name: 'as the Manager refuses to tell: not asked again',
      script: { environments: [isLive, refuse(403)] },
      says: /403.*was accepted\. Give.*VIEW/,
      expected: { endedAt: 0 }
    },
    {
      name: 'as the server does not know the list: not asked again',
      script: { environments: empty(404) },
      settings: { description: 'x' },
      says: /404.*was accepted\. The server responded with 404/,
      expected: { endedAt: 0 }
    },
    {
      name: 'as it is refused without a word, which is no final refusal',
      script: { environments: empty(403) },
      settings: { retryTimeoutMs: 0 },
      says: /\(403\).*Enable/,
      expected: { endedAt: 20_000 }
    },
    {
      name: 'as the list stays silent, for 30 s',
      script: { environments: [isLive, { afterMs: Infinity }] },
      expected: { endedAt: 30_000 }
    },
    {
      name: 'as the run is cancelled',
      script: { environments: isIdle },
      settings: { cancelAtMs: 700 },
      says: /was accepted\. The run was cancelled/,
      expected: { endedAt: 700 }
    },
    {
      name: 'as still listed, after an undeployment',
      settings: { operation: 'undeploy' as const },
      says: /still lists.*The undeployment itself/
    }
  ]
  testRuns(rows, { verify: 'environment' }, { ...red, sent: 1 })
})

const pets = (replies: Record<string, object>): Script => ({
  apiProxies: listNames(...Object.keys(replies)),
  routeHealth: ({ names: [apiProxy = ''] }) => replies[apiProxy] as object
})

describe('`verify: routes`: confirmed,', () => {
  const rows = [
    {
      name: 'as every worker pod serves the only API Proxy',
      says: /The worker pod that responded serves the API Proxy .* is deployed by itself\.$/
    },
    {
      name: 'as every worker pod serves those that are deployed by themselves',
      script: pets({ A: list(isServed), B: list(isServed), C: neutral }),
      says: /The worker pod .* serves the 2 API Proxies .* are deployed by themselves/
    },
    {
      name: 'as two worker pods serve it',
      script: { routeHealth: servedByTwo },
      says: /All 2 worker pods that responded serve/
    },
    {
      name: 'although different numbers of worker pods responded',
      script: pets({ A: list(isServed), B: servedByTwo }),
      says: /All worker pods that/
    },
    {
      name: 'although addresses cannot be compared',
      script: { routeHealth: route({ pods: [pod('other', 'node:80')] }) },
      says: /itself\. 1 .*cannot be compared\.$/
    },
    {
      name: 'as the route is served later; all are asked again',
      script: {
        apiProxies: listNames('A', 'B'),
        routeHealth: [list(isServed), unserved, list(isServed), list(isServed)]
      },
      expected: {
        requests: [
          ...calls('environments', 'apiProxies', 'routeHealth', 'change', 'environments'),
          ...calls('apiProxies', 'routeHealth', 'routeHealth'),
          ...[{ names: ['A', 'production'] }, { names: ['B', 'production'] }],
          { call: 'history' }
        ]
      }
    },
    {
      name: 'once the routes can be read',
      script: { routeHealth: [list(isServed), refuse(500), list(isServed)] },
      expected: { progress: [text(/did not report .*\(500/)] }
    },
    {
      name: 'after an undeployment',
      script: { environments: [isLive, list()], ...pets({ A: list(isServed), B: neutral }) },
      settings: { operation: 'undeploy' as const },
      says: /No worker pod .*\(2 probed/
    }
  ]
  testRuns(rows, { verify: 'routes', retryTimeoutMs: 0 }, green)
})

describe('`verify: routes`: not confirmed,', () => {
  const many = Array.from({ length: 22 }, (_, index) => `P${index}`)
  const rows = [
    {
      name: 'as worker pods do not serve it, which are marked',
      script: {
        change: {
          json: {
            status: 'SUCCESS',
            deploymentResult: {
              success: true,
              detailList: ['10.0.0.1', '10.0.0.2'].map(podIp => ({ podIp, success: true }))
            }
          }
        },
        routeHealth: route({ pods: [pod('a', '10.0.0.1'), pod('b', '10.0.0.2', false)] })
      },
      expected: {
        pods: [expect.not.objectContaining({ served: false }), { ip: '10.0.0.2', served: false }]
      }
    },
    {
      name: 'and each finding stands once, with at most twenty API Proxies',
      script: pets(Object.fromEntries(many.map(name => [name, unserved]))),
      says: /^P0, .* P19 and 2 more: worker-1 does not/
    },
    {
      name: 'and findings stand beside each other, the worst first',
      script: pets({ A: list(), B: unserved, C: unserved }),
      says: /^B, C: worker-1 .*; A: .*no route/
    },
    {
      name: 'as no API Proxy is deployed by itself: not looked at again',
      script: { routeHealth: neutral },
      says: /none .* by itself.*cannot see this group/,
      expected: { endedAt: 0 }
    },
    {
      name: 'as the group has no API Proxies: not looked at again',
      script: { apiProxies: list() },
      says: /no API Proxies.*accepted\. Route health cannot see.*Use `verify: environment`\.$/,
      expected: { endedAt: 0 }
    },
    {
      name: 'as there is an orphan',
      script: { routeHealth: route({ deployedInManager: false }) },
      says: /orphan.*Deploy that API Proxy again/
    },
    {
      name: 'as the list of API Proxies is not complete',
      script: { apiProxies: [listNames('Pets'), incomplete] },
      says: /list of the group’s API Proxies is not complete/
    },
    {
      name: 'as the list of API Proxies cannot be read',
      script: { apiProxies: [listNames('Pets'), refuse(500)] },
      says: /did not list the group’s API Proxies \(500.*It was not confirmed/
    },
    {
      name: 'as the list of routes is not complete',
      script: { routeHealth: [list(isServed), incomplete] },
      says: /list of routes is not complete/
    },
    {
      name: 'as the Manager refuses to tell: not asked again',
      script: { routeHealth: [list(isServed), refuse(403)] },
      says: /accepted\. Give/,
      expected: { endedAt: 0 }
    },
    {
      name: 'as the environment is not listed: routes are not asked for',
      script: { environments: isIdle },
      says: /does not list.*Check the group/
    },
    {
      name: 'as there is no time to ask for all: 30 s after the end it is over',
      script: {
        apiProxies: listNames(...many.slice(0, 20)),
        routeHealth: [list(isServed), { ...list(isServed), afterMs: 29_000 }]
      },
      settings: { verifyTimeoutMs: 1_000 },
      says: /no time left/,
      expected: { endedAt: 58_000 }
    },
    {
      name: 'as what is current is not served',
      script: { routeHealth: unserved },
      settings: { skipIfCurrent: true },
      says: /Nothing was sent\. It was not confirmed .*worker pods in the/,
      expected: { sent: 0 }
    }
  ]
  testRuns(rows, { verify: 'routes', retryTimeoutMs: 0 }, { ...red, sent: 1 })
})

test('at most eight API Proxies are asked for at once', async () => {
  const apiProxies = Array.from({ length: 20 }, (_, index) => `P${index}`)
  const script = {
    apiProxies: listNames(...apiProxies),
    routeHealth: { ...list(isServed), afterMs: 10 }
  }
  const { requests, status } = await play(script, { verify: 'routes' })

  const probes = requests.filter(({ call }) => call === 'routeHealth')
  expect(Math.max(...probes.map(({ parallel }) => parallel))).toBe(8)
  expect([status, probes.length]).toEqual(['succeeded', 21])
})

describe('`operation: verify`', () => {
  const verify = { operation: 'verify', verify: 'environment' } as const
  testRuns(
    [
      {
        name: 'it is deployed',
        says: /^The Manager lists the environment as deployed\.$/,
        expected: { requests: { length: 2 }, outcomes: [hasNo('accessUrl')] }
      },
      {
        name: 'it is served, at the Manager’s address',
        script: { environments: atAddress },
        settings: { verify: 'routes' },
        says: /serves the API Proxy/,
        expected: { accessUrl: 'https://api' }
      }
    ],
    verify,
    { sent: 0, status: 'succeeded', reason: 'verified' }
  )
  testRuns(
    [
      {
        name: 'it is not deployed',
        script: { environments: isIdle },
        says: /as deployed\. It was not .*Check the group/,
        expected: { endedAt: 20_000, progress: [text(/^Pay on production is not confirmed yet/)] }
      },
      {
        name: 'there is no such environment, which is said',
        script: { environments: list(), projectEnvironments: listNames('prod') },
        says: /no environment production/
      },
      {
        name: 'the environments are not known',
        script: { environments: list(), projectEnvironments: refuse(403) },
        says: /Check the group/
      },
      {
        name: 'there is no such group, which is said',
        script: { environments: refuse(400), groups: listNames('Pays') },
        says: /Did you mean Pays\?/,
        expected: { endedAt: 0 }
      },
      {
        name: 'the server refuses to tell what is served without a word for ten seconds',
        script: { apiProxies: empty(403) },
        settings: { verify: 'routes' },
        says: /verify: environment/,
        expected: { endedAt: 10_391 }
      }
    ],
    verify,
    { ...red, sent: 0 }
  )

  test('cancelled, it was not attempted', async () => {
    const script = { environments: isIdle }
    const { status, reason, explanation } = await play(script, { ...verify, cancelAtMs: 700 })

    expect([status, reason]).toEqual(['not-attempted', 'cancelled'])
    expect(explanation).toMatch(/^The run was cancelled before it could be verified\.$/)
  })

  test('targets that are not live have the same time, not one after the other', async () => {
    const groups = ['A', 'B', 'C']
    const { statuses, endedAt, progress } = await play(
      { environments: isIdle },
      { ...verify, groups }
    )

    expect(statuses).toEqual(['failed', 'failed', 'failed'])
    expect(endedAt).toBeLessThan(20_100)
    expect(progress).toEqual([text(/^One of 3 targets is not confirmed yet: /)])
  })

  test('one whose server asks to wait does not make the others wait', async () => {
    const script: Script = {
      environments: ({ names: [group], at }) => {
        const later = at < 1_000 ? isIdle : isLive
        return group === 'A' && at > 0 ? page(503, { 'retry-after': '15' }) : later
      }
    }
    const { outcomes, requests } = await play(script, {
      ...{ ...verify, groups: ['A', 'B'], cancelAtMs: 5_000, maxParallel: 2 }
    })

    const looks = requests.filter(({ names }) => names[0] === 'B').map(({ at }) => at)
    expect(looks).toEqual([0, 500, 1_250])
    expect(outcomes.map(({ status }) => status)).toEqual(['not-attempted', 'succeeded'])
  })

  test('one that cannot be read does not stand in the way of the others', async () => {
    const script: Script = {
      environments: ({ names: [group] }) => (group === 'A' ? refuse(403) : isIdle)
    }
    const { statuses, endedAt } = await play(script, { ...verify, groups: ['A', 'B'] })

    expect([statuses, endedAt]).toEqual([['failed', 'failed'], 20_000])
  })
})
