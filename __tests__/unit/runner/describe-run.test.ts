import { expect, test } from '@jest/globals'
import { describeRun } from '../../../src/runner/describe-run.ts'

const all = {
  GITHUB_REPOSITORY: 'acme/payments',
  GITHUB_SHA: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d',
  GITHUB_RUN_ID: '12345',
  GITHUB_ACTOR: 'octocat'
}
const none = 'Deployed by deploy-api-proxy-group'

const rows = [
  {
    name: 'everything',
    env: all,
    expected: 'GitHub Actions: acme/payments@1a2b3c4, run 12345 by octocat'
  },
  { name: 'nothing', env: {}, expected: none },
  { name: 'empty variables', env: { GITHUB_REPOSITORY: '', GITHUB_RUN_ID: '' }, expected: none },
  {
    name: 'no commit',
    env: { ...all, GITHUB_SHA: undefined },
    expected: 'GitHub Actions: acme/payments, run 12345 by octocat'
  },
  {
    name: 'no run',
    env: { ...all, GITHUB_RUN_ID: '' },
    expected: 'GitHub Actions: acme/payments@1a2b3c4, by octocat'
  },
  {
    name: 'no actor',
    env: { ...all, GITHUB_ACTOR: '' },
    expected: 'GitHub Actions: acme/payments@1a2b3c4, run 12345'
  },
  {
    name: 'an actor alone',
    env: { GITHUB_ACTOR: 'octocat' },
    expected: 'GitHub Actions: by octocat'
  },
  {
    name: 'a long name',
    env: { GITHUB_REPOSITORY: 'x'.repeat(101) },
    expected: `GitHub Actions: ${'x'.repeat(100)}`
  }
]

test.each(rows)('who deployed, from $name', ({ env, expected }) => {
  expect(describeRun(env)).toBe(expected)
})
