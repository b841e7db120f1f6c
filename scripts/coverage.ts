/**
 * Runs the tests and measures what they reach. Jest counts what the unit tests reach in src/, and V8 what whole
 * runs reach in dist/index.js, the file that runners run: every scenario is a process of its own. Fails when too
 * few branches are reached.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { CoverageReport } from 'monocart-coverage-reports'

const root = path.resolve(import.meta.dirname, '..')
/**
 * Percent of the branches of dist/ that whole runs reach: values that unit tests refuse are not refused twice. Those of
 * src/ have their floor in jest.config.js. Windows has no signals between processes, so no test cancels a run there.
 */
const minBranches = process.platform === 'win32' ? 88 : 89
const raw = fs.mkdtempSync(path.join(os.tmpdir(), 'coverage-'))
const mapped = fs.mkdtempSync(path.join(os.tmpdir(), 'mapped-'))

const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js']
const tests = runNode([...jest, '--coverage', ...process.argv.slice(2)], {
  COVERAGE_DIRECTORY: raw
})
if (tests.status !== 0) {
  process.exit(tests.status ?? 1)
}
runNode(['scripts/build.ts', mapped, '--source-map'])

const report = new CoverageReport({
  name: 'deploy-api-proxy-group',
  outputDir: path.join(root, 'coverage'),
  reports: ['v8', 'console-details'],
  entryFilter: entry => /\/dist\/(\d+\.)?index\.js$/.test(entry.url),
  onEntry: entry => {
    // The bundled toolkit's own references to source maps mean nothing here.
    const map = path.join(mapped, `${path.basename(entry.url)}.map`)
    entry.sourceMap = JSON.parse(fs.readFileSync(map, 'utf8')) as object
    return Promise.resolve()
  },
  sourceFilter: source => /(^|\/)lib\//.test(source) && !source.includes('node_modules')
})
await report.addFromDir(raw)
const results = await report.generate()
fs.rmSync(raw, { recursive: true })
fs.rmSync(mapped, { recursive: true })

const branches = Number(results?.summary.branches.pct)
console.log(`branches of dist/ reached by whole runs: ${branches} % (at least ${minBranches} %)`)
if (!(branches >= minBranches)) {
  process.exitCode = 1
}

function runNode(args: string[], env: Record<string, string> = {}) {
  return spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env }
  })
}
