import { expect, test } from '@jest/globals'
import { findCommit } from '../../../src/runner/commit.ts'

const merge = 'a'.repeat(40)
const head = 'b'.repeat(40)
const env = { GITHUB_SHA: merge, GITHUB_RUN_ID: '42' }

test.each([
  { name: 'push', event: { after: head }, expected: merge },
  { name: 'pull_request', event: { pull_request: { head: { sha: head } } }, expected: head },
  { name: 'workflow_run', event: { workflow_run: { head_sha: head } }, expected: head },
  { name: 'merge_group', event: { merge_group: { head_sha: merge } }, expected: merge },
  { name: 'no payload', event: undefined, expected: merge },
  { name: 'null', event: { pull_request: null }, expected: merge },
  { name: 'what is no commit', event: { workflow_run: { head_sha: 'main' } }, expected: merge }
])('the commit of $name', ({ event, expected }) => {
  expect(findCommit(env, event)).toBe(expected)
})
