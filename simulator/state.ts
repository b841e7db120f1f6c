import type { Deployment, SimulatorOptions, World } from './types.ts'

type ServerOption =
  | 'edition'
  | 'deployMs'
  | 'history'
  | 'historyLimit'
  | 'recordFailures'
  | 'recordAfterMs'
  | 'records'
  | 'springSecurity'
  | 'routeHealth'
  | 'projectEnvironments'

/** What a Manager is and knows: its options with their defaults, and its world. */
export interface ManagerState extends Required<Pick<SimulatorOptions, ServerOption>> {
  world: World
  deployments: Deployment[]
}

/**
 * A Manager that has carried out nothing yet; what the options leave open is the edition's default.
 */
export function createManagerState(options: SimulatorOptions, world: World): ManagerState {
  const { edition = 'current' } = options
  return {
    edition,
    deployMs: 0,
    history: edition === 'current',
    historyLimit: 6,
    recordFailures: false,
    recordAfterMs: 0,
    records: 'separate',
    springSecurity: false,
    routeHealth: edition === 'current',
    projectEnvironments: 'current',
    ...options,
    world,
    deployments: []
  }
}
