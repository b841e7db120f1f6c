import { describe, expect, test } from '@jest/globals'
import {
  empty,
  incomplete,
  text,
  type Row,
  type Settings,
  testRuns,
  list,
  listNames,
  play,
  refuse
} from './script.ts'

const listed = (fields: object) => ({ environments: list({ name: 'production', ...fields }) })

describe('a check', () => {
  const pending = { status: 'pending', reason: 'checked', sent: 0, serverMessage: '' }
  const failed = { status: 'failed', sent: 0 }
  const rows: Row[] = [
    {
      name: 'deployed and current',
      script: listed({ deployed: true, redeployRequired: false, accessUrl: 'https://api' }),
      expected: {
        ...{ status: 'current', reason: 'checked', sent: 0, httpStatus: 200 },
        accessUrl: 'https://api',
        requests: { length: 1 },
        text: text(/would change nothing/)
      }
    },
    {
      name: 'deployed and not current',
      script: listed({ deployed: true, redeployRequired: true, accessUrl: 'https://api' }),
      expected: { ...pending, accessUrl: 'https://api', text: text(/would change it/) }
    },
    {
      name: 'deployed, not told whether current',
      script: listed({ deployed: true }),
      expected: { ...pending, text: text(/does not tell whether a deployment/) }
    },
    {
      name: 'not deployed',
      script: listed({ deployed: false, accessUrl: 'https://api' }),
      expected: {
        ...pending,
        text: text(/Not deployed now/),
        outcomes: [expect.not.objectContaining({ accessUrl: 'https://api' })]
      }
    },
    { name: 'not told', script: listed({}), expected: { ...pending, text: text(/does not tell/) } },
    {
      name: 'never deployed there',
      script: { environments: list() },
      expected: { ...pending, httpStatus: 200, text: text(/Never deployed/) }
    },
    {
      name: 'no such environment',
      script: { environments: list(), projectEnvironments: listNames('Production') },
      expected: {
        ...failed,
        reason: 'not-found',
        httpStatus: 200,
        text: text(
          /^Project Payments has no environment production\. .*Production\? .*sensitive\. Available: P/
        )
      }
    },
    {
      name: 'an environment in another Unicode form',
      script: { environments: list(), projectEnvironments: listNames('Caf\u00e9') },
      settings: { environments: ['Cafe\u0301'] },
      expected: { ...failed, reason: 'not-found', text: text(/another Unicode form/) }
    },
    {
      name: 'not in a part of the project’s list',
      script: { environments: list(), projectEnvironments: incomplete },
      expected: { ...failed, reason: 'unexpected-response', text: text(/not complete/) }
    },
    {
      name: 'the project’s list cannot be read',
      script: { environments: list(), projectEnvironments: refuse(403) },
      expected: { ...failed, reason: 'forbidden', text: text(/VIEW/) }
    },
    {
      name: 'the project’s list is read again while its gateway is down',
      script: {
        environments: list(),
        projectEnvironments: [empty(502), empty(502), listNames('production')]
      },
      expected: { ...pending, progress: [text(/^Trying Pay on production/), text(/^Trying/)] }
    },
    {
      name: 'the Manager cannot be read from without a word',
      script: { environments: empty(403) },
      expected: { ...failed, reason: 'forbidden', text: text(/Enable/) }
    }
  ]
  testRuns(rows, { operation: 'check' })

  test('requests the project’s lists once for all targets', async () => {
    const settings: Settings = { operation: 'check', groups: ['Pay', 'Loan'] }
    const { requests, statuses } = await play({ environments: list() }, settings)

    expect(statuses).toEqual(['pending', 'pending'])
    expect(requests.map(({ call }) => call).sort()).toEqual([
      ...['environments', 'environments', 'groups', 'projectEnvironments']
    ])
  })
})
