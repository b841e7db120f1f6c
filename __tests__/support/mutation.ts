import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** What Stryker keeps in the global scope of the tests. */
interface Mutation {
  activeMutant?: string
  currentTestId?: string
  mutantCoverage?: { static: Counts; perTest: Record<string, Counts> }
}
type Counts = Record<string, number>

/** Of the tests of one suite that meet a mutant, so many are run on it: what the others would tell is left out, so the score is a lower bound. */
const mostTestsOfSuite = 8
const testsThatMet = new Map<string, Set<string>>()

/** Whether Stryker runs these tests. */
export const inMutationRun = '__stryker__' in globalThis || '__STRYKER_ACTIVE_MUTANT__' in process.env

/**
 * Takes a mutation run into a process that runs dist/: which mutant is alive there, and which ones it met.
 * @returns what the process has to be started with, and what to call once it has ended; nothing outside a mutation run
 */
export function mutationOf(): { env: Record<string, string>; nodeOptions: string[]; ended: () => void } {
  const mutation = (globalThis as { __stryker__?: Mutation }).__stryker__
  if (mutation === undefined) return { env: {}, nodeOptions: [], ended: () => undefined }
  const file = path.join(os.tmpdir(), `mutants-${process.pid}-${Math.random().toString(36).slice(2)}.json`)
  return {
    env: { MUTANTS_MET: file, ...(mutation.activeMutant !== undefined && { __STRYKER_ACTIVE_MUTANT__: mutation.activeMutant }) },
    nodeOptions: ['--require', path.join(import.meta.dirname, 'mutation-hook.cjs')],
    ended: () => {
      if (!fs.existsSync(file)) return
      const met = JSON.parse(fs.readFileSync(file, 'utf8')) as Counts
      fs.rmSync(file)
      mutation.mutantCoverage ??= { static: {}, perTest: {} }
      const { currentTestId: id } = mutation
      if (id === undefined) throw new Error('In a mutation run every step belongs to a test.')
      const counts = mutation.mutantCoverage.perTest[id] ??= {}
      for (const [mutant, times] of Object.entries(met)) {
        const tests = testsThatMet.get(mutant) ?? new Set()
        testsThatMet.set(mutant, tests)
        if (tests.size >= mostTestsOfSuite && !tests.has(id)) continue
        tests.add(id)
        counts[mutant] = (counts[mutant] ?? 0) + times
      }
    }
  }
}
