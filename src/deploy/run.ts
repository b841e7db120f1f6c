import { now } from '../apinizer/clock.ts'
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
  context: Omit<RunContext, 'edition' | 'ended'>,
  progress: Observer,
  recorders: readonly Observer[]
): Promise<RunResult> {
  const startedAt = now()
  const end = async (plan: readonly Wave[], classification: Classification) => {
    const durationMs = now() - startedAt
    const outcome = createOutcome(findFirst(plan), classification, durationMs, context)
    return { outcomes: await endRun(plan, outcome, context.signal, progress) }
  }
  const { environments, maxParallel } = request
  const given = createPlan(request)
  const selection = await selectGroups(request.groups, findFirst(given), context)
  if (!selection.ok) {
    return end(given, selection.classification)
  }
  const { groups } = selection
  const resolvedGroups = request.groups.some(isPattern) ? { resolvedGroups: groups } : {}
  if (groups.length * environments.length > maxTargets) {
    // Not as the plan of all of them, which could take the memory.
    return { ...(await end(given, tooMany)), ...resolvedGroups }
  }
  const plan = createPlan({ groups, environments })
  const preflight = await runPreflight(findFirst(plan), context)
  if (!preflight.ok) {
    return { ...(await end(plan, preflight.classification)), ...resolvedGroups }
  }
  const { operation } = context.settings
  const isRead = operation === 'check' || operation === 'verify'
  const conditions = {
    maxParallel,
    failFast: request.failFast && !isRead,
    signal: context.signal
  }
  const runContext = { ...context, edition: preflight.edition }
  const runOne = (target: Target, ended: AbortSignal) => runTarget(target, { ...runContext, ended })
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

/**
 * The outcomes of a run that ends before anything is sent.
 * @param outcome that of the first target; the others are not tried
 */
function endRun(
  plan: readonly Wave[],
  outcome: Outcome,
  signal: AbortSignal,
  progress: Observer
): Promise<Outcome[]> {
  const conditions = { maxParallel: 1, failFast: true, signal }
  // No wave is announced that never starts.
  const quiet = { ...progress, waveStarts: () => undefined }
  return runPlan(plan, () => Promise.resolve(outcome), conditions, [quiet])
}
