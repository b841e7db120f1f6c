import { summarizeResult, type Operation, type Outcome } from '../deploy/outcome.ts'
import type { Observer } from '../deploy/run-plan.ts'
import { InputError } from '../inputs/inputs.ts'
import {
  annotateError,
  annotateWarning,
  debug,
  getErrorMessage,
  maxAnnotations,
  print
} from '../runner/log.ts'
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
    annotateRun({ outcomes, operation, cancelled })
  })
  if (outcomes.length > 1 || cancelled) {
    print(`${result}: ${countOutcomes(outcomes, operation)}`)
  }
  return result === 'success' ? 0 : 1
}

/**
 * Reports a run that ended before it had outcomes: inputs that cannot be used (nothing was sent), or
 * a bug of this action (what was sent is unknown).
 * @returns the exit code
 */
export function reportFailure(error: unknown): 1 {
  if (error instanceof Error && error.stack !== undefined) {
    debug(error.stack)
  }
  const text = getErrorMessage(error)
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
  const [heading, ending] =
    result === 'failure'
      ? [`❌ ${title}: nothing was sent`, ' Nothing was sent.']
      : [`❓ ${title}: outcome unknown`, '']
  const all = problems.join(' ')
  writeTotals({ outcomes: [], result, message: all + ending, groups: [] })
  writePart('The job summary', () => {
    writeFailureSummary(heading, problems)
  })
  const shown = problems.length <= maxAnnotations ? problems : [all]
  for (const [index, problem] of shown.entries()) {
    annotateError(title, index === shown.length - 1 ? problem + ending : problem)
  }
}

/** Wraps an observer so that its errors are reported and change nothing: reporting never decides. */
export function isolateErrors({ waveStarts, targetEnds, waveEnds }: Observer): Observer {
  const attempt = async (observe: () => Promise<void> | void) => {
    try {
      await observe()
    } catch (error) {
      warn(error)
    }
  }
  return {
    waveStarts: wave => attempt(() => waveStarts?.(wave)),
    targetEnds: (outcome, wave) => {
      void attempt(() => targetEnds?.(outcome, wave))
    },
    waveEnds: (wave, outcomes) => attempt(() => waveEnds?.(wave, outcomes))
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
  annotateWarning('Report is incomplete', start + getErrorMessage(error))
}
