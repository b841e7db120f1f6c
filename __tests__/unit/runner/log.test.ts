import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import {
  annotateError,
  annotateWarning,
  debug,
  print,
  printGroup
} from '../../../src/runner/log.ts'
import { escapeLogLine } from '../../../src/runner/sanitize.ts'
import { registerSecret } from '../../../src/runner/secrets.ts'
import { parseLog } from '../../../tools/runner-commands.ts'
import { anyText } from './hostile-text.ts'

registerSecret('log-T0ken-0123')

/** What a function prints to stdout, read as the runner does. */
function capture(printAll: () => void): ReturnType<typeof parseLog> {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    printAll()
    return parseLog(write.mock.calls.map(([chunk]) => String(chunk)).join(''))
  } finally {
    write.mockRestore()
  }
}

/** Starts Node on a script that has the module as `log`. */
function start(script: string): ChildProcessWithoutNullStreams {
  const module = new URL('../../../src/runner/log.ts', import.meta.url).href
  const code = `import * as log from ${JSON.stringify(module)}\n${script}`
  return spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', code])
}

describe('whatever the text', () => {
  beforeEach(() => {
    process.env.RUNNER_DEBUG = '1'
  })
  afterEach(() => {
    delete process.env.RUNNER_DEBUG
  })

  test('a printed line is one line and no command', () => {
    fc.assert(
      fc.property(anyText, hostile => {
        const lines = capture(() => {
          print(hostile)
        })

        expect(lines).toEqual([{ line: escapeLogLine(hostile) }])
      }),
      { numRuns: 500 }
    )
  })

  test('a group has its title, its lines and its end', () => {
    fc.assert(
      fc.property(anyText, anyText, (title, hostile) => {
        const lines = capture(() => {
          printGroup(title, [hostile, 'b'])
        })

        expect(lines).toMatchObject([
          { command: { name: 'group', data: escapeLogLine(title) } },
          { line: `  ${escapeLogLine(hostile)}` },
          { line: '  b' },
          { command: { name: 'endgroup' } }
        ])
        expect(lines[1]?.command).toBeUndefined()
      }),
      { numRuns: 500 }
    )
  })

  const title = 'A title'
  test.each<{ name: string; properties: object; annotate: (text: string) => void }>([
    {
      name: 'error',
      properties: { title },
      annotate: hostile => {
        annotateError(title, hostile)
      }
    },
    {
      name: 'warning',
      properties: { title },
      annotate: hostile => {
        annotateWarning(title, hostile)
      }
    },
    { name: 'debug', properties: {}, annotate: debug }
  ])('it is the data of one command: $name', ({ name, properties, annotate }) => {
    fc.assert(
      fc.property(anyText, hostile => {
        const lines = capture(() => {
          annotate(hostile)
        })

        expect(lines).toHaveLength(1)
        expect(lines[0]?.command).toMatchObject({ name, properties, data: escapeLogLine(hostile) })
      }),
      { numRuns: 500 }
    )
  })

  test('no secret is printed', () => {
    const lines = capture(() => {
      print('a log-T0ken-0123')
      printGroup('b log-T0ken-0123', ['c log-T0ken-0123'])
      debug('d log-T0ken-0123')
      annotateError('Title', 'e log-T0ken-0123')
      annotateWarning('Title', 'f log-T0ken-0123')
    })

    expect(lines.map(({ line }) => line)).toEqual([
      'a ***',
      '::group::b ***',
      '  c ***',
      '::endgroup::',
      '::debug::d ***',
      '::error title=Title::e ***',
      '::warning title=Title::f ***'
    ])
  })
})

test('debug lines are printed in debug logging alone', () => {
  const lines = capture(() => {
    debug('a')
  })

  expect(lines).toEqual([])
})

test('what is printed in one turn of the event loop is written at once', async () => {
  capture(() => {
    print('a')
    printGroup('b', ['c'])
  })
  const heldBack = process.stdout.writableCorked
  await new Promise(setImmediate)

  expect([heldBack, process.stdout.writableCorked]).toEqual([1, 0])
})

test('all lines are written in order, also when the process crashes in the same turn', async () => {
  const process = start(`
    globalThis.process.on('uncaughtException', () => {
      log.flushStdout(() => { globalThis.process.exit(1) })
    })
    log.print('a')
    log.annotateError('Title', 'b')
    log.printGroup('c', ['d'])
    globalThis.process.nextTick(() => { throw new Error('crash') })
    log.print('e')`)

  const lines = await text(process.stdout)

  expect(lines.trim().split(/\r?\n/)).toEqual([
    'a',
    '::error title=Title::b',
    '::group::c',
    '  d',
    '::endgroup::',
    'e'
  ])
})

describe('a process whose log nobody reads', () => {
  const printAndExit = `
    for (let count = 0; count < 5; count += 1) {
      log.print('line')
      await new Promise(resolve => { setTimeout(resolve, 20) })
    }
    process.exit(7)`

  test.each([
    {
      name: 'goes on with ignoreBrokenPipe',
      script: `log.ignoreBrokenPipe()\n${printAndExit}`,
      expected: 7
    },
    { name: 'ends early without it', script: printAndExit, expected: 1 }
  ])('$name', async ({ script, expected }) => {
    const child = start(script)
    child.stdout.destroy()

    const [exitCode] = (await once(child, 'exit')) as [number]

    expect(exitCode).toBe(expected)
  })
})
