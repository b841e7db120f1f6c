/** Builds dist/ from src/: types are taken off into lib/, then ncc bundles. `node scripts/build.ts [folder]`. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const target = path.resolve(process.argv[2] ?? path.join(root, 'dist'))
const bin = (name: string) => path.join(root, 'node_modules', name)

fs.rmSync(path.join(root, 'lib'), { recursive: true, force: true })
fs.rmSync(target, { recursive: true, force: true })
const run = (script: string, ...args: string[]) => execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
run(bin('typescript/bin/tsc'), '-p', 'tsconfig.build.json')
run(bin('@vercel/ncc/dist/ncc/cli.js'), 'build', 'lib/index.js', '--out', target, '--license', 'licenses.txt', '--no-cache', ...process.argv.slice(3), ...(process.argv.includes('--source-map') ? ['--no-source-map-register'] : []))
