import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { runScenario } from '../support/run-scenario.ts'

test('all inputs that cannot be used are told at once, each with what is accepted', async () => {
  const run = await runScenario({
    inputs: {
      url: 'manager.example.com',
      token: '',
      operation: 'remove',
      persistent: 'yes',
      timeout: '10 minutes',
      'max-parallel': 'many',
      'ca-certificate': 'certificates/missing.pem'
    }
  })

  const problems: Record<string, string> = {
    url: 'such as `https://apinizer.example.com`',
    token: 'is required',
    operation: 'one of `deploy`, `undeploy`, `check`, `verify`',
    persistent: '`true` or `false`',
    timeout: '`90s`, `10m` or `1h`',
    'max-parallel': 'from 1 to 100',
    'ca-certificate': `${path.join('certificates', 'missing.pem')}\` does not exist`
  }
  expect(run.outputs).toMatchObject({ result: 'failure', 'environment-results': '[]' })
  expect(run.annotations).toHaveLength(Object.keys(problems).length)
  for (const [input, accepted] of Object.entries(problems)) {
    const annotation = run.annotations.find(({ data }) => data.includes(`Input \`${input}\``))
    for (const text of [annotation?.data, run.outputs.message, run.summary]) {
      expect(text).toContain(accepted)
    }
  }
  expect(run.summary).toContain('<h2>❌ Invalid input: nothing was sent</h2>')
})

test.each<{ name: string; inputs: Record<string, string>; expected: string }>([
  {
    name: 'a YAML list',
    inputs: { group: '- PaymentAPIGroup' },
    expected: 'Give one name per line, and nothing else.'
  },
  {
    name: 'a token in quotes',
    inputs: { token: '"quiet-token-0123"' },
    expected: 'Input `token` is in quotes'
  },
  {
    name: 'a check that verifies',
    inputs: { operation: 'check', verify: 'routes' },
    expected: 'use `operation: verify`'
  },
  {
    name: 'a limit for a verification without one',
    inputs: { 'verify-timeout': '5m' },
    expected: 'Set `verify` to `environment` or `routes`'
  }
])('$name is refused, told and not shown, and nothing is sent', async ({ inputs, expected }) => {
  const run = await runScenario({ inputs, secrets: ['quiet-token-0123'] })

  expect(run.outputs.result).toBe('failure')
  expect(run.annotations).toHaveLength(1)
  expect(run.outputs.message).toContain(expected)
  expect(run.outputs.message).toContain('Nothing was sent.')
  expect(run.manager.requests).toEqual([])
})

describe('a name that could lead to another path is refused:', () => {
  test.each([
    { input: 'group', name: '../../Secret/apiProxyGroups/Other' },
    { input: 'group', name: '..\\..\\Secret' },
    { input: 'group', name: '%2e%2e/Other' },
    { input: 'project', name: '..' },
    { input: 'environment', name: 'production/..' }
  ])('$name as $input', async ({ input, name }) => {
    const run = await runScenario({ inputs: { [input]: name } })

    expect(run.outputs.result).toBe('failure')
    expect(run.outputs.message).toContain(`Input \`${input}\``)
    expect(run.manager.requests).toEqual([])
  })
})

test('a url with plain HTTP to another host needs allow-http', async () => {
  const inputs = { url: 'http://manager.invalid' }

  const refused = await runScenario({ inputs })
  const permitted = await runScenario({ inputs: { ...inputs, 'allow-http': 'true' } })

  expect(refused.outputs.message).toContain('`allow-http: true`')
  expect(refused.results).toEqual([])
  expect(permitted.results).toMatchObject([{ status: 'failed', reason: 'connection-failed' }])
})

test('inputs without a value have their defaults, as some runners pass none', async () => {
  const run = await runScenario({
    inputs: { timeout: '', 'retry-timeout': '', operation: '', verify: '' }
  })

  expect(run.exitCode).toBe(0)
})

test('inputs that a read-only operation ignores are warned of', async () => {
  const run = await runScenario({
    inputs: {
      operation: 'verify',
      description: 'v2',
      'skip-if-current': 'true',
      'github-token': 'ghs_0123456789abcdefghijklmnopqrstuvwxyz'
    }
  })

  expect(run.exitCode).toBe(0)
  const warnings = run.annotations.map(({ name, data }) => ({ name, data }))
  expect(warnings).toMatchObject(
    ['skip-if-current', 'github-token', 'description'].map(input => ({
      name: 'warning',
      data: expect.stringContaining(`\`${input}\` has no effect`)
    }))
  )
})
