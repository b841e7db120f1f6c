import { redact } from './secrets.ts'

/** The most characters of one message that are shown anywhere. */
const longestMessage = 4_000
const longestKept = 3_000

// Control and format characters (bidirectional, zero-width), line and paragraph ends, and whatever else draws nothing.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** One line in which every character can be seen and no secret is left. */
function oneLine(text: string): string {
  // Most texts need no more, and there may be thousands.
  if (/^[ -~]*$/.test(text) && !text.includes('  ')) return redact(text)
  const flat = redact(text.toWellFormed()).replace(/[\s\u0085]+/g, ' ')
  // Once more, as a secret may have been spread over lines.
  return redact(flat).replace(
    unseen,
    character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  )
}

/** Cuts on a whole character, and says so. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text
  const kept = text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')
  return `${kept}… (cut from ${text.length} characters)`
}

/** A server's text as it is kept: no secret, one line, and short enough to leave room for what we say about it. */
export function keptText(text: string, longest = longestKept): string {
  return cut(oneLine(text), longest)
}

/**
 * A text for the log, an annotation or an output: one line in which the runner finds no command.
 * Give it the whole line, as a command could be put together from parts.
 */
export function logLine(text: string, longest = longestMessage): string {
  return cut(oneLine(text), longest)
    .replace(/##(?=\[)/g, '## ')
    .replace(/^(\s*):(?=:)/, '$1: ')
}

/** A value as JSON for an output: exact to whoever parses it, and no command to the runner when printed. */
export function outputJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(unseen, character =>
      [...Array(character.length).keys()]
        .map(index => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
        .join('')
    )
    .replace(/##(?=\[)/g, '#\\u0023')
}

/** The address of an environment where it is a plain web address without credentials; undefined for anything else. */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const { href, username, password } = new URL(text)
  // Looked at as it came and as it will be given on: parsing takes out tabs, which could hide a secret, and capitals of a host.
  return username === '' && password === '' && redact(text) === text && logLine(href) === href
    ? href
    : undefined
}

/**
 * A text for the summary, as HTML: a code element, in which GitHub makes nothing of mentions, links,
 * references or emoji. Stands inside HTML blocks, where Markdown is not read either.
 */
export function summaryCode(text: string, longest = longestMessage): string {
  const shown = cut(oneLine(text), longest)
  return shown === ''
    ? ''
    : `<code>${shown.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)}</code>`
}
