import { parseArgs } from 'node:util'
import {
  allOptions,
  faults,
  filters,
  sections,
  type CommandLine,
  type Draft,
  type Option
} from './command-line-options.ts'

export type { CommandLine } from './command-line-options.ts'

/** The text of `--help`. */
export function describeOptions(): string {
  const lines = sections.flatMap(([title, options]) => [
    '',
    `${title}:`,
    '',
    ...listOptions(options)
  ])
  return ['npm run simulator -- [options]', ...lines, ''].join('\n')
}

/** Reads a command line. Throws an error that names the option and what it takes. */
export function parseCommandLine(args: string[]): CommandLine {
  const { tokens } = parseArgs({
    args: completeOptions(args),
    tokens: true,
    options: Object.fromEntries(
      Object.entries(allOptions).map(([name, { value }]) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple: true }
      ])
    )
  })
  const draft: Draft = {
    help: false,
    options: { port: 8080 },
    faults: [],
    podChanges: [],
    common: {}
  }
  const seen = new Set<string>()
  for (const token of tokens) {
    if (token.kind !== 'option') {
      continue
    }
    const option = allOptions[token.name]
    if (seen.has(token.name) && option?.repeatable !== true) {
      throw new Error(`--${token.name} is given twice`)
    }
    seen.add(token.name)
    option?.apply(draft, token.value ?? '', `--${token.name}`)
  }
  const { common, ...commandLine } = draft
  if (commandLine.faults.length === 0 && Object.keys(common).length > 0) {
    const filter = Object.keys(filters).find(name => seen.has(name)) ?? ''
    throw new Error(`--${filter} needs one of ${nameOptions(faults)}`)
  }
  const faultsWithFilters = draft.faults.map(fault => ({ times: Infinity, ...fault, ...common }))
  return { ...commandLine, faults: faultsWithFilters }
}

/** Gives the options that may stand alone their value there, which parseArgs knows nothing of. */
function completeOptions(args: string[]): string[] {
  return args.map((arg, index) => {
    const whenAlone = allOptions[arg.replace(/^--/, '')]?.whenAlone
    const next = args[index + 1]
    const standsAlone = next === undefined || next.startsWith('--')
    return whenAlone !== undefined && standsAlone ? `${arg}=${whenAlone}` : arg
  })
}

function listOptions(options: Record<string, Option>): string[] {
  return Object.entries(options).map(([name, { value, help }]) => {
    const usage = value === undefined ? `--${name}` : `--${name} ${value}`
    return usage.length <= 36
      ? `  ${usage.padEnd(36)}  ${help}`
      : `  ${usage}\n${' '.repeat(40)}${help}`
  })
}

function nameOptions(options: Record<string, Option>): string {
  return Object.keys(options)
    .map(name => `--${name}`)
    .join(', ')
}
