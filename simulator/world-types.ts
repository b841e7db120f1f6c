export interface World {
  tokens: Record<string, Token>
  projects: Record<string, Project>
}

export interface Token {
  user: string
  expired?: boolean
  /** The permission names of both editions, as documented. */
  permissions: string[]
  /** The environments that the user may access; all by default. */
  environments?: string[]
}

export interface Project {
  environments: Record<string, Environment>
  groups: Record<string, Group>
  /** Where its API Proxies are deployed by themselves, apart from any group; nowhere by default. */
  apiProxies?: Record<string, DeployState>
}

export interface Environment {
  type: 'PRODUCTION' | 'SANDBOX' | 'TEST' | 'KUBERNETES'
  accessUrl: string
  pods: Pod[]
}

export interface Pod {
  name: string
  ip: string
  /** The detail with which every deployment to this pod fails; its routes are not active. */
  failing?: string
  /** How long after a deployment or an undeployment it still is as before. */
  staleMs?: number
  /** It could not be probed: the `error` with which route health lists it. */
  unreachable?: string
  /** It does not respond at all: route health neither counts nor lists it. */
  unresponsive?: boolean
  /** It serves every route, also those that the Manager has undeployed: orphans. */
  keepsServing?: boolean
}

/** Where something is deployed. */
export interface DeployState {
  /** The environments it is live on; `at` is the server's clock in ms. */
  deployed: Record<string, { at: number; redeployRequired: boolean }>
  /** When it was undeployed from an environment, by the server's clock in ms. */
  undeployed?: Record<string, number>
}

export interface Group extends DeployState {
  /** Names of its API Proxies. */
  proxies: string[]
  /** The last one given, over all environments. */
  revision: number
  /** Newest first; the wire sorts by revision. */
  history: HistoryRecord[]
}

/** As on the wire. */
export interface HistoryRecord {
  revision: number
  username: string
  date: string
  description: string
  environment: string
  deploy: boolean
  persistent: boolean
}
