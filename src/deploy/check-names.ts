import { detectEdition, type CallLimits } from '../apinizer/client.ts'
import type { ApiResult, Edition } from '../apinizer/failures.ts'
import type { Listing } from '../apinizer/parse-lists.ts'
import { inBatches } from './concurrency.ts'
import { createSpeller, diagnoseName, readNames, type NameKind } from './names.ts'
import { join, type Classification, type Diagnosis, type Target } from './outcome.ts'
import { mayRetryRead } from './preflight.ts'
import type { RunContext } from './settings.ts'

/** The most missing names of a kind that are described; the others are counted. */
const maxDescribed = 10

/** A list that takes longer, or fails for longer, is done without, ms. */
const maxListMs = 30_000
const maxRetryMs = 10_000

/** How the names of a run compare with the Manager's lists. */
export interface NameCheck {
  /** The edition, where a list tells. */
  edition: Edition | undefined
  /** A target with its names as the Manager spells them, where they were given in another Unicode form. */
  spell: (target: Target) => Target
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
  { listings, settings }: Pick<RunContext, 'listings' | 'settings'>
): Promise<NameCheck> {
  const limits = (): CallLimits => ({
    timeoutMs: Math.min(settings.timeoutMs, maxListMs),
    retryTimeoutMs: Math.min(settings.retryTimeoutMs, maxRetryMs),
    mayRetry: mayRetryRead()
  })
  const lists = await Promise.all([
    listings.listGroups(limits()),
    listings.listEnvironments(limits())
  ])
  const groups = compare(names.groups, lists[0])
  const environments = compare(names.environments, lists[1])
  const asked = environments.missing.length > 0 ? names.groups : groups.missing
  const own = await readOwnLists(asked, group => listings.listGroupEnvironments(group, limits()))
  const missingGroups = groups.missing.filter(name => !own.groups.has(name))
  const missingEnvironments = environments.missing.filter(name => !own.environments.has(name))
  const { project } = settings
  const diagnoses = [
    ...describe(missingGroups, groups.available, { kind: 'group', project }),
    ...describe(missingEnvironments, environments.available, { kind: 'environment', project })
  ]
  return {
    edition: lists.map(detectEdition).find(Boolean),
    spell: ({ group, environment }) => ({
      group: groups.spell(group) ?? group,
      environment: environments.spell(environment) ?? environment
    }),
    isMissing: ({ group, environment }) =>
      missingGroups.includes(group) || missingEnvironments.includes(environment),
    classification: classifyMissing(diagnoses, missingGroups.length + missingEnvironments.length)
  }
}

/** Which names a list lacks, and how it spells the others; one that cannot be read lacks none. */
function compare(names: readonly string[], list: ApiResult<Listing<string>>) {
  const available = readNames(list) ?? names
  const spell = createSpeller(available)
  return { available, spell, missing: names.filter(name => spell(name) === undefined) }
}

/** What groups' own lists of environments show to exist. */
async function readOwnLists(
  asked: readonly string[],
  list: RunContext['listings']['listGroupEnvironments']
): Promise<{ groups: Set<string>; environments: Set<string> }> {
  const groups = new Set<string>()
  const environments = new Set<string>()
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

function describe(
  missing: readonly string[],
  available: readonly string[],
  kind: NameKind
): Diagnosis[] {
  // More are not shown, and comparing thousands of names would take minutes. The last says what there is.
  return missing
    .slice(0, maxDescribed)
    .map(name => diagnoseName(name, available, kind))
    .map((one, index, { length }) => (index < length - 1 ? { ...one, available: undefined } : one))
}

function classifyMissing(diagnoses: Diagnosis[], total: number): Classification | undefined {
  const more = total - diagnoses.length
  return total === 0
    ? undefined
    : {
        status: 'failed',
        reason: 'not-found',
        serverMessage: '',
        diagnoses,
        explanation: join(more > 0 ? `${more} more names do not exist.` : '', 'Nothing was sent.'),
        isSharedCause: true
      }
}
