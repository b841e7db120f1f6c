import type { Environment, Group, HistoryRecord, Token, World } from './types.ts'

/** A token that may do everything, in both editions. */
export const demoToken = 'apinizer-demo-token'
/** A token that was good once. */
export const expiredToken = 'apinizer-expired-token'
/** A token that may read and not deploy. */
export const viewerToken = 'apinizer-viewer-token'
/** A token that may deploy and, in the current edition, not read. */
export const deployOnlyToken = 'apinizer-deploy-only-token'

/** The password in every item of the list of API Proxies; it must never show up anywhere else. */
export const clearTextProxyPassword = 'clear-text-proxy-password'

const DAY_MS = 86_400_000

const deployPermissions = [
  'MANAGE',
  'DEPLOY_UNDEPLOY',
  'ROLE_MANAGE_PROXY_GROUPS',
  'ROLE_DEPLOY_UNDEPLOY_PROXIES'
]

/** All permissions, in the names of both editions. */
export const fullPermissions = ['VIEW', ...deployPermissions]

/**
 * A small world to look around in: project Payments, two groups, three environments, some history.
 */
export function seededWorld(): World {
  return {
    tokens: createTokens(),
    projects: {
      Payments: {
        environments: environmentsOf(['test', 'staging', 'production']),
        groups: {
          PaymentAPIGroup: withHistory(createGroup(['payments', 'refunds', 'card-vault']), [
            pastDeployment(9, 'test', 'v2.0 release'),
            pastDeployment(8, 'staging', 'v2.0 release'),
            pastDeployment(6, 'production', 'v2.0 release')
          ]),
          PayoutAPIGroup: withHistory(createGroup(['payouts', 'settlements']), [
            pastDeployment(3, 'test', 'Deployed by APIOPS Api')
          ])
        }
      }
    }
  }
}

/**
 * A world of any size: project Payments with these groups and environments, nothing deployed yet.
 */
export function worldOf(names: { groups: string[]; environments: string[] }): World {
  const groups = names.groups.map(name => [name, createGroup([`${name}-api`])] as const)
  return {
    tokens: createTokens(),
    projects: {
      Payments: {
        environments: environmentsOf(names.environments),
        groups: Object.fromEntries(groups)
      }
    }
  }
}

/** The demo tokens, by their text. */
export function createTokens(): Record<string, Token> {
  return {
    [demoToken]: { user: 'admin', permissions: fullPermissions },
    [expiredToken]: { user: 'admin', expired: true, permissions: fullPermissions },
    [viewerToken]: { user: 'viewer', permissions: ['VIEW'] },
    [deployOnlyToken]: { user: 'deployer', permissions: deployPermissions }
  }
}

function environmentsOf(names: string[]): Record<string, Environment> {
  return Object.fromEntries(names.map((name, index) => [name, createEnvironment(name, index)]))
}

/** An environment with two pods; its index among the environments tells their addresses apart. */
export function createEnvironment(name: string, index: number): Environment {
  const host = name === 'production' ? 'api' : `api-${encodeURIComponent(name)}`
  return {
    type: typeOf(name),
    accessUrl: `https://${host}.example.com`,
    pods: [1, 2].map(number => ({
      name: `worker-${name}-${number}`,
      ip: `10.0.${index % 256}.${10 + number}`
    }))
  }
}

function typeOf(name: string): Environment['type'] {
  if (name === 'production') {
    return 'PRODUCTION'
  }
  return name === 'staging' ? 'SANDBOX' : 'TEST'
}

/** A group of these API Proxies that was never deployed. */
export function createGroup(proxies: string[]): Group {
  return { description: '', proxies, revision: 0, deployed: {}, history: [] }
}

interface PastDeployment {
  at: number
  environment: string
  description: string
}

function pastDeployment(daysAgo: number, environment: string, description: string): PastDeployment {
  return { at: Date.now() - daysAgo * DAY_MS, environment, description }
}

function withHistory(empty: Group, past: PastDeployment[]): Group {
  const deployed = past.map(
    ({ at, environment }) => [environment, { at, redeployRequired: false }] as const
  )
  return {
    ...empty,
    revision: past.length,
    deployed: Object.fromEntries(deployed),
    history: past.map(pastRecord).reverse()
  }
}

function pastRecord(
  { at, environment, description }: PastDeployment,
  index: number
): HistoryRecord {
  return {
    revision: index + 1,
    username: 'admin',
    date: new Date(at).toISOString(),
    description,
    environment,
    deploy: true,
    persistent: false
  }
}
