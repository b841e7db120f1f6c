import { parseArgs } from 'node:util'
import { lostDeliveries } from './faults.ts'
import { gateways } from './gateways.ts'
import { parsePodPlace, type PodChange } from './pod-changes.ts'
import { refusalsByStatus } from './refusals.ts'
import { calls } from './routes.ts'
import type { Fault, Gateway, Pod, RefusalStatus, SimulatorOptions } from './types.ts'

/** What a command line asks for. */
export interface CommandLine {
  help: boolean
  /** Whether to serve HTTPS, with a certificate made for the occasion. */
  tls: boolean
  /** The JSON file with the world, where one is given. */
  config: string | undefined
  options: SimulatorOptions
  faults: Fault[]
  /** Changes to make to the pods of the world before it starts. */
  podChanges: PodChange[]
}

const text = { type: 'string' } as const
const texts = { type: 'string', multiple: true } as const

/** All options, as node:util reads them. */
const parsers = {
  help: { type: 'boolean' },
  config: text,
  port: text,
  host: text,
  tls: { type: 'boolean' },
  edition: text,
  'deploy-ms': text,
  records: text,
  'fail-pod': texts,
  stale: texts,
  unreachable: texts,
  orphan: texts,
  'lose-response': text,
  gateway: text,
  refuse: text,
  times: text,
  call: text,
  group: texts,
  environment: text
} as const

const editions = ['first', 'current'] as const
const recordKinds = ['separate', 'joined'] as const
const gatewayNames = Object.keys(gateways) as Gateway[]
const refusalStatuses = Object.keys(refusalsByStatus)

/** The text of `--help`. */
export const help = `npm run simulator -- [options]

The server:

  --help                  print this text
  --config <file>         projects, groups and environments from JSON, as in
                          simulator/world.example.json
  --port <number>         where to listen, 8080 by default; 0 takes a free port
  --host <address>        127.0.0.1 by default; 0.0.0.0 for containers
  --tls                   HTTPS; prints where the certificate of its CA is
  --edition <edition>     ${editions.join(' or ')}, current by default
  --deploy-ms <ms>        how long a deployment takes, 0 by default
  --records <kind>        deploy records of a group and its API Proxies: separate, the default,
                          or joined, where deploying a group deploys its API Proxies as well

Pods; each can be given several times:

  --fail-pod <environment>/<pod>[=detail]      every deployment to this pod fails
  --stale <environment>/<pod>=<ms>             it serves the old state for so long
  --unreachable <environment>/<pod>[=error]    it cannot be probed
  --orphan <environment>/<pod>                 it goes on serving what is undeployed

Faults:

  --lose-response <how>   the deployment is carried out, and its response is lost:
                          ${lostDeliveries.join(', ')}
  --gateway <name>        a gateway responds:
                          ${gatewayNames.join(', ')}
  --refuse <status>       the Manager refuses:
                          ${refusalStatuses.join(', ')}

When and for what the faults happen:

  --times <number>        how often, always by default
  --call <call>           for which requests, deployments by default:
                          ${['any', ...calls].join(', ')}
  --group <name>          for this group alone; can be given several times
  --environment <name>    for this environment alone
`

/** Reads a command line. Throws an error that names the option and what it takes. */
export function parseCommandLine(args: string[]): CommandLine {
  const { values } = parseArgs({ args, options: parsers })
  const { port = '8080', host, edition, 'deploy-ms': deployMs = '0', records = 'separate' } = values
  return {
    help: values.help ?? false,
    tls: values.tls ?? false,
    config: values.config,
    options: {
      port: parseNumber('--port', port, 65_535),
      ...(host !== undefined && { host }),
      ...(edition !== undefined && { edition: choose('--edition', edition, editions) }),
      deployMs: parseNumber('--deploy-ms', deployMs, 3_600_000),
      records: choose('--records', records, recordKinds)
    },
    faults: readFaults(values),
    podChanges: [
      ...changesOf('--fail-pod', values['fail-pod'], detail => ({
        failing: detail ?? 'Connection refused by worker'
      })),
      ...changesOf('--stale', values.stale, ms => ({
        staleMs: parseNumber('--stale', ms ?? '', 86_400_000)
      })),
      ...changesOf('--unreachable', values.unreachable, error => ({
        unreachable: error ?? 'Connection timed out'
      })),
      ...changesOf('--orphan', values.orphan, () => ({ keepsServing: true }))
    ]
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof parsers }>>['values']

function readFaults(values: Values): Fault[] {
  const { 'lose-response': loss, gateway, refuse, times, call, group, environment } = values
  const faults: Fault[] = []
  if (loss !== undefined) {
    faults.push({ delivery: choose('--lose-response', loss, lostDeliveries), commits: true })
  }
  if (gateway !== undefined) {
    faults.push({ gateway: choose('--gateway', gateway, gatewayNames) })
  }
  if (refuse !== undefined) {
    const status = Number(choose('--refuse', refuse, refusalStatuses))
    faults.push({ refusal: status as RefusalStatus })
  }
  const on = {
    ...(call !== undefined && { call: choose('--call', call, ['any' as const, ...calls]) }),
    ...(group !== undefined && { group }),
    ...(environment !== undefined && { environment })
  }
  if (faults.length === 0 && (times !== undefined || Object.keys(on).length > 0)) {
    throw new Error('--times, --call, --group and --environment need --refuse or another fault')
  }
  const common = { on, times: times === undefined ? Infinity : parseNumber('--times', times, 1e6) }
  return faults.map(fault => ({ ...fault, ...common }))
}

function changesOf(
  option: string,
  values: string[] = [],
  createChange: (detail: string | undefined) => Partial<Pod>
): PodChange[] {
  return values.map(value => {
    const { detail, ...place } = parsePodPlace(option, value)
    return { ...place, option, change: createChange(detail) }
  })
}

function choose<T extends string>(option: string, value: string, values: readonly T[]): T {
  const found = values.find(one => one === value)
  if (found === undefined) {
    throw new Error(`${option} takes one of ${values.join(', ')}`)
  }
  return found
}

function parseNumber(option: string, value: string, max: number): number {
  if (!/^\d+$/.test(value) || Number(value) > max) {
    throw new Error(`${option} takes a whole number from 0 to ${max}`)
  }
  return Number(value)
}
