import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault, type Simulator } from '../../../simulator/simulator.ts'
import { send } from '../../../src/deploy/send.ts'
import {
  countCalls,
  createRunContext,
  findClosedPort,
  findGroup,
  listCalls,
  target,
  type ContextOverrides
} from '../../support/run-context.ts'

/** The body of the deployment that arrived last; undefined where it had none. */
function readSentBody({ requests }: Simulator): Record<string, unknown> | undefined {
  const body = requests.findLast(({ call }) => call === 'deploy')?.body ?? ''
  return body === '' ? undefined : (JSON.parse(body) as Record<string, unknown>)
}

async function sendDescription(description: string): Promise<string> {
  await using manager = await startSimulator()
  await send(target, createRunContext(manager, { description }))
  return String(readSentBody(manager)?.['description'])
}

const defaultText = 'GitHub Actions: acme/payments@1a2b3c4, run 12345 by octocat'
const marked = (text: string) => expect.stringMatching(new RegExp(`^\\[[0-9a-f]{12}\\] ${text}$`))

describe('the body of a deployment', () => {
  const current = { edition: 'current' as const }
  const first = { edition: 'first' as const }
  const notKnown = { edition: undefined }
  const rows = [
    {
      name: 'current edition: who deployed',
      given: current,
      expected: { description: marked(defaultText) }
    },
    {
      name: 'current edition: the user’s text',
      given: { ...current, description: 'v2.1' },
      expected: { description: marked('v2.1') }
    },
    {
      name: 'current edition: an empty text is the user’s',
      given: { ...current, description: '' },
      expected: { description: expect.stringMatching(/^\[[0-9a-f]{12}\]$/) }
    },
    {
      name: 'current edition: persistent',
      given: { ...current, persistent: true },
      expected: { description: marked(defaultText), persistent: true }
    },
    { name: 'first edition: none', given: first, expected: undefined },
    {
      name: 'first edition: the user’s text',
      given: { ...first, description: 'v2.1' },
      expected: { description: marked('v2.1') }
    },
    {
      name: 'first edition: persistent alone',
      given: { ...first, persistent: false },
      expected: { persistent: false }
    },
    { name: 'edition not known: none', given: notKnown, expected: undefined },
    {
      name: 'edition not known: the user’s text',
      given: { ...notKnown, description: 'v2.1' },
      expected: { description: marked('v2.1') }
    }
  ]

  test.each(rows)('$name', async ({ given, expected }) => {
    await using manager = await startSimulator({ requestBody: 'ignored' })

    await send(target, createRunContext(manager, given))

    expect(readSentBody(manager)).toEqual(expected)
  })

  test('is the same for an undeployment', async () => {
    await using manager = await startSimulator()

    const { marker } = await send(target, createRunContext(manager, { operation: 'undeploy' }))

    expect(manager.requests).toMatchObject([{ method: 'DELETE', call: 'undeploy' }])
    expect(JSON.parse(manager.requests[0]?.body ?? '')).toEqual({
      description: `[${marker}] ${defaultText}`
    })
  })

  test('has another marker each time', async () => {
    await using manager = await startSimulator()
    const context = createRunContext(manager)

    const one = await send(target, context)
    const other = await send(target, context)

    expect(one.marker).toMatch(/^[0-9a-f]{12}$/)
    expect(other.marker).not.toBe(one.marker)
  })

  test('without a marker tells so', async () => {
    await using manager = await startSimulator({ edition: 'first' })

    const { marker } = await send(target, createRunContext(manager, { edition: 'first' }))

    expect(marker).toBeUndefined()
  })
})

describe('a response that confirms', () => {
  const rows = [
    { operation: 'deploy', expected: 'deployed' },
    { operation: 'undeploy', expected: 'undeployed' }
  ] as const

  test.each(rows)('$operation: $expected', async ({ operation, expected }) => {
    await using manager = await startSimulator()

    const { classification } = await send(target, createRunContext(manager, { operation }))

    expect(classification).toMatchObject({ status: 'succeeded', reason: expected, httpStatus: 200 })
    expect(listCalls(manager)).toEqual([operation])
  })
})

describe('the description', () => {
  const head = '[0123456789ab] '.length
  const room = 250 - head

  test('has 250 characters with its marker', async () => {
    const description = await sendDescription('x'.repeat(300))

    expect(description).toHaveLength(250)
    expect(description.slice(head)).toBe('x'.repeat(room))
  })

  test('is not cut when it fits', async () => {
    const description = await sendDescription('x'.repeat(room))

    expect(description.slice(head)).toBe('x'.repeat(room))
  })

  test('is cut before a character that does not fit whole', async () => {
    const description = await sendDescription(`${'x'.repeat(room - 1)}😀`)

    expect(description.slice(head)).toBe('x'.repeat(room - 1))
  })

  test('keeps a last character that fits whole', async () => {
    const description = await sendDescription(`${'x'.repeat(room - 2)}😀y`)

    expect(description.slice(head)).toBe(`${'x'.repeat(room - 2)}😀`)
  })

  test('does not end in the space before the cut', async () => {
    const description = await sendDescription(`${'x'.repeat(room - 3)}   y`)

    expect(description.slice(head)).toBe('x'.repeat(room - 3))
  })

  test('has no half of a character', async () => {
    const description = await sendDescription('v2 \ud83d of today')

    expect(description.slice(head)).toBe('v2 \ufffd of today')
  })
})

/** Everything after which the Manager may have carried the request out. */
const losses: { name: string; fault: Fault; reason: string; timeoutMs?: number }[] = [
  { name: 'a reset', fault: { delivery: 'reset' }, reason: 'connection-lost' },
  { name: 'a closed connection', fault: { delivery: 'close' }, reason: 'connection-lost' },
  { name: 'no response at all', fault: { delivery: 'silence' }, reason: 'timeout', timeoutMs: 120 },
  {
    name: 'headers and no body',
    fault: { delivery: 'headers-then-silence' },
    reason: 'timeout',
    timeoutMs: 120
  },
  {
    name: 'a reset after early hints',
    fault: { delivery: 'early-hints-then-reset' },
    reason: 'connection-lost'
  },
  {
    name: 'a reset amid the head',
    fault: { delivery: 'partial-head-then-reset' },
    reason: 'connection-lost'
  },
  {
    name: 'a body shorter than its length',
    fault: { delivery: 'cut-length' },
    reason: 'connection-lost'
  },
  {
    name: 'a body without its last chunk',
    fault: { delivery: 'cut-chunked' },
    reason: 'connection-lost'
  },
  {
    name: 'a 200 whose JSON ends early',
    fault: { delivery: 'cut-body' },
    reason: 'unexpected-response'
  },
  { name: 'an empty 200', fault: { response: { status: 200 } }, reason: 'unexpected-response' },
  { name: 'a login page', fault: { gateway: 'login-page' }, reason: 'unexpected-response' },
  {
    name: 'an unparsable head',
    fault: { delivery: 'malformed-head' },
    reason: 'unexpected-response'
  },
  {
    name: 'something that is not HTTP',
    fault: { delivery: 'not-http' },
    reason: 'unexpected-response'
  },
  { name: 'a 202', fault: { response: { status: 202 } }, reason: 'unexpected-response' },
  { name: 'a redirect', fault: { gateway: 'sorry-page' }, reason: 'redirected' },
  { name: 'nginx’s 502', fault: { gateway: 'nginx-502' }, reason: 'server-error' },
  { name: 'nginx’s 503', fault: { gateway: 'nginx-503' }, reason: 'server-error' },
  { name: 'nginx’s 504', fault: { gateway: 'nginx-504' }, reason: 'gateway-timeout' },
  {
    name: 'Varnish’s 503 with Retry-After',
    fault: { gateway: 'varnish-503', response: { headers: { 'retry-after': '0' } } },
    reason: 'server-error'
  },
  { name: 'Apache’s 500', fault: { gateway: 'apache-ajp' }, reason: 'server-error' },
  {
    name: 'a 500 of Spring’s',
    fault: { refusal: { status: 500, format: 'spring' } },
    reason: 'server-error'
  },
  {
    name: 'a 503 of Spring’s',
    fault: { refusal: { status: 503, format: 'spring' } },
    reason: 'server-error'
  },
  {
    name: 'a 502 with an age',
    fault: { gateway: 'nginx-502', response: { headers: { age: '3' } } },
    reason: 'server-error'
  }
]

describe.each(losses)('after $name', ({ fault, reason, timeoutMs = 400 }) => {
  const limits = { retryTimeoutMs: 50, timeoutMs }

  test('a deployment that was carried out is found, and was sent once', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ ...fault, commits: true })

    const { classification } = await send(target, createRunContext(manager, limits))

    expect(classification).toMatchObject({ status: 'succeeded', reason: 'deployed', revision: 4 })
    expect(countCalls(manager, 'deploy')).toBe(1)
  })

  test('one that cannot be found is unknown, and was sent once', async () => {
    await using manager = await startSimulator({ history: false })
    manager.injectFault({ ...fault, commits: false })

    const { classification } = await send(target, createRunContext(manager, limits))

    expect(classification).toMatchObject({ status: 'unknown', reason })
    expect(listCalls(manager)).toEqual(['deploy', 'history'])
  })
})

describe('in the Manager’s own words', () => {
  const rows = [
    { name: '400', refusal: 400, expected: 'rejected' },
    { name: '401', refusal: 401, expected: 'unauthorized' },
    { name: '403', refusal: 403, expected: 'forbidden' },
    { name: '404', refusal: 404, expected: 'not-found' },
    { name: '409', refusal: 409, expected: 'conflict' },
    { name: '423', refusal: 423, expected: 'conflict' },
    { name: '429', refusal: 429, expected: 'rate-limited' },
    { name: '500', refusal: 500, expected: 'server-error' },
    { name: '503', refusal: 503, expected: 'server-error' }
  ] as const

  test.each(rows)('$name is a failure that is not looked up', async ({ refusal, expected }) => {
    await using manager = await startSimulator()
    manager.injectFault({ refusal })

    const { classification } = await send(target, createRunContext(manager))

    expect(classification).toMatchObject({ status: 'failed', reason: expected })
    expect(countCalls(manager, 'deploy')).toBe(1)
    expect(countCalls(manager, 'history')).toBe(0)
  })

  test('a failure beside status 200 is not looked up', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ pods: { 'worker-production-2': 'Out of memory' } })

    const { classification } = await send(target, createRunContext(manager))

    expect(classification).toMatchObject({ status: 'failed', reason: 'deployment-failed' })
    expect(listCalls(manager)).toEqual(['deploy'])
  })
})

describe('a response that is not looked up', () => {
  const rows: { name: string; fault: Fault; expected: object }[] = [
    {
      name: 'a gateway’s 403',
      fault: { gateway: 'waf-403', commits: true },
      expected: { status: 'failed', reason: 'forbidden' }
    },
    {
      name: 'a gateway’s 404',
      fault: { response: { status: 404, body: '<html>' }, commits: true },
      expected: { status: 'failed', reason: 'not-found' }
    },
    {
      name: 'a gateway’s 429',
      fault: { gateway: 'nginx-429', commits: true },
      expected: { status: 'failed', reason: 'rate-limited' }
    },
    {
      name: 'a cache’s 200',
      fault: { gateway: 'cache', commits: true },
      expected: { status: 'unknown', reason: 'unexpected-response' }
    },
    {
      name: 'results for another environment only',
      fault: {
        response: {
          body: {
            status: 'SUCCESS',
            deploymentResult: { success: true, detailList: [{ envName: 'test', success: true }] }
          }
        }
      },
      expected: { status: 'unknown', reason: 'unexpected-response' }
    }
  ]

  test.each(rows)('$name', async ({ fault, expected }) => {
    await using manager = await startSimulator()
    manager.injectFault(fault)

    const { classification } = await send(target, createRunContext(manager))

    expect(classification).toMatchObject(expected)
    expect(listCalls(manager)).toEqual(['deploy'])
  })
})

describe('a request is sent again', () => {
  const rows: { name: string; fault: Fault; line: string }[] = [
    { name: 'after a conflict', fault: { refusal: 409 }, line: '409: Another deployment' },
    { name: 'while the group is locked', fault: { refusal: 423 }, line: '423: API Proxy Group' },
    { name: 'after too many requests', fault: { refusal: 429 }, line: '429: Too many requests!' },
    { name: 'after a gateway’s 429', fault: { response: { status: 429 } }, line: '429' },
    { name: 'while the Manager starts', fault: { refusal: 503 }, line: '503: Server is starting' }
  ]

  test.each(rows)('$name', async ({ fault, line }) => {
    await using manager = await startSimulator()
    manager.injectFault(fault)
    const context = createRunContext(manager, { retryTimeoutMs: 60 })

    const { classification } = await send(target, context)

    expect(classification.status).toBe('succeeded')
    expect(listCalls(manager)).toEqual(['deploy', 'deploy'])
    expect(context.progress).toEqual([
      expect.stringMatching(/^Trying PaymentAPIGroup on production again in \d+ ms: /)
    ])
    expect(context.progress[0]).toContain(line)
  })

  test('with the marker that it had before', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ refusal: 409 })

    await send(target, createRunContext(manager, { retryTimeoutMs: 60 }))

    const [one, other] = manager.requests.map(({ body }) => body)
    expect(other).toBe(one)
  })

  test('only within `retry-timeout`', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ refusal: 409, times: Infinity })

    const { classification } = await send(target, createRunContext(manager, { retryTimeoutMs: 60 }))

    expect(classification).toMatchObject({
      status: 'failed',
      reason: 'conflict',
      explanation: expect.stringMatching(/ Tried for up to 60 ms \(`retry-timeout`\)\.$/)
    })
    // A timer may ring a little early, and then there is one more.
    expect([2, 3]).toContain(countCalls(manager, 'deploy'))
  })

  test('not when the server asks for more time than `retry-timeout`', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ refusal: { status: 503, retryAfterSeconds: 9 } })

    const { classification } = await send(target, createRunContext(manager, { retryTimeoutMs: 60 }))

    expect(classification).toMatchObject({
      status: 'failed',
      reason: 'server-error',
      explanation: expect.stringMatching(/ It asks to wait 9 s, and `retry-timeout` is 60 ms\.$/)
    })
    expect(listCalls(manager)).toEqual(['deploy'])
  })

  test('never after a refusal that another try would meet again, and no limit is told', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ refusal: 500 })

    const { classification } = await send(target, createRunContext(manager, { retryTimeoutMs: 60 }))

    expect(classification.explanation).not.toContain('retry-timeout')
    expect(listCalls(manager)).toEqual(['deploy'])
  })

  test('when there was no connection', async () => {
    const port = await findClosedPort()
    const context = createRunContext({ url: `http://127.0.0.1:${port}` }, { retryTimeoutMs: 200 })

    const sending = send(target, context)
    await using manager = await startSimulator({ port })
    const { classification } = await sending

    expect(classification.status).toBe('succeeded')
    expect(listCalls(manager)).toEqual(['deploy'])
  })

  test('and looked up for the rest of the last request’s `timeout`', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ refusal: 409 })
    manager.injectFault({ delivery: 'close', commits: { afterMs: 190 } })
    const limits = { retryTimeoutMs: 150, timeoutMs: 260 }

    const { classification } = await send(target, createRunContext(manager, limits))

    // The record appears 340 ms after the first request began.
    expect(classification.status).toBe('succeeded')
  })
})

test('no connection at all is a failure that ends the run', async () => {
  const port = await findClosedPort()

  const { classification } = await send(
    target,
    createRunContext({ url: `http://127.0.0.1:${port}` })
  )

  expect(classification).toMatchObject({
    status: 'failed',
    reason: 'connection-failed',
    endsRun: true
  })
})

describe('a run that is cancelled', () => {
  test('before anything is sent sends nothing', async () => {
    await using manager = await startSimulator()

    const { classification } = await send(
      target,
      createRunContext(manager, { signal: AbortSignal.abort() })
    )

    expect(classification).toMatchObject({ status: 'not-attempted', reason: 'cancelled' })
    expect(manager.requests).toEqual([])
  })

  test('during a request leaves it unknown, and looks nothing up', async () => {
    await using manager = await startSimulator({ deployMs: 200 })
    const signal = AbortSignal.timeout(60)

    const { classification } = await send(target, createRunContext(manager, { signal }))

    expect(classification).toMatchObject({ status: 'unknown', reason: 'cancelled' })
    expect(listCalls(manager)).toEqual(['deploy'])
  })

  test('during a pause sends nothing again', async () => {
    await using manager = await startSimulator()
    manager.injectFault({ refusal: 409 })
    const signal = AbortSignal.timeout(60)
    const limits = { signal, retryTimeoutMs: 5_000 }

    const { classification } = await send(target, createRunContext(manager, limits))

    expect(classification).toMatchObject({ status: 'failed', reason: 'conflict' })
    expect(classification.explanation).not.toContain('Tried for')
    expect(listCalls(manager)).toEqual(['deploy'])
  })
})

describe('a refusal of a request with a body', () => {
  const hint =
    'Servers of the first API edition accept neither `description` nor `persistent`: remove them.'
  const first = { edition: 'first' as const }
  const described = { ...first, description: 'v2' }
  const rows: {
    name: string
    given: ContextOverrides
    refusal: Fault['refusal']
    isHinted: boolean
  }[] = [
    { name: 'first edition, description', given: described, refusal: 400, isHinted: true },
    {
      name: 'first edition, persistent',
      given: { ...first, persistent: false },
      refusal: 400,
      isHinted: true
    },
    { name: 'first edition, neither', given: first, refusal: 400, isHinted: false },
    { name: 'first edition, another refusal', given: described, refusal: 403, isHinted: false },
    {
      name: 'first edition, a name',
      given: described,
      refusal: { status: 400, message: 'Environment (x) is not found!' },
      isHinted: false
    },
    {
      name: 'first edition, a permission',
      given: described,
      refusal: { status: 400, message: 'No Permission!' },
      isHinted: false
    },
    {
      name: 'edition not known, description',
      given: { edition: undefined, description: 'v2' },
      refusal: 400,
      isHinted: false
    },
    {
      name: 'current edition, description',
      given: { description: 'v2' },
      refusal: 400,
      isHinted: false
    }
  ]

  test.each(rows)('$name', async ({ given, refusal, isHinted }) => {
    await using manager = await startSimulator()
    manager.injectFault({ ...(refusal !== undefined && { refusal }) })

    const { classification } = await send(target, createRunContext(manager, given))

    expect(classification.status).toBe('failed')
    expect(classification.explanation === hint).toBe(isHinted)
    expect(classification.explanation.includes(hint)).toBe(isHinted)
    expect(countCalls(manager, 'groups') > 0).toBe(
      !isHinted && !/permission/i.test(classification.serverMessage)
    )
  })
})

test('a server that keeps six records forgets the request: unknown, sent once', async () => {
  await using manager = await startSimulator({ historyLimit: 0 })
  manager.injectFault({ delivery: 'close', commits: true })

  const { classification } = await send(target, createRunContext(manager, { timeoutMs: 100 }))

  expect(findGroup(manager).deployed).toHaveProperty('production')
  expect(classification).toMatchObject({ status: 'unknown', reason: 'connection-lost' })
  expect(countCalls(manager, 'deploy')).toBe(1)
})
