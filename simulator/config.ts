import type { Environment, Group, Project, World } from './types.ts'
import { createEnvironment, createGroup, createTokens } from './world.ts'

type JsonObject = Record<string, unknown>

/**
 * A world from the text of a JSON file, as in `world.example.json`, with the demo tokens. What is
 * left out is made up. Throws an error that names the place and what is expected there.
 */
export function parseWorld(json: string): World {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (problem) {
    throw new Error(`The file is not JSON: ${(problem as Error).message}`, { cause: problem })
  }
  const { projects } = readFields(value, 'The file', ['projects'])
  const entries = Object.entries(readObject(projects, 'projects'))
  if (entries.length === 0) {
    throw new Error('projects: expected at least one project')
  }
  return {
    tokens: createTokens(),
    projects: Object.fromEntries(
      entries.map(([name, project]) => [name, readProject(project, `projects.${name}`)])
    )
  }
}

function readProject(value: unknown, path: string): Project {
  const { environments, groups } = readFields(value, path, ['environments', 'groups'])
  const named = readMap(environments, `${path}.environments`)
  const project: Project = { environments: {}, groups: {} }
  named.forEach(([name, entry], index) => {
    const place = `${path}.environments.${name}`
    project.environments[name] = readEnvironment(entry, place, createEnvironment(name, index))
  })
  for (const [name, entry] of readMap(groups, `${path}.groups`)) {
    const place = `${path}.groups.${name}`
    project.groups[name] = readGroup(entry, place, name, Object.keys(project.environments))
  }
  return project
}

function readEnvironment(value: unknown, path: string, defaults: Environment): Environment {
  const { accessUrl, pods } = readFields(value, path, ['accessUrl', 'pods'])
  const subnet = defaults.pods[0]?.ip.replace(/\d+$/, '') ?? ''
  const names = readList(pods ?? [], `${path}.pods`)
  const given = names.map((name, index) => ({ name, ip: `${subnet}${11 + index}` }))
  return {
    ...defaults,
    ...(accessUrl !== undefined && { accessUrl: readText(accessUrl, `${path}.accessUrl`) }),
    ...(pods !== undefined && { pods: given })
  }
}

function readGroup(value: unknown, path: string, name: string, environments: string[]): Group {
  const given = Array.isArray(value) ? { proxies: value as unknown } : value
  const { proxies, deployed } = readFields(given, path, ['proxies', 'deployed'])
  const live = readList(deployed ?? [], `${path}.deployed`)
  const unknown = live.find(environment => !environments.includes(environment))
  if (unknown !== undefined) {
    throw new Error(`${path}.deployed: the project has no environment ${unknown}`)
  }
  return {
    ...createGroup(readList(proxies ?? [`${name}-api`], `${path}.proxies`)),
    revision: live.length,
    deployed: Object.fromEntries(
      live.map(environment => [environment, { at: Date.now(), redeployRequired: false }])
    )
  }
}

/** The entries of an object with one entry per name; a list of names alone will do. */
function readMap(value: unknown = {}, path: string): [name: string, entry: unknown][] {
  return Array.isArray(value)
    ? readList(value, path).map(name => [name, {}])
    : Object.entries(readObject(value, path))
}

/** An object that has no other fields than these. */
function readFields<Name extends string>(
  value: unknown,
  path: string,
  names: Name[]
): Partial<Record<Name, unknown>> {
  const read = readObject(value, path)
  const unknown = Object.keys(read).find(name => !names.some(known => known === name))
  if (unknown !== undefined) {
    throw new Error(`${path}: ${unknown} is unknown; expected one of ${names.join(', ')}`)
  }
  return read as Partial<Record<Name, unknown>>
}

function readObject(value: unknown, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${path}: expected an object`)
  }
  return value as JsonObject
}

function readList(value: unknown, path: string): string[] {
  if (!Array.isArray(value)) {
    throw new Error(`${path}: expected a list`)
  }
  return value.map((entry, index) => readText(entry, `${path}[${index}]`))
}

function readText(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') {
    throw new Error(`${path}: expected a text`)
  }
  return value
}
