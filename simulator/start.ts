import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { help, parseCommandLine, type CommandLine } from './command-line.ts'
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
    console.log(help)
    return
  }
  const world = await loadWorld(commandLine)
  const tls = commandLine.tls ? await createCertificate(commandLine.options.host) : undefined
  const options = { ...commandLine.options, ...(tls && { tls }), world, log: console.log }
  const simulator = await startSimulator(options).catch((problem: unknown) => {
    const { port = 0 } = options
    const use = `Port ${port} is in use. Use --port for another one; --port 0 takes a free port.`
    throw isPortInUse(problem) ? new Error(use, { cause: problem }) : problem
  })
  for (const fault of commandLine.faults) {
    simulator.injectFault(fault)
  }
  console.log(describeUse(simulator, commandLine, tls?.caFile))
  process.once('SIGINT', () => void simulator.close())
  process.once('SIGTERM', () => void simulator.close())
}

async function loadWorld({ config, podChanges }: CommandLine): Promise<World> {
  const world = config === undefined ? seededWorld() : await readWorld(config)
  changePods(world, podChanges)
  return world
}

async function readWorld(path: string): Promise<World> {
  try {
    return parseWorld(await readFile(path, 'utf8'))
  } catch (problem) {
    throw new Error(`Could not read ${path}: ${(problem as Error).message}`, { cause: problem })
  }
}

/** A certificate that is its own CA, also written to a file, for this address and localhost. */
async function createCertificate(
  host = '127.0.0.1'
): Promise<{ key: string; cert: string; caFile: string }> {
  const altNames = [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
    isIP(host) > 0 ? { type: 7 as const, ip: host } : { type: 2 as const, value: host }
  ]
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Simulator CA' }], {
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames }
    ]
  })
  const caFile = join(await mkdtemp(join(tmpdir(), 'apinizer-simulator-')), 'ca.pem')
  await writeFile(caFile, cert)
  return { key, cert, caFile }
}

function isPortInUse(problem: unknown): boolean {
  return problem instanceof Error && 'code' in problem && problem.code === 'EADDRINUSE'
}

function describeUse(
  { url, world }: Simulator,
  { options, faults }: CommandLine,
  caFile: string | undefined
): string {
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
  const trust =
    caFile === undefined
      ? { env: '', curl: '' }
      : { env: `INPUT_CA-CERTIFICATE=${caFile} `, curl: `--cacert ${caFile} ` }
  const hint =
    faults.length === 0
      ? 'To see it fail, start it with --refuse 401, or with another fault of --help.'
      : 'It fails as the options ask for. Without them a deployment succeeds.'
  return `A simulated Apinizer Manager, ${options.edition ?? 'current'} edition, is listening.

  url           ${url}
  token         ${Object.keys(world.tokens).join(', ')}${caFile === undefined ? '' : `\n  CA            ${caFile}`}

${lines.join('\n')}
Deploy with the action (names of inputs keep their hyphens, so they need env):

  env INPUT_URL=${url} INPUT_TOKEN=${token} ${trust.env}\\
    INPUT_PROJECT='${project}' INPUT_GROUP='${group}' INPUT_ENVIRONMENT='${environment}' \\
    GITHUB_OUTPUT=/dev/stdout node dist/index.js

Deploy with curl:

  curl -X POST ${trust.curl}-H 'Authorization: Bearer ${token}' \\
    ${url}/apiops/projects/${path.map(encodeURIComponent).join('/')}/

${hint}
Ctrl-C ends it. One line per request:
`
}
