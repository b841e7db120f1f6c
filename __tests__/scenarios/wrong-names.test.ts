import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Edition, type Simulator } from '../../simulator/simulator.ts'
import { deployOnlyToken, worldOf } from '../../simulator/world.ts'
import { runAction, type Run } from '../support/run-action.ts'

interface WrongName {
  edition: Edition
  name: string
  inputs: Record<string, string>
  /** What the Manager says, and what the look adds. */
  said: RegExp
  told: string
}

const names: Omit<WrongName, 'edition'>[] = [
  {
    name: 'project',
    inputs: { project: 'payments' },
    said: /Project ?\(payments\) is not found/,
    told: 'The token’s user sees no project payments. Did you mean Payments? Available: Payments.'
  },
  {
    name: 'group',
    inputs: { group: 'paymentapigroup' },
    said: /API Proxy Group \(paymentapigroup\) is not found/,
    told:
      'Project Payments has no group paymentapigroup. Did you mean PaymentAPIGroup? ' +
      'Available: PaymentAPIGroup, PayoutAPIGroup.'
  },
  {
    name: 'environment',
    inputs: { environment: 'prodution' },
    said: /Environment \(prodution\) is not found/,
    told:
      'Project Payments has no environment prodution. Did you mean production? ' +
      'Available: test, staging, production.'
  }
]

const wrongNames = (['first', 'current'] as const).flatMap(edition =>
  names.map(row => ({ edition, ...row }))
)

/** Where a person may look first. */
function listPlaces({ outputs, annotations, summary, shown }: Run) {
  return [outputs.message ?? '', annotations[0]?.data ?? '', summary, shown]
}

const genericRemedy = 'Check the names'

describe('a wrong name is told with the nearest one and all that there are, wherever one looks:', () => {
  test.each(wrongNames)('$name, $edition edition', async ({ edition, inputs, said, told }) => {
    await using manager = await startSimulator({ edition })

    const run = await runAction({ inputs: { url: manager.url, ...inputs } })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'rejected', httpStatus: 400 }])
    for (const place of listPlaces(run)) {
      expect(place).toMatch(said)
      expect(place).toContain(told)
      expect(place).toContain('Names are case-sensitive.')
      expect(place).not.toContain(genericRemedy)
    }
    expect(run.annotations).toHaveLength(1)
    expect(manager.deployments).toEqual([])
  })
})

describe('a check tells a wrong name as well:', () => {
  test.each(wrongNames)('$name, $edition edition', async ({ edition, inputs, told }) => {
    await using manager = await startSimulator({ edition })

    const run = await runAction({ inputs: { url: manager.url, operation: 'check', ...inputs } })

    expect(run.results).toMatchObject([{ status: 'failed' }])
    for (const place of listPlaces(run)) {
      expect(place).toContain(told)
    }
    expect(manager.requests.every(({ method }) => method === 'GET')).toBe(true)
  })
})

/** Lets the deployer in everywhere but into the environment. */
function closeEnvironment(manager: Simulator, token: string): void {
  manager.world.tokens[token] = {
    user: 'ci',
    permissions: ['VIEW', 'MANAGE', 'DEPLOY_UNDEPLOY'],
    environments: ['test']
  }
}

test('an environment that the token’s user may not access is none for that user', async () => {
  await using manager = await startSimulator()
  closeEnvironment(manager, 'token-for-test-alone')

  const run = await runAction({ inputs: { url: manager.url, token: 'token-for-test-alone' } })

  expect(run.outputs.message).toContain(
    'Project Payments has no environment production. Available: test.'
  )
})

test.each<{ edition: Edition }>([{ edition: 'first' }, { edition: 'current' }])(
  'where all names exist, it is the permission, $edition edition',
  async ({ edition }) => {
    await using manager = await startSimulator({ edition })
    manager.injectFault({
      refusal: {
        status: 400,
        message: 'API Proxy Group is not found or user does not have privilege to access it!'
      }
    })

    const run = await runAction({ inputs: { url: manager.url } })

    for (const place of listPlaces(run)) {
      expect(place).toContain(
        'Project, group and environment exist. If the message names no other cause, a permission is missing'
      )
      expect(place).toContain('API_MANAGEMENT with MANAGE and DEPLOY_UNDEPLOY')
      expect(place).not.toContain(genericRemedy)
    }
  }
)

test('without the right to look, the Manager’s own words and the generic remedy are all', async () => {
  await using manager = await startSimulator()

  const run = await runAction({
    inputs: { url: manager.url, token: deployOnlyToken, group: 'Paymint' }
  })

  expect(run.outputs.message).toContain('API Proxy Group (Paymint) is not found')
  expect(run.outputs.message).toContain(genericRemedy)
  expect(run.outputs.message).not.toContain('Available:')
})

test('a look that takes long is given up, and the refusal is told without it', async () => {
  await using manager = await startSimulator()
  for (const call of ['projects', 'groups', 'project-environments'] as const) {
    manager.injectFault({ on: { call }, delivery: 'silence' })
  }

  const run = await runAction({ inputs: { url: manager.url, group: 'Paymint', timeout: '60s' } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'rejected' }])
  expect(run.outputs.message).toContain(genericRemedy)
  expect(run.durationMs).toBeLessThan(8_000)
})

test('forty groups on a wrong environment are one cause, told once', async () => {
  const groups = Array.from({ length: 40 }, (_, index) => `g${index}`)
  const world = worldOf({ groups, environments: ['production'] })
  await using manager = await startSimulator({ world })
  const cause =
    'Project Payments has no environment prod. Did you mean production? Available: production.'

  const run = await runAction({
    inputs: { url: manager.url, group: groups.join('\n'), environment: 'prod' }
  })

  expect(run.outputs.message).toMatch(
    /^0 of 40 deployed, 40 failed\. g0, g1, g2 and 37 more failed on prod: Environment \(prod\)/
  )
  expect(run.outputs['failed-groups']).toBe(JSON.stringify(groups))
  expect(run.outputs['failed-environments']).toBe('["prod"]')
  expect(run.annotations).toHaveLength(1)
  expect(run.annotations[0]?.data).toMatch(/^g0, g1, g2 and 37 more on prod: Environment \(prod\)/)
  expect(run.annotations[0]?.data).toContain(cause)
  expect(run.summary.split(cause)).toHaveLength(2)
  expect(run.summary).toContain('<code>g4</code> and 35 more on&nbsp;<code>prod</code>')
  expect(manager.requests.filter(({ call }) => call === 'project-environments')).toHaveLength(1)
})

test('what was refused is told apart from what was not attempted', async () => {
  await using manager = await startSimulator()

  const run = await runAction({
    inputs: {
      url: manager.url,
      group: 'PaymentAPIGroup\nPaymint',
      environment: 'test\nproduction'
    }
  })

  expect(run.results.map(({ status }) => status)).toEqual([
    ...['succeeded', 'failed'],
    ...['not-attempted', 'not-attempted']
  ])
  expect(run.outputs).toMatchObject({
    result: 'partial',
    'failed-environments': '["test","production"]',
    'failed-groups': '["Paymint"]'
  })
  expect(run.outputs.message).toMatch(
    /^1 of 4 deployed, 1 failed, 2 not attempted\. Paymint failed on test: /
  )
  expect(run.annotations).toHaveLength(1)
  expect(run.annotations[0]?.data).toContain('2 others were not attempted.')
  expect(run.summary).toContain('⚪&nbsp;Not attempted')
})
