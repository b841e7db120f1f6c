import { setTimeout as sleep } from 'node:timers/promises'
import { isFinalRefusal } from '../apinizer/failures.ts'
import type { HistoryRecord } from '../apinizer/parse-lists.ts'
import { choosePause } from '../apinizer/retry.ts'
import { join, nameTarget, type Classification, type Target } from './outcome.ts'
import { createPoll, type Poll } from './poll.ts'
import { reasons } from './reasons.ts'
import type { RunContext } from './run-context.ts'
import { verifyEnvironment, verifyRoutes } from './verify.ts'

const firstPauseMs = 500
const maxPauseMs = 5_000

/** The last look may take this long. */
const minLookMs = 5_000

/** A revision that takes longer to look up is left out. */
const revisionMs = 10_000

/** A request whose response was lost. */
export interface LostRequest {
  target: Target
  /** The random text in its description; undefined if none was sent. */
  marker: string | undefined
  /** When the request's deadline ends, by `performance.now()`. */
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
    return giveUp('It was sent without a description, so the deploy history cannot prove anything.')
  }
  const name = nameTarget(target)
  context.onProgress(`The response for ${name} was lost: looking in the deploy history`)
  const { minLookupMs, verifyTimeoutMs } = context.settings
  // As long as the server may still be at work, what is not there may still appear.
  const lookupEndsAt = Math.max(endsAt, performance.now() + minLookupMs)
  const lookup = await findRecord(target.group, marker, lookupEndsAt, context)
  if (lookup.revisions === undefined) {
    return giveUp(lookup.explanation)
  }
  const proofEndsAt = Math.max(lookupEndsAt, performance.now() + verifyTimeoutMs)
  const poll = { ...createPoll(target, context), endsAt: proofEndsAt }
  context.onProgress(
    `The deploy history contains the request for ${name}: looking whether it is live`
  )
  return proveLive(target, lookup.revisions, giveUp, poll, context)
}

/** Revisions of the deploy history, where it tells: of a deployment, and of what was live before it. */
type Revisions = Pick<Classification, 'revision' | 'previousRevision'>

/** The revisions of a deployment, if one look into the deploy history tells them. */
export async function findRevisions(
  group: string,
  marker: string | undefined,
  { client }: Pick<RunContext, 'client'>
): Promise<Revisions> {
  if (marker === undefined) {
    return {}
  }
  const result = await client.listDeployHistory(group, { timeoutMs: revisionMs })
  const records = result.ok ? result.value.items : []
  const record = matchRecord(records, marker)
  return record === undefined ? {} : readRevisions(record, records)
}

/** The record with the marker: no other is ours, and its absence proves nothing, because records are pushed out. */
function matchRecord(records: readonly HistoryRecord[], marker: string): HistoryRecord | undefined {
  return records.find(({ description }) => description.toLowerCase().includes(marker))
}

function readRevisions(
  { environment, revision }: HistoryRecord,
  records: readonly HistoryRecord[]
): Revisions {
  if (revision === undefined) {
    return {}
  }
  const [before] = records
    .filter(other => other.environment === environment && (other.revision ?? revision) < revision)
    .sort((one, other) => (other.revision ?? 0) - (one.revision ?? 0))
  const previousRevision = before?.isDeployment === true ? before.revision : undefined
  return { revision, ...(previousRevision !== undefined && { previousRevision }) }
}

type Lookup = { revisions: Revisions } | { revisions: undefined; explanation: string }

/** Looks in the deploy history until the record appears, the history turns out to be of no use, or the time is up. */
async function findRecord(
  group: string,
  marker: string,
  endsAt: number,
  { client, signal }: Pick<RunContext, 'client' | 'signal'>
): Promise<Lookup> {
  for (let backoffMs = firstPauseMs; ; backoffMs = Math.min(maxPauseMs, backoffMs * 1.5)) {
    const timeoutMs = Math.max(endsAt - performance.now(), minLookMs)
    const result = await client.listDeployHistory(group, { timeoutMs })
    const records = result.ok ? result.value.items : []
    const record = matchRecord(records, marker)
    if (record !== undefined) {
      return { revisions: readRevisions(record, records) }
    }
    const problem = result.ok ? undefined : result.problem
    if (problem !== undefined && isFinalRefusal(problem)) {
      const explanation =
        'The deploy history is not available on this server, or not to this token.'
      return { revisions: undefined, explanation }
    }
    const pauseMs = choosePause(problem, backoffMs, endsAt)
    const isOver =
      pauseMs === undefined || (await sleep(pauseMs, false, { signal }).catch(() => true))
    if (isOver) {
      const explanation = result.ok
        ? 'The deploy history does not show it so far, which proves nothing.'
        : 'The deploy history could not be read.'
      return { revisions: undefined, explanation }
    }
  }
}

/** A record may be of a deployment that failed, so what is live decides. */
async function proveLive(
  target: Target,
  revisions: Revisions,
  giveUp: (explanation: string) => Classification,
  poll: Poll,
  { settings: { operation } }: Pick<RunContext, 'settings'>
): Promise<Classification> {
  const isDeploy = operation === 'deploy'
  const environment = await verifyEnvironment(target, isDeploy, poll)
  const routes =
    environment.state === 'confirmed' ? await verifyRoutes(target, isDeploy, poll) : environment
  const found = 'The response was lost, but the deploy history contains this request.'
  const details = {
    ...revisions,
    ...(environment.accessUrl !== undefined && { accessUrl: environment.accessUrl })
  }
  if (isDeploy && environment.redeployRequired) {
    return giveUp(
      'The deploy history contains this request, but the Manager lists changes of the group that are not deployed.'
    )
  }
  // Servers before 2026.09 do not know what their worker pods serve.
  const isLive = environment.state === 'confirmed' && routes.state !== 'inconclusive'
  if (isLive && routes.state !== 'contradicted') {
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
      explanation: join(found, reasons['not-verified'].remedy)
    }
  }
  return giveUp(
    'The deploy history contains this request, but whether it is live could not be determined.'
  )
}
