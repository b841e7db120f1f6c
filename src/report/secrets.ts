import * as core from '@actions/core'

const patterns: RegExp[] = []

/** Below this many characters an encoded form would match by chance. */
const shortestEncoded = 6

/**
 * Masks a secret, and each of its lines, on the runner, and makes `redact` remove it.
 * @param secret the value; empty does nothing
 */
export function keepSecret(secret: string): void {
  if (secret === '') return
  core.setSecret(secret)
  const lines = secret.split(/\r\n|\r|\n/).map(line => line.trim())
  // A key's headings are no secret, and its last line may be too short to stand for anything.
  const parts = lines.length === 1 ? lines : lines.filter(line => line.length >= shortestEncoded && !line.startsWith('-----'))
  patterns.push(...parts.map(patternOf))
}

/**
 * Removes every kept secret from a text: as it is, with any of its characters URL-, JSON- or
 * HTML-encoded, in hex, and in base64 or base64url, also where it stands inside a longer encoded text.
 */
export function redact(text: string): string {
  return patterns.reduce((rest, pattern) => rest.replace(pattern, '***'), text)
}

function patternOf(secret: string): RegExp {
  const bytes = Buffer.from(secret, 'utf8')
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0'))
  const encoded = [0, 1, 2].flatMap(offset => base64Core(bytes, offset)).map(core => `[a-z0-9+/_-]?${Array.from(core, base64Character).join('\\s*')}[a-z0-9+/_-]?(?:=|%3D)*`)
  const forms = [Array.from(secret, character).join(''), ...(hex.length * 2 >= shortestEncoded ? [hex.join('[\\s:-]?')] : []), ...encoded]
  return new RegExp(forms.join('|'), 'gi')
}

/** One character in every way an encoder may write it. */
function character(text: string): string {
  const code = text.codePointAt(0) ?? 0
  const utf8 = [...Buffer.from(text, 'utf8')].map(byte => `%(?:25)*${byte.toString(16)}`).join('')
  const latin1 = code < 256 ? `|%(?:25)*${code.toString(16).padStart(2, '0')}|\\\\x${code.toString(16).padStart(2, '0')}` : ''
  const named = { '&': '|&amp;', '<': '|&lt;', '>': '|&gt;', '"': '|&quot;', "'": '|&apos;' }[text] ?? ''
  return `(?:\\\\*${text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}|${utf8}${latin1}|\\\\+u${code.toString(16).padStart(4, '0')}|&#0*${code};|&#x0*${code.toString(16)};${named})`
}

/** The characters of a base64 text that depend on these bytes alone, when they begin at an offset of 0, 1 or 2. */
function base64Core(bytes: Buffer, offset: number): string[] {
  const shared = [0, 2, 3][offset] ?? 0
  const whole = Math.floor(((bytes.length + offset) * 8) / 6)
  const core = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').slice(shared, whole)
  return core.length >= shortestEncoded ? [core] : []
}

function base64Character(text: string): string {
  if (text === '+') return '(?:\\+|-|%2B)'
  return text === '/' ? '(?:\\\\*/|_|%2F)' : text
}
