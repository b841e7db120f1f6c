import { expect, test } from '@jest/globals'
import { startSimulator, type Edition } from '../../simulator/simulator.ts'
import { worldOf } from '../../simulator/world.ts'
import { fastClock } from '../support/fast-clock.ts'
import { runAction } from '../support/run-action.ts'
import { paymentGroup } from '../support/seeded-world.ts'

const groupPath = '/apiops/projects/Payments/apiProxyGroups/PaymentAPIGroup'

test.each<{ edition: Edition; message: string }>([
  { edition: 'first', message: 'Deployed successfully' },
  { edition: 'current', message: 'The Manager confirmed it for 2 worker pods.' }
])('a confirmed deployment succeeds, $edition edition', async ({ edition, message }) => {
  await using manager = await startSimulator({ edition })

  const run = await runAction({ inputs: { url: manager.url } })

  expect(run.outputs).toEqual({
    success: 'true',
    result: 'success',
    message: expect.stringContaining('PaymentAPIGroup was deployed to production'),
    'environment-results': expect.any(String),
    'failed-environments': '[]',
    'failed-groups': '[]',
    'environment-url': '',
    revision: ''
  })
  expect(run.results).toEqual([
    expect.objectContaining({
      environmentName: 'production',
      group: 'PaymentAPIGroup',
      success: true,
      status: 'succeeded',
      reason: 'deployed',
      httpStatus: 200,
      message
    })
  ])
  expect(run.annotations).toEqual([])
  expect(run.summary).toContain('<h2>✅ Deployed to <code>production</code></h2>')
})

test('a deployment takes two requests: a look that changes nothing, and the deployment', async () => {
  await using manager = await startSimulator()

  await runAction({ inputs: { url: manager.url } })

  expect(manager.requests).toMatchObject([
    { method: 'GET', path: `${groupPath}/environments/` },
    { method: 'POST', path: `${groupPath}/environments/production/` }
  ])
})

test('each request goes over a connection of its own', async () => {
  await using manager = await startSimulator()

  await runAction({ inputs: { url: manager.url, environment: 'test\nstaging\nproduction' } })

  expect(manager.requests.map(({ connection }) => connection)).toEqual([1, 2, 3, 4])
})

test('the token is in the Authorization header of each request and nowhere else', async () => {
  await using manager = await startSimulator()
  const token = 'aPi+nZ/9~tok&en<"é>=x'
  manager.world.tokens[token] = { user: 'ci', permissions: ['MANAGE', 'DEPLOY_UNDEPLOY', 'VIEW'] }

  const run = await runAction({ inputs: { url: manager.url, token } })

  expect(run.log.startsWith(`::add-mask::${token}\n`)).toBe(true)
  expect(manager.requests.length).toBe(2)
  for (const { rawHeaders, path, body } of manager.requests) {
    expect(rawHeaders.filter(text => text.includes('aPi'))).toEqual([`Bearer ${token}`])
    expect(path + body).not.toContain('aPi')
  }
})

test.each([{ ending: '' }, { ending: '/' }, { ending: '/apiops' }, { ending: '/apiops/' }])(
  'a url with a path prefix may end in $ending',
  async ({ ending }) => {
    await using manager = await startSimulator({ pathPrefix: '/manager' })

    const run = await runAction({ inputs: { url: `${manager.url}${ending}` } })

    expect(run.exitCode).toBe(0)
    expect(manager.requests.at(-1)?.path).toBe(`/manager${groupPath}/environments/production/`)
  }
)

test('names are percent-encoded', async () => {
  await using manager = await startSimulator()

  await runAction({
    inputs: { url: manager.url, project: 'Pay ments/ü', group: 'x?y#z', environment: '100%' }
  })

  expect(manager.requests.find(({ method }) => method === 'POST')?.path).toBe(
    '/apiops/projects/Pay%20ments%2F%C3%BC/apiProxyGroups/x%3Fy%23z/environments/100%25/'
  )
})

test('a result whose environment is in NFD is for the environment asked for in NFC', async () => {
  const world = worldOf({ groups: ['PaymentAPIGroup'], environments: ['Üretim'] })
  await using manager = await startSimulator({ world })
  manager.injectFault({
    response: {
      body: {
        status: 'SUCCESS',
        deploymentResult: {
          success: true,
          detailList: [{ envName: 'Üretim'.normalize('NFD'), podName: 'w', success: true }]
        }
      }
    }
  })

  const run = await runAction({ inputs: { url: manager.url, environment: 'Üretim' } })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
})

test.each([
  { name: 'the user’s text', inputs: { description: 'v2.1 release' }, expected: 'v2.1 release' },
  {
    name: 'who deployed',
    inputs: {},
    expected: 'acme/shop aaaaaaa, run 42 by octocat'
  }
])('the deploy history gets a marker, then $name', async ({ inputs, expected }) => {
  await using manager = await startSimulator()
  const env = {
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_RUN_ID: '42',
    GITHUB_ACTOR: 'octocat'
  }

  await runAction({ inputs: { url: manager.url, ...inputs }, env })

  const [record] = paymentGroup(manager).history
  expect(record?.description).toMatch(/^\[[0-9a-f]{12}\] /)
  for (const part of expected.split(/,? /)) {
    expect(record?.description).toContain(part)
  }
})

test('a long description is cut to 250 characters with its marker', async () => {
  await using manager = await startSimulator()

  const run = await runAction({ inputs: { url: manager.url, description: 'x'.repeat(1_000) } })

  const { description } = JSON.parse(manager.requests.at(-1)?.body ?? '') as { description: string }
  expect(run.exitCode).toBe(0)
  expect(description).toHaveLength(250)
})

test.each([
  { persistent: 'True', expected: true },
  { persistent: 'false', expected: false },
  { persistent: '', expected: undefined }
])('persistent: "$persistent" is sent as $expected', async ({ persistent, expected }) => {
  await using manager = await startSimulator()

  await runAction({ inputs: { url: manager.url, persistent } })

  const body = JSON.parse(manager.requests.at(-1)?.body ?? '') as { persistent?: boolean }
  expect(body.persistent).toBe(expected)
})

test('a server of the first edition gets no body', async () => {
  await using manager = await startSimulator({ edition: 'first' })

  await runAction({ inputs: { url: manager.url } })

  expect(manager.requests.at(-1)).toMatchObject({ method: 'POST', body: '' })
  expect(manager.requests.at(-1)?.headers['content-type']).toBeUndefined()
})

test('a server of the first edition that refuses a description says that it accepts none', async () => {
  await using manager = await startSimulator({ edition: 'first' })

  const run = await runAction({ inputs: { url: manager.url, description: 'v2' } })

  expect(run.results).toMatchObject([{ status: 'failed', reason: 'rejected' }])
  // Nothing else is told: no generic remedy.
  expect(run.outputs.message).toBe(
    'PaymentAPIGroup was not deployed to production: Request body is not expected! Servers of ' +
      'the first API edition accept neither `description` nor `persistent`: remove them.'
  )
})

test('a deployment of a minute is waited for', async () => {
  // A minute of the action's clock is three seconds of the server's.
  await using manager = await startSimulator({ deployMs: 3_000 })

  const run = await runAction({
    inputs: { url: manager.url, timeout: '10m' },
    nodeOptions: fastClock
  })

  expect(run.results).toMatchObject([{ status: 'succeeded' }])
  expect(run.results[0]?.durationMs).toBeGreaterThan(50_000)
})
