/** Checks that dist/ is, byte for byte, what src/ builds. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const dist = path.join(root, 'dist')
const built = fs.mkdtempSync(path.join(os.tmpdir(), 'dist-'))
execFileSync(process.execPath, [path.join(root, 'scripts/build.ts'), built], { stdio: 'inherit' })

const names = [...new Set([...fs.readdirSync(built), ...fs.readdirSync(dist)])].sort()
const differing = names.filter(name => read(built, name) !== read(dist, name))
fs.rmSync(built, { recursive: true })

if (differing.length > 0) {
  console.error(`dist/ is not what src/ builds: ${differing.join(', ')}.`)
  console.error('Run `npm run build` and commit dist/.')
  process.exit(1)
}
console.log(`dist/ is what src/ builds: ${names.join(', ')}`)

function read(folder: string, name: string): string | undefined {
  const file = path.join(folder, name)
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined
}
