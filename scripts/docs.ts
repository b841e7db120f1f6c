/**
 * Writes the tables that README.md and docs/messages.md take from action.yml and src/, each between two
 * markers. `node scripts/docs.ts`; with `--check` it writes nothing and fails on a stale one.
 */
import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { reasons } from '../src/deploy/reasons.ts'
import { listInputMessages } from './input-messages.ts'

interface Input {
  description: string
  required?: boolean
  default?: string
}

interface Metadata {
  inputs: Record<string, Input>
  outputs: Record<string, { description: string }>
}

interface Table {
  /** What stands in the markers. */
  name: string
  file: string
  head: string[]
  rows: string[][]
}

const root = path.resolve(import.meta.dirname, '..')
const checkOnly = process.argv.includes('--check')
const { inputs, outputs } = parse(read('action.yml')) as Metadata

/** The inputs that are not required, as the README groups them. */
const inputGroups: Record<string, string[]> = {
  'What to do': ['operation', 'description', 'persistent', 'skip-if-current', 'verify'],
  'Safety and time': ['fail-fast', 'max-parallel', 'timeout', 'retry-timeout', 'verify-timeout'],
  Connection: ['headers', 'ca-certificate', 'client-certificate', 'client-key', 'allow-http'],
  GitHub: ['github-token', 'github-environment']
}

const outputRows = Object.entries(outputs).map(([name, output]) => [
  `\`${name}\``,
  `${output.description}.`
])
const reasonRows = Object.entries(reasons)
  .filter(([, { remedy }]) => remedy !== '')
  .map(([reason, { label, remedy, docs }]) => {
    const more = docs === undefined ? '' : ` [More](network.md#${docs})`
    return [`\`${reason}\``, label, remedy + more]
  })
const messageRows = listInputMessages().map(({ input, given, message }) => [
  `\`${input}\``,
  given,
  message
])

const tables: Table[] = [
  {
    name: 'inputs',
    file: 'README.md',
    head: ['Input', 'Default', 'Meaning'],
    rows: listInputs()
  },
  { name: 'outputs', file: 'README.md', head: ['Output', 'Value'], rows: outputRows },
  {
    name: 'reasons',
    file: 'docs/messages.md',
    head: ['Reason', 'In the summary', 'What to do first'],
    rows: reasonRows
  },
  {
    name: 'input messages',
    file: 'docs/messages.md',
    head: ['Input', 'Given', 'Message'],
    rows: messageRows
  }
]
const stale = tables.filter(update)
const names = stale.map(({ name, file }) => `${file} (${name})`).join(', ')

if (checkOnly && stale.length > 0) {
  console.error(`Stale: ${names}. Run \`npm run docs\` and commit what it writes.`)
  process.exitCode = 1
} else {
  console.log(stale.length > 0 ? `Written: ${names}` : 'The tables are up to date.')
}

function read(file: string): string {
  return fs.readFileSync(path.join(root, file), 'utf8')
}

/** The rows of all inputs, those of a group below its title. */
function listInputs(): string[][] {
  const required = Object.keys(inputs).filter(name => inputs[name]?.required)
  const groups = Object.entries({ Required: required, ...inputGroups })
  const missing = Object.keys(inputs).filter(
    name => !groups.some(([, list]) => list.includes(name))
  )
  if (missing.length > 0) {
    throw new Error(`scripts/docs.ts has no group for the input ${missing.join(', ')}`)
  }
  return groups.flatMap(([title, list]) => [
    [`**${title}**`, '', ''],
    ...list.flatMap(name => describeInput(name, inputs[name]))
  ])
}

function describeInput(name: string, input: Input | undefined): string[][] {
  if (input === undefined) {
    return []
  }
  const value = input.default === undefined ? '' : `\`${input.default}\``
  return [[`\`${name}\``, value, `${input.description}.`]]
}

/** A Markdown table; a `|` in a cell would end it. */
function render({ head, rows }: Table): string {
  const line = (cells: string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Puts a table between its markers, unless only checking. @returns whether it was not there before */
function update(table: Table): boolean {
  const { name, file } = table
  const start = `<!-- ${name}, from npm run docs -->`
  const end = `<!-- end of ${name} -->`
  const before = read(file)
  const [head, rest] = before.split(start)
  const tail = rest?.split(end)[1]
  if (head === undefined || tail === undefined) {
    throw new Error(`${file} lacks the markers ${start} and ${end}`)
  }
  const after = `${head}${start}\n\n${render(table)}\n\n${end}${tail}`
  if (!checkOnly && after !== before) {
    fs.writeFileSync(path.join(root, file), after)
  }
  return after !== before
}
