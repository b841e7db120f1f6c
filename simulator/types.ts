import type { World } from './world-types.ts'

export type * from './world-types.ts'

/** Which of the two documented API editions the Manager speaks. */
export type Edition = 'first' | 'current'

/**
 * The documented calls; a path or a method that none of them has is `unknown`. `api-proxies` is the
 * list of a group's API Proxies (`proxies/forpromotion`), `older-project-environments` the older
 * path of that list.
 */
export type Call =
  | 'deploy'
  | 'undeploy'
  | 'environments'
  | 'project-environments'
  | 'older-project-environments'
  | 'projects'
  | 'groups'
  | 'history'
  | 'api-proxies'
  | 'route-health'
  | 'health'
  | 'unknown'

export type Operation = 'deploy' | 'undeploy'

/** How a response to a deployment is built; the first edition has `default` alone. */
export type DeploymentShape =
  /** One item per pod (current edition), one per environment (first edition). */
  | 'default'
  /** One item per environment, the pods below it. */
  | 'nested'
  /** `deploymentResult` itself names the environment and has no list. */
  | 'flat'
  /** The result is in `firstFromApiResultList`. */
  | 'first-from-list'

export interface SimulatorOptions {
  /** 0, the default, takes a free port. */
  port?: number
  host?: string
  edition?: Edition
  /** PEM texts; with `clientAuthority` a client certificate of that authority is demanded. */
  tls?: { key: string; cert: string; clientAuthority?: string }
  /** For example `/manager`. */
  pathPrefix?: string
  /** How long a deployment takes. */
  deployMs?: number
  /** Whether the server knows the deploy history; by default only the current edition does. */
  history?: boolean
  /** How many records of a group the server keeps, persistent ones apart; 6 by default. */
  historyLimit?: number
  /** Whether a deployment that failed on a pod leaves a record, too. */
  recordFailures?: boolean
  /**
   * `separate`, the default: a group and its API Proxies have deploy records of their own, so that
   * deploying a group changes nothing in route health. `joined`: it sets its API Proxies' records,
   * and so does an undeployment.
   */
  records?: 'separate' | 'joined'
  /**
   * As Spring Security does by default: an unknown path or method is an empty 403 instead of a 404
   * or 405, and so is a path with `;`, `%2F`, `%5C`, `%25` or `//`.
   */
  springSecurity?: boolean
  /** Whether it knows API Proxies and their route health; by default as with the history. */
  routeHealth?: boolean
  /** Which path lists the environments of a project. */
  projectEnvironments?: 'current' | 'older'
  world?: World
  /** Is given one line for each request, when it has ended. */
  log?: (line: string) => void
}

export interface Simulator extends AsyncDisposable {
  /** Scheme, host, port and path prefix, without a trailing slash and without `/apiops`. */
  url: string
  /** Live: what a test changes here, the next response shows. */
  world: World
  /** Every request that arrived, in order. */
  requests: RecordedRequest[]
  /** The deployments that were committed, in order. */
  deployments: Deployment[]
  /** Queues a fault; the first queued one that fits a request is used. */
  injectFault: (fault: Fault) => void
  /** Most deployments that were ever under way at once. */
  maxInFlight: number
  /** Ends at once, hanging connections included. */
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
  /** Which connection, counted from 1. */
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

/** How a response reaches the client. */
export type Delivery =
  | 'normal'
  /** Nothing arrives: a reset, a closed connection, an open one. */
  | 'reset'
  | 'close'
  | 'silence'
  /** The whole body, without the end of the message. */
  | 'cut-chunked'
  /** Not readable as HTTP. */
  | 'not-http'
  /** Byte by byte, or without an end. */
  | 'trickle'
  | 'endless'
  | 'gzip'

/** What a gateway in front of the Manager does with a request; see gateways.ts. */
export type Gateway =
  | 'nginx-502'
  | 'nginx-503'
  | 'nginx-504'
  | 'nginx-429'
  | 'varnish-503'
  | 'login-page'
  | 'waf-403'
  | 'cache'

/** The statuses with which the Manager itself refuses. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 423 | 429 | 500 | 503

export interface CustomRefusal {
  status: RefusalStatus
  /** Instead of the sentence that belongs to the status, such as a documented "already exists". */
  message?: string
  /**
   * In `retry_after` of the first edition's 429 (60 by default), in a `Retry-After` header
   * otherwise.
   */
  retryAfterSeconds?: number
}

/**
 * Whether a deployment is carried out: not, in the usual time, or in the background so many ms
 * after the request.
 */
export type Commit = boolean | { afterMs: number }

export interface Fault {
  /** Which requests. Without `call`: deploy and undeploy calls only. */
  on?: { call?: Call | 'any'; group?: string | string[]; environment?: string }
  /** How often, 1 by default; `Infinity` is allowed. */
  times?: number
  /** How many matching requests to leave alone first. */
  after?: number
  /**
   * Whether the deployment is carried out all the same. By default: not where the Manager refuses
   * or nothing arrives; where the gateway had passed the request on or repeats it, where Spring
   * fails, and where a response below 300 arrives.
   */
  commits?: Commit
  /** A gateway responds instead of the Manager. */
  gateway?: Gateway
  /** The Manager refuses, in the words of its edition. */
  refusal?: RefusalStatus | CustomRefusal
  /**
   * A gateway sends the request again by itself, and this is the response to that echo: a refusal in
   * the Manager's words, or 200, where the Manager carries it out once more.
   */
  repeated?: 200 | RefusalStatus
  /**
   * An error after the work, as Spring Security lets it out: an empty 403, or a 401 that says `Empty
   * Key!`. With `commits: false` it comes instead of the work.
   */
  springError?: 403 | 401
  /** A list shows no more rows than these, under the `resultCount` of all. */
  rows?: number
  /**
   * Instead of the true response, of the gateway's or of the refusal. What is left out stays, but a
   * `status` without a `body` has an empty one.
   */
  response?: {
    status?: number
    headers?: Record<string, string | string[]>
    body?: string | Buffer | object
  }
  /** These pods fail with this detail, though the flags above them say success. */
  pods?: Record<string, string>
  shape?: DeploymentShape
  /** Optional fields come as null, the other edition's flags included. */
  nulls?: boolean
  delivery?: Delivery
}
