import { isPartlyDone, isRed, type Operation, type Outcome } from '../deploy/outcome.ts'
import { annotateError, maxAnnotations } from '../runner/log.ts'
import { groupByCause, type Cause } from './causes.ts'
import { findDocs } from './docs-link.ts'
import { countOutcomes, describeCause } from './sentences.ts'
import { failedOnSome, wording } from './wording.ts'

/** What the annotations are about. */
export interface AnnotatedRun {
  operation: Operation
  outcomes: readonly Outcome[]
  cancelled: boolean
}

/**
 * Prints an error annotation for each cause. The first of a cancelled run says so, and counts what was done. Where
 * GitHub would show no more, the last one counts the rest.
 */
export function annotateRun({ operation, outcomes, cancelled }: AnnotatedRun): void {
  const causes = groupByCause(outcomes.filter(isRed))
  const title = wording[operation].cancelled
  const counts = cancelled && `${countOutcomes(outcomes, operation)}.`
  if (counts !== false && causes.length === 0) {
    annotateError(title, counts)
  }
  const left = outcomes.filter(({ status }) => status === 'not-attempted').length
  const others = left === 1 ? '1 other was not attempted.' : `${left} others were not attempted.`
  const shown = causes.length > maxAnnotations ? causes.slice(0, maxAnnotations - 1) : causes
  for (const [index, cause] of shown.entries()) {
    const isFirst = index === 0
    const docs = findDocs(cause.first)
    const sentences = [
      isFirst && counts,
      describeCause(cause),
      isFirst && !cancelled && left > 0 && others,
      docs !== undefined && `More: ${docs}`
    ]
    annotateError(
      isFirst && cancelled ? title : chooseTitle(cause, operation),
      sentences.filter(Boolean).join(' ')
    )
  }
  const more = causes.slice(shown.length).flatMap(cause => cause.outcomes).length
  if (more > 0) {
    annotateError(
      'More failures',
      `${more} more results are not green: see the job summary and the file that the output results-file names.`
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
