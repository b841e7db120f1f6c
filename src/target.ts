import type { Manager } from './apinizer/client.ts'
import type { Reply } from './apinizer/http.ts'
import { readListedEnvironments } from './apinizer/lists.ts'
import { beganWell, holdsNo, isGatewaysGuess } from './apinizer/responses.ts'
import { check, type Listings } from './check.ts'
import type { Attempt } from './history.ts'
import type { Inputs } from './inputs.ts'
import { lookUp, revisionSince } from './lookup.ts'
import { failedFirst, type Outcome, type Target } from './outcome.ts'
import { reasons } from './reasons.ts'
import { judge, judgeNoAnswer, type Judgement } from './verdict.ts'
import { verifyEnvironment, verifyRoutes, type Watch } from './verify.ts'

/** What every target of a run is carried out with. */
export interface Step {
  inputs: Inputs
  manager: Manager
  listings: Listings
  /** Whether the server refuses our client certificate, found out before anything is sent. */
  refusal: Promise<Judgement | undefined>
  signal: AbortSignal
  /** Makes a server's text safe and short before it is kept: there may be thousands. */
  tidy: (text: string, longest?: number) => string
  /** Takes a line of progress on a target, untrusted. */
  tell: (target: Target, line: string) => void
}

/** The time for a server to say that it is well; when it takes longer, the deployment will show. */
const healthMs = 10_000

/** A revision that takes longer to look up is left out. */
const revisionMs = 10_000

/** A reset within this time means that the server dropped the request; idle timers are longer. */
const longestDropMs = 30_000

/** The most worker pods that are kept of a target, failed ones first, and of each of their texts, in characters. */
const mostPods = 200
const longestOfPod = 500

/** How long a record may take to appear after a drop, and at most when the server may still be working. */
const settleMs = 5_000
const longestLookMs = 60_000

/** Carries out one target, whatever the operation, and says what became of it. Never throws. */
export async function carryOut(target: Target, step: Step): Promise<Outcome> {
  const startedAt = performance.now()
  const judgement = await story(target, step).catch(brokeOff)
  const { pods = [], said, told } = judgement
  const kept = (pods.length > mostPods ? failedFirst(pods).slice(0, mostPods) : pods).map(pod => ({
    ...pod,
    name: step.tidy(pod.name, longestOfPod),
    ip: step.tidy(pod.ip, longestOfPod),
    message: step.tidy(pod.message, longestOfPod)
  }))
  return {
    target,
    durationMs: performance.now() - startedAt,
    ...judgement,
    said: step.tidy(said),
    told: [
      told,
      ...hints(target, judgement),
      ...(kept.length < pods.length
        ? [`Of the ${pods.length} worker pods, ${mostPods} are listed.`]
        : [])
    ]
      .filter(Boolean)
      .join(' '),
    ...(pods.length > 0 && { pods: kept })
  }
}

/** What a name may be wrong about, as the server only says that it does not know it. */
function hints({ group, environment }: Target, { reason }: Judgement): string[] {
  return (reason === 'not-found' || reason === 'rejected') && /[,;]/.test(group + environment)
    ? ['Several names go one a line, without commas.']
    : []
}

/** A mistake of ours in one target must not take the outcomes of the others with it. */
function brokeOff(error: unknown): Judgement {
  return {
    status: 'unknown',
    reason: 'unexpected-response',
    said: error instanceof Error ? error.message : String(error),
    told: `The action broke off here, which is a defect of it: please report it. ${reasons['connection-lost'].remedy}`
  }
}

async function story(target: Target, step: Step): Promise<Judgement> {
  const { inputs, listings, manager } = step
  const refusal = await step.refusal
  if (refusal !== undefined) return refusal
  if (inputs.operation === 'check') return check(listings, target)
  if (inputs.skipIfCurrent && inputs.operation === 'deploy') {
    const current = await ifCurrent(target, manager)
    if (current !== undefined)
      return inputs.verify === 'routes' ? routesOf(current, target, step) : current
  }
  const { judgement, attempt } = await sendAndSettle(target, step)
  return judgement.status === 'succeeded' && inputs.verify !== 'none'
    ? verify(target, step, judgement, attempt)
    : judgement
}

/** `current` where the Manager says so in as many words; undefined where it does not, or cannot tell. */
async function ifCurrent(target: Target, manager: Manager): Promise<Judgement | undefined> {
  const environments = readListedEnvironments(await manager.environmentsOf(target.group))
  const listed = environments?.find(({ name }) => name === target.environment)
  if (listed?.deployed !== true || listed.redeployRequired !== false) return undefined
  return {
    status: 'current',
    reason: 'current',
    said: '',
    told: 'Deployed already, and nothing has changed since: nothing was sent.',
    ...(listed.accessUrl !== undefined && { accessUrl: listed.accessUrl })
  }
}

/**
 * Asks for the server's health. A server that does not accept our certificate may hang up only
 * after our side of the handshake is done, when a deployment would be on its way already.
 * @returns what that means for each target; undefined when nothing was refused
 */
export async function clientCertificateRefusal(
  manager: Manager,
  timeoutMs: number
): Promise<Judgement | undefined> {
  const reply = await manager.health({ retries: 1, timeoutMs: Math.min(healthMs, timeoutMs) })
  if (reply.answered || !['tls', 'reset', 'closed'].includes(reply.ending)) return undefined
  const refusal = judgeNoAnswer({
    ...reply,
    ending: 'tls',
    sent: false,
    tlsProblem: reply.tlsProblem ?? 'client-certificate'
  })
  return reply.ending === 'tls'
    ? refusal
    : {
        ...refusal,
        told: `The server hung up when asked for its health, perhaps to refuse a certificate. ${refusal.told}`
      }
}

/** Sends the request; when its answer is lost, looks it up, and sends it again only when that is safe. */
async function sendAndSettle(
  target: Target,
  step: Step
): Promise<{ judgement: Judgement; attempt: Attempt }> {
  const { inputs, manager, signal } = step
  const deploy = inputs.operation === 'deploy'
  const done = deploy ? 'deployed' : 'undeployed'
  // One marker and one beginning for all tries: a record of an earlier one may appear late, and is ours as well.
  const marker =
    inputs.description === undefined
      ? undefined
      : `[${process.getBuiltinModule('node:crypto').randomBytes(6).toString('hex')}]`
  const note = {
    description: marker === undefined ? undefined : `${inputs.description} ${marker}`,
    persistent: inputs.persistent
  }
  let startedAt: number | undefined
  for (let { retries } = inputs; ; retries -= 1) {
    const { triesLeft, ...reply } = await (deploy ? manager.deploy : manager.undeploy)(
      target.group,
      target.environment,
      note,
      retries
    )
    retries = triesLeft
    const alone = judge(reply, target.environment, done)
    const judgement =
      startedAt === undefined || alone.status === 'succeeded' ? alone : afterLostTry(alone)
    startedAt ??= reply.startedAt
    const attempt: Attempt = { environment: target.environment, deploy, startedAt, marker }
    const adding = (sentence: string) => ({
      judgement: { ...judgement, told: `${judgement.told} ${sentence}` },
      attempt
    })
    if (judgement.reason === 'rejected' && (note.description ?? note.persistent) !== undefined)
      return adding('Servers of the first API edition take neither `description` nor `persistent`.')
    if (!isLost(reply, alone)) return { judgement, attempt }
    step.tell(target, 'the answer was lost; looking in the deploy history')
    const mostMs = Math.min(longestLookMs, inputs.timeoutMs)
    const found = await lookUp(
      manager,
      target.group,
      attempt,
      { mostMs, absentMs: wasDropped(reply) ? Math.min(settleMs, mostMs) : mostMs },
      signal
    )
    if (found.kind === 'ours')
      return {
        judgement: {
          status: 'succeeded',
          reason: done,
          said: '',
          told: 'The answer was lost, and the deploy history confirms it.',
          revision: found.record.revision
        },
        attempt
      }
    const mayTryAgain =
      found.kind === 'absent' && wasDropped(reply) && retries > 0 && !signal.aborted
    if (!mayTryAgain)
      return adding(
        found.kind === 'absent' ? 'The deploy history does not show it so far.' : found.why
      )
    step.tell(target, 'it is not in the deploy history, so it is sent once more')
  }
}

/** A reset after a long silence may be a load balancer's, with the server still at work behind it. */
function wasDropped(reply: Reply): boolean {
  return (
    !reply.answered && reply.ending === 'reset' && reply.endedAt - reply.startedAt < longestDropMs
  )
}

/** Whatever became of a further try: the one before was sent, and may still be carried out. */
function afterLostTry(judgement: Judgement): Judgement {
  return {
    ...judgement,
    status: 'unknown',
    reason: 'connection-lost',
    told: `An earlier try was sent, and its answer lost: it may still be carried out. The next one: ${reasons[judgement.reason].label}. ${reasons['connection-lost'].remedy}`
  }
}

/** True when the request may have been carried out and nothing that the Manager said of it reached us: no record overrules a no. */
function isLost(reply: Reply, judgement: Judgement): boolean {
  if (judgement.status !== 'unknown') return false
  if (reply.answered) return isGatewaysGuess(reply) && !holdsNo(reply.body)
  const { ending, httpStatus, begun } = reply
  const saysNo =
    httpStatus !== undefined && !(httpStatus === 200 && begun !== undefined && beganWell(begun))
  return !saysNo && ['reset', 'closed', 'cut', 'deadline'].includes(ending)
}

/** Looks at what is really live; a deployment that was accepted and cannot be seen has failed. */
async function verify(
  target: Target,
  step: Step,
  judgement: Judgement,
  attempt: Attempt
): Promise<Judgement> {
  const { inputs, manager, signal } = step
  const deploy = inputs.operation === 'deploy'
  const watch = watchOf(target, step)
  const listing = await verifyEnvironment(target, deploy, watch)
  const routes =
    listing.verified && inputs.verify === 'routes' ? await verifyRoutes(target, watch) : undefined
  const sighting = routes ?? listing
  const accessUrl = listing.listed?.deployed === true ? listing.listed.accessUrl : undefined
  const revision =
    judgement.revision ??
    (await revisionSince(manager, target.group, attempt, {
      timeoutMs: Math.min(revisionMs, inputs.timeoutMs),
      signal
    }))
  const seen = {
    ...judgement,
    ...(accessUrl !== undefined && { accessUrl }),
    ...(revision !== undefined && { revision })
  }
  if (!sighting.verified)
    return notVerified(
      seen,
      sighting.problem,
      `The ${deploy ? 'deployment' : 'undeployment'} itself was accepted.`,
      signal
    )
  const proof =
    routes === undefined
      ? `The Manager ${deploy ? 'lists' : 'no longer lists'} it as deployed.`
      : served(routes.members)
  return { ...seen, told: `${seen.told} ${proof}`.trim() }
}

/** Looks whether what is deployed already is served, too. */
async function routesOf(current: Judgement, target: Target, step: Step): Promise<Judgement> {
  const { verified, problem, members } = await verifyRoutes(target, watchOf(target, step))
  return verified
    ? { ...current, told: `${current.told} ${served(members)}` }
    : notVerified(current, problem, 'Nothing was sent, as it is deployed already.', step.signal)
}

function watchOf(target: Target, { inputs, manager, signal, tell }: Step): Watch {
  return {
    manager,
    signal,
    endsAt: performance.now() + inputs.verifyTimeoutMs,
    tell: line => {
      tell(target, line)
    }
  }
}

function served(members: number): string {
  return `Every worker pod serves all API Proxies of the group (${members}).`
}

function notVerified(
  seen: Judgement,
  problem: string,
  before: string,
  { aborted }: AbortSignal
): Judgement {
  return {
    ...seen,
    status: 'failed',
    reason: 'not-verified',
    said: problem,
    told: `${before} ${aborted ? 'The run was cancelled before it could be verified.' : reasons['not-verified'].remedy}`
  }
}
