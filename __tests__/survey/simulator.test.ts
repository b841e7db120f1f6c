import { expect, test } from '@jest/globals'
import { startSimulator, type Fault, type SimulatorOptions } from '../../simulator/simulator.ts'
import { createGroup, seededWorld, viewerToken } from '../../simulator/world.ts'
import { runSurvey } from './run-survey.ts'

const deploy = ['--environment', 'staging', '--deploy', '--yes']
const noPermission = 'User does not have required permission for this operation!'

function worldWith(group: string) {
  const world = seededWorld()
  Object.assign(world.projects['Payments']?.groups ?? {}, { [group]: createGroup(['one']) })
  return world
}

interface Manager extends SimulatorOptions {
  fault?: Fault
  token?: string
  lookForMs?: number
}

interface Row {
  title: string
  manager: Manager
  differences?: Record<string, string>
}

const always = { times: Infinity }

// The table of expectations is the vendor's documentation: whoever changes it, or the simulator, sees it here.
test.each<Row>([
  { title: 'the current edition', manager: {} },
  { title: 'the first edition', manager: { edition: 'first' } },
  { title: 'environments at the older path', manager: { projectEnvironments: 'older' } },
  { title: 'results by environment', manager: { fault: { shape: 'nested' } } },
  { title: 'a result without a list', manager: { fault: { shape: 'flat' } } },
  { title: 'firstFromApiResultList', manager: { fault: { shape: 'first-from-list' } } },
  { title: 'null', manager: { fault: { nulls: true, on: { call: 'any' }, ...always } } },
  { title: 'names in NFC', manager: { world: worldWith('Ödemeler') } },
  {
    title: 'names not in NFC',
    manager: { world: worldWith('Ödemeler'.normalize('NFD')) },
    differences: { 'Names in Unicode': 'not NFC' }
  },
  {
    title: 'no deploy history',
    manager: { history: false },
    differences: { 'Deploy history': 'unknown call', 'Its record appears': 'unknown call' }
  },
  {
    title: 'no route health',
    manager: { routeHealth: false },
    differences: { 'API Proxies of the group': 'unknown call' }
  },
  {
    title: 'Spring Security',
    manager: { springSecurity: true },
    differences: { 'An unknown path': '403 without a body' }
  },
  {
    title: 'Spring Security, first edition',
    manager: { edition: 'first', springSecurity: true },
    differences: {
      'Token may read': 'not everything',
      'Deploy history': '403 without a body',
      'API Proxies of the group': '403 without a body',
      'An unknown path': '403 without a body'
    }
  },
  {
    title: 'a record that comes late',
    manager: { fault: { rows: 0, on: { call: 'history' }, after: 1 } },
    differences: { 'Its record appears': 'later' }
  },
  {
    title: 'a record that never comes',
    manager: { historyLimit: 0, lookForMs: 0 },
    differences: { 'Its record appears': 'never' }
  },
  {
    title: 'joined records',
    manager: { records: 'joined' },
    differences: { 'Deploys its members, too': 'yes' }
  },
  {
    title: 'a failed worker pod',
    manager: { fault: { pods: { 'worker-staging-1': 'Connection refused' } }, lookForMs: 0 },
    differences: { 'The response': 'denied' }
  },
  {
    title: 'a gateway that gives up',
    manager: { fault: { gateway: 'nginx-504' } },
    differences: { 'The response': '504 with an HTML page' }
  },
  {
    title: 'a cache',
    manager: { fault: { gateway: 'cache', on: { call: 'projects' }, ...always } },
    differences: {
      'Cached responses': 'responses with an age',
      'List of projects': '200 from a cache',
      'A wrong token': '401 from a cache'
    }
  },
  {
    title: 'a part of a list',
    manager: { fault: { rows: 1, on: { call: 'groups' }, ...always } },
    differences: {
      'List of groups': 'part of a list, without this one',
      '"resultCount"': 'the number of rows, another number than that of the rows'
    }
  },
  {
    title: 'a token that may only read',
    manager: { token: viewerToken },
    differences: { 'The response': `400: ${noPermission}` }
  }
])('$title', async ({ manager, differences = {} }) => {
  const { fault, token, lookForMs, ...options } = manager
  await using simulator = await startSimulator(options)
  if (fault !== undefined) {
    simulator.injectFault(fault)
  }
  const asked = { ...(token && { token }), ...(lookForMs === 0 && { lookForMs }) }

  const run = await runSurvey({ url: simulator.url, args: deploy, ...asked })

  expect(run).toMatchObject({ error: '', isAsExpected: Object.keys(differences).length === 0 })
  expect(run.differences).toEqual(differences)
})

test('whether the deployment of a group is that of its API Proxies needs one that is not deployed', async () => {
  await using simulator = await startSimulator()

  const run = await runSurvey({
    url: simulator.url,
    args: [...deploy, '--group', 'PaymentAPIGroup']
  })

  expect(run.rows).toContainEqual(
    expect.objectContaining({
      subject: 'Deploys its members, too',
      found: 'cannot be told',
      detail: 'of 3 routes; before: 3 deployed, 3 active; after: 3 deployed, 3 active'
    })
  )
})

test('everything can be asked of the current edition', async () => {
  await using simulator = await startSimulator()

  const { rows } = await runSurvey({ url: simulator.url, args: deploy })

  expect(rows.filter(({ state }) => state === 'not asked')).toEqual([])
})
