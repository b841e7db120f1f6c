import type { Details } from '../deploy/outcome.ts'
import { reasons, type Reason } from '../deploy/reasons.ts'

/**
 * Finds where the documentation says more about an outcome.
 * @returns on github.com a link to the version that runs; elsewhere, where the action may come from one server or the
 *   other, the file's path with the name of the repository; undefined where the documentation says no more
 */
export function findDocs(outcome: Pick<Details, 'docs'> & { reason: Reason }): string | undefined {
  const heading = outcome.docs ?? reasons[outcome.reason].docs
  if (heading === undefined) {
    return undefined
  }
  const file = `docs/network.md#${heading}`
  const {
    GITHUB_ACTION_REPOSITORY: repository,
    GITHUB_ACTION_REF: ref,
    GITHUB_SERVER_URL: server
  } = process.env
  if (!repository || !ref) {
    return file
  }
  return server === 'https://github.com'
    ? `${server}/${[repository, 'blob', ref].map(encodePath).join('/')}/${file}`
    : `${file} in ${repository}@${ref}`
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
