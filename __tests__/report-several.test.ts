import { expect, test } from '@jest/globals'
import { notAttempted, type Outcome } from '../src/outcome.ts'
import { reasons } from '../src/reasons.ts'
import { outputsOf } from '../src/report/outputs.ts'
import { outcome, see } from './support/see.ts'

const one = outcome('test / Pay', {
  status: 'succeeded',
  reason: 'deployed',
  told: 'The server confirmed it.',
  durationMs: 40
})
const other = outcome('test / Loan', {
  status: 'current',
  reason: 'current',
  told: 'Deployed already.',
  durationMs: 9_994
})

test('all green', () => {
  expect(see([one, other])).toMatchSnapshot()
})

test('partly, and stopped', () => {
  const failed = outcome('staging / Pay', {
    status: 'failed',
    reason: 'not-verified',
    said: 'worker-1 does not serve it yet',
    told: reasons['not-verified'].remedy
  })
  const unconnected = outcome('staging / Loan', {
    status: 'failed',
    reason: 'connection-failed',
    said: 'connect ECONNREFUSED',
    told: reasons['connection-failed'].remedy
  })
  const left = ['Pay', 'Loan'].map(group =>
    notAttempted({ group, environment: 'production' }, 'not-attempted')
  )
  expect(see([one, other, failed, unconnected, ...left])).toMatchSnapshot()
})

test.each([
  ['deploy', false],
  ['undeploy', false],
  ['deploy', true]
] as const)('accepted, and not verified: %s, cancelled %s', (operation, cancelled) => {
  const unverified = outcome('staging / Pay', {
    status: 'failed',
    reason: 'not-verified',
    said: 'worker-1 does not serve it yet',
    told: 'The deployment itself was accepted.'
  })
  expect(/<h2>.*/.exec(see([one, unverified], { operation, cancelled }))?.[0]).toMatchSnapshot()
})

test('nobody knows of one of two', () => {
  const lost = outcome('test / Loan', {
    status: 'unknown',
    reason: 'connection-lost',
    told: reasons['connection-lost'].remedy
  })
  const shown = see([one, lost])
  expect(shown).toContain('test: 2 of 2, 1 unknown')
  expect(shown).not.toContain(', 1 failed')
})

test('the address of the last environment that was deployed, and of no other', () => {
  const staging = outcome('staging / Pay', {
    status: 'succeeded',
    reason: 'deployed',
    accessUrl: 'https://staging.example.com/'
  })
  const production = outcome('production / Pay', { status: 'succeeded', reason: 'deployed' })
  const addressOf = (...outcomes: Outcome[]) =>
    outputsOf({ outcomes, result: 'success', message: '' })['environment-url']
  expect([
    addressOf(staging),
    addressOf(staging, production),
    addressOf(production, staging)
  ]).toEqual(['https://staging.example.com/', '', 'https://staging.example.com/'])
})

test('cancelled', () => {
  const dropped = outcome('staging / Pay', {
    status: 'unknown',
    reason: 'cancelled',
    told: reasons.cancelled.remedy
  })
  expect(
    see([one, dropped, notAttempted({ group: 'Pay', environment: 'production' }, 'cancelled')], {
      cancelled: true
    })
  ).toMatchSnapshot()
})

test('checked', () => {
  const found = [
    outcome('test / Pay', {
      status: 'current',
      reason: 'checked',
      told: 'A deployment would change nothing.',
      accessUrl: 'http://api.test/'
    }),
    outcome('staging / Pay', {
      status: 'pending',
      reason: 'checked',
      told: 'A deployment would change it.'
    }),
    outcome('nowhere / Pay', {
      status: 'failed',
      reason: 'not-found',
      told: reasons['not-found'].remedy
    })
  ]
  expect(see(found.slice(0, 2), { operation: 'check' })).toMatchSnapshot()
  expect(see(found, { operation: 'check' })).toMatchSnapshot()
})

test('many: what failed, and a matrix with the troubled groups first', () => {
  const many = Array.from({ length: 13 }, (_, index) =>
    ['test', 'production'].map(environment =>
      outcome(
        `${environment} / g${index}`,
        index === 7 && environment === 'production'
          ? { status: 'failed', reason: 'conflict', told: reasons.conflict.remedy }
          : { status: 'succeeded', reason: 'deployed' }
      )
    )
  ).flat()
  expect(/<h2>.*/s.exec(see(many))?.[0]).toMatchSnapshot()
})
