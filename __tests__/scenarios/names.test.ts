import { describe, expect, test } from '@jest/globals'
import { worldOf } from '../../simulator/world.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'
import { forgetDeployment } from '../support/seeded-world.ts'

describe('with more than one target, a name that does not exist ends the run before anything is sent:', () => {
  test.each<Scenario & { name: string; expected: string[]; missing: number }>([
    {
      name: 'the second of two groups',
      inputs: { group: 'PaymentAPIGroup\nPayoutAPIGroop', environment: 'test' },
      expected: ['Did you mean PayoutAPIGroup?'],
      missing: 1
    },
    {
      name: 'all such names, whatever fail-fast says, first edition',
      options: { edition: 'first' },
      inputs: {
        group: 'PaymentAPIGroup\nPayoutAPIGroop\nElse',
        environment: 'test\nprod',
        'fail-fast': 'false'
      },
      expected: ['Did you mean PayoutAPIGroup?', 'no group Else.', 'Did you mean production?'],
      missing: 5
    },
    {
      name: 'on servers with the older list of environments, where Spring refuses unknown paths',
      options: { edition: 'first', projectEnvironments: 'older', springSecurity: true },
      inputs: { environment: 'test\nprod' },
      expected: ['Did you mean production?'],
      missing: 1
    }
  ])('$name', async ({ expected, missing, ...scenario }) => {
    const run = await runScenario(scenario)

    const failed = run.results.filter(({ status }) => status === 'failed')
    expect(new Set(failed.map(({ reason }) => reason))).toEqual(new Set(['not-found']))
    expect(failed).toHaveLength(missing)
    expect(run.outputs.result).toBe('failure')
    expect(run.annotations).toHaveLength(1)
    for (const text of [...expected, 'Nothing was sent.']) {
      expect(run.outputs.message).toContain(text)
      expect(run.annotations[0]?.data).toContain(text)
    }
    expect(run.sent).toBe(0)
  })
})

test.each<Scenario & { name: string }>([
  {
    name: 'environments that shows fewer rows than it counts',
    prepare: forgetDeployment,
    fault: { on: { call: 'project-environments' }, rows: 1 }
  },
  {
    name: 'groups that lacks one that has a list of its own',
    fault: {
      on: { call: 'groups' },
      response: { body: '{"status":"SUCCESS","resultList":[{"name":"Else"}]}' }
    }
  }
])('a list of $name ends nothing', async scenario => {
  const run = await runScenario({
    ...scenario,
    inputs: { group: 'PaymentAPIGroup\nPayoutAPIGroup' }
  })

  expect(run.exitCode).toBe(0)
  expect(run.sent).toBe(2)
})

describe('names in another Unicode form than the Manager’s', () => {
  const group = 'Ödeme'.normalize('NFC')
  const environment = 'Üretim'.normalize('NFC')
  const given = { group: group.normalize('NFD'), environment: environment.normalize('NFD') }

  test('are sent as the Manager spells them, where its lists were read, and are told as given', async () => {
    const run = await runScenario({
      options: { world: worldOf({ groups: [group, 'B'], environments: [environment] }) },
      inputs: { group: `${given.group}\nB`, environment: given.environment, verify: 'environment' }
    })

    expect(run.results).toMatchObject([
      { group: given.group, environmentName: given.environment, status: 'succeeded' },
      { group: 'B', status: 'succeeded' }
    ])
    expect(run.manager.deployments).toMatchObject([{ group, environment }, { group: 'B' }])
  })

  test('are named as the cause of a refusal', async () => {
    const run = await runScenario({
      options: { world: worldOf({ groups: [given.group], environments: [environment] }) },
      inputs: { group, environment }
    })

    expect(run.results).toMatchObject([{ status: 'failed' }])
    expect(run.outputs.message).toContain('another Unicode form')
    expect(run.outputs.message).not.toContain('permission')
  })
})

describe('a name that ends in a space', () => {
  const group = 'Payments '
  const environment = 'test '

  test.each<{ operation: string; inputs?: Record<string, string>; status: string }>([
    { operation: 'deploy', inputs: { verify: 'routes' }, status: 'succeeded' },
    { operation: 'deploy', inputs: { 'skip-if-current': 'true' }, status: 'current' }
  ])('is that name for $operation', async ({ operation, inputs, status }) => {
    const world = worldOf({ groups: [group, 'B'], environments: [environment] })
    Object.assign(world.projects.Payments?.groups[group]?.deployed ?? {}, {
      [environment]: { at: 0, redeployRequired: false }
    })

    const run = await runScenario({
      options: { world, records: 'joined' },
      inputs: { operation, group: `["${group}"]`, environment: `["${environment}"]`, ...inputs }
    })

    expect(run.results).toMatchObject([{ group, environmentName: environment, status }])
  })

  test('is shown as a hint', async () => {
    const run = await runScenario({
      options: { world: worldOf({ groups: [group], environments: ['test'] }) },
      inputs: { group: 'Payments', environment: 'test' }
    })

    expect(run.outputs.message).toContain('begins or ends with a space')
    expect(run.summary).toContain('Did you mean <code>Payments </code>?')
  })
})
