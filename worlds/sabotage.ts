/**
 * `npm run worlds:sabotage [-- --only WORDS]`: makes one plausible mistake at a time in a copy of src/, and plays
 * worlds until one breaks a law. Fails if a mistake is not found within 10,000 worlds, or cannot be made any more.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { exploreInThread } from './thread.ts'

interface Mistake {
  file: string
  from: string
  to: string
}

const runs = 10_000
/** The gate as it is has to break no law, else nothing that is found says anything. */
const none = '(none)'
const threads = 2
const root = path.resolve(import.meta.dirname, '..')

const mistakes: Record<string, Mistake> = {
  [none]: { file: 'index.ts', from: 'main', to: 'main' },
  'sends again after a gateway’s 503': {
    file: 'deploy/send.ts',
    from: 'problem.status === 429 &&',
    to: '[429, 503].includes(problem.status) &&'
  },
  'sends again after a lost response': {
    file: 'deploy/send.ts',
    from: 'return !problem.sent && mayReadAgain(problem)',
    to: 'return mayReadAgain(problem)'
  },
  'sends again without asking the history': {
    file: 'deploy/send.ts',
    from: 'if (mayBeCarriedOut(attempt) || !maySendAgain(refusal.problem, attempt.lookup, context)) {',
    to: 'if (attempt.marker === undefined && !maySendAgain(refusal.problem, undefined, context)) {'
  },
  'believes an empty 403': {
    file: 'apinizer/failures.ts',
    from: "[401, 403].includes(problem.status) &&\n    (problem.defect === 'empty'",
    to: "[401].includes(problem.status) &&\n    (problem.defect === 'empty'"
  },
  'believes “Empty Key!”': {
    file: 'apinizer/failures.ts',
    from: ' || /^Empty Key!/i.test(problem.serverMessage)',
    to: ''
  },
  'takes a lost response for a failure': {
    file: 'deploy/classify.ts',
    from: "return problem.sent && problem.kind !== 'cancelled'",
    to: "return problem.sent && problem.kind === 'timeout'"
  },
  'takes any record as ours': {
    file: 'deploy/history.ts',
    from: 'return description.toLowerCase().includes(marker)',
    to: 'return description !== marker'
  },
  'compares the marker in its case': {
    file: 'deploy/history.ts',
    from: 'description.toLowerCase().includes',
    to: 'description.includes'
  },
  'believes a record alone': {
    file: 'deploy/recover.ts',
    from: "if (environment.state === 'confirmed' && isServed) {",
    to: "if (environment.state !== 'inconclusive') {"
  },
  'proves by a list that is not current': {
    file: 'deploy/verify.ts',
    from: 'if (isProof && redeployRequired !== false)',
    to: 'if (isProof && listed === undefined)'
  },
  'stops looking for the record too early': {
    file: 'deploy/recover.ts',
    from: 'const lookupEndsAt = Math.max(endsAt,',
    to: 'const lookupEndsAt = Math.min(endsAt,'
  },
  'ends the lookup at the first error': {
    file: 'deploy/history.ts',
    from: '(problem !== undefined && isFinalRefusal(problem))',
    to: 'problem !== undefined'
  },
  'verifies for a quarter of the time': {
    file: 'deploy/poll.ts',
    from: 'performance.now() + settings.verifyTimeoutMs',
    to: 'performance.now() + settings.verifyTimeoutMs / 4'
  },
  'accepts a cached list': {
    file: 'apinizer/parse-lists.ts',
    from: 'isCached(response) || ',
    to: ''
  },
  'accepts a cached report': {
    file: 'apinizer/client.ts',
    from: ' && !isCached(response)',
    to: ''
  },
  'accepts a report without a flag': {
    file: 'apinizer/parse-deployment.ts',
    from: "flags.includes('gap') && 'Not every",
    to: "flags.length === 0 && 'Not every"
  },
  'accepts a report on another environment': {
    file: 'apinizer/parse-deployment.ts',
    from: '!items.some(isWanted) &&',
    to: 'items.length === 0 && isWanted(items[0]) &&'
  },
  'takes an unreadable list for an empty one': {
    file: 'deploy/names.ts',
    from: 'return result.ok && result.value.isComplete ? result.value.items : undefined',
    to: 'return result.ok ? result.value.items : []'
  },
  'looks for missing groups only': {
    file: 'deploy/check-names.ts',
    from: 'const missingEnvironments = environments.missing.filter(name => !own.environments.has(name))',
    to: 'const missingEnvironments: string[] = []'
  },
  'compares names by NFC and sends them as typed': {
    file: 'deploy/names.ts',
    from: 'byForm.get(name.normalize())',
    to: '(byForm.has(name.normalize()) ? name : undefined)'
  },
  'reports a refusal without asking the history': {
    file: 'deploy/send.ts',
    from: 'if (attempt.refusal !== undefined) {',
    to: 'if (attempt.sent > 1) {'
  },
  'asks for route-health after the change only': {
    file: 'deploy/run.ts',
    from: "if (isChange && verify === 'routes') {",
    to: "if (!isChange && verify === 'routes') {"
  },
  'counts a silent pod as one that serves': {
    file: 'deploy/route-findings.ts',
    from: 'if (silent.length === 0) {',
    to: 'if (silent.length >= 0) {'
  },
  'counts API Proxies without a deployment as served': {
    file: 'deploy/verify.ts',
    from: "const served = probes.filter(({ state }) => state === 'confirmed')",
    to: 'const served = probes'
  },
  'skips what has changes': {
    file: 'deploy/run-target.ts',
    from: 'listed.redeployRequired !== false',
    to: 'listed.redeployRequired === undefined'
  },
  'verifies an undeployment like a deployment': {
    file: 'deploy/verify-target.ts',
    from: "const isDeployed = context.settings.operation === 'deploy'",
    to: "const isDeployed = context.settings.operation !== 'check'"
  },
  'tries the first request once': {
    file: 'deploy/preflight.ts',
    from: 'timeoutMs: lookMs,\n    retryTimeoutMs,',
    to: 'timeoutMs: lookMs,\n    retryTimeoutMs: 0,'
  },
  'waits although the run is cancelled': {
    file: 'apinizer/retry.ts',
    from: 'return sleep(pauseMs, true, { signal: AbortSignal.any(signals) })',
    to: 'return sleep(pauseMs, signals.length > 0)'
  },
  'says that nothing was sent when it is cancelled': {
    file: 'deploy/classify-failure.ts',
    from: "(failure.sent && facts.purpose === 'change')",
    to: "(failure.sent && failure.kind !== 'cancelled' && facts.purpose === 'change')"
  },
  'forgets targets that were not attempted': {
    file: 'deploy/run-plan.ts',
    from: 'outcomes.push(...wave.targets.map(target => skipTarget(target, reason)))',
    to: 'outcomes.push(...wave.targets.slice(1).map(target => skipTarget(target, reason)))'
  },
  'is green when something is': {
    file: 'deploy/outcome.ts',
    from: "return green === outcomes.length ? 'success' : 'partial'",
    to: "return green > 0 ? 'success' : 'partial'"
  }
}

/** A copy of src/ with a mistake. @returns its folder */
function copyWith({ file, from, to }: Mistake): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sabotage-'))
  fs.cpSync(path.join(root, 'src'), path.join(folder, 'src'), { recursive: true })
  fs.copyFileSync(path.join(root, 'package.json'), path.join(folder, 'package.json'))
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  const place = path.join(folder, 'src', file)
  const parts = fs.readFileSync(place, 'utf8').split(from)
  if (parts.length !== 2 && from !== to) {
    throw new Error(`${file} does not contain ${from} once`)
  }
  fs.writeFileSync(place, parts.join(to))
  return folder
}

/** Whether a mistake is found, as a row of the table. */
async function find(name: string, mistake: Mistake, seed: number): Promise<[boolean, string]> {
  let folder = ''
  try {
    folder = copyWith(mistake)
    const src = `${pathToFileURL(path.join(folder, 'src')).href}/`
    const { breaches } = await exploreInThread({ src, seed, runs, untilBroken: true })
    const [first] = breaches
    const found = first && `world ${first.run + 1} of seed ${seed} | ${first.law}: ${first.what}`
    return [(first === undefined) === (name === none), `| ${name} | ${found ?? 'not found |'} |`]
  } catch (error) {
    return [false, `| ${name} | ${String(error)} | |`]
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, only: { type: 'string', default: '' } }
})
const queue = Object.entries(mistakes).filter(([name]) => name.includes(values.only))
const total = queue.length
let missed = 0
await Promise.all(
  Array.from({ length: threads }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [isFound, row] = await find(...next, Number(values.seed))
      missed += isFound ? 0 : 1
      console.log(row)
    }
  })
)
console.log(`\n${total - missed} of ${total} are as they should be`)
process.exitCode = missed === 0 ? 0 : 1
