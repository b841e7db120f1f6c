import { parseArgs } from 'node:util'
import { startSimulator } from './simulator.ts'
import type { Edition, Simulator } from './simulator.ts'
import { demoToken } from './world.ts'

const usage = 'npm run simulator -- [--port 8080] [--edition first|current] [--deploy-ms 0]'

interface Wanted {
  port: number
  edition: Edition
  deployMs: number
}

await start().catch((problem: unknown) => {
  console.error(`${problem instanceof Error ? problem.message : String(problem)}\n\n${usage}`)
  process.exitCode = 1
})

async function start(): Promise<void> {
  const wanted = wantedOf(process.argv.slice(2))
  const simulator = await startSimulator({ ...wanted, log: console.log })
  console.log(howToTry(simulator, wanted.edition))
  process.once('SIGINT', () => void simulator.close())
  process.once('SIGTERM', () => void simulator.close())
}

function wantedOf(args: string[]): Wanted {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8080' },
      edition: { type: 'string', default: 'current' },
      'deploy-ms': { type: 'string', default: '0' }
    }
  })
  const { port, edition, 'deploy-ms': deployMs } = values
  if (edition !== 'first' && edition !== 'current') throw new Error('--edition is first or current')
  return {
    port: wholeNumber('--port', port, 65_535),
    edition,
    deployMs: wholeNumber('--deploy-ms', deployMs, 3_600_000)
  }
}

function wholeNumber(option: string, value: string, most: number): number {
  if (!/^\d+$/.test(value) || Number(value) > most)
    throw new Error(`${option} is a whole number from 0 to ${most}`)
  return Number(value)
}

function howToTry({ url, world }: Simulator, edition: Edition): string {
  const groups = Object.keys(world.projects['Payments']?.groups ?? {})
  const environments = Object.keys(world.projects['Payments']?.environments ?? {})
  return `A simulated Apinizer Manager, ${edition} edition, listens.

  url           ${url}
  token         ${demoToken}
  project       Payments
  groups        ${groups.join(', ')}
  environments  ${environments.join(', ')}

Deploy with the action (names of inputs keep their hyphens, so they need env):

  env INPUT_URL=${url} INPUT_TOKEN=${demoToken} \\
    INPUT_PROJECT=Payments INPUT_GROUP=PaymentAPIGroup INPUT_ENVIRONMENT=test \\
    GITHUB_OUTPUT=/dev/stdout node dist/index.js

To see it red, name a group that is not there.

Deploy with curl:

  curl -X POST -H 'Authorization: Bearer ${demoToken}' \\
    ${url}/apiops/projects/Payments/apiProxyGroups/PaymentAPIGroup/environments/test/

Ctrl-C ends it. Each request is a line:
`
}
