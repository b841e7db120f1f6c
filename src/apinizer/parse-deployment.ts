import { getField, getText, isObject } from './json.ts'
import { carriesError, isFailureStatus, joinTexts, readSentence } from './parse-error.ts'
import { replaceName } from './replace-name.ts'

/** What the server reported of one worker pod. */
export interface Pod {
  name: string
  ip: string
  success: boolean
  message: string
  /** Whether it was seen to serve what was deployed; undefined where it was not verified. */
  served?: boolean
  /** Milliseconds. */
  durationMs?: number
}

/** What a response to a deployment or undeployment says. */
export interface DeploymentReport {
  /** `confirmed`: every flag says so. `denied`: a flag or an error says no. `unclear`: anything else. */
  state: 'confirmed' | 'denied' | 'unclear'
  /** The server's own sentences, joined; may be empty. */
  serverMessage: string
  pods: Pod[]
  /** What is missing when it is `unclear`, as a sentence. */
  missing: string
}

/** What is wrong with a success flag; a `gap` is one that is missing or has a value that is not documented. */
type Flag = 'no' | 'gap'

interface DeploymentItem {
  environment: string | undefined
  success: boolean
  /** Empty where there is none. */
  message: string
  /** Undefined where no pod is named. */
  pod: Pod | undefined
}

/**
 * Reads the JSON of a 200 response to a deployment or undeployment, in either edition.
 * @param target the names asked for; the environment's is compared exactly, in Unicode NFC
 */
export function parseDeployment(
  response: Record<string, unknown>,
  target: { group: string; environment: string }
): DeploymentReport {
  const deployment = getField(response, 'deploymentResult')
  const { flags, items } = collect(response, 'response', { flags: [], items: [] })
  const sentences = [readSentence(response), readSentence(deployment)]
  const report = { serverMessage: describeItems(sentences, items), pods: listPods(items) }
  const wanted = target.environment.normalize()
  const isWanted = ({ environment = wanted }: DeploymentItem) => environment === wanted
  const above = sentences.join('. ')
  if (flags.includes('no') || deniesDeployment.test(above)) {
    return { ...report, state: 'denied', missing: '' }
  }
  const missing = [
    (mentionsFailure(above, target) ||
      items.some(({ message }) => deniesDeployment.test(message))) &&
      'The response reports success, but mentions a failure.',
    flags.includes('gap') && 'Not every part of the response says that it succeeded.',
    items.length === 0 && 'The response contains no result for any environment.',
    !items.some(isWanted) && 'The response contains results for other environments only.'
  ].find(sentence => sentence !== false)
  return missing === undefined
    ? { ...report, state: 'confirmed', missing: '' }
    : { ...report, state: 'unclear', missing }
}

/** Where a value stands. Only the response itself, its `deploymentResult` and results contain results. */
type Place = 'response' | 'deploymentResult' | 'item' | 'elsewhere'

interface Contents {
  flags: Flag[]
  items: DeploymentItem[]
}

const itemFields = ['environmentResults', 'detailList', 'firstFromApiResultList']

/** A response that nests deeper is not read completely, so it confirms nothing. */
const maxDepth = 100

/**
 * Collects what is wrong with the success flags of a response, wherever they stand, and every result.
 * @param outer the environment of the result around the value
 */
function collect(
  value: unknown,
  place: Place,
  contents: Contents,
  outer?: string,
  depth = 0
): Contents {
  const { flags, items } = contents
  const names = readEnvironmentNames(value)
  const environment = names[0] ?? outer
  // `deploymentResult` is a result as well when it names an environment.
  const isItem = place === 'item' || (place === 'deploymentResult' && names.length > 0)
  if (isItem) {
    items.push(readItem(value, environment))
  }
  if ((isItem && names.some(name => name !== names[0])) || depth > maxDepth) {
    flags.push('gap')
  }
  flags.push(...readFlags(value, place))
  const isLeaf = typeof value !== 'object' || value === null || depth > maxDepth
  for (const [name, inner] of isLeaf ? [] : Object.entries(value)) {
    if (place !== 'elsewhere' && itemFields.includes(name)) {
      for (const item of listItems(name, inner, flags)) {
        collect(item, 'item', contents, environment, depth + 1)
      }
    } else if (inner !== null) {
      const isDeployment = place === 'response' && name === 'deploymentResult'
      const innerPlace = isDeployment ? 'deploymentResult' : 'elsewhere'
      collect(inner, innerPlace, contents, environment, depth + 1)
    }
  }
  return contents
}

/** The results in a field; a value that is no list leaves a gap. */
function listItems(field: string, value: unknown, flags: Flag[]): unknown[] {
  if (field === 'firstFromApiResultList' && isObject(value)) {
    return [value]
  }
  if (Array.isArray(value)) {
    return value
  }
  if (value !== null) {
    flags.push('gap')
  }
  return []
}

/** The environment names of a result; a name that is not a text is given as one that fits nothing. */
function readEnvironmentNames(value: unknown): string[] {
  return ['environmentName', 'envName']
    .map(name => getField(value, name) ?? '')
    .filter(name => name !== '')
    .map(name => (typeof name === 'string' ? name.normalize() : '\0'))
}

/** What is wrong with the success flags of a value; `null` is no flag. */
function readFlags(value: unknown, place: Place): Flag[] {
  const success = getField(value, 'success') ?? undefined
  const status = getField(value, 'status') ?? undefined
  const isKnown = place !== 'elsewhere'
  if (success === false || isFailureStatus(status) || (isKnown && carriesError(value))) {
    return ['no']
  }
  // The first edition has `success` at the top, the current one `status`.
  const flag = place === 'response' ? (success ?? status) : success
  const isMissing = isKnown && flag === undefined
  const isOdd = (success ?? true) !== true || (isKnown && (status ?? 'SUCCESS') !== 'SUCCESS')
  return isMissing || isOdd ? ['gap'] : []
}

function readItem(value: unknown, environment: string | undefined): DeploymentItem {
  const message = joinTexts([getText(value, 'message'), getText(value, 'detail')])
  const success = getField(value, 'success') === true
  const name = getText(value, 'podName') ?? ''
  const ip = getText(value, 'podIp') ?? ''
  const responseTime = getField(value, 'responseTime')
  const isTime = typeof responseTime === 'number' && Number.isFinite(responseTime)
  const pod = { name, ip, success, message, ...(isTime && { durationMs: responseTime }) }
  return { environment, message, success, pod: name || ip ? pod : undefined }
}

/** The pods of all results, each once, because `firstFromApiResultList` repeats one. */
function listPods(items: readonly DeploymentItem[]): Pod[] {
  const pods = items.flatMap(({ pod }) => pod ?? [])
  return [...new Map(pods.map(pod => [Object.values(pod).join('\n'), pod])).values()]
}

/** What the Manager says beside `SUCCESS` when a worker cannot be reached: "... but deployment failed: ...". */
const deniesDeployment =
  /\b(un)?deploy(ment|ed)?\s+(has\s+)?failed\b|\bfailed\s+to\s+(un)?deploy\b/i

/**
 * Whether sentences mention a failure, whatever it is of. The names asked for may contain such a word, and
 * "no errors" is none. A count of zero is not understood: it can be the number of a worker pod that failed.
 */
function mentionsFailure(
  sentences: string,
  { group, environment }: { group: string; environment: string }
): boolean {
  if (!mentions.test(sentences)) {
    return false
  }
  // A name of a single word stays: it contains no such word, or is one.
  const plain = [group, environment]
    .filter(name => /\W/.test(name))
    .reduce((text, name) => replaceName(text, name, ' '), sentences)
    .replace(/\b(no|without( any)?) (errors?|failures?)\b/gi, '')
  return mentions.test(plain)
}

const mentions =
  /\b(fail(s|ed|ures?)?|errors?|(un|not )successful(ly)?|unable|could not|cannot|refused|rejected|timed out)\b/i

/**
 * What the failed results say, after the sentences above them; if none failed, what the results say, else those.
 */
function describeItems(above: readonly string[], items: readonly DeploymentItem[]): string {
  const failures = items
    .filter(({ success }) => !success)
    .map(({ pod, message }) =>
      pod === undefined ? message : `${pod.name || pod.ip}: ${message || 'failed'}`
    )
  if (failures.length > 0) {
    return joinTexts([...above, ...failures])
  }
  const successes = items.filter(({ pod }) => pod === undefined).map(({ message }) => message)
  return joinTexts(successes) || joinTexts(above)
}
