import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault, type SimulatorOptions } from '../simulator/simulator.ts'
import { inMutationRun } from './support/mutation.ts'
import { runAction, type Result, type Run } from './support/run-action.ts'

interface Case {
  lost: string
  landed: 'landed' | 'not landed' | 'still running'
  clock: string
  history: string
}

const hour = 3_600_000

/** Side by side, as each of them waits; a mutation run has to know which test met a mutant. */
const scenario = inMutationRun ? test : test.concurrent

const clocks: Record<string, number> = inMutationRun
  ? { 'as ours': 0 }
  : { 'an hour behind': -hour, 'as ours': 0, 'an hour ahead': hour }

const endings: Record<string, Fault> = {
  'a reset': { ending: 'reset' },
  'a closed connection': { ending: 'close' },
  'a reset after early hints': { ending: 'hints-then-reset' },
  'a reset amid the head': { ending: 'half-head-then-reset' },
  'a body cut by length': { ending: 'cut-length' },
  'a body cut in chunks': { ending: 'cut-chunked' },
  'a deadline': { ending: 'silence' },
  'a gateway’s 502': { answer: { status: 502, body: '<html>Bad Gateway</html>' } },
  'a gateway’s 504': { answer: { status: 504, body: '<html>Gateway Time-out</html>' } }
}

const histories: Record<string, { options?: SimulatorOptions; fault?: Fault }> = {
  works: {},
  'is not there': { options: { history: false } },
  'is not permitted': {
    fault: {
      on: { call: 'history' },
      times: Infinity,
      answer: {
        status: 400,
        body: {
          status: 'FAILURE',
          resultMessage: 'User does not have required permission for this operation!'
        }
      }
    }
  },
  'is HTML': {
    fault: { on: { call: 'history' }, times: Infinity, answer: { body: '<html>Sign in</html>' } }
  },
  'is dead': { fault: { on: { call: 'history' }, times: Infinity, ending: 'reset' } },
  'is silent': { fault: { on: { call: 'history' }, times: Infinity, ending: 'silence' } },
  'has a record that cannot be read': {
    fault: {
      on: { call: 'history' },
      times: Infinity,
      answer: { body: { status: 'SUCCESS', resultList: [{ revision: 'x' }] } }
    }
  }
}

/** Runs one case against a Manager of its own, with other records around: older, of another environment, of an undeployment. */
async function outcomeOf(
  { lost, landed, clock, history }: Case,
  inputs: Record<string, string> = {},
  prepare: (options: { url: string }) => Promise<unknown> = () => Promise.resolve()
) {
  const skew = clocks[clock] ?? 0
  const manager = await startSimulator({
    clockSkewMs: skew,
    deployMs: 400,
    ...histories[history]?.options
  })
  await prepare(manager)
  const before = manager.deployments.length
  const record = (environment: string, deploy: boolean, agoMs: number) => ({
    revision: 3,
    username: 'admin',
    date: new Date(Date.now() + skew - agoMs).toISOString(),
    description: 'Deployed by APIOPS Api',
    environment,
    deploy,
    persistent: false
  })
  manager.world.projects.Payments?.groups.PaymentAPIGroup?.history.unshift(
    record('production', true, 4_000),
    record('staging', true, -500),
    record('production', false, -500)
  )
  manager.misbehave({
    ...endings[lost],
    lands:
      landed === 'landed'
        ? true
        : landed === 'still running'
          ? { afterMs: lost === 'a deadline' ? 4_200 : 1_000 }
          : false
  })
  const fault = histories[history]?.fault
  if (fault !== undefined) manager.misbehave(fault)
  const run = await runAction({
    inputs: { url: manager.url, timeout: '4s', retries: '1', ...inputs }
  })
  const posts = manager.requests.filter(({ call }) => call === 'deploy').length
  const deployments = manager.deployments.length - before
  await manager.close()
  return { run, posts, deployments }
}

function told(run: Run): Partial<Result> {
  const { status, reason } = run.results[0] ?? {}
  return { ...(status !== undefined && { status }), ...(reason !== undefined && { reason }) }
}

const green = { status: 'succeeded', reason: 'deployed' }
const lostAll = Object.keys(endings)

describe('with a history that works', () => {
  const cases = lostAll.flatMap(lost =>
    (['landed', 'not landed', 'still running'] as const).flatMap(landed =>
      Object.keys(clocks).map(clock => ({ lost, landed, clock, history: 'works' }))
    )
  )
  scenario.each(cases)(
    '$lost, $landed, the server’s clock $clock',
    async which => {
      const { run, posts, deployments } = await outcomeOf(which)
      expect(deployments).toBeLessThanOrEqual(1)
      if (which.landed !== 'not landed') {
        expect({ ...told(run), posts, deployments }).toEqual({ ...green, posts: 1, deployments: 1 })
        expect(run.results[0]?.revision).toBeGreaterThan(0)
        expect(run.outputs).toMatchObject({
          result: 'success',
          revision: String(run.results[0]?.revision)
        })
        expect(run.results[0]?.message).toContain('the deploy history confirms it')
      } else if (which.lost === 'a reset') {
        expect({ ...told(run), posts, deployments }).toEqual({ ...green, posts: 2, deployments: 1 })
      } else {
        expect({ status: run.results[0]?.status, posts, deployments }).toEqual({
          status: 'unknown',
          posts: 1,
          deployments: 0
        })
        expect(run.results[0]?.message).toContain('does not show it so far')
      }
    },
    60_000
  )
})

describe('with a history that cannot tell', () => {
  const cases = Object.keys(histories)
    .filter(history => history !== 'works')
    .flatMap(history =>
      (['landed', 'not landed'] as const).map(landed => ({
        lost: 'a reset',
        landed,
        clock: 'as ours',
        history
      }))
    )
  scenario.each(cases)(
    'as it $history, $landed: unknown, sent once, and where to look',
    async which => {
      const { run, posts } = await outcomeOf(which)
      expect({ status: run.results[0]?.status, posts }).toEqual({ status: 'unknown', posts: 1 })
      expect(run.results[0]?.message).toMatch(
        /deploy history in the Apinizer Manager.*deploy history c/
      )
    },
    60_000
  )
})

describe('a record overrules no answer that had begun to say no', () => {
  const no = {
    status: 'FAILURE',
    resultMessage: 'Route conflict',
    deploymentResult: { success: false, detailList: [{ podName: 'w1', success: false }] }
  }
  scenario.each<[string, Fault]>([
    ['a 500 that is cut', { ending: 'cut-length', answer: { status: 500, body: no } }],
    ['a 400 that is cut', { ending: 'cut-chunked', answer: { status: 400, body: no } }],
    [
      'a 500 whose body never comes',
      { ending: 'headers-then-silence', answer: { status: 500, body: no } }
    ],
    ['a 200 that is cut behind its no', { ending: 'cut-length', answer: { body: no } }],
    [
      'a 200 that is cut behind a flag',
      { ending: 'cut-length', answer: { body: { success: false } } }
    ],
    [
      'a 200 that is cut behind an odd flag',
      {
        ending: 'cut-length',
        answer: { body: { status: 'SUCCESS', deploymentResult: { success: 'false' } } }
      }
    ],
    [
      'a 200 that is cut behind an odd status',
      { ending: 'cut-length', answer: { body: { status: 'PARTIAL' } } }
    ],
    ['a 200 that is cut amid a flag', { ending: 'cut-length', answer: { body: '{"success": tr' } }],
    [
      'a 200 that is cut behind an error',
      { ending: 'cut-length', answer: { body: { success: true, error: 'boom' } } }
    ],
    [
      'a compressed 200 that is cut',
      { ending: 'cut-length', answer: { headers: { 'content-encoding': 'gzip' }, body: 'x' } }
    ],
    [
      'a gateway’s 502 with the Manager’s no in it',
      { answer: { status: 502, body: { deploymentResult: { success: false } } } }
    ],
    [
      'a gateway’s 504 with the Manager’s status',
      { answer: { status: 504, body: { status: 'FAILURE' } } }
    ]
  ])(
    '%s',
    async (_, fault) => {
      const manager = await startSimulator()
      manager.misbehave({ ...fault, lands: true })
      const { results } = await runAction({ inputs: { url: manager.url, timeout: '2s' } })
      const calls = manager.requests.map(({ call }) => call)
      await manager.close()
      expect([results[0]?.status, calls]).toEqual(['unknown', ['deploy']])
    },
    60_000
  )
})

describe('after a try that was dropped', () => {
  scenario.each<[string, Fault]>([
    ['a conflict', { answer: { status: 409 } }],
    ['a server that is not ready', { answer: { status: 503 } }],
    ['a failure', { answer: { body: { success: false } } }],
    ['something else than HTTP', { ending: 'not-http' }],
    [
      'a 500, though the history has a record,',
      {
        lands: true,
        answer: { status: 500, body: { error: 'server_error', error_description: 'x' } }
      }
    ]
  ])(
    '%s of the next one does not undo what was sent',
    async (_, fault) => {
      const manager = await startSimulator()
      manager.misbehave({ ending: 'reset' })
      manager.misbehave({ lands: false, ...fault })
      const { results } = await runAction({
        inputs: { url: manager.url, timeout: '2s', retries: '1' }
      })
      const posts = manager.requests.filter(({ call }) => call === 'deploy').length
      await manager.close()
      expect([posts, results]).toEqual([
        2,
        [
          expect.objectContaining({
            status: 'unknown',
            reason: 'connection-lost',
            message: expect.stringMatching(
              /An earlier try was sent, and its answer lost: it may still be carried out\. The next one: [A-Z]/
            )
          })
        ]
      ])
    },
    60_000
  )

  scenario.each<[string, Fault]>([
    ['a pause that was asked for', { answer: { status: 429, headers: { 'retry-after': '0' } } }],
    ['another drop', { ending: 'reset' }]
  ])(
    'no more tries are left than were given, whatever they were used for: %s',
    async (_, fault) => {
      const manager = await startSimulator()
      manager.misbehave(fault)
      manager.misbehave({ ending: 'reset', times: 3 })
      const { results } = await runAction({
        inputs: { url: manager.url, timeout: '2s', retries: '1' }
      })
      const posts = manager.requests.filter(({ call }) => call === 'deploy').length
      await manager.close()
      expect([posts, results]).toMatchObject([2, [{ status: 'unknown' }]])
    },
    60_000
  )
})

describe('ours and somebody else’s', () => {
  const reset = { lost: 'a reset', clock: 'an hour ahead', history: 'works' }

  scenario(
    'a deployment that ended just before is not taken for ours',
    async () => {
      const { run, posts, deployments } = await outcomeOf(
        { ...reset, landed: 'not landed' },
        { retries: '0' },
        async ({ url }) => {
          expect((await runAction({ inputs: { url } })).exitCode).toBe(0)
        }
      )
      expect({ status: run.results[0]?.status, posts: posts - 1, deployments }).toEqual({
        status: 'unknown',
        posts: 1,
        deployments: 0
      })
    },
    60_000
  )

  scenario(
    'with a description the record is found by its code, even when dates say nothing',
    async () => {
      const manager = await startSimulator({ wholeSecondDates: true })
      manager.misbehave({ ending: 'close', lands: true })
      manager.misbehave({ on: { call: 'history' }, answer: { headers: { date: [] } } })
      const run = await runAction({
        inputs: { url: manager.url, description: 'v2.1', timeout: '3s' }
      })
      await manager.close()
      expect(told(run)).toEqual(green)
      expect(run.durationMs).toBeLessThan(2_000)
    },
    60_000
  )

  scenario.each([
    ['a record with another description', { description: 'by hand', date: 1_000 }, {}],
    [
      'a record without the code that was sent',
      { description: 'v2.1', date: 1_000 },
      { description: 'v2.1' }
    ]
  ])(
    '%s leaves it unknown, and nothing is sent again',
    async (_, { description, date }, inputs) => {
      const manager = await startSimulator()
      manager.misbehave({ ending: 'reset' })
      const resultList = [
        {
          revision: 9,
          username: 'x',
          date: `${new Date(Date.now() + date + 150).toISOString().slice(0, 19)}Z`,
          description,
          environment: 'production',
          deploy: true,
          persistent: false
        }
      ]
      manager.misbehave({
        on: { call: 'history' },
        times: Infinity,
        answer: { body: { status: 'SUCCESS', resultList } }
      })
      const run = await runAction({
        inputs: { url: manager.url, retries: '2', timeout: '3s', ...inputs }
      })
      const posts = manager.requests.filter(({ call }) => call === 'deploy').length
      await manager.close()
      expect({ status: run.results[0]?.status, posts }).toEqual({ status: 'unknown', posts: 1 })
    },
    60_000
  )
})

test('a record dated to the very second of the request is nobody’s for certain', async () => {
  const manager = await startSimulator({ wholeSecondDates: true })
  manager.misbehave({ ending: 'reset', lands: true })
  const run = await runAction({ inputs: { url: manager.url, retries: '2', timeout: '3s' } })
  const posts = manager.requests.filter(({ call }) => call === 'deploy')
  await manager.close()
  expect(posts).toHaveLength(1)
  // Early in a second the request may have begun in the one before; then the record is certainly later.
  if ((posts[0]?.at ?? 0) % 1_000 > 300)
    expect(run.results).toMatchObject([
      {
        status: 'unknown',
        message: expect.stringContaining('with a `description` the two could be told apart')
      }
    ])
}, 60_000)

scenario.each(['landed', 'not landed'] as const)(
  'an undeployment is looked up as well: %s',
  async landed => {
    const { run, posts, deployments } = await outcomeOf(
      { lost: 'a closed connection', landed, clock: 'as ours', history: 'works' },
      { operation: 'undeploy', environment: 'staging' }
    )
    expect({ status: run.results[0]?.status, posts, deployments }).toEqual({
      status: landed === 'landed' ? 'succeeded' : 'unknown',
      posts: 0,
      deployments: landed === 'landed' ? 1 : 0
    })
  },
  60_000
)

test('a record of the very moment is told apart by narrowing down the server’s clock', async () => {
  const manager = await startSimulator({ clockSkewMs: -hour, deployMs: 400 })
  expect((await runAction({ inputs: { url: manager.url } })).exitCode).toBe(0)
  await new Promise(resolve => setTimeout(resolve, 300))
  manager.misbehave({ ending: 'close', lands: true })
  const run = await runAction({ inputs: { url: manager.url, timeout: '20s' } })
  await manager.close()
  expect(run.results).toMatchObject([{ ...green, revision: 5 }])
}, 60_000)

test('a deployment that goes well makes one request and no other', async () => {
  const manager = await startSimulator()
  expect((await runAction({ inputs: { url: manager.url, retries: '2' } })).outputs.revision).toBe(
    ''
  )
  expect(manager.requests).toHaveLength(1)
  await manager.close()
})
