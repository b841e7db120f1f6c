import { describe, expect, test } from '@jest/globals'
import { listHeaderSecrets, parseHeaders } from '../../../src/inputs/headers.ts'
import { InvalidValue } from '../../../src/inputs/parsers.ts'

describe('parseHeaders', () => {
  const rows: { name: string; text: string; expected: Record<string, string> }[] = [
    { name: 'nothing as no header', text: '', expected: {} },
    { name: 'blank lines as no header', text: '\n  \r\n', expected: {} },
    {
      name: 'one header a line, whatever the line ends and the space around',
      text: '  X-Tenant :  blue \r\nCF-Access-Client-Id: abc.access\rx-waf: 1\n',
      expected: { 'X-Tenant': 'blue', 'CF-Access-Client-Id': 'abc.access', 'x-waf': '1' }
    },
    {
      name: 'a value with colons and spaces',
      text: 'Cookie: a=b; c="d:e"',
      expected: { Cookie: 'a=b; c="d:e"' }
    },
    {
      name: 'a value with letters of Latin-1',
      text: 'X-Name: Özgür',
      expected: { 'X-Name': 'Özgür' }
    },
    {
      name: 'every character of a token in a name',
      text: "!#$%&'*+-.^_`|~0aZ: x",
      expected: { "!#$%&'*+-.^_`|~0aZ": 'x' }
    }
  ]

  test.each(rows)('takes $name', ({ text, expected }) => {
    expect(parseHeaders(text)).toEqual(expected)
  })

  test.each([
    ...['Authorization', 'HOST', 'accept', 'Accept-Encoding', 'Cache-Control', 'User-Agent'],
    ...['Content-Length', 'content-type', 'Content-Encoding', 'Connection', 'TE', 'Keep-Alive'],
    ...['Transfer-Encoding', 'Trailer', 'Upgrade', 'Expect', 'Proxy-Authorization'],
    ...['Proxy-Connection', 'HTTP2-Settings']
  ])('refuses %s, which the action or HTTP sets', name => {
    expect(() => parseHeaders(`X-A: b\n${name}: quiet`)).toThrow(
      new InvalidValue(`sets \`${name}\` in line 2, which cannot be changed. Remove it`)
    )
  })

  test.each(['X-Authorization', 'Accept-Language', 'X-Host', 'Hostname', 'X-Proxy-User'])(
    'takes %s, which is none of those',
    name => {
      expect(parseHeaders(`${name}: x`)).toEqual({ [name]: 'x' })
    }
  )

  const noHeader = 'contains no header in line 2. Write one `Name: value` per line'
  const noValue = (name: string) =>
    `has a value for \`${name}\` in line 2 that is empty or contains characters that no HTTP ` +
    'header can carry'

  test.each<{ name: string; line: string; message: string }>([
    { name: 'a line without a colon', line: 'quiet', message: noHeader },
    { name: 'a line without a name', line: ': quiet', message: noHeader },
    { name: 'a name with a space', line: 'X Tenant: quiet', message: noHeader },
    { name: 'a name in quotes', line: '"X-Tenant": quiet', message: noHeader },
    { name: 'a name with a letter of no header', line: 'X-Größe: quiet', message: noHeader },
    { name: 'an empty value', line: 'X-A:', message: noValue('X-A') },
    { name: 'a value with a control character', line: 'X-A: quiet\u0000', message: noValue('X-A') },
    { name: 'a value with an emoji', line: 'X-A: quiet🙂', message: noValue('X-A') },
    { name: 'a value with a letter beyond Latin-1', line: 'X-A: ığ', message: noValue('X-A') }
  ])('refuses $name, and never shows the value', ({ line, message }) => {
    const parse = () => parseHeaders(`X-First: 1\n${line}`)

    expect(parse).toThrow(new InvalidValue(message))
  })

  test('refuses a header that is given twice, in whatever case', () => {
    expect(() => parseHeaders('X-Tenant: a\nx-tenant: b')).toThrow(
      new InvalidValue('sets `x-tenant` more than once. Give each header once')
    )
  })
})

describe('listHeaderSecrets', () => {
  const rows: { name: string; text: string; expected: string[] }[] = [
    { name: 'no line', text: '', expected: [] },
    { name: 'every value', text: 'A: one\nB: two: three', expected: ['one', 'two: three'] },
    {
      name: 'a line that is no header, as a whole',
      text: 'quiet secret',
      expected: ['quiet secret']
    },
    { name: 'the value of a header that is refused', text: 'Host: quiet', expected: ['quiet'] },
    {
      name: 'credentials behind a scheme, too',
      text: 'X-Auth: Basic dXNlcjpwYXNz',
      expected: ['Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz']
    },
    { name: 'no short word behind another', text: 'X-A: Hello world', expected: ['Hello world'] }
  ]

  test.each(rows)('$name', ({ text, expected }) => {
    expect(listHeaderSecrets(text)).toEqual(expected)
  })
})
