import { styleText } from 'node:util'
import { parseLog } from '../tools/runner-commands.ts'
import type { Played } from './play.ts'
import { commonInputs, type Scene } from './scenes.ts'

/** How text is printed on a screen, or into a file. */
export interface Look {
  colours: boolean
  width: number
}

type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow'

const margin = '  '

/** The look that standard output asks for: colours on a terminal only, and never with NO_COLOR. */
export function chooseLook(
  stream: { isTTY?: boolean; columns?: number },
  env: NodeJS.ProcessEnv
): Look {
  return {
    colours: stream.isTTY === true && !env['NO_COLOR'],
    width: Math.max(60, Math.min(stream.columns || 100, 110))
  }
}

/** What a scene is about. */
export function renderScene(scene: Scene, place: string, look: Look): string {
  return `\n${paint('bold', `${place}  ${scene.title}`, look)}\n${wrap(scene.shows, '', look)}\n`
}

/** A take as a person sees it on GitHub: inputs, log, outputs, exit code. */
export function renderTake(
  { take, step, outputs, requests, problems }: Played,
  look: Look
): string {
  return [
    ...renderSection('with', [wrap(renderInputs(take.inputs), margin, look)], look),
    ...renderSection('log', renderLog(step.log, look), look),
    ...renderSection('outputs', renderOutputs(outputs, look), look),
    ...renderSection('requests', [margin + countNames(requests.map(({ call }) => call))], look),
    renderVerdict(step.exitCode, problems, look),
    ''
  ].join('\n')
}

function renderSection(name: string, lines: string[], look: Look): string[] {
  return [paint('dim', name, look), ...lines]
}

function renderVerdict(exitCode: number | null, problems: string[], look: Look): string {
  const code = `exit code ${exitCode}`
  if (problems.length === 0) {
    return paint('green', `${code}, as expected`, look)
  }
  return paint('red', `${code}, and NOT as expected: ${problems.join('; ')}`, look)
}

function renderInputs(inputs: Record<string, string>): string {
  const { group, environment } = commonInputs
  return Object.entries({ group, environment, ...inputs })
    .map(([name, value]) => `${name}: ${renderInput(name, value)}`)
    .join(' · ')
}

function renderInput(name: string, value: string): string {
  if (name === 'token') {
    return 'an expired one'
  }
  return value.startsWith('-----') ? 'the CA’s certificate' : value.split('\n').join(', ')
}

/**
 * The workflow log as GitHub's page shows it, groups unfolded.
 * @param log what the step printed, commands included
 */
export function renderLog(log: string, look: Look): string[] {
  let indent = margin
  return parseLog(log).flatMap(({ line, command }) => {
    switch (command?.name) {
      case undefined:
        return [wrap(line, indent, look)]
      case 'add-mask':
        return []
      case 'group':
        indent = margin.repeat(2)
        return [wrap(`▸ ${command.data}`, margin, look)]
      case 'endgroup':
        indent = margin
        return []
      case 'error':
        return renderAnnotation('Error', 'red', command, look)
      case 'warning':
        return renderAnnotation('Warning', 'yellow', command, look)
      default:
        return [paint('red', `${margin}The runner was given a command: ${line}`, look)]
    }
  })
}

function renderAnnotation(
  kind: string,
  colour: Colour,
  { properties, data }: { properties: Record<string, string>; data: string },
  look: Look
): string[] {
  const title = properties['title'] === undefined ? '' : ` ${properties['title']}`
  return [margin + paint(colour, `${kind}:${title}`, look), wrap(data, margin.repeat(2), look)]
}

/** The outputs, one per line; an object of `environment-results` has a line of its own. */
export function renderOutputs(outputs: Record<string, string>, look: Look): string[] {
  const given = Object.entries(outputs).filter(([, value]) => value !== '')
  const empty = Object.keys(outputs).filter(name => outputs[name] === '')
  const longest = Math.max(...given.map(([name]) => name.length))
  const lines = given.flatMap(([name, value]) => {
    const [first = '', ...more] = name === 'environment-results' ? renderResults(value) : [value]
    return [
      `${name.padEnd(longest)}  ${first}`,
      ...more.map(line => `${' '.repeat(longest)}  ${line}`)
    ]
  })
  if (empty.length > 0) {
    lines.push(`${empty.join(', ')}: empty`)
  }
  return lines.map(line => cut(margin + line, look.width))
}

interface ShownResult {
  environmentName: string
  group: string
  status: string
  reason: string
  httpStatus?: number
  revision?: number
  pods?: { success: boolean }[]
}

function renderResults(json: string): string[] {
  return (JSON.parse(json) as ShownResult[]).map(
    ({ environmentName, group, status, reason, httpStatus, revision, pods = [] }) =>
      [
        `${environmentName} / ${group}: ${status}`,
        ...(reason === status ? [] : [reason]),
        ...(httpStatus === undefined ? [] : [`HTTP ${httpStatus}`]),
        ...(revision === undefined ? [] : [`revision ${revision}`]),
        ...(pods.length === 0
          ? []
          : [`${pods.filter(pod => pod.success).length} of ${pods.length} pods`])
      ].join(', ')
  )
}

function countNames(names: string[]): string {
  const counts = [...new Set(names)].map(
    name => `${names.filter(one => one === name).length} × ${name}`
  )
  return counts.join(', ') || 'nothing'
}

function wrap(text: string, indent: string, { width }: Look): string {
  const own = /^ */.exec(text)?.[0] ?? ''
  const lines = ['']
  for (const word of text.trim().split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && indent.length + own.length + last.length + word.length >= width) {
      lines.push(word)
    } else {
      lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
    }
  }
  return lines.map(line => indent + own + line).join('\n')
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`
}

function paint(colour: Colour, text: string, { colours }: Look): string {
  return colours ? styleText(colour, text, { validateStream: false }) : text
}
