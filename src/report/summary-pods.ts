import type { Pod } from '../apinizer/parse-deployment.ts'
import { isHealthy, sortFailedFirst, type Outcome, type Target } from '../deploy/outcome.ts'
import { renderCode } from '../runner/sanitize.ts'
import { renderDetails, renderLongest, renderRest, renderTable, renderTargets } from './html.ts'
import { maxMessageOfMany, maxSingleRows } from './summary-tables.ts'

const maxOpenPods = 10
const maxPodRows = 200

/** Renders the worker pods: first those of targets on which one failed, then the others, folded. */
export function renderPods(outcomes: readonly Outcome[]): string[] {
  const failed = outcomes.filter(({ pods = [] }) => !pods.every(isHealthy))
  // Of many targets, the pods that are well are not shown.
  const others =
    outcomes.length > maxSingleRows ? [] : outcomes.filter(one => !failed.includes(one))
  return [failed, others].flatMap(shown => renderPodTable(shown, outcomes.length > 1))
}

function renderPodTable(outcomes: readonly Outcome[], namesTarget: boolean): string[] {
  const reports = mergeReports(outcomes)
  if (reports.length === 0) {
    return []
  }
  const rows = sortFailedFirst(reports)
    .slice(0, maxPodRows)
    .map(report => [
      renderState(report),
      renderCode(report.name),
      renderCode(report.ip),
      namesTarget ? renderTargets(report.targets) : '',
      renderCode(report.message, 300),
      renderLongest(report.durations)
    ])
  const header = ['Result', 'Worker pod', 'Address', 'API Proxy Group', 'Message', 'Time']
  const content = `${renderTable(header, rows)}${renderRest(reports.length, maxPodRows)}`
  const isOpen = !reports.every(isHealthy) && reports.length <= maxOpenPods
  return [renderDetails(renderTitle(reports), content, isOpen)]
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
    const shown = serverMessage.slice(0, maxMessageOfMany)
    for (const pod of pods) {
      const { success, served } = pod
      // What the row of the target quotes is not said again.
      const message = shown.includes(pod.message) ? '' : pod.message
      const key = JSON.stringify([identify(pod, target), success, served, message])
      const report = merged.get(key) ?? { ...pod, message, targets: [], durations: [] }
      report.targets.push(target)
      report.durations.push(pod.durationMs)
      merged.set(key, report)
    }
  }
  return [...merged.values()]
}

function identify({ name, ip }: Pod, { environment }: Target): string {
  return JSON.stringify([environment, name, ip])
}

/** Counts worker pods, each once, however many groups it reported of. */
function renderTitle(reports: readonly PodReport[]): string {
  const total = countPods(reports)
  const count = total === 1 ? '1 worker pod' : `${total} worker pods`
  const failed = reports.filter(({ success }) => !success)
  const idle = reports.filter(({ success, served }) => success && served === false)
  const problems = [
    describePods(failed, `of ${count} failed`, 'failed'),
    describePods(idle, `of ${count} do not serve it`, 'does not serve it')
  ].filter(Boolean)
  return problems.join(', ') || count
}

/** `worker-2 failed (5 groups)` or `2 of 3 worker pods failed`; nothing without any. */
function describePods(reports: readonly PodReport[], plural: string, singular: string): string {
  const [first] = reports
  const pods = countPods(reports)
  if (first === undefined || pods > 1) {
    return pods > 1 ? `${pods} ${plural}` : ''
  }
  const groups = new Set(reports.flatMap(({ targets }) => targets.map(({ group }) => group))).size
  const more = groups > 1 ? ` (${groups} groups)` : ''
  return `${renderCode(first.name || first.ip)} ${singular}${more}`
}

function countPods(reports: readonly PodReport[]): number {
  const pods = reports.flatMap(({ targets, ...pod }) => targets.map(one => identify(pod, one)))
  return new Set(pods).size
}
