/** The most characters of one part of a description. */
const maxPartLength = 100

/**
 * Who deploys, for the deploy history: repository, commit, run and actor.
 * @param env the variables that the runner sets
 * @returns such as `GitHub Actions: acme/payments@1a2b3c4, run 12345 by octocat`, without what is not set
 */
export function describeWorkflowRun(env: Readonly<Record<string, string | undefined>>): string {
  const read = (name: string) => (env[name] ?? '').slice(0, maxPartLength)
  const commit = read('GITHUB_SHA').slice(0, 7)
  const repository = [read('GITHUB_REPOSITORY'), commit].filter(Boolean).join('@')
  const run = read('GITHUB_RUN_ID') && `run ${read('GITHUB_RUN_ID')}`
  const actor = read('GITHUB_ACTOR') && `by ${read('GITHUB_ACTOR')}`
  const source = [repository, [run, actor].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  return source === '' ? 'Deployed by deploy-api-proxy-group' : `GitHub Actions: ${source}`
}
