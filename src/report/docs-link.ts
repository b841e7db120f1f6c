import { reasons, type Reason } from '../reasons.ts'

/** Where the documentation says more about a reason: at the very version that runs, or as a path in this repository. */
export function docsLink(reason: Reason): string | undefined {
  const { page } = reasons[reason]
  if (page === undefined) return undefined
  const {
    GITHUB_SERVER_URL: server,
    GITHUB_ACTION_REPOSITORY: repository,
    GITHUB_ACTION_REF: ref
  } = process.env
  const file = `docs/connection.md#${page}`
  // On GitHub Enterprise Server and elsewhere the action may have come from github.com, and no such page be there.
  return server === 'https://github.com' && repository && ref
    ? encodeURI(`${server}/${repository}/blob/${ref}/${file}`)
    : file
}
