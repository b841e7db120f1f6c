import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  parseEnvironments,
  parseGroups,
  parseList,
  parseName,
  parsePlaceholders
} from '../../../src/inputs/names.ts'
import { InvalidValue } from '../../../src/inputs/parsers.ts'

// What is said of each mistake is in messages.test.ts.
describe('parseName', () => {
  test.each([
    ...['x'.repeat(255), 'Pay / Loan', 'v1.2/...', '.Pay/Loan..', '100%25', 'Ödeme 支付 😀'],
    ...['Arrays', 'An Object', '[object]', '**', '${x}', 'a\\N']
  ])('takes %s', name => {
    expect(parseName(name)).toBe(name)
  })

  test.each([
    ...['.', '../../Secret/apiProxyGroups/Other', 'Pay/..', 'Pay\\..\\Loan', 'Pay/%2e%2E/Loan'],
    ...['Pay%2f..%5CLoan', 'Pay/%%32%65./Loan', 'Pay/%252e%25252e/Loan', 'Pay/..%3bv=1/Loan'],
    'Pay/ .. /Loan'
  ])('refuses %s, which could lead to another path', name => {
    expect(() => parseName(name)).toThrow('path of another')
  })

  test.each(['a\nb', 'a\u0085b', 'a\u2028b', 'b\ud800', 'x'.repeat(256)])('refuses %j', name => {
    expect(() => parseName(name)).toThrow(InvalidValue)
  })
})

describe('parseList', () => {
  test.each([
    { text: ' Pay \n\n\t\r\n a b \rCards', expected: ['Pay', 'a b', 'Cards'] },
    {
      text: 'Team #1\npay-loan\nit"s\n"a" b\na "b"\nPay#',
      expected: ['Team #1', 'pay-loan', 'it"s', '"a" b', 'a "b"', 'Pay#']
    },
    { text: '[\n  "Pay",\n  "Loan"\n]', expected: ['Pay', 'Loan'] },
    {
      text: '["Pay, Loan", "a;b", "- c", "# d", "\\"e\\""]',
      expected: ['Pay, Loan', 'a;b', '- c', '# d', '"e"']
    }
  ])('takes $text', ({ text, expected }) => {
    expect(parseList(text)).toEqual(expected)
  })

  test.each([
    { text: 'Pay, Loan', keyword: 'comma' },
    { text: 'Pay;Loan', keyword: 'comma' },
    { text: 'Cards\n- Pay\n- Loan', keyword: 'YAML list item in the line `- Pay`' },
    { text: 'Pay\n-', keyword: 'YAML list item' },
    { text: '"Pay"', keyword: 'quotes' },
    { text: 'Pay\n#Loan', keyword: 'comment in the line `#Loan`.' },
    { text: 'Pay # first', keyword: 'comment' },
    ...['[Pay, Loan]', '["Pay", 1]', '["Pay", " "]'].map(text => ({
      text,
      keyword: 'JSON array of names'
    })),
    { text: '[]', keyword: 'empty' },
    ...['["a", "a"]', 'e\u0301\n\u00e9'].map(text => ({
      text,
      keyword: 'more than once'
    })),
    ...['a\n..', '["a", ".."]'].map(text => ({ text, keyword: '`..`' }))
  ])('refuses $text with $keyword', ({ text, keyword }) => {
    expect(() => parseList(text)).toThrow(keyword)
  })

  test('gives the same names for lines, whatever is around them, and for a JSON array', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-z][\w .-]{0,20}\w$/), { minLength: 1 })
    const separator = fc.stringMatching(/^[ \t]*(\r\n|\r|\n)[ \t\r\n]*$/)

    fc.assert(
      fc.property(names, separator, (expected, between) => {
        expect(parseList(expected.join(between) + between)).toEqual(expected)
        expect(parseList(JSON.stringify(expected))).toEqual(expected)
      })
    )
  })
})

test.each(['***Group', 'A***B', '${{ vars.X }}', 'Array', 'Object', '[object Object]', 'a\\nb'])(
  'no name, and no part of a list, is %s',
  name => {
    for (const parse of [parseName, parseList, parseEnvironments, parseGroups]) {
      expect(() => parse(name)).toThrow('contains the name')
      expect(() => parse(name)).toThrow(InvalidValue)
    }
  }
)

test.each(['prod*', '["test", "*"]'])('environments take no patterns: %s', text => {
  expect(() => parseEnvironments(text)).toThrow('no patterns')
})

test('environments are a list of names', () => {
  expect(parseEnvironments('test\nproduction')).toEqual(['test', 'production'])
})

test.each(['', '{project}/{environment}-{environment}'])('a GitHub environment may be %s', text => {
  expect(parsePlaceholders(text)).toBe(text)
})

test.each(['{Environment}', '{environment}/{projects}', '{environment', '{{project}}'])(
  'a GitHub environment may not be %s',
  text => {
    expect(() => parsePlaceholders(text)).toThrow('`{environment}` and `{project}`')
  }
)

describe('parseGroups', () => {
  test.each([
    { text: 'Pay\n*API*\n!Legacy*\n!Card', expected: ['Pay', '*API*', '!Legacy*', '!Card'] },
    { text: 'Pay!', expected: ['Pay!'] }
  ])('takes $text', ({ text, expected }) => {
    expect(parseGroups(text)).toEqual(expected)
  })

  test.each([
    { text: '*\n!', keyword: '`!`' },
    { text: 'Pay\n!Pay', keyword: 'excludes `Pay`' },
    { text: '!Pay\n!Loan*', keyword: 'only excludes' }
  ])('refuses $text', ({ text, keyword }) => {
    expect(() => parseGroups(text)).toThrow(keyword)
  })
})
