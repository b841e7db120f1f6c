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
  /** The names that are wrong, as far as that is known. */
  diagnoses?: readonly Diagnosis[]
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
  isSharedCause?: boolean
}

/** A name that does not exist. All names are untrusted. */
export interface Diagnosis {
  kind: 'project' | 'group' | 'pattern' | 'environment'
  name: string
  /** The project that has no such name, or that is the name itself. */
  project: string
  /** The name that was probably meant. */
  nearest?: string
  /** The first of the names that there are; undefined where another diagnosis lists them. */
  available?: readonly string[] | undefined
  /** How many more names there are. */
  more: number
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

/**
 * Describes a diagnosis as sentences; untrusted, because they quote names.
 * @param show how a name is shown
 * @returns what is wrong; the question what was meant, empty where nothing is near; and what there is
 */
export function describeDiagnosis(
  { kind, name, project, nearest, available, more }: Diagnosis,
  show: (name: string) => string = name => name
): { statement: string; question: string; available: string } {
  const owner = kind === 'project' ? 'The token’s user sees no' : `Project ${show(project)} has no`
  const noun = kind === 'pattern' ? 'group that matches' : kind
  return {
    statement: `${owner} ${noun} ${show(name)}.`,
    question: nearest === undefined ? '' : `Did you mean ${show(nearest)}?`,
    available: join(explainDifference(name, nearest), describeAvailable(available, more, show))
  }
}

function describeAvailable(
  available: Diagnosis['available'],
  more: number,
  show: (name: string) => string
): string {
  if (available === undefined) {
    return ''
  }
  const rest = more > 0 ? ` and ${more} more` : ''
  return available.length === 0
    ? 'None is available.'
    : `Available: ${available.map(show).join(', ')}${rest}.`
}

/** What is hard to see between a name and the nearest one, as a sentence. */
function explainDifference(name: string, nearest = ''): string {
  if (nearest.trim() === name.trim()) {
    return 'One of the two begins or ends with a space: in a JSON array, write the name as the Manager has it.'
  }
  return nearest.toLowerCase() === name.toLowerCase() ? 'Names are case-sensitive.' : ''
}

/** The server's words and ours as one text; untrusted, because it quotes the server. */
export function joinMessage({ serverMessage, diagnoses = [], explanation }: Details): string {
  const sentences = diagnoses.flatMap(one => Object.values(describeDiagnosis(one)))
  return [serverMessage.trim(), ...sentences, explanation]
    .filter(text => text !== '')
    .map((text, index, { length }) =>
      index === length - 1 || /[.!?]$/.test(text) ? text : `${text}.`
    )
    .join(' ')
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

/** Whether a worker pod succeeded, and serves what was deployed as far as that was seen. */
export function isHealthy({ success, served }: Pick<Pod, 'success' | 'served'>): boolean {
  return success && served !== false
}

/** Worker pods with the failed ones first, otherwise in their order. */
export function sortFailedFirst<SomePod extends Pick<Pod, 'success' | 'served'>>(
  pods: readonly SomePod[]
): SomePod[] {
  return pods.toSorted((one, other) => Number(isHealthy(one)) - Number(isHealthy(other)))
}

/** Joins sentences, without empty ones. */
export function join(...sentences: string[]): string {
  return sentences.filter(sentence => sentence !== '').join(' ')
}
