import { isPartlyDone, type Operation, type Outcome, type Result } from '../deploy/outcome.ts'
import { reasons } from '../deploy/reasons.ts'

/** `failed` and `unverified` are titles of annotations alone, the results also of the job summary. */
type Wording = Record<
  Result | 'doing' | 'done' | 'notDone' | 'preposition' | 'failed' | 'unverified',
  string
>

/** What each operation and its results are called. */
export const wording: Record<Operation, Wording> = {
  deploy: {
    doing: 'Deploying',
    done: 'deployed',
    notDone: 'was not deployed to',
    preposition: 'to',
    success: 'Deployed',
    partial: 'Partly deployed',
    failure: 'Not deployed',
    unknown: 'Deployment outcome unknown',
    cancelled: 'Deployment cancelled',
    failed: 'API Proxy Group not deployed',
    unverified: 'Deployed, not verified'
  },
  undeploy: {
    doing: 'Undeploying',
    done: 'undeployed',
    notDone: 'was not undeployed from',
    preposition: 'from',
    success: 'Undeployed',
    partial: 'Partly undeployed',
    failure: 'Not undeployed',
    unknown: 'Undeployment outcome unknown',
    cancelled: 'Undeployment cancelled',
    failed: 'API Proxy Group not undeployed',
    unverified: 'Undeployed, not verified'
  },
  check: {
    doing: 'Checking',
    done: 'checked',
    notDone: 'did not pass the check on',
    preposition: 'on',
    success: 'Ready to deploy',
    partial: 'Check partly failed',
    failure: 'Check failed',
    unknown: 'Check inconclusive',
    cancelled: 'Check cancelled',
    failed: 'Check failed',
    unverified: 'Check failed'
  },
  verify: {
    doing: 'Verifying',
    done: 'verified',
    notDone: 'could not be verified on',
    preposition: 'on',
    success: 'Verified',
    partial: 'Partly verified',
    failure: 'Not verified',
    unknown: 'Verification inconclusive',
    cancelled: 'Verification cancelled',
    failed: 'API Proxy Group not verified',
    unverified: 'API Proxy Group not verified'
  }
}

/** What a target is called that failed on some of its worker pods only, whatever the operation. */
export const failedOnSome = 'Failed on some worker pods'

/** What the log and the summary call an outcome: the label of its reason, or something more specific. */
export function labelOutcome(outcome: Outcome): string {
  const { status, reason } = outcome
  if (status === 'not-attempted') {
    // `cancelled` is the reason of targets in progress, too.
    return reasons['not-attempted'].label
  }
  if (reason === 'checked') {
    return status === 'current' ? reasons.current.label : 'Ready to deploy'
  }
  if (status === 'unknown' && (reason === 'forbidden' || reason === 'unauthorized')) {
    // A 401 or 403 of which nobody knows what it is about says nothing about rights or tokens.
    return 'Unknown'
  }
  const label = isPartlyDone(outcome) ? failedOnSome : reasons[reason].label
  return status === 'unknown' ? `Unknown: ${label}` : label
}
