import * as core from '@actions/core'
import { isLoopback, proxyFor } from './apinizer/proxy.ts'
import { belongTogether, pemFrom } from './pem.ts'
import { keepSecret } from './report/secrets.ts'

/** Everything a run is told, read once and validated. */
export interface Inputs {
  url: URL
  token: string
  project: string
  groups: string[]
  environments: string[]
  operation: 'deploy' | 'undeploy' | 'check'
  description: string | undefined
  persistent: boolean | undefined
  skipIfCurrent: boolean
  verify: 'none' | 'environment' | 'routes'
  verifyTimeoutMs: number
  timeoutMs: number
  retries: number
  maxParallel: number
  failFast: boolean
  authorities: string[]
  clientCertificate: string | undefined
  clientKey: string | undefined
  githubToken: string | undefined
  proxy: URL | undefined
}

/** An input, or a variable of the runner, that cannot be used: says which, and what is legal. */
export class InputError extends Error {}

const longestMs = 24 * 60 * 60 * 1000
const mostTargets = 2_000
const longestName = 255
const longestToken = 8_000

/**
 * Reads all inputs, masking the secret ones before anything else.
 * @throws InputError naming the first input that cannot be used; nothing has been sent by then
 */
export function readInputs(): Inputs {
  keepSecret(core.getInput('token'))
  keepSecret(core.getInput('github-token'))
  if (core.getInput('client-key').includes('-----BEGIN')) keepSecret(core.getInput('client-key'))

  const url = readUrl(boolean('allow-http'))
  const inputs: Inputs = {
    url,
    token: readToken(),
    project: name('project', required('project')),
    groups: list('group'),
    environments: list('environment'),
    operation: choice('operation', ['deploy', 'undeploy', 'check']),
    description: core.getInput('description') || undefined,
    persistent: core.getInput('persistent') === '' ? undefined : boolean('persistent'),
    skipIfCurrent: boolean('skip-if-current'),
    verify: choice('verify', ['none', 'environment', 'routes']),
    verifyTimeoutMs: duration('verify-timeout'),
    timeoutMs: duration('timeout'),
    retries: count('retries', 0, 10),
    maxParallel: count('max-parallel', 1, 100),
    failFast: boolean('fail-fast'),
    authorities: certificates('ca-certificate'),
    clientCertificate: certificates('client-certificate').join('\n') || undefined,
    clientKey: readClientKey(),
    githubToken: core.getInput('github-token') || undefined,
    proxy: readProxy(url)
  }
  if (inputs.groups.length * inputs.environments.length > mostTargets)
    throw bad(
      'group',
      `makes more than ${mostTargets} deployments with the given environments. Spread them over several jobs`
    )
  if ((inputs.clientCertificate === undefined) !== (inputs.clientKey === undefined))
    throw bad(
      inputs.clientKey === undefined ? 'client-key' : 'client-certificate',
      'is missing: `client-certificate` and `client-key` go together'
    )
  if (
    inputs.clientCertificate !== undefined &&
    inputs.clientKey !== undefined &&
    !belongTogether(inputs.clientCertificate, inputs.clientKey)
  )
    throw bad('client-key', 'does not belong to the first certificate in `client-certificate`')
  if (inputs.operation === 'undeploy' && inputs.verify === 'routes')
    throw bad(
      'verify',
      'cannot be `routes` with `operation: undeploy`. Use `environment` or `none`'
    )
  return inputs
}

function bad(input: string, problem: string): InputError {
  return new InputError(`Input \`${input}\` ${problem}.`)
}

function quoted(value: string): string {
  return `\`${value.slice(0, 100)}\``
}

function required(input: string): string {
  const value = core.getInput(input)
  if (value === '')
    throw bad(
      input,
      'is required and must not be empty. If it comes from a secret or a variable, that one does not exist, or this job cannot see it'
    )
  return value
}

function readUrl(allowHttp: boolean): URL {
  const text = required('url')
  const example = 'Give the address of the Apinizer Manager, like https://apinizer.example.com'
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw bad('url', `must be a whole http or https URL. ${example}`)
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    throw bad('url', 'must not hold credentials. The token goes into `token`')
  if (/[?#]/.test(text)) throw bad('url', `must not have a query or a fragment. ${example}`)
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowHttp)
    throw bad(
      'url',
      'is plain http, which would send the token unencrypted. Use https, or set `allow-http: true` if this network may see the token'
    )
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/apiops$/, '')
  return url
}

function readToken(): string {
  const token = required('token')
  if (token.length > longestToken)
    throw bad('token', `must not be longer than ${longestToken} characters`)
  if (!/^[\x21-\x7e\xa1-\xff]+$/.test(token))
    throw bad(
      'token',
      'holds white space, control characters or characters that no HTTP header can carry. Copy the Personal API Access Token again, without quotes or line breaks'
    )
  return token
}

/** A name as a path segment: no control characters, and nothing that would climb out of the path. */
function name(input: string, value: string): string {
  if (value === '.' || value === '..') throw bad(input, 'must be a name, not `.` or `..`')
  if (/[\p{Cc}\u2028\u2029]/u.test(value) || !value.isWellFormed())
    throw bad(input, 'must not hold control characters or broken Unicode')
  if (value.length > longestName)
    throw bad(input, `must not be longer than ${longestName} characters`)
  return value
}

function list(input: string): string[] {
  const names = required(input)
    .split(/\r\n|\r|\n/)
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(value => name(input, value))
  const twice = names.find((value, index) => names.indexOf(value) !== index)
  if (twice !== undefined)
    throw bad(input, `names \`${twice}\` twice. Give each name once, one a line`)
  return names
}

function choice<Choice extends string>(input: string, choices: [Choice, ...Choice[]]): Choice {
  const value = core.getInput(input)
  const chosen = value === '' ? choices[0] : choices.find(choice => choice === value)
  if (chosen === undefined)
    throw bad(
      input,
      `must be one of ${choices.map(choice => `\`${choice}\``).join(', ')}, not ${quoted(value)}`
    )
  return chosen
}

function boolean(input: string): boolean {
  const value = core.getInput(input) || (defaults[input] ?? 'false')
  if (!/^(true|True|TRUE|false|False|FALSE)$/.test(value))
    throw bad(input, `must be \`true\` or \`false\`, not ${quoted(value)}`)
  return value.toLowerCase() === 'true'
}

/** The defaults of action.yml, for runs that do not come through it (act and older servers pass none). */
const defaults: Record<string, string> = {
  'fail-fast': 'true',
  timeout: '10m',
  'verify-timeout': '2m',
  retries: '2',
  'max-parallel': '1'
}

const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 }

function duration(input: string): number {
  const [, amount = '', unit = 's'] =
    /^(\d+)\s*([smh])?$/.exec(core.getInput(input) || (defaults[input] ?? '')) ?? []
  const ms = Number(amount) * (unitMs[unit] ?? NaN)
  if (amount === '' || !(ms > 0 && ms <= longestMs))
    throw bad(
      input,
      `must be a duration like \`90s\`, \`10m\` or \`1h\` (a bare number is seconds), above zero and at most \`24h\`, not ${quoted(core.getInput(input))}`
    )
  return ms
}

function count(input: string, least: number, most: number): number {
  const value = core.getInput(input) || (defaults[input] ?? '')
  if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most)
    throw bad(input, `must be a whole number from ${least} to ${most}, not ${quoted(value)}`)
  return Number(value)
}

function certificates(input: string): string[] {
  const value = core.getInput(input)
  if (value === '') return []
  const pem = pemFrom(value, 'CERTIFICATE')
  if (typeof pem === 'string') throw bad(input, pem)
  return pem
}

function readClientKey(): string | undefined {
  const value = core.getInput('client-key')
  if (value === '') return undefined
  const pem = pemFrom(value, 'PRIVATE KEY')
  if (typeof pem === 'string') throw bad('client-key', pem)
  const key = pem.join('\n')
  keepSecret(key)
  return key
}

function readProxy(url: URL): URL | undefined {
  let proxy: URL | undefined
  try {
    proxy = proxyFor(url, process.env)
  } catch (error) {
    throw new InputError(
      `The runner’s variable ${(error as Error).message}. Give a URL like http://proxy.example.com:3128.`
    )
  }
  if (proxy === undefined) return undefined
  keepSecret(proxy.password)
  try {
    keepSecret(decodeURIComponent(proxy.password))
    // As it goes to the proxy, in base64: a short password alone would not be found in there.
    if (proxy.password !== '') keepSecret(decodeURIComponent(`${proxy.username}:${proxy.password}`))
  } catch {
    throw new InputError(
      'The proxy’s user name or password in the runner’s variable holds a `%` that encodes nothing. Write it as `%25`.'
    )
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 24 || (major === 24 && minor < 5))
    throw new InputError(
      `A proxy is set for ${url.origin}, but this runner’s Node ${process.versions.node} cannot use one. Update the runner to 2.328.0 or later, which brings Node 24.5, or put the host into no_proxy.`
    )
  return proxy
}
