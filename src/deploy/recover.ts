import { formatDuration } from './duration.ts'
import { findRecord, type Lookup, type Revisions } from './history.ts'
import { join, nameTarget, type Classification, type Target } from './outcome.ts'
import { createPoll, type Poll } from './poll.ts'
import type { RunContext } from './settings.ts'
import { verifyEnvironment, verifyRoutes } from './verify.ts'

/** A server may still be at work, whatever `timeout` says, ms. */
const minLookupMs = 60_000

/** A request of which the response does not say what became of it. */
export interface OpenRequest {
  target: Target
  /** The random text in its description; undefined if none was sent. */
  marker: string | undefined
  /** When the request's deadline ends, by `performance.now()`. */
  endsAt: number
  /** What the deploy history said of it, if it was asked already. */
  lookup: Lookup | undefined
}

/**
 * Finds out what became of a request, by proof alone: its marker in the deploy history, then the Manager's list of
 * environments, and the worker pods where the Manager knows them.
 * @param open what the response proves by itself
 * @returns `open` with what could not be proven, unless the outcome is proven
 */
export async function recover(
  request: OpenRequest,
  open: Classification,
  context: RunContext
): Promise<Classification> {
  const { target, marker, endsAt } = request
  const giveUp = (explanation: string): Classification => ({
    ...open,
    explanation: join(open.explanation, explanation)
  })
  if (marker === undefined) {
    return giveUp('It carried no marker, so it cannot be looked up in a deploy history.')
  }
  const name = nameTarget(target)
  // As long as the server may still be at work, what is not there may still appear.
  const lookupEndsAt = Math.max(endsAt, performance.now() + minLookupMs)
  const found =
    request.lookup?.state === 'found'
      ? request.lookup
      : await searchHistory(target, marker, lookupEndsAt, context)
  if ('explanation' in found) {
    return giveUp(found.explanation)
  }
  context.onProgress(
    `The deploy history contains the request for ${name}: checking whether it is live`
  )
  const poll = createPoll(name, context, Math.max(lookupEndsAt, performance.now() + minLookupMs))
  return proveLive(target, found.revisions, giveUp, poll, context)
}

function searchHistory(target: Target, marker: string, endsAt: number, context: RunContext) {
  const limit = formatDuration(endsAt - performance.now())
  context.onProgress(
    `The response for ${nameTarget(target)} did not show the outcome: searching the deploy history for up to ${limit}`
  )
  return findRecord(target.group, marker, endsAt, context)
}

const found = 'The response did not confirm it, but the deploy history contains this request.'

/** A record may be of a deployment that failed, so what is live decides. */
async function proveLive(
  target: Target,
  revisions: Revisions,
  giveUp: (explanation: string) => Classification,
  poll: Poll,
  context: RunContext
): Promise<Classification> {
  const isDeploy = context.settings.operation === 'deploy'
  const startedAt = performance.now()
  const environment = await verifyEnvironment(target, poll, { isDeployed: isDeploy, isProof: true })
  const details = {
    ...revisions,
    ...(environment.accessUrl !== undefined && { accessUrl: environment.accessUrl })
  }
  // What is served after an undeployment are the API Proxies' own deployments.
  const routes =
    environment.state === 'confirmed' && isDeploy
      ? await verifyRoutes(target, poll, { isDeployed: true, isProof: true })
      : environment
  // Where the worker pods cannot be seen, the list has to do.
  const isServed = routes.state === 'confirmed' || routes.state === 'unsupported'
  if (environment.state === 'confirmed' && isServed) {
    const before = (await wasSoBefore(target, isDeploy, context)) ? asBefore : ''
    return {
      ...details,
      status: 'succeeded',
      reason: isDeploy ? 'deployed' : 'undeployed',
      serverMessage: '',
      explanation: join(found, environment.proof, isDeploy ? routes.proof : '', before)
    }
  }
  // A run that is cancelled has not waited for as long as it may take.
  if (routes.state === 'contradicted' && !context.signal.aborted) {
    return {
      ...details,
      status: 'failed',
      reason: 'not-verified',
      serverMessage: routes.finding,
      explanation:
        `${found} It was not confirmed within ${formatDuration(performance.now() - startedAt)}. ` +
        'Check the environment’s worker pods in the Apinizer Manager.'
    }
  }
  return {
    ...giveUp('The deploy history contains this request, but it could not be confirmed as live.'),
    ...details,
    serverMessage: routes.finding
  }
}

const asBefore =
  'That is as it was before, so only the deploy history shows that it was carried out.'

/** Whether the list that was read before the change, if one was, shows the same as after it. */
async function wasSoBefore(
  { group, environment }: Target,
  isDeploy: boolean,
  { listings }: Pick<RunContext, 'listings'>
): Promise<boolean> {
  const before = await listings.findKnownEnvironment(group, environment)
  if (before === undefined) {
    return false
  }
  const { listed, isComplete } = before
  return isDeploy
    ? listed?.deployed === true && listed.redeployRequired === false
    : listed?.deployed === false || (listed === undefined && isComplete)
}
