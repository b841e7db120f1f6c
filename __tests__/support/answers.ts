import type { Fault } from '../../simulator/simulator.ts'

/** Answers with status 200, unless they say otherwise, to a deployment of `production`, by what they are worth. */

export type Answer = NonNullable<Fault['answer']>
type Answers = [name: string, answer: Answer][]

export const first = (environmentResults: unknown, over: object = {}): Answer => ({
  body: { success: true, deploymentResult: { success: true, environmentResults }, ...over }
})
const current = (detailList: unknown, over: object = {}): Answer => ({
  body: { status: 'SUCCESS', deploymentResult: { success: true, detailList }, ...over }
})
export const good = { environmentName: 'production', success: true }
const goodPod = { envName: 'production', podName: 'worker-1', podIp: '10.0.0.1', success: true }

/** Every flag says so. */
export const confirmed: Answers = [
  ['results beside the top flag', { body: { success: true, environmentResults: [good] } }],
  ['a result that names no environment', first([{ success: true }])],
  [
    'another environment beside the one asked for',
    first([good, { environmentName: 'staging', success: true }])
  ],
  [
    'pods two levels down',
    current([{ success: true, detailList: [{ success: true, detailList: [goodPod] }] }])
  ],
  [
    'both editions in one answer',
    {
      body: {
        success: true,
        status: 'SUCCESS',
        deploymentResult: { success: true, environmentResults: [good], detailList: [goodPod] }
      }
    }
  ],
  [
    'a name that is null beside one',
    first([{ success: true, environmentName: null, envName: 'production' }])
  ],
  ['a list that is null beside one', first([good], { detailList: null })],
  ['a status of something else', first([good], { server: { status: 'UP' } })],
  ['a null error', first([good], { error: null })],
  [
    'no errors of any kind',
    first([good], { error: '', error_description: null, validation_errors: [] })
  ],
  [
    'the same key in several objects',
    {
      body: '{"success":true,"deploymentResult":{"success":true,"environmentResults":[{"success":true},{"success":true}]}}'
    }
  ],
  ['a text of half a megabyte', first([{ ...good, message: 'x'.repeat(500_000) }])],
  [
    'keys that are texts elsewhere',
    first([{ ...good, message: '"success": false, {"success": ' }], {
      tags: ['success', 'success']
    })
  ]
]

/** Nothing is denied, and something is missing. */
export const unclear: Answers = [
  ['the text "true"', first([{ ...good, success: 'true' }])],
  ['the number 1', first([good], { success: 1 })],
  ['SUCCESS where true belongs', first([{ ...good, success: 'SUCCESS' }])],
  ['true where SUCCESS belongs', current([goodPod], { status: true })],
  ['a status that is neither', current([goodPod], { status: 'PARTIAL' })],
  [
    'no flag at the top',
    { body: { deploymentResult: { success: true, environmentResults: [good] } } }
  ],
  ['no flag in the middle', first([good], { deploymentResult: { environmentResults: [good] } })],
  ['no flag in a result', first([{ environmentName: 'production' }])],
  ['no flag deep down', current([{ ...goodPod, detailList: [{ podName: 'worker-2' }] }])],
  ['a null flag', first([good], { success: null })],
  ['an empty list', first([])],
  ['no list', { body: { success: true, deploymentResult: { success: true } } }],
  ['a list that is none', first(good)],
  ['a result that is none', first([good, null])],
  ['a result in a list of its own', first([[good]])],
  ['other environments only', first([{ environmentName: 'staging', success: true }])],
  ['the environment in other letters', first([{ environmentName: 'Production', success: true }])],
  ['pods of another environment', current([{ ...goodPod, envName: 'staging' }])],
  [
    'pods below another environment',
    current([
      { envName: 'staging', success: true, detailList: [{ podName: 'worker-1', success: true }] }
    ])
  ],
  [
    'a deploymentResult that is a text',
    { body: { success: true, deploymentResult: 'true', environmentResults: [good] } }
  ],
  [
    'flags on a prototype',
    { body: '{"__proto__": {"success": true, "environmentResults": [{"success": true}]}}' }
  ],
  [
    'a list of results in a place that is not known',
    { body: { success: true, previous: { environmentResults: [good] } } }
  ],
  [
    'equal keys that disagree',
    { body: '{"success":false,"success":true,"environmentResults":[{"success":true}]}' }
  ],
  [
    'equal lists that disagree',
    {
      body: '{"success":true,"environmentResults":[{"success":false}],"environmentResults":[{"success":true}]}'
    }
  ],
  [
    'equal keys, one of them escaped',
    { body: '{"succes\\u0073":false,"success":true,"environmentResults":[{"success":true}]}' }
  ],
  [
    'equal names that disagree',
    {
      body: '{"success":true,"environmentResults":[{"environmentName":"staging","environmentName":"production","success":true}]}'
    }
  ],
  [
    'equal descriptions of an error',
    {
      body: '{"success":true,"error_description":"no","error_description":"","environmentResults":[{"success":true}]}'
    }
  ],
  [
    'equal keys behind a text with quotes and braces',
    {
      body: '{"message":"\\"{\\\\","environmentResults":[{"success":true}],"success":false,"success":true}'
    }
  ],
  ['a name that is no text', first([{ environmentName: ['staging'], success: true }])],
  [
    'two names that disagree',
    first([{ environmentName: 'production', envName: 'staging', success: true }])
  ],
  ['a result’s status that is not known', current([{ ...goodPod, status: 'TIMEOUT' }])],
  ['a result’s status that is none', current([{ ...goodPod, status: false }])],
  [
    'the environment with a space that is no space',
    first([{ ...good, environmentName: 'production\u00a0' }])
  ],
  [
    'HTML',
    { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' }
  ],
  ['an empty body', { body: '' }],
  [
    'cut JSON',
    {
      body: '{"success": true, "environmentResults": [{"environmentName": "production", "success": true}]'
    }
  ],
  ['JSON that is no object', { body: 'true' }],
  ['a JSON list', { body: [good] }],
  ['202', { ...first([good]), status: 202 }],
  ['204', { status: 204, body: '' }],
  ['206', { ...first([good]), status: 206 }]
]

/** Something says no. */
export const denied: Answers = [
  ['the top flag', first([good], { success: false })],
  ['the status', current([goodPod], { status: 'FAILURE' })],
  [
    'the flag in the middle',
    first([good], { deploymentResult: { success: false, environmentResults: [good] } })
  ],
  [
    'a status in the middle',
    current([goodPod], {
      deploymentResult: { status: 'FAILURE', success: true, detailList: [goodPod] }
    })
  ],
  ['a result', first([{ ...good, success: false }])],
  [
    'a result of another environment',
    first([good, { environmentName: 'staging', success: false }])
  ],
  ['a flag where none is known', first([good], { audit: [{ success: false }] })],
  ['an error beside a success', first([good], { error: 'internal_error' })],
  ['a status in a result', current([{ ...goodPod, status: 'FAILURE' }])],
  ['a status where none is known', first([good], { audit: { status: 'FAILURE' } })],
  ['a status in other words', current([{ ...goodPod, status: 'Failed' }])],
  ['an error as a status', first([good], { audit: { status: 'ERROR' } })],
  ['an error in a result', first([{ ...good, error: 'boom' }])],
  ['a description of an error', first([good], { error_description: 'no' })],
  ['a description behind an empty error', first([good], { error: '', error_description: 'no' })],
  [
    'validation errors behind empty ones',
    first([good], { error: false, error_description: '', validation_errors: [{}] })
  ],
  ['validation errors', first([good], { validation_errors: [{ field: 'x' }] })],
  [
    'an error in the middle',
    first([good], {
      deploymentResult: { success: true, environmentResults: [good], error: { code: 7 } }
    })
  ]
]
