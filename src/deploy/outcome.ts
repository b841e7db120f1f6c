import type { Pod } from '../apinizer/parse-deployment.ts'
import type { DocsHeading, FailureReason } from './reasons.ts'

export type Operation = 'deploy' | 'undeploy' | 'check' | 'verify'

/** One API Proxy Group on one environment. */
export interface Target {
  group: string
  environment: string
}

/** What became of a target, and why: the pairs that can occur, and no other. */
export type Verdict =
  | { status: 'succeeded'; reason: 'deployed' | 'undeployed' | 'verified' }
  | { status: 'current'; reason: 'current' | 'checked' }
  | { status: 'pending'; reason: 'checked' }
  | { status: 'failed' | 'unknown'; reason: FailureReason }
  | { status: 'not-attempted'; reason: 'not-attempted' | 'cancelled' }

/** What is known beside the verdict. */
export interface Details {
  /** The server's own words: untrusted, empty when it sent none. */
  serverMessage: string
  /** Which name is wrong, what is nearest and what there is: untrusted, because it quotes names. */
  diagnosis?: string
  /** What happened and what to do first, in our words: never contains a server's text. */
  explanation: string
  /** Where the documentation says more, when it is not where the reason's own link leads. */
  docs?: DocsHeading
  httpStatus?: number
  /** The deploy history's revision of this deployment, and of the one that was live before. */
  revision?: number
  previousRevision?: number
  accessUrl?: string
  pods?: Pod[]
  /** The cause concerns every target, such as a refused token: trying others is no use. */
  endsRun?: boolean
}

/** What a response, or the lack of one, proves. */
export type Classification = Verdict & Details

export type Outcome = { target: Target; durationMs: number } & Classification

/** The value of the output `result`. */
export type Result = 'success' | 'partial' | 'failure' | 'unknown' | 'cancelled'

/** A target as it is named in a sentence; untrusted. */
export function nameTarget({ group, environment }: Target): string {
  return `${group} on ${environment}`
}

/** Whether a target needs nothing more: the only statuses that count as green. */
export function isGreen({ status }: Verdict): boolean {
  return status === 'succeeded' || status === 'current' || status === 'pending'
}

/** Whether a target was tried and is not green. */
export function isRed(verdict: Verdict): boolean {
  return !isGreen(verdict) && verdict.status !== 'not-attempted'
}

/** Whether a deployment failed on some of its worker pods only. */
export function isPartlyDone({ reason, pods = [] }: Classification): boolean {
  const succeeded = pods.filter(({ success }) => success).length
  return reason === 'deployment-failed' && succeeded > 0 && succeeded < pods.length
}

/** The server's words and ours as one text; untrusted, because it quotes the server. */
export function joinMessage({ serverMessage, diagnosis = '', explanation }: Details): string {
  return [serverMessage.trim(), diagnosis, explanation]
    .filter(text => text !== '')
    .map((text, index, { length }) =>
      index === length - 1 || /[.!?]$/.test(text) ? text : `${text}.`
    )
    .join(' ')
}

/**
 * An outcome for a target to which nothing was sent.
 * @param explanation why it was not tried, as whole sentences in our words
 */
export function notAttempted(
  target: Target,
  reason: 'not-attempted' | 'cancelled',
  explanation: string
): Outcome {
  return {
    target,
    durationMs: 0,
    status: 'not-attempted',
    reason,
    serverMessage: '',
    explanation
  }
}

/** The overall result. No outcome at all is a failure: nothing has been shown to work. */
export function summarizeResult(outcomes: readonly Verdict[], cancelled: boolean): Result {
  if (cancelled) {
    return 'cancelled'
  }
  if (outcomes.some(({ status }) => status === 'unknown')) {
    return 'unknown'
  }
  const green = outcomes.filter(isGreen).length
  if (green === 0) {
    return 'failure'
  }
  return green === outcomes.length ? 'success' : 'partial'
}

/** Names of the environments that are not fully deployed, each once, in plan order. */
export function listFailedEnvironments(outcomes: readonly Outcome[]): string[] {
  const failed = outcomes.filter(outcome => !isGreen(outcome))
  return [...new Set(failed.map(({ target }) => target.environment))]
}

/** Names of the groups that were tried somewhere and are not green there, each once, in plan order. */
export function listFailedGroups(outcomes: readonly Outcome[]): string[] {
  return [...new Set(outcomes.filter(isRed).map(({ target }) => target.group))]
}

/** How many outcomes there are of each status. */
export function countByStatus(outcomes: readonly Verdict[]): Record<Verdict['status'], number> {
  const counts = { succeeded: 0, current: 0, pending: 0, failed: 0, unknown: 0, 'not-attempted': 0 }
  for (const { status } of outcomes) {
    counts[status] += 1
  }
  return counts
}

/** Worker pods with the failed ones first, otherwise in their order. */
export function sortFailedFirst<SomePod extends { success: boolean }>(
  pods: readonly SomePod[]
): SomePod[] {
  return pods.toSorted((one, other) => Number(one.success) - Number(other.success))
}

/** Joins sentences, without empty ones. */
export function join(...sentences: string[]): string {
  return sentences.filter(sentence => sentence !== '').join(' ')
}
