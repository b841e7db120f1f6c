const maxAtOnce = 8

/** Works on items, a few at once. @returns what came of them, in their order */
export function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>
): Promise<Result[]> {
  const queue = createQueue(maxAtOnce)
  return Promise.all(items.map(item => queue(() => work(item))))
}

/** Creates a queue: of the works that are given to it, so many run at once. */
export function createQueue(maxRunning: number) {
  let free = maxRunning
  const waiting: (() => void)[] = []
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (free > 0) {
      free -= 1
    } else {
      await new Promise<void>(resolve => waiting.push(resolve))
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      free += next === undefined ? 1 : 0
      next?.()
    }
  }
}
