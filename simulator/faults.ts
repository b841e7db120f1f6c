import { gateways } from './gateways.ts'
import { refuseByFault } from './refusals.ts'
import { JSON_TYPE, type WireResponse } from './responses.ts'
import type { Names } from './routes.ts'
import type { ManagerState } from './state.ts'
import type { Call, Commit, Delivery, Fault } from './types.ts'

/** A request as the selection of a fault sees it. */
interface FaultCandidate {
  call: Call
  method: string
  names: Names
}

/** The faults that are queued, and how often each has seen and taken a request. */
export interface FaultQueue {
  add: (fault: Fault) => void
  /**
   * The first queued fault that fits the request and is due; every fitting one counts the request.
   */
  take: (candidate: FaultCandidate) => Fault | undefined
}

/** Deliveries after which the client has the Manager's whole response, or most of it. */
const committingDeliveries: ReadonlySet<Delivery> = new Set<Delivery>([
  'normal',
  'cut-length',
  'cut-chunked',
  'cut-body',
  'malformed-head',
  'large-head',
  'trickle',
  'early-hints',
  'gzip',
  'bom',
  'iso-8859-9',
  'content-encoding-utf-8',
  'twice'
])

/** A queue without faults. */
export function createFaultQueue(): FaultQueue {
  const queue: { fault: Fault; seen: number; taken: number }[] = []
  return {
    add: fault => {
      queue.push({ fault, seen: 0, taken: 0 })
    },
    take: candidate => {
      const fitting = queue.filter(({ fault }) => fits(fault.on ?? {}, candidate))
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
  if (fault.gateway !== undefined) {
    return gateways[fault.gateway].forwards
  }
  // A redirect or an error comes from a server that did not deploy.
  const arrives = committingDeliveries.has(fault.delivery ?? 'normal')
  return arrives && (fault.response?.status ?? 200) < 300
}

/** The response under this fault, in place of the true one. */
export function applyFault(
  state: ManagerState,
  fault: Fault,
  truth: WireResponse,
  { method, path }: { method: string; path: string }
): WireResponse {
  const refused = fault.refusal === undefined ? truth : refuseByFault(state, fault.refusal, path)
  const behindGateway =
    fault.gateway === undefined
      ? refused
      : override(refused, gateways[fault.gateway].respond(method))
  return override(behindGateway, fault.response)
}

function override(base: WireResponse, response: Fault['response'] = {}): WireResponse {
  const status = response.status ?? base.status
  const body = encodeBody(response.body ?? (response.status === undefined ? base.body : ''))
  const ownType = response.body === undefined ? {} : { 'content-type': contentTypeOf(body) }
  const baseHeaders = response.status === undefined ? base.headers : {}
  const headers = { ...baseHeaders, ...ownType, ...toLowerCaseNames(response.headers ?? {}) }
  return { status, headers, body }
}

function fits(on: NonNullable<Fault['on']>, { call, method, names }: FaultCandidate): boolean {
  const anyDeployment = on.call === undefined && on.method === undefined
  if (anyDeployment && call !== 'deploy' && call !== 'undeploy') {
    return false
  }
  return (
    (on.call === 'any' || matches(on.call, call)) &&
    matches(on.method, method) &&
    matches(on.project, names.project) &&
    matches(on.group, names.group) &&
    matches(on.proxy, names.proxy) &&
    matches(on.environment, names.environment)
  )
}

function matches(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || wanted === value
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
