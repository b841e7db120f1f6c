import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { managerAt } from '../src/apinizer/client.ts'
import type { Call } from '../src/apinizer/http.ts'
import { proxyFor } from '../src/apinizer/proxy.ts'
import { readHistory } from '../src/apinizer/lists.ts'
import { readDeployment } from '../src/apinizer/responses.ts'
import { askedPauseMs } from '../src/apinizer/retry.ts'
import { deploy } from '../src/deploy.ts'
import { findOurs, narrow, untilNarrower, type ClockOffset } from '../src/history.ts'
import { inWords } from '../src/headline.ts'
import { overallResult, type Target, type Verdict } from '../src/outcome.ts'
import { planOf } from '../src/plan.ts'
import { reasonOfStatus } from '../src/verdict.ts'

const name = fc
  .string({ minLength: 1, maxLength: 12, unit: 'binary' })
  .filter(text => text.isWellFormed() && text !== '.' && text !== '..')

describe('the path of a deployment', () => {
  test('has five names in their places, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(name, name, name, async (project, group, environment) => {
        let seen: Call | undefined
        const line = {
          request: (call: Call) => {
            seen = call
            return Promise.resolve({
              answered: true as const,
              status: 200,
              headers: {},
              body: '',
              startedAt: 0,
              endedAt: 0
            })
          }
        }
        await managerAt(line, project, {
          retries: 0,
          timeoutMs: 1_000,
          signal: new AbortController().signal,
          onPause: () => undefined
        }).deploy(group, environment, {}, 0)
        const path = seen?.path ?? ''
        // What a server makes of it: no dot segment to resolve, nothing that ends the path.
        expect(new URL(`http://x${path}`).pathname).toBe(path)
        expect(path.split('/').map(decodeURIComponent)).toEqual([
          '',
          'apiops',
          'projects',
          project,
          'apiProxyGroups',
          group,
          'environments',
          environment,
          ''
        ])
      })
    )
  })
})

describe('an answer to a deployment', () => {
  const flag = fc.oneof(
    { weight: 6, arbitrary: fc.constant<unknown>(true) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(false, 'true', 1, null, undefined, 'SUCCESS') }
  )
  const environment = fc.constantFrom(undefined, 'production', 'production', 'staging')
  const { pod } = fc.letrec<{ pod: object }>(tie => ({
    pod: fc.record({
      success: flag,
      envName: environment,
      podName: fc.constantFrom('a', 'b'),
      detailList: fc.option(fc.array(tie('pod'), { maxLength: 2 }), {
        nil: undefined,
        depthSize: 'small'
      })
    })
  }))
  const first = fc.record({
    success: flag,
    deploymentResult: fc.record({
      success: flag,
      environmentResults: fc.array(fc.record({ success: flag, environmentName: environment }), {
        maxLength: 3
      })
    })
  })
  const current = fc.record({
    status: fc.constantFrom('SUCCESS', 'SUCCESS', 'SUCCESS', 'FAILURE', true, undefined),
    deploymentResult: fc.record({ success: flag, detailList: fc.array(pod, { maxLength: 3 }) })
  })

  test('is confirmed exactly when every flag says yes and a result is for the environment', () => {
    let confirmed = 0
    fc.assert(
      fc.property(fc.oneof(first, current), answer => {
        const text = JSON.stringify(answer)
        const { verdict } = readDeployment(text, 'production')
        expect(verdict === 'confirmed').toBe(oracle(JSON.parse(text) as Answer))
        if (verdict === 'confirmed') confirmed += 1
      }),
      { numRuns: 2_000 }
    )
    expect(confirmed).toBeGreaterThan(100)
  })

  test('is never confirmed when it is anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        expect(readDeployment(text, 'production').verdict).not.toBe('confirmed')
      })
    )
  })

  test('that is cut anywhere is never confirmed', () => {
    const whole = JSON.stringify({
      success: true,
      deploymentResult: {
        success: true,
        environmentResults: [{ environmentName: 'production', success: true }]
      }
    })
    for (let length = 0; length < whole.length; length += 1)
      expect(readDeployment(whole.slice(0, length), 'production').verdict).toBe('unclear')
    expect(readDeployment(whole, 'production').verdict).toBe('confirmed')
  })
})

interface Item {
  success?: unknown
  envName?: string
  environmentName?: string
  detailList?: Item[]
}
interface Answer {
  success?: unknown
  status?: unknown
  deploymentResult: { success?: unknown; environmentResults?: Item[]; detailList?: Item[] }
}

/** The rule once more, said in another way: recursive, and top down. */
function oracle(answer: Answer): boolean {
  const top =
    'environmentResults' in answer.deploymentResult
      ? answer.success === true
      : answer.status === 'SUCCESS'
  const items =
    answer.deploymentResult.environmentResults ?? answer.deploymentResult.detailList ?? []
  const good = (item: Item): boolean => item.success === true && (item.detailList ?? []).every(good)
  const concerns = (item: Item, within?: string): boolean => {
    const environment = item.envName ?? item.environmentName ?? within
    return (
      (environment ?? 'production') === 'production' ||
      (item.detailList ?? []).some(inner => concerns(inner, environment))
    )
  }
  return (
    top &&
    answer.deploymentResult.success === true &&
    items.length > 0 &&
    items.every(good) &&
    items.some(item => concerns(item))
  )
}

describe('the deploy history', () => {
  const attempt = { environment: 'production', deploy: true, startedAt: 50_000, marker: undefined }
  const record = (from: number, over = {}) => ({
    revision: 7,
    environment: 'production',
    deploy: true,
    description: '',
    date: { from, to: from + 1 },
    ...over
  })

  test('of any server clock: what is said to be ours came after the request, and absent means that nothing did', () => {
    const looks = fc.array(
      fc.record({
        after: fc.integer({ min: 0, max: 5_000 }),
        takes: fc.integer({ min: 1, max: 300 }),
        at: fc.double({ min: 0, max: 1, noNaN: true })
      }),
      { minLength: 1, maxLength: 6 }
    )
    fc.assert(
      fc.property(
        fc.integer({ min: -4_000_000, max: 4_000_000 }),
        looks,
        fc.integer({ min: -3_000, max: 3_000 }),
        fc.boolean(),
        (truth, times, recordedAfter, wholeSeconds) => {
          let offset: ClockOffset = { least: -Infinity, most: Infinity }
          for (const { after, takes, at } of times) {
            const sentAt = attempt.startedAt + after
            const answered = sentAt + takes * at + truth + Date.parse('2026-01-01T00:00:00Z')
            offset = narrow(
              offset,
              new Date(Math.floor(answered / 1_000) * 1_000).toUTCString(),
              sentAt,
              sentAt + takes
            )
          }
          const serverTruth = truth + Date.parse('2026-01-01T00:00:00Z')
          expect(offset.least).toBeLessThanOrEqual(serverTruth)
          expect(offset.most).toBeGreaterThanOrEqual(serverTruth)
          const recorded = attempt.startedAt + recordedAfter + serverTruth
          const from = wholeSeconds ? Math.floor(recorded / 1_000) * 1_000 : Math.floor(recorded)
          const { kind } = findOurs(
            [record(from, { date: { from, to: from + (wholeSeconds ? 1_000 : 1) } })],
            attempt,
            offset
          )
          if (kind === 'ours') expect(recordedAfter).toBeGreaterThanOrEqual(-1)
          if (kind === 'absent') expect(recordedAfter).toBeLessThanOrEqual(0)
        }
      ),
      { numRuns: 1_000 }
    )
  })

  test.each<[string, Parameters<typeof findOurs>, string]>([
    ['no record', [[], attempt, { least: 0, most: 0 }], 'absent'],
    ['a record just after', [[record(50_000)], attempt, { least: 0, most: 0 }], 'ours'],
    ['a record just before', [[record(49_999)], attempt, { least: 0, most: 0 }], 'absent'],
    [
      'a record within what is not known',
      [[record(50_000)], attempt, { least: -1, most: 1 }],
      'unsure'
    ],
    [
      'a record and no clock',
      [[record(50_000)], attempt, { least: -Infinity, most: Infinity }],
      'unsure'
    ],
    [
      'a record of the future, as another clock dates it',
      [
        [record(60_000), record(90_000, { environment: 'staging' })],
        attempt,
        { least: 0, most: 0 },
        80_000
      ],
      'unsure'
    ],
    ['clocks that contradict each other', [[record(1)], attempt, { least: 5, most: -5 }], 'unsure'],
    [
      'another environment',
      [[record(60_000, { environment: 'staging' })], attempt, { least: 0, most: 0 }],
      'absent'
    ],
    [
      'an undeployment',
      [[record(60_000, { deploy: false })], attempt, { least: 0, most: 0 }],
      'absent'
    ],
    [
      'two records after',
      [[record(60_000), record(61_000)], attempt, { least: 0, most: 0 }],
      'unsure'
    ],
    [
      'another description',
      [[record(60_000, { description: 'x' })], attempt, { least: 0, most: 0 }],
      'unsure'
    ],
    [
      'the documented description',
      [[record(60_000, { description: 'Deployed by APIOPS Api' })], attempt, { least: 0, most: 0 }],
      'ours'
    ],
    [
      'our marker, whatever the clock',
      [
        [record(1, { description: 'v2 [abc]' })],
        { ...attempt, marker: '[abc]' },
        { least: 0, most: 0 }
      ],
      'ours'
    ],
    [
      'a marker that is missing',
      [[record(60_000)], { ...attempt, marker: '[abc]' }, { least: 0, most: 0 }],
      'unsure'
    ]
  ])('%s', (_, args, kind) => {
    expect(findOurs(...args).kind).toBe(kind)
  })

  test('a date that is none teaches nothing', () => {
    expect(narrow({ least: 1, most: 2 }, 'tomorrow', 0, 0)).toEqual({ least: 1, most: 2 })
    expect(narrow({ least: 1, most: 2 }, '2026', 0, 0)).toEqual({ least: 1, most: 2 })
    expect(narrow({ least: 1, most: 2 }, undefined, 0, 0)).toEqual({ least: 1, most: 2 })
  })

  test('the next look falls into the middle of what is possible', () => {
    expect(untilNarrower({ least: 0, most: 400 }, 0)).toBe(800)
    expect(untilNarrower({ least: -Infinity, most: Infinity }, 0)).toBe(1_000)
  })
})

describe('a date in the history', () => {
  const spanOf = (date: string) =>
    readHistory({
      answered: true,
      status: 200,
      headers: {},
      body: JSON.stringify({
        status: 'SUCCESS',
        resultList: [{ revision: 1, environment: 'e', deploy: true, date }]
      }),
      startedAt: 0,
      endedAt: 0
    })?.[0]?.date
  const second = Date.parse('2026-04-16T10:30:07Z')
  test.each<[string, number, number]>([
    ['2026-04-16T10:30:07Z', second, second + 1_000],
    ['2026-04-16T10:30:07.000Z', second, second + 1_000],
    ['2026-04-16T13:30:07.5+03:00', second + 500, second + 600],
    ['2026-04-16T10:30:07.123Z', second + 123, second + 124],
    ['2026-04-16T10:30Z', second - 7_000, second + 53_000],
    ['2026-04-16T10:30:07', -Infinity, Infinity],
    ['2026-04-16', -Infinity, Infinity],
    ['yesterday', -Infinity, Infinity]
  ])('%s', (date, from, to) => {
    expect(spanOf(date)).toEqual({ from, to })
  })
})

describe('small rules', () => {
  test.each<[string, string, Record<string, string>, string | undefined]>([
    ['no variable', 'https://a.test', {}, undefined],
    [
      'an empty lower-case variable',
      'https://a.test',
      { https_proxy: '', HTTPS_PROXY: 'http://p:1' },
      'http://p:1/'
    ],
    ['an https proxy', 'https://a.test', { https_proxy: 'https://p:1' }, 'https://p:1/'],
    [
      'a port that fits',
      'https://a.test:8443',
      { https_proxy: 'p:1', no_proxy: 'a.test:8443' },
      undefined
    ],
    [
      'the scheme’s own port',
      'https://a.test',
      { https_proxy: 'p:1', no_proxy: 'a.test:443' },
      undefined
    ],
    [
      'the scheme’s own port of http',
      'http://a.test',
      { http_proxy: 'p:1', no_proxy: 'a.test:80' },
      undefined
    ],
    [
      'a port that does not fit',
      'https://a.test',
      { https_proxy: 'p:1', no_proxy: 'a.test:80' },
      'http://p:1/'
    ],
    [
      'a part of a name',
      'https://ba.test',
      { https_proxy: 'p:1', no_proxy: 'a.test,,' },
      'http://p:1/'
    ],
    [
      'a suffix without the host',
      'https://a.test',
      { https_proxy: 'p:1', no_proxy: '.a.test' },
      'http://p:1/'
    ],
    [
      'a star before a suffix',
      'https://b.a.test',
      { https_proxy: 'p:1', no_proxy: '*.a.test' },
      undefined
    ],
    ['an IP address', 'https://10.0.0.1', { https_proxy: 'p:1', no_proxy: '10.0.0.1' }, undefined],
    [
      'an IPv6 address',
      'https://[fd00::1]',
      { https_proxy: 'p:1', no_proxy: '[fd00::1]' },
      undefined
    ],
    [
      'an IPv6 address without brackets',
      'https://[fd00::1]',
      { https_proxy: 'p:1', no_proxy: 'fd00::1' },
      undefined
    ],
    [
      'an IPv6 address with its port',
      'https://[fd00::1]:8443',
      { https_proxy: 'p:1', no_proxy: '[fd00::1]:8443' },
      undefined
    ],
    ['the loopback addresses', 'http://[::1]', { http_proxy: 'p:1' }, undefined],
    ['localhost', 'http://localhost', { http_proxy: 'p:1' }, undefined]
  ])('the proxy with %s', (_, url, env, expected) => {
    expect(proxyFor(new URL(url), env)?.href).toBe(expected)
  })

  test.each<[string, Parameters<typeof askedPauseMs>, number | undefined]>([
    ['seconds', [{ headers: { 'retry-after': '7' }, body: '' }, 0], 7_000],
    [
      'a date of a server without a clock',
      [{ headers: { 'retry-after': 'Thu, 01 Jan 1970 00:00:09 GMT' }, body: '' }, 2_000],
      7_000
    ],
    [
      'a date gone by',
      [
        {
          headers: {
            'retry-after': 'Thu, 01 Jan 1970 00:00:01 GMT',
            date: 'Thu, 01 Jan 1970 00:00:09 GMT'
          },
          body: ''
        },
        0
      ],
      0
    ],
    ['neither', [{ headers: { 'retry-after': 'soon' }, body: '{"retry_after": 3}' }, 0], 3_000],
    ['a negative number', [{ headers: {}, body: '{"retry_after": -3}' }, 0], undefined],
    ['a text', [{ headers: {}, body: '{"retry_after": "3"}' }, 0], undefined],
    ['nothing', [{ headers: {}, body: '' }, 0], undefined]
  ])('a pause asked for by %s', (_, args, expected) => {
    expect(askedPauseMs(...args)).toBe(expected)
  })

  test.each([
    [0, '0 ms'],
    [449, '449 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [9_999, '10.0 s'],
    [10_000, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min 0 s'],
    [185_000, '3 min 5 s']
  ])('%i ms are %s', (ms, words) => {
    expect(inWords(ms)).toBe(words)
  })

  test.each([
    [201, 'unexpected-response'],
    [302, 'redirected'],
    [418, 'rejected'],
    [599, 'server-error']
  ])('status %i is %s', (status, reason) => {
    expect(reasonOfStatus(status)).toBe(reason)
  })

  test('a plan is carried out in its order, also for one who looks at nothing', async () => {
    const plan = planOf({ groups: ['Pay', 'Loan'], environments: ['test', 'production'] })
    const run = (target: Target) =>
      Promise.resolve({
        target,
        status: 'succeeded' as const,
        reason: 'deployed' as const,
        said: '',
        told: '',
        durationMs: 0
      })
    const outcomes = await deploy(
      plan,
      run,
      { maxParallel: 3, failFast: true, signal: new AbortController().signal },
      [{}]
    )
    expect(outcomes.map(({ target: { group, environment } }) => [group, environment])).toEqual([
      ['Pay', 'test'],
      ['Loan', 'test'],
      ['Pay', 'production'],
      ['Loan', 'production']
    ])
  })

  test('the overall result: unknown beats red, red beats green, and nothing is a failure', () => {
    const verdicts = (...statuses: string[]) => statuses.map(status => ({ status }) as Verdict)
    expect(overallResult([], false)).toBe('failure')
    expect(overallResult(verdicts('succeeded', 'current', 'pending'), false)).toBe('success')
    expect(overallResult(verdicts('succeeded', 'failed'), false)).toBe('partial')
    expect(overallResult(verdicts('failed', 'not-attempted'), false)).toBe('failure')
    expect(overallResult(verdicts('succeeded', 'unknown', 'failed'), false)).toBe('unknown')
    expect(overallResult(verdicts('succeeded'), true)).toBe('cancelled')
  })
})
