/**
 * What GitHub's published description says of the four calls that `github.ts` plays. The compiler compares
 * these tables with it: a field too few, too many, or of another kind does not compile.
 */
import type { components, paths } from '@octokit/openapi-types'

type Deployments = paths['/repos/{owner}/{repo}/deployments']
type Statuses = paths['/repos/{owner}/{repo}/deployments/{deployment_id}/statuses']
type Path<Call extends { parameters: { path: object } }> = Call['parameters']['path']
type Query<Call extends { parameters: { query?: object } }> = NonNullable<
  Call['parameters']['query']
>
type JsonBody<Call extends { requestBody: { content: { 'application/json': object } } }> =
  Call['requestBody']['content']['application/json']

export type DeploymentBody = JsonBody<Deployments['post']>
export type StatusBody = JsonBody<Statuses['post']>
export type Deployment = components['schemas']['deployment']
export type Status = components['schemas']['deployment-status']

const kinds = {
  string: (value: unknown) => typeof value === 'string',
  boolean: (value: unknown) => typeof value === 'boolean',
  /** Only in parameters, which arrive as text. */
  integer: (value: unknown) => /^\d+$/.test(String(value)),
  'string,null': (value: unknown) => typeof value === 'string' || value === null,
  strings: (value: unknown) => Array.isArray(value) && value.every(one => typeof one === 'string'),
  'object,string': (value: unknown) =>
    typeof value === 'string' || Object.getPrototypeOf(value) === Object.prototype
}

/** The one kind that fits a described type; where it lists its values, a record of all of them. */
type KindOf<Value> = [Value] extends [boolean]
  ? 'boolean'
  : [Value] extends [number]
    ? 'integer'
    : [Value] extends [string]
      ? string extends Value
        ? 'string'
        : Record<Value, true>
      : [Value] extends [string | null]
        ? 'string,null'
        : [Value] extends [string[]]
          ? 'strings'
          : [Value] extends [string | Record<string, unknown>]
            ? 'object,string'
            : never

type OptionalNames<Fields> = {
  [Name in keyof Fields]-?: undefined extends Fields[Name] ? Name : never
}[keyof Fields]

type Description<Fields> = {
  required: { [Name in Exclude<keyof Fields, OptionalNames<Fields>>]: KindOf<Fields[Name]> }
  optional: {
    [Name in OptionalNames<Fields>]-?: KindOf<Exclude<Fields[Name], undefined>>
  }
}

/** A description of any fields, as `checkFields` reads it. */
export interface Described {
  required: Record<string, keyof typeof kinds | Record<string, true>>
  optional: Record<string, keyof typeof kinds | Record<string, true>>
}

const pages = { per_page: 'integer', page: 'integer' } as const
const repository = { owner: 'string', repo: 'string' } as const
const deployment = { ...repository, deployment_id: 'integer' } as const

export const listDeploymentsParameters: Description<
  Path<Deployments['get']> & Query<Deployments['get']>
> = {
  required: repository,
  optional: {
    ...pages,
    sha: 'string',
    ref: 'string',
    task: 'string',
    environment: 'string,null'
  }
}

export const createDeploymentParameters: Description<Path<Deployments['post']>> = {
  required: repository,
  optional: {}
}

export const createDeploymentBody: Description<DeploymentBody> = {
  required: { ref: 'string' },
  optional: {
    task: 'string',
    auto_merge: 'boolean',
    required_contexts: 'strings',
    payload: 'object,string',
    environment: 'string',
    description: 'string,null',
    transient_environment: 'boolean',
    production_environment: 'boolean'
  }
}

export const listStatusesParameters: Description<Path<Statuses['get']> & Query<Statuses['get']>> = {
  required: deployment,
  optional: pages
}

export const createStatusParameters: Description<Path<Statuses['post']>> = {
  required: deployment,
  optional: {}
}

export const createStatusBody: Description<StatusBody> = {
  required: {
    state: {
      error: true,
      failure: true,
      inactive: true,
      in_progress: true,
      queued: true,
      pending: true,
      success: true
    }
  },
  optional: {
    target_url: 'string',
    log_url: 'string',
    description: 'string',
    environment: 'string',
    environment_url: 'string',
    auto_inactive: 'boolean'
  }
}

/**
 * @param part what the fields are of, for the texts
 * @returns what departs from the description, one phrase each
 */
export function checkFields(part: string, described: Described, value: unknown): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [`${part} must be object`]
  }
  const { required, optional } = described
  const missing = Object.keys(required).filter(name => !Object.hasOwn(value, name))
  return [
    ...missing.map(name => `${part} must have required property '${name}'`),
    ...Object.entries(value).flatMap(([name, field]) => {
      const kind = { ...required, ...optional }[name]
      return kind === undefined
        ? [`${part} must NOT have additional properties {"additionalProperty":"${name}"}`]
        : checkField(`${part}/${name}`, kind, field)
    })
  ]
}

function checkField(where: string, kind: Described['required'][string], value: unknown): string[] {
  if (typeof kind === 'object') {
    const isListed = typeof value === 'string' && Object.hasOwn(kind, value)
    return isListed ? [] : [`${where} must be equal to one of the allowed values`]
  }
  return kinds[kind](value) ? [] : [`${where} must be ${kind}`]
}

/** The limits of a status that its types do not tell. An unset address is an empty string. */
export function checkStatus({ description, ...status }: Status): string[] {
  const tooLong = 'answer/description must NOT have more than 140 characters'
  const addresses = (['target_url', 'environment_url', 'log_url'] as const).filter(name => {
    const address = status[name] ?? ''
    return address !== '' && !URL.canParse(address)
  })
  return [
    ...(description.length > 140 ? [tooLong] : []),
    ...addresses.map(name => `answer/${name} must match format "uri"`)
  ]
}
