import { replaceName } from '../apinizer/replace-name.ts'
import {
  describeDiagnosis,
  isGreen,
  type Outcome,
  type Target,
  type Verdict
} from '../deploy/outcome.ts'

/** Outcomes that have the same cause, so that it is reported once. */
export interface Cause {
  /** Stands for all of them. */
  first: Outcome
  /** In the order of the plan, `first` included. */
  outcomes: Outcome[]
}

/** Every one of the groups on every one of the environments. */
export interface Scope {
  groups: string[]
  environments: string[]
}

/** What needs attention most comes first. */
const order: Record<Verdict['status'], number> = {
  unknown: 0,
  failed: 1,
  pending: 2,
  succeeded: 3,
  current: 4,
  'not-attempted': 5
}

/**
 * Groups outcomes by their cause: the same status, reason, explanation and, unless green, server message, where a
 * text that differs only in the target's own names counts as the same.
 * @returns the unknown ones first, then the failed ones; otherwise in the order of the plan
 */
export function groupByCause(outcomes: readonly Outcome[]): Cause[] {
  const causes = new Map<string, Cause>()
  for (const outcome of outcomes) {
    const key = createKey(outcome)
    const cause = causes.get(key)
    if (cause === undefined) {
      causes.set(key, { first: outcome, outcomes: [outcome] })
    } else {
      cause.outcomes.push(outcome)
    }
  }
  return [...causes.values()].sort(
    (one, other) => order[one.first.status] - order[other.first.status]
  )
}

function createKey(outcome: Outcome): string {
  const { status, reason, diagnoses = [], explanation, docs, target } = outcome
  const { isSharedCause = false } = outcome
  // What the server says of a success is not shown.
  const serverMessage = isGreen(outcome) ? '' : outcome.serverMessage
  const missing = diagnoses.map(one => describeDiagnosis(one).statement)
  const texts = [serverMessage, ...missing, explanation]
  // What all targets share names some of them for all.
  const general = isSharedCause
    ? texts
    : texts.map(text =>
        replaceName(replaceName(text, target.group, '{group}'), target.environment, '{environment}')
      )
  return JSON.stringify([status, reason, docs, ...general])
}

/** Describes a set of targets by as few lists of names as it takes: groups on the same environments are one scope. */
export function listScopes(targets: readonly Target[]): Scope[] {
  const environmentsByGroup = new Map<string, string[]>()
  for (const { group, environment } of targets) {
    environmentsByGroup.set(group, [...(environmentsByGroup.get(group) ?? []), environment])
  }
  const scopes = new Map<string, Scope>()
  for (const [group, environments] of environmentsByGroup) {
    const key = JSON.stringify(environments)
    const scope = scopes.get(key) ?? { groups: [], environments }
    scope.groups.push(group)
    scopes.set(key, scope)
  }
  return [...scopes.values()]
}
