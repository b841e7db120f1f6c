import path from 'node:path'
import { styleText } from 'node:util'
import { parseLog } from '../tools/runner-commands.ts'
import { wrap } from '../tools/wrap.ts'
import type { Played } from './play.ts'
import { commonInputs, type Scene } from './scenes.ts'

const width = 100
const margin = '  '

/** What a scene is about. */
export function renderScene(scene: Scene, place: string): string {
  return `\n${styleText('bold', `${place}  ${scene.title}`)}\n${indented(scene.shows, '')}\n`
}

/** A take as a person sees it on GitHub: inputs, log, outputs, exit code. */
export function renderTake({ take, step, outputs, requests, problems }: Played): string {
  const calls = Object.entries(Object.groupBy(requests, ({ call }) => call))
  return [
    styleText('dim', 'with'),
    indented(renderInputs(take.inputs ?? {}), margin),
    styleText('dim', 'log'),
    ...renderLog(step.log),
    styleText('dim', 'outputs'),
    ...renderOutputs(outputs),
    styleText('dim', 'requests'),
    margin + (calls.map(([call, { length }]) => `${length} × ${call}`).join(', ') || 'nothing'),
    problems.length === 0
      ? styleText('green', `exit code ${step.exitCode}, as expected`)
      : styleText('red', `exit code ${step.exitCode}, NOT as expected: ${problems.join('; ')}`),
    ''
  ].join('\n')
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

/** The workflow log as GitHub's page shows it, groups unfolded. @param log with its commands */
export function renderLog(log: string): string[] {
  let indent = margin
  return parseLog(log).flatMap(({ line, command }) => {
    if (command === undefined) {
      return [indented(line, indent)]
    }
    switch (command.name) {
      case 'add-mask':
        return []
      case 'group':
        indent = margin.repeat(2)
        return [indented(`▸ ${command.data}`, margin)]
      case 'endgroup':
        indent = margin
        return []
      default: {
        const [colour, kind] =
          command.name === 'error' ? (['red', 'Error'] as const) : (['yellow', 'Warning'] as const)
        const title = styleText(colour, `${kind}: ${command.properties['title'] ?? ''}`)
        return [margin + title, indented(command.data, margin.repeat(2))]
      }
    }
  })
}

/** The outputs, one per line; an object of `environment-results` has a line of its own. */
function renderOutputs(outputs: Record<string, string>): string[] {
  const names = Object.keys(outputs)
  const indent = ' '.repeat(Math.max(...names.map(name => name.length)) + 2)
  return names.map(name => {
    const given = outputs[name] || 'empty'
    // The folder of this run is gone by now.
    const value = name === 'results-file' ? path.basename(given) : given
    const lines = name === 'environment-results' ? renderResults(value) : [value]
    const shown = lines.map(line => (line.length <= width ? line : `${line.slice(0, width - 1)}…`))
    return margin + name.padEnd(indent.length) + shown.join(`\n${margin}${indent}`)
  })
}

interface ShownResult {
  environmentName: string
  group: string
  status: string
  reason: string
  pods?: { success: boolean }[]
}

function renderResults(json: string): string[] {
  return (JSON.parse(json) as ShownResult[]).map(result => {
    const { environmentName, group, status, reason, pods = [] } = result
    const good = pods.filter(({ success }) => success).length
    const ofPods = pods.length === 0 ? '' : `, ${good} of ${pods.length} pods`
    const why = reason === status ? '' : `, ${reason}`
    return `${environmentName} / ${group}: ${status}${why}${ofPods}`
  })
}

/** Indents a text in addition to its own indentation. */
function indented(text: string, indent: string): string {
  const own = indent + (/^ */.exec(text)?.[0] ?? '')
  return wrap(text.trim(), width - own.length)
    .map(line => own + line)
    .join('\n')
}
