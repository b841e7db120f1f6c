import { context, getOctokit } from '@actions/github'
import type { Observer } from '../deploy.ts'
import { isGreen, type Outcome } from '../outcome.ts'
import type { Wave } from '../plan.ts'
import { annotateWarning } from './log.ts'
import { outputText, webAddress } from './untrusted.ts'

/** GitHub gets this long for one call, so that a cancelled run can still close what it opened. */
const callMs = 2_000

/**
 * Records a GitHub Deployment for each environment: opened before its first target, closed after its
 * last. Whatever GitHub answers, it only warns.
 * @param token the `github-token` input
 * @param typeOf the type of a wave's environment in the Manager (`PRODUCTION` and so on), where it is known
 */
export function githubDeployments(token: string, typeOf: (wave: Wave) => Promise<string | undefined>): Observer {
  const octokit = getOctokit(token)
  const { owner, repo } = context.repo
  const runUrl = `${context.serverUrl}/${owner}/${repo}/actions/runs/${context.runId}`
  const opened = new Map<string, number>()

  const limit = () => ({ signal: AbortSignal.timeout(callMs) })
  const attempt = async (what: string, call: () => Promise<void>): Promise<void> => {
    try {
      await call()
    } catch (error) {
      warn(what, error)
    }
  }

  return {
    waveStarts: wave => attempt(`Opening a GitHub Deployment for ${wave.environment}`, async () => {
      const { environment } = wave
      const type = await typeOf(wave)
      const { data } = await octokit.rest.repos.createDeployment({
        owner, repo, ref: context.sha, environment, auto_merge: false, required_contexts: [],
        description: 'Apinizer API Proxy Groups',
        ...(type !== undefined && { production_environment: type === 'PRODUCTION' }),
        request: limit()
      })
      if (!('id' in data)) throw new Error('GitHub made no deployment')
      opened.set(environment, data.id)
      await octokit.rest.repos.createDeploymentStatus({ owner, repo, deployment_id: data.id, state: 'in_progress', log_url: runUrl, request: limit() })
    }),
    waveEnded: async ({ environment }, outcomes) => {
      const id = opened.get(environment)
      if (id === undefined) return
      await attempt(`Closing the GitHub Deployment for ${environment}`, async () => {
        const address = webAddress(outcomes.findLast(outcome => outcome.accessUrl !== undefined)?.accessUrl)
        await octokit.rest.repos.createDeploymentStatus({
          owner, repo, deployment_id: id, state: stateOf(outcomes), log_url: runUrl,
          description: outputText(`${outcomes.filter(isGreen).length} of ${outcomes.length} deployed`, 140),
          ...(address !== undefined && { environment_url: address }),
          request: limit()
        })
      })
    }
  }
}

/** `error` where nobody knows, or the run was cancelled. */
function stateOf(outcomes: readonly Outcome[]): 'success' | 'failure' | 'error' {
  if (outcomes.every(isGreen)) return 'success'
  return outcomes.some(({ status, reason }) => status === 'unknown' || reason === 'cancelled') ? 'error' : 'failure'
}

function warn(what: string, error: unknown): void {
  annotateWarning('GitHub Deployment not recorded', `${what}: ${adviceFor(error)} The deployment to Apinizer is not affected.`)
}

function adviceFor(error: unknown): string {
  const status = (error as { status?: number }).status
  const said = error instanceof Error ? error.message : String(error)
  return status === 403 || status === 404 ? `GitHub answered ${status}. Give the job \`permissions: deployments: write\`. (${said})` : `${said}.`
}
