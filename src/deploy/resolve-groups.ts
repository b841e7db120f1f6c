import { classifyProblem } from './classify.ts'
import { diagnose } from './diagnose.ts'
import { loadNameMatching } from './on-demand.ts'
import { join, type Classification, type Target } from './outcome.ts'
import { createRetryReport } from './preflight.ts'
import type { RunContext } from './run-context.ts'

/** The groups that the input `group` stands for; else why the run ends before it began. */
export type GroupSelection =
  { ok: true; groups: readonly string[] } | { ok: false; classification: Classification }

/**
 * Finds the groups that names and patterns stand for. The project's list of groups is requested only for
 * patterns; without it, or when a pattern matches nothing, there is no selection.
 * @param first what a failure is told of: the first entry on the first environment
 */
export async function selectGroups(
  entries: readonly string[],
  first: Target,
  context: Pick<RunContext, 'listings' | 'settings' | 'onProgress'>
): Promise<GroupSelection> {
  if (!entries.some(isPattern)) {
    return { ok: true, groups: entries }
  }
  const { listings, onProgress, settings } = context
  const { timeoutMs, retryTimeoutMs, project } = settings
  const onRetry = createRetryReport(first, onProgress)
  const listing = await listings.listGroups({ retryTimeoutMs, onRetry })
  if (!listing.ok) {
    const failed = classifyProblem(listing.problem, { purpose: 'read', timeoutMs })
    if (failed.reason === 'cancelled') {
      return { ok: false, classification: { ...failed, endsRun: true } }
    }
    const classification = await diagnose(first, failed, listing.problem, context)
    return fail(classification, 'The project’s groups could not be listed.')
  }
  const { items, unreadable } = listing.value
  if (unreadable > 0) {
    const explanation = 'The project’s list of groups cannot be read whole.'
    return fail({ ...notFound, reason: 'unexpected-response', explanation })
  }
  const { describeMissing, resolveGroups } = await loadNameMatching()
  const { groups, unmatched } = resolveGroups(entries, items)
  const [pattern] = unmatched
  if (pattern === undefined) {
    onProgress(`\`group\` stands for ${groups.length} of ${items.length} groups`)
    return { ok: true, groups }
  }
  const missing = `Project ${project} has no group that matches`
  const diagnosis = describeMissing({ missing, name: pattern, available: items }) ?? ''
  const explanation = 'Patterns are case-sensitive.'
  return fail({ ...notFound, reason: 'not-found', diagnosis, explanation })
}

const notFound = { status: 'failed', serverMessage: '' } as const

function fail(classification: Classification, before = ''): GroupSelection {
  const explanation = join('Nothing was sent.', before, classification.explanation)
  return { ok: false, classification: { ...classification, explanation, endsRun: true } }
}

/** Whether an entry of the input `group` is a pattern or an exclusion, and not a name. */
export function isPattern(entry: string): boolean {
  return entry.includes('*') || entry.startsWith('!')
}
