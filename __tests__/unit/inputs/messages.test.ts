import { expect, test } from '@jest/globals'
import { parseHeaders } from '../../../src/inputs/headers.ts'
import {
  parseEnvironments,
  parseGroups,
  parseList,
  parseName,
  parsePlaceholders
} from '../../../src/inputs/names.ts'
import {
  InvalidValue,
  optional,
  parseBoolean,
  parseChoice,
  parseCount,
  parseDuration,
  parseToken,
  parseUrl,
  required
} from '../../../src/inputs/parsers.ts'
import { readCertificates, readPrivateKey } from '../../../src/inputs/pem.ts'

const pem = (label: string, body = 'AAAA') =>
  `-----BEGIN ${label}-----${body}-----END ${label}-----`

/** Values that are refused, by what refuses them: each for another reason. */
const refused: Record<string, { parse: (text: string) => unknown; values: string[] }> = {
  required: { parse: required(optional(String)), values: [''] },
  url: {
    parse: text => parseUrl(text, false),
    values: [
      ...['apinizer.example.com', 'https://me@a.test', 'https://a.test/#/projects'],
      ...['https://a.test/gate/apiops/projects/Payments/', 'http://a.test']
    ]
  },
  token: {
    parse: parseToken,
    values: [
      ...['***', '${{ secrets.TOKEN }}', '$TOKEN', '"secret"', 'Bearer secret', 'sec ret'],
      'secłret'
    ]
  },
  duration: { parse: text => parseDuration(text), values: ['2d'] },
  'duration or 0': { parse: text => parseDuration(text, 0), values: ['25h'] },
  boolean: { parse: parseBoolean, values: ['yes'] },
  count: { parse: text => parseCount(text, 1, 100), values: ['101'] },
  choice: { parse: text => parseChoice(text, ['none', 'routes']), values: ['all'] },
  name: {
    parse: parseName,
    values: [
      ...['../x', 'a\u0007b', 'a\u2028b', 'b\ud800', 'x'.repeat(256), '***Group', '${{ vars.X }}'],
      ...['Array', 'a\\nb']
    ]
  },
  environments: { parse: parseEnvironments, values: ['prod*'] },
  'github-environment': { parse: parsePlaceholders, values: ['{group}'] },
  list: {
    parse: parseList,
    values: [
      ...['Pay#1, a - b,it"s', '- "Pay",', 'Pay\n-', '"Pay"', 'Pay # first, Loan', 'Pay\n#Loan'],
      ...['[Pay, Loan]', '[]', 'a\nb\n a ']
    ]
  },
  groups: { parse: parseGroups, values: ['*\n!', 'Pay\n!Pay', '!Pay\n!Loan*'] },
  headers: {
    parse: parseHeaders,
    values: ['X-A: b\nquiet', 'X-A: b\nHost: quiet', 'X-A: quiet🙂', 'X-A: quiet\nx-a: quiet']
  },
  certificate: {
    parse: readCertificates,
    values: [pem('PRIVATE KEY'), pem('CERTIFICATE')]
  },
  key: {
    parse: readPrivateKey,
    values: [pem('CERTIFICATE'), pem('PRIVATE KEY'), pem('ENCRYPTED PRIVATE KEY')]
  }
}

test('what is said of a value that is refused', () => {
  const messages = Object.entries(refused).flatMap(([name, { parse, values }]) =>
    values.map(value => `${name} ${refuse(parse, value)}.`)
  )

  expect(messages.join('\n')).toMatchSnapshot()
})

function refuse(parse: (text: string) => unknown, value: string): string {
  try {
    parse(value)
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidValue)
    return (error as Error).message
  }
  throw new Error(`This is accepted: ${value}`)
}
