import type { ApinizerClient } from '../apinizer/client.ts'
import { createHttpClient } from '../apinizer/http.ts'
import { findProxy } from '../apinizer/proxy.ts'
import { isGreen, isRed, type Outcome } from '../deploy/outcome.ts'
import type { Wave } from '../deploy/plan.ts'
import type { Observer } from '../deploy/run-plan.ts'
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
  /** The environment on GitHub, with `{environment}` and `{project}` for those in the Manager. */
  githubEnvironment: string
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

/**
 * Records the run as GitHub Deployments. `deploy`: one for each environment, opened before its first
 * target and closed after its last; none where all targets are already current. `undeploy`: those of
 * the groups are set inactive. Errors of GitHub are warnings.
 */
export function recordGitHubDeployments(options: GitHubDeploymentOptions): Observer {
  let loading: Promise<GitHubApi> | undefined
  // Loaded on demand, because the toolkit reads the event's file as soon as it is loaded.
  const load = () =>
    (loading ??= import('./github-api.ts').then(async ({ createGitHubApi }) =>
      createGitHubApi(await connect(options), options)
    ))
  return options.operation === 'deploy'
    ? recordDeployment(options, load)
    : recordUndeployment(options, load)
}

/** Creates what finds the type of a wave's environment in the Manager's list of its first group's environments. */
export function createTypeFinder(client: Pick<ApinizerClient, 'findEnvironment'>) {
  return async ({ environment, targets: [target] }: Wave): Promise<string | undefined> => {
    const limits = { timeoutMs: typeTimeoutMs }
    const found = await client.findEnvironment({ group: target?.group ?? '', environment }, limits)
    return found.ok ? found.value.listed?.type : undefined
  }
}

/** The GitHub server that runs the workflow, through the runner's proxy. */
async function connect({ token, caCertificates }: GitHubDeploymentOptions) {
  const url = new URL(process.env.GITHUB_API_URL || 'https://api.github.com')
  const { proxy } = await findProxy(url, process.env)
  return createHttpClient({ url, token, proxy: proxy?.href, caCertificates })
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
          await setStatus(id, createStatus(outcomes))
        })
      }
    }
  }
}

/** Resolves to the id of the record; to undefined, after a warning, when there is none. */
async function openRecord(
  wave: Wave,
  { project, findType, signal }: GitHubDeploymentOptions,
  load: Load
): Promise<number | undefined> {
  const { environment } = wave
  const groups = wave.targets.map(({ group }) => group)
  const noun = groups.length === 1 ? 'API Proxy Group' : 'API Proxy Groups'
  let id: number | undefined
  await warnOnError(`Opening a GitHub Deployment for ${environment}`, async () => {
    const { create, begin } = await load()
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

function recordUndeployment(options: GitHubDeploymentOptions, load: Load): Observer {
  return {
    waveEnds: async (wave, outcomes) => {
      const undeployed = outcomes.filter(({ status }) => status === 'succeeded')
      const groups = new Set(undeployed.map(({ target }) => target.group))
      if (groups.size > 0) {
        const what = `Setting the GitHub Deployments for ${wave.environment} inactive`
        await warnOnError(what, async () => {
          const { setInactive } = await load()
          const { environment } = wave
          await setInactive({ project: options.project, environment, groups })
        })
      }
    }
  }
}

async function warnOnError(what: string, call: () => Promise<void>): Promise<void> {
  try {
    await call()
  } catch (error) {
    annotateWarning(
      'GitHub Deployment not recorded',
      `${what}: ${getMessage(error)}. The deployment to Apinizer is not affected.`
    )
  }
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function shorten(text: string): string {
  const line = sanitize(text)
  return line.length > maxDescription ? `${line.slice(0, maxDescription - 1)}…` : line
}
