/**
 * Changes src/ in thousands of small ways and counts how many of them the tests notice, with Stryker. Takes hours.
 * `node scripts/mutation.ts [file of src/ …] [--every n]`: with `--every`, only every nth line, as a sample.
 */
import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'

const least = 85
const root = path.resolve(import.meta.dirname, '..')
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { every: { type: 'string', default: '1' } }
})
const given = positionals.map(file => path.relative(root, path.resolve(file)).replaceAll('\\', '/'))
const step = Number(values.every)

/** Each room with the suites that can tell its mutants apart, the likeliest and quickest first; of each, so many tests of those that start processes are run on a mutant. */
const rooms: { files: RegExp; suites: string[]; testsOfSuite?: number }[] = [
  { files: /^src\/reasons\.ts$/, suites: ['report', 'report-several', 'contract'] },
  { files: /^src\/report\/(secrets|untrusted)\.ts$/, suites: ['untrusted', 'secrets', 'report'] },
  {
    files: /^src\/(report\/(?!secrets|untrusted).*|headline|outcome)\.ts$/,
    suites: ['report', 'report-several', 'pure', 'limits', 'github-deployments', 'inputs']
  },
  { files: /^src\/apinizer\/http\.ts$/, suites: ['http', 'reuse', 'tls', 'proxy-use'] },
  {
    files: /^src\/(apinizer\/(?!http).*|verdict)\.ts$/,
    suites: ['pure', 'verdict', 'lists', 'target', 'retry', 'deployment']
  },
  { files: /^src\/(check|verify)\.ts$/, suites: ['look', 'target', 'live'] },
  { files: /^src\/(inputs|pem)\.ts$/, suites: ['read-inputs', 'inputs'] },
  {
    files: /^src\/(main|plan|deploy)\.ts$/,
    suites: [
      'pure',
      'inputs',
      'many-groups',
      'deployment',
      'tls',
      'cancellation',
      'connection',
      'github-deployments'
    ],
    testsOfSuite: Infinity
  },
  { files: /^src\/(target|lookup|history)\.ts$/, suites: ['target', 'pure', 'look'] }
]

/** What Stryker is to change of a file: all of it, or the lines of the sample. */
function placesIn(file: string): string[] {
  if (step === 1) return [file]
  const lines = fs
    .readFileSync(path.join(root, file), 'utf8')
    .split('\n')
    .map((_, index) => index + 1)
  return lines.filter(line => line % step === 0).map(line => `${file}:${line}-${line}`)
}

const all = fs.globSync('src/**/*.ts', { cwd: root }).map(file => file.replaceAll('\\', '/'))

const results: Awaited<ReturnType<Stryker['runMutationTest']>> = []
for (const { files, suites, testsOfSuite = 6 } of rooms) {
  const mutate = all.filter(
    file => files.test(file) && (given.length === 0 || given.includes(file))
  )
  if (mutate.length === 0) continue
  process.env.MUTATION_SUITES = suites.join(',')
  process.env.MUTATION_TESTS_OF_SUITE = String(testsOfSuite)
  const ofRoom = await new Stryker({ mutate: mutate.flatMap(placesIn) }).runMutationTest()
  results.push(...ofRoom)
  for (const {
    status,
    fileName,
    location: { start },
    mutatorName,
    replacement
  } of ofRoom) {
    if (status === 'Survived' || status === 'NoCoverage')
      console.log(
        `${path.relative(root, fileName)}:${start.line}:${start.column} ${status}, ${mutatorName}: ${replacement}`
      )
  }
}

const count = (...statuses: string[]) =>
  results.filter(({ status }) => statuses.includes(status)).length
const told = count('Killed', 'Timeout')
const untold = count('Survived', 'NoCoverage')
const score = (told / (told + untold)) * 100
console.log(
  `${told} of ${told + untold} mutants told apart, ${count('Timeout')} of them by a timeout: ${score.toFixed(1)} % (at least ${least} %)`
)
if (!(score >= least)) process.exitCode = 1
