import { parseList, parseName } from '../src/inputs/names.ts'
import {
  InvalidValue,
  parseBoolean,
  parseChoice,
  parseCount,
  parseDuration,
  parseToken,
  parseUrl,
  required
} from '../src/inputs/parsers.ts'
import { PemError, readCertificates, readPrivateKey } from '../src/inputs/pem.ts'

/** What the action says to a value that it refuses. */
export interface InputMessage {
  input: string
  /** The value, as Markdown. */
  given: string
  message: string
}

type Parser = (text: string) => unknown

const parsers: Record<string, Parser> = {
  url: text => parseUrl(text, false),
  token: required(parseToken),
  project: parseName,
  group: parseList,
  environment: parseList,
  'skip-if-current': parseBoolean,
  operation: text => parseChoice(text, ['deploy', 'undeploy', 'check', 'verify']),
  timeout: text => parseDuration(text),
  'retry-timeout': text => parseDuration(text, 0),
  'max-parallel': text => parseCount(text, 1, 100),
  'ca-certificate': readCertificates,
  'client-key': readPrivateKey
}

const pem = (label: string, body: string) =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`

/** Common mistakes, in the order of action.yml; `shown` where the value itself is not for a table. */
const mistakes: { input: string; value: string; shown?: string }[] = [
  { input: 'url', value: 'apinizer.example.com' },
  { input: 'url', value: 'http://apinizer.example.com' },
  { input: 'url', value: 'https://apinizer.example.com/#/projects' },
  { input: 'url', value: 'https://apinizer.example.com/apiops/projects/Payments/' },
  { input: 'token', value: '', shown: 'nothing' },
  { input: 'token', value: 'Bearer eyJhbGciOi' },
  { input: 'token', value: '"eyJhbGciOi"' },
  { input: 'token', value: '$APINIZER_TOKEN' },
  { input: 'project', value: '../Secret' },
  { input: 'group', value: 'PaymentAPIGroup, RefundAPIGroup' },
  { input: 'group', value: '- PaymentAPIGroup' },
  { input: 'group', value: '[PaymentAPIGroup]' },
  { input: 'environment', value: 'test # first' },
  { input: 'operation', value: 'redeploy' },
  { input: 'skip-if-current', value: 'yes' },
  { input: 'timeout', value: '10 minutes' },
  { input: 'retry-timeout', value: '-1' },
  { input: 'max-parallel', value: '0' },
  { input: 'ca-certificate', value: pem('PRIVATE KEY', 'AA=='), shown: 'a private key' },
  {
    input: 'client-key',
    value: pem('ENCRYPTED PRIVATE KEY', 'AA=='),
    shown: 'an encrypted private key'
  },
  {
    input: 'client-key',
    value: pem('OPENSSH PRIVATE KEY', 'AA=='),
    shown: 'a key in OpenSSH form'
  }
]

/** Gives each common mistake to the parser of its input. */
export function listInputMessages(): InputMessage[] {
  return mistakes.map(({ input, value, shown = `\`${value}\`` }) => ({
    input,
    given: shown,
    message: refuse(input, value)
  }))
}

function refuse(input: string, value: string): string {
  try {
    parsers[input]?.(value)
  } catch (error) {
    if (error instanceof InvalidValue || error instanceof PemError) {
      return `Input \`${input}\` ${error.message}.`
    }
    throw error
  }
  throw new Error(`The input ${input} accepts ${value}`)
}
