import type { ManagerState } from './state.ts'
import type { DeploymentShape, Environment, Group, HistoryRecord, Operation, Pod } from './types.ts'

/** A deployment that the Manager has accepted. */
export interface Order {
  operation: Operation
  project: string
  group: string
  environment: string
  username: string
  description: string
  persistent: boolean
  /** What is read and written; live. */
  target: { group: Group; environment: Environment }
  /** Pods that fail by a fault, with their detail; the flags above them do not tell. */
  faultyPods: Record<string, string>
  shape: DeploymentShape
}

/**
 * What became of a deployment on one pod; `hidden` failures do not show in the flags above the pod.
 */
export interface PodResult {
  pod: Pod
  detail?: string
  hidden: boolean
}

/**
 * Writes the deployment and its history record into the world. Where a pod fails there is neither,
 * or the record alone where the server records failures.
 */
export function commit(state: ManagerState, order: Order): void {
  const { operation, project, group: groupName, environment, target } = order
  const { group } = target
  const failed = resultsByPod(order).some(result => result.detail !== undefined)
  if (failed && !state.recordFailures) {
    return
  }
  group.revision += 1
  addRecord(group, createRecord(order), state.historyLimit)
  if (!failed) {
    setDeployed(group, operation, environment)
    state.deployments.push({ operation, project, group: groupName, environment, at: Date.now() })
  }
}

/** What became of the deployment on each pod of the environment. */
export function resultsByPod({ target, faultyPods }: Order): PodResult[] {
  return target.environment.pods.map(pod => {
    if (pod.failing !== undefined) {
      return { pod, detail: pod.failing, hidden: false }
    }
    const detail = Object.hasOwn(faultyPods, pod.name) ? faultyPods[pod.name] : undefined
    return detail === undefined ? { pod, hidden: false } : { pod, detail, hidden: true }
  })
}

function createRecord(order: Order): HistoryRecord {
  return {
    revision: order.target.group.revision,
    username: order.username,
    date: new Date().toISOString(),
    description: order.description,
    environment: order.environment,
    deploy: order.operation === 'deploy',
    persistent: order.persistent
  }
}

function setDeployed(group: Group, operation: Operation, environment: string): void {
  group.undeployed ??= {}
  if (operation === 'deploy') {
    group.deployed[environment] = { at: Date.now(), redeployRequired: false }
    Reflect.deleteProperty(group.undeployed, environment)
  } else {
    group.undeployed[environment] = Date.now()
    Reflect.deleteProperty(group.deployed, environment)
  }
}

/** Adds the newest record; the oldest beyond the limit go, persistent ones apart. */
function addRecord(group: Group, record: HistoryRecord, limit: number): void {
  const newestFirst = [record, ...group.history]
  const kept = new Set(newestFirst.filter(one => !one.persistent).slice(0, limit))
  group.history = newestFirst.filter(one => one.persistent || kept.has(one))
}
