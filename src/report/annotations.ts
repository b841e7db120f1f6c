import {
  isPartlyDone,
  isRed,
  joinMessage,
  type Operation,
  type Outcome
} from '../deploy/outcome.ts'
import { isPattern } from '../deploy/groups.ts'
import { annotateError, maxAnnotations } from '../runner/log.ts'
import { groupByCause, type Cause } from './causes.ts'
import { findDocs } from './docs-link.ts'
import { describeTargets } from './sentences.ts'
import { failedOnSome, wording } from './wording.ts'

/** What the annotations are about. */
export interface AnnotatedRun {
  operation: Operation
  outcomes: readonly Outcome[]
  cancelled: boolean
  /** The run in a few sentences; untrusted. */
  message: string
}

/**
 * Prints an error annotation for each cause. A cancelled run begins with one that says so and names
 * the worst cause. Where GitHub would show no more, the last one counts the rest.
 */
export function annotateRun({ operation, outcomes, cancelled, message }: AnnotatedRun): void {
  const reds = groupByCause(outcomes.filter(isRed))
  const left = outcomes.filter(({ status }) => status === 'not-attempted').length
  const annotations = reds.map((cause, index) => ({
    title: chooseTitle(cause, operation),
    text: describeCause(cause, index === 0 ? left : 0),
    count: cause.outcomes.length
  }))
  if (cancelled) {
    const { length } = reds[0]?.outcomes ?? []
    annotations.splice(0, 1, {
      title: wording[operation].cancelled,
      text: [message, ...refer(reds[0])].join(' '),
      count: length
    })
  }
  const hasMore = annotations.length > maxAnnotations
  const shown = hasMore ? annotations.slice(0, maxAnnotations - 1) : annotations
  for (const { title, text } of shown) {
    annotateError(title, text)
  }
  if (hasMore) {
    const count = annotations.slice(shown.length).reduce((sum, one) => sum + one.count, 0)
    annotateError(
      'More failures',
      `${count} more results are not green: see the job summary and the file that the output results-file names.`
    )
  }
}

/** A constant, because GitHub does not mask titles. */
function chooseTitle({ first }: Cause, operation: Operation): string {
  const { status, reason } = first
  const { failed, unverified, unknown, cancelled } = wording[operation]
  if (status === 'unknown') {
    return reason === 'cancelled' ? cancelled : unknown
  }
  if (isPartlyDone(first)) {
    return failedOnSome
  }
  return reason === 'not-verified' ? unverified : failed
}

function describeCause(cause: Cause, notAttempted: number): string {
  const targets = cause.outcomes.map(({ target }) => target)
  const others = notAttempted === 1 ? '1 other was' : `${notAttempted} others were`
  const message = joinMessage(cause.first)
  // What ended the run concerns every target, and a pattern is none.
  const isShared =
    cause.first.isSharedCause && (notAttempted > 0 || isPattern(cause.first.target.group))
  return [
    isShared ? message : `${describeTargets(targets)}: ${message}`,
    ...(notAttempted > 0 ? [`${others} not attempted.`] : []),
    ...refer(cause)
  ].join(' ')
}

function refer(cause: Cause | undefined): string[] {
  const docs = cause === undefined ? undefined : findDocs(cause.first)
  return docs === undefined ? [] : [`More: ${docs}`]
}
