import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** What Stryker keeps in the global scope of the tests. */
interface Mutation {
  currentTestId?: string
  mutantCoverage?: { static: Counts; perTest: Record<string, Counts> }
}
type Counts = Record<string, number>

/** Of the tests of one suite that meet a mutant, so many are run on it: what the others would tell is left out, so the score is a lower bound. */
const mostTestsOfSuite = Number(process.env.MUTATION_TESTS_OF_SUITE)
const testsThatMet = new Map<string, Set<string>>()

const mutation = (globalThis as { __stryker__?: Mutation }).__stryker__
/** By this a process learns which mutant is alive; so it reaches those that run dist/ by itself. */
const mutantIsAlive = '__STRYKER_ACTIVE_MUTANT__' in process.env

/** Whether Stryker runs these tests. */
export const inMutationRun = mutation !== undefined || mutantIsAlive

/**
 * Lets Stryker know which mutants a process that runs dist/ meets, in the run before any is alive.
 * @returns what the process has to be started with, and what to call once it has ended; nothing in any other run
 */
export function meetingMutants(): {
  env: Record<string, string>
  nodeOptions: string[]
  ended: () => void
} {
  if (mutation === undefined || mutantIsAlive)
    return { env: {}, nodeOptions: [], ended: () => undefined }
  const file = path.join(
    os.tmpdir(),
    `mutants-${process.pid}-${Math.random().toString(36).slice(2)}.json`
  )
  return {
    env: { MUTANTS_MET: file },
    nodeOptions: ['--require', path.join(import.meta.dirname, 'mutation-hook.cjs')],
    ended: () => {
      // A process that was killed leaves nothing behind.
      if (!fs.existsSync(file)) return
      const met = JSON.parse(fs.readFileSync(file, 'utf8')) as Counts
      fs.rmSync(file)
      const { currentTestId: test } = mutation
      if (test === undefined) throw new Error('In a mutation run every step belongs to a test.')
      const { perTest } = (mutation.mutantCoverage ??= { static: {}, perTest: {} })
      const counts = (perTest[test] ??= {})
      for (const [mutant, times] of Object.entries(met)) {
        const tests = testsThatMet.get(mutant) ?? new Set()
        testsThatMet.set(mutant, tests)
        if (tests.size >= mostTestsOfSuite && !tests.has(test)) continue
        tests.add(test)
        counts[mutant] = (counts[mutant] ?? 0) + times
      }
    }
  }
}
