import { formatDuration } from './duration.ts'
import { findRecord, type Lookup } from './history.ts'
import { join, nameTarget, type Classification, type Target } from './outcome.ts'
import { createPoll, type Poll } from './poll.ts'
import type { RunContext } from './settings.ts'
import { judgeEnvironment, verifyEnvironment, verifyRoutes } from './verify.ts'

/** A server may still be at work, whatever `timeout` says, ms. */
const minLookupMs = 60_000

/** A request of which the response may not say what became of it. */
export interface SentRequest {
  target: Target
  /** The random text in its description; undefined if none was sent. */
  marker: string | undefined
  /** When it was sent last, by `performance.now()`. */
  startedAt: number
  /** What the deploy history said of it; undefined where it need not or cannot be asked. */
  lookup?: Lookup | undefined
}

/**
 * Finds out what became of a request, by proof alone: its marker in the deploy history, then the Manager's list of
 * environments, and the worker pods where the Manager knows them.
 * @param open what the response proves by itself
 * @returns `open` with what could not be proven, unless the outcome is proven
 */
export async function recover(
  { target, marker, startedAt, lookup }: SentRequest,
  open: Classification,
  context: RunContext
): Promise<Classification> {
  if (marker === undefined) {
    return addTo(open, 'It carried no marker, so it cannot be looked up in a deploy history.')
  }
  // As long as the server may still be at work, what is not there may still appear.
  const endsAt = startedAt + context.settings.timeoutMs
  const lookupEndsAt = Math.max(endsAt, performance.now() + minLookupMs)
  const found =
    lookup?.state === 'found' ? lookup : await searchHistory(target, marker, lookupEndsAt, context)
  if ('explanation' in found) {
    return addTo(open, found.explanation)
  }
  const name = nameTarget(target)
  context.onProgress(
    `The deploy history contains the request for ${name}: checking whether it is live`
  )
  const poll = createPoll(name, context, Math.max(lookupEndsAt, performance.now() + minLookupMs))
  return { ...(await proveLive(target, open, poll, context)), ...found.revisions }
}

function addTo(open: Classification, explanation: string): Classification {
  return { ...open, explanation: join(open.explanation, explanation) }
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
  open: Classification,
  poll: Poll,
  context: RunContext
): Promise<Classification> {
  const isDeploy = context.settings.operation === 'deploy'
  const startedAt = performance.now()
  const expectation = { isDeployed: isDeploy, isProof: true }
  const environment = await verifyEnvironment(target, poll, expectation)
  const { accessUrl } = environment
  const details = accessUrl === undefined ? {} : { accessUrl }
  // What is served after an undeployment are the API Proxies' own deployments.
  const routes =
    environment.state === 'confirmed' && isDeploy
      ? await verifyRoutes(target, poll, expectation)
      : environment
  // Where the worker pods cannot be seen, the list has to do.
  const isServed = routes.state === 'confirmed' || routes.state === 'unsupported'
  if (environment.state === 'confirmed' && isServed) {
    const known = await context.listings.findKnown(target.group)
    const before = known && judgeEnvironment(known, target.environment, expectation)
    return {
      ...details,
      status: 'succeeded',
      reason: isDeploy ? 'deployed' : 'undeployed',
      serverMessage: '',
      explanation: join(
        found,
        environment.proof,
        isDeploy ? routes.proof : '',
        before?.state === 'confirmed' ? asBefore : ''
      )
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
    ...addTo(
      open,
      'The deploy history contains this request, but it could not be confirmed as live.'
    ),
    ...details,
    serverMessage: routes.finding
  }
}

const asBefore =
  'That is as it was before, so only the deploy history shows that it was carried out.'
