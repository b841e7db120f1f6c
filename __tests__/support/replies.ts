import type { NoAnswer } from '../../src/apinizer/errors.ts'
import type { Answer, Reply } from '../../src/apinizer/http.ts'

const clock = { startedAt: 0, endedAt: 0 }

/** A reply as src/apinizer/http.ts gives it; a body that is no text is sent as JSON. */
export function answered(
  body: unknown,
  status = 200,
  headers: Answer['headers'] = {}
): Reply & Answer {
  return {
    answered: true,
    status,
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...clock
  }
}

export function lost(ending: NoAnswer['ending'], over: Partial<NoAnswer> = {}): Reply & NoAnswer {
  return { answered: false, ending, sent: true, detail: '', ...over, ...clock }
}

/** Gives the replies one after the other, the last one for ever; counts how often it was asked. */
export function replying(...replies: Reply[]) {
  const asked: unknown[][] = []
  const reply = (...args: unknown[]) => {
    asked.push(args)
    const now = performance.now()
    return Promise.resolve({
      ...(replies[Math.min(asked.length, replies.length) - 1] ?? lost('reset')),
      startedAt: now,
      endedAt: now
    })
  }
  return { reply, asked }
}
