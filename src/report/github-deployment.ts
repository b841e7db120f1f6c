import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ApinizerClient } from '../apinizer/client.ts'
import { createHttpClient, type HttpClient } from '../apinizer/http.ts'
import type { Outcome } from '../deploy/outcome.ts'
import type { Wave } from '../deploy/plan.ts'
import type { Observer } from '../deploy/run-plan.ts'
import { findMaskedProxy } from '../inputs/proxy.ts'
import { annotateWarning, getErrorMessage } from '../runner/log.ts'
import { createGitHubApi } from './github-api.ts'
import { closeRecord, openRecord, retireRecords, type RecordContext } from './github-records.ts'

export interface GitHubDeploymentOptions extends Pick<
  RecordContext,
  'env' | 'project' | 'githubEnvironment' | 'signal'
> {
  /** Creates what sends requests to GitHub; throws when the runner's variables cannot be used. */
  connect: () => HttpClient
  operation: 'deploy' | 'undeploy'
  /** Whether targets may turn out to need nothing: then a record is opened only when one does. */
  skipIfCurrent: boolean
  /** The type of a wave's environment in the Manager (`PRODUCTION` and so on), where it is known. */
  findType: (wave: Wave) => Promise<string | undefined>
}

/** The time for the Manager to name an environment's type, ms: a record can do without it. */
const typeTimeoutMs = 2_000

/** How long a deployment waits for its record, ms: then GitHub is asked again beside it. */
const openingTimeoutMs = 5_000

/**
 * Records the run as GitHub Deployments. `deploy`: one for each environment, opened before its first
 * target and closed after its last; none where all targets are already current. One that succeeds sets
 * older ones inactive, if all their groups are among its own: those of other groups stay, also from
 * another step of the same job. `undeploy`: those of the groups are set inactive. Errors of GitHub are
 * warnings.
 */
export function recordGitHubDeployments(options: GitHubDeploymentOptions): Observer {
  const { connect, env, signal, operation, skipIfCurrent, findType } = options
  let created: RecordContext | undefined
  // Created with the first record, so that what is wrong with the runner's variables is a warning.
  const getContext = () => {
    const createApi = () => createGitHubApi(connect(), env, signal)
    return (created ??= { ...options, ...createApi(), step: randomUUID() })
  }
  const retire = (environment: string, outcomes: readonly Outcome[], before = Infinity) =>
    attempt(`Setting GitHub Deployments for ${environment} inactive`, async () => {
      await retireRecords(environment, outcomes, before, getContext())
    })
  let opening: Promise<number | undefined> | undefined
  const open = (wave: Wave) => {
    opening ??= attempt(`Opening a GitHub Deployment for ${wave.environment}`, async () => {
      const context = getContext()
      return openRecord(wave, await findType(wave), context)
    })
    return opening
  }
  if (operation === 'undeploy') {
    return {
      waveEnds: async ({ environment }, outcomes) => {
        const undeployed = outcomes.filter(({ status }) => status === 'succeeded')
        if (undeployed.length > 0) {
          await retire(environment, undeployed)
        }
      }
    }
  }
  return {
    waveStarts: async wave => {
      if (!skipIfCurrent) {
        await Promise.race([open(wave), sleep(openingTimeoutMs, undefined, { ref: false })])
      }
    },
    targetEnds: ({ status }, wave) => {
      if (status !== 'current' && status !== 'not-attempted') {
        void open(wave)
      }
    },
    waveEnds: async ({ environment }, outcomes) => {
      const id = await opening
      opening = undefined
      if (id === undefined) {
        return
      }
      const state = await attempt(`Closing the GitHub Deployment for ${environment}`, async () =>
        closeRecord(id, outcomes, getContext())
      )
      if (state === 'success') {
        await retire(environment, outcomes, id)
      }
    }
  }
}

/** Creates what finds the type of a wave's environment in the Manager's list of its first group's environments. */
export function createTypeFinder(client: Pick<ApinizerClient, 'findEnvironment'>) {
  return async ({ environment, targets: [target] }: Wave): Promise<string | undefined> => {
    const limits = { timeoutMs: typeTimeoutMs }
    const found = await client.findEnvironment({ group: target?.group ?? '', environment }, limits)
    return found.ok ? found.value.listed?.type : undefined
  }
}

/**
 * Connects to the GitHub server that runs the workflow, through the runner's proxy.
 * @param caCertificates PEM texts that are trusted in addition to Node's and the system's CAs
 * @throws when GITHUB_API_URL is no URL, or the proxy's variable cannot be used
 */
export function connectToGitHub(token: string, caCertificates: readonly string[]): HttpClient {
  const url = new URL(process.env.GITHUB_API_URL || 'https://api.github.com')
  const { proxy } = findMaskedProxy(url)
  return createHttpClient({ url, token, proxy: proxy?.href, caCertificates })
}

/** Resolves to undefined, after a warning, when a call fails. */
async function attempt<Value>(
  what: string,
  call: () => Promise<Value>
): Promise<Value | undefined> {
  try {
    return await call()
  } catch (error) {
    annotateWarning(
      'GitHub Deployment not recorded',
      `${what}: ${getErrorMessage(error)}. The deployment to Apinizer is not affected.`
    )
    return undefined
  }
}
