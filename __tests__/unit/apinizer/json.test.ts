import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { getBoolean, getField, getText, isObject, parseJson } from '../../../src/apinizer/json.ts'

describe('parseJson', () => {
  test('gives what JSON.parse gives, for whatever can be serialized', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), value => {
        const text = JSON.stringify(value)

        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
      { numRuns: 500 }
    )
  })

  test.each([
    ...['', '<html>', '{"success": tru', '{} {}', '{"a":1,"a":1}', '{"":1,"":2}'],
    ...['{"succes\\u0073":1,"success":2}', '[1,{"a":1,"b":[],"a":2}]'],
    '{"x":"\\"{\\\\","a":1,"a":2}'
  ])('refuses %s, which is not JSON or has a key twice', text => {
    expect(parseJson(text)).toBeUndefined()
  })

  test.each([
    '[{"a":1},{"a":2},{"b":{"a":3},"a":4}]',
    '{"x":"\\"a\\":1,","y":["a","a"],"a":"{"}',
    '{"constructor":1,"__proto__":2}'
  ])('accepts %s', text => {
    expect(parseJson(text)).toEqual(JSON.parse(text))
  })

  test('reads a text of a million escapes, and objects nested deeper than the stack', () => {
    const text = JSON.stringify({ message: '"\\'.repeat(500_000) })

    expect(getText(parseJson(text), 'message')).toHaveLength(1_000_000)
    expect(isObject(parseJson('{"a":'.repeat(200_000) + '1' + '}'.repeat(200_000)))).toBe(true)
  })
})

test.each([
  { value: { a: 1 }, expected: [1, undefined, undefined] },
  { value: { a: null }, expected: [null, undefined, undefined] },
  { value: { a: false }, expected: [false, undefined, false] },
  { value: { a: ' a b ' }, expected: [' a b ', 'a b', undefined] },
  { value: { a: ' \n' }, expected: [' \n', undefined, undefined] },
  { value: Object.create({ a: 'x' }) as unknown, expected: [undefined, undefined, undefined] },
  { value: Object.assign([], { a: 'x' }), expected: [undefined, undefined, undefined] },
  { value: 'a', expected: [undefined, undefined, undefined] },
  { value: undefined, expected: [undefined, undefined, undefined] }
])('the field of $value is $expected', ({ value, expected }) => {
  expect([getField(value, 'a'), getText(value, 'a'), getBoolean(value, 'a')]).toEqual(expected)
})
