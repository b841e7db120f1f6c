import { expect, test } from '@jest/globals'
import { describeWorkflowRun } from '../../../src/runner/run-info.ts'

const all = {
  GITHUB_REPOSITORY: 'acme/payments',
  GITHUB_SHA: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d',
  GITHUB_RUN_ID: '12345',
  GITHUB_ACTOR: 'octocat'
}
const actions = 'GitHub Actions: '

test.each([
  { env: all, expected: `${actions}acme/payments@1a2b3c4, run 12345 by octocat` },
  {
    env: { ...all, GITHUB_SHA: undefined },
    expected: `${actions}acme/payments, run 12345 by octocat`
  },
  { env: { ...all, GITHUB_RUN_ID: '' }, expected: `${actions}acme/payments@1a2b3c4, by octocat` },
  { env: { GITHUB_ACTOR: 'octocat' }, expected: `${actions}by octocat` },
  { env: { GITHUB_REPOSITORY: 'x'.repeat(101) }, expected: actions + 'x'.repeat(100) },
  { env: { GITHUB_REPOSITORY: '' }, expected: 'Deployed by deploy-api-proxy-group' }
])('who deployed, from $env', ({ env, expected }) => {
  expect(describeWorkflowRun(env)).toBe(expected)
})
