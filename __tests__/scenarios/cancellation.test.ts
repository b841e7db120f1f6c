import { expect, test } from '@jest/globals'
import { startSimulator, type Call, type Simulator } from '../../simulator/simulator.ts'
import { runAction } from '../support/run-action.ts'
import { podsOf } from '../support/seeded-world.ts'

/** Windows has no signals between processes; there the runner sends Ctrl-C to the console. */
const testOfSignals = process.platform === 'win32' ? test.skip : test

/** How soon a cancelled run ends, ms: the runner kills it after ten seconds. */
const maxEndMs = 3_000

interface Cancellation {
  signal?: NodeJS.Signals
  /** The signal comes as soon as the Manager has seen this call as often. */
  call: Call
  count?: number
  inputs?: Record<string, string>
}

async function runAndCancel(manager: Simulator, cancellation: Cancellation) {
  const { signal = 'SIGINT', call, count = 1, inputs } = cancellation
  let cancelledAt = 0
  const run = await runAction({
    inputs: { url: manager.url, timeout: '60s', ...inputs },
    onStart: child => {
      const watch = setInterval(() => {
        if (manager.requests.filter(request => request.call === call).length >= count) {
          clearInterval(watch)
          cancelledAt = performance.now()
          child.kill(signal)
        }
      }, 5)
      child.on('exit', () => {
        clearInterval(watch)
      })
    }
  })
  return { run, endMs: performance.now() - cancelledAt }
}

testOfSignals.each<{ signal: NodeJS.Signals }>([{ signal: 'SIGINT' }, { signal: 'SIGTERM' }])(
  '$signal during a deployment starts nothing new and tells what is known',
  async ({ signal }) => {
    await using manager = await startSimulator()
    manager.injectFault({ delivery: 'silence', on: { call: 'deploy', environment: 'staging' } })

    const { run, endMs } = await runAndCancel(manager, {
      signal,
      call: 'deploy',
      count: 2,
      inputs: { environment: 'test\nstaging\nproduction' }
    })

    expect(endMs).toBeLessThan(maxEndMs)
    expect(run.outputs).toMatchObject({
      result: 'cancelled',
      'failed-environments': '["staging","production"]',
      'failed-groups': '["PaymentAPIGroup"]'
    })
    expect(run.results).toMatchObject([
      { status: 'succeeded' },
      { status: 'unknown', reason: 'cancelled' },
      { status: 'not-attempted', reason: 'cancelled' }
    ])
    expect(run.results[1]?.message).toContain('the server may still complete the request')
    expect(run.annotations).toMatchObject([{ properties: { title: 'Deployment cancelled' } }])
    expect(run.annotations[0]?.data).toMatch(
      /^Cancelled: 1 of 3 deployed, 1 unknown, 1 not attempted\. .*PaymentAPIGroup on staging/
    )
    expect(run.summary).toContain('<h2>🚫 Deployment cancelled')
    expect(manager.requests.filter(({ call }) => call === 'deploy')).toHaveLength(2)
  }
)

testOfSignals('before anything was sent, nothing is attempted', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ delivery: 'silence', on: { call: 'environments' } })

  const { run, endMs } = await runAndCancel(manager, { call: 'environments' })

  expect(endMs).toBeLessThan(maxEndMs)
  expect(run.outputs.result).toBe('cancelled')
  expect(run.results).toMatchObject([{ status: 'not-attempted', reason: 'cancelled' }])
})

testOfSignals('during a pause before another try, nothing more is sent', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ refusal: { status: 429, retryAfterSeconds: 20 } })

  const { run, endMs } = await runAndCancel(manager, {
    call: 'deploy',
    inputs: { 'retry-timeout': '1m' }
  })

  expect(endMs).toBeLessThan(maxEndMs)
  expect(run.outputs.result).toBe('cancelled')
  expect(run.results).toMatchObject([{ status: 'failed', reason: 'rate-limited' }])
  expect(manager.requests.filter(({ call }) => call === 'deploy')).toHaveLength(1)
})

testOfSignals('during a verification, the deployment is told as accepted', async () => {
  await using manager = await startSimulator()
  for (const pod of podsOf(manager, 'production')) {
    pod.staleMs = 600_000
  }

  const { run, endMs } = await runAndCancel(manager, {
    call: 'route-health',
    inputs: { verify: 'routes', 'verify-timeout': '60s' }
  })

  expect(endMs).toBeLessThan(maxEndMs)
  expect(run.outputs.result).toBe('cancelled')
  expect(run.results).toMatchObject([{ status: 'failed', reason: 'not-verified' }])
  expect(run.outputs.message).toContain('The deployment itself was accepted.')
  expect(run.outputs.message).toContain('cancelled before it could be verified')
})

testOfSignals('during the lookup of a lost response, the outcome is unknown', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ delivery: 'close' })

  const { run, endMs } = await runAndCancel(manager, { call: 'history' })

  expect(endMs).toBeLessThan(maxEndMs)
  expect(run.outputs.result).toBe('cancelled')
  expect(run.results).toMatchObject([{ status: 'unknown', reason: 'connection-lost' }])
})

testOfSignals('during one of several groups, the others are not attempted', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ delivery: 'silence' })

  const { run } = await runAndCancel(manager, {
    call: 'deploy',
    inputs: { group: 'PaymentAPIGroup\nPayoutAPIGroup' }
  })

  expect(run.results).toMatchObject([
    { status: 'unknown', reason: 'cancelled' },
    { status: 'not-attempted', reason: 'cancelled' }
  ])
  expect(manager.requests.filter(({ call }) => call === 'deploy')).toHaveLength(1)
})
