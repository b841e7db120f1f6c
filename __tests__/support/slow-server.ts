import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

/** A server that leaves connections waiting until `open` is called. */
export interface SlowServer extends AsyncDisposable {
  port: number
  /** Accepts what waits, and responds to each request with 200 and the body `slow`. */
  open: () => void
}

// Its thread stands still, so that the kernel's queue of connections fills up and further ones are
// dropped as on a bad network. Linux repeats the first packet after a second.
const thread = `
  const { parentPort, workerData } = require('node:worker_threads')
  const response = 'HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nslow'
  const server = require('node:net').createServer(socket => {
    socket.on('error', () => undefined).on('data', () => socket.write(response))
  })
  server.listen({ host: workerData.host, port: 0, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    Atomics.wait(workerData.gate, 0, 0)
  })
`

/** Starts a server to which no connection can be made until it is opened. Linux only. */
export async function startSlowServer(host: string): Promise<SlowServer> {
  const gate = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(thread, { eval: true, workerData: { host, gate } })
  const [port] = (await once(worker, 'message')) as [number]
  const waiting = Array.from({ length: 4 }, () =>
    connect({ host, port }).on('error', () => undefined)
  )
  // Until the first of them fill the queue.
  await sleep(50)
  const open = () => {
    Atomics.store(gate, 0, 1)
    Atomics.notify(gate, 0)
  }
  return {
    port,
    open,
    [Symbol.asyncDispose]: async () => {
      open()
      for (const socket of waiting) {
        socket.destroy()
      }
      await worker.terminate()
    }
  }
}
