import { now } from '../apinizer/clock.ts'
import { formatDuration } from './duration.ts'
import { findRecord, type Revisions } from './history.ts'
import { loadVerification } from './on-demand.ts'
import { join, nameTarget, type Classification, type Target } from './outcome.ts'
import { createPoll, type PollContext } from './poll.ts'
import type { RunContext } from './run-context.ts'

/** A request whose response was lost. */
export interface LostRequest {
  target: Target
  /** The random text in its description; undefined if none was sent. */
  marker: string | undefined
  /** When the request's deadline ends, by `now()`. */
  endsAt: number
}

/**
 * Finds out what became of a request whose response was lost, by proof alone: its marker in the deploy
 * history, then the Manager's list of environments, and the worker pods where the Manager knows them.
 * @param lost what the lost response proves by itself
 * @returns `lost` with what could not be proven, unless the outcome is proven
 */
export async function recover(
  { target, marker, endsAt }: LostRequest,
  lost: Classification,
  context: RunContext
): Promise<Classification> {
  const giveUp = (explanation: string) => ({
    ...lost,
    explanation: join(lost.explanation, explanation)
  })
  if (marker === undefined) {
    return giveUp('It carried no marker, so it cannot be looked up in a deploy history.')
  }
  const name = nameTarget(target)
  const { minLookupMs } = context.settings
  // As long as the server may still be at work, what is not there may still appear.
  const lookupMs = Math.max(endsAt - now(), minLookupMs)
  const lookupEndsAt = now() + lookupMs
  const limit = formatDuration(lookupMs)
  context.onProgress(
    `The response for ${name} was lost: searching the deploy history for up to ${limit}`
  )
  const lookup = await findRecord(target.group, marker, lookupEndsAt, context)
  if (!lookup.found) {
    return giveUp(lookup.explanation)
  }
  const proofEndsAt = Math.max(lookupEndsAt, now() + minLookupMs)
  const poll = createPoll(target, context, proofEndsAt)
  context.onProgress(
    `The deploy history contains the request for ${name}: checking whether it is live`
  )
  return proveLive(target, lookup.revisions, giveUp, poll, context)
}

/** A record may be of a deployment that failed, so what is live decides. */
async function proveLive(
  target: Target,
  revisions: Revisions,
  giveUp: (explanation: string) => Classification,
  poll: PollContext,
  { settings: { operation } }: Pick<RunContext, 'settings'>
): Promise<Classification> {
  const { verifyEnvironment, verifyRoutes } = await loadVerification()
  const isDeploy = operation === 'deploy'
  const startedAt = now()
  const environment = await verifyEnvironment(target, isDeploy, poll, true)
  const routes =
    environment.state === 'confirmed' ? await verifyRoutes(target, isDeploy, poll) : environment
  const found = 'The response was lost, but the deploy history contains this request.'
  const details = {
    ...revisions,
    ...(environment.accessUrl !== undefined && { accessUrl: environment.accessUrl })
  }
  // Servers before 2026.09 do not know what their worker pods serve: there the list has to say that it is current.
  const isListed = !isDeploy || environment.isCurrent
  const isLive =
    routes.state === 'confirmed' ||
    (environment.state === 'confirmed' && routes.state === 'unsupported' && isListed)
  if (isLive) {
    return {
      ...details,
      status: 'succeeded',
      reason: isDeploy ? 'deployed' : 'undeployed',
      serverMessage: '',
      explanation: join(found, environment.proof, routes.proof)
    }
  }
  // A run that is cancelled has not waited for as long as it may take.
  if (routes.state === 'contradicted' && !poll.signal.aborted) {
    return {
      ...details,
      status: 'failed',
      reason: 'not-verified',
      serverMessage: routes.finding,
      explanation:
        `${found} It was not confirmed within ${formatDuration(now() - startedAt)}. ` +
        'Check the environment’s worker pods in the Apinizer Manager.'
    }
  }
  return {
    ...giveUp('The deploy history contains this request, but it could not be confirmed as live.'),
    serverMessage: routes.finding
  }
}
