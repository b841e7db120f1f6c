import { setTimeout as sleep } from 'node:timers/promises'
import { isFinalRefusal } from '../src/apinizer/failures.ts'
import type { HistoryRecord } from '../src/apinizer/parse-lists.ts'
import { listItems, type Caller, type Reading, type Subject } from './readings.ts'

export interface Target extends Subject {
  environment: string
  apiProxies: readonly string[]
}

/** What the Manager says of the group and its API Proxies at one time. */
export type State = Awaited<ReturnType<typeof readState>>

/** A deployment, and what the Manager says before and after it. */
export type Deployment = Awaited<ReturnType<typeof deploy>>

/** As the action: the most characters of a description, and how long a deployment may take, ms. */
const maxDescriptionLength = 250
const timeoutMs = 600_000

const maxApiProxies = 10
const maxPauseMs = 5_000

/** With letters that are not ASCII, because they must come back as they were. */
const note = 'Survey of the Management API by deploy-api-proxy-group. Ölçüm: ğüşıöç. '
/** One as long as may be, one short. */
const notes = [note.repeat(4), note.trimEnd()]

/**
 * Deploys twice, unless the first deployment is not confirmed.
 * @param isSigned whether the server takes a description
 * @param lookForMs how long a record of the deploy history is waited for
 */
export async function deployTwice(
  caller: Caller,
  target: Target,
  { isSigned, lookForMs }: { isSigned: boolean; lookForMs: number }
): Promise<Deployment[]> {
  const deployments: Deployment[] = []
  for (const text of notes) {
    const last = deployments.at(-1)
    const before = last?.after ?? (await readState(caller, target))
    const marker = isSigned ? createMarker() : undefined
    const deployment = await deploy(caller, target, before, { marker, text, lookForMs })
    deployments.push(deployment)
    const { result } = deployment.response
    if (result?.ok !== true || result.value.state !== 'confirmed') {
      break
    }
  }
  return deployments
}

/** As in the action: twelve random hex digits. */
function createMarker(): string {
  return Math.floor(Math.random() * 16 ** 12)
    .toString(16)
    .padStart(12, '0')
}

async function deploy(
  caller: Caller,
  target: Target,
  before: State,
  { marker, text, lookForMs }: { marker: string | undefined; text: string; lookForMs: number }
) {
  const description = marker && `[${marker}] ${text}`.slice(0, maxDescriptionLength).trimEnd()
  const response = await caller.call(() =>
    caller.client.deploy(target, { description }, { timeoutMs })
  )
  // What was refused leaves no record.
  const waitMs = isRefused(response) ? 0 : lookForMs
  const looked = await look(caller, target.group, marker, waitMs)
  const after = await readState(caller, target)
  return { description, before, response, ...looked, after }
}

/** Whether the Manager itself refused a call. */
export function isRefused({ result }: Reading<unknown>): boolean {
  const problem = result?.ok === false ? result.problem : undefined
  return problem?.kind === 'response' && problem.edition !== undefined
}

async function readState({ client, call }: Caller, target: Target) {
  const groupEnvironments = await call(() => client.listGroupEnvironments(target.group))
  const routeHealth = []
  for (const name of target.apiProxies.slice(0, maxApiProxies)) {
    routeHealth.push(await call(() => client.listRouteHealth(name, target.environment)))
  }
  const environment = listItems(groupEnvironments).find(({ name }) => name === target.environment)
  return { environment, groupEnvironments, routeHealth }
}

/** Looks into the deploy history until the record is there, the server refuses, or the time is up. */
async function look(
  { client, call }: Caller,
  group: string,
  marker: string | undefined,
  lookForMs: number
) {
  const startedAt = performance.now()
  for (let pauseMs = 250, looks = 1; ; looks += 1, pauseMs = Math.min(maxPauseMs, pauseMs * 1.5)) {
    const history = await call(() => client.listDeployHistory(group))
    const afterMs = performance.now() - startedAt
    const { result } = history
    const record = marker === undefined ? undefined : find(listItems(history), marker)
    const isFinal = result?.ok === false && isFinalRefusal(result.problem)
    if (record !== undefined || marker === undefined || isFinal || afterMs >= lookForMs) {
      return { history, record, looks, afterMs }
    }
    await sleep(Math.min(pauseMs, lookForMs - afterMs))
  }
}

/** Our record, its row (0 is the first), and whether no other has a higher revision. */
function find(records: HistoryRecord[], marker: string) {
  const row = records.findIndex(({ description }) => description.toLowerCase().includes(marker))
  const record = records[row]
  const highest = Math.max(...records.map(({ revision = -1 }) => revision))
  return record && { ...record, row, isNewest: record.revision === highest }
}
