import { describe, expect, test } from '@jest/globals'
import {
  startSimulator,
  type Fault,
  type Pod,
  type Simulator,
  type SimulatorOptions
} from '../../../simulator/simulator.ts'
import { worldOf } from '../../../simulator/world.ts'
import { createPoll } from '../../../src/deploy/poll.ts'
import { verifyEnvironment, verifyRoutes } from '../../../src/deploy/verify.ts'
import {
  countCalls,
  createRunContext,
  findGroup,
  findPods,
  target,
  type ContextOverrides
} from '../../support/run-context.ts'

const environments = { call: 'environments' } as const
const routeHealth = { call: 'route-health' } as const
const apiProxies = { call: 'api-proxies' } as const

const list = (...resultList: unknown[]) => ({ body: { status: 'SUCCESS', resultList } })
const production = { name: 'production', deployed: true, redeployRequired: false }

function verifyEnvironmentOn(
  manager: Simulator,
  isDeployed = true,
  overrides: ContextOverrides = {}
) {
  const context = createRunContext(manager, overrides)
  return verifyEnvironment(target, isDeployed, createPoll(target, context))
}

function verifyRoutesOn(manager: Simulator, isDeployed = true, overrides: ContextOverrides = {}) {
  const context = createRunContext(manager, overrides)
  return verifyRoutes(target, isDeployed, createPoll(target, context))
}

describe('an environment', () => {
  const notListed = 'the Manager does not list the environment as deployed'
  const notTold = 'the Manager does not tell whether the environment is deployed'
  const rows: { name: string; isDeployed?: boolean; rows: unknown[]; expected: object }[] = [
    {
      name: 'is listed as deployed',
      rows: [production],
      expected: {
        state: 'confirmed',
        finding: '',
        proof: 'The Manager lists the environment as deployed.'
      }
    },
    {
      name: 'is listed as not deployed',
      rows: [{ ...production, deployed: false }],
      expected: { state: 'contradicted', finding: notListed }
    },
    { name: 'is not listed', rows: [], expected: { state: 'contradicted', finding: notListed } },
    {
      name: 'may be in a row that cannot be read',
      rows: [null],
      expected: { state: 'inconclusive', finding: notTold }
    },
    {
      name: 'is listed beside a row that cannot be read',
      rows: [null, production],
      expected: { state: 'confirmed' }
    },
    {
      name: 'has no flag',
      rows: [{ ...production, deployed: null }],
      expected: { state: 'inconclusive', finding: notTold }
    },
    {
      name: 'is listed twice, and differently',
      rows: [production, { ...production, deployed: false }],
      expected: { state: 'inconclusive', finding: notTold }
    },
    {
      name: 'has a state of its own, which decides nothing',
      rows: [{ ...production, status: 'UNPUBLISHED' }],
      expected: { state: 'confirmed' }
    },
    {
      name: 'is listed after its undeployment',
      isDeployed: false,
      rows: [production],
      expected: {
        state: 'contradicted',
        finding: 'the Manager still lists the environment as deployed'
      }
    },
    {
      name: 'is not listed after its undeployment',
      isDeployed: false,
      rows: [],
      expected: {
        state: 'confirmed',
        proof: 'The Manager no longer lists the environment as deployed.'
      }
    },
    {
      name: 'may be in an unreadable row after its undeployment',
      isDeployed: false,
      rows: [null],
      expected: { state: 'inconclusive' }
    }
  ]

  test.each(rows)('$name', async ({ isDeployed = true, rows: given, expected }) => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, response: list(...given) })

    expect(await verifyEnvironmentOn(manager, isDeployed)).toMatchObject(expected)
  })

  test('is the same in another Unicode form', async () => {
    await using manager = await startSimulator()
    const name = 'm\u00fcnchen'
    manager.injectFault({ on: environments, response: list({ ...production, name }) })
    const city = { ...target, environment: name.normalize('NFD') }
    const context = createRunContext(manager)

    const result = await verifyEnvironment(city, true, createPoll(city, context))

    expect(result.state).toBe('confirmed')
  })

  test('has its address while it is deployed', async () => {
    await using manager = await startSimulator()

    const result = await verifyEnvironmentOn(manager)

    expect(result.accessUrl).toBe('https://api.example.com')
  })

  test('has none after its undeployment', async () => {
    await using manager = await startSimulator()
    Reflect.deleteProperty(findGroup(manager).deployed, 'production')

    const result = await verifyEnvironmentOn(manager, false)

    expect(result.state).toBe('confirmed')
    expect(result).not.toHaveProperty('accessUrl')
  })

  const unread: { name: string; fault: Fault; state: string; finding: string }[] = [
    {
      name: 'an unknown path',
      fault: { response: { status: 404 } },
      state: 'unsupported',
      finding: '(404)'
    },
    {
      name: 'a method that is not allowed',
      fault: { response: { status: 405 } },
      state: 'unsupported',
      finding: '(405)'
    },
    {
      name: 'a refusal',
      fault: { refusal: 400 },
      state: 'inconclusive',
      finding: '(400: Request is not valid!)'
    },
    {
      name: 'a login page',
      fault: { gateway: 'login-page' },
      state: 'inconclusive',
      finding: '(200)'
    },
    {
      name: 'a 500',
      fault: { refusal: 500 },
      state: 'inconclusive',
      finding: '(500: An unexpected error occurred!)'
    },
    {
      name: 'a reset',
      fault: { delivery: 'reset' },
      state: 'inconclusive',
      finding: '(read ECONNRESET)'
    }
  ]

  test.each(unread)('is not told by $name', async ({ fault, state, finding }) => {
    await using manager = await startSimulator()
    manager.injectFault({ ...fault, on: environments })

    const result = await verifyEnvironmentOn(manager)

    expect(result).toMatchObject({
      state,
      finding: `the Manager did not list the group’s environments ${finding}`
    })
  })
})

describe('polling', () => {
  test('goes on until it is confirmed, and tells each change once', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, times: 2, response: list() })
    const context = createRunContext(manager, { verifyTimeoutMs: 2_000 })

    const result = await verifyEnvironment(target, true, createPoll(target, context))

    expect(result.state).toBe('confirmed')
    expect(countCalls(manager, 'environments')).toBe(3)
    expect(context.progress).toEqual([
      'PaymentAPIGroup on production is not confirmed yet: the Manager does not list the environment as deployed'
    ])
  })

  test('looks once more at the end of the time', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, response: list() })
    const startedAt = performance.now()

    const result = await verifyEnvironmentOn(manager, true, { verifyTimeoutMs: 120 })

    expect(result.state).toBe('confirmed')
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115)
  })

  test('uses the time up', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, times: Infinity, response: list() })
    const startedAt = performance.now()

    const result = await verifyEnvironmentOn(manager, true, { verifyTimeoutMs: 120 })

    expect(result.state).toBe('contradicted')
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115)
    expect([2, 3]).toContain(countCalls(manager, 'environments'))
  })

  test('gives its last look time to be answered', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, delayMs: 60 })

    const result = await verifyEnvironmentOn(manager)

    expect(result.state).toBe('confirmed')
  })

  test('heeds Retry-After', async () => {
    await using manager = await startSimulator()
    const refusal = { status: 503, retryAfterSeconds: 1 } as const
    manager.injectFault({ on: environments, refusal })

    await verifyEnvironmentOn(manager, true, { verifyTimeoutMs: 1_500 })

    const [one = 0, other = 0] = manager.requests.map(({ at }) => at)
    expect(other - one).toBeGreaterThanOrEqual(990)
  })

  test('does not wait for longer than there is time', async () => {
    await using manager = await startSimulator()
    const refusal = { status: 503, retryAfterSeconds: 9 } as const
    manager.injectFault({ on: environments, refusal })

    const result = await verifyEnvironmentOn(manager, true, { verifyTimeoutMs: 5_000 })

    expect(result.state).toBe('inconclusive')
    expect(countCalls(manager, 'environments')).toBe(1)
  })

  test('ends at once where the server refuses', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, refusal: 403 })

    const result = await verifyEnvironmentOn(manager, true, { verifyTimeoutMs: 60_000 })

    expect(result.state).toBe('inconclusive')
    expect(countCalls(manager, 'environments')).toBe(1)
  })

  test('ends when the run is cancelled', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, times: Infinity, response: list() })
    const overrides = { verifyTimeoutMs: 60_000, signal: AbortSignal.timeout(60) }

    const result = await verifyEnvironmentOn(manager, true, overrides)

    expect(result.state).toBe('contradicted')
    expect(countCalls(manager, 'environments')).toBe(1)
  })
})

describe('routes', () => {
  test('are confirmed when every worker pod serves every API Proxy', async () => {
    await using manager = await startSimulator()

    const result = await verifyRoutesOn(manager)

    expect(result).toEqual({
      state: 'confirmed',
      finding: '',
      proof: 'Every worker pod serves all API Proxies of the group (3).'
    })
    expect(countCalls(manager, 'route-health')).toBe(3)
  })

  const all = 'payments, refunds, card-vault'
  const change = (manager: Simulator, over: Partial<Pod>) => {
    Object.assign(findPods(manager)[1] ?? {}, over)
  }
  const worlds: { name: string; prepare: (manager: Simulator) => void; expected: object }[] = [
    {
      name: 'are not served by a worker pod, which is named',
      prepare: manager => {
        change(manager, { failing: 'Out of memory' })
      },
      expected: {
        state: 'contradicted',
        finding: `${all}: http://10.0.2.12:8091 does not serve it yet`
      }
    },
    {
      name: 'may not be served by a worker pod that could not be probed',
      prepare: manager => {
        change(manager, { unreachable: 'connect timed out' })
      },
      expected: {
        state: 'inconclusive',
        finding: `${all}: http://10.0.2.12:8091 could not be probed: connect timed out`
      }
    },
    {
      name: 'may not be served where no worker pod responds',
      prepare: manager => {
        for (const pod of findPods(manager)) {
          pod.unresponsive = true
        }
      },
      expected: { state: 'inconclusive', finding: `${all}: no worker pod responded` }
    },
    {
      name: 'are served although the Manager does not list them',
      prepare: manager => {
        findGroup(manager).deployed = {}
        for (const pod of findPods(manager)) {
          pod.keepsServing = true
        }
      },
      expected: {
        state: 'contradicted',
        finding: `${all}: the Manager and its worker pods disagree`
      }
    },
    {
      name: 'are none in a group without API Proxies',
      prepare: manager => {
        findGroup(manager).proxies = []
      },
      expected: {
        state: 'inconclusive',
        finding: 'the group has no API Proxies, so nothing shows what is served'
      }
    }
  ]

  test.each(worlds)('$name', async ({ prepare, expected }) => {
    await using manager = await startSimulator()
    prepare(manager)

    expect(await verifyRoutesOn(manager)).toMatchObject({ ...expected, proof: '' })
  })

  const pod = { podName: 'w1', routeActive: true }
  const route = { routeActive: true, podsResponded: 1, podsActive: 1, pods: [pod] }
  const responses: { name: string; routes: unknown[]; state: string; finding: string }[] = [
    { name: 'none', routes: [], state: 'inconclusive', finding: 'the Manager reports no route' },
    {
      name: 'one that cannot be read',
      routes: [route, null],
      state: 'inconclusive',
      finding: 'the Manager’s list of routes cannot be read whole'
    },
    { name: 'served', routes: [route], state: 'confirmed', finding: '' },
    {
      name: 'served, and deployed',
      routes: [{ ...route, deployedInManager: true, inconsistent: false }],
      state: 'confirmed',
      finding: ''
    },
    {
      name: 'inconsistent',
      routes: [{ ...route, inconsistent: true }],
      state: 'contradicted',
      finding: 'the Manager and its worker pods disagree'
    },
    {
      name: 'not deployed',
      routes: [{ ...route, deployedInManager: false }],
      state: 'contradicted',
      finding: 'the Manager does not list it as deployed'
    },
    {
      name: 'not active',
      routes: [{ ...route, routeActive: false }],
      state: 'contradicted',
      finding: 'not every worker pod serves it'
    },
    {
      name: 'with a flag that is no flag',
      routes: [{ ...route, routeActive: 'true' }],
      state: 'contradicted',
      finding: 'not every worker pod serves it'
    },
    {
      name: 'served by fewer pods than responded',
      routes: [{ ...route, podsResponded: 2 }],
      state: 'contradicted',
      finding: 'not every worker pod serves it'
    },
    {
      name: 'with fewer pods than responded',
      routes: [{ ...route, podsResponded: 2, podsActive: 2 }],
      state: 'contradicted',
      finding: 'not every worker pod serves it'
    },
    {
      name: 'without pods',
      routes: [{ ...route, pods: [] }],
      state: 'inconclusive',
      finding: 'no worker pod responded'
    },
    {
      name: 'of which none responded',
      routes: [{ ...route, podsResponded: 0, podsActive: 0 }],
      state: 'inconclusive',
      finding: 'no worker pod responded'
    },
    {
      name: 'idle on one pod, with an error on another',
      routes: [{ ...route, pods: [{ ...pod, error: 'x' }, { podName: 'w2' }] }],
      state: 'contradicted',
      finding: 'w2 does not serve it yet'
    },
    {
      name: 'idle, behind one that is served',
      routes: [route, { ...route, pods: [{ podName: 'w2' }] }],
      state: 'contradicted',
      finding: 'w2 does not serve it yet'
    },
    {
      name: 'inconclusive, before one that is idle',
      routes: [
        { ...route, pods: [] },
        { ...route, pods: [{ podName: 'w2' }] }
      ],
      state: 'contradicted',
      finding: 'w2 does not serve it yet'
    },
    {
      name: 'served, before one without pods',
      routes: [route, { ...route, pods: [] }],
      state: 'inconclusive',
      finding: 'no worker pod responded'
    }
  ]

  test.each(responses)('reported as $name', async ({ routes, state, finding }) => {
    await using manager = await startSimulator()
    findGroup(manager).proxies = ['payments']
    manager.injectFault({ on: routeHealth, response: list(...routes) })

    expect(await verifyRoutesOn(manager)).toMatchObject({
      state,
      finding: finding === '' ? '' : `payments: ${finding}`
    })
  })

  const unread: { name: string; options?: SimulatorOptions; fault?: Fault; expected: object }[] = [
    {
      name: 'by a server that does not know the API Proxies',
      options: { routeHealth: false },
      expected: {
        state: 'unsupported',
        finding: 'the Manager did not list the group’s API Proxies (404)'
      }
    },
    {
      name: 'by a server that does not know route health',
      fault: { on: routeHealth, times: 3, response: { status: 404 } },
      expected: {
        state: 'unsupported',
        finding: `${all}: the Manager did not report what its worker pods serve (404)`
      }
    },
    {
      name: 'for one API Proxy',
      fault: { on: { ...routeHealth, proxy: 'refunds' }, response: { status: 404 } },
      expected: {
        state: 'inconclusive',
        finding: 'refunds: the Manager did not report what its worker pods serve (404)'
      }
    },
    {
      name: 'by a Manager that knows route health, and not the API Proxies',
      fault: { on: routeHealth, times: 3, refusal: 404 },
      expected: { state: 'inconclusive' }
    },
    {
      name: 'by a Manager in trouble',
      fault: { on: routeHealth, times: 3, refusal: 500 },
      expected: { state: 'inconclusive' }
    },
    {
      name: 'by a list of API Proxies that cannot be read',
      fault: { on: apiProxies, refusal: 500 },
      expected: {
        state: 'inconclusive',
        finding:
          'the Manager did not list the group’s API Proxies (500: An unexpected error occurred!)'
      }
    },
    {
      name: 'by a list of API Proxies with a name that leaves the path',
      fault: { on: apiProxies, response: list({ name: 'payments' }, { name: '..' }) },
      expected: {
        state: 'inconclusive',
        finding: 'the Manager’s list of the group’s API Proxies cannot be read whole'
      }
    }
  ]

  test.each(unread)('are not told $name', async ({ options = {}, fault, expected }) => {
    await using manager = await startSimulator(options)
    if (fault !== undefined) {
      manager.injectFault(fault)
    }

    expect(await verifyRoutesOn(manager)).toMatchObject(expected)
  })

  test('that are not served outweigh those that are not told', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: { ...routeHealth, proxy: 'payments' }, response: { status: 404 } })
    manager.injectFault({ on: { ...routeHealth, proxy: 'refunds' }, refusal: 500 })
    manager.injectFault({
      on: { ...routeHealth, proxy: 'card-vault' },
      response: list({ ...route, pods: [{ podName: 'w2' }] })
    })

    expect(await verifyRoutesOn(manager)).toEqual({
      state: 'contradicted',
      finding:
        'payments: the Manager did not report what its worker pods serve (404); ' +
        'refunds: the Manager did not report what its worker pods serve (500: An unexpected error occurred!); ' +
        'card-vault: w2 does not serve it yet',
      proof: ''
    })
  })

  test('are polled until a slow worker pod serves them', async () => {
    await using manager = await startSimulator()
    Object.assign(findPods(manager)[1] ?? {}, { staleMs: 150 })
    findGroup(manager).deployed['production'] = { at: Date.now(), redeployRequired: false }

    const result = await verifyRoutesOn(manager, true, { verifyTimeoutMs: 300 })

    expect(result.state).toBe('confirmed')
    expect(countCalls(manager, 'api-proxies')).toBe(1)
  })

  test('that were served at an earlier look are asked about again at the last one', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: { ...routeHealth, proxy: 'refunds' }, response: list() })

    const result = await verifyRoutesOn(manager, true, { verifyTimeoutMs: 100 })

    const asked = manager.requests.filter(({ call }) => call === 'route-health')
    const names = asked.map(({ path }) => /apiProxies\/([^/]+)/.exec(path)?.[1]).slice(3)
    expect(result.state).toBe('confirmed')
    expect(names[0]).toBe('refunds')
    expect(names.slice(1).sort()).toEqual(['card-vault', 'payments', 'refunds'])
  })

  test('of many API Proxies are not all named, and a long finding is cut', async () => {
    await using manager = await startSimulator()
    findGroup(manager).proxies = Array.from({ length: 21 }, (_, index) => `p${index}`)
    const pods = [{ podName: 'w1', error: 'x'.repeat(2_000) }]
    manager.injectFault({ on: routeHealth, times: 21, response: list({ ...route, pods }) })

    const { finding } = await verifyRoutesOn(manager)

    const names = Array.from({ length: 20 }, (_, index) => `p${index}`).join(', ')
    expect(finding.startsWith(`${names} and 1 more: w1 could not be probed: xx`)).toBe(true)
    expect(finding).toHaveLength(`${names} and 1 more: `.length + 1_000)
  })

  test('have findings that are cut only when secrets are removed', async () => {
    await using manager = await startSimulator()
    const error = `${'x'.repeat(960)} a secret token`
    const pods = [{ podName: 'w1', error }]
    manager.injectFault({ on: routeHealth, times: Infinity, response: list({ ...route, pods }) })
    const sanitize = (text: string, maxLength?: number) =>
      text.replace('a secret token', '***').slice(0, maxLength)
    const context = { ...createRunContext(manager), sanitize }

    const { finding } = await verifyRoutes(target, true, createPoll(target, context))

    expect(finding).toContain('***')
    expect(finding).not.toContain('secret')
  })

  test('are asked about eight at a time', async () => {
    await using manager = await startSimulator()
    findGroup(manager).proxies = Array.from({ length: 9 }, (_, index) => `p${index}`)
    manager.injectFault({ on: routeHealth, times: 9, delayMs: 150 })

    const result = await verifyRoutesOn(manager, true, { timeoutMs: 5_000 })

    const times = manager.requests.filter(({ call }) => call === 'route-health').map(({ at }) => at)
    const [first = 0] = times
    expect(result.proof).toContain('(9)')
    expect(times.filter(at => at - first < 145)).toHaveLength(8)
  })

  test('are not asked about after a cancellation', async () => {
    await using manager = await startSimulator()
    const controller = new AbortController()
    const context = createRunContext(manager)
    const poll = createPoll(target, { ...context, signal: controller.signal })
    controller.abort()

    const result = await verifyRoutes(target, true, poll)

    expect(result).toMatchObject({
      state: 'inconclusive',
      finding: `${all}: there was no time left to probe it`
    })
    expect(countCalls(manager, 'route-health')).toBe(0)
  })
})

describe('routes after an undeployment', () => {
  const undeploy = (manager: Simulator) => {
    const group = findGroup(manager)
    group.undeployed = { production: Date.now() }
    Reflect.deleteProperty(group.deployed, 'production')
  }
  const rows: { name: string; prepare: (manager: Simulator) => void; expected: object }[] = [
    {
      name: 'that no worker pod serves are gone',
      prepare: () => undefined,
      expected: {
        state: 'confirmed',
        proof: 'No worker pod serves an undeployed API Proxy of the group (3 probed).'
      }
    },
    {
      name: 'that a worker pod still serves are orphans',
      prepare: manager => {
        Object.assign(findPods(manager)[0] ?? {}, { keepsServing: true })
      },
      expected: {
        state: 'contradicted',
        finding:
          'payments, refunds, card-vault: http://10.0.2.11:8091 still serves it, ' +
          'although it is undeployed (orphan deployment)'
      }
    },
    {
      name: 'of API Proxies that are deployed by themselves may be served',
      prepare: manager => {
        const project = manager.world.projects['Payments']
        const at = Date.now()
        const own = { deployed: { production: { at, redeployRequired: false } }, revision: 1 }
        const names = findGroup(manager).proxies
        Object.assign(project ?? {}, {
          apiProxies: Object.fromEntries(names.map(name => [name, own]))
        })
      },
      expected: { state: 'confirmed' }
    },
    {
      name: 'cannot be told where a worker pod could not be probed',
      prepare: manager => {
        Object.assign(findPods(manager)[0] ?? {}, { unreachable: 'connect timed out' })
      },
      expected: {
        state: 'inconclusive',
        finding: 'payments, refunds, card-vault: not every worker pod could be probed'
      }
    },
    {
      name: 'cannot be told where no worker pod responds',
      prepare: manager => {
        for (const pod of findPods(manager)) {
          pod.unresponsive = true
        }
      },
      expected: { state: 'inconclusive' }
    }
  ]

  test.each(rows)('$name', async ({ prepare, expected }) => {
    await using manager = await startSimulator()
    undeploy(manager)
    prepare(manager)

    expect(await verifyRoutesOn(manager, false)).toMatchObject(expected)
  })

  const served = { podName: 'w1', routeActive: true }
  const reported: { name: string; route: object; expected: object }[] = [
    {
      name: 'served, and the Manager does not tell whether they should be',
      route: { routeActive: true, podsResponded: 1, podsActive: 1, pods: [served] },
      expected: {
        state: 'inconclusive',
        finding: 'payments: w1 still serves it, and the Manager does not tell whether it should'
      }
    },
    {
      name: 'active, without a pod that says so',
      route: { routeActive: true, deployedInManager: false, podsResponded: 1, pods: [] },
      expected: {
        state: 'contradicted',
        finding:
          'payments: a worker pod still serves it, although it is undeployed (orphan deployment)'
      }
    },
    {
      name: 'not served, where the Manager tells nothing',
      route: { routeActive: false, podsResponded: 1, pods: [{ podName: 'w1' }] },
      expected: { state: 'confirmed' }
    }
  ]

  test.each(reported)('reported as $name', async ({ route, expected }) => {
    await using manager = await startSimulator()
    findGroup(manager).proxies = ['payments']
    manager.injectFault({ on: routeHealth, response: list(route) })

    expect(await verifyRoutesOn(manager, false)).toMatchObject(expected)
  })
})

test('a world without the group is refused, and nothing is asked again', async () => {
  await using manager = await startSimulator({
    world: worldOf({ groups: ['Other'], environments: ['production'] })
  })

  const result = await verifyEnvironmentOn(manager, true, { verifyTimeoutMs: 60_000 })

  expect(result.state).toBe('inconclusive')
  expect(countCalls(manager, 'environments')).toBe(1)
})
