import type { Reply, Line } from './http.ts'
import { sendWithRetries, type RetryPolicy } from './retry.ts'

/** What the current edition lets a deployment note in its history record. */
export interface Note {
  description?: string | undefined
  persistent?: boolean | undefined
}

export type Manager = ReturnType<typeof managerAt>

/**
 * The Management API of one project: a method an endpoint, each giving the reply as it came.
 * @param line from `openLine`
 * @param policy what `sendWithRetries` may do with each call
 */
export function managerAt(line: Line, project: string, policy: RetryPolicy) {
  const base = `/apiops/projects/${encodeURIComponent(project)}`
  const groupPath = (group: string) => `${base}/apiProxyGroups/${encodeURIComponent(group)}`
  const deploymentPath = (group: string, environment: string) =>
    `${groupPath(group)}/environments/${encodeURIComponent(environment)}/`
  const get = (path: string, limits: Partial<RetryPolicy> = {}): Promise<Reply> =>
    sendWithRetries(line, { method: 'GET', path }, { ...policy, ...limits })

  return {
    deploy: (group: string, environment: string, note: Note, retries: number) =>
      sendWithRetries(
        line,
        { method: 'POST', path: deploymentPath(group, environment), body: bodyOf(note) },
        { ...policy, retries }
      ),
    undeploy: (group: string, environment: string, note: Note, retries: number) =>
      sendWithRetries(
        line,
        { method: 'DELETE', path: deploymentPath(group, environment), body: bodyOf(note) },
        { ...policy, retries }
      ),
    /** The environments that the group has a deploy record for. */
    environmentsOf: (group: string, limits?: Partial<RetryPolicy>) =>
      get(`${groupPath(group)}/environments/`, limits),
    /** All environments of the project. */
    environments: () => get(`${base}/environments/`),
    deployHistory: (group: string, limits?: Partial<RetryPolicy>) =>
      get(`${groupPath(group)}/deploy-histories/`, limits),
    /** The API Proxies of the group. */
    members: (group: string, limits?: Partial<RetryPolicy>) =>
      get(`${groupPath(group)}/proxies/forpromotion`, limits),
    routeHealth: (proxy: string, environment: string, limits?: Partial<RetryPolicy>) =>
      get(
        `${base}/apiProxies/${encodeURIComponent(proxy)}/environments/${encodeURIComponent(environment)}/route-health/`,
        limits
      ),
    /** Needs no token and changes nothing: shows whether a connection is accepted at all. */
    health: (limits?: Partial<RetryPolicy>) => get('/apiops/test/healthcheck', limits)
  }
}

/** No body unless there is something to say: the first API edition accepts none. */
function bodyOf(note: Note): string | undefined {
  return note.description === undefined && note.persistent === undefined
    ? undefined
    : JSON.stringify(note)
}
