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

describe('the edition of an error', () => {
  test.each([
    {
      name: 'the first edition’s words',
      body: { error: 'bad_request', error_description: 'No' },
      expected: 'first'
    },
    {
      name: 'its validation errors',
      body: { error: 'validation_failed', validation_errors: [] },
      expected: 'first'
    },
    {
      name: 'its rate limit',
      body: { error: 'rate_limit_exceeded', retry_after: 60 },
      expected: 'first'
    },
    {
      name: 'the current edition’s words',
      body: { status: 'FAILURE', resultMessage: 'No' },
      expected: 'current'
    },
    { name: 'a status alone', body: { status: 'FAILURE' }, expected: undefined },
    { name: 'a blank sentence', body: { status: 'FAILURE', resultMessage: ' ' } },
    { name: 'a success', body: { status: 'SUCCESS', resultMessage: 'Yes' } },
    { name: 'a code alone', body: { error: 'upstream_timeout' } },
    { name: 'a description alone', body: { error_description: 'No' } },
    { name: 'a gateway’s JSON', body: { status: 502, error: 'Bad Gateway', message: 'upstream' } },
    { name: 'a gateway’s words', body: { error: 'Bad Gateway', error_description: 'No route' } },
    { name: 'a rate limit without a number', body: { error: 'rate_limit_exceeded' } },
    { name: 'another error with a number', body: { error: 'internal_error', retry_after: 60 } },
    { name: 'a flag', body: { success: false } },
    { name: 'a page', body: '<html>' },
    { name: 'nothing', body: '' }
  ])('$name: $expected', ({ body, expected }) => {
    expect(parse(body, 503).edition).toBe(expected)
  })
})

describe('what a body is that is not the Manager’s', () => {
  const wantsHttps = 'wants-https'
  test.each([
    { name: 'nothing', body: '', expected: 'empty' },
    { name: 'white space', body: ' \n', expected: 'empty' },
    { name: 'a page', body: '\n<!DOCTYPE html>', expected: 'html' },
    { name: 'a page without a type', body: '<html lang="en">', expected: 'html' },
    { name: 'a page with a comment', body: '<!-- x --><html>', expected: 'html' },
    { name: 'a head', body: '<HEAD>', expected: 'html' },
    { name: 'a body', body: '<body>', expected: 'html' },
    { name: 'XML', body: '<?xml version="1.0"?>', expected: 'html' },
    { name: 'a text', body: 'x <html>', expected: 'not-json' },
    { name: 'JSON that ends early', body: '{"status": "FAIL', expected: 'not-json' },
    { name: 'JSON with a key twice', body: '{"a":1,"a":2}', expected: 'not-json' },
    {
      name: 'Spring’s own error',
      body: { timestamp: 1, status: 500, error: 'Internal Server Error', path: '/apiops' },
      expected: 'spring'
    },
    { name: 'a number', body: 7, expected: 'other-json' },
    { name: 'a list', body: [{ message: 'No' }], expected: 'other-json' },
    { name: 'an object without a sentence', body: { success: false }, expected: 'other-json' },
    { name: 'an object with a sentence', body: { message: 'No' }, expected: undefined },
    {
      name: 'the Manager’s words',
      body: { status: 'FAILURE', resultMessage: 'No' },
      expected: undefined
    },
    {
      name: 'nginx’s word for plain HTTP',
      body: '<html><center>The plain HTTP request was sent to HTTPS port</center>',
      expected: wantsHttps
    },
    {
      name: 'Go’s',
      body: 'Client sent an HTTP request to an HTTPS server.\n',
      expected: wantsHttps
    },
    {
      name: 'Apache’s',
      body: '<!DOCTYPE HTML><p>You’re speaking plain HTTP to an SSL-enabled server port. Instead use the HTTPS scheme',
      expected: wantsHttps
    },
    {
      name: 'Tomcat’s',
      body: 'Bad Request\r\nThis combination of host and port requires TLS.\r\n',
      expected: wantsHttps
    },
    {
      name: 'a page of an HTTP server',
      body: '<html><address>Oracle HTTP Server at manager.test Port 80</address>',
      expected: 'html'
    },
    {
      name: 'the Manager’s words about such a server',
      body: { status: 'FAILURE', resultMessage: 'HTTPS server (x) is not found!' },
      expected: undefined
    }
  ])('$name: $expected', ({ body, expected }) => {
    expect(parse(body).defect).toBe(expected)
  })

  test('is not a port for HTTPS with another status than 400', () => {
    expect(parse('<html>HTTPS port', 404).defect).toBe('html')
  })

  test.each([
    { age: '600', expected: 'cached' },
    { age: 'x', expected: 'cached' },
    { age: '0, 600', expected: 'cached' },
    { age: '0', expected: 'empty' }
  ])('with an age of $age is $expected', ({ age, expected }) => {
    expect(parse('', 502, { age }).defect).toBe(expected)
  })
})

test('an error in the Manager’s words that a cache repeats is not the Manager’s', () => {
  const body = { status: 'FAILURE', resultMessage: 'The server is busy' }

  expect(parse(body, 503, { age: '5' })).toMatchObject({ edition: undefined, defect: 'cached' })
  expect(parse(body, 503)).toMatchObject({ edition: 'current' })
})

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
  { headers: {}, expected: false },
  { headers: { age: '0' }, expected: false },
  { headers: { age: '1' }, expected: true },
  { headers: { age: 'x' }, expected: true }
])('a response with $headers is from a cache: $expected', ({ headers, expected }) => {
  expect(isCached(createResponse('', 200, headers))).toBe(expected)
})

test('a byte order mark before JSON is left out', () => {
  expect(parseBody(createResponse('\uFEFF{"a":1}'))).toEqual({ a: 1 })
})

describe('readSentence', () => {
  test.each([
    { name: 'a description before its code', value: { error: 'x', error_description: 'No' } },
    { name: 'a result message', value: { resultMessage: 'No' } },
    { name: 'a message before a detail', value: { message: 'No', detail: 'x' } },
    { name: 'a detail', value: { detail: 'No', message: ' ' } },
    { name: 'an error', value: { error: 'No' } },
    { name: 'validation errors', value: { validation_errors: [{ message: 'No' }] } },
    {
      name: 'validation errors with a sentence',
      value: {
        message: 'Bad',
        validation_errors: [{ field: 'a', message: 'b' }, { field: 'c' }, 7]
      },
      expected: 'Bad; a: b; c'
    },
    { name: 'nothing', value: { error: { message: 'x' } }, expected: '' },
    { name: 'no object', value: ['No'], expected: '' }
  ])('finds $name', ({ value, expected = 'No' }) => {
    expect(readSentence(value)).toBe(expected)
  })
})

test.each([
  { status: 'FAILURE', expected: true },
  { status: 'Failed', expected: true },
  { status: 'ERROR', expected: true },
  { status: 'SUCCESS', expected: false },
  { status: 'UNFAILED', expected: false },
  { status: false, expected: false }
])('the status $status is a failure: $expected', ({ status, expected }) => {
  expect(isFailureStatus(status)).toBe(expected)
})

test.each([
  { value: { error: 'x' }, expected: true },
  { value: { error: { code: 7 } }, expected: true },
  { value: { error_description: 'x' }, expected: true },
  { value: { validation_errors: [{}] }, expected: true },
  { value: { error: '', error_description: null, validation_errors: [] }, expected: false },
  { value: { error: false }, expected: false },
  { value: {}, expected: false }
])('$value carries an error: $expected', ({ value, expected }) => {
  expect(carriesError(value)).toBe(expected)
})

test('texts are joined, each once, without empty ones', () => {
  expect(joinTexts(['a', undefined, '', 'b', 'a'])).toBe('a; b')
})
