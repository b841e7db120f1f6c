const mask = '***'

/** Hex and base64 of fewer bytes would match other text by chance. */
const minEncodedBytes = 6

/** Beginnings are looked up by this many characters, the fewest that count as one. */
const prefixLength = 8

/** A beginning of this many characters counts wherever it stands. */
const minBeginning = 16

/** What URI encoders encode: encodeURIComponent, forms, RFC 3986, Python, encodeURI, the query of a parsed URL. */
const uriEncoded = [
  /[^\w.!~*'()-]/g,
  /[^\w.*-]/g,
  /[^\w.~-]/g,
  /[^\w.~/-]/g,
  /[^\w.!~*'();/?:@&=+$,#-]/g,
  /[^!$-&(-;=?-~]/g
]

/** What JSON encoders write as \uXXXX beyond what JSON asks for: nothing, non-ASCII, Go's set, Gson's set. */
const jsonEncoded = [/(?!)/g, /[^ -~]/g, /[<>&\u2028\u2029]/g, /[<>&='\u2028\u2029]/g]

type SpellingsByPrefix = ReadonlyMap<string, readonly string[]>

/** The secrets of this run. */
export const { registerSecret, redact } = createRedactor()

/** Creates what removes secrets from texts; at first it knows none. */
export function createRedactor() {
  /** Every spelling of every secret, longest first, because a spelling can be part of another. */
  let allSpellings: string[] = []
  const byPrefix = new Map<string, string[]>()
  let prefixes: string[] = []

  return {
    /**
     * Makes `redact` remove a secret, and each of its lines of at least 8 characters.
     * @param secret the value; empty does nothing; the headings of a PEM key are no secret
     */
    registerSecret: (secret: string): void => {
      const spellings = spellSecret(secret)
      for (const spelling of spellings) {
        const prefix = spelling.slice(0, prefixLength)
        byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), spelling])
      }
      prefixes = [...byPrefix.keys()]
      allSpellings = [...allSpellings, ...spellings].sort((a, b) => b.length - a.length)
    },
    /**
     * Replaces every registered secret in a text by `***`: as it is and as ordinary encoders write it
     * (URI, JSON, both also applied twice; HTML; hex; base64 and base64url, also inside a longer encoded
     * text), its non-ASCII characters in UTF-8 or Latin-1. A beginning that a cut left over goes too:
     * 16 characters anywhere, or half of the spelling, at least 8 characters, at the end of the text.
     *
     * Not recognised: a secret that is split by other characters or over lines (but for its own line
     * breaks), reversed, compressed, encrypted, or in another case; one whose every character is escaped;
     * other encoders in turn (such as base64 of a URI-encoded secret); its middle or end alone; hex and
     * base64 of a secret shorter than 6 bytes; hex with separators, base64 with line breaks.
     * @param text of any length, taken in linear time
     */
    redact: (text: string): string => {
      // Most texts contain no secret, and there may be thousands.
      if (!prefixes.some(prefix => text.includes(prefix))) {
        return text
      }
      const rest = allSpellings.reduce((kept, spelling) => kept.replaceAll(spelling, mask), text)
      return removeBeginnings(rest, byPrefix)
    }
  }
}

function removeBeginnings(text: string, byPrefix: SpellingsByPrefix): string {
  let kept = ''
  let keptTo = 0
  for (let start = 0; start + prefixLength <= text.length; start += 1) {
    const spellings = byPrefix.get(text.slice(start, start + prefixLength)) ?? []
    const end = start + Math.max(0, ...spellings.map(one => measureBeginning(text, start, one)))
    if (end > start) {
      kept += text.slice(keptTo, start) + mask
      keptTo = end
      start = end - 1
    }
  }
  return kept + text.slice(keptTo)
}

/** How many characters of a spelling a text has from `start` on; 0 when they are too few to count. */
function measureBeginning(text: string, start: number, spelling: string): number {
  let length = prefixLength
  while (length < spelling.length && text[start + length] === spelling[length]) {
    length += 1
  }
  const isCut = start + length === text.length && length >= spelling.length / 2
  return isCut || length >= minBeginning ? length : 0
}

/** A secret's spellings, whatever became of its line breaks, and its long lines; none of an empty one. */
function spellSecret(secret: string): Set<string> {
  const lines = secret
    .replace(/-----(?:BEGIN|END) [A-Z0-9 ]+-----/g, '\n')
    .split(/[\r\n]+/)
    .map(line => line.trim())
    .filter(line => line !== '')
  const wholes = ['\n', '\r\n', ' ', ''].map(lineBreak => lines.join(lineBreak))
  const longLines = lines.filter(line => line.length >= prefixLength)
  return new Set(lines.length === 0 ? [] : [...wholes.flatMap(listSpellings), ...longLines])
}

function listSpellings(secret: string): string[] {
  const latin1 = Buffer.from(secret, 'latin1')
  const isLatin1 = latin1.toString('latin1') === secret
  const encodings = [Buffer.from(secret), ...(isLatin1 ? [latin1] : [])]
  const long = encodings.filter(bytes => bytes.length >= minEncodedBytes)
  return [
    secret,
    ...encodings.flatMap(listUriSpellings),
    ...listJsonSpellings(secret),
    ...listHtmlSpellings(secret),
    ...long.flatMap(bytes => [bytes.toString('hex'), bytes.toString('hex').toUpperCase()]),
    ...long.flatMap(bytes => [0, 1, 2].flatMap(shift => listBase64Spellings(bytes, shift)))
  ]
}

function listUriSpellings(bytes: Buffer): string[] {
  return uriEncoded
    .flatMap(pattern => escapeInHex(bytes.toString('latin1'), pattern, '%', 2))
    .flatMap(text => [text, text.replaceAll('%20', '+')])
    .flatMap(text => [text, text.replaceAll('%', '%25')])
}

function listJsonSpellings(secret: string): string[] {
  return ['/', '\\/'].flatMap(slash => {
    const encode = (text: string): string =>
      JSON.stringify(text).slice(1, -1).replaceAll('/', slash)
    return jsonEncoded
      .flatMap(pattern => escapeInHex(encode(secret), pattern, '\\u', 4))
      .flatMap(text => [text, encode(text)])
  })
}

/** With what a pattern finds as hex digits behind a prefix: in lower, then in upper case. */
function escapeInHex(text: string, pattern: RegExp, prefix: string, digits: number): string[] {
  const toHex = (unit: string): string => unit.charCodeAt(0).toString(16).padStart(digits, '0')
  return [
    text.replace(pattern, unit => prefix + toHex(unit)),
    text.replace(pattern, unit => prefix + toHex(unit).toUpperCase())
  ]
}

function listHtmlSpellings(secret: string): string[] {
  return [secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')]
    .flatMap(text => ['"', '&quot;', '&#34;'].map(quote => text.replaceAll('"', quote)))
    .flatMap(text =>
      ["'", '&#39;', '&#039;', '&#x27;', '&apos;'].map(one => text.replaceAll("'", one))
    )
    .flatMap(text => ['/', '&#x2F;'].map(slash => text.replaceAll('/', slash)))
}

/** The base64 characters that depend on these bytes alone, when 0, 1 or 2 bytes stand before them. */
function listBase64Spellings(bytes: Buffer, shift: number): string[] {
  const base64 = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  const own = base64.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6))
  return ['+/', '-_', ['%2B', '%2F'], ['%2b', '%2f'], ['+', '\\/']].map(([plus = '', slash = '']) =>
    own.replaceAll('+', plus).replaceAll('/', slash)
  )
}
