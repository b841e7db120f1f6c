/**
 * Takes NODE_TLS_REJECT_UNAUTHORIZED=0 out of the environment, because Node would obey it on the way to a proxy.
 * @param env the process's environment
 * @returns a warning, if it was there
 */
export function removeTlsVariable(env: Record<string, string | undefined>): string[] {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') {
    return []
  }
  delete env['NODE_TLS_REJECT_UNAUTHORIZED']
  return [
    'NODE_TLS_REJECT_UNAUTHORIZED is 0: this action still checks certificates, but other steps ' +
      'of this job do not. Remove the variable, and set `ca-certificate`.'
  ]
}
