import { describe, expect, test } from '@jest/globals'
import { findProxy, isLoopback } from '../../../src/apinizer/proxy.ts'

/** The proxy for https://manager.a.test, and what is told about the variables. */
async function find(env: Record<string, string>) {
  const { proxy, warnings } = await findProxy(new URL('https://manager.a.test'), env)
  return { proxy: proxy?.href, warnings }
}

describe('findProxy', () => {
  test.each([
    { name: 'no variable', env: {}, expected: undefined },
    { name: 'an address', env: { https_proxy: 'http://p:1' }, expected: 'http://p:1/' },
    { name: 'no scheme', env: { https_proxy: 'p:1' }, expected: 'http://p:1/' },
    { name: 'space around', env: { https_proxy: ' p:1 ' }, expected: 'http://p:1/' },
    { name: 'an https proxy', env: { https_proxy: 'https://p:1' }, expected: 'https://p:1/' },
    { name: 'an upper-case scheme', env: { https_proxy: 'HTTP://p:1' }, expected: 'http://p:1/' },
    { name: 'a URL in a path', env: { https_proxy: 'p:1/http://x' }, expected: 'http://p:1/' },
    { name: 'the upper-case variable', env: { HTTPS_PROXY: 'p:1' }, expected: 'http://p:1/' },
    {
      name: 'both variables',
      env: { https_proxy: 'lower:1', HTTPS_PROXY: 'upper:1' },
      expected: 'http://lower:1/'
    },
    {
      name: 'an empty lower-case variable',
      env: { https_proxy: '', HTTPS_PROXY: 'p:1' },
      expected: 'http://p:1/'
    },
    { name: 'the variable for http', env: { http_proxy: 'p:1' }, expected: undefined },
    {
      name: 'credentials',
      env: { https_proxy: 'http://me:p%40ss@p:1' },
      expected: 'http://me:p%40ss@p:1/'
    },
    { name: 'a user alone', env: { https_proxy: 'http://me@p:1' }, expected: 'http://me@p:1/' },
    { name: 'a path', env: { https_proxy: 'http://p:1/x?y#z' }, expected: 'http://p:1/' }
  ])('with $name gives $expected', async ({ env, expected }) => {
    expect(await find(env)).toEqual({ proxy: expected, warnings: [] })
  })

  test('takes http_proxy for plain http', async () => {
    const env = { https_proxy: 'secure:1', http_proxy: 'plain:1' }

    expect((await findProxy(new URL('http://a.test'), env)).proxy?.href).toBe('http://plain:1/')
  })

  const kind =
    '`https_proxy` names a proxy of another kind than http or https. ' +
    'Use a URL such as `http://proxy.example.com:3128`'
  const address =
    '`https_proxy` is not the address of a proxy. ' +
    'Use a URL such as `http://proxy.example.com:3128`'
  const encoding =
    '`https_proxy` has an invalid percent-encoding in its user name or password. ' +
    'Write a `%` as `%25`'

  test.each([
    { value: 'socks5://p:1', message: kind },
    { value: 'SOCKS5://p:1', message: kind },
    { value: 'socks+http://p:1', message: kind },
    { value: 'http://', message: address },
    { value: 'http://:::', message: address },
    { value: 'http://me:p%zz@p:1', message: encoding },
    { value: 'http://m%e:pass@p:1', message: encoding },
    {
      value: 'http://me:pa\\ss@p:1',
      message: '`https_proxy` is not the address of a proxy. Write a backslash as `%5C`'
    }
  ])('refuses $value', async ({ value, message }) => {
    await expect(find({ https_proxy: value })).rejects.toThrow(new TypeError(message))
  })

  test('names the variable that is set', async () => {
    await expect(find({ HTTPS_PROXY: 'http://' })).rejects.toThrow(
      '`HTTPS_PROXY` is not the address'
    )
  })
})

describe('no_proxy', () => {
  test.each([
    { url: 'https://b.a.test', entries: 'a.test' },
    { url: 'https://a.test', entries: 'A.test' },
    { url: 'https://a.test', entries: 'x , a.test ,y' },
    { url: 'https://a.test', entries: '*' },
    { url: 'https://b.a.test', entries: '.a.test' },
    { url: 'https://b.a.test', entries: '*.a.test' },
    { url: 'https://a.test:8443', entries: 'a.test:8443' },
    { url: 'https://a.test', entries: 'a.test:443' },
    { url: 'http://a.test', entries: 'a.test:80' },
    { url: 'https://10.0.0.1', entries: '10.0.0.1' },
    { url: 'https://[fd00::1]', entries: '[fd00::1]' },
    { url: 'https://[fd00::1]', entries: 'fd00::1' },
    { url: 'https://[fd00::1]:8443', entries: '[fd00::1]:8443' },
    { url: 'https://a.test', entries: '10.0.0.0/8,a.test' }
  ])('$entries means a direct connection to $url', async ({ url, entries }) => {
    const env = { https_proxy: 'p:1', http_proxy: 'p:1', no_proxy: entries }

    expect(await findProxy(new URL(url), env)).toEqual({ proxy: undefined, warnings: [] })
  })

  test.each([
    { url: 'https://a.test', entries: 'a.test:80' },
    { url: 'https://ba.test', entries: 'a.test,,' },
    { url: 'https://a.test', entries: '.a.test' },
    { url: 'https://[fd00::2]', entries: '[fd00::1],fd00::1' },
    { url: 'https://a.test', entries: '' }
  ])('$entries leaves $url to the proxy', async ({ url, entries }) => {
    const env = { https_proxy: 'p:1', no_proxy: entries }

    expect(await findProxy(new URL(url), env)).toEqual({
      proxy: new URL('http://p:1'),
      warnings: []
    })
  })

  test.each([
    { entries: '10.0.0.0/8', told: '`10.0.0.0/8`' },
    { entries: 'fd00::/8', told: '`fd00::/8`' },
    { entries: '10.*', told: '`10.*`' },
    { entries: '10.', told: '`10.`' },
    { entries: 'manager.*.test', told: '`manager.*.test`' },
    { entries: '1.*,2.*,3.*,4.*,5.*', told: '`1.*`, `2.*`, `3.*`, `4.*`, `5.*`' },
    { entries: '*.*.test', told: '`*.*.test`' },
    { entries: 'a.test;manager.a.test', told: '`a.test;manager.a.test`' },
    { entries: 'a.test manager.a.test', told: '`a.test manager.a.test`' },
    { entries: 'https://manager.a.test', told: '`https://manager.a.test`' },
    { entries: '<local>', told: '`<local>`' },
    { entries: 'b.test,10.*,*.c.test,10.0.0.0/8', told: '`10.*`, `10.0.0.0/8`' },
    {
      entries: '1.*,2.*,3.*,4.*,5.*,6.*,7.*',
      told: '`1.*`, `2.*`, `3.*`, `4.*`, `5.*` and 2 more'
    },
    { entries: `${'x'.repeat(101)};`, told: `\`${'x'.repeat(100)}\`` }
  ])('$entries cannot be used, which is told', async ({ entries, told }) => {
    expect(await find({ https_proxy: 'p:1', NO_PROXY: entries })).toEqual({
      proxy: 'http://p:1/',
      warnings: [
        `The runner’s variable \`NO_PROXY\` has entries that cannot be used: ${told}. ` +
          'Requests to `manager.a.test` go through the proxy. Use host names, `.example.com`, ' +
          'single IP addresses or `*`, separated by commas.'
      ]
    })
  })

  test('is not read when there is no proxy', async () => {
    expect(await find({ no_proxy: '10.*' })).toEqual({ proxy: undefined, warnings: [] })
  })
})

describe('a backslash in the credentials', () => {
  test('is told, as it ends the host, and the rest is dropped', async () => {
    expect(await find({ https_proxy: 'http://CORP\\me:secret@p:1' })).toEqual({
      proxy: 'http://corp/',
      warnings: [
        'The runner’s variable `https_proxy` has a backslash in its credentials, so that ' +
          '`corp` is taken for the proxy’s host. Write the backslash as `%5C`.'
      ]
    })
  })

  test('is not told when it is encoded', async () => {
    expect((await find({ https_proxy: 'http://CORP%5Cme:secret@p:1' })).warnings).toEqual([])
  })
})

describe('isLoopback', () => {
  test.each(['http://localhost', 'http://127.0.0.1', 'http://127.9.9.9', 'http://[::1]'])(
    '%s is this machine, and never reached through a proxy',
    async href => {
      const url = new URL(href)

      expect(isLoopback(url.hostname)).toBe(true)
      expect((await findProxy(url, { http_proxy: 'p:1' })).proxy).toBeUndefined()
    }
  )

  test.each(['localhost.test', '127.0.0.1.test', 'a127.0.0.1', '128.0.0.1', '[::2]'])(
    '%s is another machine',
    hostname => {
      expect(isLoopback(hostname)).toBe(false)
    }
  )
})
