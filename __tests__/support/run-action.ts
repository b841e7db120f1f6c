import { expect } from '@jest/globals'
import { runStep, type StepOptions } from '../../demo/run-step.ts'
import { meetingMutants } from './mutation.ts'
import { commandsIn, looksLikeCommand, parseFileCommand, type Command } from './runner-commands.ts'

/** What a workflow sees of a step. */
export interface Run {
  exitCode: number | null
  log: string
  /** The log without the lines that mask secrets, which the runner takes out too. */
  shown: string
  outputs: Record<string, string>
  results: Result[]
  summary: string
  annotations: Command[]
  durationMs: number
}

/** An object of the output `environment-results`. */
export interface Result {
  environmentName: string
  success: boolean
  message: string
  group: string
  status: string
  reason: string
  durationMs: number
  httpStatus?: number
  revision?: number
  accessUrl?: string
  pods?: { name: string; ip: string; success: boolean; message: string; durationMs?: number }[]
}

export interface RunOptions extends StepOptions {
  /** Texts that may appear nowhere; the token is always one of them. */
  secrets?: string[]
}

/** What every run is given unless a test says otherwise: the simulator's seeded names. */
export const seededInputs = {
  token: 'apinizer-demo-token',
  project: 'Payments',
  group: 'PaymentAPIGroup',
  environment: 'production',
  retries: '0',
  timeout: '10s'
}

const outputNames = [
  'success',
  'result',
  'message',
  'environment-results',
  'failed-environments',
  'environment-url',
  'revision'
]

/**
 * Runs dist/index.js as the runner does: a process of its own with `INPUT_*` variables and files for
 * outputs and summary. Checks what must hold of every run, whatever happened in it.
 */
export async function runAction(options: RunOptions): Promise<Run> {
  const { COVERAGE_DIRECTORY: coverage } = process.env
  const inputs = { ...seededInputs, ...options.inputs }
  const mutation = meetingMutants()
  const env = {
    ...(coverage !== undefined && { NODE_V8_COVERAGE: coverage }),
    ...mutation.env,
    ...options.env
  }
  const { output, ...step } = await runStep({
    ...options,
    inputs,
    env,
    nodeOptions: [...mutation.nodeOptions, ...(options.nodeOptions ?? [])]
  })
  mutation.ended()
  const outputs = parseFileCommand(output)
  const commands = commandsIn(step.log)
  const run: Run = {
    ...step,
    outputs,
    shown: step.log
      .split('\n')
      .filter(line => !line.startsWith('::add-mask::'))
      .join('\n'),
    results: JSON.parse(outputs['environment-results'] ?? '[]') as Result[],
    annotations: commands.filter(({ name }) => ['error', 'warning', 'notice'].includes(name))
  }
  checkWhatAlwaysHolds(run, commands, options)
  return run
}

function checkWhatAlwaysHolds(run: Run, commands: Command[], options: RunOptions): void {
  const meant = ['add-mask', 'group', 'endgroup', 'error', 'warning', 'debug']
  expect(commands.filter(({ name }) => !meant.includes(name))).toEqual([])
  expect(
    run.log
      .split('\n')
      .filter(line => looksLikeCommand(line) && !meant.some(name => line.startsWith(`::${name}`)))
  ).toEqual([])
  const secrets = [options.inputs.token ?? seededInputs.token, ...(options.secrets ?? [])].filter(
    secret => secret.trim() !== ''
  )
  for (const text of [run.shown, run.summary, ...Object.values(run.outputs)]) {
    for (const secret of secrets) expect(text.includes(secret)).toBe(false)
  }
  if (options.env?.RUNNER_DEBUG !== '1') expect(run.log).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m)
  if (options.files === false) return
  expect(Object.keys(run.outputs).sort()).toEqual([...outputNames].sort())
  expect(run.exitCode).toBe(run.outputs.result === 'success' ? 0 : 1)
  expect(run.outputs.success).toBe(String(run.outputs.result === 'success'))
  expect(
    run.results.every(
      ({ success, status }) => success === ['succeeded', 'current', 'pending'].includes(status)
    )
  ).toBe(true)
  expect(run.summary).not.toBe('')
}
