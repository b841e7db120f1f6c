/** Which of the two documented API editions the Manager speaks. */
export type Edition = 'first' | 'current'

/** The documented calls; a path or a method that none of them has is `unknown`. */
export type Call =
  | 'deploy'
  | 'undeploy'
  | 'environments'
  | 'project-environments'
  | 'history'
  | 'members'
  | 'route-health'
  | 'health'
  | 'hello'
  | 'unknown'

export type Operation = 'deploy' | 'undeploy'

export interface SimulatorOptions {
  /** 0, the default, takes a free port. */
  port?: number
  host?: string
  edition?: Edition
  /** PEM texts; with `clientAuthority` a client certificate of that authority is demanded. */
  tls?: { key: string; cert: string; clientAuthority?: string }
  /** For example `/manager`. */
  pathPrefix?: string
  /** The server's clock minus the real one. */
  clockSkewMs?: number
  /** History dates on the wire without milliseconds. */
  wholeSecondDates?: boolean
  /** How long a deployment takes. */
  deployMs?: number
  /** Whether the server knows the deploy history; by default only the current edition does. */
  history?: boolean
  /** Whether the server knows group members and route health; by default only the current edition does. */
  routeHealth?: boolean
  world?: World
  /** Is given one line for each request, when it has ended. */
  log?: (line: string) => void
}

export interface Simulator {
  /** Scheme, host, port and path prefix, without a trailing slash and without `/apiops`. */
  url: string
  /** Live: what a test changes here, the next answer shows. */
  world: World
  /** Every request that arrived, in order. */
  requests: RecordedRequest[]
  /** What was carried out for real, in order. */
  deployments: Deployment[]
  /** Queues a fault; the first queued one that fits a request is used. */
  misbehave: (fault: Fault) => void
  /** Most deployments that were ever under way at once. */
  maxInFlight: number
  /** Ends at once, hanging connections and deployments in the background included. */
  close: () => Promise<void>
}

export interface RecordedRequest {
  method: string
  /** Raw, undecoded, as on the wire, path prefix and query included. */
  path: string
  /** Names in lower case, as node:http gives them. */
  headers: Record<string, string | string[] | undefined>
  rawHeaders: string[]
  body: string
  /** Which connection, counted from 1; with TLS, those whose handshake succeeded. */
  connection: number
  /** Real clock, ms since the epoch. */
  at: number
  call: Call
}

export interface Deployment {
  operation: Operation
  project: string
  group: string
  environment: string
  /** Real clock, ms since the epoch. */
  at: number
}

export type Ending =
  | 'normal'
  | 'reset'
  | 'close'
  | 'silence'
  | 'headers-then-silence'
  | 'cut-length'
  | 'cut-chunked'
  | 'hints-then-reset'
  | 'half-head-then-reset'
  | 'trickle'
  | 'endless'
  | 'not-http'
  | 'early-hints'
  | 'gzip'
  | 'bom'
  | 'twice'

export interface Fault {
  /** Which requests. Without `call` and `method`: deploy and undeploy calls only. */
  on?: { call?: Call; method?: string; group?: string; environment?: string }
  /** How often, 1 by default; `Infinity` is allowed. */
  times?: number
  /** How many matching requests to leave alone first. */
  after?: number
  /** Wait, after the deployment where it lands, before the ending. */
  delayMs?: number
  /** Whether the deployment is carried out all the same: at once, or in the background, counted from the request. */
  lands?: boolean | { afterMs: number }
  ending?: Ending
  /**
   * Instead of the true answer. What is left out stays true, but a `status` without a `body` has an
   * empty one. A `date` of `[]` leaves that header out.
   */
  answer?: {
    status?: number
    headers?: Record<string, string | string[]>
    body?: string | Buffer | object
  }
  /** These pods fail with this detail, though the flags above them say success. */
  pods?: Record<string, string>
}

export interface World {
  tokens: Record<string, Token>
  projects: Record<string, Project>
}

export interface Token {
  user: string
  expired?: boolean
  /** The permission names of both editions, as documented. */
  permissions: string[]
}

export interface Project {
  environments: Record<string, Environment>
  groups: Record<string, Group>
}

export interface Environment {
  type: 'PRODUCTION' | 'SANDBOX' | 'TEST'
  accessUrl: string
  pods: Pod[]
}

export interface Pod {
  name: string
  ip: string
  /** The detail with which every deployment to this pod fails. */
  failing?: string
  /** How long after a deployment its routes are not active yet. */
  staleMs?: number
  /** The `error` with which route health reports this pod. */
  unreachable?: string
}

export interface Group {
  /** Names of its API Proxies. */
  proxies: string[]
  /** The last one given, over all environments. */
  revision: number
  /** The environments it is live on; `at` is the server's clock in ms. */
  deployed: Record<string, { at: number; redeployRequired: boolean }>
  /** Newest first; the wire sorts by revision. */
  history: HistoryRecord[]
}

/** As on the wire. */
export interface HistoryRecord {
  revision: number
  username: string
  date: string
  description: string
  environment: string
  deploy: boolean
  persistent: boolean
}
