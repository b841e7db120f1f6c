import { mkdtempDisposable, readFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect } from '@jest/globals'
import { runStep, type StepOptions } from '../../tools/run-step.ts'
import { commandsIn, parseFileCommand, type Command } from '../../tools/runner-commands.ts'

/** What a workflow sees of a step. */
export interface Run {
  exitCode: number | null
  log: string
  /** The log without the lines that mask secrets, which the runner removes, too. */
  shown: string
  outputs: Record<string, string>
  /** The output `environment-results`, parsed; none where there are too many for it. */
  results: Result[]
  /** The file that the output `results-file` names, parsed: every result, however many there are. */
  allResults: Result[]
  summary: string
  annotations: Command[]
  durationMs: number
}

/** An object of the output `environment-results`. */
interface Result {
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
const seededInputs = {
  token: 'apinizer-demo-token',
  project: 'Payments',
  group: 'PaymentAPIGroup',
  environment: 'production',
  'retry-timeout': '0',
  timeout: '10s'
}

const outputNames = [
  'success',
  'result',
  'message',
  'environment-results',
  'failed-environments',
  'failed-groups',
  'results-file',
  'environment-url',
  'revision'
]

/** The commands that the action prints on purpose. */
const ownCommands = ['add-mask', 'group', 'endgroup', 'error', 'warning', 'debug']

const greenStatuses = ['succeeded', 'current', 'pending']

/**
 * Runs dist/index.js as the runner does: a process of its own with `INPUT_*` variables and files for
 * outputs and summary. Checks what must hold of every run, whatever happened in it.
 */
export async function runAction(options: RunOptions): Promise<Run> {
  const { COVERAGE_DIRECTORY: coverage } = process.env
  const inputs = { ...seededInputs, ...options.inputs }
  const env = { ...(coverage !== undefined && { NODE_V8_COVERAGE: coverage }), ...options.env }
  await using temp = await mkdtempDisposable(path.join(os.tmpdir(), 'runner-temp-'))
  const { output, ...step } = await runStep({
    ...options,
    inputs,
    env: { RUNNER_TEMP: temp.path, ...env }
  })
  const outputs = parseFileCommand(output)
  const commands = commandsIn(step.log)
  const run: Run = {
    ...step,
    outputs,
    shown: removeLines(step.log, '::add-mask::'),
    results: JSON.parse(outputs['environment-results'] || '[]') as Result[],
    allResults: outputs['results-file']
      ? (JSON.parse(await readFile(outputs['results-file'], 'utf8')) as Result[])
      : [],
    annotations: commands.filter(({ name }) => ['error', 'warning', 'notice'].includes(name))
  }

  // No text from outside became a workflow command.
  expect(commands.filter(({ name }) => !ownCommands.includes(name))).toEqual([])
  checkSecrets(run, [inputs.token, ...(options.secrets ?? [])])
  if (options.env?.RUNNER_DEBUG !== '1') {
    expect(run.log).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m)
  }
  if (options.files !== false) {
    checkOutputs(run)
  }
  return run
}

function checkSecrets({ shown, summary, outputs }: Run, secrets: readonly string[]): void {
  const places = [shown, summary, ...Object.values(outputs)]
  for (const secret of secrets.filter(text => text.trim() !== '')) {
    // Not `toContain`, whose message would be the whole log.
    expect(places.some(text => text.includes(secret))).toBe(false)
  }
}

/** All outputs are there, and exit code, `success` and `result` say the same. */
function checkOutputs({ exitCode, outputs, results, summary }: Run): void {
  const isSuccess = outputs.result === 'success'
  const isGreen = ({ status }: Result) => greenStatuses.includes(status)
  expect(Object.keys(outputs).sort()).toEqual([...outputNames].sort())
  expect({ exitCode, success: outputs.success }).toEqual({
    exitCode: isSuccess ? 0 : 1,
    success: String(isSuccess)
  })
  expect(results.filter(result => result.success !== isGreen(result))).toEqual([])
  if (isSuccess) {
    expect(results.every(isGreen)).toBe(true)
    expect([outputs['failed-environments'], outputs['failed-groups']]).toEqual(['[]', '[]'])
  }
  expect(summary).not.toBe('')
}

function removeLines(log: string, start: string): string {
  return log
    .split('\n')
    .filter(line => !line.startsWith(start))
    .join('\n')
}
