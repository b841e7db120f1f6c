import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault, type SimulatorOptions } from '../../../simulator/simulator.ts'
import { deployOnlyToken, expiredToken } from '../../../simulator/world.ts'
import { runPreflight, type Preflight } from '../../../src/deploy/preflight.ts'
import { makeAuthority } from '../../../tools/certificates.ts'
import {
  createRunContext,
  findClosedPort,
  listCalls,
  target,
  type ContextOverrides
} from '../../support/run-context.ts'

const environments = { call: 'environments' } as const

describe('a run goes on', () => {
  const rows: {
    name: string
    options?: SimulatorOptions
    fault?: Fault
    overrides?: ContextOverrides
    edition: 'first' | 'current' | undefined
  }[] = [
    { name: 'first edition', options: { edition: 'first' }, edition: 'first' },
    {
      name: 'first edition with nulls',
      options: { edition: 'first', nulls: true },
      edition: 'first'
    },
    { name: 'current edition', edition: 'current' },
    { name: 'current edition with nulls', options: { nulls: true }, edition: 'current' },
    {
      name: 'a token that may not read',
      overrides: { token: deployOnlyToken },
      edition: 'current'
    },
    { name: 'a project that is not found', overrides: { project: 'Nothing' }, edition: 'current' },
    {
      name: 'first edition’s 403',
      options: { edition: 'first' },
      fault: { refusal: 403 },
      edition: 'first'
    },
    { name: 'current edition’s 404', fault: { refusal: 404 }, edition: 'current' },
    { name: 'current edition’s 500', fault: { refusal: 500 }, edition: 'current' },
    { name: 'current edition’s 429', fault: { refusal: 429 }, edition: 'current' },
    { name: 'an empty 404', fault: { response: { status: 404 } }, edition: undefined },
    {
      name: 'Spring’s 404',
      fault: { refusal: { status: 404, format: 'spring' } },
      edition: undefined
    },
    {
      name: 'Spring’s 500',
      fault: { refusal: { status: 500, format: 'spring' } },
      edition: undefined
    },
    { name: 'a gateway’s 403', fault: { gateway: 'waf-403' }, edition: undefined },
    {
      name: 'a page with status 400',
      fault: { response: { status: 400, body: '<html>' } },
      edition: undefined
    },
    { name: 'a list from a cache', fault: { gateway: 'cache' }, edition: undefined },
    { name: 'a list that ends early', fault: { delivery: 'cut-body' }, edition: undefined },
    { name: 'an empty 200', fault: { response: { status: 200 } }, edition: undefined }
  ]

  test.each(rows)('after $name', async ({ options = {}, fault, overrides = {}, edition }) => {
    await using manager = await startSimulator(options)
    if (fault !== undefined) {
      manager.injectFault({ ...fault, on: environments })
    }

    const result = await runPreflight(target, createRunContext(manager, overrides))

    expect(result).toEqual({ ok: true, edition })
    expect(listCalls(manager)).toEqual(['environments'])
  })
})

test('the look changes nothing and is for the first target’s group', async () => {
  await using manager = await startSimulator()

  await runPreflight(target, createRunContext(manager))

  expect(manager.requests).toMatchObject([
    {
      method: 'GET',
      path: '/apiops/projects/Payments/apiProxyGroups/PaymentAPIGroup/environments/',
      body: ''
    }
  ])
})

describe('a run ends before anything is sent', () => {
  const notFound = '<html><h1>404 Not Found</h1></html>'
  const https = 'The plain HTTP request was sent to HTTPS port'
  const rows: { name: string; fault: Fault; expected: { reason: string; httpStatus?: number } }[] =
    [
      {
        name: 'the Manager’s 401',
        fault: { refusal: 401 },
        expected: { reason: 'unauthorized', httpStatus: 401 }
      },
      {
        name: 'a gateway’s 401',
        fault: { response: { status: 401, body: '<html>' } },
        expected: { reason: 'unauthorized', httpStatus: 401 }
      },
      {
        name: 'a 300',
        fault: { response: { status: 300 } },
        expected: { reason: 'redirected', httpStatus: 300 }
      },
      {
        name: 'a 302',
        fault: { gateway: 'sorry-page' },
        expected: { reason: 'redirected', httpStatus: 302 }
      },
      {
        name: 'a 308',
        fault: { gateway: 'https-redirect' },
        expected: { reason: 'redirected', httpStatus: 308 }
      },
      {
        name: 'a 399',
        fault: { response: { status: 399 } },
        expected: { reason: 'redirected', httpStatus: 399 }
      },
      {
        name: 'a login page',
        fault: { gateway: 'login-page' },
        expected: { reason: 'unexpected-response', httpStatus: 200 }
      },
      {
        name: 'a 404 page',
        fault: { response: { status: 404, body: notFound } },
        expected: { reason: 'not-found', httpStatus: 404 }
      },
      {
        name: 'a 404 in plain text',
        fault: { response: { status: 404, body: 'default backend - 404' } },
        expected: { reason: 'not-found', httpStatus: 404 }
      },
      {
        name: 'plain HTTP where HTTPS is expected',
        fault: { response: { status: 400, body: `<html>${https}</html>` } },
        expected: { reason: 'rejected', httpStatus: 400 }
      },
      {
        name: 'a gateway’s 500',
        fault: { gateway: 'apache-ajp', response: { status: 500 } },
        expected: { reason: 'server-error', httpStatus: 500 }
      },
      {
        name: 'a 502',
        fault: { gateway: 'nginx-502' },
        expected: { reason: 'server-error', httpStatus: 502 }
      },
      {
        name: 'a gateway’s 503',
        fault: { gateway: 'nginx-503' },
        expected: { reason: 'server-error', httpStatus: 503 }
      },
      {
        name: 'the Manager’s 503',
        fault: { refusal: 503 },
        expected: { reason: 'server-error', httpStatus: 503 }
      },
      {
        name: 'a 504',
        fault: { gateway: 'nginx-504' },
        expected: { reason: 'gateway-timeout', httpStatus: 504 }
      },
      {
        name: 'a closed connection',
        fault: { delivery: 'close' },
        expected: { reason: 'connection-lost' }
      },
      { name: 'no response', fault: { delivery: 'silence' }, expected: { reason: 'timeout' } },
      {
        name: 'something that is not HTTP',
        fault: { delivery: 'not-http' },
        expected: { reason: 'unexpected-response' }
      }
    ]

  test.each(rows)('after $name', async ({ fault, expected }) => {
    await using manager = await startSimulator()
    manager.injectFault({ ...fault, on: environments })

    const result = await runPreflight(target, createRunContext(manager, { timeoutMs: 200 }))

    expect(result).toMatchObject({
      ok: false,
      classification: {
        ...expected,
        status: 'failed',
        endsRun: true,
        explanation: expect.stringMatching(/^Nothing was sent\. \S/)
      }
    })
    expect(result).not.toMatchObject({
      classification: { explanation: expect.stringContaining('retry-timeout') }
    })
    expect(listCalls(manager)).toEqual(['environments'])
  })

  test('after a closed connection, with what may be its cause', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, delivery: 'close' })

    const result = await runPreflight(target, createRunContext(manager))

    expect(result).toMatchObject({
      classification: {
        explanation:
          'Nothing was sent. The connection was lost before the complete response arrived. ' +
          'A server that requires another client certificate may close the connection like this: ' +
          'check `client-certificate` and `client-key`.'
      }
    })
  })

  test('after a request that took too long, with the limit', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, delivery: 'silence' })

    const result = await runPreflight(target, createRunContext(manager, { timeoutMs: 60 }))

    expect(result).toMatchObject({
      classification: {
        status: 'failed',
        explanation: expect.stringContaining('No complete response within 60 ms (`timeout`).')
      }
    })
  })

  test('after a connection that was refused', async () => {
    const url = `http://127.0.0.1:${await findClosedPort()}`

    const result = await runPreflight(target, createRunContext({ url }))

    expect(result).toMatchObject({
      ok: false,
      classification: {
        status: 'failed',
        reason: 'connection-failed',
        endsRun: true,
        explanation:
          'Nothing was sent. Could not connect. Check `url`, and that the runner can reach that host and port.'
      }
    })
  })

  test('after a certificate of an unknown CA', async () => {
    const authority = await makeAuthority('Example CA')
    await using manager = await startSimulator({ tls: await authority.issue() })

    const result = await runPreflight(target, createRunContext(manager, { timeoutMs: 5_000 }))

    expect(result).toMatchObject({
      ok: false,
      classification: { status: 'failed', reason: 'tls', endsRun: true }
    })
    expect(manager.requests).toEqual([])
  })

  const cancellations = [
    { name: 'before the look', signal: () => AbortSignal.abort() },
    { name: 'during the look', signal: () => AbortSignal.timeout(60) }
  ]

  test.each(cancellations)('when it is cancelled $name', async ({ signal }) => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, delivery: 'silence' })

    const result = await runPreflight(target, createRunContext(manager, { signal: signal() }))

    expect(result).toEqual({
      ok: false,
      classification: {
        status: 'not-attempted',
        reason: 'cancelled',
        serverMessage: '',
        endsRun: true,
        explanation: 'Nothing was sent: the workflow run was cancelled.'
      }
    })
  })

  test('when it is cancelled while the Manager is waited for', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ on: environments, gateway: 'nginx-502' })
    const overrides = { retryTimeoutMs: 60_000, signal: AbortSignal.timeout(60) }

    const result = await runPreflight(target, createRunContext(manager, overrides))

    expect(result.ok).toBe(false)
    expect(listCalls(manager)).toEqual(['environments'])
  })
})

describe('with `retry-timeout`', () => {
  const retryTimeoutMs = 60
  const tried = 'Tried for up to 60 ms (`retry-timeout`).'
  const ends = (result: Preflight, sentence: string) =>
    !result.ok && result.classification.explanation.endsWith(` ${sentence}`)

  const waited: { name: string; fault: Fault }[] = [
    { name: 'a gateway’s 502', fault: { gateway: 'nginx-502' } },
    { name: 'a gateway’s 503', fault: { gateway: 'nginx-503' } },
    { name: 'the Manager’s 503', fault: { refusal: 503 } },
    { name: 'a closed connection', fault: { delivery: 'close' } }
  ]

  test.each(waited)('$name is waited out', async ({ fault }) => {
    await using manager = await startSimulator()
    manager.injectFault({ ...fault, on: environments })
    const context = createRunContext(manager, { retryTimeoutMs })

    const result = await runPreflight(target, context)

    expect(result).toEqual({ ok: true, edition: 'current' })
    expect(listCalls(manager)).toEqual(['environments', 'environments'])
    expect(context.progress).toEqual([
      expect.stringMatching(/^Trying PaymentAPIGroup on production again in \d+ ms: ./)
    ])
  })

  const down: { name: string; fault: Fault }[] = [
    { name: 'a gateway’s 500', fault: { response: { status: 500 } } },
    { name: 'a gateway’s 502', fault: { gateway: 'nginx-502' } },
    { name: 'the Manager’s 503', fault: { refusal: 503 } }
  ]

  test.each(down)('$name that stays is told with the time it was given', async ({ fault }) => {
    await using manager = await startSimulator()
    manager.injectFault({ ...fault, on: environments, times: Infinity })

    const result = await runPreflight(target, createRunContext(manager, { retryTimeoutMs }))

    expect(ends(result, tried)).toBe(true)
    // A timer may ring a little early, and then there is one more.
    expect([2, 3]).toContain(manager.requests.length)
  })

  test('so is a connection that is refused all the time', async () => {
    const url = `http://127.0.0.1:${await findClosedPort()}`

    const result = await runPreflight(target, createRunContext({ url }, { retryTimeoutMs }))

    expect(ends(result, tried)).toBe(true)
  })

  const asked = [
    {
      seconds: 3_600,
      retryTimeoutMs: 60,
      expected: 'It asks to wait 1 h, and `retry-timeout` is 60 ms.'
    },
    {
      seconds: 1,
      retryTimeoutMs: 1_000,
      expected: 'It asks to wait 1 s, and `retry-timeout` is 1 s.'
    }
  ]

  test.each(asked)(
    'a server that asks for $seconds s is not waited for, and that is told',
    async row => {
      await using manager = await startSimulator()
      const refusal = { status: 503, retryAfterSeconds: row.seconds } as const
      manager.injectFault({ on: environments, refusal })
      const overrides = { retryTimeoutMs: row.retryTimeoutMs }

      const result = await runPreflight(target, createRunContext(manager, overrides))

      expect(ends(result, row.expected)).toBe(true)
      expect(listCalls(manager)).toEqual(['environments'])
    }
  )

  test('a server that asks for no time is tried until there is none left', async () => {
    await using manager = await startSimulator()
    const refusal = { status: 503, retryAfterSeconds: 0 } as const
    manager.injectFault({ on: environments, times: 2_000, refusal })

    const result = await runPreflight(target, createRunContext(manager, { retryTimeoutMs: 30 }))

    expect(ends(result, 'Tried for up to 30 ms (`retry-timeout`).')).toBe(true)
  })

  const final: { name: string; fault: Fault }[] = [
    { name: 'a redirect', fault: { gateway: 'sorry-page' } },
    { name: 'a login page', fault: { gateway: 'login-page' } },
    { name: 'a 404 page', fault: { response: { status: 404, body: '<html>' } } }
  ]

  test.each(final)('$name is final', async ({ fault }) => {
    await using manager = await startSimulator()
    manager.injectFault({ ...fault, on: environments })

    const result = await runPreflight(target, createRunContext(manager, { retryTimeoutMs }))

    expect(result).toMatchObject({ ok: false })
    expect(ends(result, tried)).toBe(false)
    expect(listCalls(manager)).toEqual(['environments'])
  })

  test('a refused token is sent once', async () => {
    await using manager = await startSimulator()
    const overrides = { retryTimeoutMs, token: expiredToken }

    const result = await runPreflight(target, createRunContext(manager, overrides))

    expect(result).toMatchObject({ ok: false, classification: { reason: 'unauthorized' } })
    expect(listCalls(manager)).toEqual(['environments'])
  })
})
