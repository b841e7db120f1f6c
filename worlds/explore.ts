/** Draws worlds, plays them, counts what occurred, and shrinks what breaks a law. */
import fc from 'fast-check'
import { judge, type JudgedNote } from './laws.ts'
import { loadGate, type Play } from './play.ts'
import { describeWorld } from './story.ts'
import { worlds, type World } from './world.ts'

/** What to play: so many worlds of a seed, with the gate of a folder like src/ (a URL that ends in `/`). */
export interface Exploration {
  src: string
  seed: number
  runs: number
  /** Whether to end with the first world that breaks a law. */
  untilBroken?: boolean
}

/** A way in which a law was broken. */
export interface Breach {
  law: string
  what: string
  seed: number
  /** The first world that broke it, of the seed's. */
  run: number
  times: number
}

export interface Explored {
  worlds: number
  /** In how many worlds each thing occurred. */
  counts: Record<string, number>
  breaches: Breach[]
}

export async function explore(exploration: Exploration): Promise<Explored> {
  const { src, seed, runs, untilBroken = false } = exploration
  const play = await loadGate(src)
  const counts: Record<string, number> = {}
  const breaches = new Map<string, Breach>()
  let run = 0
  const property = fc.asyncProperty(worlds, async world => {
    if (untilBroken && breaches.size > 0) {
      return
    }
    const played = await play(world)
    const notes = judge(world, played)
    const statuses = played.outcomes.map(({ status }) => `status: ${status}`)
    for (const what of new Set([...listFaults(world), ...statuses, ...notes.map(nameNote)])) {
      counts[what] = (counts[what] ?? 0) + 1
    }
    for (const { law, what } of notes.filter(({ kind }) => kind === 'broken')) {
      const { times = 0, ...known } = breaches.get(`${law}: ${what}`) ?? { law, what, seed, run }
      breaches.set(`${law}: ${what}`, { ...known, times: times + 1 })
    }
    run += 1
  })
  const details = await fc.check(property, { seed, numRuns: runs, endOnFailure: true })
  if (details.failed) {
    throw new Error('The model itself failed.', { cause: details.errorInstance })
  }
  return { worlds: run, counts, breaches: [...breaches.values()] }
}

export function nameNote({ kind, law, what }: JudgedNote): string {
  return `${kind}: ${law}: ${what}`
}

function listFaults({ fates, troubles, others, manager, path, cancelAt }: World): string[] {
  return [
    ...fates.map(({ step, saying }) => `fault: ${step}: ${saying}`),
    ...troubles.map(({ saying }) => `fault: read: ${saying}`),
    ...others.map(({ does }) => `somebody else: ${does}`),
    ...Object.entries({ ...manager, ...path }).map(([name, value]) => `${name}: ${String(value)}`),
    ...(cancelAt < Infinity ? ['somebody else: cancel'] : [])
  ]
}

/** Shrinks the world of a breach. @returns the smallest that breaks the law in the same way, as a story */
export async function shrink(play: Play, { law, what, seed, run }: Breach): Promise<string> {
  const isSame = (note: JudgedNote) =>
    note.kind === 'broken' && note.law === law && note.what === what
  const property = fc.asyncProperty(
    worlds,
    async world => !judge(world, await play(world)).some(isSame)
  )
  const details = await fc.check(property, { seed, path: String(run), numRuns: 1 })
  const [world] = details.counterexample ?? []
  const title = `${law}: ${what} (seed ${seed}, world ${run})`
  return world === undefined
    ? `${title}: it does not break it when it is played again.`
    : describeWorld(world, await play(world), title)
}
