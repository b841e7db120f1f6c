import * as core from '@actions/core'
import { listHeaderSecrets, parseHeaders } from './headers.ts'
import { mask, maskIfPossible } from './mask.ts'
import { parseEnvironments, parseGroups, parseName, parsePlaceholders } from './names.ts'
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
import { isFilePath, isKeyOfCertificate, readCertificates, readPrivateKey } from './pem.ts'
import { readProxy, removeTlsVariable, type Findings } from './proxy.ts'

/** All inputs of a run, read once and validated. Durations are in milliseconds. */
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
  /** What takes effect: at least `environment` for `operation: verify`. */
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
  'retry-timeout': '5m',
  'max-parallel': '1',
  'fail-fast': 'true',
  'allow-http': 'false',
  'github-environment': '{environment}'
}

/**
 * Reads all inputs, and the runner’s proxy variables. Secrets are masked first; a key in a file, as soon as it is read.
 * @throws InputError with a line for every input that cannot be used
 */
export function readInputs(): Inputs {
  maskSecretInputs()
  const findings: Findings = { problems: [], warnings: maskHeaders() }
  const draft = readEach(findings)
  const problems = [...findings.problems, ...checkTogether(draft)]
  if (problems.length > 0) {
    throw new InputError(problems.join('\n'))
  }
  findings.warnings.push(...findIgnored(draft), ...removeTlsVariable(process.env))
  // A value that could not be read has left a problem.
  return draft as Inputs
}

function maskSecretInputs(): void {
  const clientKey = core.getInput('client-key')
  const secrets = [
    // `Bearer` by itself is no secret, and a message needs the word.
    core.getInput('token').replace(/^bearer(?:\s+|$)/i, ''),
    core.getInput('github-token'),
    isFilePath(clientKey) ? '' : clientKey
  ]
  secrets.forEach(mask)
}

/** Masks the values of headers. @returns a warning for each that is not masked, with the reason */
function maskHeaders(): string[] {
  return listHeaderSecrets(core.getInput('headers')).flatMap(({ name = '', value }) => {
    const problem = maskIfPossible(value)
    return problem === undefined
      ? []
      : [`The value of header \`${name}\` is not masked: ${problem}. Names are never masked.`]
  })
}

function readEach({ problems, warnings }: Findings): Draft {
  const read = <Value>(input: string, parse: (text: string) => Value): Value | undefined => {
    try {
      return parse(readText(input))
    } catch (error) {
      if (!(error instanceof InvalidValue)) {
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
  const draft: Draft = {
    url,
    token: read('token', required(parseToken)),
    project: read('project', required(parseName)),
    groups: read('group', required(parseGroups)),
    environments: read('environment', required(parseEnvironments)),
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
    caCertificates: read('ca-certificate', text => optional(readCertificates)(text) ?? []),
    clientCertificate: read('client-certificate', optional(readCertificates))?.join('\n'),
    clientKey: read('client-key', optional(readMaskedKey)),
    githubToken: read('github-token', optional(parseToken)),
    githubEnvironment: read('github-environment', parsePlaceholders),
    proxy: url && readProxy(url, { problems, warnings }),
    warnings
  }
  const isVerification = draft.operation === 'verify' && draft.verify === 'none'
  return isVerification ? { ...draft, verify: 'environment' } : draft
}

function readText(input: string): string {
  return core.getInput(input) || (defaults[input] ?? '')
}

/** A key from a file, or pasted in another form, becomes a secret only when it has been read. */
function readMaskedKey(text: string): string {
  const key = readPrivateKey(text)
  mask(key)
  return key
}

/** A shorter token can be a part of a name by chance. */
const minTokenLength = 6

/** What is wrong with inputs of which each by itself can be used. */
function checkTogether(draft: Draft): string[] {
  const { groups = [], environments = [], operation, verify, clientCertificate, clientKey } = draft
  const targets = groups.length * environments.length
  const hasCertificate = core.getInput('client-certificate') !== ''
  const hasKey = core.getInput('client-key') !== ''
  const names = [draft.project ?? '', ...groups, ...environments]
  const hasToken = (name: string) => name.includes(draft.token ?? '')
  const areRead = clientCertificate !== undefined && clientKey !== undefined
  const rules = [
    {
      isBroken: targets > maxTargets,
      problem:
        `Inputs \`group\` and \`environment\` make ${targets} targets, ` +
        `and at most ${maxTargets} are accepted. Spread them over several jobs.`
    },
    {
      isBroken: hasCertificate && !hasKey,
      problem: 'Input `client-key` is missing: `client-certificate` needs it.'
    },
    {
      isBroken: hasKey && !hasCertificate,
      problem: 'Input `client-certificate` is missing: `client-key` needs it.'
    },
    {
      isBroken: areRead && !isKeyOfCertificate(clientKey, clientCertificate),
      problem:
        'Input `client-key` does not belong to the first certificate in `client-certificate`. ' +
        'Use the key of that certificate, or put the certificate of this key first.'
    },
    {
      isBroken: (draft.token?.length ?? 0) >= minTokenLength && names.some(hasToken),
      problem:
        'Inputs `project`, `group` and `environment` must not contain the token: names are never masked. ' +
        'Check which secret each input reads.'
    },
    // With these two, a run could be green without the verification that was asked for.
    {
      isBroken: operation === 'check' && (verify ?? 'none') !== 'none',
      problem:
        'Input `verify` cannot be used with `operation: check`, which tells whether a ' +
        'deployment would be accepted, not what is live. ' +
        'Remove `verify`, or use `operation: verify`.'
    },
    {
      isBroken: operation !== 'check' && verify === 'none' && differsFromDefault('verify-timeout'),
      problem:
        'Input `verify-timeout` has no effect with `verify: none`. ' +
        'Set `verify` to `environment` or `routes`, or remove `verify-timeout`.'
    }
  ]
  return rules.filter(({ isBroken }) => isBroken).map(({ problem }) => problem)
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

function findIgnored({ operation, githubToken }: Draft): string[] {
  if (operation === undefined) {
    return []
  }
  const warnings = ignoredBy[operation]
    .filter(differsFromDefault)
    .map(input => `Input \`${input}\` has no effect with \`operation: ${operation}\`.`)
  const lacksToken =
    githubToken === undefined &&
    differsFromDefault('github-environment') &&
    !ignoredBy[operation].includes('github-environment')
  return lacksToken
    ? [...warnings, 'Input `github-environment` has no effect without `github-token`.']
    : warnings
}
