import { describe, expect, test } from '@jest/globals'
import type { Manager } from '../src/apinizer/client.ts'
import type { Reply } from '../src/apinizer/http.ts'
import { check, listingsFrom } from '../src/check.ts'
import { lookUp, revisionSince } from '../src/lookup.ts'
import { verifyEnvironment, verifyRoutes, type Watch } from '../src/verify.ts'
import { answered, lost, replying } from './support/replies.ts'

/** What only looks: a check, a verification, the search for a lost answer. A Manager here is a list of replies. */
const list = (...resultList: unknown[]) => answered({ status: 'SUCCESS', resultList })
const production = {
  name: 'production',
  deployed: true,
  redeployRequired: false,
  accessUrl: 'https://api.example.com'
}
const target = { group: 'Pay', environment: 'production' }

describe('a check', () => {
  const checked = (ofGroup: Reply, ofProject: Reply = list({ name: 'production' })) =>
    check(
      {
        environmentsOf: () => Promise.resolve(ofGroup),
        environments: () => Promise.resolve(ofProject)
      },
      target
    )

  test.each<[string, Parameters<typeof checked>]>([
    ['is current', [list(production)]],
    ['would change', [list({ ...production, redeployRequired: true })]],
    ['may change', [list({ ...production, redeployRequired: undefined })]],
    ['is not deployed', [list({ ...production, deployed: false })]],
    ['is in a state that is not known', [list({ ...production, status: 'DEPLOYING' })]],
    ['was never deployed', [list({ ...production, name: 'staging' })]],
    ['is in no environment of the project', [list(), list({ name: 'staging' })]],
    ['is forbidden', [answered('', 403)]],
    ['is refused', [answered({ status: 'FAILURE', resultMessage: 'No' }, 400)]],
    ['is answered by a gateway', [answered('', 502)]],
    ['has no answer', [lost('reset')]],
    ['is cancelled', [lost('cancelled')]],
    ['is answered by what confirms nothing', [answered('', 202)]],
    ['has an answer that tells nothing', [answered('<html>')]],
    ['is answered by a failure', [answered({ status: 'FAILURE', resultMessage: 'Not now' })]],
    ['is refused the environments of the project', [list(), answered('', 401)]],
    ['has no answer about the project', [list(), lost('deadline')]],
    ['has an answer about the project that tells nothing', [list(), answered({})]]
  ])('%s', async (_, replies) => {
    expect(await checked(...replies)).toMatchSnapshot()
  })

  test('asks for each list once', async () => {
    const ofGroup = replying(list())
    const ofProject = replying(list({ name: 'production' }))
    const listings = listingsFrom({ environmentsOf: ofGroup.reply, environments: ofProject.reply })
    for (const group of ['Pay', 'Pay', 'Loan']) await check(listings, { ...target, group })
    expect(ofGroup.asked).toEqual([['Pay'], ['Loan']])
    expect(ofProject.asked).toEqual([[]])
  })
})

describe('a verification', () => {
  const lines: string[] = []
  const watch = (manager: object, ms: number, signal = new AbortController().signal): Watch => {
    lines.length = 0
    return {
      manager: manager as Manager,
      endsAt: performance.now() + ms,
      signal,
      tell: line => {
        lines.push(line)
      }
    }
  }
  const route = {
    routeActive: true,
    podsResponded: 1,
    podsActive: 1,
    pods: [{ routeActive: true }]
  }

  test.each<[string, boolean, Reply, object]>([
    [
      'listed as deployed',
      true,
      list(production),
      { verified: true, problem: '', listed: { name: 'production' } }
    ],
    [
      'listed as not deployed',
      true,
      list({ ...production, deployed: false }),
      { verified: false, problem: 'the Manager does not list the environment as deployed' }
    ],
    [
      'not listed',
      true,
      list(),
      { verified: false, problem: 'the Manager does not list the environment as deployed' }
    ],
    ['not listed, as it should be', false, list(), { verified: true, problem: '' }],
    [
      'still listed',
      false,
      list(production),
      { verified: false, problem: 'the Manager still lists the environment as deployed' }
    ],
    [
      'not told, for good',
      true,
      answered('', 404),
      {
        verified: false,
        problem: 'the Manager does not tell which environments the group is deployed to (404)',
        final: true
      }
    ],
    ['not told by a page', true, answered('<html>'), { verified: false, final: false }],
    ['not told, as it is refused', true, answered('', 400), { verified: false, final: true }],
    [
      'not told, for now',
      true,
      answered('', 429),
      { verified: false, problem: expect.stringContaining('(429)'), final: false }
    ],
    ['not told by a server in trouble', true, answered('', 500), { verified: false, final: false }],
    [
      'not told by anybody',
      true,
      lost('reset', { detail: 'read ECONNRESET' }),
      { verified: false, problem: expect.stringContaining('(read ECONNRESET)'), final: false }
    ]
  ])('of an environment that is %s', async (_, deployed, reply, expected) => {
    const { reply: environmentsOf, asked } = replying(reply)
    expect(await verifyEnvironment(target, deployed, watch({ environmentsOf }, 200))).toMatchObject(
      expected
    )
    expect(asked).toEqual([
      ['Pay', { retries: 0, timeoutMs: expect.any(Number), signal: expect.anything() }]
    ])
  })

  test('looks again until it sees it, with a line a change', async () => {
    const { reply: environmentsOf, asked } = replying(list(), list(), list(production))
    const startedAt = performance.now()
    expect(await verifyEnvironment(target, true, watch({ environmentsOf }, 5_000))).toMatchObject({
      verified: true
    })
    expect(performance.now() - startedAt).toBeGreaterThan(1_200)
    expect([asked.length, lines]).toEqual([
      3,
      ['not yet: the Manager does not list the environment as deployed']
    ])
  })

  test('asks within the time that is left, but never in none at all', async () => {
    const { reply: environmentsOf, asked } = replying(list())
    await verifyEnvironment(target, true, watch({ environmentsOf }, 700))
    await verifyEnvironment(target, true, watch({ environmentsOf }, -1))
    const [first = 0, second = 0, ...late] = asked.map(
      ([, limits]) => (limits as { timeoutMs: number }).timeoutMs
    )
    expect([first > 600, first <= 700, second >= 100, second <= 200, late]).toEqual([
      true,
      true,
      true,
      true,
      [100]
    ])
  })

  test('ends when it is cancelled', async () => {
    const { reply: environmentsOf, asked } = replying(list())
    const controller = new AbortController()
    setTimeout(() => {
      controller.abort()
    }, 50)
    expect(
      await verifyEnvironment(target, true, watch({ environmentsOf }, 60_000, controller.signal))
    ).toMatchObject({ verified: false })
    expect(asked.length).toBeLessThanOrEqual(2)
  })

  test('of routes asks about every member, a few at a time', async () => {
    let underWay = 0
    let most = 0
    const routeHealth = async () => {
      most = Math.max(most, ++underWay)
      await new Promise(resolve => setTimeout(resolve, 5))
      underWay -= 1
      return list(route)
    }
    const names = Array.from({ length: 10 }, (_, index) => ({ name: `proxy-${index}` }))
    expect(
      await verifyRoutes(
        target,
        watch({ members: replying(list(...names)).reply, routeHealth }, 5_000)
      )
    ).toEqual({ verified: true, problem: '', final: false, members: 10 })
    expect(most).toBe(4)
  })

  test('of routes names what is wrong once, with those that have it', async () => {
    const answers: Record<string, Reply> = {
      a: list({ ...route, inconsistent: true }),
      b: list({ ...route, inconsistent: true }),
      c: list(route),
      d: answered('', 500)
    }
    const routeHealth = (name: string) => Promise.resolve(answers[name])
    const names = Object.keys(answers).map(name => ({ name }))
    expect(
      await verifyRoutes(
        target,
        watch({ members: replying(list(...names)).reply, routeHealth }, 200)
      )
    ).toEqual({
      verified: false,
      problem:
        'a, b: the worker pods disagree; d: the server does not tell which pods serve it (500)',
      final: false,
      members: 4
    })
  })

  test('of routes does not name all of many, and cuts a long problem', async () => {
    const problemOf = async (count: number, ...pods: object[]) => {
      const names = Array.from({ length: count }, (_, index) => ({ name: `p${index}` }))
      return (
        await verifyRoutes(
          target,
          watch(
            {
              members: replying(list(...names)).reply,
              routeHealth: replying(list({ ...route, pods })).reply
            },
            200
          )
        )
      ).problem
    }
    const upTo = (last: number) =>
      Array.from({ length: last + 1 }, (_, index) => `p${index}`).join(', ')
    expect(await problemOf(21, { podName: 'w1' })).toBe(
      `${upTo(19)} and maybe others: w1 does not serve it yet`
    )
    expect(await problemOf(19, { podName: 'w1' })).toBe(`${upTo(18)}: w1 does not serve it yet`)
    expect(await problemOf(1, { podName: 'w1', error: 'x' }, { podName: 'w2' })).toBe(
      'p0: w1 could not be asked: x, w2 does not serve it yet'
    )
    expect((await problemOf(1, { podName: 'w1', error: 'x'.repeat(2_000) })).length).toBe(
      'p0: '.length + 1_000
    )
  })

  test('of routes ends at once when one of them cannot be asked for, and asks only for the rest', async () => {
    const said: Record<string, Reply[]> = {
      a: [list(route)],
      b: [list({ ...route, routeActive: false }), answered('', 404)]
    }
    const asked: string[] = []
    const routeHealth = (name: string) => {
      asked.push(name)
      return Promise.resolve(said[name]?.shift())
    }
    expect(
      await verifyRoutes(
        target,
        watch({ members: replying(list({ name: 'a' }, { name: 'b' })).reply, routeHealth }, 60_000)
      )
    ).toMatchObject({
      verified: false,
      final: true,
      problem: 'b: the server does not tell which pods serve it (404)'
    })
    expect(asked).toEqual(['a', 'b', 'b'])
  })

  test.each<[string, Reply, Reply, object]>([
    [
      'a group without API Proxies',
      list(),
      list(route),
      {
        verified: false,
        problem: 'the group has no API Proxies, so nothing shows that it is served',
        final: true,
        members: 0
      }
    ],
    [
      'members that are not told',
      answered('', 403),
      list(route),
      {
        verified: false,
        problem: 'the Manager does not tell which API Proxies the group has (403)',
        final: true,
        members: 0
      }
    ],
    [
      'a server that does not know route health',
      list({ name: 'a' }),
      answered('', 404),
      { verified: false, final: true, members: 1 }
    ]
  ])('of routes ends at once with %s', async (_, members, health, expected) => {
    expect(
      await verifyRoutes(
        target,
        watch({ members: replying(members).reply, routeHealth: replying(health).reply }, 60_000)
      )
    ).toMatchObject(expected)
  })

  test('of routes asks all of them again when the last one has come round', async () => {
    const said: Record<string, Reply[]> = {
      a: [list(route), list({ ...route, routeActive: false }), list(route)],
      b: [list({ ...route, inconsistent: true }), list(route)]
    }
    const asked: string[] = []
    const routeHealth = (name: string) => {
      asked.push(name)
      return Promise.resolve(said[name]?.shift() ?? list(route))
    }
    expect(
      await verifyRoutes(
        target,
        watch({ members: replying(list({ name: 'a' }, { name: 'b' })).reply, routeHealth }, 10_000)
      )
    ).toMatchObject({ verified: true, members: 2 })
    expect(asked).toEqual(['a', 'b', 'b', 'a', 'b', 'a', 'a', 'b'])
  })

  test('of routes without time left asks nobody', async () => {
    const routeHealth = replying(list(route))
    const result = await verifyRoutes(
      target,
      watch(
        {
          members: replying(list({ name: 'a' }, { name: 'b' })).reply,
          routeHealth: routeHealth.reply
        },
        -1
      )
    )
    expect([result, routeHealth.asked]).toEqual([
      { verified: false, problem: 'a, b: there was no time to ask', final: true, members: 2 },
      []
    ])
  })
})

describe('the search for a lost answer', () => {
  const attempt = { environment: 'production', deploy: true, startedAt: 0, marker: '[code]' }
  const record = {
    revision: 8,
    date: '2026-04-16T10:30:00Z',
    description: 'v2 [code]',
    environment: 'production',
    deploy: true
  }
  const search = (replies: Reply[], { absentMs = 0, mostMs = 0 } = {}) => {
    const { reply: deployHistory, asked } = replying(...replies)
    return {
      found: lookUp(
        { deployHistory } as unknown as Manager,
        'Pay',
        attempt,
        { absentMs, mostMs },
        new AbortController().signal
      ),
      asked
    }
  }

  test.each<[string, Reply, object]>([
    ['finds it', list(record), { kind: 'ours', record: { revision: 8 } }],
    ['does not find it', list(), { kind: 'absent' }],
    [
      'cannot be sure',
      list({ ...record, description: '' }),
      { kind: 'untold', why: expect.stringContaining('a record of this very time') }
    ],
    [
      'meets a server that keeps no history',
      answered('', 404),
      {
        kind: 'untold',
        why: 'The deploy history cannot tell: the server answered 404, as servers before 2026.04 do.'
      }
    ],
    [
      'meets a refusal',
      answered('', 400),
      { kind: 'untold', why: 'The deploy history cannot tell: the server answered 400.' }
    ],
    [
      'meets a page',
      answered('<html>'),
      { kind: 'untold', why: 'The deploy history cannot tell: the server answered 200.' }
    ],
    [
      'meets a server in trouble',
      answered('', 500),
      { kind: 'untold', why: 'The deploy history could not be read.' }
    ],
    [
      'meets nobody',
      lost('reset'),
      { kind: 'untold', why: 'The deploy history could not be read.' }
    ]
  ])('%s', async (_, reply, expected) => {
    const { found, asked } = search([reply])
    expect(await found).toMatchObject(expected)
    expect(asked).toEqual([['Pay', { retries: 0, timeoutMs: 1_000 }]])
  })

  test('goes on for as long as a record may appear', async () => {
    const { found, asked } = search([list(), lost('reset'), list(record)], {
      absentMs: 2_000,
      mostMs: 2_000
    })
    expect([(await found).kind, asked.length]).toEqual(['ours', 3])
  })

  test('goes on after trouble, but not after an absence that is certain', async () => {
    const { found, asked } = search([lost('reset'), list(), list(record)], {
      absentMs: 100,
      mostMs: 5_000
    })
    expect([(await found).kind, asked.length]).toEqual(['absent', 2])
  })

  test('does not take an old answer for a late one', async () => {
    const asked: number[] = []
    const startedAt = performance.now()
    const deployHistory = async () => {
      const began = performance.now()
      asked.push(began - startedAt)
      await new Promise(resolve => setTimeout(resolve, 300))
      return {
        ...(asked.length === 1 ? list() : list(record)),
        startedAt: began,
        endedAt: performance.now()
      }
    }
    const found = await lookUp(
      { deployHistory } as unknown as Manager,
      'Pay',
      attempt,
      { absentMs: 200, mostMs: 5_000 },
      new AbortController().signal
    )
    expect([found.kind, asked.length]).toEqual(['ours', 2])
  })

  test('tells the revision of what is known to have succeeded', async () => {
    const limits = { timeoutMs: 1_000, signal: new AbortController().signal }
    const since = (reply: Reply) =>
      revisionSince(
        { deployHistory: replying(reply).reply } as unknown as Manager,
        'Pay',
        attempt,
        limits
      )
    expect(
      await since(
        list(
          record,
          { ...record, revision: 9 },
          { ...record, revision: 10, description: '' },
          { ...record, revision: 11, deploy: false }
        )
      )
    ).toBe(9)
    expect(await since(list({ ...record, description: '' }))).toBeUndefined()
    const unmarked = (date: string | undefined, ...resultList: unknown[]) =>
      revisionSince(
        {
          deployHistory: replying(answered({ status: 'SUCCESS', resultList }, 200, { date })).reply
        } as unknown as Manager,
        'Pay',
        { ...attempt, marker: undefined },
        limits
      )
    const now = new Date().toUTCString()
    const fresh = { ...record, date: new Date(Date.now() + 1_000).toISOString() }
    expect([
      await unmarked(now, record, fresh),
      await unmarked(now, record),
      await unmarked(now, fresh, { ...fresh, revision: 9 }),
      await unmarked(undefined, fresh)
    ]).toEqual([8, undefined, undefined, undefined])
    for (const reply of [list(), lost('reset'), answered('', 404)])
      expect(await since(reply)).toBeUndefined()
  })
})
