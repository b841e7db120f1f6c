import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  InvalidValue,
  optional,
  parseBoolean,
  parseChoice,
  parseCount,
  parseDuration,
  parseToken,
  parseUrl,
  quote,
  required
} from '../../../src/inputs/parsers.ts'

describe('parseUrl', () => {
  test.each([
    { text: 'https://a.test/', expected: 'https://a.test/' },
    { text: 'HTTPS://A.test', expected: 'https://a.test/' },
    { text: 'https://a.test:8443/gate/way', expected: 'https://a.test:8443/gate/way' },
    { text: 'https://a.test/gate/way//', expected: 'https://a.test/gate/way' },
    { text: 'https://a.test/apiops', expected: 'https://a.test/' },
    { text: 'https://a.test/x/apiops/', expected: 'https://a.test/x' },
    { text: 'https://a.test/x//apiops', expected: 'https://a.test/x' },
    { text: 'https://a.test/apiops/x', expected: 'https://a.test/apiops/x' },
    { text: 'https://a.test/myapiops', expected: 'https://a.test/myapiops' },
    { text: 'https://a.test/x//y', expected: 'https://a.test/x//y' },
    { text: 'http://localhost:8080', expected: 'http://localhost:8080/' },
    { text: 'http://127.0.0.1', expected: 'http://127.0.0.1/' },
    { text: 'http://[::1]', expected: 'http://[::1]/' }
  ])('accepts $text', ({ text, expected }) => {
    expect(parseUrl(text, false).href).toBe(expected)
  })

  test('accepts plain http to another machine when that is allowed', () => {
    expect(parseUrl('http://a.test', true).href).toBe('http://a.test/')
  })

  const example = 'Use the address of the Apinizer Manager, such as `https://apinizer.example.com`'
  const incomplete = `must be a complete http or https URL. ${example}`
  const credentials = 'must not contain credentials. Put the token into `token`'
  const page =
    'must not have a query (`?`) or a fragment (`#`): that is a page’s address. ' + example

  test.each([
    { name: 'no scheme', text: 'apinizer.example.com', message: incomplete },
    { name: 'another scheme', text: 'ftp://a.test', message: incomplete },
    { name: 'no host', text: 'https://', message: incomplete },
    { name: 'text in front', text: 'see https://a.test', message: incomplete },
    { name: 'two lines', text: 'https://a.test\nhttps://b.test', message: incomplete },
    { name: 'a user', text: 'https://me@a.test', message: credentials },
    { name: 'a password', text: 'https://:secret@a.test', message: credentials },
    { name: 'a query', text: 'https://a.test/?', message: page },
    { name: 'a page of the UI', text: 'https://a.test/#/projects', message: page },
    {
      name: 'an API call',
      text: 'https://a.test/gate/apiops/projects/Payments/apiProxyGroups/Pay/',
      message:
        'is the address of an API call. Use only the part before `/apiops`: `https://a.test/gate`'
    },
    {
      name: 'plain http',
      text: 'http://a.test',
      message:
        'is plain http, which would send the token unencrypted. Use https, ' +
        'or set `allow-http: true` if the token may be read on this network'
    }
  ])('refuses a URL with $name', ({ text, message }) => {
    expect(() => parseUrl(text, false)).toThrow(new InvalidValue(message))
  })
})

describe('parseToken', () => {
  test.each([
    { name: 'the longest', token: 'x'.repeat(8_000) },
    { name: 'the outermost characters', token: '!~¡ÿ' },
    { name: 'one that starts like another', token: 'bearer-token' }
  ])('accepts $name', ({ token }) => {
    expect(parseToken(token)).toBe(token)
  })

  const header = 'contains a character that no HTTP header can carry. Copy the token again'
  const quotes = 'is in quotes. Remove them'
  const bearer = 'starts with `Bearer`. Use the token alone'
  const variable = 'is the name of a shell variable, which is not expanded in `with:`'

  test.each([
    { token: '***', problem: 'is `***`, which is how a log shows a secret' },
    { token: '${{ secrets.TOKEN }}', problem: 'contains `${{`, an expression' },
    { token: '$TOKEN', problem: variable },
    { token: '${TOKEN}', problem: variable },
    { token: '%TOKEN%', problem: variable },
    { token: '$env:TOKEN', problem: variable },
    { token: '"secret"', problem: quotes },
    { token: "'secret'", problem: quotes },
    { token: '“secret”', problem: quotes },
    { token: 'Bearer secret', problem: bearer },
    { token: 'bearer', problem: bearer },
    { token: 'Authorization: Bearer secret', problem: bearer },
    { token: 'sec\nret', problem: 'contains white space or a line break' },
    { token: 'sec\rret', problem: 'contains white space or a line break' },
    { token: 'sec ret', problem: 'contains white space' },
    { token: 'sec\u00a0ret', problem: 'contains white space' },
    { token: 'sec\u0001ret', problem: header },
    { token: 'sec\u0085ret', problem: header },
    { token: 'secłret', problem: header },
    {
      token: 'x'.repeat(8_001),
      problem: 'has 8001 characters, and at most 8000 are accepted'
    }
  ])('refuses $token, and says why', ({ token, problem }) => {
    expect(() => parseToken(token)).toThrow(problem)
  })

  test('never repeats a token that it refuses', () => {
    for (const token of ['"secret"', 'Bearer secret', 'secret x', 'secret\u0001', 'secret\ny']) {
      expect(() => parseToken(token)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('secret') })
      )
    }
  })
})

describe('parseDuration', () => {
  test.each([
    { text: '1', expected: 1_000 },
    { text: '90s', expected: 90_000 },
    { text: '2 m', expected: 120_000 },
    { text: '24h', expected: 86_400_000 },
    { text: '86400', expected: 86_400_000 }
  ])('takes $text as $expected ms', ({ text, expected }) => {
    expect(parseDuration(text)).toBe(expected)
  })

  test.each(['0', '0s', '25h', '86401', '-1', '1.5m', '2d', '10 minutes', 'x1s', '1sx', '1\ns x'])(
    'refuses %j',
    text => {
      expect(() => parseDuration(text)).toThrow(
        'must be a duration such as `90s`, `10m` or `1h` (a bare number is seconds), ' +
          `above zero, at most \`24h\`, not \`${text.replace('\n', ' ')}\``
      )
    }
  )

  test('takes 0 where zero is accepted', () => {
    expect(parseDuration('0', 0)).toBe(0)
    expect(parseDuration('0m', 0)).toBe(0)
  })

  test('says that 0 is accepted where it is', () => {
    expect(() => parseDuration('25h', 0)).toThrow('at most `24h`, or `0` to try once, not `25h`')
  })

  test('gives a whole number of milliseconds within the limits, or refuses', () => {
    const duration = fc.tuple(
      fc.oneof(fc.nat(), fc.stringMatching(/^\d{1,30}$/)),
      fc.constantFrom('', 's', 'm', 'h')
    )

    fc.assert(
      fc.property(duration, ([amount, unit]) => {
        const ms = Number(amount) * { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000 }[unit]
        const text = `${amount}${unit}`

        if (ms > 0 && ms <= 86_400_000) {
          expect(parseDuration(text)).toBe(ms)
        } else {
          expect(() => parseDuration(text)).toThrow(InvalidValue)
        }
      })
    )
  })
})

describe('parseBoolean', () => {
  test.each([
    { text: 'true', expected: true },
    { text: 'True', expected: true },
    { text: 'TRUE', expected: true },
    { text: 'false', expected: false },
    { text: 'False', expected: false },
    { text: 'FALSE', expected: false }
  ])('takes $text', ({ text, expected }) => {
    expect(parseBoolean(text)).toBe(expected)
  })

  test.each(['yes', '1', 'tRUE', 'trues', 'untrue', 'constructor'])('refuses %s', text => {
    expect(() => parseBoolean(text)).toThrow(
      new InvalidValue(`must be \`true\` or \`false\`, not \`${text}\``)
    )
  })
})

describe('parseCount', () => {
  test('takes both limits', () => {
    expect(parseCount('1', 1, 100)).toBe(1)
    expect(parseCount('100', 1, 100)).toBe(100)
  })

  test.each(['0', '101', '-1', '1x', 'x1', '1.0', 'many'])('refuses %s', text => {
    expect(() => parseCount(text, 1, 100)).toThrow(
      new InvalidValue(`must be a whole number from 1 to 100, not \`${text}\``)
    )
  })
})

describe('parseChoice', () => {
  const choices = ['none', 'environment', 'routes'] as const

  test('takes each of the choices', () => {
    expect(choices.map(choice => parseChoice(choice, choices))).toEqual(choices)
  })

  test.each(['all', 'None'])('refuses %s and lists the choices', text => {
    expect(() => parseChoice(text, choices)).toThrow(
      new InvalidValue(`must be one of \`none\`, \`environment\`, \`routes\`, not \`${text}\``)
    )
  })
})

describe('an empty text', () => {
  test('is refused where a value is required, with the usual cause', () => {
    expect(() => required(parseBoolean)('')).toThrow(
      new InvalidValue(
        'is required. If it comes from a secret or a variable, that does not exist, ' +
          'or this job cannot see it'
      )
    )
  })

  test('is undefined where a value is optional', () => {
    expect(optional(parseBoolean)('')).toBeUndefined()
  })

  test('any other text is parsed', () => {
    expect([required(parseBoolean)('true'), optional(parseBoolean)('true')]).toEqual([true, true])
  })
})

describe('quote', () => {
  test.each([
    { name: 'a short value as it is', value: 'Pay', expected: '`Pay`' },
    {
      name: 'a value of the greatest length as it is',
      value: 'x'.repeat(100),
      expected: `\`${'x'.repeat(100)}\``
    },
    { name: 'several lines as one', value: 'a\r\n b', expected: '`a b`' },
    {
      name: 'the beginning of a long value',
      value: 'x'.repeat(101),
      expected: `\`${'x'.repeat(100)}…\``
    },
    {
      name: 'no half of a character',
      value: `${'x'.repeat(99)}😀`,
      expected: `\`${'x'.repeat(99)}\ufffd…\``
    }
  ])('shows $name', ({ value, expected }) => {
    expect(quote(value)).toBe(expected)
  })
})
