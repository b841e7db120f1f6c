/** A text that an input cannot take. The message follows the input’s name and has no full stop. */
export class InvalidValue extends Error {}

const maxDurationMs = 24 * 60 * 60 * 1000
const maxQuotedLength = 100

/** A value in backticks for a message, shortened when it is long. */
export function quote(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ')
  const isLong = line.length > maxQuotedLength
  return `\`${line.slice(0, maxQuotedLength).toWellFormed()}${isLong ? '…' : ''}\``
}

/** What is often given in place of a value, and what to say of it. */
export interface Mistake {
  pattern: RegExp
  problem: string
}

/** What to say of the first mistake that a text has. */
export function findProblem(text: string, mistakes: readonly Mistake[]): string | undefined {
  return mistakes.find(({ pattern }) => pattern.test(text))?.problem
}

/** The lines of a text, without space around them and without empty ones. */
export function splitLines(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map(line => line.trim())
    .filter(line => line !== '')
}

/**
 * Makes a parser refuse an empty text with the usual cause of one.
 * @param parse the parser for a text that is not empty
 */
export function required<Value>(parse: (text: string) => Value): (text: string) => Value {
  return text => {
    if (text === '') {
      throw new InvalidValue(
        'is required, and is empty. A secret or variable that does not exist, or that this job ' +
          'cannot see, arrives empty as well'
      )
    }
    return parse(text)
  }
}

/**
 * Makes a parser give undefined for an empty text.
 * @param parse the parser for a text that is not empty
 */
export function optional<Value>(
  parse: (text: string) => Value
): (text: string) => Value | undefined {
  return text => (text === '' ? undefined : parse(text))
}

/** Whether a URL’s host name is a name or an address of this very machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

const urlExample = 'Use the address of the Apinizer Manager, such as `https://apinizer.example.com`'

/**
 * Parses the Manager’s URL.
 * @param text the URL, with or without a path prefix, a trailing `/` or `/apiops`
 * @param allowHttp whether plain http to another machine is permitted
 * @returns the URL without trailing `/` and `/apiops`
 * @throws InvalidValue when requests cannot or must not go there
 */
export function parseUrl(text: string, allowHttp: boolean): URL {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) {
    throw new InvalidValue(`must be a complete http or https URL. ${urlExample}`)
  }
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') {
    throw new InvalidValue('must not contain credentials. Put the token into `token`')
  }
  if (/[?#]/.test(text)) {
    throw new InvalidValue(
      `must not have a query (\`?\`) or a fragment (\`#\`): that is a page’s address. ${urlExample}`
    )
  }
  const call = /\/*\/apiops\/+projects(?:\/|$)/i.exec(url.pathname)
  if (call !== null) {
    throw new InvalidValue(
      'is the address of an API call. Use only the part before `/apiops`: ' +
        quote(url.origin + url.pathname.slice(0, call.index))
    )
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowHttp) {
    throw new InvalidValue(
      'is plain http, which would send the token unencrypted. Use https, ' +
        'or set `allow-http: true` if the token may be read on this network'
    )
  }
  url.pathname = url.pathname.replace(/\/*(?:\/apiops)?\/*$/, '')
  return url
}

const tokenMistakes: Mistake[] = [
  {
    pattern: /^\*+$/,
    problem:
      'is `***`, which is how a log shows a secret, not the token itself. ' +
      'Use `${{ secrets.NAME }}`'
  },
  {
    pattern: /\$\{\{/,
    problem:
      'contains `${{`, an expression that was not evaluated. ' +
      'Use `${{ secrets.NAME }}` in the workflow, not in a secret or a file'
  },
  {
    pattern: /^(?:\$\w+|\$\{\w+\}|%\w+%|\$env:\w+)$/i,
    problem:
      'is the name of a shell variable, which is not expanded in `with:`. ' +
      'Use `${{ secrets.NAME }}` or `${{ env.NAME }}`'
  },
  {
    pattern: /^(["'`])[^]*\1$|^[“‘][^]*[”’]$/,
    problem: 'is in quotes. Remove them: the token itself contains none'
  },
  {
    pattern: /^(?:authorization\s*:|bearer(?:[\s:]|$))/i,
    problem: 'starts with `Bearer`. Use the token alone: the action adds `Bearer` itself'
  },
  {
    pattern: /\s/,
    problem: 'contains white space or a line break. Copy the token again, without any'
  },
  {
    pattern: /[^\x21-\x7e\xa1-\xff]/,
    problem:
      'contains a character that no HTTP header can carry. Copy the token again, and nothing else'
  }
]

/**
 * Parses a token for the Authorization header.
 * @throws InvalidValue that says what is wrong with it, never the token
 */
export function parseToken(text: string): string {
  const problem = findProblem(text, tokenMistakes)
  if (problem !== undefined) {
    throw new InvalidValue(problem)
  }
  return text
}

/**
 * Parses one of several words.
 * @throws InvalidValue that lists them
 */
export function parseChoice<Choice extends string>(
  text: string,
  choices: readonly Choice[]
): Choice {
  const chosen = choices.find(choice => choice === text)
  if (chosen === undefined) {
    const list = choices.map(choice => `\`${choice}\``).join(', ')
    throw new InvalidValue(`must be one of ${list}, not ${quote(text)}`)
  }
  return chosen
}

/**
 * Parses a boolean in the spellings that `core.getBooleanInput` takes.
 * @throws InvalidValue for any other
 */
export function parseBoolean(text: string): boolean {
  if (!/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) {
    throw new InvalidValue(`must be \`true\` or \`false\`, not ${quote(text)}`)
  }
  return text.toLowerCase() === 'true'
}

const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 }

/**
 * Parses a duration: `90s`, `10m`, `1h`, or a bare number of seconds, up to a day.
 * @param least 0 where zero is accepted
 * @returns milliseconds
 * @throws InvalidValue for anything else
 */
export function parseDuration(text: string, least: 0 | 1 = 1): number {
  const [, amount = '', unit = 's'] = /^(\d+)\s*([smh])?$/.exec(text) ?? []
  const ms = amount === '' ? NaN : Number(amount) * (unitMs[unit] ?? NaN)
  if (!(ms >= least && ms <= maxDurationMs)) {
    const range = least === 0 ? 'at most `24h`, or `0` to try once' : 'above zero, at most `24h`'
    throw new InvalidValue(
      'must be a duration such as `90s`, `10m` or `1h` (a bare number is seconds), ' +
        `${range}, not ${quote(text)}`
    )
  }
  return ms
}

/**
 * Parses a whole number within limits.
 * @throws InvalidValue that names the limits
 */
export function parseCount(text: string, min: number, max: number): number {
  if (!/^\d+$/.test(text) || Number(text) < min || Number(text) > max) {
    throw new InvalidValue(`must be a whole number from ${min} to ${max}, not ${quote(text)}`)
  }
  return Number(text)
}
