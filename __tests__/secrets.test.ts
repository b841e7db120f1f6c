import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { startSimulator, type Simulator } from '../simulator/simulator.ts'
import { keepSecret, redact } from '../src/report/secrets.ts'
import { webAddress } from '../src/report/untrusted.ts'
import { runAction } from './support/run-action.ts'

const token = 'aPi+nZ/9~tok&en<"é>=x'
const bytes = Buffer.from(token, 'latin1')
const utf8 = Buffer.from(token, 'utf8')

let manager: Simulator
beforeAll(async () => {
  manager = await startSimulator({ history: false })
})
afterAll(() => manager.close())

const everyCharacter = (write: (byte: number) => string) => [...utf8].map(write).join('')
const hex = (byte: number) => byte.toString(16).padStart(2, '0')
const inBase64 = (before: string, after: string) =>
  Buffer.concat([Buffer.from(before), utf8, Buffer.from(after)]).toString('base64')

/** Every way in which a server may give the token back, and what of it must not be seen. */
const forms: [string, string, string][] = [
  ['raw', token, token],
  ['as a whole header', `Authorization: Bearer ${token}`, token],
  ['URL-encoded by encodeURIComponent', encodeURIComponent(token), encodeURIComponent(token)],
  [
    'URL-encoded in every character',
    everyCharacter(byte => `%${hex(byte)}`),
    everyCharacter(byte => `%${hex(byte)}`)
  ],
  [
    'URL-encoded in capitals',
    everyCharacter(byte => `%${hex(byte).toUpperCase()}`),
    everyCharacter(byte => `%${hex(byte).toUpperCase()}`)
  ],
  [
    'URL-encoded here and there',
    token.replace('+', '%2b').replace('/', '%2F').replace('&', '%26').replace('é', '%C3%A9'),
    'nZ%2F9'
  ],
  ['URL-encoded twice', encodeURIComponent(encodeURIComponent(token)), 'tok%2526en'],
  [
    'URL-encoded as Latin-1',
    token.replaceAll(/[^A-Za-z0-9]/g, text => `%${hex(text.charCodeAt(0))}`),
    'tok%26en'
  ],
  ['in hex', utf8.toString('hex'), utf8.toString('hex')],
  ['in hex of the header’s bytes', bytes.toString('hex'), bytes.toString('hex')],
  [
    'in hex with colons and capitals',
    everyCharacter(byte => `${hex(byte).toUpperCase()}:`),
    '61:50:69'
  ],
  [
    'HTML-escaped',
    token
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
    'tok&amp;en'
  ],
  [
    'in numeric HTML entities',
    Array.from(token, text => `&#${text.charCodeAt(0)};`).join(''),
    '&#97;&#80;'
  ],
  [
    'in hexadecimal HTML entities',
    Array.from(token, text => `&#x${text.charCodeAt(0).toString(16)};`).join(''),
    '&#x61;&#x50;'
  ],
  ...['\t', '\n      ', '\u2028', '\u0085', '\u200b', '\\t', '\\u200b\\n', ' \u00a0 '].map(
    (gap): [string, string, string] => [
      `with ${JSON.stringify(gap)} in it`,
      `${token.slice(0, 5)}${gap}${token.slice(5, 12)}${gap}${token.slice(12)}`,
      token.slice(5, 12)
    ]
  ),
  ['in hex with spaces', everyCharacter(byte => `${hex(byte)} `), '61 50 69'],
  [
    'in JSON escapes',
    Array.from(token, text => `\\u${text.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    '\\u0061\\u0050'
  ],
  ['as JSON with escaped slashes', JSON.stringify(token).replaceAll('/', '\\/'), 'nZ\\/9'],
  ...['', 'a', 'ab'].flatMap((before): [string, string, string][] =>
    ['', 'x', 'xyz'].flatMap((after): [string, string, string][] => {
      const encoded = inBase64(before, after)
      const middle = encoded.slice(6, 18)
      const urlSafe = encoded.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
      const ofHeader = Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]).toString(
        'base64'
      )
      return [
        [
          `in base64 of the header’s bytes behind ${before.length} bytes, before ${after.length}`,
          ofHeader,
          ofHeader.slice(6, 18)
        ],
        [`in base64 behind ${before.length} bytes, before ${after.length}`, encoded, middle],
        [
          `in base64url behind ${before.length} bytes, before ${after.length}`,
          urlSafe,
          urlSafe.slice(6, 18)
        ],
        [
          `in URL-encoded base64 behind ${before.length} bytes, before ${after.length}`,
          encodeURIComponent(encoded),
          encodeURIComponent(encoded).slice(6, 18)
        ],
        [
          `in base64 in two lines behind ${before.length} bytes, before ${after.length}`,
          `${encoded.slice(0, 10)}\r\n${encoded.slice(10)}`,
          encoded.slice(11, 18)
        ]
      ]
    })
  )
]

/** Keeps a secret. @returns what the runner is told meanwhile */
function keep(secret: string): string {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  keepSecret(secret)
  const told = write.mock.calls.map(([text]) => String(text).trim()).join('\n')
  write.mockRestore()
  return told
}

describe('a kept secret', () => {
  // Before each test, as a mutation run would not count it for any of them otherwise.
  beforeEach(() => {
    expect(keep(token)).toBe(`::add-mask::${token}`)
  })

  /** What is left of a form: the neighbours of a base64 text, whose bits it shares; quotes around it; a colon behind it. */
  const leftOver = (text: string) =>
    redact(`(${text})`)
      .replace(/^\(|\)$/g, '')
      .replace('***', '').length

  test.each(forms)(
    'is removed, each time it stands there, and cut off as well: %s',
    (name, sent, telling) => {
      expect(redact(`before ${sent} after`)).toMatch(/^before .*\*\*\*.* after$/)
      expect(leftOver(sent)).toBeLessThanOrEqual(
        name.includes('base64')
          ? 10
          : name.includes('whole header')
            ? 'Authorization: Bearer '.length
            : 2
      )
      expect(redact(`${sent} ${sent}`)).not.toContain(telling)
      expect(redact(`${sent} ${sent}`).match(/\*\*\*/g)).toHaveLength(2)
      if (sent.length >= 60) expect(redact(sent.slice(0, -8))).not.toContain(telling)
    }
  )

  test('is removed whatever it is, and however it is encoded', () => {
    const any = fc
      .integer({ min: 0x21, max: 0xff })
      .filter(code => code < 0x7f || code > 0xa0)
      .map(code => String.fromCharCode(code))
    // What draws nothing, what encoders write others with, and what they write twice.
    const characters = fc.oneof(any, fc.constantFrom('\u00ad', '\\', '"', '/', '&', 'n', 'u'))
    const inJson = (text: string) => JSON.stringify(text).slice(1, -1)
    const encoders: ((text: string) => string)[] = [
      text => text,
      inJson,
      text => inJson(inJson(text)),
      text => inJson(text).replaceAll('/', '\\/'),
      encodeURIComponent,
      text => Buffer.from(text).toString('hex'),
      text => Buffer.from(text, 'latin1').toString('hex').toUpperCase(),
      text => Array.from(text, one => `%${hex(one.charCodeAt(0))}`).join(''),
      text => Array.from(text, one => `\\x${hex(one.charCodeAt(0))}`).join(''),
      text => Array.from(text, one => `&#${one.charCodeAt(0)};`).join('')
    ]
    const toBase64: ((bytes: Buffer) => string)[] = [
      bytes => bytes.toString('base64'),
      bytes => bytes.toString('base64url'),
      bytes => encodeURIComponent(bytes.toString('base64')),
      bytes => bytes.toString('base64').replaceAll('/', '\\/')
    ]
    fc.assert(
      fc.property(fc.string({ unit: characters, minLength: 16, maxLength: 40 }), secret => {
        keep(secret)
        for (const encode of encoders) expect(leftOver(encode(secret))).toBe(0)
        for (const encode of toBase64)
          for (const before of ['', 'a', 'ab'])
            for (const bytes of [
              Buffer.from(before + secret),
              Buffer.from(before + secret, 'latin1')
            ])
              expect(leftOver(encode(bytes))).toBeLessThanOrEqual(11)
      }),
      { numRuns: 40 }
    )
  })

  test('is removed in Latin-1 too where its UTF-8 would begin alike, behind the right neighbour', () => {
    const secret = '·\\u/Oo\\*/n/"0y÷&µ/Ü""uÐ&rëÏnºZu/Êvv\\1'
    keep(secret)
    expect(redact(`(${Buffer.from(`ab${secret}`, 'latin1').toString('base64')})`)).toBe('(YW***)')
    expect(redact(`(c2${Buffer.from(secret, 'latin1').toString('hex')})`)).toBe('(c2***)')
  })

  test('of one character is looked for in no time', () => {
    keep('a'.repeat(4_000))
    const startedAt = performance.now()
    expect(redact('a'.repeat(100_000))).toBe('***'.repeat(25))
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })

  test.each([
    ['a\\\\b"c', 'a\\\\\\\\b\\"c'],
    ['a\\n\\nb-c', 'a\\\\n\\\\nb-c'],
    ['a%25b%25c', 'a%25b%25c'],
    ['a&amp;b-c', 'a&amp;amp;b-c']
  ])('is removed though it reads like something encoded: %j', (secret, encoded) => {
    keep(secret)
    expect(redact(`(${secret}) (${encoded})`)).toBe('(***) (***)')
  })

  test('of many backslashes is looked for in no time', () => {
    keep(`${'\\'.repeat(60)}-x`)
    const startedAt = performance.now()
    expect(redact('\\'.repeat(59))).toBe('\\'.repeat(59))
    expect(redact(`(${'\\'.repeat(120)}-x)`)).toBe('(***)')
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })

  test('keeps an address in whose host it stands from being given on, where its capitals would be gone', () => {
    keep('AbCdEfGhIjKlMnOpQr')
    expect(webAddress('https://AbCdEfGhIjKlMnOpQr.example.com/')).toBeUndefined()
  })

  test('of a key the body is one, in any number of lines; its headings are none', () => {
    const [heading, body, end] = [
      '-----BEGIN PRIVATE KEY-----',
      'MIGHAgEAMBMGByqG\nSM49AgEGCCqGSM49',
      '-----END PRIVATE KEY-----'
    ]
    expect(keep(`${heading}\n${body}\n${end}`)).toBe(
      `::add-mask::${heading}%0A${body.replace('\n', '%0A')}%0A${end}`
    )
    expect(redact(`${heading} ${body.replace('\n', '\n  ')} ${end}`)).toBe(`${heading} *** ${end}`)
    for (const nothing of ['', ' \n', `${heading}\n${end}`]) expect(keep(nothing)).toBe('')
    expect(redact(`a  b ${heading}`)).toBe(`a  b ${heading}`)
  })

  test('too short to be told by its encoded forms is removed only as it is', () => {
    keep('Q7z')
    expect(redact('a Q7z UTd6 51377a')).toBe('a *** UTd6 51377a')
    keep('abcde')
    expect(redact('a abcde YWJjZGU= 6162636465')).toBe('a *** *** 6162636465')
  })

  test('that is cut off is removed when sixteen characters of it are left', () => {
    expect([
      redact(token.slice(0, 16)),
      redact(`${token.slice(0, 16)}-`),
      redact(token.slice(0, 15))
    ]).toEqual(['***', '***-', token.slice(0, 15)])
  })

  test.each([
    '',
    'a quick brown fox',
    'aPi',
    'aPi+nZ/9',
    token.slice(1),
    token.toUpperCase(),
    '100 % of &amp; \\n',
    '61:50:69:2b',
    'YVBpK25a'
  ])('leaves what is not it: %j', text => {
    expect(redact(text)).toBe(text)
  })
})

describe('the token is nowhere but in its header', () => {
  test.each(forms)('%s', async (_, sent, telling) => {
    expect(sent).toContain(telling)
    for (const [text, debug] of [
      [`before ${sent} after`, '1'],
      [`${'x'.repeat(3_990)}${sent}${'y'.repeat(4_000)}`, '0']
    ] as const) {
      manager.misbehave({
        answer: { status: 400, body: { error: 'bad_request', error_description: text } }
      })
      const { shown, outputs, summary } = await runAction({
        inputs: { url: manager.url, token },
        env: { RUNNER_DEBUG: debug }
      })
      for (const place of [shown, summary, ...Object.values(outputs)])
        expect(place).not.toContain(telling)
      if (debug === '1') expect(outputs.message).toMatch(/^.*before .*\*\*\*.* after/)
    }
  })

  test('in the header it is, once, as it was given', async () => {
    manager.requests.length = 0
    await runAction({ inputs: { url: manager.url, token } })
    expect(
      manager.requests.map(({ rawHeaders, body, path }) => [
        rawHeaders.filter(text => Buffer.from(text, 'latin1').includes(bytes)),
        body,
        path
      ])
    ).toEqual([[[`Bearer ${token}`], '', expect.stringContaining('/production/')]])
  })

  test.each<[string, (manager: Simulator) => void]>([
    [
      'a redirect’s target',
      manager => {
        manager.misbehave({
          answer: {
            status: 302,
            headers: { location: `https://evil.example/?t=${encodeURIComponent(token)}` }
          }
        })
      }
    ],
    [
      'a pod',
      manager => {
        manager.misbehave({
          answer: {
            body: {
              status: 'SUCCESS',
              deploymentResult: {
                success: true,
                detailList: [{ podName: token, podIp: token, success: false, detail: token }]
              }
            }
          }
        })
      }
    ],
    [
      'an answer that is not JSON, in debug',
      manager => {
        manager.misbehave({ answer: { body: `<html>${token}` } })
      }
    ]
  ])('not from %s', async (_, misbehave) => {
    misbehave(manager)
    expect(
      (await runAction({ inputs: { url: manager.url, token }, env: { RUNNER_DEBUG: '1' } }))
        .exitCode
    ).toBe(1)
  })

  test('not from the names of groups and environments', async () => {
    const run = await runAction({
      inputs: { url: manager.url, token, group: `a ${token}`, environment: `b ${token}` }
    })
    expect(run.results).toMatchObject([{ group: 'a ***', environmentName: 'b ***' }])
  })
})

test('a short token is masked, and its encoded forms do not eat the text', async () => {
  manager.misbehave({ answer: { status: 400, body: { message: 'a quick brown fox' } } })
  const { outputs } = await runAction({ inputs: { url: manager.url, token: 'Q7' } })
  expect(outputs.message).toContain('a quick brown fox')
})

describe('a token of any length', () => {
  const long = Array.from(
    { length: 8_000 },
    (_, index) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'[
        (index * index + 7 * index) % 65
      ]
  ).join('')

  test.each<[string, string]>([
    ['whole', long],
    ['cut off', long.slice(0, 40)],
    ['in base64', Buffer.from(long).toString('base64')],
    ['in hex', Buffer.from(long).toString('hex')]
  ])('is removed quickly: %s', async (_, sent) => {
    manager.misbehave({ answer: { status: 400, body: { message: `before ${sent} after` } } })
    const run = await runAction({ inputs: { url: manager.url, token: long } })
    expect(run.outputs.message).toContain('before *** after')
    expect(run.durationMs).toBeLessThan(2_000)
  })

  test('does not make a hostile text slow', async () => {
    for (const body of [
      `${long.slice(0, 7_999)} `.repeat(120),
      'A'.repeat(1_000_000),
      `${long.slice(0, 9)}%`.repeat(100_000)
    ]) {
      manager.misbehave({ answer: { status: 400, body: JSON.stringify({ message: body }) } })
      expect(
        (await runAction({ inputs: { url: manager.url, token: long } })).durationMs
      ).toBeLessThan(3_000)
    }
  })

  test('longer than a header carries is refused', async () => {
    expect(
      (await runAction({ inputs: { url: manager.url, token: `${long}x` } })).outputs.message
    ).toContain('longer than 8000')
  })
})

test.each([
  'https://x.example/qui\\tet-token-0123',
  'https://x.example/##[error]hello',
  'https://user:pw@x.example/',
  'https://x.example/%71uiet-token-0123'
])('an access URL that hides something is not given on: %s', async accessUrl => {
  const quiet = 'quiet-token-0123'
  manager.world.tokens[quiet] = {
    user: 'x',
    permissions: ['API_MANAGEMENT', 'MANAGE', 'DEPLOY_UNDEPLOY', 'VIEW']
  }
  manager.misbehave({
    on: { call: 'environments' },
    answer: {
      body: `{"status":"SUCCESS","resultList":[{"name":"production","deployed":true,"accessUrl":"${accessUrl}"}]}`
    }
  })
  const { outputs, results } = await runAction({
    inputs: { url: manager.url, token: quiet, verify: 'environment' }
  })
  expect([outputs['environment-url'], results[0]?.accessUrl]).toEqual(['', undefined])
})
