import { expect, test } from '@jest/globals'
import { syncBuiltinESMExports } from 'node:module'
import type { FailureKind } from '../../../src/apinizer/failures.ts'
import type { HttpClient, HttpRequest, RequestResult } from '../../../src/apinizer/http.ts'
import { joinMessage, nameTarget } from '../../../src/deploy/outcome.ts'
import type { Observer } from '../../../src/deploy/run-plan.ts'
import type { RunSettings } from '../../../src/deploy/settings.ts'
import { after, installClock, now, passTime, resetClock } from '../../../worlds/clock.ts'

// What is loaded meanwhile keeps the virtual clock; other tests of this process get the real one back.
const timers = process.getBuiltinModule('node:timers/promises')
const realSleep = timers.setTimeout
installClock()
const { createApinizerClient } = await import('../../../src/apinizer/client.ts')
const { createListingCache } = await import('../../../src/deploy/listing-cache.ts')
const { run } = await import('../../../src/deploy/run.ts')
timers.setTimeout = realSleep
syncBuiltinESMExports()

/** Kinds of calls, and how their paths end, `*` being a name. */
const paths = {
  projects: 'projects/',
  groups: 'projects/*/apiProxyGroups/',
  projectEnvironments: 'projects/*/environments/',
  olderEnvironments: 'environments/*',
  environments: 'projects/*/apiProxyGroups/*/environments/',
  history: 'projects/*/apiProxyGroups/*/deploy-histories/',
  apiProxies: 'projects/*/apiProxyGroups/*/proxies/forpromotion',
  routeHealth: 'projects/*/apiProxies/*/environments/*/route-health/',
  change: 'projects/*/apiProxyGroups/*/environments/*/'
}
type Call = keyof typeof paths

/** Virtual. */
const maxRunMs = 3_600_000
const maxRequests = 1_000

/** How a request ends, some time after it was sent: with a response, or without one. */
export type Reply = { afterMs?: number } & (
  | { status?: number; json?: unknown; body?: string; headers?: Record<string, string> }
  | { kind: FailureKind; sent: boolean; detail?: string }
)

interface SentRequest {
  call: Call
  method: HttpRequest['method']
  /** Of the path, decoded: for most calls the group and the environment, for route health API Proxy and environment. */
  names: string[]
  /** Milliseconds since the run began. */
  at: number
  timeoutMs: number
  body: Record<string, unknown> | undefined
  /** How many requests of this kind were in progress, this one included. */
  parallel: number
}

/** For each kind of call what the responses are: always one, one after the other (the last repeats), or by request. */
export type Script = Partial<
  Record<Call, Reply | readonly Reply[] | ((request: SentRequest) => Reply)>
>

/** A list as the current edition sends it. In a text, `$marker` is that of the last change that was sent. */
export function list(...rows: object[]): { json: object } {
  return { json: { status: 'SUCCESS', resultList: rows, resultCount: rows.length } }
}

export function listNames(...names: string[]): { json: object } {
  return list(...names.map(name => ({ name })))
}

/** An error in the Manager's words. */
export function refuse(status: number, resultMessage = 'No', headers = {}): Reply {
  return { status, json: { status: 'FAILURE', resultMessage }, headers }
}

export const empty = (status: number) => ({ status, body: '' })
export const page = (status: number, headers = {}) => ({ status, body: '<html>', headers })
export const spring = (status: number, message?: string) => ({
  ...{ status, json: { timestamp: 'x', status, path: '/', message } }
})
export const incomplete = { json: { status: 'SUCCESS', resultList: [], resultCount: 7 } }
export const firstEdition = {
  json: { success: true, resultList: [{ environmentName: 'production', deployed: true }] }
}

const listed = { name: 'production', deployed: true, redeployRequired: false }
export const isLive = list(listed)
export const isIdle = list({ ...listed, deployed: false })
export const isChanged = list({ ...listed, redeployRequired: true })
export const record = { description: '[$marker] x', environment: 'production', deploy: true }
export const isLost: Reply = { kind: 'lost', sent: true }

export const pod = (name: string, host: string, routeActive = true) => ({
  podName: name,
  workerPodIp: host,
  routeActive
})

/** A route that every worker pod that responded serves. */
export const isServed = {
  deployedInManager: true,
  routeActive: true,
  podsResponded: 1,
  podsActive: 1,
  pods: [pod('worker-1', 'http://10.0.0.1:8091')]
}

const detail = { envName: 'production', podName: 'worker-1', podIp: '10.0.0.1', success: true }
/** The Manager's report that a change succeeded. */
export const isDone = {
  json: { status: 'SUCCESS', deploymentResult: { success: true, detailList: [detail] } }
}

const defaults: RunSettings = {
  url: new URL('https://apinizer.example.com'),
  operation: 'deploy',
  project: 'Payments',
  groups: ['Pay'],
  environments: ['production'],
  description: undefined,
  defaultDescription: 'by octocat',
  persistent: undefined,
  skipIfCurrent: false,
  verify: 'none',
  verifyTimeoutMs: 20_000,
  timeoutMs: 120_000,
  retryTimeoutMs: 10_000,
  maxParallel: 1,
  failFast: true
}

/** What a Manager responds where everything works; the deploy history is empty. */
function createHealthy({ project, groups, environments }: RunSettings): Required<Script> {
  const live = environments.map(name => ({ name, deployed: true, redeployRequired: false }))
  return {
    projects: listNames(project),
    groups: listNames(...groups),
    projectEnvironments: listNames(...environments),
    olderEnvironments: { status: 404, body: '' },
    environments: list(...live),
    history: list(),
    apiProxies: listNames('Pets'),
    routeHealth: list(isServed),
    change: ({ names: [, envName] }) => ({
      json: {
        status: 'SUCCESS',
        deploymentResult: { success: true, detailList: [{ ...detail, envName }] }
      }
    })
  }
}

export type Settings = Partial<RunSettings> & { cancelAtMs?: number }

/** A run as documentation: what the server responds, what is asked for, and what comes of it. */
export interface Row {
  name: string
  script?: Script
  settings?: Settings
  /** What is said of the first target. */
  says?: RegExp
  expected?: object
}

/**
 * A test for each row.
 * @param common settings of all rows
 * @param all what is expected of all rows
 */
export function testRuns(rows: readonly Row[], common: Settings = {}, all: object = {}): void {
  test.each(rows)('$name', async ({ script, settings, says = /^/, expected }) => {
    const played = await play(script, { ...common, ...settings })
    expect(played).toMatchObject({ ...all, text: text(says), ...expected })
  })
}

/** Any text like this, as something expected. */
export const text = (pattern: RegExp): unknown => expect.stringMatching(pattern)

/** Plays a whole run against a script, in virtual time; pauses between tries have their full length. */
export async function play(script: Script = {}, { cancelAtMs, ...overrides }: Settings = {}) {
  const settings = { ...defaults, ...overrides }
  resetClock(1)
  let random = 1
  Math.random = () => (random -= 1e-9)
  const cancellation = new AbortController()
  const { signal } = cancellation
  if (cancelAtMs !== undefined) {
    after(cancelAtMs, () => {
      cancellation.abort()
    })
  }
  const requests: SentRequest[] = []
  const http = createHttp({ ...createHealthy(settings), ...script }, requests)
  const client = createApinizerClient(http, { ...settings, signal })
  const warnings: string[] = []
  const progress: string[] = []
  const events: string[] = []
  const listings = createListingCache(client)
  const onProgress = (text: string) => progress.push(text)
  const warn = (title: string, text: string) => warnings.push(`${title}: ${text}`)
  const recorder: Observer = {
    waveStarts: ({ environment }) => void events.push(`begin ${environment}`),
    targetEnds: ({ target, status }) => void events.push(`${nameTarget(target)}: ${status}`),
    waveEnds: ({ environment }) => void events.push(`end ${environment}`)
  }
  const work = run({ client, settings, listings, signal, onProgress, warn }, {}, [recorder])
  const hasEnded = await passTime(work, maxRunMs)
  const result = hasEnded ? await work : undefined
  const [first] = result?.outcomes ?? []
  if (result === undefined || first === undefined) {
    throw new Error('the run did not end, or has no outcome')
  }
  const changes = requests.filter(({ call }) => call === 'change')
  return {
    outcomes: result.outcomes,
    resolvedGroups: result.resolvedGroups,
    /** What became of the first target, with all that is said of it. */
    ...first,
    text: joinMessage(first),
    statuses: result.outcomes.map(({ status }) => status),
    requests,
    /** How often POST or DELETE was sent, and when. */
    sent: changes.length,
    sentAt: changes.map(({ at }) => at),
    looks: requests.filter(({ call }) => call === 'history').length,
    warnings,
    progress,
    events,
    endedAt: Math.round(now())
  }
}

function createHttp(script: Required<Script>, requests: SentRequest[]): HttpClient {
  const markers = new Map<string | undefined, string>()
  const open = new Map<Call, number>()
  return {
    send: async ({ method, path, body, timeoutMs, signal }) => {
      const { call, names } = readPath(path)
      const [group] = names
      const sent = body === undefined ? undefined : (JSON.parse(body) as Record<string, unknown>)
      const parallel = (open.get(call) ?? 0) + 1
      open.set(call, parallel)
      const at = Math.round(now())
      const request = { call, method, names, at, timeoutMs, body: sent, parallel }
      requests.push(request)
      if (requests.length > maxRequests) {
        throw new Error('the run does not end')
      }
      markers.set(group, /\[(\w+)\]/.exec(body ?? '')?.[1] ?? markers.get(group) ?? '')
      const reply = choose(script[call], request, requests)
      const result = await settle(reply, timeoutMs, signal)
      open.set(call, (open.get(call) ?? 0) - 1)
      if (result.kind !== 'complete') {
        return result
      }
      const marker = markers.get(group) ?? ''
      const text = result.body.replaceAll('$marker', marker)
      return { ...result, body: text.replaceAll('$MARKER', marker.toUpperCase()) }
    }
  }
}

function readPath(path: string): { call: Call; names: string[] } {
  for (const [call, pattern] of Object.entries(paths) as [Call, string][]) {
    const match = new RegExp(`^/apiops/${pattern.replaceAll('*', '([^/]+)')}$`).exec(path)
    if (match !== null) {
      const names = match.slice(1).map(decodeURIComponent)
      return { call, names: call === 'olderEnvironments' ? names : names.slice(1) }
    }
  }
  throw new Error(`no call has the path ${path}`)
}

function choose(replies: Script[Call], request: SentRequest, requests: SentRequest[]): Reply {
  if (typeof replies === 'function') {
    return replies(request)
  }
  const list = Array.isArray(replies) ? (replies as Reply[]) : [replies as Reply]
  const index = requests.filter(({ call }) => call === request.call).length - 1
  return list[index] ?? (list.at(-1) as Reply)
}

function settle(reply: Reply, timeoutMs: number, signal: AbortSignal): Promise<RequestResult> {
  const sent = !('kind' in reply) || reply.sent
  return new Promise(resolve => {
    const fail = (kind: FailureKind) => () => {
      resolve({ kind, sent, detail: '' })
    }
    after(reply.afterMs ?? 0, () => {
      resolve(createResult(reply))
    })
    after(timeoutMs, fail('timeout'))
    signal.addEventListener('abort', fail('cancelled'))
    if (signal.aborted) {
      resolve({ kind: 'cancelled', sent: false, detail: '' })
    }
  })
}

function createResult(reply: Reply): RequestResult {
  if ('kind' in reply) {
    return { detail: '', ...reply }
  }
  const { status = 200, json, body = JSON.stringify(json), headers = {} } = reply
  return { kind: 'complete', status, headers, body }
}
