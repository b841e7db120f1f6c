/** Plays a world: the gate as it is, against the model, in virtual time. */
import type * as clientModule from '../src/apinizer/client.ts'
import type * as cacheModule from '../src/deploy/listing-cache.ts'
import type * as outcomeModule from '../src/deploy/outcome.ts'
import type { Outcome, Result } from '../src/deploy/outcome.ts'
import type * as runModule from '../src/deploy/run.ts'
import type * as sentencesModule from '../src/report/sentences.ts'
import { after, installClock, now, passTime, resetClock } from './clock.ts'
import { createManager, environmentNames, groupNames, project, type Manager } from './model.ts'
import { createClient } from './client.ts'
import type { Exchange } from './path.ts'
import type { Name, World } from './world.ts'

/** What happened in a world, and what the gate said. */
export interface Played {
  outcomes: Outcome[]
  /** What is said of each outcome. */
  texts: string[]
  /** When each outcome was reported, where it was. */
  ends: (number | undefined)[]
  result: Result
  message: string
  warnings: string[]
  /** When the run ended, if it did. */
  endedAt?: number
  crash?: unknown
  manager: Manager
  exchanges: Exchange[]
  log: { at: number; what: string }[]
}

/** No world lasts longer. */
const horizonMs = 24 * 3_600_000
const afterwardsMs = 1_000_000

export type Play = (world: World) => Promise<Played>

/** A name as the user wrote it. */
export function spell(name: string, { spelling }: Name): string {
  const spelled = {
    'as listed': name,
    'other form': name.normalize('NFD'),
    'other case': name.toUpperCase(),
    mistyped: `${name}x`
  }
  return spelled[spelling]
}

export function askedGroups({ asked }: World): string[] {
  return asked.groups.map(name => spell(groupNames[name.index] ?? '', name))
}

export function askedEnvironments({ asked }: World): string[] {
  return asked.environments.map(name => spell(environmentNames[name.index] ?? '', name))
}

/**
 * Loads the gate.
 * @param src where its source is, as a URL that ends in `/`
 */
export async function loadGate(src: string): Promise<Play> {
  installClock()
  const load = <Module>(file: string) => import(new URL(file, src).href) as Promise<Module>
  const { createApinizerClient } = await load<typeof clientModule>('apinizer/client.ts')
  const { createListingCache } = await load<typeof cacheModule>('deploy/listing-cache.ts')
  const { run } = await load<typeof runModule>('deploy/run.ts')
  const { summarizeResult } = await load<typeof outcomeModule>('deploy/outcome.ts')
  const sentences = await load<typeof sentencesModule>('report/sentences.ts')

  return async world => {
    resetClock(world.seed)
    const { operation, verify, description, ...limits } = world.asked
    const log: Played['log'] = []
    const warnings: string[] = []
    const tell = (what: string) => {
      log.push({ at: now(), what })
    }
    const manager = createManager(world)
    const { exchanges, ...http } = createClient(world, manager, tell)
    const controller = new AbortController()
    const { signal } = controller
    const client = createApinizerClient(http, { project, timeoutMs: limits.timeoutMs, signal })
    const context = {
      client,
      signal,
      listings: createListingCache(client),
      settings: {
        ...limits,
        url: new URL('https://apinizer.example.com'),
        operation,
        project,
        groups: askedGroups(world),
        environments: askedEnvironments(world),
        description,
        defaultDescription: 'GitHub Actions: acme/payments@1a2b3c4, run 12345 by octocat',
        persistent: undefined,
        verify: operation === 'verify' && verify === 'none' ? ('environment' as const) : verify
      },
      onProgress: () => undefined,
      warn: (title: string, text: string) => {
        warnings.push(`${title}: ${text}`)
      }
    }
    const ends = new Map<string, number>()
    const observer = {
      targetEnds: ({ target, status }: Outcome) => {
        ends.set(nameTarget(target), now())
        tell(`${nameTarget(target)}: ${status}`)
      }
    }
    for (const other of world.others) {
      after(other.at, () => void manager.act(other))
    }
    after(world.cancelAt, () => {
      tell('the run is cancelled')
      controller.abort()
    })
    let end: Pick<Played, 'outcomes' | 'endedAt' | 'crash'> = { outcomes: [] }
    const running = run(context, observer, []).then(
      ({ outcomes }) => {
        end = { outcomes, endedAt: now() }
      },
      (crash: unknown) => {
        end = { outcomes: [], crash }
      }
    )
    await passTime(running, horizonMs)
    const { outcomes } = end
    const result = summarizeResult(outcomes, signal.aborted)
    // What still goes on in the Manager, such as a record that is written late, is part of what is true.
    await passTime(new Promise(() => undefined), now() + afterwardsMs)
    return {
      ...end,
      result,
      message: sentences.describeOutcomes(outcomes, result, operation),
      texts: outcomes.map(outcome => sentences.describeOutcome(outcome, operation)),
      ends: outcomes.map(({ target }) => ends.get(nameTarget(target))),
      ...{ warnings, manager, exchanges, log }
    }
  }
}

function nameTarget({ group, environment }: Outcome['target']): string {
  return `${group} on ${environment}`
}
