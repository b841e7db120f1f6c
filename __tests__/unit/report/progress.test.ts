import { afterEach, expect, jest, test } from '@jest/globals'
import type { Outcome } from '../../../src/deploy/outcome.ts'
import type { Wave } from '../../../src/deploy/plan.ts'
import { trackProgress } from '../../../src/report/progress.ts'
import {
  captureReport,
  conflict,
  createMany,
  createOutcome,
  createPod,
  deployed,
  lost
} from './capture-report.ts'

const wave: Wave = { environment: 'test', targets: createMany(2, 'test', deployed).map(getTarget) }
const bigWave: Wave = { ...wave, targets: createMany(11, 'test', deployed).map(getTarget) }

function getTarget({ target }: Outcome) {
  return target
}

function track(outcomes: Outcome[], { waves = [wave] } = {}): string[] {
  const progress = trackProgress('deploy')
  const { log } = captureReport(() => {
    for (const one of waves) {
      void progress.waveStarts?.(one)
      for (const outcome of outcomes) {
        progress.targetEnds?.(outcome, one)
      }
      void progress.waveEnds?.(one, outcomes)
    }
  })
  return log.split('\n')
}

afterEach(() => {
  jest.useRealTimers()
})

test('counts what ended, and begins anew with each wave', () => {
  const outcomes = [createOutcome('Pay on test', lost), createOutcome('Loan on test', conflict)]

  const counts = track(outcomes, { waves: [wave, wave] }).filter(line => line.startsWith('test: '))

  const ofOneWave = ['test: 1 of 2, 1 unknown', 'test: 2 of 2, 1 failed, 1 unknown']
  expect(counts).toEqual([...ofOneWave, ...ofOneWave])
})

test('among many targets, a green one is a line and a red one a group', () => {
  const outcomes = [createOutcome('G1 on test', deployed), createOutcome('G2 on test', conflict)]

  const [, green, red] = track(outcomes, { waves: [bigWave] })

  expect(green).toBe('✓ test / G1: Deployed (1.2 s), 1 of 11')
  expect(red).toBe('::group::✗ test / G2: Conflict (1.2 s)')
})

test('prints a sign of life every 30 s, until the wave has ended', () => {
  jest.useFakeTimers()
  const progress = trackProgress('deploy')

  const { log } = captureReport(() => {
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

test('of many worker pods some are listed, failed ones first', () => {
  const pods = Array.from({ length: 60 }, (_, index) =>
    createPod(`worker-${index}`, index === 59 ? 'Out of disk' : '')
  )

  const lines = track([createOutcome('Pay on test', { ...conflict, pods })])

  const listed = lines.filter(line => line.includes('worker pod worker-'))
  expect(listed).toHaveLength(20)
  expect(listed[0]).toContain('worker-59')
  expect(lines.join()).toContain('40 more worker pods')
})
