/**
 * Writes the tables that README.md and docs/messages.md take from action.yml and src/reasons.ts, each
 * between two markers. `node scripts/docs.ts`; with `--check` it writes nothing and fails on a stale one.
 */
import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { reasons } from '../src/reasons.ts'

interface Metadata {
  inputs: Record<string, { description: string; required?: boolean; default?: string }>
  outputs: Record<string, { description: string }>
}

const root = path.resolve(import.meta.dirname, '..')
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8')
const { inputs, outputs } = parse(read('action.yml')) as Metadata

/** A Markdown table; a `|` in a cell would end it. */
function table(heading: string[], rows: string[][]): string {
  const row = (cells: string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [row(heading), row(heading.map(() => '---')), ...rows.map(row)].join('\n')
}

const tables: Record<string, { file: string; text: string }> = {
  inputs: {
    file: 'README.md',
    text: table(
      ['Input', 'Default', 'Meaning'],
      Object.entries(inputs).map(([name, input]) => [
        `\`${name}\``,
        input.required === true
          ? '**required**'
          : input.default === undefined
            ? ''
            : `\`${input.default}\``,
        `${input.description}.`
      ])
    )
  },
  outputs: {
    file: 'README.md',
    text: table(
      ['Output', 'Value'],
      Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, `${description}.`])
    )
  },
  remedies: {
    file: 'docs/messages.md',
    text: table(
      ['Reason', 'In the summary', 'What to do'],
      Object.entries(reasons)
        .filter(([, { remedy }]) => remedy !== '')
        .map(([reason, { label, remedy, page }]) => [
          `\`${reason}\``,
          label,
          page === undefined ? remedy : `${remedy} [More](connection.md#${page})`
        ])
    )
  }
}

const stale: string[] = []
for (const [name, { file, text }] of Object.entries(tables)) {
  const before = read(file)
  const [start, end] = [`<!-- ${name}, from npm run docs -->`, `<!-- end of ${name} -->`]
  const [head, rest] = before.split(start)
  const tail = rest?.split(end)[1]
  if (head === undefined || tail === undefined)
    throw new Error(`${file} lacks the markers ${start} and ${end}`)
  const after = `${head}${start}\n\n${text}\n\n${end}${tail}`
  if (after === before) continue
  stale.push(`${file} (${name})`)
  if (!process.argv.includes('--check')) fs.writeFileSync(path.join(root, file), after)
}

if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run \`npm run docs\` and commit what it writes.`)
  process.exitCode = 1
} else {
  console.log(stale.length > 0 ? `Written: ${stale.join(', ')}` : 'The tables are up to date.')
}
