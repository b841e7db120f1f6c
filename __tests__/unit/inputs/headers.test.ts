import { describe, expect, test } from '@jest/globals'
import { listHeaderSecrets, parseHeaders } from '../../../src/inputs/headers.ts'

// What is said of each mistake is in messages.test.ts.
describe('parseHeaders', () => {
  test.each<{ text: string; expected: Record<string, string> }>([
    { text: '\n  \r\n', expected: {} },
    {
      text: '  X-Tenant :  blue \r\nCF-Access-Client-Id: abc.access\rx-waf: 1\n',
      expected: { 'X-Tenant': 'blue', 'CF-Access-Client-Id': 'abc.access', 'x-waf': '1' }
    },
    { text: 'Cookie: a=b; c="d:e"', expected: { Cookie: 'a=b; c="d:e"' } },
    { text: 'X-Name: Özgür', expected: { 'X-Name': 'Özgür' } },
    { text: "!#$%&'*+-.^_`|~0aZ: x", expected: { "!#$%&'*+-.^_`|~0aZ": 'x' } },
    ...['X-Authorization', 'Hostname'].map(name => ({
      text: `${name}: x`,
      expected: { [name]: 'x' }
    }))
  ])('takes $text', ({ text, expected }) => {
    expect(parseHeaders(text)).toEqual(expected)
  })

  const reserved = [
    ...['Authorization', 'HOST', 'accept', 'Accept-Encoding', 'Cache-Control', 'User-Agent'],
    ...['Content-Length', 'content-type', 'Content-Encoding', 'Connection', 'TE', 'Keep-Alive'],
    ...['Transfer-Encoding', 'Trailer', 'Upgrade', 'Expect', 'Proxy-Authorization'],
    ...['Proxy-Connection', 'HTTP2-Settings']
  ]
  test.each([
    ...reserved.map(name => ({ line: `${name}: quiet`, keyword: `sets \`${name}\` in line 2` })),
    ...['quiet', ': quiet', 'X Tenant: quiet', '"X-Tenant": quiet', 'X-Größe: quiet'].map(line => ({
      line,
      keyword: 'no header in line 2'
    })),
    ...['X-A:', 'X-A: quiet\u0000', 'X-A: quiet🙂', 'X-A: quietığ'].map(line => ({
      line,
      keyword: '`X-A` in line 2'
    })),
    { line: 'x-first: quiet', keyword: 'more than once' }
  ])('refuses $line, and never shows the value', ({ line, keyword }) => {
    const parse = () => parseHeaders(`X-First: 1\n${line}`)

    expect(parse).toThrow(keyword)
    expect(parse).not.toThrow('quiet')
  })
})

test.each([
  { text: '', expected: [] },
  { text: 'A: one\nB: two: three', expected: ['A one', 'B two: three'] },
  { text: 'quiet secret', expected: ['? quiet secret'] },
  { text: 'Host: quiet', expected: ['Host quiet'] },
  { text: 'X-A: Basic dXNlcjpwYXNz', expected: ['X-A Basic dXNlcjpwYXNz', 'X-A dXNlcjpwYXNz'] },
  { text: 'X-A: Hello world', expected: ['X-A Hello world'] }
])('secret in $text is $expected', ({ text, expected }) => {
  const secrets = listHeaderSecrets(text).map(({ name = '?', value }) => `${name} ${value}`)

  expect(secrets).toEqual(expected)
})
