/** Measures what a step costs besides the server's own work, and writes docs/benchmarks.md. `node bench/bench.ts`. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { demoToken } from '../simulator/world.ts'
import { medianTimes, nodeSubject, peakMemory, startManager, type Subject } from './measure.ts'
import { documentOf, type ManyRow, type StartRow } from './report.ts'

const root = path.resolve(import.meta.dirname, '..')
const startRounds = 41
const manyRounds = 5
const deployMs = 20
const sizes = [
  [1, 1],
  [10, 10],
  [100, 10],
  [1000, 10],
  [1000, 50],
  [100, 1]
] as const

const load = os.loadavg()[0] ?? 0
const start = await withManager(0, startUp)
const many = await withManager(deployMs, manyTargets)
const document = documentOf({ start, many, load, now: new Date() })
fs.writeFileSync(path.join(root, 'docs/benchmarks.md'), document)
console.log(document)

async function withManager<Rows>(ms: number, measure: (url: string) => Rows): Promise<Rows> {
  const { url, stop } = await startManager(ms)
  try {
    return measure(url)
  } finally {
    stop()
  }
}

function startUp(url: string): StartRow[] {
  const env = { INPUT_URL: url, INPUT_TOKEN: demoToken }
  const script = (name: string): string => path.join(import.meta.dirname, name)
  const subjects = [
    nodeSubject('an empty Node process', ['-e', '0']),
    nodeSubject('`node:http` POST by hand, CommonJS', [script('bare-post.cjs')], env),
    nodeSubject('`node:http` POST by hand, ES module', [script('bare-post.mjs')], env),
    nodeSubject('built-in `fetch` POST by hand', [script('bare-fetch.mjs')], env),
    action('**dist/index.js**, a plain deployment', url, 1, 1)
  ]
  const times = medianTimes(subjects, startRounds)
  return subjects.map((subject, index) => ({
    name: subject.name,
    ms: times[index] ?? NaN,
    memory: peakMemory(subject)
  }))
}

function manyTargets(url: string): ManyRow[] {
  const subjects = [
    ...sizes.map(([targets, parallel]) =>
      sized(action('dist/index.js', url, targets, parallel), targets, parallel)
    ),
    ...[sizes[0], [1000, 50] as const].map(([targets, parallel]) =>
      sized(bareMany(url, targets, parallel), targets, parallel)
    ),
    ...curlLoop(url, 100).map(subject => sized(subject, 100, 1))
  ]
  const times = medianTimes(
    subjects.map(({ subject }) => subject),
    manyRounds
  )
  return subjects.map(({ subject, ...size }, index) => ({
    ...size,
    name: subject.name,
    ms: times[index] ?? NaN,
    idealMs: Math.ceil(size.targets / size.parallel) * deployMs,
    ...(subject.command === process.execPath && { memory: peakMemory(subject, 3) })
  }))
}

function sized(
  subject: Subject,
  targets: number,
  parallel: number
): { subject: Subject; targets: number; parallel: number } {
  return { subject: { ...subject, often: targets <= 10 ? 5 : 1 }, targets, parallel }
}

function action(name: string, url: string, targets: number, parallel: number): Subject {
  return nodeSubject(name, [path.join(root, 'dist/index.js')], {
    INPUT_URL: url,
    INPUT_TOKEN: demoToken,
    INPUT_PROJECT: 'Payments',
    INPUT_GROUP: groups(targets).join('\n'),
    INPUT_ENVIRONMENT: 'production',
    'INPUT_MAX-PARALLEL': String(parallel)
  })
}

function bareMany(url: string, targets: number, parallel: number): Subject {
  return nodeSubject(
    '`node:http` by hand',
    [path.join(import.meta.dirname, 'bare-many.mjs'), String(targets), String(parallel)],
    { INPUT_URL: url, INPUT_TOKEN: demoToken }
  )
}

/** What such a step looks like today; nothing where there is no curl or no shell. */
function curlLoop(url: string, targets: number): Subject[] {
  if (spawnSync('sh', ['-c', 'curl --version']).status !== 0) {
    console.log('There is no curl here: its loop is left out.')
    return []
  }
  const loop = `for group in ${groups(targets).join(' ')}; do
    curl --silent --output /dev/null --request POST --header "Authorization: Bearer $TOKEN" "$URL/$group/environments/production/"
  done`
  return [
    {
      name: 'a loop of `curl`',
      command: 'sh',
      args: ['-c', loop],
      env: { TOKEN: demoToken, URL: `${url}/apiops/projects/Payments/apiProxyGroups` }
    }
  ]
}

function groups(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `group-${index + 1}`)
}
