import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { trackConnections, type Connections } from './connections.ts'
import { deliver } from './deliveries.ts'
import { respondToDeployment } from './deployment-responses.ts'
import { commit, type Order } from './deployments.ts'
import { applyFault, createFaultQueue, resolveCommit, type FaultQueue } from './faults.ts'
import { decide } from './manager.ts'
import { withNulls } from './nulls.ts'
import type { WireResponse } from './responses.ts'
import { matchRoute, type Route } from './routes.ts'
import { createManagerState, type ManagerState } from './state.ts'
import { startTimers, type Timers } from './timers.ts'
import type { Fault, RecordedRequest, Simulator, SimulatorOptions } from './types.ts'
import { seededWorld } from './world.ts'

export type * from './types.ts'

interface Running {
  state: ManagerState
  pathPrefix: string
  requests: RecordedRequest[]
  faults: FaultQueue
  timers: Timers
  connections: Connections
  inFlight: { now: number; max: number }
  log: (line: string) => void
}

/** Starts a Manager on a port of its own or the one asked for; resolves once it listens. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const server = createServerFor(options)
  const running = createRunning(options, trackConnections(server))
  server.on('request', (message: IncomingMessage, response: ServerResponse) => {
    serve(running, message, response).catch((problem: unknown) => {
      // A client may go away while it sends; anything else is a mistake here.
      if (!message.destroyed) {
        console.error(problem)
      }
      response.destroy()
    })
  })
  const { port = 0, host = '127.0.0.1' } = options
  await listen(server, port, host)
  const close = (): Promise<void> => closeServer(server, running)
  return {
    url: createUrl(server, options, host),
    world: running.state.world,
    requests: running.requests,
    deployments: running.state.deployments,
    injectFault: running.faults.add,
    get maxInFlight() {
      return running.inFlight.max
    },
    close,
    [Symbol.asyncDispose]: close
  }
}

function createServerFor({ tls }: SimulatorOptions): Server {
  // Nothing of the server's own may end a request that is meant to hang.
  const timeouts = { keepAliveTimeout: 60_000, requestTimeout: 0, headersTimeout: 0 }
  if (!tls) {
    return createServer(timeouts)
  }
  const { key, cert, clientAuthority } = tls
  const clientCheck =
    clientAuthority === undefined
      ? {}
      : { ca: clientAuthority, requestCert: true, rejectUnauthorized: true }
  return createTlsServer({ ...timeouts, key, cert, ...clientCheck })
}

function createRunning(options: SimulatorOptions, connections: Connections): Running {
  return {
    state: createManagerState(options, options.world ?? seededWorld()),
    pathPrefix: options.pathPrefix ?? '',
    requests: [],
    faults: createFaultQueue(),
    timers: startTimers(),
    connections,
    inFlight: { now: 0, max: 0 },
    log: options.log ?? (() => undefined)
  }
}

async function serve(
  running: Running,
  message: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const { state, timers, connections } = running
  const method = message.method ?? ''
  const route = matchRoute({ method, path: message.url ?? '' }, running.pathPrefix)
  const request = recordRequest(running, route, message)
  logWhenClosed(running, request, response)
  const fault = running.faults.take({ ...route, method }) ?? {}
  request.body = await readBody(message)
  const truth = (await handle(running, route, request, fault))()
  const filled = (fault.nulls ?? state.nulls) ? withNulls(route.call, truth) : truth
  const final = applyFault(state, fault, filled, request)
  const { socket } = message
  const channel = { response, socket, tcp: () => connections.tcpOf(socket), now: state.now, timers }
  await deliver(fault.delivery ?? 'normal', channel, final)
}

async function handle(
  running: Running,
  route: Route,
  request: RecordedRequest,
  fault: Fault
): Promise<() => WireResponse> {
  const { state, timers } = running
  const decision = decide(state, route, request)
  if ('respond' in decision) {
    await timers.wait(fault.delayMs ?? 0)
    return decision.respond
  }
  const order: Order = {
    ...decision.order,
    faultyPods: fault.pods ?? {},
    shape: fault.shape ?? decision.order.shape
  }
  await carryOut(running, order, fault)
  return () => respondToDeployment(state, order)
}

// Nothing here asks whether the client is still there: a server that deploys goes on without it.
async function carryOut(
  { state, timers, inFlight }: Running,
  order: Order,
  fault: Fault
): Promise<void> {
  const commits = resolveCommit(fault)
  inFlight.now += 1
  inFlight.max = Math.max(inFlight.max, inFlight.now)
  const commitAfter = async (ms: number): Promise<void> => {
    await timers.wait(ms)
    commit(state, order)
  }
  const background = typeof commits === 'object' ? commitAfter(commits.afterMs) : Promise.resolve()
  if (commits === true) {
    await commitAfter(state.deployMs)
  }
  await timers.wait(fault.delayMs ?? 0)
  const over = background.then(() => {
    inFlight.now -= 1
  })
  if (typeof commits !== 'object') {
    await over
  }
}

function recordRequest(
  { requests, connections }: Running,
  { call }: Route,
  message: IncomingMessage
): RecordedRequest {
  const request = {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: message.headers,
    rawHeaders: message.rawHeaders,
    body: '',
    connection: connections.numberOf(message.socket),
    at: Date.now(),
    call
  }
  requests.push(request)
  return request
}

function logWhenClosed(
  { log }: Running,
  { method, path, at }: RecordedRequest,
  response: ServerResponse
): void {
  response.on('close', () => {
    const status = response.headersSent ? String(response.statusCode) : 'no response'
    log(`${new Date(at).toISOString()} ${method} ${path} -> ${status} (${Date.now() - at} ms)`)
  })
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) {
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString()
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function createUrl(
  server: Server,
  { tls, pathPrefix = '' }: SimulatorOptions,
  host: string
): string {
  const { port } = server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host
  return `${tls ? 'https' : 'http'}://${name}:${port}${pathPrefix}`
}

function closeServer(server: Server, { timers, connections }: Running): Promise<void> {
  timers.cancelAll()
  return new Promise(resolve => {
    server.close(() => {
      resolve()
    })
    connections.destroyAll()
  })
}
