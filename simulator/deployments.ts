import type { Answer } from './answers.ts'
import { json } from './answers.ts'
import type { Manager } from './manager.ts'
import type { Environment, Group, Operation, Pod } from './types.ts'

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
}

interface PodResult {
  pod: Pod
  detail?: string
  hidden: boolean
}

const words = {
  deploy: {
    done: 'Deployed successfully',
    all: 'Deployment completed successfully',
    failed: 'Deployment failed'
  },
  undeploy: {
    done: 'Undeployed successfully',
    all: 'Undeployment completed successfully',
    failed: 'Undeployment failed'
  }
} as const

/** Writes the deployment into the world and its history; where a pod fails, nothing is written. */
export function carryOut(manager: Manager, order: Order): void {
  if (podResults(order).some(result => result.detail !== undefined)) return
  const {
    operation,
    project,
    group: name,
    environment,
    target: { group }
  } = order
  if (operation === 'deploy')
    group.deployed[environment] = { at: manager.now(), redeployRequired: false }
  else Reflect.deleteProperty(group.deployed, environment)
  group.revision += 1
  group.history.unshift({
    revision: group.revision,
    username: order.username,
    date: new Date(manager.now()).toISOString(),
    description: order.description,
    environment,
    deploy: operation === 'deploy',
    persistent: order.persistent
  })
  manager.deployments.push({ operation, project, group: name, environment, at: Date.now() })
}

/** The answer to a deployment, whether or not it was carried out, as its pods tell it. */
export function deploymentAnswer(manager: Manager, order: Order): Answer {
  return manager.edition === 'first' ? firstAnswer(order) : currentAnswer(order, manager.deployMs)
}

function podResults({ target, faultyPods }: Order): PodResult[] {
  return target.environment.pods.map(pod => {
    if (pod.failing !== undefined) return { pod, detail: pod.failing, hidden: false }
    const detail = Object.hasOwn(faultyPods, pod.name) ? faultyPods[pod.name] : undefined
    return detail === undefined ? { pod, hidden: false } : { pod, detail, hidden: true }
  })
}

function firstAnswer(order: Order): Answer {
  const say = words[order.operation]
  const failures = podResults(order).filter(result => result.detail !== undefined)
  const success = failures.every(result => result.hidden)
  const environmentResult = {
    environmentName: order.environment,
    success: failures.length === 0,
    message: failures[0]?.detail ?? say.done
  }
  return json(200, {
    success,
    deploymentResult: {
      success,
      message: success ? say.all : say.failed,
      environmentResults: [environmentResult]
    }
  })
}

function currentAnswer(order: Order, responseTime: number): Answer {
  const results = podResults(order)
  const success = results.every(result => result.detail === undefined || result.hidden)
  const detailList = results.map(({ pod, detail }) => ({
    envName: order.environment,
    podName: pod.name,
    podIp: pod.ip,
    success: detail === undefined,
    ...(detail === undefined ? {} : { detail }),
    responseTime
  }))
  return json(200, {
    status: success ? 'SUCCESS' : 'FAILURE',
    deploymentResult: { success, responseTime, detailList }
  })
}
