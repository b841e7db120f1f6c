import { describe, expect, test } from '@jest/globals'
import { noAnswerFrom, type NetworkError, type Progress } from '../src/apinizer/errors.ts'
import type { Reply } from '../src/apinizer/http.ts'
import { describeReply } from '../src/apinizer/responses.ts'
import { judge } from '../src/verdict.ts'
import { confirmed, denied, first, good, unclear } from './support/answers.ts'
import { answered, lost } from './support/replies.ts'

/** What each reply proves, and every word that is said about it. */
const judged = (reply: Reply) => judge(reply, 'production', 'deployed')
const inWords = (reply: Reply) => {
  const { status, reason, httpStatus, said, told, pods = [] } = judged(reply)
  return [
    `${status}, ${reason}, ${httpStatus}: «${said}» ${told}`,
    ...pods.map(pod => JSON.stringify(pod))
  ].join('\n')
}
/** What is said about each of several replies, for one look at all of them. */
const table = (replies: [name: string | number, reply: Reply][]) =>
  `\n${replies.map(([name, reply]) => `${name}: ${inWords(reply)}`).join('\n')}\n`

describe('an answer to a deployment', () => {
  test.each([
    ...confirmed.map(row => [...row, 'succeeded'] as const),
    ...unclear.map(row => [...row, 'unknown'] as const),
    ...denied.map(row => [...row, 'failed'] as const)
  ])('%s', (_, { body, status }, expected) => {
    expect(judged(answered(body, status)).status).toBe(expected)
  })

  test('in words', () => {
    expect(
      table([
        [
          'a sentence of the server',
          answered({
            success: true,
            environmentResults: [{ ...good, message: ' Deployed successfully ' }]
          })
        ],
        [
          'sentences above the results',
          answered({
            success: true,
            message: 'Done',
            deploymentResult: { success: true, message: 'Completed', environmentResults: [good] }
          })
        ],
        [
          'the current edition’s sentence in the middle',
          answered({
            status: 'SUCCESS',
            deploymentResult: { success: true, resultMessage: 'Completed', detailList: [good] }
          })
        ],
        [
          'one pod',
          answered({
            status: 'SUCCESS',
            deploymentResult: {
              success: true,
              detailList: [
                {
                  envName: 'production',
                  podName: 'worker-1',
                  podIp: '10.0.0.1',
                  success: true,
                  responseTime: 150
                }
              ]
            }
          })
        ],
        [
          'two pods, of which one has no name and one no address',
          answered({
            status: 'SUCCESS',
            deploymentResult: {
              success: true,
              detailList: [
                { podName: 'worker-1', success: true, detail: 'fine', responseTime: '150' },
                { podIp: '10.0.0.2', success: true, message: 'well' }
              ]
            }
          })
        ],
        [
          'pods that failed',
          answered({
            status: 'FAILURE',
            resultMessage: 'Not all',
            deploymentResult: {
              success: false,
              message: 'Incomplete',
              detailList: [
                { podName: 'worker-1', success: false, detail: 'Full', message: 'no' },
                { podIp: '10.0.0.2', success: false },
                { podName: 'worker-3', success: true }
              ]
            }
          })
        ],
        [
          'a result that failed',
          answered(first([{ ...good, success: false, message: 'Route conflict' }]).body)
        ],
        [
          'the same sentence twice',
          answered({
            success: false,
            message: 'No',
            deploymentResult: {
              success: false,
              message: 'No',
              environmentResults: [{ success: false, message: 'No' }]
            }
          })
        ]
      ])
    ).toMatchSnapshot()
  })

  test('with a duration beyond numbers has none', () => {
    const { pods } = judged(
      answered(
        '{"success":true,"environmentResults":[{"success":true,"podName":"worker-1","responseTime":1e999}]}'
      )
    )
    expect(pods).toEqual([{ name: 'worker-1', ip: '', success: true, message: '' }])
  })

  test.each<[string, unknown, string]>([
    ['nothing', '', 'is empty'],
    ['white space', ' \n', 'is empty'],
    ['a page', '\n<!DOCTYPE html>', 'is an HTML page'],
    ['a page without a type', '<html lang="en">', 'is an HTML page'],
    ['a head', '<HEAD>', 'is an HTML page'],
    ['a body', '<body>', 'is an HTML page'],
    ['XML', '<?xml version="1.0"?>', 'is an HTML page'],
    ['an odd text', 'x <html>', 'is not whole JSON, or has a key twice.'],
    ['half of JSON', '{"success": tru', 'is not whole JSON, or has a key twice.'],
    ['a number', 7, 'is not the Manager’s JSON.'],
    ['a list', [], 'is not the Manager’s JSON.']
  ])('that is %s', (_, body, words) => {
    expect(judged(answered(body)).told).toMatch(
      new RegExp(`^The answer ${words.replace('.', '\\.')}`)
    )
  })
})

describe('an answer that is no 200', () => {
  const refused = { status: 'FAILURE', resultMessage: 'No' }
  test('in words', () => {
    const statuses = [
      201, 299, 399, 400, 401, 403, 404, 405, 409, 422, 429, 499, 500, 501, 502, 503, 504, 519, 520,
      524, 525, 599
    ]
    expect(
      table(
        statuses.flatMap((status): [number, Reply][] => [
          [status, answered(refused, status)],
          [status, answered('', status)]
        ])
      )
    ).toMatchSnapshot()
  })

  test('a redirect, in words', () => {
    const targets = [
      undefined,
      'https://apinizer.test/manager/apiops/projects/x',
      'https://login.test/?to=/x',
      '/login',
      '/manager/apiops/projects/x',
      'https://a.test/apiops/x\ny'
    ]
    expect(
      table(targets.map(location => [String(location), answered('', 302, { location })]))
    ).toMatchSnapshot()
  })

  test.each<[string, Parameters<typeof answered>, string]>([
    ['Envoy’s 503', ['', 503, { server: 'Envoy' }], 'unknown'],
    ['Envoy’s 500', ['', 500, { server: 'envoy' }], 'failed'],
    ['503 of nobody', ['', 503], 'failed'],
    ['502 with a status of its own', [{ status: 'SUCCESS' }, 502], 'unknown'],
    ['502 with an error that is empty', [{ error: '' }, 502], 'unknown'],
    ['502 with an error that is false', [{ error: false }, 502], 'unknown'],
    ['502 with validation errors', [{ validation_errors: [{}] }, 502], 'unknown'],
    ['502 with a description alone', [{ error_description: 'No' }, 502], 'unknown'],
    [
      '502 with a gateway’s JSON',
      [{ status: 502, error: 'Bad Gateway', message: 'upstream' }, 502],
      'unknown'
    ],
    [
      '502 with a gateway’s error and description',
      [{ error: 'Bad Gateway', error_description: 'No route' }, 502],
      'unknown'
    ],
    ['504 with an error alone', [{ error: 'upstream_timeout' }, 504], 'unknown'],
    ['504 with a flag alone', [{ success: false }, 504], 'unknown'],
    ['504 with a status alone', [{ status: 'FAILURE' }, 504], 'unknown'],
    ['Envoy’s 503 with a flag', [{ success: false }, 503, { server: 'envoy' }], 'unknown'],
    [
      '502 in the first edition’s words',
      [{ error: 'internal_error', error_description: 'No' }, 502],
      'failed'
    ],
    [
      '504 in the current edition’s words',
      [{ status: 'FAILURE', resultMessage: 'No' }, 504],
      'failed'
    ]
  ])('%s', (_, given, status) => {
    expect(judged(answered(...given)).status).toBe(status)
  })
})

describe('no answer', () => {
  test('in words', () => {
    const unsent = (['refused', 'proxy', 'tls', 'deadline', 'cancelled'] as const).map(
      (ending): [string, Reply] => [
        `${ending}, nothing sent`,
        lost(ending, { sent: false, detail: 'the words' })
      ]
    )
    const sent = (['deadline', 'cancelled', 'garbled', 'reset', 'closed', 'cut'] as const).map(
      (ending): [string, Reply] => [`${ending}, sent`, lost(ending, { httpStatus: 200 })]
    )
    const tls = (
      [
        'unknown-authority',
        'expired',
        'other-host',
        'client-certificate',
        'not-tls',
        'other'
      ] as const
    ).map((tlsProblem): [string, Reply] => [tlsProblem, lost('tls', { sent: false, tlsProblem })])
    expect(
      table([
        ...unsent,
        ['a proxy that wants credentials', lost('proxy', { sent: false, httpStatus: 407 })],
        ...sent,
        ...tls
      ])
    ).toMatchSnapshot()
  })

  test.each<[string, Reply, string]>([
    ['a refusal in words', answered({ error: 'x', error_description: 'No' }, 400), '400: No'],
    ['a refusal without', answered('', 404), '404'],
    ['Node’s words', lost('refused', { detail: 'connect ECONNREFUSED' }), 'connect ECONNREFUSED'],
    ['no words', lost('deadline'), 'deadline']
  ])('in a few words: %s', (_, reply, words) => {
    expect(describeReply(reply)).toBe(words)
  })
})

describe('an error of Node’s', () => {
  const sent: Progress = { sent: true, answering: false, pieces: [], plain: true }
  const unsent: Progress = { ...sent, sent: false }
  const answering: Progress = { ...sent, answering: true }
  const error = (code: string | undefined, over: Partial<NetworkError> = {}) =>
    Object.assign(new Error(over.message ?? 'the words'), {
      ...(code !== undefined && { code }),
      ...over
    })

  test.each<[string, NetworkError, Progress, boolean, object]>([
    [
      'no connection',
      error('ECONNREFUSED', { syscall: 'connect' }),
      unsent,
      false,
      { ending: 'refused', sent: false, detail: 'the words' }
    ],
    [
      'a reset',
      error('ECONNRESET', { syscall: 'read' }),
      sent,
      false,
      { ending: 'reset', sent: true }
    ],
    [
      'a broken pipe',
      error('EPIPE', { syscall: 'write' }),
      sent,
      false,
      { ending: 'reset', sent: true }
    ],
    ['a hang-up', error('ECONNRESET'), sent, false, { ending: 'closed', sent: true }],
    [
      'another error',
      error('EIO', { syscall: 'read' }),
      sent,
      false,
      { ending: 'closed', sent: true }
    ],
    ['an error without a code', error(undefined), sent, false, { ending: 'closed', sent: true }],
    [
      'a cut answer',
      error('ECONNRESET', { syscall: 'read' }),
      { ...answering, httpStatus: 200 },
      false,
      { ending: 'cut', httpStatus: 200, detail: 'The answer was cut off.' }
    ],
    [
      'something else than HTTP',
      error('HPE_INVALID_CONSTANT'),
      sent,
      false,
      { ending: 'garbled', detail: 'The answer is not HTTP (the words).' }
    ],
    [
      'a reset after the first byte of an answer',
      error('ECONNRESET', { syscall: 'read' }),
      answering,
      false,
      { ending: 'cut' }
    ],
    [
      'something else than HTTP after a status',
      error('HPE_INVALID_CHUNK_SIZE'),
      { ...answering, httpStatus: 200 },
      false,
      { ending: 'garbled', httpStatus: 200 }
    ],
    [
      'a proxy that refuses',
      error('ERR_PROXY_TUNNEL', { statusCode: 403 }),
      sent,
      false,
      { ending: 'proxy', sent: false, httpStatus: 403 }
    ],
    [
      'a proxy that hangs up',
      error('ERR_PROXY_TUNNEL'),
      unsent,
      false,
      { ending: 'proxy', sent: false }
    ],
    [
      'a client certificate that is missing, as TLS 1.3 tells it',
      error('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
      sent,
      false,
      { ending: 'tls', sent: false, tlsProblem: 'client-certificate' }
    ],
    [
      'the same after the first byte of an answer',
      error('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
      answering,
      false,
      { ending: 'cut', sent: true }
    ],
    [
      'another alert of certificates, late',
      error('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'),
      sent,
      false,
      { ending: 'closed', sent: true }
    ],
    [
      'the same on a connection that served before',
      error('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
      sent,
      true,
      { ending: 'closed', sent: true }
    ],
    [
      'an alert of the authority',
      error('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'),
      unsent,
      false,
      { ending: 'tls', tlsProblem: 'client-certificate' }
    ],
    [
      'another TLS error, late',
      error('ERR_SSL_BAD_RECORD'),
      sent,
      false,
      { ending: 'closed', sent: true }
    ],
    [
      'another TLS error',
      error('ERR_SSL_BAD_RECORD'),
      unsent,
      false,
      { ending: 'tls', tlsProblem: 'other' }
    ],
    [
      'an unknown problem of certificates',
      error('CERT_REVOKED'),
      unsent,
      false,
      { ending: 'tls', tlsProblem: 'other' }
    ],
    [
      'an invalid authority',
      error('INVALID_CA'),
      unsent,
      false,
      { ending: 'tls', tlsProblem: 'other' }
    ],
    [
      'a path that is too long',
      error('PATH_LENGTH_EXCEEDED'),
      unsent,
      false,
      { ending: 'tls', tlsProblem: 'other' }
    ],
    [
      'plain http',
      error('EPROTO', {
        message:
          'write EPROTO C0:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:record.c:1:'
      }),
      unsent,
      false,
      { ending: 'tls', tlsProblem: 'not-tls', detail: 'wrong version number' }
    ],
    [
      'plain http, said otherwise',
      error('EPROTO', { message: 'packet length too long' }),
      unsent,
      false,
      { ending: 'tls', tlsProblem: 'not-tls' }
    ],
    [
      'plain http, and told so',
      error('EPROTO', { message: 'http request' }),
      unsent,
      false,
      { ending: 'tls', tlsProblem: 'not-tls' }
    ],
    [
      'another protocol',
      error('EPROTO', { message: 'unsupported protocol' }),
      unsent,
      false,
      { ending: 'tls', tlsProblem: 'other' }
    ],
    [
      'Node’s advice',
      error('SELF_SIGNED_CERT_IN_CHAIN', {
        message: 'self-signed; if the root CA is installed, try --use-system-ca'
      }),
      unsent,
      false,
      { ending: 'tls', tlsProblem: 'unknown-authority', detail: 'self-signed' }
    ]
  ])('%s', (_, given, progress, reused, expected) => {
    expect(noAnswerFrom(given, progress, reused)).toMatchObject({ answered: false, ...expected })
    if (!('httpStatus' in expected))
      expect(noAnswerFrom(given, progress, reused)).not.toHaveProperty('httpStatus')
  })

  test.each([
    [
      'unknown-authority',
      [
        'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        'UNABLE_TO_GET_ISSUER_CERT',
        'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
        'DEPTH_ZERO_SELF_SIGNED_CERT',
        'SELF_SIGNED_CERT_IN_CHAIN',
        'CERT_UNTRUSTED',
        'CERT_SIGNATURE_FAILURE'
      ]
    ],
    ['expired', ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']],
    ['other-host', ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH']]
  ])('TLS: %s', (tlsProblem, codes) => {
    for (const code of codes)
      expect(noAnswerFrom(error(code), unsent, false)).toMatchObject({ ending: 'tls', tlsProblem })
  })
})
