import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as waitFor } from 'node:timers/promises'
import { deliver } from './deliveries.ts'
import { respondToDeployment } from './deployment-responses.ts'
import { commit, type Order } from './deployments.ts'
import { applyFault, createFaultQueue, resolveCommit, type FaultQueue } from './faults.ts'
import { decide } from './manager.ts'
import { withNulls } from './nulls.ts'
import { cutRows, type WireResponse } from './responses.ts'
import { matchRoute, type Route } from './routes.ts'
import { createManagerState, type ManagerState } from './state.ts'
import type { Fault, RecordedRequest, Simulator, SimulatorOptions } from './types.ts'
import { seededWorld } from './world.ts'

export type * from './types.ts'

interface Running {
  state: ManagerState
  pathPrefix: string
  requests: RecordedRequest[]
  faults: FaultQueue
  connectionNumbers: Map<Socket, number>
  inFlight: { now: number; max: number }
  log: (line: string) => void
}

/** Starts a Manager on a port of its own or the one asked for; resolves once it listens. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = '127.0.0.1', pathPrefix = '', world = seededWorld() } = options
  const running: Running = {
    state: createManagerState(options, world),
    pathPrefix,
    requests: [],
    faults: createFaultQueue(),
    connectionNumbers: new Map(),
    inFlight: { now: 0, max: 0 },
    log: options.log ?? (() => undefined)
  }
  const server = createServerFor(options)
  server.on('request', (message: IncomingMessage, response: ServerResponse) => {
    serve(running, message, response).catch((problem: unknown) => {
      // A client may go away while it sends; anything else is a mistake here.
      if (!message.destroyed) {
        console.error(problem)
      }
      response.destroy()
    })
  })
  await once(server.listen(port, host), 'listening')
  const close = (): Promise<void> => closeServer(server)
  const { port: ownPort } = server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host
  return {
    url: `${options.tls ? 'https' : 'http'}://${name}:${ownPort}${pathPrefix}`,
    world,
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
  const { key, cert, clientAuthority: ca } = tls
  return createTlsServer({ ...timeouts, key, cert, ca, requestCert: ca !== undefined })
}

async function serve(
  running: Running,
  message: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const { state } = running
  const { method = '', url: path = '', socket } = message
  const route = matchRoute({ method, path }, running.pathPrefix)
  const request = recordRequest(running, route, message)
  logWhenClosed(running, request, response)
  const fault = running.faults.take(route) ?? {}
  request.body = await text(message)
  const truth = await handle(running, route, request, fault)
  const cut = fault.rows === undefined ? truth : cutRows(truth, fault.rows)
  const filled = fault.nulls === true ? withNulls(cut) : cut
  const final = applyFault(state.edition, fault, filled)
  await deliver(fault.delivery ?? 'normal', { response, socket }, final)
}

async function handle(
  running: Running,
  route: Route,
  request: RecordedRequest,
  fault: Fault
): Promise<WireResponse> {
  const { state } = running
  const decision = decide(state, route, request)
  if ('response' in decision) {
    return decision.response
  }
  const { pods: faultyPods = {}, shape = 'default' } = fault
  const order: Order = { ...decision.order, faultyPods, shape }
  await carryOut(running, order, fault)
  return respondToDeployment(state, order)
}

// Nothing here asks whether the client is still there: a server that deploys goes on without it.
async function carryOut({ state, inFlight }: Running, order: Order, fault: Fault): Promise<void> {
  const commits = resolveCommit(fault)
  if (commits === false) {
    return
  }
  inFlight.now += 1
  inFlight.max = Math.max(inFlight.max, inFlight.now)
  const ms = commits === true ? state.deployMs : commits.afterMs
  // What waits here keeps no process alive.
  const over = waitFor(ms, undefined, { ref: false }).then(() => {
    for (const carriedOut of fault.repeated === 200 ? [order, order] : [order]) {
      commit(state, carriedOut)
    }
    inFlight.now -= 1
  })
  if (commits === true) {
    await over
  }
}

function recordRequest(
  { requests, connectionNumbers }: Running,
  { call }: Route,
  { method = '', url: path = '', headers, rawHeaders, socket }: IncomingMessage
): RecordedRequest {
  const connection = connectionNumbers.get(socket) ?? connectionNumbers.size + 1
  connectionNumbers.set(socket, connection)
  const request = { method, path, headers, rawHeaders, body: '', connection, at: Date.now(), call }
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

function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}
