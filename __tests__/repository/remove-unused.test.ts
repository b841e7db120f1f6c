import { describe, expect, test } from '@jest/globals'
import { removeUnused } from '../../scripts/remove-unused.ts'

/** A bundle of these lines, as the bundler wraps them. */
const bundle = (...lines: string[]) => `(() => {\n${lines.join('\n')}\nrun();\n})()\n`

describe('what nothing in a bundle uses', () => {
  test('is removed, with what only that used', () => {
    const text = bundle(
      'const path = require("path");',
      'function helper() {',
      '\treturn path.sep;',
      '}',
      'async function unused() {',
      '\treturn helper();',
      '}',
      'function run() { }'
    )

    expect(removeUnused(text).text).toBe('(() => {\nfunction run() { }\nrun();\n})()\n')
  })

  test.each([
    'const value = register();',
    'let value = (register(), 1);',
    'var value = run = register();',
    'const value = new Registration();',
    'const value = require("register")();',
    'for (const one of list) register();',
    'class Value { #field = register(); }'
  ])('stays where removing it could have an effect: %s', line => {
    const text = bundle('function run() { }', line)

    expect(removeUnused(text).text).toBe(text)
  })
})

test('the comments of the bundler are removed, and the names of modules stay', () => {
  const text = bundle(
    '/******/ \t// The module cache',
    '/******/ \tvar cache = {};',
    '/******/',
    '// EXTERNAL MODULE: external "os"',
    ';// CONCATENATED MODULE: ./lib/run.js',
    'function run() { return cache; }'
  )

  expect(removeUnused(text).text.split('\n').slice(1, 5)).toEqual([
    'var cache = {};',
    '// EXTERNAL MODULE: external "os"',
    ';// CONCATENATED MODULE: ./lib/run.js',
    'function run() { return cache; }'
  ])
})

test('each line knows where it was', () => {
  const text = bundle(
    'function unused() {',
    '\treturn 1;',
    '}',
    '// A comment',
    'function run() { }'
  )
  const before = text.split('\n')

  const { text: after, origins } = removeUnused(text)

  expect(origins.map(line => before[line])).toEqual(after.split('\n'))
  expect(origins).toEqual([0, 5, 6, 7, 8])
})
