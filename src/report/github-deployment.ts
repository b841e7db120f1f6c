import { setTimeout as sleep } from 'node:timers/promises'
import type { ApinizerClient } from '../apinizer/client.ts'
import { createHttpClient, type HttpClient } from '../apinizer/http.ts'
import { isGreen, isRed, type Outcome } from '../deploy/outcome.ts'
import type { Wave } from '../deploy/plan.ts'
import type { Observer } from '../deploy/run-plan.ts'
import { findMaskedProxy } from '../inputs/proxy.ts'
import { annotateWarning, debug } from '../runner/log.ts'
import { parseWebAddress, sanitize } from '../runner/sanitize.ts'
import { createGitHubApi, type DeploymentStatus, type GitHubApi } from './github-api.ts'
import { countOutcomes, joinNames } from './sentences.ts'

export interface GitHubDeploymentOptions {
  /** Creates what sends requests to GitHub; throws when the runner's variables cannot be used. */
  connect: () => HttpClient
  /** The variables that the runner sets. */
  env: Readonly<Record<string, string | undefined>>
  operation: 'deploy' | 'undeploy'
  project: string
  /** Whether targets may turn out to need nothing: then a record is opened only when one does. */
  skipIfCurrent: boolean
  /** The environment on GitHub, with `{environment}` and `{project}` for those in the Manager. */
  githubEnvironment: string
  /** The type of a wave's environment in the Manager (`PRODUCTION` and so on), where it is known. */
  findType: (wave: Wave) => Promise<string | undefined>
  /** Aborted: the runner ends the step within seconds. */
  signal: AbortSignal
}

/** The time for the Manager to name an environment's type, ms: a record can do without it. */
const typeTimeoutMs = 2_000

/** How long a deployment waits for its record, ms: then GitHub is asked again beside it. */
const openingTimeoutMs = 5_000

/** GitHub's limit for the description of a status. */
const maxDescription = 140
/** A longer list of groups is left out of the record. */
const maxRecordedGroups = 500

/**
 * Records the run as GitHub Deployments. `deploy`: one for each environment, opened before its first
 * target and closed after its last; none where all targets are already current. One that succeeds sets
 * older ones inactive, if all their groups are among its own: those of other groups stay, also from
 * another step of the same job. `undeploy`: those of the groups are set inactive. Errors of GitHub are
 * warnings.
 */
export function recordGitHubDeployments(options: GitHubDeploymentOptions): Observer {
  let api: GitHubApi | undefined
  // Created with the first record, so that what is wrong with the runner's variables is a warning.
  const getApi = () => (api ??= createGitHubApi(options.connect(), options.env, options))
  return options.operation === 'deploy'
    ? recordDeployment(options, getApi)
    : recordUndeployment(options, getApi)
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

type GetApi = () => GitHubApi

function recordDeployment(options: GitHubDeploymentOptions, getApi: GetApi): Observer {
  const opened = new Map<string, Promise<number | undefined>>()
  const open = (wave: Wave) => {
    const { environment } = wave
    const opening = opened.get(environment) ?? openRecord(wave, options, getApi)
    opened.set(environment, opening)
    return opening
  }
  return {
    waveStarts: async wave => {
      if (!options.skipIfCurrent) {
        await Promise.race([open(wave), sleep(openingTimeoutMs, undefined, { ref: false })])
      }
    },
    targetEnds: ({ status }, wave) => {
      if (status !== 'current' && status !== 'not-attempted') {
        void open(wave)
      }
    },
    waveEnds: async (wave, outcomes) => {
      const { environment } = wave
      const id = await opened.get(environment)
      if (id === undefined) {
        return
      }
      const status = createStatus(outcomes)
      const isClosed = await warnOnError(`Closing the GitHub Deployment for ${environment}`, () =>
        getApi().setStatus(id, status)
      )
      if (isClosed && status.state === 'success') {
        await retire(getApi, { project: options.project, environment, before: id }, outcomes)
      }
    }
  }
}

/** Sets the records of the targets' groups inactive; with `before`, those that are older than that one. */
async function retire(
  getApi: GetApi,
  place: { project: string; environment: string; before?: number },
  outcomes: readonly Outcome[]
): Promise<void> {
  const groups = new Set(outcomes.map(({ target }) => target.group))
  await warnOnError(`Setting GitHub Deployments for ${place.environment} inactive`, () =>
    getApi().setInactive({ ...place, groups })
  )
}

/** Resolves to the id of the record; to undefined, after a warning, when there is none. */
async function openRecord(
  wave: Wave,
  { project, findType, signal }: GitHubDeploymentOptions,
  getApi: GetApi
): Promise<number | undefined> {
  const { environment } = wave
  const groups = wave.targets.map(({ group }) => group)
  const noun = groups.length === 1 ? 'API Proxy Group' : 'API Proxy Groups'
  let id: number | undefined
  await warnOnError(`Opening a GitHub Deployment for ${environment}`, async () => {
    const { create, begin } = getApi()
    const type = await findType(wave)
    id = await create({
      description: shorten(`${noun} ${joinNames(groups)} of project ${project}`),
      record: { project, environment, groups: groups.length > maxRecordedGroups ? [] : groups },
      isProduction: type === undefined ? undefined : type === 'PRODUCTION'
    })
    // A cancelled run has no time for it: the record has to be closed.
    if (!signal.aborted) {
      await begin(id).catch((error: unknown) => {
        // Not worth a warning: the record is closed all the same.
        debug(`GitHub Deployment ${String(id)} is not shown as in progress: ${getMessage(error)}`)
      })
    }
  })
  return id
}

function createStatus(outcomes: readonly Outcome[]): DeploymentStatus {
  const served = outcomes.findLast(one => isGreen(one) && one.accessUrl !== undefined)
  const address = parseWebAddress(served?.accessUrl ?? '')
  const red = outcomes.filter(isRed).map(({ target }) => target.group)
  const names = red.length > 0 ? `: ${joinNames(red)}` : ''
  return {
    state: chooseState(outcomes),
    description: shorten(`${countOutcomes(outcomes, 'deploy')}${names}`),
    ...(address !== undefined && { environment_url: address })
  }
}

/** `error` where the outcome is unknown, or the run was cancelled. */
function chooseState(outcomes: readonly Outcome[]): DeploymentStatus['state'] {
  if (outcomes.every(isGreen)) {
    return 'success'
  }
  const isUnclear = ({ status, reason }: Outcome) => status === 'unknown' || reason === 'cancelled'
  return outcomes.some(isUnclear) ? 'error' : 'failure'
}

function recordUndeployment({ project }: GitHubDeploymentOptions, getApi: GetApi): Observer {
  return {
    waveEnds: async ({ environment }, outcomes) => {
      const undeployed = outcomes.filter(({ status }) => status === 'succeeded')
      if (undeployed.length > 0) {
        await retire(getApi, { project, environment }, undeployed)
      }
    }
  }
}

/** Resolves to whether the call succeeded. */
async function warnOnError(what: string, call: () => Promise<void>): Promise<boolean> {
  try {
    await call()
    return true
  } catch (error) {
    annotateWarning(
      'GitHub Deployment not recorded',
      `${what}: ${getMessage(error)}. The deployment to Apinizer is not affected.`
    )
    return false
  }
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function shorten(text: string): string {
  const line = sanitize(text)
  return line.length > maxDescription ? `${line.slice(0, maxDescription - 1)}…` : line
}
