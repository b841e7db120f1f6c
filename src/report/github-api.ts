import { randomUUID } from 'node:crypto'
import type { ApiResult } from '../apinizer/failures.ts'
import type { HttpClient } from '../apinizer/http.ts'
import { getField, parseJson } from '../apinizer/json.ts'
import { callGitHub, describeProblem, mayBeCarriedOut, persist } from './github-call.ts'

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

/**
 * The calls for the GitHub Deployments of this repository; each rejects with GitHub's error, once trying again can
 * help no more.
 */
export interface GitHubApi {
  /** Resolves to the id of the new GitHub Deployment. */
  create: (deployment: NewDeployment) => Promise<number>
  /** Shows a deployment as in progress. Tries once. */
  begin: (id: number) => Promise<void>
  /** Sets the state in which a deployment ends. */
  setStatus: (id: number, status: DeploymentStatus) => Promise<void>
  /**
   * Sets those deployments of ours inactive that succeeded, and stand for these groups and no others.
   * @param before the id of the deployment that replaces them; only older ones are set inactive
   */
  setInactive: (replaced: Place & { groups: ReadonlySet<string>; before?: number }) => Promise<void>
}

export interface GitHubApiOptions {
  /** The name on GitHub, with `{environment}` and `{project}` for those in the Manager. */
  githubEnvironment: string
  /** Aborted when the runner ends the step within seconds. */
  signal: AbortSignal
}

/**
 * Creates a client for GitHub's REST API. It is no octokit, which would bring 1 MB of code that runs with the
 * user's tokens, and knows neither the runner's proxy nor further CAs.
 * @param http sends requests to the API's address, with the `github-token`
 * @param env the variables that the runner sets
 * @throws when this is no workflow run of a repository
 */
export function createGitHubApi(
  http: HttpClient,
  env: Readonly<Record<string, string | undefined>>,
  { githubEnvironment, signal: cancelled }: GitHubApiOptions
): GitHubApi {
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: runId = '', GITHUB_SHA: ref } = env
  if (!repository) {
    throw new Error('the variable GITHUB_REPOSITORY is not set')
  }
  const server = env.GITHUB_SERVER_URL || 'https://github.com'
  const deployments = `/repos/${repository}/deployments`
  const log_url = `${server}/${repository}/actions/runs/${runId}`
  // What a lost response is found by: no other step of any run has the same.
  const own = { run: runId, attempt: env.GITHUB_RUN_ATTEMPT ?? '', step: randomUUID() }

  const getValue = <Value>(result: ApiResult<Value>): Value => {
    if (result.ok) {
      return result.value
    }
    throw new Error(describeProblem(result.problem, server))
  }
  const postStatus = (id: number, status: DeploymentStatus) => {
    // GitHub's own `auto_inactive` would end the records of other groups, too.
    const body = { log_url, auto_inactive: false, ...status }
    return callGitHub(http, 'POST', `${deployments}/${id}/statuses`, body)
  }
  const setStatus = async (id: number, status: DeploymentStatus) => {
    getValue(await persist(() => postStatus(id, status), cancelled))
  }
  const nameEnvironment = ({ project, environment }: Place) =>
    githubEnvironment
      .replaceAll('{environment}', () => environment)
      .replaceAll('{project}', () => project)
  /** The newest deployments of ours to a place, the newest first. */
  const list = async (place: Place): Promise<ApiResult<ListedDeployment[]>> => {
    const query = new URLSearchParams({ environment: nameEnvironment(place), per_page: '100' })
    const listed = await callGitHub(http, 'GET', `${deployments}?${query.toString()}`)
    return listed.ok ? { ok: true, value: listDeployments(listed.value, place) } : listed
  }
  return {
    create: async ({ description, record, isProduction }) => {
      const body = {
        ref,
        environment: nameEnvironment(record),
        auto_merge: false,
        required_contexts: [],
        description,
        payload: { apinizer: { ...record, ...own } },
        ...(isProduction !== undefined && { production_environment: isProduction })
      }
      let isLost = false
      const createOnce = async (): Promise<ApiResult<unknown>> => {
        if (isLost) {
          const listed = await list(record)
          const found = listed.ok ? listed.value.find(one => one.step === own.step) : undefined
          if (!listed.ok || found !== undefined) {
            return listed.ok ? { ok: true, value: found } : listed
          }
        }
        const created = await callGitHub(http, 'POST', deployments, body)
        isLost ||= !created.ok && mayBeCarriedOut(created.problem)
        return created
      }
      const id = getField(getValue(await persist(createOnce, cancelled)), 'id')
      if (typeof id !== 'number') {
        throw new Error('GitHub created no deployment')
      }
      return id
    },
    begin: async id => {
      getValue(await postStatus(id, { state: 'in_progress' }))
    },
    setStatus,
    setInactive: async ({ groups, before = Infinity, ...place }) => {
      const done = new Set<string>()
      for (const { id, groups: recorded } of getValue(await list(place))) {
        const key = JSON.stringify(recorded)
        if (id >= before || done.has(key) || !isCovered(recorded, groups)) {
          continue
        }
        if (cancelled.aborted) {
          return
        }
        const statuses = await callGitHub(http, 'GET', `${deployments}/${id}/statuses?per_page=1`)
        const state = getField(toArray(getValue(statuses))[0], 'state')
        if (state === 'success') {
          await setStatus(id, { state: 'inactive' })
        } else if (state === 'inactive') {
          // All older ones of the same groups were set inactive before it.
          done.add(key)
        }
      }
    }
  }
}

function isCovered(recorded: readonly string[], groups: ReadonlySet<string>): boolean {
  return recorded.length > 0 && recorded.every(group => groups.has(group))
}

interface ListedDeployment {
  id: number
  groups: string[]
  /** Which step of which run created it. */
  step: unknown
}

/** Picks our deployments to a place from GitHub's list; a payload is returned as it was sent, or as JSON text. */
function listDeployments(rows: unknown, place: Place): ListedDeployment[] {
  return toArray(rows).flatMap(row => {
    const id = getField(row, 'id')
    const payload = getField(row, 'payload')
    const record = getField(typeof payload === 'string' ? parseJson(payload) : payload, 'apinizer')
    const groups = getField(record, 'groups')
    const isOurs =
      getField(record, 'project') === place.project &&
      getField(record, 'environment') === place.environment
    return isOurs && typeof id === 'number' && Array.isArray(groups)
      ? [{ id, groups: groups.map(String), step: getField(record, 'step') }]
      : []
  })
}

function toArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
