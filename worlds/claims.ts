/** Which sentence of the gate claims what: the table of law 7. A sentence that is not here claims nothing. */
import { everyRoute, lastRoutes, statementOf, wasEver, type Case, type Route } from './cases.ts'
import { environmentNames, groupNames, hasHistory, hasRouteHealth, isChange } from './model.ts'
import type { State } from './model.ts'
import type { Exchange } from './path.ts'
import { askedEnvironments, askedGroups } from './play.ts'

interface Claim {
  says: RegExp
  isTrue: (one: Case) => boolean
}

const fromStart = (isTrue: (state: State) => boolean) => (one: Case) =>
  wasEver(one, 0, one.endedAt, isTrue)

/** Whether anything said so was answered to a request of this run. */
const wasAnswered =
  (...sayings: string[]) =>
  ({ played }: Case) =>
    played.exchanges.some(({ answer }) => sayings.some(one => answer?.saying.startsWith(one)))

const isAnyAnswer =
  (isIt: (exchange: Exchange) => boolean) =>
  ({ played }: Case) =>
    played.exchanges.some(isIt)

/** Whether it was so of any API Proxy and pod whenever routes were read. */
const ofAnyRoute = (isTrue: (route: Route) => boolean) => (one: Case) =>
  everyRoute(one).some(isTrue)

const ofEveryLastRoute = (isTrue: (route: Route) => boolean) => (one: Case) =>
  lastRoutes(one).every(isTrue)

const lacksPermission = ({ world, played }: Case) =>
  world.manager.permission !== 'all' ||
  played.exchanges.some(one => statementOf(one) === 'permission')

export const claims: Record<string, Claim> = {
  'a permission is missing': { says: /[Gg]ive the token’s user/, isTrue: lacksPermission },
  'group and environment exist': {
    says: /Project, group and environment exist/,
    isTrue: ({ outcome: { target }, sent }) => {
      const { group, environment } = sent.at(-1) ?? target
      return groupNames.includes(group) && environmentNames.includes(environment)
    }
  },
  'no such group': {
    says: /has no group /,
    isTrue: ({ world }) => askedGroups(world).some(name => !groupNames.includes(name))
  },
  'no such environment': {
    says: /has no environment /,
    isTrue: ({ world }) => askedEnvironments(world).some(name => !environmentNames.includes(name))
  },
  'no deploy history': {
    says: /has no deploy history/,
    isTrue: one => !hasHistory(one.world.manager.version) || lacksPermission(one)
  },
  'a change may be in progress': {
    says: /a(nother)? change of the (same )?group (is|may be) in progress/i,
    isTrue: wasAnswered('locked')
  },
  'Spring’s own errors': {
    says: /Spring servers respond like this/,
    isTrue: wasAnswered('empty', 'Empty')
  },
  'the pods that responded serve what is deployed by itself': {
    says: /worker pods? that responded serves? the/,
    isTrue: ofAnyRoute(({ isOwn, isServing }) => isOwn && isServing)
  },
  'no pod serves an undeployed API Proxy': {
    says: /No worker pod that responded serves/,
    isTrue: ofEveryLastRoute(({ isOwn, isServing }) => isOwn || !isServing)
  },
  'it does not serve it yet': {
    says: /do(es)? not serve it yet/,
    isTrue: ofAnyRoute(({ isOwn, isServing }) => isOwn && !isServing)
  },
  'orphan deployment': {
    says: /orphan/,
    isTrue: ofAnyRoute(({ isOwn, isServing }) => !isOwn && isServing)
  },
  'none is deployed by itself': {
    says: /none of the group’s API Proxies is deployed by itself/,
    isTrue: ofAnyRoute(({ isOwn }) => !isOwn)
  },
  'listed as deployed': {
    says: /The Manager lists the environment as deployed/,
    isTrue: fromStart(({ deployed }) => deployed)
  },
  'no longer listed as deployed': {
    says: /The Manager no longer lists/,
    isTrue: fromStart(({ deployed }) => !deployed)
  },
  'not listed as deployed': {
    says: /does not list the environment as deployed/,
    isTrue: one =>
      one.environment !== one.outcome.target.environment ||
      fromStart(({ deployed }) => !deployed)(one)
  },
  'still listed as deployed': {
    says: /still lists the environment/,
    isTrue: fromStart(({ deployed }) => deployed)
  },
  'the history contains it': {
    says: /deploy history contains (this|the) request/,
    isTrue: one =>
      one.played.manager
        .recordsAt(one.group, Infinity, Infinity)
        .some(({ by }) => one.sent.some(({ id }) => id === by))
  },
  'the history does not contain it': {
    says: /history does not contain it/,
    isTrue: isAnyAnswer(({ kind, answer }) => kind === 'history' && answer?.saying === 'whole')
  },
  'the history could not be read': {
    says: /deploy history could not be read/,
    isTrue: isAnyAnswer(({ kind, answer }) => kind === 'history' && answer?.saying !== 'whole')
  },
  'a new token is needed': {
    says: /Create a new token/,
    isTrue: isAnyAnswer(one => statementOf(one) === 'token')
  },
  'from a cache': { says: /comes from a cache/, isTrue: wasAnswered('cached') },
  'the connection was lost': {
    says: /connection was lost before/,
    isTrue: isAnyAnswer(({ answer }) => answer !== undefined && 'broken' in answer)
  },
  'no complete response': {
    says: /No complete response within/,
    isTrue: isAnyAnswer(({ answer, endedAt }) => answer === undefined && endedAt !== undefined)
  },
  'could not connect': {
    says: /Could not connect/,
    isTrue: isAnyAnswer(({ left }) => !left)
  },
  'nothing has changed': {
    says: /Nothing has changed since it was deployed/,
    isTrue: fromStart(({ deployed, current }) => deployed && current)
  },
  'a deployment would change nothing': {
    says: /a deployment would change nothing/,
    isTrue: fromStart(({ deployed, current }) => deployed && current)
  },
  'a deployment would change it': {
    says: /Deployed, and a deployment would change it/,
    isTrue: fromStart(({ deployed, current }) => deployed && !current)
  },
  'never deployed there': {
    says: /Never deployed there/,
    isTrue: fromStart(({ listed }) => !listed)
  },
  'not deployed now': {
    says: /Not deployed now/,
    isTrue: fromStart(({ listed, deployed }) => listed && !deployed)
  },
  'before 2026.09': {
    says: /before 2026\.09/,
    // A server that turns a 404 into an empty refusal cannot be told from one that has an error for a while.
    isTrue: one => !hasRouteHealth(one.world.manager.version) || wasAnswered('empty', 'Empty')(one)
  },
  cancelled: { says: /was cancelled/, isTrue: ({ world, endedAt }) => world.cancelAt <= endedAt },
  'the Manager confirmed it': {
    says: /The Manager confirmed it/,
    isTrue: ({ played }) =>
      played.exchanges.some(one => isChange(one) && one.answer?.saying === 'report')
  }
}
