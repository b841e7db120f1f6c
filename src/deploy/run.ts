import { maxTargets } from '../inputs/inputs.ts'
import type { Classification, Outcome, Target } from './outcome.ts'
import { createPlan, type Wave } from './plan.ts'
import { runPreflight } from './preflight.ts'
import { isPattern, selectGroups } from './resolve-groups.ts'
import type { RunContext } from './run-context.ts'
import { runPlan, type Observer } from './run-plan.ts'
import { createOutcome, runTarget } from './run-target.ts'

export interface RunRequest {
  /** Names, and patterns with `*` or `!`. */
  groups: readonly string[]
  environments: readonly string[]
  maxParallel: number
  failFast: boolean
}

export interface RunResult {
  outcomes: Outcome[]
  /** The groups that patterns stand for; undefined without patterns. */
  resolvedGroups?: readonly string[]
}

/**
 * Runs a request from the first look to its last target.
 * @param progress is told of the whole run
 * @param recorders are told of it once it is known that it can begin
 */
export async function run(
  request: RunRequest,
  context: Omit<RunContext, 'edition'>,
  progress: Observer,
  recorders: readonly Observer[]
): Promise<RunResult> {
  const { environments, maxParallel } = request
  const given = createPlan(request)
  const first = findFirst(given)
  const selection = await selectGroups(request.groups, first, context)
  if (!selection.ok) {
    return { outcomes: await endRun(given, selection.classification, context, progress) }
  }
  const { groups } = selection
  const plan = createPlan({ groups, environments })
  const resolvedGroups = request.groups.some(isPattern) ? { resolvedGroups: groups } : {}
  const preflight =
    groups.length * environments.length > maxTargets
      ? ({ ok: false, classification: tooMany } as const)
      : await runPreflight(findFirst(plan), context)
  if (!preflight.ok) {
    const outcomes = await endRun(plan, preflight.classification, context, progress)
    return { outcomes, ...resolvedGroups }
  }
  const { operation } = context.settings
  const isRead = operation === 'check' || operation === 'verify'
  const conditions = {
    maxParallel,
    failFast: request.failFast && !isRead,
    signal: context.signal
  }
  const runContext = { ...context, edition: preflight.edition }
  const runOne = (target: Target) => runTarget(target, runContext)
  const outcomes = await runPlan(plan, runOne, conditions, [progress, ...recorders])
  return { outcomes, ...resolvedGroups }
}

const tooMany: Classification = {
  status: 'failed',
  reason: 'rejected',
  serverMessage: '',
  explanation:
    `Nothing was sent. \`group\` and \`environment\` make more than ${maxTargets} targets: ` +
    'spread them over several jobs.',
  endsRun: true
}

function findFirst(plan: readonly Wave[]): Target {
  const [first] = plan[0]?.targets ?? []
  if (first === undefined) {
    throw new Error('the plan has no target')
  }
  return first
}

/** The outcomes of a run that ends before anything is sent: the first target has failed, the others are not tried. */
function endRun(
  plan: readonly Wave[],
  classification: Classification,
  context: Pick<RunContext, 'sanitize' | 'signal'>,
  progress: Observer
): Promise<Outcome[]> {
  const conditions = { maxParallel: 1, failFast: true, signal: context.signal }
  const outcome = createOutcome(findFirst(plan), classification, 0, context)
  return runPlan(plan, () => Promise.resolve(outcome), conditions, [progress])
}
