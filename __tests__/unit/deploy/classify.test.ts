import { describe, expect, test } from '@jest/globals'
import type { ErrorResponse, RequestFailure, TlsProblem } from '../../../src/apinizer/failures.ts'
import type { DeploymentReport, Pod } from '../../../src/apinizer/parse-deployment.ts'
import { classifyProblem, classifyReport, isLost } from '../../../src/deploy/classify.ts'
import { join } from '../../../src/deploy/outcome.ts'
import { reasons } from '../../../src/deploy/reasons.ts'

const change = { purpose: 'change', timeoutMs: 600_000 } as const
const read = { purpose: 'read', timeoutMs: 600_000 } as const

function respond(status: number, over: Partial<ErrorResponse> = {}): ErrorResponse {
  return { kind: 'response', status, serverMessage: '', ...over }
}

function failRequest(
  kind: RequestFailure['kind'],
  sent: boolean,
  over: Partial<RequestFailure> = {}
): RequestFailure {
  return { kind, sent, detail: 'the words', ...over }
}

const pod = (success: boolean): Pod => ({ name: 'worker', ip: '10.0.0.1', success, message: '' })

describe('a report', () => {
  const confirmed: DeploymentReport = {
    verdict: 'confirmed',
    serverMessage: '',
    pods: [],
    missing: ''
  }
  const details = { serverMessage: '', pods: [], httpStatus: 200 }
  const deploymentFailed = reasons['deployment-failed'].remedy
  const denied = { status: 'failed', reason: 'deployment-failed' }
  const rows: { name: string; report: Partial<DeploymentReport>; expected: object }[] = [
    {
      name: 'that confirms',
      report: {},
      expected: {
        status: 'succeeded',
        reason: 'deployed',
        explanation: 'The Manager confirmed it.'
      }
    },
    {
      name: 'that confirms one worker pod',
      report: { pods: [pod(true)] },
      expected: {
        status: 'succeeded',
        reason: 'deployed',
        pods: [pod(true)],
        explanation: 'The Manager confirmed it for 1 worker pod.'
      }
    },
    {
      name: 'that confirms two worker pods',
      report: { pods: [pod(true), pod(true)] },
      expected: {
        status: 'succeeded',
        reason: 'deployed',
        pods: [pod(true), pod(true)],
        explanation: 'The Manager confirmed it for 2 worker pods.'
      }
    },
    {
      name: 'that confirms in its own words',
      report: { serverMessage: 'Deployed' },
      expected: {
        status: 'succeeded',
        reason: 'deployed',
        serverMessage: 'Deployed',
        explanation: ''
      }
    },
    {
      name: 'that denies',
      report: { verdict: 'denied', serverMessage: 'No' },
      expected: { ...denied, serverMessage: 'No', explanation: deploymentFailed }
    },
    {
      name: 'that denies, with worker pods that did not fail',
      report: { verdict: 'denied', pods: [pod(true)] },
      expected: { ...denied, pods: [pod(true)], explanation: deploymentFailed }
    },
    {
      name: 'that denies for a worker pod',
      report: { verdict: 'denied', pods: [pod(true), pod(false), pod(true)] },
      expected: {
        ...denied,
        pods: [pod(true), pod(false), pod(true)],
        explanation: `1 of 3 worker pods failed. ${deploymentFailed}`
      }
    },
    {
      name: 'that is unclear',
      report: { verdict: 'unclear', missing: 'Something is missing.' },
      expected: {
        status: 'unknown',
        reason: 'unexpected-response',
        docs: 'lost-responses',
        explanation: `Something is missing. ${reasons['connection-lost'].remedy}`
      }
    }
  ]

  test.each(rows)('$name', ({ report, expected }) => {
    expect(classifyReport({ ...confirmed, ...report }, 'deployed')).toEqual({
      ...details,
      ...expected
    })
  })

  test('of an undeployment', () => {
    expect(classifyReport(confirmed, 'undeployed')).toMatchObject({
      status: 'succeeded',
      reason: 'undeployed'
    })
  })
})

describe('whether a response is lost', () => {
  const rows = [
    { name: 'a lost connection', problem: failRequest('lost', true), expected: true },
    { name: 'a deadline', problem: failRequest('timeout', true), expected: true },
    { name: 'a malformed response', problem: failRequest('malformed', true), expected: true },
    { name: 'a TLS alert after the request', problem: failRequest('tls', true), expected: true },
    { name: 'a cancelled request', problem: failRequest('cancelled', true), expected: false },
    { name: 'a deadline, nothing sent', problem: failRequest('timeout', false), expected: false },
    { name: 'no connection', problem: failRequest('connect', false), expected: false },
    { name: 'an empty 200', problem: respond(200, { defect: 'empty' }), expected: true },
    { name: 'a cached 200', problem: respond(200, { defect: 'cached' }), expected: false },
    { name: 'a cached 299', problem: respond(299, { defect: 'cached' }), expected: false },
    { name: 'a cached 300', problem: respond(300, { defect: 'cached' }), expected: true },
    { name: 'a cached 502', problem: respond(502, { defect: 'cached' }), expected: true },
    { name: 'a 302', problem: respond(302), expected: true },
    { name: 'a 399', problem: respond(399), expected: true },
    { name: 'a 400', problem: respond(400), expected: false },
    { name: 'a 404', problem: respond(404, { defect: 'html' }), expected: false },
    { name: 'a 499', problem: respond(499), expected: false },
    { name: 'a gateway’s 500', problem: respond(500), expected: true },
    { name: 'a 504', problem: respond(504), expected: true },
    { name: 'the Manager’s 500', problem: respond(500, { edition: 'current' }), expected: false },
    { name: 'the Manager’s 503', problem: respond(503, { edition: 'first' }), expected: false },
    { name: 'Spring’s 500', problem: respond(500, { defect: 'spring' }), expected: true }
  ]

  test.each(rows)('$name: $expected', ({ problem, expected }) => {
    expect(isLost(problem)).toBe(expected)
  })
})

describe('an error status in the Manager’s words', () => {
  const rows = [
    { status: 400, reason: 'rejected' },
    { status: 403, reason: 'forbidden' },
    { status: 404, reason: 'not-found' },
    { status: 409, reason: 'conflict' },
    { status: 422, reason: 'rejected' },
    { status: 423, reason: 'conflict' },
    { status: 429, reason: 'rate-limited' },
    { status: 500, reason: 'server-error' },
    { status: 504, reason: 'server-error' },
    { status: 599, reason: 'server-error' }
  ] as const

  test.each(rows)('$status: $reason', ({ status, reason }) => {
    const response = respond(status, { edition: 'current', serverMessage: 'No' })

    expect(classifyProblem(response, change)).toEqual({
      status: 'failed',
      reason,
      httpStatus: status,
      serverMessage: 'No',
      explanation: reasons[reason].remedy
    })
  })

  test('401 ends the run', () => {
    const response = respond(401, { edition: 'first', serverMessage: 'Token was expired!' })

    expect(classifyProblem(response, change)).toEqual({
      status: 'failed',
      reason: 'unauthorized',
      httpStatus: 401,
      serverMessage: 'Token was expired!',
      explanation: reasons.unauthorized.remedy,
      endsRun: true
    })
  })
})

describe('a missing permission', () => {
  const serverMessage = 'User does not have required permission for this operation!'
  const deploy =
    'Give the token’s user the permission to deploy: API_MANAGEMENT with MANAGE and DEPLOY_UNDEPLOY ' +
    '(older servers: ROLE_MANAGE_PROXY_GROUPS and ROLE_DEPLOY_UNDEPLOY_PROXIES).'
  const view =
    'Give the token’s user access to the project and the permission to view it: API_MANAGEMENT with VIEW.'
  const rows = [
    { name: '400 to a change', status: 400, facts: change, expected: deploy },
    { name: '403 to a change', status: 403, facts: change, expected: deploy },
    { name: '400 to a look', status: 400, facts: read, expected: view },
    { name: '403 to a look', status: 403, facts: read, expected: view },
    { name: '409 to a change', status: 409, facts: change, expected: reasons.conflict.remedy }
  ]

  test.each(rows)('$name', ({ status, facts, expected }) => {
    const response = respond(status, { edition: 'current', serverMessage })

    expect(classifyProblem(response, facts).explanation).toBe(expected)
  })
})

describe('an error status that is not in the Manager’s words', () => {
  const notJson = 'The response is not the Manager’s JSON.'
  const gateways = (status: number) =>
    `A gateway responded with ${status}, and the Manager may have carried the request out.`
  const probably =
    'The response is probably a gateway’s and not the Manager’s: check `url` and the gateway’s log.'
  const refused =
    'The response is not the Manager’s own: check whether a gateway or firewall refused the request.'
  const rows: { name: string; response: ErrorResponse; expected: object }[] = [
    {
      name: '400',
      response: respond(400),
      expected: {
        status: 'failed',
        reason: 'rejected',
        explanation: `The server responded with 400. ${notJson} ${reasons.rejected.remedy}`
      }
    },
    {
      name: '401',
      response: respond(401, { defect: 'html' }),
      expected: {
        status: 'failed',
        reason: 'unauthorized',
        docs: 'responses-that-are-not-the-managers',
        endsRun: true,
        explanation:
          `The server responded with 401. The response is an HTML page, not the Manager’s ` +
          `JSON. ${reasons.unauthorized.remedy} If that does not help, check whether a ` +
          `gateway in front of the Manager requires its own sign-in.`
      }
    },
    {
      name: '403',
      response: respond(403, { defect: 'empty' }),
      expected: {
        status: 'failed',
        reason: 'forbidden',
        explanation: `The server responded with 403. The response is empty. ${refused}`
      }
    },
    {
      name: '404',
      response: respond(404, { defect: 'not-json' }),
      expected: {
        status: 'failed',
        reason: 'not-found',
        explanation:
          `The server responded with 404. The response is not complete JSON, or has the ` +
          `same key twice. ${reasons['not-found'].remedy}`
      }
    },
    {
      name: '418',
      response: respond(418, { defect: 'cached' }),
      expected: {
        status: 'failed',
        reason: 'rejected',
        explanation: `The server responded with 418. The response comes from a cache, not from the Manager. ${probably}`
      }
    },
    {
      name: '413 with a message',
      response: respond(413, { serverMessage: 'Too large' }),
      expected: {
        status: 'failed',
        reason: 'rejected',
        serverMessage: 'Too large',
        explanation: probably
      }
    },
    {
      name: '400 that wants HTTPS',
      response: respond(400, { defect: 'wants-https' }),
      expected: {
        status: 'failed',
        reason: 'rejected',
        explanation: `The server responded with 400. ${notJson} The port expects HTTPS: use \`https://\` in \`url\`.`
      }
    },
    {
      name: '500',
      response: respond(500),
      expected: {
        status: 'unknown',
        reason: 'server-error',
        explanation: `${gateways(500)} ${reasons['server-error'].remedy} ${reasons['connection-lost'].remedy}`
      }
    },
    {
      name: '500 of Spring, which may be the Manager’s or a gateway’s',
      response: respond(500, { defect: 'spring' }),
      expected: {
        status: 'unknown',
        reason: 'server-error',
        explanation:
          'The server responded with 500, and the Manager may have carried the request out. ' +
          `${reasons['server-error'].remedy} ${reasons['connection-lost'].remedy}`
      }
    },
    {
      name: '502',
      response: respond(502, { defect: 'html' }),
      expected: {
        status: 'unknown',
        reason: 'server-error',
        explanation: `${gateways(502)} ${reasons['server-error'].remedy} ${reasons['connection-lost'].remedy}`
      }
    },
    {
      name: '504',
      response: respond(504, { serverMessage: 'upstream request timeout' }),
      expected: {
        status: 'unknown',
        reason: 'gateway-timeout',
        serverMessage: 'upstream request timeout',
        explanation: `${gateways(504)} ${reasons['gateway-timeout'].remedy}`
      }
    },
    {
      name: 'Cloudflare’s 524',
      response: respond(524),
      expected: {
        status: 'unknown',
        reason: 'gateway-timeout',
        explanation: `${gateways(524)} ${reasons['gateway-timeout'].remedy}`
      }
    }
  ]

  test.each(rows)('$name', ({ response, expected }) => {
    expect(classifyProblem(response, change)).toEqual({
      httpStatus: response.status,
      serverMessage: '',
      ...expected
    })
  })

  test('leaves nothing unknown after a look', () => {
    expect(classifyProblem(respond(502), read)).toEqual({
      status: 'failed',
      reason: 'server-error',
      httpStatus: 502,
      serverMessage: '',
      explanation: `The server responded with 502. ${notJson} ${reasons['server-error'].remedy}`
    })
  })
})

describe('a success status that proves nothing', () => {
  const unexpected = reasons['unexpected-response'].remedy
  const rows: { name: string; response: ErrorResponse; body: string }[] = [
    {
      name: 'an empty body',
      response: respond(200, { defect: 'empty' }),
      body: 'The response is empty.'
    },
    {
      name: 'HTML',
      response: respond(200, { defect: 'html' }),
      body: 'The response is an HTML page, not the Manager’s JSON.'
    },
    {
      name: 'JSON that ends early',
      response: respond(200, { defect: 'not-json' }),
      body: 'The response is not complete JSON, or has the same key twice.'
    },
    {
      name: 'a cache’s',
      response: respond(200, { defect: 'cached' }),
      body: 'The response comes from a cache, not from the Manager.'
    },
    {
      name: 'JSON of something else',
      response: respond(299, { defect: 'other-json' }),
      body: 'The response is not the Manager’s JSON.'
    }
  ]

  test.each(rows)('$name', ({ response, body }) => {
    expect(classifyProblem(response, change)).toEqual({
      status: 'unknown',
      reason: 'unexpected-response',
      httpStatus: response.status,
      serverMessage: '',
      explanation: `The server responded with ${response.status}. ${body} ${unexpected}`
    })
  })

  test('to a look is a failure', () => {
    const response = respond(200, { defect: 'html' })

    expect(classifyProblem(response, read)).toMatchObject({
      status: 'failed',
      reason: 'unexpected-response'
    })
  })
})

describe('a redirect', () => {
  const explanation = (status: number) =>
    `The server responded with ${status}, a redirect. ${reasons.redirected.remedy}`
  const rows: { name: string; location?: string; expected: string }[] = [
    {
      name: 'to the same call elsewhere',
      location: 'https://new.example.com/manager/apiops/projects/x/',
      expected:
        'Redirected to https://new.example.com/manager/apiops/projects/x/: set url to https://new.example.com/manager'
    },
    {
      name: 'to the same call, in capital letters',
      location: 'HTTP://new.example.com/apiops/projects/x/',
      expected:
        'Redirected to HTTP://new.example.com/apiops/projects/x/: set url to HTTP://new.example.com'
    },
    {
      name: 'to a path',
      location: '/manager/apiops/projects/x/',
      expected: 'Redirected to /manager/apiops/projects/x/'
    },
    {
      name: 'to an address behind another scheme',
      location: 'ftp://http://x/apiops/y',
      expected: 'Redirected to ftp://http://x/apiops/y'
    },
    {
      name: 'to another page',
      location: 'https://sso.example.com/login',
      expected: 'Redirected to https://sso.example.com/login'
    },
    {
      name: 'to an address with a line end',
      location: 'https://new.example.com/apiops/a\nb',
      expected:
        'Redirected to https://new.example.com/apiops/a\nb: set url to https://new.example.com'
    },
    { name: 'to nowhere', expected: '' }
  ]

  test.each(rows)('$name', ({ location, expected }) => {
    expect(classifyProblem(respond(302, { location }), change)).toEqual({
      status: 'unknown',
      reason: 'redirected',
      httpStatus: 302,
      serverMessage: expected,
      explanation: explanation(302)
    })
  })

  test('has failed where it brings an error in the Manager’s words', () => {
    const problem = respond(302, { edition: 'current', serverMessage: 'No' })

    expect(classifyProblem(problem, change)).toMatchObject({ status: 'failed' })
  })

  test.each([300, 399])('with status %s', status => {
    expect(classifyProblem(respond(status), read)).toMatchObject({
      status: 'failed',
      reason: 'redirected',
      explanation: explanation(status)
    })
  })
})

describe('a request without a response, of which nothing was sent', () => {
  const connectionFailed = reasons['connection-failed'].remedy
  const proxyRemedy = 'Check https_proxy (or http_proxy) and no_proxy on the runner.'
  const rows: { name: string; failure: RequestFailure; expected: object }[] = [
    {
      name: 'no connection',
      failure: failRequest('connect', false),
      expected: {
        reason: 'connection-failed',
        explanation: `Could not connect. ${connectionFailed}`
      }
    },
    {
      name: 'a proxy that could not connect',
      failure: failRequest('proxy', false, { httpStatus: 502 }),
      expected: {
        reason: 'connection-failed',
        httpStatus: 502,
        docs: 'proxies',
        explanation: `The proxy could not be reached, or did not connect to the Manager. ${proxyRemedy}`
      }
    },
    {
      name: 'a proxy that requires authentication',
      failure: failRequest('proxy', false, { httpStatus: 407 }),
      expected: {
        reason: 'connection-failed',
        httpStatus: 407,
        docs: 'proxies',
        explanation: `Proxy authentication failed or is missing. ${proxyRemedy}`
      }
    },
    {
      name: 'a deadline',
      failure: failRequest('timeout', false),
      expected: {
        reason: 'timeout',
        explanation: `Could not connect within 10 min (\`timeout\`). ${connectionFailed}`
      }
    }
  ]

  test.each(rows)('$name', ({ failure, expected }) => {
    expect(classifyProblem(failure, change)).toStrictEqual({
      status: 'failed',
      serverMessage: 'the words',
      endsRun: true,
      ...expected
    })
  })

  test('a cancelled run', () => {
    expect(classifyProblem(failRequest('cancelled', false), change)).toEqual({
      status: 'not-attempted',
      reason: 'cancelled',
      serverMessage: '',
      explanation: 'Nothing was sent: the workflow run was cancelled.'
    })
  })
})

describe('a TLS handshake that failed', () => {
  const rows: { tlsProblem: TlsProblem; expected: string }[] = [
    {
      tlsProblem: 'unknown-ca',
      expected:
        'The server’s certificate is signed by a CA that this runner does not know. Set ' +
        '`ca-certificate` to that CA’s certificate (PEM text, or the path of a file).'
    },
    {
      tlsProblem: 'expired',
      expected:
        'The server’s certificate has expired or is not valid yet. Renew it on the ' +
        'server, and check the runner’s clock.'
    },
    {
      tlsProblem: 'other-host',
      expected:
        'The server’s certificate is for another host name. Set `url` to a name that the certificate contains.'
    },
    {
      tlsProblem: 'client-certificate',
      expected:
        'The server rejected the client certificate, or requires one. Set ' +
        '`client-certificate` and `client-key` to a pair that the server trusts.'
    },
    {
      tlsProblem: 'not-tls',
      expected: 'The port does not speak TLS. Check the scheme and port of `url`.'
    },
    {
      tlsProblem: 'other',
      expected:
        'The TLS handshake failed. Check `url`, `ca-certificate`, `client-certificate` and `client-key`.'
    }
  ]

  test.each(rows)('$tlsProblem', ({ tlsProblem, expected }) => {
    expect(classifyProblem(failRequest('tls', false, { tlsProblem }), change)).toEqual({
      status: 'failed',
      reason: 'tls',
      serverMessage: 'the words',
      endsRun: true,
      explanation: expected
    })
  })

  test('for a reason that is not known', () => {
    const { explanation } = classifyProblem(failRequest('tls', false), change)

    expect(explanation).toMatch(/^The TLS handshake failed\./)
  })
})

describe('a request without a response that was sent', () => {
  const history = reasons['connection-lost'].remedy
  const rows: { name: string; failure: RequestFailure; expected: object }[] = [
    {
      name: 'a deadline',
      failure: failRequest('timeout', true),
      expected: {
        reason: 'timeout',
        explanation:
          `No complete response within 10 min (\`timeout\`). The server may still be ` +
          `working on it. ${reasons.timeout.remedy} ${history}`
      }
    },
    {
      name: 'a lost connection',
      failure: failRequest('lost', true, { httpStatus: 200 }),
      expected: {
        reason: 'connection-lost',
        httpStatus: 200,
        explanation: `The connection was lost before the complete response arrived. ${history}`
      }
    },
    {
      name: 'a malformed response',
      failure: failRequest('malformed', true),
      expected: {
        reason: 'unexpected-response',
        explanation: `The response could not be read. ${reasons['unexpected-response'].remedy}`
      }
    },
    {
      name: 'a TLS alert',
      failure: failRequest('tls', true, { tlsProblem: 'not-tls' }),
      expected: {
        reason: 'tls',
        explanation: `The port does not speak TLS. Check the scheme and port of \`url\`. ${history}`
      }
    },
    {
      name: 'a cancelled run',
      failure: failRequest('cancelled', true),
      expected: { reason: 'cancelled', explanation: reasons.cancelled.remedy }
    }
  ]

  test.each(rows)('$name', ({ failure, expected }) => {
    expect(classifyProblem(failure, change)).toStrictEqual({
      status: 'unknown',
      serverMessage: 'the words',
      ...expected
    })
  })
})

describe('a look without a response', () => {
  const rows: { name: string; failure: RequestFailure; expected: object }[] = [
    {
      name: 'a deadline',
      failure: failRequest('timeout', true),
      expected: {
        reason: 'timeout',
        endsRun: true,
        explanation: `No complete response within 10 min (\`timeout\`). ${reasons.timeout.remedy}`
      }
    },
    {
      name: 'a lost connection',
      failure: failRequest('lost', true),
      expected: {
        reason: 'connection-lost',
        explanation: 'The connection was lost before the complete response arrived.'
      }
    },
    {
      name: 'a malformed response',
      failure: failRequest('malformed', true),
      expected: { reason: 'unexpected-response' }
    }
  ]

  test.each(rows)('$name is a failure', ({ failure, expected }) => {
    expect(classifyProblem(failure, read)).toMatchObject({ status: 'failed', ...expected })
  })

  test('a cancelled run sent nothing', () => {
    expect(classifyProblem(failRequest('cancelled', true), read)).toMatchObject({
      status: 'not-attempted',
      reason: 'cancelled'
    })
  })
})

test('sentences are joined without empty ones', () => {
  expect(join('One.', '', 'Two.')).toBe('One. Two.')
})
