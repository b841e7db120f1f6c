import { isFinalRefusal, isUnheard } from '../apinizer/failures.ts'
import { classifyProblem } from './classify.ts'
import { createQueue } from './concurrency.ts'
import { diagnose, diagnoseEnvironment } from './diagnose.ts'
import { formatDuration } from './duration.ts'
import { lookUp } from './history.ts'
import { join, nameTarget, type Classification, type Target } from './outcome.ts'
import { createPoll, type Poll, type PollResult } from './poll.ts'
import { reasons } from './reasons.ts'
import type { Expectation } from './route-findings.ts'
import type { RunContext } from './settings.ts'
import { verifyEnvironment, verifyEnvironments, verifyRoutes } from './verify.ts'

/** How many targets' routes are polled at once, each with a few requests at once. */
const maxServed = 20

const cancelled = 'The run was cancelled before it could be verified.'

/**
 * Looks whether targets are live now, changing nothing. All are polled at once and have the same time, so that none
 * stands in the way of another.
 * @returns for each target what became of it, as soon as that is settled
 */
export function verifyLive(
  targets: readonly Target[],
  context: RunContext
): Map<Target, Promise<Classification>> {
  const endsAt = performance.now() + context.settings.verifyTimeoutMs
  const [first, ...others] = targets
  const isOne = first !== undefined && others.length === 0
  const name = isOne ? nameTarget(first) : `One of ${targets.length} targets`
  const queue = createQueue(maxServed)
  const environments = verifyEnvironments(targets, createPoll(name, context, endsAt))
  return new Map(
    [...environments].map(([target, listed]) => [
      target,
      listed.then(environment =>
        queue(() => verifyTarget(target, environment, context, Math.max(endsAt, performance.now())))
      )
    ])
  )
}

async function verifyTarget(
  target: Target,
  environment: PollResult,
  context: RunContext,
  endsAt: number
): Promise<Classification> {
  const poll = createPoll(nameTarget(target), context, endsAt)
  const last = await verifyServed(target, environment, poll, context, { isDeployed: true })
  const none = { serverMessage: '', explanation: '' }
  if (last.state !== 'confirmed' && context.signal.aborted) {
    return { ...none, status: 'not-attempted', reason: 'cancelled', explanation: cancelled }
  }
  const verified: Classification = { ...none, status: 'succeeded', reason: 'verified' }
  const classification = applyPoll(last, verified, '', context)
  // A group whose environments are listed exists, whatever became of its routes.
  if (environment.problem !== undefined) {
    return diagnose(target, classification, environment.problem, context)
  }
  return environment.state === 'contradicted'
    ? diagnoseEnvironment(target, classification, context)
    : classification
}

/** Verifies that what is already deployed is served, too. */
export async function verifyCurrent(
  current: Classification,
  target: Target,
  context: RunContext
): Promise<Classification> {
  const poll = createPoll(nameTarget(target), context)
  const last = await verifyRoutes(target, poll, { isDeployed: true })
  return applyPoll(last, current, 'Nothing was sent.', context)
}

/** Looks at what is really live: a deployment that was accepted and cannot be seen has failed. */
export async function verifyChange(
  accepted: Classification,
  target: Target,
  marker: string | undefined,
  context: RunContext
): Promise<Classification> {
  const isDeployed = context.settings.operation === 'deploy'
  const { explanation, httpStatus, pods = [] } = accepted
  const poll = createPoll(nameTarget(target), context)
  const expectation = { isDeployed, reportedPods: pods }
  const environment = await verifyEnvironment(target, poll, expectation)
  const last = await verifyServed(target, environment, poll, context, expectation)
  // What recovery has found need not be looked up again.
  const isReported = httpStatus === 200
  const lookup =
    isReported && marker !== undefined ? await lookUp(target.group, marker, context) : undefined
  const { idleHosts = [] } = last
  const seen = {
    ...accepted,
    ...(lookup?.state === 'found' && lookup.revisions),
    pods: pods.map(pod => (idleHosts.includes(pod.ip) ? { ...pod, served: false } : pod))
  }
  const what = isDeployed ? 'deployment' : 'undeployment'
  const before = isReported ? `The ${what} itself was accepted.` : explanation
  return applyPoll(last, seen, before, context)
}

/** Polls the routes after the list of environments, where they are asked for. @returns the last of it, which decides */
async function verifyServed(
  target: Target,
  environment: PollResult,
  poll: Poll,
  { settings: { verify } }: RunContext,
  expectation: Expectation
): Promise<PollResult> {
  return environment.state === 'confirmed' && verify === 'routes'
    ? { ...environment, ...(await verifyRoutes(target, poll, expectation)) }
    : environment
}

/**
 * What a verification makes of a classification.
 * @param before what had happened until then, as a sentence
 */
function applyPoll(
  last: PollResult,
  classification: Classification,
  before: string,
  context: RunContext
): Classification {
  const { accessUrl, finding, proof, state } = last
  const seen = { ...classification, ...(accessUrl !== undefined && { accessUrl }) }
  if (state === 'confirmed') {
    // What recovery has proven already is not said twice.
    const isRepeated = seen.explanation.includes(proof)
    return { ...seen, explanation: join(seen.explanation, isRepeated ? '' : proof) }
  }
  return {
    ...seen,
    status: 'failed',
    reason: 'not-verified',
    serverMessage: finding,
    explanation: join(before, explainPoll(last, context))
  }
}

function explainPoll(
  { problem, remedy, isOrphan = false }: PollResult,
  { signal, settings: { timeoutMs, verifyTimeoutMs } }: RunContext
): string {
  if (signal.aborted) {
    return cancelled
  }
  if (remedy !== undefined) {
    return remedy
  }
  if (problem !== undefined && (isUnheard(problem) || isFinalRefusal(problem))) {
    return classifyProblem(problem, { purpose: 'read', timeoutMs }).explanation
  }
  const advice = isOrphan
    ? 'Deploy that API Proxy again, or undeploy it by itself; restart the worker pods only if it was deleted.'
    : reasons['not-verified'].remedy
  return `It was not confirmed within ${formatDuration(verifyTimeoutMs)} (\`verify-timeout\`). ${advice}`
}
