/**
 * Builds dist/ from src/: tsc takes the types off into lib/, ncc bundles.
 * `node scripts/build.ts [folder] [--source-map]`
 */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(import.meta.dirname, '..')
const [folder = path.join(root, 'dist'), ...options] = process.argv.slice(2)
const lib = path.join(root, 'lib')
// Found as Node finds it, as a mutation run builds a copy of the project below this one.
const modules = path.resolve(fileURLToPath(import.meta.resolve('typescript/package.json')), '../..')
const run = (script: string, ...args: string[]) =>
  execFileSync(process.execPath, [path.join(modules, script), ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit']
  })

fs.rmSync(lib, { recursive: true, force: true })
fs.rmSync(folder, { recursive: true, force: true })
run('typescript/bin/tsc', '-p', 'tsconfig.build.json')
leaveOutUnusedToolkit()
tidy()
run(
  '@vercel/ncc/dist/ncc/cli.js',
  'build',
  'lib/index.js',
  '--out',
  path.resolve(folder),
  '--license',
  'licenses.txt',
  '--no-cache',
  ...options,
  ...(options.includes('--source-map') ? ['--no-source-map-register'] : [])
)
addToolkitLicence()

/** tsc and the toolkit indent by four; src/ is written with two, which makes the bundle smaller and quicker to read. The toolkit's notes to its own tools, and its lines of dashes, are left out. */
function tidy(): void {
  for (const name of fs
    .readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.js'))) {
    const file = path.join(lib, name)
    fs.writeFileSync(
      file,
      fs
        .readFileSync(file, 'utf8')
        .replace(/^( {4})+/gm, indent => indent.slice(indent.length / 2))
        .replace(/^\/\/(# sourceMappingURL=.*|-+$| eslint-.*)\n?/gm, '')
    )
  }
}

/**
 * Bundles a copy of the toolkit whose package.json says that its modules do nothing when merely imported,
 * which is true. Then the bundler leaves out those that nobody calls: OIDC tokens, and with them an HTTP
 * client of 1 MB and 45 ms at every start, the summary builder and the process runner.
 */
function leaveOutUnusedToolkit(): void {
  const copy = path.join(lib, 'node_modules/@actions/core')
  fs.cpSync(path.join(modules, '@actions/core'), copy, { recursive: true })
  const manifest = path.join(copy, 'package.json')
  fs.writeFileSync(
    manifest,
    JSON.stringify({
      ...(JSON.parse(fs.readFileSync(manifest, 'utf8')) as object),
      sideEffects: false
    })
  )
}

/** ncc lists the licences of modules that stand alone, and misses those that it has merged into ours. */
function addToolkitLicence(): void {
  const licence = fs.readFileSync(path.join(modules, '@actions/core/LICENSE.md'), 'utf8')
  fs.appendFileSync(path.join(folder, 'licenses.txt'), `\n\n@actions/core\nMIT\n${licence}`)
}
