/** The laws of single outcomes, 1 to 4. */
import { isSame, lastRoutes, statementOf, wasEver, type Case } from './cases.ts'
import { hasRouteHealth, isChange, type State } from './model.ts'
import { broken, exception, premise, type Note } from './notes.ts'
import type { Exchange } from './path.ts'
import {
  contains,
  endOfLookup,
  findStart,
  hasReadableHistory,
  isCurrent,
  isReadable,
  isRecognisable,
  isVisible,
  lookedInVain,
  readPods,
  restMs,
  settledMs
} from './readings.ts'
import type { World } from './world.ts'

/** 1. Green means live. */
export function* greenMeansLive(one: Case): Iterable<Note> {
  const { status, reason } = one.outcome
  if (reason === 'deployed' || reason === 'undeployed') {
    yield premise(reason)
    yield* isCarriedOut(one)
    yield* isVerified(one)
  }
  if (status === 'current') {
    yield premise(`current (${reason})`)
    if (!wasEver(one, 0, one.endedAt, isCurrent)) {
      yield broken('current, but it never was')
    }
  }
  if (reason === 'verified') {
    yield premise('verified')
    if (!wasEver(one, 0, one.endedAt, ({ deployed }) => deployed)) {
      yield broken('verified, but it was not deployed at any time')
    }
  }
  const isServed = reason === 'verified' || reason === 'deployed' || reason === 'current'
  if (isServed && one.world.asked.verify === 'routes') {
    yield* areRoutesServed(one)
  }
}

function* isCarriedOut(one: Case): Iterable<Note> {
  const { reason } = one.outcome
  const isRecovered = one.sent.at(-1)?.answer?.saying !== 'report'
  if (isRecovered) {
    yield premise(`${reason}, by proof`)
  }
  if (!one.done.some(({ endedAt }) => endedAt <= one.endedAt)) {
    yield isRecovered ? judgeProof(one) : broken(`${reason}, but it was not carried out`)
  }
}

/** What was verified was looked at after the change, and not by a cache. */
function* isVerified({ outcome: { reason }, world, played, sent, group }: Case): Iterable<Note> {
  if (world.asked.verify === 'none') {
    return
  }
  yield premise(`${reason} and verified`)
  const answeredAt = sent.at(-1)?.endedAt ?? 0
  const hasLooked = played.exchanges.some(
    one =>
      one.kind === 'group environments' &&
      isSame(one.group, group) &&
      one.at >= answeredAt &&
      one.answer?.saying === 'whole'
  )
  if (!hasLooked) {
    yield broken(`${reason} and verified, without a whole list read after the change`)
  }
}

/**
 * A record that was written before the work, or of work that failed, beside a target that was as it should be
 * already: no reading tells them apart. Where the gate knew, it has to say so.
 */
function judgeProof(one: Case): Note {
  const { outcome, played, world, startedAt, endedAt } = one
  const isDeploy = world.asked.operation === 'deploy'
  const isAsAsked = isDeploy ? isCurrent : ({ deployed }: State) => !deployed
  const wasBefore = wasEver(one, startedAt, endedAt, isAsAsked)
  const hasRecord = contains(one, played.manager.recordsAt(one.group, endedAt, Infinity))
  if (!hasRecord || !wasBefore) {
    return broken(`${outcome.reason}, but it was not carried out`)
  }
  const firstChange = played.exchanges.findIndex(isChange)
  const hadLooked = played.exchanges
    .slice(0, firstChange)
    .some(
      ({ kind, group, at, answer }) =>
        kind === 'group environments' &&
        group === one.group &&
        answer?.saying === 'whole' &&
        wasEver(one, at, at, isAsAsked)
    )
  return hadLooked && !/as (it was )?before/.test(outcome.explanation)
    ? broken(`${outcome.reason}, which it was before, without saying so`)
    : exception('a record of a change that is not done, beside what was so before')
}

/** What was verified by its routes is served by every pod that could be known. */
function* areRoutesServed(one: Case): Iterable<Note> {
  const { silentPods, podAddress } = one.world.manager
  yield premise('routes verified')
  const idle = lastRoutes(one).filter(({ isOwn, isServing }) => isOwn && !isServing)
  const isReported = one.sent.at(-1)?.answer?.saying === 'report' && podAddress === 'ip'
  if (idle.some(({ pod }) => pod >= silentPods)) {
    yield broken('routes verified, but a pod that responded does not serve one')
  } else if (idle.length > 0 && isReported) {
    yield broken('routes verified, but a silent pod does not serve one')
  } else if (idle.length > 0) {
    yield exception('a silent pod of which no report tells')
  }
}

function statusOf({ answer }: Exchange): number {
  return answer !== undefined && 'status' in answer ? answer.status : 0
}

/** 2. At most once. */
export function* atMostOnce(one: Case): Iterable<Note> {
  if (one.sent.length > 1) {
    yield premise('sent again')
  }
  const [first, second] = one.sent.filter(({ id }) => one.done.some(({ by }) => by === id))
  if (first === undefined || second === undefined) {
    return
  }
  const last = one.sent[one.sent.indexOf(second) - 1] ?? first
  const isBusy = [409, 423, 429, 503].includes(statusOf(last))
  if (!hasReadableHistory(one.world) && statusOf(first) === 429) {
    yield exception('429 after the work, without a history')
  } else if (isBusy && lookedInVain(one, first.endedAt ?? 0, second.at)) {
    yield exception('a record that cannot be read before the next try')
  } else {
    yield broken('carried out twice')
  }
}

const reasonsOfOutages = ['timeout', 'connection-failed', 'connection-lost', 'server-error']
/** What is over after a while, and may be tried again until then. */
const temporary = ['unreachable', 'hangup', 'silence', 'gateway 502', 'gateway 503', 'gateway 504']

/** Whether whatever was in the way of the first request ended within half of the time for further tries. */
function isOver({ asked, troubles, fates, cancelAt, path }: World): boolean {
  const isShort = troubles.every(
    ({ from, lasts, saying }) =>
      temporary.includes(saying) && from + lasts < asked.retryTimeoutMs / 2
  )
  return isShort && fates.length === 0 && cancelAt === Infinity && path.cachesMs === 0
}

/** 3. Red is true. */
export function* redIsTrue(one: Case): Iterable<Note> {
  const { status, reason, explanation } = one.outcome
  const isNothingSent = one.sent.length === 0
  if (explanation.includes('Nothing was sent')) {
    yield premise('nothing was sent')
    if (!isNothingSent) {
      yield broken('“Nothing was sent”, but something was')
    }
  }
  if (status !== 'failed') {
    return
  }
  if (isNothingSent && reasonsOfOutages.includes(reason) && isOver(one.world)) {
    yield broken('given up, although it was over within `retry-timeout`')
  }
  if (reason === 'not-verified') {
    yield* isNotVerified(one)
  } else if (isWrite(one)) {
    yield premise(isNothingSent ? 'failed before any request' : 'failed after a request')
    const hasSaid = one.sent.some(exchange => statementOf(exchange) === 'failed')
    if (one.done.length > 0 && !hasSaid) {
      yield judgeFailure(one)
    }
  }
}

function isWrite({ world: { asked } }: Case): boolean {
  return asked.operation === 'deploy' || asked.operation === 'undeploy'
}

/** What could not be verified could not be seen at the end of the time either. */
function* isNotVerified(one: Case): Iterable<Note> {
  yield premise('failed, not verified')
  const { asked, cancelAt, manager } = one.world
  const last = one.sent.at(-1)
  const isAccepted = !isWrite(one) || last?.answer?.saying === 'report'
  const answeredAt = (isWrite(one) ? last : findStart(one.played))?.endedAt ?? 0
  // After a recovery, the time for verification begins when it has ended.
  const endOfProof = one.text.includes('verify-timeout') ? one.endedAt : endOfLookup(one)
  const end = isAccepted ? answeredAt + asked.verifyTimeoutMs : endOfProof
  const hasPods = hasRouteHealth(manager.version)
  const pods = readPods(one, end)
  const areServed = asked.verify !== 'routes' || (hasPods && pods === 'confirmed')
  const areProven = isAccepted || !hasPods || pods !== 'other'
  const isUnavoidable = cancelAt <= one.endedAt || (isWrite(one) && one.done.length === 0)
  if (!isUnavoidable && isVisible(one, end, !isAccepted) && areServed && areProven) {
    yield broken('not verified, but a look at the end of the time shows it')
  }
}

/** A failure of what was carried out, and never denied. */
function judgeFailure(one: Case): Note {
  const last = one.sent.at(-1)
  const hasHistory = hasReadableHistory(one.world) && !isSilent(one)
  if (last !== undefined && isRefusal(last) && !(hasHistory && isSigned(last))) {
    return exception('refused in the Manager’s words or with 429, without a history or a marker')
  }
  if (isRefusedAlways(one, last)) {
    return exception('every call gets the same empty refusal')
  }
  return lookedInVain(one, last?.endedAt ?? 0, one.endedAt)
    ? exception('refused, and its record cannot be read')
    : broken(
        `failed, ${one.outcome.reason}, but it was carried out, and the Manager never denied it`
      )
}

/** Whether the history was refused without a word for so long that the server may not have one. */
function isSilent({ played, group, endedAt }: Case): boolean {
  const looks = played.exchanges.filter(one => one.kind === 'history' && isSame(one.group, group))
  const areRefused = looks.every(({ answer }) => emptyRefusals.includes(answer?.saying ?? ''))
  return areRefused && endedAt - (looks[0]?.at ?? endedAt) >= silenceMs
}

const silenceMs = 10_000

/** Whether a request had a description, so that the history can show whose it is. */
function isSigned({ body = '' }: Exchange): boolean {
  return body.includes('description')
}

function isRefusal(exchange: Exchange): boolean {
  const isLocked = exchange.answer?.saying === 'locked'
  return isLocked || statusOf(exchange) === 429 || statementOf(exchange) !== undefined
}

/** Whether the look before the change got the same as the change: then it is about every call. */
function isRefusedAlways({ played }: Case, change: Exchange | undefined): boolean {
  const saying = change?.answer?.saying ?? ''
  const before = played.exchanges.findLast(
    ({ kind, endedAt = Infinity }) => kind === 'group environments' && endedAt <= (change?.at ?? 0)
  )
  return emptyRefusals.includes(saying) && before?.answer?.saying === saying
}

const emptyRefusals = ['empty 401', 'empty 403', 'Empty Key!']

/** 4. Unknown is honest. */
export function* unknownIsHonest(one: Case): Iterable<Note> {
  const { outcome, world, played, sent } = one
  if (outcome.status !== 'unknown') {
    return
  }
  yield premise('unknown')
  if (sent.length === 0) {
    yield broken('unknown, but nothing was sent')
  }
  const end = endOfLookup(one)
  const from = end - settledMs - world.manager.lagMs
  const isRecorded = [from, end].every(at => contains(one, played.manager.recordsAt(one.group, at)))
  const canFind = hasReadableHistory(world) && isRecognisable(world) && isRecorded
  if (!canFind || world.cancelAt <= end || !isReadable(one, end - settledMs, end + restMs)) {
    return
  }
  yield premise('unknown, with a record')
  const areServed = !hasRouteHealth(world.manager.version) || readPods(one, end) !== 'other'
  if (areServed && isVisible(one, end, true)) {
    yield isSilent(one)
      ? exception('the history refuses without a word, like one that does not exist')
      : judgeUnknown(sent.at(-1))
  }
}

function judgeUnknown(last: Exchange | undefined): Note {
  if (last !== undefined && !isSigned(last)) {
    return exception('a request without a marker, because the edition was not known')
  }
  return ['flag missing', 'other environment'].includes(last?.answer?.saying ?? '')
    ? exception('the Manager’s own report leaves it open')
    : broken('unknown, but the record and the list show it')
}
