import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { runBefore } from '../support/run-before.ts'
import { runScenario, type Scenario } from '../support/run-scenario.ts'

test('without an output file there is a warning, and no command in its place', async () => {
  const run = await runScenario({ files: false })

  expect(run.exitCode).toBe(0)
  expect(run.annotations).toMatchObject([
    { name: 'warning', properties: { title: 'Outputs were not written' } }
  ])
})

test('a report that cannot be written changes nothing', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'not-a-file-'))

  const run = await runScenario({
    files: false,
    env: { GITHUB_OUTPUT: folder, GITHUB_STEP_SUMMARY: folder }
  })

  fs.rmSync(folder, { recursive: true })
  expect(run.exitCode).toBe(0)
  expect(run.annotations).toMatchObject([{ name: 'warning' }, { name: 'warning' }])
})

test('a log that is no longer read stops nothing', async () => {
  const run = await runScenario({
    options: { deployMs: 200 },
    inputs: { group: 'PaymentAPIGroup\nPayoutAPIGroup' },
    onStart: child => {
      child.stdout?.destroy()
    }
  })

  expect(run.outputs.result).toBe('success')
})

test('a process that waits for nothing ends, whatever its limits', async () => {
  const run = await runScenario({
    inputs: { environment: 'test\nproduction', timeout: '10m', 'retry-timeout': '10m' }
  })

  expect(run.exitCode).toBe(0)
})

describe('a crash ends red', () => {
  const crash: Scenario = {
    fault: { on: { call: 'any' }, delivery: 'silence', times: Infinity },
    nodeOptions: runBefore(`process.once('newListener', () => {
      setTimeout(() => { throw new TypeError('odd') }, 30)
    })`)
  }

  test('without its stack', async () => {
    const run = await runScenario(crash)

    expect(run.outputs).toMatchObject({ result: 'unknown', success: 'false' })
    expect(run.outputs.message).toContain('this is a bug: odd')
  })

  test('and with its stack in a debug log', async () => {
    const run = await runScenario({ ...crash, env: { RUNNER_DEBUG: '1' } })

    expect(run.log).toMatch(/::debug::TypeError: odd/)
  })

  test('when the event loop runs dry', async () => {
    const run = await runScenario({
      nodeOptions: runBefore(`
        import http from 'node:http'
        import { EventEmitter } from 'node:events'
        http.request = () => Object.assign(new EventEmitter(), { end() {} })
        globalThis.setTimeout = () => ({ unref() {} })`)
    })

    expect(run.outputs).toMatchObject({ result: 'unknown' })
    expect(run.outputs.message).toContain('nothing was left to wait for')
  })

  test('of one target alone, where it happens in that one', async () => {
    const run = await runScenario({
      inputs: { group: 'PaymentAPIGroup\nPayoutAPIGroup' },
      nodeOptions: runBefore(`
        const { encodeURIComponent: encode } = globalThis
        globalThis.encodeURIComponent = text => {
          if (text === 'PayoutAPIGroup') { throw new TypeError('odd') }
          return encode(text)
        }`)
    })

    expect(run.results).toMatchObject([{ status: 'succeeded' }, { status: 'unknown' }])
    expect(run.results[1]?.message).toContain('this is a bug')
  })
})

test('a crash of the progress in the log decides nothing', async () => {
  const run = await runScenario({
    nodeOptions: runBefore(`globalThis.setInterval = () => { throw new RangeError('odd') }`)
  })

  expect(run.exitCode).toBe(0)
  expect(run.annotations).toMatchObject([
    { name: 'warning', properties: { title: 'Report is incomplete' } }
  ])
})

describe('where the documentation says more', () => {
  const env = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_ACTION_REPOSITORY: 'org/deploy',
    GITHUB_ACTION_REF: 'v1'
  }
  const inputs = { url: 'http://127.0.0.1:1' }

  test('is a link to the version that runs, in log, annotation and summary', async () => {
    const run = await runScenario({ inputs, env })

    const page = 'https://github.com/org/deploy/blob/v1/docs/network.md#could-not-connect'
    expect(run.log).toContain(`  More: ${page}`)
    expect(run.annotations[0]?.data).toContain(`More: ${page}`)
    expect(run.summary).toContain(`href="${page}"`)
  })

  test('is a path where that page may not be there', async () => {
    const run = await runScenario({
      inputs,
      env: { ...env, GITHUB_SERVER_URL: 'https://github.example.com' }
    })

    expect(run.log).toContain('More: docs/network.md#could-not-connect in org/deploy@v1')
    expect(run.summary).not.toContain('github.example.com/org')
  })
})
