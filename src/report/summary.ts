import { appendFileSync } from 'node:fs'
import {
  countByStatus,
  isGreen,
  isPartlyDone,
  type Operation,
  type Outcome,
  type Result,
  type Verdict
} from '../deploy/outcome.ts'
import { parseWebAddress, renderCode } from '../runner/sanitize.ts'
import { renderDuration } from './html.ts'
import { joinNames, labelStatuses } from './sentences.ts'
import { renderPods } from './summary-pods.ts'
import { maxSingleRows, renderCauses, renderMatrix, statusMarks } from './summary-tables.ts'
import { failedOnSome, wording } from './wording.ts'

/**
 * The most bytes of a summary: GitHub shows nothing of a step's summary above 1 MiB, and other steps
 * may share it.
 */
const maxSummaryBytes = 900_000

/** The most environments on the way of a promotion. */
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
  const start = renderStart(input)
  const renderParts = (pods: boolean, results: boolean) =>
    [
      start,
      ...renderCauses(outcomes),
      ...(results && outcomes.length > maxSingleRows ? [renderMatrix(outcomes)] : []),
      ...(pods ? renderPods(outcomes) : [])
    ].join('\n')
  const explain = (leftOut: string) =>
    `\n<p>${leftOut} left out, because GitHub shows no summary above 1 MiB.</p>\n`
  // Each is rendered only when the one before is too large.
  const versions = [
    () => renderParts(true, true),
    () => renderParts(false, true) + explain('The worker pods are'),
    () => renderParts(false, false) + explain('The worker pods and the list of all results are')
  ]
  for (const render of versions) {
    const markdown = render()
    if (Buffer.byteLength(markdown) <= maxSummaryBytes) {
      return markdown
    }
  }
  return `${start}${explain('The tables are')}<p>The log and the outputs have the messages.</p>\n`
}

function renderStart(input: SummaryInput): string {
  const { resolvedGroups = [] } = input
  const note =
    resolvedGroups.length === 0
      ? ''
      : `\n<p><code>group</code> stands for ${renderResolved(resolvedGroups)}.</p>\n`
  return `<h2>${renderTitle(input)}</h2>\n${renderWay(input)}\n<p>${renderFacts(input)}</p>\n${note}`
}

/** The way of a promotion: `✅ test → ❌ staging (1 of 2) → ⚪ production`; nothing on a single environment. */
function renderWay({ outcomes, operation }: SummaryInput): string {
  const environments = [...new Set(outcomes.map(({ target }) => target.environment))]
  if (environments.length < 2) {
    return ''
  }
  const stops = environments.slice(0, maxStops).map(name => {
    const here = outcomes.filter(({ target }) => target.environment === name)
    const green = here.filter(isGreen).length
    const isMixed = green > 0 && green < here.length
    const mark = statusMarks[findWorst(here)]
    return `${mark}&nbsp;${renderCode(name)}${isMixed ? ` (${green} of ${here.length})` : ''}`
  })
  const more = environments.length - stops.length
  const all = more > 0 ? [...stops, `${more} more`] : stops
  return `\n<p>${all.join(operation === 'deploy' ? ' → ' : ' · ')}</p>\n`
}

/** The status that needs attention most. */
function findWorst(outcomes: readonly Outcome[]): Verdict['status'] {
  const order = ['unknown', 'failed', 'not-attempted', 'pending', 'succeeded'] as const
  return order.find(status => outcomes.some(one => one.status === status)) ?? 'current'
}

function renderResolved(groups: readonly string[]): string {
  const count = groups.length === 1 ? '1 API Proxy Group' : `${groups.length} API Proxy Groups`
  return `${count}: ${joinNames(
    groups.map(name => renderCode(name)),
    10
  )}`
}

function renderTitle(input: SummaryInput): string {
  const { operation, result, outcomes } = input
  const [environment, ...others] = new Set(outcomes.map(({ target }) => target.environment))
  const locate = (preposition: string) =>
    environment === undefined || others.length > 0
      ? ''
      : ` ${preposition} ${renderCode(environment)}`
  if (isOnlyUnverified(input)) {
    return `❌ ${wording[operation].unverified}${locate('on')}`
  }
  if (result === 'success' && outcomes.every(({ status }) => status === 'current')) {
    return `✅ Already current${locate('on')}`
  }
  if (result === 'failure' && outcomes.some(isPartlyDone)) {
    return `❌ ${failedOnSome}${locate('of')}`
  }
  const title = `${resultMarks[result]} ${wording[operation][result]}`
  return result === 'cancelled' ? title : title + locate(choosePreposition(operation, result))
}

function choosePreposition(operation: Operation, result: Result): string {
  if (result === 'unknown') {
    return 'on'
  }
  if (operation === 'check') {
    return result === 'success' ? 'to' : 'on'
  }
  return wording[operation].preposition
}

function isOnlyUnverified({ operation, result, outcomes }: SummaryInput): boolean {
  const isUnverified = ({ reason }: Outcome) => reason === 'not-verified'
  return (
    (operation === 'deploy' || operation === 'undeploy') &&
    result !== 'cancelled' &&
    outcomes.some(isUnverified) &&
    outcomes.every(outcome => isGreen(outcome) || isUnverified(outcome))
  )
}

function renderFacts({ project, url, operation, outcomes, durationMs }: SummaryInput): string {
  return [
    `Project ${renderCode(project)} on ${renderManager(url)}`,
    ...(outcomes.length === 1 ? [] : renderCounts(outcomes, operation)),
    renderDuration(durationMs)
  ].join(' · ')
}

function renderManager(url: string): string {
  const address = parseWebAddress(url)
  const code = renderCode(url)
  return address === undefined ? code : `<a href="${address.replaceAll('&', '&amp;')}">${code}</a>`
}

function renderCounts(outcomes: readonly Outcome[], operation: Operation): string[] {
  const counts = countByStatus(outcomes)
  const labels = labelStatuses(operation)
  return (Object.keys(statusMarks) as Verdict['status'][])
    .filter(status => counts[status] > 0)
    .map(status => `${statusMarks[status]} ${counts[status]} ${labels[status]}`)
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
