import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator, type Edition, type Simulator } from '../simulator/simulator.ts'
import { runAction } from './support/run-action.ts'

describe.each<Edition>(['first', 'current'])('a deployment, %s edition', edition => {
  let manager: Simulator
  beforeAll(async () => {
    manager = await startSimulator({ edition })
  })
  afterAll(() => manager.close())

  test('that works is green, with one request and without a body', async () => {
    const before = manager.requests.length
    const run = await runAction({ inputs: { url: manager.url } })
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {
        success: 'true',
        result: 'success',
        message: expect.stringContaining('PaymentAPIGroup was deployed to production: '),
        'failed-environments': '[]',
        'environment-url': '',
        revision: ''
      }
    })
    expect(run.results).toMatchObject([
      {
        environmentName: 'production',
        group: 'PaymentAPIGroup',
        success: true,
        status: 'succeeded',
        reason: 'deployed',
        httpStatus: 200
      }
    ])
    expect(run.results[0]?.message).toBe(
      edition === 'first' ? 'Deployed successfully' : 'The server confirmed it for 2 worker pods.'
    )
    expect(manager.requests.slice(before)).toMatchObject([
      {
        method: 'POST',
        path: '/apiops/projects/Payments/apiProxyGroups/PaymentAPIGroup/environments/production/',
        body: '',
        headers: { authorization: 'Bearer apinizer-demo-token' }
      }
    ])
    expect(manager.requests.at(-1)?.headers['content-type']).toBeUndefined()
    expect(run.summary).toContain('<h2>✅ Deployed')
    expect(run.log.startsWith('::add-mask::apinizer-demo-token\n')).toBe(true)
  })

  test.each([
    ['group', 'Nobody', 'API Proxy Group (Nobody) is not found'],
    ['environment', 'nowhere', 'Environment (nowhere) is not found']
  ])(
    'of a %s that is not there is red, in the server’s words and with what to do',
    async (input, name, words) => {
      const run = await runAction({ inputs: { url: manager.url, [input]: name } })
      expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'failure' } })
      expect(run.results).toMatchObject([
        { success: false, status: 'failed', reason: 'rejected', httpStatus: 400 }
      ])
      for (const text of [
        run.outputs.message,
        run.results[0]?.message,
        run.annotations[0]?.data,
        run.summary
      ]) {
        expect(text).toContain(words)
        expect(text).toContain('DEPLOY_UNDEPLOY')
      }
      expect(run.annotations).toHaveLength(1)
      expect(run.annotations[0]).toMatchObject({
        name: 'error',
        properties: { title: 'API Proxy Group not deployed' }
      })
    }
  )

  test('with an expired token is red and says where to make a new one', async () => {
    const run = await runAction({ inputs: { url: manager.url, token: 'apinizer-expired-token' } })
    expect(run.results).toMatchObject([
      { status: 'failed', reason: 'unauthorized', httpStatus: 401 }
    ])
    expect(run.outputs.message).toMatch(/expired.*My Profile, Personal API Access Tokens/)
  })
})

describe('the request', () => {
  let manager: Simulator
  beforeAll(async () => {
    manager = await startSimulator({ pathPrefix: '/manager' })
  })
  afterAll(() => manager.close())

  test.each(['', '/', '/apiops', '/apiops/'])(
    'goes to the same path with %j at the end of url',
    async ending => {
      const run = await runAction({ inputs: { url: `${manager.url}${ending}` } })
      expect(run.exitCode).toBe(0)
      expect(manager.requests.at(-1)?.path).toBe(
        '/manager/apiops/projects/Payments/apiProxyGroups/PaymentAPIGroup/environments/production/'
      )
    }
  )

  test('carries description and persistent only when given, with a code of its own behind the description', async () => {
    const both = await runAction({
      inputs: { url: manager.url, description: 'v2.1 release', persistent: 'True' }
    })
    expect(both.exitCode).toBe(0)
    const body = JSON.parse(manager.requests.at(-1)?.body ?? '') as {
      description: string
      persistent: boolean
    }
    expect(body.description).toMatch(/^v2\.1 release \[[0-9a-f]{12}\]$/)
    expect(body.persistent).toBe(true)
    await runAction({ inputs: { url: manager.url, persistent: 'false' } })
    expect(JSON.parse(manager.requests.at(-1)?.body ?? '')).toEqual({ persistent: false })
  })

  test('encodes names and keeps them from climbing out of the path', async () => {
    await runAction({
      inputs: { url: manager.url, project: 'Pay ments/ü', group: '../x?y#z', environment: '%2e%2e' }
    })
    expect(manager.requests.at(-1)?.path).toBe(
      '/manager/apiops/projects/Pay%20ments%2F%C3%BC/apiProxyGroups/..%2Fx%3Fy%23z/environments/%252e%252e/'
    )
  })
})
