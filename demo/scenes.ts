import { makeAuthority } from '../tools/certificates.ts'
import type { Fault, Simulator, SimulatorOptions, World } from '../simulator/simulator.ts'
import { demoToken, expiredToken } from '../simulator/world.ts'

/** One step of a scene, and how it has to end. */
export interface Take {
  /** In addition to `commonInputs`. */
  inputs: Record<string, string>
  ends: {
    exitCode: 0 | 1
    result: string
    /** Of each object in `environment-results`. */
    statuses: string[]
    /** How many deployments the Manager received. */
    posts: number
  }
}

export interface Scene {
  /** Name of its page, without `.html`. */
  name: string
  title: string
  shows: string
  manager?: SimulatorOptions
  /** What is wrong with the Manager. */
  arrange?: (manager: Simulator) => void
  takes: Take[]
}

/** The inputs of every take, unless it has others. */
export const commonInputs = {
  token: demoToken,
  project: 'Payments',
  group: 'PaymentAPIGroup',
  environment: 'production'
}

/** The exit code follows from the result. @param statuses with spaces between them */
const ends = (result: string, statuses: string, posts: number): Take['ends'] => ({
  exitCode: result === 'success' ? 0 : 1,
  result,
  statuses: statuses.split(' '),
  posts
})

const promotionOrder = 'test\nstaging\nproduction'

/** What a hostile Manager writes into its response. */
const hostileMessage = [
  'No.',
  '::set-env name=PATH::/tmp',
  '::error title=Deployed::all is well',
  '##[add-path]/tmp <img src=x onerror=alert(1)> [all is well](https://evil.example) ' +
    `@everyone, the token is ${demoToken}`
].join('\n')

/** All scenes of the demo, in order. */
export async function createScenes(): Promise<Scene[]> {
  const privateCa = await createPrivateCaScene()
  return [...createRefusals(), ...lostResponses, privateCa, ...createReads(), promotion, hostile]
}

function createRefusals(): Scene[] {
  return [
    {
      name: 'deployed',
      title: 'A deployment that works',
      shows: 'The Manager confirms it, for every worker pod: green.',
      takes: [{ inputs: {}, ends: ends('success', 'succeeded', 1) }]
    },
    {
      name: 'pod-failed',
      title: 'The second worker pod fails',
      shows:
        'The response is 200 and says SUCCESS at the top, but one pod below it failed. ' +
        'curl exits 0; this is red.',
      arrange: faulty({ pods: { 'worker-production-2': 'Connection refused by worker' } }),
      takes: [{ inputs: {}, ends: ends('failure', 'failed', 1) }]
    },
    {
      name: 'wrong-environment',
      title: 'The last of three environments does not exist',
      shows: 'Names are compared first, so nothing is deployed to the other two either.',
      takes: [
        {
          inputs: { environment: 'test\nstaging\nprod' },
          ends: ends('failure', 'not-attempted not-attempted failed', 0)
        }
      ]
    },
    {
      name: 'expired-token',
      title: 'An expired token',
      shows: 'Nothing is deployed, and the message says where to create a new one.',
      takes: [
        {
          inputs: { token: expiredToken },
          ends: ends('failure', 'failed', 0)
        }
      ]
    }
  ]
}

const lostResponses: Scene[] = [
  {
    name: 'response-lost',
    title: 'A gateway gives up, and the deployment was carried out',
    shows:
      'The response was lost. The deploy history contains the request, and the Manager lists it as ' +
      'deployed: green, and sent only once.',
    arrange: losing({ gateway: 'varnish-503' }),
    takes: [
      {
        inputs: { description: 'v2.1 release' },
        ends: ends('success', 'succeeded', 1)
      }
    ]
  },
  {
    name: 'empty-403',
    title: 'A 403 that is no refusal',
    shows:
      'Spring servers can respond to their own errors with an empty 403, also after the work. The ' +
      'deploy history shows that this deployment was carried out: green, and sent only once.',
    arrange: losing({ springError: 403 }),
    takes: [{ inputs: {}, ends: ends('success', 'succeeded', 1) }]
  }
]

async function createPrivateCaScene(): Promise<Scene> {
  const authority = await makeAuthority('Example Company CA')
  return {
    name: 'private-ca',
    title: 'A server with a certificate of a private CA',
    shows:
      'Red without `ca-certificate`, before anything is sent; green with it. ' +
      'Nothing turns the check off.',
    manager: { tls: await authority.issue() },
    takes: [
      { inputs: {}, ends: ends('failure', 'failed', 0) },
      {
        inputs: { 'ca-certificate': authority.cert },
        ends: ends('success', 'succeeded', 1)
      }
    ]
  }
}

function createReads(): Scene[] {
  return [
    {
      name: 'stale-pod',
      title: 'A worker pod that needs a moment',
      shows:
        'Deployed does not mean served: `verify: routes` waits until every worker pod serves ' +
        'every API Proxy.',
      // Here, deploying a group deploys its API Proxies as well.
      manager: { records: 'joined' },
      arrange: manager => {
        Object.assign(payments(manager).environments['production']?.pods[1] ?? {}, {
          staleMs: 1500
        })
      },
      takes: [
        {
          inputs: { verify: 'routes', 'verify-timeout': '30s' },
          ends: ends('success', 'succeeded', 1)
        }
      ]
    },
    {
      name: 'check',
      title: 'A check, for a pull request',
      shows: 'What a deployment would do to three environments; nothing is changed.',
      arrange: manager => {
        const { deployed = {} } = payments(manager).groups['PaymentAPIGroup'] ?? {}
        Object.assign(deployed['staging'] ?? {}, { redeployRequired: true })
        delete deployed['production']
      },
      takes: [
        {
          inputs: { operation: 'check', environment: promotionOrder },
          ends: ends('success', 'current pending pending', 0)
        }
      ]
    }
  ]
}

const promotion: Scene = {
  name: 'promotion',
  title: 'Two groups through three environments, one pod fails on the way',
  shows: 'Staging did not fully succeed, so production is left alone.',
  arrange: faulty({
    on: { call: 'deploy', environment: 'staging', group: 'PayoutAPIGroup' },
    pods: { 'worker-staging-1': 'No space left on device' }
  }),
  takes: [
    {
      inputs: { group: 'PaymentAPIGroup\nPayoutAPIGroup', environment: promotionOrder },
      ends: ends('partial', 'succeeded succeeded succeeded failed not-attempted not-attempted', 4)
    }
  ]
}

const hostile: Scene = {
  name: 'hostile',
  title: 'A hostile server',
  shows:
    'Its message contains workflow commands, HTML, a mention and the token. It is shown as text, ' +
    'without the token.',
  arrange: faulty({
    response: { status: 400, body: { status: 'FAILURE', resultMessage: hostileMessage } }
  }),
  takes: [{ inputs: {}, ends: ends('failure', 'failed', 1) }]
}

function faulty(fault: Fault): (manager: Simulator) => void {
  return manager => {
    manager.injectFault(fault)
  }
}

/** Loses the response to a deployment of something that has changed. */
function losing(fault: Fault): (manager: Simulator) => void {
  return manager => {
    const { deployed = {} } = payments(manager).groups['PaymentAPIGroup'] ?? {}
    Object.assign(deployed['production'] ?? {}, { redeployRequired: true })
    manager.injectFault(fault)
  }
}

/** The project of all scenes. */
function payments({ world }: Simulator): World['projects'][string] {
  const project = world.projects['Payments']
  if (project === undefined) {
    throw new Error('The simulator has no project Payments')
  }
  return project
}
