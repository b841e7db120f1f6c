import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from '@jest/globals'
import { documentedFields, findSentence } from '../../survey/documented.ts'
import { runSurvey } from './run-survey.ts'

/** What every planted value contains; numbers begin with `plantedNumber`. */
const planted = /secret-\d+/i
const plantedNumber = 7351

let count = 0

/** A text that must not come out, in the forms that a server may send. */
function plant(): string {
  count += 1
  const name = `secret-${count}`
  const forms = [
    name,
    name.toUpperCase(),
    `SUCCESS ${name}`,
    `https://${name}.example.com/${name}`,
    `/${name}`,
    `2026-04-16T10:30:00Z ${name}`,
    `Environment (${name}) is not found or user does not have privilege to access it!`,
    `Ünlü ${name}@example.com\n::error::${name}`
  ]
  return forms[count % forms.length] ?? name
}

/** An object with every documented field, a planted value in each, in fields that nobody knows as well. */
function plantObject(known: object = {}): object {
  const names = [...documentedFields, plant(), plant(), 'proxyPassword']
  const numbers = ['revision', 'responseTime', 'podsResponded', 'retry_after', 'timestamp']
  const value = (name: string) =>
    numbers.includes(name) ? plantedNumber * 1000 + (count += 1) : plant()
  const fields = names.map(name => [name, value(name)])
  return { ...(Object.fromEntries(fields) as object), routing: { [plant()]: [plant()] }, ...known }
}

const own = { project: 'secret-901', group: 'secret-902', environment: 'secret-903' }
const noErrors = { error: null, error_description: null, validation_errors: null }

/** A list that the action reads: rows that are fine, with planted values everywhere else. */
function plantList(rows: object[]): object {
  return {
    ...plantObject(noErrors),
    status: 'SUCCESS',
    success: true,
    resultList: rows.map(row => plantObject({ ...noErrors, success: true, ...row })),
    resultCount: rows.length
  }
}

/** The last description that was sent. */
let sent = ''

function respond(path: string): object {
  if (path.includes('/deploy-histories/')) {
    const ours = { description: `${sent} ${plant()}`, environment: own.environment, deploy: true }
    return plantList([{}, ours])
  }
  if (path.includes('/route-health/')) {
    return plantList([{ deployedInManager: false, pods: [plantObject({ ...noErrors })] }])
  }
  const name = (value: string) => ({ name: value, environmentName: value })
  return plantList([name(plant()), ...Object.values(own).map(name)])
}

function respondToDeployment(): object {
  const noLists = { environmentResults: null, detailList: null, firstFromApiResultList: null }
  const flags = { ...noErrors, ...noLists, success: true, status: null }
  const names = { envName: own.environment, environmentName: own.environment }
  const detailList = [plantObject({ ...flags, ...names })]
  const deploymentResult = plantObject({ ...flags, ...names, detailList })
  return plantObject({ ...flags, status: 'SUCCESS', deploymentResult })
}

const refusal = () => plantObject({ status: 'FAILURE', resultMessage: plant() })
const page = () => `<html><head><title>${plant()}</title></head><body>${plant()}</body></html>`

/** How the server answers; each gives a status and a body. */
const managers: Record<string, (request: IncomingMessage) => [number, string]> = {
  'of which all is accepted': ({ method, url = '' }) => [
    200,
    JSON.stringify(method === 'POST' ? respondToDeployment() : respond(url))
  ],
  'that deploys nothing': ({ method, url = '' }) =>
    method === 'POST' ? [400, JSON.stringify(refusal())] : [200, JSON.stringify(respond(url))],
  'that refuses': () => [400, JSON.stringify(refusal())],
  'with pages': () => [200, page()],
  'with pages for errors': () => [502, page()],
  'with texts': () => [401, plant()],
  'that redirects': () => [302, ''],
  'with other JSON': () => [200, JSON.stringify([plant(), { [plant()]: plant() }])]
}

async function startManager(answer: (request: IncomingMessage) => [number, string]) {
  const server = createServer((request, response) => {
    void text(request).then(body => {
      sent = body === '' ? sent : (JSON.parse(body) as { description: string }).description
      const [status, content] = answer(request)
      const type = content.startsWith('{') ? 'application/json' : 'text/html'
      response.writeHead(status, `No ${plant().replace(/[^\w -]/g, '')}`, {
        'content-type': `${type}; boundary=secret-801`,
        server: 'nginx/secret-802',
        via: '1.1 secret-803',
        location: 'https://secret-804.example.com/',
        'set-cookie': 'session=secret-805',
        'x-secret-806': 'secret-807',
        'x-request-id': 'secret-808'
      })
      response.end(content)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await once(server.close(), 'close')
    }
  }
}

test.each(Object.keys(managers))('nothing planted comes out of a Manager %s', async name => {
  await using manager = await startManager(managers[name] ?? (() => [500, '']))
  const names = Object.entries(own).flatMap(([option, value]) => [`--${option}`, value])

  const run = await runSurvey({
    url: manager.url,
    token: 'secret-904',
    args: [...names, '--deploy', '--yes'],
    lookForMs: 0
  })

  expect(run.error).toBe('')
  expect(run.json).not.toMatch(planted)
  expect(run.json).not.toContain(String(plantedNumber))
  expect(run.json).not.toContain(new URL(manager.url).host)
  const arguments_ = new RegExp(Object.values(own).join('|'), 'g')
  expect(run.printed.replaceAll(arguments_, '')).not.toMatch(planted)
  expect(run.printed).not.toContain(String(plantedNumber))
})

test('what comes out instead are types, lengths and equalities', async () => {
  await using manager = await startManager(
    managers['of which all is accepted'] ?? (() => [500, ''])
  )
  const names = Object.entries(own).flatMap(([option, value]) => [`--${option}`, value])

  const { json } = await runSurvey({ url: manager.url, args: [...names, '--deploy', '--yes'] })

  const report = JSON.parse(json) as {
    calls: { apiProxies: { exchanges: object[] } }
    deployments: object[]
  }
  expect(report.deployments).toHaveLength(2)
  expect(report.calls.apiProxies.exchanges).toMatchObject([
    {
      status: 200,
      headers: { products: ['nginx'], names: expect.arrayContaining(['other#1 (length 12)']) },
      body: {
        status: 'SUCCESS',
        resultList: [
          {},
          {
            name: 'text = project (length 10)',
            'other#3 (length 13)': 'text',
            'other#4 (length 7)': 'object of 1 fields'
          },
          { name: 'text = group (length 10)' },
          { name: 'text = environment (length 10)' }
        ]
      }
    }
  ])
})

test('a documented sentence is reduced to which one it is', () => {
  expect(findSentence('Project (secret-1) is not found!')).toBe('Project (…) is not found!')
  expect(findSentence('Project (secret-1) is not found! secret-2')).toBeUndefined()
})
