import { describe, expect, test } from '@jest/globals'
import {
  listNames,
  type Reply,
  type Script,
  empty,
  incomplete,
  isLive,
  isIdle,
  isChanged,
  text,
  testRuns,
  type Row,
  isLost,
  isServed,
  list,
  play,
  pod,
  record,
  refuse
} from './script.ts'

const deployed = { status: 'succeeded', reason: 'deployed' }
const unlisted = list()

/** The response is lost, whatever else happens. */
const testLost = (rows: Row[]) => {
  testRuns(rows.map(row => ({ ...row, script: { change: isLost, ...row.script } })))
}

describe('the deploy history', () => {
  const history = list(record)
  testLost([
    {
      name: 'is searched for as long as the request might last, with longer and longer pauses',
      script: { change: { ...isLost, afterMs: 1_000 } },
      expected: {
        status: 'unknown',
        endedAt: 120_000,
        looks: 29,
        text: text(/does not contain it so far/),
        requests: expect.arrayContaining([
          expect.objectContaining({ call: 'history', at: 1_000, timeoutMs: 10_000 }),
          expect.objectContaining({ call: 'history', at: 1_500 }),
          expect.objectContaining({ call: 'history', at: 2_250 }),
          expect.objectContaining({ call: 'history', at: 120_000, timeoutMs: 10_000 })
        ]) as unknown,
        progress: [text(/searching the deploy history for up to 1 min 59 s/)]
      }
    },
    {
      name: 'is searched for a minute, however short `timeout` is',
      settings: { timeoutMs: 5_000 },
      expected: { status: 'unknown', endedAt: 60_000 }
    },
    {
      name: 'is searched for a minute after a response that came late',
      script: { change: { ...isLost, afterMs: 110_000 } },
      expected: { status: 'unknown', endedAt: 170_000 }
    },
    {
      name: 'may stall once',
      script: { history: [{ afterMs: Infinity }, history] },
      expected: { ...deployed, looks: 2, endedAt: 10_500 }
    },
    {
      name: 'may fail for a while',
      script: { history: [refuse(500), empty(502), empty(403), unlisted, history] },
      expected: { ...deployed, looks: 5 }
    },
    {
      name: 'is asked again when the Manager says',
      script: { history: [refuse(503, 'Later', { 'retry-after': '40' }), history] },
      expected: { ...deployed, looks: 2, endedAt: 40_000 }
    },
    {
      name: 'may be one that the server does not know',
      script: { history: empty(404) },
      expected: { status: 'unknown', looks: 1, text: text(/no deploy history/) }
    },
    {
      name: 'exists where it could be read before',
      script: { history: [unlisted, empty(404), history] },
      expected: { ...deployed, looks: 3 }
    },
    {
      name: 'may be refused by the Manager',
      script: { history: refuse(403) },
      expected: { status: 'unknown', looks: 1, text: text(/refused to show/) }
    },
    {
      name: 'may be unreadable: a gateway’s 404',
      script: { history: { status: 404, body: '<html>' } },
      expected: { status: 'unknown', looks: 29, text: text(/could not be read/) }
    },
    {
      name: 'may be none: refused without a word for a minute',
      script: { history: empty(403) },
      expected: { status: 'unknown', looks: 17, text: text(/could not be read: .*none/) }
    },
    {
      name: 'may be unreadable: refused without a word, and read before',
      script: { history: [unlisted, empty(403)] },
      expected: { status: 'unknown', looks: 29, text: text(/could not be read\./) }
    },
    {
      name: 'may be only a part of it',
      script: { history: { json: { status: 'SUCCESS', resultList: [{}], resultCount: 7 } } },
      expected: { status: 'unknown', looks: 29, text: text(/the whole deploy history/) }
    },
    {
      name: 'is not searched any more when the run is cancelled',
      settings: { cancelAtMs: 700 },
      expected: { status: 'unknown', reason: 'connection-lost', endedAt: 700 }
    },
    {
      name: 'may contain the marker in capitals and in any text',
      script: { history: list({ ...record, description: 'Change $MARKER.' }) },
      expected: { ...deployed, looks: 1 }
    },
    {
      name: 'of others shows nothing',
      script: { history: list({ ...record, description: 'by octocat' }) },
      settings: { timeoutMs: 1_000 },
      expected: { status: 'unknown', reason: 'connection-lost' }
    }
  ])
})

describe('revisions', () => {
  const mine = { ...record, revision: 7 }
  const earlier = (revision: unknown, fields = {}) => ({
    ...{ revision, environment: 'production', deploy: true, description: '', ...fields }
  })
  const rows = [
    { name: 'the one before', records: [mine, earlier(6)], previous: 6 },
    {
      name: 'the last before, in whatever order, and none after it',
      records: [earlier(2), earlier(8), mine, earlier(7), earlier(5), earlier(3)],
      previous: 5
    },
    {
      name: 'none of another environment',
      records: [mine, earlier(6, { environment: 'test' }), earlier(4)],
      previous: 4
    },
    {
      name: 'none of a repetition of its own',
      records: [{ ...mine, revision: 7 }, { ...mine, revision: 6 }, earlier(5)],
      previous: 5
    },
    { name: 'none where it was undeployed', records: [mine, earlier(6, { deploy: false })] },
    { name: 'none at first', records: [mine] },
    { name: 'none without its own', records: [record, earlier(6)], own: undefined }
  ]

  test.each(rows)('$name', async ({ records, previous, ...row }) => {
    const { outcomes } = await play({ change: isLost, history: list(...records) })

    const own = 'own' in row ? row.own : 7
    const revisions = Object.entries(outcomes[0] ?? {}).filter(([name]) => /revision/i.test(name))
    expect(Object.fromEntries(revisions)).toStrictEqual({
      ...(own !== undefined && { revision: own }),
      ...(previous !== undefined && { previousRevision: previous })
    })
    expect(outcomes[0]).not.toHaveProperty('accessUrl')
  })
})

describe('a request in the deploy history is carried out only if', () => {
  const history = list(record)
  const failed = { status: 'failed', reason: 'not-verified', sent: 1 }
  const unknown = { status: 'unknown', reason: 'connection-lost', sent: 1 }
  const apiProxy = (fields: object) => list({ ...isServed, ...fields })
  const unserved = apiProxy({ pods: [pod('worker-1', '10.0.0.1', false)] })
  const pets = (first: Reply, second: Reply): Script => ({
    apiProxies: listNames('A', 'B'),
    routeHealth: ({ names: [name] }) => (name === 'A' ? first : second)
  })
  testLost([
    {
      name: 'the Manager lists it as deployed and current, and the worker pods serve it',
      script: { history },
      expected: { ...deployed, text: text(/lists the environment.*serve/) }
    },
    {
      name: 'the Manager lists it later',
      script: {
        history,
        environments: [isLive, isIdle, isChanged, refuse(500), empty(403), isLive]
      },
      expected: { ...deployed, requests: { length: 10 } }
    },
    {
      name: 'not if the Manager does not list it as deployed',
      script: { history, environments: isIdle },
      expected: {
        ...failed,
        endedAt: 120_000,
        text: text(/not confirmed within 2 min.*worker pods/)
      }
    },
    {
      name: 'not if the Manager lists changes that are not deployed',
      script: { history, environments: isChanged },
      expected: {
        ...unknown,
        text: text(/all changes of the group.*could not be confirmed as live/)
      }
    },
    {
      name: 'not if the Manager cannot tell whether it is current',
      script: { history, environments: list({ name: 'production', deployed: true }) },
      expected: { ...unknown, text: text(/does not say that all changes/) }
    },
    {
      name: 'not if the Manager cannot tell whether it is deployed',
      script: { history, environments: [isLive, incomplete] },
      expected: unknown
    },
    {
      name: 'not if the list cannot be read',
      script: { history, environments: [isLive, refuse(500)] },
      expected: unknown
    },
    {
      name: 'not if the server never listed environments',
      script: { history, environments: [empty(404)] },
      settings: { description: 'v2' },
      expected: unknown
    },
    {
      name: 'not if a worker pod does not serve it',
      script: { history, routeHealth: apiProxy({ pods: [pod('worker-1', '10.0.0.1', false)] }) },
      expected: { ...failed, endedAt: 120_000, text: text(/worker-1 does not serve it yet/) }
    },
    {
      name: 'not if no worker pod responds',
      script: { history, routeHealth: apiProxy({ podsResponded: 0, podsActive: 0, pods: [] }) },
      expected: unknown
    },
    {
      name: 'the list alone where the server does not know what is served',
      script: { history, apiProxies: empty(404) },
      expected: { ...deployed, text: text(/lists the environment/) }
    },
    {
      name: 'the list alone where no API Proxy is deployed by itself',
      script: {
        history,
        routeHealth: apiProxy({ deployedInManager: false, routeActive: false, pods: [] })
      },
      expected: deployed
    },
    {
      name: 'the list alone where worker pods serve an API Proxy that is undeployed',
      script: { history, routeHealth: apiProxy({ deployedInManager: false }) },
      expected: deployed
    },
    {
      name: 'not if one API Proxy is not served, whatever is known of another',
      script: { history, ...pets(list(), unserved) },
      expected: failed
    },
    {
      name: 'not if the routes of one API Proxy are not known',
      script: { history, ...pets(empty(404), list(isServed)) },
      expected: unknown
    },
    {
      name: 'not if one API Proxy has no routes, and those of another are not known',
      script: { history, ...pets(empty(404), list()) },
      expected: unknown
    },
    {
      name: 'the list alone where no routes are known',
      script: { history, ...pets(empty(404), empty(404)) },
      expected: deployed
    },
    {
      name: 'of an undeployment: the list alone, which no longer has it',
      script: { history, environments: [isLive, isLive, isIdle] },
      settings: { operation: 'undeploy' },
      expected: {
        status: 'succeeded',
        reason: 'undeployed',
        endedAt: 500,
        requests: { length: 5 },
        text: text(/contains this request\. The Manager no longer lists .* as deployed\.$/)
      }
    },
    {
      name: 'of an undeployment: not if the list still has it',
      script: { history },
      settings: { operation: 'undeploy' },
      expected: { ...failed, text: text(/still lists/) }
    },
    {
      name: 'a minute is left for that, however late it was found',
      script: {
        change: { ...isLost, afterMs: 9_000 },
        history: [unlisted, { ...history, afterMs: 9_000 }, history],
        environments: isIdle
      },
      settings: { timeoutMs: 10_000 },
      expected: { ...failed, endedAt: 78_500, text: text(/within 1 min\./) }
    },
    {
      name: 'cancelled meanwhile, it is not known',
      script: { history, environments: isIdle },
      settings: { cancelAtMs: 700 },
      expected: { ...unknown, endedAt: 700 }
    },
    {
      name: 'it says what it does, and where the group is',
      script: {
        history: list({ ...record, revision: 3 }),
        environments: list({
          name: 'production',
          deployed: true,
          redeployRequired: false,
          accessUrl: 'https://api.example.com'
        })
      },
      expected: {
        ...deployed,
        revision: 3,
        accessUrl: 'https://api.example.com',
        serverMessage: '',
        progress: [text(/searching/), text(/contains the request for Pay on production/)]
      }
    },
    {
      name: 'found after a refusal, it is not searched again',
      script: { change: refuse(503), history: [history, refuse(500)] },
      expected: { ...deployed, looks: 1, progress: [text(/checking/)] }
    },
    {
      name: 'details are kept of what was not confirmed',
      script: { history: list({ ...record, revision: 3 }), environments: [isLive, isChanged] },
      expected: { ...unknown, revision: 3 }
    },
    {
      name: 'details are kept of what is not live',
      script: { history: list({ ...record, revision: 3 }), environments: isIdle },
      expected: { ...failed, revision: 3 }
    }
  ])
})

describe('that it was live before as well', () => {
  const rows = [
    { name: 'deployed and current', before: isLive, after: isLive, isSaid: true },
    { name: 'deployed, not current', before: isChanged, after: isLive, isSaid: false },
    { name: 'not known', before: refuse(403), after: isLive, isSaid: false },
    { name: 'undeploy: not deployed', before: isIdle, after: isIdle, isSaid: true }
  ]

  test.each(rows)('is said: $name: $isSaid', async ({ name, before, after, isSaid }) => {
    const operation = name.startsWith('undeploy') ? 'undeploy' : 'deploy'
    const script = { change: isLost, history: list(record), environments: [before, after] }
    const { status, text } = await play(script, { operation, description: 'x' })

    expect(status).toBe('succeeded')
    expect(text.includes('as it was before')).toBe(isSaid)
  })

  test('is not said of a group whose list was not read before', async () => {
    const settings = { groups: ['Pay', 'Loan'], maxParallel: 2 }
    const { outcomes, statuses } = await play({ change: isLost, history: list(record) }, settings)

    expect(statuses).toEqual(['succeeded', 'succeeded'])
    expect(outcomes.map(one => /as it was before/.test(one.explanation))).toEqual([true, false])
  })
})
