import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../simulator/simulator.ts'
import { clearTextProxyPassword } from '../../simulator/world.ts'
import { startGitHub } from '../support/github.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'
import { startSocketServer } from '../support/socket-server.ts'

const debug = { RUNNER_DEBUG: '1' }

describe('a server that repeats the token does not get it shown, in any spelling:', () => {
  const token = 'aPi+nZ/9~tok&en<"x>=0123'
  const bytes = Buffer.from(token)

  /** As ordinary encoders write the token. */
  const spellings = [
    token,
    encodeURIComponent(token),
    JSON.stringify(token),
    token
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bytes.toString('base64'),
    Buffer.concat([Buffer.from('a'), bytes]).toString('base64'),
    Buffer.concat([Buffer.from('ab'), bytes]).toString('base64'),
    bytes.toString('base64url')
  ]
  const text = spellings.join(' | ')
  const pods = spellings.map(one => ({ podName: one, podIp: one, success: false, detail: one }))
  const location = `https://evil.example/?t=${encodeURIComponent(token)}`

  test.each<{ name: string; response: Fault['response'] }>([
    {
      name: 'in a message',
      response: { status: 400, body: { status: 'FAILURE', resultMessage: text } }
    },
    {
      name: 'in worker pods',
      response: {
        body: { status: 'SUCCESS', deploymentResult: { success: true, detailList: pods } }
      }
    },
    { name: 'in a page', response: { body: `<html>${text}` } },
    { name: 'in a redirect’s target', response: { status: 302, headers: { location } } }
  ])('$name', async ({ response }) => {
    const run = await runScenario({
      options: { history: false },
      prepare: ({ world }) => {
        world.tokens[token] = { user: 'ci', permissions: ['MANAGE', 'DEPLOY_UNDEPLOY', 'VIEW'] }
      },
      fault: { ...(response !== undefined && { response }) },
      inputs: { token },
      // The middle of each: base64 shares its ends with its neighbours.
      secrets: spellings.map(spelling => spelling.slice(6, 18)),
      env: debug
    })

    expect(run.exitCode).toBe(1)
    expect(run.sent).toBe(1)
  })
})

// Names are never redacted, so that the outputs would show it.
test('a name that contains the token is refused, and not shown', async () => {
  const token = 'quiet-token-0123'

  const run = await runScenario({ inputs: { token, group: `a ${token}` } })

  expect(run.outputs.result).toBe('failure')
  expect(run.manager.requests).toEqual([])
})

test('a short token is masked, and does not remove other text', async () => {
  const refusal = { status: 400, message: 'a quick brown fox' } as const

  const run = await runScenario({
    fault: { on: { call: 'any' }, refusal, times: Infinity },
    inputs: { token: 'Q7' }
  })

  expect(run.outputs.message).toContain('a quick brown fox')
})

describe('the debug log', () => {
  const row = { nom: 'x', proxyPassword: clearTextProxyPassword }

  test('tells each request and what was read of its response', async () => {
    const { log } = await runScenario({ env: debug })

    expect(log).toMatch(/^::debug::GET .*\/environments\/: .*"deployed":true/m)
    expect(log).toMatch(/^::debug::POST .*\/production\/: .*"confirmed"/m)
  })

  test.each<Scenario & { name: string; exitCode: number }>([
    { name: 'never shows the passwords in the list of API Proxies', exitCode: 0 },
    {
      name: 'nor those of a list that cannot be read',
      fault: {
        on: { call: 'api-proxies' },
        times: Infinity,
        response: { body: { status: 'SUCCESS', resultList: [row], resultCount: 2 } }
      },
      exitCode: 1
    }
  ])('$name', async ({ exitCode, ...scenario }) => {
    const run = await runScenario({
      ...scenario,
      inputs: { verify: 'routes', 'verify-timeout': '1s' },
      secrets: [clearTextProxyPassword],
      env: debug
    })

    expect(run.exitCode).toBe(exitCode)
    expect(run.log).toContain('forpromotion')
    expect(run.log).not.toMatch(/proxyPassword/i)
  })
})

describe('the input headers', () => {
  const id = 'quiet-client-id.access'
  const credentials = 'cXVpZXQ6cGFzc3dvcmQ='
  const inputs = { headers: `CF-Access-Client-Id: ${id}\nX-Waf: Basic ${credentials}` }
  const secrets = [id, credentials]

  test('is in every request to url', async () => {
    const run = await runScenario({ inputs: { ...inputs, verify: 'environment' }, secrets })

    expect(run.exitCode).toBe(0)
    for (const request of run.manager.requests) {
      expect(request.headers).toMatchObject({
        'cf-access-client-id': id,
        'x-waf': `Basic ${credentials}`,
        authorization: 'Bearer apinizer-demo-token'
      })
    }
  })

  test('has values that are masked, and shown nowhere, whatever the server says', async () => {
    const message = `No access for ${id} with ${credentials}`

    const { log, outputs } = await runScenario({
      fault: { refusal: { status: 400, message } },
      inputs,
      secrets,
      env: debug
    })

    expect(outputs.message).toContain('No access for *** with ***')
    for (const value of [id, `Basic ${credentials}`, credentials]) {
      expect(log).toContain(`::add-mask::${value}\n`)
    }
  })

  test('is not for GitHub', async () => {
    await using github = await startGitHub()

    await runScenario({
      inputs: { ...inputs, 'github-token': 'ghs_0123456789abcdefghijklmnop' },
      secrets,
      env: {
        GITHUB_API_URL: github.url,
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_SHA: 'a'.repeat(40)
      }
    })

    expect(github.requests.length).toBeGreaterThan(0)
    expect(JSON.stringify(github.requests)).not.toContain(id)
  })

  test('is not for a proxy, which is asked for a tunnel', async () => {
    await using proxy = await startSocketServer(socket => socket.end())

    await runScenario({
      inputs: { ...inputs, url: 'https://manager.example.test' },
      secrets,
      env: { https_proxy: `http://127.0.0.1:${proxy.port}` }
    })

    const asked = proxy.received.join('')
    expect(asked).toMatch(/^CONNECT manager\.example\.test:443 /)
    for (const text of [id, credentials, 'apinizer-demo-token']) {
      expect(asked).not.toContain(text)
    }
  })
})
