import type { ApiResult } from '../apinizer/failures.ts'
import { getField, parseJson } from '../apinizer/json.ts'
import { isGreen, isRed, type Outcome } from '../deploy/outcome.ts'
import type { Wave } from '../deploy/plan.ts'
import { debug } from '../runner/log.ts'
import { parseWebAddress, sanitize } from '../runner/sanitize.ts'
import type { GitHubApi, Variables } from './github-api.ts'
import { countOutcomes, joinNames } from './sentences.ts'

/** GitHub's limit for the description of a status. */
const maxDescription = 140
/** A longer list of groups is left out of the record. */
const maxRecordedGroups = 500

type State = 'in_progress' | 'success' | 'failure' | 'error' | 'inactive'

/** What the GitHub Deployments of a step have in common. */
export interface RecordContext extends GitHubApi {
  project: string
  /** The environment on GitHub, with `{environment}` and `{project}` for those in the Manager. */
  githubEnvironment: string
  env: Variables
  /** What a lost response is found by: no other step of any run has the same. */
  step: string
  /** Aborted: the runner ends the step within seconds. */
  signal: AbortSignal
}

/**
 * Creates a record, and shows it as in progress.
 * @param type the environment's in the Manager; where it is undefined, GitHub goes by the name
 * @returns its id
 * @throws GitHub's error, once trying again can help no more; so do the other functions
 */
export async function openRecord(
  { environment, targets }: Wave,
  type: string | undefined,
  context: RecordContext
): Promise<number> {
  const { project, step, env, signal } = context
  const groups = targets.map(({ group }) => group)
  const noun = groups.length === 1 ? 'API Proxy Group' : 'API Proxy Groups'
  const recorded = groups.length > maxRecordedGroups ? [] : groups
  const created = await create(environment, context, {
    ref: env.GITHUB_SHA,
    environment: nameEnvironment(environment, context),
    auto_merge: false,
    required_contexts: [],
    description: shorten(`${noun} ${joinNames(groups)} of project ${project}`),
    payload: { apinizer: { project, environment, groups: recorded, step } },
    ...(type !== undefined && { production_environment: type === 'PRODUCTION' })
  })
  const id = getField(created, 'id')
  if (typeof id !== 'number') {
    throw new Error('GitHub created no deployment')
  }
  // A cancelled run has no time for it: the record has to be closed.
  const begun = signal.aborted ? undefined : await setState(id, 'in_progress', context)
  if (begun?.ok === false) {
    // Not worth a warning: the record is closed all the same.
    debug(`GitHub Deployment ${id} is not shown as in progress`)
  }
  return id
}

function create(environment: string, context: RecordContext, body: object): Promise<unknown> {
  let isRepeated = false
  return context.persist(async () => {
    // The response to an earlier try may have been lost.
    const listed = isRepeated ? await listRecords(environment, context) : undefined
    isRepeated = true
    if (listed?.ok === false) {
      return listed
    }
    const found = listed?.value.find(({ step }) => step === context.step)
    return found === undefined ? context.call('POST', '', body) : { ok: true, value: found }
  })
}

/** Sets the state in which a record ends, and returns it. */
export async function closeRecord(
  id: number,
  outcomes: readonly Outcome[],
  context: RecordContext
): Promise<State> {
  const served = outcomes.findLast(one => isGreen(one) && one.accessUrl !== undefined)
  const address = parseWebAddress(served?.accessUrl ?? '')
  const red = joinNames(outcomes.filter(isRed).map(({ target }) => target.group))
  const state = chooseState(outcomes)
  const details = {
    description: shorten(countOutcomes(outcomes, 'deploy') + (red && `: ${red}`)),
    ...(address !== undefined && { environment_url: address })
  }
  await context.persist(() => setState(id, state, context, details))
  return state
}

/**
 * Sets those records of ours inactive that succeeded, and stand for groups of these outcomes and no others.
 * @param before the id of the record that replaces them; only older ones are set inactive
 */
export async function retireRecords(
  environment: string,
  outcomes: readonly Outcome[],
  before: number,
  context: RecordContext
): Promise<void> {
  const { call, persist, signal } = context
  const groups = new Set(outcomes.map(({ target }) => target.group))
  const done = new Set<string>()
  for (const { id, groups: recorded } of await persist(() => listRecords(environment, context))) {
    const key = JSON.stringify(recorded)
    const isCovered = recorded.length > 0 && recorded.every(group => groups.has(group))
    if (signal.aborted || id >= before || done.has(key) || !isCovered) {
      continue
    }
    const statuses = await persist(() => call('GET', `/${id}/statuses?per_page=1`))
    const state = getField(toArray(statuses)[0], 'state')
    if (state === 'success') {
      await persist(() => setState(id, 'inactive', context))
    } else if (state === 'inactive') {
      // All older ones of the same groups were set inactive before it.
      done.add(key)
    }
  }
}

function setState(
  id: number,
  state: State,
  { call, runUrl }: RecordContext,
  details?: object
): Promise<ApiResult<unknown>> {
  // GitHub's own `auto_inactive` would end the records of other groups, too.
  const body = { log_url: runUrl, auto_inactive: false, state, ...details }
  return call('POST', `/${id}/statuses`, body)
}

function nameEnvironment(environment: string, context: RecordContext): string {
  return context.githubEnvironment
    .replaceAll('{environment}', () => environment)
    .replaceAll('{project}', () => context.project)
}

/** `error` where the outcome is unknown, or the run was cancelled. */
function chooseState(outcomes: readonly Outcome[]): State {
  if (outcomes.every(isGreen)) {
    return 'success'
  }
  const isUnclear = ({ status, reason }: Outcome) => status === 'unknown' || reason === 'cancelled'
  return outcomes.some(isUnclear) ? 'error' : 'failure'
}

interface ListedRecord {
  id: number
  groups: string[]
  /** Which step of which run created it. */
  step: unknown
}

/** Lists the newest records of ours, the newest first. */
async function listRecords(
  environment: string,
  context: RecordContext
): Promise<ApiResult<ListedRecord[]>> {
  const name = nameEnvironment(environment, context)
  const query = new URLSearchParams({ environment: name, per_page: '100' })
  const listed = await context.call('GET', `?${query.toString()}`)
  return listed.ok
    ? { ok: true, value: readRows(listed.value, environment, context.project) }
    : listed
}

/** Picks our records; a payload is returned as it was sent, or as JSON text. */
function readRows(rows: unknown, environment: string, project: string): ListedRecord[] {
  return toArray(rows).flatMap(row => {
    const id = getField(row, 'id')
    const payload = getField(row, 'payload')
    const record = getField(typeof payload === 'string' ? parseJson(payload) : payload, 'apinizer')
    const groups = getField(record, 'groups')
    const isOurs =
      getField(record, 'project') === project && getField(record, 'environment') === environment
    return isOurs && typeof id === 'number' && Array.isArray(groups)
      ? [{ id, groups: groups.map(String), step: getField(record, 'step') }]
      : []
  })
}

function toArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function shorten(text: string): string {
  const line = sanitize(text)
  return line.length > maxDescription ? `${line.slice(0, maxDescription - 1)}…` : line
}
