/**
 * Changes the core of src/ in small ways and counts how many of the changes are noticed by the unit tests of the
 * changed file. `npm run mutation [-- file of src/ …] [--no-bail] [--concurrency=N]`
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'

/** Percent, over all files together. */
const minScore = 90
const core = [
  ...['preflight', 'send', 'recover', 'history', 'classify', 'classify-failure'],
  ...['plan', 'run-plan', 'verify', 'run-target']
].map(name => `src/deploy/${name}.ts`)
const protocol = ['parse-deployment', 'retry', 'http'].map(name => `src/apinizer/${name}.ts`)
const folder = import.meta.dirname
const root = path.resolve(folder, '..')
const stryker = path.join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js')
const report = path.join(folder, 'reports/report.json')

interface Report {
  files: Record<string, { mutants: { status: string }[] }>
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'no-bail': { type: 'boolean' }, concurrency: { type: 'string', default: '2' } }
})
const options = [
  ...['--concurrency', values.concurrency],
  // Then the report tells of each mutant all tests that notice it, not only the first.
  ...(values['no-bail'] ? ['--disableBail'] : [])
]
const given = positionals.map(file => path.relative(root, path.resolve(file)))
const statuses = (given.length > 0 ? given : [...core, ...protocol]).flatMap(mutate)
const score = printScore('all files', statuses)
if (!(score >= minScore)) {
  console.log(`At least ${minScore} % is asked for.`)
  process.exitCode = 1
}

/** @returns the status of each mutant of the file, in Stryker's words */
function mutate(file: string): string[] {
  const name = file.replaceAll('\\', '/')
  const mirror = name.replace(/^src\//, '').replace(/\.ts(:.*)?$/, '')
  // The parts of a run are tested through the whole of it, requests through all that is sent.
  const test = mirror.startsWith('deploy/') ? 'deploy/*' : `${mirror}*`
  const args = [stryker, 'run', 'mutation/stryker.config.json', '--mutate', name, ...options]
  const env = { ...process.env, MUTATION_TEST: test }
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env })
  if (status !== 0) {
    process.exit(status ?? 1)
  }
  const { files } = JSON.parse(fs.readFileSync(report, 'utf8')) as Report
  const found = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status))
  printScore(name, found)
  return found
}

function printScore(name: string, statuses: string[]): number {
  const count = (...wanted: string[]) => statuses.filter(one => wanted.includes(one)).length
  const killed = count('Killed', 'Timeout')
  const all = killed + count('Survived', 'NoCoverage')
  const score = (killed / all) * 100
  console.log(`${name}: ${killed} of ${all} mutants noticed, ${score.toFixed(1)} %`)
  return score
}
