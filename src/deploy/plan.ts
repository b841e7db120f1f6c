import type { Target } from './outcome.ts'

/** All targets of one environment; the next wave starts when this one has ended. */
export interface Wave {
  environment: string
  targets: Target[]
}

/**
 * The targets in the order in which they are tried.
 * @returns a wave for each environment, in the order given, with all groups in the order given
 */
export function createPlan(names: {
  groups: readonly string[]
  environments: readonly string[]
}): Wave[] {
  return names.environments.map(environment => ({
    environment,
    targets: names.groups.map(group => ({ group, environment }))
  }))
}
