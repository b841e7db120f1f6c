import { describe, expect, test } from '@jest/globals'
import {
  empty,
  incomplete,
  isLive,
  isIdle,
  isChanged,
  text,
  type Script,
  testRuns,
  isLost,
  isDone,
  isServed,
  list,
  listNames,
  page,
  play,
  pod,
  record,
  refuse
} from './script.ts'

const notTold = list({ name: 'production' })
const route = (fields: object) => list({ ...isServed, ...fields })
const unserved = route({ routeActive: false, pods: [pod('worker-1', '10.0.0.1', false)] })
const neutral = route({
  ...{ deployedInManager: false, routeActive: false },
  pods: [pod('worker-1', '10.0.0.1', false)]
})
const red = { status: 'failed', reason: 'not-verified' }
const hasNo = (name: string): unknown => expect.not.objectContaining({ [name]: expect.anything() })
const calls = (...names: string[]) => names.map(call => ({ call }))

describe('`verify: environment` after a deployment', () => {
  const green = { sent: 1, status: 'succeeded', reason: 'deployed' }
  testRuns(
    [
      {
        name: 'the Manager lists it as deployed',
        expected: {
          ...green,
          text: text(/confirmed it.*lists the environment as deployed\.$/),
          requests: calls('environments', 'change', 'environments', 'history')
        }
      },
      {
        name: 'the Manager lists it later: what it says until then is reported, each once',
        script: { environments: [isLive, isIdle, isIdle, notTold, empty(403), isLive] },
        expected: {
          ...green,
          endedAt: 4_062,
          progress: [
            text(/^Pay on production is not confirmed yet: .*does not list the environment/),
            text(/does not tell/),
            text(/did not list .*\(403\)$/)
          ]
        }
      },
      {
        name: 'changes of the group that are not deployed are said',
        script: { environments: isChanged },
        expected: { ...green, text: text(/changes that are not deployed/) }
      },
      {
        name: 'its revision is read from the history',
        script: { history: list({ ...record, revision: 7 }) },
        expected: { ...green, revision: 7 }
      },
      {
        name: 'recovery has read its revision already',
        script: { change: isLost, history: list({ ...record, revision: 7 }) },
        expected: { ...green, looks: 1, text: text(/^(?!.*lists .*lists ).*\.$/) }
      },
      {
        name: 'the address is the Manager’s',
        script: {
          environments: list({ name: 'production', deployed: true, accessUrl: 'https://api' })
        },
        expected: { ...green, accessUrl: 'https://api' }
      },
      {
        name: 'without a marker, the history is not asked',
        script: {
          environments: {
            json: { success: true, resultList: [{ environmentName: 'production', deployed: true }] }
          }
        },
        expected: { ...green, looks: 0 }
      },
      {
        name: 'a failed deployment is not verified',
        script: { change: refuse(400) },
        expected: { requests: { length: 5 }, status: 'failed', reason: 'rejected' }
      },
      {
        name: 'the Manager does not list it',
        script: { environments: list() },
        expected: {
          ...red,
          endedAt: 20_000,
          text: text(
            /does not list.*The deployment itself was accepted\. .*20 s \(`verify-timeout`\).*raise/
          )
        }
      },
      {
        name: 'the Manager does not tell',
        script: { environments: incomplete },
        expected: { ...red, text: text(/does not tell/) }
      },
      {
        name: 'the Manager refuses to tell: not asked again',
        script: { environments: [isLive, refuse(403)] },
        expected: { ...red, endedAt: 1, text: text(/403.*was accepted\. Give.*VIEW/) }
      },
      {
        name: 'a server that cannot tell',
        script: { environments: empty(404) },
        settings: { description: 'x' },
        expected: {
          ...red,
          endedAt: 1,
          text: text(/404.*was accepted\. The server responded with 404/)
        }
      },
      {
        name: 'a refusal without a word is no final one',
        script: { environments: empty(403) },
        settings: { retryTimeoutMs: 0 },
        expected: { ...red, endedAt: 20_000, text: text(/\(403\).*Enable/) }
      },
      {
        name: 'a list that stays silent is given up after 30 s',
        script: { environments: [isLive, { afterMs: Infinity }] },
        expected: { ...red, endedAt: 30_000 }
      },
      {
        name: 'cancelled meanwhile',
        script: { environments: isIdle },
        settings: { cancelAtMs: 700 },
        expected: { ...red, endedAt: 700, text: text(/was accepted\. The run was cancelled/) }
      },
      {
        name: 'an undeployment: it is no longer listed',
        script: { environments: [isLive, isLive, list()] },
        settings: { operation: 'undeploy' },
        expected: { status: 'succeeded', reason: 'undeployed', text: text(/no longer lists/) }
      },
      {
        name: 'an undeployment: it is still listed',
        settings: { operation: 'undeploy' },
        expected: { ...red, text: text(/still lists.*The undeployment itself/) }
      }
    ],
    { verify: 'environment' }
  )
})

describe('`verify: routes`', () => {
  const green = { status: 'succeeded', sent: 1 }
  const pets = (replies: Record<string, object>) => ({
    apiProxies: listNames(...Object.keys(replies)),
    routeHealth: ({ names: [apiProxy = ''] }: { names: string[] }) => replies[apiProxy] as object
  })
  const twenty = Array.from({ length: 22 }, (_, index) => [`P${index}`, unserved])
  testRuns(
    [
      {
        name: 'every worker pod serves the only API Proxy',
        expected: {
          ...green,
          text: text(
            /The worker pod that responded serves the API Proxy .* is deployed by itself\.$/
          )
        }
      },
      {
        name: 'every worker pod serves those that are deployed by themselves',
        script: pets({ A: list(isServed), B: list(isServed), C: neutral }),
        expected: {
          ...green,
          text: text(/The worker pod .* serves the 2 API Proxies .* are deployed by themselves/)
        }
      },
      {
        name: 'two worker pods serve it',
        script: {
          routeHealth: route({
            ...{ podsResponded: 2, podsActive: 2 },
            pods: [pod('worker-1', '10.0.0.1'), pod('worker-2', '10.0.0.2')]
          })
        },
        expected: { ...green, text: text(/All 2 worker pods that responded serve/) }
      },
      {
        name: 'different numbers of worker pods responded',
        script: pets({
          A: list(isServed),
          B: route({
            ...{ podsResponded: 2, podsActive: 2 },
            pods: [pod('worker-1', '10.0.0.1'), pod('worker-2', '10.0.0.2')]
          })
        }),
        expected: { ...green, text: text(/All worker pods that/) }
      },
      {
        name: 'addresses cannot be compared',
        script: { routeHealth: route({ pods: [pod('other', 'node:80')] }) },
        expected: { ...green, text: text(/itself\. 1 .*cannot be compared\.$/) }
      },
      {
        name: 'the route is served later; all are asked again',
        script: {
          apiProxies: listNames('A', 'B'),
          routeHealth: [list(isServed), unserved, list(isServed), list(isServed)]
        },
        expected: {
          ...green,
          requests: [
            ...calls('environments', 'apiProxies', 'routeHealth', 'change', 'environments'),
            ...calls('apiProxies', 'routeHealth', 'routeHealth'),
            ...[{ names: ['A', 'production'] }, { names: ['B', 'production'] }],
            { call: 'history' }
          ]
        }
      },
      {
        name: 'the worker pods that do not serve it are marked',
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
          ...red,
          pods: [expect.not.objectContaining({ served: false }), { ip: '10.0.0.2', served: false }]
        }
      },
      {
        name: 'each finding stands once, with at most twenty API Proxies',
        script: pets(Object.fromEntries(twenty) as Record<string, object>),
        expected: { ...red, text: text(/^P0, .* P19 and 2 more: worker-1 does not/) }
      },
      {
        name: 'findings stand beside each other',
        script: pets({ A: unserved, B: list(), C: unserved }),
        expected: { ...red, text: text(/^A, C: worker-1 .*; B: .*no route/) }
      },
      {
        name: 'no API Proxy is deployed by itself: not looked at again',
        script: { routeHealth: neutral },
        expected: { ...red, endedAt: 1, text: text(/none .* by itself.*cannot see this group/) }
      },
      {
        name: 'the group has no API Proxies: not looked at again',
        script: { apiProxies: list() },
        expected: {
          ...red,
          endedAt: 1,
          text: text(
            /no API Proxies.*accepted\. Route health cannot see.*Use `verify: environment`\.$/
          )
        }
      },
      {
        name: 'an orphan',
        script: { routeHealth: route({ deployedInManager: false }) },
        expected: { ...red, text: text(/orphan.*Deploy that API Proxy again/) }
      },
      {
        name: 'the list of API Proxies is not complete',
        script: { apiProxies: [listNames('Pets'), incomplete] },
        expected: { ...red, text: text(/list of the group’s API Proxies is not complete/) }
      },
      {
        name: 'the list of API Proxies cannot be read',
        script: { apiProxies: [listNames('Pets'), refuse(500)] },
        expected: { ...red, text: text(/did not list the group’s API Proxies \(500/) }
      },
      {
        name: 'the list of routes is not complete',
        script: { routeHealth: [list(isServed), incomplete] },
        expected: { ...red, text: text(/list of routes is not complete/) }
      },
      {
        name: 'the routes cannot be read',
        script: { routeHealth: [list(isServed), refuse(500), list(isServed)] },
        expected: { ...green, progress: [text(/did not report .*\(500/)] }
      },
      {
        name: 'the Manager refuses to tell',
        script: { routeHealth: [list(isServed), refuse(403)] },
        expected: { ...red, endedAt: 1, text: text(/accepted\. Give/) }
      },
      {
        name: 'the environment is not listed: routes are not asked for',
        script: { environments: isIdle },
        expected: { ...red, text: text(/does not list.*Check the group/) }
      },
      {
        name: 'there is no time to ask for all: 30 s after the end it is over',
        script: {
          apiProxies: listNames(...Array.from({ length: 20 }, (_, index) => `P${index}`)),
          routeHealth: [list(isServed), { ...list(isServed), afterMs: 29_000 }]
        },
        settings: { verifyTimeoutMs: 1_000 },
        expected: { ...red, endedAt: 58_000, text: text(/no time left/) }
      },
      {
        name: 'an undeployment',
        script: { environments: [isLive, list()], ...pets({ A: list(isServed), B: neutral }) },
        settings: { operation: 'undeploy' },
        expected: { ...green, text: text(/No worker pod .*\(2 probed/) }
      },
      {
        name: 'an undeployment of one',
        script: { environments: [isLive, list()], routeHealth: neutral },
        settings: { operation: 'undeploy' },
        expected: { ...green, text: text(/\(1 probed/) }
      },
      {
        name: 'what is current and not served is red',
        script: { routeHealth: unserved },
        settings: { skipIfCurrent: true },
        expected: {
          ...red,
          sent: 0,
          text: text(/Nothing was sent\. It was not confirmed .*worker pods in the/)
        }
      }
    ],
    { verify: 'routes', retryTimeoutMs: 0 }
  )

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
})

describe('`operation: verify`', () => {
  const green = { sent: 0, status: 'succeeded', reason: 'verified' }
  testRuns(
    [
      {
        name: 'it is deployed',
        expected: {
          ...green,
          text: text(/^The Manager lists the environment as deployed\.$/),
          requests: { length: 2 },
          outcomes: [hasNo('accessUrl')]
        }
      },
      {
        name: 'it is not deployed',
        script: { environments: isIdle },
        expected: {
          ...red,
          sent: 0,
          endedAt: 20_000,
          text: text(/as deployed\. It was not .*Check the group/)
        }
      },
      {
        name: 'there is no such environment, which is said',
        script: { environments: list(), projectEnvironments: listNames('prod') },
        expected: { ...red, text: text(/no environment production/) }
      },
      {
        name: 'the environment is in another Unicode form, which is said',
        script: { environments: list(), projectEnvironments: listNames('Caf\u00e9') },
        settings: { environments: ['Cafe\u0301'] },
        expected: { ...red, text: text(/another Unicode form/) }
      },
      {
        name: 'the environments are not known',
        script: { environments: list(), projectEnvironments: refuse(403) },
        expected: { ...red, text: text(/Check the group/) }
      },
      {
        name: 'there is no such group, which is said',
        script: { environments: refuse(400), groups: listNames('Pays') },
        expected: { ...red, endedAt: 1, text: text(/Did you mean Pays\?/) }
      },
      {
        name: 'the Manager does not tell',
        script: { environments: notTold },
        expected: { ...red, text: text(/Check the group/) }
      },
      {
        name: 'the server refuses to tell what is served without a word for ten seconds',
        script: { apiProxies: empty(403) },
        settings: { verify: 'routes' },
        expected: { ...red, endedAt: 10_391, text: text(/verify: environment/) }
      },
      {
        name: 'cancelled, it was not attempted',
        script: { environments: isIdle },
        settings: { cancelAtMs: 700 },
        expected: {
          ...{ status: 'not-attempted', reason: 'cancelled', endedAt: 700 },
          text: text(/^The run was cancelled before it could be verified\.$/)
        }
      },
      {
        name: 'the address is the Manager’s',
        script: {
          environments: list({ name: 'production', deployed: true, accessUrl: 'https://api' })
        },
        expected: { ...green, accessUrl: 'https://api' }
      }
    ],
    { operation: 'verify', verify: 'environment' }
  )

  test('targets that are not live have the same time, not one after the other', async () => {
    const settings = {
      operation: 'verify',
      verify: 'environment',
      groups: ['A', 'B', 'C']
    } as const
    const { statuses, endedAt } = await play(
      { environments: isIdle, change: isDone },
      { ...settings, groups: [...settings.groups] }
    )

    expect(statuses).toEqual(['failed', 'failed', 'failed'])
    expect(endedAt).toBeLessThan(20_100)
  })

  test('one whose server asks to wait does not make the others wait', async () => {
    const script: Script = {
      environments: ({ names: [group], at }) => {
        const later = at < 1_000 ? isIdle : isLive
        return group === 'A' && at > 0 ? page(503, { 'retry-after': '15' }) : later
      }
    }
    const { outcomes, requests } = await play(script, {
      ...{ operation: 'verify', verify: 'environment', groups: ['A', 'B'] },
      ...{ cancelAtMs: 5_000, maxParallel: 2 }
    })

    const looks = requests.filter(({ names }) => names[0] === 'B').map(({ at }) => at)
    expect(looks).toEqual([0, 500, 1_250])
    expect(outcomes.map(({ status }) => status)).toEqual(['not-attempted', 'succeeded'])
  })

  test('one that cannot be read does not stand in the way of the others', async () => {
    const script: Script = {
      environments: ({ names: [group] }) => (group === 'A' ? refuse(403) : isIdle)
    }
    const groups = ['A', 'B']
    const { statuses, endedAt } = await play(script, {
      operation: 'verify',
      verify: 'environment',
      groups
    })

    expect([statuses, endedAt]).toEqual([['failed', 'failed'], 20_000])
  })
})
