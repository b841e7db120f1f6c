import type { DeployState, Environment, Group, Token, World } from './types.ts'

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
const fullPermissions = ['VIEW', ...deployPermissions]

/**
 * A small world to look around in: project Payments, two groups, three environments, some history.
 * The API Proxies of the first group are deployed by themselves as well, those of the second are not.
 */
export function seededWorld(): World {
  return {
    tokens: createTokens(),
    projects: {
      Payments: {
        environments: environmentsOf(['test', 'staging', 'production']),
        apiProxies: {
          payments: deployedOn('test', 'staging', 'production'),
          refunds: deployedOn('test', 'staging', 'production'),
          'card-vault': deployedOn('test', 'staging', 'production')
        },
        groups: {
          PaymentAPIGroup: createGroup(
            ['payments', 'refunds', 'card-vault'],
            [
              { daysAgo: 9, environment: 'test', description: 'v2.0 release' },
              { daysAgo: 8, environment: 'staging', description: 'v2.0 release' },
              { daysAgo: 6, environment: 'production', description: 'v2.0 release' }
            ]
          ),
          PayoutAPIGroup: createGroup(
            ['payouts', 'settlements'],
            [{ daysAgo: 3, environment: 'test', description: 'Deployed by APIOPS Api' }]
          )
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

/** An API Proxy that is deployed by itself on these environments, since two weeks. */
export function deployedOn(...environments: string[]): DeployState {
  const entry = { at: Date.now() - 14 * DAY_MS, redeployRequired: false }
  return { deployed: Object.fromEntries(environments.map(name => [name, { ...entry }])) }
}

/** A deployment of the past. */
interface PastDeployment {
  daysAgo: number
  environment: string
  description: string
}

/** A group of these API Proxies, deployed as the past says: oldest first, by default never. */
export function createGroup(proxies: string[], past: PastDeployment[] = []): Group {
  const dated = past.map(({ daysAgo, ...one }) => ({ ...one, at: Date.now() - daysAgo * DAY_MS }))
  const history = dated.map(({ at, ...one }, index) => ({
    ...one,
    revision: index + 1,
    username: 'admin',
    date: new Date(at).toISOString(),
    deploy: true,
    persistent: false
  }))
  return {
    proxies,
    revision: past.length,
    deployed: Object.fromEntries(
      dated.map(({ environment, at }) => [environment, { at, redeployRequired: false }])
    ),
    history: history.reverse()
  }
}
