import type { ApinizerClient } from '../apinizer/client.ts'
import { now } from '../apinizer/clock.ts'
import { isFinalRefusal, type Problem } from '../apinizer/failures.ts'
import type { HistoryRecord } from '../apinizer/parse-lists.ts'
import { waitForNextTry } from '../apinizer/retry.ts'
import type { Classification } from './outcome.ts'
import type { RunContext } from './run-context.ts'

const firstPauseMs = 500
const maxPauseMs = 5_000

/** The last look may take this long, and any other that long: a connection that stalls is no reason to look no more. */
const minLookMs = 5_000
const maxLookMs = 30_000

/** A revision that takes longer to look up is left out. */
const revisionMs = 10_000

/** Revisions of the deploy history, where it tells: of a deployment, and of what was live before it. */
export type Revisions = Pick<Classification, 'revision' | 'previousRevision'>

/** Whether the record was found, with its revisions; else why not, as a sentence. */
export type Lookup = { found: true; revisions: Revisions } | { found: false; explanation: string }

/**
 * Looks in the deploy history until the record appears, the history turns out to be of no use, or the time is up.
 * @param marker the random text in the description
 * @param endsAt when the last look begins, by `now()`
 */
export async function findRecord(
  group: string,
  marker: string,
  endsAt: number,
  { client, signal }: Pick<RunContext, 'client' | 'signal'>
): Promise<Lookup> {
  for (let backoffMs = firstPauseMs; ; backoffMs = Math.min(maxPauseMs, backoffMs * 1.5)) {
    const timeoutMs = Math.min(maxLookMs, Math.max(endsAt - now(), minLookMs))
    const { revisions, problem } = await look(group, marker, timeoutMs, client)
    if (revisions !== undefined) {
      return { found: true, revisions }
    }
    if (problem !== undefined && isFinalRefusal(problem)) {
      const explanation = 'This server has no deploy history, or the token may not read it.'
      return { found: false, explanation }
    }
    if (!(await waitForNextTry(problem, backoffMs, { endsAt, signals: [signal] }))) {
      const explanation =
        problem === undefined
          ? 'The deploy history does not contain it so far, which does not prove that it failed.'
          : 'The deploy history could not be read.'
      return { found: false, explanation }
    }
  }
}

/** The revisions of a deployment, if one look into the deploy history tells them. */
export async function findRevisions(
  group: string,
  marker: string | undefined,
  { client }: Pick<RunContext, 'client'>
): Promise<Revisions> {
  const { revisions = {} } =
    marker === undefined ? {} : await look(group, marker, revisionMs, client)
  return revisions
}

/** Looks once: the revisions, if the record is there, or why the history could not be read. */
async function look(
  group: string,
  marker: string,
  timeoutMs: number,
  client: ApinizerClient
): Promise<{ revisions?: Revisions; problem?: Problem }> {
  const result = await client.listDeployHistory(group, { timeoutMs })
  if (!result.ok) {
    return { problem: result.problem }
  }
  const { items } = result.value
  const record = matchRecord(items, marker)
  return record === undefined ? {} : { revisions: readRevisions(record, items) }
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
