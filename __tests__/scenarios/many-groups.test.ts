import { expect, test } from '@jest/globals'
import { startSimulator } from '../../simulator/simulator.ts'
import { worldOf } from '../../simulator/world.ts'
import { runAction } from '../support/run-action.ts'

function createNames(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`)
}

const environments = ['test', 'staging', 'production']

test('fail-fast stops after the first environment that did not fully succeed', async () => {
  const groups = createNames('g', 3)
  await using manager = await startSimulator({ world: worldOf({ groups, environments }) })
  manager.injectFault({ on: { group: 'g1', environment: 'staging' }, refusal: 500 })

  const run = await runAction({
    inputs: {
      url: manager.url,
      group: groups.join('\n'),
      environment: environments.join('\n'),
      'max-parallel': '3'
    }
  })

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
  expect(manager.deployments).toHaveLength(5)
})

test('without fail-fast every environment is tried', async () => {
  await using manager = await startSimulator({ world: worldOf({ groups: ['g'], environments }) })
  manager.injectFault({ on: { environment: 'test' }, refusal: 400 })

  const run = await runAction({
    inputs: {
      url: manager.url,
      group: 'g',
      environment: environments.join('\n'),
      'fail-fast': 'false'
    }
  })

  expect(run.outputs).toMatchObject({ result: 'partial', 'failed-environments': '["test"]' })
  expect(manager.deployments).toHaveLength(2)
})

test('max-parallel limits how many groups are deployed at once', async () => {
  const groups = createNames('g', 8)
  await using manager = await startSimulator({
    world: worldOf({ groups, environments }),
    deployMs: 50
  })

  await runAction({
    inputs: {
      url: manager.url,
      group: groups.join('\n'),
      environment: 'test',
      'max-parallel': '3'
    }
  })

  expect(manager.maxInFlight).toBe(3)
})

test('sixty failures with one cause are one annotation', async () => {
  const groups = createNames('g', 80)
  await using manager = await startSimulator({ world: worldOf({ groups, environments }) })
  manager.injectFault({ times: 60, after: 20, refusal: { status: 500, message: 'Disk full' } })

  const run = await runAction({
    inputs: {
      url: manager.url,
      group: groups.join('\n'),
      environment: 'test',
      'max-parallel': '10'
    }
  })

  expect(run.results.filter(({ status }) => status === 'failed')).toHaveLength(60)
  expect(run.annotations).toHaveLength(1)
  expect(run.annotations[0]?.data).toContain('Disk full')
  expect(run.log.match(/^::group::/gm)).toHaveLength(60)
})

test('failures with a cause each are ten annotations, the last of which counts the rest', async () => {
  const groups = createNames('g', 30)
  await using manager = await startSimulator({ world: worldOf({ groups, environments }) })
  for (const [index, group] of groups.entries()) {
    const message = `Out of disk space after ${1_000 + index} files`
    manager.injectFault({ on: { group }, refusal: { status: 500, message } })
  }

  const run = await runAction({
    inputs: { url: manager.url, group: groups.join('\n'), environment: 'test' }
  })

  expect(run.annotations).toHaveLength(10)
  expect(run.annotations[9]).toMatchObject({ properties: { title: 'More failures' } })
  expect(run.annotations[9]?.data).toContain('21 more results are not green')
})

test('a thousand groups, 50 at once, are all deployed, counted and shown', async () => {
  const groups = createNames('group-', 1_000)
  await using manager = await startSimulator({
    world: worldOf({ groups, environments }),
    deployMs: 20
  })
  manager.injectFault({ on: { group: 'group-7' }, refusal: 409 })

  const run = await runAction({
    inputs: {
      url: manager.url,
      group: groups.join('\n'),
      environment: 'production',
      'max-parallel': '50'
    }
  })

  expect(run.outputs).toMatchObject({ result: 'partial', 'failed-groups': '["group-7"]' })
  expect(run.results.map(({ group }) => group)).toEqual(groups)
  expect(run.log).toMatch(/, 1000 of 1000, 1 failed$/m)
  expect(manager.deployments).toHaveLength(999)
  expect(manager.maxInFlight).toBeLessThanOrEqual(50)
})

test('a long deployment shows a sign of life', async () => {
  await using manager = await startSimulator({ deployMs: 400 })
  // The timer that repeats runs 300 times as fast: every 100 ms instead of every 30 s.
  const code = `const { setInterval: repeat } = globalThis
    globalThis.setInterval = (call, ms) => repeat(call, ms / 300)`

  const run = await runAction({
    inputs: { url: manager.url },
    nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
  })

  expect(run.log).toMatch(/^production: still waiting after \d+ ms$/m)
})
