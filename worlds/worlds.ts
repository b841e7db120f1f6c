/**
 * `npm run worlds [-- --seed S --runs N --only LAW]`: plays worlds on two threads, prints what occurred, and tells the
 * smallest world for each way in which a law is broken. Fails if one is, or if something was never tested.
 */
import { parseArgs } from 'node:util'
import { shrink, type Breach, type Explored } from './explore.ts'
import { expectations } from './laws.ts'
import { loadGate } from './play.ts'
import { sayings } from './sayings.ts'
import { exploreInThread } from './thread.ts'

const threads = 2
/** So many worlds test everything; fewer may not. */
const enoughRuns = 10_000
const src = new URL('../src/', import.meta.url).href

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: String(enoughRuns) },
      only: { type: 'string', default: '' }
    }
  })
  const startedAt = process.hrtime.bigint()
  const [seed, runs] = [Number(values.seed), Number(values.runs)]
  const parts = await Promise.all(
    Array.from({ length: threads }, (_, thread) =>
      exploreInThread({ src, seed: seed + thread, runs: Math.ceil(runs / threads) })
    )
  )
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9
  const counts = sum(parts)
  const breaches = mergeBreaches(parts)
  printCounts(counts)
  const untested = listExpected().filter(what => counts[what] === undefined)
  if (runs >= enoughRuns && untested.length > 0) {
    console.log(`\nNever tested:\n${untested.map(what => `  ${what}`).join('\n')}`)
    process.exitCode = 1
  }
  const play = await loadGate(src)
  for (const breach of breaches.filter(({ law, what }) =>
    `${law}: ${what}`.includes(values.only)
  )) {
    console.log(`\n${await shrink(play, breach)}`)
  }
  const total = parts.reduce((all, one) => all + one.worlds, 0)
  const verdict = breaches.length === 0 ? 'no law is broken' : `broken in ${breaches.length} ways`
  console.log(`\n${total} worlds of seed ${seed} in ${seconds.toFixed(1)} s: ${verdict}`)
  for (const { law, what, times } of breaches) {
    console.log(`  ${law}: ${what}: ${times}`)
    process.exitCode = 1
  }
}

function sum(parts: readonly Explored[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [what, times] of parts.flatMap(part => Object.entries(part.counts))) {
    counts[what] = (counts[what] ?? 0) + times
  }
  return counts
}

function mergeBreaches(parts: readonly Explored[]): Breach[] {
  const merged = new Map<string, Breach>()
  for (const breach of parts.flatMap(({ breaches }) => breaches)) {
    const key = `${breach.law}: ${breach.what}`
    const first = merged.get(key) ?? { ...breach, times: 0 }
    merged.set(key, { ...first, times: first.times + breach.times })
  }
  return [...merged.values()]
}

/** What has to occur, or it is not tested: every fault, status and premise. */
function listExpected(): string[] {
  const faults = Object.entries(sayings).flatMap(([saying, { when }]) =>
    when.map(step => `fault: ${step}: ${saying}`)
  )
  const statuses = ['succeeded', 'current', 'pending', 'failed', 'unknown', 'not-attempted']
  return [...faults, ...statuses.map(status => `status: ${status}`), ...expectations]
}

/** Prints how often each thing occurred, by kind. */
function printCounts(counts: Record<string, number>): void {
  const kinds = Map.groupBy(Object.entries(counts).toSorted(), ([what]) => what.split(': ', 1)[0])
  for (const [kind, entries] of kinds) {
    const cells = entries.map(([what, times]) => `${what.slice((kind ?? '').length + 2)} ${times}`)
    const isLong = kind === 'premise' || kind === 'exception' || kind === 'broken'
    console.log(isLong ? `${kind}\n  ${cells.join('\n  ')}` : `${kind}: ${cells.join(', ')}`)
  }
}

await main()
