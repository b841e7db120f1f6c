import { describe, expect, test } from '@jest/globals'
import { summarizeResult, type Outcome } from '../../../src/deploy/outcome.ts'
import { renderSummary, type SummaryInput } from '../../../src/report/summary.ts'
import {
  conflict,
  createMany,
  createOutcome,
  createPod,
  deployed,
  left,
  lost
} from './capture-report.ts'

function render(outcomes: readonly Outcome[], given: Partial<SummaryInput> = {}): string {
  return renderSummary({
    project: 'Payments',
    url: 'https://apinizer.example.com/manager',
    operation: 'deploy',
    result: summarizeResult(outcomes, false),
    outcomes,
    durationMs: 75_000,
    ...given
  })
}

/** What is not folded. */
function removeFolded(summary: string): string {
  return summary.replace(/<details>.*?<\/details>/gs, '')
}

/** The cells of all tables, row by row, heads included, without their markup. */
function readRows(html: string): string[][] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[dh]>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) =>
      cell.replaceAll('&nbsp;', ' ').replace(/<[^>]*>/g, '')
    )
  )
}

function readFolds(summary: string): string[] {
  return [...summary.matchAll(/<details( open)?><summary>(.*?)<\/summary>/g)].map(
    ([, isOpen = '', title = '']) => title.replace(/<[^>]*>/g, '') + isOpen
  )
}

const failWith = (index: number) => ({ ...conflict, serverMessage: `Policy no. ${index * 7}` })

test('the Manager’s address is a link where it is one that a browser opens', () => {
  const outcomes = createMany(1, 'test', deployed)

  expect(render(outcomes)).toContain('<a href="https://apinizer.example.com/manager"><code>https:')
  expect(render(outcomes, { url: 'https://user:pass@host/' })).not.toContain('<a ')
})

test('groups that were found by a pattern are listed', () => {
  const summary = render(createMany(2, 'test', deployed), { resolvedGroups: ['G1', 'G2'] })

  expect(summary).toContain('<code>G1</code> and <code>G2</code>.</p>')
})

describe('of many targets', () => {
  test('those that are green are one row, and folded', () => {
    const summary = render(createMany(40, 'production', { ...deployed, revision: 8 }))

    expect(readRows(removeFolded(summary))).toHaveLength(2)
    expect(readFolds(summary)).toEqual(['All 40 results'])
    expect(readRows(summary)).toHaveLength(2 + 41)
  })

  test('more than fifty causes are cut', () => {
    const summary = render(createMany(150, 'test', failWith))

    expect(readRows(removeFolded(summary))).toHaveLength(51)
    expect(readFolds(summary)).toEqual(['All 150 results'])
    expect(summary).toContain('<p>… and 100 more.</p>')
  })

  test('the full list has groups by environments', () => {
    const outcomes = [
      ...createMany(4, 'test', deployed),
      ...createMany(4, 'prod', index =>
        index === 3 ? conflict : { ...deployed, revision: 8, previousRevision: 7 }
      )
    ]

    expect(readRows(render(outcomes)).slice(-5, -2)).toEqual([
      ['API Proxy Group', 'test', 'prod'],
      ['G4', '✅ Deployed', '❌ Conflict'],
      ['G1', '✅ Deployed', '✅ Deployed, revision 7 → 8']
    ])
  })
})

test('the way of a promotion shows each environment by its worst result', () => {
  const outcomes = [
    ...createMany(2, 'test', deployed),
    ...createMany(2, 'staging', index => (index === 0 ? conflict : deployed)),
    ...createMany(2, 'lab', index => (index === 0 ? conflict : lost)),
    ...createMany(2, 'production', left)
  ]

  const way = /<p>(.*?)<\/p>/.exec(render(outcomes))?.[1]

  expect(way?.replaceAll('&nbsp;', ' ').replace(/<[^>]*>/g, '')).toBe(
    '✅ test → ❌ staging (1 of 2) → ❓ lab → ⚪ production'
  )
})

test('a matrix stands open where several groups are on several environments', () => {
  const outcomes = ['test', 'prod'].flatMap(name => createMany(4, name, deployed))

  const summary = render(outcomes)

  expect(readFolds(summary)).toEqual([])
  expect(readRows(summary).slice(-5)).toMatchObject([
    ['API Proxy Group', 'test', 'prod'],
    {},
    {},
    {},
    {}
  ])
  const oneGroup = Array.from({ length: 8 }, (_, index) => createMany(1, `e${index}`, deployed))
  expect(readFolds(render(oneGroup.flat()))).toEqual(['All 8 results'])
})

test('the question what was meant is the first line of its row, with names alone in code', () => {
  const diagnosis = {
    kind: 'environment' as const,
    name: 'prod<',
    project: 'Payments',
    nearest: 'production',
    available: ['test', 'production'],
    more: 2
  }
  const outcome = createOutcome('Pay on prod<', {
    ...conflict,
    serverMessage: 'No',
    diagnoses: [diagnosis]
  })

  expect(render([outcome])).toContain(
    '<td><strong>Did you mean <code>production</code>?</strong><br><code>No</code><br>' +
      'Project <code>Payments</code> has no environment <code>prod&#60;</code>. ' +
      'Available: <code>test</code>, <code>production</code> and 2 more.</td>'
  )
})

test('a remedy is said once', () => {
  const explanation = 'Wait for it.'

  for (const count of [2, 20]) {
    const outcomes = createMany(count, 'test', index => ({ ...failWith(index), explanation }))

    expect(render(outcomes).split(explanation)).toHaveLength(2)
  }
})

test('a time that is no time has no column', () => {
  const pods = [createPod('worker-1', '', 0)]
  const outcomes = createMany(2, 'test', { ...deployed, durationMs: 60, pods })

  expect(readRows(render(outcomes)).flat().join()).not.toMatch(/Time| ms/)
})

describe('worker pods', () => {
  const healthy = createPod('worker-1')
  const idle = { ...createPod('worker-3'), served: false }
  const failing = (message: string) => createPod('worker-2', message)

  test.each([
    {
      title: 'worker-2 failed (5 groups)',
      pods: [1, 2, 3, 4, 5].map(no => [failing(`No. ${no}`), healthy])
    },
    {
      title: 'worker-2 failed, worker-3 and worker-5 did not serve it',
      pods: [[healthy, idle, { ...idle, name: 'worker-5' }, failing('No')]]
    }
  ])('are counted, not rows: $title', ({ title, pods: podsOfGroups }) => {
    const outcomes = podsOfGroups.map((some, index) =>
      createOutcome(`G${index} on test`, { ...conflict, pods: some })
    )

    expect(readFolds(render(outcomes))[0]?.replace(/ open$/, '')).toBe(title)
  })

  test('of many groups whose messages quote them are one row', () => {
    const quoted = createMany(9, 'test', index => ({
      ...conflict,
      serverMessage: `No. ${index}`,
      pods: [failing(`No. ${index}`)]
    }))

    expect(readRows(render(quoted)).filter(row => row.includes('worker-2'))).toHaveLength(1)
  })

  test('that are all well are folded', () => {
    const summary = render([createOutcome('Pay on test', { ...deployed, pods: [createPod('w')] })])

    expect(readFolds(summary)).toEqual(['1 worker pod'])
  })

  test('that report the same of many groups are one row', () => {
    const pods = [healthy, failing('Route conflict')]

    const summary = render(createMany(40, 'test', { ...conflict, pods }))

    expect(summary.split('Route conflict')).toHaveLength(2)
  })
})

describe('text from outside', () => {
  test('stands in code elements, and in no blank line that would end the HTML block', () => {
    const hostile = '</td>\n\n<img src=x> @octocat **bold** [a](javascript:b)'
    const outcome = createOutcome(`${hostile} on test`, {
      ...conflict,
      serverMessage: hostile,
      accessUrl: 'javascript:alert(1)',
      pods: [createPod(hostile, hostile)]
    })

    const summary = render([outcome], { project: hostile })

    const text = summary.replace(/<code>.*?<\/code>/gs, '')
    expect(text).not.toMatch(/<img|octocat|bold|javascript|\n\n[^<]/)
  })

  test('explanations keep their names in code, and nothing else of HTML', () => {
    const explanation = 'Raise `timeout`; a < b & c.'

    const summary = render([createOutcome('Pay on test', { ...conflict, explanation })])

    expect(summary).toContain('Raise <code>timeout</code>; a &lt; b &amp; c.')
  })
})

test('the way of a promotion shows at most twelve environments', () => {
  const outcomes = Array.from({ length: 14 }, (_, index) => createMany(1, `e${index}`, deployed))

  expect(render(outcomes.flat())).toMatch(/<code>e11<\/code> and 2 more<\/p>/)
})

describe('of a summary that GitHub would not show', () => {
  const rename = (outcomes: Outcome[], text: string) =>
    outcomes.map((outcome, index) => ({
      ...outcome,
      target: { group: text + outcome.target.group, environment: text + String(index % 20) }
    }))
  const bigPods = Array.from({ length: 200 }, (_, index) =>
    createPod(`${'&'.repeat(900)}${index}`, '&'.repeat(300))
  )

  test.each([
    { name: 'the worker pods', outcomes: createMany(1, 'test', { ...conflict, pods: bigPods }) },
    { name: 'the list', outcomes: rename(createMany(2_000, 'test', conflict), 'x'.repeat(240)) }
  ])('only $name are left out', ({ outcomes }) => {
    const summary = render(outcomes)

    expect(Buffer.byteLength(summary)).toBeLessThan(900_000)
    expect(readFolds(summary)).toEqual([])
    expect(readRows(summary)).toHaveLength(2)
    expect(summary).toContain('<p>A table is left out, because GitHub')
  })
})
