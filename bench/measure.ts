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
  /** Runs in a round, one by default: what is short needs more of them. */
  repeats?: number
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'))
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
export function measureTimes(subjects: Subject[], rounds: number): number[] {
  const times = subjects.map((): number[] => [])
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, subject] of subjects.entries()) {
      const taken = Array.from({ length: subject.repeats ?? 1 }, () => measureRun(subject))
      if (round > 0) {
        times[index]?.push(...taken)
      }
    }
  }
  return times.map(median)
}

/** The peak memory of a Node process, MB (10^6 bytes): the median of a few runs that are not timed. */
export function measurePeakMemory(subject: Subject, runs = 5): number {
  const hook = path.join(import.meta.dirname, 'peak-memory.cjs')
  const file = path.join(folder, 'peak')
  const env = { ...subject.env, PEAK_MEMORY_FILE: file }
  const peaks = Array.from({ length: runs }, () => {
    measureRun({ ...subject, args: ['--require', hook, ...subject.args], env })
    return (Number(fs.readFileSync(file, 'utf8')) * 1024) / 1e6
  })
  return median(peaks)
}

/** Starts a simulated Manager in another process. */
export async function startManager(deployMs: number): Promise<{ url: string; stop: () => void }> {
  const script = path.join(import.meta.dirname, 'manager.ts')
  const child = spawn(process.execPath, [script, String(deployMs)], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  for await (const url of createInterface(child.stdout)) {
    return { url, stop: () => child.kill() }
  }
  throw new Error('The simulated Manager did not start.')
}

/** The value in the middle. */
function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2
}

/** How long a process takes, ms, from its start to its end as its parent sees it. */
function measureRun({ name, command, args, env }: Subject): number {
  const files = {
    GITHUB_OUTPUT: path.join(folder, 'output'),
    GITHUB_STEP_SUMMARY: path.join(folder, 'summary')
  }
  for (const file of Object.values(files)) {
    fs.writeFileSync(file, '')
  }
  const startedAt = performance.now()
  const { status, stderr, stdout } = spawnSync(command, args, {
    env: { PATH: process.env['PATH'] ?? '', ...files, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1e8
  })
  const ms = performance.now() - startedAt
  if (status !== 0) {
    throw new Error(`${name} ended with ${status}: ${stderr || stdout}`)
  }
  return ms
}
