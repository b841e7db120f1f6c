import { afterEach, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator/simulator.ts'
import { runAction } from './support/run-action.ts'

let manager: Simulator
const start = async (options: SimulatorOptions = {}) => {
  manager = await startSimulator(options)
}
afterEach(() => manager.close())

const run = (inputs: Record<string, string>) =>
  runAction({ inputs: { url: manager.url, 'verify-timeout': '6s', ...inputs } })
const calls = () => manager.requests.splice(0).map(({ call }) => call)
const group = () => manager.world.projects.Payments?.groups.PaymentAPIGroup
/** Makes the Manager forget that the group was ever deployed to an environment. */
const forget = (environment: string) => {
  const known = group()
  if (known === undefined) throw new Error('no such group')
  known.history = known.history.filter(record => record.environment !== environment)
  known.deployed = Object.fromEntries(
    Object.entries(known.deployed).filter(([name]) => name !== environment)
  )
}
const podsOf = (environment: string) =>
  manager.world.projects.Payments?.environments[environment]?.pods ?? []

describe('operation: check', () => {
  const check = (inputs: Record<string, string> = {}) => run({ operation: 'check', ...inputs })

  test('sends GETs only, and says of each environment what a deployment would change', async () => {
    await start()
    Object.assign(group()?.deployed ?? {}, {
      test: { at: 0, redeployRequired: false },
      staging: { at: 0, redeployRequired: true }
    })
    forget('production')
    const { results, exitCode, summary } = await check({ environment: 'test\nstaging\nproduction' })
    expect(exitCode).toBe(0)
    expect(results).toMatchObject([
      { status: 'current', reason: 'checked' },
      { status: 'pending', reason: 'checked' },
      { status: 'pending', reason: 'checked' }
    ])
    expect(results.map(({ message }) => message)).toEqual([
      'Deployed, and a deployment would change nothing.',
      'Deployed, and a deployment would change it.',
      'Never deployed there; a deployment would put it live.'
    ])
    expect(new Set(manager.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
    expect(calls()).toEqual(['environments', 'project-environments'])
    expect(summary).toContain('<h2>✅ Ready to deploy')
  })

  test('in the first edition cannot tell what would change', async () => {
    await start({ edition: 'first' })
    await run({ environment: 'test' })
    expect((await check({ environment: 'test' })).results).toMatchObject([
      { status: 'pending', message: expect.stringContaining('does not tell') }
    ])
  })

  test('of what was undeployed is pending', async () => {
    await start()
    await run({ operation: 'undeploy' })
    expect((await check()).results).toMatchObject([
      { status: 'pending', message: expect.stringContaining('Not deployed now') }
    ])
  })

  test.each<[string, Record<string, string>, string]>([
    ['an environment that is not there', { environment: 'nowhere' }, 'not-found'],
    ['a group that is not there', { group: 'Nobody' }, 'rejected'],
    ['a token that is refused', { token: 'apinizer-expired-token' }, 'unauthorized'],
    ['a Manager that is not there', { url: 'http://127.0.0.1:1' }, 'connection-failed']
  ])('%s is red', async (_, inputs, reason) => {
    await start()
    const { results, exitCode, summary } = await check(inputs)
    expect(results).toMatchObject([{ status: 'failed', reason }])
    expect(exitCode).toBe(1)
    expect(summary).toContain('Check failed on')
  })

  test('looks at all environments, whatever is wrong with one', async () => {
    await start()
    expect((await check({ environment: 'nowhere\ntest' })).results).toMatchObject([
      { status: 'failed' },
      { success: true }
    ])
  })

  test.each(['environments', 'project-environments'] as const)(
    'that cannot read the list of %s is red',
    async call => {
      await start()
      forget('production')
      for (const body of [
        '<html>',
        { status: 'SUCCESS' },
        { status: 'FAILURE', resultList: [] },
        { status: 'SUCCESS', resultList: [{ name: 7 }] }
      ]) {
        manager.misbehave({ on: { call }, answer: { body } })
        expect((await check()).results).toMatchObject([
          { status: 'failed', reason: 'unexpected-response' }
        ])
      }
      for (const fault of [{ ending: 'close' as const }, { answer: { status: 500 } }]) {
        manager.misbehave({ on: { call }, ...fault })
        expect((await check()).results).toMatchObject([{ status: 'failed' }])
      }
    }
  )
})

describe('operation: undeploy', () => {
  test.each(['first', 'current'] as const)(
    'sends one DELETE to the same path and passes the same gate, %s edition',
    async edition => {
      await start({ edition })
      await run({})
      manager.requests.length = 0
      const { results, exitCode, outputs, summary } = await run({ operation: 'undeploy' })
      expect(exitCode).toBe(0)
      expect(results).toMatchObject([{ status: 'succeeded', reason: 'undeployed' }])
      expect(manager.requests).toMatchObject([
        {
          method: 'DELETE',
          body: '',
          path: '/apiops/projects/Payments/apiProxyGroups/PaymentAPIGroup/environments/production/'
        }
      ])
      expect(outputs.message).toContain('PaymentAPIGroup was undeployed from production: ')
      expect(summary).toContain('<h2>✅ Undeployed')
      manager.misbehave({ answer: { body: '{"success": 1}' } })
      expect((await run({ operation: 'undeploy' })).results).toMatchObject([{ status: 'unknown' }])
    }
  )

  test('can be verified: the Manager must no longer list it', async () => {
    await start()
    expect((await run({ operation: 'undeploy', verify: 'environment' })).exitCode).toBe(0)
    manager.misbehave({
      on: { call: 'environments' },
      times: Infinity,
      answer: { body: { status: 'SUCCESS', resultList: [{ name: 'production', deployed: true }] } }
    })
    expect(
      (await run({ operation: 'undeploy', verify: 'environment', 'verify-timeout': '1s' })).results
    ).toMatchObject([
      { status: 'failed', reason: 'not-verified', message: expect.stringContaining('still lists') }
    ])
  })
})

describe('skip-if-current', () => {
  const skip = () => run({ 'skip-if-current': 'true' })

  test('sends nothing where the Manager says that nothing has changed', async () => {
    await start()
    await run({})
    calls()
    const { results, outputs } = await skip()
    expect(results).toMatchObject([{ success: true, status: 'current', reason: 'current' }])
    expect(outputs).toMatchObject({ result: 'success', revision: '' })
    expect(calls()).toEqual(['environments'])
  })

  test.each<[string, (options: Simulator) => void]>([
    [
      'a redeployment is required',
      manager => {
        manager.misbehave({
          on: { call: 'environments' },
          answer: {
            body: {
              status: 'SUCCESS',
              resultList: [{ name: 'production', deployed: true, redeployRequired: true }]
            }
          }
        })
      }
    ],
    [
      'it is not deployed',
      manager => {
        manager.misbehave({
          on: { call: 'environments' },
          answer: {
            body: {
              status: 'SUCCESS',
              resultList: [{ name: 'production', deployed: false, redeployRequired: false }]
            }
          }
        })
      }
    ],
    [
      'the server does not tell',
      manager => {
        manager.misbehave({
          on: { call: 'environments' },
          answer: {
            body: { success: true, resultList: [{ environmentName: 'production', deployed: true }] }
          }
        })
      }
    ],
    [
      'it is not listed',
      manager => {
        manager.misbehave({
          on: { call: 'environments' },
          answer: { body: { status: 'SUCCESS', resultList: [] } }
        })
      }
    ],
    [
      'it is to be published again',
      manager => {
        manager.misbehave({
          on: { call: 'environments' },
          answer: {
            body: {
              status: 'SUCCESS',
              resultList: [
                {
                  name: 'production',
                  deployed: true,
                  redeployRequired: false,
                  status: 'REPUBLISH_REQUIRED'
                }
              ]
            }
          }
        })
      }
    ],
    [
      'it is not published',
      manager => {
        manager.misbehave({
          on: { call: 'environments' },
          answer: {
            body: {
              status: 'SUCCESS',
              resultList: [
                {
                  name: 'production',
                  deployed: true,
                  redeployRequired: false,
                  status: 'UNPUBLISHED'
                }
              ]
            }
          }
        })
      }
    ],
    [
      'it is listed twice',
      manager => {
        manager.misbehave({
          on: { call: 'environments' },
          answer: {
            body: {
              status: 'SUCCESS',
              resultList: [
                { name: 'production', deployed: true, redeployRequired: false },
                { name: 'production', deployed: false }
              ]
            }
          }
        })
      }
    ],
    [
      'the list is not whole',
      manager => {
        manager.misbehave({
          on: { call: 'environments' },
          answer: {
            body: {
              status: 'SUCCESS',
              resultCount: 2,
              resultList: [{ name: 'production', deployed: true, redeployRequired: false }]
            }
          }
        })
      }
    ],
    [
      'the list is an error',
      manager => {
        manager.misbehave({ on: { call: 'environments' }, answer: { status: 500 } })
      }
    ],
    [
      'the flag is no flag',
      manager => {
        manager.misbehave({
          on: { call: 'environments' },
          answer: {
            body: {
              status: 'SUCCESS',
              resultList: [{ name: 'production', deployed: true, redeployRequired: 'false' }]
            }
          }
        })
      }
    ]
  ])('deploys where %s', async (_, misbehave) => {
    await start()
    misbehave(manager)
    expect((await skip()).results).toMatchObject([{ status: 'succeeded' }])
    expect(calls()).toEqual(['environments', 'deploy'])
  })
})

test('skip-if-current waives no verification of routes', async () => {
  await start()
  const skipped = () =>
    run({
      'skip-if-current': 'true',
      verify: 'routes',
      'verify-timeout': '1s',
      environment: 'test'
    })
  expect((await skipped()).results).toMatchObject([
    {
      status: 'current',
      message: expect.stringContaining('Every worker pod serves all API Proxies')
    }
  ])
  for (const pod of podsOf('test').slice(1)) pod.unreachable = 'connect timed out'
  const { results } = await skipped()
  expect(results).toMatchObject([
    {
      status: 'failed',
      reason: 'not-verified',
      message: expect.stringContaining(
        'connect timed out. Nothing was sent, as it is deployed already.'
      )
    }
  ])
  expect(calls()).not.toContain('deploy')
})

describe('verify: environment', () => {
  test.each(['first', 'current'] as const)(
    'the Manager must list it as deployed, %s edition',
    async edition => {
      await start({ edition })
      const { outputs, results } = await run({ verify: 'environment' })
      expect(results).toMatchObject([{ status: 'succeeded', reason: 'deployed' }])
      expect(outputs['environment-url']).toBe(
        edition === 'first'
          ? ''
          : new URL(manager.world.projects.Payments?.environments.production?.accessUrl ?? '').href
      )
      expect(outputs.revision).toBe(edition === 'first' ? '' : String(group()?.revision))
    }
  )

  test('polls until it does, with a line a change', async () => {
    await start()
    manager.misbehave({
      on: { call: 'environments' },
      times: 2,
      answer: { body: { status: 'SUCCESS', resultList: [] } }
    })
    const { exitCode, log } = await run({ verify: 'environment' })
    expect(exitCode).toBe(0)
    expect(log.match(/not yet: /g)).toHaveLength(1)
    expect(calls().filter(call => call === 'environments')).toHaveLength(3)
  })

  test('is red when it never does, and says that the deployment was accepted', async () => {
    await start()
    manager.misbehave({
      on: { call: 'environments' },
      times: Infinity,
      answer: { body: { status: 'SUCCESS', resultList: [{ name: 'staging', deployed: true }] } }
    })
    const { results, annotations, summary } = await run({
      verify: 'environment',
      'verify-timeout': '1s'
    })
    expect(annotations).toMatchObject([{ properties: { title: 'Deployed, not verified' } }])
    expect(summary).toContain('<h2>❌ Deployed, not verified on <code>production</code></h2>')
    expect(results).toMatchObject([
      {
        status: 'failed',
        reason: 'not-verified',
        message: expect.stringContaining(
          'does not list the environment as deployed. The deployment itself was accepted'
        )
      }
    ])
  })

  test('an undeployment is served nowhere', async () => {
    await start()
    const { outputs, summary, exitCode } = await run({
      verify: 'environment',
      operation: 'undeploy',
      environment: 'test'
    })
    expect([exitCode, outputs['environment-url']]).toEqual([0, ''])
    expect(summary).not.toContain('Served at')
  })

  test.each(['deploy', 'undeploy'])(
    'is red when the Manager contradicts itself: %s',
    async operation => {
      await start()
      manager.misbehave({
        on: { call: 'environments' },
        times: Infinity,
        answer: {
          body: {
            status: 'SUCCESS',
            resultList: [
              {
                name: 'production',
                deployed: operation === 'deploy',
                status: operation === 'deploy' ? 'UNPUBLISHED' : 'PUBLISHED'
              }
            ]
          }
        }
      })
      const { results, annotations } = await run({
        verify: 'environment',
        operation,
        'verify-timeout': '1s'
      })
      expect(annotations).toMatchObject([
        {
          properties: {
            title: operation === 'deploy' ? 'Deployed, not verified' : 'Undeployed, not verified'
          }
        }
      ])
      expect(results).toMatchObject([
        {
          status: 'failed',
          reason: 'not-verified',
          message: expect.stringContaining('in a state that is not known')
        }
      ])
    }
  )

  test('is red at once when the list is refused', async () => {
    await start()
    manager.misbehave({ on: { call: 'environments' }, times: Infinity, answer: { status: 404 } })
    const { results, durationMs } = await run({ verify: 'environment', 'verify-timeout': '1m' })
    expect(results).toMatchObject([
      { reason: 'not-verified', message: expect.stringContaining('(404)') }
    ])
    expect(durationMs).toBeLessThan(3_000)
  })
})

describe('verify: routes', () => {
  const verify = (inputs: Record<string, string> = {}) => run({ verify: 'routes', ...inputs })

  test('every worker pod must serve every API Proxy; a stale pod that comes round is waited for', async () => {
    await start()
    for (const pod of podsOf('production').slice(1)) pod.staleMs = 1_200
    const { exitCode, log, outputs } = await verify()
    expect(exitCode).toBe(0)
    expect(log).toMatch(
      /production \/ PaymentAPIGroup: not yet: .+, .+: http.* does not serve it yet/
    )
    expect(outputs['environment-url']).not.toBe('')
    const seen = calls()
    expect(seen.filter(call => call === 'members')).toHaveLength(1)
    expect(seen.filter(call => call === 'route-health').length).toBeGreaterThan(
      group()?.proxies.length ?? 0
    )
  })

  test.each<[string, (manager: Simulator) => void, RegExp]>([
    [
      'a pod stays stale',
      () => {
        for (const pod of podsOf('production').slice(1)) pod.staleMs = 60_000
      },
      /does not serve it yet/
    ],
    [
      'a pod cannot be asked',
      () => {
        for (const pod of podsOf('production').slice(1)) pod.unreachable = 'connect timed out'
      },
      /could not be asked: connect timed out/
    ],
    [
      'no pod answers',
      manager => {
        manager.misbehave({
          on: { call: 'route-health' },
          times: Infinity,
          answer: {
            body: {
              status: 'SUCCESS',
              resultList: [{ routeActive: true, podsResponded: 0, podsActive: 0, pods: [] }]
            }
          }
        })
      },
      /no worker pod answered/
    ],
    [
      'no route is listed',
      manager => {
        manager.misbehave({
          on: { call: 'route-health' },
          times: Infinity,
          answer: { body: { status: 'SUCCESS', resultList: [] } }
        })
      },
      /lists no route/
    ],
    [
      'the numbers disagree',
      manager => {
        manager.misbehave({
          on: { call: 'route-health' },
          times: Infinity,
          answer: {
            body: {
              status: 'SUCCESS',
              resultList: [
                {
                  routeActive: true,
                  podsResponded: 2,
                  podsActive: 1,
                  pods: [{ routeActive: true }]
                }
              ]
            }
          }
        })
      },
      /not every worker pod/
    ],
    [
      'the route is not active',
      manager => {
        manager.misbehave({
          on: { call: 'route-health' },
          times: Infinity,
          answer: {
            body: {
              status: 'SUCCESS',
              resultList: [
                {
                  routeActive: 'true',
                  podsResponded: 1,
                  podsActive: 1,
                  pods: [{ routeActive: true }]
                }
              ]
            }
          }
        })
      },
      /route is not active/
    ],
    [
      'the pods disagree',
      manager => {
        manager.misbehave({
          on: { call: 'route-health' },
          times: Infinity,
          answer: {
            body: {
              status: 'SUCCESS',
              resultList: [
                {
                  routeActive: true,
                  inconsistent: true,
                  deployedInManager: false,
                  podsResponded: 1,
                  podsActive: 1,
                  pods: [{ routeActive: true }]
                }
              ]
            }
          }
        })
      },
      /pods disagree, the Manager does not list/
    ],
    [
      'the list of members is not whole',
      manager => {
        manager.misbehave({
          on: { call: 'members' },
          times: Infinity,
          answer: {
            body: { status: 'SUCCESS', resultCount: 3, resultList: [{ name: 'payments' }] }
          }
        })
      },
      /does not tell which API Proxies/
    ],
    [
      'a member’s name climbs out of the path',
      manager => {
        manager.misbehave({
          on: { call: 'members' },
          times: Infinity,
          answer: { body: { status: 'SUCCESS', resultList: [{ name: '..' }] } }
        })
      },
      /does not tell which API Proxies/
    ],
    [
      'a member’s name is broken',
      manager => {
        manager.misbehave({
          on: { call: 'members' },
          times: Infinity,
          answer: { body: '{"status":"SUCCESS","resultList":[{"name":"a\\ud800"}]}' }
        })
      },
      /does not tell which API Proxies/
    ],
    [
      'route health is silent',
      manager => {
        manager.misbehave({ on: { call: 'route-health' }, times: Infinity, ending: 'silence' })
      },
      /does not tell which pods/
    ],
    [
      'the group has no members',
      () => {
        group()?.proxies.splice(0)
      },
      /no API Proxies/
    ]
  ])('%s: red, named, and accepted all the same', async (_, prepare, words) => {
    await start()
    prepare(manager)
    const { results, exitCode } = await verify({ 'verify-timeout': '1s' })
    expect(exitCode).toBe(1)
    expect(results).toMatchObject([
      { status: 'failed', reason: 'not-verified', message: expect.stringMatching(words) }
    ])
    expect(results[0]?.message).toContain('The deployment itself was accepted')
  })

  test.each<SimulatorOptions>([{ edition: 'first' }, { routeHealth: false }])(
    'a server without these calls: red at once (%j)',
    async options => {
      await start(options)
      const { results, durationMs } = await verify({ 'verify-timeout': '1m' })
      expect(results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
      expect(durationMs).toBeLessThan(3_000)
    }
  )
})
