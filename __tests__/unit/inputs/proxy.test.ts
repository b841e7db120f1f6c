import { describe, expect, test } from '@jest/globals'
import { isLoopback } from '../../../src/inputs/parsers.ts'
import { findProxy } from '../../../src/inputs/proxy.ts'

/** The proxy for a URL, and the warnings about the variables. */
function find(env: Record<string, string>, url = 'https://manager.a.test') {
  const { proxy, warnings } = findProxy(new URL(url), env)
  return { proxy: proxy?.href, warnings }
}

describe('the proxy', () => {
  test.each([
    { env: {}, expected: undefined },
    { env: { http_proxy: 'p:1' }, expected: undefined },
    { env: { no_proxy: '10.*' }, expected: undefined },
    { env: { https_proxy: 'p:1' }, expected: 'http://p:1/' },
    { env: { https_proxy: ' http://p:1 ' }, expected: 'http://p:1/' },
    { env: { https_proxy: 'https://p:1' }, expected: 'https://p:1/' },
    { env: { https_proxy: 'HTTP://p:1' }, expected: 'http://p:1/' },
    { env: { https_proxy: 'http://p:1/x?y#z' }, expected: 'http://p:1/' },
    { env: { https_proxy: 'p:1/http://x' }, expected: 'http://p:1/' },
    { env: { https_proxy: 'lower:1', HTTPS_PROXY: 'upper:1' }, expected: 'http://lower:1/' },
    { env: { https_proxy: '', HTTPS_PROXY: 'p:1' }, expected: 'http://p:1/' },
    { env: { https_proxy: 'me@p:1' }, expected: 'http://me@p:1/' },
    { env: { https_proxy: 'http://CORP%5Cme:x@p:1' }, expected: 'http://CORP%5Cme:x@p:1/' }
  ])('for https from $env is $expected', ({ env, expected }) => {
    expect(find(env)).toEqual({ proxy: expected, warnings: [] })
  })

  test('for plain http is that of http_proxy', () => {
    const env = { https_proxy: 'secure:1', http_proxy: 'plain:1' }

    expect(find(env, 'http://a.test').proxy).toBe('http://plain:1/')
  })

  test.each([
    { env: { https_proxy: 'socks5://p:1' }, keywords: ['`https_proxy`', 'another kind'] },
    { env: { https_proxy: 'socks+http://p:1' }, keywords: ['another kind'] },
    { env: { HTTPS_PROXY: 'http://' }, keywords: ['`HTTPS_PROXY`', 'Use a URL'] },
    ...['http://p.test/proxy.pac', 'http://p.test/wpad.dat?x', 'file:///etc/p'].map(value => ({
      env: { https_proxy: value },
      keywords: ['PAC file', 'Use a URL']
    })),
    ...["'p:1'", '`p:1', 'http://me:s3c"ret@p:1'].map(value => ({
      env: { https_proxy: value },
      keywords: ['`https_proxy` contains quotes']
    })),
    { env: { https_proxy: 'p:1', NO_PROXY: '"b.test"' }, keywords: ['`NO_PROXY` contains quotes'] },
    ...['#', '/', '?', '\\'].map(sign => ({
      env: { https_proxy: `http://me:1${sign}s3cret@p:1` },
      keywords: ['`%23`, `%2F`, `%3F` or `%5C`']
    })),
    { env: { https_proxy: 'http://me:s3@cret/@p:1' }, keywords: ['%2F'] },
    { env: { https_proxy: 'http:/me:s3cret@p:1' }, keywords: ['%2F'] },
    { env: { https_proxy: 'http://me:s3cret%zz@p:1' }, keywords: ['`https_proxy`', '%25'] },
    { env: { https_proxy: 'http://m%e:s3cret@p:1' }, keywords: ['percent-encoding'] }
  ])('from $env is refused, without its password', ({ env, keywords }) => {
    for (const keyword of keywords) {
      expect(() => find(env)).toThrow(keyword)
    }
    expect(() => find(env)).not.toThrow('s3c')
  })
})

describe('no_proxy', () => {
  test.each([
    { url: 'https://b.a.test', entries: 'a.test' },
    { url: 'https://a.test', entries: 'A.test' },
    { url: 'https://a.test', entries: '10.0.0.0/8, a.test ,y' },
    { url: 'https://a.test', entries: '*' },
    { url: 'https://b.a.test', entries: '.a.test' },
    { url: 'https://b.a.test', entries: '*.a.test' },
    { url: 'https://a.test:8443', entries: 'a.test:8443' },
    { url: 'https://a.test', entries: 'a.test:443' },
    { url: 'http://a.test', entries: 'a.test:80' },
    { url: 'https://10.0.0.1', entries: '10.0.0.1' },
    { url: 'https://[fd00::1]', entries: '[fd00::1]' },
    { url: 'https://[fd00::1]', entries: 'fd00::1' },
    { url: 'https://[fd00::1]:8443', entries: '[fd00::1]:8443' }
  ])('$entries means a direct connection to $url', ({ url, entries }) => {
    const env = { https_proxy: 'p:1', http_proxy: 'p:1', no_proxy: entries }

    expect(find(env, url)).toEqual({ proxy: undefined, warnings: [] })
  })

  test.each([
    { url: 'https://a.test', entries: 'a.test:80' },
    { url: 'https://ba.test', entries: 'a.test,,' },
    { url: 'https://a.test', entries: '.a.test' },
    { url: 'https://[fd00::2]', entries: '[fd00::1],fd00::1' }
  ])('$entries leaves $url to the proxy', ({ url, entries }) => {
    expect(find({ https_proxy: 'p:1', no_proxy: entries }, url)).toEqual({
      proxy: 'http://p:1/',
      warnings: []
    })
  })

  test.each([
    ...[
      '10.0.0.0/8',
      '10.',
      'manager.*.test',
      '*.*.test',
      'a.test;b.test',
      'a.test b.test',
      '<local>'
    ]
  ])('%s cannot be used, of which there is a warning', entry => {
    const { proxy, warnings } = find({ https_proxy: 'p:1', NO_PROXY: `b.test,${entry},*.c.test` })

    expect(proxy).toBe('http://p:1/')
    expect(warnings).toEqual([expect.stringContaining(`in place of \`${entry}\`.`)])
  })

  test('all that cannot be used is in one warning', () => {
    const { warnings } = find({ https_proxy: 'p:1', NO_PROXY: '1.*,a.test;' })

    expect(warnings).toEqual([
      expect.stringMatching(
        /`NO_PROXY`.*`manager.a.test` go through the proxy.*`1.\*`, `a.test;`\.$/
      )
    ])
  })
})

test.each([
  ...['localhost', '127.0.0.1', '127.9.9.9', '[::1]'].map(host => ({ host, expected: true })),
  ...['localhost.test', '127.0.0.1.test', '128.0.0.1', '[::2]'].map(host => ({
    host,
    expected: false
  }))
])('$host is this machine, to which no proxy leads: $expected', ({ host, expected }) => {
  expect(isLoopback(host)).toBe(expected)
  expect(find({ http_proxy: 'p:1' }, `http://${host}`).proxy === undefined).toBe(expected)
})
