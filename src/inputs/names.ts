import { parseJson } from '../apinizer/json.ts'
import { hasDotSegment, maxNameLength } from '../apinizer/path-segment.ts'
import { InvalidValue, quote } from './parsers.ts'

/**
 * Checks a name that becomes one segment of a URL’s path.
 * @returns the name as it is
 * @throws InvalidValue when it cannot be a name, or could lead to another path
 */
export function parseName(name: string): string {
  const [control] = /[\p{Cc}\u2028\u2029]/u.exec(name) ?? []
  if (control !== undefined) {
    const code = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    throw new InvalidValue(
      `contains a line break or control character (U+${code}) in the name ${quote(name)}`
    )
  }
  const mistake = mistakes.find(({ pattern }) => pattern.test(name))
  if (mistake !== undefined) {
    throw new InvalidValue(`contains the name ${quote(name)}, ${mistake.problem}`)
  }
  if (!name.isWellFormed()) {
    throw new InvalidValue(`contains broken Unicode in the name ${quote(name)}`)
  }
  if (name.length > maxNameLength) {
    throw new InvalidValue(
      `contains a name of ${name.length} characters, and at most ${maxNameLength} are accepted`
    )
  }
  if (hasDotSegment(name)) {
    throw new InvalidValue(
      `contains the name ${quote(name)}, in which \`.\` or \`..\` stands alone or between slashes. ` +
        'A gateway could turn that into the path of another project or group'
    )
  }
  return name
}

/** What arrives in place of a name, and what to say of it. The first that fits counts. */
const mistakes: { pattern: RegExp; problem: string }[] = [
  {
    pattern: /\*{3}/,
    problem:
      'in which `***` stands for a masked value. Write the name itself, and keep it out of secrets'
  },
  {
    pattern: /\$\{\{/,
    problem:
      'with an expression that was not evaluated. Use `${{ }}` in the workflow, not in a variable or a file'
  },
  {
    pattern: /^(?:Array|Object)$|\[object \w+\]/,
    problem:
      'which is what an expression makes of a list or an object. Use `${{ toJSON(…) }}` for a list of names'
  },
  {
    pattern: /\\n/,
    problem: 'with a line break that is written out. Give one name per line, or a JSON array'
  }
]

/**
 * Parses the names of environments.
 * @throws InvalidValue as `parseList`, and for a pattern
 */
export function parseEnvironments(text: string): string[] {
  const names = parseList(text)
  const pattern = names.find(name => name.includes('*'))
  if (pattern !== undefined) {
    throw new InvalidValue(
      `contains ${quote(pattern)}, and environments take no patterns. Give the name of each`
    )
  }
  return names
}

/**
 * Checks the name of an environment on GitHub.
 * @throws InvalidValue for a placeholder that does not exist
 */
export function parsePlaceholders(text: string): string {
  const unknown = /\{(?!environment\}|project\})[^}]*\}?/.exec(text)?.[0]
  if (unknown !== undefined) {
    throw new InvalidValue(
      `contains ${quote(unknown)}. The placeholders are \`{environment}\` and \`{project}\``
    )
  }
  return text
}

/**
 * Parses a list: one name per line, or a JSON array of strings.
 * @param text without space around it
 * @returns at least one name, each once, in their order
 * @throws InvalidValue that shows the right form
 */
export function parseList(text: string): string[] {
  const isJson = /^\[(?!object )/.test(text)
  const names = isJson ? parseJsonList(text) : parseLines(text)
  const seen = new Set<string>()
  for (const name of names) {
    parseName(name)
    const key = name.normalize('NFC')
    if (seen.has(key)) {
      throw new InvalidValue(`contains ${quote(name)} more than once. Give each name once`)
    }
    seen.add(key)
  }
  return names
}

/**
 * Parses names and patterns of groups: `*` stands for any characters, `!` in front excludes.
 * @throws InvalidValue that shows the right form
 */
export function parseGroups(text: string): string[] {
  const entries = parseList(text)
  if (entries.includes('!')) {
    throw new InvalidValue('contains a `!` without a name behind it')
  }
  const excluded = entries.find(entry => entries.includes(`!${entry}`))
  if (excluded !== undefined) {
    throw new InvalidValue(`both contains and excludes ${quote(excluded)}. Remove one of the two`)
  }
  if (entries.every(entry => entry.startsWith('!'))) {
    throw new InvalidValue('only excludes groups. Give at least one name or pattern, such as `*`')
  }
  return entries
}

function parseJsonList(text: string): string[] {
  const names = parseJson(text)
  if (!Array.isArray(names) || !names.every(isNotBlank)) {
    throw new InvalidValue(
      'starts with `[` and is not a JSON array of names. ' +
        'Write `["First", "Second"]`, or one name per line'
    )
  }
  if (names.length === 0) {
    throw new InvalidValue('is an empty list. Give at least one name')
  }
  return names
}

function isNotBlank(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function parseLines(text: string): string[] {
  const lines = text
    .split(/\r\n|\r|\n/)
    .map(line => line.trim())
    .filter(line => line !== '')
  for (const line of lines) {
    checkLine(line)
  }
  return lines
}

/** Other ways to write a list, which could be part of a name as well. */
const otherForms: { pattern: RegExp; form: string }[] = [
  { pattern: /^#|\s#\s/, form: 'a comment' },
  { pattern: /^-(?:\s|$)/, form: 'a YAML list item' },
  { pattern: /[,;]/, form: 'a comma or semicolon' },
  { pattern: /^(["'`]).*\1$/, form: 'quotes' }
]

function checkLine(line: string): void {
  const other = otherForms.find(({ pattern }) => pattern.test(line))
  if (other === undefined) {
    return
  }
  const names = line
    .replace(/^#.*|\s#\s.*/, '')
    .split(/[,;]/)
    .map(part => part.trim().replaceAll(/^(?:-(?:\s+|$))?["'`]?|["'`]$/g, ''))
    .filter(isNotBlank)
  const remedy =
    names.length === 0
      ? 'Remove that line'
      : `Give one name per line: ${names.map(quote).join(', then ')}`
  throw new InvalidValue(
    `contains ${other.form} in the line ${quote(line)}. ${remedy}. ` +
      `If it is part of a name, use a JSON array: ${quote(JSON.stringify([line]))}`
  )
}
