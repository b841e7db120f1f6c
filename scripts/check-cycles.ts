/** Checks that no files of ours import each other in a circle; an import of types counts as one. */
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const root = path.resolve(import.meta.dirname, '..')
const folders = ['src', 'simulator', 'tools', 'demo', 'bench', 'scripts', 'mutation', '__tests__']
const files = folders.flatMap(folder =>
  fs.globSync(`${folder}/**/*.ts`, { cwd: root, exclude: ['**/node_modules/**', '**/.*/**'] })
)
const importsByFile = new Map(files.map(file => [path.join(root, file), findImports(file)]))
const cycles: string[] = []
const finished = new Set<string>()
for (const file of importsByFile.keys()) {
  visit(file, [])
}

for (const cycle of cycles) {
  console.error(`These files import each other in a circle: ${cycle}`)
}
console.log(`imports: ${importsByFile.size} files, ${cycles.length} circles`)
process.exitCode = cycles.length > 0 ? 1 : 0

function findImports(file: string): string[] {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  return ts
    .preProcessFile(text)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => path.resolve(root, path.dirname(file), fileName))
}

/** Goes depth first; `above` are the files on the way here. */
function visit(file: string, above: string[]): void {
  const start = above.indexOf(file)
  if (start >= 0) {
    const cycle = [...above.slice(start), file]
    cycles.push(cycle.map(one => path.relative(root, one)).join(' -> '))
    return
  }
  if (finished.has(file)) {
    return
  }
  for (const imported of importsByFile.get(file) ?? []) {
    visit(imported, [...above, file])
  }
  finished.add(file)
}
