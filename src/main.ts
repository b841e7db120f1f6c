import { managerAt } from './apinizer/client.ts'
import { openLine } from './apinizer/http.ts'
import { readListedEnvironments } from './apinizer/lists.ts'
import { describeReply } from './apinizer/responses.ts'
import { listingsFrom } from './check.ts'
import { deploy, type Observer } from './deploy.ts'
import { inWords } from './headline.ts'
import { readInputs, type Inputs } from './inputs.ts'
import { planOf, type Wave } from './plan.ts'
import { githubDeployments } from './report/github-deployment.ts'
import { annotateWarning, debug, print } from './report/log.ts'
import { printNews, progressOf } from './report/progress.ts'
import { neverDeciding, report, reportFailure } from './report/report.ts'
import { keptText } from './report/untrusted.ts'
import { carryOut, clientCertificateRefusal, type Step } from './target.ts'

/** The action's story: read, plan, deploy, report. Never throws. @returns the exit code */
export async function main(): Promise<0 | 1> {
  const startedAt = performance.now()
  try {
    const signal = cancellation()
    const inputs = readInputs()
    refuseUncheckedTls()
    const plan = planOf(inputs)
    const conditions = {
      ...inputs,
      failFast: inputs.failFast && inputs.operation !== 'check',
      signal
    }
    const step = stepOf(inputs, signal)
    const outcomes = await deploy(
      plan,
      target => carryOut(target, step),
      conditions,
      observersOf(step).map(neverDeciding)
    )
    return report({
      ...inputs,
      outcomes,
      cancelled: signal.aborted,
      durationMs: performance.now() - startedAt
    })
  } catch (error) {
    return reportFailure(error)
  }
}

function stepOf(inputs: Inputs, signal: AbortSignal): Step {
  const line = openLine({
    ...inputs,
    proxy: inputs.proxy?.href,
    connections: inputs.maxParallel,
    onAnswer: answer => {
      debug(`${answer.status} ${answer.body}`)
    }
  })
  const manager = managerAt(line, inputs.project, {
    retries: inputs.retries,
    timeoutMs: inputs.timeoutMs,
    signal,
    onPause: ({ reply, pauseMs, triesLeft }) => {
      print(`Trying again in ${inWords(pauseMs)}, ${triesLeft} left: ${describeReply(reply)}`)
    }
  })
  return {
    inputs,
    manager,
    signal,
    listings: listingsFrom(manager),
    refusal:
      inputs.clientCertificate === undefined || inputs.url.protocol === 'http:'
        ? Promise.resolve(undefined)
        : clientCertificateRefusal(manager, inputs.timeoutMs),
    tidy: keptText,
    tell: printNews
  }
}

/** Everyone who wants to know of the run's progress. */
function observersOf({ inputs, manager }: Step): Observer[] {
  const progress = progressOf(inputs.operation)
  if (inputs.githubToken === undefined || inputs.operation !== 'deploy') return [progress]
  const typeOf = async ({ environment, targets: [target] }: Wave) => {
    const environments = readListedEnvironments(
      await manager.environmentsOf(target?.group ?? '', { retries: 0, timeoutMs: 2_000 })
    )
    return environments?.find(({ name }) => name === environment)?.type
  }
  return [progress, githubDeployments(inputs.githubToken, typeOf)]
}

/** Aborts when the runner cancels the run; further signals change nothing, as the end is on its way. */
function cancellation(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      controller.abort()
    })
  return controller.signal
}

/** Node would heed the variable on the way to a proxy. */
function refuseUncheckedTls(): void {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    annotateWarning(
      'NODE_TLS_REJECT_UNAUTHORIZED is 0',
      'This action checks certificates all the same, but other steps of this job may talk to anyone. Remove the variable, and give a private authority in `ca-certificate`.'
    )
  }
}
