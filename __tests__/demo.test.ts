import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { documentOf, table, type Measured } from '../bench/report.ts'
import { problemsOf, type Played } from '../demo/play.ts'
import { logLines, lookOf, outputLines, takeText } from '../demo/print.ts'
import { allScenes, commonInputs } from '../demo/scenes.ts'

const plain = { colours: false, width: 100 }

describe('the demo', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'demo-'))
  let printed = ''
  let exitCode: number | null = null
  let durationMs = 0

  beforeAll(async () => {
    const startedAt = performance.now()
    const child = spawn(process.execPath, [
      path.resolve(import.meta.dirname, '../demo/demo.ts'),
      folder
    ])
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
    exitCode = await new Promise(resolve => child.on('close', resolve))
    durationMs = performance.now() - startedAt
  })
  afterAll(() => {
    fs.rmSync(folder, { recursive: true })
  })

  test('ends each scene as told, in time', () => {
    expect(printed).not.toContain('NOT as it should be')
    expect(exitCode).toBe(0)
    expect(durationMs).toBeLessThan(20_000)
  })

  test('prints for people: no commands, no masks, no colours in a file, and no token', () => {
    expect(printed.split('\n').filter(line => /^\s*::|add-mask/.test(line))).toEqual([])
    expect(printed).not.toContain('\u001b')
    expect(printed).not.toContain(commonInputs.token)
    expect(printed).toContain('▸ ✗ production / PaymentAPIGroup')
    expect(printed).toContain('Error: API Proxy Group not deployed')
  })

  test('writes a page for each scene, and one with all of them', async () => {
    const scenes = await allScenes()
    expect(scenes).toHaveLength(10)
    const index = fs.readFileSync(path.join(folder, 'index.html'), 'utf8')
    for (const { name, title } of scenes) {
      expect(printed).toContain(title)
      expect(index).toContain(`${title}: exit code`)
      expect(fs.readFileSync(path.join(folder, `${name}.html`), 'utf8')).toContain(
        `<title>${title}</title>`
      )
    }
    expect(printed).toContain(path.join(folder, 'index.html'))
  })
})

describe('a take', () => {
  const take: Played['take'] = {
    inputs: {},
    ends: { exitCode: 0, result: 'success', statuses: ['succeeded'], posts: 1 }
  }
  const request = {
    method: 'POST',
    path: '/',
    headers: {},
    rawHeaders: [],
    body: '',
    connection: 1,
    at: 0,
    call: 'deploy' as const
  }
  const good = {
    take,
    step: {
      exitCode: 0,
      log: '::add-mask::secret-token\nfine\n',
      output: '',
      summary: '## fine',
      durationMs: 1
    },
    outputs: {
      result: 'success',
      'environment-results':
        '[{"environmentName":"production","group":"G","status":"succeeded","reason":"deployed","httpStatus":200}]',
      revision: ''
    },
    requests: [request]
  }

  test('that ended as told has no problems', () => {
    expect(problemsOf(good, 'secret-token')).toEqual([])
    expect(takeText({ ...good, problems: [] }, plain)).toContain('exit code 0, as it should be')
  })

  test.each<[string, Partial<typeof good>]>([
    ['exit code: 1, and should be 0', { step: { ...good.step, exitCode: 1 } }],
    ['result: failure, and should be success', { outputs: { ...good.outputs, result: 'failure' } }],
    [
      'statuses: , and should be succeeded',
      { outputs: { ...good.outputs, 'environment-results': '[]' } }
    ],
    ['deployments asked for: 2, and should be 1', { requests: [request, request] }],
    ['the token was shown', { step: { ...good.step, summary: 'secret-token' } }],
    ['the log holds the command set-env', { step: { ...good.step, log: '::set-env name=A::b\n' } }]
  ])('is judged: %s', (problem, difference) => {
    const problems = problemsOf({ ...good, ...difference }, 'secret-token')
    expect(problems).toEqual([problem])
    expect(takeText({ ...good, ...difference, problems }, plain)).toContain(
      `NOT as it should be: ${problem}`
    )
  })
})

describe('what is printed', () => {
  test('shows groups as folds, annotations with their titles, and no masks', () => {
    const log =
      '::add-mask::secret\n::group::✓ a: 100%25\n  inside\n::endgroup::\n::error title=It failed::why%0Aso\n::warning::mind\nafter\n'
    expect(logLines(log, plain)).toEqual([
      '  ▸ ✓ a: 100%',
      '      inside',
      '  Error: It failed',
      '    why\nso',
      '  Warning:',
      '    mind',
      '  after'
    ])
  })

  test('lines outputs up, and cuts what is too long', () => {
    const results =
      '[{"environmentName":"test","group":"G","status":"failed","reason":"deployment-failed","httpStatus":200,"pods":[{"success":true},{"success":false}]},{"environmentName":"live","group":"G","status":"not-attempted","reason":"not-attempted"}]'
    expect(
      outputLines({ message: 'x'.repeat(200), 'environment-results': results, revision: '' }, plain)
    ).toEqual([
      `  message              ${'x'.repeat(76)}…`,
      '  environment-results  test / G: failed, deployment-failed, HTTP 200, 1 of 2 pods',
      '                       live / G: not-attempted',
      '  revision: empty'
    ])
  })

  test('is coloured on a terminal only, and never with NO_COLOR', () => {
    expect(lookOf({ isTTY: true, columns: 80 }, {})).toEqual({ colours: true, width: 80 })
    expect(lookOf({ isTTY: true, columns: 300 }, { NO_COLOR: '1' })).toEqual({
      colours: false,
      width: 110
    })
    expect(lookOf({}, { FORCE_COLOR: '1' })).toEqual({ colours: false, width: 100 })
    expect(logLines('::error title=No::why\n', { colours: true, width: 100 })[0]).toBe(
      '  \u001b[31mError: No\u001b[39m'
    )
  })
})

describe('the benchmark’s page', () => {
  const measured: Measured = {
    start: [
      { name: 'an empty Node process', ms: 30, memory: 44 },
      { name: '`node:http` POST by hand, ES module', ms: 80, memory: 60 },
      { name: 'dist', ms: 72, memory: 61 }
    ],
    many: [
      [1, 1, 70, 20],
      [10, 10, 72, 20],
      [1000, 10, 2150, 2000],
      [1000, 50, 650, 400]
    ].map(([targets = 0, parallel = 0, ms = 0, idealMs = 0]) => ({
      name: 'dist',
      targets,
      parallel,
      ms,
      idealMs,
      memory: 100
    })),
    load: 0.2,
    now: new Date('2026-11-23T12:00:00Z')
  }

  test('holds targets beside figures, a missed one too', () => {
    const lines = documentOf(measured)
      .split('\n')
      .map(line => line.replace(/ +/g, ' '))
    expect(lines).toEqual(
      expect.arrayContaining([
        '| Time of a deployment, by a `node:http` POST by hand | at most 1 | 0.90 | reached |',
        '| Time of a deployment, by an empty process | at most 2.2 | 2.40 | **missed** |',
        '| Peak memory of a deployment | at most 60 | 61 | **missed** |',
        '| 1,000 targets, 50 at once, by the ideal | at most 1.5 | 1.50 | reached |',
        '| dist | 1,000 | 50 | 650 | 600 | 400 | 1.50 | 0.60 | 100 |'
      ])
    )
  })

  test('tells no paths', () => {
    const page = documentOf(measured)
    expect(page).not.toMatch(/[/\\](home|root|work|tmp|Users)[/\\]/)
    expect(page).toContain('2026-11-23')
  })

  test('has tables that read well as text', () => {
    expect(table(['', 'n'], [['one', '10']])).toBe('|     |   n |\n| --- | --: |\n| one |  10 |')
  })
})
