import { describeProblem } from '../apinizer/failures.ts'
import { sanitize } from '../runner/sanitize.ts'
import { check } from './check.ts'
import {
  join,
  nameTarget,
  sortFailedFirst,
  type Classification,
  type Diagnosis,
  type Outcome,
  type Target
} from './outcome.ts'
import { mayRetryRead } from './preflight.ts'
import { reasons } from './reasons.ts'
import { send } from './send.ts'
import type { RunContext, TargetContext } from './settings.ts'
import { verifyChange, verifyCurrent } from './verify-target.ts'

/** The most worker pods that are kept of a target, failed ones first, and of each text, in characters. */
const maxPods = 200
const maxPodTextLength = 500

/** A list of a group's environments that takes longer, or fails for longer, is done without, ms. */
const maxListMs = 30_000

/**
 * Runs one target. Never rejects.
 * @param target with the names that the user gave
 * @param operate does what is to be done; `runOperation` but for `operation: verify`
 */
export async function runTarget(
  target: Target,
  operate: () => Promise<Classification>
): Promise<Outcome> {
  const startedAt = performance.now()
  const classification = await operate().catch(classifyCrash)
  return createOutcome(target, classification, performance.now() - startedAt)
}

/** An outcome whose server texts are safe and short. @param durationMs how long the target took */
export function createOutcome(
  target: Target,
  classification: Classification,
  durationMs: number
): Outcome {
  const { pods = [], serverMessage, diagnoses, explanation, ...rest } = classification
  const kept = pods.length > maxPods ? sortFailedFirst(pods).slice(0, maxPods) : pods
  const omitted =
    kept.length < pods.length ? `Only ${maxPods} of the ${pods.length} worker pods are listed.` : ''
  return {
    target,
    durationMs,
    ...rest,
    serverMessage: sanitize(serverMessage),
    ...(diagnoses !== undefined && { diagnoses: diagnoses.map(sanitizeNames) }),
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

function sanitizeNames({ name, project, nearest, available, ...rest }: Diagnosis): Diagnosis {
  return {
    ...rest,
    name: sanitize(name),
    project: sanitize(project),
    ...(nearest !== undefined && { nearest: sanitize(nearest) }),
    ...(available !== undefined && { available: available.map(one => sanitize(one)) })
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

/** Deploys, undeploys or checks a target. @param target with names as the Manager spells them */
export async function runOperation(
  target: Target,
  context: TargetContext
): Promise<Classification> {
  const { operation, skipIfCurrent, verify } = context.settings
  if (operation === 'check') {
    return check(target, context)
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

/** `current` if the Manager says so explicitly; undefined if it does not, or cannot tell. */
async function findCurrent(
  target: Target,
  { client, settings: { retryTimeoutMs, timeoutMs }, warn }: RunContext
): Promise<Classification | undefined> {
  const found = await client.findEnvironment(target, {
    timeoutMs: Math.min(timeoutMs, maxListMs),
    retryTimeoutMs: Math.min(retryTimeoutMs, maxListMs),
    mayRetry: mayRetryRead()
  })
  if (!found.ok) {
    const what = `The Manager did not tell whether ${nameTarget(target)} is current, so it is deployed`
    warn('`skip-if-current` has no effect', `${what} (${describeProblem(found.problem)}).`)
    return undefined
  }
  const { listed } = found.value
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
