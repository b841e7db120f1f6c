import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import querystring from 'node:querystring'
import { createRedactor } from '../../../src/runner/secrets.ts'

/** Knows these secrets alone. */
function createRedact(...secrets: string[]): (text: string) => string {
  const { redact, registerSecret } = createRedactor()
  secrets.forEach(registerSecret)
  return redact
}

const toJson = (text: string): string => JSON.stringify(text).slice(1, -1)
const toHex = (text: string): string => text.charCodeAt(0).toString(16).padStart(2, '0')
const toLowerCaseUri = (uri: string): string => uri.replace(/%../g, one => one.toLowerCase())
const toAsciiJson = (text: string): string =>
  toJson(text).replace(/[^ -~]/g, one => `\\u00${toHex(one)}`)

function escapeHtml(text: string, quote: string, apostrophe: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', quote)
    .replaceAll("'", apostrophe)
}

function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, one => `%${toHex(one).toUpperCase()}`)
}

/** How ordinary encoders write a text, one character after the other. */
const textEncoders: Record<string, (text: string) => string> = {
  'as it is': text => text,
  encodeURIComponent,
  encodeURI,
  'encodeURIComponent, lower-case hex': text => toLowerCaseUri(encodeURIComponent(text)),
  'encodeURIComponent, twice': text => encodeURIComponent(encodeURIComponent(text)),
  'RFC 3986': encodeRfc3986,
  Python: text => encodeRfc3986(text).replaceAll('%2F', '/'),
  querystring: querystring.escape,
  URLSearchParams: text => new URLSearchParams({ '': text }).toString().slice(1),
  'the query of a parsed URL': parseQuery,
  'a form in Latin-1': text =>
    text.replace(/[^\w.*-]/g, one => (one === ' ' ? '+' : `%${toHex(one).toUpperCase()}`)),
  JSON: toJson,
  'JSON in JSON': text => toJson(toJson(text)),
  'JSON with escaped slashes': text => toJson(text).replaceAll('/', '\\/'),
  'JSON in ASCII with escaped slashes': text => toAsciiJson(text).replaceAll('/', '\\/'),
  'JSON safe for HTML': text => toJson(text).replace(/[<>&]/g, one => `\\u00${toHex(one)}`),
  'JSON of Gson': text => toJson(text).replace(/[<>&=']/g, one => `\\u00${toHex(one)}`),
  HTML: text => escapeHtml(text, '&quot;', '&#39;'),
  'HTML of PHP': text => escapeHtml(text, '&quot;', '&#039;'),
  'HTML of Python': text => escapeHtml(text, '&quot;', '&#x27;'),
  'HTML of Go': text => escapeHtml(text, '&#34;', '&#39;'),
  XML: text => escapeHtml(text, '&quot;', '&apos;'),
  hex: text => Buffer.from(text).toString('hex'),
  'hex in upper case': text => Buffer.from(text).toString('hex').toUpperCase(),
  'hex of Latin-1': text => Buffer.from(text, 'latin1').toString('hex')
}

/** Without a `#`, which would end the query, and not at the end, where the parser drops spaces. */
function parseQuery(text: string): string {
  return new URL(`https://a.test/?${text.replaceAll('#', '%23')}&`).search.slice(1, -1)
}

const character = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0x21, max: 0x7e }) },
  { weight: 1, arbitrary: fc.integer({ min: 0xa1, max: 0xff }) }
)
const symbol = fc.constantFrom('\\', '"', "'", '/', '&', '<', '>', '+', '=', '%', '#', ';', ' ')
const unit = fc.oneof(
  { weight: 4, arbitrary: character.map(code => String.fromCharCode(code)) },
  { weight: 1, arbitrary: symbol }
)
/** Texts as tokens and passwords are: no white space around them, and not of one pattern repeated. */
const secretText = fc
  .string({ unit, minLength: 12, maxLength: 40 })
  .filter(text => text.trim() === text && new Set(text).size >= 10)
/** Without what escapes and UTF-8 begin with, which could be taken for a part of the secret behind it. */
const otherText = fc
  .string({ unit, maxLength: 20 })
  .map(text => text.replace(/[\\%&]|[^ -~]/g, '-'))

describe('a registered secret in a longer text', () => {
  test.each(Object.entries(textEncoders))('is removed exactly: %s', (_, encode) => {
    fc.assert(
      fc.property(otherText, secretText, otherText, (before, secret, after) => {
        const redact = createRedact(secret)

        expect(redact(encode(`x${before}${secret}${after}x`))).toBe(
          `${encode(`x${before}`)}***${encode(`${after}x`)}`
        )
      }),
      { numRuns: 30 }
    )
  })

  test.each([
    { encoding: 'base64', charset: 'utf8' },
    { encoding: 'base64', charset: 'latin1' },
    { encoding: 'base64url', charset: 'utf8' }
  ] as const)('is removed but for bits of its neighbours: $encoding of $charset', row => {
    const { encoding, charset } = row
    fc.assert(
      fc.property(otherText, secretText, otherText, (before, secret, after) => {
        const redact = createRedact(secret)
        const head = Buffer.from(before, charset)
        const headAndSecret = Buffer.from(before + secret, charset)
        const encoded = Buffer.from(before + secret + after, charset).toString(encoding)

        const redacted = redact(encoded)

        const start = Math.ceil((head.length * 4) / 3)
        const end = Math.floor((headAndSecret.length * 4) / 3)
        expect(redacted).toBe(`${encoded.slice(0, start)}***${encoded.slice(end)}`)
      }),
      { numRuns: 30 }
    )
  })

  test.each([
    { name: 'URI', encode: encodeURIComponent },
    { name: 'lower-case URI', encode: (text: string) => toLowerCaseUri(encodeURIComponent(text)) },
    { name: 'JSON with escaped slashes', encode: (text: string) => text.replaceAll('/', '\\/') }
  ])('is removed in base64 that was escaped for $name', ({ encode }) => {
    const secret = '~~?>~~?>~~?>~~?>'
    const redact = createRedact(secret)

    for (const before of ['', 'a', 'ab']) {
      const base64 = Buffer.from(`${before}${secret}`).toString('base64')

      expect(base64).toMatch(/\+.*\//)
      expect(redact(encode(base64))).toMatch(/^.{0,3}\*\*\*.?(=|%3d)*$/i)
    }
  })

  test('is removed each time it is there', () => {
    const redact = createRedact('token-0123456789')

    expect(redact('a token-0123456789 token-0123456789token-0123456789')).toBe('a *** ******')
  })

  test.each([
    { secret: 'a\\\\b"c', text: '(a\\\\b"c) (a\\\\\\\\b\\"c)' },
    { secret: 'a\\n\\nb-c', text: '(a\\n\\nb-c) (a\\\\n\\\\nb-c)' },
    { secret: 'a%25b%25c', text: '(a%25b%25c) (a%2525b%2525c)' },
    { secret: 'a&amp;b-c', text: '(a&amp;b-c) (a&amp;amp;b-c)' }
  ])('is removed when it looks encoded itself: $secret', ({ secret, text }) => {
    const redact = createRedact(secret)

    expect(redact(text)).toBe('(***) (***)')
  })

  test('is removed in Latin-1 where the text before it makes it begin like its UTF-8', () => {
    const secret = '·\\u/Oo\\*/n/"0y÷&µ/Ü""uÐ&rëÏnºZu/Êvv\\1'
    const redact = createRedact(secret)
    const latin1 = Buffer.from(secret, 'latin1').toString('hex')

    expect(redact(`c2${latin1}`)).toBe('c2***')
  })

  test('is removed whole when another secret is a part of it', () => {
    const redact = createRedact('0123-4567', 'token-0123-4567-89')

    expect(redact('token-0123-4567-89 0123-4567')).toBe('*** ***')
  })

  test.each(['', 'aPi+nZ/9', 'Pi+nZ/9~tok&en<"é>=x', 'API+NZ/9~TOK&EN<"É>=X', 'YVBpK25a or not'])(
    'leaves a text without it as it is: %j',
    text => {
      const redact = createRedact('aPi+nZ/9~tok&en<"é>=x')

      expect(redact(text)).toBe(text)
    }
  )
})

describe('the beginning of a secret', () => {
  const token = 'q7Zt-0123456789-abcdefgh'

  const hex = Buffer.from(token).toString('hex')
  const base64 = Buffer.from(token).toString('base64')
  const base64OfMore = Buffer.from(`ab${token}`).toString('base64')
  test.each([
    { text: `${token.slice(0, 16)}... is invalid`, expected: '***... is invalid' },
    { text: `${token.slice(0, 15)}... is invalid` },
    { text: `Bearer ${token.slice(0, 12)}`, expected: 'Bearer ***' },
    { text: `Bearer ${token.slice(0, 11)}` },
    { text: `(${hex.slice(0, 16)})`, expected: '(***)' },
    { text: `(${base64.slice(0, 16)})`, expected: '(***)' },
    { text: base64OfMore.slice(0, 24), expected: 'YWJ***' },
    { text: 'password hunter2-', expected: 'password ***' },
    { text: 'password hunter2' }
  ])('in $text: $expected', ({ text, expected = text }) => {
    const redact = createRedact(token, 'hunter2-hunter3')

    expect(redact(text)).toBe(expected)
  })

  test('that every token of a kind has stays readable', () => {
    const redact = createRedact('github_pat_11ABCDEFG0abcdefghijkl')

    expect(redact('the name github_pat')).toBe('the name github_pat')
  })
})

describe('a short secret', () => {
  test('of fewer than 6 bytes is removed as it is, and not from hex or base64', () => {
    const redact = createRedact('abcde', 'a"b')

    expect(redact('abcde YWJjZGU= 6162636465 a\\"b a&quot;b')).toBe(
      '*** YWJjZGU= 6162636465 *** ***'
    )
  })

  test('of 6 bytes is removed from hex and base64', () => {
    const redact = createRedact('abcdef')

    expect(redact('YWJjZGVm 616263646566')).toBe('*** ***')
  })

  test.each(['', ' \n', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----'])(
    'that is empty does nothing: %j',
    nothing => {
      const redact = createRedact(nothing)

      expect(redact('a  b')).toBe('a  b')
    }
  )
})

describe('a secret of several lines', () => {
  const lines = ['MIGHAgEAMBMGByqG', 'SM49AgEGCCqGSM49', 'AwEHBG0w']
  const pem = `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`

  test.each([
    { name: 'as it was given', text: lines.join('\n') },
    { name: 'with the line breaks of Windows', text: lines.join('\r\n') },
    { name: 'on one line', text: lines.join(' ') },
    { name: 'without white space', text: lines.join('') },
    { name: 'in JSON', text: toJson(lines.join('\n')) },
    { name: 'in a URI', text: encodeURIComponent(lines.join('\r\n')) },
    { name: 'in base64', text: Buffer.from(lines.join('\n')).toString('base64').slice(0, -1) }
  ])('is removed $name', ({ text }) => {
    const redact = createRedact(pem)

    expect(redact(`(${text})`)).toMatch(/^\(\*\*\*.?\)$/)
  })

  test('is removed line by line, and its headings stay', () => {
    const redact = createRedact(pem)

    expect(redact(pem.replaceAll('\n', '\n  '))).toBe(
      '-----BEGIN PRIVATE KEY-----\n  ***\n  ***\n  ***\n  -----END PRIVATE KEY-----\n  '
    )
  })

  test('does not make a short line of it a secret', () => {
    const redact = createRedact('first-line-of-it\nab\nthird-line-of-it')

    expect(redact('about first-line-of-it')).toBe('about ***')
  })
})

describe('a long hostile text takes seconds of CPU time at most', () => {
  const long = Array.from({ length: 8_000 }, (_, index) =>
    String.fromCharCode(33 + ((index * index + 7 * index) % 91))
  ).join('')

  test.each([
    long,
    'a'.repeat(4_000),
    `${'\\'.repeat(60)}-x`,
    (long.slice(0, 63) + '\n').repeat(60)
  ])('%.20s', secret => {
    const redact = createRedact(secret)
    const pieces = [
      ...['a', 'ab', '\\', '%25', secret, secret.slice(1), secret.slice(0, 9)],
      ...[`${secret.slice(0, -1)} `, `${secret.slice(0, 17)}%`, btoa(secret)]
    ]

    for (const piece of pieces) {
      const before = process.cpuUsage()
      redact(piece.repeat(Math.ceil(300_000 / piece.length)))

      expect(process.cpuUsage(before).user).toBeLessThan(4_000_000)
    }
  })
})
