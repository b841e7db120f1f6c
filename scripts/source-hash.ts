import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const source = path.resolve(import.meta.dirname, '../src')

/** The last line of `dist/index.js`: which `src/` it was built from. It changes with every byte of `src/`. */
export function buildNote(): string {
  const hash = createHash('sha256')
  const names = fs.readdirSync(source, { recursive: true, encoding: 'utf8' })
  const files = names.filter(name => name.endsWith('.ts')).map(name => name.replaceAll('\\', '/'))
  for (const file of files.sort()) {
    hash.update(`${file}\n`).update(fs.readFileSync(path.join(source, file)))
  }
  return `// Built from src/ with SHA-256 ${hash.digest('hex')}\n`
}
