type Environment = Record<string, string | undefined>

/** How requests to a URL leave this machine. */
export interface ProxyChoice {
  /** Scheme, credentials, host and port; undefined for a direct connection. */
  proxy: URL | undefined
  /** Sentences about parts of the variables that are not understood. */
  warnings: string[]
}

const proxyExample = 'Use a URL such as `http://proxy.example.com:3128`'
const maxEntriesShown = 5

/** Whether a URL’s host name is a name or an address of this very machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

/**
 * Chooses the proxy for requests to a URL by the variables of the runner, as the runner itself does: the lower-case
 * variable first, `http://` where no scheme is given, `no_proxy` with `*`, hosts and the hosts below them, `.suffix`,
 * IP addresses, each with a port or without; loopback is never proxied.
 * @param url where requests go
 * @param env the process’s environment
 * @throws TypeError when the variable cannot be used: its name and the problem, without a full stop
 */
export function findProxy(url: URL, env: Environment): ProxyChoice {
  const variable = readVariable(env, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy')
  const noProxy = readVariable(env, 'no_proxy')
  const entries = noProxy.value.split(',').map(entry => entry.trim())
  const isDirect = isLoopback(url.hostname) || entries.some(entry => covers(entry, url))
  if (variable.value === '' || isDirect) {
    return { proxy: undefined, warnings: [] }
  }
  checkQuotes(noProxy)
  return {
    proxy: parseProxy(variable),
    warnings: explainEntries(noProxy.name, entries.filter(isUnusable), url)
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

function checkQuotes({ name, value }: Variable): void {
  if (/["'`]/.test(value)) {
    throw new TypeError(
      `\`${name}\` contains quotes. Remove them (in a password, write \`"\` as \`%22\`, \`'\` as \`%27\`)`
    )
  }
}

/** What would end the host in front of the credentials, so that a user's name were contacted as the proxy. */
const hostEnds: Record<string, string> = { '#': '%23', '/': '%2F', '?': '%3F', '\\': '%5C' }

function checkCredentials({ name, value }: Variable): void {
  const [, end = ''] = /([#/?\\]).*@/.exec(value.replace(/^https?:\/\//i, '')) ?? []
  if (end !== '') {
    throw new TypeError(
      `\`${name}\` has a \`${end}\` in its user name or password. Write it as \`${hostEnds[end] ?? ''}\``
    )
  }
}

function parseProxy(variable: Variable): URL {
  const { name, value } = variable
  if (/^file:|\.pac$|wpad\.dat/i.test(value)) {
    throw new TypeError(
      `\`${name}\` is the address of a PAC file, which is not read. ${proxyExample}`
    )
  }
  checkQuotes(variable)
  checkCredentials(variable)
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value) && !/^https?:/i.test(value)) {
    throw new TypeError(
      `\`${name}\` names a proxy of another kind than http or https. ${proxyExample}`
    )
  }
  const address = /^https?:\/\//i.test(value) ? value : `http://${value}`
  if (!URL.canParse(address)) {
    throw new TypeError(`\`${name}\` is not the address of a proxy. ${proxyExample}`)
  }
  const proxy = new URL(address)
  if (!isPercentEncoded(proxy.username + proxy.password)) {
    throw new TypeError(
      `\`${name}\` has an invalid percent-encoding in its user name or password. ` +
        'Write a `%` as `%25`'
    )
  }
  // What follows host and port has no meaning.
  return Object.assign(proxy, { pathname: '', search: '', hash: '' })
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** Ranges, wildcards that are no whole first label, other separators, whole URLs. */
function isUnusable(entry: string): boolean {
  return entry !== '*' && /[\s*/;?<]|\.$/.test(entry.replace(/^\*\./, ''))
}

function explainEntries(name: string, unusable: string[], url: URL): string[] {
  if (unusable.length === 0) {
    return []
  }
  const more = unusable.length - maxEntriesShown
  const shown = unusable.slice(0, maxEntriesShown).map(entry => `\`${entry.slice(0, 100)}\``)
  const list = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return [
    `The runner’s variable \`${name}\` has entries that cannot be used: ${list}. Requests to ` +
      `\`${url.hostname}\` go through the proxy. Use host names, \`.example.com\`, ` +
      'single IP addresses or `*`, separated by commas.'
  ]
}

function covers(entry: string, url: URL): boolean {
  if (entry === '*') {
    return true
  }
  const parts = /^(?<host>\[[^\]]*\]|[^:]*)(?::(?<port>\d+))?$/.exec(entry.toLowerCase())?.groups
  const host = (parts?.host ?? entry.toLowerCase()).replace(/^\*\./, '.')
  const port = parts?.port
  const urlPort = url.port || (url.protocol === 'https:' ? '443' : '80')
  if (host === '' || (port !== undefined && port !== urlPort)) {
    return false
  }
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const bare = host.replace(/^\[|\]$/g, '')
  return bare.startsWith('.') ? name.endsWith(bare) : name === bare || name.endsWith(`.${bare}`)
}
