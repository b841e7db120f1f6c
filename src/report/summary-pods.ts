import type { Pod } from '../apinizer/parse-deployment.ts'
import { isHealthy, sortFailedFirst, type Outcome, type Target } from '../deploy/outcome.ts'
import { renderCode } from '../runner/sanitize.ts'
import { renderDetails, renderLongest, renderTable, renderTargets } from './html.ts'
import { joinNames } from './sentences.ts'
import { maxMessage, maxSingleRows } from './summary-tables.ts'

const maxOpenPods = 10
const maxPodRows = 200

/** Renders the worker pods: first those of targets on which one failed, then the others, folded. */
export function renderPods(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(({ pods = [] }) => !pods.every(isHealthy))
  // Of many targets, the pods that are well are not shown.
  const others =
    outcomes.length > maxSingleRows ? [] : outcomes.filter(one => !failed.includes(one))
  return [failed, others]
    .map(mergeReports)
    .filter(reports => reports.length > 0)
    .map(reports => renderReports(reports, outcomes.length > 1))
    .join('\n')
}

function renderReports(reports: readonly PodReport[], namesTarget: boolean): string {
  const rows = sortFailedFirst(reports).map(report => [
    renderState(report),
    renderCode(report.name),
    renderCode(report.ip),
    namesTarget ? renderTargets(report.targets) : '',
    renderCode(report.message, 300),
    renderLongest(report.durations)
  ])
  const header = ['Result', 'Worker pod', 'Address', 'API Proxy Group', 'Message', 'Time']
  const isOpen = !reports.every(isHealthy) && reports.length <= maxOpenPods
  return renderDetails(summarizePods(reports), renderTable(header, rows, maxPodRows), isOpen)
}

function renderState({ success, served }: Pod): string {
  if (!success) {
    return '❌&nbsp;Failed'
  }
  return served === false ? '❌&nbsp;Does not serve it' : '✅&nbsp;OK'
}

/** What one worker pod reported of some targets in the same words. */
interface PodReport extends Pod {
  targets: Target[]
  durations: (number | undefined)[]
}

function mergeReports(outcomes: readonly Outcome[]): PodReport[] {
  const merged = new Map<string, PodReport>()
  for (const { target, pods = [], serverMessage } of outcomes) {
    const quoted = serverMessage.slice(0, maxMessage)
    for (const pod of pods) {
      const { name, ip, success, served } = pod
      // What the row of the target quotes is not said again.
      const message = quoted.includes(pod.message) ? '' : pod.message
      const key = JSON.stringify([target.environment, name, ip, success, served, message])
      const report = merged.get(key) ?? { ...pod, message, targets: [], durations: [] }
      report.targets.push(target)
      report.durations.push(pod.durationMs)
      merged.set(key, report)
    }
  }
  return [...merged.values()]
}

/** `worker-2 failed (5 groups)`, or how many worker pods there are, each named or counted once. */
function summarizePods(reports: readonly PodReport[]): string {
  const problems = [
    describePods(
      reports.filter(({ success }) => !success),
      'failed'
    ),
    describePods(
      reports.filter(({ success, served }) => success && served === false),
      'did not serve it'
    )
  ].filter(Boolean)
  const pods = reports.map(({ name, ip, targets: [target] }) => [target?.environment, name, ip])
  const count = new Set(pods.map(String)).size
  return problems.join(', ') || (count === 1 ? '1 worker pod' : `${count} worker pods`)
}

function describePods(reports: readonly PodReport[], what: string): string {
  const names = new Set(reports.map(({ name, ip }) => renderCode(name || ip)))
  const groups = new Set(reports.flatMap(({ targets }) => targets.map(({ group }) => group))).size
  return names.size === 0
    ? ''
    : `${joinNames([...names])} ${what}${groups > 1 ? ` (${groups} groups)` : ''}`
}
