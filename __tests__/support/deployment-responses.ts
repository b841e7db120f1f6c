/** Responses with status 200 to a deployment of `Pay` to `production`, by what they prove. */
export interface DeploymentResponse {
  name: string
  /** Sent as JSON, or as it is where it is a text. */
  body: unknown
  expected: 'confirmed' | 'unclear' | 'denied'
}

const good = { environmentName: 'production', success: true }
const goodPod = { envName: 'production', podName: 'worker-1', podIp: '10.0.0.1', success: true }

/** A response of the first edition; `fields` replace those at the top. */
function createFirst(environmentResults: unknown, fields: object = {}) {
  return { success: true, deploymentResult: { success: true, environmentResults }, ...fields }
}

/** A response of the current edition; `fields` replace those at the top. */
function createCurrent(detailList: unknown, fields: object = {}) {
  return { status: 'SUCCESS', deploymentResult: { success: true, detailList }, ...fields }
}

const confirmed = {
  'the first edition’s documented response': {
    success: true,
    deploymentResult: {
      success: true,
      message: 'Deployment completed successfully',
      environmentResults: [{ ...good, message: 'Deployed successfully' }]
    }
  },
  'the current edition’s documented response': {
    status: 'SUCCESS',
    deploymentResult: {
      success: true,
      responseTime: 150,
      detailList: [{ ...goodPod, responseTime: 150 }]
    }
  },
  'results beside the flag at the top': {
    success: true,
    deploymentResult: null,
    environmentResults: [good]
  },
  'a result that names no environment': createFirst([{ success: true }]),
  'another environment beside the one asked for': createFirst([
    good,
    { environmentName: 'staging', success: true }
  ]),
  'pods two levels down': createCurrent([
    { success: true, detailList: [{ success: true, detailList: [goodPod] }] }
  ]),
  'a deploymentResult that names the environment itself': createCurrent(undefined, {
    deploymentResult: { envName: 'production', success: true }
  }),
  'a deploymentResult that names the environment, with pods that name none': createCurrent([], {
    deploymentResult: {
      envName: 'production',
      success: true,
      detailList: [{ podName: 'worker-1', success: true }]
    }
  }),
  'firstFromApiResultList with one result': createCurrent(null, {
    deploymentResult: { success: true, firstFromApiResultList: goodPod }
  }),
  'both editions in one response': {
    success: true,
    status: 'SUCCESS',
    deploymentResult: { success: true, environmentResults: [good], detailList: [goodPod] }
  },
  'success that is null where the edition has status': createCurrent([goodPod], { success: null }),
  'status that is null where the edition has success': createFirst([good], { status: null }),
  'null in every optional field': createCurrent([
    {
      ...goodPod,
      detail: null,
      responseTime: null,
      detailList: null,
      firstFromApiResultList: null,
      error: null,
      status: null
    }
  ]),
  'an envName that is empty below one that is not': createCurrent([
    { envName: 'production', success: true, detailList: [{ ...goodPod, envName: '' }] }
  ]),
  'a status of something else': createFirst([good], { server: { status: 'UP' } }),
  'a null flag of something else': createFirst([good], { audit: { success: null } }),
  'no errors of any kind': createFirst([good], {
    error: '',
    error_description: null,
    validation_errors: []
  }),
  'a text of half a megabyte': createFirst([{ ...good, message: 'x'.repeat(500_000) }])
}

const unclear = {
  'the text "true"': createFirst([{ ...good, success: 'true' }]),
  'true where SUCCESS belongs': createCurrent([goodPod], { status: true }),
  'a status that is neither': createCurrent([goodPod], { status: 'PARTIAL' }),
  'no flag at the top': { deploymentResult: { success: true, environmentResults: [good] } },
  'no flag in the middle': createFirst([good], {
    deploymentResult: { environmentResults: [good] }
  }),
  'a null flag in the middle': createFirst([good], {
    deploymentResult: { success: null, environmentResults: [good] }
  }),
  'no flag in a result': createFirst([{ environmentName: 'production' }]),
  'no flag deep down': createCurrent([{ ...goodPod, detailList: [{ podName: 'worker-2' }] }]),
  'an undocumented flag where none is known': createFirst([good], { audit: { success: 'true' } }),
  'an empty list': createFirst([]),
  'SUCCESS alone': { status: 'SUCCESS' },
  'a list that is an object': createFirst(good),
  'firstFromApiResultList that is a text': createCurrent([goodPod], {
    deploymentResult: { success: true, detailList: [goodPod], firstFromApiResultList: 'x' }
  }),
  'a null result': createFirst([good, null]),
  'other environments only': createFirst([{ environmentName: 'staging', success: true }]),
  'a deploymentResult of another environment': createCurrent(undefined, {
    deploymentResult: { envName: 'staging', success: true }
  }),
  'pods of a deploymentResult of another environment': createCurrent(undefined, {
    deploymentResult: {
      envName: 'staging',
      success: true,
      detailList: [{ podName: 'worker-1', success: true }]
    }
  }),
  'the environment in other letters': createFirst([
    { environmentName: 'Production', success: true }
  ]),
  'pods below another environment': createCurrent([
    { envName: 'staging', success: true, detailList: [{ podName: 'worker-1', success: true }] }
  ]),
  'a deploymentResult that is a text': {
    success: true,
    deploymentResult: 'true',
    environmentResults: [good]
  },
  'flags on a prototype':
    '{"__proto__": {"success": true, "environmentResults": [{"success": true}]}}',
  'results in a place that is not known': {
    success: true,
    previous: { environmentResults: [good] }
  },
  'a name that is not a text': createFirst([{ environmentName: ['staging'], success: true }]),
  'two names that disagree': createFirst([
    { environmentName: 'production', envName: 'staging', success: true }
  ]),
  'a result’s status that is not known': createCurrent([{ ...goodPod, status: 'TIMEOUT' }])
}

const denied = {
  'the flag at the top': createFirst([good], { success: false }),
  'the status at the top': createCurrent([goodPod], { status: 'FAILURE' }),
  'the flag in the middle': createFirst([good], {
    deploymentResult: { success: false, environmentResults: [good] }
  }),
  'a status in the middle': createCurrent([goodPod], {
    deploymentResult: { status: 'FAILURE', success: true, detailList: [goodPod] }
  }),
  'a result': createFirst([{ ...good, success: false }]),
  'a pod two levels down': createCurrent([
    { ...goodPod, detailList: [{ success: true, detailList: [{ success: false }] }] }
  ]),
  'a flag where none is known': createFirst([good], { audit: [{ success: false }] }),
  'a status where none is known': createFirst([good], { audit: { status: 'FAILURE' } }),
  'a status in a result': createCurrent([{ ...goodPod, status: 'FAILURE' }]),
  'an error beside a success': createFirst([good], { error: 'internal_error' }),
  'an error in a result': createFirst([{ ...good, error: 'boom' }]),
  'an error in the middle': createFirst([good], {
    deploymentResult: { success: true, environmentResults: [good], error: { code: 7 } }
  }),
  'a description of an error': createFirst([good], { error_description: 'no' }),
  'validation errors': createFirst([good], { validation_errors: [{ field: 'x' }] }),
  'SUCCESS beside a sentence that says that it failed': {
    status: 'SUCCESS',
    resultMessage: 'API Proxy Group was saved but deployment failed: Connection refused'
  },
  'such a sentence in the middle': createCurrent([goodPod], {
    deploymentResult: {
      success: true,
      resultMessage: 'Deployment failed: no route',
      detailList: [goodPod]
    }
  })
}

/** Bodies that are not a JSON object, or have a key twice: nobody's word. */
const unreadable = {
  'a page': '<!doctype html><title>Sign in</title>',
  nothing: '',
  'JSON that ends early': '{"success": true, "environmentResults": [{"success": true}]',
  'a JSON list': [good],
  'equal flags that disagree':
    '{"success":false,"success":true,"environmentResults":[{"success":true}]}'
}

/** Responses that are a JSON object. */
export const deploymentReports: DeploymentResponse[] = [
  ...createRows(confirmed, 'confirmed'),
  ...createRows(unclear, 'unclear'),
  ...createRows(denied, 'denied')
]

/** Responses that are not, which prove nothing. */
export const unreadableResponses: DeploymentResponse[] = createRows(unreadable, 'unclear')

function createRows(
  bodies: Record<string, unknown>,
  expected: DeploymentResponse['expected']
): DeploymentResponse[] {
  return Object.entries(bodies).map(([name, body]) => ({ name, body, expected }))
}
