import type { ProxyChoice } from './proxy-variables.ts'

type Environment = Record<string, string | undefined>

/**
 * Finds the proxy for requests to a URL, by the rules the runner itself follows; loopback is never proxied.
 * @param url where requests go
 * @param env the process’s environment
 * @throws TypeError when the variable cannot be used: its name and the problem, without a full stop
 */
export async function findProxy(url: URL, env: Environment): Promise<ProxyChoice> {
  const variables = ['http_proxy', 'https_proxy'].flatMap(name => [name, name.toUpperCase()])
  if (isLoopback(url.hostname) || !variables.some(name => env[name])) {
    return { proxy: undefined, warnings: [] }
  }
  const { chooseProxy } = await import('./proxy-variables.ts')
  return chooseProxy(url, env)
}

/** Whether a URL’s host name is a name or an address of this very machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}
