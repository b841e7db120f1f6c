import { describe, expect, test } from '@jest/globals'
import {
  empty,
  page,
  incomplete,
  firstEdition,
  text,
  testRuns,
  type Row,
  type Script,
  type Settings,
  isLost,
  isDone,
  list,
  play,
  record,
  refuse
} from './script.ts'

const absent = list()
const present = list(record)
const notSent = (kind: 'connect' | 'tls' | 'timeout' | 'lost') => ({ kind, sent: false })
const deployed = { status: 'succeeded', reason: 'deployed' }

describe('sent once, whatever it ends in', () => {
  const once = { sentAt: [0] }
  testRuns([
    {
      name: 'the Manager reports success',
      expected: {
        ...once,
        ...deployed,
        requests: [{}, { method: 'POST' }],
        text: text(/confirmed it/)
      }
    },
    {
      name: 'the Manager reports that an undeployment succeeded',
      settings: { operation: 'undeploy' },
      expected: {
        ...{ ...once, status: 'succeeded', reason: 'undeployed' },
        requests: [{}, { method: 'DELETE' }]
      }
    },
    ...[400, 404, 422, 500].map(status => ({
      name: `the Manager itself says that it failed: ${status}`,
      script: { change: refuse(status) },
      expected: { ...once, looks: 0, status: 'failed' }
    })),
    ...[401, 403].map(status => ({
      name: `the Manager itself says that it did not process it: ${status}`,
      script: { change: refuse(status) },
      expected: { ...once, looks: 1, status: 'failed' }
    })),
    {
      name: 'a gateway responds with 503, which the Manager may have caused',
      script: { change: page(503) },
      expected: { ...once, status: 'unknown', reason: 'server-error' }
    },
    {
      name: 'a cache responds with 429',
      script: { change: refuse(429, 'Slow down', { age: '5' }) },
      expected: { ...once, looks: 1, status: 'failed', reason: 'rate-limited' }
    },
    {
      name: 'the response is lost',
      script: { change: isLost },
      expected: { ...once, status: 'unknown', reason: 'connection-lost' }
    }
  ])
})

describe('sent again only after a refusal, while the deploy history lacks it', () => {
  const again = { sentAt: [0, 500], looks: 2, ...deployed }
  testRuns([
    ...[409, 423, 429, 503].map(status => ({
      name: `the Manager is busy: ${status}`,
      script: { change: [refuse(status), isDone] },
      expected: again
    })),
    {
      name: 'a limiter refuses it: 429',
      script: { change: [page(429), isDone] },
      expected: again
    },
    {
      name: 'nothing was sent: no history is needed',
      script: { change: [notSent('connect'), notSent('timeout'), notSent('lost'), isDone] },
      expected: { sentAt: [0, 500, 1_500, 3_500], looks: 0, ...deployed }
    },
    {
      name: 'until `retry-timeout` ends',
      script: { change: refuse(409) },
      expected: {
        sentAt: [0, 500, 1_500, 3_500, 7_500, 10_000],
        status: 'failed',
        reason: 'conflict',
        text: text(/10 s \(`retry-timeout`\)/)
      }
    },
    {
      name: 'not when it asks to wait for longer than `retry-timeout`',
      script: { change: refuse(429, 'Slow down', { 'retry-after': '60' }) },
      expected: { sentAt: [0], status: 'failed', text: text(/wait 1 min.* is 10 s/) }
    },
    {
      name: 'not once it is in the history, at once after a 429 as well',
      script: { change: refuse(429), history: present },
      expected: { sentAt: [0], looks: 1, endedAt: 0, ...deployed }
    },
    {
      name: 'not once it is in the history after the last try',
      script: { change: [refuse(503), refuse(400)], history: [absent, absent, present] },
      expected: { sentAt: [0, 500], looks: 3, ...deployed }
    },
    {
      name: 'an earlier request is not forgotten when a later one is not sent',
      script: { change: [refuse(503), notSent('connect')], history: [absent, absent, present] },
      expected: { sentAt: [0, 500], ...deployed }
    },
    {
      name: 'cancelled before the next one was sent, it is what became of the one before',
      script: { change: [refuse(503), { kind: 'cancelled', sent: false, afterMs: 1_000 }] },
      settings: { cancelAtMs: 700 },
      expected: { sentAt: [0, 500], status: 'failed', reason: 'server-error' }
    },
    {
      name: 'not once `retry-timeout` has ended with the first',
      script: { change: { kind: 'connect', sent: false, afterMs: 15_000 } },
      expected: { sentAt: [0], status: 'failed', text: text(/^(?!.*Tried).*\.$/) }
    },
    {
      name: 'not while the history cannot be read',
      script: { change: [refuse(503), isDone], history: [refuse(500), refuse(500), absent] },
      expected: { sentAt: [0, 1_500], looks: 3, ...deployed }
    },
    {
      name: 'not while the history is not whole',
      script: { change: [refuse(503), isDone], history: [incomplete, incomplete, absent] },
      expected: { sentAt: [0, 1_500], looks: 3, ...deployed }
    },
    {
      name: 'a token that has expired meanwhile hides what became of it',
      script: { change: refuse(503), history: refuse(401) },
      expected: { sentAt: [0], status: 'unknown', reason: 'server-error' }
    },
    {
      name: 'a token that has expired meanwhile hides what became of an earlier request',
      script: { change: [refuse(503), refuse(401)], history: [absent, absent, refuse(401)] },
      expected: { sentAt: [0, 500], status: 'unknown', reason: 'unauthorized' }
    },
    {
      name: 'a token that is refused for both hides nothing',
      script: { change: refuse(401), history: refuse(401) },
      expected: { sentAt: [0], status: 'failed', reason: 'unauthorized' }
    },
    {
      name: 'not after the run was cancelled, which is not `retry-timeout`’s doing',
      script: { change: refuse(409) },
      settings: { cancelAtMs: 700 },
      expected: { sentAt: [0, 500], endedAt: 700, status: 'failed', text: text(/^[^`]*\.$/) }
    }
  ])
})

describe('without a deploy history', () => {
  const history = empty(404)
  const open = { status: 'unknown', sentAt: [0] }
  testRuns([
    ...[409, 423, 503].map(status => ({
      name: `a busy server gets no second request: ${status}`,
      script: { change: refuse(status), history },
      expected: { sentAt: [0], looks: 1, status: 'failed', text: text(/^[^`]*$/) }
    })),
    {
      name: 'a history that is refused without a word for a minute is none',
      script: { change: refuse(503), history: empty(403) },
      settings: { retryTimeoutMs: 60_000 },
      expected: { sentAt: [0], endedAt: 60_000, status: 'failed' }
    },
    {
      name: 'a history that is none is not waited for again',
      script: { change: refuse(503), history: empty(403) },
      settings: { groups: ['Pay', 'Loan'] },
      expected: { sentAt: [0, 60_000], endedAt: 60_000, statuses: ['failed', 'failed'] }
    },
    {
      name: 'a history that is refused without a word and was read before is one',
      script: { change: refuse(503), history: [absent, empty(403)] },
      expected: { sentAt: [0], status: 'unknown' }
    },
    {
      name: 'a server of the first edition gets no marker, so it is not looked for',
      script: { environments: firstEdition, change: refuse(409) },
      expected: { sentAt: [0], looks: 0, status: 'failed', reason: 'conflict' }
    },
    {
      name: 'a limiter’s 429 of the first edition is waited out',
      script: { environments: firstEdition, change: [page(429), isDone] },
      expected: { sentAt: [0, 500], looks: 0, ...deployed }
    },
    {
      name: 'a limiter’s 429 after an unsigned request to an unknown edition is not',
      script: { environments: empty(200), change: page(429) },
      expected: { sentAt: [0], looks: 0, status: 'failed', reason: 'rate-limited' }
    },
    {
      name: 'a lost response of the first edition stays unknown',
      script: { environments: firstEdition, change: isLost },
      expected: { ...open, looks: 0, text: text(/no marker/) }
    },
    {
      name: 'a firewall’s refusal leaves it open',
      script: { change: page(403), history },
      expected: { ...open, reason: 'forbidden' }
    },
    {
      name: 'a firewall’s refusal that the preflight check met, too, does not',
      script: { environments: page(403), change: page(403), history },
      settings: { description: 'x' },
      expected: { sentAt: [0], status: 'failed', reason: 'forbidden' }
    }
  ])
})

describe('a refusal without a word', () => {
  const emptyKey = refuse(401, 'Empty Key! Client must be authenticated')
  testRuns([
    ...[
      { name: 'an empty 403', change: empty(403), reason: 'forbidden' },
      { name: 'an empty 401', change: empty(401), reason: 'unauthorized' },
      { name: '`Empty Key!`', change: emptyKey, reason: 'unauthorized' }
    ].map(({ name, change, reason }) => ({
      name: `${name} is a lost response, and the other targets go on`,
      script: { change },
      settings: { groups: ['Pay', 'Loan'] },
      expected: {
        sent: 2,
        statuses: ['unknown', 'unknown'],
        reason,
        text: text(/log of the Apinizer Manager/)
      }
    })),
    {
      name: 'an empty 403 that the preflight check met, too, refuses every call',
      script: { environments: empty(403), change: empty(403) },
      settings: { description: 'x' },
      expected: { looks: 0, sent: 1, status: 'failed', reason: 'forbidden', text: text(/Enable/) }
    },
    {
      name: 'an empty 401 after an empty 403 is lost',
      script: { environments: empty(403), change: empty(401) },
      settings: { description: 'x' },
      expected: { sent: 1, status: 'unknown', reason: 'unauthorized' }
    }
  ])
})

describe('two records with the marker', () => {
  testRuns([
    {
      name: 'show that something repeats requests',
      script: { change: refuse(409), history: list(record, record) },
      expected: {
        sent: 1,
        ...deployed,
        warnings: [
          text(/^A request was repeated: The .* Pay contains 2 records of one request: .*gateway/)
        ]
      }
    },
    {
      name: 'one does not',
      script: { change: refuse(409), history: list(record, { description: 'another' }) },
      expected: { sent: 1, ...deployed, warnings: [] }
    }
  ])
})

describe('the body', () => {
  const marked = (words: string) => ({
    description: text(new RegExp(`^\\[[0-9a-f]{12}\\]${words}$`, 'u'))
  })
  const rows: { name: string; script?: Script; settings?: Settings; expected: unknown }[] = [
    {
      name: '`persistent`',
      settings: { persistent: false },
      expected: { ...marked(' by octocat'), persistent: false }
    },
    {
      name: 'a text is cut on a whole character, without a space at the end',
      settings: { description: `😀${'x'.repeat(231)} 😀😀` },
      expected: marked(' 😀x{231}')
    },
    { name: 'first edition: none', script: { environments: firstEdition }, expected: undefined }
  ]

  test.each(rows)('$name', async ({ script = {}, settings, expected }) => {
    const { requests } = await play(script, settings)

    expect(requests.find(({ call }) => call === 'change')?.body).toEqual(expected)
  })

  test('has another marker for each request', async () => {
    const { requests } = await play({}, { groups: ['Pay', 'Loan'] })

    const texts = requests.flatMap(({ body }) => body?.['description'] ?? [])
    expect(new Set(texts).size).toBe(2)
  })

  const refusals: Row[] = [
    {
      name: 'a description',
      script: { environments: firstEdition, change: refuse(400, 'Bad body') },
      settings: { description: 'x' },
      expected: { text: text(/remove them/) }
    },
    {
      name: '`persistent`',
      script: { environments: firstEdition, change: refuse(400, 'Bad body') },
      settings: { persistent: true },
      expected: { text: text(/remove them/) }
    },
    {
      name: 'nothing: the body is not the cause',
      script: { environments: firstEdition, change: refuse(400, 'Bad body') },
      expected: { text: expect.not.stringMatching(/remove them/) }
    },
    {
      name: 'a description, for a missing permission',
      script: { environments: firstEdition, change: refuse(400, 'no Permission') },
      settings: { description: 'x' },
      expected: { text: expect.not.stringMatching(/remove them/) }
    },
    {
      name: 'a description, with another status',
      script: { environments: firstEdition, change: refuse(422, 'Bad body') },
      settings: { description: 'x' },
      expected: { text: expect.not.stringMatching(/remove them/) }
    }
  ]

  describe('refused by a server of the first edition', () => {
    testRuns(refusals)
  })
})
