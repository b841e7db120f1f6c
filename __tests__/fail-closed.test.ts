import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault, type Simulator } from '../simulator/simulator.ts'
import { worldOf } from '../simulator/world.ts'
import { runAction } from './support/run-action.ts'

let manager: Simulator
beforeAll(async () => { manager = await startSimulator({ history: false }) })
afterAll(() => manager.close())

type Answer = NonNullable<Fault['answer']>
const first = (environmentResults: unknown, over: object = {}): Answer => ({ body: { success: true, deploymentResult: { success: true, environmentResults }, ...over } })
const current = (detailList: unknown, over: object = {}): Answer => ({ body: { status: 'SUCCESS', deploymentResult: { success: true, detailList }, ...over } })
const good = { environmentName: 'production', success: true }
const goodPod = { envName: 'production', podName: 'worker-1', podIp: '10.0.0.1', success: true }

const run = (answer: Answer) => {
  manager.misbehave({ answer })
  return runAction({ inputs: { url: manager.url } })
}

describe('is green when every flag says so', () => {
  test.each<[string, Answer]>([
    ['results beside the top flag', { body: { success: true, environmentResults: [good] } }],
    ['a result that names no environment', first([{ success: true }])],
    ['another environment beside the one asked for', first([good, { environmentName: 'staging', success: true }])],
    ['pods two levels down', current([{ success: true, detailList: [{ success: true, detailList: [goodPod] }] }])],
    ['both editions in one answer', { body: { success: true, status: 'SUCCESS', deploymentResult: { success: true, environmentResults: [good], detailList: [goodPod] } } }],
    ['a null error', first([good], { error: null })]
  ])('%s', async (_, answer) => {
    expect((await run(answer)).results).toMatchObject([{ status: 'succeeded', reason: 'deployed' }])
  })
})

describe('says unknown when the answer confirms nothing', () => {
  test.each<[string, Answer]>([
    ['the text "true"', first([{ ...good, success: 'true' }])],
    ['the number 1', first([good], { success: 1 })],
    ['SUCCESS where true belongs', first([{ ...good, success: 'SUCCESS' }])],
    ['true where SUCCESS belongs', current([goodPod], { status: true })],
    ['a status that is neither', current([goodPod], { status: 'PARTIAL' })],
    ['no flag at the top', { body: { deploymentResult: { success: true, environmentResults: [good] } } }],
    ['no flag in the middle', first([good], { deploymentResult: { environmentResults: [good] } })],
    ['no flag in a result', first([{ environmentName: 'production' }])],
    ['no flag deep down', current([{ ...goodPod, detailList: [{ podName: 'worker-2' }] }])],
    ['a null flag', first([good], { success: null })],
    ['an empty list', first([])],
    ['no list', { body: { success: true, deploymentResult: { success: true } } }],
    ['a list that is none', first(good)],
    ['a result that is none', first([good, null])],
    ['a result in a list of its own', first([[good]])],
    ['other environments only', first([{ environmentName: 'staging', success: true }])],
    ['the environment in other letters', first([{ environmentName: 'Production', success: true }])],
    ['pods of another environment', current([{ ...goodPod, envName: 'staging' }])],
    ['pods below another environment', current([{ envName: 'staging', success: true, detailList: [{ podName: 'worker-1', success: true }] }])],
    ['a deploymentResult that is a text', { body: { success: true, deploymentResult: 'true', environmentResults: [good] } }],
    ['flags on a prototype', { body: '{"__proto__": {"success": true, "environmentResults": [{"success": true}]}}' }],
    ['a list of results in a place that is not known', { body: { success: true, previous: { environmentResults: [good] } } }],
    ['equal keys that disagree', { body: '{"success":false,"success":true,"environmentResults":[{"success":true}]}' }],
    ['equal lists that disagree', { body: '{"success":true,"environmentResults":[{"success":false}],"environmentResults":[{"success":true}]}' }],
    ['a name that is no text', first([{ environmentName: ['staging'], success: true }])],
    ['two names that disagree', first([{ environmentName: 'production', envName: 'staging', success: true }])],
    ['HTML', { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' }],
    ['an empty body', { body: '' }],
    ['cut JSON', { body: '{"success": true, "environmentResults": [{"environmentName": "production", "success": true}]' }],
    ['JSON that is no object', { body: 'true' }],
    ['a JSON list', { body: [good] }],
    ['202', { ...first([good]), status: 202 }],
    ['204', { status: 204, body: '' }],
    ['206', { ...first([good]), status: 206 }]
  ])('%s', async (_, answer) => {
    const { results, exitCode, annotations } = await run(answer)
    expect(results).toMatchObject([{ status: 'unknown', reason: 'unexpected-response' }])
    expect(exitCode).toBe(1)
    expect(annotations).toMatchObject([{ properties: { title: 'Deployment outcome unknown' } }])
  })
})

describe('is red when anything says no', () => {
  test.each<[string, Answer]>([
    ['the top flag', first([good], { success: false })],
    ['the status', current([goodPod], { status: 'FAILURE' })],
    ['the flag in the middle', first([good], { deploymentResult: { success: false, environmentResults: [good] } })],
    ['a status in the middle', current([goodPod], { deploymentResult: { status: 'FAILURE', success: true, detailList: [goodPod] } })],
    ['a result', first([{ ...good, success: false }])],
    ['a result of another environment', first([good, { environmentName: 'staging', success: false }])],
    ['a flag where none is known', first([good], { audit: [{ success: false }] })],
    ['an error beside a success', first([good], { error: 'internal_error' })],
    ['a status in a result', current([{ ...goodPod, status: 'FAILURE' }])],
    ['a status where none is known', first([good], { audit: { status: 'FAILURE' } })],
    ['an error in a result', first([{ ...good, error: 'boom' }])],
    ['a description of an error', first([good], { error_description: 'no' })],
    ['validation errors', first([good], { validation_errors: [{ field: 'x' }] })],
    ['an error in the middle', first([good], { deploymentResult: { success: true, environmentResults: [good], error: { code: 7 } } })]
  ])('%s', async (_, answer) => {
    expect((await run(answer)).results).toMatchObject([{ status: 'failed', reason: 'deployment-failed', httpStatus: 200 }])
  })

  test('one pod, which is named', async () => {
    manager.misbehave({ pods: { 'worker-production-2': 'Route conflict on /pay' } })
    const { results, outputs, annotations, summary } = await runAction({ inputs: { url: manager.url } })
    expect(results).toMatchObject([{ status: 'failed', reason: 'deployment-failed', pods: [{ name: 'worker-production-1', success: true }, { name: 'worker-production-2', success: false, message: 'Route conflict on /pay' }] }])
    for (const text of [outputs.message, annotations[0]?.data]) expect(text).toContain('worker-production-2: Route conflict on /pay. 1 of 2 worker pods failed.')
    expect(summary).toContain('<details open>')
  })

  test.each<[number, string, string]>([
    [400, 'rejected', 'Check the names'], [401, 'unauthorized', 'Make a new token'], [403, 'forbidden', 'DEPLOY_UNDEPLOY'], [404, 'not-found', 'url'], [405, 'rejected', 'Check the names'],
    [409, 'conflict', 'run this job again'], [422, 'rejected', 'Check the names'], [429, 'rate-limited', 'max-parallel'], [500, 'server-error', 'log of the Apinizer Manager'], [503, 'server-error', 'gateway']
  ])('status %i is %s, whatever its body claims', async (status, reason, remedy) => {
    const { results } = await run({ ...first([good]), status })
    expect(results).toMatchObject([{ status: 'failed', reason, httpStatus: status, message: expect.stringContaining(remedy) }])
  })

  test.each<[string, object, string]>([
    ['error_description', { error: 'bad_request', error_description: 'API Proxy Group (x) is not found' }, 'API Proxy Group (x) is not found.'],
    ['resultMessage', { status: 'FAILURE', resultMessage: 'User does not have required permission for this operation!' }, 'User does not have required permission for this operation! '],
    ['message', { message: 'Nope' }, 'Nope. '],
    ['detail', { detail: 'Not so' }, 'Not so. '],
    ['error alone', { error: 'validation_failed' }, 'validation_failed. '],
    ['validation_errors', { error: 'validation_failed', error_description: 'Invalid', validation_errors: [{ field: 'name', message: 'too long' }, { message: 'odd' }] }, 'Invalid; name: too long; odd. ']
  ])('the server’s own sentence is shown: %s', async (_, body, words) => {
    const { results } = await run({ status: 400, body })
    expect(results[0]?.message).toContain(words)
  })

  test.each<[number, string, object | string]>([
    [502, 'unknown', '<html>Bad Gateway</html>'], [520, 'unknown', ''], [524, 'unknown', '<html>'], [503, 'failed', '<html>No endpoints</html>'], [504, 'unknown', ''], [504, 'unknown', { message: 'upstream timed out' }],
    [502, 'failed', { status: 'FAILURE', resultMessage: 'no worker' }], [504, 'failed', { success: false }], [502, 'failed', { error: 'internal_error' }]
  ])('a gateway’s %i is unknown, the Manager’s own is a failure: %s', async (status, expected, body) => {
    const { results } = await run({ status, body })
    expect(results).toMatchObject([{ status: expected, reason: 'server-error', httpStatus: status }])
  })

  test('Envoy’s 503 is unknown: it may have passed the request on', async () => {
    const { results } = await run({ status: 503, headers: { server: 'istio-envoy' }, body: 'upstream connect error or disconnect/reset before headers' })
    expect(results).toMatchObject([{ status: 'unknown', reason: 'server-error' }])
  })

  test('a rejection of a request with a note says that the first edition takes none', async () => {
    const old = await startSimulator({ edition: 'first' })
    const { outputs } = await runAction({ inputs: { url: old.url, description: 'v2' } })
    await old.close()
    expect(outputs.message).toContain('take neither `description` nor `persistent`')
  })
})

test.each(['first', 'second'])('an answer that comes twice does not answer for the next target as well: of the %s group', async group => {
  const server = await startSimulator({ deployMs: 20, world: worldOf({ groups: ['first', 'second', 'third'], environments: ['production'] }) })
  server.misbehave({ on: { group }, ending: 'twice' })
  server.misbehave({ on: { group: 'third' }, answer: { status: 409 } })
  const { results } = await runAction({ inputs: { url: server.url, group: 'first\nsecond\nthird' } })
  await server.close()
  expect(results.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'failed'])
  expect(server.requests.map(({ connection }) => connection)).toEqual(group === 'first' ? [1, 2, 2] : [1, 1, 2])
})
