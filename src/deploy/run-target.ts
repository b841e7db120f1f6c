import { now } from '../apinizer/clock.ts'
import { isFinalRefusal } from '../apinizer/failures.ts'
import { check } from './check.ts'
import { classifyProblem } from './classify.ts'
import { diagnose } from './diagnose.ts'
import { formatDuration } from './duration.ts'
import { findRevisions } from './history.ts'
import { loadNameMatching, loadVerification } from './on-demand.ts'
import {
  join,
  sortFailedFirst,
  type Classification,
  type Operation,
  type Outcome,
  type Target
} from './outcome.ts'
import { createPoll, type PollResult } from './poll.ts'
import { reasons } from './reasons.ts'
import type { RunContext } from './run-context.ts'
import { send } from './send.ts'

/** The most worker pods that are kept of a target, failed ones first, and of each text, in characters. */
const maxPods = 200
const maxPodTextLength = 500

/** Runs one target, whatever the operation. Never rejects. */
export async function runTarget(target: Target, context: RunContext): Promise<Outcome> {
  const startedAt = now()
  const classification = await runOperation(target, context).catch(classifyCrash)
  return createOutcome(target, classification, now() - startedAt, context)
}

/** An outcome whose server texts are safe and short. @param durationMs how long the target took */
export function createOutcome(
  target: Target,
  classification: Classification,
  durationMs: number,
  { sanitize }: Pick<RunContext, 'sanitize'>
): Outcome {
  const { pods = [], serverMessage, diagnosis, explanation, ...rest } = classification
  const kept = pods.length > maxPods ? sortFailedFirst(pods).slice(0, maxPods) : pods
  const omitted =
    kept.length < pods.length ? `Only ${maxPods} of the ${pods.length} worker pods are listed.` : ''
  return {
    target,
    durationMs,
    ...rest,
    serverMessage: sanitize(serverMessage),
    ...(diagnosis !== undefined && { diagnosis: sanitize(diagnosis) }),
    explanation: join(explanation, omitted),
    ...(kept.length > 0 && {
      pods: kept.map(pod => ({
        ...pod,
        name: sanitize(pod.name, maxPodTextLength),
        ip: sanitize(pod.ip, maxPodTextLength),
        message: sanitize(pod.message, maxPodTextLength)
      }))
    })
  }
}

/** A bug of this action in one target must not take the outcomes of the others with it. */
function classifyCrash(error: unknown): Classification {
  return {
    status: 'unknown',
    reason: 'unexpected-response',
    serverMessage: error instanceof Error ? error.message : String(error),
    explanation: `The action crashed here; this is a bug, please report it. ${reasons['connection-lost'].remedy}`
  }
}

async function runOperation(target: Target, context: RunContext): Promise<Classification> {
  const { operation, skipIfCurrent, verify } = context.settings
  if (operation === 'check') {
    return check(target, context)
  }
  if (operation === 'verify') {
    return verifyLive(target, context)
  }
  if (skipIfCurrent && operation === 'deploy') {
    const current = await findCurrent(target, context)
    if (current !== undefined) {
      return verify === 'routes' ? verifyCurrent(current, target, context) : current
    }
  }
  const { classification, marker } = await send(target, context)
  return classification.status === 'succeeded' && verify !== 'none'
    ? verifyChange(classification, target, marker, context)
    : classification
}

/** Looks whether a target is live now, changing nothing. */
async function verifyLive(target: Target, context: RunContext): Promise<Classification> {
  const { environment, last, level } = await pollLevels(target, true, context)
  const { accessUrl } = environment
  const verified: Classification = {
    status: 'succeeded',
    reason: 'verified',
    serverMessage: '',
    explanation: '',
    ...(accessUrl !== undefined && { accessUrl })
  }
  if (last.state !== 'confirmed' && context.signal.aborted) {
    const explanation = 'The run was cancelled before it could be verified.'
    return { status: 'not-attempted', reason: 'cancelled', serverMessage: '', explanation }
  }
  const classification = applyPoll(last, verified, '', context, level)
  // A group whose environments are listed exists, whatever became of its routes.
  if (environment.problem !== undefined) {
    return diagnose(target, classification, environment.problem, context)
  }
  if (environment.state === 'contradicted') {
    const { diagnoseEnvironment } = await loadNameMatching()
    return diagnoseEnvironment(target, classification, context)
  }
  return classification
}

/** `current` if the Manager says so explicitly; undefined if it does not, or cannot tell. */
async function findCurrent(
  target: Target,
  { client }: RunContext
): Promise<Classification | undefined> {
  const found = await client.findEnvironment(target)
  const listed = found.ok ? found.value.listed : undefined
  if (listed?.deployed !== true || listed.redeployRequired !== false) {
    return undefined
  }
  return {
    status: 'current',
    reason: 'current',
    serverMessage: '',
    explanation: 'Nothing has changed since it was deployed: nothing was sent.',
    ...(listed.accessUrl !== undefined && { accessUrl: listed.accessUrl })
  }
}

/** Verifies that what is already deployed is served, too. */
async function verifyCurrent(
  current: Classification,
  target: Target,
  context: RunContext
): Promise<Classification> {
  const { verifyRoutes } = await loadVerification()
  const routes = await verifyRoutes(target, true, createPoll(target, context))
  return applyPoll(routes, current, 'Nothing was sent.', context, 'routes')
}

/** Looks at what is really live: a deployment that was accepted and cannot be seen has failed. */
async function verifyChange(
  accepted: Classification,
  target: Target,
  marker: string | undefined,
  context: RunContext
): Promise<Classification> {
  const isDeploy = context.settings.operation === 'deploy'
  const { environment, last, level } = await pollLevels(target, isDeploy, context)
  const { accessUrl } = environment
  // What recovery has found need not be looked up again.
  const isKnown = accepted.revision !== undefined
  const revisions = isKnown ? {} : await findRevisions(target.group, marker, context)
  const seen = {
    ...accepted,
    ...revisions,
    ...(accessUrl !== undefined && { accessUrl })
  }
  const what = isDeploy ? 'deployment' : 'undeployment'
  const before = `The ${what} itself was accepted.`
  return applyPoll(last, seen, before, context, level)
}

/** What was looked at: the Manager’s list of environments, or the routes of the worker pods. */
type Level = 'list' | 'routes'

/** Polls the list of environments, then the routes where they are asked for; the last of them decides. */
async function pollLevels(target: Target, isDeployed: boolean, context: RunContext) {
  const { verifyEnvironment, verifyRoutes } = await loadVerification()
  const poll = createPoll(target, context)
  const environment = await verifyEnvironment(target, isDeployed, poll)
  if (environment.state !== 'confirmed' || context.settings.verify !== 'routes') {
    return { environment, last: environment, level: 'list' as const }
  }
  const last = await verifyRoutes(target, isDeployed, poll)
  return { environment, last, level: 'routes' as const }
}

/**
 * What a verification makes of a classification.
 * @param before what had happened until then, as a sentence
 * @param level what the poll looked at
 */
function applyPoll(
  poll: PollResult,
  classification: Classification,
  before: string,
  context: RunContext,
  level: Level
): Classification {
  if (poll.state === 'confirmed') {
    // What recovery has proven already is not said twice.
    const isRepeated = classification.explanation.includes(poll.proof)
    const explanation = join(classification.explanation, isRepeated ? '' : poll.proof)
    return { ...classification, explanation }
  }
  return {
    ...classification,
    status: 'failed',
    reason: 'not-verified',
    serverMessage: poll.finding,
    explanation: join(before, explainPoll(poll, context, level))
  }
}

function explainPoll(
  { state, problem, remedy }: PollResult,
  { signal, settings: { operation, timeoutMs, verifyTimeoutMs } }: RunContext,
  level: Level
): string {
  if (signal.aborted) {
    return 'The run was cancelled before it could be verified.'
  }
  if (remedy !== undefined) {
    return remedy
  }
  if (state === 'unsupported') {
    return level === 'routes'
      ? 'This server cannot tell which routes its worker pods serve (Apinizer before 2026.09): ' +
          'use `verify: environment`.'
      : 'This server cannot list the environments of a group, so nothing can be verified.'
  }
  if (problem !== undefined && isFinalRefusal(problem)) {
    return classifyProblem(problem, { purpose: 'read', timeoutMs }).explanation
  }
  const limit = `within ${formatDuration(verifyTimeoutMs)} (\`verify-timeout\`)`
  return `It was not confirmed ${limit}. ${chooseRemedy(operation, level, state)}`
}

function chooseRemedy(operation: Operation, level: Level, state: PollResult['state']): string {
  if (level === 'list') {
    return operation === 'verify' && state === 'contradicted'
      ? 'Deploy the group there, or raise `verify-timeout` if a deployment is in progress.'
      : 'Check the group in the Apinizer Manager, and raise `verify-timeout` if that needs longer.'
  }
  const isOrphan = operation === 'undeploy' && state === 'contradicted'
  return isOrphan
    ? 'Restart those worker pods, or deploy the group again and then undeploy it.'
    : reasons['not-verified'].remedy
}
