/**
 * The workflows in examples/, and how each must end under act against the simulator. act ignores approvals, concurrency
 * and permissions: those can only be seen on GitHub.
 */
import type { Fault, Simulator, SimulatorOptions } from '../simulator/simulator.ts'
import type { Neighbours } from './recipes-servers.ts'

/** What a run can arrange before act starts. */
export interface Surroundings {
  manager: Simulator
  neighbours: Neighbours
}

/** One run of a recipe. */
export interface Run {
  ends: 'green' | 'red'
  because: string
  arrange?: (surroundings: Surroundings) => void
  /** What the last step that prints has to contain. */
  prints: string[]
  /** How many deployments and undeployments the Manager receives. */
  sends: number
  /** What Slack or GitHub has to receive, each in one request. */
  posts?: string[]
}

export interface Recipe {
  /** Its name in examples/, without `.yml`. */
  name: string
  event: string
  /** The event's own data; `repository` is always given. */
  payload?: object
  /** What act or an empty computer needs otherwise: the text in the file, and what replaces it. */
  edits?: (surroundings: Surroundings) => Record<string, string>
  manager?: (neighbours: Neighbours) => SimulatorOptions
  runs: Run[]
}

/** The repository that the recipes run in. */
export const repository = 'example/payments'

/** What act cannot run, and why. */
export const skipped: Record<string, string> = {
  'promote-with-approvals':
    'promote.yml needs `uses: $/`, approvals and GitHub’s list of the jobs of a run; act has none of them'
}

const refusedByPod = 'Connection refused by worker'

/** Every deployment to an environment fails on a worker pod. */
function failOn(environment: string, group?: string, times = Infinity) {
  return injecting({
    on: { call: 'deploy', environment, ...(group !== undefined && { group }) },
    pods: { [`worker-${environment}-2`]: refusedByPod },
    times
  })
}

function injecting(fault: Fault) {
  return ({ manager }: Surroundings) => {
    manager.injectFault(fault)
  }
}

/** The runs of a workflow that deploys PaymentAPIGroup to production and prints the message. */
const deploysToProduction: Run[] = [
  {
    ends: 'green',
    because: 'the deployment was confirmed',
    prints: ['success', 'PaymentAPIGroup was deployed to production'],
    sends: 1
  },
  {
    ends: 'red',
    because: 'a worker pod failed',
    arrange: failOn('production'),
    prints: ['failure', 'PaymentAPIGroup was only partly deployed to production', refusedByPod],
    sends: 1
  }
]

export const recipes: Recipe[] = [
  {
    name: 'act',
    event: 'workflow_dispatch',
    edits: ({ manager }) => ({ 'http://127.0.0.1:8080': manager.url }),
    runs: deploysToProduction
  },
  {
    name: 'check-in-a-pull-request',
    event: 'pull_request',
    payload: { pull_request: { head: { repo: { full_name: repository } } } },
    runs: [
      {
        ends: 'green',
        because: 'the group can be deployed',
        prints: ['PaymentAPIGroup on staging: ', 'PaymentAPIGroup on production: '],
        sends: 0
      },
      {
        ends: 'red',
        because: 'an environment does not exist',
        arrange: ({ manager }) => {
          delete manager.world.projects['Payments']?.environments['production']
        },
        prints: ['PaymentAPIGroup on staging: ', 'PaymentAPIGroup on production: failed'],
        sends: 0
      }
    ]
  },
  {
    name: 'gate-a-release',
    event: 'push',
    payload: { ref: 'refs/tags/v1.2.3' },
    runs: [
      {
        ends: 'green',
        because: 'the release is published',
        prints: ['PaymentAPIGroup was deployed to production', 'Revision: '],
        sends: 1
      },
      {
        ends: 'red',
        because: 'a worker pod failed, so there is no release',
        arrange: failOn('production'),
        prints: ['PaymentAPIGroup', 'production', refusedByPod],
        sends: 1
      }
    ]
  },
  {
    name: 'gitea',
    event: 'push',
    edits: () => ({ '    container: node:24-bookworm\n': '' }),
    runs: deploysToProduction
  },
  {
    name: 'github-deployments',
    event: 'push',
    runs: [
      {
        ends: 'green',
        because: 'both environments were deployed and recorded on GitHub',
        prints: [
          'success',
          'PaymentAPIGroup on staging: succeeded',
          'PaymentAPIGroup on production: succeeded'
        ],
        sends: 2,
        posts: [
          '"environment":"apinizer-staging"',
          '"environment":"apinizer-production"',
          '"state":"success"'
        ]
      },
      {
        ends: 'red',
        because: 'a worker pod of production failed',
        arrange: failOn('production'),
        prints: ['partial', refusedByPod, 'PaymentAPIGroup on production: failed'],
        sends: 2,
        posts: ['"state":"success"', '"state":"failure"']
      }
    ]
  },
  {
    name: 'github-enterprise-server',
    event: 'workflow_dispatch',
    runs: deploysToProduction.map(run => ({ ...run, posts: ['"environment":"production"'] }))
  },
  {
    name: 'many-groups',
    event: 'workflow_dispatch',
    runs: [
      {
        ends: 'green',
        because: 'three groups were deployed to two environments',
        prints: [
          'PaymentAPIGroup on staging: succeeded',
          'InvoiceAPIGroup on production: succeeded'
        ],
        sends: 6
      },
      {
        ends: 'red',
        because: 'a group failed on staging, so production was not touched',
        arrange: failOn('staging', 'RefundAPIGroup'),
        prints: [
          refusedByPod,
          'RefundAPIGroup on staging: failed',
          'InvoiceAPIGroup on production: not-attempted'
        ],
        sends: 3
      }
    ]
  },
  {
    name: 'notify-slack',
    event: 'workflow_dispatch',
    runs: [
      {
        ends: 'green',
        because: 'Slack was told of the deployment',
        prints: ['success: PaymentAPIGroup was deployed to production'],
        sends: 1,
        posts: ['"text": "success: PaymentAPIGroup was deployed to production']
      },
      {
        ends: 'red',
        because: 'Slack was told of the failure',
        arrange: failOn('production'),
        prints: ['failure: PaymentAPIGroup was only partly deployed to production'],
        sends: 1,
        posts: [refusedByPod]
      }
    ]
  },
  {
    name: 'private-ca-and-proxy',
    event: 'workflow_dispatch',
    edits: ({ neighbours }) => ({
      'http://proxy.example.com:3128': neighbours.proxyUrl,
      '/etc/pki/ca-trust/source/anchors/company.pem': neighbours.caFile
    }),
    manager: ({ managerTls }) => ({ tls: managerTls }),
    runs: deploysToProduction
  },
  {
    name: 'retry-only-what-failed',
    event: 'workflow_dispatch',
    runs: [
      {
        ends: 'green',
        because: 'all was deployed, and there was nothing to retry',
        prints: ['First: success. ', 'RefundAPIGroup on izmir: succeeded', 'Retry: skipped. '],
        sends: 6
      },
      {
        ends: 'green',
        because: 'the retry deployed what had failed',
        arrange: failOn('istanbul', 'RefundAPIGroup', 1),
        prints: [
          'First: partial. ',
          'RefundAPIGroup on istanbul: failed',
          'Retry: success. RefundAPIGroup was deployed to istanbul'
        ],
        sends: 7
      },
      {
        ends: 'red',
        because: 'the retry failed, too',
        arrange: failOn('istanbul', 'RefundAPIGroup'),
        prints: [
          'First: partial. ',
          'Retry: failure. RefundAPIGroup was only partly deployed to istanbul',
          refusedByPod
        ],
        sends: 7
      }
    ]
  },
  {
    name: 'shard-hundreds-of-groups',
    event: 'workflow_dispatch',
    runs: [
      {
        ends: 'green',
        because: 'every shard succeeded',
        // act keeps the outputs of one job of a matrix only, so it prints the message of one shard.
        prints: ['message-', 'deployed to production', 'Shards: success.'],
        sends: 4
      },
      {
        ends: 'red',
        because: 'every shard failed',
        arrange: failOn('production'),
        prints: [
          'message-',
          'was only partly deployed to production',
          refusedByPod,
          'Shards: failure.'
        ],
        sends: 4
      }
    ]
  },
  {
    name: 'undeploy-with-approval',
    event: 'workflow_dispatch',
    payload: { inputs: { group: 'PaymentAPIGroup', environment: 'production' } },
    runs: [
      {
        ends: 'green',
        because: 'no worker pod serves the group any longer',
        prints: ['success', 'PaymentAPIGroup was undeployed from production'],
        sends: 1
      },
      {
        ends: 'red',
        because: 'the Manager refused',
        arrange: injecting({ on: { call: 'undeploy' }, refusal: 403 }),
        prints: ['failure', 'PaymentAPIGroup', 'production'],
        sends: 1
      }
    ]
  },
  {
    name: 'verify-on-a-schedule',
    event: 'schedule',
    edits: () => ({ 'verify: routes\n': 'verify: routes\n          verify-timeout: 1s\n' }),
    runs: [
      {
        ends: 'green',
        because: 'every group but Legacy* is live',
        prints: ['3 of 3 verified.'],
        sends: 0
      },
      {
        ends: 'red',
        because: 'a group is not deployed',
        arrange: ({ manager }) => {
          delete manager.world.projects['Payments']?.groups['RefundAPIGroup']?.deployed[
            'production'
          ]
        },
        prints: ['RefundAPIGroup on production: '],
        sends: 0
      }
    ]
  },
  {
    name: 'verify-routes-before-the-smoke-test',
    event: 'workflow_dispatch',
    runs: [
      {
        ends: 'green',
        because: 'the smoke test passed',
        prints: ['Testing PaymentAPIGroup on staging, at https://'],
        sends: 1
      },
      {
        ends: 'red',
        because: 'a worker pod failed, so there is no smoke test',
        arrange: failOn('staging'),
        prints: ['PaymentAPIGroup', 'staging', refusedByPod],
        sends: 1
      },
      {
        ends: 'red',
        because: 'the smoke test failed',
        arrange: ({ neighbours }) => {
          neighbours.healthStatus = 503
        },
        prints: ['Testing PaymentAPIGroup on staging, at https://', '503'],
        sends: 1
      }
    ]
  },
  {
    name: 'whole-project',
    event: 'push',
    runs: [
      {
        ends: 'green',
        because: 'the groups that were not current were deployed',
        prints: ['PaymentAPIGroup on staging: current', 'LegacyAPIGroup on staging: succeeded'],
        sends: 3
      },
      {
        ends: 'red',
        because: 'a group failed',
        arrange: failOn('staging', 'InvoiceAPIGroup'),
        prints: [refusedByPod, 'InvoiceAPIGroup on staging: failed'],
        sends: 3
      }
    ]
  }
]
