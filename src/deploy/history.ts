import { setTimeout as sleep } from 'node:timers/promises'
import { isFinalRefusal } from '../apinizer/failures.ts'
import type { HistoryRecord } from '../apinizer/parse-lists.ts'
import { choosePause } from '../apinizer/retry.ts'
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
 * @param endsAt when the last look begins, by `performance.now()`
 */
export async function findRecord(
  group: string,
  marker: string,
  endsAt: number,
  { client, signal }: Pick<RunContext, 'client' | 'signal'>
): Promise<Lookup> {
  for (let backoffMs = firstPauseMs; ; backoffMs = Math.min(maxPauseMs, backoffMs * 1.5)) {
    const timeoutMs = Math.min(maxLookMs, Math.max(endsAt - performance.now(), minLookMs))
    const result = await client.listDeployHistory(group, { timeoutMs })
    const records = result.ok ? result.value.items : []
    const record = matchRecord(records, marker)
    if (record !== undefined) {
      return { found: true, revisions: readRevisions(record, records) }
    }
    const problem = result.ok ? undefined : result.problem
    if (problem !== undefined && isFinalRefusal(problem)) {
      const explanation = 'This server has no deploy history, or the token may not read it.'
      return { found: false, explanation }
    }
    const pauseMs = choosePause(problem, backoffMs, endsAt)
    const isOver =
      pauseMs === undefined || (await sleep(pauseMs, false, { signal }).catch(() => true))
    if (isOver) {
      const explanation = result.ok
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
