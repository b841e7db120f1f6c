import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Answer } from './answers.ts'
import type { Connections } from './connections.ts'
import { trackConnections } from './connections.ts'
import type { Order } from './deployments.ts'
import { carryOut, deploymentAnswer } from './deployments.ts'
import { endWith } from './endings.ts'
import type { FaultQueue } from './faults.ts'
import { faultQueue, landingOf, replaced } from './faults.ts'
import type { Manager } from './manager.ts'
import { decide } from './manager.ts'
import type { Route } from './routes.ts'
import { routeOf } from './routes.ts'
import type { Timers } from './timers.ts'
import { startTimers } from './timers.ts'
import type { Fault, RecordedRequest, Simulator, SimulatorOptions } from './types.ts'
import { seededWorld } from './world.ts'

export type * from './types.ts'

interface Running {
  manager: Manager
  pathPrefix: string
  requests: RecordedRequest[]
  faults: FaultQueue
  timers: Timers
  connections: Connections
  underWay: { now: number; most: number }
  log: (line: string) => void
}

/** Starts a Manager on a port of its own or the one asked for; resolves once it listens. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const server = serverFor(options)
  const running = runningFor(options, trackConnections(server))
  server.on('request', (message: IncomingMessage, response: ServerResponse) => {
    serve(running, message, response).catch((problem: unknown) => {
      // A client that goes away while it sends is its own business; anything else is a mistake here.
      if (!message.destroyed) console.error(problem)
      response.destroy()
    })
  })
  const { port = 0, host = '127.0.0.1' } = options
  await listening(server, port, host)
  return {
    url: urlOf(server, options, host),
    world: running.manager.world,
    requests: running.requests,
    deployments: running.manager.deployments,
    misbehave: running.faults.add,
    get maxInFlight() {
      return running.underWay.most
    },
    close: () => closed(server, running)
  }
}

function serverFor({ tls }: SimulatorOptions): Server {
  // Nothing of the server's own may end a request that is meant to hang.
  const patience = { keepAliveTimeout: 60_000, requestTimeout: 0, headersTimeout: 0 }
  if (!tls) return createServer(patience)
  const { key, cert, clientAuthority } = tls
  const demand =
    clientAuthority === undefined
      ? {}
      : { ca: clientAuthority, requestCert: true, rejectUnauthorized: true }
  return createTlsServer({ ...patience, key, cert, ...demand })
}

function runningFor(options: SimulatorOptions, connections: Connections): Running {
  const { edition = 'current', clockSkewMs = 0 } = options
  return {
    manager: {
      edition,
      world: options.world ?? seededWorld(),
      history: options.history ?? edition === 'current',
      routeHealth: options.routeHealth ?? edition === 'current',
      wholeSecondDates: options.wholeSecondDates ?? false,
      deployMs: options.deployMs ?? 0,
      deployments: [],
      now: () => Date.now() + clockSkewMs
    },
    pathPrefix: options.pathPrefix ?? '',
    requests: [],
    faults: faultQueue(),
    timers: startTimers(),
    connections,
    underWay: { now: 0, most: 0 },
    log: options.log ?? (() => undefined)
  }
}

async function serve(
  running: Running,
  message: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const { manager, timers, connections } = running
  const route = routeOf(
    { method: message.method ?? '', path: message.url ?? '' },
    running.pathPrefix
  )
  const request = recorded(running, route, message)
  logged(running, request, response)
  const fault = running.faults.take({ ...route, method: request.method }) ?? {}
  request.body = await bodyOf(message)
  const answer = await answerTo(running, route, request, fault)
  const { socket } = message
  const back = { response, socket, tcp: () => connections.tcpOf(socket), now: manager.now, timers }
  await endWith(fault.ending ?? 'normal', back, replaced(answer(), fault.answer))
}

async function answerTo(
  running: Running,
  route: Route,
  request: RecordedRequest,
  fault: Fault
): Promise<() => Answer> {
  const { manager, timers } = running
  const decision = decide(manager, route, request)
  if ('answer' in decision) {
    await timers.wait(fault.delayMs ?? 0)
    return decision.answer
  }
  const order = { ...decision.order, faultyPods: fault.pods ?? {} }
  await deployed(running, order, fault)
  return () => deploymentAnswer(manager, order)
}

// Nothing here asks whether the client is still there: a server that deploys goes on without it.
async function deployed(
  { manager, timers, underWay }: Running,
  order: Order,
  fault: Fault
): Promise<void> {
  const lands = landingOf(fault)
  underWay.now += 1
  underWay.most = Math.max(underWay.most, underWay.now)
  const land = async (ms: number): Promise<void> => {
    await timers.wait(ms)
    carryOut(manager, order)
  }
  const background = typeof lands === 'object' ? land(lands.afterMs) : Promise.resolve()
  if (lands === true) await land(manager.deployMs)
  await timers.wait(fault.delayMs ?? 0)
  const over = background.then(() => {
    underWay.now -= 1
  })
  if (typeof lands !== 'object') await over
}

function recorded(
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

function logged(
  { log }: Running,
  { method, path, at }: RecordedRequest,
  response: ServerResponse
): void {
  response.on('close', () => {
    const answer = response.headersSent ? String(response.statusCode) : 'no answer'
    log(`${new Date(at).toISOString()} ${method} ${path} -> ${answer} (${Date.now() - at} ms)`)
  })
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function urlOf(server: Server, { tls, pathPrefix = '' }: SimulatorOptions, host: string): string {
  const { port } = server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host
  return `${tls ? 'https' : 'http'}://${name}:${port}${pathPrefix}`
}

function closed(server: Server, { timers, connections }: Running): Promise<void> {
  timers.callOff()
  return new Promise(resolve => {
    server.close(() => {
      resolve()
    })
    connections.destroyAll()
  })
}
