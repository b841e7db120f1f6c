import type { Deployment, Edition, SimulatorOptions, World } from './types.ts'

type ServerOption =
  | 'edition'
  | 'deployMs'
  | 'wholeSecondDates'
  | 'requestBody'
  | 'history'
  | 'historyLimit'
  | 'recordFailures'
  | 'routeHealth'
  | 'projectEnvironments'
  | 'missingProject'
  | 'deploymentShape'
  | 'nulls'

/** What a Manager is and knows: its options with their defaults, its world, its clock. */
export interface ManagerState extends Required<Pick<SimulatorOptions, ServerOption>> {
  world: World
  deployments: Deployment[]
  /** The server's clock, in ms. */
  now: () => number
}

/**
 * A Manager that has carried out nothing yet; what the options leave open is the edition's default.
 */
export function createManagerState(options: SimulatorOptions, world: World): ManagerState {
  const { edition = 'current', clockSkewMs = 0 } = options
  return {
    ...defaultsOf(edition),
    ...withoutUndefined(options),
    edition,
    world,
    deployments: [],
    now: () => Date.now() + clockSkewMs
  }
}

function defaultsOf(
  edition: Edition
): Omit<Required<Pick<SimulatorOptions, ServerOption>>, 'edition'> {
  return {
    deployMs: 0,
    wholeSecondDates: false,
    requestBody: edition === 'first' ? 'refused' : 'read',
    history: edition === 'current',
    historyLimit: 6,
    recordFailures: false,
    routeHealth: edition === 'current',
    projectEnvironments: 'current',
    missingProject: 'not-found',
    deploymentShape: 'default',
    nulls: false
  }
}

function withoutUndefined(options: SimulatorOptions): SimulatorOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
