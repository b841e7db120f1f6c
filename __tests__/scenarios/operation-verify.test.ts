import { describe, expect, test } from '@jest/globals'
import {
  startSimulator,
  type Edition,
  type Simulator,
  type SimulatorOptions
} from '../../simulator/simulator.ts'
import { runAction } from '../support/run-action.ts'
import { forgetDeployment, paymentGroup, podsOf } from '../support/seeded-world.ts'

function run({ url }: Simulator, inputs: Record<string, string> = {}) {
  return runAction({ inputs: { url, operation: 'verify', ...inputs } })
}

describe('what is live is green, and only GETs are sent:', () => {
  test.each<{ edition: Edition }>([{ edition: 'first' }, { edition: 'current' }])(
    'by the Manager’s list, $edition edition',
    async ({ edition }) => {
      await using manager = await startSimulator({ edition })

      const { results, outputs, log, summary, annotations } = await run(manager, {
        environment: 'test\nstaging\nproduction'
      })

      expect(results).toMatchObject(Array(3).fill({ status: 'succeeded', reason: 'verified' }))
      expect(outputs.message).toBe('3 of 3 verified.')
      expect(log).toContain('Verifying PaymentAPIGroup on test')
      expect(log).toContain('PaymentAPIGroup was verified on production.')
      expect(summary).toContain('<h2>✅ Verified</h2>')
      expect(summary).toContain('✅&nbsp;Verified')
      expect(annotations).toEqual([])
      expect(new Set(manager.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
    }
  )

  test('by every worker pod, with its address', async () => {
    await using manager = await startSimulator()

    const { results, outputs, summary } = await run(manager, { verify: 'routes' })

    expect(results).toMatchObject([{ status: 'succeeded', reason: 'verified' }])
    expect(outputs.message).toContain('Every worker pod serves all API Proxies of the group (3).')
    expect(outputs['environment-url']).toBe('https://api.example.com/')
    expect(summary).toContain('<h2>✅ Verified on <code>production</code></h2>')
    expect(new Set(manager.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
  })
})

describe('what is not live is red', () => {
  test.each<{ edition: Edition }>([{ edition: 'first' }, { edition: 'current' }])(
    'where the Manager does not list it, and all others are looked at, $edition edition',
    async ({ edition }) => {
      await using manager = await startSimulator({ edition })
      forgetDeployment(manager, 'staging')

      const { results, outputs, annotations, summary } = await run(manager, {
        environment: 'staging\nproduction',
        'verify-timeout': '1s'
      })

      expect(results).toMatchObject([
        { status: 'failed', reason: 'not-verified' },
        { status: 'succeeded', reason: 'verified' }
      ])
      expect(outputs).toMatchObject({
        result: 'partial',
        'failed-environments': '["staging"]',
        'failed-groups': '["PaymentAPIGroup"]'
      })
      expect(outputs.message).toContain('does not list the environment as deployed')
      expect(outputs.message).toContain('within 1 s (`verify-timeout`). Deploy the group there')
      expect(outputs.message).not.toContain('worker pods')
      expect(annotations).toMatchObject([{ properties: { title: 'API Proxy Group not verified' } }])
      expect(summary).toContain('<h2>❌ Partly verified</h2>')
      expect(manager.requests.every(({ method }) => method === 'GET')).toBe(true)
    }
  )

  test('where a worker pod does not serve it, which is named', async () => {
    await using manager = await startSimulator()
    paymentGroup(manager).deployed.production = { at: Date.now(), redeployRequired: false }
    Object.assign(podsOf(manager, 'production')[1] ?? {}, { staleMs: 600_000 })

    const { results, outputs, annotations } = await run(manager, {
      verify: 'routes',
      'verify-timeout': '1s'
    })

    expect(results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
    for (const text of [outputs.message, annotations[0]?.data]) {
      expect(text).toContain('10.0.2.12:8091 does not serve it yet')
      expect(text).not.toContain('was accepted')
    }
  })

  test('where a worker pod becomes stale no longer than verify-timeout, it is waited for', async () => {
    await using manager = await startSimulator()
    paymentGroup(manager).deployed.production = { at: Date.now(), redeployRequired: false }
    Object.assign(podsOf(manager, 'production')[1] ?? {}, { staleMs: 1_500 })

    const { results, log } = await run(manager, { verify: 'routes', 'verify-timeout': '10s' })

    expect(results).toMatchObject([{ status: 'succeeded' }])
    expect(log).toContain('PaymentAPIGroup on production is not confirmed yet: ')
  })
})

describe('verify: routes on a server that cannot tell is red at once, and says what to use:', () => {
  test.each<{ name: string; options: SimulatorOptions }>([
    { name: 'first edition', options: { edition: 'first' } },
    { name: 'before 2026.09', options: { routeHealth: false } }
  ])('$name', async ({ options }) => {
    await using manager = await startSimulator(options)

    const { results, outputs, durationMs } = await run(manager, {
      verify: 'routes',
      'verify-timeout': '1m'
    })

    expect(results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
    expect(outputs.message).toContain(
      'This server cannot tell which routes its worker pods serve (Apinizer before 2026.09): ' +
        'use `verify: environment`.'
    )
    expect(outputs.message).not.toContain('permission')
    expect(durationMs).toBeLessThan(5_000)
  })
})

test.each<{ name: string; inputs: Record<string, string>; expected: string }>([
  {
    name: 'project',
    inputs: { project: 'Payment' },
    expected: 'sees no project Payment. Did you mean Payments?'
  },
  {
    name: 'group',
    inputs: { group: 'paymentapigroup' },
    expected: 'has no group paymentapigroup. Did you mean PaymentAPIGroup?'
  },
  {
    name: 'environment',
    inputs: { environment: 'Production', 'verify-timeout': '1s' },
    expected: 'has no environment Production. Did you mean production?'
  }
])('a wrong $name is told', async ({ inputs, expected }) => {
  await using manager = await startSimulator()

  const { results, outputs } = await run(manager, inputs)

  expect(results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
  expect(outputs.message).toContain(expected)
})

test('inputs that a read-only operation ignores are warned of', async () => {
  await using manager = await startSimulator()

  const { exitCode, annotations } = await run(manager, {
    description: 'v2',
    'skip-if-current': 'true',
    'github-token': 'ghs_0123456789abcdefghijklmnopqrstuvwxyz'
  })

  expect(exitCode).toBe(0)
  expect(annotations.map(({ name, data }) => ({ name, data }))).toEqual(
    ['skip-if-current', 'github-token', 'description'].map(input => ({
      name: 'warning',
      data: `Input \`${input}\` has no effect with \`operation: verify\`.`
    }))
  )
})
