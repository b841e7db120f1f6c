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
  | 'deploy-status'
  | 'deploy-api-proxy'
  | 'undeploy-api-proxy'
  | 'health'
  | 'hello'
  | 'unknown'

export type Operation = 'deploy' | 'undeploy'

/**
 * How a response to a deployment is built. All are documented or follow from the recursive type of
 * `deploymentResult`. The first edition knows `default`, `flat` and `unnamed`; the others are
 * `default` there.
 */
export type DeploymentShape =
  /** One item per pod (current edition), one per environment (first edition). */
  | 'default'
  /** One item per environment, the pods below it. */
  | 'nested'
  /** `deploymentResult` itself names the environment and has no list. */
  | 'flat'
  /** The result is in `firstFromApiResultList`. */
  | 'first-from-list'
  /** The items name no environment: `envName` is empty. */
  | 'unnamed'
  /**
   * No `deploymentResult`: `SUCCESS`, and `resultMessage` alone tells whether the deployment
   * failed.
   */
  | 'message-only'

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
  /**
   * What the server does with the body of a deployment. By default the first edition refuses and
   * the current one reads it; servers of December 2025 have the current shape and may not read it.
   */
  requestBody?: 'read' | 'ignored' | 'refused'
  /** Whether the server knows the deploy history; by default only the current edition does. */
  history?: boolean
  /** How many records of a group the server keeps, persistent ones apart; 6 by default. */
  historyLimit?: number
  /** Whether a deployment that failed on a pod leaves a record, too. */
  recordFailures?: boolean
  /**
   * Whether the server knows API Proxies, their route health and deploy status; by default only the
   * current edition does.
   */
  routeHealth?: boolean
  /** Which path lists the environments of a project; `older` servers have only the older one. */
  projectEnvironments?: 'current' | 'older' | 'both'
  /**
   * Which wording of a missing project the current edition has; the first always says `is not found
   * or ...`.
   */
  missingProject?: 'not-found' | 'not-found-or-no-privilege'
  deploymentShape?: DeploymentShape
  /**
   * Whether optional fields, the other edition's flags included, come as null instead of not at
   * all.
   */
  nulls?: boolean
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

/** How a response reaches the client. */
export type Delivery =
  | 'normal'
  /** Nothing arrives: a reset, a closed connection, an open one. */
  | 'reset'
  | 'close'
  | 'silence'
  /** Something arrives before that. */
  | 'headers-then-silence'
  | 'early-hints-then-reset'
  | 'partial-head-then-reset'
  /** The message ends before its announced end. */
  | 'cut-length'
  | 'cut-chunked'
  /** The message is complete, its JSON is not: how nginx passes on a body that was cut upstream. */
  | 'cut-body'
  /** Not readable as HTTP, or not by every client. */
  | 'not-http'
  | 'malformed-head'
  | 'large-head'
  /** Byte by byte, or without an end. */
  | 'trickle'
  | 'endless'
  /** Odd, and all there. */
  | 'early-hints'
  | 'gzip'
  | 'bom'
  | 'iso-8859-9'
  | 'content-encoding-utf-8'
  | 'twice'

/** What a gateway in front of the Manager does with a request; see gateways.ts. */
export type Gateway =
  | 'nginx-502'
  | 'nginx-503'
  | 'nginx-504'
  | 'nginx-429'
  | 'varnish-503'
  | 'varnish-pass'
  | 'apache-502'
  | 'apache-ajp'
  | 'envoy-503'
  | 'sorry-page'
  | 'https-redirect'
  | 'login-page'
  | 'waf-403'
  | 'cache'

/** The statuses with which the Manager itself refuses. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 423 | 429 | 500 | 503

export interface CustomRefusal {
  status: RefusalStatus
  /** Instead of the sentence that belongs to the status. */
  message?: string
  /**
   * In `retry_after` of the first edition's 429 (60 by default), in a `Retry-After` header
   * otherwise.
   */
  retryAfterSeconds?: number
  /** `spring`: the error JSON of the framework, without the Manager's words. */
  format?: 'manager' | 'spring'
}

/**
 * Whether a deployment is carried out: not, in the usual time, or in the background so many ms
 * after the request.
 */
export type Commit = boolean | { afterMs: number }

export interface Fault {
  /** Which requests. Without `call` and `method`: deploy and undeploy calls only. */
  on?: {
    call?: Call | 'any'
    method?: string
    project?: string
    group?: string
    proxy?: string
    environment?: string
  }
  /** How often, 1 by default; `Infinity` is allowed. */
  times?: number
  /** How many matching requests to leave alone first. */
  after?: number
  /** Wait, after the deployment where it commits, before the delivery. */
  delayMs?: number
  /**
   * Whether the deployment is carried out all the same. By default: not where the Manager refuses
   * or nothing arrives, where the gateway had passed the request on, and where a response below 300
   * arrives.
   */
  commits?: Commit
  /** A gateway responds instead of the Manager. */
  gateway?: Gateway
  /** The Manager refuses, in the words of its edition. */
  refusal?: RefusalStatus | CustomRefusal
  /**
   * Instead of the true response, of the gateway's or of the refusal. What is left out stays, but a
   * `status` without a `body` has an empty one. A `date` of `[]` leaves that header out.
   */
  response?: {
    status?: number
    headers?: Record<string, string | string[]>
    body?: string | Buffer | object
  }
  /** These pods fail with this detail, though the flags above them say success. */
  pods?: Record<string, string>
  /** As the options of the same names, for this response alone. */
  shape?: DeploymentShape
  nulls?: boolean
  delivery?: Delivery
}
