import { formatDuration } from '../deploy/duration.ts'
import type { Target } from '../deploy/outcome.ts'
import { renderCode } from '../runner/sanitize.ts'
import { listTargets } from './sentences.ts'

/** A shorter time is not shown, ms. */
const minShownMs = 100

/**
 * Renders a table as one HTML block: without a blank line, which would end it. Empty columns are left out.
 * @param maxRows the rows that are shown; a note counts the rest
 */
export function renderTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  maxRows = Infinity
): string {
  const shown = rows.slice(0, maxRows)
  const used = header.map((_, index) => shown.some(cells => cells[index] !== ''))
  const renderRow = (tag: 'td' | 'th', cells: readonly string[]) => {
    const kept = cells.filter((_, index) => used[index])
    return `<tr>${kept.map(cell => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
  }
  const lines = [renderRow('th', header), ...shown.map(cells => renderRow('td', cells))]
  const more = rows.length > maxRows ? `<p>… and ${rows.length - maxRows} more.</p>\n` : ''
  return `<table>\n${lines.join('\n')}\n</table>\n${more}`
}

export function renderDetails(title: string, content: string, isOpen = false): string {
  return `<details${isOpen ? ' open' : ''}><summary>${title}</summary>\n${content}</details>\n`
}

export function renderTargets(targets: readonly Target[]): string {
  return listTargets(targets, name => renderCode(name)).join('<br>')
}

/** Renders a duration that is not broken over lines. */
export function renderDuration(ms: number): string {
  return formatDuration(ms).replaceAll(' ', '&nbsp;')
}

/** Renders the longest of some durations, ms; nothing where none is known, or none is worth a column. */
export function renderLongest(durations: readonly (number | undefined)[]): string {
  const known = durations.filter(ms => ms !== undefined)
  const longest = Math.max(0, ...known)
  const limit = known.length > 1 ? 'up&nbsp;to&nbsp;' : ''
  return longest < minShownMs ? '' : limit + renderDuration(longest)
}
