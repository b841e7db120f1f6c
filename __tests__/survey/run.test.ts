import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { startSimulator } from '../../simulator/simulator.ts'
import { demoToken } from '../../simulator/world.ts'
import { makeAuthority } from '../../tools/certificates.ts'
import { startProxy } from '../support/proxy.ts'
import { runSurvey } from './run-survey.ts'

const deploy = ['--environment', 'staging', '--deploy']

test('without --deploy it only reads, and says so first', async () => {
  await using simulator = await startSimulator()

  const { printed } = await runSurvey({ url: simulator.url })

  expect(printed.split('\n')[1]).toBe('It only reads: nothing is changed.')
  expect(new Set(simulator.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
})

describe('with --deploy', () => {
  test('it asks, and deploys twice, signed, and never undeploys', async () => {
    await using simulator = await startSimulator()

    const { printed } = await runSurvey({ url: simulator.url, args: deploy, reply: 'yes' })

    const changes = simulator.requests.filter(({ method }) => method !== 'GET')
    expect(printed).toContain('Deploy PayoutAPIGroup of Payments to staging, twice?')
    expect(changes.map(({ call }) => call)).toEqual(['deploy', 'deploy'])
    const bodies = changes.map(({ body }) => JSON.parse(body) as { description: string })
    expect(bodies.map(({ description }) => description.length)).toEqual([250, 85])
    expect(bodies.every(({ description }) => /^\[[\da-f]{12}\] /.test(description))).toBe(true)
  })

  test.each([
    { title: 'after another reply', reply: 'y' },
    { title: 'to an unknown environment', reply: 'yes', args: ['--environment', 'Staging'] },
    { title: 'of an unknown group', reply: 'yes', args: ['--group', 'Payout'] }
  ])('it does not deploy $title', async ({ reply, args = [] }) => {
    await using simulator = await startSimulator()

    const { printed } = await runSurvey({ url: simulator.url, args: [...deploy, ...args], reply })

    expect(printed).toContain('Nothing was deployed')
    expect(simulator.deployments).toEqual([])
  })

  test('it sends no second deployment after one that is not confirmed', async () => {
    await using simulator = await startSimulator()
    simulator.injectFault({ delivery: 'close', commits: true, times: Infinity })

    const { rows } = await runSurvey({ url: simulator.url, args: [...deploy, '--yes'] })

    expect(simulator.deployments).toHaveLength(1)
    expect(rows).toContainEqual(
      expect.objectContaining({ subject: 'The response', found: 'the connection broke' })
    )
  })
})

test.each([
  { args: ['--url', 'apinizer.example.com'], error: '--url must be a complete http or https URL.' },
  { args: ['--url', 'http://a.example'], error: 'or set --allow-http if the token may be read' },
  { args: ['--project', ' '], error: '--project is missing.' },
  { args: ['--group', '..'], error: '--group contains the name `..`' },
  { args: ['--deploy', '--yes'], error: '--deploy needs --environment.' },
  { args: deploy, error: 'nobody is here to be asked: add --yes.' },
  { args: ['--ca-certificate', '/no/ca.pem'], error: '`/no/ca.pem` does not exist.' },
  { args: ['--token', 'x'], error: 'Unknown option' },
  { token: '', error: 'The variable APINIZER_TOKEN is missing.' },
  { token: 'Bearer abc', error: 'APINIZER_TOKEN starts with `Bearer`.' },
  {
    args: ['--url', 'https://a.example'],
    env: { https_proxy: 'socks5://p.example' },
    error: 'The variable `https_proxy` names a proxy of another kind than http or https.'
  }
])('bad input: $error', async ({ error, ...options }) => {
  const run = await runSurvey({ url: 'https://127.0.0.1:9', ...options })

  expect(run.error).toContain(error)
  expect(run).toMatchObject({ json: '', printed: run.error })
})

test('a server that is down is told in one sentence', async () => {
  const run = await runSurvey({ url: 'http://127.0.0.1:9' })

  expect(run.error).toBe(
    'Could not ask the Manager: connect ECONNREFUSED 127.0.0.1:9. ' +
      'Check --url, and whether the Manager is running and can be reached from here.'
  )
  expect(JSON.parse(run.json)).toMatchObject({
    calls: { health: { action: 'no connection', exchanges: [{ failure: 'connect', sent: false }] } }
  })
})

test('a private CA is asked for, and used', async () => {
  const authority = await makeAuthority('Private CA')
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'survey-')), 'ca.pem')
  writeFileSync(file, authority.cert)
  await using simulator = await startSimulator({ tls: await authority.issue() })

  const without = await runSurvey({ url: simulator.url })
  const withCa = await runSurvey({ url: simulator.url, args: ['--ca-certificate', file] })

  expect(without.error).toContain('Its CA is not known here. Give its certificate with --ca-certi')
  expect(withCa).toMatchObject({ isAsExpected: true, error: '' })
})

test('a proxy that refuses is reported as one', async () => {
  await using proxy = await startProxy({ refuse: 407 })
  const env = { https_proxy: proxy.url }

  const run = await runSurvey({ url: 'https://apinizer.example.com', env })

  expect(run.error).toMatch(
    /^Could not ask .*407.* Check https_proxy \(or http_proxy\) and no_proxy/
  )
})

test('pages instead of responses are told apart', async () => {
  await using simulator = await startSimulator()
  simulator.injectFault({ gateway: 'login-page', on: { call: 'any' }, times: Infinity })

  const { differences, printed } = await runSurvey({ url: simulator.url })

  expect(differences).toMatchObject({ 'Health check': '200 with an HTML page' })
  expect(printed).toContain('Every path gives a page')
  expect(printed).toContain('No list could be read.')
})

test('the command writes survey.json where it was started', async () => {
  await using simulator = await startSimulator()
  const folder = mkdtempSync(path.join(tmpdir(), 'survey-'))
  const command = path.resolve(import.meta.dirname, '../../survey/survey.ts')
  const names = ['--project', 'Payments', '--group', 'PayoutAPIGroup']

  const child = spawn(process.execPath, [command, '--url', simulator.url, ...names], {
    cwd: folder,
    env: { APINIZER_TOKEN: demoToken },
    stdio: 'ignore'
  })

  expect(await once(child, 'close')).toEqual([0, null])
  expect(readFileSync(path.join(folder, 'survey.json'), 'utf8')).toContain('"sections"')
})
