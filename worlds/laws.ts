/** The seven laws of the gate, checked after every run against the books of the model. */
import { isSame, listCases, type Case } from './cases.ts'
import { claims } from './claims.ts'
import { environmentNames, groupNames, hasRouteHealth, isChange } from './model.ts'
import { broken, premise, type Note } from './notes.ts'
import { atMostOnce, greenMeansLive, redIsTrue, unknownIsHonest } from './outcome-laws.ts'
import type { Exchange } from './path.ts'
import { askedEnvironments, askedGroups, type Played } from './play.ts'
import { findStart, minLookupMs } from './readings.ts'
import type { World } from './world.ts'

type Law = (world: World, played: Played, cases: Case[]) => Iterable<Note>

/** A law of single outcomes. */
const ofEach =
  (check: (one: Case) => Iterable<Note>): Law =>
  (_world, _played, cases) =>
    cases.flatMap(one => [...check(one)])

/** 5. Nothing by halves. */
function* nothingByHalves(world: World, { exchanges, endedAt = Infinity }: Played): Iterable<Note> {
  const sent = exchanges.filter(one => isChange(one) && one.left)
  if (!canReadUntil(world, sent[0]?.at ?? endedAt)) {
    return
  }
  const { asked, manager } = world
  const isSingle = asked.groups.length * asked.environments.length === 1
  const groups = askedGroups(world).map(name => compare(name, groupNames))
  const environments = askedEnvironments(world).map(name => compare(name, environmentNames))
  const names = new Set([...groups, ...environments])
  if (names.has('missing') && !isSingle) {
    yield premise('a name that does not exist')
    if (sent.length > 0) {
      yield broken('a name does not exist, and something was sent')
    }
  } else if (names.has('other form') && !isSingle) {
    yield premise('a name in another Unicode form')
    if (sent.some(one => !groupNames.includes(one.group) || !isEnvironment(one))) {
      yield broken('a name was sent in another form than the Manager’s')
    }
  } else if (asked.verify === 'routes' && !hasRouteHealth(manager.version) && names.size === 1) {
    yield premise('routes, which the server cannot tell')
    if (sent.length > 0) {
      yield broken('the server cannot verify routes, and something was sent')
    }
  }
}

function compare(name: string, listed: readonly string[]): 'listed' | 'other form' | 'missing' {
  if (listed.includes(name)) {
    return 'listed'
  }
  return listed.some(one => isSame(one, name)) ? 'other form' : 'missing'
}

function isEnvironment({ environment }: Exchange): boolean {
  return environmentNames.includes(environment)
}

/** Whether all lists can be read, and are true, until something is sent. */
function canReadUntil({ asked, manager, path, troubles, cancelAt }: World, firstAt: number) {
  const isWrite = asked.operation === 'deploy' || asked.operation === 'undeploy'
  const isAllowed = ['all', 'view'].includes(manager.permission)
  const isTrue = manager.lagMs === 0 && path.cachesMs === 0
  const isQuiet = cancelAt === Infinity && !troubles.some(({ from }) => from <= firstAt + 10)
  return isWrite && isAllowed && isTrue && isQuiet
}

/** 6. It ends. */
function* itEnds(world: World, { endedAt, crash, exchanges, texts }: Played): Iterable<Note> {
  yield premise('it ends')
  if (crash !== undefined || texts.some(text => text.includes('The action crashed'))) {
    yield broken(`it crashed: ${String(crash)}`)
  } else if (endedAt === undefined) {
    yield broken('it never ended')
  } else if (endedAt > limitOf(world, exchanges)) {
    yield broken('it took longer than its limits allow')
  }
  if (endedAt !== undefined && endedAt >= world.cancelAt) {
    yield premise('cancelled')
    if (endedAt > world.cancelAt + 7_500) {
      yield broken('cancelled, it took longer than 7.5 s')
    }
  }
}

/** A look, at most, after the end of the time that is given for looking. */
const lastLookMs = 30_000
const spareMs = 20_000

/** The longest that a run may take. */
function limitOf({ asked, troubles }: World, exchanges: Exchange[]): number {
  const { operation, timeoutMs, retryTimeoutMs, verifyTimeoutMs, groups, environments } = asked
  const call = retryTimeoutMs + timeoutMs
  const verification = verifyTimeoutMs + 2 * lastLookMs
  const lookup = Math.max(timeoutMs, minLookupMs) + minLookupMs + 3 * lastLookMs
  const change = call + timeoutMs + lookup + verification + spareMs
  const turns = Math.ceil(groups.length / asked.maxParallel)
  const perWave = {
    deploy: turns * change,
    undeploy: turns * change,
    check: turns * 2 * call,
    // The groups of an environment are looked at side by side.
    verify: verification
  }
  const foundAt = findStart({ exchanges })?.endedAt ?? call
  const lists = troubles.length > 0 ? call : 0
  return foundAt + lists + environments.length * perWave[operation] + spareMs
}

/** 7. Everything is reported. */
function* everythingIsReported(world: World, played: Played, cases: Case[]): Iterable<Note> {
  const { outcomes, result, crash, endedAt } = played
  if (crash !== undefined || endedAt === undefined) {
    return
  }
  const planned = askedEnvironments(world).flatMap(environment =>
    askedGroups(world).map(group => `${group} on ${environment}`)
  )
  const told = outcomes.map(({ target }) => `${target.group} on ${target.environment}`)
  if (planned.join() !== told.join()) {
    yield broken('there is not one outcome for each target, in their order')
  }
  const isGreen = outcomes.every(({ status }) =>
    ['succeeded', 'current', 'pending'].includes(status)
  )
  if ((result === 'success') !== (isGreen && world.cancelAt > endedAt)) {
    yield broken(`the result is ${result}, which the outcomes are not`)
  }
  for (const one of cases) {
    for (const [name, { says, isTrue }] of Object.entries(claims)) {
      if (says.test(one.text)) {
        yield premise(`says: ${name}`)
        if (!isTrue(one)) {
          yield broken(`“${name}” is not true`)
        }
      }
    }
  }
}

/** Each law, with the premises that have to occur for it to be tested. */
const laws: Record<string, { check: Law; premises: readonly string[] }> = {
  '1 green means live': {
    check: ofEach(greenMeansLive),
    premises: [
      'deployed',
      'undeployed',
      'deployed, by proof',
      'undeployed, by proof',
      'deployed and verified',
      'undeployed and verified',
      'routes verified',
      'current (current)',
      'current (checked)',
      'verified'
    ]
  },
  '2 at most once': { check: ofEach(atMostOnce), premises: ['sent again'] },
  '3 red is true': {
    check: ofEach(redIsTrue),
    premises: [
      'nothing was sent',
      'failed, not verified',
      'failed after a request',
      'failed before any request'
    ]
  },
  '4 unknown is honest': {
    check: ofEach(unknownIsHonest),
    premises: ['unknown', 'unknown, with a record']
  },
  '5 nothing by halves': {
    check: nothingByHalves,
    premises: [
      'a name that does not exist',
      'a name in another Unicode form',
      'routes, which the server cannot tell'
    ]
  },
  '6 it ends': { check: itEnds, premises: ['it ends', 'cancelled'] },
  '7 everything is reported': {
    check: everythingIsReported,
    premises: Object.keys(claims).map(claim => `says: ${claim}`)
  }
}

/** All premises of all laws, as they are counted. */
export const expectations = Object.entries(laws).flatMap(([law, { premises }]) =>
  premises.map(what => `premise: ${law}: ${what}`)
)

export type JudgedNote = Note & { law: string }

/** What each law says of a world that was played. */
export function judge(world: World, played: Played): JudgedNote[] {
  const cases = listCases(world, played)
  return Object.entries(laws).flatMap(([law, { check }]) =>
    [...check(world, played, cases)].map(note => ({ ...note, law }))
  )
}
