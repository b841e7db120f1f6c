import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
/** Which `src/` was built last, and into what. Times of files would not do: a checkout sets them as it comes. */
const lastBuild = path.join(root, 'lib/last-build')

/** Before all tests, jest's global setup: scenarios run dist/, so it is built first where it is not of this `src/`. */
export default function buildStaleDist(): void {
  if (readIfThere(lastBuild) === fingerprint(path.join(root, 'dist'))) {
    return
  }
  console.log('\ndist/ was not built here from this src/: building it first.')
  execFileSync(process.execPath, [path.join(root, 'scripts/build.ts')], { stdio: 'inherit' })
}

/** @param folder of a build that has just been made, as dist/ or to compare with it */
export function rememberBuild(folder: string): void {
  fs.writeFileSync(lastBuild, fingerprint(folder))
}

/** It changes with every byte of `src/` and of the bundle. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256')
  for (const file of fs.globSync('src/**/*.ts', { cwd: root }).sort()) {
    hash.update(`${file}\n`).update(fs.readFileSync(path.join(root, file)))
  }
  return hash.update(readIfThere(path.join(folder, 'index.js'))).digest('hex')
}

function readIfThere(file: string): string {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : ''
}
