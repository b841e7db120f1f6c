import { summarizeResult, type Operation, type Outcome } from '../deploy/outcome.ts'
import type { Observer } from '../deploy/run-plan.ts'
import { InputError } from '../inputs/inputs.ts'
import { annotateError, annotateWarning, debug, maxAnnotations, print } from '../runner/log.ts'
import { annotateRun } from './annotations.ts'
import { writeOutputs, writeResultsFile, type RunTotals } from './outputs.ts'
import { countOutcomes, describeOutcomes } from './sentences.ts'
import { writeFailureSummary, writeSummary } from './summary.ts'

/** A run that came to its end. */
export interface Run {
  operation: Operation
  project: string
  url: URL
  /** The input `group`, as given. */
  groups: readonly string[]
  outcomes: readonly Outcome[]
  cancelled: boolean
  durationMs: number
  /** The groups that patterns in `group` were resolved to; undefined without patterns. */
  resolvedGroups?: readonly string[] | undefined
}

/**
 * Reports the outcomes of a run to people and workflows.
 * @returns the exit code, which no error of reporting changes
 */
export function report(run: Run): 0 | 1 {
  const { outcomes, operation, cancelled } = run
  const result = summarizeResult(outcomes, cancelled)
  const message = describeOutcomes(outcomes, result, operation)
  writeTotals({ outcomes, result, message, groups: run.groups })
  writePart('The job summary', () => {
    writeSummary({ ...run, url: run.url.href.replace(/\/$/, ''), result })
  })
  writePart('The annotations', () => {
    annotateRun({ outcomes, operation, cancelled, message })
  })
  if (outcomes.length > 1 || cancelled) {
    print(`${result}: ${countOutcomes(outcomes, operation)}`)
  }
  return result === 'success' ? 0 : 1
}

const nothingSent = 'Nothing was sent.'

/**
 * Reports a run that ended before it had outcomes: inputs that cannot be used (nothing was sent), or
 * a bug of this action (what was sent is unknown).
 * @returns the exit code
 */
export function reportFailure(error: unknown): 1 {
  if (error instanceof Error && error.stack !== undefined) {
    debug(error.stack)
  }
  const text = error instanceof Error ? error.message : String(error)
  if (error instanceof InputError) {
    reportProblems('Invalid input', 'failure', text.split('\n').filter(Boolean))
  } else {
    const crash =
      `The action crashed; this is a bug: ${text}. Check the environments in the Apinizer ` +
      'Manager, and report the bug.'
    reportProblems('The action crashed', 'unknown', [crash])
  }
  return 1
}

function reportProblems(title: string, result: 'failure' | 'unknown', problems: string[]): void {
  const sentences = result === 'failure' ? [...problems, nothingSent] : problems
  writeTotals({ outcomes: [], result, message: sentences.join(' '), groups: [] })
  writePart('The job summary', () => {
    const heading =
      result === 'failure' ? `❌ ${title}: nothing was sent` : `❓ ${title}: outcome unknown`
    writeFailureSummary(heading, problems)
  })
  const all = problems.length <= maxAnnotations ? problems : [sentences.join(' ')]
  for (const [index, problem] of all.entries()) {
    const isLast = result === 'failure' && index === problems.length - 1
    annotateError(title, isLast ? `${problem} ${nothingSent}` : problem)
  }
}

/** Wraps an observer so that its errors are reported and change nothing: reporting never decides. */
export function isolateErrors({ waveStarts, targetEnds, waveEnds }: Observer): Observer {
  const isolatedEnd = isolate(targetEnds)
  return {
    waveStarts: isolate(waveStarts),
    targetEnds: (outcome, wave) => {
      void isolatedEnd(outcome, wave)
    },
    waveEnds: isolate(waveEnds)
  }
}

function isolate<Arguments extends unknown[]>(
  observe: ((...given: Arguments) => Promise<void> | void) | undefined
): (...given: Arguments) => Promise<void> {
  return async (...given) => {
    try {
      await observe?.(...given)
    } catch (error) {
      warn(error)
    }
  }
}

function writeTotals(totals: RunTotals): void {
  let resultsFile = ''
  writePart('The file with every result', () => {
    resultsFile = writeResultsFile(totals)
  })
  writePart('The outputs', () => {
    writeOutputs(totals, resultsFile)
  })
}

function writePart(what: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    warn(error, `${what} could not be written: `)
  }
}

function warn(error: unknown, start = ''): void {
  const text = error instanceof Error ? error.message : String(error)
  annotateWarning('Report is incomplete', start + text)
}
