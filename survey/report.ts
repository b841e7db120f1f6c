import { parseBody } from '../src/apinizer/parse-error.ts'
import type { Deployment, State } from './deployments.ts'
import type { Reading, Subject } from './readings.ts'
import type { Exchange } from './recorder.ts'
import type { Row } from './rows.ts'
import { createShaper, describeHeaders, type Shaper } from './shapes.ts'
import { describeListing } from './words.ts'

/** Sections of the table, by their heading. */
export type Sections = Record<string, readonly Row[]>

/**
 * Writes what may be attached to an issue: shapes, statuses, names of headers, times.
 * @returns JSON that contains nothing that a server or the user said
 */
export function writeReport(
  sections: Sections,
  readings: Record<string, Reading<unknown>>,
  deployments: readonly Deployment[],
  subject: Subject
): string {
  const roles = new Map(Object.entries(subject).filter(isText))
  for (const [index, { description }] of deployments.entries()) {
    if (description !== undefined) {
      roles.set(`description ${index + 1}`, description)
    }
  }
  const shape = createShaper(roles)
  const describeState = ({ groupEnvironments, routeHealth }: State) => ({
    groupEnvironments: describeReading(groupEnvironments, shape),
    routeHealth: routeHealth.map(one => describeReading(one, shape))
  })
  const report = {
    about: 'npm run survey of deploy-api-proxy-group: shapes of responses, without their values',
    node: process.versions.node,
    system: process.platform,
    sections,
    calls: Object.fromEntries(
      Object.entries(readings).map(([name, reading]) => [name, describeReading(reading, shape)])
    ),
    deployments: deployments.map(({ response, history, before, after }) => ({
      before: describeState(before),
      response: describeReading(response, shape),
      history: describeReading(history, shape),
      after: describeState(after)
    }))
  }
  return `${JSON.stringify(report, undefined, 2)}\n`
}

function isText(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined
}

function describeReading({ result, exchanges }: Reading<unknown>, shape: Shaper) {
  const isAccepted = result?.ok === true
  return {
    action: isAccepted ? 'accepted' : (describeListing(result) ?? 'not asked'),
    exchanges: exchanges.map(exchange => describeExchange(exchange, shape))
  }
}

function describeExchange({ method, result, httpVersion, ms }: Exchange, shape: Shaper) {
  if (result.kind !== 'complete') {
    const { kind, sent, httpStatus, tlsProblem } = result
    return { method, ms, failure: kind, sent, httpStatus, tlsProblem }
  }
  const { status, headers, body } = result
  const json = parseBody(result)
  return {
    method,
    ms,
    status,
    httpVersion,
    headers: describeHeaders(headers),
    bytes: Buffer.byteLength(body),
    body: json === undefined ? describeText(body) : shape(json)
  }
}

function describeText(body: string): string {
  if (body.trim() === '') {
    return 'empty'
  }
  return /^\s*</.test(body) ? 'a page' : 'text that is not JSON'
}
