import { describe, expect, test } from '@jest/globals'
import type { Manager } from '../src/apinizer/client.ts'
import type { Reply } from '../src/apinizer/http.ts'
import type { Inputs } from '../src/inputs.ts'
import type { Target } from '../src/outcome.ts'
import { carryOut, clientCertificateRefusal, type Step } from '../src/target.ts'
import { answered, lost, replying } from './support/replies.ts'

/** One target, carried out on a Manager that is a list of replies for each call. */
const yes = answered({ success: true, environmentResults: [{ success: true }] })
const list = (...resultList: unknown[]) => answered({ status: 'SUCCESS', resultList })
const listed = {
  name: 'production',
  deployed: true,
  redeployRequired: false,
  accessUrl: 'https://api.example.com'
}

async function carriedOut(
  posts: Reply[],
  {
    inputs = {},
    history = [list()],
    environments = [list(listed)],
    members = [list({ name: 'pets' })],
    health = [list()],
    aborted = false,
    target = { group: 'Pay', environment: 'production' }
  }: {
    inputs?: Partial<Inputs>
    history?: Reply[]
    environments?: Reply[]
    members?: Reply[]
    health?: Reply[]
    aborted?: boolean
    target?: Target
  } = {}
) {
  const calls = {
    deploy: [] as unknown[][],
    history: replying(...history),
    environments: replying(...environments),
    members: replying(...members),
    routeHealth: replying(...health)
  }
  const deploy = (...args: unknown[]) => {
    calls.deploy.push(args)
    const reply = posts[Math.min(calls.deploy.length, posts.length) - 1] ?? yes
    return Promise.resolve({ ...reply, triesLeft: args[3] })
  }
  const manager = {
    deploy,
    undeploy: deploy,
    deployHistory: calls.history.reply,
    environmentsOf: calls.environments.reply,
    members: calls.members.reply,
    routeHealth: calls.routeHealth.reply
  } as unknown as Manager
  const told: string[] = []
  const step: Step = {
    inputs: {
      operation: 'deploy',
      skipIfCurrent: false,
      verify: 'none',
      verifyTimeoutMs: 50,
      timeoutMs: 50,
      retries: 1,
      description: undefined,
      persistent: undefined,
      ...inputs
    } as Inputs,
    manager,
    listings: { environmentsOf: calls.environments.reply, environments: calls.environments.reply },
    refusal: Promise.resolve(undefined),
    signal: aborted ? AbortSignal.abort() : new AbortController().signal,
    tidy: (text, longest = 3_000) => text.slice(0, longest),
    tell: (_, line) => {
      told.push(line)
    }
  }
  const outcome = await carryOut(target, step)
  return { outcome, posts: calls.deploy, looks: calls.history.asked, asked: calls, told }
}

const no = '{"success": false'
describe('what is looked up', () => {
  test.each<[string, Reply, boolean]>([
    ['a reset', lost('reset'), true],
    ['a hang-up', lost('closed'), true],
    ['a cut answer', lost('cut'), true],
    ['a deadline', lost('deadline'), true],
    ['a deadline before anything was sent', lost('deadline', { sent: false }), false],
    ['no connection', lost('refused', { sent: false }), false],
    ['something else than HTTP', lost('garbled'), false],
    ['a cancellation', lost('cancelled'), false],
    [
      'a 200 that began well',
      lost('cut', {
        httpStatus: 200,
        begun: '{"status": "SUCCESS", "deploymentResult": {"success": true, '
      }),
      true
    ],
    ['a 200 that began with nothing', lost('deadline', { httpStatus: 200, begun: '' }), true],
    ['a 200 that began with a no', lost('cut', { httpStatus: 200, begun: no }), false],
    [
      'a 200 that began with another status',
      lost('cut', { httpStatus: 200, begun: '{"status" : "PARTIAL"' }),
      false
    ],
    [
      'a 200 that began with an error',
      lost('cut', { httpStatus: 200, begun: '{"error_description":' }),
      false
    ],
    ['a 200 that cannot be read', lost('cut', { httpStatus: 200 }), false],
    ['another status that began well', lost('cut', { httpStatus: 201, begun: '' }), false],
    ['a gateway’s 502', answered('<html>', 502), true],
    ['a gateway’s JSON', answered({ status: 504, error: 'Gateway Timeout' }, 504), true],
    [
      'a 200 that began with errors',
      lost('cut', { httpStatus: 200, begun: '{"validation_errors": [{' }),
      false
    ],
    [
      'a 200 that began with something escaped',
      lost('cut', { httpStatus: 200, begun: '{"succes\\u0073": x' }),
      false
    ],
    [
      'a gateway’s page about a failure',
      answered('<h1>Gateway failure</h1> status 502, error', 502),
      true
    ],
    [
      'a gateway’s 502 with an error of the Manager’s',
      answered({ upstream: { error: 'internal_error', error_description: 'No' } }, 502),
      false
    ],
    [
      'a gateway’s 502 with a text of the Manager’s',
      answered({ body: '{"success": false}' }, 502),
      false
    ],
    [
      'a gateway’s 502 with a page of it',
      answered('<pre>{&quot;status&quot;:&quot;FAILURE&quot;', 502),
      false
    ],
    [
      'a gateway’s 502 with a flag in a page',
      answered('<pre>{&quot;success&quot;: false', 502),
      false
    ],
    ['a gateway’s 502 with a no', answered(`${no}}`, 502), false],
    ['a gateway’s 504 with a status', answered({ x: { status: 'ERROR' } }, 504), false],
    ['a 500', answered('', 500), false],
    ['a 503', answered('', 503), false],
    ['a 202', answered('', 202), false],
    ['an answer that confirms nothing', answered({}), false],
    ['a success', yes, false]
  ])('%s', async (_, reply, expected) => {
    const { looks, told } = await carriedOut([reply], { inputs: { retries: 0 } })
    expect(looks.length > 0).toBe(expected)
    expect(told).toEqual(expected ? ['the answer was lost; looking in the deploy history'] : [])
  })
})

describe('what is sent once more', () => {
  const dropped = lost('reset')
  test.each<[string, Reply[], Parameters<typeof carriedOut>[1], number]>([
    ['a drop', [dropped, yes], {}, 2],
    ['a drop after 29.9 s', [{ ...dropped, startedAt: 5_000, endedAt: 34_900 }, yes], {}, 2],
    ['not a reset after 30 s', [{ ...dropped, startedAt: 5_000, endedAt: 35_000 }, yes], {}, 1],
    ['not without tries', [dropped, yes], { inputs: { retries: 0 } }, 1],
    ['not after a cancellation', [dropped, yes], { aborted: true }, 1],
    [
      'a drop, with a history that is busy at first',
      [dropped, yes],
      { inputs: { timeoutMs: 800 }, history: [answered('', 429), list()] },
      2
    ],
    ['not after a hang-up', [lost('closed'), yes], {}, 1],
    ['not without a history', [dropped, yes], { history: [answered('', 404)] }, 1],
    ['as often as there are tries', [dropped], { inputs: { retries: 3 } }, 4]
  ])('%s', async (_, replies, options, posts) => {
    const { outcome, ...seen } = await carriedOut(replies, options)
    expect(seen.posts).toHaveLength(posts)
    expect(seen.posts.map(([, , , retries]) => retries)).toEqual(
      Array.from({ length: posts }, (__, index) => (options?.inputs?.retries ?? 1) - index)
    )
    expect(outcome.status).toBe(posts === 2 ? 'succeeded' : 'unknown')
  })

  test.each<[string, Reply, string]>([
    ['no connection', lost('refused', { sent: false, detail: 'ECONNREFUSED' }), 'No connection'],
    ['a cancellation', lost('cancelled', { sent: false }), 'Cancelled'],
    ['a conflict', answered('', 409), 'Conflict'],
    ['a failure', answered({ success: false, message: 'No' }), 'Failed'],
    ['a 500', answered('', 500), 'Server error']
  ])('and then %s: still unknown', async (_, reply, label) => {
    const { outcome, posts, told } = await carriedOut([dropped, reply], { inputs: { retries: 5 } })
    expect(outcome).toMatchObject({
      status: 'unknown',
      reason: 'connection-lost',
      told: `An earlier try was sent, and its answer lost: it may still be carried out. The next one: ${label}. Look at the group’s deploy history in the Apinizer Manager before you run this job again.`
    })
    expect(posts).toHaveLength(2)
    expect(told).toEqual([
      'the answer was lost; looking in the deploy history',
      'it is not in the deploy history, so it is sent once more'
    ])
  })

  test('with one marker for all tries, by which either is found', async () => {
    const { posts } = await carriedOut([dropped, yes], {
      inputs: { description: 'v2', persistent: true }
    })
    expect(posts[0]?.[2]).toEqual({
      description: expect.stringMatching(/^v2 \[[0-9a-f]{12}\]$/),
      persistent: true
    })
    expect(posts[1]?.[2]).toEqual(posts[0]?.[2])
  })
})

describe('what is said besides', () => {
  const rejected = answered({ error: 'bad_request', error_description: 'No' }, 400)
  const edition = 'Servers of the first API edition take neither `description` nor `persistent`.'
  test.each<[string, Reply, Partial<Inputs>, boolean]>([
    ['a description', rejected, { description: 'v2' }, true],
    ['a flag', rejected, { persistent: false }, true],
    ['nothing', rejected, {}, false],
    ['a description, and another refusal', answered('', 403), { description: 'v2' }, false],
    ['a description, and a success', yes, { description: 'v2' }, false]
  ])('of a request with %s', async (_, reply, inputs, said) => {
    expect((await carriedOut([reply], { inputs })).outcome.told.includes(edition)).toBe(said)
  })

  test.each<[string, string, number, boolean]>([
    ['a comma in the group', 'Pay, Loan', 404, true],
    ['a semicolon', 'Pay;Loan', 400, true],
    ['nothing odd', 'Pay', 404, false],
    ['another refusal', 'Pay, Loan', 403, false]
  ])('of a name with %s', async (_, group, status, said) => {
    for (const target of [
      { group, environment: 'production' },
      { group: 'Pay', environment: group }
    ])
      expect(
        (await carriedOut([answered('', status)], { target })).outcome.told.includes(
          ' Several names go one a line, without commas.'
        )
      ).toBe(said)
  })

  test('of more worker pods than are kept', async () => {
    const detailList = Array.from({ length: 201 }, (_, index) => ({
      success: index !== 200,
      podName: `worker-${index}`,
      podIp: '10.0.0.1',
      detail: 'x'.repeat(501)
    }))
    const of = (count: number) =>
      carriedOut([
        answered({
          success: false,
          deploymentResult: { success: false, detailList: detailList.slice(-count) }
        })
      ])
    const many = (await of(201)).outcome
    expect(many.told).toMatch(
      /^1 of 201 worker pods failed\. .*\. Of the 201 worker pods, 200 are listed\.$/
    )
    expect(many.pods?.map(({ name }) => name).slice(0, 2)).toEqual(['worker-200', 'worker-0'])
    expect([many.pods?.length, many.pods?.[0]?.message.length]).toEqual([200, 500])
    const all = (await of(200)).outcome
    expect(all.told).not.toContain('are listed')
    expect(all.pods?.map(({ name }) => name).at(-1)).toBe('worker-200')
  })
})

describe('what is verified', () => {
  const route = {
    routeActive: true,
    podsResponded: 1,
    podsActive: 1,
    pods: [{ routeActive: true }]
  }
  test('the environment, with the revision when it may take no longer than a deployment', async () => {
    const { outcome, looks } = await carriedOut([yes], {
      inputs: { verify: 'environment', timeoutMs: 7_000 }
    })
    expect(outcome).toMatchObject({
      status: 'succeeded',
      accessUrl: listed.accessUrl,
      told: 'The server confirmed it. The Manager lists it as deployed.'
    })
    expect(looks).toEqual([['Pay', { retries: 0, timeoutMs: 7_000, signal: expect.anything() }]])
    expect(
      (await carriedOut([yes], { inputs: { verify: 'environment', timeoutMs: 70_000 } })).looks
    ).toEqual([['Pay', { retries: 0, timeoutMs: 10_000, signal: expect.anything() }]])
  })

  test.each<[string, Partial<Inputs>, Parameters<typeof carriedOut>[1], object]>([
    [
      'an undeployment',
      { operation: 'undeploy' },
      { environments: [list({ ...listed, deployed: false })] },
      {
        status: 'succeeded',
        reason: 'undeployed',
        told: 'The server confirmed it. The Manager no longer lists it as deployed.'
      }
    ],
    [
      'an undeployment that is not seen',
      { operation: 'undeploy' },
      {},
      {
        status: 'failed',
        reason: 'not-verified',
        told: expect.stringMatching(/^The undeployment itself was accepted\. Look/)
      }
    ],
    [
      'routes',
      { verify: 'routes' },
      { health: [list(route)] },
      {
        status: 'succeeded',
        told: 'The server confirmed it. Every worker pod serves all API Proxies of the group (1).'
      }
    ],
    [
      'routes that are not served',
      { verify: 'routes' },
      { health: [list({ ...route, routeActive: false })] },
      {
        status: 'failed',
        reason: 'not-verified',
        told: expect.stringMatching(/^The deployment itself was accepted\. Look/)
      }
    ],
    [
      'a cancelled run',
      { verify: 'routes' },
      { health: [list({ ...route, routeActive: false })], aborted: true },
      {
        status: 'failed',
        reason: 'not-verified',
        told: 'The deployment itself was accepted. The run was cancelled before it could be verified.'
      }
    ]
  ])('%s', async (_, inputs, options, expected) => {
    const { outcome } = await carriedOut([yes], {
      ...options,
      inputs: { verify: 'environment', ...inputs }
    })
    expect(outcome).toMatchObject(expected)
    if (outcome.reason === 'undeployed') expect(outcome.accessUrl).toBeUndefined()
  })

  test.each<[string, Partial<Inputs>, Reply, number, object]>([
    [
      'what is current is skipped',
      {},
      list(listed),
      0,
      {
        status: 'current',
        told: 'Deployed already, and nothing has changed since: nothing was sent.'
      }
    ],
    [
      'and its routes are looked at',
      { verify: 'routes' },
      list(listed),
      0,
      {
        status: 'current',
        told: expect.stringContaining('Every worker pod serves all API Proxies of the group (1).')
      }
    ],
    [
      'not without being asked to',
      { skipIfCurrent: false },
      list(listed),
      1,
      { status: 'succeeded' }
    ],
    [
      'not for an undeployment',
      { operation: 'undeploy' },
      list(listed),
      1,
      { status: 'succeeded' }
    ],
    [
      'not where it is to be deployed again',
      {},
      list({ ...listed, redeployRequired: true }),
      1,
      { status: 'succeeded' }
    ],
    [
      'not where nobody knows',
      {},
      list({ ...listed, redeployRequired: undefined }),
      1,
      { status: 'succeeded' }
    ],
    [
      'not where it is not deployed',
      {},
      list({ ...listed, deployed: false }),
      1,
      { status: 'succeeded' }
    ],
    ['not where another is', {}, list({ ...listed, name: 'staging' }), 1, { status: 'succeeded' }]
  ])('%s', async (_, inputs, environments, posts, expected) => {
    const { outcome, ...seen } = await carriedOut([yes], {
      inputs: { skipIfCurrent: true, ...inputs },
      environments: [environments],
      health: [list(route)]
    })
    expect(outcome).toMatchObject(expected)
    expect(seen.posts).toHaveLength(posts)
  })
})

test.each<[string, Reply, object | undefined]>([
  ['health', answered('OK'), undefined],
  ['a 404', answered('', 404), undefined],
  ['a deadline', lost('deadline'), undefined],
  ['no connection', lost('refused', { sent: false }), undefined],
  [
    'an authority that is not known',
    lost('tls', { sent: false, tlsProblem: 'unknown-authority' }),
    { reason: 'tls', told: expect.stringMatching(/^Nothing was sent\..*`ca-certificate`/) }
  ],
  [
    'a hang-up',
    lost('closed'),
    {
      status: 'failed',
      reason: 'tls',
      told: expect.stringMatching(
        /^The server hung up when asked for its health, perhaps to refuse a certificate\. .*`client-certificate`/
      )
    }
  ],
  [
    'a reset',
    lost('reset'),
    { status: 'failed', reason: 'tls', told: expect.stringMatching(/^The server hung up/) }
  ]
])('a client certificate before anything is sent: %s', async (_, reply, expected) => {
  const { reply: health, asked } = replying(reply)
  const refusal = await clientCertificateRefusal({ health } as unknown as Manager, 4_000)
  if (expected === undefined) expect(refusal).toBeUndefined()
  else expect(refusal).toMatchObject(expected)
  expect(asked).toEqual([[{ retries: 1, timeoutMs: 4_000 }]])
})
