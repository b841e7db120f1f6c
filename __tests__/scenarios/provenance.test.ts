import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../../simulator/simulator.ts'
import { runAction } from '../support/run-action.ts'
import { forgetDeployment, paymentGroup } from '../support/seeded-world.ts'

const env = {
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_SHA: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d',
  GITHUB_RUN_ID: '12345',
  GITHUB_ACTOR: 'octocat'
}

const verified = { verify: 'environment' }

function run({ url }: Simulator, inputs: Record<string, string> = {}) {
  return runAction({ inputs: { url, ...inputs }, env })
}

function readDescription(manager: Simulator): string | undefined {
  return paymentGroup(manager).history[0]?.description
}

test.each(['deploy', 'undeploy'])(
  'the history of the Manager says who did it by default, after %s',
  async operation => {
    await using manager = await startSimulator()

    await run(manager, { operation })

    expect(readDescription(manager)).toMatch(
      /^\[[0-9a-f]{12}\] GitHub Actions: acme\/shop@1a2b3c4, run 12345 by octocat$/
    )
  }
)

test('a server of the first edition, which takes no description, deploys without one', async () => {
  await using manager = await startSimulator({ edition: 'first' })

  const { exitCode } = await run(manager)

  expect(exitCode).toBe(0)
  expect(manager.requests.map(({ body }) => body)).toEqual(['', ''])
})

describe('the revision, and the one that was live before,', () => {
  test('are told in log, summary and outputs', async () => {
    await using manager = await startSimulator()

    const { outputs, results, log, summary } = await run(manager, verified)

    expect(outputs.revision).toBe('4')
    expect(results).toMatchObject([{ revision: 4, previousRevision: 3 }])
    expect(log).toContain('  Revision 3 → 4\n')
    expect(summary).toContain('Revision 3 → 4 · Served at <code>https://api.example.com/</code>')
  })

  test('are told of each environment', async () => {
    await using manager = await startSimulator()

    const { results, outputs } = await run(manager, {
      ...verified,
      environment: 'test\nstaging\nproduction'
    })

    expect(results).toMatchObject([
      { revision: 4, previousRevision: 1 },
      { revision: 5, previousRevision: 2 },
      { revision: 6, previousRevision: 3 }
    ])
    expect(outputs.revision).toBe('6')
  })

  test('are told of a deployment whose response was lost', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ delivery: 'close', commits: true })

    const { results } = await run(manager)

    expect(results).toMatchObject([{ status: 'succeeded', revision: 4, previousRevision: 3 }])
  })

  test('are one where it was never deployed there before', async () => {
    await using manager = await startSimulator()
    forgetDeployment(manager, 'production')

    const { results, summary } = await run(manager, verified)

    expect(results).toMatchObject([{ revision: 4 }])
    expect(results[0]).not.toHaveProperty('previousRevision')
    expect(summary).toContain('Revision 4 · ')
  })

  test.each([
    { name: 'on a server of the first edition', options: { edition: 'first' as const } },
    { name: 'on a server without a history', options: { history: false } }
  ])('are none $name, and nothing fails', async ({ options }) => {
    await using manager = await startSimulator(options)

    const { exitCode, outputs, log } = await run(manager, verified)

    expect(exitCode).toBe(0)
    expect(outputs.revision).toBe('')
    expect(log).not.toContain('Revision')
  })

  test('cost no request where nothing is verified', async () => {
    await using manager = await startSimulator()

    const { outputs } = await run(manager)

    expect(outputs.revision).toBe('')
    expect(manager.requests.map(({ call }) => call)).toEqual(['environments', 'deploy'])
  })
})
