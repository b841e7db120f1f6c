import { describe, expect, test } from '@jest/globals'
import { evaluate } from '../support/evaluate.ts'
import { listFiles, readAction, readFile } from '../support/repository.ts'

const action = readAction()
const sources = listFiles('src', '.ts')

/** A value for each required input. */
const required: Record<string, string> = {
  url: 'https://apinizer.example.com',
  token: 'secret-token',
  project: 'Payments',
  group: 'PaymentAPIGroup',
  environment: 'production'
}

interface Reading {
  /** The variables that were read. */
  variables: string[]
  inputs?: Record<string, unknown>
  problem?: string
}

/** Lets the action read its inputs, and records what it reads. */
function readInputs(given: Record<string, string>): Reading {
  const env = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  )
  const lines = `
    const variables = new Set()
    const given = process.env
    process.env = new Proxy(given, {
      get: (_, name) => {
        if (String(name).startsWith('INPUT_')) { variables.add(name) }
        return given[name]
      }
    })
    const { readInputs } = await import('src/inputs/inputs.ts')
    try { result = { inputs: await readInputs() } } catch (error) { result = { problem: error.message } }
    result.variables = [...variables].sort()`
  return evaluate(lines, env) as Reading
}

const defaults = Object.fromEntries(
  Object.entries(action.inputs).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value]]
  )
)

describe('the inputs of action.yml', () => {
  test('are those that the action reads', () => {
    const names = Object.keys(action.inputs).map(name => `INPUT_${name.toUpperCase()}`)

    expect(readInputs(required).variables).toEqual(names.sort())
  })

  test('are read in src/inputs/ alone', () => {
    const readers = sources.filter(file =>
      /\bget(?:Boolean|Multiline)?Input\(|INPUT_/.test(readFile(file))
    )

    expect(readers.filter(file => !file.startsWith('src/inputs/'))).toEqual([])
  })

  test('are required where the action requires them', () => {
    const names = Object.keys(action.inputs).filter(name => action.inputs[name]?.required === true)

    expect(names).toEqual(Object.keys(required))
    expect(readInputs(required).problem).toBeUndefined()
  })

  test.each(Object.keys(required).map(name => ({ name })))(
    '$name is named where it is missing',
    ({ name }) => {
      const { problem } = readInputs({ ...required, [name]: '' })

      expect(problem).toContain(`\`${name}\` is required`)
    }
  )

  test('have the defaults that the action has for runners that pass none', () => {
    const { inputs } = readInputs(required)

    expect(inputs).toEqual(readInputs({ ...required, ...defaults }).inputs)
  })

  test('have a default wherever the action has one', () => {
    const { inputs = {} } = readInputs(required)
    const fromRequired = ['url', 'token', 'project', 'groups', 'environments']
    const toCamelCase = (name: string) =>
      name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

    const withValue = Object.entries(inputs)
      .filter(([name]) => !fromRequired.includes(name))
      .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
      .map(([name]) => name.replace(/Ms$/, ''))

    const withDefault = Object.keys(defaults).filter(name => name !== 'allow-http')
    expect(withValue.sort()).toEqual(withDefault.map(toCamelCase).sort())
  })
})

describe('the outputs of action.yml', () => {
  test('are those that the action writes, in this order', () => {
    const names = evaluate(`
      const { buildOutputs } = await import('src/report/outputs.ts')
      result = Object.keys(buildOutputs({ outcomes: [], result: 'failure', message: '' }))`)

    expect(Object.keys(action.outputs)).toEqual(names)
  })

  test('are written in src/report/outputs.ts alone', () => {
    const writers = sources.filter(file =>
      /GITHUB_OUTPUT|setOutput|set-output/.test(readFile(file))
    )

    expect(writers).toEqual(['src/report/outputs.ts'])
  })
})

test('action.yml runs the bundle with Node 24', () => {
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' })
})
