import type { Group, Pod, Simulator } from '../../simulator/simulator.ts'

/** The seeded project's group that tests deploy. */
export function paymentGroup({ world }: Simulator): Group {
  const group = world.projects.Payments?.groups.PaymentAPIGroup
  if (group === undefined) {
    throw new Error('the world has no PaymentAPIGroup')
  }
  return group
}

/** The worker pods of an environment of the seeded project. */
export function podsOf({ world }: Simulator, environment: string): Pod[] {
  const pods = world.projects.Payments?.environments[environment]?.pods
  if (pods === undefined) {
    throw new Error(`the world has no environment ${environment}`)
  }
  return pods
}

/** Makes the Manager forget that the group was ever deployed to an environment. */
export function forgetDeployment(manager: Simulator, environment: string): void {
  const group = paymentGroup(manager)
  group.history = group.history.filter(record => record.environment !== environment)
  const deployed = Object.entries(group.deployed).filter(([name]) => name !== environment)
  group.deployed = Object.fromEntries(deployed)
}
