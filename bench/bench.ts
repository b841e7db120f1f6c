/** Measures what a step costs in addition to the server's own work, and writes docs/benchmarks.md. */
import { execFile, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { startSimulator } from '../simulator/simulator.ts'
import { demoToken, worldOf } from '../simulator/world.ts'
import {
  measurePeakMemory,
  measureTimes,
  nodeSubject,
  startManager,
  type Subject
} from './measure.ts'
import { renderBenchmarks, type ManyRow, type StartRow } from './report.ts'

const root = path.resolve(import.meta.dirname, '..')
const bundle = path.join(root, 'dist/index.js')
const startRounds = 41
const manyRounds = 5

/** Targets and how many at once. */
type Size = readonly [targets: number, parallel: number]
type Server = { deployMs: number; sizes: Size[] }
const one: Size = [1, 1]
const wide: Size = [1000, 50]
const fastServer: Server = {
  deployMs: 20,
  sizes: [one, [10, 10], [100, 10], [1000, 10], wide, [100, 1]]
}
const slowServer: Server = { deployMs: 200, sizes: [one, wide] }

const load = os.loadavg()[0] ?? 0
const document = renderBenchmarks({
  requests: await countRequests(),
  bundleBytes: fs.statSync(bundle).size,
  start: await withManager(0, measureStart),
  many: [
    ...(await withManager(fastServer.deployMs, url => [
      ...measureMany(fastServer.deployMs, actionSubjects(url, fastServer.sizes)),
      ...measureMany(fastServer.deployMs, comparisonSubjects(url))
    ])),
    ...(await withManager(slowServer.deployMs, url =>
      measureMany(slowServer.deployMs, actionSubjects(url, slowServer.sizes))
    ))
  ],
  load,
  now: new Date()
})
fs.writeFileSync(path.join(root, 'docs/benchmarks.md'), document)
console.log(document)

/** How many requests a plain deployment sends. */
async function countRequests(): Promise<number> {
  const world = worldOf({ groups: listGroups(1), environments: ['production'] })
  await using manager = await startSimulator({ world })
  const { command, args, env } = action('dist/index.js', manager.url, one)
  await promisify(execFile)(command, args, { env })
  return manager.requests.length
}

async function withManager<Rows>(deployMs: number, measure: (url: string) => Rows): Promise<Rows> {
  const { url, stop } = await startManager(deployMs)
  try {
    return measure(url)
  } finally {
    stop()
  }
}

function measureStart(url: string): StartRow[] {
  const env = { INPUT_URL: url, INPUT_TOKEN: demoToken }
  const script = (name: string) => [path.join(import.meta.dirname, name)]
  const subjects = [
    nodeSubject('an empty Node process', ['-e', '0']),
    nodeSubject('`node:http` POST by hand, CommonJS', script('bare-post.cjs'), env),
    nodeSubject('`node:http` POST by hand, ES module', script('bare-post.mjs'), env),
    nodeSubject('built-in `fetch` POST by hand', script('bare-fetch.mjs'), env),
    action('**dist/index.js**, a plain deployment', url, one)
  ]
  const times = measureTimes(subjects, startRounds)
  return subjects.map((subject, index) => ({
    name: subject.name,
    ms: times[index] ?? NaN,
    memory: measurePeakMemory(subject)
  }))
}

type SizedSubject = { subject: Subject; targets: number; parallel: number }

function measureMany(deployMs: number, subjects: SizedSubject[]): ManyRow[] {
  const times = measureTimes(
    subjects.map(({ subject }) => subject),
    manyRounds
  )
  return subjects.map(({ subject, targets, parallel }, index) => ({
    name: subject.name,
    deployMs,
    targets,
    parallel,
    ms: times[index] ?? NaN,
    idealMs: Math.ceil(targets / parallel) * deployMs,
    ...(subject.command === process.execPath && { memory: measurePeakMemory(subject, 3) })
  }))
}

function actionSubjects(url: string, sizes: readonly Size[]): SizedSubject[] {
  return sizes.map(size => withSize(action('dist/index.js', url, size), size))
}

function comparisonSubjects(url: string): SizedSubject[] {
  const byHand = [one, wide].map(size => withSize(bareMany(url, size), size))
  return [...byHand, ...curlLoop(url, 100).map(subject => withSize(subject, [100, 1]))]
}

function withSize(subject: Subject, [targets, parallel]: Size): SizedSubject {
  return { subject: { ...subject, repeats: targets <= 10 ? 5 : 1 }, targets, parallel }
}

function action(name: string, url: string, [targets, parallel]: Size): Subject {
  return nodeSubject(name, [bundle], {
    INPUT_URL: url,
    INPUT_TOKEN: demoToken,
    INPUT_PROJECT: 'Payments',
    INPUT_GROUP: listGroups(targets).join('\n'),
    INPUT_ENVIRONMENT: 'production',
    'INPUT_MAX-PARALLEL': String(parallel)
  })
}

function bareMany(url: string, size: Size): Subject {
  const args = [path.join(import.meta.dirname, 'bare-many.mjs'), ...size.map(String)]
  return nodeSubject('`node:http` by hand', args, { INPUT_URL: url, INPUT_TOKEN: demoToken })
}

/** What such a step looks like today; nothing where there is no curl or no shell. */
function curlLoop(url: string, targets: number): Subject[] {
  if (spawnSync('sh', ['-c', 'curl --version']).status !== 0) {
    console.log('There is no curl here: its loop is left out.')
    return []
  }
  const loop = `for group in ${listGroups(targets).join(' ')}; do
    curl --silent --output /dev/null --request POST --header "Authorization: Bearer $TOKEN" \\
      "$URL/apiops/projects/Payments/apiProxyGroups/$group/environments/production/"
  done`
  const env = { TOKEN: demoToken, URL: url }
  return [{ name: 'a loop of `curl`', command: 'sh', args: ['-c', loop], env }]
}

function listGroups(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `group-${index + 1}`)
}
