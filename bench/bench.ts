/**
 * Measures what a step costs beside what is written by hand, over HTTPS, and writes docs/benchmarks.md. The subjects
 * take turns, each a process of its own, so a slow moment of the machine slows all of a round.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startSimulator } from '../simulator/simulator.ts'
import { demoToken, worldOf } from '../simulator/world.ts'
import { makeAuthority } from '../tools/certificates.ts'
import { waitForEnd } from '../tools/run-step.ts'

interface Subject {
  name: string
  args: string[]
  env?: Record<string, string>
}

/** The action, and what it is compared with, each with the most that the action may take of its time. */
interface Comparison {
  what: string
  /** What the server takes for a deployment. */
  deployMs: number
  rounds: number
  action: Subject
  byHand: (Subject & { goal: number })[]
}

const root = path.resolve(import.meta.dirname, '..')
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'))
const caFile = path.join(folder, 'ca.pem')
const groups = Array.from({ length: 1000 }, (_, index) => `group-${index + 1}`)

const authority = await makeAuthority('Benchmark CA')
fs.writeFileSync(caFile, authority.cert)

const comparisons: Comparison[] = [
  {
    what: 'One deployment',
    deployMs: 0,
    rounds: 31,
    action: action(1, 1),
    byHand: [
      { ...byHand('a `fetch` POST by hand', 'fetch', 1, 1), goal: 1.1 },
      { ...byHand('a `node:https` POST by hand', 'https', 1, 1), goal: 1.3 }
    ]
  },
  {
    what: '1,000 targets, 50 at once, 20 ms each',
    deployMs: 20,
    rounds: 7,
    action: action(1000, 50),
    byHand: [{ ...byHand('1,000 `node:https` POSTs by hand', 'https', 1000, 50), goal: 1.5 }]
  }
]
const load = os.loadavg()[0] ?? 0
const rows: string[] = []
for (const comparison of comparisons) {
  rows.push(...(await compare(comparison)))
}
fs.rmSync(folder, { recursive: true })
const page = renderPage(rows)
fs.writeFileSync(path.join(root, 'docs/benchmarks.md'), page)
console.log(page)

function action(targets: number, atOnce: number): Subject {
  return {
    name: 'dist/index.js',
    args: [path.join(root, 'dist/index.js')],
    env: {
      INPUT_PROJECT: 'Payments',
      INPUT_GROUP: groups.slice(0, targets).join('\n'),
      INPUT_ENVIRONMENT: 'production',
      'INPUT_MAX-PARALLEL': String(atOnce)
    }
  }
}

function byHand(name: string, how: string, targets: number, atOnce: number): Subject {
  return { name, args: [path.join(root, 'bench/by-hand.mjs'), how, `${targets}`, `${atOnce}`] }
}

/** Runs all subjects once a round, after a round that does not count. @returns rows of the table */
async function compare(comparison: Comparison): Promise<string[]> {
  const { what, deployMs, rounds, action, byHand } = comparison
  await using manager = await startSimulator({
    deployMs,
    tls: await authority.issue(),
    world: worldOf({ groups, environments: ['production'] })
  })
  const taken: { own: number; others: number[] }[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const own = await measure(action, manager.url)
    const others: number[] = []
    for (const subject of byHand) {
      others.push(await measure(subject, manager.url))
    }
    taken.push({ own, others })
  }
  const counted = taken.slice(1)
  const own = median(counted.map(round => round.own)).toFixed(0)
  return byHand.map(({ name, goal }, index) => {
    const time = median(counted.map(({ others }) => others[index] ?? NaN)).toFixed(0)
    const ratio = median(counted.map(({ own, others }) => own / (others[index] ?? NaN)))
    const verdict = ratio <= goal ? 'reached' : '**missed**'
    return `| ${what} | ${own} | ${name} | ${time} | ${ratio.toFixed(2)} | ${goal} | ${verdict} |`
  })
}

/** How long a process takes, ms, from its start to its end. */
async function measure({ name, args, env }: Subject, url: string): Promise<number> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env['PATH'],
      NODE_EXTRA_CA_CERTS: caFile,
      GITHUB_OUTPUT: emptyFile('output'),
      GITHUB_STEP_SUMMARY: emptyFile('summary'),
      INPUT_URL: url,
      INPUT_TOKEN: demoToken,
      ...env
    }
  })
  const { exitCode, log } = await waitForEnd(child)
  const ms = performance.now() - startedAt
  if (exitCode !== 0) {
    throw new Error(`${name} ended with ${exitCode}: ${log}`)
  }
  return ms
}

function emptyFile(name: string): string {
  const file = path.join(folder, name)
  fs.writeFileSync(file, '')
  return file
}

/** The value in the middle of an odd number of them. */
function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? NaN
}

function renderPage(rows: string[]): string {
  const cpu = os.cpus()[0]?.model.trim() ?? 'unknown CPU'
  const machine = `${cpu}, ${os.availableParallelism()} cores, ${os.type()}, Node ${process.versions.node}`
  return `# Benchmarks

What a step costs beside what is written by hand, over HTTPS, against the simulator. Written by \`npm run bench\` on
${new Date().toISOString().slice(0, 10)}: ${machine}; load average before it ${load.toFixed(1)}.

Whole processes as their parent sees them; medians, in ms. The subjects take turns after a round that does not count,
and each ratio is the median of the ratios of the rounds, so it says more than the times. The server responds at once,
or takes the time that is named. By hand it is the POST alone, with \`node:https\` each over a connection of its own;
the action asks first whether the target exists, and reads and explains every response.

| | dist/index.js | beside | takes | ratio | at most | |
| --- | ---: | --- | ---: | ---: | ---: | --- |
${rows.join('\n')}
`
}
