import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readFile, root } from '../support/repository.ts'

const maxBytes = 240_000

describe('the bundle', () => {
  test('is one file, and the licences of what it bundles', () => {
    expect(fs.readdirSync(path.join(root, 'dist')).sort()).toEqual(['index.js', 'licenses.txt'])
  })

  test('is small enough to be read', () => {
    const sizes = fs
      .readdirSync(path.join(root, 'dist'))
      .map(name => ({ name, bytes: fs.statSync(path.join(root, 'dist', name)).size }))
    const bytes = sizes.reduce((sum, file) => sum + file.bytes, 0)

    const problem =
      `dist/ has ${bytes} bytes, ${bytes - maxBytes} too many. Look for what is new and large behind ` +
      '"CONCATENATED MODULE" in dist/index.js: a package is left out by sideEffects in scripts/build.ts, or ' +
      'not used. Is it all ours, and needed? Then raise maxBytes here, and say so in docs/decisions/bundle.md.'
    expect(bytes > maxBytes ? problem : '').toBe('')
  })

  test('is not minified, and has no HTTP library', () => {
    const text = readFile('dist/index.js')

    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThan(1_000)
    expect(text).not.toMatch(/undici|class (HttpClient|Octokit)/)
  })

  test('contains the licence of everything that it bundles', () => {
    const licences = readFile('dist/licenses.txt')
    const pattern = /CONCATENATED MODULE: .*node_modules\/((?:@[\w-]+\/)?[\w-]+)\//g
    const bundled = Array.from(readFile('dist/index.js').matchAll(pattern), ([, name = '']) => name)

    expect([...new Set(bundled)].sort()).toEqual(['@actions/core', '@actions/github'])
    expect(bundled.filter(name => !new RegExp(`^${name}$`, 'm').test(licences))).toEqual([])
  })
})
