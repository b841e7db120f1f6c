import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Nodes, Root, Table } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { parse } from 'yaml'
import { countByStatus } from '../../src/deploy/outcome.ts'
import { reasons } from '../../src/deploy/reasons.ts'
import { evaluate } from '../support/evaluate.ts'
import { listFiles, readAction, readFile, root } from '../support/repository.ts'

interface Manifest {
  scripts: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies: Record<string, string>
}

const action = readAction()
const manifest = JSON.parse(readFile('package.json')) as Manifest
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', '__tests__/README.md'],
  ...listFiles('docs', '.md')
]

const markdown = unified().use(remarkParse).use(remarkGfm)
const trees = new Map<string, Root>()

function parsePage(page: string): Root {
  const tree = trees.get(page) ?? markdown.parse(readFile(page))
  trees.set(page, tree)
  return tree
}

function textOf(node: Nodes | undefined): string {
  let text = ''
  if (node !== undefined) {
    visit(node, inner => {
      if (inner.type === 'text' || inner.type === 'inlineCode') {
        text += inner.value
      }
    })
  }
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
function anchorsOf(page: string): string[] {
  const anchors: string[] = []
  visit(parsePage(page), 'heading', heading => {
    const anchor = textOf(heading)
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-')
    const before = anchors.filter(other => other.replace(/-\d+$/, '') === anchor).length
    anchors.push(before === 0 ? anchor : `${anchor}-${before}`)
  })
  return anchors
}

/** The first cells of a table's rows, without its head. */
function firstCells({ children }: Table): Nodes[] {
  return children.slice(1).flatMap(row => row.children[0] ?? [])
}

/** The tables between a heading and the next one of its rank. */
function tablesBelow(page: string, title: string): Table[] {
  const { children } = parsePage(page)
  const start = children.findIndex(node => node.type === 'heading' && textOf(node) === title)
  const heading = children[start]
  if (heading?.type !== 'heading') {
    throw new Error(`${page} has no heading ${title}`)
  }
  const end = children.findIndex(
    (node, index) => index > start && node.type === 'heading' && node.depth <= heading.depth
  )
  return children.slice(start, end === -1 ? undefined : end).filter(node => node.type === 'table')
}

function linksIn(page: string): string[] {
  const links: string[] = []
  visit(parsePage(page), node => {
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') {
      links.push(node.url)
    }
    if (node.type === 'html') {
      const found = node.value.matchAll(/(?:src|href)="([^"]*)"/g)
      links.push(...Array.from(found, ([, url = '']) => url))
    }
  })
  return links
}

test('the tables are what scripts/docs.ts makes of action.yml and the reasons', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', path.join(root, 'scripts/docs.ts'), '--check'],
    { encoding: 'utf8' }
  )

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test.each(pages)('links of %s lead to files and headings that exist', page => {
  const broken = linksIn(page)
    .filter(link => !/^(https?|mailto):/.test(link))
    .filter(link => {
      const [file = '', anchor] = decodeURI(link).split('#')
      const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file)
      const exists = fs.existsSync(path.join(root, target))
      return !exists || (anchor !== undefined && !anchorsOf(target).includes(anchor))
    })

  expect(broken).toEqual([])
})

test('every heading that a message links to exists in docs/network.md', () => {
  const code = listFiles('src', '.ts').map(readFile).join('\n')
  const inReasons = Object.values(reasons).flatMap(({ docs }) => docs ?? [])
  const inCode = Array.from(code.matchAll(/docs: '([\w-]+)'/g), ([, heading = '']) => heading)

  const wanted = new Set([...inReasons, ...inCode])

  expect(wanted.size).toBeGreaterThan(5)
  expect([...wanted].filter(heading => !anchorsOf('docs/network.md').includes(heading))).toEqual([])
})

describe('docs/outputs.md', () => {
  test('explains every status and every reason, and no other', () => {
    const explained = tablesBelow('docs/outputs.md', 'environment-results')
      .flatMap(firstCells)
      .flatMap(codesIn)

    const known = new Set([...Object.keys(countByStatus([])), ...Object.keys(reasons)])
    expect([...new Set(explained)].sort()).toEqual([...known].sort())
  })

  test('shows an object of environment-results with every field, and no other', () => {
    const outcome = {
      target: { group: 'g', environment: 'e' },
      status: 'failed',
      reason: 'deployment-failed',
      serverMessage: '',
      explanation: '',
      durationMs: 1,
      httpStatus: 200,
      revision: 2,
      previousRevision: 1,
      accessUrl: 'https://a.example',
      pods: [{ name: 'n', ip: 'i', success: true, message: '', served: false, durationMs: 1 }]
    }
    const written = evaluate(`
      const { buildOutputs } = await import('src/report/outputs.ts')
      const outcomes = [${JSON.stringify(outcome)}]
      const outputs = buildOutputs({ outcomes, result: 'failure', message: '', groups: ['g'] }, '')
      result = JSON.parse(outputs['environment-results'])`)
    const [, example = ''] = /```json\n(.*?)```/s.exec(readFile('docs/outputs.md')) ?? []

    expect(listFields(JSON.parse(example))).toEqual(listFields(written))
  })

  test('shows two commands on its first screen, each in a block of its own', () => {
    const readme = readFile('README.md')
    const blocks = Array.from(readme.matchAll(/```sh\n(.*?)```/gs), ([, block]) => block)

    expect(blocks).toEqual(['npm ci && npm run demo\n', 'npm ci && npm test\n'])
    expect(readme.split('\n').indexOf('npm ci && npm test')).toBeLessThan(40)
  })
})

/** The names of all fields, at any depth. */
function listFields(value: unknown): Set<string> {
  const fields = new Set<string>()
  JSON.stringify(value, (name, inner: unknown) => {
    if (!/^\d*$/.test(name)) {
      fields.add(name)
    }
    return inner
  })
  return fields
}

test('messages that the documentation explains are in src/', () => {
  const code = listFiles('src', '.ts').map(readFile).join('\n')
  // A long message goes over several lines of code.
  const joined = code.replaceAll(/['`] \+\n\s*['`]/g, '')
  const tables: Table[] = []
  for (const page of ['README.md', 'docs/network.md', 'docs/messages.md']) {
    visit(parsePage(page), 'table', table => {
      if (/^(The message|Title|Annotation)/.test(textOf(table.children[0]?.children[0]))) {
        tables.push(table)
      }
    })
  }

  const messages = tables.flatMap(firstCells).flatMap(codesIn)

  expect(messages.length).toBeGreaterThan(20)
  expect(messages.filter(message => !joined.includes(message))).toEqual([])
})

describe('the workflows in README and examples/', () => {
  const blocks = Array.from(readFile('README.md').matchAll(/```yaml\n(.*?)```/gs))
  const texts = [
    ...blocks.map(([, block = '']) => block),
    ...listFiles('examples', '.yml').map(readFile)
  ]

  test('give the action every required input, and only inputs that exist', () => {
    const steps = texts.flatMap(findOwnSteps)
    const required = Object.keys(action.inputs).filter(name => action.inputs[name]?.required)

    expect(steps.length).toBeGreaterThan(10)
    for (const given of steps) {
      expect(given.filter(name => !(name in action.inputs))).toEqual([])
      expect(required.filter(name => !given.includes(name))).toEqual([])
    }
  })

  test('read only outputs that exist', () => {
    const names = texts.flatMap(text =>
      Array.from(
        text.matchAll(/steps\.(?:deploy|check)\.outputs\.([\w-]+)/g),
        ([, name = '']) => name
      )
    )

    expect(names.length).toBeGreaterThan(5)
    expect(names.filter(name => !(name in action.outputs))).toEqual([])
  })
})

/** The names of the inputs that each step with this action gives it. */
function findOwnSteps(workflow: string): string[][] {
  const steps: string[][] = []
  JSON.stringify(parse(workflow), (_, value: unknown) => {
    const step = value as { uses?: unknown; with?: object } | null
    if (typeof step?.uses === 'string' && step.uses.startsWith('org/deploy-api-proxy-group@')) {
      steps.push(Object.keys(step.with ?? {}))
    }
    return value
  })
  return steps
}

describe('CONTRIBUTING.md', () => {
  test('gives a reason for every dependency, and for no other', () => {
    const explained = tablesBelow('CONTRIBUTING.md', 'Dependencies')
      .flatMap(firstCells)
      .flatMap(codesIn)

    const { dependencies, devDependencies } = manifest
    expect(explained.sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort())
  })
})

test('every npm script that a page names exists', () => {
  const named = [...pages, 'CHANGELOG.md'].flatMap(page =>
    Array.from(readFile(page).matchAll(/npm run ([\w:-]+)/g), ([, name = '']) => name)
  )

  expect([...new Set(named)].filter(name => !(name in manifest.scripts))).toEqual([])
})
