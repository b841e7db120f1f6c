/**
 * Runs the tests and measures what they reach in `dist/index.js`, the file that runners run: every
 * scenario is a process of its own, and V8 counts in each. Fails when too few branches of our own code are reached.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { CoverageReport } from 'monocart-coverage-reports'

const root = path.resolve(import.meta.dirname, '..')
/** Percent of branches. Fewer on Windows: it has no signals between processes, so no test cancels a run there. */
const least = process.platform === 'win32' ? 94 : 95
const raw = fs.mkdtempSync(path.join(os.tmpdir(), 'coverage-'))

const jest = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    path.join(root, 'node_modules/jest/bin/jest.js'),
    ...process.argv.slice(2)
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, COVERAGE_DIRECTORY: raw } }
)
if (jest.status !== 0) process.exit(jest.status ?? 1)

const mapped = fs.mkdtempSync(path.join(os.tmpdir(), 'mapped-'))
spawnSync(process.execPath, [path.join(root, 'scripts/build.ts'), mapped, '--source-map'], {
  stdio: 'inherit'
})
const report = new CoverageReport({
  name: 'deploy-api-proxy-group',
  outputDir: path.join(root, 'coverage'),
  reports: ['v8', 'console-details'],
  entryFilter: entry => /\/dist\/(\d+\.)?index\.js$/.test(entry.url),
  onEntry: entry => {
    // What the toolkit's files say of their own maps is left in the bundle, and means nothing there.
    entry.sourceMap = JSON.parse(
      fs.readFileSync(path.join(mapped, `${path.basename(entry.url)}.map`), 'utf8')
    ) as object
    return Promise.resolve()
  },
  sourceFilter: source => /(^|\/)lib\//.test(source) && !source.includes('node_modules')
})
await report.addFromDir(raw)
const results = await report.generate()
fs.rmSync(raw, { recursive: true })
const branches = Number(results?.summary.branches.pct)
console.log(`branches of src/ reached by the tests: ${branches} % (at least ${least} %)`)
if (!(branches >= least)) process.exit(1)
