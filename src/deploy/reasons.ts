/** Why a target is not green, although it was tried. */
export type FailureReason =
  | 'rejected'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'rate-limited'
  | 'server-error'
  | 'gateway-timeout'
  | 'deployment-failed'
  | 'unexpected-response'
  | 'redirected'
  | 'timeout'
  | 'connection-failed'
  | 'connection-lost'
  | 'tls'
  | 'not-verified'
  | 'cancelled'

/** The stable codes of the output `environment-results`. */
export type Reason =
  FailureReason | 'deployed' | 'undeployed' | 'verified' | 'current' | 'checked' | 'not-attempted'

/** A heading of docs/network.md, as GitHub makes its anchor. */
export type DocsHeading =
  | 'responses-that-are-not-the-managers'
  | 'redirects'
  | 'time-limits'
  | 'could-not-connect'
  | 'proxies'
  | 'gateway-timeouts'
  | 'lost-responses'
  | 'certificates'

export interface ReasonText {
  /** A few words for a table. */
  label: string
  /** What to do first, as whole sentences; empty when there is nothing to do. */
  remedy: string
  /** Where the documentation says more. */
  docs?: DocsHeading
}

/** What deploying needs, in both editions. */
const deployPermissions =
  'API_MANAGEMENT with MANAGE and DEPLOY_UNDEPLOY ' +
  '(older servers: ROLE_MANAGE_PROXY_GROUPS and ROLE_DEPLOY_UNDEPLOY_PROXIES)'

/** Why `verify: routes` cannot work on a server. */
export const noRouteHealth =
  'This server cannot tell which routes its worker pods serve (Apinizer before 2026.09): use `verify: environment`.'

const checkHistory = 'Check in the Apinizer Manager what is deployed before you run this job again.'

/**
 * Every reason with its label and its generic remedy. `classify.ts` replaces the remedy where the
 * response tells something more specific.
 */
export const reasons: Record<Reason, ReasonText> = {
  deployed: { label: 'Deployed', remedy: '' },
  undeployed: { label: 'Undeployed', remedy: '' },
  verified: { label: 'Verified', remedy: '' },
  current: { label: 'Already current', remedy: '' },
  checked: { label: 'Checked', remedy: '' },
  'not-attempted': { label: 'Not attempted', remedy: '' },
  cancelled: {
    label: 'Cancelled',
    remedy:
      'Nothing was rolled back, and the server may still complete the request: ' +
      'check the environment in the Apinizer Manager.'
  },
  rejected: {
    label: 'Rejected',
    remedy:
      'Check the names (they are case-sensitive), and that the token’s user has access to the ' +
      `project and the environment and may deploy there: ${deployPermissions}.`
  },
  unauthorized: {
    label: 'Unauthorized',
    remedy:
      'Create a new token in the Apinizer Manager under My Profile, Create API Token, ' +
      'and store it in the secret that the `token` input reads.'
  },
  forbidden: {
    label: 'Forbidden',
    remedy:
      'Give the token’s user access to the project and the environment, and ' +
      `${deployPermissions}.`
  },
  'not-found': {
    label: 'Not found',
    remedy:
      'Check the names of project, group and environment (they are case-sensitive), and that ' +
      '`url` is the address of the Apinizer Manager, with its path prefix if it has one.'
  },
  conflict: {
    label: 'Conflict',
    remedy:
      'If a change of the group is in progress (it may be this very request, repeated by a gateway), wait for it to ' +
      'finish and check the deploy history, then run this job again.'
  },
  'rate-limited': {
    label: 'Rate limited',
    remedy: 'Raise `retry-timeout`, lower `max-parallel`, or run this job again later.'
  },
  'server-error': {
    label: 'Server error',
    remedy: 'Check the log of the Apinizer Manager, and of any gateway in front of it.'
  },
  'gateway-timeout': {
    label: 'Gateway gave up waiting',
    remedy:
      `${checkHistory} Then raise the response timeout of the gateway in front of the Manager (nginx: ` +
      '`proxy_read_timeout`, 60 s by default) above that of the worker pods, 30 to 120 s.',
    docs: 'gateway-timeouts'
  },
  'deployment-failed': {
    label: 'Deployment failed',
    remedy:
      'Check the group and the environment’s worker pods in the Apinizer Manager, then run this ' +
      'job again.'
  },
  'unexpected-response': {
    label: 'Unexpected response',
    remedy:
      'Check that `url` is the address of the Apinizer Manager and not of a login page or a portal.',
    docs: 'responses-that-are-not-the-managers'
  },
  redirected: {
    label: 'Redirected',
    remedy:
      'Set `url` to the Manager’s own address. Redirects are never followed, so that the token ' +
      'reaches no other server.',
    docs: 'redirects'
  },
  timeout: {
    label: 'Timed out',
    remedy: 'Raise `timeout` if deployments take this long.',
    docs: 'time-limits'
  },
  'connection-failed': {
    label: 'Could not connect',
    remedy: 'Check `url`, and that the runner can reach that host and port.',
    docs: 'could-not-connect'
  },
  'connection-lost': {
    label: 'Response lost',
    remedy: checkHistory,
    docs: 'lost-responses'
  },
  tls: {
    label: 'Certificate or TLS',
    remedy: 'Set `ca-certificate` to your company’s CA, or fix the certificate on the server.',
    docs: 'certificates'
  },
  'not-verified': {
    label: 'Not verified',
    remedy:
      'Check the group and the environment’s worker pods in the Apinizer Manager, and raise ' +
      '`verify-timeout` if they need longer.'
  }
}

/** What a request was for: to change something, or to read only. */
export type RequestPurpose = 'change' | 'read'

/** What to do first about a reason, as sentences: after a read there is no deployment to look for. */
export function findRemedy(reason: FailureReason, purpose: RequestPurpose): string {
  return (purpose === 'read' ? readRemedies[reason] : undefined) ?? reasons[reason].remedy
}

const readRemedies: Partial<Record<FailureReason, string>> = {
  rejected:
    'Check the names (they are case-sensitive), and that the token’s user may view the project: ' +
    'API_MANAGEMENT with VIEW.',
  forbidden:
    'Give the token’s user access to the project and the environment, and API_MANAGEMENT with VIEW.',
  'gateway-timeout': 'Check whether the Manager behind the gateway is running.'
}
