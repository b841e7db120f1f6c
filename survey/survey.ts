/** The command: `npm run survey -- --help`. */
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { survey } from './run.ts'

const isTerminal = process.stdin.isTTY && process.stdout.isTTY

/** Ctrl-C and Ctrl-D are a no. */
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await lines.question(question).catch(() => 'no')
  } finally {
    lines.close()
  }
}

await survey(process.argv.slice(2), {
  env: process.env,
  print: console.log,
  ask: isTerminal ? ask : undefined,
  write: json => {
    writeFileSync('survey.json', json)
  },
  lookForMs: 60_000
}).catch((problem: unknown) => {
  console.error(`\n${problem instanceof Error ? problem.message : String(problem)}`)
  console.error('npm run survey -- --help lists the options.')
  process.exitCode = 1
})
