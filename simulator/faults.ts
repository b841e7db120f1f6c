import { gateways } from './gateways.ts'
import { refuseByFault, springError } from './refusals.ts'
import { JSON_TYPE, type WireResponse } from './responses.ts'
import type { Route } from './routes.ts'
import type { Commit, Delivery, Edition, Fault } from './types.ts'

/** The faults that are queued, and how often each has seen and taken a request. */
export interface FaultQueue {
  add: (fault: Fault) => void
  /**
   * The first queued fault that fits the request and is due; every fitting one counts the request.
   */
  take: (route: Route) => Fault | undefined
}

/** Deliveries after which the client has nothing of the Manager's response, or too much of one. */
export const lostDeliveries: readonly Delivery[] = [
  'close',
  'reset',
  'silence',
  'not-http',
  'endless'
]

/** A queue without faults. */
export function createFaultQueue(): FaultQueue {
  const queue: { fault: Fault; seen: number; taken: number }[] = []
  return {
    add: fault => {
      queue.push({ fault, seen: 0, taken: 0 })
    },
    take: route => {
      const fitting = queue.filter(({ fault }) => fits(fault.on ?? {}, route))
      for (const entry of fitting) {
        entry.seen += 1
      }
      const due = fitting.find(
        ({ fault, seen, taken }) => seen > (fault.after ?? 0) && taken < (fault.times ?? 1)
      )
      if (due) {
        due.taken += 1
      }
      return due?.fault
    }
  }
}

/** Whether a deployment is carried out under this fault. */
export function resolveCommit(fault: Fault): Commit {
  if (fault.commits !== undefined) {
    return fault.commits
  }
  if (fault.refusal !== undefined) {
    return false
  }
  if (fault.repeated !== undefined || fault.springError !== undefined) {
    return true
  }
  if (fault.gateway !== undefined) {
    return gateways[fault.gateway].forwards
  }
  // A redirect or an error comes from a server that did not deploy.
  const arrives = !lostDeliveries.includes(fault.delivery ?? 'normal')
  return arrives && (fault.response?.status ?? 200) < 300
}

/** The response under this fault, in place of the true one. */
export function applyFault(
  edition: Edition,
  { springError: spring, refusal, repeated, gateway, response }: Fault,
  truth: WireResponse
): WireResponse {
  const wanted = refusal ?? (repeated === 200 ? undefined : repeated)
  const own = spring === undefined ? truth : springError(edition, spring)
  const refused = wanted === undefined ? own : refuseByFault(edition, wanted)
  return override(override(refused, gateway && gateways[gateway].response), response)
}

function override(base: WireResponse, response: Fault['response'] = {}): WireResponse {
  const status = response.status ?? base.status
  const body = encodeBody(response.body ?? (response.status === undefined ? base.body : ''))
  const ownType = response.body === undefined ? {} : { 'content-type': contentTypeOf(body) }
  const baseHeaders = response.status === undefined ? base.headers : {}
  const headers = { ...baseHeaders, ...ownType, ...toLowerCaseNames(response.headers ?? {}) }
  return { status, headers, body }
}

function fits(on: NonNullable<Fault['on']>, { call, names }: Route): boolean {
  const isCall = on.call === undefined ? call === 'deploy' || call === 'undeploy' : on.call === call
  return (
    (isCall || on.call === 'any') &&
    matches(on.group, names.group) &&
    matches(on.environment, names.environment)
  )
}

function matches(wanted: string | string[] | undefined, value: string): boolean {
  return wanted === undefined || [wanted].flat().includes(value)
}

function encodeBody(body: string | Buffer | object): string | Buffer {
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
}

function contentTypeOf(body: string | Buffer): string {
  return body.toString().startsWith('<') ? 'text/html;charset=UTF-8' : JSON_TYPE
}

function toLowerCaseNames(headers: WireResponse['headers']): WireResponse['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  )
}
