import fs from 'node:fs'
import path from 'node:path'
import { buildNote } from './source-hash.ts'

const bundle = path.resolve(import.meta.dirname, '../dist/index.js')

/** Runs before and after all tests: says so where scenarios run a `dist/` that was built from another `src/`. */
export default function warnOfStaleDist(): void {
  if (!fs.existsSync(bundle) || !fs.readFileSync(bundle, 'utf8').endsWith(buildNote())) {
    console.warn(
      '\nSTALE: dist/ was not built from this src/. Scenarios run dist/: `npm run build` first.'
    )
  }
}
