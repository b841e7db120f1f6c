import { isDebug } from '@actions/core'
import { createApinizerClient, type ApinizerClient } from './apinizer/client.ts'
import { createHttpClient } from './apinizer/http.ts'
import { createListingCache } from './deploy/listing-cache.ts'
import type { Wave } from './deploy/plan.ts'
import { run } from './deploy/run.ts'
import type { RunSettings } from './deploy/run-context.ts'
import type { Observer } from './deploy/run-plan.ts'
import { readInputs, type Inputs } from './inputs/inputs.ts'
import { recordGitHubDeployments } from './report/github-deployment.ts'
import { trackProgress } from './report/progress.ts'
import { isolateErrors, report, reportFailure } from './report/report.ts'
import { describeRun } from './runner/describe-run.ts'
import { annotateWarning, debug, print } from './runner/log.ts'
import { sanitize } from './runner/sanitize.ts'

/**
 * Reads the inputs, plans, looks, deploys and reports. Never rejects.
 * @returns the exit code
 */
export async function main(): Promise<0 | 1> {
  const startedAt = performance.now()
  try {
    const signal = createCancelSignal()
    const inputs = readInputs()
    for (const warning of [...inputs.warnings, ...refuseUncheckedTls()]) {
      annotateWarning('Check the configuration of this step', warning)
    }
    const client = createClient(inputs, signal)
    const context = {
      client,
      signal,
      listings: createListingCache(client),
      settings: selectSettings(inputs),
      sanitize,
      onProgress: print
    }
    const progress = isolateErrors(trackProgress(inputs.operation))
    const result = await run(inputs, context, progress, createRecorders(inputs, client, signal))
    const { operation, project, url } = inputs
    return report({
      operation,
      project,
      url,
      ...result,
      cancelled: signal.aborted,
      durationMs: performance.now() - startedAt
    })
  } catch (error) {
    return reportFailure(error)
  }
}

function createClient(inputs: Inputs, signal: AbortSignal): ApinizerClient {
  const { url, token, headers, proxy, caCertificates, clientCertificate, clientKey } = inputs
  const http = createHttpClient({
    url,
    token,
    headers,
    proxy: proxy?.href,
    caCertificates,
    clientCertificate,
    clientKey
  })
  const { project, timeoutMs } = inputs
  return createApinizerClient(http, {
    project,
    timeoutMs,
    signal,
    onDebug: isDebug() ? debug : undefined
  })
}

/** What a target needs of the inputs: the token and the certificates stay behind. */
function selectSettings(inputs: Inputs): RunSettings {
  const { operation, project, description, persistent, skipIfCurrent } = inputs
  const { verify, verifyTimeoutMs, timeoutMs, retryTimeoutMs } = inputs
  return {
    operation,
    project,
    description,
    defaultDescription: describeRun(process.env),
    persistent,
    skipIfCurrent,
    verify: operation === 'verify' && verify === 'none' ? 'environment' : verify,
    verifyTimeoutMs,
    timeoutMs,
    retryTimeoutMs,
    minLookupMs
  }
}

/** How long a lost request is looked up at least, ms. */
const minLookupMs = 60_000

/** The time for the Manager to tell an environment's type, ms: a GitHub Deployment can do without. */
const typeTimeoutMs = 2_000

function createRecorders(inputs: Inputs, client: ApinizerClient, signal: AbortSignal): Observer[] {
  const { operation, githubToken, githubEnvironment, project, skipIfCurrent } = inputs
  if (githubToken === undefined || (operation !== 'deploy' && operation !== 'undeploy')) {
    return []
  }
  const { caCertificates } = inputs
  const findType = async ({ environment, targets: [target] }: Wave) => {
    const limits = { timeoutMs: typeTimeoutMs }
    const listing = await client.listGroupEnvironments(target?.group ?? '', limits)
    return listing.ok
      ? listing.value.items.find(({ name }) => name === environment)?.type
      : undefined
  }
  return [
    isolateErrors(
      recordGitHubDeployments({
        token: githubToken,
        caCertificates,
        operation,
        project,
        skipIfCurrent,
        nameEnvironment: environment =>
          githubEnvironment
            .replaceAll('{environment}', () => environment)
            .replaceAll('{project}', () => project),
        findType,
        signal
      })
    )
  ]
}

/** Aborts when the runner cancels the run; further signals change nothing. */
function createCancelSignal(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      controller.abort()
    })
  }
  return controller.signal
}

/** Node would obey the variable on the way to a proxy. */
function refuseUncheckedTls(): string[] {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0') {
    return []
  }
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  return [
    'NODE_TLS_REJECT_UNAUTHORIZED is 0: this action checks certificates all the same, but other ' +
      'steps of this job may talk to any server. Remove the variable, and set `ca-certificate`.'
  ]
}
