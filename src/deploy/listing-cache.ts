import type { ApinizerClient } from '../apinizer/client.ts'
import { findEnvironment, type ListedEnvironment } from '../apinizer/parse-lists.ts'

type ListCalls = Pick<
  ApinizerClient,
  'listGroupEnvironments' | 'listEnvironments' | 'listGroups' | 'listProjects'
>

/** The Manager's lists, each requested once in a run, for what needs no fresh look. */
export type ListingCache = ListCalls & {
  /** What a group's list of environments says of one, if it was requested in this run and could be read. */
  findKnownEnvironment: (
    group: string,
    environment: string
  ) => Promise<{ listed: ListedEnvironment | undefined; isComplete: boolean } | undefined>
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
    findKnownEnvironment: async (group, environment) => {
      const listing = await byGroup.get(group)
      return listing?.ok === true
        ? {
            listed: findEnvironment(listing.value, environment),
            isComplete: listing.value.isComplete
          }
        : undefined
    }
  }
}

function once<Arguments extends unknown[], Result>(call: (...given: Arguments) => Result) {
  let result: Result | undefined
  return (...given: Arguments) => (result ??= call(...given))
}
