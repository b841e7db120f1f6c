import { describe, expect, test } from '@jest/globals'
import {
  commandsIn,
  looksLikeCommand,
  parseFileCommand,
  parseLog,
  registeredCommands
} from '../../tools/runner-commands.ts'

const names = (log: string) => commandsIn(log).map(({ name }) => name)

describe('lines', () => {
  test.each([
    { log: 'a\nb', lines: ['a', 'b'] },
    { log: 'a\r\nb\r\n', lines: ['a', 'b'] },
    { log: 'a\rb', lines: ['a', 'b'] },
    { log: 'a\n\r\nb', lines: ['a', '', 'b'] },
    { log: '\ufeffa\n\ufeffb', lines: ['a', '\ufeffb'] },
    { log: 'a\u2028b\u0085c\vd\fe', lines: ['a\u2028b\u0085c\vd\fe'] },
    { log: '', lines: [] }
  ])('$log', ({ log, lines }) => {
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
    { line: '::error file=a=b,=c=d,e==f,g=,=h,i::', properties: { file: 'a=b', c: 'd', e: 'f' } },
    { line: '::error   file = a ,,line=1 ::', properties: { 'file ': ' a ', line: '1' } },
    { line: '::error File=a,fILE=b::', properties: { File: 'b' } },
    { line: '::error __proto__=a::', properties: Object.fromEntries([['__proto__', 'a']]) },
    { line: '##[error file=a%3B%5D,b;line=1]', properties: { file: 'a;],b', line: '1' } }
  ])('$line', ({ line, properties }) => {
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
    { text: 'a=1\nb=2\n', values: { a: '1', b: '2' } },
    { text: 'a=1\n\n\nb=2', values: { a: '1', b: '2' } },
    { text: 'a=b=c<<d\n', values: { a: 'b=c<<d' } },
    { text: 'a=\n', values: { a: '' } },
    { text: 'a=1\na=2\n', values: { a: '2' } },
    { text: 'a=1\r\nb=2\r\n', values: { a: '1\r', b: '2\r' } },
    { text: '\ufeffa=1', values: { a: '1' } },
    { text: 'a<<EOF\none\n\nb=2\nEOF\nc=3\n', values: { a: 'one\n\nb=2', c: '3' } },
    { text: 'a<<EOF\nEOF', values: { a: '' } },
    { text: 'a<<EOF\n\nEOF\n', values: { a: '' } },
    { text: 'a<<EOF\n\n\nEOF\n', values: { a: '\n' } },
    { text: 'a<<E=F\nEOF\n E=F\nE=F\n', values: { a: 'EOF\n E=F' } },
    { text: 'a<<EOF\r\nEOF\nx\nEOF\r\n', values: { a: 'EOF\nx' } },
    { text: '', values: {} }
  ])('$text', ({ text, values }) => {
    expect(parseFileCommand(text)).toEqual(values)
  })

  test.each([
    { text: 'a', message: 'Neither name=value nor name<<delimiter: a' },
    { text: '<<EOF\nEOF\n', message: 'The name or the delimiter is empty' },
    { text: 'a<<\n\n', message: 'The name or the delimiter is empty' },
    { text: '=1\n', message: 'The name is empty' },
    { text: 'a<<EOF\n', message: 'The delimiter never came: EOF' },
    { text: 'a<<EOF', message: 'The delimiter never came: EOF' },
    { text: 'a<<EOF\nb\nEOF \n', message: 'The delimiter never came: EOF' },
    { text: 'a<<EOF\nb', message: 'The file ends inside a value' }
  ])('$text fails', ({ text, message }) => {
    expect(() => parseFileCommand(text)).toThrow(message)
  })
})
