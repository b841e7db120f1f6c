import type { Group, Pod, Simulator } from '../../simulator/simulator.ts'

/** The group that tests deploy unless they say otherwise, live. */
export function paymentGroup({ world }: Pick<Simulator, 'world'>): Group {
  const group = world.projects.Payments?.groups.PaymentAPIGroup
  if (group === undefined) {
    throw new Error('the world has no PaymentAPIGroup')
  }
  return group
}

/** The worker pods of an environment, live. */
export function podsOf({ world }: Pick<Simulator, 'world'>, environment = 'production'): Pod[] {
  const pods = world.projects.Payments?.environments[environment]?.pods
  if (pods === undefined) {
    throw new Error(`the world has no environment ${environment}`)
  }
  return pods
}

/** Makes the Manager forget that the group was ever deployed to an environment. */
export function forgetDeployment(
  manager: Pick<Simulator, 'world'>,
  environment = 'production'
): void {
  const group = paymentGroup(manager)
  group.history = group.history.filter(record => record.environment !== environment)
  const deployed = Object.entries(group.deployed).filter(([name]) => name !== environment)
  group.deployed = Object.fromEntries(deployed)
}

/** How many requests of a kind arrived. */
export function countCalls({ requests }: Pick<Simulator, 'requests'>, call: string): number {
  return requests.filter(request => request.call === call).length
}

/** The names of the calls that arrived, in their order. */
export function listCalls({ requests }: Pick<Simulator, 'requests'>): string[] {
  return requests.map(({ call }) => call)
}

/** Changes the worker pods of production, or only the second of them. */
export function changePods(changes: Partial<Pod>, pods: 'all' | 'second' = 'second') {
  return (manager: Pick<Simulator, 'world'>): void => {
    for (const pod of podsOf(manager).slice(pods === 'all' ? 0 : 1)) {
      Object.assign(pod, changes)
    }
  }
}
