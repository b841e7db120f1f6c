import { describeProblem, type RequestFailure, type TlsProblem } from '../src/apinizer/failures.ts'
import { removeTlsVariable } from '../src/inputs/proxy.ts'
import { help, parseCommandLine, type CommandLine } from './command-line.ts'
import { deployTwice, type Deployment } from './deployments.ts'
import { everyDeployment, firstDeployment, readings as expectations } from './expectations.ts'
import { findEdition, type Seen } from './findings.ts'
import { createCaller, listItems, readAll, readHealth, type Caller } from './readings.ts'
import { writeReport, type Sections } from './report.ts'
import { compare, renderTable } from './rows.ts'

/** What the survey needs of the process that it runs in. */
export interface Terminal {
  env: Record<string, string | undefined>
  print: (text: string) => void
  /** Asks a person; undefined where there is none. */
  ask: ((question: string) => Promise<string>) | undefined
  /** Writes survey.json. */
  write: (json: string) => void
  /** How long a record of the deploy history is waited for, ms. */
  lookForMs: number
}

/**
 * Surveys a Manager.
 * @returns whether all was as expected
 * @throws Error with one sentence when the survey cannot be made
 */
export async function survey(args: string[], terminal: Terminal): Promise<boolean> {
  const commandLine = parseCommandLine(args, terminal.env)
  if (commandLine === undefined) {
    terminal.print(help)
    return true
  }
  if (commandLine.deploy && !commandLine.yes && terminal.ask === undefined) {
    throw new Error('--deploy asks before it deploys, and nobody is here to be asked: add --yes.')
  }
  announce(commandLine, terminal)
  const { url, token, proxy, caCertificates, subject, deploy } = commandLine
  const connection = { url, token, proxy: proxy?.href, caCertificates }
  const caller = createCaller(connection, subject.project)
  const health = await readHealth(caller)
  if (health.result?.ok === false && health.result.problem.kind !== 'response') {
    terminal.write(writeReport({}, { health }, [], subject))
    throw new Error(explainFailure(health.result.problem))
  }
  const readings = await readAll(caller, subject)
  const seen = { ...readings, health, subject }
  const edition = findEdition(seen)
  const read = { 'What the Manager says': compare(expectations, seen, edition) }
  printSections(read, terminal)
  if (!Object.values(readings).some(({ result }) => result?.ok)) {
    terminal.print(`\n${nothingRead}`)
  }
  const deployments = deploy ? await deployIfAllowed(caller, seen, commandLine, terminal) : []
  const deployed = describeDeployments(deployments, seen)
  printSections(deployed, terminal)
  const sections = { ...read, ...deployed }
  terminal.write(writeReport(sections, { health, ...readings }, deployments, subject))
  return conclude(sections, terminal)
}

function announce({ url, deploy, proxy, warnings }: CommandLine, terminal: Terminal): void {
  const way = proxy === undefined ? '' : ` through the proxy ${proxy.host}`
  const what = deploy
    ? 'It reads first, then deploys the group to the environment, twice. It never undeploys.'
    : 'It only reads: nothing is changed.'
  terminal.print(`A survey of ${url.href}${way}.\n${what}`)
  const ignored = removeTlsVariable(terminal.env).map(
    () => 'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: certificates are checked, as by the action.'
  )
  for (const warning of [...warnings, ...ignored]) {
    terminal.print(`Warning: ${warning}`)
  }
}

async function deployIfAllowed(
  caller: Caller,
  seen: Seen,
  { subject, yes }: CommandLine,
  { ask, print, lookForMs }: Terminal
): Promise<Deployment[]> {
  const { project, group, environment = '' } = subject
  const obstacle = findObstacle(seen, environment)
  if (obstacle !== undefined) {
    print(`\nNothing was deployed: ${obstacle}.`)
    return []
  }
  print(`\n${deployWarning}`)
  const question = `\nDeploy ${group} of ${project} to ${environment}, twice? Type yes: `
  if (!yes && (await ask?.(question))?.trim() !== 'yes') {
    print('Nothing was deployed.')
    return []
  }
  const target = { ...subject, environment, apiProxies: listItems(seen.apiProxies) }
  return deployTwice(caller, target, { isSigned: findEdition(seen) === 'current', lookForMs })
}

/** Why a deployment would settle nothing, if so. */
function findObstacle({ groupEnvironments, environments }: Seen, environment: string) {
  if (groupEnvironments.result?.ok !== true) {
    return 'the environments of the group cannot be read'
  }
  const isMissing =
    environments.result?.ok === true && !listItems(environments).includes(environment)
  return isMissing ? 'the environment is not in the list of environments' : undefined
}

const nothingRead =
  'No list could be read. Begin with the first row that differs: the others may follow from it.'

const deployWarning = `A deployment puts the group live as it is in the Manager now. Before Apinizer 2026.04.8, each one
in a project with a relative path lengthens the group’s address, for good: do not go on there.`

function describeDeployments(deployments: readonly Deployment[], seen: Seen): Sections {
  const [first, second] = deployments.map(one => ({ ...one, subject: seen.subject }))
  const edition = findEdition(seen)
  return {
    ...(first && {
      'The deployment': compare([...everyDeployment, ...firstDeployment], first, edition)
    }),
    ...(second && {
      'A second deployment, with nothing changed': compare(everyDeployment, second, edition)
    })
  }
}

function printSections(sections: Sections, { print }: Terminal): void {
  for (const [heading, rows] of Object.entries(sections)) {
    print(renderTable(heading, rows))
  }
}

function conclude(sections: Sections, { print }: Terminal): boolean {
  const rows = Object.values(sections).flat()
  const differences = rows.filter(({ state }) => state === 'differs').length
  const verdict =
    differences === 0
      ? 'All is as expected.'
      : `${differences} of ${rows.length} differ from what the vendor’s pages say.`
  print(`\n${verdict}\n\n${conclusion}`)
  return differences === 0
}

const conclusion = `survey.json has the details: shapes, statuses and times, no names, addresses or messages. Please
read it, and attach it to an issue, also if all is as expected.`

const tlsRemedies: Partial<Record<TlsProblem, string>> = {
  'unknown-ca': 'Its CA is not known here. Give its certificate with --ca-certificate.',
  expired: 'Its certificate has expired or is not valid yet. Renew it, and check this clock.',
  'other-host': 'Its certificate is for another host name. Use a name that it contains.',
  'client-certificate': 'It requires a client certificate, which the survey cannot give.',
  'not-tls': 'The port does not speak TLS. Check the scheme and port of --url.',
  'wants-tls': 'The port expects HTTPS: use https:// in --url.'
}

/** Why there is no way to the Manager: in Node's words, then what to do. */
function explainFailure(failure: RequestFailure): string {
  const remedies: Partial<Record<RequestFailure['kind'], string>> = {
    connect: 'Check --url, and whether the Manager is running and can be reached from here.',
    proxy: 'Check https_proxy (or http_proxy) and no_proxy.',
    tls:
      tlsRemedies[failure.tlsProblem ?? 'other'] ??
      'The TLS handshake failed. Check --url and --ca-certificate.',
    'unknown-host': 'Check the spelling of --url, and whether this machine can resolve the name.',
    timeout: 'The server does not respond: check whether the Manager is running.'
  }
  const remedy = remedies[failure.kind] ?? 'Check --url, and what is in front of the Manager.'
  // An error may quote a certificate, which may contain anything.
  const detail = describeProblem(failure).replaceAll(/\p{Cc}/gu, ' ')
  return `Could not ask the Manager: ${detail.replace(/\.$/, '')}. ${remedy}`
}
