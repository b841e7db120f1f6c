import type { Observer } from '../deploy.ts'
import { headlineOf, tallyOf, type Operation } from '../headline.ts'
import { InputError } from '../inputs.ts'
import { overallResult, type Outcome } from '../outcome.ts'
import { annotate } from './annotations.ts'
import { annotateError, annotateWarning, debug, print } from './log.ts'
import { writeOutputs } from './outputs.ts'
import { writeFailureSummary, writeSummary } from './summary.ts'

/** A run that came to its end. */
export interface Run {
  operation: Operation
  project: string
  url: URL
  outcomes: readonly Outcome[]
  cancelled: boolean
  durationMs: number
}

/** Tells people and workflows what became of a run. @returns the exit code, which no reporting can change */
export function report(run: Run): 0 | 1 {
  const { outcomes, operation } = run
  const result = overallResult(outcomes, run.cancelled)
  const message = headlineOf(outcomes, result, operation)
  attempt('The outputs', () => {
    writeOutputs({ outcomes, result, message })
  })
  attempt('The job summary', () => {
    writeSummary({ ...run, url: run.url.href.replace(/\/$/, ''), result })
  })
  attempt('The annotations', () => {
    annotate(outcomes, operation)
  })
  if (outcomes.length > 1 || run.cancelled) print(`${result}: ${tallyOf(outcomes, operation)}`)
  return result === 'success' ? 0 : 1
}

/**
 * Tells of a run that ended before its time: inputs that cannot be used (nothing was sent), or a
 * defect of ours (nobody knows what was sent). @returns the exit code
 */
export function reportFailure(error: unknown): 1 {
  const ofInput = error instanceof InputError
  const result = ofInput ? 'failure' : 'unknown'
  const said = error instanceof Error ? error.message : String(error)
  const message = ofInput
    ? `${said} Nothing was sent.`
    : `The action broke off: ${said}. This is a defect of the action; look at the environments in the Apinizer Manager, and please report it.`
  if (error instanceof Error && error.stack !== undefined) debug(error.stack)
  attempt('The outputs', () => {
    writeOutputs({ outcomes: [], result, message })
  })
  attempt('The job summary', () => {
    writeFailureSummary(result, message)
  })
  annotateError(ofInput ? 'Input cannot be used' : 'The action broke off', message)
  return 1
}

/** An observer whose mistakes are told and change nothing: reporting never decides. */
export function neverDeciding(observer: Observer): Observer {
  const warn = (error: unknown) => {
    annotateWarning('Report is incomplete', error instanceof Error ? error.message : String(error))
  }
  return {
    waveStarts: async wave => {
      try {
        await observer.waveStarts?.(wave)
      } catch (error) {
        warn(error)
      }
    },
    targetEnded: (outcome, wave) => {
      try {
        observer.targetEnded?.(outcome, wave)
      } catch (error) {
        warn(error)
      }
    },
    waveEnded: async (wave, outcomes) => {
      try {
        await observer.waveEnded?.(wave, outcomes)
      } catch (error) {
        warn(error)
      }
    }
  }
}

function attempt(what: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    annotateWarning(
      'Report is incomplete',
      `${what} could not be written: ${(error as Error).message}`
    )
  }
}
