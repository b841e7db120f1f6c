import type { Inputs } from './inputs.ts'
import type { Target } from './outcome.ts'

/** All targets of one environment; the next wave starts when this one has ended. */
export interface Wave {
  environment: string
  targets: Target[]
}

/** The targets in the order they are tried: environments as given, and in each all groups as given. */
export function planOf({ groups, environments }: Pick<Inputs, 'groups' | 'environments'>): Wave[] {
  return environments.map(environment => ({
    environment,
    targets: groups.map(group => ({ group, environment }))
  }))
}
