import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator } from '../simulator/simulator.ts'
import { runAction } from './support/run-action.ts'

const root = path.resolve(import.meta.dirname, '..')
const dist = path.join(root, 'dist')
const size = (name: string) => fs.statSync(path.join(dist, name)).size

describe('what is shipped', () => {
  test('is small: what a plain deployment reads is below 160 KB, and GitHub’s client lies apart', () => {
    const names = fs.readdirSync(dist)
    expect(size('index.js')).toBeLessThan(160_000)
    expect(
      names.filter(name => !/^(index\.js|\d+\.index\.js|licenses\.txt|package\.json)$/.test(name))
    ).toEqual([])
    expect(
      names.filter(name => name.endsWith('.js')).reduce((sum, name) => sum + size(name), 0)
    ).toBeLessThan(1_400_000)
  })

  test('is not minified, and holds no HTTP library beside the chunk', () => {
    const text = fs.readFileSync(path.join(dist, 'index.js'), 'utf8')
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThan(1_000)
    expect(text).not.toMatch(/undici|class HttpClient/)
  })

  test('names the modules of Node that a plain deployment loads', async () => {
    const manager = await startSimulator()
    const hook = `process.on('exit', () => process.stderr.write(process.moduleLoadList.filter(name => /^NativeModule [a-z]/.test(name)).map(name => 'loaded ' + name.slice(13)).join('\\n') + '\\n'))`
    const { log } = await runAction({
      inputs: { url: manager.url },
      nodeOptions: ['--require', writeHook(hook)]
    })
    const requests = manager.requests.length
    await manager.close()
    const loaded = Array.from(log.matchAll(/^loaded (.+)$/gm), ([, name]) => name)
    expect(requests).toBe(1)
    expect(loaded).toContain('http')
    const heavy = [
      'https',
      'tls',
      'http2',
      'zlib',
      'child_process',
      'internal/deps/undici/undici',
      'fs/promises',
      'dns',
      'worker_threads',
      'readline',
      'inspector',
      'sqlite',
      'wasi'
    ]
    expect(heavy.filter(name => loaded.includes(name))).toEqual([])
  })
})

function writeHook(code: string): string {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'hook-')), 'hook.cjs')
  fs.writeFileSync(file, code)
  return file
}

/** Copies what is bundled and what bundles it: links would not do, as the bundler looks at where a file really is. */
function fillModules(modules: string): void {
  const bundled =
    fs.readFileSync(path.join(dist, 'licenses.txt'), 'utf8').match(/^(@[\w-]+\/)?[\w-]+$/gm) ?? []
  for (const name of [...bundled, 'typescript', '@vercel/ncc', '@types/node', 'undici-types']) {
    if (fs.existsSync(path.join(root, 'node_modules', name)))
      fs.cpSync(path.join(root, 'node_modules', name), path.join(modules, name), {
        recursive: true
      })
  }
}

describe('building twice', () => {
  const folders = ['one', 'another/and deeper'].map(name =>
    path.join(os.tmpdir(), `build-${process.pid}`, name)
  )
  beforeAll(() => {
    for (const folder of folders) {
      const copy = path.join(folder, 'project')
      for (const name of ['src', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json'])
        fs.cpSync(path.join(root, name), path.join(copy, name), { recursive: true })
      fillModules(path.join(copy, 'node_modules'))
      const { status, stderr } = spawnSync(
        process.execPath,
        ['--no-warnings', 'scripts/build.ts'],
        { cwd: copy, encoding: 'utf8' }
      )
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    }
  }, 120_000)
  afterAll(() => {
    fs.rmSync(path.join(os.tmpdir(), `build-${process.pid}`), { recursive: true })
  })

  test('in different folders gives the same bytes, which are those of dist/', () => {
    const filesOf = (folder: string) =>
      Object.fromEntries(
        fs.readdirSync(folder).map(name => [name, fs.readFileSync(path.join(folder, name), 'utf8')])
      )
    for (const folder of folders)
      expect(filesOf(path.join(folder, 'project/dist'))).toEqual(filesOf(dist))
  })

  test('leaves out no licence of what is bundled', () => {
    const licences = fs.readFileSync(path.join(dist, 'licenses.txt'), 'utf8')
    const bundled = fs
      .readdirSync(dist)
      .filter(name => name.endsWith('.js'))
      .flatMap(name =>
        Array.from(
          fs
            .readFileSync(path.join(dist, name), 'utf8')
            .matchAll(/CONCATENATED MODULE: .*node_modules\/((?:@[\w-]+\/)?[\w-]+)\//g),
          ([, name = '']) => name
        )
      )
    expect(bundled.length).toBeGreaterThan(5)
    expect(
      [...new Set(bundled)].filter(name => !new RegExp(`^${name}$`, 'm').test(licences))
    ).toEqual([])
  })
})
