import { describe, expect, test } from '@jest/globals'
import { nameTarget } from '../../../src/deploy/outcome.ts'
import { text, type Script, type Settings, isDone, list, play, refuse } from './script.ts'

const groups = ['Pay', 'Loan', 'Card']
const environments = ['test', 'production']

/** All changes succeed but those of one target, which end as given. */
const changeBut = (failing: string, reply = refuse(400)): Script => ({
  change: ({ names }) =>
    names.join(' on ') === failing
      ? reply
      : { json: { ...isDone.json, deploymentResult: { success: true, envName: names[1] } } }
})

/** A letter for each target, in the order of the outcomes: s(ucceeded), f(ailed), n(ot-attempted), u(nknown). */
const letters = (statuses: readonly string[]) => statuses.map(([letter]) => letter).join('')

describe('waves', () => {
  const rows: { name: string; script?: Script; settings?: Settings; expected: object }[] = [
    {
      name: 'are run one after the other, groups in their order',
      expected: {
        ended: 'ssssss',
        sent: 6,
        events: [
          ...['begin test', 'Pay on test: succeeded', 'Loan on test: succeeded'],
          ...['Card on test: succeeded', 'end test', 'begin production'],
          ...['Pay on production: succeeded', 'Loan on production: succeeded'],
          ...['Card on production: succeeded', 'end production']
        ]
      }
    },
    {
      name: 'end with one that did not fully succeed',
      script: changeBut('Loan on test'),
      expected: { ended: 'sfsnnn', sent: 3, why: text(/^Nothing was sent: [^;]*`fail-fast`\)\.$/) }
    },
    {
      name: 'go on without `fail-fast`',
      script: changeBut('Loan on test'),
      settings: { failFast: false },
      expected: { ended: 'sfssss', sent: 6 }
    },
    {
      name: 'of a check go on',
      script: { environments: ({ names: [group] }) => (group === 'Loan' ? refuse(500) : list()) },
      settings: { operation: 'check' },
      expected: { ended: 'pfppfp', sent: 0 }
    },
    {
      name: 'of a verification go on',
      script: { environments: list({ name: 'production', deployed: true }) },
      settings: { operation: 'verify', verify: 'environment' },
      expected: { ended: 'fffsss', sent: 0 }
    },
    {
      name: 'end with a cause that all targets share, within the wave as well',
      script: changeBut('Loan on test', refuse(401)),
      settings: { failFast: false },
      expected: {
        ended: 'sfnnnn',
        sent: 2,
        why: text(/^Nothing was sent: [^;]*affects every target\.$/)
      }
    },
    {
      name: 'end when the run is cancelled',
      script: { change: { ...isDone, afterMs: 1_000 } },
      settings: { cancelAtMs: 1_500, environments: ['production', 'test'] },
      expected: {
        ended: 'sunnnn',
        sent: 2,
        why: text(/^Nothing was sent: [^;]*cancelled first\.$/)
      }
    }
  ]

  test.each(rows)('$name', async ({ script = {}, settings, expected }) => {
    const played = await play(script, { groups, environments, ...settings })

    const { outcomes, statuses } = played
    const skipped = outcomes.filter(({ status }) => status === 'not-attempted')
    const why = [...new Set(skipped.map(({ explanation }) => explanation))].join('; ')
    expect({ ...played, ended: letters(statuses), why }).toMatchObject(expected)
    const targets = (settings?.environments ?? environments).flatMap(environment =>
      (settings?.groups ?? groups).map(group => `${group} on ${environment}`)
    )
    expect(outcomes.map(({ target }) => nameTarget(target))).toEqual(targets)
  })

  test('a target that was not attempted took no time, and has a reason of its own', async () => {
    const settings = { groups, cancelAtMs: 0 }
    const cancelled = await play({ change: { ...isDone, afterMs: 1_000 } }, settings)
    const failed = await play(changeBut('Pay on production', refuse(401)), { groups })

    const skipped = { status: 'not-attempted', durationMs: 0, serverMessage: '' }
    expect(cancelled.outcomes.at(-1)).toMatchObject({ ...skipped, reason: 'cancelled' })
    expect(failed.outcomes.at(-1)).toMatchObject({ ...skipped, reason: 'not-attempted' })
  })
})

describe('in parallel', () => {
  const many = Array.from({ length: 10 }, (_, index) => `G${index}`)
  const rows = [
    { maxParallel: 1, groups: many, expected: 1 },
    { maxParallel: 3, groups: many, expected: 3 },
    { maxParallel: 100, groups, expected: 3 }
  ]
  test.each(rows)('$maxParallel: at most $expected at once', async ({ expected, ...settings }) => {
    const { requests, sentAt } = await play({ change: { ...isDone, afterMs: 1_000 } }, settings)

    expect(Math.max(...requests.map(({ parallel }) => parallel))).toBe(expected)
    // A pause of a millisecond is between the first ones.
    expect(sentAt.slice(0, expected)).toEqual([...Array(expected).keys()])
  })

  test('the outcomes are in the order of the plan, whatever ends first', async () => {
    const script: Script = {
      change: ({ names: [group] }) => ({ ...isDone, afterMs: group === 'Pay' ? 500 : 5 })
    }
    const { outcomes, events } = await play(script, { groups, maxParallel: 2 })

    expect(outcomes.map(({ target }) => target.group)).toEqual(groups)
    expect(events[1]).toBe('Loan on production: succeeded')
  })

  test('a cause that all targets share starts no other', async () => {
    const script = changeBut('Pay on production', { ...refuse(401), afterMs: 10 })
    const { statuses, sent } = await play(script, { groups, maxParallel: 1 })

    expect([letters(statuses), sent]).toEqual(['fnn', 1])
  })
})
