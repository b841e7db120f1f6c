import { countByStatus, isGreen, messageOf, type Outcome, type Result } from './outcome.ts'
import type { Wave } from './plan.ts'
import type { Reason } from './reasons.ts'

export type Operation = 'deploy' | 'undeploy' | 'check'

/** A duration for people, from milliseconds: `40 ms`, `1.4 s`, `12 s`, `3 min 5 s`. */
export function inWords(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

const verbs: Record<Operation, { doing: string; done: string; where: string }> = {
  deploy: { doing: 'Deploying', done: 'deployed', where: 'to' },
  undeploy: { doing: 'Undeploying', done: 'undeployed', where: 'from' },
  check: { doing: 'Checking', done: 'checked', where: 'on' }
}

/** What the Manager says about the names and the token, so that a deployment would not be accepted either. */
const refusals: readonly Reason[] = [
  'rejected',
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict'
]

/** What became of one target, as a sentence; untrusted, as it quotes names and the server. */
export function sentenceFor(outcome: Outcome, operation: Operation): string {
  const { group, environment } = outcome.target
  const { done, where } = verbs[operation]
  const message = messageOf(outcome)
  switch (outcome.status) {
    case 'current':
      return `${group} is current on ${environment}: ${message}`
    case 'pending':
      return `${group} is ready to be deployed to ${environment}: ${message}`
    case 'succeeded':
      return `${group} was ${done} ${where} ${environment}: ${message}`
    case 'not-attempted':
      return `${group} was not ${done} ${where} ${environment}: ${message}`
    case 'failed':
      if (outcome.reason === 'not-verified')
        return `${group} could not be verified on ${environment}: ${message}`
      if (operation !== 'check')
        return `${group} was not ${done} ${where} ${environment}: ${message}`
      return `${group} ${refusals.includes(outcome.reason) ? 'cannot be deployed to' : 'could not be checked on'} ${environment}: ${message}`
    case 'unknown':
      return `Nobody knows whether ${group} was ${done} ${where} ${environment}: ${message}`
  }
}

/** What begins with a wave, as a sentence; untrusted, as it quotes names. */
export function announcementOf({ environment, targets }: Wave, operation: Operation): string {
  const { doing, where } = verbs[operation]
  return `${doing} ${targets.length === 1 ? (targets[0]?.group ?? '') : `${targets.length} API Proxy Groups`} ${where} ${environment}`
}

/** How many targets there are of each status, as a sentence of ours. */
export function tallyOf(outcomes: readonly Outcome[], operation: Operation): string {
  const parts = Object.entries(countByStatus(outcomes))
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status.replace('-', ' ')}`)
  return `${outcomes.filter(isGreen).length} of ${outcomes.length} ${operation === 'check' ? 'can be deployed' : `${verbs[operation].done} or current`} (${parts.join(', ')}).`
}

/** The whole run as one sentence: the output `message`; untrusted, as it quotes names and the server. */
export function headlineOf(
  outcomes: readonly Outcome[],
  result: Result,
  operation: Operation
): string {
  const worst =
    outcomes.find(outcome => outcome.status === 'unknown') ??
    outcomes.find(outcome => outcome.status === 'failed')
  const [only] = outcomes
  if (only !== undefined && outcomes.length === 1) return sentenceFor(worst ?? only, operation)
  const tally = tallyOf(outcomes, operation)
  if (result === 'cancelled') return `Cancelled: ${tally}`
  return worst === undefined ? tally : `${tally} ${sentenceFor(worst, operation)}`
}
