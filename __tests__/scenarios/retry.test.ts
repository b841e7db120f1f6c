import { describe, expect, test } from '@jest/globals'
import { startSimulator, type CustomRefusal, type Fault } from '../../simulator/simulator.ts'
import { runAction } from '../support/run-action.ts'

describe('a refusal that proves that nothing was carried out is waited out:', () => {
  test.concurrent.each<{ name: string; fault: Fault }>([
    { name: '409', fault: { refusal: 409 } },
    { name: '423', fault: { refusal: 423 } },
    { name: '429', fault: { refusal: { status: 429, retryAfterSeconds: 1 } } },
    { name: '503 in the Manager’s words', fault: { refusal: 503 } },
    { name: 'a gateway’s 429', fault: { gateway: 'nginx-429' } }
  ])('$name', async ({ fault }) => {
    await using manager = await startSimulator()
    manager.injectFault(fault)

    const run = await runAction({ inputs: { url: manager.url, 'retry-timeout': '10s' } })

    expect(run.results).toMatchObject([{ status: 'succeeded' }])
    expect(manager.requests.map(({ call }) => call)).toEqual(['environments', 'deploy', 'deploy'])
    expect(manager.deployments).toHaveLength(1)
    expect(run.log).toContain('Trying PaymentAPIGroup on production again in')
  })
})

test.concurrent.each<{ name: string; refusal: CustomRefusal; edition: 'first' | 'current' }>([
  {
    name: 'retry_after in the body',
    refusal: { status: 429, retryAfterSeconds: 2 },
    edition: 'first'
  },
  {
    name: 'a Retry-After header',
    refusal: { status: 503, retryAfterSeconds: 2 },
    edition: 'current'
  }
])('the pause that the server asks for is kept: $name', async ({ refusal, edition }) => {
  await using manager = await startSimulator({ edition })
  manager.injectFault({ refusal })

  await runAction({ inputs: { url: manager.url, 'retry-timeout': '10s' } })

  const [, first, second] = manager.requests
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2_000)
})

test('a pause that is longer than retry-timeout is not waited for', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ refusal: { status: 429, retryAfterSeconds: 60 } })

  const run = await runAction({ inputs: { url: manager.url, 'retry-timeout': '5s' } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'rate-limited' }])
  expect(run.durationMs).toBeLessThan(4_000)
})

test('retry-timeout: 0 tries once', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ refusal: 409 })

  const run = await runAction({ inputs: { url: manager.url, 'retry-timeout': '0' } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'conflict' }])
  expect(manager.requests).toHaveLength(2)
})

test.each([400, 401, 403, 404, 500] as const)(
  'the Manager’s %i is not tried again',
  async refusal => {
    await using manager = await startSimulator()
    manager.injectFault({ refusal })

    const run = await runAction({ inputs: { url: manager.url, 'retry-timeout': '10s' } })

    expect(run.results).toMatchObject([{ status: 'failed', httpStatus: refusal }])
    expect(manager.requests.filter(({ call }) => call === 'deploy')).toHaveLength(1)
  }
)

test('a Manager that cannot be reached is tried for retry-timeout', async () => {
  await using manager = await startSimulator()
  await manager.close()

  const run = await runAction({ inputs: { url: manager.url, 'retry-timeout': '2s' } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'connection-failed' }])
  expect(run.outputs.message).toContain('Nothing was sent.')
  expect(run.outputs.message).toContain('Tried for up to 2 s')
  expect(run.durationMs).toBeGreaterThan(2_000)
})

test('a Manager that comes back within retry-timeout is deployed to', async () => {
  await using first = await startSimulator()
  const port = Number(new URL(first.url).port)
  await first.close()

  const running = runAction({ inputs: { url: first.url, 'retry-timeout': '20s' } })
  await new Promise(resolve => setTimeout(resolve, 1_500))
  await using second = await startSimulator({ port })
  const run = await running

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
  expect(second.deployments).toHaveLength(1)
})

test('a host name that does not exist is a failure to connect', async () => {
  const run = await runAction({ inputs: { url: 'https://manager.invalid' } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'connection-failed' }])
  expect(run.outputs.message).toContain('manager.invalid')
})

describe('what is refused to the end tells the limit, with its value:', () => {
  test.each<{ name: string; refusal: CustomRefusal; expected: string }>([
    {
      name: 'the time that it was tried for',
      refusal: { status: 409 },
      expected: 'Tried for up to 1 s (`retry-timeout`).'
    },
    {
      name: 'a pause that is too long',
      refusal: { status: 429, retryAfterSeconds: 60 },
      expected: 'It asks to wait 1 min, and `retry-timeout` is 1 s.'
    }
  ])('$name', async ({ refusal, expected }) => {
    await using manager = await startSimulator()
    manager.injectFault({ refusal, times: Infinity })

    const run = await runAction({ inputs: { url: manager.url, 'retry-timeout': '1s' } })

    expect(run.results).toMatchObject([{ status: 'failed' }])
    expect(run.outputs.message).toContain(expected)
  })

  test('each further try tells its target and its pause', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ refusal: { status: 429, retryAfterSeconds: 2 } })

    const run = await runAction({
      inputs: { url: manager.url, environment: 'test', 'retry-timeout': '10s' }
    })

    expect(run.log).toContain(
      'Trying PaymentAPIGroup on test again in 2 s: 429: Too many requests!'
    )
  })
})
