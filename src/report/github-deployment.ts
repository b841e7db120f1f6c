import type { Observer } from '../deploy.ts'
import { isGreen, type Outcome } from '../outcome.ts'
import type { Wave } from '../plan.ts'
import type { DeploymentStatus, GitHub } from './github-api.ts'
import { annotateWarning } from './log.ts'
import { logLine, webAddress } from './untrusted.ts'

/**
 * Records a GitHub Deployment for each environment: opened before its first target, closed after its
 * last. Whatever GitHub answers, it only warns.
 * @param token the `github-token` input
 * @param typeOf the type of a wave's environment in the Manager (`PRODUCTION` and so on), where it is known
 */
export function githubDeployments(
  token: string,
  typeOf: (wave: Wave) => Promise<string | undefined>
): Observer {
  const opened = new Map<string, number>()
  let loaded: Promise<GitHub> | undefined
  // It brings 1 MB that no other run needs.
  const github = () =>
    (loaded ??= import('./github-api.ts').then(({ gitHubWith }) => gitHubWith(token)))
  return {
    waveStarts: wave =>
      attempt(`Opening a GitHub Deployment for ${wave.environment}`, async () => {
        const { open, setStatus } = await github()
        const id = await open(wave.environment, await typeOf(wave))
        opened.set(wave.environment, id)
        await setStatus(id, { state: 'in_progress' })
      }),
    waveEnded: async ({ environment }, outcomes) => {
      const id = opened.get(environment)
      if (id === undefined) return
      await attempt(`Closing the GitHub Deployment for ${environment}`, async () => {
        const address = webAddress(
          outcomes.findLast(outcome => isGreen(outcome) && outcome.accessUrl !== undefined)
            ?.accessUrl
        )
        const { setStatus } = await github()
        await setStatus(id, {
          state: stateOf(outcomes),
          description: logLine(
            `${outcomes.filter(isGreen).length} of ${outcomes.length} deployed`,
            140
          ),
          ...(address !== undefined && { environment_url: address })
        })
      })
    }
  }
}

async function attempt(what: string, call: () => Promise<void>): Promise<void> {
  try {
    await call()
  } catch (error) {
    annotateWarning(
      'GitHub Deployment not recorded',
      `${what}: ${adviceFor(error)} The deployment to Apinizer is not affected.`
    )
  }
}

/** `error` where nobody knows, or the run was cancelled. */
function stateOf(outcomes: readonly Outcome[]): DeploymentStatus['state'] {
  if (outcomes.every(isGreen)) return 'success'
  return outcomes.some(({ status, reason }) => status === 'unknown' || reason === 'cancelled')
    ? 'error'
    : 'failure'
}

function adviceFor(error: unknown): string {
  const status = (error as { status?: number }).status
  const said = error instanceof Error ? error.message : String(error)
  return status === 403 || status === 404
    ? `GitHub answered ${status}. Give the job \`permissions: deployments: write\`. (${said})`
    : `${said}.`
}
