/**
 * Worlds, as data: drawn and shrunk by fast-check. Of each trait, what is usual and harmless stands first, because that
 * is what remains of a world that is shrunk. All times are in ms since the run began.
 */
import fc from 'fast-check'
import { sayings } from './sayings.ts'

const { array, boolean, record } = fc

/** One of some values, shrunk to the first. */
function pick<const Values extends readonly unknown[]>(...values: Values) {
  return fc.constantFrom<Values[number][]>(...values)
}

/** The first, as often as all others together times a number. */
function mostly<const Values extends readonly unknown[]>(times: number, ...values: Values) {
  const [usual, ...others]: readonly Values[number][] = values
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constant(usual), weight: times },
    { arbitrary: fc.constantFrom(...others), weight: 1 }
  )
}

/** One or two, so often; none, three times. */
function maybe<Value>(times: number, arbitrary: fc.Arbitrary<Value>) {
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constant<Value[]>([]), weight: 3 },
    { arbitrary: array(arbitrary, { minLength: 1, maxLength: 2 }), weight: times }
  )
}

/** Names by their place in the Manager's lists, and how the user writes them. */
const names = (count: number) =>
  fc.uniqueArray(
    record({
      index: fc.nat(count - 1),
      spelling: mostly(12, 'as listed', 'other form', 'mistyped', 'other case')
    }),
    { minLength: 1, maxLength: count, selector: ({ index }) => index }
  )

const asked = record({
  operation: mostly(1, 'deploy', 'deploy', 'undeploy', 'undeploy', 'verify', 'check'),
  groups: names(4),
  environments: names(3),
  verify: mostly(2, 'none', 'environment', 'routes', 'routes'),
  skipIfCurrent: mostly(3, false, true),
  failFast: boolean(),
  maxParallel: pick(1, 2, 4),
  description: pick(undefined, 'v2.1'),
  timeoutMs: pick(600_000, 30_000, 5_000),
  retryTimeoutMs: pick(300_000, 0, 10_000),
  verifyTimeoutMs: pick(120_000, 20_000)
})

const manager = record({
  version: mostly(1, '2026.09', '2026.09', '2026.04.2', '2026.04.2', '2025.12', 'first'),
  /** How many records a group's history keeps. */
  keeps: pick(6, 20, 1, 2),
  /** When a record can be read: when the work is done, as it begins, or so long after it is done. */
  recorded: mostly(2, 'after', 'before', 3_000, 100_000),
  recordsFailures: boolean(),
  /** What becomes of a description. */
  description: mostly(3, 'kept', 'upper case', 'prefixed', 'cut', 'dropped'),
  /** Whether deploying a group deploys its API Proxies as well; else their deployments are their own. */
  joined: boolean(),
  /** Which API Proxies are deployed by themselves, where they are not joined. */
  own: pick('none', 'all', 'some'),
  /** Every second read comes from a replica that is so far behind. */
  lagMs: mostly(5, 0, 1_000, 10_000),
  /** What a change meets while another one of the same group is in progress: it waits, or is refused. */
  lock: pick(409, 'queue', 423, 503),
  workMs: pick(50, 3_000, 70_000),
  pods: pick(2, 1, 3),
  /** How long after the work a pod serves what was deployed. */
  activationMs: pick(0, 1_500, 60_000),
  /** So many pods are dead: they serve nothing, and say nothing. */
  silentPods: mostly(5, 0, 1),
  podError: mostly(5, undefined, 'network failure', 'proxy not loaded'),
  /** A pod goes on to serve what was undeployed. */
  orphans: mostly(3, false, true),
  /** How route-health names pods: as the report on a deployment does, or otherwise. */
  podAddress: mostly(2, 'ip', 'host'),
  /** How a path is answered that this version does not have. */
  unknownPath: pick('empty 404', 'Spring 404', 'empty 403'),
  permission: mostly(15, 'all', 'view', 'deploy only', 'none'),
  restartMs: pick(120_000, 5_000)
})

/** What stands between. */
const path = record({
  /** How long a gateway waits for the answer to a change, and what it answers then. */
  patienceMs: mostly(3, Infinity, 60_000, 2_000),
  impatient: pick('gateway 504', 'gateway 502', 'gateway 503', 'gateway 302', 'gateway 200'),
  /** When it sends a change once more, if it has no answer or a broken one. The second answer then counts. */
  repeatsAfterMs: mostly(3, Infinity, 1_000, 20_000),
  /** How long it keeps the response to a read. */
  cachesMs: mostly(5, 0, 4_000, 60_000),
  /** A balancer forgets a connection that is idle for so long: the answer never arrives. */
  forgetsAfterMs: mostly(6, Infinity, 50_000)
})

/** What becomes of our nth change, at which step. */
const fates = Object.entries(sayings).flatMap(([saying, { when }]) =>
  when.filter(step => step !== 'read').map(step => ({ step, saying }))
)
const fate = fc
  .tuple(pick(0, 0, 1, 2), fc.constantFrom(...fates))
  .map(([nth, what]) => ({ nth, ...what }))

const lists = ['group environments', 'groups', 'environments', 'API Proxies'] as const
const outages = ['unreachable', 'gateway 503', 'silence', 'gateway 429', 'empty 403', 'Empty Key!']
const readSayings = Object.keys(sayings).filter(saying => sayings[saying]?.when.includes('read'))

/** What requests meet for a while. */
function draw<const Calls extends readonly string[]>(of: Calls, from: string[], lasts: number[]) {
  return record({
    of: pick(...of),
    from: pick(10, 0, 60, 4_000, 65_000),
    lasts: pick(...lasts),
    saying: pick(...from)
  })
}
const aWhile = [2_000, 35_000, 200_000, Infinity]
/** What a token may not do, it may not do later. */
const isForGood = (saying: string) => /permission|token/.test(sayings[saying]?.says ?? '')
const trouble = fc.oneof(
  draw(
    ['reads', 'history', 'route health', ...lists],
    readSayings.filter(saying => !isForGood(saying)),
    aWhile
  ),
  draw(['all'], outages, aWhile),
  draw(['all', 'reads', 'history'], readSayings.filter(isForGood), [Infinity])
)

/** Somebody else acts. */
const other = record({
  at: pick(0, 3, 20, 1_000, 5_000, 70_000),
  group: fc.nat(3),
  environment: fc.nat(2),
  does: pick('deploy', 'undeploy', 'edit')
})

const state = mostly(3, 'deployed', 'never deployed', 'undeployed', 'changed')

export const worlds = record({
  /** What chance is made of in this world. */
  seed: fc.nat(),
  asked,
  manager,
  /** Of each group on each environment, before the run. */
  before: array(state, { minLength: 12, maxLength: 12 }),
  path,
  fates: maybe(9, fate),
  troubles: maybe(3, trouble),
  others: maybe(1, other),
  cancelAt: mostly(8, Infinity, 1, 5, 500, 3_100, 20_000, 80_000)
})

type Drawn<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never

export type World = Drawn<typeof worlds>
export type Name = Drawn<ReturnType<typeof names>>[number]
export type Fate = Drawn<typeof fate>
export type Trouble = Drawn<typeof trouble>
export type Other = Drawn<typeof other>
