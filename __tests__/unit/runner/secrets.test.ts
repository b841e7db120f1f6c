import { describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import querystring from 'node:querystring'

/** Loads the module anew, so that a test knows its own secrets alone. */
async function createRedact(...secrets: string[]): Promise<(text: string) => string> {
  jest.resetModules()
  const { redact, registerSecret } = await import('../../../src/runner/secrets.ts')
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
const textEncoders: { name: string; encode: (text: string) => string }[] = [
  { name: 'as it is', encode: text => text },
  { name: 'encodeURIComponent', encode: encodeURIComponent },
  { name: 'encodeURI', encode: encodeURI },
  {
    name: 'encodeURIComponent, lower-case hex',
    encode: text => toLowerCaseUri(encodeURIComponent(text))
  },
  {
    name: 'encodeURIComponent, twice',
    encode: text => encodeURIComponent(encodeURIComponent(text))
  },
  { name: 'RFC 3986', encode: encodeRfc3986 },
  { name: 'Python', encode: text => encodeRfc3986(text).replaceAll('%2F', '/') },
  { name: 'querystring', encode: querystring.escape },
  {
    name: 'URLSearchParams',
    encode: text => new URLSearchParams({ '': text }).toString().slice(1)
  },
  { name: 'the query of a parsed URL', encode: parseQuery },
  {
    name: 'a form in Latin-1',
    encode: text =>
      text.replace(/[^\w.*-]/g, one => (one === ' ' ? '+' : `%${toHex(one).toUpperCase()}`))
  },
  { name: 'JSON', encode: toJson },
  { name: 'JSON in JSON', encode: text => toJson(toJson(text)) },
  { name: 'JSON with escaped slashes', encode: text => toJson(text).replaceAll('/', '\\/') },
  { name: 'JSON in ASCII', encode: toAsciiJson },
  {
    name: 'JSON in ASCII with escaped slashes',
    encode: text => toAsciiJson(text).replaceAll('/', '\\/')
  },
  {
    name: 'JSON safe for HTML',
    encode: text => toJson(text).replace(/[<>&]/g, one => `\\u00${toHex(one)}`)
  },
  {
    name: 'JSON of Gson',
    encode: text => toJson(text).replace(/[<>&=']/g, one => `\\u00${toHex(one)}`)
  },
  { name: 'HTML', encode: text => escapeHtml(text, '&quot;', '&#39;') },
  { name: 'HTML of PHP', encode: text => escapeHtml(text, '&quot;', '&#039;') },
  { name: 'HTML of Python', encode: text => escapeHtml(text, '&quot;', '&#x27;') },
  { name: 'HTML of Go', encode: text => escapeHtml(text, '&#34;', '&#39;') },
  { name: 'XML', encode: text => escapeHtml(text, '&quot;', '&apos;') },
  { name: 'hex', encode: text => Buffer.from(text).toString('hex') },
  { name: 'hex in upper case', encode: text => Buffer.from(text).toString('hex').toUpperCase() },
  { name: 'hex of Latin-1', encode: text => Buffer.from(text, 'latin1').toString('hex') }
]

/** Without a `#`, which would end the query, and not at the end, where the parser drops spaces. */
function parseQuery(text: string): string {
  return new URL(`https://a.test/?${text.replaceAll('#', '%23')}&`).search.slice(1, -1)
}

const base64Encoders: { name: string; encode: (bytes: Buffer) => string }[] = [
  { name: 'base64', encode: bytes => bytes.toString('base64') },
  { name: 'base64url', encode: bytes => bytes.toString('base64url') }
]

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
  test.each(textEncoders)('is removed exactly: $name', async ({ encode }) => {
    await fc.assert(
      fc.asyncProperty(otherText, secretText, otherText, async (before, secret, after) => {
        const redact = await createRedact(secret)

        expect(redact(encode(`x${before}${secret}${after}x`))).toBe(
          `${encode(`x${before}`)}***${encode(`${after}x`)}`
        )
      }),
      { numRuns: 30 }
    )
  })

  test.each(
    base64Encoders.flatMap(encoder =>
      (['utf8', 'latin1'] as const).map(charset => ({ ...encoder, charset }))
    )
  )('is removed but for bits of its neighbours: $name of $charset', async ({ encode, charset }) => {
    await fc.assert(
      fc.asyncProperty(otherText, secretText, otherText, async (before, secret, after) => {
        const redact = await createRedact(secret)
        const head = Buffer.from(before, charset)
        const headAndSecret = Buffer.from(before + secret, charset)
        const encoded = encode(Buffer.from(before + secret + after, charset))

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
  ])('is removed in base64 that was escaped for $name', async ({ encode }) => {
    const secret = '~~?>~~?>~~?>~~?>'
    const redact = await createRedact(secret)

    for (const before of ['', 'a', 'ab']) {
      const base64 = Buffer.from(`${before}${secret}`).toString('base64')

      expect(base64).toMatch(/\+.*\//)
      expect(redact(encode(base64))).toMatch(/^.{0,3}\*\*\*.?(=|%3d)*$/i)
    }
  })

  test('is removed each time it is there', async () => {
    const redact = await createRedact('token-0123456789')

    const redacted = redact('a token-0123456789 token-0123456789token-0123456789')

    expect(redacted).toBe('a *** ******')
  })

  test.each([
    { secret: 'a\\\\b"c', text: '(a\\\\b"c) (a\\\\\\\\b\\"c)' },
    { secret: 'a\\n\\nb-c', text: '(a\\n\\nb-c) (a\\\\n\\\\nb-c)' },
    { secret: 'a%25b%25c', text: '(a%25b%25c) (a%2525b%2525c)' },
    { secret: 'a&amp;b-c', text: '(a&amp;b-c) (a&amp;amp;b-c)' }
  ])('is removed when it looks encoded itself: $secret', async ({ secret, text }) => {
    const redact = await createRedact(secret)

    const redacted = redact(text)

    expect(redacted).toBe('(***) (***)')
  })

  test('is removed in Latin-1 where the text before it makes it begin like its UTF-8', async () => {
    const secret = '·\\u/Oo\\*/n/"0y÷&µ/Ü""uÐ&rëÏnºZu/Êvv\\1'
    const redact = await createRedact(secret)
    const latin1 = Buffer.from(secret, 'latin1').toString('hex')

    const redacted = redact(`c2${latin1}`)

    expect(redacted).toBe('c2***')
  })

  test('is removed whole when another secret is a part of it', async () => {
    const redact = await createRedact('0123-4567', 'token-0123-4567-89')

    const redacted = redact('token-0123-4567-89 0123-4567')

    expect(redacted).toBe('*** ***')
  })

  test.each([
    '',
    'a quick brown fox',
    'aPi+nZ/9',
    'Pi+nZ/9~tok&en<"é>=x',
    'API+NZ/9~TOK&EN<"É>=X',
    '100 % of &amp; \\n',
    'YVBpK25a or not'
  ])('leaves a text without it as it is: %j', async text => {
    const redact = await createRedact('aPi+nZ/9~tok&en<"é>=x')

    const redacted = redact(text)

    expect(redacted).toBe(text)
  })
})

describe('the beginning of a secret', () => {
  const token = 'q7Zt-0123456789-abcdefgh'

  test.each([
    {
      name: '16 characters anywhere',
      text: `${token.slice(0, 16)}... is invalid`,
      expected: '***... is invalid'
    },
    {
      name: '15 characters elsewhere than at the end',
      text: `${token.slice(0, 15)}... is invalid`,
      expected: undefined
    },
    { name: 'half of it at the end', text: `Bearer ${token.slice(0, 12)}`, expected: 'Bearer ***' },
    {
      name: 'less than half of it at the end',
      text: `Bearer ${token.slice(0, 11)}`,
      expected: undefined
    },
    {
      name: '16 characters of its hex',
      text: `(${Buffer.from(token).toString('hex').slice(0, 16)})`,
      expected: '(***)'
    },
    {
      name: '16 characters of its base64',
      text: `(${Buffer.from(token).toString('base64').slice(0, 16)})`,
      expected: '(***)'
    },
    {
      name: 'its base64 in a longer text',
      text: Buffer.from(`ab${token}`).toString('base64').slice(0, 24),
      expected: 'YWJ***'
    }
  ])('$name', async ({ text, expected = text }) => {
    const redact = await createRedact(token)

    const redacted = redact(text)

    expect(redacted).toBe(expected)
  })

  test('of 8 characters is removed at the end where it is half of the secret', async () => {
    const redact = await createRedact('hunter2-hunter3')

    expect(redact('password hunter2-')).toBe('password ***')
    expect(redact('password hunter2')).toBe('password hunter2')
  })

  test('that every token of a kind has stays readable', async () => {
    const redact = await createRedact('github_pat_11ABCDEFG0abcdefghijkl')

    expect(redact('the name github_pat')).toBe('the name github_pat')
  })
})

describe('a short secret', () => {
  test('of fewer than 6 bytes is removed as it is, and not from hex or base64', async () => {
    const redact = await createRedact('abcde', 'a"b')

    const redacted = redact('abcde YWJjZGU= 6162636465 a\\"b a&quot;b')

    expect(redacted).toBe('*** YWJjZGU= 6162636465 *** ***')
  })

  test('of 6 bytes is removed from hex and base64', async () => {
    const redact = await createRedact('abcdef')

    const redacted = redact('YWJjZGVm 616263646566')

    expect(redacted).toBe('*** ***')
  })

  test.each(['', ' \n', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----'])(
    'that is empty does nothing: %j',
    async nothing => {
      const redact = await createRedact(nothing)

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
  ])('is removed $name', async ({ text }) => {
    const redact = await createRedact(pem)

    const redacted = redact(`(${text})`)

    expect(redacted).toMatch(/^\(\*\*\*.?\)$/)
  })

  test('is removed line by line, and its headings stay', async () => {
    const redact = await createRedact(pem)

    const redacted = redact(pem.replaceAll('\n', '\n  '))

    expect(redacted).toBe(
      '-----BEGIN PRIVATE KEY-----\n  ***\n  ***\n  ***\n  -----END PRIVATE KEY-----\n  '
    )
  })

  test('does not make a short line of it a secret', async () => {
    const redact = await createRedact('first-line-of-it\nab\nthird-line-of-it')

    const redacted = redact('about first-line-of-it')

    expect(redacted).toBe('about ***')
  })
})

describe('hostile text of a megabyte takes less than a second of CPU time', () => {
  const long = Array.from({ length: 8_000 }, (_, index) =>
    String.fromCharCode(33 + ((index * index + 7 * index) % 91))
  ).join('')

  test.each([
    { name: 'a long secret', secret: long },
    { name: 'one repeated character', secret: 'a'.repeat(4_000) },
    { name: 'two repeated characters', secret: `${'ab'.repeat(2_000)}c` },
    { name: 'many backslashes', secret: `${'\\'.repeat(60)}-x` },
    { name: 'a key of 60 lines', secret: (long.slice(0, 63) + '\n').repeat(60) }
  ])('$name', async ({ secret }) => {
    const redact = await createRedact(secret)
    const hostileTexts = [
      'a',
      'ab',
      '\\',
      '%25',
      secret,
      secret.slice(1),
      `${secret.slice(0, -1)} `,
      secret.slice(0, 9),
      `${secret.slice(0, 17)}%`,
      Buffer.from(secret).toString('base64')
    ].map(piece => piece.repeat(Math.ceil(1_000_000 / piece.length)))

    for (const text of hostileTexts) {
      const before = process.cpuUsage()
      redact(text)

      expect(process.cpuUsage(before).user).toBeLessThan(4_000_000)
    }
  })
})
