import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../simulator/simulator.ts'
import { runAction } from './support/run-action.ts'

let manager: Simulator
beforeAll(async () => {
  manager = await startSimulator()
})
afterAll(() => manager.close())

describe('an input that cannot be used is named, with what is legal, and nothing is sent', () => {
  test.each<[string, string, string]>([
    ['url', '', 'required'],
    ['url', '  ', 'required'],
    ['url', 'apinizer.example.com', 'https://apinizer.example.com'],
    ['url', 'ftp://apinizer.example.com', 'http or https'],
    ['url', 'https://', 'http or https'],
    ['url', 'https://me:secret@apinizer.example.com', '`token`'],
    ['url', 'https://:secret@apinizer.example.com', '`token`'],
    ['url', 'https://apinizer.example.com/?a=b', 'query'],
    ['url', 'https://apinizer.example.com/#a', 'fragment'],
    ['url', 'https://apinizer.example.com?', 'query'],
    ['url', 'http://apinizer.example.com', '`allow-http: true`'],
    ['token', ' ', 'required'],
    ['token', 'abc def', 'white space'],
    ['token', 'abc\ndef', 'white space'],
    ['token', 'abc\u0001def', 'control'],
    ['token', 'abcłdef', 'header'],
    ['token', 'abc\u0085def', 'control'],
    ['project', '', 'required'],
    ['project', '..', '`..`'],
    ['project', 'a\u0007b', 'control characters'],
    ['project', 'a\nb', 'control characters'],
    ['project', 'x'.repeat(256), '255'],
    ['group', '\n \n', 'required'],
    ['group', 'a\n.', '`.`'],
    ['group', 'a\nb\na', 'names `a` twice'],
    ['environment', 'a\u2028b', 'control characters'],
    ['environment', ' \n', 'required'],
    ['operation', 'delete', '`deploy`, `undeploy`, `check`'],
    ['verify', 'all', '`none`, `environment`, `routes`'],
    ['persistent', 'yes', '`true` or `false`'],
    ['allow-http', '1', '`true` or `false`'],
    ['fail-fast', 'tRUE', '`true` or `false`'],
    ['skip-if-current', 'x', '`true` or `false`'],
    ['timeout', '0', '`90s`, `10m` or `1h`'],
    ['timeout', '-1', '`90s`, `10m` or `1h`'],
    ['timeout', '10 minutes', '`90s`, `10m` or `1h`'],
    ['timeout', '1.5m', '`90s`, `10m` or `1h`'],
    ['timeout', '25h', '`24h`'],
    ['verify-timeout', '2d', '`90s`, `10m` or `1h`'],
    ['retries', '11', 'from 0 to 10'],
    ['retries', '-1', 'from 0 to 10'],
    ['max-parallel', '0', 'from 1 to 100'],
    ['max-parallel', '101', 'from 1 to 100'],
    ['max-parallel', 'many', 'from 1 to 100'],
    ['ca-certificate', '/nowhere/ca.pem', 'ENOENT'],
    [
      'ca-certificate',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      'cannot be read'
    ],
    ['ca-certificate', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', 'PEM'],
    ['client-key', 'no key', 'ENOENT']
  ])('%s = %j', async (input, value, legal) => {
    const run = await runAction({ inputs: { url: manager.url, [input]: value } })
    expect(run).toMatchObject({
      exitCode: 1,
      results: [],
      outputs: { success: 'false', result: 'failure' }
    })
    expect(run.outputs.message).toContain(`Input \`${input}\` `)
    expect(run.outputs.message).toContain(legal)
    expect(run.outputs.message).toMatch(/Nothing was sent\.$/)
    expect(run.annotations).toMatchObject([
      { name: 'error', properties: { title: 'Input cannot be used' }, data: run.outputs.message }
    ])
    expect(run.summary).toContain('Nothing was sent.')
    if (legal === 'required') expect(run.outputs.message).toContain('this job cannot see it')
    if (
      [
        'operation',
        'verify',
        'persistent',
        'allow-http',
        'fail-fast',
        'skip-if-current',
        'timeout',
        'verify-timeout',
        'retries',
        'max-parallel'
      ].includes(input)
    )
      expect(run.outputs.message).toContain(`, not \`${value}\`.`)
    if (input === 'token' && value.length > 2) expect(run.shown).not.toContain('def')
    expect(manager.requests.splice(0)).toEqual([])
  })

  test('too many targets for one step', async () => {
    const names = (count: number) =>
      Array.from({ length: count }, (_, index) => `n${index}`).join('\n')
    const run = await runAction({
      inputs: { url: manager.url, group: names(201), environment: names(10) }
    })
    expect(run.outputs.message).toContain('more than 2000 deployments')
    expect(manager.requests.splice(0)).toEqual([])
  })

  test('a client certificate without its key, routes of an undeployment', async () => {
    const { makeAuthority } = await import('./support/certificates.ts')
    const { cert, key } = await (await makeAuthority('a')).issue({ client: true })
    expect(
      (await runAction({ inputs: { url: manager.url, 'client-certificate': cert } })).outputs
        .message
    ).toContain('`client-key` is missing')
    expect(
      (await runAction({ inputs: { url: manager.url, 'client-key': key } })).outputs.message
    ).toContain('`client-certificate` is missing')
    expect(
      (await runAction({ inputs: { url: manager.url, operation: 'undeploy', verify: 'routes' } }))
        .outputs.message
    ).toContain('`operation: undeploy`')
  })
})

describe('what is legal is taken', () => {
  test.each([['90'], ['90s'], ['10m'], ['1h'], ['24h'], ['1 m']])('timeout %s', async timeout => {
    expect((await runAction({ inputs: { url: manager.url, timeout } })).exitCode).toBe(0)
  })

  test('lists with any line ending, blank lines and spaces around', async () => {
    const run = await runAction({
      inputs: { url: manager.url, environment: ' test \r\n\r\n staging\rproduction\n' }
    })
    expect(run.results.map(({ environmentName }) => environmentName)).toEqual([
      'test',
      'staging',
      'production'
    ])
  })

  test('plain http to any host with allow-http', async () => {
    const run = await runAction({ inputs: { url: 'http://manager.invalid', 'allow-http': 'true' } })
    expect(run.results).toMatchObject([{ status: 'failed', reason: 'connection-failed' }])
  })

  test('no defaults from action.yml, as with runners that pass none', async () => {
    expect(
      (await runAction({ inputs: { url: manager.url, timeout: '', retries: '' } })).exitCode
    ).toBe(0)
  })
})

test('without an output file there is a warning, and no command in its place', async () => {
  const run = await runAction({ inputs: { url: manager.url }, files: false })
  expect(run.exitCode).toBe(0)
  expect(run.annotations).toMatchObject([
    { name: 'warning', properties: { title: 'Outputs were not written' } }
  ])
})

test('a report that cannot be written changes nothing', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'not-a-file-'))
  const run = await runAction({
    inputs: { url: manager.url },
    files: false,
    env: { GITHUB_OUTPUT: folder, GITHUB_STEP_SUMMARY: folder }
  })
  expect(run.exitCode).toBe(0)
  expect(run.annotations.map(({ data }) => data)).toEqual([
    expect.stringContaining('The outputs could not be written'),
    expect.stringContaining('The job summary could not be written')
  ])
  fs.rmSync(folder, { recursive: true })
})

test('an error of our own is told without its stack, which debug shows', async () => {
  const crash = [
    '--import',
    `data:text/javascript,process.once('newListener', () => { setTimeout(() => { throw new TypeError('odd') }, 30) })`
  ]
  const silent = await startSimulator()
  silent.misbehave({ ending: 'silence', times: Infinity })
  const run = await runAction({ inputs: { url: silent.url }, nodeOptions: crash })
  expect(run).toMatchObject({
    exitCode: 1,
    outputs: { result: 'unknown', message: expect.stringContaining('broke off: odd') },
    summary: expect.stringContaining('The action broke off: outcome unknown')
  })
  const debugged = await runAction({
    inputs: { url: silent.url },
    nodeOptions: crash,
    env: { RUNNER_DEBUG: '1' }
  })
  await silent.close()
  expect(debugged.log).toMatch(/::debug::TypeError: odd/)
})

test('an event loop that runs dry ends red', async () => {
  const dry = [
    '--import',
    `data:text/javascript,import http from 'node:http'; import { EventEmitter } from 'node:events'; http.request = () => Object.assign(new EventEmitter(), { end() {} }); globalThis.setTimeout = () => ({ unref() {} })`
  ]
  const run = await runAction({ inputs: { url: manager.url }, nodeOptions: dry })
  expect(run).toMatchObject({
    exitCode: 1,
    outputs: { result: 'unknown', message: expect.stringContaining('nothing was left to wait for') }
  })
})

test('a mistake of ours in one target is told of that target alone', async () => {
  // encodeURIComponent fails for one group, as it once did for a name that the server sent.
  const broken = `const { encodeURIComponent: real } = globalThis; globalThis.encodeURIComponent = text => { if (text === 'PayoutAPIGroup') throw new TypeError('odd'); return real(text) }`
  const run = await runAction({
    inputs: { url: manager.url, group: 'PaymentAPIGroup\nPayoutAPIGroup' },
    nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(broken)}`]
  })
  expect(run.results).toMatchObject([
    { status: 'succeeded' },
    {
      status: 'unknown',
      message: expect.stringContaining('odd. The action broke off here, which is a defect')
    }
  ])
})

test('a mistake in the progress that is shown decides nothing', async () => {
  const broken = `const real = Math.round; Math.round = () => { Math.round = real; throw new RangeError('odd') }`
  const run = await runAction({
    inputs: { url: manager.url },
    nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(broken)}`]
  })
  expect(run.exitCode).toBe(0)
  expect(run.annotations).toMatchObject([
    { name: 'warning', properties: { title: 'Report is incomplete' }, data: 'odd' }
  ])
})
