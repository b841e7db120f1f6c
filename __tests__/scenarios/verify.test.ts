import { describe, expect, test } from '@jest/globals'
import {
  startSimulator,
  type Edition,
  type Fault,
  type Simulator,
  type SimulatorOptions
} from '../../simulator/simulator.ts'
import { runAction } from '../support/run-action.ts'
import { paymentGroup, podsOf } from '../support/seeded-world.ts'

describe('verify: environment', () => {
  const verify = 'environment'
  const list = { call: 'environments' } as const

  test.each<{ edition: Edition; url: string; revision: string }>([
    { edition: 'first', url: '', revision: '' },
    { edition: 'current', url: 'https://api.example.com/', revision: '4' }
  ])('confirms what the Manager lists, $edition edition', async ({ edition, url, revision }) => {
    await using manager = await startSimulator({ edition })

    const run = await runAction({ inputs: { url: manager.url, verify } })

    expect(run.results).toMatchObject([{ status: 'succeeded', reason: 'deployed' }])
    expect(run.outputs).toMatchObject({ 'environment-url': url, revision })
  })

  test('waits until the Manager lists it, and says each change once', async () => {
    await using manager = await startSimulator()
    manager.injectFault({
      on: list,
      after: 1,
      times: 2,
      response: { body: { status: 'SUCCESS', resultList: [] } }
    })

    const run = await runAction({ inputs: { url: manager.url, verify } })

    expect(run.exitCode).toBe(0)
    expect(run.log.match(/is not confirmed yet: /g)).toHaveLength(1)
  })

  test('is red when the Manager does not list it, and says that the deployment was accepted', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ commits: false })
    delete paymentGroup(manager).deployed.production

    const run = await runAction({ inputs: { url: manager.url, verify, 'verify-timeout': '1s' } })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
    expect(run.outputs.message).toContain('does not list the environment as deployed')
    expect(run.outputs.message).toContain('The deployment itself was accepted.')
    expect(run.outputs.message).toContain('within 1 s (`verify-timeout`). Check the group in the')
    expect(run.outputs.message).not.toContain('worker pods')
    expect(run.annotations).toMatchObject([{ properties: { title: 'Deployed, not verified' } }])
    expect(run.summary).toContain('<h2>❌ Deployed, not verified on <code>production</code></h2>')
  })

  test('uses verify-timeout up to its end', async () => {
    await using manager = await startSimulator()
    const unlisted: Fault = {
      on: list,
      after: 1,
      times: Infinity,
      response: { body: { status: 'SUCCESS', resultList: [] } }
    }
    manager.injectFault(unlisted)

    await runAction({ inputs: { url: manager.url, verify, 'verify-timeout': '3s' } })

    const looks = manager.requests.filter(({ call }) => call === 'environments').slice(1)
    const spanMs = (looks.at(-1)?.at ?? 0) - (looks[0]?.at ?? 0)
    expect(spanMs).toBeGreaterThan(2_800)
    expect(spanMs).toBeLessThan(3_800)
  })

  test('keeps the pause that the Manager asks for', async () => {
    await using manager = await startSimulator()
    manager.injectFault({
      on: list,
      after: 1,
      refusal: { status: 429, retryAfterSeconds: 2 }
    })

    await runAction({ inputs: { url: manager.url, verify } })

    const [, first, second] = manager.requests.filter(({ call }) => call === 'environments')
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2_000)
  })

  test('is red at once when the list is refused', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: list, after: 1, times: Infinity, refusal: 404 })

    const run = await runAction({ inputs: { url: manager.url, verify, 'verify-timeout': '1m' } })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
    expect(run.durationMs).toBeLessThan(5_000)
  })
})

describe('verify: routes', () => {
  const verify = 'routes'

  test('works on the Node that runs npm, which may be as old as that of an ARM32 runner', async () => {
    await using manager = await startSimulator()
    Object.assign(podsOf(manager, 'production')[1] ?? {}, { staleMs: 300 })

    const run = await runAction({
      inputs: { url: manager.url, verify: 'routes', 'verify-timeout': '10s' },
      node: process.env.npm_node_execpath ?? process.execPath
    })

    expect(run.results).toMatchObject([{ status: 'succeeded' }])
  })

  test('waits for a stale pod, and names it', async () => {
    await using manager = await startSimulator()
    Object.assign(podsOf(manager, 'production')[1] ?? {}, { staleMs: 1_200 })

    const run = await runAction({ inputs: { url: manager.url, verify } })

    expect(run.results).toMatchObject([{ status: 'succeeded' }])
    expect(run.outputs.message).toContain(
      'Every worker pod serves all API Proxies of the group (3)'
    )
    expect(run.log).toMatch(
      /PaymentAPIGroup on production is not confirmed yet: .*not serve it yet/
    )
    expect(manager.requests.filter(({ call }) => call === 'api-proxies')).toHaveLength(1)
  })

  interface Scenario {
    name: string
    prepare: (manager: Simulator) => void
    expected: string
  }

  const secondPod = (changes: object) => (manager: Simulator) => {
    Object.assign(podsOf(manager, 'production')[1] ?? {}, changes)
  }
  const always = (call: 'route-health' | 'api-proxies', fault: Fault) => (manager: Simulator) => {
    manager.injectFault({ on: { call }, times: Infinity, ...fault })
  }
  const route = (fields: object): Fault => ({
    response: { body: { status: 'SUCCESS', resultList: [fields] } }
  })

  test.concurrent.each<Scenario>([
    {
      name: 'a pod stays stale',
      prepare: secondPod({ staleMs: 600_000 }),
      expected: 'not serve it yet'
    },
    {
      name: 'a pod could not be probed',
      prepare: secondPod({ unreachable: 'connect timed out' }),
      expected: 'could not be probed: connect timed out'
    },
    {
      name: 'no pod responds',
      prepare: manager => {
        for (const pod of podsOf(manager, 'production')) {
          pod.unresponsive = true
        }
      },
      expected: 'no worker pod responded'
    },
    {
      name: 'the Manager and its pods disagree',
      prepare: always(
        'route-health',
        route({
          routeActive: true,
          inconsistent: true,
          podsResponded: 1,
          podsActive: 1,
          pods: [{ routeActive: true }]
        })
      ),
      expected: 'the Manager and its worker pods disagree'
    },
    {
      name: 'no route is listed',
      prepare: always('route-health', {
        response: { body: { status: 'SUCCESS', resultList: [] } }
      }),
      expected: 'reports no route'
    },
    {
      name: 'the name of an API Proxy leads out of the path',
      prepare: always('api-proxies', route({ name: '..' })),
      expected: 'cannot be read whole'
    },
    {
      name: 'the group has no API Proxies',
      prepare: manager => {
        paymentGroup(manager).proxies = []
      },
      expected: 'no API Proxies'
    }
  ])('is red when $name', async ({ prepare, expected }) => {
    await using manager = await startSimulator()
    prepare(manager)

    const run = await runAction({ inputs: { url: manager.url, verify, 'verify-timeout': '1s' } })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
    expect(run.outputs.message).toContain(expected)
    expect(run.outputs.message).toContain('The deployment itself was accepted.')
  })

  test.each<{ name: string; options: SimulatorOptions }>([
    { name: 'of the first edition', options: { edition: 'first' } },
    { name: 'before 2026.09', options: { routeHealth: false } }
  ])('is red at once on a server $name, which cannot tell', async ({ options }) => {
    await using manager = await startSimulator(options)

    const run = await runAction({ inputs: { url: manager.url, verify, 'verify-timeout': '1m' } })

    expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
    expect(run.outputs.message).toContain('use `verify: environment`')
    expect(run.durationMs).toBeLessThan(5_000)
  })
})
