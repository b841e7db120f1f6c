import type { ApinizerClient } from '../apinizer/client.ts'

/** The Manager's lists, each requested once in a run, for what needs no fresh look. */
export type ListingCache = Pick<
  ApinizerClient,
  'listGroupEnvironments' | 'listEnvironments' | 'listGroups' | 'listProjects'
>

/** Creates a cache in front of a client. The limits of the first call for a list count. */
export function createListingCache(client: ListingCache): ListingCache {
  const byGroup = new Map<string, ReturnType<ListingCache['listGroupEnvironments']>>()
  return {
    listGroupEnvironments: (group, limits) => {
      const listing = byGroup.get(group) ?? client.listGroupEnvironments(group, limits)
      byGroup.set(group, listing)
      return listing
    },
    listEnvironments: once(client.listEnvironments),
    listGroups: once(client.listGroups),
    listProjects: once(client.listProjects)
  }
}

function once<Arguments extends unknown[], Result>(call: (...given: Arguments) => Result) {
  let result: Result | undefined
  return (...given: Arguments) => (result ??= call(...given))
}
