/**
 * Virtual time: the timers and clocks that src/ uses, without waiting. When nothing is left to do, time jumps to
 * the next timer.
 */
import { syncBuiltinESMExports } from 'node:module'

interface Timer {
  at: number
  run: () => void
}

const realImmediate = setImmediate
const epoch = Date.UTC(2026, 10, 27, 12)

let time = 0
let timers: Timer[] = []
let random = 0

/** Milliseconds since the world began. */
export function now(): number {
  return time
}

/** Calls back after a while. @returns what takes it back */
export function after(ms: number, run: () => void): () => void {
  const timer = { at: time + Math.max(0, ms), run }
  const index = timers.findLastIndex(({ at }) => at <= timer.at)
  timers.splice(index + 1, 0, timer)
  return () => {
    const place = timers.indexOf(timer)
    if (place >= 0) {
      timers.splice(place, 1)
    }
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise(resolve => {
    after(ms, resolve)
  })
}

/** What `node:timers/promises` has. */
function sleepUnlessAborted<Value>(
  ms: number,
  value: Value,
  { signal }: { signal?: AbortSignal } = {}
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      cancel()
      reject(new DOMException('The operation was aborted', 'AbortError'))
    }
    const cancel = after(Math.max(1, ms), () => {
      signal?.removeEventListener('abort', abort)
      resolve(value)
    })
    if (signal?.aborted === true) {
      abort()
    }
    signal?.addEventListener('abort', abort)
  })
}

const timersPromises = process.getBuiltinModule('node:timers/promises')
const real = { setTimeout: timersPromises.setTimeout }

/** Replaces clocks, timers and chance of this thread. To be called before anything of src/ is loaded. */
export function installClock(): void {
  Object.assign(timersPromises, { setTimeout: sleepUnlessAborted })
  syncBuiltinESMExports()
  Object.defineProperty(globalThis, 'performance', { value: { now }, configurable: true })
  Date.now = () => epoch + time
  Math.random = nextRandom
}

/** Gives back what a test shares with the tests after it. */
export function uninstallClock(): void {
  Object.assign(timersPromises, real)
  syncBuiltinESMExports()
}

/** Mulberry32. */
function nextRandom(): number {
  random = (random + 0x6d2b79f5) | 0
  let mixed = Math.imul(random ^ (random >>> 15), 1 | random)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

/** Begins a new world. @param seed what chance is made of */
export function resetClock(seed: number): void {
  time = 0
  timers = []
  random = seed
}

/**
 * Lets time pass until work has ended.
 * @returns whether it has: not if nothing is left that it could wait for, or at `until`
 */
export async function passTime(work: Promise<unknown>, until: number): Promise<boolean> {
  const state = { isDone: false }
  const end = () => {
    state.isDone = true
  }
  work.then(end, end)
  for (;;) {
    await new Promise(resolve => realImmediate(resolve))
    const next = timers[0]
    if (state.isDone || next === undefined || next.at > until) {
      return state.isDone
    }
    timers.shift()
    time = next.at
    next.run()
  }
}
