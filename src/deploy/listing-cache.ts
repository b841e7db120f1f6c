import type { ApinizerClient } from '../apinizer/client.ts'

type ListCalls = Pick<
  ApinizerClient,
  'listGroupEnvironments' | 'listEnvironments' | 'listGroups' | 'listProjects'
>

/** The Manager's lists, each requested once in a run, for what needs no fresh look. */
export type ListingCache = ListCalls & {
  /** A group's list of environments, if it was requested in this run. */
  findKnown: (group: string) => ReturnType<ListCalls['listGroupEnvironments']> | undefined
}

/** Creates a cache in front of a client. The limits of the first call for a list count. */
export function createListingCache(client: ListCalls): ListingCache {
  const byGroup = new Map<string, ReturnType<ListCalls['listGroupEnvironments']>>()
  return {
    listGroupEnvironments: (group, limits) => {
      const listing = byGroup.get(group) ?? client.listGroupEnvironments(group, limits)
      byGroup.set(group, listing)
      return listing
    },
    listEnvironments: once(client.listEnvironments),
    listGroups: once(client.listGroups),
    listProjects: once(client.listProjects),
    findKnown: group => byGroup.get(group)
  }
}

function once<Arguments extends unknown[], Result>(call: (...given: Arguments) => Result) {
  let result: Result | undefined
  return (...given: Arguments) => (result ??= call(...given))
}
