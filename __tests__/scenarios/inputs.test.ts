import { describe, expect, test } from '@jest/globals'
import { startSimulator } from '../../simulator/simulator.ts'
import { runAction } from '../support/run-action.ts'

test('an input that cannot be used is named with what is accepted, and nothing is sent', async () => {
  await using manager = await startSimulator()

  const run = await runAction({ inputs: { url: manager.url, timeout: '10 minutes' } })

  expect(run.outputs).toMatchObject({ result: 'failure', 'environment-results': '[]' })
  expect(run.outputs.message).toContain('Input `timeout`')
  expect(run.outputs.message).toContain('`90s`, `10m` or `1h`')
  expect(run.outputs.message).toContain('Nothing was sent.')
  expect(run.annotations).toMatchObject([{ name: 'error' }])
  expect(run.summary).toContain('Input `timeout` must be a duration')
  expect(manager.requests).toEqual([])
})

test('all inputs that cannot be used are told at once', async () => {
  const run = await runAction({
    inputs: { url: 'manager.example.com', token: '', timeout: '0', 'max-parallel': 'many' }
  })

  for (const input of ['url', 'token', 'timeout', 'max-parallel']) {
    expect(run.outputs.message).toContain(`Input \`${input}\``)
  }
})

describe('a name that could lead to another path is refused:', () => {
  test.each([
    { input: 'group', name: '../../Secret/apiProxyGroups/Other' },
    { input: 'group', name: '..\\..\\Secret' },
    { input: 'group', name: 'a/./b' },
    { input: 'group', name: '%2e%2e/Other' },
    { input: 'project', name: '..' },
    { input: 'environment', name: 'production/..' }
  ])('$name as $input', async ({ input, name }) => {
    await using manager = await startSimulator()

    const run = await runAction({ inputs: { url: manager.url, [input]: name } })

    expect(run.outputs.result).toBe('failure')
    expect(run.outputs.message).toContain(`Input \`${input}\``)
    expect(manager.requests).toEqual([])
  })
})

test('a url with plain HTTP to another host needs allow-http', async () => {
  const run = await runAction({ inputs: { url: 'http://manager.invalid' } })

  expect(run.outputs.message).toContain('`allow-http: true`')
})

test('allow-http permits plain HTTP to another host', async () => {
  const run = await runAction({ inputs: { url: 'http://manager.invalid', 'allow-http': 'true' } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'connection-failed' }])
})

test('a token that cannot be used is not shown', async () => {
  const run = await runAction({ inputs: { url: 'http://127.0.0.1:1', token: 'abc definitely' } })

  expect(run.outputs.message).toContain('Input `token`')
  expect(run.shown).not.toContain('definitely')
})

test.each([
  { name: 'lines with any line end', environment: ' test \r\n\r\n staging\rproduction\n' },
  { name: 'a JSON array', environment: '["test", "staging", "production"]' }
])('environments may be $name', async ({ environment }) => {
  await using manager = await startSimulator()

  const run = await runAction({ inputs: { url: manager.url, environment } })

  const names = run.results.map(({ environmentName }) => environmentName)
  expect(names).toEqual(['test', 'staging', 'production'])
  expect(run.exitCode).toBe(0)
})

test('inputs without a value have their defaults, as some runners pass none', async () => {
  await using manager = await startSimulator()

  const run = await runAction({
    inputs: { url: manager.url, timeout: '', 'retry-timeout': '', operation: '', verify: '' }
  })

  expect(run.exitCode).toBe(0)
})

test('an input without effect is warned of', async () => {
  await using manager = await startSimulator()

  const run = await runAction({
    inputs: { url: manager.url, operation: 'check', description: 'v2' }
  })

  expect(run.exitCode).toBe(0)
  expect(run.annotations).toMatchObject([{ name: 'warning' }])
  expect(run.annotations[0]?.data).toContain('`description` has no effect')
})
