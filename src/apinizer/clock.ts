/**
 * Milliseconds by a clock that never jumps, from some moment on. The global `performance` has them as well, but
 * loads a millisecond of Node's own code at every start.
 */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
