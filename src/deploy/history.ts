import type { CallLimits } from '../apinizer/client.ts'
import { isFinalRefusal, isUnheard, isUnknownCall, type Problem } from '../apinizer/failures.ts'
import type { HistoryRecord } from '../apinizer/parse-lists.ts'
import type { Classification } from './outcome.ts'
import { lookAgain } from './poll.ts'
import type { RunContext } from './settings.ts'

/** One look that stalls must not take the time of all others; the last may take this long, too, ms. */
const maxLookMs = 10_000

/**
 * A history that was never read in this run, and is refused without a word for this long, counts as missing, ms: Spring
 * servers can respond like this to a path that they do not know.
 */
const maxSilenceMs = 60_000

/** Revisions of the deploy history, where it tells: of a deployment, and of what was live before it. */
export type Revisions = Pick<Classification, 'revision' | 'previousRevision'>

/** What the deploy history says of a marker. */
export type Lookup = { problem?: Problem } & (
  | { state: 'found'; revisions: Revisions }
  | { state: 'absent' }
  /** It could not be read, for now or at all; without a problem, not the whole of it. */
  | { state: 'unreadable' }
)

/** Looks for a marker in the deploy history of a group, again only while that is refused without a word. */
export async function lookUp(group: string, marker: string, context: RunContext): Promise<Lookup> {
  const { history } = context
  const lookup = await look(group, marker, context, {
    timeoutMs: maxLookMs,
    retryTimeoutMs: history.isMissing ? 0 : maxSilenceMs,
    mayRetry: isUnheard
  })
  history.isMissing ||= hasNoHistory(lookup)
  return lookup
}

async function look(
  group: string,
  marker: string,
  { client, warn }: RunContext,
  limits: CallLimits
): Promise<Lookup> {
  const result = await client.listDeployHistory(group, limits)
  if (!result.ok) {
    return { state: 'unreadable', problem: result.problem }
  }
  const { items, isComplete } = result.value
  const records = items.filter(({ description }) => hasMarker(description, marker))
  if (records.length > 1) {
    warn(
      'A request was repeated',
      `The deploy history of ${group} contains ${records.length} records of one request: something in front ` +
        'of the Manager repeats POST or DELETE requests. Turn that off in the gateway.'
    )
  }
  const [record] = records
  if (record === undefined) {
    return { state: isComplete ? 'absent' : 'unreadable' }
  }
  const others = items.filter(one => !records.includes(one))
  return { state: 'found', revisions: readRevisions(record, others) }
}

/**
 * Looks into the deploy history until the record appears, the history turns out not to help, or the time is up.
 * @param marker the random text in the description
 * @param endsAt when the last look begins, by `performance.now()`
 * @returns the record's revisions; else why it was not found, as a sentence
 */
export async function findRecord(
  group: string,
  marker: string,
  endsAt: number,
  context: RunContext
): Promise<{ revisions: Revisions } | { explanation: string }> {
  const { last } = await lookAgain(
    () => look(group, marker, context, { timeoutMs: maxLookMs }),
    { endsAt, signals: [context.signal] },
    ({ state, problem }, silentForMs) =>
      state === 'found' ||
      silentForMs > maxSilenceMs ||
      (problem !== undefined && isFinalRefusal(problem))
  )
  return last.state === 'found' ? last : { explanation: explainMissingRecord(last) }
}

/** Whether a server has no deploy history, or none that the token may read. @param lookup from `lookUp` */
export function hasNoHistory(lookup: Lookup): boolean {
  const { problem } = lookup
  return problem !== undefined && (isFinalRefusal(problem) || isUnheard(problem))
}

function explainMissingRecord({ state, problem }: Lookup): string {
  if (state === 'absent') {
    return 'The deploy history does not contain it so far, which does not prove that it failed.'
  }
  if (problem === undefined) {
    return 'The Manager did not send the whole deploy history.'
  }
  if (isUnknownCall(problem)) {
    return 'This server has no deploy history (Apinizer before 2026.04.2).'
  }
  return isFinalRefusal(problem)
    ? 'The Manager refused to show the deploy history.'
    : `The deploy history could not be read${isUnheard(problem) ? ': this server may have none' : ''}.`
}

/** The record with the marker: no other is ours, and its absence proves nothing, because records are pushed out. */
function hasMarker(description: string, marker: string): boolean {
  return description.toLowerCase().includes(marker)
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
