import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../simulator/simulator.ts'
import { runAction } from './support/run-action.ts'

let manager: Simulator
beforeAll(async () => {
  manager = await startSimulator()
})
afterAll(() => manager.close())

/** Ends the run by a signal as soon as the Manager has seen as many requests. */
async function cancelled(signal: NodeJS.Signals, requests: number, inputs: Record<string, string>) {
  let endedAt = 0
  const run = await runAction({
    inputs: { url: manager.url, ...inputs },
    onStart: child => {
      const waiting = setInterval(() => {
        if (manager.requests.length < requests) return
        clearInterval(waiting)
        endedAt = performance.now()
        child.kill(signal)
      }, 5)
    }
  })
  return { run, afterMs: performance.now() - endedAt }
}

// Windows has no signals between processes: there the runner sends Ctrl-C to the console.
;(process.platform === 'win32' ? describe.skip : describe)('a cancelled run', () => {
  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])(
    'by %s drops the request, starts nothing new and says what it knows',
    async signal => {
      manager.requests.length = 0
      manager.misbehave({ ending: 'silence', on: { environment: 'staging' } })
      const { run, afterMs } = await cancelled(signal, 2, {
        environment: 'test\nstaging\nproduction',
        timeout: '60s'
      })
      expect(afterMs).toBeLessThan(2_000)
      expect(run).toMatchObject({
        exitCode: 1,
        outputs: { result: 'cancelled', 'failed-environments': '["staging","production"]' }
      })
      expect(run.results).toMatchObject([
        { status: 'succeeded' },
        {
          status: 'unknown',
          reason: 'cancelled',
          message: expect.stringContaining('the server may go on')
        },
        { status: 'not-attempted', reason: 'cancelled' }
      ])
      expect(run.summary).toContain('<h2>🚫 Deployment cancelled')
      expect(manager.requests).toHaveLength(2)
    }
  )

  test('while it waits to try again sends nothing more', async () => {
    manager.requests.length = 0
    manager.misbehave({ answer: { status: 429, headers: { 'retry-after': '20' } } })
    const { run, afterMs } = await cancelled('SIGTERM', 1, { retries: '1', timeout: '60s' })
    expect(afterMs).toBeLessThan(2_000)
    expect(run).toMatchObject({
      outputs: { result: 'cancelled' },
      results: [{ status: 'failed', reason: 'rate-limited' }]
    })
    expect(manager.requests).toHaveLength(1)
  })

  test('while it verifies says that the deployment was accepted', async () => {
    manager.requests.length = 0
    for (const pod of manager.world.projects.Payments?.environments.production?.pods ?? [])
      pod.staleMs = 60_000
    const { run, afterMs } = await cancelled('SIGINT', 6, {
      verify: 'routes',
      'verify-timeout': '60s'
    })
    expect(afterMs).toBeLessThan(2_000)
    expect(run).toMatchObject({
      outputs: { result: 'cancelled' },
      results: [
        {
          status: 'failed',
          reason: 'not-verified',
          message: expect.stringContaining('itself was accepted. The run was cancelled')
        }
      ]
    })
  })

  test('while it looks for a lost answer leaves it unknown', async () => {
    manager.requests.length = 0
    manager.misbehave({ ending: 'close' })
    const { run, afterMs } = await cancelled('SIGINT', 3, { timeout: '60s' })
    expect(afterMs).toBeLessThan(2_000)
    expect(run).toMatchObject({
      outputs: { result: 'cancelled' },
      results: [{ status: 'unknown', reason: 'connection-lost' }]
    })
  })
})

test('a log that nobody reads any more stops nothing', async () => {
  manager.misbehave({ delayMs: 300, ending: 'normal' })
  const run = await runAction({
    inputs: { url: manager.url, group: 'PaymentAPIGroup\nPayoutAPIGroup' },
    onStart: child => {
      child.stdout?.destroy()
    }
  })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
})

describe('connections', () => {
  test('are kept for the whole run, and do not keep the process', async () => {
    manager.requests.length = 0
    const run = await runAction({
      inputs: { url: manager.url, environment: 'test\nstaging\nproduction' }
    })
    expect(run.exitCode).toBe(0)
    expect(new Set(manager.requests.map(({ connection }) => connection)).size).toBe(1)
    expect(run.durationMs).toBeLessThan(2_000)
  })

  test('are never more than max-parallel', async () => {
    manager.requests.length = 0
    const run = await runAction({
      inputs: {
        url: manager.url,
        group: 'PaymentAPIGroup\nPayoutAPIGroup',
        environment: 'test\nstaging\nproduction',
        'max-parallel': '2'
      }
    })
    expect(run.exitCode).toBe(0)
    expect(new Set(manager.requests.map(({ connection }) => connection)).size).toBeLessThanOrEqual(
      2
    )
  })
})
