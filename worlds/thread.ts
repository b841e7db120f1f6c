/** Explores in a thread of its own, because a thread has one clock. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { explore, type Exploration, type Explored } from './explore.ts'

export function exploreInThread(exploration: Exploration): Promise<Explored> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: exploration })
    worker.on('message', resolve)
    worker.on('error', reject)
  })
}

if (!isMainThread) {
  parentPort?.postMessage(await explore(workerData as Exploration))
}
