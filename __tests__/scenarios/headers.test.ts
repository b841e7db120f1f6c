import { expect, test } from '@jest/globals'
import { startSimulator, type Edition } from '../../simulator/simulator.ts'
import { startGitHub } from '../support/github.ts'
import { runAction } from '../support/run-action.ts'
import { startSocketServer } from '../support/socket-server.ts'

const id = 'quiet-client-id.access'
const credentials = 'cXVpZXQ6cGFzc3dvcmQ='
const headers = `CF-Access-Client-Id: ${id}\nX-Waf: Basic ${credentials}`
const secrets = [id, credentials]

test.each<{ edition: Edition }>([{ edition: 'first' }, { edition: 'current' }])(
  'every request to url has the headers, $edition edition',
  async ({ edition }) => {
    await using manager = await startSimulator({ edition })

    const { exitCode } = await runAction({
      inputs: { url: manager.url, headers, verify: 'environment' },
      secrets
    })

    expect(exitCode).toBe(0)
    expect(manager.requests.length).toBeGreaterThan(2)
    for (const request of manager.requests) {
      expect(request.headers).toMatchObject({
        'cf-access-client-id': id,
        'x-waf': `Basic ${credentials}`,
        authorization: 'Bearer apinizer-demo-token'
      })
    }
  }
)

test('their values are masked, and shown nowhere, whatever the server says and the log tells', async () => {
  await using manager = await startSimulator()
  manager.injectFault({
    refusal: { status: 400, message: `No access for ${id} with ${credentials}` }
  })

  const { log, outputs } = await runAction({
    inputs: { url: manager.url, headers },
    secrets,
    env: { RUNNER_DEBUG: '1' }
  })

  expect(outputs.message).toContain('No access for *** with ***')
  for (const value of [id, `Basic ${credentials}`, credentials]) {
    expect(log).toContain(`::add-mask::${value}\n`)
  }
})

test('a redirect does not get them', async () => {
  await using other = await startSocketServer(socket => socket.end())
  await using manager = await startSimulator()
  const location = `http://127.0.0.1:${other.port}/apiops/`
  manager.injectFault({
    on: { call: 'environments' },
    response: { status: 302, headers: { location } }
  })

  const { results } = await runAction({ inputs: { url: manager.url, headers }, secrets })

  expect(results).toMatchObject([{ status: 'failed', reason: 'redirected' }])
  expect(other.connections).toEqual([])
})

test('GitHub does not get them', async () => {
  await using manager = await startSimulator()
  await using github = await startGitHub()

  await runAction({
    inputs: { url: manager.url, headers, 'github-token': 'ghs_0123456789abcdefghijklmnop' },
    secrets,
    env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'acme/shop', GITHUB_SHA: 'a'.repeat(40) }
  })

  expect(github.requests.length).toBeGreaterThan(0)
  expect(JSON.stringify(github.requests)).not.toContain(id)
})

test('a proxy is asked for a tunnel without them', async () => {
  await using proxy = await startSocketServer(socket => socket.end())

  await runAction({
    inputs: { url: 'https://manager.example.test', headers },
    secrets,
    env: { https_proxy: `http://127.0.0.1:${proxy.port}` }
  })

  const asked = proxy.received.join('')
  expect(asked).toMatch(/^CONNECT manager\.example\.test:443 /)
  for (const text of [id, credentials, 'apinizer-demo-token']) {
    expect(asked).not.toContain(text)
  }
})

test.each([
  { line: 'Authorization: Basic quiet-secret', expected: 'sets `Authorization` in line 2' },
  { line: 'Host: quiet-secret', expected: 'sets `Host` in line 2' },
  { line: 'Content-Length: 31415926', expected: 'sets `Content-Length` in line 2' },
  { line: 'Connection: quiet-secret', expected: 'sets `Connection` in line 2' },
  { line: 'Accept-Encoding: quiet-secret', expected: 'sets `Accept-Encoding` in line 2' },
  { line: 'quiet-secret', expected: 'contains no header in line 2' },
  { line: 'X-Emoji: quiet-secret🙂', expected: 'has a value for `X-Emoji` in line 2' }
])('$line is refused, nothing is sent, and its value is not shown', async ({ line, expected }) => {
  await using manager = await startSimulator()

  const { outputs } = await runAction({
    inputs: { url: manager.url, headers: `X-First: quiet-first-value\n${line}` },
    secrets: ['quiet-first-value', 'quiet-secret', '31415926']
  })

  expect(outputs.message).toContain(`Input \`headers\` ${expected}`)
  expect(manager.requests).toEqual([])
})
