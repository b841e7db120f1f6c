import { findProxy, type ProxyChoice } from '../apinizer/proxy.ts'
import { findMaskProblem, mask } from './mask.ts'

/** Where sentences about inputs are collected. */
export interface Findings {
  problems: string[]
  warnings: string[]
}

/**
 * Finds the proxy for requests to a URL in the runner’s variables, and masks its password, or warns that it cannot.
 * @throws TypeError when the variable cannot be used: its name and the problem, without a full stop
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
  const secrets = [...new Set([password, decoded, pair])]
  secrets.filter(secret => findMaskProblem(secret) === undefined).forEach(mask)
  const problem = findMaskProblem(decoded)
  return problem === undefined
    ? choice
    : {
        ...choice,
        warnings: [...choice.warnings, `The proxy’s password is not masked: ${problem}.`]
      }
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
    if (!(error instanceof TypeError)) {
      throw error
    }
    problems.push(`The runner’s variable ${error.message}.`)
    return undefined
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
