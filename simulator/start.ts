import { readFile } from 'node:fs/promises'
import { describeOptions, parseCommandLine, type CommandLine } from './command-line.ts'
import { parseWorld } from './config.ts'
import { changePods } from './pod-changes.ts'
import { startSimulator, type Simulator, type World } from './simulator.ts'
import { seededWorld } from './world.ts'

await start(process.argv.slice(2)).catch((problem: unknown) => {
  console.error(problem instanceof Error ? problem.message : String(problem))
  console.error('\nnpm run simulator -- --help lists the options.')
  process.exitCode = 1
})

async function start(args: string[]): Promise<void> {
  const commandLine = parseCommandLine(args)
  if (commandLine.help) {
    console.log(describeOptions())
    return
  }
  const world = await loadWorld(commandLine)
  const simulator = await startSimulator({ ...commandLine.options, world, log: console.log })
  for (const fault of commandLine.faults) {
    simulator.injectFault(fault)
  }
  console.log(describeUse(simulator, commandLine))
  process.once('SIGINT', () => void simulator.close())
  process.once('SIGTERM', () => void simulator.close())
}

async function loadWorld({ config, podChanges }: CommandLine): Promise<World> {
  const world = config === undefined ? seededWorld() : await readWorld(config)
  changePods(world, podChanges)
  return world
}

async function readWorld(path: string): Promise<World> {
  const json = await readFile(path, 'utf8').catch((problem: unknown) => {
    throw new Error(`Could not read ${path}: ${(problem as Error).message}`)
  })
  try {
    return parseWorld(json)
  } catch (problem) {
    throw new Error(`${path}: ${(problem as Error).message}`, { cause: problem })
  }
}

function describeUse({ url, world }: Simulator, { options, faults }: CommandLine): string {
  const [token = ''] = Object.keys(world.tokens)
  const projects = Object.entries(world.projects)
  const [firstProject] = projects
  const project = firstProject?.[0] ?? ''
  const group = Object.keys(firstProject?.[1].groups ?? {})[0] ?? ''
  const environment = Object.keys(firstProject?.[1].environments ?? {})[0] ?? ''
  const path = [project, 'apiProxyGroups', group, 'environments', environment]
  const lines = projects.flatMap(([name, { groups, environments }]) => [
    `  project       ${name}`,
    `  groups        ${Object.keys(groups).join(', ')}`,
    `  environments  ${Object.keys(environments).join(', ')}`,
    ''
  ])
  return `A simulated Apinizer Manager, ${options.edition ?? 'current'} edition, is listening.

  url           ${url}
  token         ${Object.keys(world.tokens).join(', ')}

${lines.join('\n')}
Deploy with the action (names of inputs keep their hyphens, so they need env):

  env INPUT_URL=${url} INPUT_TOKEN=${token} \\
    INPUT_PROJECT='${project}' INPUT_GROUP='${group}' INPUT_ENVIRONMENT='${environment}' \\
    GITHUB_OUTPUT=/dev/stdout node dist/index.js

Deploy with curl:

  curl -X POST -H 'Authorization: Bearer ${token}' \\
    ${url}/apiops/projects/${path.map(encodeURIComponent).join('/')}/

${describeFaults(faults.length)}
Ctrl-C ends it. One line per request:
`
}

function describeFaults(count: number): string {
  return count === 0
    ? 'To see it fail, start it with --refuse 401, or with another fault of --help.'
    : 'It responds with the faults that the options ask for. Without them a deployment succeeds.'
}
