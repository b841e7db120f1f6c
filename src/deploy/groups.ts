import { classifyProblem } from './classify.ts'
import { diagnose } from './diagnose.ts'
import { diagnoseName } from './names.ts'
import { join, type Classification, type Target } from './outcome.ts'
import { createRetryReport, mayRetryRead } from './preflight.ts'
import type { RunContext } from './settings.ts'

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
  const listing = await listings.listGroups({
    retryTimeoutMs,
    mayRetry: mayRetryRead(),
    onRetry: createRetryReport(first, onProgress, retryTimeoutMs)
  })
  if (!listing.ok) {
    const failed = classifyProblem(listing.problem, { purpose: 'read', timeoutMs })
    if (failed.reason === 'cancelled') {
      return { ok: false, classification: { ...failed, isSharedCause: true } }
    }
    const classification = await diagnose(first, failed, listing.problem, context)
    return fail(classification, 'The project’s groups could not be listed.')
  }
  const { items, isComplete } = listing.value
  if (!isComplete) {
    const explanation =
      'The project’s list of groups is not complete, so patterns cannot be resolved: write the names of the groups.'
    return fail({ ...notFound, reason: 'unexpected-response', explanation })
  }
  const { groups, unmatched } = resolveGroups(entries, items)
  const [pattern] = unmatched
  if (pattern === undefined) {
    onProgress(
      `\`group\` stands for ${groups.length} of ${items.length} groups: ${groups.slice(0, maxReported).join(', ')}` +
        (groups.length > maxReported ? ` and ${groups.length - maxReported} more` : '')
    )
    return { ok: true, groups }
  }
  const diagnoses = [diagnoseName(pattern, items, { kind: 'pattern', project })]
  return fail({ ...notFound, reason: 'not-found', diagnoses, explanation: '' })
}

/** The most names of groups that the log has of a pattern; the job summary has more. */
const maxReported = 10

const notFound = { status: 'failed', serverMessage: '' } as const

function fail(classification: Classification, before = ''): GroupSelection {
  const explanation = join('Nothing was sent.', before, classification.explanation)
  return { ok: false, classification: { ...classification, explanation, isSharedCause: true } }
}

/** Whether an entry of the input `group` is a pattern or an exclusion, and not a name. */
export function isPattern(entry: string): boolean {
  return entry.includes('*') || isExclusion(entry)
}

function isExclusion(entry: string): boolean {
  return entry.startsWith('!')
}

/**
 * Resolves patterns against the project's groups. `*` stands for any characters, `!` excludes.
 * @param entries names and patterns as given
 * @param available the project's groups, in the server's order
 * @returns names given outright in their order and place, the matches of each pattern in the order of
 * `available`, each group once; and the patterns that matched nothing
 */
export function resolveGroups(
  entries: readonly string[],
  available: readonly string[]
): { groups: string[]; unmatched: string[] } {
  const exclusions = entries.filter(isExclusion).map(entry => entry.slice(1))
  const wanted = entries.filter(entry => !isExclusion(entry))
  const names = wanted.filter(entry => !isPattern(entry)).map(name => name.normalize())
  const isExcluded = (group: string) => exclusions.some(pattern => matches(pattern, group))
  const find = (pattern: string) =>
    available.filter(group => matches(pattern, group) && !isExcluded(group))
  const groups = wanted.flatMap(entry =>
    isPattern(entry) ? find(entry).filter(group => !names.includes(group.normalize())) : [entry]
  )
  const unmatched = wanted.filter(entry => isPattern(entry) && find(entry).length === 0)
  return { groups: [...new Set(groups)], unmatched }
}

/** Whether a name matches a pattern as a whole, case-sensitively. In linear time, whatever the pattern. */
function matches(pattern: string, name: string): boolean {
  const [start = '', ...parts] = pattern.normalize().split('*')
  const text = name.normalize()
  const end = parts.pop()
  if (end === undefined) {
    return text === start
  }
  let position = start.length
  for (const part of parts) {
    const found = text.indexOf(part, position)
    if (found === -1) {
      return false
    }
    position = found + part.length
  }
  return text.startsWith(start) && text.endsWith(end) && position + end.length <= text.length
}
