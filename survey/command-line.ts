import path from 'node:path'
import { parseArgs } from 'node:util'
import { findProxy } from '../src/inputs/proxy.ts'
import { parseName } from '../src/inputs/names.ts'
import { InvalidValue, parseToken, parseUrl } from '../src/inputs/parsers.ts'
import { isFilePath, readCertificates } from '../src/inputs/pem.ts'
import type { Subject } from './readings.ts'

type Environment = Record<string, string | undefined>

/** What a command line and the environment ask for. */
export interface CommandLine {
  url: URL
  token: string
  caCertificates: string[]
  proxy: URL | undefined
  subject: Subject
  deploy: boolean
  yes: boolean
  warnings: string[]
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

const parsers = {
  help: flag,
  url: text,
  project: text,
  group: text,
  environment: text,
  'ca-certificate': text,
  'allow-http': flag,
  deploy: flag,
  yes: flag
} as const

/** The text of `--help`. */
export const help = `npm run survey -- --url <url> --project <name> --group <name> [options]

Finds out what an Apinizer Manager does, and how that differs from what deploy-api-proxy-group
expects. Without --deploy it only reads. It never undeploys. It prints a table and writes
survey.json, which contains no name, address, message, user or token: attach it to an issue.

  --url <url>                the Manager, such as https://apinizer.example.com
  --project <name>           a project
  --group <name>             an API Proxy Group in it
  --environment <name>       an environment of the project
  --ca-certificate <file>    the certificate of a private CA
  --allow-http               permits plain http to another machine
  --deploy                   deploys the group to the environment, twice
  --yes                      does not ask before it deploys

The token comes from the variable APINIZER_TOKEN, a proxy from https_proxy and no_proxy.
`

/**
 * Reads a command line.
 * @returns undefined if it asks for help
 * @throws Error with one sentence about what cannot be used, which never contains the token
 */
export function parseCommandLine(args: string[], env: Environment): CommandLine | undefined {
  const { values } = parseArgs({ args, options: parsers })
  if (values.help === true) {
    return undefined
  }
  const read = <Value>(name: string, value: string | undefined, parse: (text: string) => Value) => {
    if (value === undefined || value.trim() === '') {
      throw new Error(`${name} is missing.`)
    }
    return explain(name, () => parse(value.trim()))
  }
  const readOptional = (name: string, value: string | undefined) =>
    value === undefined ? undefined : read(name, value, parseName)
  const url = read('--url', values.url, value => parseUrl(value, values['allow-http'] ?? false))
  const certificate = values['ca-certificate']
  const subject = {
    project: read('--project', values.project, parseName),
    group: read('--group', values.group, parseName),
    environment: readOptional('--environment', values.environment)
  }
  if (values.deploy === true && subject.environment === undefined) {
    throw new Error('--deploy needs --environment.')
  }
  return {
    url,
    token: readToken(env['APINIZER_TOKEN']),
    caCertificates:
      certificate === undefined ? [] : read('--ca-certificate', certificate, readCertificateFile),
    ...readProxy(url, env),
    subject,
    deploy: values.deploy ?? false,
    yes: values.yes ?? false
  }
}

/** Makes the sentence of an option of what is wrong with an input of the action. */
function explain<Value>(name: string, parse: () => Value): Value {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof InvalidValue)) {
      throw error
    }
    const message = error.message
      .replace('`allow-http: true`', '--allow-http')
      .replace('`token`', 'the variable APINIZER_TOKEN')
    throw new Error(`${name} ${message}.`, { cause: error })
  }
}

function readToken(token = ''): string {
  if (token.trim() === '') {
    throw new Error(
      'The variable APINIZER_TOKEN is missing. Set it to a Personal API Access Token: ' +
        'user icon, My Profile, Create API Token.'
    )
  }
  try {
    return parseToken(token.trim())
  } catch (error) {
    // What follows is about workflows.
    const [problem = ''] = (error as Error).message.split('. ')
    throw new Error(`APINIZER_TOKEN ${problem}. Set it to the token alone.`, { cause: error })
  }
}

/** As the full path, because advice about relative ones is about workflows. */
function readCertificateFile(value: string): string[] {
  return readCertificates(isFilePath(value) ? path.resolve(value) : value)
}

function readProxy(url: URL, env: Environment): Pick<CommandLine, 'proxy' | 'warnings'> {
  try {
    return findProxy(url, env)
  } catch (error) {
    throw new Error(`The variable ${(error as Error).message}.`, { cause: error })
  }
}
