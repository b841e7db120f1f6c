import { appendFileSync } from 'node:fs'
import {
  isGreen,
  isPartlyDone,
  type Operation,
  type Outcome,
  type Result,
  type Verdict
} from '../deploy/outcome.ts'
import { reasons } from '../deploy/reasons.ts'
import { parseWebAddress, renderCode } from '../runner/sanitize.ts'
import { renderDuration } from './html.ts'
import { joinNames, listCounts } from './sentences.ts'
import { renderPods } from './summary-pods.ts'
import {
  listEnvironments,
  maxSingleRows,
  renderCauses,
  renderMatrix,
  statusMarks
} from './summary-tables.ts'
import { failedOnSome, wording } from './wording.ts'

/**
 * The most bytes of a summary: GitHub shows nothing of a step's summary above 1 MiB, and other steps
 * may share it.
 */
const maxSummaryBytes = 900_000

/** The most environments that the way of a promotion shows. */
const maxStops = 12

const resultMarks: Record<Result, string> = {
  success: '✅',
  partial: '❌',
  failure: '❌',
  unknown: '❓',
  cancelled: '🚫'
}

export interface SummaryInput {
  project: string
  /** The Manager's address. */
  url: string
  operation: Operation
  result: Result
  outcomes: readonly Outcome[]
  durationMs: number
  /** The groups that patterns were resolved to. */
  resolvedGroups?: readonly string[] | undefined
}

/** Renders the job summary as Markdown of HTML blocks, in which no server's text is read as Markdown. */
export function renderSummary(input: SummaryInput): string {
  const { outcomes } = input
  const parts = [
    renderCauses(outcomes),
    outcomes.length > maxSingleRows ? renderMatrix(outcomes) : '',
    renderPods(outcomes)
  ]
  let summary = renderStart(input)
  let leftOut = ''
  for (const part of parts.filter(Boolean)) {
    if (Buffer.byteLength(summary + part) <= maxSummaryBytes) {
      summary += `\n${part}`
    } else {
      leftOut =
        '\n<p>A table is left out, because GitHub shows no summary above 1 MiB. The file that the output ' +
        '<code>results-file</code> names has every result.</p>\n'
    }
  }
  return summary + leftOut
}

function renderStart(input: SummaryInput): string {
  const { project, url, operation, outcomes, durationMs, resolvedGroups = [] } = input
  const counts = listCounts(outcomes, operation).map(
    ({ status, text }) => `${statusMarks[status]} ${text}`
  )
  const facts = [
    `Project ${renderCode(project)} on ${renderManager(url)}`,
    ...(outcomes.length === 1 ? [] : counts),
    renderDuration(durationMs)
  ]
  const count =
    resolvedGroups.length === 1 ? '1 API Proxy Group' : `${resolvedGroups.length} API Proxy Groups`
  const names = joinNames(resolvedGroups.map(name => renderCode(name)))
  return [
    `<h2>${renderHeading(input)}</h2>\n`,
    ...renderWay(input),
    `<p>${facts.join(' · ')}</p>\n`,
    ...(names === '' ? [] : [`<p><code>group</code> stands for ${count}: ${names}.</p>\n`])
  ].join('\n')
}

/** The way of a promotion: `✅ test → ❌ staging (1 of 2) → ⚪ production`; nothing on a single environment. */
function renderWay({ outcomes, operation }: SummaryInput): string[] {
  const environments = listEnvironments(outcomes)
  const stops = environments.slice(0, maxStops).map(name => {
    const here = outcomes.filter(({ target }) => target.environment === name)
    const green = here.filter(isGreen).length
    const isMixed = green > 0 && green < here.length
    const mark = statusMarks[findWorst(here)]
    return `${mark}&nbsp;${renderCode(name)}${isMixed ? ` (${green} of ${here.length})` : ''}`
  })
  const way = stops.join(operation === 'deploy' ? ' → ' : ' · ')
  const more = environments.length - stops.length
  return stops.length > 1 ? [`<p>${way}${more > 0 ? ` and ${more} more` : ''}</p>\n`] : []
}

/** The status that needs attention most. */
function findWorst(outcomes: readonly Outcome[]): Verdict['status'] {
  const order = ['unknown', 'failed', 'not-attempted', 'pending', 'succeeded'] as const
  return order.find(status => outcomes.some(one => one.status === status)) ?? 'current'
}

function renderHeading(input: SummaryInput): string {
  const [environment = '', ...others] = listEnvironments(input.outcomes)
  const place = others.length > 0 ? '' : renderCode(environment)
  return `${resultMarks[input.result]} ${chooseHeading(input)}${place && `: ${place}`}`
}

function chooseHeading({ operation, result, outcomes }: SummaryInput): string {
  const isUnverified = ({ reason }: Outcome) => reason === 'not-verified'
  if (result === 'success' && outcomes.every(({ status }) => status === 'current')) {
    return reasons.current.label
  }
  if (result === 'failure' && outcomes.some(isPartlyDone)) {
    return failedOnSome
  }
  const isDone = outcomes.every(outcome => isGreen(outcome) || isUnverified(outcome))
  return isDone && outcomes.some(isUnverified) && result !== 'cancelled' && operation !== 'verify'
    ? wording[operation].unverified
    : wording[operation][result]
}

function renderManager(url: string): string {
  const address = parseWebAddress(url)
  const code = renderCode(url)
  return address === undefined ? code : `<a href="${address.replaceAll('&', '&amp;')}">${code}</a>`
}

/** Writes the job summary to the runner's file; without one, the log has it all. */
export function writeSummary(input: SummaryInput): void {
  append(renderSummary(input))
}

/**
 * Writes the job summary of a run that ended before it had outcomes.
 * @param problems untrusted, one for each line
 */
export function writeFailureSummary(title: string, problems: readonly string[]): void {
  const lines = problems.map(problem => `<li>${renderCode(problem)}</li>`)
  append(`<h2>${title}</h2>\n\n<ul>\n${lines.join('\n')}\n</ul>\n`)
}

function append(markdown: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY
  if (file) {
    appendFileSync(file, markdown)
  }
}
