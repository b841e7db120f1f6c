/**
 * Builds dist/ from src/: tsc removes the types into lib/, ncc bundles, and what nothing uses is removed.
 * `node scripts/build.ts [folder] [--source-map]`
 */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { decode, encode } from '@jridgewell/sourcemap-codec'
import ts from 'typescript'
import { removeUnused } from './remove-unused.ts'
import { buildNote } from './source-hash.ts'

const root = path.resolve(import.meta.dirname, '..')
const [folder = path.join(root, 'dist'), ...options] = process.argv.slice(2)
const lib = path.join(root, 'lib')
const modules = path.join(root, 'node_modules')
const toolkit = ['@actions/core', '@actions/github']

fs.rmSync(lib, { recursive: true, force: true })
fs.rmSync(folder, { recursive: true, force: true })
run('typescript/bin/tsc', '-p', 'tsconfig.build.json')
bundleAsCommonJs()
leaveOutUnusedToolkit()
stripComments()
bundle()
removeUnusedCode()
addToolkitLicence()
fs.writeFileSync(path.join(folder, 'package.json'), '{ "type": "commonjs" }\n')
fs.appendFileSync(path.join(folder, 'index.js'), buildNote())

function run(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [path.join(modules, script), ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit']
  })
}

function bundle(): void {
  const where = ['--out', path.resolve(folder), '--license', 'licenses.txt', '--no-cache']
  const map = options.includes('--source-map') ? ['--no-source-map-register'] : []
  run('@vercel/ncc/dist/ncc/cli.js', 'build', 'lib/index.js', ...where, ...options, ...map)
}

/**
 * A package without a type is bundled as CommonJS, which loads Node's modules a millisecond faster than an ES module
 * can. The bundle's own folder has to say so, because the repository's type is ES modules.
 */
function bundleAsCommonJs(): void {
  fs.writeFileSync(path.join(lib, 'package.json'), '{}')
}

/** Comments and half of the indentation stay in src/: what is left is smaller, and reads as well. */
function stripComments(): void {
  const { ESNext: module } = ts.ModuleKind
  const compilerOptions = { module, target: ts.ScriptTarget.ESNext, removeComments: true }
  const names = fs.readdirSync(lib, { recursive: true, encoding: 'utf8' })
  for (const name of names.filter(name => name.endsWith('.js'))) {
    const file = path.join(lib, name)
    const { outputText } = ts.transpileModule(fs.readFileSync(file, 'utf8'), { compilerOptions })
    if (/^\s*\/\/|^\/\*{3}/m.test(outputText)) {
      throw new Error(`${name} has a text with a line that looks like a comment of the bundler`)
    }
    fs.writeFileSync(
      file,
      outputText.replace(/^( {4})+/gm, indent => '\t'.repeat(indent.length / 4))
    )
  }
}

/**
 * Bundles copies of the toolkit's packages whose package.json says that their modules do nothing when merely
 * imported. Then the bundler leaves out those that are never called: OIDC tokens, the summary builder, the
 * process runner and octokit, and with them HTTP clients of 1.1 MB and 45 ms at every start.
 */
function leaveOutUnusedToolkit(): void {
  for (const name of toolkit) {
    const copy = path.join(lib, 'node_modules', name)
    fs.cpSync(path.join(modules, name), copy, { recursive: true })
    const file = path.join(copy, 'package.json')
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as object
    fs.writeFileSync(file, JSON.stringify({ ...manifest, sideEffects: false }))
  }
}

function removeUnusedCode(): void {
  for (const name of fs.readdirSync(folder).filter(name => name.endsWith('.js'))) {
    const file = path.join(folder, name)
    const { text, origins } = removeUnused(fs.readFileSync(file, 'utf8'))
    fs.writeFileSync(file, text)
    if (options.includes('--source-map')) {
      moveLines(`${file}.map`, origins)
    }
  }
}

/** Makes a source map fit a bundle of which lines were removed. */
function moveLines(file: string, origins: number[]): void {
  const map = JSON.parse(fs.readFileSync(file, 'utf8')) as { mappings: string }
  const before = decode(map.mappings)
  const mappings = encode(origins.map(line => before[line] ?? []))
  fs.writeFileSync(file, JSON.stringify({ ...map, mappings }))
}

/** ncc lists the licences of modules that stand alone, and misses those that it has merged into ours. */
function addToolkitLicence(): void {
  const text = toolkit.map(name => {
    const licence = fs.readFileSync(path.join(modules, name, 'LICENSE.md'), 'utf8')
    return `${name}\nMIT\n${licence}`
  })
  fs.writeFileSync(path.join(folder, 'licenses.txt'), text.join('\n\n'))
}
