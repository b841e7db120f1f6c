import { InvalidValue, quote, splitLines } from './parsers.ts'

/** Set by the action itself, or by HTTP: another value could break a request or send it elsewhere. */
const reserved = new RegExp(
  '^(authorization|host|accept|accept-encoding|cache-control|user-agent|content-.*|connection|te|' +
    'transfer-encoding|keep-alive|trailer|upgrade|expect|proxy-.*|http2-settings)$',
  'i'
)

/**
 * Parses extra request headers: one `Name: value` per line.
 * @returns values by name, as given; empty without any
 * @throws InvalidValue when a line is not a header, or sets one that this action sets itself
 */
export function parseHeaders(text: string): Record<string, string> {
  const headers = new Map<string, string>()
  for (const [index, line] of splitLines(text).entries()) {
    const { name, value } = splitHeader(line)
    // The line itself may be a secret, so it is never quoted.
    const place = `line ${index + 1}`
    if (name === undefined || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      throw new InvalidValue(`contains no header in ${place}. Write one \`Name: value\` per line`)
    }
    if (reserved.test(name)) {
      throw new InvalidValue(`sets ${quote(name)} in ${place}, which cannot be changed. Remove it`)
    }
    if (value === '' || !/^[\t\x20-\x7e\x80-\xff]+$/.test(value)) {
      throw new InvalidValue(
        `has a value for ${quote(name)} in ${place} that is empty or contains characters that no ` +
          'HTTP header can carry'
      )
    }
    if ([...headers.keys()].some(other => other.toLowerCase() === name.toLowerCase())) {
      throw new InvalidValue(`sets ${quote(name)} more than once. Give each header once`)
    }
    headers.set(name, value)
  }
  return Object.fromEntries(headers)
}

/**
 * What may be secret in the lines, valid or not: each value with its header, and of one such as `Basic abc` the part
 * behind the scheme, which a server may send back alone.
 */
export function listHeaderSecrets(text: string): { name: string | undefined; value: string }[] {
  const headers = splitLines(text).map(splitHeader)
  const credentials = headers.flatMap(({ name, value }) => {
    const [, credential] = /^[A-Za-z]+ +(\S{8,})$/.exec(value) ?? []
    return credential === undefined ? [] : [{ name, value: credential }]
  })
  return [...headers, ...credentials]
}

function splitHeader(line: string): { name: string | undefined; value: string } {
  const colon = line.indexOf(':')
  return colon === -1
    ? { name: undefined, value: line }
    : { name: line.slice(0, colon).trimEnd(), value: line.slice(colon + 1).trim() }
}
