import { expect, test } from '@jest/globals'
import { startSimulator } from '../../simulator/simulator.ts'
import { worldOf } from '../../simulator/world.ts'
import { runAction, type Run } from '../support/run-action.ts'

const groups = Array.from({ length: 40 }, (_, index) => `g${index}`)

/** What stands open, with the folded parts left out. */
function readOpen({ summary }: Run): string {
  return summary.replaceAll(/<details>[^]*?<\/details>/g, '')
}

function listHeadings({ summary }: Run): string[] {
  return Array.from(summary.matchAll(/<th>(.*?)<\/th>/g), ([, heading = '']) => heading)
}

test('what was current is not headed as deployed', async () => {
  await using manager = await startSimulator()

  const run = await runAction({ inputs: { url: manager.url, 'skip-if-current': 'true' } })

  expect(run.summary).toContain('<h2>✅ Already current on <code>production</code></h2>')
  expect(run.summary).toContain('✅&nbsp;Already current')
  expect(run.summary).not.toMatch(/<h2>.*Deployed/)
})

test('the Manager’s address is a link, with its path prefix', async () => {
  await using manager = await startSimulator({ pathPrefix: '/manager' })

  const { summary } = await runAction({ inputs: { url: `${manager.url}/apiops/` } })

  expect(summary).toContain(
    `Project <code>Payments</code> on <a href="${manager.url}"><code>${manager.url}</code></a>`
  )
})

test.each<{ name: string; inputs: Record<string, string> }>([
  { name: 'one target', inputs: {} },
  { name: 'several targets', inputs: { environment: 'test\nproduction' } },
  { name: 'what failed', inputs: { group: 'PaymentAPIGroup\nPaymint', environment: 'test' } },
  { name: 'what is verified', inputs: { verify: 'routes' } }
])('no heading of a table is blank, for $name', async ({ inputs }) => {
  await using manager = await startSimulator()

  const run = await runAction({ inputs: { url: manager.url, ...inputs } })

  expect(listHeadings(run)).toContain('API Proxy Group')
  expect(listHeadings(run).filter(heading => heading.trim() === '')).toEqual([])
})

test('forty green groups are a glance: one open row, and the rest is folded', async () => {
  await using manager = await startSimulator({ world: worldOf({ groups, environments: ['test'] }) })

  const run = await runAction({
    inputs: {
      url: manager.url,
      group: groups.join('\n'),
      environment: 'test',
      'max-parallel': '10'
    }
  })

  expect(run.summary).toContain('<h2>✅ Deployed to <code>test</code></h2>')
  expect(run.summary).toContain('✅ 40 deployed')
  expect(readOpen(run).match(/<tr><td>/g)).toHaveLength(1)
  expect(readOpen(run)).toContain('<code>g4</code> and 35 more on&nbsp;<code>test</code>')
  expect(run.summary).toContain('<summary>All 40 results</summary>')
  expect(run.outputs.message).toBe('40 of 40 deployed.')
  expect(run.annotations).toEqual([])
})

test('what failed of forty is named in message, annotation and summary, with its cause', async () => {
  await using manager = await startSimulator({ world: worldOf({ groups, environments: ['test'] }) })
  for (const group of ['g7', 'g23']) {
    manager.injectFault({ on: { group }, refusal: { status: 500, message: 'Disk full' } })
  }

  const run = await runAction({
    inputs: { url: manager.url, group: groups.join('\n'), environment: 'test' }
  })

  expect(run.outputs.message).toMatch(
    /^38 of 40 deployed, 2 failed\. g7 and g23 failed on test: Disk full\. /
  )
  expect(run.outputs['failed-groups']).toBe('["g7","g23"]')
  expect(run.annotations).toMatchObject([{ data: expect.stringMatching(/^g7 and g23 on test: /) }])
  const [red = '', green = ''] = readOpen(run).match(/<tr><td>.*/g) ?? []
  expect(red).toContain('<code>g7</code>, <code>g23</code> on&nbsp;<code>test</code>')
  expect(red).toContain('<code>Disk full</code>')
  expect(green).toContain('✅&nbsp;Deployed')
})
