import { context } from '@actions/github'
import type { HttpClient, HttpRequest } from '../apinizer/http.ts'

/** The limit for one call, so that a cancelled run can still close what it opened, ms. */
const timeoutMs = 2_000

/**
 * Pauses between the tries of what has to succeed in the end. A cancelled run has 7.5 s for all of it, of which the
 * creation that is in progress may take two.
 */
const pausesMs = [500, 1_000, 2_000, 4_000]
const pausesWhenCancelledMs = [250]

/** Where something is deployed in the Manager. */
interface Place {
  project: string
  environment: string
}

/** What a GitHub Deployment stands for. */
interface DeploymentRecord extends Place {
  groups: readonly string[]
}

interface NewDeployment {
  description: string
  record: DeploymentRecord
  /** Undefined where the type of the environment is not known: GitHub then goes by its name. */
  isProduction: boolean | undefined
}

export interface DeploymentStatus {
  state: 'in_progress' | 'success' | 'failure' | 'error' | 'inactive'
  description?: string
  environment_url?: string
}

/** The calls for the GitHub Deployments of this repository; each rejects with GitHub's error. */
export interface GitHubApi {
  /** Resolves to the id of the new GitHub Deployment. */
  create: (deployment: NewDeployment) => Promise<number>
  /** Shows a deployment as in progress. Tries once. */
  begin: (id: number) => Promise<void>
  /** Sets the state in which a deployment ends. Tries again after everything that a later try can overcome. */
  setStatus: (id: number, status: DeploymentStatus) => Promise<void>
  /** Sets those deployments to an environment on GitHub inactive that stand for these groups and no others. */
  setInactive: (undeployed: Place & { groups: ReadonlySet<string> }) => Promise<void>
}

/** An error response of GitHub. */
class GitHubError extends Error {
  readonly status: number | undefined

  constructor(message: string, status?: number) {
    super(message)
    this.status = status
  }
}

/**
 * Creates a client for GitHub's REST API. It is no octokit, which would bring 1 MB of code that runs with the
 * user's tokens, and knows neither the runner's proxy nor further CAs.
 * @param http sends requests to the API's address, with the `github-token`
 * @param options `githubEnvironment`, the name on GitHub with `{environment}` and `{project}` for those in the Manager,
 * and `signal`: aborted when the runner ends the step within seconds
 * @throws when this is no workflow run of a repository
 */
export function createGitHubApi(
  http: HttpClient,
  { githubEnvironment, signal: cancelled }: { githubEnvironment: string; signal: AbortSignal }
): GitHubApi {
  const { owner, repo } = context.repo
  const deployments = `/repos/${owner}/${repo}/deployments`
  const log_url = `${context.serverUrl}/${owner}/${repo}/actions/runs/${context.runId}`
  const postStatus = async (id: number, status: DeploymentStatus) => {
    // A second step of the job may deploy to the same environment: it does not replace the first.
    const body = { log_url, auto_inactive: false, ...status }
    await call(http, 'POST', `${deployments}/${id}/statuses`, body)
  }
  const setStatus = (id: number, status: DeploymentStatus) =>
    retry(() => postStatus(id, status), cancelled)
  const nameEnvironment = ({ project, environment }: Place) =>
    githubEnvironment
      .replaceAll('{environment}', () => environment)
      .replaceAll('{project}', () => project)
  return {
    create: async ({ description, record, isProduction }) => {
      const created = await call(http, 'POST', deployments, {
        ref: context.sha,
        environment: nameEnvironment(record),
        auto_merge: false,
        required_contexts: [],
        description,
        payload: { apinizer: record },
        ...(isProduction !== undefined && { production_environment: isProduction })
      })
      const id = readField(created, 'id')
      if (typeof id !== 'number') {
        throw new GitHubError('GitHub created no deployment')
      }
      return id
    },
    begin: id => postStatus(id, { state: 'in_progress' }),
    setStatus,
    setInactive: async ({ groups, ...place }) => {
      const name = nameEnvironment(place)
      const query = new URLSearchParams({ environment: name, per_page: '100' })
      // The newest come first.
      for (const row of toArray(await call(http, 'GET', `${deployments}?${query.toString()}`))) {
        const id = readField(row, 'id')
        const record = readRecord(readField(row, 'payload'))
        const isOurs = record?.project === place.project && record.environment === place.environment
        if (typeof id !== 'number' || !isOurs || !isCovered(record.groups, groups)) {
          continue
        }
        const statuses = await call(http, 'GET', `${deployments}/${id}/statuses?per_page=1`)
        const state = readField(toArray(statuses)[0], 'state')
        // All older ones were set inactive with this one.
        if (state === 'inactive' || cancelled.aborted) {
          return
        }
        if (state === 'success') {
          await setStatus(id, { state: 'inactive' })
        }
      }
    }
  }
}

function isCovered(recorded: readonly string[], groups: ReadonlySet<string>): boolean {
  return recorded.length > 0 && recorded.every(group => groups.has(group))
}

/** Makes one call. @returns the response's JSON */
async function call(
  http: HttpClient,
  method: HttpRequest['method'],
  path: string,
  body?: object
): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs)
  const text = body && JSON.stringify(body)
  const result = await http.send({ method, path, body: text, timeoutMs, signal })
  if (result.kind !== 'complete') {
    const isLate = result.kind === 'timeout' || result.kind === 'cancelled'
    throw new GitHubError(isLate ? 'GitHub did not respond within 2 s' : result.detail)
  }
  const { status } = result
  const value = parseJson(result.body)
  if (status >= 300) {
    const message = readField(value, 'message')
    const quoted = typeof message === 'string' ? message : 'no message'
    const isRefused = status === 403 || status === 404
    const remedy = isRefused ? '. Give the job `permissions: deployments: write`' : ''
    throw new GitHubError(`GitHub responded with ${status}: ${quoted}${remedy}`, status)
  }
  return value
}

async function retry(send: () => Promise<void>, cancelled: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await send()
      return
    } catch (error) {
      const pauseMs = (cancelled.aborted ? pausesWhenCancelledMs : pausesMs)[tries]
      const { status = 500 } = Object(error) as { status?: number }
      if (pauseMs === undefined || (status < 500 && status !== 429)) {
        throw error
      }
      await process.getBuiltinModule('node:timers/promises').setTimeout(pauseMs)
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** GitHub returns a payload as it was sent, or as JSON text; that of others can be anything. */
function readRecord(payload: unknown): DeploymentRecord | undefined {
  const record = readField(typeof payload === 'string' ? parseJson(payload) : payload, 'apinizer')
  const groups = readField(record, 'groups')
  if (!Array.isArray(groups)) {
    return undefined
  }
  const [project, environment] = ['project', 'environment'].map(name => readField(record, name))
  return { project: String(project), environment: String(environment), groups: groups.map(String) }
}

function toArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function readField(value: unknown, name: string): unknown {
  return (Object(value) as Record<string, unknown>)[name]
}
