import { survey } from '../../survey/run.ts'
import type { Row } from '../../survey/rows.ts'
import { demoToken } from '../../simulator/world.ts'

export interface SurveyOptions {
  url: string
  token?: string
  /** Beside address, project and group. */
  args?: readonly string[]
  env?: Record<string, string>
  /** What a person types; nobody is there by default. */
  reply?: string
  /** How long a record is waited for, ms; by default as long as a slow machine may need. */
  lookForMs?: number
}

export interface SurveyRun {
  /** Whether all was as expected; undefined when the survey could not be made. */
  isAsExpected: boolean | undefined
  /** All that was printed, the error included. */
  printed: string
  error: string
  /** The text of survey.json; empty when none was written. */
  json: string
  /** What differs, by subject. */
  differences: Record<string, string>
  rows: Row[]
}

/** Runs the survey of the project Payments, in this process. */
export async function runSurvey(options: SurveyOptions): Promise<SurveyRun> {
  const { url, token = demoToken, args = [], env = {}, reply, lookForMs = 20_000 } = options
  const lines: string[] = []
  const run = { isAsExpected: undefined as boolean | undefined, error: '', json: '' }
  const names = ['--url', url, '--project', 'Payments', '--group', 'PayoutAPIGroup']
  await survey([...names, ...args], {
    env: { APINIZER_TOKEN: token, ...env },
    print: text => lines.push(text),
    ask:
      reply === undefined
        ? undefined
        : question => {
            lines.push(question)
            return Promise.resolve(reply)
          },
    write: json => {
      run.json = json
    },
    lookForMs
  }).then(
    isAsExpected => {
      run.isAsExpected = isAsExpected
    },
    (problem: unknown) => {
      run.error = (problem as Error).message
    }
  )
  const rows = readRows(run.json)
  const differing = rows.filter(({ state }) => state === 'differs')
  const differences = Object.fromEntries(differing.map(({ subject, found }) => [subject, found]))
  return { ...run, printed: [...lines, run.error].join('\n'), rows, differences }
}

function readRows(json: string): Row[] {
  const report = JSON.parse(json || '{}') as { sections?: Record<string, Row[]> }
  return Object.values(report.sections ?? {}).flat()
}
