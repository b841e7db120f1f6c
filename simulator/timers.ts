/** Waits that can all be called off at once. */
export interface Timers {
  /** Resolves after so many ms; never, once called off. */
  wait: (ms: number) => Promise<void>
  callOff: () => void
}

/** Timers of one simulator. */
export function startTimers(): Timers {
  const running = new Set<NodeJS.Timeout>()
  let over = false
  return {
    wait: ms =>
      new Promise(resolve => {
        if (over) return
        if (ms <= 0) {
          resolve()
          return
        }
        const timer = setTimeout(() => {
          running.delete(timer)
          resolve()
        }, ms)
        running.add(timer)
      }),
    callOff: () => {
      over = true
      for (const timer of running) clearTimeout(timer)
    }
  }
}
