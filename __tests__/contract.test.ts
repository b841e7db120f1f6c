import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { parse } from 'yaml'
import { countByStatus } from '../src/outcome.ts'
import { reasons } from '../src/reasons.ts'

const root = path.resolve(import.meta.dirname, '..')
const at = (...parts: string[]) => path.join(root, ...parts)
const read = (file: string) => fs.readFileSync(at(file), 'utf8')
const filesIn = (folder: string, ending: string) =>
  fs
    .readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(ending))
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort()

interface Metadata {
  inputs: Record<string, { required?: boolean; default?: string }>
  outputs: Record<string, unknown>
}
interface Manifest {
  scripts: object
  dependencies?: object
  devDependencies: object
}
const action = parse(read('action.yml')) as Metadata
const manifest = JSON.parse(read('package.json')) as Manifest
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...filesIn('docs', '.md')]
const sources = filesIn('src', '.ts')

/** Runs a few lines in a Node process of their own, beside `src/`, and gives what they leave in `told`. */
function tellFrom(code: string, env: Record<string, string>): unknown {
  const lines = `let told\n${code.replaceAll(/'(src\/[^']+)'/g, (_, file: string) => `'${pathToFileURL(at(file)).href}'`)}\nprocess.stdout.write('\\n' + JSON.stringify(told))`
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(INPUT_|GITHUB_|NODE_|(https?|no)_proxy$)/i.test(name)
    )
  )
  const out = execFileSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', lines],
    { encoding: 'utf8', env: { ...inherited, ...env } }
  )
  return JSON.parse(out.slice(out.lastIndexOf('\n')))
}

interface Reading {
  asked: string[]
  inputs?: Record<string, unknown>
  problem?: string
}

/** What `readInputs` asks the runner for, and what it makes of the answers. */
function readInputs(given: Record<string, string>): Reading {
  const env = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  )
  return tellFrom(
    `
    const asked = new Set()
    const given = process.env
    process.env = new Proxy(given, { get: (_, name) => { if (String(name).startsWith('INPUT_')) asked.add(name); return given[name] } })
    const { readInputs } = await import('src/inputs.ts')
    try { told = { inputs: readInputs() } } catch (error) { told = { problem: error.message } }
    told.asked = [...asked].sort()`,
    env
  ) as Reading
}

const needed = {
  url: 'https://apinizer.example.com',
  token: 'secret-token',
  project: 'Payments',
  group: 'PaymentAPIGroup',
  environment: 'production'
}
const defaults = Object.fromEntries(
  Object.entries(action.inputs).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value]]
  )
)

describe('action.yml and src/', () => {
  test('every input is read, and no other', () => {
    expect(readInputs(needed).asked).toEqual(
      Object.keys(action.inputs)
        .map(name => `INPUT_${name.toUpperCase()}`)
        .sort()
    )
  })

  test('inputs are read in src/inputs.ts alone', () => {
    expect(
      sources.filter(file => /getInput|getBooleanInput|getMultilineInput|INPUT_/.test(read(file)))
    ).toEqual(['src/inputs.ts'])
  })

  test('what is required is required, and nothing else', () => {
    const required = Object.keys(action.inputs).filter(
      name => action.inputs[name]?.required === true
    )
    expect(required).toEqual(Object.keys(needed))
    expect(readInputs(needed).problem).toBeUndefined()
    for (const name of required)
      expect(readInputs({ ...needed, [name]: '' }).problem).toContain(`\`${name}\` is required`)
  })

  test('the defaults are the same', () => {
    const without = readInputs(needed).inputs ?? {}
    expect(without).toEqual(readInputs({ ...needed, ...defaults }).inputs)
    const insecure = { ...needed, url: 'http://apinizer.example.com' }
    for (const reading of [readInputs(insecure), readInputs({ ...insecure, ...defaults })])
      expect(reading.problem).toContain('allow-http')
    // What has a value without being given has a default, which action.yml has to tell.
    const fromNeeded = ['url', 'token', 'project', 'groups', 'environments']
    const valued = Object.entries(without)
      .filter(
        ([name, value]) =>
          !fromNeeded.includes(name) && !(Array.isArray(value) && value.length === 0)
      )
      .map(([name]) => name.replace(/Ms$/, ''))
    const camel = (name: string) =>
      name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    expect(valued.sort()).toEqual(
      Object.keys(defaults)
        .filter(name => name !== 'allow-http')
        .map(camel)
        .sort()
    )
  })

  test('every output is written, and no other', () => {
    const names = tellFrom(
      `
      const { outputsOf } = await import('src/report/outputs.ts')
      told = Object.keys(outputsOf({ outcomes: [], result: 'failure', message: '' }))`,
      {}
    )
    expect(names).toEqual(Object.keys(action.outputs))
    expect(sources.filter(file => /GITHUB_OUTPUT|setOutput|set-output/.test(read(file)))).toEqual([
      'src/report/outputs.ts'
    ])
  })
})

const markdown = unified().use(remarkParse).use(remarkGfm)
const trees = new Map<string, Root>()

function treeOf(file: string): Root {
  const tree = trees.get(file) ?? markdown.parse(read(file))
  trees.set(file, tree)
  return tree
}

function textIn(node: Nodes): string {
  let text = ''
  visit(node, inner => {
    if (inner.type === 'text' || inner.type === 'inlineCode') text += inner.value
  })
  return text
}

/** The texts in backticks below a node. */
function codesIn(node: Nodes): string[] {
  const codes: string[] = []
  visit(node, 'inlineCode', ({ value }) => {
    codes.push(value)
  })
  return codes
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(file: string): string[] {
  const anchors: string[] = []
  visit(treeOf(file), 'heading', heading => {
    const anchor = textIn(heading)
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-')
    const before = anchors.filter(other => other.replace(/-\d+$/, '') === anchor).length
    anchors.push(before === 0 ? anchor : `${anchor}-${before}`)
  })
  return anchors
}

/** The first cells of the rows of all tables between a heading and the next one of its rank. */
function firstCells(file: string, title: string): Nodes[] {
  const { children } = treeOf(file)
  const start = children.findIndex(node => node.type === 'heading' && textIn(node) === title)
  const { depth } = children[start] as { depth: number }
  const end = children.findIndex(
    (node, index) => index > start && node.type === 'heading' && node.depth <= depth
  )
  return children
    .slice(start, end === -1 ? undefined : end)
    .flatMap(node =>
      node.type === 'table' ? node.children.slice(1).flatMap(row => row.children[0] ?? []) : []
    )
}

function linksIn(file: string): string[] {
  const links: string[] = []
  visit(treeOf(file), node => {
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition')
      links.push(node.url)
    if (node.type === 'html')
      links.push(
        ...Array.from(node.value.matchAll(/(?:src|href)="([^"]*)"/g), ([, url = '']) => url)
      )
  })
  return links
}

describe('the documentation', () => {
  test('tables are what scripts/docs.ts makes of action.yml and src/reasons.ts', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--no-warnings', at('scripts/docs.ts'), '--check'],
      { encoding: 'utf8' }
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  test.each(pages)('links of %s lead to files and headings that are there', page => {
    const broken = linksIn(page)
      .filter(link => !/^(https?|mailto):/.test(link))
      .filter(link => {
        const [file = '', anchor] = decodeURI(link).split('#')
        const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file)
        return (
          !fs.existsSync(at(target)) ||
          (anchor !== undefined && !anchorsOf(target).includes(anchor))
        )
      })
    expect(broken).toEqual([])
  })

  test('every page of a reason is a heading in docs/connection.md', () => {
    const wanted = Object.values(reasons).flatMap(({ page }) => page ?? [])
    expect(wanted.length).toBeGreaterThan(0)
    expect(wanted.filter(page => !anchorsOf('docs/connection.md').includes(page))).toEqual([])
  })

  test('every status and every reason is explained in the README, and no other', () => {
    const told = firstCells('README.md', 'environment-results').flatMap(codesIn)
    // `current` and `not-attempted` are both.
    expect([...new Set(told)].sort()).toEqual(
      [...new Set([...Object.keys(countByStatus([])), ...Object.keys(reasons)])].sort()
    )
  })

  test('the README’s object of environment-results has every field, and no other', () => {
    const outcome = {
      target: { group: 'g', environment: 'e' },
      status: 'failed',
      reason: 'deployment-failed',
      said: '',
      told: '',
      durationMs: 1,
      httpStatus: 200,
      revision: 1,
      accessUrl: 'https://a.example',
      pods: [{ name: 'n', ip: 'i', success: true, message: '', durationMs: 1 }]
    }
    const result = tellFrom(
      `
      const { outputsOf } = await import('src/report/outputs.ts')
      told = JSON.parse(outputsOf({ outcomes: [${JSON.stringify(outcome)}], result: 'failure', message: '' })['environment-results'])`,
      {}
    )
    const fieldsOf = (value: unknown): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, inner]) => [
            /^\d+$/.test(name) ? '' : name,
            ...fieldsOf(inner)
          ])
        : []
    const example: unknown = JSON.parse(/```json\n(.*?)```/s.exec(read('README.md'))?.[1] ?? '')
    expect(new Set(fieldsOf(example))).toEqual(new Set(fieldsOf(result)))
  })

  test('messages that the documentation explains are in src/', () => {
    const code = sources.map(read).join('\n')
    const inTables = [
      'No connection',
      'Proxies',
      'Certificates',
      "Answers that are not the Manager's",
      'Deadlines',
      'Lost answers'
    ].flatMap(title => firstCells('docs/connection.md', title))
    const messages = [
      ...firstCells('README.md', 'When it is red'),
      ...inTables,
      ...['Annotations', 'Verification'].flatMap(title => firstCells('docs/messages.md', title))
    ].flatMap(codesIn)
    const names = ['https_proxy', 'no_proxy', 'localhost', '127.x.x.x', '[::1]']
    expect(messages.length).toBeGreaterThan(30)
    expect(messages.filter(message => !names.includes(message) && !code.includes(message))).toEqual(
      []
    )
  })

  test('every step in the README and the examples gives what is required, and only inputs and outputs that are there', () => {
    const blocks = Array.from(
      read('README.md').matchAll(/```yaml\n(.*?)```/gs),
      ([, block = '']) => block
    )
    const texts = [...blocks, ...filesIn('examples', '.yml').map(read)]
    const steps = texts.flatMap(text => {
      const found: { uses: string; with?: object }[] = []
      JSON.stringify(parse(text), (_, value: unknown) => {
        const step = value as { uses?: unknown } | null
        if (typeof step?.uses === 'string' && step.uses.startsWith('org/deploy-api-proxy-group@'))
          found.push(step as { uses: string })
        return value
      })
      return found
    })
    expect(steps.length).toBeGreaterThan(10)
    for (const step of steps) {
      const given = Object.keys(step.with ?? {})
      expect(given.filter(name => !(name in action.inputs))).toEqual([])
      expect(Object.keys(needed).filter(name => !given.includes(name))).toEqual([])
    }
    const outputs = texts.flatMap(text =>
      Array.from(
        text.matchAll(/steps\.(?:deploy|check)\.outputs\.([\w-]+)/g),
        ([, name = '']) => name
      )
    )
    expect(outputs.length).toBeGreaterThan(5)
    expect(outputs.filter(name => !(name in action.outputs))).toEqual([])
  })

  test('the first screen of the README shows the two commands, each in a block of its own', () => {
    const shell = Array.from(
      read('README.md').matchAll(/```sh\n(.*?)```/gs),
      ([, block = '']) => block
    )
    expect(shell).toEqual(['npm ci && npm run demo\n', 'npm ci && npm test\n'])
    expect(read('README.md').split('\n').indexOf('npm ci && npm test')).toBeLessThan(40)
  })

  test('CONTRIBUTING.md gives a reason for every dependency, and for no other', () => {
    const told = firstCells('CONTRIBUTING.md', 'Dependencies').flatMap(codesIn)
    expect(told.sort()).toEqual(
      Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).sort()
    )
  })

  test('CONTRIBUTING.md names every room of src/, and no other', () => {
    const house = /```\n(action\.yml.*?)```/s.exec(read('CONTRIBUTING.md'))?.[1] ?? ''
    const told = Array.from(house.matchAll(/[\w-]+\.ts\b/g), ([name]) => name)
    expect(told.sort()).toEqual(sources.map(file => path.basename(file)).sort())
  })

  test('every npm script that is named is there', () => {
    const named = [...pages, 'CHANGELOG.md'].flatMap(page =>
      Array.from(read(page).matchAll(/npm run ([\w:-]+)/g), ([, name = '']) => name)
    )
    expect([...new Set(named)].filter(name => !(name in manifest.scripts))).toEqual([])
  })
})
