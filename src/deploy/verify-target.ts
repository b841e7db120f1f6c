import { isFinalRefusal, isUnheard } from '../apinizer/failures.ts'
import type { Pod } from '../apinizer/parse-deployment.ts'
import { classifyProblem } from './classify.ts'
import { diagnose, diagnoseEnvironment } from './diagnose.ts'
import { formatDuration } from './duration.ts'
import { lookUp } from './history.ts'
import { createQueue } from './concurrency.ts'
import { join, type Classification, type Operation, type Target } from './outcome.ts'
import { createPoll, type Poll, type PollResult } from './poll.ts'
import { noRouteHealth, reasons } from './reasons.ts'
import type { RunContext } from './settings.ts'
import {
  verifyEnvironment,
  verifyEnvironments,
  verifyRoutes,
  type EnvironmentResult
} from './verify.ts'

/**
 * Looks whether targets are live now, changing nothing. All are polled at once and have the same time, so that none
 * stands in the way of another.
 * @returns what became of a target, once that is settled
 */
export function startVerification(
  targets: readonly Target[],
  context: RunContext
): (target: Target) => Promise<Classification> {
  const endsAt = performance.now() + context.settings.verifyTimeoutMs
  const [first] = targets
  if (first === undefined) {
    throw new Error('there is nothing to verify')
  }
  const poll = createPoll(first, context, endsAt)
  const environments = verifyEnvironments(targets, poll, { isDeployed: true })
  const queue = createQueue(maxServed)
  const results = new Map(
    [...environments].map(([target, listed]) => [
      target,
      listed.then(environment =>
        queue(() => {
          const ownPoll = createPoll(target, context, Math.max(endsAt, performance.now()))
          return verifyServed(target, environment, ownPoll, context)
        })
      )
    ])
  )
  return async target => {
    const levels = await results.get(target)
    if (levels === undefined) {
      throw new Error('the target was not verified')
    }
    return classifyLive(target, levels, context)
  }
}

/** How many targets' routes are polled at once, each with a few requests at once. */
const maxServed = 20

async function classifyLive(
  target: Target,
  levels: Levels,
  context: RunContext
): Promise<Classification> {
  const { environment, last } = levels
  const { accessUrl } = environment
  if (last.state !== 'confirmed' && context.signal.aborted) {
    const explanation = 'The run was cancelled before it could be verified.'
    return { status: 'not-attempted', reason: 'cancelled', serverMessage: '', explanation }
  }
  const verified: Classification = {
    status: 'succeeded',
    reason: 'verified',
    serverMessage: '',
    explanation: '',
    ...(accessUrl !== undefined && { accessUrl })
  }
  const classification = applyPoll(levels, verified, '', context)
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
  const last = await verifyRoutes(target, createPoll(target, context), { isDeployed: true })
  return applyPoll(
    { environment: last, last, level: 'routes' },
    current,
    'Nothing was sent.',
    context
  )
}

/** Looks at what is really live: a deployment that was accepted and cannot be seen has failed. */
export async function verifyChange(
  accepted: Classification,
  target: Target,
  marker: string | undefined,
  context: RunContext
): Promise<Classification> {
  const isDeployed = context.settings.operation === 'deploy'
  const poll = createPoll(target, context)
  const reportedPods = accepted.pods ?? []
  const environment = await verifyEnvironment(target, poll, { isDeployed })
  const levels = await verifyServed(target, environment, poll, context, reportedPods)
  const { accessUrl } = environment
  const isReported = accepted.httpStatus === 200
  // What recovery has found need not be looked up again.
  const lookup =
    isReported && marker !== undefined ? await lookUp(target.group, marker, context) : undefined
  const seen = {
    ...accepted,
    ...(lookup?.state === 'found' && lookup.revisions),
    ...(accessUrl !== undefined && { accessUrl }),
    ...(reportedPods.length > 0 && { pods: markServing(reportedPods, levels) })
  }
  const what = isDeployed ? 'deployment' : 'undeployment'
  const before = isReported ? `The ${what} itself was accepted.` : accepted.explanation
  return applyPoll(levels, seen, before, context)
}

/** The pods that the deployment reported, with what was seen of each since. */
function markServing(pods: readonly Pod[], { last: { idleHosts = [] } }: Levels): Pod[] {
  return pods.map(pod => (idleHosts.includes(pod.ip) ? { ...pod, served: false } : pod))
}

/** What was looked at, one after the other, and the last of it, which decides. */
interface Levels {
  environment: EnvironmentResult
  last: PollResult
  /** The Manager’s list of environments, or the routes of the worker pods. */
  level: 'list' | 'routes'
}

/** Polls the routes after the list of environments, where they are asked for. */
async function verifyServed(
  target: Target,
  environment: EnvironmentResult,
  poll: Poll,
  { settings: { operation, verify } }: RunContext,
  reportedPods: readonly Pod[] = []
): Promise<Levels> {
  if (environment.state !== 'confirmed' || verify !== 'routes') {
    return { environment, last: environment, level: 'list' }
  }
  const expectation = { isDeployed: operation !== 'undeploy', reportedPods }
  return { environment, last: await verifyRoutes(target, poll, expectation), level: 'routes' }
}

/**
 * What a verification makes of a classification.
 * @param before what had happened until then, as a sentence
 */
function applyPoll(
  { last, level }: Levels,
  classification: Classification,
  before: string,
  context: RunContext
): Classification {
  if (last.state === 'confirmed') {
    // What recovery has proven already is not said twice.
    const isRepeated = classification.explanation.includes(last.proof)
    const explanation = join(classification.explanation, isRepeated ? '' : last.proof)
    return { ...classification, explanation }
  }
  return {
    ...classification,
    status: 'failed',
    reason: 'not-verified',
    serverMessage: last.finding,
    explanation: join(before, explainPoll(last, level, context))
  }
}

function explainPoll(
  { state, problem, remedy, isOrphan = false }: PollResult,
  level: Levels['level'],
  { signal, settings: { operation, timeoutMs, verifyTimeoutMs } }: RunContext
): string {
  if (signal.aborted) {
    return 'The run was cancelled before it could be verified.'
  }
  if (remedy !== undefined) {
    return remedy
  }
  if (problem !== undefined && isUnheard(problem) && level === 'list') {
    return classifyProblem(problem, { purpose: 'read', timeoutMs }).explanation
  }
  if (state === 'unsupported') {
    return level === 'routes'
      ? noRouteHealth
      : 'This server cannot list the environments of a group, so nothing can be verified.'
  }
  if (problem !== undefined && isFinalRefusal(problem)) {
    return classifyProblem(problem, { purpose: 'read', timeoutMs }).explanation
  }
  const limit = `within ${formatDuration(verifyTimeoutMs)} (\`verify-timeout\`)`
  return `It was not confirmed ${limit}. ${chooseRemedy(operation, level, state, isOrphan)}`
}

function chooseRemedy(
  operation: Operation,
  level: Levels['level'],
  state: PollResult['state'],
  isOrphan: boolean
): string {
  if (isOrphan) {
    return 'Deploy that API Proxy again, or undeploy it by itself; restart the worker pods only if it was deleted.'
  }
  if (level === 'routes') {
    return reasons['not-verified'].remedy
  }
  return operation === 'verify' && state === 'contradicted'
    ? 'Deploy the group there, or raise `verify-timeout` if a deployment is in progress.'
    : 'Check the group in the Apinizer Manager, and raise `verify-timeout` if that needs longer.'
}
