/**
 * Formats a duration for people.
 * @param ms milliseconds
 * @returns `40 ms`, `1.4 s`, `12 s`, `3 min`, `3 min 5 s`, `2 h`
 */
export function formatDuration(ms: number): string {
  if (ms < 999.5) {
    return `${Math.round(ms)} ms`
  }
  if (ms < 10_000 && ms % 1000 !== 0) {
    return `${(ms / 1000).toFixed(1)} s`
  }
  const seconds = Math.round(ms / 1000)
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's']
  ] as const
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}
