/**
 * Builds dist/ from src/: tsc removes types and comments into lib/, and ncc bundles that.
 * `node scripts/build.ts [folder] [ncc's options]`
 */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { rememberBuild } from './fresh-dist.ts'

const [folder = 'dist', ...options] = process.argv.slice(2)
const nccOptions = ['--no-cache', '--quiet', ...options]
const toolkit = ['@actions/core', '@actions/github']

process.chdir(path.resolve(import.meta.dirname, '..'))
fs.rmSync('lib', { recursive: true, force: true })
run('typescript/bin/tsc', '-p', 'tsconfig.build.json')
leaveOutUnusedToolkit()
fs.rmSync(folder, { recursive: true, force: true })
run('@vercel/ncc/dist/ncc/cli.js', ...['build', 'lib/index.js', '-o', folder], ...nccOptions)
// It says that the folder has ES modules, which the repository's own package.json does already.
fs.rmSync(path.join(folder, 'package.json'))
addToolkitLicence()
rememberBuild(folder)

function run(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [`node_modules/${script}`, ...args], { stdio: 'inherit' })
}

/**
 * Bundles copies of the toolkit's packages whose package.json says that their modules do nothing when merely
 * imported. Then ncc leaves out those that are never called, and with them HTTP clients: 0.8 MB, 40 ms a start.
 */
function leaveOutUnusedToolkit(): void {
  for (const name of toolkit) {
    const copy = `lib/node_modules/${name}`
    fs.cpSync(`node_modules/${name}`, copy, { recursive: true })
    const file = `${copy}/package.json`
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as object
    fs.writeFileSync(file, JSON.stringify({ ...manifest, sideEffects: false }))
  }
}

/** ncc's own list misses packages that it merges into our modules. */
function addToolkitLicence(): void {
  const texts = toolkit.map(name => {
    const licence = fs.readFileSync(`node_modules/${name}/LICENSE.md`, 'utf8')
    return `${name}\nMIT\n${licence}`
  })
  fs.writeFileSync(path.join(folder, 'licenses.txt'), texts.join('\n\n'))
}
