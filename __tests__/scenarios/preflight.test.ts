import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault } from '../../simulator/simulator.ts'
import { deployOnlyToken, expiredToken, worldOf } from '../../simulator/world.ts'
import { runAction } from '../support/run-action.ts'

const groups = Array.from({ length: 40 }, (_, index) => `group-${index}`)

const look = { call: 'environments' } as const

test('a refused token is sent once, not once for each of 40 groups', async () => {
  const world = worldOf({ groups, environments: ['test', 'production'] })
  await using manager = await startSimulator({ world })

  const run = await runAction({
    inputs: {
      url: manager.url,
      token: expiredToken,
      group: groups.join('\n'),
      environment: 'test\nproduction'
    }
  })

  expect(manager.requests.map(({ method }) => method)).toEqual(['GET'])
  expect(run.annotations).toHaveLength(1)
  expect(run.annotations[0]?.data).toContain('Nothing was sent.')
  expect(run.annotations[0]?.data).toContain('79 others were not attempted.')
  expect(run.results[0]).toMatchObject({ status: 'failed', reason: 'unauthorized' })
  expect(run.results.slice(1).every(({ status }) => status === 'not-attempted')).toBe(true)
  expect(run.outputs).toMatchObject({
    result: 'failure',
    'failed-environments': '["test","production"]',
    'failed-groups': '["group-0"]'
  })
})

test.each<{ name: string; fault: Fault; reason: string; expected: string }>([
  {
    name: 'a login page',
    fault: { gateway: 'login-page' },
    reason: 'unexpected-response',
    expected: 'HTML page'
  },
  {
    name: 'a redirect',
    fault: {
      response: { status: 308, headers: { location: 'https://m.example.com/apiops/projects/' } }
    },
    reason: 'redirected',
    expected: 'set url to https://m.example.com'
  },
  {
    name: 'a 404 page that is not the Manager’s',
    fault: { response: { status: 404, body: '<html>Not Found</html>' } },
    reason: 'not-found',
    expected: '`url` is the address of the Apinizer Manager'
  },
  {
    name: 'plain HTTP to a TLS port',
    fault: {
      response: {
        status: 400,
        body: '<html>400 The plain HTTP request was sent to HTTPS port</html>'
      }
    },
    reason: 'rejected',
    expected: '`https://`'
  }
])('$name ends the run before anything is sent', async ({ fault, reason, expected }) => {
  await using manager = await startSimulator()
  manager.injectFault({ on: look, times: Infinity, ...fault })

  const run = await runAction({
    inputs: { url: manager.url, environment: 'test\nproduction', 'fail-fast': 'false' }
  })

  expect(manager.requests.map(({ method }) => method)).toEqual(['GET'])
  expect(run.results.map(({ status }) => status)).toEqual(['failed', 'not-attempted'])
  expect(run.results[0]?.reason).toBe(reason)
  expect(run.outputs.message).toContain('Nothing was sent.')
  expect(run.outputs.message).toContain(expected)
})

test('a dead ingress costs one retry-timeout, whatever the number of groups', async () => {
  await using manager = await startSimulator({ world: worldOf({ groups, environments: ['test'] }) })
  manager.injectFault({ on: { call: 'any' }, gateway: 'nginx-503', times: Infinity })

  const run = await runAction({
    inputs: {
      url: manager.url,
      group: groups.join('\n'),
      environment: 'test',
      'max-parallel': '10',
      'fail-fast': 'false',
      'retry-timeout': '2s'
    }
  })

  expect(run.durationMs).toBeGreaterThan(2_000)
  expect(run.durationMs).toBeLessThan(6_000)
  expect(new Set(manager.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
  expect(run.annotations).toHaveLength(1)
  expect(run.outputs.message).toContain('Nothing was sent.')
  expect(run.outputs.message).toContain('Tried for up to 2 s (`retry-timeout`).')
})

test.concurrent.each<{ name: string; fault: Fault }>([
  { name: 'a gateway’s 502', fault: { gateway: 'nginx-502' } },
  { name: 'a gateway’s 503', fault: { gateway: 'nginx-503' } },
  { name: 'a reset', fault: { delivery: 'reset' } },
  { name: 'a rate limit', fault: { refusal: { status: 429, retryAfterSeconds: 1 } } }
])('$name before anything was sent is waited out', async ({ fault }) => {
  await using manager = await startSimulator()
  manager.injectFault({ on: look, ...fault })

  const run = await runAction({ inputs: { url: manager.url, 'retry-timeout': '10s' } })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
  expect(manager.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST'])
  expect(run.log).toContain('Trying PaymentAPIGroup on production again in')
})

test.each<{ name: string; fault: Fault }>([
  { name: 'a 400', fault: { refusal: 400 } },
  { name: 'a 403', fault: { refusal: 403 } },
  { name: 'the Manager’s own 500', fault: { refusal: 500 } },
  { name: 'a 404 without a body', fault: { response: { status: 404 } } },
  {
    name: 'an odd row in the list',
    fault: {
      response: { body: { status: 'SUCCESS', resultList: [null, { name: 7 }], resultCount: 2 } }
    }
  }
])('a look that ends in $name says nothing, and the deployment goes on', async ({ fault }) => {
  await using manager = await startSimulator()
  manager.injectFault({ on: look, ...fault })

  const run = await runAction({ inputs: { url: manager.url } })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
})

test('a token that may deploy and not view deploys', async () => {
  await using manager = await startSimulator()

  const run = await runAction({ inputs: { url: manager.url, token: deployOnlyToken } })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
})

describe('a 401 in mid-run', () => {
  test('ends the run: the other groups are not attempted', async () => {
    await using manager = await startSimulator({
      world: worldOf({ groups, environments: ['test'] })
    })
    manager.injectFault({ after: 2, times: Infinity, refusal: 401 })

    const run = await runAction({
      inputs: {
        url: manager.url,
        group: groups.join('\n'),
        environment: 'test',
        'fail-fast': 'false'
      }
    })

    const posts = manager.requests.filter(({ method }) => method === 'POST')
    expect(posts).toHaveLength(3)
    expect(run.results.map(({ status }) => status)).toEqual([
      ...['succeeded', 'succeeded', 'failed'],
      ...Array<string>(37).fill('not-attempted')
    ])
    expect(run.outputs).toMatchObject({ result: 'partial', 'failed-groups': '["group-2"]' })
    expect(run.annotations).toHaveLength(1)
  })
})
