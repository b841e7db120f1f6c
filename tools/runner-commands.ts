/** A workflow command that a step has printed. */
export type Command = {
  /** Empty where the line is none that the toolkit prints, but some runner could obey it. */
  name: string
  properties: Record<string, string>
  data: string
}

/** One line of a log, with the command it carries, if any. */
export type LogLine = { line: string; command?: Command }

// Wider than what a runner obeys: `::` behind what it may skip or not see, which depends on its version and culture, or
// `##[` anywhere. Known names, `stop-commands` and closing brackets do not count.
const hidden = String.raw`[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*`
const opening = new RegExp(String.raw`^(\s|${hidden})*:${hidden}:|##\[`, 'u')

/** Reads a whole log, stdout or stderr, with every line that a runner could take for a command marked as one. */
export function parseLog(log: string): LogLine[] {
  return splitLines(log).map(line =>
    looksLikeCommand(line) ? { line, command: parseCommand(line) } : { line }
  )
}

/** Lists the commands of a log, in order. */
export function commandsIn(log: string): Command[] {
  return parseLog(log).flatMap(({ command }) => command ?? [])
}

/** Tells whether some runner could obey a text, or a line of it, be a command of that name known or not. */
export function looksLikeCommand(text: string): boolean {
  return splitLines(text).some(line => opening.test(line))
}

function splitLines(log: string): string[] {
  const lines = log.split(/\r\n|\r|\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function parseCommand(line: string): Command {
  const [, name, list = '', data] = /^::([a-z-]+)(?: ([^:]*))?::(.*)$/s.exec(line) ?? []
  if (name === undefined || data === undefined || data.includes('##[')) {
    return { name: '', properties: {}, data: line }
  }
  const properties = Array.from(
    list.matchAll(/(\w+)=([^,]*)/g),
    ([, key = '', value = '']): [string, string] => [key, unescape(value)]
  )
  return { name, properties: Object.fromEntries(properties), data: unescape(data) }
}

function unescape(text: string): string {
  return text.replace(/%(0D|0A|3A|2C|25)/g, decodeURIComponent)
}

/**
 * Reads the text of a file like GITHUB_OUTPUT.
 * @returns the values by name
 * @throws unless each line is `name=value`, because this action writes no others
 */
export function parseFileCommand(text: string): Record<string, string> {
  const lines = text.split('\n').filter(line => line !== '')
  return Object.fromEntries(
    lines.map(line => {
      const [, name, value] = /^([\w-]+)=([^\r]*)$/.exec(line) ?? []
      if (name === undefined || value === undefined) {
        throw new Error(`This is not name=value: ${line}`)
      }
      return [name, value]
    })
  )
}
