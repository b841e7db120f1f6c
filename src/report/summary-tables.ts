import { describeDiagnosis, isGreen, isRed, type Outcome, type Verdict } from '../deploy/outcome.ts'
import { parseWebAddress, renderCode } from '../runner/sanitize.ts'
import { groupByCause, type Cause } from './causes.ts'
import { findDocs } from './docs-link.ts'
import { renderDetails, renderLongest, renderRest, renderTable, renderTargets } from './html.ts'
import { describeRevision } from './sentences.ts'
import { labelOutcome } from './wording.ts'

/** Up to this many targets have a row each, in the order of the plan. */
export const maxSingleRows = 6
const maxOpenReds = 10
const maxOpenGreens = 6
const maxRows = 100
/** The most groups of a matrix that stands open. */
const maxOpenGroups = 25
/** The most characters of a server's message in a row, and in one of many rows. */
const maxMessage = 2_000
export const maxMessageOfMany = 600

export const statusMarks: Record<Verdict['status'], string> = {
  succeeded: '✅',
  current: '✅',
  pending: '🟡',
  failed: '❌',
  unknown: '❓',
  'not-attempted': '⚪'
}

/** Renders what happened, a row for each cause; what is many and green, or very many, is folded. */
export function renderCauses(outcomes: readonly Outcome[]): string[] {
  const explained = new Set<string>()
  if (outcomes.length <= maxSingleRows) {
    return [renderCauseTable(listFew(outcomes), explained)]
  }
  const causes = groupByCause(outcomes)
  const reds = causes.filter(({ first }) => isRed(first))
  const others = causes.filter(({ first }) => !isRed(first) && !isGreen(first))
  // A matrix shows what is green at a glance.
  const greens = isOpenMatrix(outcomes) ? [] : causes.filter(({ first }) => isGreen(first))
  const openGreens = greens.length > maxOpenGreens ? [] : greens
  const open = [...reds.slice(0, maxOpenReds), ...openGreens, ...others]
  return [
    ...(open.length > 0 ? [renderCauseTable(open, explained)] : []),
    ...renderFolded([...reds.slice(maxOpenReds), ...greens.slice(openGreens.length)], explained)
  ]
}

/** A row for each green target, so that its revision and address are seen, and for each other cause. */
function listFew(outcomes: readonly Outcome[]): Cause[] {
  const greens = outcomes.filter(isGreen).map(first => ({ first, outcomes: [first] }))
  const others = groupByCause(outcomes.filter(outcome => !isGreen(outcome)))
  const indexOf = ({ first }: Cause) => outcomes.indexOf(first)
  return [...greens, ...others].sort((one, other) => indexOf(one) - indexOf(other))
}

function renderFolded(causes: readonly Cause[], explained: Set<string>): string[] {
  if (causes.length === 0) {
    return []
  }
  const more = renderRest(causes.length, maxRows)
  const table = renderCauseTable(causes.slice(0, maxRows), explained)
  return [renderDetails(`${causes.length} more results`, `${table}${more}`)]
}

/** @param explained the explanations of failures that stand above: a remedy is said once */
function renderCauseTable(causes: readonly Cause[], explained: Set<string>): string {
  const max = causes.length > maxOpenReds ? maxMessageOfMany : maxMessage
  const rows = causes.map(cause => {
    const { explanation } = cause.first
    const isRepeated = isRed(cause.first) && explained.has(explanation)
    explained.add(explanation)
    return [
      renderResult(cause.first),
      renderTargets(cause.outcomes.map(({ target }) => target)),
      renderMessage(cause, max, isRepeated ? '' : explanation),
      renderTime(cause)
    ]
  })
  return renderTable(['Result', 'API Proxy Group', 'Message', 'Time'], rows)
}

function renderResult(outcome: Outcome): string {
  return `${statusMarks[outcome.status]}&nbsp;${labelOutcome(outcome)}`
}

function renderMessage({ first, outcomes }: Cause, max: number, explanation: string): string {
  const docs = isGreen(first) || explanation === '' ? undefined : findDocs(first)
  const address = parseWebAddress(first.accessUrl ?? '')
  const isShared = outcomes.every(({ accessUrl }) => accessUrl === first.accessUrl)
  // Beside a green mark and an explanation, the server's own words say nothing new.
  const isQuoted = !isGreen(first) || first.explanation === ''
  const { questions, facts } = renderDiagnoses(first)
  return joinParts('<br>', [
    ...questions,
    isQuoted ? renderCode(first.serverMessage, max) : undefined,
    joinParts(' ', [...facts, renderExplanation(explanation), docs && renderDocs(docs)]),
    joinParts(' · ', [
      outcomes.length === 1 ? describeRevision(first) : undefined,
      address !== undefined && isShared ? `Served at ${renderCode(address)}` : undefined
    ])
  ])
}

/** What was probably meant, as the first lines of its row, and what there is. */
function renderDiagnoses({ diagnoses = [] }: Outcome): { questions: string[]; facts: string[] } {
  const described = diagnoses.map(one => describeDiagnosis(one, name => renderCode(name)))
  const questions = described.map(({ question }) => question).filter(Boolean)
  return {
    questions: questions.map(question => `<strong>${question}</strong>`),
    facts: described.map(({ statement, available }) => joinParts(' ', [statement, available]))
  }
}

function joinParts(separator: string, parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(separator)
}

function renderDocs(docs: string): string {
  return docs.startsWith('https:') ? `<a href="${docs}">More</a>` : `More: ${renderCode(docs)}`
}

/** Sentences of this action, in which backticks mark names. */
function renderExplanation(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/`([^`]+)`/g, '<code>$1</code>')
}

function renderTime({ first, outcomes }: Cause): string {
  return first.status === 'not-attempted'
    ? ''
    : renderLongest(outcomes.map(({ durationMs }) => durationMs))
}

/**
 * Renders the result of every target: groups down, those with failures first, environments across. Several groups
 * on several environments stand open.
 */
export function renderMatrix(outcomes: readonly Outcome[]): string {
  const environments = [...new Set(outcomes.map(({ target }) => target.environment))]
  const byGroup = new Map<string, Map<string, Outcome>>()
  for (const outcome of outcomes) {
    const { group, environment } = outcome.target
    byGroup.set(group, (byGroup.get(group) ?? new Map<string, Outcome>()).set(environment, outcome))
  }
  const countFailures = (results: Map<string, Outcome>) =>
    [...results.values()].filter(outcome => !isGreen(outcome)).length
  const rows = [...byGroup]
    .sort(([, one], [, other]) => countFailures(other) - countFailures(one))
    .map(([group, results]) => [
      renderCode(group),
      ...environments.map(name => renderCell(results.get(name)))
    ])
  const header = ['API Proxy Group', ...environments.map(name => renderCode(name))]
  const table = renderTable(header, rows)
  return isOpenMatrix(outcomes) ? table : renderDetails(`All ${outcomes.length} results`, table)
}

function isOpenMatrix(outcomes: readonly Outcome[]): boolean {
  const groups = new Set(outcomes.map(({ target }) => target.group)).size
  const environments = new Set(outcomes.map(({ target }) => target.environment)).size
  return groups > 1 && environments > 1 && groups <= maxOpenGroups
}

function renderCell(outcome: Outcome | undefined): string {
  if (outcome === undefined) {
    return ''
  }
  const revision = describeRevision(outcome)
  return `${renderResult(outcome)}${revision === undefined ? '' : `, ${revision.toLowerCase()}`}`
}
