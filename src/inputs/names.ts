import { parseJson } from '../apinizer/json.ts'
import { hasDotSegment, maxNameLength } from '../apinizer/path-segment.ts'
import { findProblem, InvalidValue, quote, splitLines, type Mistake } from './parsers.ts'

/**
 * Checks a name that becomes one segment of a URL’s path.
 * @returns the name as it is
 * @throws InvalidValue when it cannot be a name, or could lead to another path
 */
export function parseName(name: string): string {
  const problem = hasDotSegment(name) ? otherPath : findProblem(name, mistakes)
  if (problem !== undefined) {
    throw new InvalidValue(`contains the name ${quote(name)}, ${problem}`)
  }
  return name
}

const otherPath =
  'in which `.` or `..` stands alone or between slashes. ' +
  'A gateway could turn that into the path of another project or group'

const mistakes: Mistake[] = [
  { pattern: /[\p{Cc}\u2028\u2029]/u, problem: 'with a line break or control character' },
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
  },
  { pattern: /\p{Cs}/u, problem: 'with broken Unicode' },
  {
    pattern: new RegExp(`^[^]{${maxNameLength + 1}}`),
    problem: `which has more than ${maxNameLength} characters`
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
  const names = isJson ? parseJsonList(text) : splitLines(text).map(checkLine)
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

/** Other ways to write a list, which could be part of a name as well. */
const otherForms: Mistake[] = [
  { pattern: /^#|\s#\s/, problem: 'a comment' },
  { pattern: /^-(?:\s|$)/, problem: 'a YAML list item' },
  { pattern: /[,;]/, problem: 'a comma or semicolon' },
  { pattern: /^(["'`]).*\1$/, problem: 'quotes' }
]

function checkLine(line: string): string {
  const form = findProblem(line, otherForms)
  if (form !== undefined) {
    throw new InvalidValue(
      `contains ${form} in the line ${quote(line)}. Give one name per line, and nothing else. ` +
        `If it is part of a name, use a JSON array: ${quote(JSON.stringify([line]))}`
    )
  }
  return line
}
