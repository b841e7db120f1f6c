import { isDebug } from '@actions/core'
import { createApinizerClient, type ApinizerClient } from './apinizer/client.ts'
import { now } from './apinizer/clock.ts'
import { createHttpClient } from './apinizer/http.ts'
import { createListingCache } from './deploy/listing-cache.ts'
import { run } from './deploy/run.ts'
import type { RunSettings } from './deploy/run-context.ts'
import type { Observer } from './deploy/run-plan.ts'
import { readInputs, type Inputs } from './inputs/inputs.ts'
import { createTypeFinder, recordGitHubDeployments } from './report/github-deployment.ts'
import { trackProgress } from './report/progress.ts'
import { isolateErrors, report, reportFailure } from './report/report.ts'
import { createCancelSignal } from './runner/cancel-signal.ts'
import { describeRun } from './runner/describe-run.ts'
import { annotateWarning, debug, print } from './runner/log.ts'
import { sanitize } from './runner/sanitize.ts'

/** The minimum time to look up a lost request, ms. */
const minLookupMs = 60_000

/**
 * Reads the inputs, runs the operation and reports. Never rejects.
 * @returns the exit code
 */
export async function main(): Promise<0 | 1> {
  const startedAt = now()
  try {
    const signal = createCancelSignal()
    const inputs = await readInputs()
    for (const warning of inputs.warnings) {
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
    const { groups, environments, maxParallel, failFast, operation, project, url } = inputs
    const request = { groups, environments, maxParallel, failFast }
    const progress = isolateErrors(trackProgress(operation))
    const result = await run(request, context, progress, createRecorders(inputs, client, signal))
    return report({
      operation,
      project,
      url,
      ...result,
      cancelled: signal.aborted,
      durationMs: now() - startedAt
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

/** The inputs that a target needs, without the token and the certificates. */
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

function createRecorders(inputs: Inputs, client: ApinizerClient, signal: AbortSignal): Observer[] {
  const { operation, githubToken, githubEnvironment, project, skipIfCurrent } = inputs
  if (githubToken === undefined || (operation !== 'deploy' && operation !== 'undeploy')) {
    return []
  }
  return [
    isolateErrors(
      recordGitHubDeployments({
        token: githubToken,
        caCertificates: inputs.caCertificates,
        operation,
        project,
        skipIfCurrent,
        githubEnvironment,
        findType: createTypeFinder(client),
        signal
      })
    )
  ]
}
