import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault } from '../../simulator/simulator.ts'
import { worldOf } from '../../simulator/world.ts'
import { ask } from '../support/ask.ts'
import { DEPLOY, PROJECT } from './paths.ts'

// What becomes of the action under each fault is in scenarios/.

const noKey = 'Empty Key! Client must be authenticated to access this resource.'

test.each<{ name: string; fault: Fault; expected: object }>([
  {
    name: 'an empty 403',
    fault: { springError: 403 },
    expected: {
      status: 403,
      text: '',
      headers: { 'cache-control': expect.stringContaining('no-store'), 'x-frame-options': 'DENY' }
    }
  },
  {
    name: 'in the words of a missing token',
    fault: { springError: 401 },
    expected: { status: 401, json: { status: 'FAILURE', resultMessage: noKey } }
  }
])('Spring’s error after the work is $name', async ({ fault, expected }) => {
  await using simulator = await startSimulator()
  simulator.injectFault(fault)

  expect(await ask(simulator, 'POST', DEPLOY)).toMatchObject(expected)
  expect(simulator.deployments).toHaveLength(1)
})

describe('which requests a fault is for', () => {
  const read = ['GET', 'environments/'] as const
  const a1 = ['POST', 'apiProxyGroups/a/environments/one/'] as const
  const a2 = ['POST', 'apiProxyGroups/a/environments/two/'] as const
  const b1 = ['POST', 'apiProxyGroups/b/environments/one/'] as const

  interface Row {
    name: string
    faults: Fault[]
    requests: (readonly [method: string, path: string])[]
    expected: number[]
  }

  test.each<Row>([
    {
      name: 'deployments alone by default; of these groups, on this environment',
      faults: [{ refusal: 500, on: { group: ['a', 'c'], environment: 'two' }, times: Infinity }],
      requests: [read, b1, a1, a2, a2],
      expected: [200, 200, 200, 500, 500]
    },
    {
      name: 'after some, as often as it says',
      faults: [{ refusal: 500, times: 2, after: 1 }],
      requests: [a1, read, a1, b1, a1],
      expected: [200, 200, 500, 500, 200]
    },
    {
      name: 'the first queued one that is due, each once',
      faults: [{ refusal: 409 }, { refusal: 423 }],
      requests: [a1, a1, a1],
      expected: [409, 423, 200]
    }
  ])('$name', async ({ faults, requests, expected }) => {
    const world = worldOf({ groups: ['a', 'b'], environments: ['one', 'two'] })
    await using simulator = await startSimulator({ world })
    faults.forEach(simulator.injectFault)

    const statuses: (number | undefined)[] = []
    for (const [method, path] of requests) {
      statuses.push((await ask(simulator, method, `${PROJECT}/${path}`)).status)
    }

    expect(statuses).toEqual(expected)
  })
})
