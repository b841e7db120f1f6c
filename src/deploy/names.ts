import type { ApiResult, Problem } from '../apinizer/failures.ts'
import type { Listing } from '../apinizer/parse-lists.ts'
import type { Classification, Diagnosis, Target } from './outcome.ts'

const maxAvailable = 10

/** The fewest characters of which a name can be short for another, such as `prod` for `production`. */
const minPrefixLength = 3

/** What a name is of. */
export type NameKind = Pick<Diagnosis, 'kind' | 'project'>

/** The names of a list of the Manager's; undefined where it cannot be read, or is not the whole list. */
export function readNames(result: ApiResult<Listing<string>>): readonly string[] | undefined {
  return result.ok && result.value.isComplete ? result.value.items : undefined
}

/**
 * Creates a function that finds how a list spells a name: as it is, else in another Unicode form, which looks the same,
 * and which most servers take for another name; undefined where the list lacks it.
 */
export function createSpeller(available: readonly string[]): (name: string) => string | undefined {
  const listed = new Set(available)
  const byForm = new Map(available.map(name => [name.normalize(), name]))
  return name => (listed.has(name) ? name : byForm.get(name.normalize()))
}

/** What is wrong with a name, instead of any other explanation; undefined where it is listed, or nothing is known. */
export function explainName(
  name: string,
  available: readonly string[] | undefined,
  kind: NameKind
): Pick<Classification, 'diagnoses' | 'explanation'> | undefined {
  const spelled = available && createSpeller(available)(name)
  if (available === undefined || spelled === name) {
    return undefined
  }
  return spelled === undefined
    ? { explanation: '', diagnoses: [diagnoseName(name, available, kind)] }
    : { explanation: otherForm }
}

const otherForm =
  'The name exists in another Unicode form, which looks the same: copy it from the Manager.'

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
    // There can be thousands of names.
    .filter(({ simple }) => Math.abs(simple.length - wanted.length) <= maxEdits)
    .map(({ candidate, simple }) => ({ candidate, edits: countEdits(wanted, simple) }))
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

/** How many characters have to be inserted, removed or replaced (Levenshtein). */
function countEdits(one: string, other: string): number {
  const columns = Array.from(other)
  let row = [0, ...columns.map((_, index) => index + 1)]
  for (const [index, character] of Array.from(one).entries()) {
    const next = [index + 1]
    for (const [column, otherCharacter] of columns.entries()) {
      const replaced = (row[column] ?? 0) + (character === otherCharacter ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
