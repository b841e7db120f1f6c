import type { Answer } from './answers.ts'
import { JSON_TYPE } from './answers.ts'
import type { Names } from './routes.ts'
import type { Call, Ending, Fault } from './types.ts'

/** The faults that are queued, and how often each has seen and taken a request. */
export interface FaultQueue {
  add: (fault: Fault) => void
  /** The first queued fault that fits the request and is due; every fitting one counts the request. */
  take: (asked: { call: Call; method: string; names: Names }) => Fault | undefined
}

const landingEndings: Ending[] = [
  'normal',
  'gzip',
  'bom',
  'early-hints',
  'trickle',
  'cut-length',
  'cut-chunked',
  'twice'
]

/** A queue without faults. */
export function faultQueue(): FaultQueue {
  const queue: { fault: Fault; seen: number; taken: number }[] = []
  return {
    add: fault => {
      queue.push({ fault, seen: 0, taken: 0 })
    },
    take: asked => {
      const fitting = queue.filter(({ fault }) => fits(fault.on ?? {}, asked))
      for (const entry of fitting) entry.seen += 1
      const due = fitting.find(
        ({ fault, seen, taken }) => seen > (fault.after ?? 0) && taken < (fault.times ?? 1)
      )
      if (due) due.taken += 1
      return due?.fault
    }
  }
}

/** Whether a deployment is carried out under this fault. */
export function landingOf(fault: Fault): boolean | { afterMs: number } {
  if (fault.lands !== undefined) return fault.lands
  // A redirect or a refusal comes from somebody who did not deploy.
  return landingEndings.includes(fault.ending ?? 'normal') && (fault.answer?.status ?? 200) < 300
}

/** The answer that a fault puts in place of the true one. */
export function replaced(truth: Answer, answer: Fault['answer'] = {}): Answer {
  const status = answer.status ?? truth.status
  const body = bodyOf(answer.body ?? (answer.status === undefined ? truth.body : ''))
  const ownType = answer.body === undefined ? {} : { 'content-type': typeOf(body) }
  const trueHeaders = answer.status === undefined ? truth.headers : {}
  return {
    status,
    headers: { ...trueHeaders, ...ownType, ...inLowerCase(answer.headers ?? {}) },
    body
  }
}

function fits(
  on: NonNullable<Fault['on']>,
  { call, method, names }: Parameters<FaultQueue['take']>[0]
): boolean {
  const anyDeployment = on.call === undefined && on.method === undefined
  if (anyDeployment && call !== 'deploy' && call !== 'undeploy') return false
  return (
    isOrAny(on.call, call) &&
    isOrAny(on.method, method) &&
    isOrAny(on.group, names.group) &&
    isOrAny(on.environment, names.environment)
  )
}

function isOrAny(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || wanted === value
}

function bodyOf(body: string | Buffer | object): string | Buffer {
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
}

function typeOf(body: string | Buffer): string {
  return body.toString().startsWith('<') ? 'text/html;charset=UTF-8' : JSON_TYPE
}

function inLowerCase(headers: Answer['headers']): Answer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  )
}
