/** A workflow command as the runner understood it; its name in lower case, since the runner ignores case. */
export type Command = {
  name: string
  properties: Record<string, string>
  data: string
  version: 1 | 2
  line: string
}

/** One line as the runner split it, with the command it carries, if any. */
export type LogLine = { line: string; command?: Command }

/** Every command an ordinary step can give the runner by printing it. */
export const registeredCommands = [
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning'
]

// What .NET's char.IsWhiteSpace takes. Unlike JavaScript's, it has U+0085 and lacks U+FEFF.
const blank = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+'
const leadingBlanks = new RegExp(`^${blank}`)
const trailingBlanks = new RegExp(`${blank}$`)

// The runner looks for `::` by the rules of its culture, which do not see these characters. Only the
// closing `::` can hide some: at the opening one they would shift the name by as many places.
const separator = /:(?:(?![\t-\r\u0085])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}])*:/gu

type Escapes = readonly (readonly [code: string, character: string])[]
const dataEscapes: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%']
]
const propertyEscapes: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%']
]
const bracketEscapes: Escapes = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%']
]

type Known = (name: string) => boolean
type Parts = { head: string; data: string }

/**
 * Reads a whole log, stdout or stderr, as the runner does.
 * @param log everything the process wrote to one stream
 * @returns its lines in order, each with the command that the runner would carry out
 */
export function parseLog(log: string): LogLine[] {
  let resumeToken: string | undefined
  return splitLines(log).map(line => {
    const command = parseLine(line, name => isRegistered(name) || name === resumeToken)
    if (command === undefined) {
      return { line }
    }
    if (resumeToken !== undefined) {
      if (command.name !== resumeToken) {
        return { line }
      }
      resumeToken = undefined
    } else if (command.name === 'stop-commands' && isResumeToken(command.data)) {
      resumeToken = fold(command.data)
    }
    return { line, command }
  })
}

/**
 * Lists the commands of a log.
 * @param log everything the process wrote to one stream
 * @returns the commands that the runner would carry out, in order
 */
export function commandsIn(log: string): Command[] {
  return parseLog(log).flatMap(({ command }) => command ?? [])
}

/**
 * Tells whether a line has the form of a command, be its name known or not.
 * @param line text that may hold several lines; each is looked at
 * @returns true when some runner with some set of commands would obey it
 */
export function looksLikeCommand(line: string): boolean {
  return splitLines(line).some(one => parseLine(one, name => name !== '') !== undefined)
}

/**
 * Reads the text of a file like GITHUB_OUTPUT, as a runner on Linux or macOS does.
 * @param text the file, in `name=value` lines and `name<<delimiter` blocks
 * @returns the values by name; the last one wins
 * @throws where the runner fails the step over the file
 */
export function parseFileCommand(text: string): Record<string, string> {
  const values = new Map<string, string>()
  const rest = withoutByteOrderMark(text).split('\n')
  const endsInNewline = text.endsWith('\n')
  for (let line = rest.shift(); line !== undefined; line = rest.shift()) {
    if (line === '') {
      continue
    }
    const [name, value] = readEntry(line, rest, endsInNewline)
    if (name === '') {
      throw new Error(`The name is empty: ${line}`)
    }
    values.set(name, value)
  }
  return Object.fromEntries(values)
}

function readEntry(line: string, rest: string[], endsInNewline: boolean): [string, string] {
  const entry = /^(?<name>.*?)(?<sign>=|<<)(?<tail>.*)$/s.exec(line)?.groups
  if (entry === undefined) {
    throw new Error(`Neither name=value nor name<<delimiter: ${line}`)
  }
  const { name = '', sign, tail = '' } = entry
  if (sign === '=') {
    return [name, tail]
  }
  if (name === '' || tail === '') {
    throw new Error(`The name or the delimiter is empty: ${line}`)
  }
  return [name, readBlock(tail, rest, endsInNewline)]
}

function readBlock(delimiter: string, rest: string[], endsInNewline: boolean): string {
  const length = rest.indexOf(delimiter)
  if (length >= 0) {
    return rest
      .splice(0, length + 1)
      .slice(0, length)
      .join('\n')
  }
  if (rest.length === 0 || endsInNewline) {
    throw new Error(`The delimiter never came: ${delimiter}`)
  }
  throw new Error(`The file ends inside a value, without a line ending; delimiter: ${delimiter}`)
}

function splitLines(log: string): string[] {
  const lines = withoutByteOrderMark(log).split(/\r\n|\r|\n/)
  if (lines.at(-1) === '') {
    lines.pop()
  }
  return lines
}

// The runner's stream reader swallows the mark, so that a command right behind it starts the line.
function withoutByteOrderMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

function parseLine(line: string, known: Known): Command | undefined {
  return parseColons(line, known) ?? parseBrackets(line, known)
}

function parseColons(line: string, known: Known): Command | undefined {
  const parts = splitAtColons(line.replace(leadingBlanks, ''))
  if (parts === undefined) {
    return undefined
  }
  const [name, properties] = splitHead(parts.head)
  if (!known(name)) {
    return undefined
  }
  const trimmed = properties.replace(leadingBlanks, '').replace(trailingBlanks, '')
  return {
    name,
    properties: readProperties(trimmed, ',', propertyEscapes),
    data: unescape(parts.data, dataEscapes),
    version: 2,
    line
  }
}

function splitAtColons(text: string): Parts | undefined {
  if (!text.startsWith('::')) {
    return undefined
  }
  separator.lastIndex = 2
  const end = separator.exec(text)?.index
  return end === undefined ? undefined : { head: text.slice(2, end), data: text.slice(end + 2) }
}

function parseBrackets(line: string, known: Known): Command | undefined {
  const start = line.indexOf('##[')
  const end = line.indexOf(']', start)
  if (start < 0 || end < 0) {
    return undefined
  }
  const [name, properties] = splitHead(line.slice(start + 3, end))
  if (!known(name)) {
    return undefined
  }
  return {
    name,
    properties: readProperties(properties, ';', bracketEscapes),
    data: unescape(line.slice(end + 1), bracketEscapes),
    version: 1,
    line
  }
}

function splitHead(head: string): [name: string, properties: string] {
  const space = head.indexOf(' ')
  return space < 0 ? [fold(head), ''] : [fold(head.slice(0, space)), head.slice(space + 1)]
}

function readProperties(text: string, delimiter: string, escapes: Escapes): Record<string, string> {
  const properties = new Map<string, [name: string, value: string]>()
  for (const part of text.split(delimiter)) {
    const [, name, value] = /^=*([^=]+)=+([^=].*)$/s.exec(part) ?? []
    if (name === undefined || value === undefined) {
      continue
    }
    const [firstSpelling] = properties.get(fold(name)) ?? [name]
    properties.set(fold(name), [firstSpelling, unescape(value, escapes)])
  }
  return Object.fromEntries(properties.values())
}

function unescape(text: string, escapes: Escapes): string {
  return escapes.reduce((result, [code, character]) => result.replaceAll(code, character), text)
}

function isRegistered(name: string): boolean {
  return registeredCommands.includes(name)
}

function isResumeToken(token: string): boolean {
  return token !== '' && !isRegistered(fold(token)) && fold(token) !== 'pause-logging'
}

// .NET compares letter by letter, and takes no letter outside ASCII for one inside.
function fold(name: string): string {
  return name.replace(/[A-Z]|\P{ASCII}/gu, letter => {
    const lower = letter.toLowerCase()
    return letter <= 'Z' || lower > '\x7f' ? lower : letter
  })
}
