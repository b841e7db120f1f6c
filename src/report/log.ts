import * as core from '@actions/core'
import { logLine } from './untrusted.ts'

/** The most annotations of one kind that GitHub shows of a step. */
export const mostAnnotations = 10

/** Prints one line. Everything that the action prints goes through the functions of this file. */
export function print(text: string): void {
  core.info(logLine(text))
}

/** Prints lines that the log page folds under a title. */
export function printGroup(title: string, lines: readonly string[]): void {
  core.startGroup(logLine(title))
  for (const line of lines) core.info(`  ${logLine(line)}`)
  core.endGroup()
}

/** Runs what prints and writes it to the log at once, as there may be thousands of targets. */
export function inOneWrite(printAll: () => void): void {
  process.stdout.cork()
  try {
    printAll()
  } finally {
    process.stdout.uncork()
  }
}

/** Lets the run go on when nobody reads the log any more: outputs and exit code still count. */
export function outliveLog(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

/** Calls back once everything that was printed is out. */
export function whenPrinted(done: () => void): void {
  process.stdout.write('', done)
}

/** Prints a line that shows only in debug logging. */
export function debug(text: string): void {
  if (core.isDebug()) core.debug(logLine(text))
}

/** An error annotation. @param title a constant, as GitHub does not mask titles */
export function annotateError(title: string, text: string): void {
  core.error(logLine(text), { title })
}

/** A warning annotation, for what does not decide the result. */
export function annotateWarning(title: string, text: string): void {
  core.warning(logLine(text), { title })
}
