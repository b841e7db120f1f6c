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

describe('the verdict on a response', () => {
  test.each(deploymentReports)('with $name is $expected', ({ body, expected }) => {
    expect(parse(body)?.verdict).toBe(expected)
  })

  test.each(unreadableResponses)('with $name: there is none', ({ body }) => {
    expect(parse(body)).toBeUndefined()
  })

  test.each([
    { name: 'composed in the request', asked: 'Prüf\u00fcng', sent: 'Prüfu\u0308ng' },
    { name: 'composed in the response', asked: 'Prüfu\u0308ng', sent: 'Prüf\u00fcng' }
  ])('knows an environment whose umlaut is $name', ({ asked, sent }) => {
    const body = { success: true, environmentResults: [{ environmentName: sent, success: true }] }

    expect(parse(body, { environment: asked })?.verdict).toBe('confirmed')
  })

  test('knows one name that is written in two ways', () => {
    const names = { environmentName: 'Prüf\u00fcng', envName: 'Prüfu\u0308ng' }
    const body = { success: true, environmentResults: [{ ...names, success: true }] }

    expect(parse(body, { environment: 'Prüf\u00fcng' })?.verdict).toBe('confirmed')
  })
})

describe('a sentence beside SUCCESS', () => {
  const rows: { sentence: string; expected: string; names?: Partial<typeof target> }[] = [
    { sentence: 'Saved, but deployment failed: Connection refused', expected: 'denied' },
    { sentence: 'Deployment FAILED', expected: 'denied' },
    { sentence: 'The undeployment has failed', expected: 'denied' },
    { sentence: 'Worker 2 failed to deploy it', expected: 'denied' },
    { sentence: 'Failure on worker-1', expected: 'unclear' },
    { sentence: 'java.net.ConnectException: Connection refused', expected: 'unclear' },
    { sentence: 'It could not be deployed', expected: 'unclear' },
    { sentence: 'Unable to reach worker-1', expected: 'unclear' },
    { sentence: 'Worker-1 timed out', expected: 'unclear' },
    { sentence: 'Deployed with 2 errors', expected: 'unclear' },
    { sentence: 'Deployed with 10 errors', expected: 'unclear' },
    { sentence: '0 errors, 1 failure', expected: 'unclear' },
    { sentence: 'The deployment was unsuccessful', expected: 'unclear' },
    { sentence: 'Deployed', expected: 'confirmed' },
    { sentence: 'Deployment was not successful', expected: 'unclear' },
    { sentence: 'Deployed, but worker-0 failed to load it', expected: 'unclear' },
    { sentence: 'Worker pod 0 failed', expected: 'unclear' },
    { sentence: 'Worker no 3 failed', expected: 'unclear' },
    { sentence: 'error: 0.5 s timeout', expected: 'unclear' },
    { sentence: 'Failed pods: 0 of 2; worker-0 failed', expected: 'unclear' },
    { sentence: 'Deployed with 0 errors', expected: 'unclear' },
    { sentence: '2 pods, 0 pods failed', expected: 'unclear' },
    { sentence: 'succeeded: 2, failed: 0', expected: 'unclear' },
    { sentence: 'No failures', expected: 'confirmed' },
    { sentence: 'Deployed without any errors', expected: 'confirmed' },
    { sentence: 'Failover is on', expected: 'confirmed' },
    {
      sentence: 'Group (ErrorService) was deployed',
      names: { group: 'ErrorService' },
      expected: 'confirmed'
    },
    {
      sentence: 'Group (error-pages) was deployed to (fail over).',
      names: { group: 'error-pages', environment: 'fail over' },
      expected: 'confirmed'
    },
    {
      sentence: 'Group (error-pages): deployment failed',
      names: { group: 'error-pages' },
      expected: 'denied'
    },
    {
      sentence: 'error-pages2 could not be deployed',
      names: { group: 'error-pages' },
      expected: 'unclear'
    },
    { sentence: 'Deployment failed', names: { environment: 'ed' }, expected: 'denied' },
    { sentence: 'Deployment failed', names: { environment: 'e' }, expected: 'denied' },
    { sentence: 'Deployment failed', names: { group: 'fail' }, expected: 'denied' },
    { sentence: 'Error: no route', names: { group: 'Error' }, expected: 'unclear' },
    { sentence: 'failed on pod', names: { group: 'ed o' }, expected: 'unclear' }
  ]

  test.each(rows)('"$sentence" of $names is $expected', ({ sentence, names, expected }) => {
    const body = {
      status: 'SUCCESS',
      resultMessage: sentence,
      deploymentResult: { success: true, detailList: [{ podName: 'worker-1', success: true }] }
    }

    expect(parse(body, names)?.verdict).toBe(expected)
  })
})

describe('a sentence of a result that says that it succeeded', () => {
  const rows = [
    { fields: { detail: 'Deployment failed: Connection refused' }, expected: 'unclear' },
    { fields: { message: 'Failed to deploy' }, expected: 'unclear' },
    { fields: { podName: 'a', message: 'OK', detail: 'Deployment failed' }, expected: 'unclear' },
    { fields: { message: 'Deployed error-handler: 1 failover' }, expected: 'confirmed' }
  ]

  test.each(rows)('$fields is $expected', ({ fields, expected }) => {
    const body = { success: true, environmentResults: [{ ...good, ...fields }] }

    expect(parse(body)?.verdict).toBe(expected)
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
      name: 'the same sentence once',
      body: {
        success: false,
        message: 'No',
        deploymentResult: { message: 'No', environmentResults: [{ success: false, message: 'No' }] }
      },
      expected: 'No'
    },
    {
      name: 'validation errors',
      body: { success: false, validation_errors: [{ field: 'x', message: 'bad' }] },
      expected: 'x: bad'
    }
  ])('$name', ({ body, expected }) => {
    expect(parse(body)?.serverMessage).toBe(expected)
  })

  test.each([
    {
      name: 'a flag that is missing',
      body: { success: true, environmentResults: [{}] },
      expected: 'Not every part of the response says that it succeeded.'
    },
    {
      name: 'no result',
      body: { success: true },
      expected: 'The response contains no result for any environment.'
    },
    {
      name: 'results for others',
      body: { success: true, environmentResults: [{ ...good, environmentName: 'staging' }] },
      expected: 'The response contains results for other environments only.'
    },
    { name: 'nothing, as it is confirmed', body: { success: true, environmentResults: [good] } },
    { name: 'nothing, as it is denied', body: { success: false } }
  ])('what is missing: $name', ({ body, expected = '' }) => {
    expect(parse(body)?.missing).toBe(expected)
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

  test('have no duration where it is beyond numbers', () => {
    const body =
      '{"success":true,"environmentResults":[{"success":true,"podName":"a","responseTime":1e999}]}'

    expect(parse(body)?.pods).toEqual([{ name: 'a', ip: '', success: true, message: '' }])
  })

  const nestPod = (depth: number) =>
    '{"success":true,"environmentResults":[' +
    '{"success":true,"detailList":['.repeat(depth) +
    '{"success":true,"podName":"deep"}' +
    ']}'.repeat(depth) +
    ']}'

  test('are found at whatever depth a Manager nests them', () => {
    expect(parse(nestPod(90))).toMatchObject({ verdict: 'confirmed', pods: [{ name: 'deep' }] })
  })

  test.each([110, 10_000])('nested %d deep, they confirm nothing', depth => {
    expect(parse(nestPod(depth))).toMatchObject({ verdict: 'unclear', pods: [] })
  })

  test('may be very many', () => {
    const detailList = Array.from({ length: 150_000 }, () => ({ success: true }))
    const body = { status: 'SUCCESS', deploymentResult: { success: true, detailList } }

    expect(parse(body)?.verdict).toBe('confirmed')
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
        const isConfirmed = parse(body)?.verdict === 'confirmed'
        confirmed += Number(isConfirmed)
        expect(isConfirmed).toBe(isProven(JSON.parse(JSON.stringify(body)) as Body))
      }),
      { numRuns: 2_000 }
    )

    expect(confirmed).toBeGreaterThan(100)
  })

  const anyFlags = fc.dictionary(
    fc.constantFrom('success', 'status', 'deploymentResult', 'detailList', 'error', 'x'),
    fc.anything({ maxDepth: 4, key: fc.constantFrom('success', 'status', 'detailList', 'envName') })
  )
  test('it is judged without an error, and never confirmed beside a flag that is false', () => {
    fc.assert(
      fc.property(fc.oneof(fc.object(), anyFlags), body => {
        const text = JSON.stringify(body)
        const verdict = parse(text)?.verdict
        expect(verdict === 'confirmed' && text.includes('"success":false')).toBe(false)
      }),
      { numRuns: 1_000 }
    )
  })

  test('one false flag anywhere in a good response denies it', () => {
    const places = [0, 1, 2, 3]
    const texts = places.map(place => {
      let count = -1
      return JSON.stringify({
        success: true,
        deploymentResult: {
          success: true,
          detailList: [{ success: true, detailList: [{ success: true }] }]
        }
      }).replace(/true/g, flag => {
        count += 1
        return count === place ? 'false' : flag
      })
    })

    expect(texts.map(text => parse(text)?.verdict)).toEqual(Array(4).fill('denied'))
  })

  test('a response that is cut anywhere proves nothing', () => {
    const whole = JSON.stringify({ success: true, environmentResults: [good] })

    const verdicts = Array.from(whole, (_, length) => parse(whole.slice(0, length))?.verdict)

    expect(new Set(verdicts)).toEqual(new Set([undefined]))
    expect(parse(whole)?.verdict).toBe('confirmed')
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
