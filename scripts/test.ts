/**
 * `npm test`: the tests, printed as they run, and beside them, one after another, the checks of package.json. What the
 * checks have to say comes last: a line each, and all that a failed one printed.
 */
import { spawn, type ChildProcess, type IOType } from 'node:child_process'
import { waitForEnd } from '../tools/run-step.ts'

interface Ended {
  script: string
  seconds: number
  exitCode: number | null
  /** Empty where it was printed at once. */
  log: string
}

const hasGroups = process.platform !== 'win32'
const running = new Set<ChildProcess>()

// Nothing goes on when this ends, by an interrupt or otherwise.
process.on('exit', () => {
  for (const { pid } of running) {
    // A negative one stands for all that the child has started, too. On Windows, the console stops those.
    process.kill(hasGroups ? -Number(pid) : Number(pid))
  }
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => process.exit(1))
}

const lanes = await Promise.all([testDist(), checkSources()])
const all = lanes.flat()
for (const { script, seconds, exitCode, log } of all) {
  console.log(exitCode === 0 ? `✓ ${script}, ${seconds} s` : `✗ ${script}, ${seconds} s\n\n${log}`)
}
process.exitCode = all.every(({ exitCode }) => exitCode === 0) ? 0 : 1

/** In this order, because both build: the tests find that dist/ is fresh. */
async function testDist(): Promise<Ended[]> {
  return [await run('check:dist'), await run('test:unit', ['--coverage'], 'inherit')]
}

async function checkSources(): Promise<Ended[]> {
  const ended: Ended[] = []
  for (const script of ['check:types', 'check:lint', 'check:unused', 'check:format']) {
    ended.push(await run(script))
  }
  return ended
}

/** Runs a script of package.json. */
async function run(script: string, args: string[] = [], output: IOType = 'pipe'): Promise<Ended> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['--run', script, '--', ...args], {
    stdio: ['ignore', output, output],
    detached: hasGroups
  })
  running.add(child)
  const ended = await waitForEnd(child)
  running.delete(child)
  return { script, seconds: Math.round((performance.now() - startedAt) / 1000), ...ended }
}
