import * as core from '@actions/core'
import { listHeaderSecrets, parseHeaders } from './headers.ts'
import { mask } from './mask.ts'
import { parseGroups, parseList, parseName } from './names.ts'
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
} from './parsers.ts'
import type * as pemModule from './pem.ts'
import { readProxy, type Findings } from './proxy-input.ts'
import { removeTlsVariable } from './tls-variable.ts'

/** Everything a run is told, read once and validated. Durations are in milliseconds. */
export interface Inputs {
  /** Without a trailing `/` or `/apiops`. */
  url: URL
  token: string
  project: string
  /** Names, and patterns with `*` or `!`. */
  groups: string[]
  environments: string[]
  operation: 'deploy' | 'undeploy' | 'check' | 'verify'
  description: string | undefined
  persistent: boolean | undefined
  skipIfCurrent: boolean
  verify: 'none' | 'environment' | 'routes'
  verifyTimeoutMs: number
  timeoutMs: number
  /** 0 tries once. */
  retryTimeoutMs: number
  maxParallel: number
  failFast: boolean
  /** Further request headers for `url`, by name. */
  headers: Record<string, string>
  /** Each as PEM. */
  caCertificates: string[]
  /** PEM: the certificate, then its chain. */
  clientCertificate: string | undefined
  clientKey: string | undefined
  githubToken: string | undefined
  /** The GitHub environment’s name, with placeholders. */
  githubEnvironment: string
  /** Undefined for a direct connection. */
  proxy: URL | undefined
  /** What to warn of, as sentences; it does not change the result. */
  warnings: string[]
}

/** Inputs, or variables of the runner, that cannot be used: a line for each, with what is accepted. */
export class InputError extends Error {}

/** Inputs as far as they could be read. */
type Draft = { [Name in keyof Inputs]: Inputs[Name] | undefined }

/** The most targets of a run: more would not fit into GitHub’s outputs and summary. */
export const maxTargets = 2_000

/** The defaults of action.yml, for runners that pass none (act, older servers). */
const defaults: Record<string, string> = {
  operation: 'deploy',
  'skip-if-current': 'false',
  verify: 'none',
  'verify-timeout': '2m',
  timeout: '10m',
  'retry-timeout': '2m',
  'max-parallel': '1',
  'fail-fast': 'true',
  'allow-http': 'false',
  'github-environment': '{environment}'
}

type Pem = typeof pemModule

/**
 * Reads all inputs, and the runner’s proxy variables. Secrets are masked first; a key in a file, as soon as it is read.
 * @throws InputError with a line for every input that cannot be used
 */
export async function readInputs(): Promise<Inputs> {
  maskSecretInputs()
  const pem = await loadPem()
  const findings: Findings = { problems: [], warnings: [] }
  const draft = await readEach(findings, pem)
  const problems = [
    ...findings.problems,
    ...checkTargets(draft),
    ...checkClientCertificate(draft, pem),
    ...checkVerification(draft)
  ]
  if (problems.length > 0) {
    throw new InputError(problems.join('\n'))
  }
  findings.warnings.push(...findIgnored(draft), ...removeTlsVariable(process.env))
  // A value that could not be read has left a problem.
  return draft as Inputs
}

function maskSecretInputs(): void {
  // `Bearer` by itself is no secret, and a message needs the word.
  mask(core.getInput('token').replace(/^bearer(?:\s+|$)/i, ''))
  mask(core.getInput('github-token'))
  for (const value of listHeaderSecrets(core.getInput('headers'))) {
    mask(value)
  }
}

/** Loads what reads PEM, where an input needs it, and masks a key. */
async function loadPem(): Promise<Pem | undefined> {
  const inputs = ['ca-certificate', 'client-certificate', 'client-key']
  if (inputs.every(input => core.getInput(input) === '')) {
    return undefined
  }
  const pem = await import('./pem.ts')
  const key = core.getInput('client-key')
  if (!pem.isFilePath(key)) {
    mask(key)
  }
  return pem
}

async function readEach({ problems, warnings }: Findings, pem: Pem | undefined): Promise<Draft> {
  const read = <Value>(input: string, parse: (text: string) => Value): Value | undefined => {
    try {
      return parse(readText(input))
    } catch (error) {
      if (!(error instanceof InvalidValue) && !(pem && error instanceof pem.PemError)) {
        throw error
      }
      problems.push(`Input \`${input}\` ${error.message}.`)
      return undefined
    }
  }
  const allowHttp = read('allow-http', parseBoolean)
  const url = read(
    'url',
    // A bad `allow-http` is one problem, not two.
    required(text => parseUrl(text, allowHttp ?? true))
  )
  return {
    url,
    token: read('token', required(parseToken)),
    project: read('project', required(parseName)),
    groups: read('group', required(parseGroups)),
    environments: read('environment', required(parseList)),
    operation: read('operation', text =>
      parseChoice(text, ['deploy', 'undeploy', 'check', 'verify'])
    ),
    description: read('description', text => text || undefined),
    persistent: read('persistent', optional(parseBoolean)),
    skipIfCurrent: read('skip-if-current', parseBoolean),
    verify: read('verify', text => parseChoice(text, ['none', 'environment', 'routes'])),
    verifyTimeoutMs: read('verify-timeout', text => parseDuration(text)),
    timeoutMs: read('timeout', text => parseDuration(text)),
    retryTimeoutMs: read('retry-timeout', text => parseDuration(text, 0)),
    maxParallel: read('max-parallel', text => parseCount(text, 1, 100)),
    failFast: read('fail-fast', parseBoolean),
    headers: read('headers', parseHeaders),
    caCertificates: pem
      ? read('ca-certificate', text => (text === '' ? [] : pem.readCertificates(text)))
      : [],
    clientCertificate:
      pem && read('client-certificate', optional(pem.readCertificates))?.join('\n'),
    clientKey:
      pem &&
      read(
        'client-key',
        optional(text => readMaskedKey(text, pem))
      ),
    githubToken: read('github-token', optional(parseToken)),
    githubEnvironment: read('github-environment', text => text),
    proxy: await readProxy(url, { problems, warnings }),
    warnings
  }
}

function readText(input: string): string {
  return core.getInput(input) || (defaults[input] ?? '')
}

/** A key from a file, or pasted in another form, becomes a secret only when it has been read. */
function readMaskedKey(text: string, pem: Pem): string {
  const key = pem.readPrivateKey(text)
  mask(key)
  return key
}

function checkTargets({ groups = [], environments = [] }: Draft): string[] {
  const targets = groups.length * environments.length
  return targets <= maxTargets
    ? []
    : [
        `Inputs \`group\` and \`environment\` make ${targets} targets, ` +
          `and at most ${maxTargets} are accepted. Spread them over several jobs.`
      ]
}

function checkClientCertificate(
  { clientCertificate, clientKey }: Draft,
  pem: Pem | undefined
): string[] {
  const inputs = ['client-certificate', 'client-key']
  const [missing, ...others] = inputs.filter(input => core.getInput(input) === '')
  if (missing !== undefined && others.length === 0) {
    const given = inputs.filter(input => input !== missing).join()
    return [`Input \`${missing}\` is missing: \`${given}\` needs it.`]
  }
  const areRead = clientCertificate !== undefined && clientKey !== undefined
  return !areRead || pem?.isKeyOfCertificate(clientKey, clientCertificate) === true
    ? []
    : [
        'Input `client-key` does not belong to the first certificate in `client-certificate`. ' +
          'Use the key of that certificate, or put the certificate of this key first.'
      ]
}

/** Rejects combinations with which a run could be green without the verification that was asked for. */
function checkVerification({ operation, verify }: Draft): string[] {
  if (operation === 'check') {
    return verify === undefined || verify === 'none'
      ? []
      : [
          'Input `verify` cannot be used with `operation: check`, which tells whether a ' +
            'deployment would be accepted, not what is live. ' +
            'Remove `verify`, or use `operation: verify`.'
        ]
  }
  return operation !== 'verify' && verify === 'none' && differsFromDefault('verify-timeout')
    ? [
        'Input `verify-timeout` has no effect with `verify: none`. ' +
          'Set `verify` to `environment` or `routes`, or remove `verify-timeout`.'
      ]
    : []
}

/**
 * Whether an input differs from its default. On GitHub an input with a default is never empty, so one that is
 * given as its default cannot be told from one that is not given.
 */
function differsFromDefault(input: string): boolean {
  return readText(input) !== (defaults[input] ?? '')
}

const forChanges = [
  'skip-if-current',
  'github-token',
  'github-environment',
  'description',
  'persistent'
]

/** Inputs that have no effect with an operation, where ignoring them is safe: each gives a warning. */
const ignoredBy: Record<Inputs['operation'], string[]> = {
  deploy: [],
  undeploy: ['skip-if-current'],
  verify: forChanges,
  check: [...forChanges, 'verify-timeout']
}

function findIgnored({ operation, skipIfCurrent }: Draft): string[] {
  if (operation === undefined) {
    return []
  }
  return ignoredBy[operation]
    .filter(input => (input === 'skip-if-current' ? skipIfCurrent : differsFromDefault(input)))
    .map(input => `Input \`${input}\` has no effect with \`operation: ${operation}\`.`)
}
