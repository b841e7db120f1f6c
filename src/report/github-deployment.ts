import { setTimeout } from 'node:timers/promises'
import type { ApinizerClient } from '../apinizer/client.ts'
import { createHttpClient } from '../apinizer/http.ts'
import { findProxy } from '../apinizer/proxy.ts'
import { isGreen, isRed, type Outcome } from '../deploy/outcome.ts'
import type { Wave } from '../deploy/plan.ts'
import type { Observer } from '../deploy/run-plan.ts'
import { findEnvironment } from '../deploy/verify.ts'
import { annotateWarning, debug } from '../runner/log.ts'
import { parseWebAddress, sanitize } from '../runner/sanitize.ts'
import type { DeploymentStatus, GitHubApi } from './github-api.ts'
import { countOutcomes, joinNames } from './sentences.ts'

export interface GitHubDeploymentOptions {
  /** The `github-token` input. */
  token: string
  /** PEM texts that are trusted in addition to Node's and the system's CAs. */
  caCertificates: readonly string[]
  operation: 'deploy' | 'undeploy'
  project: string
  /** Whether targets may turn out to need nothing: then a record is opened only when one does. */
  skipIfCurrent: boolean
  /** The environment on GitHub for an environment in the Manager. */
  nameEnvironment: (environment: string) => string
  /** The type of a wave's environment in the Manager (`PRODUCTION` and so on), where it is known. */
  findType: (wave: Wave) => Promise<string | undefined>
  /** Aborted: the runner ends the step within seconds. */
  signal: AbortSignal
}

/** The time for the Manager to tell an environment's type, ms: a record can do without. */
const typeTimeoutMs = 2_000

/** GitHub's limit for the description of a status. */
const maxDescription = 140
/** A longer list of groups is left out of the record. */
const maxRecordedGroups = 500

/** Pauses between the tries to close a record; a cancelled run has less than 8 s for all of it. */
const pausesMs = [500, 1_000, 2_000, 4_000]
const pausesWhenCancelledMs = [250, 250]

/**
 * Records the run as GitHub Deployments. `deploy`: one for each environment, opened before its first
 * target and closed after its last; none where all targets are already current. `undeploy`: those of
 * the groups are set inactive. Errors of GitHub are warnings.
 */
export function recordGitHubDeployments(options: GitHubDeploymentOptions): Observer {
  let loading: Promise<GitHubApi> | undefined
  // Loaded on demand, because the toolkit reads the event's file as soon as it is loaded.
  const load = () =>
    (loading ??= import('./github-api.ts').then(({ createGitHubApi }) =>
      createGitHubApi(connect(options))
    ))
  return options.operation === 'deploy'
    ? recordDeployment(options, load)
    : recordUndeployment(options, load)
}

/** Creates what finds the type of a wave's environment in the Manager's list of its first group's environments. */
export function createTypeFinder(client: Pick<ApinizerClient, 'listGroupEnvironments'>) {
  return async ({ environment, targets: [target] }: Wave): Promise<string | undefined> => {
    const limits = { timeoutMs: typeTimeoutMs }
    const listing = await client.listGroupEnvironments(target?.group ?? '', limits)
    return listing.ok ? findEnvironment(listing.value, environment)?.type : undefined
  }
}

/** The GitHub server that runs the workflow, through the runner's proxy. */
function connect({ token, caCertificates }: GitHubDeploymentOptions) {
  const url = new URL(process.env.GITHUB_API_URL || 'https://api.github.com')
  const proxy = findProxy(url, process.env).proxy?.href
  return createHttpClient({ url, token, proxy, caCertificates })
}

type Load = () => Promise<GitHubApi>

function recordDeployment(options: GitHubDeploymentOptions, load: Load): Observer {
  const opened = new Map<string, Promise<number | undefined>>()
  const open = (wave: Wave) => {
    const { environment } = wave
    const opening = opened.get(environment) ?? openRecord(wave, options, load)
    opened.set(environment, opening)
    return opening
  }
  return {
    waveStarts: async wave => {
      if (!options.skipIfCurrent) {
        await open(wave)
      }
    },
    targetEnds: ({ status }, wave) => {
      if (status !== 'current' && status !== 'not-attempted') {
        void open(wave)
      }
    },
    waveEnds: async ({ environment }, outcomes) => {
      const id = await opened.get(environment)
      if (id !== undefined) {
        await warnOnError(`Closing the GitHub Deployment for ${environment}`, async () => {
          const { setStatus } = await load()
          await retry(() => setStatus(id, createStatus(outcomes)), options.signal)
        })
      }
    }
  }
}

/** Resolves to the id of the record; to undefined, after a warning, when there is none. */
async function openRecord(
  wave: Wave,
  { project, nameEnvironment, findType }: GitHubDeploymentOptions,
  load: Load
): Promise<number | undefined> {
  const { environment } = wave
  const groups = wave.targets.map(({ group }) => group)
  const noun = groups.length === 1 ? 'API Proxy Group' : 'API Proxy Groups'
  let id: number | undefined
  await warnOnError(`Opening a GitHub Deployment for ${environment}`, async () => {
    const { create, setStatus } = await load()
    const type = await findType(wave)
    id = await create({
      name: nameEnvironment(environment),
      description: shorten(`${noun} ${joinNames(groups)} of project ${project}`),
      record: { project, environment, groups: groups.length > maxRecordedGroups ? [] : groups },
      isProduction: type === undefined ? undefined : type === 'PRODUCTION'
    })
    await setStatus(id, { state: 'in_progress' }).catch((error: unknown) => {
      // Not worth a warning: the record is closed all the same.
      debug(`GitHub Deployment ${String(id)} is not shown as in progress: ${getMessage(error)}`)
    })
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

function recordUndeployment(options: GitHubDeploymentOptions, load: Load): Observer {
  return {
    waveEnds: async (wave, outcomes) => {
      const undeployed = outcomes.filter(({ status }) => status === 'succeeded')
      const groups = new Set(undeployed.map(({ target }) => target.group))
      if (groups.size > 0) {
        const what = `Setting the GitHub Deployments for ${wave.environment} inactive`
        await warnOnError(what, () => setInactive(wave.environment, groups, options, load))
      }
    }
  }
}

/** Sets those deployments inactive that stand for these groups and no others. */
async function setInactive(
  environment: string,
  groups: ReadonlySet<string>,
  { project, nameEnvironment, signal }: GitHubDeploymentOptions,
  load: Load
): Promise<void> {
  const api = await load()
  for (const { id, record } of await api.list(nameEnvironment(environment))) {
    const isOurs = record.project === project && record.environment === environment
    const recorded = record.groups ?? []
    if (isOurs && recorded.length > 0 && recorded.every(group => groups.has(group))) {
      const state = await api.getState(id)
      // All older ones were set inactive with this one.
      if (state === 'inactive' || signal.aborted) {
        return
      }
      if (state === 'success') {
        await retry(() => api.setStatus(id, { state: 'inactive' }), signal)
      }
    }
  }
}

/** Tries a call again after everything that a later try can overcome. */
async function retry(call: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await call()
      return
    } catch (error) {
      const pauseMs = (signal.aborted ? pausesWhenCancelledMs : pausesMs)[tries]
      const { status = 500 } = Object(error) as { status?: number }
      if (pauseMs === undefined || (status < 500 && status !== 429)) {
        throw error
      }
      await setTimeout(pauseMs)
    }
  }
}

async function warnOnError(what: string, call: () => Promise<void>): Promise<void> {
  try {
    await call()
  } catch (error) {
    annotateWarning(
      'GitHub Deployment not recorded',
      `${what}: ${explainError(error)} The deployment to Apinizer is not affected.`
    )
  }
}

function explainError(error: unknown): string {
  const { status } = Object(error) as { status?: number }
  const isRefused = status === 403 || status === 404
  const remedy = isRefused ? ' Give the job `permissions: deployments: write`.' : ''
  return `${getMessage(error)}.${remedy}`
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function shorten(text: string): string {
  const line = sanitize(text)
  return line.length > maxDescription ? `${line.slice(0, maxDescription - 1)}…` : line
}
