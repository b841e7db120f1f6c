import { detectEdition, type CallLimits } from '../apinizer/client.ts'
import type { ApiResult, Edition } from '../apinizer/failures.ts'
import type { Listing } from '../apinizer/parse-lists.ts'
import { inBatches } from './concurrency.ts'
import { diagnoseName } from './names.ts'
import { join, type Classification, type Diagnosis, type Target } from './outcome.ts'
import { mayRetryRead } from './preflight.ts'
import type { RunContext } from './settings.ts'

/** The most missing names of a kind that are described; the others are counted. */
const maxDescribed = 10

/** A list that takes longer, or fails for longer, is done without, ms. */
const maxListMs = 30_000
const maxRetryMs = 10_000

/** Names as the user gave them and as the Manager spells them, where the two differ. */
type Spelling = ReadonlyMap<string, string>

/** How the names of a run compare with the Manager's lists. */
export interface NameCheck {
  /** The edition, where a list tells. */
  edition: Edition | undefined
  /** The Manager's spelling of names that were given in another Unicode form. */
  spelling: { groups: Spelling; environments: Spelling }
  /** Whether a target has a name that does not exist. */
  isMissing: (target: Target) => boolean
  /** What to report of such a target; undefined where all names exist, or that cannot be found out. */
  classification: Classification | undefined
}

/**
 * Compares all groups and environments of a run with the project's lists. A name is missing only if a whole list
 * lacks it, and no group's own list has it.
 */
export async function checkNames(
  names: { groups: readonly string[]; environments: readonly string[] },
  context: Pick<RunContext, 'listings' | 'settings'>
): Promise<NameCheck> {
  const { listings, settings } = context
  const { project, retryTimeoutMs, timeoutMs } = settings
  const limits = (): CallLimits => ({
    timeoutMs: Math.min(timeoutMs, maxListMs),
    retryTimeoutMs: Math.min(retryTimeoutMs, maxRetryMs),
    mayRetry: mayRetryRead()
  })
  const lists = await Promise.all([
    listings.listGroups(limits()),
    listings.listEnvironments(limits())
  ])
  const [listedGroups, listedEnvironments] = lists.map(readNames)
  const groups = compare(names.groups, listedGroups)
  const environments = compare(names.environments, listedEnvironments)
  const own = await readOwnLists(names.groups, groups.missing, environments.missing, group =>
    listings.listGroupEnvironments(group, limits())
  )
  const missingGroups = without(groups.missing, own.groups)
  const missingEnvironments = without(environments.missing, own.environments)
  const diagnose = (
    kind: 'group' | 'environment',
    missing: ReadonlySet<string>,
    available: readonly string[] = []
  ) =>
    // More are not shown, and comparing thousands of names would take minutes. The last says what there is.
    [...missing]
      .slice(0, maxDescribed)
      .map(name => diagnoseName(name, available, { kind, project }))
      .map((one, index, { length }) =>
        index < length - 1 ? { ...one, available: undefined } : one
      )
  const diagnoses = [
    ...diagnose('group', missingGroups, listedGroups),
    ...diagnose('environment', missingEnvironments, listedEnvironments)
  ]
  const total = missingGroups.size + missingEnvironments.size
  return {
    edition: lists.map(detectEdition).find(Boolean),
    spelling: { groups: groups.spelling, environments: environments.spelling },
    isMissing: ({ group, environment }) =>
      missingGroups.has(group) || missingEnvironments.has(environment),
    classification: total === 0 ? undefined : classifyMissing(diagnoses, total)
  }
}

function without(names: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...names].filter(name => !others.has(name)))
}

function classifyMissing(diagnoses: Diagnosis[], total: number): Classification {
  const more = total - diagnoses.length
  return {
    status: 'failed',
    reason: 'not-found',
    serverMessage: '',
    diagnoses,
    explanation: join(more > 0 ? `${more} more names do not exist.` : '', 'Nothing was sent.'),
    isSharedCause: true
  }
}

function readNames(result: ApiResult<Listing<string>>): readonly string[] | undefined {
  return result.ok && result.value.isComplete ? result.value.items : undefined
}

function compare(
  names: readonly string[],
  available: readonly string[] | undefined
): { missing: Set<string>; spelling: Map<string, string> } {
  const missing = new Set<string>()
  const spelling = new Map<string, string>()
  if (available === undefined) {
    return { missing, spelling }
  }
  const listed = new Set(available)
  const byForm = new Map(available.map(name => [name.normalize(), name]))
  for (const name of names.filter(one => !listed.has(one))) {
    const other = byForm.get(name.normalize())
    if (other === undefined) {
      missing.add(name)
    } else {
      spelling.set(name, other)
    }
  }
  return { missing, spelling }
}

/** What the groups' own lists of environments show to exist, as far as that matters for names that other lists lack. */
async function readOwnLists(
  allGroups: readonly string[],
  missingGroups: ReadonlySet<string>,
  missingEnvironments: ReadonlySet<string>,
  list: RunContext['listings']['listGroupEnvironments']
): Promise<{ groups: Set<string>; environments: Set<string> }> {
  const groups = new Set<string>()
  const environments = new Set<string>()
  const asked = missingEnvironments.size > 0 ? allGroups : [...missingGroups]
  await inBatches(asked, async group => {
    const listing = await list(group)
    if (listing.ok) {
      groups.add(group)
      for (const { name } of listing.value.items) {
        environments.add(name)
      }
    }
  })
  return { groups, environments }
}
