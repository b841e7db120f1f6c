import { readHttpDate } from './apinizer/http.ts'
import type { HistoryRecord } from './apinizer/lists.ts'

/** What was sent, as far as a deploy history can show it again. */
export interface Attempt {
  environment: string
  /** False for an undeployment. */
  deploy: boolean
  /** Our clock when the request began, ms. */
  startedAt: number
  /** A text that the description of this one request held, where one was sent. */
  marker: string | undefined
}

/** How far the server's clock is ahead of ours, ms: somewhere from `least` to `most`. */
export interface ClockOffset {
  least: number
  most: number
}

export const anyOffset: ClockOffset = { least: -Infinity, most: Infinity }

/** The description of records whose request carried none, as the vendor documents it. */
const defaultDescription = 'Deployed by APIOPS Api'

/**
 * Learns about the server's clock from the `Date` of an answer, which is cut to the second.
 * Several answers narrow it down; answers that contradict each other leave `least` above `most`.
 * @param sentAt and `receivedAt`: our clock around the request, ms
 */
export function narrow(
  offset: ClockOffset,
  date: string | undefined,
  sentAt: number,
  receivedAt: number
): ClockOffset {
  const second = readHttpDate(date)
  if (second === undefined) return offset
  return {
    least: Math.max(offset.least, second - receivedAt),
    most: Math.min(offset.most, second + 1000 - sentAt)
  }
}

/**
 * How long to wait before the next look so that it halves what is not known of the server's clock:
 * until the server's next second begins, if its clock were in the middle of what is possible.
 * @param now our clock, ms
 */
export function untilNarrower({ least, most }: ClockOffset, now: number): number {
  if (!(Number.isFinite(least) && Number.isFinite(most))) return 1_000
  const intoSecond = (now + (least + most) / 2) % 1_000
  return 1_000 - intoSecond
}

export type Finding =
  { kind: 'ours'; record: HistoryRecord } | { kind: 'absent' } | { kind: 'unsure' }

/**
 * Looks for the record of an attempt. `ours` and `absent` are certain; everything that could be
 * ours or somebody else's is `unsure`. The reasoning is in docs/decisions/lost-answers.md.
 * @param now our clock when the records had come, ms
 */
export function findOurs(
  records: readonly HistoryRecord[],
  attempt: Attempt,
  offset: ClockOffset,
  now = Infinity
): Finding {
  const { marker } = attempt
  const sameKind = records.filter(
    record => record.environment === attempt.environment && record.deploy === attempt.deploy
  )
  const marked =
    marker === undefined ? undefined : sameKind.find(record => record.description.includes(marker))
  if (marked !== undefined) return { kind: 'ours', record: marked }
  // Records of the future were dated by another clock than the `Date` header's.
  const clockKnown =
    offset.least <= offset.most && !records.some(({ date }) => date.from > now + offset.most)
  const candidates = sameKind.filter(
    record => !clockKnown || record.date.to > attempt.startedAt + offset.least
  )
  const [only] = candidates
  if (only === undefined) return { kind: 'absent' }
  const certainlyAfter = clockKnown && only.date.from >= attempt.startedAt + offset.most
  const withoutDescription = only.description === '' || only.description === defaultDescription
  // With a marker sent, a record without it is somebody else's, or the server has changed the description.
  return candidates.length === 1 && certainlyAfter && withoutDescription && marker === undefined
    ? { kind: 'ours', record: only }
    : { kind: 'unsure' }
}

/** The revision of an attempt that is known to have succeeded; undefined when no record is told apart from others. */
export function newestRevision(
  records: readonly HistoryRecord[],
  attempt: Attempt,
  offset: ClockOffset
): number | undefined {
  const { marker } = attempt
  const sameKind = records.filter(
    record => record.environment === attempt.environment && record.deploy === attempt.deploy
  )
  const marked =
    marker === undefined ? [] : sameKind.filter(({ description }) => description.includes(marker))
  if (marker !== undefined)
    return marked.length === 0 ? undefined : Math.max(...marked.map(({ revision }) => revision))
  const [only, ...others] = sameKind.filter(
    ({ date }) => Number.isFinite(offset.least) && date.to > attempt.startedAt + offset.least
  )
  return others.length > 0 ? undefined : only?.revision
}
