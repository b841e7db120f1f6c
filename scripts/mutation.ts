/**
 * Changes src/ in thousands of small ways and counts how many of them the tests notice, with Stryker. Takes hours.
 * `node scripts/mutation.ts [file of src/ …]`
 */
import fs from 'node:fs'
import path from 'node:path'
import { Stryker } from '@stryker-mutator/core'

const least = 85
const root = path.resolve(import.meta.dirname, '..')
const given = process.argv.slice(2).map(file => path.relative(root, path.resolve(file)))

/** Each room with the suites that can tell its mutants apart, the likeliest and quickest first. */
const rooms: { files: RegExp; suites: string[] }[] = [
  { files: /^src\/(target|lookup|history)\.ts$/, suites: ['pure', 'deployment', 'fail-closed', 'inputs', 'cancellation', 'tls', 'live', 'lost-answers'] },
  { files: /^src\/(apinizer\/.*|verdict|check|verify)\.ts$/, suites: ['pure', 'fail-closed', 'deployment', 'connection', 'tls', 'proxy-use', 'live', 'limits'] },
  { files: /^src\/(inputs|pem|main|plan|deploy|outcome)\.ts$/, suites: ['pure', 'inputs', 'contract', 'many-groups', 'deployment', 'cancellation', 'tls', 'proxy-use', 'github-deployments'] },
  { files: /^src\/(report\/.*|reasons|headline)\.ts$/, suites: ['untrusted', 'pure', 'contract', 'deployment', 'hostile-text', 'many-groups', 'limits', 'secrets', 'inputs', 'live', 'cancellation', 'github-deployments'] }
]
const all = fs.globSync('src/**/*.ts', { cwd: root }).map(file => file.replaceAll('\\', '/'))

const results: Awaited<ReturnType<Stryker['runMutationTest']>> = []
for (const { files, suites } of rooms) {
  const mutate = all.filter(file => files.test(file) && (given.length === 0 || given.includes(file)))
  if (mutate.length === 0) continue
  process.env.MUTATION_SUITES = suites.join(',')
  results.push(...await new Stryker({ mutate }).runMutationTest())
}

const count = (...statuses: string[]) => results.filter(({ status }) => statuses.includes(status)).length
const told = count('Killed', 'Timeout')
const score = told / (told + count('Survived', 'NoCoverage')) * 100
for (const { status, fileName, location: { start }, mutatorName, replacement } of results) {
  if (status === 'Survived' || status === 'NoCoverage') console.log(`${path.relative(root, fileName)}:${start.line}:${start.column} ${status}, ${mutatorName}: ${replacement}`)
}
console.log(`${told} of ${results.length} mutants told apart, ${count('CompileError', 'RuntimeError', 'Ignored')} left out: ${score.toFixed(1)} % (at least ${least} %)`)
if (!(score >= least)) process.exitCode = 1
