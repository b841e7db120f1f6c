import { describe, expect, test } from '@jest/globals'
import type {
  BodyDefect,
  ErrorResponse,
  Problem,
  RequestFailure
} from '../../../src/apinizer/failures.ts'
import type { DeploymentReport } from '../../../src/apinizer/parse-deployment.ts'
import {
  classifyProblem,
  classifyReport,
  findMeaning,
  isBusy,
  type Meaning
} from '../../../src/deploy/classify.ts'

const respond = (status: number, over: Partial<ErrorResponse> = {}): ErrorResponse => ({
  ...{ kind: 'response', status, serverMessage: '' },
  ...over
})
const managers = (status: number, serverMessage = 'No') =>
  respond(status, { edition: 'current', serverMessage })
const empty = (status: number) => respond(status, { defect: 'empty' })
const page = (status: number) => respond(status, { defect: 'html' })
const fail = (kind: RequestFailure['kind'], sent: boolean, over = {}): RequestFailure => ({
  ...{ kind, sent, detail: 'words' },
  ...over
})
const emptyKey = managers(401, 'Empty Key! Client must be authenticated')
const change = { purpose: 'change', timeoutMs: 600_000 } as const
const open = { ...change, isOpen: true }
const read = { purpose: 'read', timeoutMs: 600_000 } as const
const text = (pattern: RegExp): unknown => expect.stringMatching(pattern)

describe('a report', () => {
  const pod = (success: boolean) => ({ name: 'worker', ip: '10.0.0.1', success, message: '' })
  const report: DeploymentReport = { state: 'confirmed', serverMessage: '', pods: [], missing: '' }
  const deployed = { status: 'succeeded', reason: 'deployed', httpStatus: 200 }
  const denied = { status: 'failed', reason: 'deployment-failed', httpStatus: 200 }
  const rows: { name: string; given: Partial<DeploymentReport>; expected: object }[] = [
    {
      name: 'that confirms',
      given: {},
      expected: { ...deployed, explanation: text(/confirmed it\.$/) }
    },
    {
      name: 'that confirms one worker pod',
      given: { pods: [pod(true)] },
      expected: { ...deployed, pods: [pod(true)], explanation: text(/ 1 worker pod\./) }
    },
    {
      name: 'that confirms two',
      given: { pods: [pod(true), pod(true)] },
      expected: { ...deployed, explanation: text(/ 2 worker pods\./) }
    },
    {
      name: 'that confirms in its own words',
      given: { serverMessage: 'Deployed' },
      expected: { ...deployed, serverMessage: 'Deployed', explanation: text(/confirmed it\./) }
    },
    {
      name: 'that denies although no worker pod failed',
      given: { state: 'denied', pods: [pod(true)] },
      expected: { ...denied, explanation: text(/^Check the group/) }
    },
    {
      name: 'that denies for one of two worker pods',
      given: { state: 'denied', pods: [pod(true), pod(false)] },
      expected: { ...denied, explanation: text(/^1 of 2 worker pods failed\. Check/) }
    },
    {
      name: 'that is unclear',
      given: { state: 'unclear', missing: 'Something is missing.' },
      expected: {
        ...{ status: 'unknown', reason: 'unexpected-response', docs: 'lost-responses' },
        explanation: text(/^Something is missing\. Check in the Apinizer Manager/)
      }
    }
  ]

  test.each(rows)('$name', ({ given, expected }) => {
    const classification = classifyReport({ ...report, ...given }, 'deployed')
    expect(classification).toMatchObject(expected)
  })

  test('of an undeployment', () => {
    expect(classifyReport(report, 'undeployed').reason).toBe('undeployed')
  })
})

describe('what a problem says of the request', () => {
  const rows: { name: string; problem: Problem; refusal?: Problem; expected: Meaning }[] = [
    { name: 'a lost connection', problem: fail('lost', true), expected: 'lost' },
    { name: 'a deadline', problem: fail('timeout', true), expected: 'lost' },
    { name: 'a malformed response', problem: fail('malformed', true), expected: 'lost' },
    { name: 'a TLS alert after the request', problem: fail('tls', true), expected: 'lost' },
    { name: 'a cancelled request', problem: fail('cancelled', true), expected: 'final' },
    { name: 'a deadline before it was sent', problem: fail('timeout', false), expected: 'final' },
    { name: 'no connection', problem: fail('connect', false), expected: 'final' },
    { name: 'an empty 200', problem: empty(200), expected: 'lost' },
    { name: 'a redirect', problem: respond(399), expected: 'lost' },
    { name: 'a gateway’s 500', problem: page(500), expected: 'lost' },
    { name: 'Spring’s 500', problem: respond(500, { defect: 'spring' }), expected: 'lost' },
    { name: 'the Manager’s 500', problem: managers(500), expected: 'final' },
    { name: 'a gateway’s 400', problem: page(400), expected: 'foreign' },
    { name: 'a gateway’s 401', problem: page(401), expected: 'foreign' },
    { name: 'a gateway’s 429', problem: page(429), expected: 'refused' },
    { name: 'Spring’s 403', problem: respond(403, { defect: 'spring' }), expected: 'foreign' },
    { name: 'a 403, as before', problem: page(403), refusal: page(403), expected: 'refused' },
    { name: 'a 403, not empty', problem: page(403), refusal: empty(403), expected: 'foreign' },
    { name: 'a 403, after a 404', problem: page(403), refusal: page(404), expected: 'foreign' },
    ...[401, 403, 409, 423, 429, 503].map(status => ({
      name: `the Manager’s ${status}`,
      problem: managers(status),
      expected: 'refused' as const
    })),
    ...[400, 404, 422].map(status => ({
      name: `the Manager’s ${status}`,
      problem: managers(status),
      expected: 'final' as const
    })),
    { name: 'an empty 401', problem: empty(401), expected: 'lost' },
    { name: 'an empty 403', problem: empty(403), expected: 'lost' },
    { name: '`Empty Key!`', problem: emptyKey, expected: 'lost' },
    { name: '`Empty Key!`, as before', problem: emptyKey, refusal: emptyKey, expected: 'final' }
  ]

  test.each(rows)('$name: $expected', ({ problem, refusal, expected }) => {
    expect(findMeaning(problem, refusal)).toBe(expected)
  })
})

describe('a busy server', () => {
  const rows = [
    ...[409, 423, 503].map(status => ({
      name: `${status}`,
      response: managers(status),
      expected: true
    })),
    { name: '429, which is a limit', response: managers(429), expected: false },
    { name: '503 of a gateway', response: page(503), expected: false },
    ...['already there', 'Duplicate key', 'It EXISTS', 'unique constraint'].map(words => ({
      name: `409: ${words}`,
      response: managers(409, words),
      expected: false
    })),
    {
      name: '409: a group called Uniqueness',
      response: managers(409, 'Uniqueness'),
      expected: true
    }
  ]
  test.each(rows)('$name: $expected', ({ response, expected }) => {
    expect(isBusy(response)).toBe(expected)
  })
})

interface Row {
  problem: Problem
  facts?: { purpose: 'read' | 'change'; isOpen?: boolean; timeoutMs: number }
  /** By default `failed`. */
  status?: string
  reason: string
  says: RegExp
  serverMessage?: string
  docs?: string
  isShared?: true
}

function testRows(rows: Row[]): void {
  test.each(rows)('$problem.status $problem.kind $problem.defect: $reason, $says', row => {
    const { problem, facts = change, status = 'failed', reason, says } = row
    const classification = classifyProblem(problem, facts)

    expect(classification).toMatchObject({ status, reason })
    expect(classification.explanation).toMatch(says)
    expect(classification.isSharedCause).toBe(row.isShared)
    expect(classification.docs).toBe(row.docs)
    if (problem.kind === 'response') {
      expect(classification.httpStatus).toBe(problem.status)
      expect(classification.serverMessage).toBe(row.serverMessage ?? problem.serverMessage)
    } else {
      expect('httpStatus' in classification).toBe(problem.httpStatus !== undefined)
      expect(classification.httpStatus).toBe(problem.httpStatus)
      expect(classification.serverMessage).toBe(row.serverMessage ?? problem.detail)
    }
  })
}

describe('an error', () => {
  const docs = 'responses-that-are-not-the-managers'
  const permission = 'User does not have required permission'
  const rejected = { reason: 'rejected' }
  const forbidden = { reason: 'forbidden' }
  const refused = { reason: 'unauthorized', isShared: true } as const
  const conflict = { reason: 'conflict' }
  const broken = { reason: 'server-error' }
  const lost = { facts: open, status: 'unknown' }
  const odd = (defect: BodyDefect, serverMessage = '') => ({ defect, serverMessage })
  testRows([
    { problem: managers(400), ...rejected, says: /^Check the names.*MANAGE/ },
    { problem: managers(400), facts: read, ...rejected, says: /^Check.*VIEW/ },
    { problem: managers(422), ...rejected, says: /^Check the names/ },
    { problem: managers(401), ...refused, says: /^Create a new token.*reads\.$/ },
    { problem: managers(403), ...forbidden, says: /^Give .*DEPLOY_UNDEPLOY/ },
    { problem: managers(403), facts: read, ...forbidden, says: /^Give .*VIEW/ },
    { problem: managers(404), reason: 'not-found', says: /^Check the names of project/ },
    { problem: managers(409), ...conflict, says: /in progress/ },
    { problem: managers(423), ...conflict, says: /in progress/ },
    { problem: managers(409, 'duplicate'), ...conflict, says: /^Check the group/ },
    { problem: page(409), ...conflict, says: /Check the group/ },
    { problem: managers(429), reason: 'rate-limited', says: /^Raise `retry-timeout`/ },
    { problem: managers(500), ...broken, says: /^Check the log/ },
    { problem: managers(504), ...broken, says: /^Check the log/ },
    {
      problem: page(504),
      ...lost,
      reason: 'gateway-timeout',
      says: /^The server responded with 504, and .*out\. Check in .*again\. Then .*proxy_read_timeout.* 120 s\.$/
    },
    { problem: respond(524), ...lost, reason: 'gateway-timeout', says: /^The server .*524/ },
    { problem: page(504), facts: read, reason: 'gateway-timeout', says: /HTML page.*behind/ },
    { problem: page(502), ...lost, ...broken, says: /^The server .* 502.*the log.*this job again/ },
    { problem: respond(500), ...lost, ...broken, says: /^The server/ },
    { problem: respond(503, odd('spring')), ...lost, ...broken, says: /^The server/ },
    { problem: empty(503), ...lost, ...broken, says: /^The server/ },
    { problem: managers(503), ...lost, ...broken, says: /^The server .* 503, and/ },
    { problem: managers(400, permission), ...rejected, says: /^Give .*MANAGE/ },
    { problem: managers(403, permission), ...forbidden, says: /^Give .*MANAGE/ },
    { problem: managers(403, permission), facts: read, ...forbidden, says: /^Give.*VIEW/ },
    { problem: managers(409, permission), ...conflict, says: /in progress/ },
    {
      problem: empty(401),
      ...refused,
      docs,
      says: /is empty\. .*Authorization header.*Spring servers.*too\.$/
    },
    {
      problem: empty(401),
      ...lost,
      reason: 'unauthorized',
      docs,
      says: /^The server .*carried the request out\. Spring.*Manager\. Check.*this job again/
    },
    { problem: emptyKey, ...refused, says: /^Check.*Authorization header/ },
    {
      problem: empty(403),
      ...forbidden,
      isShared: true,
      says: /is empty\. Check the path prefix.*Enable Management APIs/
    },
    { problem: page(401), ...refused, docs, says: /HTML page.*new token.*own sign-in/ },
    { problem: page(403), ...forbidden, says: /HTML page.*firewall/ },
    { problem: respond(403, odd('spring')), ...forbidden, says: /\(Spring\).*Check the log/ },
    ...['Access Denied', 'Forbidden', 'not permitted'].map(words => ({
      problem: respond(403, odd('spring', words)),
      ...forbidden,
      says: /^Give/
    })),
    { problem: empty(403), facts: read, ...forbidden, says: /Enable Management APIs/ },
    { problem: managers(401), facts: read, ...refused, says: /^Create a new token/ },
    { problem: respond(403, odd('spring', permission)), ...forbidden, says: /^Give .*MANAGE/ },
    { problem: respond(400, odd('large-head')), ...rejected, says: /headers/ },
    { problem: respond(431), ...rejected, says: /headers/ },
    { problem: respond(400, odd('wants-https')), ...rejected, says: /use `https:/ },
    { problem: respond(413, odd('not-json')), ...rejected, says: /complete JSON.*probably/ },
    { problem: respond(418, odd('cached')), ...rejected, says: /a cache.*probably/ },
    {
      problem: respond(400, odd('other-json')),
      ...rejected,
      says: /^The server responded with 400\. .*not the Manager’s JSON.*Check the names/
    },
    { problem: respond(400, { serverMessage: 'Bad' }), ...rejected, says: /^Check the/ },
    {
      problem: page(200),
      ...lost,
      reason: 'unexpected-response',
      says: /responded with 200\. .*HTML page.*what is deployed/
    },
    { problem: empty(299), facts: read, reason: 'unexpected-response', says: /portal\.$/ },
    {
      problem: respond(302, { location: 'HTTPS://new/mgr/apiops/projects/' }),
      ...lost,
      reason: 'redirected',
      serverMessage: 'Redirected to HTTPS://new/mgr/apiops/projects/: set url to HTTPS://new/mgr',
      says: /302, a redirect/
    },
    {
      problem: respond(302, { location: 'http://new/apiops/' }),
      reason: 'redirected',
      serverMessage: 'Redirected to http://new/apiops/: set url to http://new',
      says: /302/
    },
    {
      problem: respond(302, { location: '/login?next=https://new/apiops/' }),
      reason: 'redirected',
      serverMessage: 'Redirected to /login?next=https://new/apiops/',
      says: /302/
    },
    {
      problem: respond(300, { location: 'https://login/' }),
      reason: 'redirected',
      serverMessage: 'Redirected to https://login/',
      says: /300, a redirect/
    },
    { problem: respond(302), reason: 'redirected', says: /302/ }
  ])
})

describe('no complete response', () => {
  const unknown = { status: 'unknown' }
  const shared = { isShared: true } as const
  const tls = { reason: 'tls', ...shared }
  const failTls = (tlsProblem: string, sent = false) => fail('tls', sent, { tlsProblem })
  const again = / before you run this job again/
  testRows([
    {
      problem: fail('connect', false),
      ...shared,
      reason: 'connection-failed',
      says: /^Could not connect\. Check `url`/
    },
    {
      problem: fail('proxy', false),
      ...shared,
      reason: 'connection-failed',
      docs: 'proxies',
      says: /could not be reached.*https_proxy/
    },
    {
      problem: fail('proxy', false, { httpStatus: 407 }),
      ...shared,
      reason: 'connection-failed',
      docs: 'proxies',
      says: /^Proxy authentication.*NTLM.*https_proxy/
    },
    { problem: failTls('unknown-ca'), ...tls, says: /^The server’s.*`ca-certificate`.*file\)\.$/ },
    {
      problem: failTls('expired-ca'),
      ...tls,
      says: /^A certificate in `ca-certificate`.*new one\.$/
    },
    { problem: failTls('name-constraints'), ...tls, says: /^The CA .*server’s .*may certify\.$/ },
    { problem: failTls('weak'), ...tls, says: /^The key .*server’s, .*No input/ },
    {
      problem: failTls('protocol'),
      ...tls,
      says: /^The server supports.*on the server, .*No input/
    },
    { problem: failTls('refused'), ...tls, says: /^The server refused.*or it requires another/ },
    { problem: failTls('wants-tls'), ...tls, says: /use `https:/ },
    { problem: failTls('closed'), ...tls, says: /^The connection ended.*the Manager behind/ },
    {
      problem: fail('unknown-host', false),
      ...shared,
      reason: 'connection-failed',
      says: /^The runner’s DNS.*and that this runner/
    },
    {
      problem: fail('proxy', false, { httpStatus: 403 }),
      ...shared,
      reason: 'connection-failed',
      docs: 'proxies',
      says: /^The proxy refused .*\(403\)\. Allow/
    },
    {
      problem: fail('proxy', false, { httpStatus: 500 }),
      ...shared,
      reason: 'connection-failed',
      docs: 'proxies',
      says: /could not be reached/
    },
    {
      problem: fail('connect', false),
      facts: open,
      ...unknown,
      reason: 'connection-failed',
      says: /^Could/
    },
    { problem: failTls('expired'), ...tls, says: /expired.*clock\.$/ },
    { problem: failTls('other-host'), ...tls, says: /another host/ },
    { problem: failTls('client-certificate'), ...tls, says: /requires one.*`client-key`/ },
    { problem: failTls('not-tls'), ...tls, says: /speak TLS/ },
    { problem: failTls('other'), ...tls, says: /handshake/ },
    { problem: fail('tls', false), ...tls, says: /handshake/ },
    { problem: failTls('other', true), ...unknown, reason: 'tls', says: again },
    {
      problem: fail('timeout', true),
      ...unknown,
      reason: 'timeout',
      says: /10 min \(`timeout`\).*still be working.*Raise `timeout`.* before you run/
    },
    {
      problem: fail('timeout', false),
      ...shared,
      reason: 'timeout',
      says: /^Could not connect within 10 min \(`timeout`\)\. Check `url`/
    },
    {
      problem: fail('timeout', true),
      facts: read,
      ...shared,
      reason: 'timeout',
      says: /within 10 min\. .*is running\.$/
    },
    {
      problem: fail('cancelled', true),
      ...unknown,
      reason: 'cancelled',
      says: /^Nothing was rolled .*Manager\.$/
    },
    {
      problem: fail('cancelled', false),
      status: 'not-attempted',
      reason: 'cancelled',
      serverMessage: '',
      says: /^Nothing was sent/
    },
    {
      problem: fail('malformed', true),
      ...unknown,
      reason: 'unexpected-response',
      says: /^The response could not be read\. .*what is deployed/
    },
    {
      problem: fail('malformed', true),
      facts: read,
      reason: 'unexpected-response',
      says: /portal\.$/
    },
    {
      problem: fail('lost', true, { httpStatus: 200 }),
      ...unknown,
      reason: 'connection-lost',
      says: again
    },
    { problem: fail('lost', true), facts: read, reason: 'connection-lost', says: /arrived\.$/ }
  ])
})
