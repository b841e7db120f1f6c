import { describe, expect, test } from '@jest/globals'
import { incomplete, type Row, type Script, list, listNames, play, refuse } from './script.ts'

const two = { groups: ['Pay', 'Loan'], environments: ['test', 'prod'] }
const noEnvironments = list()
/** As a server responds for a group that does not exist. */
const noGroup = refuse(400)

function playRows(rows: Row[], all: object): void {
  test.each(rows)('$name', async ({ script, settings, expected }) => {
    const played = await play(script, { ...two, ...settings })

    const failed = played.outcomes.find(({ status }) => status === 'failed')
    const listed = failed?.diagnoses?.filter(({ available }) => available !== undefined).length
    expect({ ...played, failed, listed }).toMatchObject({ ...all, ...expected })
  })
}

describe('with more than one target, nothing is sent', () => {
  playRows(
    [
      {
        name: 'where an environment does not exist: all names are reported at once',
        script: {
          projectEnvironments: listNames('test', 'production'),
          groups: listNames('Pay', 'Loans'),
          environments: ({ names: [group] }) => (group === 'Loan' ? noGroup : noEnvironments)
        },
        expected: {
          statuses: ['not-attempted', 'failed', 'failed', 'failed'],
          requests: { length: 4 },
          text: 'Nothing was sent: the run could not begin.',
          failed: {
            ...{ reason: 'not-found', isSharedCause: true, serverMessage: '' },
            explanation: 'Nothing was sent.',
            diagnoses: [
              { kind: 'group', name: 'Loan', project: 'Payments', nearest: 'Loans' },
              { kind: 'environment', name: 'prod', nearest: 'production', more: 0 }
            ]
          }
        }
      },
      {
        name: 'whatever `fail-fast` says',
        script: { projectEnvironments: listNames('test'), environments: noEnvironments },
        settings: { groups: ['Pay'], failFast: false },
        expected: { statuses: ['not-attempted', 'failed'] }
      },
      {
        name: 'where more names are missing than are described',
        script: { groups: listNames('X'), environments: noGroup },
        settings: { groups: Array.from({ length: 13 }, (_, index) => `G${index}`) },
        expected: {
          failed: {
            explanation: '3 more names do not exist. Nothing was sent.',
            diagnoses: Array.from({ length: 10 }, (_, index) => ({ name: `G${index}` }))
          },
          listed: 1
        }
      },
      {
        name: 'where as many names are missing as are described',
        script: { groups: listNames('X'), environments: noGroup },
        settings: { groups: Array.from({ length: 10 }, (_, index) => `G${index}`) },
        expected: { failed: { explanation: 'Nothing was sent.', diagnoses: { length: 10 } } }
      },
      {
        name: 'where only one of the two kinds is missing: others’ lists are not requested',
        script: {
          groups: listNames('Pay'),
          environments: ({ names: [group] }) => (group === 'Loan' ? noGroup : noEnvironments)
        },
        expected: {
          statuses: ['not-attempted', 'failed', 'not-attempted', 'failed'],
          requests: { length: 4 }
        }
      }
    ],
    { sent: 0 }
  )
})

describe('nothing ends', () => {
  playRows(
    [
      {
        name: 'where all names exist: each list is requested once',
        expected: { requests: { length: 7 } }
      },
      {
        name: 'where nothing is changed: a check reads all',
        script: { projectEnvironments: listNames('test'), environments: noEnvironments },
        settings: { groups: ['Pay'], operation: 'check' },
        expected: { sent: 0, status: 'pending', statuses: ['pending', 'failed'] }
      },
      {
        name: 'by a list of groups that is not whole',
        script: { groups: incomplete }
      },
      {
        name: 'by a list of environments that is not whole',
        script: { projectEnvironments: incomplete, environments: noEnvironments }
      },
      {
        name: 'by lists that cannot be read',
        script: { groups: refuse(403), projectEnvironments: refuse(403) }
      },
      {
        name: 'by a list that lacks an environment that a group’s own list has',
        script: {
          projectEnvironments: listNames('test'),
          environments: ({ names: [group] }) =>
            group === 'Loan' ? list({ name: 'prod', deployed: true }) : noEnvironments
        }
      },
      {
        name: 'by a list that lacks a group whose own list can be read',
        script: { groups: listNames('Pay') }
      },
      {
        name: 'by a list that is on older servers elsewhere',
        script: {
          projectEnvironments: { status: 404, body: '' },
          olderEnvironments: listNames('test', 'prod')
        },
        expected: { requests: { length: 8 } }
      },
      {
        name: 'with a single target, whose lists are not requested',
        settings: { groups: ['Pay'], environments: ['prod'] },
        expected: { sent: 1, requests: { length: 2 } }
      },
      {
        name: 'before ten seconds, by a list that fails',
        script: { groups: { status: 502, body: '' } },
        settings: { retryTimeoutMs: 60_000 },
        expected: { sentAt: { 0: 10_000 } }
      },
      {
        name: 'before 30 seconds, by a list that stays silent',
        script: { groups: { afterMs: Infinity } },
        settings: { retryTimeoutMs: 0 },
        expected: { sentAt: { 0: 30_000 } }
      },
      {
        name: 'before `timeout`, by a list that stays silent',
        script: { groups: { afterMs: Infinity } },
        settings: { retryTimeoutMs: 0, timeoutMs: 5_000 },
        expected: { sentAt: { 0: 5_000 } }
      }
    ],
    { sent: 4, status: 'succeeded' }
  )
})

test('names are sent as the Manager spells them, and reported as the user does', async () => {
  const given = { groups: ['Cafe\u0301', 'Pay'], environments: ['Tes\u0301t'] }
  const script: Script = {
    groups: listNames('Caf\u00e9', 'Pay'),
    projectEnvironments: listNames('Te\u015bt'),
    change: {
      json: { status: 'SUCCESS', deploymentResult: { success: true, envName: 'Te\u015bt' } }
    }
  }
  const { requests, outcomes } = await play(script, given)

  const sent = requests.filter(({ call }) => call === 'change').map(({ names }) => names)
  expect(sent).toEqual([
    ['Caf\u00e9', 'Te\u015bt'],
    ['Pay', 'Te\u015bt']
  ])
  expect(outcomes).toMatchObject([
    { target: { group: 'Cafe\u0301', environment: 'Tes\u0301t' }, status: 'succeeded' },
    { status: 'succeeded' }
  ])
})

test('at most eight lists are requested at once', async () => {
  const groups = Array.from({ length: 20 }, (_, index) => `G${index}`)
  const script: Script = {
    groups: listNames('X'),
    environments: { ...noEnvironments, afterMs: 10 }
  }
  const { requests, sent } = await play(script, { groups, environments: ['production'] })

  const lists = requests.filter(({ call }) => call === 'environments')
  expect(Math.max(...lists.map(({ parallel }) => parallel))).toBe(8)
  expect(lists).toHaveLength(20)
  expect(sent).toBe(20)
})
