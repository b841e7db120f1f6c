/**
 * The proxy for requests to a URL, by the rules the runner itself follows: the lower-case variable
 * first, `http://` where no scheme is given, loopback never proxied, `no_proxy` with `*`, hosts and
 * the hosts below them, `.suffix`, IP addresses, each with a port or without.
 * @param url where requests go
 * @param env the process's environment
 * @returns the proxy's URL, or undefined for a direct connection
 * @throws TypeError when the variable holds something that is no URL
 */
export function proxyFor(url: URL, env: Record<string, string | undefined>): URL | undefined {
  const variable = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy'
  const address = read(env, variable)
  if (
    address === '' ||
    isLoopback(url.hostname) ||
    read(env, 'no_proxy')
      .split(',')
      .some(entry => covers(entry.trim(), url))
  )
    return undefined
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address) && !/^https?:/i.test(address))
    throw new TypeError(`${variable} names a proxy of another kind than http or https`)
  const withScheme = /^https?:\/\//i.test(address) ? address : `http://${address}`
  if (!URL.canParse(withScheme)) throw new TypeError(`${variable} is not the address of a proxy`)
  return new URL(withScheme)
}

/** True for names and addresses of this very machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

function read(env: Record<string, string | undefined>, name: string): string {
  return (env[name] || env[name.toUpperCase()] || '').trim()
}

function covers(entry: string, url: URL): boolean {
  if (entry === '*') return true
  const parts = /^(?<host>\[[^\]]*\]|[^:]*)(?::(?<port>\d+))?$/.exec(entry.toLowerCase())?.groups
  const host = (parts?.host ?? entry.toLowerCase()).replace(/^\*\./, '.')
  const port = parts?.port
  if (
    host === '' ||
    (port !== undefined && port !== (url.port || (url.protocol === 'https:' ? '443' : '80')))
  )
    return false
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const bare = host.replace(/^\[|\]$/g, '')
  return bare.startsWith('.') ? name.endsWith(bare) : name === bare || name.endsWith(`.${bare}`)
}
