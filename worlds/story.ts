/** Tells a world as a story. */
import { askedEnvironments, askedGroups, type Played } from './play.ts'
import { environmentNames, groupNames } from './model.ts'
import type { World } from './world.ts'

/** What is not worth telling: the first value of each trait. */
const usual = {
  manager: {
    version: '2026.09',
    keeps: 6,
    recorded: 'after',
    recordsFailures: false,
    description: 'kept',
    joined: false,
    own: 'none',
    lagMs: 0,
    lock: 409,
    workMs: 50,
    pods: 2,
    activationMs: 0,
    silentPods: 0,
    orphans: false,
    podAddress: 'ip',
    unknownPath: 'empty 404',
    permission: 'all',
    restartMs: 120_000
  },
  path: {
    patienceMs: Infinity,
    impatient: 'gateway 504',
    repeatsAfterMs: Infinity,
    cachesMs: 0,
    forgetsAfterMs: Infinity
  },
  asked: {
    verify: 'none',
    skipIfCurrent: false,
    failFast: false,
    maxParallel: 1,
    timeoutMs: 600_000,
    retryTimeoutMs: 300_000,
    verifyTimeoutMs: 120_000
  }
}

const time = (at: number) => `${(at / 1000).toFixed(3)} s`

/** What was asked, what happened in which order, what the gate said, what was true. */
export function describeWorld(world: World, played: Played, title: string): string {
  const { operation, verify, skipIfCurrent, failFast, maxParallel, ...times } = world.asked
  const { timeoutMs, retryTimeoutMs, verifyTimeoutMs, description } = times
  const options = { verify, skipIfCurrent, failFast, maxParallel, description }
  const limits = { timeoutMs, retryTimeoutMs, verifyTimeoutMs }
  const names = `${askedGroups(world).join(', ')} on ${askedEnvironments(world).join(', ')}`
  const faults = [...world.fates, ...world.troubles, ...world.others].map(one => listTraits(one))
  const end = played.endedAt === undefined ? 'never' : time(played.endedAt)
  return [
    title,
    `  asked: ${operation} ${names}; ${listTraits({ ...options, ...limits }, usual.asked)}`,
    `  Manager: ${listTraits(world.manager, usual.manager) || 'as usual'}`,
    `  between: ${listTraits(world.path, usual.path) || 'nothing'}`,
    `  faults: ${faults.join('; ') || 'none'}`,
    ...shorten(played.log.map(({ at, what }) => `  ${time(at)} ${what}`)),
    `  the gate said (${played.result}, ${end}): ${played.message}`,
    `  true was: ${listTruth(world, played).join('; ')}`
  ].join('\n')
}

function listTraits(traits: object, usual: object = {}): string {
  const given = new Map<string, unknown>(Object.entries(usual))
  return Object.entries(traits)
    .filter(([name, value]) => value !== undefined && value !== given.get(name))
    .map(([name, value]) => (value === true ? name : `${name} ${String(value)}`))
    .join(', ')
}

/** A poll's many looks are not told one by one. */
function shorten(lines: string[]): string[] {
  const told = new Map<string, string>()
  for (const line of lines) {
    const [, what = line] = line.split(/ s request \d+, /)
    const first = told.get(what)
    // The first time stands, with how often it was so again.
    told.set(what, first === undefined ? line : `${first.replace(/ …$/, '')} …`)
  }
  const kept = [...told.values()]
  return kept.length <= 14 ? kept : [...kept.slice(0, 8), '  …', ...kept.slice(-6)]
}

function listTruth({ asked, before }: World, { manager }: Played): string[] {
  return asked.groups.flatMap(({ index: row }) =>
    asked.environments.map(({ index: column }) => {
      const group = groupNames[row] ?? ''
      const environment = environmentNames[column] ?? ''
      const was = before[row * environmentNames.length + column] ?? ''
      const carried = manager.changes
        .filter(change => change.group === group && change.environment === environment)
        .filter(({ result }) => result !== 'refused')
        .map(({ by, operation, result, at }) => `${operation} of ${by} at ${time(at)} ${result}`)
      const { deployed, current } = manager.stateAt(group, environment, Infinity) ?? {}
      return (
        `${group} on ${environment} was ${was}, ${carried.join(', ') || 'nothing was carried out'}, ` +
        `in the end ${deployed ? '' : 'not '}deployed${current ? ', current' : ''}`
      )
    })
  )
}
