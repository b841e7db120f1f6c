import type { ApinizerClient, CallLimits } from '../apinizer/client.ts'
import type { Problem } from '../apinizer/failures.ts'
import type { Classification, Target } from './outcome.ts'
import type { RunContext } from './run-context.ts'

/** A diagnosis that takes longer is left out, ms for each of its requests, which run side by side. */
const timeoutMs = 3_000

const maxNames = 10

/** The fewest characters of which a name can be short for another, such as `prod` for `production`. */
const minPrefixLength = 3

const caseSensitive = 'Names are case-sensitive.'

/** A name, and the names of its kind that the token's user can see; undefined where they cannot be listed. */
export interface NameCheck {
  /** Such as `Project Payments has no group`; untrusted, because it quotes names. */
  missing: string
  name: string
  available: readonly string[] | undefined
}

/**
 * Finds out which name a refusal is about. Looks only, and never decides.
 * @param problem a refusal that may be about names
 * @returns the classification, with a more specific explanation where the look tells one
 */
export async function diagnoseNames(
  target: Target,
  classification: Classification,
  problem: Problem,
  { listings, settings: { project, operation } }: Pick<RunContext, 'listings' | 'settings'>
): Promise<Classification> {
  if (await isElsewhere(problem, listings)) {
    const explanation = 'No Apinizer API responds at this address: check `url` and its path prefix.'
    return { ...classification, docs: 'responses-that-are-not-the-managers', explanation }
  }
  const [projects, groups, environments] = await Promise.all(
    [listings.listProjects, listings.listGroups, listings.listEnvironments].map(listNames)
  )
  const checks: NameCheck[] = [
    { missing: 'The token’s user sees no project', name: project, available: projects },
    { missing: `Project ${project} has no group`, name: target.group, available: groups },
    {
      missing: `Project ${project} has no environment`,
      name: target.environment,
      available: environments
    }
  ]
  const diagnosis = checks.map(describeMissing).find(text => text !== undefined)
  if (diagnosis !== undefined) {
    return { ...classification, diagnosis, explanation: caseSensitive }
  }
  if (checks.some(({ available }) => available === undefined)) {
    return classification
  }
  const isRead = operation === 'check' || operation === 'verify'
  const permission = isRead ? 'VIEW' : 'MANAGE and DEPLOY_UNDEPLOY'
  return {
    ...classification,
    explanation:
      'Project, group and environment exist. If the message names no other cause, a permission is missing: ' +
      `give the token’s user API_MANAGEMENT with ${permission}, and access to the environment.`
  }
}

/**
 * Finds out whether an environment that is not deployed exists at all. Looks only, and never decides.
 * @returns the classification, with a more specific explanation where there is no such environment
 */
export async function diagnoseEnvironment(
  { environment }: Target,
  classification: Classification,
  { listings, settings: { project } }: Pick<RunContext, 'listings' | 'settings'>
): Promise<Classification> {
  const diagnosis = describeMissing({
    missing: `Project ${project} has no environment`,
    name: environment,
    available: await listNames(listings.listEnvironments)
  })
  return diagnosis === undefined
    ? classification
    : { ...classification, diagnosis, explanation: caseSensitive }
}

/** Whether an empty 404 comes from a server that knows no project either, and so is no Manager. */
async function isElsewhere(
  problem: Problem,
  { listProjects }: RunContext['listings']
): Promise<boolean> {
  if (problem.kind !== 'response' || problem.status !== 404 || problem.defect !== 'empty') {
    return false
  }
  const projects = await listProjects({ timeoutMs })
  return !projects.ok && projects.problem.kind === 'response' && projects.problem.status === 404
}

async function listNames(
  list: ApinizerClient['listGroups']
): Promise<readonly string[] | undefined> {
  const limits: CallLimits = { timeoutMs }
  const result = await list(limits)
  return result.ok && result.value.unreadable === 0 ? result.value.items : undefined
}

/** Which name is missing, what is nearest and what there is; undefined if it is there or cannot be listed. */
export function describeMissing({ missing, name, available }: NameCheck): string | undefined {
  if (available === undefined || available.some(one => one.normalize() === name.normalize())) {
    return undefined
  }
  const nearest = findNearest(name, available)
  const shown = available.slice(0, maxNames).join(', ')
  const rest = available.length - maxNames
  return [
    `${missing} ${name}.`,
    ...(nearest === undefined ? [] : [`Did you mean ${nearest}?`]),
    available.length === 0
      ? 'None is available.'
      : `Available: ${shown}${rest > 0 ? ` and ${rest} more` : ''}.`
  ].join(' ')
}

/**
 * The name that was probably meant: the same but for case, spaces and punctuation, else the only one that begins
 * like it or the one with the fewest edits, if those are few.
 */
function findNearest(name: string, available: readonly string[]): string | undefined {
  const wanted = simplify(name)
  const candidates = available.map(candidate => ({ candidate, simple: simplify(candidate) }))
  const [extended, ...others] = candidates.filter(({ simple }) => simple.startsWith(wanted))
  if (extended !== undefined && others.length === 0 && wanted.length >= minPrefixLength) {
    return extended.candidate
  }
  const maxEdits = Math.max(1, Math.floor(wanted.length / 4))
  const [best] = candidates
    .map(({ candidate, simple }) => ({ candidate, edits: countEdits(wanted, simple, maxEdits) }))
    .filter(({ edits }) => edits <= maxEdits)
    .sort((one, other) => one.edits - other.edits)
  return best?.candidate
}

function simplify(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '')
}

/** How many characters have to be inserted, removed or replaced (Levenshtein); Infinity above a limit. */
function countEdits(one: string, other: string, limit: number): number {
  const columns = Array.from(other)
  let row = [0, ...columns.map((_, index) => index + 1)]
  for (const [index, character] of Array.from(one).entries()) {
    const next = [index + 1]
    for (const [column, otherCharacter] of columns.entries()) {
      const replaced = (row[column] ?? 0) + (character === otherCharacter ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
    // There can be thousands of names.
    if (Math.min(...row) > limit) {
      return Infinity
    }
  }
  return row.at(-1) ?? 0
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
  const exclusions = entries.filter(entry => entry.startsWith('!')).map(entry => entry.slice(1))
  const others = entries.filter(entry => !entry.startsWith('!'))
  const names = others.filter(entry => !entry.includes('*')).map(name => name.normalize())
  const isExcluded = (group: string) => exclusions.some(pattern => matches(pattern, group))
  const unmatched: string[] = []
  const groups = new Set<string>()
  for (const entry of others) {
    if (!entry.includes('*')) {
      groups.add(entry)
      continue
    }
    const found = available.filter(group => matches(entry, group) && !isExcluded(group))
    if (found.length === 0) {
      unmatched.push(entry)
    }
    for (const group of found.filter(one => !names.includes(one.normalize()))) {
      groups.add(group)
    }
  }
  return { groups: [...groups], unmatched }
}

/** Whether a name matches a pattern as a whole, case-sensitively. In linear time, whatever the pattern. */
function matches(pattern: string, name: string): boolean {
  const [start = '', ...others] = pattern.normalize().split('*')
  const text = name.normalize()
  const end = others.pop()
  if (end === undefined) {
    return text === start
  }
  if (!text.startsWith(start) || text.length < start.length + end.length || !text.endsWith(end)) {
    return false
  }
  const last = text.length - end.length
  let position = start.length
  for (const part of others) {
    const found = text.indexOf(part, position)
    if (found === -1 || found + part.length > last) {
      return false
    }
    position = found + part.length
  }
  return true
}
