import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, jest } from '@jest/globals'
import type { Pod } from '../../src/apinizer/parse-deployment.ts'
import type { Details, Operation, Outcome, Verdict } from '../../src/deploy/outcome.ts'
import { createPlan } from '../../src/deploy/plan.ts'
import { trackProgress } from '../../src/report/progress.ts'
import { report, type Run } from '../../src/report/report.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'))
const files = {
  GITHUB_OUTPUT: path.join(folder, 'output'),
  GITHUB_STEP_SUMMARY: path.join(folder, 'summary')
}
const onGitHub = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_ACTION_REPOSITORY: 'org/deploy-api-proxy-group',
  GITHUB_ACTION_REF: 'v1'
}
const before = { ...process.env }

beforeAll(() => {
  Object.assign(process.env, files, onGitHub)
})

afterAll(() => {
  process.env = before
  fs.rmSync(folder, { recursive: true })
})

type Given = Verdict & Partial<Details> & { durationMs?: number }

/**
 * Creates an outcome, with what is not given filled in.
 * @param name `group on environment`
 */
export function createOutcome(name: string, given: Given): Outcome {
  const [group = '', environment = ''] = name.split(' on ')
  return {
    target: { group, environment },
    durationMs: 1_234,
    serverMessage: '',
    explanation: '',
    ...given
  }
}

/** Creates a worker pod, which has failed when it has a message. */
export function createPod(name: string, message = '', durationMs?: number): Pod {
  const success = message === ''
  return { name, ip: '10.0.0.1', success, message, ...(durationMs !== undefined && { durationMs }) }
}

/** What people and workflows see of a run, word for word. */
export interface CapturedReport {
  exitCode: number
  log: string
  outputs: string
  summary: string
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
export function captureReport(run: () => 0 | 1): CapturedReport {
  for (const file of Object.values(files)) {
    fs.writeFileSync(file, '')
  }
  let log = ''
  const write = jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    log += String(text)
    return true
  })
  const exitCode = run()
  write.mockRestore()
  return {
    exitCode,
    log: log.replaceAll('\r\n', '\n'),
    outputs: fs.readFileSync(files.GITHUB_OUTPUT, 'utf8'),
    summary: fs.readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')
  }
}

/** Joins what was captured for a snapshot. */
export function showReport({ exitCode, log, outputs, summary }: CapturedReport): string {
  return `exit code ${exitCode}\n\n${log}\n${outputs}\n${summary}`
}

/** Reads the outputs by name. */
export function readOutputs({ outputs }: CapturedReport): Record<string, string> {
  const lines = outputs.trimEnd().split('\n')
  return Object.fromEntries(
    lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  )
}
