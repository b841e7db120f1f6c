import type { CallLimits } from '../apinizer/client.ts'
import type { Problem } from '../apinizer/failures.ts'
import { findEnvironment, type ListedEnvironment } from '../apinizer/parse-lists.ts'
import { classifyProblem } from './classify.ts'
import { diagnose } from './diagnose.ts'
import { explainName } from './names.ts'
import type { Classification, Target } from './outcome.ts'
import { createRetryReport, mayRetryRead } from './preflight.ts'
import type { RunContext } from './settings.ts'

/** Looks, changing nothing, whether a target could be deployed and whether that would change anything. */
export async function check(target: Target, context: RunContext): Promise<Classification> {
  const { client, listings, onProgress } = context
  const { retryTimeoutMs, timeoutMs, project } = context.settings
  const limits: CallLimits = {
    mayRetry: mayRetryRead(),
    retryTimeoutMs,
    onRetry: createRetryReport(target, onProgress, retryTimeoutMs)
  }
  const fail = (problem: Problem) => {
    const classification = classifyProblem(problem, { purpose: 'read', timeoutMs })
    return diagnose(target, classification, problem, context)
  }
  const known = await listings.listGroupEnvironments(target.group, limits)
  // Whoever asked before may have given up after a few seconds.
  const listing = known.ok ? known : await client.listGroupEnvironments(target.group, limits)
  if (!listing.ok) {
    return fail(listing.problem)
  }
  const listed = findEnvironment(listing.value, target.environment)
  if (listed !== undefined) {
    return classifyListed(listed)
  }
  const cached = await listings.listEnvironments(limits)
  const environments = cached.ok ? cached : await client.listEnvironments(limits)
  if (!environments.ok) {
    return fail(environments.problem)
  }
  const { items, isComplete } = environments.value
  const wrong = explainName(target.environment, items, { kind: 'environment', project })
  if (wrong === undefined) {
    return pending(listing.value.isComplete ? neverDeployed : notTold)
  }
  return isComplete
    ? { ...failed, reason: 'not-found', ...wrong }
    : { ...failed, reason: 'unexpected-response', explanation: incompleteList }
}

const failed = { httpStatus: 200, serverMessage: '', status: 'failed' } as const

const neverDeployed = 'Never deployed there; a deployment would make it live.'

const notTold = 'The Manager does not tell whether it is deployed; a deployment may change it.'

const incompleteList =
  'The project’s list of environments is not complete, so it is not known whether this one exists.'

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
