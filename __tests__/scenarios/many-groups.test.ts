import { describe, expect, test } from '@jest/globals'
import { worldOf } from '../../simulator/world.ts'
import { runBefore } from '../support/run-before.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'

const environments = ['test', 'staging', 'production']

function createNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `g${index}`)
}

/** Deploys so many groups, to `test` unless the inputs say otherwise. */
function deployMany(count: number, { options, inputs, ...scenario }: Scenario = {}) {
  const groups = createNames(count)
  return runScenario({
    ...scenario,
    options: { world: worldOf({ groups, environments }), ...options },
    inputs: { group: groups.join('\n'), environment: 'test', ...inputs }
  })
}

describe('after an environment that did not fully succeed', () => {
  const fault = { on: { group: 'g1', environment: 'staging' }, refusal: 500 } as const
  const inputs = { environment: environments.join('\n'), 'max-parallel': '3' }

  test('fail-fast stops', async () => {
    const run = await deployMany(3, { fault, inputs })

    expect(run.results.map(({ status }) => status)).toEqual([
      ...['succeeded', 'succeeded', 'succeeded'],
      ...['succeeded', 'failed', 'succeeded'],
      ...['not-attempted', 'not-attempted', 'not-attempted']
    ])
    expect(run.outputs).toMatchObject({
      result: 'partial',
      'failed-environments': '["staging","production"]',
      'failed-groups': '["g1"]'
    })
    expect(run.outputs.message).toContain('5 of 9 deployed, 1 failed, 3 not attempted.')
    expect(run.annotations).toHaveLength(1)
    expect(run.log).toMatch(/^staging: 3 of 3, 1 failed$/m)
    expect(run.sent).toBe(6)
  })

  test('every other one is tried without fail-fast', async () => {
    const run = await deployMany(3, { fault, inputs: { ...inputs, 'fail-fast': 'false' } })

    expect(run.outputs).toMatchObject({ result: 'partial', 'failed-environments': '["staging"]' })
    expect(run.sent).toBe(9)
  })
})

test('max-parallel limits how many groups are deployed at once', async () => {
  const run = await deployMany(6, { options: { deployMs: 500 }, inputs: { 'max-parallel': '3' } })

  expect(run.manager.maxInFlight).toBe(3)
})

test('a thousand groups, 50 at once, are all deployed, counted and shown', async () => {
  const run = await deployMany(1_000, {
    options: { deployMs: 20 },
    fault: { on: { group: 'g7' }, refusal: 409 },
    inputs: { 'max-parallel': '50' }
  })

  expect(run.outputs).toMatchObject({ result: 'partial', 'failed-groups': '["g7"]' })
  expect(run.allResults.map(({ group }) => group)).toEqual(createNames(1_000))
  expect(run.log).toMatch(/, 1000 of 1000, 1 failed$/m)
  expect(run.manager.deployments).toHaveLength(999)
  expect(run.manager.maxInFlight).toBeLessThanOrEqual(50)
})

describe('what people see of many groups', () => {
  /** What stands open, with the folded parts left out. */
  function readOpenRows(summary: string): string[] {
    const open = summary.replaceAll(/<details>[^]*?<\/details>/g, '')
    return open.match(/<tr><td>.*/g) ?? []
  }

  test('that are green is a glance: one open row, and the rest is folded', async () => {
    const run = await deployMany(40, { inputs: { 'max-parallel': '10' } })

    expect(run.summary).toContain('✅ 40 deployed')
    expect(readOpenRows(run.summary)).toMatchObject([expect.stringContaining('and 35 more')])
    expect(run.summary).toContain('<summary>All 40 results</summary>')
    expect(run.annotations).toEqual([])
  })

  test('that failed with one cause is one annotation and one row', async () => {
    const run = await deployMany(80, {
      fault: { times: 60, after: 20, refusal: { status: 500, message: 'Disk full' } },
      inputs: { 'max-parallel': '10' }
    })

    expect(run.results.filter(({ status }) => status === 'failed')).toHaveLength(60)
    expect(run.annotations).toMatchObject([{ data: expect.stringContaining('Disk full') }])
    expect(readOpenRows(run.summary)).toMatchObject([
      expect.stringContaining('Disk full'),
      expect.stringContaining('✅&nbsp;Deployed')
    ])
  })

  test('that failed with a cause each are ten annotations, the last of which counts', async () => {
    const run = await deployMany(30, {
      faults: createNames(30).map((group, index) => ({
        on: { group },
        refusal: { status: 500, message: `Out of disk space after ${1_000 + index} files` }
      }))
    })

    expect(run.annotations).toHaveLength(10)
    expect(run.annotations[9]).toMatchObject({
      properties: { title: 'More failures' },
      data: expect.stringContaining('21 more')
    })
  })
})

test('a long deployment shows a sign of life', async () => {
  // The timer that repeats runs 300 times as fast: every 100 ms instead of every 30 s.
  const nodeOptions = runBefore(`
    const { setInterval: repeat } = globalThis
    globalThis.setInterval = (call, ms) => repeat(call, ms / 300)`)

  const run = await deployMany(1, { options: { deployMs: 1_000 }, nodeOptions })

  expect(run.log).toMatch(/^test: still waiting after /m)
})
