import type { NoAnswer } from '../../src/apinizer/errors.ts'
import type { Answer, Reply } from '../../src/apinizer/http.ts'

const clock = { startedAt: 0, endedAt: 0 }

/** A reply as src/apinizer/http.ts gives it; a body that is no text is sent as JSON. */
export function answered(body: unknown, status = 200, headers: Answer['headers'] = {}): Reply & Answer {
  return { answered: true, status, headers, body: typeof body === 'string' ? body : JSON.stringify(body), ...clock }
}

export function lost(ending: NoAnswer['ending'], over: Partial<NoAnswer> = {}): Reply & NoAnswer {
  return { answered: false, ending, sent: true, detail: '', ...over, ...clock }
}
