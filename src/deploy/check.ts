import type { CallLimits } from '../apinizer/client.ts'
import type { Problem } from '../apinizer/failures.ts'
import { findEnvironment, type ListedEnvironment } from '../apinizer/parse-lists.ts'
import { classifyProblem } from './classify.ts'
import { diagnose } from './diagnose.ts'
import { loadNameMatching } from './on-demand.ts'
import type { Classification, Target } from './outcome.ts'
import { createRetryReport } from './preflight.ts'
import type { RunContext } from './run-context.ts'

/** Looks, changing nothing, whether a target could be deployed and whether that would change anything. */
export async function check(target: Target, context: RunContext): Promise<Classification> {
  const { client, listings, onProgress } = context
  const { retryTimeoutMs, timeoutMs, project: projectName } = context.settings
  const limits: CallLimits = { retryTimeoutMs, onRetry: createRetryReport(target, onProgress) }
  const fail = (problem: Problem) => {
    const classification = classifyProblem(problem, { purpose: 'read', timeoutMs })
    return diagnose(target, classification, problem, context)
  }
  const listing = await listings.listGroupEnvironments(target.group, limits)
  if (!listing.ok) {
    return fail(listing.problem)
  }
  const listed = findEnvironment(listing.value, target.environment)
  if (listed !== undefined) {
    return classifyListed(listed)
  }
  const cached = await listings.listEnvironments(limits)
  // A diagnosis may have given up on the cached list after its few seconds.
  const project = cached.ok ? cached : await client.listEnvironments(limits)
  if (!project.ok) {
    return fail(project.problem)
  }
  const { items, unreadable } = project.value
  if (items.some(name => name.normalize() === target.environment.normalize())) {
    return pending(
      listing.value.unreadable > 0
        ? notTold
        : 'Never deployed there; a deployment would make it live.'
    )
  }
  const failed = { httpStatus: 200, serverMessage: '', status: 'failed' } as const
  if (unreadable > 0) {
    return { ...failed, reason: 'unexpected-response', explanation: unreadableList }
  }
  const { describeMissing } = await loadNameMatching()
  const diagnosis = describeMissing({
    missing: `Project ${projectName} has no environment`,
    name: target.environment,
    available: items
  })
  return {
    ...failed,
    reason: 'not-found',
    ...(diagnosis !== undefined && { diagnosis }),
    explanation: 'Names are case-sensitive.'
  }
}

const notTold = 'The Manager does not tell whether it is deployed; a deployment may change it.'

const unreadableList =
  'The project’s list of environments cannot be read whole, so it is not known whether this one exists.'

function classifyListed({
  deployed,
  redeployRequired,
  accessUrl
}: ListedEnvironment): Classification {
  if (deployed === undefined) {
    return pending(notTold)
  }
  if (!deployed) {
    return pending('Not deployed now; a deployment would make it live.')
  }
  const address = accessUrl === undefined ? {} : { accessUrl }
  if (redeployRequired === false) {
    return {
      ...pending('Deployed, and a deployment would change nothing.'),
      ...address,
      status: 'current',
      reason: 'checked'
    }
  }
  const effect = redeployRequired
    ? 'Deployed, and a deployment would change it.'
    : 'Deployed; this server does not tell whether a deployment would change it.'
  return { ...pending(effect), ...address }
}

function pending(explanation: string): Classification {
  return { status: 'pending', reason: 'checked', httpStatus: 200, serverMessage: '', explanation }
}
