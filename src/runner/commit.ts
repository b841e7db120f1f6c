import { context } from '@actions/github'

type Variables = Readonly<Record<string, string | undefined>>

/** The parts of a webhook's payload that name a commit. */
interface Event {
  pull_request?: { head?: { sha?: unknown } }
  workflow_run?: { head_sha?: unknown }
}

/**
 * The variables that the runner sets, with the commit that people see as GITHUB_SHA: that of the pull request or of
 * the workflow run that triggered this one, where GitHub names a merge commit or the tip of the default branch.
 */
export function readRunVariables(env: Variables): Variables {
  return { ...env, GITHUB_SHA: findCommit(env, context.payload) }
}

/**
 * Finds the commit that a workflow run is about.
 * @param event the webhook's payload; anything else counts as a payload that names no commit
 * @returns GITHUB_SHA where the event names no other; a merge queue's own commit is that already
 */
export function findCommit(env: Variables, event: unknown): string | undefined {
  const { pull_request, workflow_run } = Object(event) as Event
  const isSha = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value)
  const shas = [pull_request?.head?.sha, workflow_run?.head_sha, env.GITHUB_SHA]
  return shas.find(isSha) as string | undefined
}
