import { describe, expect, test } from '@jest/globals'
import {
  notAttempted,
  summarizeResult,
  type Operation,
  type Outcome
} from '../../../src/deploy/outcome.ts'
import { renderSummary, type SummaryInput } from '../../../src/report/summary.ts'
import { createOutcome, createPod } from '../../support/capture-report.ts'

const deployed = { status: 'succeeded', reason: 'deployed' } as const
const failed = { status: 'failed', reason: 'rejected' } as const
const current = { status: 'current', reason: 'current' } as const
const unverified = { status: 'failed', reason: 'not-verified' } as const

type Given = Parameters<typeof createOutcome>[1]

function createMany(count: number, environment: string, given: Given): Outcome[] {
  return Array.from({ length: count }, (_, index) =>
    createOutcome(`G${index + 1} on ${environment}`, given)
  )
}

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

function countRows(html: string): number {
  return html.split('<tr><td>').length - 1
}

describe('the heading', () => {
  test.each<{ operation?: Operation; given: Given[]; cancelled?: boolean; expected: string }>([
    { given: [deployed], expected: '✅ Deployed to <code>e</code>' },
    { given: [deployed, current], expected: '✅ Deployed to <code>e</code>' },
    { given: [current, current], expected: '✅ Already current on <code>e</code>' },
    { given: [deployed, failed], expected: '❌ Partly deployed to <code>e</code>' },
    { given: [failed], expected: '❌ Not deployed to <code>e</code>' },
    { given: [deployed, unverified], expected: '❌ Deployed, not verified on <code>e</code>' },
    {
      given: [{ status: 'unknown', reason: 'timeout' }],
      expected: '❓ Deployment outcome unknown on <code>e</code>'
    },
    { given: [unverified], cancelled: true, expected: '🚫 Deployment cancelled' },
    {
      operation: 'undeploy',
      given: [{ status: 'succeeded', reason: 'undeployed' }],
      expected: '✅ Undeployed from <code>e</code>'
    },
    {
      operation: 'undeploy',
      given: [unverified],
      expected: '❌ Undeployed, not verified on <code>e</code>'
    },
    {
      operation: 'check',
      given: [{ status: 'pending', reason: 'checked' }],
      expected: '✅ Ready to deploy to <code>e</code>'
    },
    {
      operation: 'check',
      given: [{ status: 'current', reason: 'checked' }],
      expected: '✅ Already current on <code>e</code>'
    },
    { operation: 'check', given: [failed], expected: '❌ Check failed on <code>e</code>' },
    {
      operation: 'verify',
      given: [{ status: 'succeeded', reason: 'verified' }],
      expected: '✅ Verified on <code>e</code>'
    },
    { operation: 'verify', given: [unverified], expected: '❌ Not verified on <code>e</code>' }
  ])('is $expected', ({ operation = 'deploy', given, cancelled = false, expected }) => {
    const outcomes = given.map((one, index) => createOutcome(`G${index} on e`, one))

    const summary = render(outcomes, { operation, result: summarizeResult(outcomes, cancelled) })

    expect(/<h2>(.*)<\/h2>/.exec(summary)?.[1]).toBe(expected)
  })

  test('names no environment where there are several', () => {
    const outcomes = [...createMany(1, 'test', deployed), ...createMany(1, 'prod', deployed)]

    expect(render(outcomes)).toMatch(/^<h2>✅ Deployed<\/h2>/)
  })
})

test('the Manager’s address is a link where it is one that a browser opens', () => {
  const outcomes = createMany(1, 'test', deployed)

  expect(render(outcomes)).toContain(
    '<a href="https://apinizer.example.com/manager"><code>https://apinizer.example.com/manager</code></a>'
  )
  expect(render(outcomes, { url: 'https://user:pass@host/' })).not.toContain('<a ')
})

test('groups that were found by a pattern are told', () => {
  const summary = render(createMany(2, 'test', deployed), { resolvedGroups: ['G1', 'G2'] })

  expect(summary).toContain(
    '<p><code>group</code> stands for 2 API Proxy Groups: <code>G1</code> and <code>G2</code>.</p>'
  )
})

describe('many targets:', () => {
  test.each([{ count: 40 }, { count: 400 }])('$count green ones are a glance', ({ count }) => {
    const outcomes = createMany(count, 'production', { ...deployed, revision: 8 })

    const summary = render(outcomes)

    expect(countRows(removeFolded(summary))).toBe(1)
    expect(removeFolded(summary)).toContain(`✅ ${count} deployed`)
    expect(summary).toContain(`<summary>All ${count} results</summary>`)
    expect(countRows(summary)).toBe(1 + count)
  })

  test('few have a row each, in the order of the plan', () => {
    const outcomes = [
      ...createMany(2, 'test', { ...deployed, revision: 8 }),
      ...createMany(2, 'staging', failed),
      ...createMany(2, 'production', { status: 'not-attempted', reason: 'not-attempted' })
    ]

    const summary = render(outcomes)

    expect(summary).not.toContain('results</summary>')
    expect([...summary.matchAll(/<tr><td>(.*?)<\/td>/g)].map(([, cell]) => cell)).toEqual([
      '✅&nbsp;Deployed',
      '✅&nbsp;Deployed',
      '❌&nbsp;Rejected',
      '⚪&nbsp;Not attempted'
    ])
  })

  test('what failed stands before what went well, and in the first rows of the full list', () => {
    const outcomes = [
      ...createMany(39, 'production', deployed),
      createOutcome('Loan on production', { ...failed, serverMessage: 'Locked' })
    ]

    const summary = render(outcomes)

    expect(summary.indexOf('Loan')).toBeLessThan(summary.indexOf('G1<'))
    expect(/All 40 results.*?<td>(.*?)<\/td>/s.exec(summary)?.[1]).toBe('<code>Loan</code>')
  })

  test('more than ten different failures are folded from the eleventh on', () => {
    const outcomes = Array.from({ length: 150 }, (_, index) =>
      createOutcome(`G${index} on test`, { ...failed, serverMessage: `Policy no. ${index * 7}` })
    )

    const summary = render(outcomes)

    expect(countRows(removeFolded(summary))).toBe(10)
    expect(summary).toContain('<summary>140 more results</summary>')
    expect(summary).toContain('<p>… and 40 more.</p>')
  })

  test('many successes that differ are folded', () => {
    const outcomes = Array.from({ length: 10 }, (_, index) =>
      createOutcome(`G${index} on test`, { ...deployed, serverMessage: `Took ${index * 7} ms` })
    )

    const summary = render(outcomes)

    expect(removeFolded(summary)).not.toContain('<table>')
    expect(summary).toContain('<summary>10 more results</summary>')
  })

  test('the full list has groups by environments', () => {
    const outcomes = [
      ...createMany(4, 'test', deployed),
      ...createMany(3, 'prod', { ...deployed, revision: 8, previousRevision: 7 }),
      createOutcome('G4 on prod', failed)
    ]

    const list = /All 8 results.*/s.exec(render(outcomes))?.[0]

    expect(list).toContain(
      '<tr><th>API Proxy Group</th><th><code>test</code></th><th><code>prod</code></th></tr>\n' +
        '<tr><td><code>G4</code></td><td>✅&nbsp;Deployed</td><td>❌&nbsp;Rejected</td></tr>\n' +
        '<tr><td><code>G1</code></td><td>✅&nbsp;Deployed</td>' +
        '<td>✅&nbsp;Deployed, revision 7 → 8</td></tr>'
    )
  })
})

test('a cancelled target that was not attempted is told apart from one in progress', () => {
  const outcomes = [
    createOutcome('A on test', { status: 'unknown', reason: 'cancelled' }),
    notAttempted({ group: 'B', environment: 'test' }, 'cancelled', '')
  ]

  const summary = render(outcomes, { result: 'cancelled' })

  expect(summary).toContain('❓&nbsp;Unknown: Cancelled')
  expect(summary).toContain('⚪&nbsp;Not attempted')
})

test('a column in which nothing stands is left out, and no heading is blank', () => {
  const summary = render([createOutcome('Pay on test', deployed)])

  expect(summary).toContain('<tr><th>Result</th><th>API Proxy Group</th><th>Time</th></tr>')
  expect(summary).not.toContain('<th></th>')
})

describe('worker pods', () => {
  test('of a failed target stand open, the failed ones first', () => {
    const pods = [createPod('worker-1', '', 12), createPod('worker-2', 'Route conflict')]

    const summary = render([createOutcome('Pay on test', { ...failed, pods })])

    expect(summary).toContain('<details open><summary>1 of 2 worker pods failed</summary>')
    expect(summary.indexOf('worker-2')).toBeLessThan(summary.indexOf('worker-1'))
  })

  test('that are all well are folded', () => {
    const summary = render([createOutcome('Pay on test', { ...deployed, pods: [createPod('w')] })])

    expect(summary).toContain('<details><summary>1 worker pod</summary>')
  })

  test('that report the same of many groups are one row', () => {
    const pods = [createPod('worker-1', '', 10), createPod('worker-2', 'Route conflict', 20)]

    const summary = render(createMany(40, 'test', { ...failed, pods }))

    expect(summary).toContain('<summary>1 of 2 worker pods failed</summary>')
    expect(summary.split('Route conflict')).toHaveLength(2)
  })

  test('of environments are told apart', () => {
    const pods = [createPod('worker-1', 'Route conflict')]
    const outcomes = ['test', 'prod'].flatMap(name => createMany(1, name, { ...failed, pods }))

    expect(render(outcomes)).toContain('<summary>2 of 2 worker pods failed</summary>')
  })
})

describe('text from outside', () => {
  test('stands in code elements, and in no blank line that would end the HTML block', () => {
    const hostile = '</td>\n\n<img src=x> @octocat **bold** [a](javascript:b)'
    const outcome = createOutcome(`${hostile} on test`, {
      ...failed,
      serverMessage: hostile,
      accessUrl: 'javascript:alert(1)',
      pods: [createPod(hostile, hostile)]
    })

    const summary = render([outcome], { project: hostile })

    expect(summary).not.toContain('<img')
    const text = summary.replace(/<code>.*?<\/code>/gs, '')
    expect(text).not.toMatch(/octocat|bold|javascript/)
    expect(text.match(/\n\n[^<]/)).toBeNull()
  })

  test('explanations keep their names in code, and nothing else of HTML', () => {
    const explanation = 'Raise `timeout`; a < b & c.'

    const summary = render([createOutcome('Pay on test', { ...failed, explanation })])

    expect(summary).toContain('Raise <code>timeout</code>; a &lt; b &amp; c.')
  })
})

describe('a summary that GitHub would not show', () => {
  const bytes = (text: string) => Buffer.byteLength(text)
  const name = (index: number) => `${'x'.repeat(240)}${index}`
  const createLong = (count: number, given: Given) =>
    Array.from({ length: count }, (_, index) =>
      createOutcome(`${name(index)} on ${name(index % 20)}`, given)
    )

  test('is left without the list of all results', () => {
    const outcomes = createLong(2_000, failed)

    const summary = render(outcomes)

    expect(bytes(summary)).toBeLessThan(900_000)
    expect(summary).toContain(
      '<p>The worker pods and the list of all results are left out, because GitHub shows no'
    )
    expect(summary).toContain('<table>')
  })

  test('is left without worker pods first', () => {
    const pods = Array.from({ length: 200 }, (_, index) =>
      createPod(`${'&'.repeat(900)}${index}`, '&'.repeat(300))
    )

    const summary = render(createMany(1, 'test', { ...failed, pods }))

    expect(bytes(summary)).toBeLessThan(900_000)
    expect(summary).toContain('<p>The worker pods are left out')
  })

  test('is left with its heading at last', () => {
    const outcomes = Array.from({ length: 200 }, (_, index) =>
      createOutcome(`${'&'.repeat(1_500)}${index} on ${'&'.repeat(1_500)}${index}`, {
        ...failed,
        serverMessage: `${index * 7} ${'&'.repeat(600)}`
      })
    )

    const summary = render(outcomes)

    expect(bytes(summary)).toBeLessThan(10_000)
    expect(summary).toContain('<p>The tables are left out')
    expect(summary).toContain('❌ Not deployed')
  })
})
