import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseGroups, parseList, parseName } from '../../../src/inputs/names.ts'
import { InvalidValue } from '../../../src/inputs/parsers.ts'

describe('parseName', () => {
  test.each([
    { name: 'of 255 characters', value: 'x'.repeat(255) },
    { name: 'with spaces and slashes', value: 'Pay / Loan' },
    { name: 'with dots inside segments', value: 'v1.2/...' },
    { name: 'with a dot beside other characters', value: '.Pay/Loan..' },
    { name: 'with percent signs', value: '100%25' },
    { name: 'in any script', value: 'Ödeme 支付 😀' }
  ])('accepts a name $name', ({ value }) => {
    expect(parseName(value)).toBe(value)
  })

  test.each([
    { name: 'one dot', value: '.' },
    { name: 'two dots', value: '..' },
    { name: 'a segment of two dots', value: '../../Secret/apiProxyGroups/Other' },
    { name: 'a segment of one dot', value: 'Pay/./Loan' },
    { name: 'a last segment of two dots', value: 'Pay/..' },
    { name: 'backslashes', value: 'Pay\\..\\Loan' },
    { name: 'encoded dots', value: 'Pay/%2e%2E/Loan' },
    { name: 'a half encoded segment', value: 'Pay/.%2e' },
    { name: 'encoded slashes', value: 'Pay%2f..%5cLoan' },
    { name: 'encoded slashes in upper case', value: 'Pay%2F..%5CLoan' },
    { name: 'dots whose digits are encoded, too', value: 'Pay/%%32%65./Loan' },
    { name: 'dots that are encoded twice', value: 'Pay/%252e%25252e/Loan' },
    { name: 'a path parameter', value: 'Pay/..;v=1/Loan' },
    { name: 'an encoded path parameter', value: 'Pay/..%3bv=1/Loan' },
    { name: 'an encoded path parameter in upper case', value: 'Pay/..%3Bv=1/Loan' },
    { name: 'spaces around the dots', value: 'Pay/ .. /Loan' }
  ])('refuses $name, which could lead to another path', ({ value }) => {
    expect(() => parseName(value)).toThrow(
      new InvalidValue(
        `contains the name \`${value}\`, in which \`.\` or \`..\` stands alone or between slashes. ` +
          'A gateway could turn that into the path of another project or group'
      )
    )
  })

  const control = 'contains a line break or control character'

  test.each([
    { value: 'a\u0007b', message: `${control} (U+0007) in the name \`a\u0007b\`` },
    { value: 'a\nb', message: `${control} (U+000A) in the name \`a b\`` },
    { value: 'a\u0085b', message: `${control} (U+0085) in the name \`a\u0085b\`` },
    { value: 'a\u2028b', message: `${control} (U+2028) in the name \`a b\`` },
    { value: 'b\ud800', message: 'contains broken Unicode in the name `b\ufffd`' },
    {
      value: 'x'.repeat(256),
      message: 'contains a name of 256 characters, and at most 255 are accepted'
    }
  ])('refuses $value', ({ value, message }) => {
    expect(() => parseName(value)).toThrow(new InvalidValue(message))
  })
})

describe('parseList', () => {
  test.each([
    { name: 'one name', text: 'Pay', expected: ['Pay'] },
    {
      name: 'lines with any line ending',
      text: ' Pay \n\n\t\r\n Loan \rCards',
      expected: ['Pay', 'Loan', 'Cards']
    },
    { name: 'names with spaces', text: 'a b', expected: ['a b'] },
    {
      name: 'marks inside names',
      text: 'Team #1\npay-loan\nit"s\n"a" b\na "b"\nPay#',
      expected: ['Team #1', 'pay-loan', 'it"s', '"a" b', 'a "b"', 'Pay#']
    },
    { name: 'a JSON array', text: '["Pay", "Loan"]', expected: ['Pay', 'Loan'] },
    { name: 'a JSON array in lines', text: '[\n  "Pay",\n  "Loan"\n]', expected: ['Pay', 'Loan'] },
    {
      name: 'any mark in a JSON array',
      text: '["Pay, Loan", "a;b", "- c", "# d", "\\"e\\""]',
      expected: ['Pay, Loan', 'a;b', '- c', '# d', '"e"']
    }
  ])('accepts $name', ({ text, expected }) => {
    expect(parseList(text)).toEqual(expected)
  })

  test.each([
    {
      name: 'commas',
      text: 'Pay, Loan',
      message:
        'contains a comma or semicolon in the line `Pay, Loan`. ' +
        'Give one name per line: `Pay`, then `Loan`. ' +
        'If it is part of a name, use a JSON array: `["Pay, Loan"]`'
    },
    {
      name: 'semicolons',
      text: 'Pay;Loan',
      message:
        'contains a comma or semicolon in the line `Pay;Loan`. ' +
        'Give one name per line: `Pay`, then `Loan`. ' +
        'If it is part of a name, use a JSON array: `["Pay;Loan"]`'
    },
    {
      name: 'commas between names with marks inside',
      text: 'Pay#1, a - b,it"s',
      message:
        'contains a comma or semicolon in the line `Pay#1, a - b,it"s`. ' +
        'Give one name per line: `Pay#1`, then `a - b`, then `it"s`. ' +
        'If it is part of a name, use a JSON array: `["Pay#1, a - b,it\\"s"]`'
    },
    {
      name: 'YAML list items',
      text: 'Cards\n- Pay\n- Loan',
      message:
        'contains a YAML list item in the line `- Pay`. Give one name per line: `Pay`. ' +
        'If it is part of a name, use a JSON array: `["- Pay"]`'
    },
    {
      name: 'quoted YAML list items with commas',
      text: '- "Pay",',
      message:
        'contains a YAML list item in the line `- "Pay",`. Give one name per line: `Pay`. ' +
        'If it is part of a name, use a JSON array: `["- \\"Pay\\","]`'
    },
    {
      name: 'an empty YAML list item',
      text: 'Pay\n-',
      message:
        'contains a YAML list item in the line `-`. Remove that line. ' +
        'If it is part of a name, use a JSON array: `["-"]`'
    },
    {
      name: 'quotes',
      text: '"Pay"',
      message:
        'contains quotes in the line `"Pay"`. Give one name per line: `Pay`. ' +
        'If it is part of a name, use a JSON array: `["\\"Pay\\""]`'
    },
    {
      name: 'a comment',
      text: 'Pay\n#Loan',
      message:
        'contains a comment in the line `#Loan`. Remove that line. ' +
        'If it is part of a name, use a JSON array: `["#Loan"]`'
    },
    {
      name: 'a comment after a name',
      text: 'Pay # first, Loan',
      message:
        'contains a comment in the line `Pay # first, Loan`. Give one name per line: `Pay`. ' +
        'If it is part of a name, use a JSON array: `["Pay # first, Loan"]`'
    }
  ])('refuses $name, and shows the right form', ({ text, message }) => {
    expect(() => parseList(text)).toThrow(new InvalidValue(message))
  })

  test.each(['[Pay, Loan]', '["Pay", 1]', '["Pay", " "]', '[["Pay"]]', '["Pay"'])(
    'refuses %s, which is no JSON array of names',
    text => {
      expect(() => parseList(text)).toThrow(
        new InvalidValue(
          'starts with `[` and is not a JSON array of names. ' +
            'Write `["First", "Second"]`, or one name per line'
        )
      )
    }
  )

  test('refuses an empty JSON array', () => {
    expect(() => parseList('[]')).toThrow('is an empty list. Give at least one name')
  })

  test.each([
    { name: 'in lines', text: 'a\nb\n a ', repeated: 'a' },
    { name: 'in a JSON array', text: '["a", "a"]', repeated: 'a' },
    { name: 'in another Unicode form', text: 'e\u0301\n\u00e9', repeated: '\u00e9' }
  ])('refuses a name that is given twice $name', ({ text, repeated }) => {
    expect(() => parseList(text)).toThrow(
      new InvalidValue(`contains \`${repeated}\` more than once. Give each name once`)
    )
  })

  test.each(['a\n..', '["a", ".."]'])('checks every name of %j', text => {
    expect(() => parseList(text)).toThrow('contains the name `..`')
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

describe('parseGroups', () => {
  test.each<{ name: string; text: string; expected: string[] }>([
    { name: 'names', text: 'Pay\nLoan', expected: ['Pay', 'Loan'] },
    {
      name: 'names, patterns and exclusions',
      text: 'Pay\n*API*\n!Legacy*\n!Card',
      expected: ['Pay', '*API*', '!Legacy*', '!Card']
    },
    { name: 'a JSON array of them', text: '["*", "!Legacy*"]', expected: ['*', '!Legacy*'] },
    { name: 'a `!` within a name', text: 'Pay!', expected: ['Pay!'] }
  ])('takes $name', ({ text, expected }) => {
    expect(parseGroups(text)).toEqual(expected)
  })

  test.each<{ name: string; text: string; message: string }>([
    {
      name: 'a `!` alone',
      text: '*\n!',
      message: 'contains a `!` without a name behind it'
    },
    {
      name: 'a name that is excluded, too',
      text: 'Pay\n!Pay',
      message: 'both contains and excludes `Pay`. Remove one of the two'
    },
    {
      name: 'a pattern that is excluded, too',
      text: 'Pay\n*\n!*',
      message: 'both contains and excludes `*`. Remove one of the two'
    },
    {
      name: 'exclusions alone',
      text: '!Pay\n!Loan*',
      message: 'only excludes groups. Give at least one name or pattern, such as `*`'
    },
    {
      name: 'a pattern twice',
      text: 'Pay*\nPay*',
      message: 'contains `Pay*` more than once. Give each name once'
    }
  ])('refuses $name', ({ text, message }) => {
    expect(() => parseGroups(text)).toThrow(new InvalidValue(message))
  })
})
