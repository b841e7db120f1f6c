import { setTimeout as sleep } from 'node:timers/promises'
import { getOctokit } from '@actions/github'
import { describe, expect, test } from '@jest/globals'
import { startGitHub, type GitHub } from './github.ts'

const deploymentsPath = '/repos/acme/shop/deployments'

interface Call {
  method?: string
  path: string
  body?: object | undefined
  type?: string
}

async function send({ url }: GitHub, { method = 'POST', path, body, type }: Call) {
  const content =
    body === undefined
      ? {}
      : {
          body: JSON.stringify(body),
          headers: { 'content-type': type ?? 'application/json' }
        }
  const response = await fetch(`${url}${path}`, {
    method,
    ...content,
    signal: AbortSignal.timeout(2_000)
  })
  return { status: response.status, body: await response.json() }
}

test.each([{ prefix: '' }, { prefix: '/api/v3' }])(
  'Octokit opens and closes a deployment below "$prefix"',
  async ({ prefix }) => {
    await using github = await startGitHub()
    const { rest } = getOctokit('secret', { baseUrl: `${github.url}${prefix}` })
    const repository = { owner: 'acme', repo: 'shop' }

    const created = await rest.repos.createDeployment({
      ...repository,
      ref: 'abc',
      environment: 'test',
      auto_merge: false,
      required_contexts: [],
      production_environment: true
    })
    for (const state of ['in_progress', 'success'] as const) {
      await rest.repos.createDeploymentStatus({ ...repository, deployment_id: 1, state })
    }
    const { data } = await rest.repos.listDeploymentStatuses({ ...repository, deployment_id: 1 })

    expect(created).toMatchObject({ status: 201, data: { id: 1, ref: 'abc' } })
    expect(data.map(({ state }) => state)).toEqual(['success', 'in_progress'])
    expect(github.problems).toEqual([])
    expect(github.deployments).toMatchObject([
      { id: 1, body: { ref: 'abc' }, statuses: [{ state: 'in_progress' }, { state: 'success' }] }
    ])
    expect(github.requests[0]).toMatchObject({
      method: 'POST',
      path: `${prefix}${deploymentsPath}`,
      headers: { authorization: 'token secret' }
    })
  }
)

test('the list has the newest deployment first', async () => {
  await using github = await startGitHub()
  await send(github, { path: deploymentsPath, body: { ref: 'a' } })
  await send(github, { path: deploymentsPath, body: { ref: 'b', environment: 'test' } })

  const list = await send(github, { method: 'GET', path: `${deploymentsPath}?page=1` })

  expect(list).toMatchObject({
    status: 200,
    body: [
      { id: 2, ref: 'b', production_environment: false },
      { id: 1, ref: 'a', production_environment: true }
    ]
  })
  expect(github.problems).toEqual([])
})

describe('a request that departs from GitHub’s description is a problem and a 422:', () => {
  test.each<Call & { name: string; problem: string }>([
    {
      name: 'a missing field',
      path: deploymentsPath,
      body: {},
      problem: "body must have required property 'ref'"
    },
    {
      name: 'another type',
      path: deploymentsPath,
      body: { ref: 'a', auto_merge: 'false' },
      problem: 'body/auto_merge must be boolean'
    },
    {
      name: 'a null that is not allowed',
      path: deploymentsPath,
      body: { ref: 'a', environment: null },
      problem: 'body/environment must be string'
    },
    {
      name: 'an unknown field',
      path: deploymentsPath,
      body: { ref: 'a', enviroment: 'test' },
      problem: 'body must NOT have additional properties {"additionalProperty":"enviroment"}'
    },
    {
      name: 'an unknown state',
      path: `${deploymentsPath}/1/statuses`,
      body: { state: 'done' },
      problem: 'body/state must be equal to one of the allowed values'
    },
    {
      name: 'an id that is no number',
      path: `${deploymentsPath}/one/statuses`,
      body: { state: 'success' },
      problem: 'parameters/deployment_id must be integer'
    },
    {
      name: 'an unknown parameter',
      method: 'GET',
      path: `${deploymentsPath}?env=test`,
      problem: 'parameters must NOT have additional properties {"additionalProperty":"env"}'
    },
    {
      name: 'another content type',
      path: deploymentsPath,
      body: { ref: 'a' },
      type: 'text/plain',
      problem: 'content type text/plain is not described'
    }
  ])('$name', async ({ problem, ...call }) => {
    await using github = await startGitHub()

    const { status } = await send(github, call)

    expect(status).toBe(422)
    expect(github.problems).toEqual([`${call.method ?? 'POST'} ${call.path}: ${problem}`])
    expect(github.deployments).toEqual([])
  })
})

test.each([
  { method: 'PUT', path: deploymentsPath },
  { method: 'GET', path: '/user' },
  { method: 'POST', path: `${deploymentsPath}/1` }
])('$method $path is a problem and a 404', async call => {
  await using github = await startGitHub()

  const { status } = await send(github, call)

  expect(status).toBe(404)
  expect(github.problems).toEqual([
    `${call.method} ${call.path}: is no call that this server plays`
  ])
})

test('a status that GitHub would not accept is a problem', async () => {
  await using github = await startGitHub()
  await send(github, { path: deploymentsPath, body: { ref: 'a' } })

  await send(github, {
    path: `${deploymentsPath}/1/statuses`,
    body: { state: 'success', description: 'x'.repeat(141), log_url: 'no address' }
  })

  const problems = github.problems.join('\n')
  expect(problems).toContain('description must NOT have more than 140 characters')
  expect(problems).toContain('log_url must match format "uri"')
})

test('the statuses of a deployment that was never created are not found', async () => {
  await using github = await startGitHub()

  const { status } = await send(github, {
    path: `${deploymentsPath}/7/statuses`,
    body: { state: 'success' }
  })

  expect(status).toBe(404)
})

test('it can fail where it is told to', async () => {
  const response = { status: 403, body: { message: 'Resource not accessible by integration' } }
  await using github = await startGitHub({
    fail: ({ method }) => (method === 'POST' ? response : undefined)
  })

  const created = await send(github, { path: deploymentsPath, body: { ref: 'a' } })
  const list = await send(github, { method: 'GET', path: deploymentsPath })

  expect(created).toEqual(response)
  expect(list).toEqual({ status: 200, body: [] })
  expect(github.problems).toEqual([])
})

test('it can be silent until it is closed', async () => {
  await using github = await startGitHub({ silent: true })
  const refused = expect(
    send(github, { path: deploymentsPath, body: { ref: 'a' } })
  ).rejects.toThrow('fetch failed')
  await sleep(200)

  await github.close()

  await refused
  expect(github.requests).toHaveLength(1)
  expect(github.deployments).toEqual([])
})
