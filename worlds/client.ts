/** The gate's side: its interface `HttpClient`, with deadline and cancel signal, and a log of all requests. */
import type { HttpClient, HttpRequest, RequestResult } from '../src/apinizer/http.ts'
import { after, now, sleep } from './clock.ts'
import { readCall, type Manager } from './model.ts'
import { createPath, latencyMs, type Exchange } from './path.ts'
import type { Answer } from './sayings.ts'
import type { World } from './world.ts'

/** @param tell is told what happens, for the story */
export function createClient(
  world: World,
  manager: Manager,
  tell: (what: string) => void
): HttpClient & { exchanges: Exchange[] } {
  const exchanges: Exchange[] = []
  const exchange = createPath(world, manager, tell)

  const send = ({ method, path, body, signal, timeoutMs }: HttpRequest) =>
    new Promise<RequestResult>(resolve => {
      const call = readCall(method, path)
      const entry: Exchange = { ...call, id: exchanges.length + 1, at: now(), body, left: false }
      exchanges.push(entry)
      const isSettled = () => entry.endedAt !== undefined
      const settle = (result: RequestResult) => {
        if (!isSettled()) {
          entry.endedAt = now()
          takeBack()
          signal.removeEventListener('abort', cancel)
          tell(describe(entry, result))
          resolve(result)
        }
      }
      const takeBack = after(timeoutMs, () => {
        settle({ kind: 'timeout', sent: entry.left, detail: '' })
      })
      const cancel = () => {
        settle({ kind: 'cancelled', sent: entry.left, detail: '' })
      }
      signal.addEventListener('abort', cancel)
      if (signal.aborted) {
        cancel()
      }
      void exchange(entry, isSettled).then(async answer => {
        await sleep(latencyMs)
        if (!isSettled() && answer.saying !== 'silence') {
          entry.answer = answer
          settle(toResult(answer))
        }
      })
    })

  return { exchanges, send }
}

function toResult(answer: Answer): RequestResult {
  if ('status' in answer) {
    const { status, headers = {}, body } = answer
    return { kind: 'complete', status, headers, body }
  }
  if (answer.broken === 'unreachable') {
    return { kind: 'connect', sent: false, detail: 'connect ECONNREFUSED' }
  }
  const headers = answer.broken === 'cut' ? { httpStatus: 200 } : {}
  return { kind: 'lost', sent: true, detail: 'read ECONNRESET', ...headers }
}

function describe(entry: Exchange, result: RequestResult): string {
  const { id, kind, group, environment, proxy, answer } = entry
  const what = [kind, group || proxy, environment && `on ${environment}`].filter(Boolean).join(' ')
  const status = result.kind === 'complete' ? result.status : result.kind
  return `request ${id}, ${what}: ${answer?.saying ?? 'no answer'} (${status})`
}
