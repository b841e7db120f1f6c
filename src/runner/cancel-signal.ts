/** Creates a signal that aborts when the runner cancels the run; further signals change nothing. */
export function createCancelSignal(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      controller.abort()
    })
  }
  return controller.signal
}
