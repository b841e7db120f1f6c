import {
  countByStatus,
  isGreen,
  isPartlyDone,
  isRed,
  joinMessage,
  type Operation,
  type Outcome,
  type Result,
  type Target,
  type Verdict
} from '../deploy/outcome.ts'
import type { Wave } from '../deploy/plan.ts'
import type { Reason } from '../deploy/reasons.ts'
import { isPattern } from '../deploy/groups.ts'
import { groupByCause, listScopes } from './causes.ts'
import { failedOnSome, wording } from './wording.ts'

/** With these, the Manager says that it would not accept a deployment either. */
const refusals: readonly Reason[] = [
  'rejected',
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict'
]

const maxNamesInSentence = 3
const maxScopesInSentence = 2

/** Joins names for a sentence: `A`, `A and B`, `A, B and C`, `A, B, C and 37 more`. */
export function joinNames(names: readonly string[], max = maxNamesInSentence): string {
  const more = names.length - max
  // `and 1 more` would be no shorter than the name.
  const shown = more > 1 ? [...names.slice(0, max), `${more} more`] : names
  return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter(Boolean).join(' and ')
}

/** Names targets, shortened; untrusted. `A and B on test; C on production and 5 more`. */
export function describeTargets(targets: readonly Target[], verb = ''): string {
  const { scopes, more } = listScopes(targets, maxScopesInSentence)
  const clauses = scopes.map(
    ({ groups, environments }, index) =>
      `${joinNames(groups)}${index === 0 ? verb : ''} on ${joinNames(environments)}`
  )
  return clauses.join('; ') + (more > 0 ? `; and ${more} more` : '')
}

/** Describes the outcome of one target as sentences; untrusted, because names and the server are quoted. */
export function describeOutcome(outcome: Outcome, operation: Operation): string {
  return addMessage(describeVerdict(outcome, operation), outcome)
}

/** The server's words follow a colon; ours are sentences of their own. */
function addMessage(statement: string, outcome: Outcome): string {
  const message = joinMessage(outcome)
  if (message === '') {
    return `${statement}.`
  }
  return `${statement}${outcome.serverMessage.trim() === '' ? '.' : ':'} ${message}`
}

function describeVerdict(outcome: Outcome, operation: Operation): string {
  const { group, environment } = outcome.target
  const { done, preposition } = wording[operation]
  switch (outcome.status) {
    case 'current':
      return `${group} is already current on ${environment}`
    case 'pending':
      return `${group} is ready to be deployed to ${environment}`
    case 'succeeded':
      return `${group} was ${done} ${preposition} ${environment}`
    case 'not-attempted':
      return `${group} was not attempted on ${environment}`
    case 'failed':
      // A pattern that could not be resolved is no group.
      return isPattern(group)
        ? `Nothing was ${done} ${preposition} ${environment}`
        : `${group} ${describeFailure(outcome, operation)} ${environment}`
    case 'unknown':
      return `Could not determine whether ${group} was ${done} ${preposition} ${environment}`
  }
}

function describeFailure(outcome: Outcome, operation: Operation): string {
  const { reason } = outcome
  if (reason === 'not-verified' || operation === 'verify') {
    return 'could not be verified on'
  }
  if (operation === 'check') {
    return refusals.includes(reason) ? 'cannot be deployed to' : 'could not be checked on'
  }
  const { done, preposition } = wording[operation]
  return isPartlyDone(outcome)
    ? `${failedOnSome.toLowerCase()} of`
    : `was not ${done} ${preposition}`
}

/** Announces a wave in a few words; untrusted, because names are quoted. */
export function announceWave({ environment, targets }: Wave, operation: Operation): string {
  const { doing, preposition } = wording[operation]
  const [only, ...others] = targets
  const what =
    only !== undefined && others.length === 0 ? only.group : `${targets.length} API Proxy Groups`
  return `${doing} ${what} ${preposition} ${environment}`
}

/** What the outcomes of each status are called in a count. */
export function labelStatuses(operation: Operation): Record<Verdict['status'], string> {
  return {
    succeeded: wording[operation].done,
    current: 'already current',
    pending: 'ready to deploy',
    failed: 'failed',
    unknown: 'unknown',
    'not-attempted': 'not attempted'
  }
}

const notGreen = ['unknown', 'failed', 'not-attempted'] as const

/** Counts outcomes, without a full stop: `33 of 40 deployed, 1 unknown, 6 failed`. */
export function countOutcomes(outcomes: readonly Outcome[], operation: Operation): string {
  const counts = countByStatus(outcomes)
  const labels = labelStatuses(operation)
  // What a check finds current it does not find ready to deploy.
  const isCounted = operation === 'check' && counts.pending > 0
  const green = isCounted ? counts.pending : outcomes.filter(isGreen).length
  const others = (isCounted ? (['current', ...notGreen] as const) : notGreen)
    .filter(status => counts[status] > 0)
    .map(status => `${counts[status]} ${labels[status]}`)
  const label = isCounted ? labels.pending : labelGreen(counts, operation)
  return [`${green} of ${outcomes.length} ${label}`, ...others].join(', ')
}

function labelGreen(counts: Record<Verdict['status'], number>, operation: Operation): string {
  const { succeeded, pending, current } = labelStatuses(operation)
  const done = operation === 'check' ? pending : succeeded
  if (counts.current === 0) {
    return done
  }
  return counts.succeeded === 0 ? current : `${done} or ${current}`
}

/** The whole run in a few sentences: the output `message`; untrusted, because names and the server are quoted. */
export function describeOutcomes(
  outcomes: readonly Outcome[],
  result: Result,
  operation: Operation
): string {
  const start = result === 'cancelled' ? 'Cancelled: ' : ''
  const [only, ...others] = outcomes
  if (only !== undefined && others.length === 0) {
    return start + describeOutcome(only, operation)
  }
  return [`${start}${countOutcomes(outcomes, operation)}.`, ...describeReds(outcomes)].join(' ')
}

/** Names what is not green, and says what the worst cause is. */
function describeReds(outcomes: readonly Outcome[]): string[] {
  const reds = outcomes.filter(isRed)
  const unknown = reds.filter(({ status }) => status === 'unknown')
  const unverified = reds.filter(one => one.status === 'failed' && one.reason === 'not-verified')
  const failed = reds.filter(one => !unknown.includes(one) && !unverified.includes(one))
  const statements = [
    unknown.length > 0 && `The outcome is unknown for ${describeTargets(unknown.map(getTarget))}`,
    failed.length > 0 && describeTargets(failed.map(getTarget), ' failed'),
    unverified.length > 0 && describeTargets(unverified.map(getTarget), ' could not be verified')
  ].filter(statement => statement !== false)
  const [worst, ...further] = groupByCause(reds)
  const [statement] = statements
  if (worst === undefined || statement === undefined) {
    return []
  }
  if (further.length === 0) {
    return [addMessage(worst.first.isSharedCause ? 'The run ended early' : statement, worst.first)]
  }
  const cause = joinMessage(worst.first)
  const details =
    cause === '' ? [] : [`${describeTargets(worst.outcomes.map(getTarget))}: ${cause}`]
  return [...statements.map(one => `${one}.`), ...details]
}

function getTarget({ target }: Outcome): Target {
  return target
}

/** `Revision 8`, or `Revision 7 → 8` where the one before is known; undefined where none is. */
export function describeRevision({ revision, previousRevision }: Outcome): string | undefined {
  if (revision === undefined) {
    return undefined
  }
  return previousRevision === undefined
    ? `Revision ${revision}`
    : `Revision ${previousRevision} → ${revision}`
}
