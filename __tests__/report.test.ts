import { describe, expect, test } from '@jest/globals'
import { InputError } from '../src/inputs.ts'
import { reasons } from '../src/reasons.ts'
import { reportFailure } from '../src/report/report.ts'
import { outcome, pod, see, seeing } from './support/see.ts'

describe('one group on one environment', () => {
  test('deployed, with all that can be known', () => {
    expect(
      see([
        outcome('production / Pay', {
          status: 'succeeded',
          reason: 'deployed',
          said: 'Deployed successfully',
          told: 'The Manager lists it as deployed.',
          httpStatus: 200,
          revision: 8,
          accessUrl: 'https://api.example.com/',
          pods: [pod('worker-1', '', 150), pod('worker-2')]
        })
      ])
    ).toMatchSnapshot()
  })

  test('failed on a pod', () => {
    expect(
      see([
        outcome('production / Pay', {
          status: 'failed',
          reason: 'deployment-failed',
          said: 'worker-2: Route conflict',
          told: reasons['deployment-failed'].remedy,
          httpStatus: 200,
          pods: [pod('worker-1', '', 12), pod('worker-2', 'Route conflict')]
        })
      ])
    ).toMatchSnapshot()
  })

  test('lost, with a page that says more', () => {
    expect(
      see([
        outcome('production / Pay', {
          status: 'unknown',
          reason: 'connection-lost',
          said: 'read ECONNRESET',
          told: reasons['connection-lost'].remedy,
          durationMs: 185_000
        })
      ])
    ).toMatchSnapshot()
  })

  test('undeployed, and not undeployed', () => {
    const operation = 'undeploy'
    expect(
      see(
        [
          outcome('test / Pay', {
            status: 'succeeded',
            reason: 'undeployed',
            told: 'The server confirmed it.'
          })
        ],
        { operation }
      )
    ).toMatchSnapshot()
    expect(
      see(
        [
          outcome('test / Pay', {
            status: 'failed',
            reason: 'rejected',
            told: reasons.rejected.remedy,
            httpStatus: 400
          })
        ],
        { operation }
      )
    ).toMatchSnapshot()
    expect(
      see(
        [
          outcome('test / Pay', {
            status: 'unknown',
            reason: 'timeout',
            told: reasons.timeout.remedy
          })
        ],
        { operation }
      )
    ).toMatchSnapshot()
  })
})

test('a run that ended before it had outcomes', () => {
  expect(
    seeing(() => reportFailure(new InputError('Input `token` is required and must not be empty.')))
  ).toMatchSnapshot()
  expect(seeing(() => reportFailure('odd'))).toMatchSnapshot()
})
