import * as core from '@actions/core'
import { escapeLogLine } from './sanitize.ts'

/** The most annotations of one kind that GitHub shows of a step. */
export const maxAnnotations = 10

/** Prints one line. Everything that the action prints goes through the functions of this file. */
export function print(text: string): void {
  batchWrites()
  core.info(escapeLogLine(text))
}

/** Prints lines that the log page folds under a title. */
export function printGroup(title: string, lines: readonly string[]): void {
  batchWrites()
  core.startGroup(escapeLogLine(title))
  for (const line of lines) {
    core.info(`  ${escapeLogLine(line)}`)
  }
  core.endGroup()
}

/** Prints a line that shows only in debug logging. */
export function debug(text: string): void {
  if (core.isDebug()) {
    core.debug(escapeLogLine(text))
  }
}

/**
 * Prints an error annotation.
 * @param title a constant, because GitHub does not mask titles
 */
export function annotateError(title: string, text: string): void {
  core.error(escapeLogLine(text), { title })
}

/**
 * Prints a warning annotation, for what does not decide the result.
 * @param title a constant, because GitHub does not mask titles
 */
export function annotateWarning(title: string, text: string): void {
  core.warning(escapeLogLine(text), { title })
}

/** The text of whatever was thrown. */
export function getErrorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Writes what is printed in one turn of the event loop at once, because there can be thousands of lines. */
function batchWrites(): void {
  const { stdout } = process
  if (stdout.writableCorked === 0) {
    stdout.cork()
    setImmediate(() => {
      stdout.uncork()
    })
  }
}

/** Lets the run go on when the reader of the log is gone: outputs and exit code still count. */
export function ignoreBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => undefined)
  }
}

/** Calls back once everything that was printed has been written. */
export function flushStdout(done: () => void): void {
  process.stdout.write('', done)
}
