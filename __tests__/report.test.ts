import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Pod } from '../src/apinizer/responses.ts'
import type { Operation } from '../src/headline.ts'
import type { Findings, Outcome, Verdict } from '../src/outcome.ts'
import { notAttempted } from '../src/outcome.ts'
import { planOf } from '../src/plan.ts'
import { reasons } from '../src/reasons.ts'
import { progressOf } from '../src/report/progress.ts'
import { report, reportFailure } from '../src/report/report.ts'
import { InputError } from '../src/inputs.ts'

/** Everything that people and workflows see of a run, word for word: in the log, the outputs and the job summary. */

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'))
const files = { GITHUB_OUTPUT: path.join(folder, 'output'), GITHUB_STEP_SUMMARY: path.join(folder, 'summary') }
const onGitHub = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_ACTION_REPOSITORY: 'org/deploy-api-proxy-group', GITHUB_ACTION_REF: 'v1' }
const before = { ...process.env }
beforeAll(() => { Object.assign(process.env, files, onGitHub) })
afterAll(() => {
  process.env = before
  fs.rmSync(folder, { recursive: true })
})

type Given = Verdict & Partial<Findings> & { durationMs?: number }
const outcome = (target: string, given: Given): Outcome => {
  const [environment = '', group = ''] = target.split(' / ')
  return { target: { group, environment }, durationMs: 1_234, said: '', told: '', ...given }
}
const pod = (name: string, message = '', durationMs?: number): Pod => ({ name, ip: '10.0.0.1', success: message === '', message, ...(durationMs !== undefined && { durationMs }) })

/** Lets a run be reported from its first wave to its end. */
function see(outcomes: Outcome[], { operation = 'deploy', cancelled = false }: { operation?: Operation; cancelled?: boolean } = {}) {
  return seeing(() => {
    const progress = progressOf(operation)
    const environments = [...new Set(outcomes.map(({ target }) => target.environment))]
    for (const wave of planOf({ groups: [...new Set(outcomes.map(({ target }) => target.group))], environments })) {
      const ended = outcomes.filter(({ target, status }) => target.environment === wave.environment && status !== 'not-attempted')
      if (ended.length === 0) continue
      void progress.waveStarts?.(wave)
      for (const outcome of ended) progress.targetEnded?.(outcome, wave)
      void progress.waveEnded?.(wave, ended)
    }
    return report({ operation, project: 'Payments', url: new URL('https://apinizer.example.com/manager'), outcomes, cancelled, durationMs: 75_000 })
  })
}

function seeing(run: () => 0 | 1) {
  for (const file of Object.values(files)) fs.writeFileSync(file, '')
  let log = ''
  const write = jest.spyOn(process.stdout, 'write').mockImplementation(text => { log += String(text); return true })
  const exitCode = run()
  write.mockRestore()
  const read = (file: string) => fs.readFileSync(file, 'utf8')
  return `exit code ${exitCode}\n\n${log.replaceAll('\r\n', '\n')}\n${read(files.GITHUB_OUTPUT)}\n${read(files.GITHUB_STEP_SUMMARY)}`
}

describe('one group on one environment', () => {
  test('deployed, with all that can be known', () => {
    expect(see([outcome('production / Pay', { status: 'succeeded', reason: 'deployed', said: 'Deployed successfully', told: 'The Manager lists it as deployed.', httpStatus: 200, revision: 8, accessUrl: 'https://api.example.com/', pods: [pod('worker-1', '', 150), pod('worker-2')] })])).toMatchSnapshot()
  })

  test('failed on a pod', () => {
    expect(see([outcome('production / Pay', { status: 'failed', reason: 'deployment-failed', said: 'worker-2: Route conflict', told: reasons['deployment-failed'].remedy, httpStatus: 200, pods: [pod('worker-1', '', 12), pod('worker-2', 'Route conflict')] })])).toMatchSnapshot()
  })

  test('lost, with a page that says more', () => {
    expect(see([outcome('production / Pay', { status: 'unknown', reason: 'connection-lost', said: 'read ECONNRESET', told: reasons['connection-lost'].remedy, durationMs: 185_000 })])).toMatchSnapshot()
  })

  test('undeployed, and not undeployed', () => {
    const operation = 'undeploy'
    expect(see([outcome('test / Pay', { status: 'succeeded', reason: 'undeployed', told: 'The server confirmed it.' })], { operation })).toMatchSnapshot()
    expect(see([outcome('test / Pay', { status: 'failed', reason: 'rejected', told: reasons.rejected.remedy, httpStatus: 400 })], { operation })).toMatchSnapshot()
    expect(see([outcome('test / Pay', { status: 'unknown', reason: 'timeout', told: reasons.timeout.remedy })], { operation })).toMatchSnapshot()
  })
})

describe('several', () => {
  const one = outcome('test / Pay', { status: 'succeeded', reason: 'deployed', told: 'The server confirmed it.', durationMs: 40 })
  const other = outcome('test / Loan', { status: 'current', reason: 'current', told: 'Deployed already.', durationMs: 9_994 })

  test('all green', () => {
    expect(see([one, other])).toMatchSnapshot()
  })

  test('partly, and stopped', () => {
    const failed = outcome('staging / Pay', { status: 'failed', reason: 'not-verified', said: 'worker-1 does not serve it yet', told: reasons['not-verified'].remedy })
    const unconnected = outcome('staging / Loan', { status: 'failed', reason: 'connection-failed', said: 'connect ECONNREFUSED', told: reasons['connection-failed'].remedy })
    const left = ['Pay', 'Loan'].map(group => notAttempted({ group, environment: 'production' }, 'not-attempted'))
    expect(see([one, other, failed, unconnected, ...left])).toMatchSnapshot()
  })

  test('cancelled', () => {
    const dropped = outcome('staging / Pay', { status: 'unknown', reason: 'cancelled', told: reasons.cancelled.remedy })
    expect(see([one, dropped, notAttempted({ group: 'Pay', environment: 'production' }, 'cancelled')], { cancelled: true })).toMatchSnapshot()
  })

  test('checked', () => {
    const found = [
      outcome('test / Pay', { status: 'current', reason: 'checked', told: 'A deployment would change nothing.', accessUrl: 'http://api.test/' }),
      outcome('staging / Pay', { status: 'pending', reason: 'checked', told: 'A deployment would change it.' }),
      outcome('nowhere / Pay', { status: 'failed', reason: 'not-found', told: reasons['not-found'].remedy })
    ]
    expect(see(found.slice(0, 2), { operation: 'check' })).toMatchSnapshot()
    expect(see(found, { operation: 'check' })).toMatchSnapshot()
  })

  test('many: what failed, and a matrix with the troubled groups first', () => {
    const many = Array.from({ length: 13 }, (_, index) => ['test', 'production'].map(environment => outcome(`${environment} / g${index}`, index === 7 && environment === 'production'
      ? { status: 'failed', reason: 'conflict', told: reasons.conflict.remedy }
      : { status: 'succeeded', reason: 'deployed' }))).flat()
    expect(/<h2>.*/s.exec(see(many))?.[0]).toMatchSnapshot()
  })
})

test('a run that ended before it had outcomes', () => {
  expect(seeing(() => reportFailure(new InputError('Input `token` is required and must not be empty.')))).toMatchSnapshot()
  expect(seeing(() => reportFailure('odd'))).toMatchSnapshot()
})
