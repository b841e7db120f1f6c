/** Why a target is not green, though it was tried. */
export type FailureReason =
  | 'rejected'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'rate-limited'
  | 'server-error'
  | 'deployment-failed'
  | 'unexpected-response'
  | 'redirected'
  | 'timeout'
  | 'connection-failed'
  | 'connection-lost'
  | 'tls'
  | 'not-verified'
  | 'cancelled'

/** The stable codes of `environment-results`. */
export type Reason =
  FailureReason | 'deployed' | 'undeployed' | 'current' | 'checked' | 'not-attempted'

export interface ReasonText {
  /** A few words for a table. */
  label: string
  /** What to do about it, as whole sentences; empty when there is nothing to do. */
  remedy: string
  /** Heading in docs/connection.md that says more. */
  page?: string
}

/** What a table calls an outcome: its reason, or for a check what it found. */
export function labelOf({ status, reason }: { status: string; reason: Reason }): string {
  if (reason === 'checked') return status === 'current' ? 'Current' : 'Ready to deploy'
  return `${status === 'unknown' ? 'Unknown: ' : ''}${reasons[reason].label}`
}

const permissions =
  'API_MANAGEMENT with MANAGE and DEPLOY_UNDEPLOY (older servers: ROLE_MANAGE_PROXY_GROUPS and ROLE_DEPLOY_UNDEPLOY_PROXIES)'

/** Every reason with its label and its remedy. What TLS, a proxy, a redirect or a check needs is said where it is judged. */
export const reasons: Record<Reason, ReasonText> = {
  deployed: { label: 'Deployed', remedy: '' },
  undeployed: { label: 'Undeployed', remedy: '' },
  current: { label: 'Current', remedy: '' },
  checked: { label: 'Checked', remedy: '' },
  'not-attempted': { label: 'Not attempted', remedy: '' },
  cancelled: {
    label: 'Cancelled',
    remedy:
      'Nothing was undone, and the server may go on with what it was sent: look at the environment in the Apinizer Manager.'
  },
  rejected: {
    label: 'Rejected',
    remedy: `Check the names (they are case-sensitive), and that the token’s user has access to project and environment and may deploy there: ${permissions}.`
  },
  unauthorized: {
    label: 'Token refused',
    remedy:
      'Make a new token in the Apinizer Manager under My Profile, Personal API Access Tokens, and store it in the secret that the `token` input reads.'
  },
  forbidden: {
    label: 'Not permitted',
    remedy: `Give the token’s user access to the project and the environment, and ${permissions}. If the answer is not Apinizer’s, a gateway in front of it refused the request.`
  },
  'not-found': {
    label: 'Not found',
    remedy:
      'Check the names of project, group and environment (they are case-sensitive), and that `url` is the address of the Apinizer Manager, with its path prefix where it has one.'
  },
  conflict: {
    label: 'Conflict',
    remedy:
      'Another change of the same group may be under way: wait for it, then run this job again.'
  },
  'rate-limited': {
    label: 'Rate limited',
    remedy:
      'The server asked for a pause: raise `retries` or `timeout`, lower `max-parallel`, or run this job again later.'
  },
  'server-error': {
    label: 'Server error',
    remedy:
      'Look into the log of the Apinizer Manager, or of the gateway in front of it, at this time.'
  },
  'deployment-failed': {
    label: 'Failed',
    remedy:
      'Look at the group and the environment’s worker pods in the Apinizer Manager, then run this job again.'
  },
  'unexpected-response': {
    label: 'Answer not understood',
    remedy:
      'The deployment was not confirmed. Check that `url` is the address of the Apinizer Manager and not of a login page or a portal, and look at the group’s deploy history in the Manager.',
    page: 'answers-that-are-not-the-managers'
  },
  redirected: {
    label: 'Redirected',
    remedy: 'Redirects are never followed, so that the token goes nowhere else.',
    page: 'redirects'
  },
  timeout: {
    label: 'No answer in time',
    remedy: 'Raise `timeout` if deployments take this long.',
    page: 'deadlines'
  },
  'connection-failed': {
    label: 'No connection',
    remedy: 'Nothing was sent. Check `url`, and that the runner can reach that host and port.',
    page: 'no-connection'
  },
  'connection-lost': {
    label: 'Connection lost',
    remedy:
      'Look at the group’s deploy history in the Apinizer Manager before you run this job again.',
    page: 'lost-answers'
  },
  tls: {
    label: 'Certificate or TLS',
    remedy: 'Nothing was sent: the TLS connection was not accepted.',
    page: 'certificates'
  },
  'not-verified': {
    label: 'Not verified',
    remedy:
      'Look at the environment’s worker pods in the Apinizer Manager; raise `verify-timeout` if they need longer. Servers before 2026.09 cannot tell which routes are served: use `verify: environment` there.'
  }
}
