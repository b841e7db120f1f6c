import { expect, test } from '@jest/globals'
import {
  commandsIn,
  looksLikeCommand,
  parseFileCommand,
  parseLog
} from '../../tools/runner-commands.ts'

test.each(['a\nb', 'a\r\nb\r\n', 'a\rb'])('the lines of %j are a and b', log => {
  expect(parseLog(log)).toEqual([{ line: 'a' }, { line: 'b' }])
})

test.each([
  {
    log: '::error file=a.ts,title=A%3A%2C%25%0D%0A%3B::one%0Atwo%0D%25%3A',
    name: 'error',
    properties: { file: 'a.ts', title: 'A:,%\r\n%3B' },
    data: 'one\ntwo\r%:'
  },
  { log: '::debug::%250A::x', name: 'debug', properties: {}, data: '%0A::x' }
])('$log is read as the toolkit has printed it', ({ log, ...command }) => {
  expect(commandsIn(`a\r${log}\n`)).toEqual([command])
})

test.each([
  '\t\u0085\u2028 ::error::x',
  '\ufeff::error::x',
  ':\u00ad:error::x',
  '::error:\u00ad:x',
  '::error title=a:\u00ad:x::y',
  '::ERROR::x',
  '{"message":"##[error]x"}',
  '::debug::##[error]x',
  '::stop-commands::Token\n##[tOKEN]',
  'x ##[error a=1;b=%3B%5D]x'
])('%j has a line that some runner could obey in another way', log => {
  expect(looksLikeCommand(log)).toBe(true)
  expect(commandsIn(log)).toContainEqual(expect.objectContaining({ name: '' }))
})

test.each(['x::error::x', ': x', 'std::string::x', '# [x] ## [y]', ': :error::x'])(
  '%j is no command',
  log => {
    expect(parseLog(log)).toEqual([{ line: log }])
  }
)

test('a file of outputs has a value for each name', () => {
  const text = 'a=1\na=b=c<<d\n\nsome-name=\u2028\n'

  expect(parseFileCommand(text)).toEqual({ a: 'b=c<<d', 'some-name': '\u2028' })
  expect(parseFileCommand('')).toEqual({})
})

test.each(['a', '=1\n', 'a<<b=c\n', 'a=1\r\n', 'a b=1'])('%j is no file of outputs', text => {
  expect(() => parseFileCommand(text)).toThrow('This is not name=value')
})
