/**
 * Runs the workflows in examples/ with act, on this computer and without Docker, against the simulator: each green and
 * red. `npm run recipes [-- part of a name …]`
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseWorld } from '../simulator/config.ts'
import { startSimulator, type World } from '../simulator/simulator.ts'
import { demoToken, viewerToken } from '../simulator/world.ts'
import { inheritEnvironment, waitForEnd } from '../tools/run-step.ts'
import { startNeighbours } from './recipes-servers.ts'
import {
  recipes,
  repository,
  skipped,
  type Recipe,
  type Run,
  type Surroundings
} from './recipes-table.ts'

/** A run that hangs is killed after this time, ms. */
const maxRunMs = 300_000

const root = path.resolve(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
const isWanted = (name: string) => wanted.length === 0 || wanted.some(part => name.includes(part))

const all = [...recipes.map(({ name }) => name), ...Object.keys(skipped)]
if (!all.some(isWanted)) {
  console.error(`No recipe has such a name. There is: ${all.join(', ')}.`)
  process.exitCode = 1
} else if (spawnSync('act', ['--version']).status === 0) {
  await runRecipes()
} else {
  console.error(
    'act is not on the PATH: install version 0.2.81 or later from https://nektosact.com/installation, ' +
      'then run this again.'
  )
  process.exitCode = 1
}

async function runRecipes(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recipes-'))
  try {
    for (const part of ['action.yml', 'dist']) {
      fs.cpSync(path.join(root, part), path.join(folder, 'action', part), { recursive: true })
    }
    let runs = 0
    let wrong = 0
    for (const recipe of recipes.filter(({ name }) => isWanted(name))) {
      for (const run of recipe.runs) {
        const problems = await play(recipe, run, folder)
        runs += 1
        wrong += problems.length > 0 ? 1 : 0
      }
    }
    const names = Object.keys(skipped).filter(isWanted)
    for (const name of names) {
      console.log(`- ${name}: skipped, because ${skipped[name] ?? ''}`)
    }
    const verdict = wrong === 0 ? 'all ended as they should' : `${wrong} did NOT end as they should`
    console.log(`\n${runs} runs, ${verdict}. Skipped: ${names.length}.`)
    process.exitCode = wrong === 0 ? 0 : 1
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** @returns what was not as it should be */
async function play(recipe: Recipe, run: Run, folder: string): Promise<string[]> {
  using neighbours = await startNeighbours(folder)
  const options = recipe.manager?.(neighbours)
  await using manager = await startSimulator({ ...options, world: createWorld(neighbours.apiUrl) })
  neighbours.tunnelTo = Number(new URL(manager.url).port)
  const surroundings = { manager, neighbours }
  run.arrange?.(surroundings)
  const ended = await runAct(recipe, surroundings, folder)
  const printed = lastPrinted(ended.log)
  const sent = manager.requests.filter(({ call }) => call === 'deploy' || call === 'undeploy')
  const color = ended.exitCode === 0 ? 'green' : 'red'
  const problems = [
    ...(color === run.ends ? [] : [`it ended ${color}`]),
    ...(sent.length === run.sends ? [] : [`${sent.length} requests were sent, not ${run.sends}`]),
    ...run.prints.filter(part => !printed.includes(part)).map(part => `not printed: ${part}`),
    ...(run.posts ?? [])
      .filter(part => !neighbours.posted.some(body => body.includes(part)))
      .map(part => `not posted: ${part}`)
  ]
  const mark = problems.length === 0 ? '✓' : '✗'
  console.log(`${mark} ${recipe.name}, ${run.ends}: ${run.because}`)
  console.log(printed.replace(/^/gm, '    '))
  if (problems.length > 0) {
    console.error([ended.log, ...neighbours.posted, ...problems].join('\n'))
  }
  return problems
}

function createWorld(apiUrl: string): World {
  const cities = { ankara: {}, istanbul: {}, izmir: {} }
  const environments = { test: {}, staging: { accessUrl: apiUrl }, production: {}, ...cities }
  const groups = {
    PaymentAPIGroup: { deployed: ['staging', 'production'] },
    RefundAPIGroup: { deployed: ['production'] },
    InvoiceAPIGroup: { deployed: ['production'] },
    LegacyAPIGroup: {}
  }
  return parseWorld(JSON.stringify({ projects: { Payments: { environments, groups } } }))
}

/** Runs the recipe in a repository that has nothing but this workflow and a list of groups. */
async function runAct(
  recipe: Recipe,
  surroundings: Surroundings,
  folder: string
): Promise<{ exitCode: number | null; log: string }> {
  const { manager, neighbours } = surroundings
  const workspace = fs.mkdtempSync(path.join(folder, 'workspace-'))
  const write = (name: string, content: string) => {
    fs.writeFileSync(path.join(workspace, name), content)
  }
  write('workflow.yml', editRecipe(recipe, surroundings))
  write('event.json', JSON.stringify({ repository: { full_name: repository }, ...recipe.payload }))
  const [project] = Object.values(manager.world.projects)
  write('groups.txt', Object.keys(project?.groups ?? {}).join('\n'))
  const commit = '-c user.name=Recipes -c user.email=recipes@example.com commit --no-gpg-sign'
  for (const command of [
    'init --quiet',
    `remote add origin https://github.com/${repository}.git`,
    'add .',
    `${commit} --quiet --message Recipe`
  ]) {
    execFileSync('git', command.split(' '), { cwd: workspace })
  }
  const values = {
    '--secret': {
      APINIZER_TOKEN: demoToken,
      APINIZER_VIEW_TOKEN: viewerToken,
      APINIZER_CLIENT_KEY: neighbours.client.key,
      SLACK_WEBHOOK: `${neighbours.url}/slack`,
      GITHUB_TOKEN: 'github-token'
    },
    '--var': {
      APINIZER_URL: manager.url,
      APINIZER_CLIENT_CERTIFICATE: neighbours.client.cert
    },
    '--env': { GITHUB_API_URL: neighbours.url, CURL_CA_BUNDLE: neighbours.caFile },
    '--platform': { 'ubuntu-latest': '-self-hosted', 'self-hosted': '-self-hosted' },
    '--local-repository': { 'org/deploy-api-proxy-group@v1': path.join(folder, 'action') }
  }
  const args = Object.entries(values).flatMap(([option, entries]) =>
    Object.entries(entries).flatMap(([name, value]) => [option, `${name}=${value}`])
  )
  const files = ['--workflows', 'workflow.yml', '--eventpath', 'event.json']
  const child = spawn('act', [recipe.event ?? 'workflow_dispatch', '--json', ...files, ...args], {
    cwd: workspace,
    // Not act's own settings of this user either.
    env: { ...inheritEnvironment(), HOME: folder, USERPROFILE: folder },
    timeout: maxRunMs,
    killSignal: 'SIGKILL'
  })
  return waitForEnd(child)
}

function editRecipe(recipe: Recipe, surroundings: Surroundings): string {
  let content = fs.readFileSync(path.join(root, 'examples', `${recipe.name}.yml`), 'utf8')
  for (const [from, to] of Object.entries(recipe.edits?.(surroundings) ?? {})) {
    if (!content.includes(from)) {
      throw new Error(`examples/${recipe.name}.yml does not contain ${from}`)
    }
    content = content.replaceAll(from, () => to)
  }
  return content
}

interface LogEntry {
  jobID?: string
  step?: string
  raw_output?: boolean
  msg?: string
}

/** What the last step that printed anything printed. @param log one JSON object per line */
function lastPrinted(log: string): string {
  const printed = log
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as LogEntry)
    .filter(({ raw_output }) => raw_output === true)
  const last = printed.at(-1)
  return printed
    .filter(({ jobID, step }) => jobID === last?.jobID && step === last?.step)
    .map(({ msg = '' }) => msg.trimEnd())
    .join('\n')
}
