import { describe, expect, test } from '@jest/globals'
import {
  text,
  type Script,
  type Settings,
  isDone,
  list,
  listNames,
  play,
  refuse
} from './script.ts'

describe('patterns', () => {
  const notListed = {
    sent: 0,
    status: 'failed',
    isSharedCause: true,
    text: text(/Nothing was sent/)
  }
  const rows: {
    name: string
    groups: string[]
    script?: Script
    settings?: Settings
    expected: object
  }[] = [
    {
      name: 'that stand for many are reported with some of them',
      groups: ['*'],
      script: { groups: listNames(...Array.from({ length: 12 }, (_, index) => `G${index}`)) },
      expected: {
        sent: 12,
        progress: [text(/^`group` stands for 12 of 12 groups: G0, .*G9 and 2 more$/)]
      }
    },
    {
      name: 'that stand for ten are reported with all of them',
      groups: ['*'],
      script: { groups: listNames(...Array.from({ length: 10 }, (_, index) => `G${index}`)) },
      expected: { progress: [text(/G9$/)] }
    },
    {
      name: 'are not needed for names: no list is requested',
      groups: ['Pay'],
      expected: {
        sent: 1,
        resolvedGroups: undefined,
        requests: [{ call: 'environments' }, { call: 'change' }]
      }
    },
    {
      name: 'that match nothing end the run',
      groups: ['Pay', 'Po', 'Lo@n*'],
      script: { groups: listNames('Loan') },
      expected: {
        ...notListed,
        reason: 'not-found',
        text: text(/matches Lo@n\*\. Did you mean Loan\? Available: Loan\. Nothing/),
        statuses: ['failed', 'not-attempted', 'not-attempted'],
        requests: { length: 1 }
      }
    },
    {
      name: 'end the run where the list is not complete',
      groups: ['P*'],
      script: { groups: list({ name: 'Pay' }, { name: 7 }) },
      expected: { ...notListed, reason: 'unexpected-response', text: text(/not complete/) }
    },
    {
      name: 'end the run where the list cannot be read',
      groups: ['P*'],
      script: { groups: refuse(500) },
      expected: { ...notListed, reason: 'server-error', text: text(/could not be listed\. .*log/) }
    },
    {
      name: 'wait for a Manager that is down',
      groups: ['P*'],
      script: { groups: [{ status: 502, body: '' }, listNames('Pay')] },
      expected: { sent: 1, progress: [text(/^Trying P\* on production again/), text(/stands for/)] }
    },
    {
      name: 'end the run where the target’s number is too large',
      groups: ['*'],
      script: { groups: listNames(...Array.from({ length: 667 }, (_, index) => `G${index}`)) },
      settings: { environments: ['a', 'b', 'c'] },
      expected: {
        ...notListed,
        reason: 'rejected',
        text: text(/more than 2000 targets/),
        resolvedGroups: { length: 667 },
        statuses: { length: 3 }
      }
    },
    {
      name: 'may stand for as many as there may be',
      groups: ['*'],
      script: { groups: listNames(...Array.from({ length: 500 }, (_, index) => `G${index}`)) },
      settings: { environments: ['a', 'b', 'c', 'd'], operation: 'check' },
      expected: { statuses: { length: 2_000 }, status: 'current' }
    },
    {
      name: 'are not asked for once the run is cancelled',
      groups: ['P*', 'Loan'],
      script: { groups: { afterMs: 1_000 } },
      settings: { cancelAtMs: 500 },
      expected: {
        outcomes: [
          { status: 'not-attempted', reason: 'cancelled', isSharedCause: true },
          { status: 'not-attempted', reason: 'cancelled' }
        ]
      }
    }
  ]

  test.each(rows)('$name', async ({ groups, script, settings, expected }) => {
    const all = { groups: listNames('Pay', 'Loan', 'Post', 'Pub'), ...script }
    expect(await play(all, { groups, ...settings })).toMatchObject(expected)
  })
})

describe('an outcome', () => {
  const podList = (count: number, fields: object) =>
    Array.from({ length: count }, (_, index) => ({
      ...{ envName: 'production', podName: `worker-${index}`, podIp: '10.0.0.1', success: true },
      ...fields
    }))
  const report = (detailList: object[], fields = {}) => ({
    change: {
      json: { status: 'SUCCESS', ...fields, deploymentResult: { success: true, detailList } }
    }
  })

  test('has at most 200 worker pods, failed ones first', async () => {
    const failed = { podName: 'last', success: false, message: 'No' }
    const { outcomes, text } = await play(report([...podList(200, {}), ...podList(1, failed)]))

    expect(outcomes[0]?.pods).toHaveLength(200)
    expect(outcomes[0]?.pods?.[0]).toMatchObject({ name: 'last' })
    expect(text).toContain('Only 200 of the 201 worker pods')
  })

  test('has all of 200 worker pods, in their order', async () => {
    const last = podList(1, { podName: 'last', success: false })
    const { outcomes, text } = await play(report([...podList(199, {}), ...last]))

    expect(outcomes[0]?.pods).toHaveLength(200)
    expect(outcomes[0]?.pods?.at(-1)).toMatchObject({ name: 'last' })
    expect(text).not.toContain('Only')
  })

  test('has no list of worker pods where none is known', async () => {
    const { outcomes } = await play({ change: refuse(400) })

    expect(outcomes[0]).not.toHaveProperty('pods')
    expect(outcomes[0]).not.toHaveProperty('diagnoses')
  })

  test('has texts of the server on one line, and short', async () => {
    const long = `a\n${'x'.repeat(600)}`
    const fields = { podName: long, podIp: long, detail: long, success: false }
    const { outcomes } = await play(report(podList(1, fields), { resultMessage: long }))

    const [pod] = outcomes[0]?.pods ?? []
    for (const shown of [pod?.name, pod?.ip, pod?.message, outcomes[0]?.serverMessage]) {
      expect(shown).toMatch(/^a\S* ?x/)
    }
    expect([pod?.name, pod?.ip, pod?.message].every(shown => (shown?.length ?? 999) < 600)).toBe(
      true
    )
  })

  test('has the time that it took', async () => {
    const script = { change: { ...isDone, afterMs: 1_234 } }
    const { outcomes } = await play(script, { groups: ['Pay', 'Loan'] })

    expect(outcomes.map(({ durationMs }) => durationMs)).toEqual([1_234, 1_234])
  })

  test.each([
    { name: 'an error', thrown: new Error('boom'), expected: 'boom' },
    { name: 'a text', thrown: 'boom', expected: 'boom' }
  ])('of a bug in this action is unknown: $name', async ({ thrown, expected }) => {
    const { runTarget } = await import('../../../src/deploy/run-target.ts')
    const target = { group: 'Pay', environment: 'test' }
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever is thrown
    const outcome = await runTarget(target, () => Promise.reject(thrown))

    expect(outcome).toMatchObject({
      ...{ target, status: 'unknown', reason: 'unexpected-response', serverMessage: expected },
      explanation: text(/a bug.* before you run this job again/)
    })
  })
})
