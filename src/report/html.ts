import { formatDuration } from '../deploy/duration.ts'
import type { Target } from '../deploy/outcome.ts'
import { renderCode } from '../runner/sanitize.ts'
import { listScopes } from './causes.ts'

const maxNamesInCell = 5
const maxScopesInCell = 3
/** A shorter time is not shown, ms. */
const minShownMs = 100

/** Renders a table as one HTML block: without a blank line, which would end it. Empty columns are left out. */
export function renderTable(
  header: readonly string[],
  rows: readonly (readonly string[])[]
): string {
  const used = header.map((_, index) => rows.some(cells => cells[index] !== ''))
  const renderRow = (tag: 'td' | 'th', cells: readonly string[]) => {
    const shown = cells.filter((_, index) => used[index])
    return `<tr>${shown.map(cell => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
  }
  const lines = [renderRow('th', header), ...rows.map(cells => renderRow('td', cells))]
  return `<table>\n${lines.join('\n')}\n</table>\n`
}

export function renderDetails(title: string, content: string, isOpen = false): string {
  return `<details${isOpen ? ' open' : ''}><summary>${title}</summary>\n${content}</details>\n`
}

/** Says how many rows are left out after the first ones. */
export function renderRest(count: number, max: number): string {
  return count > max ? `<p>… and ${count - max} more.</p>\n` : ''
}

export function renderTargets(targets: readonly Target[]): string {
  const { scopes, more } = listScopes(targets, maxScopesInCell)
  return [
    ...scopes.map(one => `${renderNames(one.groups)} on&nbsp;${renderNames(one.environments)}`),
    ...(more > 0 ? [`and ${more} more`] : [])
  ].join('<br>')
}

function renderNames(names: readonly string[]): string {
  const more = names.length - maxNamesInCell
  const shown = more > 1 ? names.slice(0, maxNamesInCell) : names
  const list = shown.map(name => renderCode(name)).join(', ')
  return more > 1 ? `${list} and ${more} more` : list
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
