import path from 'node:path'
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

test('all inputs that cannot be used are told at once, each with what is accepted', async () => {
  const run = await runAction({
    inputs: {
      url: 'manager.example.com',
      token: '',
      operation: 'remove',
      persistent: 'yes',
      'max-parallel': 'many',
      'ca-certificate': 'certificates/missing.pem'
    }
  })

  const problems: Record<string, string> = {
    url: 'such as `https://apinizer.example.com`',
    token: 'is required',
    operation: 'one of `deploy`, `undeploy`, `check`, `verify`',
    persistent: '`true` or `false`',
    'max-parallel': 'from 1 to 100',
    'ca-certificate': `${path.join('certificates', 'missing.pem')}\` does not exist`
  }
  expect(run.annotations).toHaveLength(Object.keys(problems).length)
  for (const [index, [input, accepted]] of Object.entries(problems).entries()) {
    for (const text of [run.annotations[index]?.data, run.outputs.message, run.summary]) {
      expect(text).toContain(`Input \`${input}\``)
      expect(text).toContain(accepted)
    }
  }
  expect(run.summary).toContain('<h2>❌ Invalid input: nothing was sent</h2>')
})

test('lists in another form are refused, and the right one is shown', async () => {
  await using manager = await startSimulator()

  const run = await runAction({
    inputs: { url: manager.url, group: '- PaymentAPIGroup', environment: 'test, production' }
  })

  expect(run.outputs.message).toContain('Give one name per line: `PaymentAPIGroup`.')
  expect(run.outputs.message).toContain('Give one name per line: `test`, then `production`.')
  expect(run.annotations).toHaveLength(2)
  expect(manager.requests).toEqual([])
})

test.each([
  { name: 'in quotes', given: '"quiet-token-0123"', expected: 'is in quotes. Remove them' },
  {
    name: 'behind `Bearer`',
    given: 'Bearer quiet-token-0123',
    expected: 'starts with `Bearer`. Use the token alone'
  }
])('a token $name is told in these words, and not shown', async ({ given, expected }) => {
  await using manager = await startSimulator()

  const run = await runAction({
    inputs: { url: manager.url, token: given },
    secrets: ['quiet-token-0123']
  })

  expect(run.outputs.message).toContain(`Input \`token\` ${expected}`)
  expect(manager.requests).toEqual([])
})

test.each<{ name: string; inputs: Record<string, string>; expected: string }>([
  {
    name: 'a check cannot verify, and says what can',
    inputs: { operation: 'check', verify: 'routes' },
    expected: 'use `operation: verify`'
  },
  {
    name: 'a limit for a verification needs one',
    inputs: { 'verify-timeout': '5m' },
    expected: 'Set `verify` to `environment` or `routes`'
  }
])('$name: nothing is sent', async ({ inputs, expected }) => {
  await using manager = await startSimulator()

  const run = await runAction({ inputs: { url: manager.url, ...inputs } })

  expect(run.outputs.result).toBe('failure')
  expect(run.outputs.message).toContain(expected)
  expect(manager.requests).toEqual([])
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
