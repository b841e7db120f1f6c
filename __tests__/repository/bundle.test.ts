import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator } from '../../simulator/simulator.ts'
import { readFile, root } from '../support/repository.ts'
import { runAction } from '../support/run-action.ts'

const dist = path.join(root, 'dist')
const names = fs.readdirSync(dist)
const scripts = names.filter(name => name.endsWith('.js'))

function sizeOf(name: string): number {
  return fs.statSync(path.join(dist, name)).size
}

describe('the bundle', () => {
  test('is small, all of it', () => {
    expect(sizeOf('index.js')).toBeLessThanOrEqual(150_000)
    expect(scripts.reduce((sum, name) => sum + sizeOf(name), 0)).toBeLessThanOrEqual(185_000)
  })

  test('has no other files', () => {
    const expected = /^(index\.js|\d+\.index\.js|licenses\.txt|package\.json)$/

    expect(names.filter(name => !expected.test(name))).toEqual([])
  })

  test.each(scripts)('%s is not minified, and has no HTTP library', name => {
    const text = readFile(`dist/${name}`)

    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThan(1_000)
    expect(text).not.toMatch(/undici|class (HttpClient|Octokit)/)
  })

  test('contains the licence of everything that it bundles', () => {
    const licences = readFile('dist/licenses.txt')
    const pattern = /CONCATENATED MODULE: .*node_modules\/((?:@[\w-]+\/)?[\w-]+)\//g
    const bundled = scripts.flatMap(name =>
      Array.from(readFile(`dist/${name}`).matchAll(pattern), ([, module = '']) => module)
    )

    expect([...new Set(bundled)].sort()).toEqual(['@actions/core', '@actions/github'])
    expect(bundled.filter(name => !new RegExp(`^${name}$`, 'm').test(licences))).toEqual([])
  })
})

test('a plain deployment loads no heavy module of Node', async () => {
  await using manager = await startSimulator()
  const code = `process.on('exit', () => {
    const loaded = process.moduleLoadList.filter(name => /^NativeModule [a-z]/.test(name))
    process.stderr.write(loaded.map(name => 'loaded ' + name.slice(13)).join('\\n') + '\\n')
  })`
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hook-'))
  const hook = path.join(folder, 'hook.cjs')
  fs.writeFileSync(hook, code)

  const run = await runAction({
    inputs: { url: manager.url },
    nodeOptions: ['--require', hook]
  })
  fs.rmSync(folder, { recursive: true })

  const heavy = [
    ...['https', 'tls', 'http2', 'zlib', 'child_process', 'internal/deps/undici/undici'],
    ...['fs/promises', 'dns', 'worker_threads', 'readline', 'inspector', 'sqlite', 'wasi']
  ]
  const loaded = Array.from(run.log.matchAll(/^loaded (.+)$/gm), ([, name]) => name)
  expect(loaded).toContain('http')
  expect(heavy.filter(name => loaded.includes(name))).toEqual([])
})

describe('builds in different folders', () => {
  const parent = path.join(os.tmpdir(), `build-${process.pid}`)
  const folders = ['one', 'another/and deeper'].map(name => path.join(parent, name))

  beforeAll(() => {
    for (const folder of folders) {
      copySources(folder)
      const { status, stderr } = spawnSync(
        process.execPath,
        ['--no-warnings', 'scripts/build.ts'],
        { cwd: folder, encoding: 'utf8' }
      )
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    }
  }, 120_000)

  afterAll(() => {
    fs.rmSync(parent, { recursive: true })
  })

  test('are equal to dist/, byte for byte', () => {
    const committed = readFiles(dist)

    for (const folder of folders) {
      expect(readFiles(path.join(folder, 'dist'))).toEqual(committed)
    }
  })
})

function copySources(folder: string): void {
  const sources = ['src', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json']
  // Links would not do, because the bundler looks at where a file really is.
  const bundled = readFile('dist/licenses.txt').match(/^(@[\w-]+\/)?[\w-]+$/gm) ?? []
  const builders = [
    'typescript',
    '@vercel/ncc',
    '@jridgewell/sourcemap-codec',
    '@types/node',
    'undici-types'
  ]
  const modules = [...bundled, ...builders].map(name => `node_modules/${name}`)
  for (const name of [...sources, ...modules]) {
    if (fs.existsSync(path.join(root, name))) {
      fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
    }
  }
}

function readFiles(folder: string): Record<string, string> {
  const entries = fs.readdirSync(folder).map(name => {
    const text = fs.readFileSync(path.join(folder, name), 'utf8')
    return [name, text] as const
  })
  return Object.fromEntries(entries)
}
