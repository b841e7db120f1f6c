import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { findProblems } from '../../demo/play.ts'
import { renderLog } from '../../demo/print.ts'
import { commonInputs, scenes } from '../../demo/scenes.ts'
import { root } from '../support/repository.ts'

describe('the demo', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'demo-'))
  let printed = ''
  let exitCode: number | null = null

  beforeAll(async () => {
    const child = spawn(process.execPath, [path.join(root, 'demo/demo.ts'), folder])
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
    exitCode = await new Promise(resolve => child.on('close', resolve))
  }, 60_000)

  afterAll(() => {
    fs.rmSync(folder, { recursive: true })
  })

  test('ends each scene as it should', () => {
    expect(printed).not.toContain('NOT as expected')
    expect(exitCode).toBe(0)
  })

  test('prints for people: no commands, no masks, no colours into a file, and no token', () => {
    expect(printed.split('\n').filter(line => /^\s*::|add-mask/.test(line))).toEqual([])
    expect(printed).not.toContain('\u001b')
    expect(printed).not.toContain(commonInputs.token)
    expect(printed).toContain('▸ ✗ production / PaymentAPIGroup')
    expect(printed).toContain('Error: API Proxy Group not deployed')
  })

  test('writes a page for each scene, and one with all of them', () => {
    const index = fs.readFileSync(path.join(folder, 'index.html'), 'utf8')

    expect(scenes).toHaveLength(11)
    expect(printed).toContain(path.join(folder, 'index.html'))
    for (const { name, title } of scenes) {
      const page = fs.readFileSync(path.join(folder, `${name}.html`), 'utf8')
      expect(page).toContain(`<title>${title}</title>`)
      expect(index).toContain(`${title}: exit code`)
    }
  })
})

describe('a take', () => {
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
  const result = {
    environmentName: 'production',
    group: 'G',
    status: 'succeeded',
    reason: 'deployed',
    httpStatus: 200
  }
  const step = {
    exitCode: 0,
    log: '::add-mask::secret-token\nfine\n',
    output: '',
    summary: '## fine',
    durationMs: 1
  }
  const outputs = {
    result: 'success',
    'environment-results': JSON.stringify([result]),
    revision: ''
  }
  const take = { result: 'success', statuses: 'succeeded', sent: 1 }
  const good = { take, step, outputs, requests: [request] }

  test('that ended as it should has no problems', () => {
    expect(findProblems(good, 'secret-token')).toEqual([])
  })

  test.each<{ problem: string; change: Partial<typeof good> }>([
    {
      problem: 'exit code: 1, and should be 0',
      change: { step: { ...step, exitCode: 1 } }
    },
    {
      problem: 'result: failure, and should be success',
      change: { outputs: { ...outputs, result: 'failure' } }
    },
    {
      problem: 'statuses: , and should be succeeded',
      change: { outputs: { ...outputs, 'environment-results': '[]' } }
    },
    {
      problem: 'deployments received: 2, and should be 1',
      change: { requests: [request, request] }
    },
    {
      problem: 'the token was shown',
      change: { step: { ...step, summary: 'secret-token' } }
    },
    {
      problem: 'the log contains the command set-env',
      change: { step: { ...step, log: '::set-env name=A::b\n' } }
    }
  ])('with a problem says so: $problem', ({ problem, change }) => {
    expect(findProblems({ ...good, ...change }, 'secret-token')).toEqual([problem])
  })
})

test('the demo prints groups unfolded, annotations with their titles, and no masks', () => {
  const log = [
    '::add-mask::secret',
    '::group::✓ a: 100%25',
    '  inside',
    '::endgroup::',
    '::error title=It failed::why%0Aso',
    'after',
    ''
  ]

  expect(renderLog(log.join('\n')).map(stripVTControlCharacters)).toEqual([
    '  ▸ ✓ a: 100%',
    '      inside',
    '  Error: It failed',
    '    why\n    so',
    '  after'
  ])
})
