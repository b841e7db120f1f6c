import { describe, expect, test } from '@jest/globals'
import {
  commandsIn,
  looksLikeCommand,
  parseFileCommand,
  parseLog,
  registeredCommands
} from './support/runner-commands.ts'

const names = (log: string) => commandsIn(log).map(({ name }) => name)

describe('lines', () => {
  test.each([
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['a\rb', ['a', 'b']],
    ['a\n\r\nb', ['a', '', 'b']],
    ['\ufeffa\n\ufeffb', ['a', '\ufeffb']],
    ['a\u2028b\u0085c\vd\fe', ['a\u2028b\u0085c\vd\fe']],
    ['', []]
  ])('%j', (log, lines) => {
    expect(parseLog(log).map(({ line }) => line)).toEqual(lines)
  })
})

describe('::command::', () => {
  test('is read with its properties and data', () => {
    expect(
      commandsIn('::error file=a.ts,line=3,title=A%3A%2C%25%0D%0A%3B::one%0Atwo%0D%25%3A')
    ).toEqual([
      {
        name: 'error',
        properties: { file: 'a.ts', line: '3', title: 'A:,%\r\n%3B' },
        data: 'one\ntwo\r%%3A',
        version: 2,
        line: '::error file=a.ts,line=3,title=A%3A%2C%25%0D%0A%3B::one%0Atwo%0D%25%3A'
      }
    ])
  })

  test('is unescaped with the per cent sign last', () => {
    expect(commandsIn('::debug::%250A')[0]?.data).toBe('%0A')
  })

  test.each(registeredCommands)('%s is known', name => {
    expect(names(`::${name}::x`)).toEqual([name])
    expect(names(`##[${name.toUpperCase()}]x`)).toEqual([name])
  })

  test.each([
    '\t',
    '\v',
    '\f',
    ' ',
    '\u0085',
    '\u00a0',
    '\u1680',
    '\u2000',
    '\u200a',
    '\u2028',
    '\u2029',
    '\u202f',
    '\u205f',
    '\u3000'
  ])('may follow white space %j', space => {
    expect(names(`${space}${space}::error::x`)).toEqual(['error'])
  })

  test.each(['x', '\x1b[31m', '\u200b', '\x1c', '\0', '-', ':', '%'])('may not follow %j', text => {
    expect(names(`${text}::error::x`)).toEqual([])
  })

  test('starts after a lone carriage return', () => {
    expect(names('50 %\r::error::x')).toEqual(['error'])
  })

  test('starts right behind the byte order mark of a stream, and not of a line', () => {
    expect(names('\ufeff::error::x')).toEqual(['error'])
    expect(names('a\n\ufeff::error::x')).toEqual([])
  })

  test.each(['\u00ad', '\u200d', '\0', '\ufe0f', '\u{e0041}'])(
    'may hide %j in its closing colons',
    hidden => {
      expect(commandsIn(`::error:${hidden}:x`)).toMatchObject([{ name: 'error', version: 2 }])
    }
  )

  test.each([
    ['::error file=a=b,=c=d,e==f,g=,=h,i::', { file: 'a=b', c: 'd', e: 'f' }],
    ['::error   file = a ,,line=1 ::', { 'file ': ' a ', line: '1' }],
    ['::error File=a,fILE=b::', { File: 'b' }],
    ['::error __proto__=a::', Object.fromEntries([['__proto__', 'a']])],
    ['##[error file=a%3B%5D,b;line=1]', { file: 'a;],b', line: '1' }]
  ])('%s', (line, properties) => {
    expect(commandsIn(line)[0]?.properties).toEqual(properties)
  })

  test.each([
    '::error',
    '::error:',
    ':error::',
    '::erro::x',
    ':: error::x',
    '::error\tx=1::',
    '::::',
    '::',
    '',
    ':::error::',
    '::add-mas\u212a::x',
    '::error:\u0085:x',
    '::error:\t:x'
  ])('%j is none', line => {
    expect(names(line)).toEqual([])
  })
})

describe('##[command]', () => {
  test('is found anywhere in a line', () => {
    expect(commandsIn('{"message":"##[error a=1;b=%3A]x%5D%3B%25%0A"}')).toMatchObject([
      { name: 'error', properties: { a: '1', b: '%3A' }, data: 'x];%\n"}', version: 1 }
    ])
  })

  test('ends at the first bracket behind its start', () => {
    expect(commandsIn('a] ##[error]b]')).toMatchObject([{ name: 'error', data: 'b]', version: 1 }])
  })

  test('comes second when the line also has the other form', () => {
    expect(commandsIn('::debug::##[error]x')).toMatchObject([{ name: 'debug', version: 2 }])
    expect(commandsIn('::unknown::##[error]x')).toMatchObject([{ name: 'error', version: 1 }])
  })

  test.each(['##[error', '##error]', '#[error]', '##[ error]', '##[x]##[error]', ']##[error'])(
    '%j is none',
    line => {
      expect(names(line)).toEqual([])
    }
  )
})

describe('stop-commands', () => {
  test('silences everything up to its token, in either form and any case', () => {
    const log =
      '::stop-commands::Token\n::error::a\n##[error]b\n::stop-commands::c\n##[tOKEN]\n::error::d\n::token::'
    expect(parseLog(log).map(({ command }) => command?.name)).toEqual([
      'stop-commands',
      undefined,
      undefined,
      undefined,
      'token',
      'error',
      undefined
    ])
  })

  test.each(['', 'Error', 'pause-logging'])('does not take %j as its token', token => {
    expect(names(`::stop-commands::${token}\n::debug::x`)).toEqual(['stop-commands', 'debug'])
  })
})

describe('looksLikeCommand', () => {
  test.each(['::x::', ' ::x y=1::z', 'a ##[x]', '"##[group]"', 'a\r::x::', '##[é]'])(
    '%j does',
    line => {
      expect(looksLikeCommand(line)).toBe(true)
    }
  )

  test.each(['', 'a ::x::', '::x:', '::::', '##[]', '##x]', '# #[x]', 'std::string::x'])(
    '%j does not',
    line => {
      expect(looksLikeCommand(line)).toBe(false)
    }
  )
})

describe('parseFileCommand', () => {
  test.each([
    ['a=1\nb=2\n', { a: '1', b: '2' }],
    ['a=1\n\n\nb=2', { a: '1', b: '2' }],
    ['a=b=c<<d\n', { a: 'b=c<<d' }],
    ['a=\n', { a: '' }],
    ['a=1\na=2\n', { a: '2' }],
    ['a=1\r\nb=2\r\n', { a: '1\r', b: '2\r' }],
    ['\ufeffa=1', { a: '1' }],
    ['a<<EOF\none\n\nb=2\nEOF\nc=3\n', { a: 'one\n\nb=2', c: '3' }],
    ['a<<EOF\nEOF', { a: '' }],
    ['a<<EOF\n\nEOF\n', { a: '' }],
    ['a<<EOF\n\n\nEOF\n', { a: '\n' }],
    ['a<<E=F\nEOF\n E=F\nE=F\n', { a: 'EOF\n E=F' }],
    ['a<<EOF\r\nEOF\nx\nEOF\r\n', { a: 'EOF\nx' }],
    ['', {}]
  ])('%j', (text, values) => {
    expect(parseFileCommand(text)).toEqual(values)
  })

  test.each([
    ['a', 'Neither name=value nor name<<delimiter: a'],
    ['<<EOF\nEOF\n', 'The name or the delimiter is empty'],
    ['a<<\n\n', 'The name or the delimiter is empty'],
    ['=1\n', 'The name is empty'],
    ['a<<EOF\n', 'The delimiter never came: EOF'],
    ['a<<EOF', 'The delimiter never came: EOF'],
    ['a<<EOF\nb\nEOF \n', 'The delimiter never came: EOF'],
    ['a<<EOF\nb', 'The file ends inside a value']
  ])('%j fails', (text, message) => {
    expect(() => parseFileCommand(text)).toThrow(message)
  })
})
