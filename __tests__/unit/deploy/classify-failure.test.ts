import { expect, test } from '@jest/globals'
import type { FailureKind, RequestFailure } from '../../../src/apinizer/failures.ts'
import { classifyFailure } from '../../../src/deploy/classify-failure.ts'
import { createFailure } from '../../support/responses.ts'

const facts = { purpose: 'read' as const, timeoutMs: 1_000 }

test.each<{ kind: FailureKind; fields: Partial<RequestFailure>; keyword: RegExp }>([
  { kind: 'unknown-host', fields: {}, keyword: /DNS.*`url`/ },
  { kind: 'proxy', fields: { httpStatus: 407 }, keyword: /authentication.*Negotiate.*NTLM/ },
  { kind: 'proxy', fields: { httpStatus: 403 }, keyword: /refused.*403/ },
  { kind: 'proxy', fields: { httpStatus: 503 }, keyword: /did not connect/ },
  { kind: 'proxy', fields: {}, keyword: /could not be reached/ },
  { kind: 'tls', fields: { tlsProblem: 'expired' }, keyword: /server’s certificate has expired/ },
  { kind: 'tls', fields: { tlsProblem: 'expired-ca' }, keyword: /`ca-certificate` has expired/ },
  { kind: 'tls', fields: { tlsProblem: 'name-constraints' }, keyword: /name constraints/ },
  { kind: 'tls', fields: { tlsProblem: 'weak' }, keyword: /too weak.*No input/ },
  { kind: 'tls', fields: { tlsProblem: 'protocol' }, keyword: /TLS 1\.2.*No input/ },
  { kind: 'tls', fields: { tlsProblem: 'refused' }, keyword: /cipher.*client certificate/ },
  { kind: 'tls', fields: { tlsProblem: 'closed' }, keyword: /ended in the TLS handshake/ },
  {
    kind: 'tls',
    fields: { tlsProblem: 'wants-tls' },
    keyword: /^The port expects HTTPS: use `https:\/\/` in `url`\.$/
  }
])('$kind with $fields says what to do first', ({ kind, fields, keyword }) => {
  const { reason, isSharedCause, explanation } = classifyFailure(createFailure(kind, fields), facts)

  expect(reason).toBe(kind === 'tls' ? 'tls' : 'connection-failed')
  expect(isSharedCause).toBe(true)
  expect(explanation).toMatch(keyword)
})
