import { describe, expect, test } from '@jest/globals'
import {
  commandsIn,
  looksLikeCommand,
  parseFileCommand,
  parseLog,
  registeredCommands
} from '../../tools/runner-commands.ts'

const names = (log: string) => commandsIn(log).map(({ name }) => name)

test.each(['a\nb', 'a\r\nb\r\n', 'a\rb', '\ufeffa\nb'])('the lines of %j are a and b', log => {
  expect(parseLog(log).map(({ line }) => line)).toEqual(['a', 'b'])
})

test.each(registeredCommands)('%s is a command in both forms', name => {
  expect(names(`::${name}::x`)).toEqual([name])
  expect(names(`##[${name.toUpperCase()}]x`)).toEqual([name])
})

test.each([
  { log: '\t\u0085\u2028 ::error::x', expected: ['error'] },
  { log: '50 %\r::error::x', expected: ['error'] },
  { log: '\ufeff::error::x', expected: ['error'] },
  { log: '::error:\u00ad:x', expected: ['error'] },
  { log: '{"message":"##[error]x"}', expected: ['error'] },
  { log: '::unknown::##[error]x', expected: ['error'] },
  { log: 'a\n\ufeff::error::x', expected: [] },
  { log: 'x::error::x', expected: [] },
  { log: '\u200b::error::x', expected: [] },
  { log: '::error:x', expected: [] },
  { log: ':: error::x', expected: [] },
  { log: '::add-mas\u212a::x', expected: [] },
  { log: '##[ error]x', expected: [] },
  { log: '##[x]##[error]', expected: [] },
  {
    log: '::stop-commands::Token\n::error::a\n##[error]b\n##[tOKEN]\n::debug::d',
    expected: ['stop-commands', 'token', 'debug']
  },
  { log: '::stop-commands::Error\n::debug::x', expected: ['stop-commands', 'debug'] }
])('the commands in $log are $expected', ({ log, expected }) => {
  expect(names(log)).toEqual(expected)
})

test.each([
  {
    log: '::error file=a.ts,line=3,title=A%3A%2C%25%0D%0A%3B::one%0Atwo%0D%25%3A',
    properties: { file: 'a.ts', line: '3', title: 'A:,%\r\n%3B' },
    data: 'one\ntwo\r%%3A'
  },
  { log: '::debug::%250A', properties: {}, data: '%0A' },
  { log: 'x ##[error a=1;b=%3B%5D]x%5D%0A', properties: { a: '1', b: ';]' }, data: 'x]\n' }
])('$log is unescaped', ({ log, ...expected }) => {
  expect(commandsIn(log)).toMatchObject([expected])
})

test.each([
  { line: ' ::x y=1::z', expected: true },
  { line: 'a ##[x]', expected: true },
  { line: 'a\r::x::', expected: true },
  { line: 'a ::x::', expected: false },
  { line: '::::', expected: false },
  { line: 'std::string::x', expected: false }
])('$line looks like a command: $expected', ({ line, expected }) => {
  expect(looksLikeCommand(line)).toBe(expected)
})

describe('a file of outputs', () => {
  test.each([
    { text: 'a=1\n\nb=2', values: { a: '1', b: '2' } },
    { text: 'a=b=c<<d\n', values: { a: 'b=c<<d' } },
    { text: 'a=1\na=2\r\n', values: { a: '2\r' } },
    { text: 'a<<EOF\none\n\nb=2\nEOF\nc=3\n', values: { a: 'one\n\nb=2', c: '3' } },
    { text: 'a<<EOF\nEOF', values: { a: '' } },
    { text: '', values: {} }
  ])('$text has $values', ({ text, values }) => {
    expect(parseFileCommand(text)).toEqual(values)
  })

  test.each([
    { text: 'a', message: 'Neither name=value nor name<<delimiter: a' },
    { text: 'a<<\n\n', message: 'The name or the delimiter is empty' },
    { text: '=1\n', message: 'The name is empty' },
    { text: 'a<<EOF\nb\nEOF \n', message: 'The delimiter never came: EOF' },
    { text: 'a<<EOF\nb', message: 'The file ends inside a value' }
  ])('$text fails', ({ text, message }) => {
    expect(() => parseFileCommand(text)).toThrow(message)
  })
})
