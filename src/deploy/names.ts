import type { Problem } from '../apinizer/failures.ts'
import type { Diagnosis, Target } from './outcome.ts'

const maxAvailable = 10

/** The fewest characters of which a name can be short for another, such as `prod` for `production`. */
const minPrefixLength = 3

/** How a name compares with a list. */
export type NameMatch =
  | { state: 'listed' }
  /** Listed in another Unicode form, which looks the same; most servers take it for another name. */
  | { state: 'other-form'; listed: string }
  | { state: 'missing'; missing: Diagnosis }

/** What a name is of. */
export type NameKind = Pick<Diagnosis, 'kind' | 'project'>

/** Looks a name up in a list of the Manager's. */
export function matchName(name: string, available: readonly string[], kind: NameKind): NameMatch {
  if (available.includes(name)) {
    return { state: 'listed' }
  }
  const listed = available.find(one => one.normalize() === name.normalize())
  return listed === undefined
    ? { state: 'missing', missing: diagnoseName(name, available, kind) }
    : { state: 'other-form', listed }
}

/** Describes a name that a list lacks. */
export function diagnoseName(
  name: string,
  available: readonly string[],
  kind: NameKind
): Diagnosis {
  const nearest = findNearest(name, available)
  return {
    ...kind,
    name,
    ...(nearest !== undefined && { nearest }),
    available: available.slice(0, maxAvailable),
    more: Math.max(0, available.length - maxAvailable)
  }
}

/** What may be wrong with the names in the path of a refused request, as a sentence; empty where nothing is. */
export function explainSpecialCharacters(
  { group, environment }: Target,
  project: string,
  problem: Problem
): string {
  const isRefused = problem.kind === 'response' && [400, 401, 403, 404].includes(problem.status)
  return isRefused && /[/\\%;]/.test(project + group + environment)
    ? 'Many servers refuse `/`, `\\`, `%` and `;` in a path, so that a name with one of them cannot be used: rename it.'
    : ''
}

/** What to do about a name that is listed in another Unicode form. */
export const otherForm =
  'The name exists in another Unicode form, which looks the same: copy it from the Manager.'

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
