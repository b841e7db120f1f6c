import { describe, expect, test } from '@jest/globals'
import {
  empty,
  page,
  spring,
  firstEdition,
  isLive,
  text,
  testRuns,
  type Row,
  isDone,
  list,
  play,
  refuse
} from './script.ts'

const failure = (kind: 'connect' | 'tls' | 'lost' | 'proxy' | 'malformed') => ({
  kind,
  sent: kind === 'lost'
})

describe('nothing is sent after', () => {
  const nothing = {
    sent: 0,
    status: 'failed',
    isSharedCause: true,
    text: text(/Nothing was sent\./)
  }
  const rows = [
    { name: 'another redirect', reply: empty(300), reason: 'redirected' },
    {
      name: 'a port that wants HTTPS',
      reply: { status: 400, body: 'sent to HTTPS port' },
      reason: 'rejected'
    },
    { name: 'a web server’s 404', reply: page(404), reason: 'not-found' },
    { name: 'a login page', reply: page(200), reason: 'unexpected-response' },
    { name: 'the Manager’s 503', reply: refuse(503), reason: 'server-error' },
    { name: 'a gateway’s 500', reply: page(500), reason: 'server-error', says: /Tried for up to/ },
    {
      name: 'no connection',
      reply: failure('connect'),
      reason: 'connection-failed',
      says: /Tried for up to/
    },
    {
      name: 'a connection that is closed at once',
      reply: failure('lost'),
      reason: 'connection-lost',
      says: /another client certificate/
    }
  ]
  test.each(rows)('$name: $reason', async ({ reply, reason, says = /\.$/ }) => {
    const played = await play({ environments: reply })

    expect(played).toMatchObject({ ...nothing, reason })
    expect(played.text).toMatch(says)
  })
})

describe('it is sent although the preflight check got', () => {
  const rows = [
    { name: 'the Manager’s 404', reply: refuse(404) },
    { name: 'Spring’s 404', reply: spring(404) },
    { name: 'a page with an error status', reply: page(400) },
    { name: 'an empty 200', reply: empty(200) }
  ]
  test.each(rows)('$name', async ({ reply }) => {
    expect(await play({ environments: reply })).toMatchObject({ sent: 1, status: 'succeeded' })
  })
})

describe('the preflight check is made again', () => {
  const at = (...times: number[]) => times.map(time => ({ call: 'environments', at: time }))
  testRuns([
    {
      name: 'while the Manager is down, which is reported',
      script: { environments: [failure('connect'), page(502), refuse(503), isLive] },
      expected: {
        requests: [...at(0, 500, 1_500, 3_500), { call: 'change' }],
        status: 'succeeded',
        progress: [
          'Trying Pay on production again in 500 ms, for up to 10 s: connect. Check `url`',
          text(/again in 1(\.0)? s: 502$/),
          text(/again in 2(\.0)? s: 503: No$/)
        ]
      }
    },
    {
      name: 'without advice on the address where something responds',
      script: { environments: [refuse(503), isLive] },
      expected: { progress: [text(/for up to 10 s: 503: No$/)] }
    },
    {
      name: 'five times at least where the Manager is frozen, each with a share of `retry-timeout`',
      script: { environments: { afterMs: Infinity } },
      expected: {
        requests: [0, 2_500, 5_500, 9_500, 10_000]
          .slice(0, 4)
          .map(time => ({ at: time, timeoutMs: 2_000 })),
        text: text(/within 2 s.*does not respond.*10 s \(`retry-timeout`\)/)
      }
    },
    {
      name: 'not with `retry-timeout: 0`, and then within `timeout`',
      script: { environments: { afterMs: Infinity } },
      settings: { retryTimeoutMs: 0 },
      expected: { requests: [{ timeoutMs: 120_000 }], text: text(/2 min\. [^`]*\.$/) }
    },
    {
      name: 'for ten seconds when it is refused without a word',
      script: { environments: empty(403) },
      settings: { retryTimeoutMs: 60_000, description: 'x' },
      expected: { requests: [...at(0, 500, 1_500, 3_500, 7_500, 15_500), { call: 'change' }] }
    },
    {
      name: 'for ten seconds after an error of the server itself',
      script: { environments: refuse(500) },
      settings: { retryTimeoutMs: 60_000, description: 'x' },
      expected: { requests: [...at(0, 500, 1_500, 3_500, 7_500, 15_500), { call: 'change' }] }
    },
    {
      name: 'not after ten seconds when it is refused without a word',
      script: { environments: { ...empty(403), headers: { 'retry-after': '10' } } },
      settings: { retryTimeoutMs: 60_000 },
      expected: { requests: [...at(0, 10_000), { call: 'change' }] }
    },
    {
      name: 'when the server asks to wait for as long as there is',
      script: { environments: page(503, { 'retry-after': '10' }) },
      expected: { requests: at(0, 10_000), text: text(/asks to wait 10 s/) }
    },
    {
      name: 'but for how long is not said of what waiting cannot mend',
      script: { environments: refuse(401) },
      expected: { requests: { length: 1 }, text: text(/^[^(]*\.$/) }
    },
    {
      name: 'cancelled while it waits for a response, nothing was attempted',
      script: { environments: { afterMs: 1_000 } },
      settings: { cancelAtMs: 700, groups: ['Pay', 'Loan'] },
      expected: {
        sent: 0,
        statuses: ['not-attempted', 'not-attempted'],
        outcomes: [
          {
            reason: 'cancelled',
            explanation: text(/^Nothing was sent: the workflow run was cancelled\.$/)
          },
          { reason: 'cancelled' }
        ]
      }
    }
  ])
})

describe('`verify: routes` is refused before anything is sent', () => {
  const refused = {
    ...{ sent: 0, status: 'failed', reason: 'rejected', isSharedCause: true },
    text: text(/^Nothing was sent\. .*verify: environment/)
  }
  const accepted = { sent: 1 }
  const rows: Row[] = [
    { name: 'by the first edition', script: { environments: firstEdition }, expected: refused },
    { name: 'without route health', script: { routeHealth: empty(404) }, expected: refused },
    {
      name: 'with an empty 403 for ten seconds',
      script: { routeHealth: empty(403) },
      settings: { retryTimeoutMs: 60_000 },
      expected: { ...refused, endedAt: 10_000 }
    },
    {
      name: 'before an undeployment, too',
      script: { apiProxies: empty(404) },
      settings: { operation: 'undeploy' },
      expected: refused
    },
    {
      name: 'not in a group without API Proxies',
      script: { apiProxies: list() },
      expected: { ...accepted, requests: { 2: { call: 'change' } } }
    },
    {
      name: 'not by a list that cannot be read for ten seconds',
      script: {
        apiProxies: [page(502), page(502), page(502), page(502), page(502), page(502), list()]
      },
      settings: { retryTimeoutMs: 60_000 },
      expected: { sentAt: [10_000] }
    }
  ]
  testRuns(rows.map(row => ({ ...row, settings: { verify: 'routes', ...row.settings } })))

  test('the first group’s first API Proxy is probed on the first environment', async () => {
    const { requests } = await play({}, { verify: 'routes', groups: ['Pay', 'Loan'] })

    const [probe] = requests.filter(({ call }) => call === 'routeHealth')
    expect(requests.find(({ call }) => call === 'apiProxies')?.names).toEqual(['Pay'])
    expect(probe?.names).toEqual(['Pets', 'production'])
  })
})

describe('`skip-if-current`', () => {
  const rows: Row[] = [
    {
      name: 'has no effect on the first edition, which is warned of',
      script: { environments: firstEdition },
      expected: { sent: 1, warnings: [text(/no effect/)] }
    },
    {
      name: 'skips what is current',
      expected: {
        ...{ sent: 0, status: 'current', reason: 'current', warnings: [] },
        text: text(/^Nothing has changed.*nothing was sent\.$/),
        requests: { length: 2 },
        outcomes: [expect.not.objectContaining({ accessUrl: undefined })]
      }
    },
    {
      name: 'skips what is current, and says where it is',
      script: {
        environments: list({
          ...{ name: 'production', deployed: true, redeployRequired: false },
          accessUrl: 'https://api'
        })
      },
      expected: { status: 'current', accessUrl: 'https://api' }
    },
    {
      name: 'undeploys what is current',
      settings: { operation: 'undeploy' },
      expected: { sent: 1, status: 'succeeded' }
    },
    {
      name: 'deploys what is not current',
      script: {
        environments: list({ name: 'production', deployed: true, redeployRequired: true })
      },
      expected: { sent: 1, status: 'succeeded', warnings: [] }
    },
    {
      name: 'deploys what is not deployed',
      script: {
        environments: list({ name: 'production', deployed: false, redeployRequired: false })
      },
      expected: { sent: 1, status: 'succeeded' }
    },
    {
      name: 'deploys where that cannot be read, which is warned of',
      script: { environments: [isLive, refuse(500)] },
      expected: { sent: 1, status: 'succeeded', warnings: [text(/no effect: .*Pay on .*\(500/)] }
    },
    {
      name: 'skips what is current as soon as that can be read',
      script: { environments: [isLive, empty(502), empty(403), isLive] },
      expected: { sent: 0, status: 'current', endedAt: 1_500 }
    },
    {
      name: 'deploys what it could not read for 30 s',
      script: { environments: [isLive, { afterMs: Infinity }] },
      settings: { retryTimeoutMs: 60_000 },
      expected: { sentAt: [30_000], warnings: { length: 1 } }
    },
    {
      name: 'does not matter to an undeployment',
      script: { environments: firstEdition, change: isDone },
      settings: { operation: 'undeploy' },
      expected: { sent: 1, status: 'succeeded', warnings: [] }
    }
  ]
  testRuns(rows.map(row => ({ ...row, settings: { skipIfCurrent: true, ...row.settings } })))
})
