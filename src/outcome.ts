import type { Pod } from './apinizer/responses.ts'
import type { FailureReason } from './reasons.ts'

/** One API Proxy Group on one environment. */
export interface Target {
  group: string
  environment: string
}

/** What became of a target, and why: the pairs that can occur, and no other. */
export type Verdict =
  | { status: 'succeeded'; reason: 'deployed' | 'undeployed' }
  | { status: 'current'; reason: 'current' | 'checked' }
  | { status: 'pending'; reason: 'checked' }
  | { status: 'failed' | 'unknown'; reason: FailureReason }
  | { status: 'not-attempted'; reason: 'not-attempted' | 'cancelled' }

/** What is known beside the verdict. */
export interface Findings {
  /** The server's own words: untrusted, empty when it had none. */
  said: string
  /** What happened and what to do, in our words: never holds a server's text. */
  told: string
  httpStatus?: number
  revision?: number
  accessUrl?: string
  pods?: Pod[]
}

/** Worker pods with the failed ones first, otherwise in their order. */
export function failedFirst<SomePod extends { success: boolean }>(
  pods: readonly SomePod[]
): SomePod[] {
  return pods.toSorted((one, other) => Number(one.success) - Number(other.success))
}

export type Outcome = { target: Target; durationMs: number } & Verdict & Findings

export type Result = 'success' | 'partial' | 'failure' | 'unknown' | 'cancelled'

/** True for what needs nothing more: the only statuses that count as green. */
export function isGreen(outcome: Verdict): boolean {
  return (
    outcome.status === 'succeeded' || outcome.status === 'current' || outcome.status === 'pending'
  )
}

/** The server's words and ours as one text; untrusted, as it quotes the server. */
export function messageOf(outcome: Findings): string {
  const { told } = outcome
  const said = outcome.said.trim()
  return said === '' || told === ''
    ? said || told
    : `${said}${/[.!?]$/.test(said) ? '' : '.'} ${told}`
}

/** An outcome for a target to which nothing was sent. */
export function notAttempted(target: Target, reason: 'not-attempted' | 'cancelled'): Outcome {
  const told =
    reason === 'cancelled'
      ? 'Nothing was sent: the workflow run was cancelled before its turn.'
      : 'Nothing was sent: an earlier environment did not fully succeed.'
  return { target, durationMs: 0, status: 'not-attempted', reason, said: '', told }
}

/** The overall result. No outcome at all is a failure: nothing has been shown to work. */
export function overallResult(outcomes: readonly Verdict[], cancelled: boolean): Result {
  if (cancelled) return 'cancelled'
  if (outcomes.some(outcome => outcome.status === 'unknown')) return 'unknown'
  const green = outcomes.filter(isGreen).length
  if (green === 0) return 'failure'
  return green === outcomes.length ? 'success' : 'partial'
}

/** Names of the environments on which not every group is green, each once, in plan order. */
export function failedEnvironments(outcomes: readonly Outcome[]): string[] {
  return [
    ...new Set(
      outcomes.filter(outcome => !isGreen(outcome)).map(outcome => outcome.target.environment)
    )
  ]
}

/** How many outcomes there are of each status. */
export function countByStatus(outcomes: readonly Verdict[]): Record<Verdict['status'], number> {
  const counts = { succeeded: 0, current: 0, pending: 0, failed: 0, unknown: 0, 'not-attempted': 0 }
  for (const { status } of outcomes) counts[status] += 1
  return counts
}
