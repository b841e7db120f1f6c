import type { Pod, World } from './types.ts'

/** A change to one pod, and the option that asks for it. */
export interface PodChange {
  option: string
  environment: string
  pod: string
  change: Partial<Pod>
}

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
    throw new Error(`${option} takes <environment>/<pod>, such as production/worker-production-1`)
  }
  return { environment, pod, detail }
}

/** Makes the changes in every project that has the pod. Throws where none has it. */
export function changePods(world: World, podChanges: PodChange[]): void {
  const all = Object.values(world.projects).flatMap(({ environments }) =>
    Object.entries(environments).flatMap(([name, { pods }]) =>
      pods.map(pod => ({ pod, place: `${name}/${pod.name}` }))
    )
  )
  for (const { option, environment, pod, change } of podChanges) {
    const found = all.filter(({ place }) => place === `${environment}/${pod}`)
    if (found.length === 0) {
      const places = all.map(({ place }) => place).join(', ')
      throw new Error(`${option}: there is no pod ${environment}/${pod}; there are ${places}`)
    }
    for (const { pod: one } of found) {
      Object.assign(one, change)
    }
  }
}
