import type { Environment, Group, Pod, Project, Token, World } from './types.ts'
import { createEnvironment, createGroup, createTokens, fullPermissions } from './world.ts'

/** Reads one value of a configuration; `path` is where it stands, for the error. */
type Reader<T> = (value: unknown, path: string) => T

type JsonObject = Record<string, unknown>

const environmentTypes = ['PRODUCTION', 'SANDBOX', 'TEST', 'KUBERNETES'] as const
const environmentStatuses = ['UNPUBLISHED', 'PUBLISHED', 'REPUBLISH_REQUIRED'] as const

const podFields = {
  name: readText,
  ip: readText,
  failing: readText,
  staleMs: readWholeNumber,
  unreachable: readText,
  unresponsive: readFlag,
  keepsServing: readFlag
}
const tokenFields = {
  user: readText,
  expired: readFlag,
  permissions: listOf(readText),
  projects: listOf(readText),
  environments: listOf(readText)
}
const environmentFields = {
  type: oneOf(environmentTypes),
  accessUrl: readText,
  status: oneOf(environmentStatuses),
  pods: listOf(readPod)
}
const groupFields = {
  description: readText,
  proxies: listOf(readText),
  deployed: listOf(readText)
}
const projectFields = { description: readText, environments: readMap, groups: readMap }
const worldFields = { tokens: recordOf(readToken), projects: recordOf(readProject) }

/**
 * A world from the text of a JSON file, as in `world.example.json`. What is left out is made up;
 * without `tokens` there are the demo tokens. Throws an error that names the place and what is
 * expected there.
 */
export function parseWorld(json: string): World {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (problem) {
    throw new Error(`The file is not JSON: ${(problem as Error).message}`, { cause: problem })
  }
  const { tokens = createTokens(), projects } = readFields(worldFields)(value, '')
  if (projects === undefined || Object.keys(projects).length === 0) {
    throw new Error('projects: at least one project is required')
  }
  return { tokens, projects }
}

function readToken(value: unknown, path: string): Token {
  return { user: 'admin', permissions: fullPermissions, ...readFields(tokenFields)(value, path) }
}

function readProject(value: unknown, path: string): Project {
  const { description, environments = [], groups = [] } = readFields(projectFields)(value, path)
  const names = namesIn(environments, `${path}.environments`)
  const project: Project = {
    ...(description !== undefined && { description }),
    environments: Object.fromEntries(
      names.map((name, index) => {
        const place = `${path}.environments.${name}`
        return [name, readEnvironment(name, index, entryOf(environments, name), place)]
      })
    ),
    groups: Object.fromEntries(
      namesIn(groups, `${path}.groups`).map(name => {
        return [name, readGroup(name, entryOf(groups, name), `${path}.groups.${name}`, names)]
      })
    )
  }
  return project
}

function readEnvironment(name: string, index: number, value: unknown, path: string): Environment {
  const defaults = createEnvironment(name, index)
  const { pods, ...fields } = readFields(environmentFields)(value ?? {}, path)
  const named = pods?.map((pod, position) => ({
    ip: `10.0.${index % 256}.${11 + position}`,
    ...pod
  }))
  return { ...defaults, ...fields, ...(named && { pods: named }) }
}

function readPod(value: unknown, path: string): Omit<Pod, 'ip'> & Partial<Pod> {
  const { name, ...pod } = readFields(podFields)(
    typeof value === 'string' ? { name: value } : value,
    path
  )
  if (name === undefined) {
    throw new Error(`${path}.name: expected a text`)
  }
  return { name, ...pod }
}

function readGroup(name: string, value: unknown, path: string, environments: string[]): Group {
  const given = Array.isArray(value) ? { proxies: value as unknown[] } : (value ?? {})
  const {
    proxies = [`${name}-api`],
    deployed = [],
    description
  } = readFields(groupFields)(given, path)
  const unknown = deployed.find(environment => !environments.includes(environment))
  if (unknown !== undefined) {
    throw new Error(`${path}.deployed: the project has no environment ${unknown}`)
  }
  const live = { at: Date.now(), redeployRequired: false }
  return {
    ...createGroup(proxies),
    ...(description !== undefined && { description }),
    revision: deployed.length,
    deployed: Object.fromEntries(deployed.map(environment => [environment, live]))
  }
}

/** A list of names, or an object with one entry per name. */
function readMap(value: unknown, path: string): string[] | JsonObject {
  return Array.isArray(value) ? listOf(readText)(value, path) : readObject(value, path)
}

function namesIn(map: string[] | JsonObject, path: string): string[] {
  const names = Array.isArray(map) ? map : Object.keys(map)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new Error(`${path}: ${twice} is listed twice`)
  }
  return names
}

function entryOf(map: string[] | JsonObject, name: string): unknown {
  return Array.isArray(map) ? undefined : map[name]
}

function readFields<T extends Record<string, Reader<unknown>>>(
  readers: T
): Reader<{ [K in keyof T]?: ReturnType<T[K]> }> {
  return (value, path) => {
    const prefix = path === '' ? '' : `${path}.`
    const entries = Object.entries(readObject(value, path)).map(([name, field]) => {
      const reader = Object.hasOwn(readers, name) ? readers[name] : undefined
      if (reader === undefined) {
        const known = Object.keys(readers).join(', ')
        throw new Error(`${prefix}${name}: unknown; expected one of ${known}`)
      }
      return [name, reader(field, `${prefix}${name}`)]
    })
    return Object.fromEntries(entries) as { [K in keyof T]?: ReturnType<T[K]> }
  }
}

function recordOf<T>(reader: Reader<T>): Reader<Record<string, T>> {
  return (value, path) => {
    const entries = Object.entries(readObject(value, path))
    return Object.fromEntries(
      entries.map(([name, entry]) => [name, reader(entry, `${path}.${name}`)])
    )
  }
}

function listOf<T>(reader: Reader<T>): Reader<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) {
      throw new Error(`${path}: expected a list`)
    }
    return value.map((entry, index) => reader(entry, `${path}[${index}]`))
  }
}

function oneOf<T extends string>(values: readonly T[]): Reader<T> {
  return (value, path) => {
    const found = values.find(one => one === value)
    if (found === undefined) {
      throw new Error(`${path}: expected one of ${values.join(', ')}`)
    }
    return found
  }
}

function readObject(value: unknown, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${path === '' ? 'The file' : path}: expected an object`)
  }
  return value as JsonObject
}

function readText(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') {
    throw new Error(`${path}: expected a text`)
  }
  return value
}

function readFlag(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') {
    throw new Error(`${path}: expected true or false`)
  }
  return value
}

function readWholeNumber(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new Error(`${path}: expected a whole number`)
  }
  return value
}
