import { isDebug } from '@actions/core'
import { createApinizerClient, type ApinizerClient } from './apinizer/client.ts'
import { createHttpClient } from './apinizer/http.ts'
import { createListingCache } from './deploy/listing-cache.ts'
import { run } from './deploy/run.ts'
import type { Observer } from './deploy/run-plan.ts'
import type { RunSettings } from './deploy/settings.ts'
import { readInputs, type Inputs } from './inputs/inputs.ts'
import {
  connectToGitHub,
  createTypeFinder,
  recordGitHubDeployments
} from './report/github-deployment.ts'
import { trackProgress } from './report/progress.ts'
import { isolateErrors, report, reportFailure } from './report/report.ts'
import { createCancelSignal } from './runner/cancel-signal.ts'
import { readRunVariables } from './runner/commit.ts'
import { annotateWarning, debug, print } from './runner/log.ts'
import { describeWorkflowRun } from './runner/run-info.ts'

/**
 * Reads the inputs, runs the operation and reports. Never rejects.
 * @returns the exit code
 */
export async function main(): Promise<0 | 1> {
  const startedAt = performance.now()
  try {
    const signal = createCancelSignal()
    const inputs = readInputs()
    for (const warning of inputs.warnings) {
      annotateWarning('Check the configuration of this step', warning)
    }
    const { operation, project, url, groups } = inputs
    const client = createClient(inputs, signal)
    const context = {
      client,
      signal,
      listings: createListingCache(client),
      settings: selectSettings(inputs),
      onProgress: print,
      warn: annotateWarning
    }
    const progress = isolateErrors(trackProgress(operation))
    const result = await run(context, progress, createRecorders(inputs, client, signal))
    const durationMs = performance.now() - startedAt
    const cancelled = signal.aborted
    return report({ operation, project, url, groups, ...result, cancelled, durationMs })
  } catch (error) {
    return reportFailure(error)
  }
}

function createClient(inputs: Inputs, signal: AbortSignal): ApinizerClient {
  const { url, token, headers, proxy, caCertificates, clientCertificate, clientKey } = inputs
  const credentials = { token, headers, caCertificates, clientCertificate, clientKey }
  const http = createHttpClient({ url, proxy: proxy?.href, ...credentials })
  const { project, timeoutMs } = inputs
  const onDebug = isDebug() ? debug : undefined
  return createApinizerClient(http, { project, timeoutMs, signal, onDebug })
}

/** Everything but what says how to connect: no target gets to see a secret. */
function selectSettings(inputs: Inputs): RunSettings {
  const {
    token,
    headers,
    proxy,
    caCertificates,
    clientCertificate,
    clientKey,
    githubToken,
    githubEnvironment,
    warnings,
    ...settings
  } = inputs
  return { ...settings, defaultDescription: describeWorkflowRun(readRunVariables(process.env)) }
}

function createRecorders(inputs: Inputs, client: ApinizerClient, signal: AbortSignal): Observer[] {
  const { operation, githubToken, githubEnvironment, project, skipIfCurrent } = inputs
  if (githubToken === undefined || (operation !== 'deploy' && operation !== 'undeploy')) {
    return []
  }
  return [
    isolateErrors(
      recordGitHubDeployments({
        connect: () => connectToGitHub(githubToken, inputs.caCertificates),
        env: readRunVariables(process.env),
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
