import * as core from '@actions/core'

interface Secret {
  value: string
  /** A run of characters that is long enough to be the secret in base64 or hex. */
  run: RegExp
  /** Every way in which its beginning, and all of it, may be written; made when a text first calls for it, as that takes milliseconds a character. */
  beginning?: RegExp
  whole?: RegExp
}

const secrets: Secret[] = []

/** As many characters of a secret as are looked for first. */
const beginningLength = 8

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
  secrets.push(...parts.map(value => ({ value, run: new RegExp(`[A-Za-z0-9+/_:=\\r\\n-]{${value.length}}`) })))
}

/**
 * Removes every kept secret from a text: as it is, with any of its characters URL-, JSON- or
 * HTML-encoded, in hex, and in base64 or base64url, also where it stands inside a longer encoded text.
 */
export function redact(text: string): string {
  return secrets.reduce((rest, secret) => mayHold(rest, secret) ? rest.replace(secret.whole ??= patternOf(secret.value), '***') : rest, text)
}

/** False for most texts: those that have nothing encoded in them, and no run that is long enough for base64 or hex. */
function mayHold(text: string, secret: Secret): boolean {
  const { value } = secret
  if (text.includes(value)) return true
  return (/[%\\&]/.test(text) || secret.run.test(text)) && text.search(secret.beginning ??= patternOf(value.slice(0, beginningLength))) >= 0
}

/** What encoders put between lines of base64, as it is or as JSON writes it. */
const lineBreak = '(?:[\\r\\n]|\\\\{1,4}[rn])*'

function patternOf(secret: string): RegExp {
  // A header carries Latin-1, almost everything else UTF-8.
  const encodings = [...new Set([Buffer.from(secret, 'utf8').toString('binary'), secret])].map(text => Buffer.from(text, 'binary'))
  const forms = encodings.flatMap(bytes => [hexForm(bytes), ...[0, 1, 2].map(offset => base64Form(bytes, offset))])
  return new RegExp([Array.from(secret, character).join(''), ...forms.filter(form => form !== '')].join('|'), 'g')
}

function hexForm(bytes: Buffer): string {
  return bytes.length * 2 < shortestEncoded ? '' : Array.from(bytes, byte => hex(byte, 2)).join('[:-]?')
}

/** A number's hex digits in either case; the flag `i` would cost every start of the action 8 ms. */
function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0').replace(/[a-f]/g, digit => `[${digit}${digit.toUpperCase()}]`)
}

/** One character in every way an encoder may write it. Every repetition is bounded, or a hostile text could take hours. */
function character(text: string): string {
  const code = text.codePointAt(0) ?? 0
  const utf8 = Array.from(Buffer.from(text, 'utf8'), byte => `%(?:25){0,3}${hex(byte, 2)}`).join('')
  const latin1 = code < 256 ? `|%(?:25){0,3}${hex(code, 2)}|\\\\x${hex(code, 2)}` : ''
  const named = { '&': '|&amp;', '<': '|&lt;', '>': '|&gt;', '"': '|&quot;', "'": '|&apos;' }[text] ?? ''
  return `(?:\\\\{0,4}${text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}|${utf8}${latin1}|\\\\{1,4}u${hex(code, 4)}|&#0{0,6}${code};|&#[xX]0{0,6}${hex(code, 1)};${named})`
}

/** The part of a base64 text that depends on these bytes alone, when they begin at an offset of 0, 1 or 2, and what hangs on to it. */
function base64Form(bytes: Buffer, offset: number): string {
  const shared = [0, 2, 3][offset] ?? 0
  const whole = Math.floor(((bytes.length + offset) * 8) / 6)
  const core = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').slice(shared, whole)
  return core.length < shortestEncoded ? '' : `[A-Za-z0-9+/_-]?${Array.from(core, base64Character).join(lineBreak)}[A-Za-z0-9+/_-]?(?:=|%3[dD])*`
}

function base64Character(text: string): string {
  if (text === '+') return '(?:\\+|-|%2[bB])'
  return text === '/' ? '(?:\\\\{0,4}/|_|%2[fF])' : text
}
