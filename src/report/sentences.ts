import { isPattern } from '../deploy/groups.ts'
import {
  countByStatus,
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
import { groupByCause, listScopes, type Cause } from './causes.ts'
import { failedOnSome, labelOutcome, wording } from './wording.ts'

/** The most names, scopes and causes that are listed in one place. */
const maxNames = 5
const maxScopes = 3
const maxCauses = 3

/** Joins names for a sentence: `A`, `A and B`, `A, B and C`, `A, B, C, D, E and 37 more`. */
export function joinNames(names: readonly string[]): string {
  const more = names.length - maxNames
  const shown = more > 0 ? [...names.slice(0, maxNames), `${more} more`] : names
  return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter(Boolean).join(' and ')
}

/**
 * Names targets, shortened; untrusted unless `show` makes the names safe.
 * @returns clauses: `A and B on test`, `C on production`, `and 5 more`
 */
export function listTargets(
  targets: readonly Target[],
  show: (name: string) => string = name => name
): string[] {
  const scopes = listScopes(targets)
  const clauses = scopes
    .slice(0, maxScopes)
    .map(one => `${joinNames(one.groups.map(show))} on ${joinNames(one.environments.map(show))}`)
  const more = scopes
    .slice(maxScopes)
    .reduce((sum, { groups, environments }) => sum + groups.length * environments.length, 0)
  return more > 0 ? [...clauses, `and ${more} more`] : clauses
}

/** Describes the outcome of one target as sentences; untrusted, because names and the server are quoted. */
export function describeOutcome(outcome: Outcome, operation: Operation): string {
  const verdict = describeVerdict(outcome, operation)
  const message = joinMessage(outcome)
  if (message === '') {
    return `${verdict}.`
  }
  // The server's words follow a colon; ours are sentences of their own.
  return `${verdict}${outcome.serverMessage.trim() === '' ? '.' : ':'} ${message}`
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
  if (isPartlyDone(outcome)) {
    return `${failedOnSome.toLowerCase()} of`
  }
  return wording[outcome.reason === 'not-verified' ? 'verify' : operation].notDone
}

/** Announces a wave in a few words; untrusted, because names are quoted. */
export function announceWave({ environment, targets }: Wave, operation: Operation): string {
  const { doing, preposition } = wording[operation]
  const groups = targets.map(({ group }) => group)
  const what = groups.length === 1 ? groups.join() : `${groups.length} API Proxy Groups`
  return `${doing} ${what} ${preposition} ${environment}`
}

/** Counts the outcomes of each status that there is: `33 deployed`, `1 unknown`, `6 failed`. */
export function listCounts(
  outcomes: readonly Outcome[],
  operation: Operation
): { status: Verdict['status']; text: string }[] {
  const labels = {
    succeeded: wording[operation].done,
    current: 'already current',
    pending: 'ready to deploy',
    unknown: 'unknown',
    failed: 'failed',
    'not-attempted': 'not attempted'
  }
  const counts = countByStatus(outcomes)
  return (Object.keys(labels) as Verdict['status'][])
    .filter(status => counts[status] > 0)
    .map(status => ({ status, text: `${counts[status]} ${labels[status]}` }))
}

/** Counts outcomes, without a full stop: `33 of 40 deployed, 1 unknown, 6 failed`. */
export function countOutcomes(outcomes: readonly Outcome[], operation: Operation): string {
  const counts = listCounts(outcomes, operation).map(({ text }) => text)
  return counts.join(', ').replace(' ', ` of ${outcomes.length} `)
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
  const causes = groupByCause(outcomes.filter(isRed))
  const more = causes.slice(maxCauses).flatMap(cause => cause.outcomes).length
  return [
    `${start}${countOutcomes(outcomes, operation)}.`,
    ...causes
      .slice(0, maxCauses)
      .map(cause => describeCause(cause, ` (${labelOutcome(cause.first)})`)),
    ...(more > 0 ? [`And ${more} more.`] : [])
  ].join(' ')
}

/**
 * Describes a cause as sentences; untrusted, because names and the server are quoted.
 * @param label what is said of the targets beside their names
 */
export function describeCause({ first, outcomes }: Cause, label = ''): string {
  const message = joinMessage(first)
  // What ended the run before patterns were resolved concerns no target yet.
  if (first.isSharedCause && isPattern(first.target.group)) {
    return message
  }
  const targets = listTargets(outcomes.map(({ target }) => target)).join('; ')
  const text = targets + label + (message === '' ? '' : `: ${message}`)
  return /[.!?]$/.test(text) ? text : `${text}.`
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
