import { redact } from './secrets.ts'

/** The most characters of one message that are shown anywhere. */
const maxShown = 4_000

/** Fewer are kept of a server's text, to leave room for what the action says about it. */
const maxKept = 3_000

// Control and format characters (bidirectional, zero-width), line and paragraph separators, and
// other characters that are not drawn.
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Prepares a server's text for keeping: without secrets, on one line, invisible characters spelled
 * out.
 * @param maxLength characters that are kept; a note at the end says if there were more
 */
export function sanitize(text: string, maxLength = maxKept): string {
  return truncate(toVisibleLine(text), maxLength)
}

/**
 * Escapes a text for the log, an annotation or an output: one line that the runner does not take for
 * a command. Takes the whole line, because parts could make up a command together.
 * @param maxLength characters that are kept; a note at the end says if there were more
 */
export function escapeLogLine(text: string, maxLength = maxShown): string {
  return sanitize(text, maxLength)
    .replace(/##(?=\[)/g, '## ')
    .replace(/^(\s*):(?=:)/, '$1: ')
}

/** Writes a value as JSON for an output: exact when parsed, and no command when printed. */
export function serializeOutput(value: unknown): string {
  return JSON.stringify(value)
    .replace(invisible, escapeInJson)
    .replace(/##(?=\[)/g, '#\\u0023')
}

/**
 * Parses the address of an environment.
 * @returns the normalised address; undefined for anything but http and https, and for an address
 *   with credentials, a secret or a runner command in it
 */
export function parseWebAddress(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    return undefined
  }
  const { href, username, password } = new URL(text)
  // Both texts are checked: parsing removes tabs, which can hide a secret, and capitals of the host.
  const isSafe = redact(text) === text && escapeLogLine(href) === href
  return username === '' && password === '' && isSafe ? href : undefined
}

/**
 * Renders a text for the summary as an HTML code element, in which GitHub does not expand mentions,
 * links, references or emoji. Only for HTML blocks, where Markdown is not parsed.
 * @param maxLength characters that are kept; a note at the end says if there were more
 * @returns an empty string for an empty text
 */
export function renderCode(text: string, maxLength = maxShown): string {
  const escaped = sanitize(text, maxLength).replace(/[&<>"']/g, one => `&#${one.charCodeAt(0)};`)
  return escaped === '' ? '' : `<code>${escaped}</code>`
}

function toVisibleLine(text: string): string {
  const line = redact(text.toWellFormed()).replace(/[\s\u0085]+/g, ' ')
  // Again, because a secret of several lines can have been broken and indented in another way.
  return redact(line).replace(invisible, spellOut)
}

function spellOut(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}

function escapeInJson(character: string): string {
  return character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}

function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) {
    return text
  }
  const kept = text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '')
  return `${kept}… (cut from ${text.length} characters)`
}
