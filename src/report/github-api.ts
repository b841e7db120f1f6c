import { context } from '@actions/github'
import type { HttpClient, HttpRequest } from '../apinizer/http.ts'

/** The limit for one call, so that a cancelled run can still close what it opened, ms. */
const timeoutMs = 2_000

/** What a GitHub Deployment stands for. */
interface DeploymentRecord {
  project: string
  /** The environment in the Manager. */
  environment: string
  groups: readonly string[]
}

interface NewDeployment {
  /** The environment on GitHub. */
  name: string
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
  setStatus: (id: number, status: DeploymentStatus) => Promise<void>
  /** Lists the newest deployments to an environment on GitHub, newest first. */
  list: (name: string) => Promise<{ id: number; record: Partial<DeploymentRecord> }[]>
  /** Resolves to the newest state of a deployment; undefined if it has none. */
  getState: (id: number) => Promise<string | undefined>
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
 * @throws when this is no workflow run of a repository
 */
export function createGitHubApi(http: HttpClient): GitHubApi {
  const { owner, repo } = context.repo
  const deployments = `/repos/${owner}/${repo}/deployments`
  const log_url = `${context.serverUrl}/${owner}/${repo}/actions/runs/${context.runId}`
  const call = async (method: HttpRequest['method'], path: string, body?: object) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const result = await http.send({
      method,
      path,
      body: body && JSON.stringify(body),
      timeoutMs,
      signal
    })
    if (result.kind !== 'complete') {
      const isLate = result.kind === 'timeout' || result.kind === 'cancelled'
      throw new GitHubError(isLate ? 'GitHub did not respond within 2 s' : result.detail)
    }
    const value = parseJson(result.body)
    if (result.status >= 300) {
      const message = readField(value, 'message')
      const text = typeof message === 'string' ? message : 'no message'
      throw new GitHubError(`GitHub responded with ${result.status}: ${text}`, result.status)
    }
    return value
  }
  return {
    create: async ({ name, description, record, isProduction }) => {
      const created = await call('POST', deployments, {
        ref: context.sha,
        environment: name,
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
    setStatus: async (id, status) => {
      // A second step of the job may deploy to the same environment: it does not replace the first.
      const body = { log_url, auto_inactive: false, ...status }
      await call('POST', `${deployments}/${id}/statuses`, body)
    },
    list: async name => {
      const query = new URLSearchParams({ environment: name, per_page: '100' })
      const rows = await call('GET', `${deployments}?${query.toString()}`)
      return toArray(rows).flatMap(row => {
        const id = readField(row, 'id')
        return typeof id === 'number' ? [{ id, record: readRecord(readField(row, 'payload')) }] : []
      })
    },
    getState: async id => {
      const [newest] = toArray(await call('GET', `${deployments}/${id}/statuses?per_page=1`))
      const state = readField(newest, 'state')
      return typeof state === 'string' ? state : undefined
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
function readRecord(payload: unknown): Partial<DeploymentRecord> {
  const record = readField(typeof payload === 'string' ? parseJson(payload) : payload, 'apinizer')
  const groups = readField(record, 'groups')
  return Array.isArray(groups)
    ? {
        project: String(readField(record, 'project')),
        environment: String(readField(record, 'environment')),
        groups: groups.map(String)
      }
    : {}
}

function toArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function readField(value: unknown, name: string): unknown {
  return (Object(value) as Record<string, unknown>)[name]
}
