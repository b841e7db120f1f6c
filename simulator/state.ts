import type { Deployment, SimulatorOptions, World } from './types.ts'

/** The options that only say how it is reached and watched. */
type OuterOption = 'port' | 'host' | 'tls' | 'pathPrefix' | 'log'

/** What a Manager is and knows: its options with their defaults, and its world. */
export interface ManagerState extends Required<Omit<SimulatorOptions, OuterOption>> {
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
    records: 'separate',
    springSecurity: false,
    routeHealth: edition === 'current',
    projectEnvironments: 'current',
    ...options,
    world,
    deployments: []
  }
}
