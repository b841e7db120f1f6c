/** Waits that can all be cancelled at once. */
export interface Timers {
  /** Resolves after so many ms; never, once cancelled. */
  wait: (ms: number) => Promise<void>
  cancelAll: () => void
}

/** Timers of one simulator. */
export function startTimers(): Timers {
  const running = new Set<NodeJS.Timeout>()
  let cancelled = false
  return {
    wait: ms =>
      new Promise(resolve => {
        if (cancelled) {
          return
        }
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
    cancelAll: () => {
      cancelled = true
      for (const timer of running) {
        clearTimeout(timer)
      }
    }
  }
}
