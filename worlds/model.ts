/**
 * Apinizer's Manager, as the vendor's pages describe it, and the books in which the truth stands. What changes is kept
 * as a timeline, so that a replica that lags reads the same books at an earlier time.
 */
import { now, sleep } from './clock.ts'
import { answer, json, report, sayAs, words, type Answer, type Version } from './sayings.ts'
import type { Fate, Other, World } from './world.ts'

export const project = 'Payments'
export const groupNames = ['Café', 'Orders', 'Users v2', 'Billing']
export const environmentNames = ['test', 'Prüfung', 'production ']

/** The API Proxies of a group. */
export function listProxies(group: string): string[] {
  return [`${group} A`, `${group} B`]
}

export const hasHistory = (version: Version) => version === '2026.04.2' || version === '2026.09'
export const hasRouteHealth = (version: Version) => version === '2026.09'

/** What is asked of the Manager, with the names in its path. */
export interface Call {
  kind: string
  group: string
  environment: string
  proxy: string
}

const ofGroup = '/projects/:project/apiProxyGroups/:group'
const ofProxy = '/projects/:project/apiProxies/:proxy'
const calls = Object.entries({
  deploy: `POST ${ofGroup}/environments/:environment/`,
  undeploy: `DELETE ${ofGroup}/environments/:environment/`,
  'group environments': `GET ${ofGroup}/environments/`,
  history: `GET ${ofGroup}/deploy-histories/`,
  'API Proxies': `GET ${ofGroup}/proxies/forpromotion`,
  'route health': `GET ${ofProxy}/environments/:environment/route-health/`,
  environments: 'GET /projects/:project/environments/',
  'old environments': 'GET /environments/:project',
  groups: 'GET /projects/:project/apiProxyGroups/',
  projects: 'GET /projects/'
}).map(([kind, call]) => {
  const pattern = call.replace(' ', ' /apiops').replace(/:(\w+)/g, '(?<$1>[^/]+)')
  return { kind, pattern: new RegExp(`^${pattern}$`) }
})

/** The call that a request makes; paths are case-sensitive, and end as documented. */
export function readCall(method: string, path: string): Call {
  const { kind, pattern } = calls.find(call => call.pattern.test(`${method} ${path}`)) ?? unknown
  const names = pattern.exec(`${method} ${path}`)?.groups ?? {}
  const read = (name: string) => decodeURIComponent(names[name] ?? '')
  return { kind, group: read('group'), environment: read('environment'), proxy: read('proxy') }
}

const unknown = { kind: 'unknown', pattern: /^/ }

export function isChange({ kind }: Pick<Call, 'kind'>): boolean {
  return kind === 'deploy' || kind === 'undeploy'
}

interface Target {
  group: string
  environment: string
}

/** A target, as the Manager's list has it, from some time on. */
export interface State extends Target {
  at: number
  listed: boolean
  deployed: boolean
  current: boolean
}

/** A change that arrived. */
export interface Change extends Target {
  /** The number of our request, which a gateway's repetition has as well. */
  by: number | 'other'
  operation: string
  at: number
  endedAt: number
  result: 'refused' | 'in progress' | 'failed' | 'done'
}

/** A record of a group's history, which can be read from some time on. */
interface HistoryRecord extends Target {
  by: Change['by']
  at: number
  deploy: boolean
  description: string
}

/** Who sends a change, and what becomes of it. */
type Sender = { by: Change['by']; body?: string | undefined; fate?: Fate | undefined }

const defaultDescription = 'Deployed by APIOPS Api'

export type Manager = ReturnType<typeof createManager>

export function createManager({ manager: traits, before }: World) {
  const { version } = traits
  const changes: Change[] = []
  const states: State[] = []
  const records: HistoryRecord[] = []
  const isOld = version === 'first' || version === '2025.12'
  let downUntil = -Infinity
  let reads = 0

  const pods = Array.from({ length: traits.pods }, (_, pod) => pod)
  const say = (saying: string) => sayAs(saying, version)

  const targets = groupNames.flatMap(group =>
    environmentNames.map(environment => ({ group, environment, at: -Infinity }))
  )
  for (const [index, target] of targets.entries()) {
    const was = before[index]
    const deployed = was === 'deployed' || was === 'changed'
    const listed = was !== 'never deployed'
    states.push({ ...target, listed, deployed, current: was === 'deployed' })
    if (listed) {
      const description = defaultDescription
      records.push({ ...target, by: 'other', deploy: deployed, description })
    }
  }

  function statesOf(group: string, environment: string): State[] {
    return states.filter(state => state.group === group && state.environment === environment)
  }

  function stateAt(group: string, environment: string, at: number): State | undefined {
    return statesOf(group, environment).findLast(state => state.at <= at)
  }

  /** The history as it can be read, newest first. */
  function recordsAt(group: string, at: number, keeps: number = traits.keeps) {
    return records
      .filter(record => record.group === group)
      .map((record, index) => ({ ...record, revision: index + 1 }))
      .filter(record => record.at <= at)
      .slice(-keeps)
      .reverse()
  }

  /** Whether an API Proxy is deployed by itself, by the Manager's record. */
  function isOwnAt(proxy: string, environment: string, at: number): boolean {
    return traits.joined
      ? stateAt(proxy.slice(0, -2), environment, at)?.deployed === true
      : traits.own === 'all' || (traits.own === 'some' && proxy.endsWith('A'))
  }

  function isServingAt(proxy: string, environment: string, pod: number, at: number): boolean {
    const isNotLoaded = traits.podError === 'proxy not loaded' && pod === traits.pods - 1
    if (pod < traits.silentPods || isNotLoaded) {
      return false
    }
    const wasOwn = statesOf(proxy.slice(0, -2), environment).some(
      state => state.at <= at && isOwnAt(proxy, environment, state.at)
    )
    const isOrphan = traits.orphans && pod === 0 && wasOwn
    return isOrphan || isOwnAt(proxy, environment, at - traits.activationMs)
  }

  const rewrite = (description: string) =>
    ({
      kept: description,
      'upper case': description.toUpperCase(),
      prefixed: `${defaultDescription}: ${description}`,
      cut: description.slice(0, 8),
      dropped: defaultDescription
    })[traits.description]

  /** Does the work of a change: the whole group is deployed or not, unless its fate is to fail. */
  async function work(change: Change, { by, body = '{}', fate }: Sender): Promise<void> {
    const { group, environment } = change
    const { description = defaultDescription } = JSON.parse(body) as { description?: string }
    const deployed = change.operation === 'deploy'
    const record = { by, group, environment, deploy: deployed, description: rewrite(description) }
    if (traits.recorded === 'before') {
      records.push({ ...record, at: now() })
    }
    change.result = 'in progress'
    await sleep(traits.workMs)
    const fails = fate?.step === 'failed'
    change.endedAt = now()
    change.result = fails ? 'failed' : 'done'
    if (!fails) {
      const state = { group, environment, listed: true, deployed, current: deployed }
      states.push({ ...state, at: now() })
    }
    if (traits.recorded !== 'before' && (!fails || traits.recordsFailures)) {
      const laterMs = traits.recorded === 'after' ? 0 : traits.recorded
      records.push({ ...record, at: now() + laterMs })
    }
  }

  async function change(call: Call, sender: Sender): Promise<Answer> {
    const { kind: operation, group, environment } = call
    const { by, fate } = sender
    const times = { at: now(), endedAt: now() }
    const entry: Change = { by, group, environment, operation, ...times, result: 'refused' }
    changes.push(entry)
    const isBusy = () => changes.some(one => one.group === group && one.result === 'in progress')
    while (fate?.step !== 'before' && isBusy()) {
      if (traits.lock !== 'queue') {
        const sentence = 'The API Proxy Group is locked by another operation'
        return answer('locked', words(traits.lock, 'conflict', sentence)(version))
      }
      await sleep(500)
    }
    if (fate?.step !== 'before') {
      await work(entry, sender)
    }
    if (fate?.saying === 'crash') {
      downUntil = now() + traits.restartMs
    }
    return fate === undefined
      ? answer('report', report(true, '', environment, pods)(version))
      : say(fate.saying)
  }

  /** Only environments of which the group has a deploy record. */
  function listEnvironments({ group }: Call, at: number): object[] {
    return environmentNames.flatMap(name => {
      const { listed = false, deployed = false, current = false } = stateAt(group, name, at) ?? {}
      const row =
        version === 'first'
          ? { environmentName: name, deployed }
          : { name, type: 'TEST', deployed, redeployRequired: deployed && !current }
      return listed ? [row] : []
    })
  }

  /** What the pods that respond say of an API Proxy's own route. */
  function listRouteHealth({ proxy, environment }: Call, at: number): object[] {
    const responding = pods.slice(traits.silentPods).map(pod => ({
      workerPodIp: traits.podAddress === 'ip' ? `http://10.0.0.${pod}:8091` : `worker-${pod}.lan`,
      routeActive: isServingAt(proxy, environment, pod, at),
      ...(traits.podError &&
        pod === traits.pods - 1 && { routeActive: false, error: traits.podError })
    }))
    const podsActive = responding.filter(pod => pod.routeActive).length
    const podsResponded = responding.length
    const routeActive = podsResponded > 0 && podsActive === podsResponded
    const deployedInManager = isOwnAt(proxy, environment, at)
    const inconsistent = podsResponded > 0 && deployedInManager !== routeActive
    const counts = { podsResponded, podsActive }
    return [{ routeActive, ...counts, deployedInManager, inconsistent, pods: responding }]
  }

  const named = (names: string[]) => names.map(name => ({ name }))
  /** The rows of each list; none where this version does not have it. */
  const lists: Record<string, (call: Call, at: number) => object[] | false> = {
    'group environments': listEnvironments,
    history: ({ group }, at) => hasHistory(version) && recordsAt(group, at),
    'API Proxies': ({ group }) => hasRouteHealth(version) && named(listProxies(group)),
    'route health': (call, at) => hasRouteHealth(version) && listRouteHealth(call, at),
    environments: () => !isOld && named(environmentNames),
    'old environments': () => isOld && named(environmentNames),
    groups: () => named(groupNames),
    projects: () => named([project])
  }

  function read(call: Call): Answer {
    reads += 1
    const rows = lists[call.kind]?.(call, now() - (reads % 2 === 0 ? traits.lagMs : 0)) ?? false
    const head = version === 'first' ? { success: true } : { status: 'SUCCESS' }
    return rows === false
      ? say(traits.unknownPath)
      : answer('whole', json(200, { ...head, resultList: rows, resultCount: rows.length }))
  }

  /** A permission that is missing, or a name that there is not, letter by letter. */
  function refuse(call: Call): Answer | undefined {
    const { group, environment } = call
    if (![`all`, isChange(call) ? 'deploy only' : 'view'].includes(traits.permission)) {
      return say('no permission 400')
    }
    const isMissing = (name: string, names: string[]) => name !== '' && !names.includes(name)
    const missing = isMissing(group, groupNames)
      ? `API Proxy Group (${group})`
      : isMissing(environment, environmentNames) && `Environment (${environment})`
    const sentence = `${missing} is not found or user does not have privilege to access it!`
    return missing === false
      ? undefined
      : answer('not found', words(400, 'bad_request', sentence)(version))
  }

  /** What somebody else does; an edit leaves the group to be deployed again everywhere. */
  async function act({ group: row, environment: column, does }: Other): Promise<void> {
    const [group = '', environment = ''] = [groupNames[row], environmentNames[column]]
    if (does === 'edit') {
      const edited = environmentNames.flatMap(name => stateAt(group, name, now()) ?? [])
      states.push(...edited.map(state => ({ ...state, at: now(), current: false })))
    } else {
      await change({ kind: does, group, environment, proxy: '' }, { by: 'other' })
    }
  }

  return {
    changes,
    /** Carries out a call, and answers. */
    handle: async (call: Call, sender: Sender): Promise<Answer> =>
      refuse(call) ?? (isChange(call) ? change(call, sender) : read(call)),
    /** Until when no connection is accepted, because the Manager starts again. */
    downUntil: () => downUntil,
    ...{ act, statesOf, stateAt, recordsAt, isOwnAt, isServingAt }
  }
}
