import { getHost } from '../apinizer/host.ts'
import { maskIfPossible } from './mask.ts'
import { findProblem, InvalidValue, isLoopback, quote, type Mistake } from './parsers.ts'

type Environment = Record<string, string | undefined>

/** How requests to a URL leave this machine. */
export interface ProxyChoice {
  /** Scheme, credentials, host and port; undefined for a direct connection. */
  proxy: URL | undefined
  /** Sentences about parts of the variables that are not understood. */
  warnings: string[]
}

/** Where sentences about inputs are collected. */
export interface Findings {
  problems: string[]
  warnings: string[]
}

/**
 * Finds the proxy for the Manager.
 * @returns undefined for a direct connection
 */
export function readProxy(url: URL, { problems, warnings }: Findings): URL | undefined {
  try {
    const choice = findMaskedProxy(url)
    warnings.push(...choice.warnings)
    if (choice.proxy !== undefined) {
      problems.push(...checkNodeCanProxy(url))
    }
    return choice.proxy
  } catch (error) {
    if (!(error instanceof InvalidValue)) {
      throw error
    }
    problems.push(`The runner’s variable ${error.message}.`)
    return undefined
  }
}

/**
 * Finds the proxy for requests to a URL in the runner’s variables, and masks its password, or warns that it cannot.
 * @throws InvalidValue as `findProxy`
 */
export function findMaskedProxy(url: URL): ProxyChoice {
  const choice = findProxy(url, process.env)
  const { username = '', password = '' } = choice.proxy ?? {}
  if (password === '') {
    return choice
  }
  const decoded = decodeURIComponent(password)
  // The pair is what goes to the proxy in base64, where a short password alone would not be found.
  const pair = `${decodeURIComponent(username)}:${decoded}`
  const [problem] = [...new Set([decoded, password, pair])].map(maskIfPossible)
  const warning = `The proxy’s password is not masked: ${problem ?? ''}.`
  return problem === undefined ? choice : { ...choice, warnings: [...choice.warnings, warning] }
}

function checkNodeCanProxy(url: URL): string[] {
  const { node } = process.versions
  const [major = 0, minor = 0] = node.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 5)
    ? []
    : [
        `A proxy is set for ${url.origin}, but this runner’s Node ${node} cannot use one. Update ` +
          'the runner to 2.328.0 or later, which brings Node 24.5, or put the host into `no_proxy`.'
      ]
}

/**
 * Chooses the proxy for requests to a URL by the variables of the runner, as the runner itself does: the lower-case
 * variable first, `http://` where no scheme is given, `no_proxy` with `*`, hosts and the hosts below them, `.suffix`,
 * IP addresses, each with a port or without; loopback is never proxied.
 * @param url where requests go
 * @param env the process’s environment
 * @throws InvalidValue when a variable cannot be used: its name and the problem
 */
export function findProxy(url: URL, env: Environment): ProxyChoice {
  const variable = readVariable(env, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy')
  const noProxy = readVariable(env, 'no_proxy')
  const entries = noProxy.value.split(',').map(entry => entry.trim())
  const isDirect = isLoopback(url.hostname) || entries.some(entry => covers(entry, url))
  if (variable.value === '' || isDirect) {
    return { proxy: undefined, warnings: [] }
  }
  refuse(noProxy, [quotes])
  const unusable = entries.filter(isUnusable).map(quote).join(', ')
  return {
    proxy: parseProxy(variable),
    warnings: unusable === '' ? [] : [explainEntries(noProxy.name, unusable, url)]
  }
}

interface Variable {
  /** In the case in which it is set. */
  name: string
  value: string
}

function readVariable(env: Environment, name: string): Variable {
  const set = [name, name.toUpperCase()].find(spelling => (env[spelling] ?? '') !== '') ?? name
  return { name: set, value: (env[set] ?? '').trim() }
}

function refuse({ name, value }: Variable, mistakes: Mistake[]): void {
  const problem = findProblem(value, mistakes)
  if (problem !== undefined) {
    throw new InvalidValue(`\`${name}\` ${problem}`)
  }
}

const proxyExample = 'Use a URL such as `http://proxy.example.com:3128`'

const quotes: Mistake = {
  pattern: /["'`]/,
  problem: 'contains quotes. Remove them (in a password, write `"` as `%22`, `\'` as `%27`)'
}

const proxyMistakes: Mistake[] = [
  {
    pattern: /^file:|\.pac$|wpad\.dat/i,
    problem: `is the address of a PAC file, which is not read. ${proxyExample}`
  },
  quotes,
  {
    pattern: /^(?!https?:)[a-z][a-z0-9+.-]*:\/\//i,
    problem: `names a proxy of another kind than http or https. ${proxyExample}`
  },
  {
    // Each would end the host in front of the credentials, so that a user's name were contacted as the proxy.
    pattern: /(?<!^https?:(?=\/\/)|^https?:\/)[#/?\\].*@/i,
    problem:
      'has a `#`, `/`, `?` or `\\` in its user name or password. Write it as `%23`, `%2F`, `%3F` or `%5C`'
  }
]

function parseProxy(variable: Variable): URL {
  const { name, value } = variable
  refuse(variable, proxyMistakes)
  const address = /^https?:\/\//i.test(value) ? value : `http://${value}`
  if (!URL.canParse(address)) {
    throw new InvalidValue(`\`${name}\` is not the address of a proxy. ${proxyExample}`)
  }
  const proxy = new URL(address)
  try {
    decodeURIComponent(proxy.username + proxy.password)
  } catch {
    throw new InvalidValue(
      `\`${name}\` has an invalid percent-encoding in its user name or password. ` +
        'Write a `%` as `%25`'
    )
  }
  // What follows host and port has no meaning.
  return Object.assign(proxy, { pathname: '', search: '', hash: '' })
}

/** Ranges, wildcards that are no whole first label, other separators, whole URLs. */
function isUnusable(entry: string): boolean {
  return entry !== '*' && /[\s*/;?<]|\.$/.test(entry.replace(/^\*\./, ''))
}

function explainEntries(name: string, unusable: string, url: URL): string {
  return (
    `The runner’s variable \`${name}\` has entries that cannot be used, so requests to ` +
    `\`${url.hostname}\` go through the proxy. Use host names, \`.example.com\`, ` +
    `single IP addresses or \`*\`, separated by commas, in place of ${unusable}.`
  )
}

function covers(entry: string, url: URL): boolean {
  if (entry === '*') {
    return true
  }
  const [, port] = /^(?:\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? []
  const place = port === undefined ? entry : entry.slice(0, -port.length - 1)
  const host = getHost({ hostname: place.toLowerCase() }).replace(/^\*\./, '.')
  const urlPort = url.port || (url.protocol === 'https:' ? '443' : '80')
  const name = getHost(url)
  const isBelow = name.endsWith(host.startsWith('.') ? host : `.${host}`)
  return host !== '' && (port ?? urlPort) === urlPort && (name === host || isBelow)
}

/**
 * Takes NODE_TLS_REJECT_UNAUTHORIZED=0 out of the environment, because Node would obey it on the way to a proxy.
 * @param env the process's environment
 * @returns a warning, if it was there
 */
export function removeTlsVariable(env: Environment): string[] {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') {
    return []
  }
  delete env['NODE_TLS_REJECT_UNAUTHORIZED']
  return [
    'NODE_TLS_REJECT_UNAUTHORIZED is 0: this action still checks certificates, but other steps ' +
      'of this job do not. Remove the variable, and set `ca-certificate`.'
  ]
}
