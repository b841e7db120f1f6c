import * as core from '@actions/core'

/** A secret as one encoder writes it. */
interface Form {
  /** Its units in their plainest spelling, in order. */
  units: string[]
  /** A pattern for a unit in every spelling. */
  spellings: (unit: string) => string
  /** A pattern for what may stand between units. */
  gap: string
  /** What may hang on to it, as the bits of neighbours are mixed in. */
  tail: RegExp
  patterns: Map<string, RegExp>
}

interface Secret {
  plain: string
  forms: Form[]
  /** How the forms begin, in letters and digits alone. */
  beginnings: string[]
  /** How they begin in every spelling; made when a text first calls for it, as that takes milliseconds. */
  beginning?: RegExp
}

const secrets: Secret[] = []

/** As many units of a secret as are looked for first. */
const beginningLength = 8

/** As many units as a secret that was cut off must show to be taken for one. */
const tellingLength = 16

/** As many beginnings are looked at inside what is removed: with all, a secret of one repeated character would take minutes. */
const mostAgain = 4

/** Below this many characters an encoded form would match by chance. */
const shortestEncoded = 6

/**
 * Masks a secret, and each of its lines, on the runner, and makes `redact` remove it.
 * @param secret the value; empty does nothing
 */
export function keepSecret(secret: string): void {
  // Of a key, the headings are no secret.
  const plain = secret.replace(/-----[^-]+-----|\s+/g, '')
  if (plain === '') return
  core.setSecret(secret)
  const forms = formsOf(plain)
  secrets.push({
    plain,
    forms,
    beginnings: forms.map(({ units }) => lettersAndDigits(units.slice(0, beginningLength).join('')))
  })
}

/**
 * Removes every kept secret from a text: as it is, with any of its characters URL-, JSON- or
 * HTML-encoded, in hex, and in base64 or base64url, also where it stands inside a longer encoded
 * text, in several lines, or cut off.
 */
export function redact(text: string): string {
  // Most texts have nothing encoded in them, and nothing that a form begins with, whatever stands in between.
  const plain = /[%\\&]/.test(text) ? undefined : lettersAndDigits(text)
  return secrets.reduce(
    (rest, secret) =>
      plain === undefined || secret.beginnings.some(beginning => plain.includes(beginning))
        ? remove(rest, secret)
        : rest,
    text
  )
}

/** Without signs and capitals, which encoders add and change. */
function lettersAndDigits(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toLowerCase()
}

function remove(text: string, secret: Secret): string {
  const { plain, forms } = secret
  const beginning = (secret.beginning ??= new RegExp(
    forms
      .map(({ units, spellings, gap }) => units.slice(0, beginningLength).map(spellings).join(gap))
      .join('|'),
    'g'
  ))
  let kept = ''
  let from = 0
  let again = 0
  beginning.lastIndex = 0
  for (let match = beginning.exec(text); match !== null; match = beginning.exec(text)) {
    const { index } = match
    const end = Math.max(...forms.map(form => endOf(text, index, form)))
    again = index < from ? again + 1 : 0
    if (end > Math.max(index, from)) {
      if (again === 0) kept += `${text.slice(from, index)}***`
      from = end
    }
    // What begins like one form may go on as another that begins a little later.
    beginning.lastIndex = again < mostAgain ? index + 1 : Math.max(from, index + 1)
  }
  // One that looks encoded was not found.
  return (kept + text.slice(from)).replaceAll(plain, '***')
}

/** Where a form that begins at an index ends; the index itself when it does not stand there. Unit by unit, as one pattern for a long secret would take seconds. */
function endOf(
  text: string,
  index: number,
  { units, spellings, gap, tail, patterns }: Form
): number {
  let end = index
  let walked = 0
  for (const unit of units) {
    const pattern = patterns.get(unit) ?? new RegExp(gap + spellings(unit), 'y')
    patterns.set(unit, pattern)
    pattern.lastIndex = end
    if (!pattern.test(text)) break
    end = pattern.lastIndex
    walked += 1
  }
  if (walked < Math.min(units.length, tellingLength)) return index
  tail.lastIndex = end
  return tail.test(text) ? tail.lastIndex : end
}

/** What encoders put between lines, as it is or as JSON writes it. Bounded, or a hostile text takes hours; lazy, as the secret may go on like a gap. */
const lineBreak = '(?:[\\r\\n]|\\\\{1,4}[rn]){0,4}?'

/** In a secret too long to be met by chance, any white space, and what draws nothing. */
const anyGap =
  '(?:[\\s\\x00-\\x1f\\x7f-\\x9f\\xad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]|\\\\{1,4}(?:[bfnrt]|u(?:00[0189aA]|20[0-6]|[fF][eE][fF])[0-9a-fA-F])){0,40}?'

function formsOf(secret: string): Form[] {
  const gap = secret.length < tellingLength ? lineBreak : anyGap
  // A header carries Latin-1, almost everything else UTF-8.
  const encodings = [...new Set([Buffer.from(secret).toString('binary'), secret])].map(text =>
    Buffer.from(text, 'binary')
  )
  const encoded = encodings.flatMap(bytes => [
    hexForm(bytes),
    ...[0, 1, 2].map(offset => base64Form(bytes, offset, gap))
  ])
  return [
    form(secret.match(/\\+|[^]/gu) ?? [], characters, gap),
    ...encoded.filter(({ units }) => units.length >= shortestEncoded)
  ]
}

function form(units: string[], spellings: Form['spellings'], gap: string, tail = /(?:)/y): Form {
  return { units, spellings, gap, tail, patterns: new Map() }
}

function hexForm(bytes: Buffer): Form {
  return form(bytes.toString('hex').match(/../g) ?? [], eitherCase, '[:\\s-]{0,2}')
}

/** Hex digits in either case; the flag `i` would make every pattern slow to build. */
function eitherCase(digits: string): string {
  return digits.replace(/[a-f]/g, digit => `[${digit}${digit.toUpperCase()}]`)
}

/** A number's hex digits in either case. */
function hex(number: number, digits: number): string {
  return eitherCase(number.toString(16).padStart(digits, '0'))
}

/** One character, or a run of backslashes, in every way an encoder may write it. */
function characters([text = '', ...others]: string): string {
  const code = text.codePointAt(0) ?? 0
  const utf8 = Array.from(Buffer.from(text), byte => `%(?:25){0,3}${hex(byte, 2)}`).join('')
  const latin1 = code < 256 ? `%(?:25){0,3}${hex(code, 2)}|\\\\x${hex(code, 2)}|` : ''
  const named =
    { '&': '|&amp;', '<': '|&lt;', '>': '|&gt;', '"': '|&quot;', "'": '|&apos;' }[text] ?? ''
  const times = others.length + 1
  // No encoder puts a backslash before a letter; and a gap may end in one.
  const itself = /[A-Za-z0-9]/.test(text)
    ? text
    : text === '\\'
      ? `\\\\{${times},${times * 5}}`
      : `\\\\{0,4}${text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}`
  // Itself comes last, as its own encoded form may begin with it.
  return `(?:(?:${utf8}|${latin1}\\\\{1,4}u${hex(code, 4)}|&#0{0,6}${code};|&#[xX]0{0,6}${hex(code, 1)};${named}){${times}}|${itself})`
}

/** The part of a base64 text that depends on these bytes alone, when they begin at an offset of 0, 1 or 2. */
function base64Form(bytes: Buffer, offset: number, gap: string): Form {
  const shared = [0, 2, 3][offset] ?? 0
  const whole = Math.floor(((bytes.length + offset) * 8) / 6)
  const core = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .slice(shared, whole)
  return form(Array.from(core), base64Character, gap, /[A-Za-z0-9+/_-]?(?:=|%3[dD]){0,4}/y)
}

function base64Character(text: string): string {
  if (text === '+') return '(?:\\+|-|%2[bB])'
  return text === '/' ? '(?:\\\\{0,4}/|_|%2[fF])' : text
}
