import type { Operation } from '../headline.ts'
import { isGreen, messageOf, type Outcome } from '../outcome.ts'
import { docsLink } from './docs-link.ts'
import { annotateError, mostAnnotations } from './log.ts'

const titles: Record<Operation, { failed: string; unverified: string; unknown: string }> = {
  deploy: {
    failed: 'API Proxy Group not deployed',
    unverified: 'Deployed, not verified',
    unknown: 'Deployment outcome unknown'
  },
  undeploy: {
    failed: 'API Proxy Group not undeployed',
    unverified: 'Undeployed, not verified',
    unknown: 'Undeployment outcome unknown'
  },
  check: { failed: 'Check failed', unverified: 'Check failed', unknown: 'Check without a result' }
}

/** An error annotation for each target that was tried and is not green; the last one that GitHub shows counts the rest. */
export function annotate(outcomes: readonly Outcome[], operation: Operation): void {
  const tried = outcomes.filter(outcome => !isGreen(outcome) && outcome.status !== 'not-attempted')
  const shown = tried.length > mostAnnotations ? tried.slice(0, mostAnnotations - 1) : tried
  for (const outcome of shown) {
    const more = docsLink(outcome.reason)
    const kind =
      outcome.status === 'unknown'
        ? 'unknown'
        : outcome.reason === 'not-verified'
          ? 'unverified'
          : 'failed'
    annotateError(
      titles[operation][kind],
      [
        `${outcome.target.group} on ${outcome.target.environment}: ${messageOf(outcome)}`,
        ...(more === undefined ? [] : [`More: ${more}`])
      ].join(' ')
    )
  }
  if (shown.length < tried.length)
    annotateError(
      'More of the same',
      `${tried.length - shown.length} more targets are not green. The job summary and the output environment-results list them.`
    )
}
