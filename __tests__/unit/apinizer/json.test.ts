import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { getField, getText, isObject, parseJson } from '../../../src/apinizer/json.ts'

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
    { name: 'nothing', text: '' },
    { name: 'a page', text: '<html>' },
    { name: 'JSON that ends early', text: '{"success": tru' },
    { name: 'two values', text: '{} {}' }
  ])('refuses $name', ({ text }) => {
    expect(parseJson(text)).toBeUndefined()
  })

  test.each([
    { name: 'a key twice', text: '{"a":1,"a":2}' },
    { name: 'a key twice with the same value', text: '{"a":1,"a":1}' },
    { name: 'a key twice, once escaped', text: '{"succes\\u0073":1,"success":2}' },
    { name: 'a key twice around an object', text: '{"a":{"b":1},"a":2}' },
    { name: 'a key twice in a list', text: '[1,{"a":1,"b":[],"a":2}]' },
    { name: 'a key twice with white space', text: '{"a" :1,\n"a"\t: 2}' },
    { name: 'an empty key twice', text: '{"":1,"":2}' },
    { name: 'a key twice behind quotes and braces', text: '{"x":"\\"{\\\\","a":1,"a":2}' }
  ])('refuses $name', ({ text }) => {
    expect(parseJson(text)).toBeUndefined()
  })

  test.each([
    { name: 'the same key in several objects', text: '[{"a":1},{"a":2},{"b":{"a":3},"a":4}]' },
    { name: 'texts that look like keys', text: '{"x":"\\"a\\":1,","y":["a","a"],"a":"{"}' },
    { name: 'keys that every object has', text: '{"constructor":1,"__proto__":2}' }
  ])('accepts $name', ({ text }) => {
    expect(parseJson(text)).toEqual(JSON.parse(text))
  })

  test('reads a text of a million escapes', () => {
    const text = JSON.stringify({ message: '"\\'.repeat(500_000) })

    const value = parseJson(text)

    expect(getText(value, 'message')).toHaveLength(1_000_000)
  })

  test('reads objects nested deeper than the stack', () => {
    const text = '{"a":'.repeat(200_000) + '1' + '}'.repeat(200_000)

    expect(isObject(parseJson(text))).toBe(true)
  })
})

describe('a field', () => {
  test.each([
    { name: 'an own field', value: { a: 1 }, expected: 1 },
    { name: 'null', value: { a: null }, expected: null },
    { name: 'an inherited field', value: Object.create({ a: 1 }) as unknown, expected: undefined },
    { name: 'a list', value: Object.assign([], { a: 1 }), expected: undefined },
    { name: 'a text', value: 'a', expected: undefined },
    { name: 'no value', value: undefined, expected: undefined }
  ])('of $name is $expected', ({ value, expected }) => {
    expect(getField(value, 'a')).toBe(expected)
  })

  test.each([
    { name: 'a text', value: ' a b ', expected: 'a b' },
    { name: 'a blank text', value: ' \n', expected: undefined },
    { name: 'a number', value: 7, expected: undefined },
    { name: 'null', value: null, expected: undefined }
  ])('as a text: $name', ({ value, expected }) => {
    expect(getText({ field: value }, 'field')).toBe(expected)
  })
})
