import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** Something to be measured: a whole process. */
export interface Subject {
  name: string
  command: string
  args: string[]
  env: Record<string, string>
  /** Runs a round, once by default: what is short needs more of them. */
  often?: number
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'))
const file = (name: string): string => path.join(folder, name)
process.on('exit', () => {
  fs.rmSync(folder, { recursive: true })
})

/** A subject that is a Node process with these arguments. */
export function nodeSubject(
  name: string,
  args: string[],
  env: Record<string, string> = {}
): Subject {
  return { name, command: process.execPath, args, env }
}

/**
 * Runs each subject once a round, one after the other (A B C, A B C, …), after a round that does not count.
 * @returns the median wall time of each, ms, in the order of the subjects
 */
export function medianTimes(subjects: Subject[], rounds: number): number[] {
  const times = subjects.map((): number[] => [])
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, subject] of subjects.entries()) {
      const taken = Array.from({ length: subject.often ?? 1 }, () => timeOf(subject))
      if (round > 0) times[index]?.push(...taken)
    }
  }
  return times.map(median)
}

/** The peak memory of a Node process, MB (10^6 bytes): the median of a few runs besides those that are timed. */
export function peakMemory(subject: Subject, runs = 5): number {
  const hook = path.join(import.meta.dirname, 'peak-memory.cjs')
  const env = { ...subject.env, PEAK_MEMORY_FILE: file('peak') }
  const peaks = Array.from({ length: runs }, () => {
    timeOf({ ...subject, args: ['--require', hook, ...subject.args], env })
    return (Number(fs.readFileSync(file('peak'), 'utf8')) * 1024) / 1e6
  })
  return median(peaks)
}

/** The value in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2
}

/** Starts a simulated Manager beside this process. */
export async function startManager(deployMs: number): Promise<{ url: string; stop: () => void }> {
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'manager.ts'), String(deployMs)],
    { stdio: ['ignore', 'pipe', 'inherit'] }
  )
  for await (const url of createInterface(child.stdout))
    return {
      url,
      stop: () => {
        child.kill()
      }
    }
  throw new Error('The simulated Manager did not start.')
}

/** How long a process takes, from its start to its end as its parent sees it. */
function timeOf({ name, command, args, env }: Subject): number {
  for (const one of ['output', 'summary']) fs.writeFileSync(file(one), '')
  const whole = {
    PATH: process.env['PATH'] ?? '',
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
    ...env
  }
  const startedAt = performance.now()
  const { status, stderr, stdout } = spawnSync(command, args, {
    env: whole,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1e8
  })
  const ms = performance.now() - startedAt
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr || stdout}`)
  return ms
}
