import type { Operation, Result } from '../deploy/outcome.ts'

/** What an operation and its results are called. */
type Wording = Record<Result | 'doing' | 'done' | 'preposition' | 'red' | 'unverified', string>

export const wording: Record<Operation, Wording> = {
  deploy: {
    doing: 'Deploying',
    done: 'deployed',
    preposition: 'to',
    success: 'Deployed',
    partial: 'Partly deployed',
    failure: 'Not deployed',
    unknown: 'Deployment outcome unknown',
    cancelled: 'Deployment cancelled',
    red: 'API Proxy Group not deployed',
    unverified: 'Deployed, not verified'
  },
  undeploy: {
    doing: 'Undeploying',
    done: 'undeployed',
    preposition: 'from',
    success: 'Undeployed',
    partial: 'Partly undeployed',
    failure: 'Not undeployed',
    unknown: 'Undeployment outcome unknown',
    cancelled: 'Undeployment cancelled',
    red: 'API Proxy Group not undeployed',
    unverified: 'Undeployed, not verified'
  },
  check: {
    doing: 'Checking',
    done: 'checked',
    preposition: 'on',
    success: 'Ready to deploy',
    partial: 'Check partly failed',
    failure: 'Check failed',
    unknown: 'Check inconclusive',
    cancelled: 'Check cancelled',
    red: 'Check failed',
    unverified: 'Check failed'
  },
  verify: {
    doing: 'Verifying',
    done: 'verified',
    preposition: 'on',
    success: 'Verified',
    partial: 'Partly verified',
    failure: 'Not verified',
    unknown: 'Verification inconclusive',
    cancelled: 'Verification cancelled',
    red: 'API Proxy Group not verified',
    unverified: 'API Proxy Group not verified'
  }
}
