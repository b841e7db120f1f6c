import { makeAuthority } from '../__tests__/support/certificates.ts'
import type {
  Environment,
  Fault,
  Group,
  Simulator,
  SimulatorOptions
} from '../simulator/simulator.ts'
import { demoToken, expiredToken } from '../simulator/world.ts'

/** One step of a scene, and how it has to end. */
export interface Take {
  /** Beside what every take is given. */
  inputs: Record<string, string>
  ends: {
    exitCode: 0 | 1
    result: string
    /** Of each object in `environment-results`. */
    statuses: string[]
    /** How many deployments the Manager was asked for. */
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

/** What every take is given unless it says otherwise. */
export const commonInputs = {
  token: demoToken,
  project: 'Payments',
  group: 'PaymentAPIGroup',
  environment: 'production'
}

const promotion = 'test\nstaging\nproduction'

/** What a Manager that means harm writes into its answer. */
const hostileWords = `No.\n::set-env name=PATH::/tmp\n::error title=Deployed::all is well\n##[add-path]/tmp <img src=x onerror=alert(1)> [all is well](https://evil.example) @everyone, the token is ${demoToken}`

/** All scenes of the demo, in order. */
export async function allScenes(): Promise<Scene[]> {
  return [...refusals(), lostAnswer, await privateAuthority(), ...looks(), promoted, hostile]
}

function refusals(): Scene[] {
  return [
    {
      name: 'deployed',
      title: 'A deployment that works',
      shows: 'The Manager confirms it, for every worker pod: green.',
      takes: [
        { inputs: {}, ends: { exitCode: 0, result: 'success', statuses: ['succeeded'], posts: 1 } }
      ]
    },
    {
      name: 'pod-failed',
      title: 'The second worker pod fails',
      shows:
        'The answer is 200 and says SUCCESS at the top, and further down one pod failed. curl exits 0; this is red.',
      arrange: faulty({ pods: { 'worker-production-2': 'Connection refused by worker' } }),
      takes: [
        { inputs: {}, ends: { exitCode: 1, result: 'failure', statuses: ['failed'], posts: 1 } }
      ]
    },
    {
      name: 'wrong-environment',
      title: 'A wrong environment',
      shows: 'The Manager’s own sentence, and what to check.',
      takes: [
        {
          inputs: { environment: 'prod' },
          ends: { exitCode: 1, result: 'failure', statuses: ['failed'], posts: 1 }
        }
      ]
    },
    {
      name: 'expired-token',
      title: 'An expired token',
      shows: 'Where to make a new one.',
      takes: [
        {
          inputs: { token: expiredToken },
          ends: { exitCode: 1, result: 'failure', statuses: ['failed'], posts: 1 }
        }
      ]
    }
  ]
}

const lostAnswer: Scene = {
  name: 'answer-lost',
  title: 'The ingress hung up, the deployment had landed',
  shows: 'The answer never came. It is found in the deploy history: green, and sent only once.',
  arrange: faulty({ ending: 'close', lands: true }),
  takes: [
    {
      inputs: { description: 'v2.1 release' },
      ends: { exitCode: 0, result: 'success', statuses: ['succeeded'], posts: 1 }
    }
  ]
}

async function privateAuthority(): Promise<Scene> {
  const authority = await makeAuthority('Example Company CA')
  return {
    name: 'private-authority',
    title: 'A server behind a private authority',
    shows:
      'Red without `ca-certificate`, before anything is sent; green with it. Nothing turns the check off.',
    manager: { tls: await authority.issue() },
    takes: [
      { inputs: {}, ends: { exitCode: 1, result: 'failure', statuses: ['failed'], posts: 0 } },
      {
        inputs: { 'ca-certificate': authority.cert },
        ends: { exitCode: 0, result: 'success', statuses: ['succeeded'], posts: 1 }
      }
    ]
  }
}

function looks(): Scene[] {
  return [
    {
      name: 'stale-pod',
      title: 'A stale pod that comes round',
      shows:
        'Deployed is not yet served: `verify: routes` waits until every pod serves every API proxy.',
      arrange: manager => {
        Object.assign(environmentOf(manager, 'production').pods[1] ?? {}, { staleMs: 1500 })
      },
      takes: [
        {
          inputs: { verify: 'routes', 'verify-timeout': '30s' },
          ends: { exitCode: 0, result: 'success', statuses: ['succeeded'], posts: 1 }
        }
      ]
    },
    {
      name: 'check',
      title: 'A check, for a pull request',
      shows: 'What a deployment would do to three environments; nothing is changed.',
      arrange: manager => {
        const { deployed } = groupOf(manager, 'PaymentAPIGroup')
        Object.assign(deployed['staging'] ?? {}, { redeployRequired: true })
        delete deployed['production']
      },
      takes: [
        {
          inputs: { operation: 'check', environment: promotion },
          ends: {
            exitCode: 0,
            result: 'success',
            statuses: ['current', 'pending', 'pending'],
            posts: 0
          }
        }
      ]
    }
  ]
}

const promoted: Scene = {
  name: 'promotion',
  title: 'Two groups through three environments, one pod fails on the way',
  shows: 'Staging did not fully succeed, so production is left alone.',
  arrange: faulty({
    on: { call: 'deploy', environment: 'staging', group: 'PayoutAPIGroup' },
    pods: { 'worker-staging-1': 'No space left on device' }
  }),
  takes: [
    {
      inputs: { group: 'PaymentAPIGroup\nPayoutAPIGroup', environment: promotion },
      ends: {
        exitCode: 1,
        result: 'partial',
        statuses: [
          'succeeded',
          'succeeded',
          'succeeded',
          'failed',
          'not-attempted',
          'not-attempted'
        ],
        posts: 4
      }
    }
  ]
}

const hostile: Scene = {
  name: 'hostile',
  title: 'A server that means harm',
  shows:
    'Its message holds workflow commands, HTML, a mention and the token. It is shown as text, without the token.',
  arrange: faulty({
    answer: { status: 400, body: { status: 'FAILURE', resultMessage: hostileWords } }
  }),
  takes: [{ inputs: {}, ends: { exitCode: 1, result: 'failure', statuses: ['failed'], posts: 1 } }]
}

function faulty(fault: Fault): (manager: Simulator) => void {
  return manager => {
    manager.misbehave(fault)
  }
}

function environmentOf({ world }: Simulator, name: string): Environment {
  const environment = world.projects['Payments']?.environments[name]
  if (environment === undefined) throw new Error(`The simulator has no environment ${name}`)
  return environment
}

function groupOf({ world }: Simulator, name: string): Group {
  const group = world.projects['Payments']?.groups[name]
  if (group === undefined) throw new Error(`The simulator has no group ${name}`)
  return group
}
