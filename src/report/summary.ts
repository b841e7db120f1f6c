import fs from 'node:fs'
import { inWords, type Operation } from '../headline.ts'
import { failedFirst, isGreen, type Outcome, type Result } from '../outcome.ts'
import { labelOf } from '../reasons.ts'
import { docsLink } from './docs-link.ts'
import { summaryCode, webAddress } from './untrusted.ts'

/** The most bytes of a summary: GitHub shows nothing of a step's summary above 1 MiB, which other steps may share. */
const largestSummary = 900_000
const mostTargetsInTables = 24
const mostCellsInMatrix = 600
const mostFailures = 100
const mostPods = 200

const marks: Record<Outcome['status'], string> = {
  succeeded: '✅',
  current: '✅',
  pending: '🟡',
  failed: '❌',
  unknown: '❓',
  'not-attempted': '⚪'
}

const headings: Record<Operation, Record<Result, string>> = {
  deploy: {
    success: '✅ Deployed',
    partial: '❌ Partly deployed',
    failure: '❌ Not deployed',
    unknown: '❓ Deployment outcome unknown',
    cancelled: '🚫 Deployment cancelled'
  },
  undeploy: {
    success: '✅ Undeployed',
    partial: '❌ Partly undeployed',
    failure: '❌ Not undeployed',
    unknown: '❓ Undeployment outcome unknown',
    cancelled: '🚫 Undeployment cancelled'
  },
  check: {
    success: '✅ Ready to deploy',
    partial: '❌ Check failed in part',
    failure: '❌ Check failed',
    unknown: '❓ Check without a result',
    cancelled: '🚫 Check cancelled'
  }
}

export interface SummaryInput {
  project: string
  /** The Manager's address. */
  url: string
  operation: Operation
  result: Result
  outcomes: readonly Outcome[]
  durationMs: number
}

/** The job summary as Markdown that holds HTML blocks: in those, no server's text is read as Markdown. */
export function summaryOf(input: SummaryInput): string {
  const whole = assemble(input, input.outcomes)
  if (Buffer.byteLength(whole) <= largestSummary) return whole
  const withoutPods = assemble(
    input,
    input.outcomes.map(outcome => ({ ...outcome, pods: [] }))
  )
  if (Buffer.byteLength(withoutPods) <= largestSummary)
    return `${withoutPods}\n<p>The worker pods are left out, as GitHub shows no summary above 1 MiB.</p>\n`
  return `${heading(input)}\n<p>The tables are left out, as GitHub shows no summary above 1 MiB. The log and the outputs have the messages.</p>\n`
}

function assemble(input: SummaryInput, outcomes: readonly Outcome[]): string {
  const groups = [...new Set(outcomes.map(outcome => outcome.target.group))]
  const environments = [...new Set(outcomes.map(outcome => outcome.target.environment))]
  if (outcomes.length <= mostTargetsInTables)
    return [heading(input), targetTable(outcomes, 2_000), ...podTables(outcomes)].join('\n')
  const troubled = outcomes.filter(
    outcome => !isGreen(outcome) && outcome.status !== 'not-attempted'
  )
  const showsAll = groups.length * environments.length <= mostCellsInMatrix
  return [
    heading(input),
    ...(troubled.length > 0
      ? [
          targetTable(troubled.slice(0, mostFailures), 600),
          ...(troubled.length > mostFailures
            ? [`<p>… and ${troubled.length - mostFailures} more.</p>\n`]
            : [])
        ]
      : []),
    ...(showsAll ? [matrixTable(outcomes, groups, environments)] : [])
  ].join('\n')
}

function heading(input: SummaryInput): string {
  const { operation, result, outcomes } = input
  const [only, ...others] = outcomes
  const where = (word: string) =>
    only === undefined || others.length > 0
      ? ''
      : ` ${word} ${summaryCode(only.target.environment)}`
  const word = { deploy: 'to', undeploy: 'from', check: result === 'success' ? 'to' : 'on' }[
    operation
  ]
  const title = isOnlyUnverified(input)
    ? `❌ ${operation === 'undeploy' ? 'Undeployed' : 'Deployed'}, not verified${where('on')}`
    : `${headings[operation][result]}${result === 'success' || result === 'failure' ? where(word) : ''}`
  return `<h2>${title}</h2>\n\n<p>${facts(input)}</p>\n`
}

function isOnlyUnverified({ result, outcomes }: SummaryInput): boolean {
  const isUnverified = ({ reason }: Outcome) => reason === 'not-verified'
  return (
    result !== 'cancelled' &&
    outcomes.some(isUnverified) &&
    outcomes.every(outcome => isGreen(outcome) || isUnverified(outcome))
  )
}

function facts({ project, url, outcomes, durationMs }: SummaryInput): string {
  const count = outcomes.length === 1 ? '' : ` · ${tally(outcomes)}`
  return `Project ${summaryCode(project)} on ${summaryCode(url)}${count} · ${inWords(durationMs)}`
}

function tally(outcomes: readonly Outcome[]): string {
  return Object.entries(marks)
    .map(([status, mark]) => ({
      status,
      mark,
      count: outcomes.filter(outcome => outcome.status === status).length
    }))
    .filter(({ count }) => count > 0)
    .map(({ status, mark, count }) => `${mark} ${count} ${status.replace('-', ' ')}`)
    .join(' · ')
}

function targetTable(outcomes: readonly Outcome[], longestMessage: number): string {
  const rows = outcomes.map(outcome =>
    row('td', [
      summaryCode(outcome.target.environment),
      summaryCode(outcome.target.group),
      resultCell(outcome),
      messageCell(outcome, longestMessage),
      duration(outcome)
    ])
  )
  return `${table([row('th', ['Environment', 'API Proxy Group', 'Result', 'Message', 'Time']), ...rows])}\n`
}

/** Groups by environments, the rows with failures first. */
function matrixTable(
  outcomes: readonly Outcome[],
  groups: string[],
  environments: string[]
): string {
  const byTarget = new Map(
    outcomes.map(outcome => [
      JSON.stringify([outcome.target.group, outcome.target.environment]),
      outcome
    ])
  )
  const rowOf = (group: string) =>
    environments.map(environment => byTarget.get(JSON.stringify([group, environment])))
  const troubles = (group: string) =>
    rowOf(group).filter(outcome => outcome !== undefined && !isGreen(outcome)).length
  const rows = [...groups]
    .sort((one, other) => troubles(other) - troubles(one))
    .map(group =>
      row('td', [
        summaryCode(group),
        ...rowOf(group).map(outcome => (outcome === undefined ? '' : resultCell(outcome)))
      ])
    )
  return `${table([row('th', ['API Proxy Group', ...environments.map(environment => summaryCode(environment))]), ...rows])}\n`
}

function resultCell(outcome: Outcome): string {
  return `${marks[outcome.status]}&nbsp;${labelOf(outcome)}`
}

function messageCell(outcome: Outcome, longest: number): string {
  const address = webAddress(outcome.accessUrl)
  const more = isGreen(outcome) ? undefined : docsLink(outcome.reason)
  return [
    summaryCode(outcome.said, longest),
    [ourWords(outcome.told), more === undefined ? '' : linkTo(more)].filter(Boolean).join(' '),
    outcome.revision === undefined ? '' : `Revision ${outcome.revision}`,
    address === undefined ? '' : `Served at ${summaryCode(address)}`
  ]
    .filter(Boolean)
    .join('<br>')
}

function linkTo(page: string): string {
  return page.startsWith('https:') ? `<a href="${page}">More</a>` : `More: ${summaryCode(page)}`
}

/** Our own sentences, in which backticks mark names of inputs. */
function ourWords(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/`([^`]+)`/g, '<code>$1</code>')
}

function duration(outcome: Outcome): string {
  return outcome.status === 'not-attempted'
    ? ''
    : inWords(outcome.durationMs).replaceAll(' ', '&nbsp;')
}

/** The worker pods: open for each target with a failed one, and folded in one table for all the others. */
function podTables(outcomes: readonly Outcome[]): string[] {
  const withPods = outcomes.filter(({ pods = [] }) => pods.length > 0)
  const failed = withPods.filter(({ pods = [] }) => pods.some(pod => !pod.success))
  const fine = withPods.filter(outcome => !failed.includes(outcome))
  return [
    ...failed.map(outcome => podTable([outcome])),
    ...(fine.length > 0 ? [podTable(fine)] : [])
  ]
}

function podTable(outcomes: readonly Outcome[]): string {
  const pods = outcomes.flatMap(({ target, pods = [] }) => pods.map(pod => ({ ...pod, target })))
  const failed = pods.filter(pod => !pod.success)
  const rows = failedFirst(pods)
    .slice(0, mostPods)
    .map(pod =>
      row('td', [
        summaryCode(pod.target.environment),
        summaryCode(pod.name),
        summaryCode(pod.ip),
        pod.success ? '✅' : '❌',
        summaryCode(pod.message, 300),
        pod.durationMs === undefined ? '' : inWords(pod.durationMs)
      ])
    )
  const rest = pods.length > mostPods ? `<p>… and ${pods.length - mostPods} more.</p>\n` : ''
  const title = `${pods.length} worker pod${pods.length === 1 ? '' : 's'}${failed.length > 0 ? `, ${failed.length} failed` : ''}`
  return `<details${failed.length > 0 ? ' open' : ''}><summary>${title}</summary>\n${table([row('th', ['Environment', 'Worker pod', 'Address', '', 'Message', 'Time']), ...rows])}\n${rest}</details>\n`
}

function row(cell: 'td' | 'th', cells: string[]): string {
  return `<tr>${cells.map(text => `<${cell}>${text}</${cell}>`).join('')}</tr>`
}

/** A table as one HTML block: no blank line, which would end it. */
function table(rows: string[]): string {
  return `<table>\n${rows.join('\n')}\n</table>`
}

/** Writes the job summary to the file that the runner gives; where there is none, the log has it all. */
export function writeSummary(input: SummaryInput): void {
  append(summaryOf(input))
}

/** Writes the job summary of a run that ended before it had outcomes. @param message untrusted */
export function writeFailureSummary(result: 'failure' | 'unknown', message: string): void {
  append(
    `<h2>${result === 'failure' ? '❌ Input cannot be used' : '❓ The action broke off: outcome unknown'}</h2>\n\n<p>${summaryCode(message)}</p>\n`
  )
}

function append(markdown: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY
  if (file) fs.appendFileSync(file, markdown)
}
