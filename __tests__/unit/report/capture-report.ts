import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, jest } from '@jest/globals'
import type { Pod } from '../../../src/apinizer/parse-deployment.ts'
import type { Details, Operation, Outcome, Verdict } from '../../../src/deploy/outcome.ts'
import { createPlan } from '../../../src/deploy/plan.ts'
import { trackProgress } from '../../../src/report/progress.ts'
import { report, type Run } from '../../../src/report/report.ts'
import { parseLog } from '../../../tools/runner-commands.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'))
const files = {
  GITHUB_OUTPUT: path.join(folder, 'output'),
  GITHUB_STEP_SUMMARY: path.join(folder, 'summary')
}
const temp = path.join(folder, 'temp')
const before = { ...process.env }

beforeAll(() => {
  fs.mkdirSync(temp)
  Object.assign(process.env, files, {
    RUNNER_TEMP: temp,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_ACTION_REPOSITORY: 'org/deploy-api-proxy-group',
    GITHUB_ACTION_REF: 'v1'
  })
})

afterAll(() => {
  process.env = before
  fs.rmSync(folder, { recursive: true })
})

export type Given = Verdict & Partial<Details> & { durationMs?: number }

export const deployed = { status: 'succeeded', reason: 'deployed' } as const
export const current = { status: 'current', reason: 'current' } as const
export const conflict = { status: 'failed', reason: 'conflict' } as const
export const unverified = { status: 'failed', reason: 'not-verified' } as const
export const lost = { status: 'unknown', reason: 'connection-lost' } as const
export const left = { status: 'not-attempted', reason: 'not-attempted', durationMs: 0 } as const

/**
 * Creates an outcome, with what is not given filled in.
 * @param name `group on environment`
 */
export function createOutcome(name: string, given: Given): Outcome {
  const [group = '', environment = ''] = name.split(' on ')
  const target = { group, environment }
  return { target, durationMs: 1_234.4, serverMessage: '', explanation: '', ...given }
}

/** Creates an outcome for each of the groups `G1`, `G2` and so on. */
export function createMany(
  count: number,
  environment: string,
  given: Given | ((index: number) => Given)
): Outcome[] {
  return Array.from({ length: count }, (_, index) =>
    createOutcome(
      `G${index + 1} on ${environment}`,
      typeof given === 'function' ? given(index) : given
    )
  )
}

/** Creates a worker pod, which has failed when it has a message. */
export function createPod(name: string, message = '', durationMs?: number): Pod {
  const success = message === ''
  return { name, ip: '10.0.0.1', success, message, ...(durationMs !== undefined && { durationMs }) }
}

/** What people and workflows see of a run. */
export interface CapturedReport {
  exitCode: number
  /** Word for word, as is `summary`. */
  log: string
  /** By name. */
  outputs: Record<string, string>
  summary: string
  /** The errors and warnings in the log, as the runner reads it. */
  annotations: { name: string; title: string | undefined; text: string }[]
}

/** Reports a run from its first wave to its end. */
export function captureRun(outcomes: Outcome[], given: Partial<Run> = {}): CapturedReport {
  const { operation = 'deploy' } = given
  return captureReport(() => {
    trackAll(outcomes, operation)
    return report({
      operation,
      project: 'Payments',
      url: new URL('https://apinizer.example.com/manager'),
      groups: outcomes.map(({ target }) => target.group),
      outcomes,
      cancelled: false,
      durationMs: 75_000,
      ...given
    })
  })
}

function trackAll(outcomes: Outcome[], operation: Operation): void {
  const progress = trackProgress(operation)
  const listNames = (name: 'group' | 'environment') => [
    ...new Set(outcomes.map(({ target }) => target[name]))
  ]
  const plan = createPlan({ groups: listNames('group'), environments: listNames('environment') })
  for (const wave of plan) {
    const ended = outcomes.filter(
      ({ target, status }) => target.environment === wave.environment && status !== 'not-attempted'
    )
    if (ended.length > 0) {
      void progress.waveStarts?.(wave)
      for (const outcome of ended) {
        progress.targetEnds?.(outcome, wave)
      }
      void progress.waveEnds?.(wave, ended)
    }
  }
}

/** Runs anything that reports. */
export function captureReport(run: () => unknown): CapturedReport {
  for (const file of Object.values(files)) {
    fs.writeFileSync(file, '')
  }
  let log = ''
  const write = jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    log += String(text)
    return true
  })
  const exitCode = Number(run())
  write.mockRestore()
  return {
    exitCode,
    log: log.replaceAll('\r\n', '\n'),
    outputs: readOutputs(),
    summary: fs.readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    annotations: listAnnotations(log)
  }
}

function readOutputs(): Record<string, string> {
  const lines = fs.readFileSync(files.GITHUB_OUTPUT, 'utf8').split('\n').filter(Boolean)
  return Object.fromEntries(
    lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  )
}

function listAnnotations(log: string): CapturedReport['annotations'] {
  return parseLog(log)
    .flatMap(({ command }) => command ?? [])
    .filter(({ name }) => name === 'error' || name === 'warning')
    .map(({ name, properties, data }) => ({ name, title: properties['title'], text: data }))
}

/** Joins what was captured for a snapshot. */
export function showReport({ exitCode, log, outputs, summary }: CapturedReport): string {
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}`)
  const report = `exit code ${exitCode}\n\n${log}\n${lines.join('\n')}\n\n${summary}`
  return report.replace(outputs['results-file'] ?? '', '(results-file)')
}
