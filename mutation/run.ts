/**
 * Changes the core of src/deploy/ in small ways and counts how many of the changes are noticed by the unit test
 * of the changed file. `npm run mutation [-- file of src/ …]`
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

/** Percent, over all files together. */
const minScore = 90
const core = [
  ...['preflight', 'send', 'recover', 'history', 'classify', 'classify-failure'],
  ...['plan', 'run-plan']
]
/** Files that are tested through the one that they belong to. */
const testedThrough: Record<string, string> = {
  'deploy/history': 'deploy/recover',
  'deploy/classify-failure': 'deploy/classify'
}
const folder = import.meta.dirname
const root = path.resolve(folder, '..')
const stryker = path.join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js')
const report = path.join(folder, 'reports/report.json')

interface Report {
  files: Record<string, { mutants: { status: string }[] }>
}

if (!fs.existsSync(stryker)) {
  installStryker()
}
const given = process.argv.slice(2).map(file => path.relative(root, path.resolve(file)))
const files = given.length > 0 ? given : core.map(name => `src/deploy/${name}.ts`)
const statuses = files.flatMap(mutate)
const killed = count('Killed', 'Timeout')
const all = killed + count('Survived', 'NoCoverage')
const score = (killed / all) * 100
console.log(`${killed} of ${all} mutants noticed: ${score.toFixed(1)} % (at least ${minScore} %)`)
if (!(score >= minScore)) {
  process.exitCode = 1
}

function installStryker(): void {
  const npm = process.env['npm_execpath']
  if (npm === undefined) {
    throw new Error('Start this with `npm run mutation`.')
  }
  console.log('Installing Stryker into mutation/, on first use.')
  runNode(folder, [npm, 'ci'])
}

/** @returns the status of each mutant of the file, in Stryker's words */
function mutate(file: string): string[] {
  const name = file.replaceAll('\\', '/')
  const mirror = name.replace(/^src\//, '').replace(/\.ts(:.*)?$/, '')
  const test = testedThrough[mirror] ?? mirror
  const args = [stryker, 'run', 'mutation/stryker.config.json', '--mutate', name]
  runNode(root, args, { MUTATION_TEST: test })
  const { files } = JSON.parse(fs.readFileSync(report, 'utf8')) as Report
  return Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status))
}

function runNode(cwd: string, args: string[], env: Record<string, string> = {}): void {
  const { status } = spawnSync(process.execPath, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ...env }
  })
  if (status !== 0) {
    process.exit(status ?? 1)
  }
}

function count(...wanted: string[]): number {
  return statuses.filter(status => wanted.includes(status)).length
}
