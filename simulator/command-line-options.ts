import { parsePodPlace, POD_PLACE, type PodChange } from './pod-changes.ts'
import type {
  Call,
  Commit,
  Delivery,
  DeploymentShape,
  Edition,
  Fault,
  Gateway,
  Pod,
  RefusalStatus,
  SimulatorOptions
} from './types.ts'

/** What a command line asks for. */
export interface CommandLine {
  help: boolean
  /** The JSON file with the world, where one is given. */
  config?: string
  options: SimulatorOptions
  faults: Fault[]
  /** Changes to make to the pods of the world before it starts. */
  podChanges: PodChange[]
}

/** A command line while it is read. */
export interface Draft extends CommandLine {
  /** What all faults have in common. */
  common: Fault
}

/** One option of the command line. */
export interface Option {
  /** How the value is shown; a flag has none. */
  value?: string
  /** The value where the option stands alone. */
  whenAlone?: string
  repeatable?: boolean
  help: string
  apply: (draft: Draft, value: string, name: string) => void
}

const editions: Edition[] = ['first', 'current']
const shapes: DeploymentShape[] = [
  'default',
  'nested',
  'flat',
  'first-from-list',
  'unnamed',
  'message-only'
]
const losses: Delivery[] = [
  'close',
  'reset',
  'silence',
  'headers-then-silence',
  'cut-length',
  'cut-body',
  'malformed-head',
  'large-head',
  'trickle'
]
const calls: (Call | 'any')[] = [
  'any',
  'deploy',
  'undeploy',
  'environments',
  'project-environments',
  'groups',
  'history',
  'api-proxies',
  'route-health'
]
const refusalStatuses: RefusalStatus[] = [400, 401, 403, 404, 409, 423, 429, 500, 503]

/** The gateways by their names, and by the status that a user sees in the log. */
const gatewayNames: Record<string, Gateway> = {
  '302': 'sorry-page',
  '308': 'https-redirect',
  '403': 'waf-403',
  '429': 'nginx-429',
  '500': 'apache-ajp',
  '502': 'nginx-502',
  '503': 'varnish-503',
  '504': 'nginx-504',
  'nginx-503': 'nginx-503',
  'apache-502': 'apache-502',
  'envoy-503': 'envoy-503',
  'varnish-pass': 'varnish-pass',
  'login-page': 'login-page',
  cache: 'cache'
}

const server: Record<string, Option> = {
  help: { help: 'print this text', apply: draft => (draft.help = true) },
  config: {
    value: '<file>',
    help: 'tokens, projects, groups and environments from JSON, as in simulator/world.example.json',
    apply: (draft, value) => (draft.config = value)
  },
  port: {
    value: '<number>',
    help: 'where to listen, 8080 by default; 0 takes a free port',
    apply: ({ options }, value, name) => (options.port = parseNumber(name, value, 65_535))
  },
  host: {
    value: '<address>',
    help: '127.0.0.1 by default; 0.0.0.0 for containers',
    apply: ({ options }, value) => (options.host = value)
  },
  'path-prefix': {
    value: '<path>',
    help: 'before /apiops, for example /manager',
    apply: ({ options }, value) => (options.pathPrefix = value)
  },
  edition: {
    value: editions.join('|'),
    help: 'which edition of the API, current by default',
    apply: ({ options }, value, name) => (options.edition = choose(name, value, editions))
  },
  'deploy-ms': {
    value: '<ms>',
    help: 'how long a deployment takes, 0 by default',
    apply: ({ options }, value, name) => (options.deployMs = parseNumber(name, value, 3_600_000))
  },
  history: {
    value: 'on|off',
    help: 'whether the server knows the deploy history',
    apply: ({ options }, value, name) => (options.history = parseSwitch(name, value))
  },
  'history-limit': {
    value: '<number>',
    help: 'how many records it keeps of a group, 6 by default',
    apply: ({ options }, value, name) => (options.historyLimit = parseNumber(name, value, 10_000))
  },
  'record-failures': {
    help: 'failed deployments leave a record, too',
    apply: ({ options }) => (options.recordFailures = true)
  },
  'route-health': {
    value: 'on|off',
    help: 'whether the server knows API Proxies and their route health',
    apply: ({ options }, value, name) => (options.routeHealth = parseSwitch(name, value))
  },
  shape: {
    value: '<shape>',
    help: `how responses to deployments are built: ${shapes.join(', ')}`,
    apply: ({ options }, value, name) => (options.deploymentShape = choose(name, value, shapes))
  },
  nulls: {
    help: 'optional fields come as null instead of not at all',
    apply: ({ options }) => (options.nulls = true)
  }
}

const pods: Record<string, Option> = {
  'fail-pod': {
    value: `${POD_PLACE}[=detail]`,
    repeatable: true,
    help: 'every deployment to this pod fails',
    apply: changePod(detail => ({ failing: detail ?? 'Connection refused by worker' }))
  },
  stale: {
    value: `${POD_PLACE}=<ms>`,
    repeatable: true,
    help: 'after a deployment this pod serves the old state for so long',
    apply: changePod((ms, name) => ({ staleMs: parseNumber(name, ms ?? '', 86_400_000) }))
  },
  unreachable: {
    value: `${POD_PLACE}[=error]`,
    repeatable: true,
    help: 'this pod cannot be probed',
    apply: changePod(error => ({ unreachable: error ?? 'Connection timed out' }))
  },
  orphan: {
    value: POD_PLACE,
    repeatable: true,
    help: 'this pod goes on serving what is undeployed',
    apply: changePod(() => ({ keepsServing: true }))
  }
}

/** The options that make a fault. */
export const faults: Record<string, Option> = {
  'lose-response': {
    value: `[${losses.join('|')}]`,
    whenAlone: 'close',
    help: 'the deployment is carried out, and its response is lost',
    apply: ({ faults }, value, name) =>
      faults.push({ delivery: choose(name, value, losses), commits: true })
  },
  gateway: {
    value: '<status or name>',
    help: `a gateway responds: ${Object.keys(gatewayNames).join(', ')}`,
    apply: ({ faults }, value, name) => {
      const gateway = gatewayNames[choose(name, value, Object.keys(gatewayNames))]
      faults.push(gateway === undefined ? {} : { gateway })
    }
  },
  refuse: {
    value: '<status>',
    help: `the Manager refuses: ${refusalStatuses.join(', ')}`,
    apply: ({ faults }, value, name) => {
      const status = choose(name, value, refusalStatuses.map(String))
      const refusal = refusalStatuses.find(one => String(one) === status)
      faults.push(refusal === undefined ? {} : { refusal })
    }
  }
}

/** The options that say when and for what the faults happen. */
export const filters: Record<string, Option> = {
  times: {
    value: '<number>',
    help: 'how often it happens, always by default',
    apply: ({ common }, value, name) => (common.times = parseNumber(name, value, 1_000_000))
  },
  after: {
    value: '<number>',
    help: 'how many requests are left alone first',
    apply: ({ common }, value, name) => (common.after = parseNumber(name, value, 1_000_000))
  },
  call: {
    value: '<call>',
    help: `for which requests, deployments by default: ${calls.join(', ')}`,
    apply: ({ common }, value, name) =>
      (common.on = { ...common.on, call: choose(name, value, calls) })
  },
  group: {
    value: '<name>',
    help: 'for this group alone',
    apply: ({ common }, value) => (common.on = { ...common.on, group: value })
  },
  environment: {
    value: '<name>',
    help: 'for this environment alone',
    apply: ({ common }, value) => (common.on = { ...common.on, environment: value })
  },
  'delay-ms': {
    value: '<ms>',
    help: 'how long the client waits first',
    apply: ({ common }, value, name) => (common.delayMs = parseNumber(name, value, 3_600_000))
  },
  commits: {
    value: 'yes|no|<ms>',
    help: 'whether, or how much later, the deployment is carried out all the same',
    apply: ({ common }, value, name) => (common.commits = parseCommit(name, value))
  }
}

/** All options, as the help lists them. */
export const sections: [title: string, options: Record<string, Option>][] = [
  ['The server', server],
  ['Pods; each can be given several times', pods],
  ['Faults', faults],
  ['When and for what the faults happen', filters]
]

/** All options by their names. */
export const allOptions: Record<string, Option> = { ...server, ...pods, ...faults, ...filters }

function changePod(
  changeFor: (detail: string | undefined, name: string) => Partial<Pod>
): Option['apply'] {
  return ({ podChanges }, value, name) => {
    const { detail, ...place } = parsePodPlace(name, value)
    podChanges.push({ ...place, option: name, change: changeFor(detail, name) })
  }
}

function choose<T extends string>(option: string, value: string, values: readonly T[]): T {
  const found = values.find(one => one === value)
  if (found === undefined) {
    throw new Error(`${option} takes one of ${values.join(', ')}`)
  }
  return found
}

function parseSwitch(option: string, value: string): boolean {
  return choose(option, value, ['on', 'off']) === 'on'
}

function parseCommit(option: string, value: string): Commit {
  if (value === 'yes' || value === 'no') {
    return value === 'yes'
  }
  return { afterMs: parseNumber(option, value, 3_600_000) }
}

function parseNumber(option: string, value: string, max: number): number {
  if (!/^\d+$/.test(value) || Number(value) > max) {
    throw new Error(`${option} takes a whole number from 0 to ${max}`)
  }
  return Number(value)
}
