import { describe, expect, test } from '@jest/globals'
import {
  classifyError,
  describeProblem,
  isFinalRefusal,
  isGatewayError,
  type ErrorResponse,
  type NetworkError
} from '../../../src/apinizer/failures.ts'
import { createErrorResponse, createFailure } from '../../support/responses.ts'

/** An error as Node raises it. */
function createError(fields: Partial<NetworkError>): NetworkError {
  return Object.assign(new Error(fields.message ?? 'the words'), fields)
}

const unsent = { sent: false }
const sent = { sent: true }

/** What real servers and proxies raise is in http.test.ts, tls.test.ts and http-proxy.test.ts. */
describe('classifyError', () => {
  test.each([
    { name: 'an error before anything was sent', progress: unsent, expected: 'connect' },
    { name: 'an error after it', progress: sent, expected: 'lost' },
    { name: 'a code of the parser', code: 'HPE_INVALID', progress: sent, expected: 'malformed' },
    { name: 'a code of another kind', code: 'EPIPE', progress: sent, expected: 'lost' }
  ])('$name is $expected', ({ code, progress, expected }) => {
    const error = createError(code === undefined ? {} : { code })

    const failure = classifyError(error, progress)

    expect(failure).toEqual({ kind: expected, detail: 'the words', ...progress })
  })

  test.each([
    { tlsProblem: 'unknown-ca', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    { tlsProblem: 'unknown-ca', code: 'UNABLE_TO_GET_ISSUER_CERT' },
    { tlsProblem: 'unknown-ca', code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
    { tlsProblem: 'unknown-ca', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    { tlsProblem: 'unknown-ca', code: 'SELF_SIGNED_CERT_IN_CHAIN' },
    { tlsProblem: 'unknown-ca', code: 'CERT_UNTRUSTED' },
    { tlsProblem: 'unknown-ca', code: 'CERT_SIGNATURE_FAILURE' },
    { tlsProblem: 'expired', code: 'CERT_HAS_EXPIRED' },
    { tlsProblem: 'expired', code: 'CERT_NOT_YET_VALID' },
    { tlsProblem: 'other-host', code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    { tlsProblem: 'other-host', code: 'HOSTNAME_MISMATCH' },
    { tlsProblem: 'not-tls', code: 'ERR_SSL_WRONG_VERSION_NUMBER' },
    { tlsProblem: 'not-tls', code: 'ERR_SSL_PACKET_LENGTH_TOO_LONG' },
    { tlsProblem: 'not-tls', code: 'ERR_SSL_HTTP_REQUEST' },
    { tlsProblem: 'client-certificate', code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' },
    { tlsProblem: 'client-certificate', code: 'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE' },
    { tlsProblem: 'client-certificate', code: 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED' },
    { tlsProblem: 'client-certificate', code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' },
    { tlsProblem: 'other', code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' },
    { tlsProblem: 'other', code: 'CERT_REVOKED' },
    { tlsProblem: 'other', code: 'INVALID_CA' },
    { tlsProblem: 'other', code: 'PATH_LENGTH_EXCEEDED' }
  ])('$code is the TLS problem $tlsProblem', ({ tlsProblem, code }) => {
    expect(classifyError(createError({ code }), unsent)).toMatchObject({ kind: 'tls', tlsProblem })
  })

  test.each([
    { words: 'wrong version number', tlsProblem: 'not-tls' },
    { words: 'packet length too long', tlsProblem: 'not-tls' },
    { words: 'http request', tlsProblem: 'not-tls' },
    { words: 'unsupported protocol', tlsProblem: 'other' },
    { words: 'sslv3 alert bad certificate', tlsProblem: 'client-certificate' }
  ])('EPROTO with the words "$words" is the TLS problem $tlsProblem', ({ words, tlsProblem }) => {
    const message = `write EPROTO C0:error:0A00010B:SSL routines:ssl3_get_record:${words}:r.c:1:`

    const failure = classifyError(createError({ code: 'EPROTO', message }), unsent)

    expect(failure).toEqual({ kind: 'tls', tlsProblem, sent: false, detail: words })
  })

  test('a TLS problem after the handshake may have come after the request', () => {
    const error = createError({ code: 'ERR_SSL_BAD_RECORD' })

    expect(classifyError(error, sent)).toMatchObject({ kind: 'tls', sent: true })
  })

  test.each([
    { name: 'with a status', statusCode: 403, expected: { httpStatus: 403 } },
    { name: 'with words that are not HTTP', statusCode: NaN, expected: {} },
    { name: 'without a word', statusCode: undefined, expected: {} }
  ])('a tunnel that a proxy refuses $name', ({ statusCode, expected }) => {
    const status = statusCode === undefined ? {} : { statusCode }
    const error = createError({ code: 'ERR_PROXY_TUNNEL', ...status })

    const failure = classifyError(error, sent)

    expect(failure).toEqual({ kind: 'proxy', sent: false, detail: 'the words', ...expected })
  })

  test.each([
    {
      name: 'the children of an error without words, each once',
      error: {
        message: '',
        code: 'ECONNREFUSED',
        errors: ['connect ECONNREFUSED ::1:1', 'connect ENETUNREACH', 'connect ENETUNREACH'].map(
          message => new Error(message)
        )
      },
      expected: 'connect ECONNREFUSED ::1:1; connect ENETUNREACH'
    },
    {
      name: 'its own words before its children’s',
      error: { message: 'own', errors: [new Error('child')] },
      expected: 'own'
    },
    {
      name: 'its code where there are no words',
      error: { message: '', code: 'EHOSTDOWN' },
      expected: 'EHOSTDOWN'
    },
    {
      name: 'no advice on Node’s command line',
      error: { message: 'self-signed; if the root CA is installed, try --use-system-ca' },
      expected: 'self-signed'
    }
  ])('an error is told by $name', ({ error, expected }) => {
    expect(classifyError(createError(error), unsent).detail).toBe(expected)
  })
})

describe('describeProblem', () => {
  test.each([
    {
      name: 'a refusal with words',
      problem: createErrorResponse(400, { serverMessage: 'No' }),
      expected: '400: No'
    },
    { name: 'a refusal without', problem: createErrorResponse(404), expected: '404' },
    {
      name: 'a failure with words',
      problem: createFailure('connect', { detail: 'connect ECONNREFUSED' }),
      expected: 'connect ECONNREFUSED'
    },
    { name: 'a failure without', problem: createFailure('timeout'), expected: 'timeout' }
  ])('$name: $expected', ({ problem, expected }) => {
    expect(describeProblem(problem)).toBe(expected)
  })
})

describe('isGatewayError', () => {
  const rows: { name: string; response: ErrorResponse; expected: boolean }[] = [
    {
      name: 'an empty 502',
      response: createErrorResponse(502, { defect: 'empty' }),
      expected: true
    },
    { name: 'a page', response: createErrorResponse(500, { defect: 'html' }), expected: true },
    {
      name: 'a 500 in the Manager’s words',
      response: createErrorResponse(500, { edition: 'first' }),
      expected: false
    },
    {
      name: 'Spring’s own 500',
      response: createErrorResponse(500, { defect: 'spring' }),
      expected: false
    },
    { name: 'a 499', response: createErrorResponse(499, { defect: 'html' }), expected: false }
  ]

  test.each(rows)('$name: $expected', ({ response, expected }) => {
    expect(isGatewayError(response)).toBe(expected)
  })
})

describe('isFinalRefusal', () => {
  test.each([
    { name: 'a 400', problem: createErrorResponse(400), expected: true },
    { name: 'a 404', problem: createErrorResponse(404), expected: true },
    { name: 'a 499', problem: createErrorResponse(499), expected: true },
    { name: 'a 429', problem: createErrorResponse(429), expected: false },
    { name: 'a 500', problem: createErrorResponse(500), expected: false },
    { name: 'a 302', problem: createErrorResponse(302), expected: false },
    {
      name: 'a failure with a status',
      problem: createFailure('lost', { httpStatus: 404 }),
      expected: false
    }
  ])('$name: $expected', ({ problem, expected }) => {
    expect(isFinalRefusal(problem)).toBe(expected)
  })
})
