import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { trackProgress } from '../../../src/report/progress.ts'
import { captureReport, createOutcome, createPod } from '../../support/capture-report.ts'

const deployed = { status: 'succeeded', reason: 'deployed' } as const
const wave = {
  environment: 'test',
  targets: ['Pay', 'Loan'].map(group => ({ group, environment: 'test' }))
}

function captureLog(print: () => void): string {
  return captureReport(() => {
    print()
    return 0
  }).log
}

afterEach(() => {
  jest.useRealTimers()
})

test('prints a group for each target, and how many have ended', () => {
  const progress = trackProgress('deploy')

  const log = captureLog(() => {
    void progress.waveStarts?.(wave)
    progress.targetEnds?.(createOutcome('Pay on test', deployed), wave)
    progress.targetEnds?.(
      createOutcome('Loan on test', { status: 'unknown', reason: 'timeout' }),
      wave
    )
    void progress.waveEnds?.(wave, [])
  })

  expect(log).toMatchInlineSnapshot(`
    "Deploying 2 API Proxy Groups to test
    ::group::✓ test / Pay: Deployed (1.2 s)
      Pay was deployed to test.
    ::endgroup::
    test: 1 of 2
    ::group::? test / Loan: Unknown: Timed out (1.2 s)
      Could not determine whether Loan was deployed to test.
      More: https://github.com/org/deploy-api-proxy-group/blob/v1/docs/network.md#time-limits
    ::endgroup::
    test: 2 of 2, 1 unknown
    "
  `)
})

test('prints a line for a green target among many, and a group for a red one', () => {
  const progress = trackProgress('deploy')
  const groups = Array.from({ length: 11 }, (_, index) => `G${index + 1}`)
  const many = {
    environment: 'test',
    targets: groups.map(group => ({ group, environment: 'test' }))
  }

  const log = captureLog(() => {
    progress.targetEnds?.(createOutcome('G1 on test', deployed), many)
    progress.targetEnds?.(
      createOutcome('G2 on test', { status: 'failed', reason: 'conflict' }),
      many
    )
  })

  expect(log).toMatchInlineSnapshot(`
    "✓ test / G1: Deployed (1.2 s), 1 of 11
    ::group::✗ test / G2: Conflict (1.2 s)
      G2 was not deployed to test.
    ::endgroup::
    test: 2 of 11, 1 failed
    "
  `)
})

test('counts what failed, and begins anew with each wave', () => {
  const progress = trackProgress('deploy')
  const failed = createOutcome('Pay on test', { status: 'failed', reason: 'conflict' })

  const log = captureLog(() => {
    for (let waves = 0; waves < 2; waves += 1) {
      void progress.waveStarts?.(wave)
      progress.targetEnds?.(failed, wave)
      void progress.waveEnds?.(wave, [failed])
    }
  })

  expect(log.match(/^test: .*/gm)).toEqual(['test: 1 of 2, 1 failed', 'test: 1 of 2, 1 failed'])
})

test('prints a sign of life every 30 s, until the wave has ended', () => {
  jest.useFakeTimers()
  const progress = trackProgress('deploy')

  const log = captureLog(() => {
    void progress.waveStarts?.(wave)
    jest.advanceTimersByTime(65_000)
    void progress.waveEnds?.(wave, [])
    jest.advanceTimersByTime(65_000)
  })

  expect(log.match(/^test: .*/gm)).toEqual([
    'test: still waiting after 30 s',
    'test: still waiting after 1 min'
  ])
})

describe('a target’s group', () => {
  test('has its revision, address and worker pods, failed ones first', () => {
    const outcome = createOutcome('Pay on test', {
      ...deployed,
      revision: 8,
      accessUrl: 'https://api.example.com/',
      pods: [createPod('worker-1', '', 12), createPod('worker-2', 'Route conflict')]
    })

    const log = captureLog(() => trackProgress('deploy').targetEnds?.(outcome, wave))

    expect(log).toMatchInlineSnapshot(`
      "::group::✓ test / Pay: Deployed (1.2 s)
        Pay was deployed to test.
        Revision 8
        Served at https://api.example.com/
        ✗ worker pod worker-2 10.0.0.1: Route conflict
        ✓ worker pod worker-1 10.0.0.1 (12 ms)
      ::endgroup::
      test: 1 of 2
      "
    `)
  })

  test('has at most 50 worker pods', () => {
    const pods = Array.from({ length: 60 }, (_, index) => createPod(`worker-${index}`))
    const outcome = createOutcome('Pay on test', { ...deployed, pods })

    const log = captureLog(() => trackProgress('deploy').targetEnds?.(outcome, wave))

    expect(log.match(/worker pod worker/g)).toHaveLength(50)
    expect(log).toContain('… and 10 more worker pods')
  })

  test('has at most 5 worker pods among many targets', () => {
    const pods = Array.from({ length: 6 }, (_, index) =>
      createPod(`worker-${index}`, 'Out of disk')
    )
    const outcome = createOutcome('Pay on test', {
      status: 'failed',
      reason: 'deployment-failed',
      pods
    })
    const targets = Array.from({ length: 11 }, () => outcome.target)

    const log = captureLog(() =>
      trackProgress('deploy').targetEnds?.(outcome, { ...wave, targets })
    )

    expect(log.match(/worker pod worker/g)).toHaveLength(5)
    expect(log).toContain('… and 1 more worker pods')
  })

  test('links to the documentation when it is red', () => {
    const outcome = createOutcome('Pay on test', { status: 'failed', reason: 'tls' })

    const log = captureLog(() => trackProgress('deploy').targetEnds?.(outcome, wave))

    expect(log).toMatch(/More: https:\/\/github\.com\/.*#certificates/)
  })
})
