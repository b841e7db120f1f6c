import { describe, expect, test } from '@jest/globals'
import { renderBenchmarks, renderTable, type Measured } from '../../bench/report.ts'

const action = { name: 'dist', deployMs: 20, memory: 100 }
const measured: Measured = {
  requests: 2,
  bundleBytes: 150_600,
  start: [
    { name: 'an empty Node process', ms: 30, memory: 44 },
    { name: '`node:http` POST by hand, ES module', ms: 80, memory: 60 },
    { name: 'dist', ms: 72, memory: 61 }
  ],
  many: [
    { ...action, targets: 1, parallel: 1, ms: 70, idealMs: 20 },
    { ...action, targets: 10, parallel: 10, ms: 72, idealMs: 20 },
    { ...action, targets: 1000, parallel: 10, ms: 2150, idealMs: 2000 },
    { ...action, targets: 1000, parallel: 50, ms: 650, idealMs: 400 },
    { ...action, deployMs: 200, targets: 1, parallel: 1, ms: 250, idealMs: 200 },
    { ...action, deployMs: 200, targets: 1000, parallel: 50, ms: 4850, idealMs: 4000 }
  ],
  load: 0.2,
  now: new Date('2026-11-23T12:00:00Z')
}

describe('docs/benchmarks.md', () => {
  test.each([
    { goal: 'requests', row: '| Requests of a deployment | at most 2 | 2 | reached |' },
    {
      goal: 'time by the hand-written POST',
      row: '| Time of a deployment, by a `node:http` POST by hand | at most 1 | 0.90 | reached |'
    },
    {
      goal: 'time by an empty process',
      row: '| Time of a deployment, by an empty process | at most 2.1 | 2.40 | **missed** |'
    },
    {
      goal: 'memory',
      row: '| Peak memory of a deployment | at most 60 | 61 | **missed** |'
    },
    { goal: 'size', row: '| Size of dist/index.js, KB | at most 150 | 151 | **missed** |' },
    {
      goal: 'many targets on a fast server',
      row: '| 1,000 targets, 50 at once, 20 ms each, by the ideal | at most 1.9 | 1.50 | reached |'
    },
    {
      goal: 'many targets on a slow server',
      row: '| 1,000 targets, 50 at once, 200 ms each, by the ideal | at most 1.15 | 1.20 | **missed** |'
    }
  ])('shows a goal beside what was measured: $goal', ({ row }) => {
    const lines = renderBenchmarks(measured)
      .split('\n')
      .map(line => line.replace(/ +/g, ' '))

    expect(lines).toContain(row)
  })

  test('shows the time without the start-up, also per target', () => {
    const lines = renderBenchmarks(measured)
      .split('\n')
      .map(line => line.replace(/ +/g, ' '))

    expect(lines).toContain('| dist | 20 | 1,000 | 50 | 650 | 600 | 400 | 1.50 | 0.60 | 100 |')
  })

  test('shows the date and no path of the machine', () => {
    const page = renderBenchmarks(measured)

    expect(page).not.toMatch(/[/\\](home|root|work|tmp|Users)[/\\]/)
    expect(page).toContain('2026-11-23')
  })

  test('has tables that read well as text', () => {
    const table = renderTable(['', 'n'], [['one', '10']])

    expect(table).toBe('|     |   n |\n| --- | --: |\n| one |  10 |')
  })
})
