import { mkdtempDisposable } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startSimulator, type RecordedRequest, type Simulator } from '../simulator/simulator.ts'
import { runStep, type Step } from '../tools/run-step.ts'
import { commandsIn, parseFileCommand } from '../tools/runner-commands.ts'
import { commonInputs, type Scene, type Take } from './scenes.ts'

/** A take that was run. */
export interface Played {
  take: Take
  step: Step
  outputs: Record<string, string>
  /** What the Manager received. */
  requests: RecordedRequest[]
  /** What is not as it should be; empty when all is. */
  problems: string[]
}

const ownCommands = ['add-mask', 'group', 'endgroup', 'error', 'warning']

/** How long a deployment takes here: long enough to have a duration worth showing. */
const deployMs = 200

/** Plays a scene: a Manager of its own, one process a take. */
export async function play({ manager: options, fault, arrange, takes }: Scene): Promise<Played[]> {
  await using manager = await startSimulator({ deployMs, ...options })
  if (fault !== undefined) {
    manager.injectFault(fault)
  }
  arrange?.(manager.world)
  const played: Played[] = []
  for (const take of takes) {
    played.push(await playTake(take, manager))
  }
  return played
}

async function playTake(take: Take, manager: Simulator): Promise<Played> {
  const before = manager.requests.length
  const inputs = { ...commonInputs, url: manager.url, ...take.inputs }
  await using temp = await mkdtempDisposable(path.join(os.tmpdir(), 'runner-temp-'))
  const step = await runStep({ inputs, env: { RUNNER_TEMP: temp.path } })
  const outputs = parseFileCommand(step.output)
  const run = { take, step, outputs, requests: manager.requests.slice(before) }
  return { ...run, problems: findProblems(run, inputs.token) }
}

/**
 * Lists in what a take did not end as it should. In every scene the token is shown nowhere, and the log
 * contains no command but the action's own.
 */
export function findProblems(
  { take, step, outputs, requests }: Omit<Played, 'problems'>,
  token: string
): string[] {
  const results = JSON.parse(outputs['environment-results'] ?? '[]') as { status: string }[]
  const statuses = results.map(({ status }) => status).join(' ')
  const sent = requests.filter(({ call }) => call === 'deploy').length
  const exitCode = take.result === 'success' ? 0 : 1
  const log = step.log.replaceAll(/^::add-mask::.*$/gm, '')
  const strange = commandsIn(log).filter(({ name }) => !ownCommands.includes(name))
  return [
    ...compare('exit code', step.exitCode, exitCode),
    ...compare('result', outputs['result'], take.result),
    ...compare('statuses', statuses, take.statuses),
    ...compare('deployments received', sent, take.sent),
    ...([log, step.summary, step.output].join().includes(token) ? ['the token was shown'] : []),
    ...strange.map(({ name }) => `the log contains the command ${name}`)
  ]
}

function compare(what: string, is: unknown, should: unknown): string[] {
  return is === should ? [] : [`${what}: ${String(is)}, and should be ${String(should)}`]
}
