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

type Groups = Record<string, string[]>

/** The inputs, as the README groups them. */
const mainGroups: Groups = {
  Required: Object.keys(inputs).filter(name => inputs[name]?.required),
  'What to do': ['operation', 'verify', 'skip-if-current', 'fail-fast', 'max-parallel'],
  'Deploy history': ['description', 'persistent']
}
/** Those that most workflows do without, folded. */
const advancedGroups: Groups = {
  'Time limits': ['timeout', 'retry-timeout', 'verify-timeout'],
  Connection: ['headers', 'ca-certificate', 'client-certificate', 'client-key', 'allow-http'],
  GitHub: ['github-token', 'github-environment']
}
checkGroups()

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
const messageRows = await listInputMessages()

const inputHead = ['Input', 'Default', 'Meaning']
const reasonHead = ['Reason', 'In the summary', 'What to do first']
const messageHead = ['Input', 'Given', 'Message']
const readme = 'README.md'
const messages = 'docs/messages.md'
const tables: Table[] = [
  { name: 'inputs', file: readme, head: inputHead, rows: listInputs(mainGroups) },
  { name: 'advanced inputs', file: readme, head: inputHead, rows: listInputs(advancedGroups) },
  { name: 'outputs', file: readme, head: ['Output', 'Value'], rows: outputRows },
  { name: 'reasons', file: messages, head: reasonHead, rows: reasonRows },
  { name: 'input messages', file: messages, head: messageHead, rows: messageRows }
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

/** An input without a group would be missing in the README. */
function checkGroups(): void {
  const grouped = [mainGroups, advancedGroups].flatMap(groups => Object.values(groups).flat())
  const wrong = [...Object.keys(inputs), ...grouped].filter(
    name => !(name in inputs && grouped.includes(name))
  )
  if (wrong.length > 0) {
    throw new Error(`Not both in action.yml and a group of scripts/docs.ts: ${wrong.join(', ')}`)
  }
}

/** The rows of inputs, those of a group below its title. */
function listInputs(groups: Groups): string[][] {
  return Object.entries(groups).flatMap(([title, names]) => [
    [`**${title}**`, '', ''],
    ...names.map(name => {
      const { description, default: value } = inputs[name] ?? {}
      return [`\`${name}\``, value === undefined ? '' : `\`${value}\``, `${description}.`]
    })
  ])
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
