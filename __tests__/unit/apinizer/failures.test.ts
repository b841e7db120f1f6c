import { describe, expect, test } from '@jest/globals'
import {
  classifyNetworkError,
  describeProblem,
  isFinalRefusal,
  isGatewayError,
  isSilentRefusal,
  isUnknownCall,
  type NetworkError,
  type Progress
} from '../../../src/apinizer/failures.ts'
import { createErrorResponse, createFailure } from '../../support/responses.ts'

const unsent = { sent: false }
const sent = { sent: true, httpStatus: 200 }

/** What becomes of an error as Node raises it. */
function classify(fields: Partial<NetworkError>, progress: Progress = unsent) {
  return classifyNetworkError(Object.assign(new Error('the words'), fields), progress)
}

/** What real servers and proxies raise is in http.test.ts, http-tls.test.ts and http-proxy.test.ts. */
describe('an error of Node', () => {
  test.each([
    { fields: {}, progress: unsent, kind: 'connect' },
    { fields: {}, progress: sent, kind: 'lost' },
    { fields: { code: 'EPIPE' }, progress: sent, kind: 'lost' },
    { fields: { code: 'HPE_INVALID' }, progress: sent, kind: 'malformed' }
  ])('with $fields after $progress is $kind', ({ fields, progress, kind }) => {
    expect(classify(fields, progress)).toEqual({ kind, detail: 'the words', ...progress })
  })

  const codes = {
    'unknown-ca': [
      ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
      ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_UNTRUSTED', 'CERT_SIGNATURE_FAILURE']
    ],
    expired: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    'other-host': ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'],
    'not-tls': [
      ...['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
      'ERR_SSL_HTTP_REQUEST'
    ],
    'client-certificate': [
      ...['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE'],
      'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'
    ],
    protocol: [
      ...['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_UNSUPPORTED_PROTOCOL'],
      ...['ERR_SSL_NO_CIPHERS_AVAILABLE', 'ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY'],
      ...['ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED', 'ERR_SSL_WRONG_SIGNATURE_TYPE'],
      'ERR_SSL_DH_KEY_TOO_SMALL'
    ],
    refused: ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
    weak: ['ERR_SSL_EE_KEY_TOO_SMALL', 'ERR_SSL_CA_MD_TOO_WEAK'],
    other: [
      ...['ERR_SSL_BAD_RECORD', 'ERR_TLS_X', 'INVALID_CA', 'CERT_REVOKED', 'PATH_LENGTH_EXCEEDED'],
      'UNSPECIFIED'
    ]
  }
  const rows = Object.entries(codes).flatMap(([tlsProblem, list]) =>
    list.map(code => ({ code, tlsProblem }))
  )
  test.each(rows)('$code is the TLS problem $tlsProblem', ({ code, tlsProblem }) => {
    expect(classify({ code })).toMatchObject({ kind: 'tls', sent: false, tlsProblem })
    expect(classify({ code }, sent)).toMatchObject({ kind: 'tls', sent: true, tlsProblem })
  })

  test.each([
    { words: 'wrong version number', tlsProblem: 'not-tls' },
    { words: 'unsupported protocol', tlsProblem: 'protocol' },
    { words: 'ssl/tls alert handshake failure', tlsProblem: 'refused' },
    { words: 'bad record type', tlsProblem: 'other' },
    { words: 'sslv3 alert bad certificate', tlsProblem: 'client-certificate' }
  ])('EPROTO with the words "$words" is the TLS problem $tlsProblem', ({ words, tlsProblem }) => {
    const message = `write EPROTO C0:error:0A00010B:SSL routines:ssl3_get_record:${words}:r.c:1:`

    const expected = { kind: 'tls', tlsProblem, sent: false, detail: words }
    expect(classify({ code: 'EPROTO', message })).toEqual(expected)
  })

  test.each([
    { message: 'EE certificate key too weak', tlsProblem: 'weak' },
    { message: 'CA signature digest algorithm too weak', tlsProblem: 'weak' },
    { message: 'permitted subtree violation', tlsProblem: 'name-constraints' },
    { message: 'unsupported name constraint type', tlsProblem: 'name-constraints' }
  ])('UNSPECIFIED, $message, is the TLS problem $tlsProblem', ({ message, tlsProblem }) => {
    const expected = { kind: 'tls', tlsProblem, sent: false, detail: message }
    expect(classify({ code: 'UNSPECIFIED', message })).toEqual(expected)
  })

  test.each([
    { name: 'in the handshake', fields: { code: 'ECONNRESET' }, isHandshaking: true },
    {
      name: 'in words for it',
      fields: {
        message: 'Client network socket disconnected before secure TLS connection was made'
      },
      isHandshaking: false
    }
  ])('$name is a TLS problem without a code of its own', ({ fields, isHandshaking }) => {
    const failure = classify(fields, { sent: false, isHandshaking })

    expect(failure).toMatchObject({ kind: 'tls', sent: false, tlsProblem: 'closed' })
    expect(failure).not.toHaveProperty('isHandshaking')
  })

  test.each([
    ...['ENOTFOUND', 'EAI_NODATA'].map(code => ({ code, kind: 'unknown-host' })),
    { code: 'EAI_AGAIN', kind: 'connect' }
  ])('$code is $kind', ({ code, kind }) => {
    expect(classify({ code }).kind).toBe(kind)
  })

  test.each([
    { fields: { statusCode: 403 }, expected: { httpStatus: 403 } },
    { fields: { statusCode: NaN }, expected: {} },
    { fields: {}, expected: {} }
  ])('a tunnel that a proxy refuses with $fields', ({ fields, expected }) => {
    const failure = classify({ code: 'ERR_PROXY_TUNNEL', ...fields }, { sent: true })

    expect(failure).toEqual({ kind: 'proxy', sent: false, detail: 'the words', ...expected })
  })

  const errors = ['one', 'two', 'two'].map(message => new Error(message))
  test.each([
    { fields: { message: '', code: 'ECONNREFUSED', errors }, expected: 'one; two' },
    { fields: { message: 'own', errors }, expected: 'own' },
    { fields: { message: '', code: 'EHOSTDOWN' }, expected: 'EHOSTDOWN' },
    { fields: { message: '' }, expected: '' },
    {
      fields: { message: 'self-signed; if the root CA is installed,\ntry --use' },
      expected: 'self-signed'
    }
  ])('has the words $expected', ({ fields, expected }) => {
    expect(classify(fields).detail).toBe(expected)
  })
})

test.each([
  { problem: createErrorResponse(400, { serverMessage: 'No' }), expected: '400: No' },
  { problem: createErrorResponse(404), expected: '404' },
  { problem: createFailure('connect', { detail: 'refused' }), expected: 'refused' },
  { problem: createFailure('timeout'), expected: 'timeout' }
])('$problem in a few words: $expected', ({ problem, expected }) => {
  expect(describeProblem(problem)).toBe(expected)
})

test.each([
  { status: 502, fields: { defect: 'empty' as const }, expected: true },
  { status: 500, fields: { defect: 'html' as const }, expected: true },
  { status: 500, fields: { edition: 'first' as const }, expected: false },
  { status: 500, fields: { defect: 'spring' as const }, expected: false },
  { status: 499, fields: { defect: 'html' as const }, expected: false }
])('a $status with $fields is a gateway’s: $expected', ({ status, fields, expected }) => {
  expect(isGatewayError(createErrorResponse(status, fields))).toBe(expected)
})

/** What a problem is besides a response. */
const traits = { isSilentRefusal, isUnknownCall, isFinalRefusal }

test.each([
  ...[401, 403].map(status => ({
    problem: createErrorResponse(status, { defect: 'empty' }),
    expected: ['isSilentRefusal']
  })),
  {
    problem: createErrorResponse(401, { serverMessage: 'Empty Key!', edition: 'first' }),
    expected: ['isSilentRefusal']
  },
  { problem: createErrorResponse(403, { defect: 'html' }), expected: [] },
  { problem: createErrorResponse(500, { defect: 'empty' }), expected: [] },
  ...(['empty', 'spring'] as const).flatMap(defect =>
    [404, 405].map(status => ({
      problem: createErrorResponse(status, { defect }),
      expected: ['isUnknownCall', 'isFinalRefusal']
    }))
  ),
  { problem: createErrorResponse(404, { defect: 'empty', isKnownCall: true }), expected: [] },
  { problem: createErrorResponse(404, { defect: 'html' }), expected: [] },
  { problem: createErrorResponse(400, { defect: 'empty' }), expected: [] },
  ...[400, 499].map(status => ({
    problem: createErrorResponse(status, { edition: 'current' }),
    expected: ['isFinalRefusal']
  })),
  ...[302, 408, 429, 500].map(status => ({
    problem: createErrorResponse(status, { edition: 'current' }),
    expected: []
  })),
  { problem: createFailure('lost', { httpStatus: 404 }), expected: [] }
])('$problem is: $expected', ({ problem, expected }) => {
  const found = Object.entries(traits).filter(([, has]) => has(problem))

  expect(found.map(([name]) => name)).toEqual(expected)
})
