import { describe, expect, test } from '@jest/globals'
import { startSimulator, type Fault } from '../../simulator/simulator.ts'
import { runAction, type Run } from '../support/run-action.ts'

type Response = NonNullable<Fault['response']>

function createNames(count: number, length = 0): string {
  return Array.from({ length: count }, (_, index) => `g${index}`.padEnd(length, '<')).join('\n')
}

function refuse(resultMessage: string): Response {
  return { status: 400, body: { status: 'FAILURE', resultMessage } }
}

function reportPods(count: number, success: boolean, detail = 'x'.repeat(100)): Response {
  const detailList = Array.from({ length: count }, (_, index) => ({
    envName: 'production',
    podName: `worker-${index}`,
    podIp: '10.0.0.1',
    success,
    responseTime: 1,
    detail
  }))
  return {
    status: 200,
    body: { status: success ? 'SUCCESS' : 'FAILURE', deploymentResult: { success, detailList } }
  }
}

async function deploy(response: Response, inputs: Record<string, string>): Promise<Run> {
  await using manager = await startSimulator({ history: false })
  manager.injectFault({ times: Infinity, response })
  return await runAction({
    inputs: { url: manager.url, 'max-parallel': '20', 'fail-fast': 'false', ...inputs }
  })
}

/** Windows may silently truncate variables of more than 32,767 characters, and so inputs. */
const testOfLongInputs = process.platform === 'win32' ? test.skip : test

describe('outputs that would exceed GitHub’s limit', () => {
  test('leave out the worker pods first, and say so', async () => {
    const run = await deploy(reportPods(200, true), { group: createNames(20) })

    expect(run.results[0]?.pods).toBeUndefined()
    expect(run.outputs.message).toContain('leaves out the worker pods.')
  })

  test('leave out the ends of long messages next', async () => {
    const run = await deploy(refuse('x'.repeat(5_000)), { group: createNames(200) })

    expect(run.results).toHaveLength(200)
    expect(run.outputs.message).toContain('the ends of long messages')
  })

  testOfLongInputs('leave out all messages next', async () => {
    const run = await deploy(refuse('x'.repeat(300)), {
      group: createNames(700, 130),
      environment: 'a\nb'
    })

    expect(run.results).toHaveLength(1_400)
    expect(run.outputs.message).toContain('all messages')
    expect(Object.values(run.outputs).join('').length).toBeLessThan(500_000)
  })

  testOfLongInputs('leave out all but some targets at last', async () => {
    const run = await deploy(refuse('x'), {
      group: createNames(1_000, 120),
      environment: createNames(2, 255)
    })

    expect(run.results).toHaveLength(300)
    expect(run.outputs.message).toContain('all but the first 300 targets')
    expect(Object.values(run.outputs).join('').length).toBeLessThan(500_000)
  })
})

test('of the worker pods of one target 200 are kept, the failed ones first', async () => {
  const detailList = Array.from({ length: 20_000 }, (_, index) => ({
    podName: String(index),
    success: index < 19_990
  }))

  const run = await deploy(
    {
      status: 200,
      body: { status: 'FAILURE', deploymentResult: { success: false, detailList } }
    },
    {}
  )

  const flags = run.results[0]?.pods?.map(({ success }) => success)
  expect(flags).toEqual(Array.from({ length: 200 }, (_, index) => index >= 10))
  for (const text of [run.summary, run.outputs.message]) {
    expect(text).toContain('10 of 20000 worker pods failed.')
    expect(text).toContain('Only 200 of the 20000 worker pods are listed.')
  }
})

describe('the summary', () => {
  test('shows 200 worker pods and counts the others', async () => {
    const run = await deploy(reportPods(200, false, '<'.repeat(300)), {
      group: createNames(8),
      environment: 'a\nb\nc'
    })

    expect(run.summary).toContain('… and 400 more.')
    expect(Buffer.byteLength(run.summary)).toBeLessThan(1024 * 1024)
  })

  testOfLongInputs('stays within GitHub’s limit with the longest names', async () => {
    const run = await deploy(refuse('<'.repeat(600)), {
      group: createNames(300, 255),
      environment: createNames(2, 255)
    })

    expect(Buffer.byteLength(run.summary)).toBeLessThan(1024 * 1024)
  })
})
