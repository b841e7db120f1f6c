import { expect, test } from '@jest/globals'
import { startSimulator, type SimulatorOptions } from '../../simulator/simulator.ts'
import { fastClock } from '../support/fast-clock.ts'
import { runAction } from '../support/run-action.ts'

const env = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_ACTION_REPOSITORY: 'org/deploy',
  GITHUB_ACTION_REF: 'v1'
}
const page = 'https://github.com/org/deploy/blob/v1/docs/network.md#gateway-timeouts'

test.each<{ name: string; options: SimulatorOptions }>([
  { name: 'first edition, which has no history', options: { edition: 'first' } },
  { name: 'current edition, whose history does not show it', options: { edition: 'current' } }
])(
  'a gateway that gives up waiting is told with the limit to raise and a link, $name',
  async ({ options }) => {
    await using manager = await startSimulator(options)
    manager.injectFault({ gateway: 'nginx-504', commits: false })

    const run = await runAction({ inputs: { url: manager.url }, env, nodeOptions: fastClock })

    expect(run.results).toMatchObject([
      { status: 'unknown', reason: 'gateway-timeout', httpStatus: 504 }
    ])
    for (const text of [run.outputs.message, run.annotations[0]?.data, run.shown]) {
      expect(text).toContain('(nginx: `proxy_read_timeout`, 60 s by default)')
      expect(text).toContain('the Manager may have carried the request out')
    }
    expect(run.annotations).toMatchObject([
      { properties: { title: 'Deployment outcome unknown' }, data: expect.stringContaining(page) }
    ])
    expect(run.shown).toContain(`More: ${page}`)
    expect(run.summary).toContain('<code>proxy_read_timeout</code>')
    expect(run.summary).toContain(`href="${page}"`)
    expect(run.summary).toContain('❓&nbsp;Unknown: Gateway gave up waiting')
    expect(manager.requests.filter(({ call }) => call === 'deploy')).toHaveLength(1)
  }
)

test('a gateway that gave up waiting for what was carried out is green, by proof', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ gateway: 'nginx-504' })

  const run = await runAction({ inputs: { url: manager.url } })

  expect(run.results).toMatchObject([{ status: 'succeeded', reason: 'deployed', revision: 4 }])
  expect(run.annotations).toEqual([])
})

test('a gateway that gives up waiting for a look ends the run, and nothing was sent', async () => {
  await using manager = await startSimulator()
  manager.injectFault({ on: { call: 'environments' }, times: Infinity, gateway: 'nginx-504' })

  const run = await runAction({ inputs: { url: manager.url, 'retry-timeout': '1s' } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'gateway-timeout' }])
  expect(run.outputs.message).toContain('Nothing was sent.')
  expect(run.outputs.message).toContain('Tried for up to 1 s (`retry-timeout`).')
  expect(run.outputs.message).not.toContain('history')
})

test('the Manager’s own 504 is a server error', async () => {
  await using manager = await startSimulator()
  const body = { status: 'FAILURE', resultMessage: 'Deployment timed out on worker-1' }
  manager.injectFault({ response: { status: 504, body } })

  const run = await runAction({ inputs: { url: manager.url } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'server-error' }])
})
