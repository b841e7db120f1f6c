import { makeAuthority } from '../tools/certificates.ts'
import type { Fault, SimulatorOptions, World } from '../simulator/simulator.ts'
import { demoToken, expiredToken } from '../simulator/world.ts'

/** One step of a scene, and how it has to end. */
export interface Take {
  /** In addition to `commonInputs`. */
  inputs?: Record<string, string>
  result: string
  /** Of each object in `environment-results`, with spaces between them. */
  statuses: string
  /** How many deployments the Manager receives. */
  sent: number
}

export interface Scene {
  /** Name of its page, without `.html`. */
  name: string
  title: string
  shows: string
  manager?: SimulatorOptions
  /** What the Manager does wrong, once. */
  fault?: Fault
  /** What else is particular about it. */
  arrange?: (world: World) => void
  takes: Take[]
}

/** The inputs of every take, unless it has others. */
export const commonInputs = {
  token: demoToken,
  project: 'Payments',
  group: 'PaymentAPIGroup',
  environment: 'production'
}

const promotionOrder = 'test\nstaging\nproduction'
const privateCa = await makeAuthority('Example Company CA')

/** What a hostile Manager writes into its response. */
const hostileMessage = [
  'No.',
  '::set-env name=PATH::/tmp',
  '::error title=Deployed::all is well',
  '##[add-path]/tmp <img src=x onerror=alert(1)> [all is well](https://evil.example) ' +
    `@everyone, the token is ${demoToken}`
].join('\n')

/** All scenes of the demo, in order. */
export const scenes: Scene[] = [
  {
    name: 'deployed',
    title: 'A deployment that works',
    shows: 'The Manager confirms it, for every worker pod: green.',
    takes: [{ result: 'success', statuses: 'succeeded', sent: 1 }]
  },
  {
    name: 'pod-failed',
    title: 'The second worker pod fails',
    shows:
      'The response is 200 and says SUCCESS at the top, but one pod below it failed. ' +
      'curl exits 0; this is red.',
    fault: { pods: { 'worker-production-2': 'Connection refused by worker' } },
    takes: [{ result: 'failure', statuses: 'failed', sent: 1 }]
  },
  {
    name: 'wrong-environment',
    title: 'The last of three environments does not exist',
    shows: 'Names are compared first, so nothing is deployed to the other two either.',
    takes: [
      {
        inputs: { environment: 'test\nstaging\nprod' },
        result: 'failure',
        statuses: 'not-attempted not-attempted failed',
        sent: 0
      }
    ]
  },
  {
    name: 'expired-token',
    title: 'An expired token',
    shows: 'Nothing is deployed, and the message says where to create a new one.',
    takes: [{ inputs: { token: expiredToken }, result: 'failure', statuses: 'failed', sent: 0 }]
  },
  {
    name: 'response-lost',
    title: 'A gateway gives up, and the deployment was carried out',
    shows:
      'The response was lost. The deploy history contains the request, and the Manager lists it as ' +
      'deployed: green, and sent only once.',
    fault: { gateway: 'varnish-503' },
    arrange: changeOn('production'),
    takes: [
      {
        inputs: { description: 'v2.1 release' },
        result: 'success',
        statuses: 'succeeded',
        sent: 1
      }
    ]
  },
  {
    name: 'empty-403',
    title: 'A 403 that is no refusal',
    shows:
      'Spring servers can respond to their own errors with an empty 403, also after the work. The ' +
      'deploy history shows that this deployment was carried out: green, and sent only once.',
    fault: { springError: 403 },
    arrange: changeOn('production'),
    takes: [{ result: 'success', statuses: 'succeeded', sent: 1 }]
  },
  {
    name: 'private-ca',
    title: 'A server with a certificate of a private CA',
    shows:
      'Red without `ca-certificate`, before anything is sent; green with it. ' +
      'Nothing turns the check off.',
    manager: { tls: await privateCa.issue() },
    takes: [
      { result: 'failure', statuses: 'failed', sent: 0 },
      {
        inputs: { 'ca-certificate': privateCa.cert },
        result: 'success',
        statuses: 'succeeded',
        sent: 1
      }
    ]
  },
  {
    name: 'stale-pod',
    title: 'A worker pod that needs a moment',
    shows:
      'Deployed does not mean served: `verify: routes` waits until every worker pod serves ' +
      'every API Proxy.',
    // Here, deploying a group deploys its API Proxies as well.
    manager: { records: 'joined' },
    arrange: ({ projects }) => {
      const [, pod = {}] = projects['Payments']?.environments['production']?.pods ?? []
      Object.assign(pod, { staleMs: 1500 })
    },
    takes: [
      {
        inputs: { verify: 'routes', 'verify-timeout': '30s' },
        result: 'success',
        statuses: 'succeeded',
        sent: 1
      }
    ]
  },
  {
    name: 'check',
    title: 'A check, for a pull request',
    shows: 'What a deployment would do to three environments; nothing is changed.',
    arrange: world => {
      changeOn('staging')(world)
      delete world.projects['Payments']?.groups['PaymentAPIGroup']?.deployed['production']
    },
    takes: [
      {
        inputs: { operation: 'check', environment: promotionOrder },
        result: 'success',
        statuses: 'current pending pending',
        sent: 0
      }
    ]
  },
  {
    name: 'promotion',
    title: 'Two groups through three environments, one pod fails on the way',
    shows: 'Staging did not fully succeed, so production is left alone.',
    fault: {
      on: { call: 'deploy', environment: 'staging', group: 'PayoutAPIGroup' },
      pods: { 'worker-staging-1': 'No space left on device' }
    },
    takes: [
      {
        inputs: { group: 'PaymentAPIGroup\nPayoutAPIGroup', environment: promotionOrder },
        result: 'partial',
        statuses: 'succeeded succeeded succeeded failed not-attempted not-attempted',
        sent: 4
      }
    ]
  },
  {
    name: 'hostile',
    title: 'A hostile server',
    shows:
      'Its message contains workflow commands, HTML, a mention and the token. It is shown as text, ' +
      'without the token.',
    fault: {
      response: { status: 400, body: { status: 'FAILURE', resultMessage: hostileMessage } }
    },
    takes: [{ result: 'failure', statuses: 'failed', sent: 1 }]
  }
]

/** The group was changed since it was deployed there. */
function changeOn(environment: string): (world: World) => void {
  return ({ projects }) => {
    const { deployed = {} } = projects['Payments']?.groups['PaymentAPIGroup'] ?? {}
    Object.assign(deployed[environment] ?? {}, { redeployRequired: true })
  }
}
