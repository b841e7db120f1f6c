import type { Simulator } from '../../simulator/simulator.ts'
import { demoToken } from '../../simulator/world.ts'
import { createApinizerClient } from '../../src/apinizer/client.ts'
import { createHttpClient } from '../../src/apinizer/http.ts'
import { createListingCache } from '../../src/deploy/listing-cache.ts'
import type { Target } from '../../src/deploy/outcome.ts'
import type { RunContext, RunSettings } from '../../src/deploy/run-context.ts'

/** A group and an environment of the simulator's seeded world. */
export const target: Target = { group: 'PaymentAPIGroup', environment: 'production' }

export interface ContextOverrides extends Partial<RunSettings> {
  edition?: RunContext['edition']
  signal?: AbortSignal
  token?: string
  caCertificates?: string[]
}

/**
 * What a target needs of a run, with a real client for a server. The time limits are short, so that a test
 * of a loss is over soon: no retries, and a lost request is looked up until `timeoutMs` ends.
 * @param progress the lines of progress, as they come
 */
export function createRunContext(
  { url }: Pick<Simulator, 'url'>,
  overrides: ContextOverrides = {}
): RunContext & { progress: string[] } {
  const { edition, signal, token, caCertificates, ...given } = overrides
  const settings: RunSettings = {
    operation: 'deploy',
    project: 'Payments',
    description: undefined,
    defaultDescription: 'GitHub Actions: acme/payments@1a2b3c4, run 12345 by octocat',
    persistent: undefined,
    skipIfCurrent: false,
    verify: 'none',
    verifyTimeoutMs: 0,
    timeoutMs: 400,
    retryTimeoutMs: 0,
    minLookupMs: 0,
    ...given
  }
  const abortSignal = signal ?? new AbortController().signal
  const http = createHttpClient({
    url: new URL(url),
    token: token ?? demoToken,
    caCertificates: caCertificates ?? []
  })
  const client = createApinizerClient(http, {
    project: settings.project,
    timeoutMs: settings.timeoutMs,
    signal: abortSignal
  })
  const progress: string[] = []
  return {
    client,
    settings,
    edition: 'edition' in overrides ? edition : 'current',
    listings: createListingCache(client),
    signal: abortSignal,
    ended: new AbortController().signal,
    sanitize: (text, maxLength = 3_000) => text.slice(0, maxLength),
    onProgress: line => {
      progress.push(line)
    },
    progress
  }
}

/** How many requests of a kind arrived. */
export function countCalls({ requests }: Pick<Simulator, 'requests'>, call: string): number {
  return requests.filter(request => request.call === call).length
}

/** The names of the calls that arrived, in their order. */
export function listCalls({ requests }: Pick<Simulator, 'requests'>): string[] {
  return requests.map(({ call }) => call)
}

/** The group of `target`, live. */
export function findGroup({ world }: Pick<Simulator, 'world'>) {
  const group = world.projects['Payments']?.groups[target.group]
  if (group === undefined) {
    throw new Error('The world of this simulator has no such group.')
  }
  return group
}

/** The worker pods of an environment, live. */
export function findPods({ world }: Pick<Simulator, 'world'>, environment = target.environment) {
  return world.projects['Payments']?.environments[environment]?.pods ?? []
}

/** A port of this host where nothing listens. */
export async function findClosedPort(): Promise<number> {
  const { createServer } = await import('node:net')
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
