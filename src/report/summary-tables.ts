import type { Pod } from '../apinizer/parse-deployment.ts'
import { formatDuration } from '../deploy/duration.ts'
import {
  isGreen,
  isRed,
  sortFailedFirst,
  type Outcome,
  type Target,
  type Verdict
} from '../deploy/outcome.ts'
import { labelOutcome } from '../deploy/reasons.ts'
import { parseWebAddress, renderCode } from '../runner/sanitize.ts'
import { groupByCause, listScopes, type Cause } from './causes.ts'
import { findDocs } from './docs-link.ts'
import { describeRevision } from './sentences.ts'

/** Up to this many targets have a row each, in the order of the plan. */
export const maxSingleRows = 6
const maxOpenReds = 10
const maxOpenGreens = 6
const maxRows = 100
const maxNames = 5
const maxScopes = 3
const maxOpenPods = 10
const maxPods = 200

export const marks: Record<Verdict['status'], string> = {
  succeeded: '✅',
  current: '✅',
  pending: '🟡',
  failed: '❌',
  unknown: '❓',
  'not-attempted': '⚪'
}

/** Renders what happened, a row for each cause; what is many and green, or very many, is folded. */
export function renderCauses(outcomes: readonly Outcome[]): string[] {
  if (outcomes.length <= maxSingleRows) {
    return [renderCauseTable(listFew(outcomes))]
  }
  const causes = groupByCause(outcomes)
  const reds = causes.filter(({ first }) => isRed(first))
  const greens = causes.filter(({ first }) => isGreen(first))
  const others = causes.filter(cause => !reds.includes(cause) && !greens.includes(cause))
  const openGreens = greens.length > maxOpenGreens ? [] : greens
  const open = [...reds.slice(0, maxOpenReds), ...openGreens, ...others]
  return [
    ...(open.length > 0 ? [renderCauseTable(open)] : []),
    ...renderFolded([...reds.slice(maxOpenReds), ...greens.slice(openGreens.length)])
  ]
}

/** A row for each green target, so that its revision and address are seen, and for each other cause. */
function listFew(outcomes: readonly Outcome[]): Cause[] {
  const greens = outcomes.filter(isGreen).map(first => ({ first, outcomes: [first] }))
  const others = groupByCause(outcomes.filter(outcome => !isGreen(outcome)))
  const indexOf = ({ first }: Cause) => outcomes.indexOf(first)
  return [...greens, ...others].sort((one, other) => indexOf(one) - indexOf(other))
}

function renderFolded(causes: readonly Cause[]): string[] {
  if (causes.length === 0) {
    return []
  }
  const more = renderRest(causes.length, maxRows)
  const table = renderCauseTable(causes.slice(0, maxRows))
  return [renderDetails(`${causes.length} more results`, `${table}${more}`)]
}

function renderCauseTable(causes: readonly Cause[]): string {
  const maxMessage = causes.length > maxOpenReds ? 600 : 2_000
  const rows = causes.map(cause => [
    renderResult(cause.first),
    renderTargets(cause.outcomes.map(({ target }) => target)),
    renderMessage(cause, maxMessage),
    renderTime(cause)
  ])
  return renderTable(['Result', 'API Proxy Group', 'Message', 'Time'], rows)
}

function renderResult(outcome: Outcome): string {
  // `cancelled` is the reason of targets in progress, too.
  const isLeft = outcome.status === 'not-attempted'
  return `${marks[outcome.status]}&nbsp;${isLeft ? 'Not attempted' : labelOutcome(outcome)}`
}

function renderTargets(targets: readonly Target[]): string {
  const { scopes, more } = listScopes(targets, maxScopes)
  return [
    ...scopes.map(one => `${renderNames(one.groups)} on&nbsp;${renderNames(one.environments)}`),
    ...(more > 0 ? [`and ${more} more`] : [])
  ].join('<br>')
}

function renderNames(names: readonly string[]): string {
  const more = names.length - maxNames
  const shown = more > 1 ? names.slice(0, maxNames) : names
  const list = shown.map(name => renderCode(name)).join(', ')
  return more > 1 ? `${list} and ${more} more` : list
}

function renderMessage({ first, outcomes }: Cause, maxMessage: number): string {
  const docs = isGreen(first) ? undefined : findDocs(first)
  const address = parseWebAddress(first.accessUrl ?? '')
  const isShared = outcomes.every(({ accessUrl }) => accessUrl === first.accessUrl)
  // Beside a green mark and an explanation, the server's own words say nothing new.
  const isQuoted = !isGreen(first) || first.explanation === ''
  const explanation = joinParts(' ', [
    renderExplanation(first.explanation),
    docs === undefined ? undefined : renderDocs(docs)
  ])
  return joinParts('<br>', [
    isQuoted ? renderCode(first.serverMessage, maxMessage) : undefined,
    renderCode(first.diagnosis ?? '', maxMessage) || undefined,
    explanation,
    joinParts(' · ', [
      outcomes.length === 1 ? describeRevision(first) : undefined,
      address !== undefined && isShared ? `Served at ${renderCode(address)}` : undefined
    ])
  ])
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
  if (first.status === 'not-attempted') {
    return ''
  }
  const longest = Math.max(...outcomes.map(({ durationMs }) => durationMs))
  return limitTo(outcomes.length) + renderDuration(longest)
}

/** Renders a duration that is not broken over lines. */
export function renderDuration(ms: number): string {
  return formatDuration(ms).replaceAll(' ', '&nbsp;')
}

/** Renders the result of every target, folded: groups by environments, those with failures first. */
export function renderAllResults(outcomes: readonly Outcome[]): string {
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
  return renderDetails(`All ${outcomes.length} results`, renderTable(header, rows))
}

function renderCell(outcome: Outcome | undefined): string {
  if (outcome === undefined) {
    return ''
  }
  const revision = describeRevision(outcome)
  return `${renderResult(outcome)}${revision === undefined ? '' : `, ${revision.toLowerCase()}`}`
}

/** Renders the worker pods: first those of targets on which one failed, then the others, folded. */
export function renderPods(outcomes: readonly Outcome[]): string[] {
  const hasFailed = ({ pods = [] }: Outcome) => pods.some(({ success }) => !success)
  const failed = outcomes.filter(hasFailed)
  // Of many targets, the pods that are well are of no interest.
  const others =
    outcomes.length > maxSingleRows ? [] : outcomes.filter(one => !failed.includes(one))
  return [failed, others].flatMap(shown => renderPodTable(shown, outcomes.length > 1))
}

function renderPodTable(outcomes: readonly Outcome[], namesTarget: boolean): string[] {
  const pods = mergePods(outcomes)
  if (pods.length === 0) {
    return []
  }
  const failed = pods.filter(({ success }) => !success).length
  const rows = sortFailedFirst(pods)
    .slice(0, maxPods)
    .map(({ success, name, ip, targets, message, durationMs }) => [
      success ? '✅&nbsp;OK' : '❌&nbsp;Failed',
      renderCode(name),
      renderCode(ip),
      namesTarget ? renderTargets(targets) : '',
      renderCode(message, 300),
      durationMs === undefined ? '' : limitTo(targets.length) + renderDuration(durationMs)
    ])
  const header = ['Result', 'Worker pod', 'Address', 'API Proxy Group', 'Message', 'Time']
  const total = pods.length === 1 ? '1 worker pod' : `${pods.length} worker pods`
  const title = failed > 0 ? `${failed} of ${total} failed` : total
  const content = `${renderTable(header, rows)}${renderRest(pods.length, maxPods)}`
  return [renderDetails(title, content, failed > 0 && pods.length <= maxOpenPods)]
}

interface MergedPod extends Pod {
  targets: Target[]
}

/** Merges what one worker pod reported of several targets in the same words; the longest time stays. */
function mergePods(outcomes: readonly Outcome[]): MergedPod[] {
  const merged = new Map<string, MergedPod>()
  for (const { target, pods = [] } of outcomes) {
    for (const pod of pods) {
      const { name, ip, success, message } = pod
      const key = JSON.stringify([target.environment, name, ip, success, message])
      const known = merged.get(key)
      if (known === undefined) {
        merged.set(key, { ...pod, targets: [target] })
      } else {
        known.targets.push(target)
        if (pod.durationMs !== undefined) {
          known.durationMs = Math.max(known.durationMs ?? 0, pod.durationMs)
        }
      }
    }
  }
  return [...merged.values()]
}

function limitTo(count: number): string {
  return count > 1 ? 'up&nbsp;to&nbsp;' : ''
}

function renderRest(count: number, max: number): string {
  return count > max ? `<p>… and ${count - max} more.</p>\n` : ''
}

function renderDetails(title: string, content: string, isOpen = false): string {
  return `<details${isOpen ? ' open' : ''}><summary>${title}</summary>\n${content}</details>\n`
}

/** Renders a table as one HTML block: without a blank line, which would end it. Empty columns are left out. */
function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = header.map((_, index) => rows.some(cells => cells[index] !== ''))
  const renderRow = (tag: 'td' | 'th', cells: readonly string[]) => {
    const shown = cells.filter((_, index) => used[index])
    return `<tr>${shown.map(cell => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
  }
  const lines = [renderRow('th', header), ...rows.map(cells => renderRow('td', cells))]
  return `<table>\n${lines.join('\n')}\n</table>\n`
}
