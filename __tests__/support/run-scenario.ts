import type { ChildProcess } from 'node:child_process'
import {
  startSimulator,
  type Call,
  type Fault,
  type Simulator,
  type SimulatorOptions
} from '../../simulator/simulator.ts'
import { runAction, type Run, type RunOptions } from './run-action.ts'
import { countCalls } from './seeded-world.ts'

/** A run, and the Manager that it meets; what is not given is as in a run that succeeds. */
export interface Scenario extends Omit<RunOptions, 'inputs' | 'onStart'> {
  inputs?: Record<string, string>
  /** Behind the Manager's address in the input `url`. */
  urlEnding?: string
  options?: SimulatorOptions
  fault?: Fault
  /** More of them. */
  faults?: Fault[]
  /** Changes the Manager before the run. */
  prepare?: (manager: Simulator) => void
  onStart?: (child: ChildProcess, manager: Simulator) => void
}

/** What came of a run. The Manager is closed; what it recorded stays. */
export interface ScenarioRun extends Run {
  manager: Simulator
  /** How many requests to deploy or undeploy arrived. */
  sent: number
}

/** Runs the action against a Manager of its own. */
export async function runScenario(scenario: Scenario = {}): Promise<ScenarioRun> {
  const {
    options,
    fault,
    faults = [],
    prepare,
    onStart,
    inputs,
    urlEnding = '',
    ...given
  } = scenario
  await using manager = await startSimulator(options)
  for (const one of fault === undefined ? faults : [fault, ...faults]) {
    manager.injectFault(one)
  }
  prepare?.(manager)
  const run = await runAction({
    ...given,
    inputs: { url: manager.url + urlEnding, ...inputs },
    onStart: child => onStart?.(child, manager)
  })
  const sent = countCalls(manager, 'deploy') + countCalls(manager, 'undeploy')
  return { ...run, manager, sent }
}

/** Signals a process, with SIGINT by default, as soon as the Manager has seen a call `count` times. */
export function signalAt(call: Call, given: { signal?: NodeJS.Signals; count?: number } = {}) {
  const { signal = 'SIGINT', count = 1 } = given
  return (child: ChildProcess, manager: Simulator): void => {
    const watch = setInterval(() => {
      if (countCalls(manager, call) >= count) {
        clearInterval(watch)
        child.kill(signal)
      }
    }, 5)
    child.on('exit', () => {
      clearInterval(watch)
    })
  }
}
