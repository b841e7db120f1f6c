import type { Pod, World } from './types.ts'

/** A change to one pod, and the option that asks for it. */
export interface PodChange {
  option: string
  environment: string
  pod: string
  change: Partial<Pod>
}

/** How an option names a pod. */
export const POD_PLACE = '<environment>/<pod>'

/**
 * Reads `environment/pod=detail`; the detail is optional. Throws an error that names the option.
 */
export function parsePodPlace(
  option: string,
  value: string
): { environment: string; pod: string; detail: string | undefined } {
  const match = /^(?<environment>[^=]+)\/(?<pod>[^/=]+)(?:=(?<detail>.*))?$/s.exec(value)
  const { environment, pod, detail } = match?.groups ?? {}
  if (environment === undefined || pod === undefined) {
    throw new Error(`${option} takes ${POD_PLACE}, for example production/worker-production-1`)
  }
  return { environment, pod, detail }
}

/** Makes the changes in every project that has the pod. Throws where none has it. */
export function changePods(world: World, podChanges: PodChange[]): void {
  for (const { option, environment, pod, change } of podChanges) {
    const projects = Object.values(world.projects)
    const onEnvironment = projects.flatMap(project => project.environments[environment]?.pods ?? [])
    const changed = onEnvironment.filter(one => one.name === pod)
    if (changed.length === 0) {
      const names = projects.flatMap(project =>
        Object.entries(project.environments).flatMap(([name, { pods: all }]) =>
          all.map(one => `${name}/${one.name}`)
        )
      )
      throw new Error(
        `${option}: there is no pod ${environment}/${pod}; there are ${names.join(', ')}`
      )
    }
    for (const one of changed) {
      Object.assign(one, change)
    }
  }
}
