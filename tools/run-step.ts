import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A step that hangs is killed after this time, ms. */
const maxStepMs = 120_000

/** What users run. */
const entry = path.resolve(import.meta.dirname, '../dist/index.js')

/** A step as a workflow gives it to the runner, and what else may differ between runners. */
export interface StepOptions {
  /** Inputs by their name in action.yml. */
  inputs: Record<string, string>
  env?: Record<string, string>
  /** Whether the runner provides its files, which very old ones do not. */
  files?: boolean
  /** Called with the process once it runs. */
  onStart?: (child: ChildProcess) => void
  /** Another Node than the one that runs this. */
  node?: string
  nodeOptions?: string[]
  cwd?: string
}

/** What the runner holds when the step's process has ended. */
export interface Step {
  exitCode: number | null
  /**
   * What was printed, stdout and stderr together. Every line ends in `\n`, although the toolkit's own
   * end in `\r\n` on Windows.
   */
  log: string
  /** The text of GITHUB_OUTPUT. */
  output: string
  /** The text of GITHUB_STEP_SUMMARY. */
  summary: string
  durationMs: number
}

/**
 * Runs the committed dist/index.js as the runner does: a process of its own, `INPUT_*` variables, files
 * for outputs and summary.
 */
export async function runStep(options: StepOptions): Promise<Step> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'step-'))
  const file = (name: string) => path.join(folder, name)
  if (options.files !== false) {
    for (const name of ['output', 'summary']) {
      fs.writeFileSync(file(name), '')
    }
  }
  const startedAt = performance.now()
  const child = spawn(options.node ?? process.execPath, [...(options.nodeOptions ?? []), entry], {
    cwd: options.cwd ?? folder,
    env: createEnvironment(options, file),
    timeout: maxStepMs,
    killSignal: 'SIGKILL'
  })
  options.onStart?.(child)
  const { exitCode, log } = await waitForEnd(child)
  const durationMs = performance.now() - startedAt
  const read = (name: string) =>
    fs.existsSync(file(name)) ? fs.readFileSync(file(name), 'utf8') : ''
  const step = {
    exitCode,
    log: log.replaceAll(os.EOL, '\n'),
    output: read('output'),
    summary: read('summary'),
    durationMs
  }
  fs.rmSync(folder, { recursive: true })
  return step
}

/** Waits until a process has ended. @returns also what it printed, stdout and stderr together as they came */
export async function waitForEnd(
  child: ChildProcess
): Promise<{ exitCode: number | null; log: string }> {
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  }
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, log: Buffer.concat(chunks).toString() }
}

function createEnvironment(
  { inputs, env = {}, files }: StepOptions,
  file: (name: string) => string
): NodeJS.ProcessEnv {
  return {
    ...inheritEnvironment(),
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
    ),
    ...(files !== false && { GITHUB_OUTPUT: file('output'), GITHUB_STEP_SUMMARY: file('summary') }),
    ...env
  }
}

/** The environment without what this process was given for itself, such as a proxy. */
export function inheritEnvironment(): NodeJS.ProcessEnv {
  const own = /^(INPUT_|GITHUB_|RUNNER_|NODE_|npm_|XDG_|(https?|no|all)_proxy$)/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)))
}
