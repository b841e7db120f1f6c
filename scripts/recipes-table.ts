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
  /** By default `workflow_dispatch`. */
  event?: string
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

/** A run that has to end so. @param sends how many deployments and undeployments the Manager receives */
const ending =
  (ends: Run['ends']) =>
  (because: string, sends: number, expected: Pick<Run, 'prints' | 'posts' | 'arrange'>): Run => ({
    ends,
    because,
    sends,
    ...expected
  })
const green = ending('green')
const red = ending('red')

/** The runs of a workflow that deploys PaymentAPIGroup to production and prints the message. */
const deploysToProduction: Run[] = [
  green('the deployment was confirmed', 1, {
    prints: ['success', 'PaymentAPIGroup was deployed to production']
  }),
  red('a worker pod failed', 1, {
    arrange: failOn('production'),
    prints: ['failure', 'PaymentAPIGroup failed on some worker pods of production', refusedByPod]
  })
]

/** The API Proxies of the groups are deployed with them, so that `verify: routes` sees them. */
const withJoinedRecords: SimulatorOptions = { records: 'joined' }

export const recipes: Recipe[] = [
  {
    name: 'act',
    edits: ({ manager }) => ({ 'http://127.0.0.1:8080': manager.url }),
    runs: deploysToProduction
  },
  {
    name: 'check-in-a-pull-request',
    event: 'pull_request',
    payload: { pull_request: { head: { repo: { full_name: repository } } } },
    runs: [
      green('the group can be deployed', 0, {
        prints: ['PaymentAPIGroup on staging: ', 'PaymentAPIGroup on production: ']
      }),
      red('an environment does not exist', 0, {
        arrange: ({ manager }) => {
          delete manager.world.projects['Payments']?.environments['production']
        },
        prints: ['PaymentAPIGroup on staging: ', 'PaymentAPIGroup on production: failed']
      })
    ]
  },
  {
    name: 'gate-a-release',
    event: 'push',
    payload: { ref: 'refs/tags/v1.2.3' },
    runs: [
      green('the release is published', 1, {
        prints: ['PaymentAPIGroup was deployed to production', 'Revision: ']
      }),
      red('a worker pod failed, so there is no release', 1, {
        arrange: failOn('production'),
        prints: ['PaymentAPIGroup', 'production', refusedByPod]
      })
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
      green('both environments were deployed and recorded on GitHub', 2, {
        prints: [
          'success',
          'PaymentAPIGroup on staging: succeeded',
          'PaymentAPIGroup on production: succeeded'
        ],
        posts: [
          '"environment":"apinizer-staging"',
          '"environment":"apinizer-production"',
          '"state":"success"'
        ]
      }),
      red('a worker pod of production failed', 2, {
        arrange: failOn('production'),
        prints: ['partial', refusedByPod, 'PaymentAPIGroup on production: failed'],
        posts: ['"state":"success"', '"state":"failure"']
      })
    ]
  },
  {
    name: 'github-enterprise-server',
    runs: deploysToProduction.map(run => ({ ...run, posts: ['"environment":"production"'] }))
  },
  {
    name: 'many-groups',
    runs: [
      green('three groups were deployed to two environments', 6, {
        prints: [
          'PaymentAPIGroup on staging: succeeded',
          'InvoiceAPIGroup on production: succeeded'
        ]
      }),
      red('a group failed on staging, so production was not touched', 3, {
        arrange: failOn('staging', 'RefundAPIGroup'),
        prints: [
          refusedByPod,
          'RefundAPIGroup on staging: failed',
          'InvoiceAPIGroup on production: not-attempted'
        ]
      })
    ]
  },
  {
    name: 'notify-slack',
    runs: [
      green('Slack was told of the deployment', 1, {
        prints: ['success: PaymentAPIGroup was deployed to production'],
        posts: ['"text": "success: PaymentAPIGroup was deployed to production']
      }),
      red('Slack was told of the failure', 1, {
        arrange: failOn('production'),
        prints: ['failure: PaymentAPIGroup failed on some worker pods of production'],
        posts: [refusedByPod]
      })
    ]
  },
  {
    name: 'private-ca-and-proxy',
    edits: ({ neighbours }) => ({
      'http://proxy.example.com:3128': neighbours.proxyUrl,
      '/etc/pki/ca-trust/source/anchors/company.pem': neighbours.caFile
    }),
    manager: ({ managerTls }) => ({ tls: managerTls }),
    runs: deploysToProduction
  },
  {
    name: 'retry-only-what-failed',
    runs: [
      green('all was deployed, and there was nothing to retry', 6, {
        prints: ['First: success. ', 'RefundAPIGroup on izmir: succeeded', 'Retry: skipped. ']
      }),
      green('the retry deployed what had failed', 7, {
        arrange: failOn('istanbul', 'RefundAPIGroup', 1),
        prints: [
          'First: partial. ',
          'RefundAPIGroup on istanbul: failed',
          'Retry: success. RefundAPIGroup was deployed to istanbul'
        ]
      }),
      red('the retry failed, too', 7, {
        arrange: failOn('istanbul', 'RefundAPIGroup'),
        prints: [
          'First: partial. ',
          'Retry: failure. RefundAPIGroup failed on some worker pods of istanbul',
          refusedByPod
        ]
      })
    ]
  },
  {
    name: 'shard-hundreds-of-groups',
    runs: [
      green('every shard succeeded', 4, {
        // act keeps the outputs of one job of a matrix only, so it prints the message of one shard.
        prints: ['message-', 'deployed to production', 'Shards: success.']
      }),
      red('every shard failed', 4, {
        arrange: failOn('production'),
        prints: [
          'message-',
          'failed on some worker pods of production',
          refusedByPod,
          'Shards: failure.'
        ]
      })
    ]
  },
  {
    name: 'undeploy-with-approval',
    payload: { inputs: { group: 'PaymentAPIGroup', environment: 'production' } },
    manager: () => withJoinedRecords,
    runs: [
      green('no worker pod serves the group any longer', 1, {
        prints: ['success', 'PaymentAPIGroup was undeployed from production']
      }),
      red('the Manager refused', 1, {
        arrange: injecting({ on: { call: 'undeploy' }, refusal: 403 }),
        prints: ['failure', 'PaymentAPIGroup', 'production']
      })
    ]
  },
  {
    name: 'verify-on-a-schedule',
    event: 'schedule',
    edits: () => ({ 'verify: routes\n': 'verify: routes\n          verify-timeout: 1s\n' }),
    manager: () => withJoinedRecords,
    runs: [
      green('every group but Legacy* is live', 0, { prints: ['3 of 3 verified.'] }),
      red('a group is not deployed', 0, {
        arrange: ({ manager }) => {
          delete manager.world.projects['Payments']?.groups['RefundAPIGroup']?.deployed[
            'production'
          ]
        },
        prints: ['RefundAPIGroup on production: ']
      })
    ]
  },
  {
    name: 'verify-routes-before-the-smoke-test',
    manager: () => withJoinedRecords,
    runs: [
      green('the smoke test passed', 1, {
        prints: ['Testing PaymentAPIGroup on staging, at https://']
      }),
      red('a worker pod failed, so there is no smoke test', 1, {
        arrange: failOn('staging'),
        prints: ['PaymentAPIGroup', 'staging', refusedByPod]
      }),
      red('the smoke test failed', 1, {
        arrange: ({ neighbours }) => {
          neighbours.healthStatus = 503
        },
        prints: ['Testing PaymentAPIGroup on staging, at https://', '503']
      })
    ]
  },
  {
    name: 'whole-project',
    event: 'push',
    runs: [
      green('the groups that were not current were deployed', 3, {
        prints: ['PaymentAPIGroup on staging: current', 'LegacyAPIGroup on staging: succeeded']
      }),
      red('a group failed', 3, {
        arrange: failOn('staging', 'InvoiceAPIGroup'),
        prints: [refusedByPod, 'InvoiceAPIGroup on staging: failed']
      })
    ]
  }
]
