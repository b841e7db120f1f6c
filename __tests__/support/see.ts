import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, jest } from '@jest/globals'
import type { Pod } from '../../src/apinizer/responses.ts'
import type { Operation } from '../../src/headline.ts'
import type { Findings, Outcome, Verdict } from '../../src/outcome.ts'
import { planOf } from '../../src/plan.ts'
import { progressOf } from '../../src/report/progress.ts'
import { report } from '../../src/report/report.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'))
const files = {
  GITHUB_OUTPUT: path.join(folder, 'output'),
  GITHUB_STEP_SUMMARY: path.join(folder, 'summary')
}
const onGitHub = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_ACTION_REPOSITORY: 'org/deploy-api-proxy-group',
  GITHUB_ACTION_REF: 'v1'
}
const before = { ...process.env }
beforeAll(() => {
  Object.assign(process.env, files, onGitHub)
})
afterAll(() => {
  process.env = before
  fs.rmSync(folder, { recursive: true })
})

type Given = Verdict & Partial<Findings> & { durationMs?: number }
/** An outcome, with what is not given filled in. @param target like `production / Pay` */
export const outcome = (target: string, given: Given): Outcome => {
  const [environment = '', group = ''] = target.split(' / ')
  return { target: { group, environment }, durationMs: 1_234, said: '', told: '', ...given }
}
/** A worker pod, which has failed when it has a message. */
export const pod = (name: string, message = '', durationMs?: number): Pod => ({
  name,
  ip: '10.0.0.1',
  success: message === '',
  message,
  ...(durationMs !== undefined && { durationMs })
})

/**
 * Lets a run be reported from its first wave to its end.
 * @returns everything that people and workflows see of it, word for word: exit code, log, outputs, job summary
 */
export function see(
  outcomes: Outcome[],
  { operation = 'deploy', cancelled = false }: { operation?: Operation; cancelled?: boolean } = {}
) {
  return seeing(() => {
    const progress = progressOf(operation)
    const environments = [...new Set(outcomes.map(({ target }) => target.environment))]
    for (const wave of planOf({
      groups: [...new Set(outcomes.map(({ target }) => target.group))],
      environments
    })) {
      const ended = outcomes.filter(
        ({ target, status }) =>
          target.environment === wave.environment && status !== 'not-attempted'
      )
      if (ended.length === 0) continue
      void progress.waveStarts?.(wave)
      for (const outcome of ended) progress.targetEnded?.(outcome, wave)
      void progress.waveEnded?.(wave, ended)
    }
    return report({
      operation,
      project: 'Payments',
      url: new URL('https://apinizer.example.com/manager'),
      outcomes,
      cancelled,
      durationMs: 75_000
    })
  })
}

/** The same of anything that reports. */
export function seeing(run: () => 0 | 1) {
  for (const file of Object.values(files)) fs.writeFileSync(file, '')
  let log = ''
  const write = jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    log += String(text)
    return true
  })
  const exitCode = run()
  write.mockRestore()
  const read = (file: string) => fs.readFileSync(file, 'utf8')
  return `exit code ${exitCode}\n\n${log.replaceAll('\r\n', '\n')}\n${read(files.GITHUB_OUTPUT)}\n${read(files.GITHUB_STEP_SUMMARY)}`
}
