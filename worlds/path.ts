/** What stands between the gate and the Manager: the network, a gateway, a cache. */
import { now, sleep } from './clock.ts'
import { isChange, type Call, type Manager } from './model.ts'
import { sayAs, type Answer } from './sayings.ts'
import type { Fate, Trouble, World } from './world.ts'

/** A request of ours, and what became of it. */
export interface Exchange extends Call {
  id: number
  at: number
  body?: string | undefined
  /** Whether a byte of it left. */
  left: boolean
  /** None where it was given up. */
  answer?: Answer
  endedAt?: number
}

/** One way. */
export const latencyMs = 2

/** Whether a trouble is in the way of a call at a time. */
function isInTheWay({ of, from, lasts }: Trouble, call: Call): boolean {
  const isConcerned = of === 'all' || of === call.kind || (of === 'reads' && !isChange(call))
  return isConcerned && from <= now() && now() < from + lasts
}

export function createPath(
  { manager: { version }, path: traits, fates, troubles }: World,
  manager: Manager,
  tell: (what: string) => void
) {
  const cache = new Map<string, { at: number; answer: Answer }>()
  const say = (saying: string) => sayAs(saying, version)
  let changes = 0

  /** Takes a request to the Manager, unless something is in the way. @param isGivenUp whether the client hung up */
  async function exchange(entry: Exchange, isGivenUp: () => boolean): Promise<Answer> {
    const fate = isChange(entry) ? fates.find(({ nth }) => nth === changes) : undefined
    changes += isChange(entry) ? 1 : 0
    await sleep(latencyMs)
    const onTheWay =
      (isGivenUp() ? 'silence' : undefined) ??
      troubles.find(trouble => isInTheWay(trouble, entry))?.saying ??
      (now() < manager.downUntil() ? 'unreachable' : undefined) ??
      (fate?.step === 'way' ? fate.saying : undefined)
    entry.left = onTheWay !== 'unreachable' && !isGivenUp()
    if (onTheWay !== undefined) {
      return say(onTheWay)
    }
    return isChange(entry) ? change(entry, fate) : readThroughCache(entry)
  }

  async function readThroughCache(entry: Exchange): Promise<Answer> {
    const name = [entry.kind, entry.group, entry.environment, entry.proxy].join('/')
    const kept = cache.get(name)
    if (kept !== undefined && now() - kept.at < traits.cachesMs && 'body' in kept.answer) {
      const age = String(1 + Math.floor((now() - kept.at) / 1000))
      return { ...kept.answer, saying: 'cached', headers: { ...kept.answer.headers, age } }
    }
    const answer = await manager.handle(entry, { by: entry.id })
    if (answer.saying === 'whole') {
      cache.set(name, { at: now(), answer })
    }
    return answer
  }

  /** A change, which a gateway may repeat, and does not wait for as long as it may take. */
  async function change(entry: Exchange, fate: Fate | undefined): Promise<Answer> {
    const { patienceMs, repeatsAfterMs } = traits
    const { id: by, body } = entry
    const startedAt = now()
    const first = manager.handle(entry, { by, body, fate })
    let answer = await orNothing(first, Math.min(patienceMs, repeatsAfterMs))
    if (repeatsAfterMs < patienceMs && (answer === undefined || 'broken' in answer)) {
      tell(`the gateway sends request ${by} once more`)
      const second = manager.handle(entry, { by, body })
      answer = await orNothing(second, patienceMs - (now() - startedAt))
    }
    const isForgotten = now() - startedAt > traits.forgetsAfterMs
    return isForgotten ? say('silence') : (answer ?? say(traits.impatient))
  }

  return exchange
}

/** An answer, if it comes in time. */
function orNothing(answer: Promise<Answer>, ms: number): Promise<Answer | undefined> {
  return Promise.race([answer, sleep(ms).then(() => undefined)])
}
