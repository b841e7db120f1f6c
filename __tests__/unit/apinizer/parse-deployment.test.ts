import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isObject } from '../../../src/apinizer/json.ts'
import { parseDeployment } from '../../../src/apinizer/parse-deployment.ts'
import { parseBody } from '../../../src/apinizer/parse-error.ts'
import { deploymentReports, unreadableResponses } from '../../support/deployment-responses.ts'
import { createResponse } from '../../support/responses.ts'

const target = { group: 'Pay', environment: 'production' }
const good = { environmentName: 'production', success: true }

/** Parses a body as the client does; undefined where it is not a JSON object. */
function parse(body: unknown, names: Partial<typeof target> = {}) {
  const json = parseBody(createResponse(body))
  return isObject(json) ? parseDeployment(json, { ...target, ...names }) : undefined
}

describe('what a response proves', () => {
  test.each(deploymentReports)('with $name is $expected', ({ body, expected }) => {
    expect(parse(body)?.state).toBe(expected)
  })

  test.each(unreadableResponses)('with $name: there is none', ({ body }) => {
    expect(parse(body)).toBeUndefined()
  })

  test.each(['Prüf\u00fcng', 'Prüfu\u0308ng'])('knows %j in either Unicode form', environment => {
    const names = { environmentName: 'Prüf\u00fcng', envName: 'Prüfu\u0308ng' }
    const body = { success: true, environmentResults: [{ ...names, success: true }] }

    expect(parse(body, { environment })?.state).toBe('confirmed')
  })
})

describe('a sentence beside SUCCESS', () => {
  type Names = Partial<typeof target>
  const sentences: Record<string, (string | { sentence: string; names: Names })[]> = {
    denied: [
      ...['Saved, but deployment FAILED: Connection refused', 'The undeployment has failed'],
      ...['Worker 2 failed to deploy it', 'The deploy failed'],
      { sentence: 'Deployment failed', names: { environment: 'ed', group: 'fail' } }
    ],
    unclear: [
      ...['Failure on worker-1', 'java.net.ConnectException: Connection refused'],
      ...['It could not be deployed', 'Unable to reach worker-1', 'Worker-1 timed out'],
      ...['The deployment was unsuccessful', 'Deployment was not successful', 'Worker-0 fails'],
      ...['Worker no 3 failed', 'Deployed with 0 errors', 'succeeded: 2, failed: 0'],
      { sentence: 'Error: no route', names: { group: 'Error' } },
      { sentence: 'failed on pod', names: { group: 'ed o' } }
    ],
    confirmed: [
      ...['No failures, without any errors', 'No error, without failure', 'Failover is on'],
      {
        sentence: 'Group (error-pages) was deployed to (fail over).',
        names: { group: 'error-pages', environment: 'fail over' }
      }
    ]
  }
  const rows = Object.entries(sentences).flatMap(([expected, list]) =>
    list.map(one => ({ ...(typeof one === 'string' ? { sentence: one } : one), expected }))
  )

  test.each<{ sentence: string; names?: Names; expected: string }>(rows)(
    '"$sentence" of $names is $expected',
    ({ sentence, names, expected }) => {
      const body = {
        status: 'SUCCESS',
        resultMessage: sentence,
        deploymentResult: { success: true, detailList: [{ podName: 'worker-1', success: true }] }
      }

      expect(parse(body, names)?.state).toBe(expected)
    }
  )

  test.each([
    { fields: { podName: 'a', message: 'OK', detail: 'Deployment failed' }, expected: 'unclear' },
    { fields: { message: 'Deployed error-handler: 1 failover' }, expected: 'confirmed' }
  ])('in a result, $fields is $expected', ({ fields, expected }) => {
    const body = { success: true, environmentResults: [{ ...good, ...fields }] }

    expect(parse(body)?.state).toBe(expected)
  })
})

describe('what a report says', () => {
  test.each([
    {
      name: 'a sentence of a result',
      body: { success: true, environmentResults: [{ ...good, message: ' Deployed ' }] },
      expected: 'Deployed'
    },
    {
      name: 'sentences above the results, where those say nothing',
      body: {
        success: true,
        message: 'Done',
        deploymentResult: { success: true, message: 'Completed', environmentResults: [good] }
      },
      expected: 'Done; Completed'
    },
    {
      name: 'pods that failed, after the sentences above them',
      body: {
        status: 'FAILURE',
        resultMessage: 'Not all',
        deploymentResult: {
          success: false,
          message: 'Incomplete',
          detailList: [
            { podName: 'worker-1', success: false, detail: 'Full' },
            { podIp: '10.0.0.2', success: false },
            { podName: 'worker-3', success: true, detail: 'Fine' }
          ]
        }
      },
      expected: 'Not all; Incomplete; worker-1: Full; 10.0.0.2: failed'
    },
    {
      name: 'validation errors',
      body: { success: false, validation_errors: [{ field: 'x', message: 'bad' }] },
      expected: 'x: bad'
    }
  ])('$name', ({ body, expected }) => {
    expect(parse(body)?.serverMessage).toBe(expected)
  })

  test('what is missing', () => {
    const bodies = [
      { success: true, message: 'no route, error', environmentResults: [good] },
      { success: true, environmentResults: [{}] },
      { success: true },
      { success: true, environmentResults: [{ ...good, environmentName: 'staging' }] },
      { success: true, environmentResults: [good] },
      { success: false }
    ]

    expect(bodies.map(body => parse(body)?.missing)).toMatchSnapshot()
  })
})

describe('the pods of a report', () => {
  test('have what the server sent, each once', () => {
    const pod = { podName: 'worker-1', podIp: '10.0.0.1', success: true, responseTime: 150 }
    const other = { podIp: '10.0.0.2', success: false, detail: 'Full', responseTime: '150' }
    const body = {
      status: 'SUCCESS',
      deploymentResult: { success: true, detailList: [pod, other], firstFromApiResultList: pod }
    }

    expect(parse(body)?.pods).toEqual([
      { name: 'worker-1', ip: '10.0.0.1', success: true, message: '', durationMs: 150 },
      { name: '', ip: '10.0.0.2', success: false, message: 'Full' }
    ])
  })

  const nestPod = (depth: number) =>
    '{"success":true,"environmentResults":[' +
    '{"success":true,"detailList":['.repeat(depth) +
    '{"success":true,"podName":"deep"}' +
    ']}'.repeat(depth) +
    ']}'

  test('are found at whatever depth a Manager nests them', () => {
    expect(parse(nestPod(90))).toMatchObject({ state: 'confirmed', pods: [{ name: 'deep' }] })
  })

  test('nested deeper than the stack, they confirm nothing', () => {
    expect(parse(nestPod(10_000))).toMatchObject({ state: 'unclear', pods: [] })
  })

  test('may be very many', () => {
    const detailList = Array.from({ length: 150_000 }, () => ({ success: true }))
    const body = { status: 'SUCCESS', deploymentResult: { success: true, detailList } }

    expect(parse(body)?.state).toBe('confirmed')
  })
})

describe('for every response', () => {
  const flag = fc.oneof(
    { weight: 6, arbitrary: fc.constant<unknown>(true) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<unknown>(false, 'true', 1, null, undefined, 'SUCCESS')
    }
  )
  const environment = fc.constantFrom(undefined, '', 'production', 'production', 'staging')
  const { pod } = fc.letrec<{ pod: Item }>(tie => ({
    pod: fc.record({
      success: flag,
      envName: environment,
      podName: fc.constantFrom('a', 'b'),
      detailList: fc.option(fc.array(tie('pod'), { maxLength: 2 }), {
        nil: undefined,
        depthSize: 'small'
      })
    })
  }))
  const first = fc.record({
    success: flag,
    deploymentResult: fc.record({
      success: flag,
      environmentResults: fc.array(fc.record({ success: flag, environmentName: environment }), {
        maxLength: 3
      })
    })
  })
  const current = fc.record({
    status: fc.constantFrom('SUCCESS', 'SUCCESS', 'SUCCESS', 'FAILURE', true, undefined),
    deploymentResult: fc.record({
      success: flag,
      envName: environment,
      detailList: fc.array(pod, { maxLength: 3 })
    })
  })

  test('it is confirmed exactly when every flag says so and a result is for the environment', () => {
    let confirmed = 0

    fc.assert(
      fc.property(fc.oneof(first, current), body => {
        const isConfirmed = parse(body)?.state === 'confirmed'
        confirmed += Number(isConfirmed)
        expect(isConfirmed).toBe(isProven(JSON.parse(JSON.stringify(body)) as Body))
      }),
      { numRuns: 1_000 }
    )

    expect(confirmed).toBeGreaterThan(50)
  })

  const anyFlags = fc.dictionary(
    fc.constantFrom('success', 'status', 'deploymentResult', 'detailList', 'error', 'x'),
    fc.anything({ maxDepth: 4, key: fc.constantFrom('success', 'status', 'detailList', 'envName') })
  )
  test('it is judged without an error, and never confirmed beside a flag that is false', () => {
    fc.assert(
      fc.property(fc.oneof(fc.object(), anyFlags), body => {
        const text = JSON.stringify(body)
        const state = parse(text)?.state
        expect(state === 'confirmed' && text.includes('"success":false')).toBe(false)
      }),
      { numRuns: 300 }
    )
  })
})

interface Item {
  success?: unknown
  envName?: string | undefined
  environmentName?: string | undefined
  detailList?: Item[] | undefined
}

interface Body {
  success?: unknown
  status?: unknown
  deploymentResult: Item & { environmentResults?: Item[] }
}

/** The rule once more, said in another way: recursive, and top down. */
function isProven({ success, status, deploymentResult: result }: Body): boolean {
  const top = result.environmentResults === undefined ? status === 'SUCCESS' : success === true
  const items = result.environmentResults ?? result.detailList ?? []
  const isGood = (item: Item): boolean =>
    item.success === true && (item.detailList ?? []).every(isGood)
  const name = (item: Item, around: string) => item.envName || item.environmentName || around
  const concerns = (item: Item, around: string): boolean =>
    name(item, around) === 'production' ||
    (item.detailList ?? []).some(inner => concerns(inner, name(item, around)))
  const around = name(result, 'production')
  const isNamed = (result.envName ?? '') !== '' && around === 'production'
  const isFor = isNamed || items.some(item => concerns(item, around))
  return top && result.success === true && items.every(isGood) && isFor
}
