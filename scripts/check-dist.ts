/** Checks that `dist/` is, byte for byte, what `src/` builds. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const built = fs.mkdtempSync(path.join(os.tmpdir(), 'dist-'))
execFileSync(process.execPath, [path.join(root, 'scripts/build.ts'), built], { stdio: 'inherit' })

const filesIn = (folder: string) => fs.readdirSync(folder).sort()
const names = [...new Set([...filesIn(built), ...filesIn(path.join(root, 'dist'))])]
const read = (folder: string, name: string) =>
  fs.existsSync(path.join(folder, name))
    ? fs.readFileSync(path.join(folder, name), 'utf8')
    : undefined
const differing = names.filter(name => read(built, name) !== read(path.join(root, 'dist'), name))
fs.rmSync(built, { recursive: true })

if (differing.length > 0) {
  console.error(
    `dist/ is not what src/ builds: ${differing.join(', ')}. Run \`npm run build\` and commit dist/.`
  )
  process.exit(1)
}
console.log(`dist/ is what src/ builds: ${names.join(', ')}`)
