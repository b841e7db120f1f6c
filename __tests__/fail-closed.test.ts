import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../simulator/simulator.ts'
import { worldOf } from '../simulator/world.ts'
import { confirmed, denied, first, good, unclear, type Answer } from './support/answers.ts'
import { runAction } from './support/run-action.ts'

let manager: Simulator
beforeAll(async () => {
  manager = await startSimulator({ history: false })
})
afterAll(() => manager.close())

const run = (answer: Answer) => {
  manager.misbehave({ answer })
  return runAction({ inputs: { url: manager.url } })
}

describe('is green when every flag says so', () => {
  test.each(confirmed)('%s', async (_, answer) => {
    expect((await run(answer)).results).toMatchObject([{ status: 'succeeded', reason: 'deployed' }])
  })
})

describe('says unknown when the answer confirms nothing', () => {
  test.each(unclear)('%s', async (_, answer) => {
    const { results, exitCode, annotations } = await run(answer)
    expect(results).toMatchObject([{ status: 'unknown', reason: 'unexpected-response' }])
    expect(exitCode).toBe(1)
    expect(annotations).toMatchObject([{ properties: { title: 'Deployment outcome unknown' } }])
  })
})

describe('is red when anything says no', () => {
  test.each(denied)('%s', async (_, answer) => {
    expect((await run(answer)).results).toMatchObject([
      { status: 'failed', reason: 'deployment-failed', httpStatus: 200 }
    ])
  })

  test('one pod, which is named', async () => {
    manager.misbehave({ pods: { 'worker-production-2': 'Route conflict on /pay' } })
    const { results, outputs, annotations, summary } = await runAction({
      inputs: { url: manager.url }
    })
    expect(results).toMatchObject([
      {
        status: 'failed',
        reason: 'deployment-failed',
        pods: [
          { name: 'worker-production-1', success: true },
          { name: 'worker-production-2', success: false, message: 'Route conflict on /pay' }
        ]
      }
    ])
    for (const text of [outputs.message, annotations[0]?.data])
      expect(text).toContain(
        'worker-production-2: Route conflict on /pay. 1 of 2 worker pods failed.'
      )
    expect(summary).toContain('<details open>')
  })

  test.each<[number, string, string]>([
    [400, 'rejected', 'Check the names'],
    [401, 'unauthorized', 'Make a new token'],
    [403, 'forbidden', 'DEPLOY_UNDEPLOY'],
    [404, 'not-found', 'url'],
    [405, 'rejected', 'a gateway’s refusal'],
    [408, 'rejected', 'a gateway’s refusal'],
    [409, 'conflict', 'run this job again'],
    [422, 'rejected', 'Check the names'],
    [429, 'rate-limited', 'max-parallel'],
    [500, 'server-error', 'log of the Apinizer Manager'],
    [503, 'server-error', 'gateway']
  ])('status %i is %s, whatever its body claims', async (status, reason, remedy) => {
    const { results } = await run({ ...first([good]), status })
    expect(results).toMatchObject([
      { status: 'failed', reason, httpStatus: status, message: expect.stringContaining(remedy) }
    ])
  })

  test.each<[string, object, string]>([
    [
      'error_description',
      { error: 'bad_request', error_description: 'API Proxy Group (x) is not found' },
      'API Proxy Group (x) is not found.'
    ],
    [
      'resultMessage',
      {
        status: 'FAILURE',
        resultMessage: 'User does not have required permission for this operation!'
      },
      'User does not have required permission for this operation! '
    ],
    ['message', { message: 'Nope' }, 'Nope. '],
    ['detail', { detail: 'Not so' }, 'Not so. '],
    ['error alone', { error: 'validation_failed' }, 'validation_failed. '],
    [
      'validation_errors',
      {
        error: 'validation_failed',
        error_description: 'Invalid',
        validation_errors: [{ field: 'name', message: 'too long' }, { message: 'odd' }]
      },
      'Invalid; name: too long; odd. '
    ]
  ])('the server’s own sentence is shown: %s', async (_, body, words) => {
    const { results } = await run({ status: 400, body })
    expect(results[0]?.message).toContain(words)
  })

  test.each<[number, string, object | string]>([
    [502, 'unknown', '<html>Bad Gateway</html>'],
    [520, 'unknown', ''],
    [524, 'unknown', '<html>'],
    [503, 'failed', '<html>No endpoints</html>'],
    [504, 'unknown', ''],
    [504, 'unknown', { message: 'upstream timed out' }],
    [502, 'failed', { status: 'FAILURE', resultMessage: 'no worker' }],
    [504, 'unknown', { success: false }],
    [502, 'unknown', { error: 'internal_error' }],
    [502, 'failed', { error: 'internal_error', error_description: 'no worker' }]
  ])(
    'a gateway’s %i is unknown, the Manager’s own is a failure: %s',
    async (status, expected, body) => {
      const { results } = await run({ status, body })
      expect(results).toMatchObject([
        { status: expected, reason: 'server-error', httpStatus: status }
      ])
    }
  )

  test('Envoy’s 503 is unknown: it may have passed the request on', async () => {
    const { results } = await run({
      status: 503,
      headers: { server: 'istio-envoy' },
      body: 'upstream connect error or disconnect/reset before headers'
    })
    expect(results).toMatchObject([{ status: 'unknown', reason: 'server-error' }])
  })

  test('several names in one line are a likely mistake', async () => {
    const { outputs } = await runAction({
      inputs: { url: manager.url, group: 'PaymentAPIGroup, PayoutAPIGroup' }
    })
    expect(outputs.message).toMatch(/Several names go one a line, without commas\.$/)
  })

  test('a rejection of a request with a note says that the first edition takes none', async () => {
    const old = await startSimulator({ edition: 'first' })
    const { outputs } = await runAction({ inputs: { url: old.url, description: 'v2' } })
    await old.close()
    expect(outputs.message).toContain('take neither `description` nor `persistent`')
  })
})

test.each(['first', 'second'])(
  'an answer that comes twice does not answer for the next target as well: of the %s group',
  async group => {
    const server = await startSimulator({
      deployMs: 20,
      world: worldOf({ groups: ['first', 'second', 'third'], environments: ['production'] })
    })
    server.misbehave({ on: { group }, ending: 'twice' })
    server.misbehave({ on: { group: 'third' }, answer: { status: 409 } })
    const { results } = await runAction({
      inputs: { url: server.url, group: 'first\nsecond\nthird' }
    })
    await server.close()
    expect(results.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'failed'])
    expect(server.requests.map(({ connection }) => connection)).toEqual(
      group === 'first' ? [1, 2, 2] : [1, 1, 2]
    )
  }
)
