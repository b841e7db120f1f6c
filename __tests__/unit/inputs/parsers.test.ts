import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  InvalidValue,
  optional,
  parseBoolean,
  parseChoice,
  parseCount,
  parseDuration,
  parseToken,
  parseUrl,
  quote,
  required
} from '../../../src/inputs/parsers.ts'

// What is said of each mistake is in messages.test.ts.
describe('parseUrl', () => {
  test.each([
    { text: 'HTTPS://A.test', expected: 'https://a.test/' },
    { text: 'https://a.test:8443/gate/way', expected: 'https://a.test:8443/gate/way' },
    { text: 'https://a.test/gate/way//', expected: 'https://a.test/gate/way' },
    { text: 'https://a.test/x//apiops/', expected: 'https://a.test/x' },
    { text: 'https://a.test/apiops/x', expected: 'https://a.test/apiops/x' },
    { text: 'https://a.test/myapiops', expected: 'https://a.test/myapiops' },
    { text: 'https://a.test/x//y', expected: 'https://a.test/x//y' },
    { text: 'http://localhost:8080', expected: 'http://localhost:8080/' }
  ])('takes $text', ({ text, expected }) => {
    expect(parseUrl(text, false).href).toBe(expected)
  })

  test.each([
    { text: 'a.test', keyword: 'complete' },
    { text: 'https://', keyword: 'complete' },
    { text: 'see https://a.test', keyword: 'complete' },
    { text: 'https://a.test\nhttps://b.test', keyword: 'complete' },
    { text: 'https://me@a.test', keyword: 'credentials' },
    { text: 'https://:secret@a.test', keyword: 'credentials' },
    { text: 'https://a.test/?', keyword: 'query' },
    { text: 'https://a.test/#/projects', keyword: 'fragment' },
    { text: 'https://a.test/gate/apiops/projects/', keyword: '`https://a.test/gate`' },
    { text: 'http://a.test', keyword: 'unencrypted' }
  ])('refuses $text', ({ text, keyword }) => {
    expect(() => parseUrl(text, false)).toThrow(keyword)
  })

  test('takes plain http to another machine when that is allowed', () => {
    expect(parseUrl('http://a.test', true).href).toBe('http://a.test/')
  })
})

describe('parseToken', () => {
  test.each(['!~¡ÿ', 'bearer-token'])('takes %s', token => {
    expect(parseToken(token)).toBe(token)
  })

  test.each([
    { token: '***', keyword: '***' },
    { token: '${{ secrets.s3cret }}', keyword: 'expression' },
    ...['$s3cret', '${s3cret}', '%s3cret%', '$env:s3cret'].map(token => ({
      token,
      keyword: 'variable'
    })),
    ...['"s3cret"', "'s3cret'", '“s3cret”'].map(token => ({ token, keyword: 'quotes' })),
    ...['Bearer s3cret', 'bearer', 'Authorization: Bearer s3cret'].map(token => ({
      token,
      keyword: '`Bearer`'
    })),
    ...['s3cret\nx', 's3cret\rx', 's3cret x', 's3cret\u00a0x'].map(token => ({
      token,
      keyword: 'white space'
    })),
    ...['s3cret\u0001', 's3cret\u0085', 's3cretł'].map(token => ({ token, keyword: 'header' }))
  ])('refuses $token with the word $keyword, and never repeats it', ({ token, keyword }) => {
    expect(() => parseToken(token)).toThrow(keyword)
    expect(() => parseToken(token)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('s3cret') })
    )
  })
})

describe('parseDuration', () => {
  test.each([
    { text: '1', expected: 1_000 },
    { text: '90s', expected: 90_000 },
    { text: '2 m', expected: 120_000 },
    { text: '24h', expected: 86_400_000 }
  ])('takes $text as $expected ms', ({ text, expected }) => {
    expect(parseDuration(text)).toBe(expected)
  })

  test.each(['0', '86401', '-1', '1.5m', '2d', 'x1s', '1sx'])('refuses %j', text => {
    expect(() => parseDuration(text)).toThrow(InvalidValue)
  })

  test('takes 0 where zero is accepted', () => {
    expect([parseDuration('0', 0), parseDuration('0m', 0)]).toEqual([0, 0])
    expect(() => parseDuration('25h', 0)).toThrow(InvalidValue)
  })

  test('gives a whole number of milliseconds within the limits, or refuses', () => {
    const amounts = fc.oneof(fc.nat(), fc.stringMatching(/^\d{1,30}$/))
    const unitMs = { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000 }

    fc.assert(
      fc.property(amounts, fc.constantFrom('', 's', 'm', 'h'), (amount, unit) => {
        const ms = Number(amount) * unitMs[unit]
        const isLegal = ms > 0 && ms <= 86_400_000
        const parse = expect(() => parseDuration(`${amount}${unit}`))

        if (isLegal) {
          parse.not.toThrow()
        } else {
          parse.toThrow(InvalidValue)
        }
      })
    )
  })
})

test.each(['true', 'True', 'TRUE', 'false', 'False', 'FALSE'])('parseBoolean takes %s', text => {
  expect(parseBoolean(text)).toBe(text.toLowerCase() === 'true')
})

test.each([
  ...['yes', 'tRUE', 'trues', 'untrue'].map(text => ({
    parse: parseBoolean,
    text
  })),
  ...['0', '101', '1x', 'x1'].map(text => ({
    parse: (count: string) => parseCount(count, 1, 100),
    text
  })),
  ...['all', 'None'].map(text => ({
    parse: (choice: string) => parseChoice(choice, ['none', 'routes']),
    text
  })),
  { parse: required(String), text: '' }
])('$text is refused', ({ parse, text }) => {
  expect(() => parse(text)).toThrow(InvalidValue)
})

test('limits, choices, and texts that are not empty are taken', () => {
  expect([parseCount('1', 1, 100), parseCount('100', 1, 100)]).toEqual([1, 100])
  expect(parseChoice('routes', ['none', 'routes'])).toBe('routes')
  expect([required(String)('a'), optional(String)('a'), optional(String)('')]).toEqual([
    'a',
    'a',
    undefined
  ])
})

test.each([
  { value: 'Pay', expected: '`Pay`' },
  { value: 'a\r\n b', expected: '`a b`' },
  { value: 'x'.repeat(100), expected: `\`${'x'.repeat(100)}\`` },
  { value: 'x'.repeat(101), expected: `\`${'x'.repeat(100)}…\`` },
  { value: `${'x'.repeat(99)}😀`, expected: `\`${'x'.repeat(99)}\ufffd…\`` }
])('$value is quoted as $expected', ({ value, expected }) => {
  expect(quote(value)).toBe(expected)
})
