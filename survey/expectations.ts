import type { Edition } from '../src/apinizer/failures.ts'
import * as find from './findings.ts'
import type { Deployed, Finding, Seen } from './findings.ts'
import { describeListing, describeResult } from './words.ts'

/** What is looked at, what the vendor's pages make us expect, and what follows for the action. */
export interface Expectation<Observed> {
  subject: string
  /** Every finding that is as expected, by edition where they differ; none: it is only noted. */
  expected: readonly string[] | Record<Edition, readonly string[]>
  find: (observed: Observed) => Finding
  /** What follows, by the finding; `otherwise` for what differs and has none of its own. */
  follows?: Record<string, string>
}

const list = ['whole list']
/** The first edition does not have the call. */
const younger = { first: ['unknown call'], current: list }
const notFound = 'is not found or user does not have privilege to access it!'
const whyPart = 'The action proves nothing by what is missing in such a list.'
const noRecovery = 'No recovery here: after a lost response the result is unknown.'
const noRoutes = 'verify: routes cannot be used here.'
const badDiagnosis = 'The action may not be able to say which name is wrong.'

/** What is read without changing anything. */
export const readings: Expectation<Seen>[] = [
  {
    subject: 'Health check',
    expected: ['accepted'],
    find: ({ health }) => describeResult(health.result),
    follows: { otherwise: 'Check --url, and whether Enable Management APIs is on.' }
  },
  { subject: 'HTTP version', expected: ['1.1'], find: find.findHttpVersion },
  { subject: 'Server and gateway', expected: [], find: find.findProducts },
  {
    subject: 'Cached responses',
    expected: ['none'],
    find: find.findCaches,
    follows: { otherwise: 'The action accepts none: exclude /apiops from the cache.' }
  },
  { subject: 'Largest, slowest response', expected: [], find: find.findSize },
  {
    subject: 'Edition',
    expected: ['current', 'first'],
    find: seen => {
      const edition = find.findEdition(seen)
      const field = edition === 'current' ? '"status"' : '"success" or "error"'
      return edition === undefined ? 'not clear' : { found: edition, detail: `by ${field}` }
    },
    follows: {
      first: 'The action sends no description unless asked to.',
      current: 'The action signs each deployment in its description.',
      otherwise: 'The action sends no description, and cannot recover a lost response.'
    }
  },
  {
    subject: 'Token may read',
    expected: ['all that was asked'],
    find: find.findPermissions,
    follows: { otherwise: 'Create a new token, or give its user the permission View.' }
  },
  {
    subject: 'List of projects',
    expected: list,
    find: ({ projects, subject }) => find.findList(projects, subject.project),
    follows: { 'whole list, without this one': 'Check --project, and the token’s user.' }
  },
  {
    subject: 'List of groups',
    expected: list,
    find: ({ groups, subject }) => find.findList(groups, subject.group),
    follows: {
      'whole list, without this one': 'Check --group: names are compared exactly.',
      otherwise: 'Patterns such as * cannot be used for groups here.'
    }
  },
  {
    subject: 'List of environments',
    expected: list,
    find: ({ environments, subject }) => find.findList(environments, subject.environment),
    follows: {
      'whole list, without this one': 'Check --environment: names are compared exactly.',
      otherwise: 'A wrong environment is found only when it is deployed to.'
    }
  },
  {
    subject: 'Environments of the group',
    expected: list,
    find: ({ groupEnvironments }) => find.findList(groupEnvironments),
    follows: { otherwise: 'verify, check and recovery cannot see what is deployed here.' }
  },
  {
    subject: 'Flags of an environment',
    expected: { first: ['deployed'], current: ['deployed and redeployRequired'] },
    find: find.findFlags,
    follows: {
      deployed: 'skip-if-current cannot be used here.',
      'deployed and redeployRequired': 'skip-if-current can be used here.',
      otherwise: 'verify: environment cannot confirm anything here.'
    }
  },
  {
    subject: 'Deploy history',
    expected: younger,
    find: ({ history }) => find.findList(history),
    follows: {
      'whole list': 'A lost response can be recovered here.',
      'part of a list': 'Recovery can find a record here, but cannot rule one out.',
      'unknown call': noRecovery,
      otherwise: noRecovery
    }
  },
  {
    subject: 'API Proxies of the group',
    expected: younger,
    find: ({ apiProxies }) => find.findList(apiProxies),
    follows: { 'unknown call': noRoutes, otherwise: noRoutes }
  },
  {
    subject: 'Route health',
    expected: list,
    find: ({ routeHealth }) => find.findList(routeHealth),
    follows: { 'whole list': 'verify: routes can be used here.', otherwise: noRoutes }
  },
  {
    subject: '"resultCount"',
    expected: ['the number of rows'],
    find: find.findCounts,
    follows: { otherwise: whyPart }
  },
  {
    subject: 'Names in Unicode',
    expected: ['NFC', 'ASCII alone'],
    find: find.findUnicode,
    follows: { otherwise: 'Copy names from the Manager: the action sends them as they are.' }
  },
  {
    subject: 'An unknown group',
    expected: [`400: API Proxy Group (…) ${notFound}`],
    find: ({ unknownGroup }) => describeListing(unknownGroup.result),
    follows: { otherwise: badDiagnosis }
  },
  {
    subject: 'An unknown environment',
    expected: [`400: Environment (…) ${notFound}`],
    find: ({ unknownEnvironment }) => describeListing(unknownEnvironment.result),
    follows: { otherwise: badDiagnosis }
  },
  {
    subject: 'A wrong token',
    expected: [
      '401: Token is not valid!',
      '401: Invalid or expired token',
      '401: Token can not be validated!'
    ],
    find: ({ wrongToken }) => describeListing(wrongToken.result),
    follows: {
      'whole list': 'Danger: this server, or what is in front of it, accepts any token.',
      otherwise: 'The action may not be able to say that a token is wrong.'
    }
  },
  {
    subject: 'An unknown path',
    expected: ['404 without a body', '404 in Spring’s words'],
    find: ({ unknownPath }) => describeResult(unknownPath.result),
    follows: {
      '200 with an HTML page': 'Every path gives a page: look at the gateway’s rewrite rules.',
      otherwise: 'The action cannot tell at once that a server does not know a call.'
    }
  },
  {
    subject: 'A path without its last /',
    expected: [],
    find: ({ noSlash }) => describeListing(noSlash.result),
    follows: { 'whole list': 'The action sends the slash all the same.' }
  }
]

/** What holds for each deployment. */
export const everyDeployment: Expectation<Deployed>[] = [
  {
    subject: 'The response',
    expected: ['confirmed'],
    find: find.findReport,
    follows: {
      confirmed: 'The action succeeds.',
      denied: 'The action fails: a part of the response says that the deployment failed.',
      unclear: 'The action fails: the response does not prove a deployment.',
      otherwise: 'The action fails, unless it can recover by the deploy history.'
    }
  },
  {
    subject: 'How long it took',
    expected: ['less than a minute'],
    find: find.findDuration,
    follows: { otherwise: 'Let gateways wait longer than that: the default of nginx is 60 s.' }
  },
  {
    subject: 'Its record appears',
    expected: { first: ['not signed'], current: ['at once', 'never, as it failed'] },
    find: find.findRecord,
    follows: {
      'at once': 'Recovery works here.',
      later: 'Recovery works here: the action waits for a minute or longer.',
      otherwise: noRecovery
    }
  },
  {
    subject: 'Its description',
    expected: ['whole'],
    find: find.findDescription,
    follows: { otherwise: 'Recovery needs only the marker at its start.' }
  },
  {
    subject: 'Its place in the history',
    expected: ['first row, highest revision'],
    find: find.findPlace
  },
  {
    subject: '"deployed"',
    expected: ['true'],
    find: deployment => find.findFlag(deployment, 'deployed'),
    follows: { otherwise: 'verify: environment fails here.' }
  },
  {
    subject: '"redeployRequired"',
    expected: { first: ['not told'], current: ['false'] },
    find: deployment => find.findFlag(deployment, 'redeployRequired'),
    follows: { otherwise: 'Recovery fails here, and skip-if-current never skips.' }
  }
]

/** What the first deployment shows once. */
export const firstDeployment: Expectation<Deployed>[] = [
  {
    subject: 'Deploys its members, too',
    expected: ['no', 'cannot be told'],
    find: find.findMembers,
    follows: {
      no: 'verify: routes cannot see groups here, only API Proxies deployed by themselves.',
      yes: 'verify: routes sees the deployment of a group here.',
      'cannot be told': 'Choose a group with an API Proxy that is not deployed by itself.'
    }
  },
  {
    subject: 'Its pods in route health',
    expected: ['all'],
    find: find.findPods,
    follows: { otherwise: 'verify: routes cannot tell which worker pods do not respond.' }
  }
]
