import type { Details } from '../deploy/outcome.ts'
import { reasons, type Reason } from '../deploy/reasons.ts'

/**
 * Finds where the documentation says more about an outcome.
 * @returns a link to the version that runs, where the repository of the action is known to be on
 *   this server; otherwise the file's path, with the name of the repository; undefined where the
 *   documentation says no more
 */
export function findDocs(outcome: Pick<Details, 'docs'> & { reason: Reason }): string | undefined {
  const heading = outcome.docs ?? reasons[outcome.reason].docs
  if (heading === undefined) {
    return undefined
  }
  const file = `docs/network.md#${heading}`
  const { GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = process.env
  if (!repository || !ref) {
    return file
  }
  const server = findServer(repository)
  return server === undefined
    ? `${file} in ${repository}@${ref}`
    : `${server}/${[repository, 'blob', ref].map(encodePath).join('/')}/${file}`
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

/**
 * Another server than github.com gives an action from itself or, through GitHub Connect, from
 * github.com. It is known to be its own where it belongs to the owner of the workflow.
 */
function findServer(repository: string): string | undefined {
  const { GITHUB_SERVER_URL: server = '', GITHUB_REPOSITORY = '', GITEA_ACTIONS } = process.env
  const [owner] = repository.split('/')
  const isOwn = owner === GITHUB_REPOSITORY.split('/')[0]
  // Gitea has its files at other addresses.
  const isGitHub = server.startsWith('https://') && !GITEA_ACTIONS
  return isGitHub && (server === 'https://github.com' || isOwn) ? server : undefined
}
