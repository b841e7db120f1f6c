import { describe, expect, test } from '@jest/globals'
import {
  carriesError,
  isCached,
  isFailureStatus,
  joinTexts,
  parseBody,
  parseError,
  readSentence
} from '../../../src/apinizer/parse-error.ts'
import { createResponse } from '../../support/responses.ts'

/** Reads an error response as the client does. */
function parse(body: unknown, status = 400, headers: Record<string, string> = {}) {
  const response = createResponse(body, status, headers)
  return parseError(response, parseBody(response))
}

test('an error response keeps its status, words, redirect and pause', () => {
  const body = { error: 'rate_limit_exceeded', error_description: ' Wait ', retry_after: 60 }

  expect(parse(body, 429, { location: '/login' })).toEqual({
    kind: 'response',
    status: 429,
    serverMessage: 'Wait',
    edition: 'first',
    defect: undefined,
    location: '/login',
    retryAfterMs: 60_000
  })
})

test.each([
  { body: { error: 'bad_request', error_description: 'No' }, expected: 'first' },
  { body: { error: 'validation_failed', validation_errors: [] }, expected: 'first' },
  { body: { error: 'rate_limit_exceeded', retry_after: 60 }, expected: 'first' },
  { body: { status: 'FAILURE', resultMessage: 'No' }, expected: 'current' },
  ...[
    { status: 'FAILURE', resultMessage: ' ' },
    { status: 'SUCCESS', resultMessage: 'Yes' },
    { error: 'upstream_timeout' },
    { error: 'Bad Gateway', error_description: 'No route' },
    { error: 'rate_limit_exceeded' },
    { error: 'internal_error', retry_after: 60 },
    '<html>'
  ].map(body => ({ body, expected: undefined }))
])('the edition of $body is $expected', ({ body, expected }) => {
  expect(parse(body, 503).edition).toBe(expected)
})

test('an error in the Manager’s words that a cache repeats is not the Manager’s', () => {
  const body = { status: 'FAILURE', resultMessage: 'The server is busy' }

  expect(parse(body, 503, { age: '5' })).toMatchObject({ edition: undefined, defect: 'cached' })
})

describe('what a body is that is not the Manager’s', () => {
  const html = ['<!-- x --><html>', '<HEAD>', '<body>', '<?xml version="1.0"?>']
  const wantsHttps = [
    '<html><center>The plain HTTP request was sent to HTTPS port</center>',
    'Client sent an HTTP request to an HTTPS server.\n',
    '<!DOCTYPE HTML><p>You’re speaking plain HTTP. Instead use the HTTPS scheme',
    'Bad Request\r\nThis combination of host and port requires TLS.\r\n'
  ]
  test.each([
    { body: ' \n', expected: 'empty' },
    ...['\n<!DOCTYPE html>', '<html lang="en">', ...html].map(body => ({ body, expected: 'html' })),
    ...['x <html>', '{"status": "FAIL'].map(body => ({ body, expected: 'not-json' })),
    ...[[{ message: 'No' }], { success: false }].map(body => ({ body, expected: 'other-json' })),
    ...wantsHttps.map(body => ({ body, expected: 'wants-https' })),
    { body: { timestamp: 1, status: 500, error: 'x', path: '/apiops' }, expected: 'spring' },
    { body: { title: 'x', status: 500, instance: '/apiops' }, expected: 'spring' },
    { body: { title: 'x', status: 500 }, expected: undefined },
    ...['Request Header Or Cookie Too Large', 'header is too big', '<h1>Large Request Headers'].map(
      body => ({ body, expected: 'large-head' })
    ),
    { body: { status: 'FAILURE', resultMessage: 'HTTPS server (x) is not found!' } }
  ])('$body: $expected', ({ body, expected }) => {
    expect(parse(body).defect).toBe(expected)
  })

  test.each([
    { body: '<html>HTTPS port', status: 404, expected: 'html' },
    { body: '<html>Header too large', status: 502, expected: 'html' },
    { body: '', status: 431, expected: 'large-head' }
  ])('$body with the status $status: $expected', ({ body, status, expected }) => {
    expect(parse(body, status).defect).toBe(expected)
  })
})

test.each([
  { body: '\n no healthy upstream \nmore', expected: 'no healthy upstream' },
  { body: '<html><title lang="en"> 502 Bad\nGateway </title>', expected: '502 Bad\nGateway' },
  { body: '<html><h1>No title', expected: '' },
  { body: 'x'.repeat(301), expected: 'x'.repeat(300) }
])('what a text says of itself: $expected', ({ body, expected }) => {
  expect(parse(body, 502).serverMessage).toBe(expected)
})

test.each([
  ...['x', '0, 600'].map(age => ({ headers: { age }, expected: true })),
  { headers: { age: '0' }, expected: false },
  { headers: {}, expected: false }
])('a response with $headers is from a cache: $expected', ({ headers, expected }) => {
  expect(isCached(createResponse('', 200, headers))).toBe(expected)
})

test.each([
  { value: { detail: 'No', message: ' ', error: 'x' }, expected: 'No' },
  { value: { error: 'No' }, expected: 'No' },
  {
    value: { message: 'Bad', validation_errors: [{ field: 'a', message: 'b' }, { field: 'c' }, 7] },
    expected: 'Bad; a: b; c'
  },
  { value: { error: { message: 'x' } }, expected: '' }
])('the sentence of $value is $expected', ({ value, expected }) => {
  expect(readSentence(value)).toBe(expected)
})

test.each([
  ...['Failed', 'ERROR'].map(status => ({ status, expected: true })),
  ...['UNFAILED', false].map(status => ({ status, expected: false }))
])('the status $status is a failure: $expected', ({ status, expected }) => {
  expect(isFailureStatus(status)).toBe(expected)
})

test.each([
  { value: { error: { code: 7 } }, expected: true },
  { value: { error_description: 'x' }, expected: true },
  { value: { validation_errors: [{}] }, expected: true },
  { value: { error: '', error_description: null, validation_errors: [] }, expected: false },
  { value: { error: false }, expected: false }
])('$value carries an error: $expected', ({ value, expected }) => {
  expect(carriesError(value)).toBe(expected)
})

test('texts are joined, each once, without empty ones', () => {
  expect(joinTexts(['a', undefined, '', 'b', 'a'])).toBe('a; b')
})
