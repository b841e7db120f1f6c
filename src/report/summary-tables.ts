import { describeDiagnosis, isGreen, isRed, type Outcome, type Verdict } from '../deploy/outcome.ts'
import { parseWebAddress, renderCode } from '../runner/sanitize.ts'
import { groupByCause, type Cause } from './causes.ts'
import { findDocs } from './docs-link.ts'
import { renderDetails, renderLongest, renderTable, renderTargets } from './html.ts'
import { describeRevision } from './sentences.ts'
import { labelOutcome } from './wording.ts'

/** Up to this many targets have a row each, in the order of the plan. */
export const maxSingleRows = 6
/** The most causes that have a row. */
const maxCauses = 50
/** The most groups of a matrix that stands open. */
const maxOpenGroups = 25
/** The most characters of a server's message. */
export const maxMessage = 1_000

export const statusMarks: Record<Verdict['status'], string> = {
  succeeded: '✅',
  current: '✅',
  pending: '🟡',
  failed: '❌',
  unknown: '❓',
  'not-attempted': '⚪'
}

/** Renders what happened, a row for each cause. */
export function renderCauses(outcomes: readonly Outcome[]): string {
  const causes = outcomes.length > maxSingleRows ? groupByCause(outcomes) : listFew(outcomes)
  const explained = new Set<string>()
  const rows = causes.map(cause => {
    const { first, outcomes } = cause
    // A remedy is said once.
    const isRepeated = isRed(first) && explained.has(first.explanation)
    explained.add(first.explanation)
    return [
      renderResult(first),
      renderTargets(outcomes.map(({ target }) => target)),
      renderMessage(cause, isRepeated ? '' : first.explanation),
      renderLongest(outcomes.map(({ durationMs }) => durationMs))
    ]
  })
  return renderTable(['Result', 'API Proxy Group', 'Message', 'Time'], rows, maxCauses)
}

/** A row for each green target, so that its revision and address are seen, and for each other cause. */
function listFew(outcomes: readonly Outcome[]): Cause[] {
  const greens = outcomes.filter(isGreen).map(first => ({ first, outcomes: [first] }))
  const others = groupByCause(outcomes.filter(outcome => !isGreen(outcome)))
  const indexOf = ({ first }: Cause) => outcomes.indexOf(first)
  return [...greens, ...others].sort((one, other) => indexOf(one) - indexOf(other))
}

function renderResult(outcome: Outcome): string {
  return `${statusMarks[outcome.status]}&nbsp;${labelOutcome(outcome)}`
}

function renderMessage({ first, outcomes }: Cause, explanation: string): string {
  const docs = isGreen(first) || explanation === '' ? undefined : findDocs(first)
  const address = parseWebAddress(first.accessUrl ?? '')
  const isShared = outcomes.every(({ accessUrl }) => accessUrl === first.accessUrl)
  const { questions, facts } = renderDiagnoses(first)
  return joinParts('<br>', [
    ...questions,
    // Beside a green mark and an explanation, the server's own words say nothing new.
    isGreen(first) ? undefined : renderCode(first.serverMessage, maxMessage),
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

/**
 * Renders the result of every target: groups down, those with failures first, environments across. Several groups
 * on several environments stand open.
 */
export function renderMatrix(outcomes: readonly Outcome[]): string {
  const environments = listEnvironments(outcomes)
  const byGroup = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    const { group } = outcome.target
    byGroup.set(group, [...(byGroup.get(group) ?? []), outcome])
  }
  const countFailures = (results: readonly Outcome[]) =>
    results.filter(outcome => !isGreen(outcome)).length
  const rows = [...byGroup]
    .sort(([, one], [, other]) => countFailures(other) - countFailures(one))
    .map(([group, results]) => [
      renderCode(group),
      ...environments.map(name =>
        renderCell(results.find(({ target }) => target.environment === name))
      )
    ])
  const table = renderTable(
    ['API Proxy Group', ...environments.map(name => renderCode(name))],
    rows
  )
  const isOpen = byGroup.size > 1 && environments.length > 1 && byGroup.size <= maxOpenGroups
  return isOpen ? table : renderDetails(`All ${outcomes.length} results`, table)
}

export function listEnvironments(outcomes: readonly Outcome[]): string[] {
  return [...new Set(outcomes.map(({ target }) => target.environment))]
}

function renderCell(outcome: Outcome | undefined): string {
  if (outcome === undefined) {
    return ''
  }
  const revision = describeRevision(outcome)
  return `${renderResult(outcome)}${revision === undefined ? '' : `, ${revision.toLowerCase()}`}`
}
