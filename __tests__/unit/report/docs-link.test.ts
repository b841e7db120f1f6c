import { afterEach, expect, test } from '@jest/globals'
import { findDocs } from '../../../src/report/docs-link.ts'

const before = { ...process.env }

afterEach(() => {
  process.env = { ...before }
})

const onGitHub = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_ACTION_REPOSITORY: 'org/deploy',
  GITHUB_ACTION_REF: 'v1'
}
const file = 'docs/network.md#certificates'

test.each([
  {
    name: 'github.com, with special characters in a branch',
    env: { GITHUB_ACTION_REF: 'feature/a#"b' },
    expected: `https://github.com/org/deploy/blob/feature/a%23%22b/${file}`
  },
  {
    name: 'another server, where the action may come from github.com',
    env: { GITHUB_SERVER_URL: 'https://github.example.com' },
    expected: `${file} in org/deploy@v1`
  },
  {
    name: 'an action in the workflow’s own workspace',
    env: { GITHUB_ACTION_REPOSITORY: '', GITHUB_ACTION_REF: '' },
    expected: file
  }
])('on $name', ({ env, expected }) => {
  process.env = { ...before, ...onGitHub, ...env }

  expect(findDocs({ reason: 'tls' })).toBe(expected)
})

test('an outcome’s own page goes before that of its reason, and most reasons have none', () => {
  expect(findDocs({ reason: 'connection-failed', docs: 'proxies' })).toMatch(/#proxies/)
  expect(findDocs({ reason: 'rejected' })).toBeUndefined()
})
