import { context, getOctokit } from '@actions/github'

/** GitHub gets this long for one call, so that a cancelled run can still close what it opened. */
const callMs = 2_000

export interface DeploymentStatus {
  state: 'in_progress' | 'success' | 'failure' | 'error'
  description?: string
  environment_url?: string
}

/** GitHub's side of a GitHub Deployment of this workflow run. Each call throws what GitHub answers. */
export interface GitHub {
  /** @param type of the environment in the Manager, where it is known. @returns the id of the GitHub Deployment */
  open: (environment: string, type: string | undefined) => Promise<number>
  setStatus: (id: number, status: DeploymentStatus) => Promise<unknown>
}

/** @param token the `github-token` input. @throws when this is no workflow run of a repository */
export function gitHubWith(token: string): GitHub {
  const octokit = getOctokit(token)
  const { owner, repo } = context.repo
  const log_url = `${context.serverUrl}/${owner}/${repo}/actions/runs/${context.runId}`
  const limit = () => ({ signal: AbortSignal.timeout(callMs) })
  return {
    open: async (environment, type) => {
      const { data } = await octokit.rest.repos.createDeployment({
        owner,
        repo,
        ref: context.sha,
        environment,
        auto_merge: false,
        required_contexts: [],
        description: 'Apinizer API Proxy Groups',
        ...(type !== undefined && { production_environment: type === 'PRODUCTION' }),
        request: limit()
      })
      // Cut or changed on the way, it may be anything.
      const { id } = Object(data) as { id?: number }
      if (typeof id !== 'number') throw new Error('GitHub made no deployment')
      return id
    },
    setStatus: (deployment_id, status) =>
      octokit.rest.repos.createDeploymentStatus({
        owner,
        repo,
        deployment_id,
        log_url,
        ...status,
        request: limit()
      })
  }
}
