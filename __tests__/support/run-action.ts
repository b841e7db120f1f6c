import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect } from '@jest/globals'
import { commandsIn, looksLikeCommand, parseFileCommand, type Command } from './runner-commands.ts'

const entry = path.resolve(import.meta.dirname, '../../dist/index.js')

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

export interface RunOptions {
  /** Inputs by their name in action.yml. */
  inputs: Record<string, string>
  env?: Record<string, string>
  /** Whether the runner gives its files, as all but very old ones do. */
  files?: boolean
  /** Called with the process once it runs. */
  onStart?: (child: ChildProcess) => void
  /** Texts that may appear nowhere; the token is always one of them. */
  secrets?: string[]
  /** Another Node than the one that runs the tests. */
  node?: string
  nodeOptions?: string[]
  entry?: string
  cwd?: string
}

/** What every run is given unless a test says otherwise: the simulator's seeded names. */
export const seededInputs = { token: 'apinizer-demo-token', project: 'Payments', group: 'PaymentAPIGroup', environment: 'production', retries: '0', timeout: '10s' }

const outputNames = ['success', 'result', 'message', 'environment-results', 'failed-environments', 'environment-url', 'revision']

/**
 * Runs dist/index.js as the runner does: a process of its own with `INPUT_*` variables and files for
 * outputs and summary. Checks what must hold of every run, whatever happened in it.
 */
export async function runAction(options: RunOptions): Promise<Run> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'step-'))
  const file = (name: string) => path.join(folder, name)
  if (options.files !== false) for (const name of ['output', 'summary']) fs.writeFileSync(file(name), '')
  const startedAt = performance.now()
  const child = spawn(options.node ?? process.execPath, [...options.nodeOptions ?? [], options.entry ?? entry], { cwd: options.cwd ?? folder, env: environmentOf(options, file) })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  options.onStart?.(child)
  const exitCode = await new Promise<number | null>(resolve => child.on('close', resolve))
  const log = Buffer.concat(chunks).toString()
  const read = (name: string) => fs.existsSync(file(name)) ? fs.readFileSync(file(name), 'utf8') : ''
  const outputs = parseFileCommand(read('output'))
  const commands = commandsIn(log)
  const run: Run = {
    exitCode, log, outputs,
    shown: log.split('\n').filter(line => !line.startsWith('::add-mask::')).join('\n'),
    summary: read('summary'),
    results: JSON.parse(outputs['environment-results'] ?? '[]') as Result[],
    annotations: commands.filter(({ name }) => ['error', 'warning', 'notice'].includes(name)),
    durationMs: performance.now() - startedAt
  }
  fs.rmSync(folder, { recursive: true })
  checkWhatAlwaysHolds(run, commands, options)
  return run
}

function environmentOf({ inputs, env = {}, files }: RunOptions, file: (name: string) => string): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(INPUT_|GITHUB_|RUNNER_|NODE_|(https?|no)_proxy$)/i.test(name)))
  return {
    ...inherited,
    ...(process.env.COVERAGE_DIRECTORY !== undefined && { NODE_V8_COVERAGE: process.env.COVERAGE_DIRECTORY }),
    ...Object.fromEntries(Object.entries({ ...seededInputs, ...inputs }).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    ...(files !== false && { GITHUB_OUTPUT: file('output'), GITHUB_STEP_SUMMARY: file('summary') }),
    ...env
  }
}

function checkWhatAlwaysHolds(run: Run, commands: Command[], options: RunOptions): void {
  const meant = ['add-mask', 'group', 'endgroup', 'error', 'warning', 'debug']
  expect(commands.filter(({ name }) => !meant.includes(name))).toEqual([])
  expect(run.log.split('\n').filter(line => looksLikeCommand(line) && !meant.some(name => line.startsWith(`::${name}`)))).toEqual([])
  const secrets = [options.inputs.token ?? seededInputs.token, ...options.secrets ?? []].filter(secret => secret.trim() !== '')
  for (const text of [run.shown, run.summary, ...Object.values(run.outputs)]) {
    for (const secret of secrets) expect(text.includes(secret)).toBe(false)
  }
  if (options.env?.RUNNER_DEBUG !== '1') expect(run.log).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m)
  if (options.files === false) return
  expect(Object.keys(run.outputs).sort()).toEqual([...outputNames].sort())
  expect(run.exitCode).toBe(run.outputs.result === 'success' ? 0 : 1)
  expect(run.outputs.success).toBe(String(run.outputs.result === 'success'))
  expect(run.results.every(({ success, status }) => success === ['succeeded', 'current', 'pending'].includes(status))).toBe(true)
  expect(run.summary).not.toBe('')
}
