import { maxTargets } from '../inputs/inputs.ts'
import { checkNames } from './check-names.ts'
import { isPattern, selectGroups } from './groups.ts'
import type { Classification, Outcome, Target } from './outcome.ts'
import { createPlan, type Wave } from './plan.ts'
import { checkRouteHealth, runPreflight } from './preflight.ts'
import { runPlan, skipTarget, type Observer } from './run-plan.ts'
import { createOutcome, runOperation, runTarget } from './run-target.ts'
import type { RunContext } from './settings.ts'
import { verifyLive } from './verify-target.ts'

export interface RunResult {
  outcomes: Outcome[]
  /** The groups that patterns stand for; undefined without patterns. */
  resolvedGroups?: readonly string[]
}

/** What is known of a run before its preflight check. */
export type StartContext = Omit<RunContext, 'edition' | 'refusal' | 'history'>

/** Why a run ends before anything is sent. */
interface Obstacle {
  ok: false
  classification: Classification
  /** Whether it is about a target; undefined where it is about all of them. */
  isAbout?: (target: Target) => boolean
}

/** A run that may begin. */
interface Start {
  ok: true
  context: RunContext
  /** A target with its names as the Manager spells them. */
  spell: (target: Target) => Target
}

/**
 * Runs what the settings ask for, from the preflight check to the last target.
 * @param progress observes the whole run
 * @param recorders observe it once it is known that it can begin
 */
export async function run(
  context: StartContext,
  progress: Observer,
  recorders: readonly Observer[]
): Promise<RunResult> {
  const startedAt = performance.now()
  const { settings } = context
  const given = createPlan(settings)
  const selection = await selectGroups(settings.groups, findFirst(given), context)
  if (!selection.ok) {
    return { outcomes: endRun(given, selection, performance.now() - startedAt, progress) }
  }
  const { groups } = selection
  const resolvedGroups = settings.groups.some(isPattern) ? { resolvedGroups: groups } : {}
  if (groups.length * settings.environments.length > maxTargets) {
    // Not as the plan of all of them, which could take the memory.
    return { outcomes: endRun(given, tooMany, 0, progress), ...resolvedGroups }
  }
  const plan = createPlan({ groups, environments: settings.environments })
  const start = await prepare(plan, groups, context)
  const outcomes = start.ok
    ? await runTargets(plan, start, [progress, ...recorders])
    : endRun(plan, start, performance.now() - startedAt, progress)
  return { outcomes, ...resolvedGroups }
}

/** Finds out whether the run may begin: nothing is changed unless all of it can be. */
async function prepare(
  plan: readonly Wave[],
  groups: readonly string[],
  context: StartContext
): Promise<Start | Obstacle> {
  const first = findFirst(plan)
  const { settings } = context
  const preflight = await runPreflight(first, context)
  if (!preflight.ok) {
    return preflight
  }
  const { environments, operation, skipIfCurrent, verify } = settings
  const isSingle = groups.length === 1 && environments.length === 1
  const names = isSingle ? undefined : await checkNames({ groups, environments }, context)
  const isChange = operation === 'deploy' || operation === 'undeploy'
  // What only reads looks at all targets, whatever is wrong with one.
  if (isChange && names?.classification !== undefined) {
    return { ok: false, classification: names.classification, isAbout: names.isMissing }
  }
  const spell = names?.spell ?? (target => target)
  const started = {
    ...context,
    edition: preflight.edition ?? names?.edition,
    refusal: preflight.refusal,
    history: { isMissing: false }
  }
  if (isChange && verify === 'routes') {
    const classification = await checkRouteHealth(spell(first), started)
    if (classification !== undefined) {
      return { ok: false, classification }
    }
  }
  if (skipIfCurrent && operation === 'deploy' && started.edition === 'first') {
    const text =
      'This server does not tell what is current (first API edition), so every target is deployed.'
    context.warn('`skip-if-current` has no effect', text)
  }
  return { ok: true, context: started, spell }
}

function runTargets(
  plan: readonly Wave[],
  { context, spell }: Start,
  observers: readonly Observer[]
): Promise<Outcome[]> {
  const { settings, signal } = context
  const { operation } = settings
  const isRead = operation === 'check' || operation === 'verify'
  // Those that are verified wait for the same polls.
  const maxParallel = Math.max(settings.maxParallel, operation === 'verify' ? verifiedAtOnce : 1)
  const conditions = { maxParallel, failFast: settings.failFast && !isRead, signal }
  const spelled = new Map(
    plan.flatMap(({ targets }) => targets.map(target => [target, spell(target)]))
  )
  const verified = operation === 'verify' ? verifyLive([...spelled.values()], context) : undefined
  const runOne = (target: Target, stopRetrying: AbortSignal) => {
    const one = spelled.get(target) ?? target
    return runTarget(
      target,
      () => verified?.get(one) ?? runOperation(one, { ...context, stopRetrying })
    )
  }
  return runPlan(plan, runOne, conditions, observers)
}

/** How many targets may be verified at once, each with a few requests at once for its routes. */
const verifiedAtOnce = 20

const tooMany: Obstacle = {
  ok: false,
  classification: {
    status: 'failed',
    reason: 'rejected',
    serverMessage: '',
    explanation:
      `Nothing was sent. \`group\` and \`environment\` make more than ${maxTargets} targets: ` +
      'spread them over several jobs.',
    isSharedCause: true
  }
}

function findFirst(plan: readonly Wave[]): Target {
  const [first] = plan[0]?.targets ?? []
  if (first === undefined) {
    throw new Error('the plan has no target')
  }
  return first
}

/**
 * The outcomes of a run that ends before anything is sent: of the targets that the obstacle is about, or of the first
 * where it is about all; the others are not attempted. Only the first is reported as it ends, because all say the same.
 */
function endRun(
  plan: readonly Wave[],
  { classification, isAbout }: Obstacle,
  durationMs: number,
  progress: Observer
): Outcome[] {
  const first = findFirst(plan)
  const isConcerned = isAbout ?? ((target: Target) => target === first)
  const stop = classification.reason === 'cancelled' ? 'cancelled' : 'obstacle'
  const outcomes = plan.flatMap(({ targets }) =>
    targets.map(target =>
      isConcerned(target)
        ? createOutcome(target, classification, durationMs)
        : skipTarget(target, stop)
    )
  )
  const reported = outcomes.find(({ target }) => isConcerned(target))
  if (reported !== undefined) {
    const { target } = reported
    progress.targetEnds?.(reported, { environment: target.environment, targets: [target] })
  }
  return outcomes
}
