import { getOctokit } from '@actions/github'
import { afterEach, describe, expect, test } from '@jest/globals'
import { setTimeout } from 'node:timers/promises'
import { startGitHub, type GitHub, type GitHubOptions } from './support/github.ts'

let github: GitHub | undefined

afterEach(() => github?.close())

async function start(options?: GitHubOptions): Promise<GitHub> {
  github = await startGitHub(options)
  return github
}

const home = '/repos/acme/shop/deployments'

async function call(
  method: string,
  path: string,
  body?: unknown,
  type = 'application/json'
): Promise<{ status: number; answer: unknown }> {
  const given =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': type } }
  const response = await fetch(`${github?.url ?? ''}${path}`, {
    method,
    ...given,
    signal: AbortSignal.timeout(2000)
  })
  return { status: response.status, answer: await response.json() }
}

test.each(['', '/api/v3'])('octokit opens and closes a deployment below %j', async prefix => {
  const { url, requests, problems, deployments } = await start()
  const { rest } = getOctokit('secret', { baseUrl: `${url}${prefix}` })
  const repo = { owner: 'acme', repo: 'shop' }
  const created = await rest.repos.createDeployment({
    ...repo,
    ref: 'abc',
    environment: 'test',
    auto_merge: false,
    required_contexts: [],
    description: 'Shop',
    production_environment: true
  })
  expect(created).toMatchObject({
    status: 201,
    data: { id: 1, ref: 'abc', environment: 'test', production_environment: true }
  })
  for (const state of ['in_progress', 'success'] as const) {
    await rest.repos.createDeploymentStatus({
      ...repo,
      deployment_id: 1,
      state,
      log_url: 'https://example.com/run'
    })
  }
  const { data } = await rest.repos.listDeploymentStatuses({
    ...repo,
    deployment_id: 1,
    per_page: 5
  })
  expect(data.map(({ state, target_url }) => [state, target_url])).toEqual([
    ['success', 'https://example.com/run'],
    ['in_progress', 'https://example.com/run']
  ])
  expect(problems).toEqual([])
  expect(deployments).toMatchObject([
    { id: 1, body: { ref: 'abc' }, statuses: [{ state: 'in_progress' }, { state: 'success' }] }
  ])
  expect(requests[0]).toMatchObject({
    method: 'POST',
    path: `${prefix}${home}`,
    headers: { authorization: 'token secret' },
    body: { ref: 'abc' }
  })
})

test('the list has the newest deployment first', async () => {
  const { problems } = await start()
  await call('POST', home, { ref: 'a' })
  await call('POST', home, { ref: 'b', environment: 'test', description: null, payload: 'x' })
  expect(await call('GET', `${home}?environment=test&page=1`)).toMatchObject({
    status: 200,
    answer: [
      { id: 2, ref: 'b', production_environment: false, payload: 'x' },
      { id: 1, ref: 'a', production_environment: true }
    ]
  })
  expect(problems).toEqual([])
})

describe('a departure from the description is a problem and a 422:', () => {
  test.each([
    ['a missing ref', 'POST', home, {}, "body must have required property 'ref'"],
    [
      'a wrong type',
      'POST',
      home,
      { ref: 'a', auto_merge: 'false' },
      'body/auto_merge must be boolean'
    ],
    [
      'a null that is not allowed',
      'POST',
      home,
      { ref: 'a', environment: null },
      'body/environment must be string'
    ],
    [
      'an unknown property',
      'POST',
      home,
      { ref: 'a', enviroment: 'test' },
      'body must NOT have additional properties {"additionalProperty":"enviroment"}'
    ],
    [
      'an unknown state',
      'POST',
      `${home}/1/statuses`,
      { state: 'done' },
      'body/state must be equal to one of the allowed values'
    ],
    [
      'a deployment that is no number',
      'POST',
      `${home}/one/statuses`,
      { state: 'success' },
      'parameters/deployment_id must be integer'
    ],
    [
      'an unknown query',
      'GET',
      `${home}?env=test`,
      undefined,
      'parameters must NOT have additional properties {"additionalProperty":"env"}'
    ],
    [
      'a page that is no number',
      'GET',
      `${home}?page=x`,
      undefined,
      'parameters/page must be integer'
    ]
  ])('%s', async (_, method, path, body, problem) => {
    const { problems, deployments } = await start()
    await expect(call(method, path, body)).resolves.toMatchObject({
      status: 422,
      answer: { message: 'Validation Failed' }
    })
    expect(problems).toEqual([expect.stringContaining(`${method} ${path}: ${problem}`)])
    expect(deployments).toEqual([])
  })

  test('a body that is not JSON', async () => {
    const { problems } = await start()
    await expect(call('POST', home, { ref: 'a' }, 'text/plain')).resolves.toMatchObject({
      status: 422
    })
    expect(problems).toEqual([`POST ${home}: content type text/plain is not described`])
  })
})

test.each([
  ['PUT', home],
  ['GET', '/user'],
  ['POST', `${home}/1`]
])('%s %s is a problem and a 404', async (method, path) => {
  const { problems } = await start()
  await expect(call(method, path)).resolves.toMatchObject({ status: 404 })
  expect(problems).toEqual([`${method} ${path}: is no call that this server plays`])
})

test('an answer that departs from the description is a problem too', async () => {
  const { problems } = await start()
  await call('POST', home, { ref: 'a' })
  await call('POST', `${home}/1/statuses`, {
    state: 'success',
    description: 'x'.repeat(141),
    log_url: 'no address'
  })
  expect(problems).toEqual([
    expect.stringContaining('answer/description must NOT have more than 140 characters'),
    expect.stringContaining('answer/target_url must match format "uri"'),
    expect.stringContaining('answer/log_url must match format "uri"')
  ])
})

test('statuses of a deployment that nobody created are not found', async () => {
  await start()
  await call('POST', home, { ref: 'a' })
  await expect(call('POST', `${home}/7/statuses`, { state: 'success' })).resolves.toMatchObject({
    status: 404
  })
  await expect(call('GET', `${home}/7/statuses`)).resolves.toMatchObject({ status: 404 })
})

test.each([
  { status: 403, body: { message: 'Resource not accessible by integration' } },
  { status: 422, body: { strange: true } }
])('it can fail where it is told to, in any way: %j', async answer => {
  const { requests, problems, deployments } = await start({
    fail: ({ method }) => (method === 'POST' ? answer : undefined)
  })
  await expect(call('POST', home, { ref: 'a' })).resolves.toEqual({
    status: answer.status,
    answer: answer.body
  })
  await expect(call('GET', home)).resolves.toEqual({ status: 200, answer: [] })
  expect({ requests: requests.length, problems, deployments }).toEqual({
    requests: 2,
    problems: [],
    deployments: []
  })
})

test('it can be silent, until it is closed', async () => {
  const { requests, deployments } = await start({ silent: true })
  const refused = expect(call('POST', home, { ref: 'a' })).rejects.toThrow('fetch failed')
  await setTimeout(200)
  await github?.close()
  await refused
  expect({ requests: requests.length, deployments }).toEqual({ requests: 1, deployments: [] })
})
