import type { Manager } from './apinizer/client.ts'
import type { Answer, Reply } from './apinizer/http.ts'
import { readListedEnvironments, readNames } from './apinizer/lists.ts'
import { readError } from './apinizer/responses.ts'
import type { Target } from './outcome.ts'
import type { FailureReason } from './reasons.ts'
import { judgeNoAnswer, judgeRefusal, type Judgement } from './verdict.ts'

/** The Manager's lists, each asked for once in a run, for what needs no fresh look. */
export interface Listings {
  environmentsOf: (group: string) => Promise<Reply>
  environments: () => Promise<Reply>
}

/** Listings that remember what the Manager answered. */
export function listingsFrom(manager: Pick<Manager, 'environmentsOf' | 'environments'>): Listings {
  const byGroup = new Map<string, Promise<Reply>>()
  let ofProject: Promise<Reply> | undefined
  return {
    environmentsOf: group => {
      const asked = byGroup.get(group) ?? manager.environmentsOf(group)
      byGroup.set(group, asked)
      return asked
    },
    environments: () => (ofProject ??= manager.environments())
  }
}

/** Looks, changing nothing, whether a target could be deployed and whether that would change anything. */
export async function check(listings: Listings, target: Target): Promise<Judgement> {
  const reply = await listings.environmentsOf(target.group)
  if (!reply.answered) return failed(judgeNoAnswer(reply))
  if (reply.status !== 200) return failed(judgeRefusal(reply, viewRemedies))
  const environments = readListedEnvironments(reply)
  const listed = environments?.find(({ name }) => name === target.environment)
  const findings = {
    said: '',
    httpStatus: 200,
    ...(listed?.deployed === true &&
      listed.accessUrl !== undefined && { accessUrl: listed.accessUrl })
  }
  const pending = (told: string): Judgement => ({
    ...findings,
    status: 'pending',
    reason: 'checked',
    told
  })
  const unreadable = ({ body }: Answer, list: string): Judgement => ({
    said: readError(body),
    httpStatus: 200,
    status: 'failed',
    reason: 'unexpected-response',
    told: `The Manager’s list of ${list} could not be understood. ${wrongAddress}`
  })
  if (environments === undefined) return unreadable(reply, 'environments')
  if (listed !== undefined) {
    if (listed.deployed === undefined)
      return pending('Listed in a state that is not known; a deployment may change it.')
    if (!listed.deployed) return pending('Not deployed now; a deployment would put it live.')
    if (listed.redeployRequired === false)
      return {
        ...findings,
        status: 'current',
        reason: 'checked',
        told: 'Deployed, and a deployment would change nothing.'
      }
    return pending(
      listed.redeployRequired
        ? 'Deployed, and a deployment would change it.'
        : 'Deployed; this server does not tell whether a deployment would change it.'
    )
  }
  const known = await listings.environments()
  if (!known.answered) return failed(judgeNoAnswer(known))
  if (known.status !== 200) return failed(judgeRefusal(known, viewRemedies))
  const names = readNames(known)
  if (names === undefined) return unreadable(known, 'the project’s environments')
  if (names.includes(target.environment))
    return pending('Never deployed there; a deployment would put it live.')
  return {
    ...findings,
    status: 'failed',
    reason: 'not-found',
    told: 'The project has no environment of this name. Check `environment`; names are case-sensitive.'
  }
}

const wrongAddress =
  'Check that `url` is the address of the Apinizer Manager and not of a login page or a portal.'

const viewRemedies: Partial<Record<FailureReason, string>> = {
  rejected:
    'Check the names (they are case-sensitive), and that the token’s user has access to the project and may look there: API_MANAGEMENT with VIEW.',
  forbidden:
    'Give the token’s user access to the project, and API_MANAGEMENT with VIEW. If the answer is not Apinizer’s, a gateway in front of it refused the request.'
}

const lostAnswers: Partial<Record<FailureReason, string>> = {
  timeout:
    'No whole answer came within `timeout`. A check changes nothing: run this job again, or raise `timeout`.',
  'connection-lost':
    'The connection was lost before the whole answer came. A check changes nothing: run this job again.',
  'server-error':
    'A gateway answered that it had no answer from the Manager. A check changes nothing: run this job again.',
  'unexpected-response': `The answer tells nothing. ${wrongAddress}`,
  cancelled: 'The workflow run was cancelled. A check changes nothing.'
}

/** A check changes nothing, so a lost answer leaves nothing unknown: the check failed. */
function failed(judgement: Judgement): Judgement {
  return judgement.status === 'unknown'
    ? { ...judgement, status: 'failed', told: lostAnswers[judgement.reason] ?? judgement.told }
    : judgement
}
