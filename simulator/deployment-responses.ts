import { resultsByPod, type Order, type PodResult } from './deployments.ts'
import { jsonResponse, type WireResponse } from './responses.ts'
import type { ManagerState } from './state.ts'
import type { DeploymentShape, Operation } from './types.ts'

interface CurrentParts {
  success: boolean
  envName: string
  responseTime: number
  /** One per pod, each with its environment's name. */
  podItems: object[]
}

const texts: Record<Operation, Record<'done' | 'completed' | 'failed', string>> = {
  deploy: {
    done: 'Deployed successfully',
    completed: 'Deployment completed successfully',
    failed: 'Deployment failed'
  },
  undeploy: {
    done: 'Undeployed successfully',
    completed: 'Undeployment completed successfully',
    failed: 'Undeployment failed'
  }
}

/** `deploymentResult` of the current edition in each shape. */
const currentShapes: Record<DeploymentShape, (parts: CurrentParts) => object> = {
  default: ({ success, responseTime, podItems }) => ({
    success,
    responseTime,
    detailList: podItems
  }),
  nested: ({ podItems, envName, ...whole }) => {
    return { ...whole, detailList: [{ envName, ...whole, detailList: podItems }] }
  },
  flat: ({ envName, success, responseTime }) => ({ envName, success, responseTime }),
  'first-from-list': ({ podItems, envName, ...whole }) => {
    return { ...whole, firstFromApiResultList: { envName, ...whole, detailList: podItems } }
  }
}

/** The response to a deployment, whether or not it was committed, as its pods tell it. */
export function respondToDeployment(state: ManagerState, order: Order): WireResponse {
  return state.edition === 'first' ? firstResponse(order) : currentResponse(order, state.deployMs)
}

function firstResponse(order: Order): WireResponse {
  const { done, completed, failed } = texts[order.operation]
  const failures = failuresOf(resultsByPod(order))
  const success = failures.every(result => result.hidden)
  const environmentResult = {
    environmentName: order.environment,
    success: failures.length === 0,
    message: failures[0]?.detail ?? done
  }
  const message = success ? completed : failed
  return jsonResponse(200, {
    success,
    deploymentResult: { success, message, environmentResults: [environmentResult] }
  })
}

function currentResponse(order: Order, responseTime: number): WireResponse {
  const { environment: envName, shape } = order
  const results = resultsByPod(order)
  const success = failuresOf(results).every(result => result.hidden)
  const podItems = results.map(({ pod, detail }) => ({
    envName,
    podName: pod.name,
    podIp: pod.ip,
    success: detail === undefined,
    ...(detail !== undefined && { detail }),
    responseTime
  }))
  const deploymentResult = currentShapes[shape]({ success, responseTime, envName, podItems })
  return jsonResponse(200, { status: success ? 'SUCCESS' : 'FAILURE', deploymentResult })
}

function failuresOf(results: PodResult[]): PodResult[] {
  return results.filter(result => result.detail !== undefined)
}
