import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault } from '../../simulator/simulator.ts'
import { clearTextProxyPassword } from '../../simulator/world.ts'
import { runAction } from '../support/run-action.ts'

const token = 'aPi+nZ/9~tok&en<"x>=0123'
const bytes = Buffer.from(token)

/** The spellings in which ordinary encoders write the token. */
const spellings = {
  raw: token,
  'percent-encoded': encodeURIComponent(token),
  'in JSON': JSON.stringify(token),
  'in HTML': token
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;'),
  'in hex': bytes.toString('hex'),
  'in hex capitals': bytes.toString('hex').toUpperCase(),
  'in base64': bytes.toString('base64'),
  'in base64 behind one byte': Buffer.concat([Buffer.from('a'), bytes]).toString('base64'),
  'in base64 behind two bytes': Buffer.concat([Buffer.from('ab'), bytes]).toString('base64'),
  'in base64url': bytes.toString('base64url')
}

/** What of a spelling must not be seen: base64 shares its ends with its neighbours. */
function selectTelling(spelling: string): string {
  return spelling.slice(6, 18)
}

const allSpellings = Object.values(spellings).join(' | ')

test.each<{ name: string; fault: Fault }>([
  {
    name: 'a message',
    fault: { response: { status: 400, body: { status: 'FAILURE', resultMessage: allSpellings } } }
  },
  {
    name: 'a worker pod',
    fault: {
      response: {
        body: {
          status: 'SUCCESS',
          deploymentResult: {
            success: true,
            detailList: Object.values(spellings).map(text => ({
              podName: text,
              podIp: text,
              success: false,
              detail: text
            }))
          }
        }
      }
    }
  },
  { name: 'a page', fault: { response: { body: `<html>${allSpellings}` } } },
  {
    name: 'a redirect’s target',
    fault: {
      response: {
        status: 302,
        headers: { location: `https://evil.example/?t=${encodeURIComponent(token)}` }
      }
    }
  }
])(
  'a server that repeats the token in $name does not get it shown, in any spelling',
  async ({ fault }) => {
    await using manager = await startSimulator({ history: false })
    manager.world.tokens[token] = { user: 'ci', permissions: ['MANAGE', 'DEPLOY_UNDEPLOY', 'VIEW'] }
    manager.injectFault(fault)

    const run = await runAction({
      inputs: { url: manager.url, token },
      secrets: Object.values(spellings).map(selectTelling),
      env: { RUNNER_DEBUG: '1' }
    })

    expect(run.exitCode).toBe(1)
    expect(manager.requests.map(({ call }) => call)).toContain('deploy')
  }
)

test('a token that is the name of a group or an environment is not shown', async () => {
  await using manager = await startSimulator()
  const secret = 'quiet-token-0123'

  const run = await runAction({
    inputs: { url: manager.url, token: secret, group: `a ${secret}`, environment: `b ${secret}` }
  })

  expect(run.results).toMatchObject([{ group: 'a ***', environmentName: 'b ***' }])
})

test('a short token is masked, and does not remove other text', async () => {
  await using manager = await startSimulator()
  const refusal = { status: 400, message: 'a quick brown fox' } as const
  manager.injectFault({ on: { call: 'any' }, refusal, times: Infinity })

  const run = await runAction({ inputs: { url: manager.url, token: 'Q7' } })

  expect(run.outputs.message).toContain('a quick brown fox')
})

describe('the debug log', () => {
  const run = (url: string, inputs: Record<string, string> = {}) =>
    runAction({
      inputs: { url, ...inputs },
      secrets: [clearTextProxyPassword],
      env: { RUNNER_DEBUG: '1' }
    })

  test('tells each request and what was read of its response', async () => {
    await using manager = await startSimulator()

    const { log } = await run(manager.url)

    expect(log).toMatch(/^::debug::GET .*\/environments\/: .*"deployed":true/m)
    expect(log).toMatch(/^::debug::POST .*\/production\/: .*"confirmed"/m)
  })

  test('never shows the passwords in the list of API Proxies', async () => {
    await using manager = await startSimulator()

    const { exitCode, log } = await run(manager.url, { verify: 'routes' })

    expect(exitCode).toBe(0)
    expect(log).toContain('forpromotion')
    expect(log).not.toMatch(/proxyPassword/i)
  })

  test('nor those of a list that cannot be read', async () => {
    await using manager = await startSimulator()
    const row = { nom: 'x', proxyPassword: clearTextProxyPassword }
    manager.injectFault({
      on: { call: 'api-proxies' },
      times: Infinity,
      response: { body: { status: 'SUCCESS', resultList: [row], resultCount: 2 } }
    })

    const { exitCode, log } = await run(manager.url, { verify: 'routes', 'verify-timeout': '1s' })

    expect(exitCode).toBe(1)
    expect(log).not.toMatch(/proxyPassword/i)
  })
})
