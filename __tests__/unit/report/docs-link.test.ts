import { afterEach, expect, test } from '@jest/globals'
import { findDocs } from '../../../src/report/docs-link.ts'

const before = { ...process.env }

afterEach(() => {
  process.env = { ...before }
})

const onGitHub = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_ACTION_REPOSITORY: 'org/deploy',
  GITHUB_ACTION_REF: 'v1'
}
const onServer = { ...onGitHub, GITHUB_SERVER_URL: 'https://github.example.com' }

test.each([
  {
    name: 'github.com: the version that runs',
    env: onGitHub,
    expected: 'https://github.com/org/deploy/blob/v1/docs/network.md#certificates'
  },
  {
    name: 'a fork: the fork',
    env: { ...onGitHub, GITHUB_ACTION_REPOSITORY: 'acme/fork' },
    expected: 'https://github.com/acme/fork/blob/v1/docs/network.md#certificates'
  },
  {
    name: 'a branch with special characters',
    env: { ...onGitHub, GITHUB_ACTION_REF: 'feature/a#"b' },
    expected: 'https://github.com/org/deploy/blob/feature/a%23%22b/docs/network.md#certificates'
  },
  {
    name: 'another server, where the action may come from github.com: no link',
    env: onServer,
    expected: 'docs/network.md#certificates in org/deploy@v1'
  },
  {
    name: 'an action in the workflow’s own workspace: no link',
    env: { ...onGitHub, GITHUB_ACTION_REPOSITORY: '', GITHUB_ACTION_REF: '' },
    expected: 'docs/network.md#certificates'
  },
  {
    name: 'no server at all: no link',
    env: { ...onGitHub, GITHUB_SERVER_URL: '' },
    expected: 'docs/network.md#certificates in org/deploy@v1'
  }
])('on $name', ({ env, expected }) => {
  process.env = { ...before, ...env }

  expect(findDocs({ reason: 'tls' })).toBe(expected)
})

test('an outcome’s own page goes before that of its reason', () => {
  process.env = { ...before, ...onGitHub }

  expect(findDocs({ reason: 'connection-failed', docs: 'proxies' })).toMatch(/#proxies$/)
})

test('most reasons have no page', () => {
  expect(findDocs({ reason: 'rejected' })).toBeUndefined()
})
