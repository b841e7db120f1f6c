import { findProxy } from '../apinizer/proxy.ts'
import type { ProxyChoice } from '../apinizer/proxy-variables.ts'
import { mask } from './mask.ts'

/** Where sentences about inputs are collected. */
export interface Findings {
  problems: string[]
  warnings: string[]
}

/**
 * Finds the proxy for the Manager in the runner’s variables, and masks its credentials.
 * @returns undefined for a direct connection
 */
export async function readProxy(
  url: URL | undefined,
  { problems, warnings }: Findings
): Promise<URL | undefined> {
  if (url === undefined) {
    return undefined
  }
  let choice: ProxyChoice
  try {
    choice = await findProxy(url, process.env)
  } catch (error) {
    if (!(error instanceof TypeError)) {
      throw error
    }
    problems.push(`The runner’s variable ${error.message}.`)
    return undefined
  }
  warnings.push(...choice.warnings)
  if (choice.proxy !== undefined) {
    maskCredentials(choice.proxy)
    problems.push(...checkNodeCanProxy(url))
  }
  return choice.proxy
}

function maskCredentials({ username, password }: URL): void {
  if (password === '') {
    return
  }
  const decoded = decodeURIComponent(password)
  // The pair is what goes to the proxy in base64, where a short password alone would not be found.
  const pair = `${decodeURIComponent(username)}:${decoded}`
  for (const secret of new Set([password, decoded, pair])) {
    mask(secret)
  }
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
